"""When a visit can begin: a person and every place it needs are free together. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol, TypeVar

from pawline.shop import StationKind

from .airing import CAT, DOG, clash
from .buffers import after_ms, kept_free
from .caps import has_room
from .minutes import each, room_for, taken, within
from .model import MINUTE_MS, Claim, DayPlan, Place, Quote, Span, Subject, Worker
from .pace import at_pace
from .slot import Need, Slot

MOST_A_DAY = 6
_NONE: Mapping[int, tuple[Claim, ...]] = {}
# Of what a resource is to be free: of everything, of air-out, of cats.
_BUSY, _AIRING, _CATS = range(3)
ODD_MS = 20 * MINUTE_MS
APART_MS = (60 * MINUTE_MS, 30 * MINUTE_MS, 1)


class _Begins(Protocol):
    @property
    def start_ms(self) -> int: ...


Start = TypeVar("Start", bound=_Begins)


@dataclass(frozen=True)
class FreeStart:
    """A start at which the visit can begin, and who does it. Its places are found when it is taken."""

    start_ms: int
    end_ms: int
    worker: Worker


def free_starts(
    day: DayPlan, quote: Quote, subject: Subject, rank: Mapping[str, tuple[int, ...]], *,
    earliest_ms: int = 0, worker_id: str | None = None,
) -> list[FreeStart]:  # fmt: skip
    """Every start of the day at which the visit can begin, with the person who ranks first among those who can.

    All starts are judged at once, as bits of the day's minutes: what is asked for a fortnight may cost milliseconds.
    """
    origin_ms = day.hours.opens_ms
    # By pace: what is left to those who come later in rank.
    left: dict[int, int] = {}
    given = 0
    found: list[FreeStart] = []
    for worker in able_workers(day, quote, subject, rank, worker_id):
        own = at_pace(quote, worker.pace)
        if worker.pace not in left:
            left[worker.pace] = starts_for_anyone(day, own, subject, earliest_ms)
        still = left[worker.pace] & ~given
        mine = still & starts_of_worker(day, worker, own) if still else 0
        given |= mine
        for minute in each(mine):
            start_ms = origin_ms + minute * MINUTE_MS
            found.append(FreeStart(start_ms, start_ms + own.minutes * MINUTE_MS, worker))
    return sorted(found, key=lambda one: one.start_ms)


def able_workers(
    day: DayPlan, quote: Quote, subject: Subject, rank: Mapping[str, tuple[int, ...]], worker_id: str | None
) -> list[Worker]:
    """Who can do it, the one to be asked first in front; with a `worker_id` that one only."""
    return sorted(workers_for(day, quote, subject, worker_id), key=lambda one: rank[one.account_id])


def workers_for(day: DayPlan, quote: Quote, subject: Subject, worker_id: str | None = None) -> list[Worker]:
    """Who is able to do it and has not enough to do that day, whenever that is; with a `worker_id` that one only."""
    return [
        one
        for one in day.workers
        if quote.skills <= one.skills and worker_id in (None, one.account_id) and has_room(one, [subject])
    ]


def starts_for_anyone(day: DayPlan, quote: Quote, subject: Subject, earliest_ms: int = 0) -> int:
    """The starts, as bits of the day, at which the pet is free and every need has a place, whoever may do it at the
    quote's pace."""
    minutes = max(1, quote.minutes)
    at_all = _starts(day, earliest_ms, day.hours.closes_ms - minutes * MINUTE_MS) & _pet_room(day, subject, minutes)
    return _with_places(day, quote, subject, at_all)


def starts_of_worker(day: DayPlan, worker: Worker, quote: Quote) -> int:
    """The minutes, as bits of the day, at which a person is free for so long, with what is kept free around it; the
    quote is at the person's own pace."""
    minutes, before = max(1, quote.minutes), quote.before_ms // MINUTE_MS
    in_all = before + minutes + after_ms(worker, quote) // MINUTE_MS
    key = (worker.resource_no, minutes, before, in_all)
    working = day.shifts.get(key)
    if working is None:
        working = 0
        for span in worker.working:
            working |= room_for(within(span, day.hours.opens_ms), minutes)
        working &= _room(day, worker.resource_no, in_all, before)
        day.shifts[key] = working
    return working


