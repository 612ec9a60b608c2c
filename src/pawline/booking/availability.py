"""When a visit can begin: a person and every place it needs are free together. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pawline.shop import StationKind

from .model import (
    MINUTE_MS,
    Claim,
    DayPlan,
    Place,
    PlannedStep,
    Quote,
    Slot,
    Span,
    Subject,
    Worker,
)

MOST_A_DAY = 6
ODD_MS = 20 * MINUTE_MS
APART_MS = (60 * MINUTE_MS, 30 * MINUTE_MS, 1)


@dataclass(frozen=True)
class Need:
    """Consecutive steps at one kind of place, as offsets from the start of the visit."""

    kind: StationKind | None
    from_ms: int
    to_ms: int


def free_slots(
    day: DayPlan, quote: Quote, subject: Subject, *, earliest_ms: int = 0, worker_id: str | None = None
) -> list[Slot]:
    """Every start of the day at which the visit can begin, once for each person who can do it."""
    workers = [one for one in day.workers if quote.skills <= one.skills and worker_id in (None, one.account_id)]
    if not workers:
        return []
    slots: list[Slot] = []
    for start_ms in day.starts:
        if start_ms >= earliest_ms:
            slots.extend(_slots_at(day, quote, subject, start_ms, workers))
    return slots


def slots_at(
    day: DayPlan, quote: Quote, subject: Subject, start_ms: int, *, worker_id: str | None = None
) -> list[Slot]:
    """The ways in which the visit can begin at this very start; none when it is not on the grid."""
    if start_ms not in day.starts:
        return []
    workers = [one for one in day.workers if quote.skills <= one.skills and worker_id in (None, one.account_id)]
    return _slots_at(day, quote, subject, start_ms, workers)


def _slots_at(day: DayPlan, quote: Quote, subject: Subject, start_ms: int, workers: Sequence[Worker]) -> list[Slot]:
    visit = Span(start_ms, start_ms + quote.minutes * MINUTE_MS)
    if visit.end_ms > day.hours.closes_ms or is_pet_busy(subject, visit, day.busy):
        return []
    free = [one for one in workers if is_worker_free(one, visit, day.busy)]
    if not free:
        return []
    places = find_places(day, needs_of(quote), subject, start_ms)
    if places is None:
        return []
    return [_slot(quote, visit, one, places, subject) for one in free]


def is_pet_busy(subject: Subject, visit: Span, busy: Mapping[int, tuple[Span, ...]]) -> bool:
    """Whether this very pet has another visit then."""
    if subject.resource_no is None:
        return False
    return any(visit.overlaps(other) for other in busy.get(subject.resource_no, ()))


def is_worker_free(worker: Worker, visit: Span, busy: Mapping[int, tuple[Span, ...]]) -> bool:
    """Whether the person works then and has nothing else, the buffer after included."""
    if not any(span.holds(visit) for span in worker.working):
        return False
    taken = Span(visit.start_ms, visit.end_ms + worker.after_ms)
    return not any(taken.overlaps(other) for other in busy.get(worker.resource_no, ()))


def needs_of(quote: Quote) -> list[Need]:
    """The places that the steps need; steps that follow each other at one kind of place stay there."""
    needs: list[Need] = []
    at_ms = 0
    for kind, steps in groupby(quote.steps, key=lambda step: step.station):
        length = sum(step.minutes for step in steps) * MINUTE_MS
        needs.append(Need(kind, at_ms, at_ms + length))
        at_ms += length
    return needs


def find_places(
    day: DayPlan, needs: Sequence[Need], subject: Subject, start_ms: int
) -> list[tuple[Need, Place | None]] | None:
    """A place for every need at this start, or None when there is no way.

    Goes back on a choice when a later need finds nothing, so a way that exists is found.
    """
    if not needs:
        return []
    need, rest = needs[0], needs[1:]
    if need.kind is None:
        later = find_places(day, rest, subject, start_ms)
        return None if later is None else [(need, None), *later]
    for place in _candidates(day, need.kind, subject):
        span = Span(start_ms + need.from_ms, start_ms + need.to_ms + place.after_ms)
        if any(span.overlaps(other) for other in day.busy.get(place.resource_no, ())):
            continue
        taken = {**day.busy, place.resource_no: (*day.busy.get(place.resource_no, ()), span)}
        later = find_places(_with_busy(day, taken), rest, subject, start_ms)
        if later is not None:
            return [(need, place), *later]
    return None


def _candidates(day: DayPlan, kind: StationKind, subject: Subject) -> list[Place]:
    """Fitting places; those made for few sizes first, so that the large tub stays free for the large."""
    fitting = [p for p in day.places if p.kind is kind and takes(p, subject)]
    return sorted(fitting, key=lambda p: (len(p.sizes) or 9, len(p.species) or 9))


def takes(place: Place, subject: Subject) -> bool:
    """Whether such a pet fits the place; a size that nobody knows fits."""
    if place.species and subject.species not in place.species:
        return False
    return not place.sizes or subject.size is None or subject.size in place.sizes


def _with_busy(day: DayPlan, busy: Mapping[int, tuple[Span, ...]]) -> DayPlan:
    return DayPlan(day.hours, day.starts, day.workers, day.places, busy)


def _slot(
    quote: Quote, visit: Span, worker: Worker, places: Sequence[tuple[Need, Place | None]], subject: Subject
) -> Slot:
    claims = [Claim(worker.resource_no, visit.start_ms, visit.end_ms + worker.after_ms)]
    if subject.resource_no is not None:
        claims.append(Claim(subject.resource_no, visit.start_ms, visit.end_ms))
    for need, place in places:
        if place is not None:
            start, end = visit.start_ms + need.from_ms, visit.start_ms + need.to_ms
            claims.append(Claim(place.resource_no, start, end + place.after_ms))
    steps = tuple(_planned(quote, visit.start_ms, places))
    return Slot(visit.start_ms, visit.end_ms, worker, steps, tuple(claims))


def _planned(quote: Quote, start_ms: int, places: Sequence[tuple[Need, Place | None]]) -> list[PlannedStep]:
    planned: list[PlannedStep] = []
    at_ms = start_ms
    for step in quote.steps:
        end_ms = at_ms + step.minutes * MINUTE_MS
        place = next((p for n, p in places if n.from_ms <= at_ms - start_ms < n.to_ms), None)
        planned.append(PlannedStep(step.kind, at_ms, end_ms, place.id if place else None))
        at_ms = end_ms
    return planned


def best_per_start(slots: Sequence[Slot], rank: Mapping[str, tuple[int, ...]]) -> list[Slot]:
    """One slot for each start: that of the person who ranks first."""
    best: dict[int, Slot] = {}
    for slot in slots:
        known = best.get(slot.start_ms)
        if known is None or rank[slot.worker.account_id] < rank[known.worker.account_id]:
            best[slot.start_ms] = slot
    return [best[start] for start in sorted(best)]


def pick_times(slots: Sequence[Slot], target_ms: int | None, most: int = MOST_A_DAY) -> list[Slot]:
    """At most `most` slots in order of time: around the target but apart, or spread over the day.

    The wished time first, else the nearest, a whole or half hour rather than a quarter; then others an hour
    apart, half an hour apart when the day has no more, then any: three times a quarter of an hour apart are
    one choice for an owner, not three.
    """
    if len(slots) <= most:
        return list(slots)
    if target_ms is None:
        last = len(slots) - 1
        return [slots[round(position * last / (most - 1))] for position in range(most)]
    nearest = sorted(slots, key=lambda slot: (_distance(slot.start_ms, target_ms), slot.start_ms))
    picked: list[Slot] = []
    for apart_ms in APART_MS:
        for slot in nearest:
            is_apart = all(abs(slot.start_ms - other.start_ms) >= apart_ms for other in picked)
            if len(picked) < most and is_apart:
                picked.append(slot)
    return sorted(picked, key=lambda slot: slot.start_ms)


def _distance(start_ms: int, target_ms: int) -> int:
    """How far a start is from the wish, a start on an odd quarter counting as a little farther."""
    is_odd = start_ms % (30 * MINUTE_MS) != 0
    return abs(start_ms - target_ms) + (ODD_MS if is_odd and start_ms != target_ms else 0)


def blocking_kind(day: DayPlan, quote: Quote, subject: Subject, start_ms: int) -> Need | None:
    """The first need for which every place is taken by somebody else at this start; None if each has one."""
    for need in needs_of(quote):
        if need.kind is not None and find_places(day, [need], subject, start_ms) is None:
            return need
    return None
