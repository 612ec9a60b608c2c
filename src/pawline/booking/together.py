"""When several pets can come together: side by side, one after the other, or both; one time at which all are there,
one at which all are ready. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .availability import (
    FreeStart,
    able_workers,
    find_places,
    free_starts,
    is_pet_busy,
    is_worker_free,
    needs_of,
    starts_for_anyone,
    starts_of_worker,
    workers_for,
)
from .caps import has_room
from .minutes import each
from .model import MINUTE_MS, DayPlan, Place, Quote, Span, Subject, Worker
from .slot import Need, Slot

MOST_PETS = 4
# Between two of them half an hour may pass: who waits longer would rather come twice.
PAUSE_MS = 30 * MINUTE_MS
# Four pets in a small shop can be put together in thousands of ways: of so many the best is taken.
MOST_WAYS = 300
_NONE: Mapping[int, tuple[Subject, ...]] = {}


@dataclass(frozen=True)
class Part:
    """One pet of a visit. `rank` says who is asked first; a `worker_id` of None lets anyone do it."""

    quote: Quote
    subject: Subject
    rank: Mapping[str, tuple[int, ...]]
    worker_id: str | None = None


@dataclass(frozen=True)
class Turn:
    """One pet's turn as it was chosen; a `worker_id` of None lets anyone free do it."""

    quote: Quote
    subject: Subject
    start_ms: int
    worker_id: str | None = None

    @property
    def span(self) -> Span:
        """From the first step to the last."""
        return Span(self.start_ms, self.start_ms + self.quote.minutes * MINUTE_MS)


@dataclass(frozen=True)
class FreeVisit:
    """A start at which all pets can be brought, `end_ms` when all are ready; the parts are in the order asked."""

    start_ms: int
    end_ms: int
    parts: tuple[FreeStart, ...]


def free_visits(day: DayPlan, parts: Sequence[Part], *, earliest_ms: int = 0) -> list[FreeVisit]:
    """Every start of the day at which the pets can be brought, each with the way that has them ready first.

    None of them stays longer than if they were done one after the other with half an hour between. Of very many ways
    (four pets) not all are tried.
    """
    if len(parts) == 1:
        (one,) = parts
        found = free_starts(
            day, one.quote, one.subject, one.rank, earliest_ms=earliest_ms, worker_id=one.worker_id
        )  # fmt: skip
        return [FreeVisit(start.start_ms, start.end_ms, (start,)) for start in found]
    search = _Search(day, parts)
    visits = [search.at(start_ms) for start_ms in day.starts if start_ms >= earliest_ms]
    return [one for one in visits if one is not None]


def visit_at(day: DayPlan, parts: Sequence[Part], start_ms: int) -> FreeVisit | None:
    """The way in which several pets can be brought at this start and are ready first; None when there is none."""
    return _Search(day, parts).at(start_ms) if start_ms in day.starts else None


def turns_at(day: DayPlan, turns: Sequence[Turn]) -> list[Slot] | None:
    """The way in which all turns can happen as chosen, a person and every place for each; None when there is none."""
    able: list[list[Worker]] = []
    for turn in turns:
        fits = turn.start_ms in day.starts and turn.span.end_ms <= day.hours.closes_ms
        if not fits or is_pet_busy(turn.subject, turn.span, day.busy):
            return None
        mine = workers_for(day, turn.quote, turn.subject, turn.worker_id)
        able.append([one for one in mine if is_worker_free(one, turn.span, day.busy)])
    staff = _staff(able, [turn.span for turn in turns], [turn.subject for turn in turns])
    needs = [needs_of(day, turn.quote, turn.subject) for turn in turns]
    places = None if staff is None else _places(day, needs, [turn.start_ms for turn in turns])
    if staff is None or places is None:
        return None
    return [
        Slot(turn.start_ms, turn.span.end_ms, worker, turn.quote, turn.subject, mine)
        for turn, worker, mine in zip(turns, staff, places, strict=True)
    ]


def _staff(
    able: Sequence[Sequence[Worker]], spans: Sequence[Span], pets: Sequence[Subject],
    given: Mapping[int, tuple[Subject, ...]] = _NONE,
) -> list[Worker] | None:  # fmt: skip
    """A person for each pet, nobody with two at once nor with more than they do in a day; the first way in the order
    of `able`, None when there is none. `given` is by number which pets somebody has got already."""
    if not able:
        return []
    first, span = able[0], spans[0]
    for worker in first:
        theirs = (*given.get(worker.resource_no, ()), pets[0])
        if not has_room(worker, theirs):
            continue
        mine = Span(span.start_ms, span.end_ms + worker.after_ms)
        rest = [
            [one for one in others if one is not worker or not mine.overlaps(_with_buffer(later, one))]
            for others, later in zip(able[1:], spans[1:], strict=True)
        ]
        way = _staff(rest, spans[1:], pets[1:], {**given, worker.resource_no: theirs})
        if way is not None:
            return [worker, *way]
    return None


