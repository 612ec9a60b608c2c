"""Whether a layout keeps every rule, judged without the search. Pure; slow and obvious on purpose."""

from __future__ import annotations

from itertools import combinations

from .model import Day, Layout, Placement, Stretch, Visit, claims, is_beyond, is_fixed_there, is_torn


def faults(day: Day, layout: Layout) -> list[str]:
    """Every rule that a layout breaks, in words for the log; none when it may be used."""
    known = {one.id: one for one in day.visits}
    found = [f"{one} is nobody's" for one in layout.placed if one not in known]
    kept = [(known[one], where) for one, where in layout.placed.items() if one in known]
    for visit, where in kept:
        found += [f"{visit.id}: {fault}" for fault in _alone(day, visit, where)]
    return found or _together(day, kept)


def _alone(day: Day, visit: Visit, where: Placement) -> list[str]:
    """What is wrong with one placement whatever the others do."""
    shape = visit.with_(where.worker)
    span = Stretch(where.start_ms, where.start_ms + shape.length_ms)
    if len(where.places) != len(shape.stays):
        return ["a place is missing"]
    is_meant = visit.is_meant and visit.is_here(where.start_ms, where.worker)
    rules = {
        "at no start": where.start_ms in day.starts or where.start_ms == visit.here.start_ms,
        "outside the hours": is_meant or Stretch(day.opens_ms, day.closes_ms).holds(span),
        "not theirs to do": where.worker in visit.workers,
        "nobody works then": is_meant or any(one.holds(span) for one in day.working.get(where.worker, ())),
        "does not fit there": all(
            place in stay.places or visit.held_at(shape, number, place, where.start_ms) is not None
            for number, (place, stay) in enumerate(zip(where.places, shape.stays, strict=True))
        ),
    }
    found = [fault for fault, is_kept in rules.items() if not is_kept]
    return found + [f"{one.number} is taken" for one in claims(day, visit, where) if is_fixed_there(day, one)]


def _together(day: Day, kept: list[tuple[Visit, Placement]]) -> list[str]:
    taken = [(visit.id, one) for visit, where in kept for one in claims(day, visit, where)]
    theirs = {who: [visit for visit, where in kept if where.worker == who] for who in day.caps}
    placed = {visit.id: where for visit, where in kept}
    torn = [
        f"{name} is torn apart"
        for name, party in day.parties.items()
        if is_torn(party, [one for one in day.visits if one.party == name], placed)
    ]
    return (
        torn
        + [f"{who} has too much to do" for who, some in theirs.items() if is_beyond(day.caps[who], some)]
        + [
            f"{one} and {other} are both at {mine.number}"
            for (one, mine), (other, theirs) in combinations(taken, 2)
            if mine.clashes(theirs)
        ]
    )
