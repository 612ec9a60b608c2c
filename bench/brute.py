"""Every way to lay out a small day, tried: what the search must never be worse than. From the model alone."""

from itertools import product
from typing import TypeAlias

import msgspec

from pawline.solver.model import Cap, Cost, Day, Placement, Shape, Stretch, Visit, cost_of

_Taken: TypeAlias = tuple[int, Stretch, Stretch, bool]


def best_cost(day: Day) -> Cost:
    """The cost of the cheapest layout of all."""
    ways = [_ways(day, one) for one in day.visits]
    found = [cost_of(day, {})]
    _try(day, ways, 0, {}, [], found)
    return found[0]


def _try(
    day: Day, ways: list[list[Placement]], at: int, placed: dict[str, Placement],
    taken: list[_Taken], found: list[Cost],
) -> None:  # fmt: skip
    # Whoever is not decided yet is counted as best as can be: kept where it is. Nothing later makes it cheaper.
    if cost_of(day, placed | {one.id: one.here for one in day.visits[at:]}) >= found[0]:
        return
    if at == len(day.visits):
        if not any(_is_apart(day, name, placed) for name in day.parties):
            found[0] = cost_of(day, placed)
        return
    visit = day.visits[at]
    for where in ways[at]:
        mine = _taken(day, visit, where)
        is_twice = any(_meet(one, other) for one in mine for other in taken)
        if not is_twice and not _is_too_much(day, where.worker, placed | {visit.id: where}):
            _try(day, ways, at + 1, placed | {visit.id: where}, taken + mine, found)
    _try(day, ways, at + 1, placed, taken, found)


def _is_apart(day: Day, name: str, placed: dict[str, Placement]) -> bool:
    """Whether those who come together are given other times without one of them, or are there for too long."""
    theirs = [one for one in day.visits if one.party == name]
    here = [one for one in theirs if one.id in placed]
    if not here:
        return False
    if len(here) < len(theirs) and any(placed[one.id].start_ms != one.here.start_ms for one in here):
        return True
    others = day.parties[name].there
    begins = [placed[one.id].start_ms for one in here] + [one.start_ms for one in others]
    ends = [placed[one.id].start_ms + _shape(one, placed[one.id].worker).length_ms for one in here]
    return max(ends + [one.end_ms for one in others]) - min(begins) > day.parties[name].longest_ms


def _shape(visit: Visit, worker: int) -> Shape:
    return visit.shapes.get(worker, visit.shape)


def _is_too_much(day: Day, worker: int, placed: dict[str, Placement]) -> bool:
    cap = day.caps.get(worker, Cap())
    theirs = [one for one in day.visits if one.id in placed and placed[one.id].worker == worker]
    large = sum(one.is_large for one in theirs)
    return (cap.pets is not None and len(theirs) > cap.pets) or (cap.large is not None and large > cap.large)


def _ways(day: Day, visit: Visit) -> list[Placement]:
    """Every placement that nothing fixed stands against, where it is now first."""
    starts = sorted({*day.starts, visit.here.start_ms}, key=lambda one: abs(one - visit.here.start_ms))
    every = [
        Placement(start_ms, worker, places)
        for start_ms in starts
        for worker in visit.workers
        for places in product(*(_places(visit, number) for number in range(len(visit.shape.stays))))
    ]
    return [one for one in every if _is_free(day, visit, one)]


def _places(visit: Visit, number: int) -> list[int]:
    """The places that would do for a stay, and the one that it has now."""
    some = list(visit.shape.stays[number].places)
    has_own = visit.held is not None and visit.held.stays[number] is not None
    return some + [visit.here.places[number]] * (has_own and visit.here.places[number] not in some)


def _is_free(day: Day, visit: Visit, where: Placement) -> bool:
    shape = _shape(visit, where.worker)
    end_ms = where.start_ms + shape.length_ms
    is_now = where.start_ms == visit.here.start_ms
    if not (visit.is_meant and is_now and where.worker == visit.here.worker):
        if where.start_ms < day.opens_ms or end_ms > day.closes_ms:
            return False
        shifts = day.working.get(where.worker, ())
        if not any(one.start_ms <= where.start_ms and end_ms <= one.end_ms for one in shifts):
            return False
    for number, stay in enumerate(shape.stays):
        is_kept = is_now and shape == visit.shape and where.places[number] == visit.here.places[number]
        if where.places[number] not in stay.places and not is_kept:
            return False
    mine = _taken(day, visit, where)
    if any(_meet(one, other) for n, one in enumerate(mine) for other in mine[:n]):
        return False
    return not any(_is_fixed(day, *one) for one in mine)


def _meet(one: _Taken, other: _Taken) -> bool:
    """Whether both want one thing at a time, or one minds the air that the other has left there."""
    (a, mine, air, minds), (b, theirs, others_air, other_minds) = one, other
    is_foul = (minds and mine.overlaps(others_air)) or (other_minds and theirs.overlaps(air))
    return a == b and (mine.overlaps(theirs) or is_foul)


def _is_fixed(day: Day, number: int, span: Stretch, air: Stretch, minds: bool) -> bool:
    if any(span.overlaps(other) for other in day.busy.get(number, ())):
        return True
    if minds and any(span.overlaps(other) for other in day.airing.get(number, ())):
        return True
    return any(air.overlaps(other) for other in day.minding.get(number, ()))


def _taken(day: Day, visit: Visit, where: Placement) -> list[_Taken]:
    """What is taken, the same with the air that is left, and whether the visit minds that of others: by the rules of
    the day, or what it holds already of all that stays as it is."""
    shape, more_ms = _shape(visit, where.worker), visit.longer_ms
    end_ms = where.start_ms + shape.length_ms
    after_ms = max(visit.after_ms, day.after_ms.get(where.worker, 0))
    own, pet = Stretch(where.start_ms - visit.before_ms, end_ms + after_ms), Stretch(where.start_ms, end_ms + more_ms)
    is_now = where.start_ms == visit.here.start_ms
    held = visit.held if is_now else None
    if held is not None and held.own is not None and where.worker == visit.here.worker:
        own = held.own.span
    own = Stretch(own.start_ms, own.end_ms + more_ms)
    mine: list[_Taken] = [(where.worker, own, own, False)]
    if visit.pet is not None:
        mine.append((visit.pet, pet, pet, False))
    for number, stay in enumerate(shape.stays):
        place = where.places[number]
        from_ms, to_ms, minds = where.start_ms + stay.from_ms, where.start_ms + stay.to_ms, visit.minds_air
        until_ms = to_ms + day.after_ms.get(place, 0)
        air_ms = max(until_ms, to_ms + visit.airs_ms)
        known = held.stays[number] if held and shape == visit.shape and place == visit.here.places[number] else None
        if known is not None:
            (from_ms, until_ms), air_ms, minds = (
                msgspec.structs.astuple(known.span),
                known.airs_until_ms,
                known.minds_air,
            )
        # It cannot take longer at a place than until it needs one of these again.
        later = [o.from_ms for o in shape.stays[number + 1 :] if any(p in stay.places for p in o.places)]
        slow_ms = min([more_ms, *(max(0, where.start_ms + from_ms - until_ms) for from_ms in later)])
        mine.append((place, Stretch(from_ms, until_ms + slow_ms), Stretch(from_ms, air_ms + slow_ms), minds))
    return mine
