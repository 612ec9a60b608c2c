"""When one visit alone could begin, by person and by place: what does not depend on the other visits. Pure."""

from __future__ import annotations

from .model import Day, Stay, Stretch, Visit, is_fixed_there, stay_at


def starts_of(day: Day, visit: Visit) -> list[int]:
    """Every start that is one for this visit, in their order."""
    return sorted({*day.starts, visit.here.start_ms})


def starts_with(day: Day, visit: Visit, worker: int, starts: list[int]) -> set[int]:
    """Those of the starts at which the shop is open, and a person works and is free, for as long as they take; and the
    pet as well."""
    working, busy, own = day.working.get(worker, ()), day.busy.get(worker, ()), visit.needs_of(worker, day)
    hours, pet = Stretch(day.opens_ms, day.closes_ms), day.busy.get(visit.pet, ()) if visit.pet is not None else ()
    length_ms = visit.with_(worker).length_ms
    spans = [Stretch(at, at + length_ms) for at in starts]
    return {
        span.start_ms for span in spans
        if hours.holds(span) and any(one.holds(span) for one in working)
        and not any(map(span.overlaps, pet))
        and not any(map(Stretch(span.start_ms + own.start_ms, span.start_ms + own.end_ms).overlaps, busy))
    }  # fmt: skip


def starts_at(day: Day, visit: Visit, stay: Stay, place: int, starts: list[int]) -> set[int]:
    """Those of the starts at which a place is free for a stay of a visit, also of the air that somebody minds."""
    if not any(place in some for some in (day.busy, day.airing, day.minding)):
        return set(starts)
    return {at for at in starts if not is_fixed_there(day, stay_at(day, visit, stay, place, at))}
