"""When one visit alone could begin, by person and by place: what does not depend on the other visits. Pure."""

from __future__ import annotations

from .model import Day, Stay, Stretch, Visit


def starts_of(day: Day, visit: Visit) -> list[int]:
    """Every start at which the shop is open and the pet is free."""
    wanted = sorted({*day.starts, visit.here.start_ms})
    hours, pet = Stretch(day.opens_ms, day.closes_ms), day.busy.get(visit.pet, ()) if visit.pet is not None else ()
    return [at for at in wanted if hours.holds(span := _span(visit, at)) and not any(map(span.overlaps, pet))]


def starts_with(day: Day, visit: Visit, worker: int, starts: list[int]) -> set[int]:
    """Those of the starts at which a person works and is free."""
    working, busy, after_ms = day.working.get(worker, ()), day.busy.get(worker, ()), day.after_ms.get(worker, 0)
    return {
        at for at in starts
        if any(one.holds(_span(visit, at)) for one in working)
        and not any(map(Stretch(at, at + visit.length_ms + after_ms).overlaps, busy))
    }  # fmt: skip


def starts_at(day: Day, stay: Stay, place: int, starts: list[int]) -> set[int]:
    """Those of the starts at which a place is free for a stay."""
    busy, after_ms = day.busy.get(place, ()), day.after_ms.get(place, 0)
    return {at for at in starts if not any(map(Stretch(at + stay.from_ms, at + stay.to_ms + after_ms).overlaps, busy))}


def _span(visit: Visit, at_ms: int) -> Stretch:
    return Stretch(at_ms, at_ms + visit.length_ms)
