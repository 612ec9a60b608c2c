"""Every way to lay out a small day, tried: what the search must never be worse than. From the model alone."""

from itertools import product
from typing import TypeAlias

from pawline.solver.model import Cap, Cost, Day, Placement, Stretch, Visit, cost_of

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
        found[0] = cost_of(day, placed)
        return
    visit = day.visits[at]
    for where in ways[at]:
        mine = _taken(day, visit, where)
        is_twice = any(_meet(one, other) for one in mine for other in taken)
        if not is_twice and not _is_too_much(day, where.worker, placed | {visit.id: where}):
            _try(day, ways, at + 1, placed | {visit.id: where}, taken + mine, found)
    _try(day, ways, at + 1, placed, taken, found)


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
        for places in product(*(one.places for one in visit.shape.stays))
    ]
    return [one for one in every if _is_free(day, visit, one)]


def _is_free(day: Day, visit: Visit, where: Placement) -> bool:
    end_ms = where.start_ms + visit.shapes.get(where.worker, visit.shape).length_ms
    if where.start_ms < day.opens_ms or end_ms > day.closes_ms:
        return False
    if not any(one.start_ms <= where.start_ms and end_ms <= one.end_ms for one in day.working.get(where.worker, ())):
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
    """What is taken, the same with the air that is left, and whether the visit minds that of others."""
    shape = visit.shapes.get(where.worker, visit.shape)
    end_ms = where.start_ms + shape.length_ms
    after_ms = max(visit.after_ms, day.after_ms.get(where.worker, 0))
    own, pet = Stretch(where.start_ms - visit.before_ms, end_ms + after_ms), Stretch(where.start_ms, end_ms)
    mine: list[_Taken] = [(where.worker, own, own, False)]
    if visit.pet is not None:
        mine.append((visit.pet, pet, pet, False))
    for number, stay in enumerate(shape.stays):
        place = where.places[number]
        from_ms, to_ms = where.start_ms + stay.from_ms, where.start_ms + stay.to_ms
        until_ms = to_ms + day.after_ms.get(place, 0)
        air_ms = max(until_ms, to_ms + visit.airs_ms)
        mine.append((place, Stretch(from_ms, until_ms), Stretch(from_ms, air_ms), visit.minds_air))
    return mine