def _starts(day: DayPlan, earliest_ms: int, latest_ms: int) -> int:
    bits = 0
    for start_ms in day.starts:
        if earliest_ms <= start_ms <= latest_ms:
            bits |= 1 << (start_ms - day.hours.opens_ms) // MINUTE_MS
    return bits


def _room(day: DayPlan, resource_no: int, minutes: int, before: int = 0, what: int = _BUSY) -> int:
    """The minutes before which a resource is free since `before` minutes, and so long in all; what lies behind the day
    is free for ever."""
    key = (resource_no, max(1, minutes), before, what)
    room = day.rooms.get(key)
    if room is None:
        spans = (day.busy, day.airing, day.cats)[what].get(resource_no, ())
        origin_ms = day.hours.opens_ms - before * MINUTE_MS
        room = room_for(~taken(spans, origin_ms), key[1])
        day.rooms[key] = room
    return room


def _pet_room(day: DayPlan, subject: Subject, minutes: int) -> int:
    return -1 if subject.resource_no is None else _room(day, subject.resource_no, minutes)


def _with_places(day: DayPlan, quote: Quote, subject: Subject, starts: int) -> int:
    """Those of the starts at which every need has a place."""
    needs = [one for one in needs_of(day, quote, subject) if one.places is not None]
    for need in needs:
        starts = starts and starts & _need_room(day, need)
    if starts and _is_entangled(needs):
        # A visit that comes back to a kind of place may stand in its own way: looked at one by one.
        ways = (m for m in each(starts) if find_places(day, needs, day.hours.opens_ms + m * MINUTE_MS) is not None)
        starts = sum(1 << minute for minute in ways)
    return starts


def _need_room(day: DayPlan, need: Need) -> int:
    room = 0
    for place in need.places or ():
        room |= _place_room(day, need, place)
    return room >> need.from_ms // MINUTE_MS


