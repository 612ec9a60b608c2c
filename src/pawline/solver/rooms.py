"""When one visit alone could begin, by person and by place: what does not depend on the other visits. Pure."""

from __future__ import annotations

from .model import Day, Shape, Stretch, Visit, is_fixed_there, person_at, person_by_rules, stay_at


def starts_of(day: Day, visit: Visit) -> list[int]:
    """Every start that is one for this visit, in their order."""
    return sorted({*day.starts, visit.here.start_ms})


def starts_with(day: Day, visit: Visit, worker: int, starts: list[int]) -> set[int]:
    """Those of the starts at which the shop is open, and a person works and is free, for as long as they take; and the
    pet as well."""
    busy, pet = day.busy.get(worker, ()), day.busy.get(visit.pet, ()) if visit.pet is not None else ()
    length_ms, own = visit.with_(worker).length_ms, person_by_rules(day, visit, worker, 0).span
    found = set[int]()
    for at in starts:
        span = Stretch(at, at + length_ms)
        is_here = visit.is_here(at, worker)
        if not (works_then(day, worker, span) or (is_here and visit.is_meant)):
            continue
        taken = person_at(day, visit, worker, at).span if is_here else Stretch(at + own.start_ms, at + own.end_ms)
        there = Stretch(at, span.end_ms + visit.longer_ms)
        if not any(map(there.overlaps, pet)) and not any(map(taken.overlaps, busy)):
            found.add(at)
    return found


def works_then(day: Day, worker: int, span: Stretch) -> bool:
    """Whether the shop is open and a person works all that time."""
    is_open = Stretch(day.opens_ms, day.closes_ms).holds(span)
    return is_open and any(one.holds(span) for one in day.working.get(worker, ()))


def starts_at(day: Day, visit: Visit, shape: Shape, number: int, place: int, starts: list[int]) -> set[int]:
    """Those of the starts at which a place fits a stay of a visit and is free for it, also of the air that somebody
    minds."""
    if place not in shape.stays[number].places:
        starts = [at for at in starts if visit.held_at(shape, number, place, at) is not None]
    if not any(place in some for some in (day.busy, day.airing, day.minding)):
        return set(starts)
    return {at for at in starts if not is_fixed_there(day, stay_at(day, visit, shape, number, place, at))}