def _with_buffer(span: Span, worker: Worker) -> Span:
    return Span(span.start_ms, span.end_ms + worker.after_ms)


def _places(
    day: DayPlan, needs: Sequence[Sequence[Need]], starts: Sequence[int]
) -> list[tuple[tuple[Need, Place | None], ...]] | None:
    """A place for every need of every pet, all of them together; None when there is no way."""
    first_ms = min(starts)
    shifted = [
        replace(need, from_ms=need.from_ms + start_ms - first_ms, to_ms=need.to_ms + start_ms - first_ms)
        for mine, start_ms in zip(needs, starts, strict=True)
        for need in mine
    ]
    found = find_places(day, shifted, first_ms)
    if found is None:
        return None
    chosen = iter([place for _, place in found])
    return [tuple((need, next(chosen)) for need in mine) for mine in needs]


class _Search:
    """Looks for the earliest end at each start; what each pet could do alone is worked out once for the day."""

    def __init__(self, day: DayPlan, parts: Sequence[Part]) -> None:
        self._day = day
        self._parts = parts
        self._lengths = [one.quote.minutes * MINUTE_MS for one in parts]
        self._longest_ms = sum(self._lengths) + (len(parts) - 1) * PAUSE_MS
        self._needs = [needs_of(day, one.quote, one.subject) for one in parts]
        self._ways = [_ways(day, one) for one in parts]
        self._bits = [_anyone(ways) for ways in self._ways]
        self._best: FreeVisit | None = None
        self._left = 0

    def at(self, start_ms: int) -> FreeVisit | None:
        """The way to begin here that ends first."""
        self._best, self._left = None, MOST_WAYS
        minute = (start_ms - self._day.hours.opens_ms) // MINUTE_MS
        if any(bits >> minute & 1 for bits in self._bits):
            options = [self._options(number, minute) for number in range(len(self._parts))]
            if all(options):
                self._go_on(start_ms, options, [])
        return self._best

    def _options(self, number: int, minute: int) -> list[int]:
        """The starts of a pet from a minute on at which it is ready when it must be."""
        most = (self._longest_ms - self._lengths[number]) // MINUTE_MS
        origin_ms = self._day.hours.opens_ms + minute * MINUTE_MS
        within = self._bits[number] >> minute & (2 << most) - 1
        return [origin_ms + after * MINUTE_MS for after in each(within)]

    def _go_on(self, start_ms: int, options: Sequence[Sequence[int]], chosen: list[int]) -> None:
        """Tries every start of the next pet; what cannot end before the best way known is left."""
        number = len(chosen)
        is_last = number + 1 == len(options)
        for at_ms in options[number]:
            if self._left <= 0 or (self._best is not None and at_ms + self._lengths[number] >= self._best.end_ms):
                return
            starts = [*chosen, at_ms]
            if is_last and min(starts) != start_ms:
                continue
            if number == 0:
                # What it can do alone is all that there is.
                self._go_on(start_ms, options, starts)
                continue
            staff = self._together(starts)
            if staff is not None and is_last:
                self._best = self._visit(starts, staff)
            elif staff is not None:
                self._go_on(start_ms, options, starts)

    def _together(self, starts: Sequence[int]) -> list[Worker] | None:
        """Who does the first pets at these starts, if all of them have their places, too."""
        self._left -= 1
        spans = [Span(at, at + length) for at, length in zip(starts, self._lengths, strict=False)]
        pets = [one.subject for one in self._parts[: len(starts)]]
        staff = _staff([self._able(number, at) for number, at in enumerate(starts)], spans, pets)
        if staff is None or _places(self._day, self._needs[: len(starts)], starts) is None:
            return None
        return staff

    def _able(self, number: int, start_ms: int) -> list[Worker]:
        minute = (start_ms - self._day.hours.opens_ms) // MINUTE_MS
        return [worker for worker, bits in self._ways[number] if bits >> minute & 1]

    def _visit(self, starts: Sequence[int], staff: Sequence[Worker]) -> FreeVisit:
        parts = tuple(
            FreeStart(at, at + length, worker)
            for at, length, worker in zip(starts, self._lengths, staff, strict=True)
        )  # fmt: skip
        return FreeVisit(min(starts), max(one.end_ms for one in parts), parts)


def _ways(day: DayPlan, part: Part) -> list[tuple[Worker, int]]:
    """Who could do the pet if it came alone, and at which starts, as bits of the day."""
    at_all = starts_for_anyone(day, part.quote, part.subject)
    able = able_workers(day, part.quote, part.subject, part.rank, part.worker_id) if at_all else []
    return [(worker, at_all & starts_of_worker(day, worker, part.quote)) for worker in able]


def _anyone(ways: Sequence[tuple[Worker, int]]) -> int:
    """The starts at which anyone could."""
    bits = 0
    for _, mine in ways:
        bits |= mine
    return bits