def _place_room(day: DayPlan, need: Need, place: Place) -> int:
    """The minutes at which a place begins to be free for a need, its buffer and air-out included."""
    number, length_ms = place.resource_no, need.to_ms - need.from_ms
    minutes = (length_ms + place.after_ms) // MINUTE_MS
    room = _room(day, number, minutes)
    if need.species == CAT and number in day.airing:
        room &= _room(day, number, minutes, what=_AIRING)
    elif need.species == DOG and need.air_ms > place.after_ms and number in day.cats:
        room &= _room(day, number, (length_ms + need.air_ms) // MINUTE_MS, what=_CATS)
    return room


def _is_entangled(needs: Sequence[Need]) -> bool:
    """Whether two needs could want one place at the same time, its buffer included."""
    ends: dict[StationKind | None, int] = {}
    for need in needs:
        after_ms = max((place.after_ms for place in need.places or ()), default=0)
        if need.from_ms < ends.get(need.kind, 0):
            return True
        ends[need.kind] = need.to_ms + after_ms
    return False


def slots_at(
    day: DayPlan, quote: Quote, subject: Subject, start_ms: int, *, worker_id: str | None = None
) -> list[Slot]:
    """The ways in which the visit can begin at this very start, one for each person; none off the grid."""
    if start_ms not in day.starts:
        return []
    found: list[Slot] = []
    # Places are looked for only when somebody is there, and once for all who take as long.
    places: dict[int, list[tuple[Need, Place | None]] | None] = {}
    for worker in workers_for(day, quote, subject, worker_id):
        own = at_pace(quote, worker.pace)
        visit = Span(start_ms, start_ms + own.minutes * MINUTE_MS)
        if not can_begin(day, worker, own, subject, visit):
            continue
        if worker.pace not in places:
            places[worker.pace] = find_places(day, needs_of(day, own, subject), start_ms)
        way = places[worker.pace]
        if way is not None:
            found.append(Slot(start_ms, visit.end_ms, worker, own, subject, tuple(way)))
    return found


def can_begin(day: DayPlan, worker: Worker, quote: Quote, subject: Subject, visit: Span) -> bool:
    """Whether shop, pet and person have the time, places left aside."""
    is_open = visit.end_ms <= day.hours.closes_ms and not is_pet_busy(subject, visit, day.busy)
    return is_open and is_worker_free(day, worker, quote, visit)


def is_pet_busy(subject: Subject, visit: Span, busy: Mapping[int, tuple[Span, ...]]) -> bool:
    """Whether this very pet has another visit then."""
    if subject.resource_no is None:
        return False
    return any(visit.overlaps(other) for other in busy.get(subject.resource_no, ()))


def is_worker_free(day: DayPlan, worker: Worker, quote: Quote, visit: Span) -> bool:
    """Whether the person works then and has nothing else, what is kept free around it included."""
    if not any(span.holds(visit) for span in worker.working):
        return False
    own = kept_free(worker, quote, visit)
    return not any(own.overlaps(other) for other in day.busy.get(worker.resource_no, ()))


def needs_of(day: DayPlan, quote: Quote, subject: Subject) -> list[Need]:
    """The places that the steps need; steps that follow each other at one kind of place stay there."""
    needs: list[Need] = []
    air_ms = day.air_ms if subject.species == DOG else 0
    at_ms = 0
    for kind, steps in groupby(quote.steps, key=lambda step: step.station):
        length = sum(step.minutes for step in steps) * MINUTE_MS
        places = None if kind is None else _fitting(day, kind, subject)
        needs.append(Need(kind, at_ms, at_ms + length, places, subject.species, air_ms))
        at_ms += length
    return needs


def find_places(day: DayPlan, needs: Sequence[Need], start_ms: int) -> list[tuple[Need, Place | None]] | None:
    """A place for every need at this start, in the order of the needs, or None when there is no way.

    Kinds of places have nothing to do with each other, so each is looked at by itself.
    """
    chosen: dict[int, Place | None] = {}
    for kind in dict.fromkeys(need.kind for need in needs):
        alike = [number for number, need in enumerate(needs) if need.kind is kind]
        found = [None] * len(alike) if kind is None else _choose(day, [needs[n] for n in alike], start_ms, _NONE)
        if found is None:
            return None
        chosen.update(zip(alike, found, strict=True))
    return [(need, chosen[number]) for number, need in enumerate(needs)]


def _choose(
    day: DayPlan, needs: Sequence[Need], start_ms: int, own: Mapping[int, tuple[Claim, ...]]
) -> list[Place | None] | None:
    """Goes back on a choice when a later need finds nothing, so a way that exists is found; `own` is what is chosen."""
    if not needs:
        return []
    need = needs[0]
    minute = (start_ms + need.from_ms - day.hours.opens_ms) // MINUTE_MS
    for place in need.places or ():
        if not _place_room(day, need, place) >> minute & 1:
            continue
        claim, others = need.claim(place, start_ms), own.get(place.resource_no, ())
        if any(clash(claim, other) for other in others):
            continue
        later = _choose(day, needs[1:], start_ms, {**own, place.resource_no: (*others, claim)})
        if later is not None:
            return [place, *later]
    return None


def _fitting(day: DayPlan, kind: StationKind, subject: Subject) -> tuple[Place, ...]:
    """Fitting places; those made for few sizes first, so that the large tub stays free for the large."""
    fitting = [p for p in day.places if p.kind is kind and takes(p, subject)]
    return tuple(sorted(fitting, key=lambda p: (len(p.sizes) or 9, len(p.species) or 9)))


def takes(place: Place, subject: Subject) -> bool:
    """Whether such a pet fits the place; a size that nobody knows fits."""
    if place.species and subject.species not in place.species:
        return False
    return not place.sizes or subject.size is None or subject.size in place.sizes


def pick_times(slots: Sequence[Start], target_ms: int | None, most: int = MOST_A_DAY) -> list[Start]:
    """At most `most` starts in order of time: around the target but apart, or spread over the day.

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
    picked: list[Start] = []
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


def is_closed(day: DayPlan, need: Need, start_ms: int) -> bool:
    """Whether the places of a need are there and all of them out of use at this start."""
    stay = Span(start_ms + need.from_ms, start_ms + need.to_ms)
    spans = [day.closed.get(place.resource_no, ()) for place in need.places or ()]
    return bool(spans) and all(any(stay.overlaps(one) for one in closed) for closed in spans)


def has_places(day: DayPlan, quote: Quote, subject: Subject, start_ms: int) -> bool:
    """Whether every need has a place at this start, all of them together."""
    return find_places(day, needs_of(day, quote, subject), start_ms) is not None


def blocking_kind(day: DayPlan, quote: Quote, subject: Subject, start_ms: int) -> Need | None:
    """The first need for which every place is taken by somebody else at this start; None if each has one."""
    for need in needs_of(day, quote, subject):
        if find_places(day, [need], start_ms) is None:
            return need
    return None
