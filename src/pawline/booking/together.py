"""When several pets can come together: side by side, one after the other, or both; one time at which all are there,
one at which all are ready. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from .availability import (
    FreeStart,
    able_workers,
    can_begin,
    find_places,
    free_starts,
    needs_of,
    starts_for_anyone,
    starts_of_worker,
    workers_for,
)
from .buffers import kept_free
from .caps import has_room
from .drops import drop_at, free_seats, with_seats
from .minutes import each
from .model import MINUTE_MS, DayPlan, Drop, Place, Quote, Span, Subject, Worker
from .pace import at_pace
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
    """One pet's turn as it was chosen; a `worker_id` of None lets anyone free do it.

    `brought_ms` is the drop-off that was chosen, on a day that has some; None: the last that will do.
    """

    quote: Quote
    subject: Subject
    start_ms: int
    worker_id: str | None = None
    brought_ms: int | None = None

    @property
    def comes_ms(self) -> int:
        """When the pet is to be there, as far as that was chosen."""
        return self.start_ms if self.brought_ms is None else self.brought_ms

    def span(self, pace: int) -> Span:
        """From the first step to the last, done by somebody of this pace."""
        return Span(self.start_ms, self.start_ms + at_pace(self.quote, pace).minutes * MINUTE_MS)


@dataclass(frozen=True)
class FreeVisit:
    """A start at which all pets can be brought, `end_ms` when all are ready; the parts are in the order asked.

    `is_drop`: it is a drop-off of the day, and their turns may all begin later.
    """

    start_ms: int
    end_ms: int
    parts: tuple[FreeStart, ...]
    is_drop: bool = False

    @property
    def brought_ms(self) -> int | None:
        """The drop-off; None on a day that has none."""
        return self.start_ms if self.is_drop else None


def free_visits(day: DayPlan, parts: Sequence[Part], *, earliest_ms: int = 0) -> list[FreeVisit]:
    """Every start of the day at which the pets can be brought, each with the way that has them ready first.

    None of them stays longer than if they were done one after the other with half an hour between. Of very many ways
    (four pets) not all are tried. On a day with drop-offs the starts are those that have a seat for each.
    """
    if day.drops:
        brought = [visit_brought(day, parts, one) for one in day.drops if one.at_ms >= earliest_ms]
        return [one for one in brought if one is not None]
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
    if day.drops:
        drop = drop_at(day, start_ms)
        return None if drop is None else visit_brought(day, parts, drop)
    return _Search(day, parts).at(start_ms) if start_ms in day.starts else None


def visit_brought(day: DayPlan, parts: Sequence[Part], drop: Drop) -> FreeVisit | None:
    """The way in which pets that are brought at a drop-off are ready first, each turn beginning while it lasts; None
    when there is no way, or no seat for each."""
    if len(free_seats(day, drop)) < len(parts):
        return None
    its = replace(day, starts=tuple(one for one in day.starts if drop.takes(one)), drops=())
    if len(parts) > 1:
        search = _Search(its, parts)
        ways = [way for start_ms in its.starts if (way := search.at(start_ms)) is not None]
    else:
        ways = _ways_alone(its, parts[0])
    first = min(ways, key=lambda one: one.end_ms, default=None)
    return None if first is None else FreeVisit(drop.at_ms, first.end_ms, first.parts, is_drop=True)


def _ways_alone(day: DayPlan, part: Part) -> list[FreeVisit]:
    """Every start of one pet with everybody who could do it then, whoever is asked first in front."""
    able = able_workers(day, part.quote, part.subject, part.rank, part.worker_id)
    found = [
        one
        for worker in able
        for one in free_starts(day, part.quote, part.subject, part.rank, worker_id=worker.account_id)
    ]
    return [FreeVisit(one.start_ms, one.end_ms, (one,)) for one in found]


def turns_at(day: DayPlan, turns: Sequence[Turn]) -> list[Slot] | None:
    """The way in which all turns can happen as chosen, a person and every place for each; None when there is none."""
    if any(turn.start_ms not in day.starts for turn in turns):
        return None
    able = [
        [one for one in _workers_of(day, turn) if can_begin(day, one, turn.quote, turn.subject, turn.span(one.pace))]
        for turn in turns
    ]
    # How long each takes depends on who does it: one pace for each pet, then who has it.
    for paces in product(*(dict.fromkeys(one.pace for one in some) for some in able)):
        slots = _slots_at(day, turns, able, paces)
        if slots is not None:
            return with_seats(day, slots, [one.brought_ms for one in turns])
    return None


def soonest_end_ms(day: DayPlan, turn: Turn) -> int:
    """When a turn is over if the quickest of those does it who may; with nobody there, as listed."""
    paces = [one.pace for one in _workers_of(day, turn)]
    return turn.span(min(paces, default=turn.quote.pace)).end_ms


def _workers_of(day: DayPlan, turn: Turn) -> list[Worker]:
    return workers_for(day, turn.quote, turn.subject, turn.worker_id)


def _slots_at(
    day: DayPlan, turns: Sequence[Turn], able: Sequence[Sequence[Worker]], paces: Sequence[int]
) -> list[Slot] | None:
    spans = [turn.span(pace) for turn, pace in zip(turns, paces, strict=True)]
    quotes = [at_pace(turn.quote, pace) for turn, pace in zip(turns, paces, strict=True)]
    mine = [[one for one in some if one.pace == pace] for some, pace in zip(able, paces, strict=True)]
    staff = _staff(mine, spans, quotes, [turn.subject for turn in turns])
    if staff is None:
        return None
    needs = [needs_of(day, own, turn.subject) for own, turn in zip(quotes, turns, strict=True)]
    places = places_for(day, needs, [turn.start_ms for turn in turns])
    if places is None:
        return None
    return [
        Slot(turn.start_ms, span.end_ms, worker, own, turn.subject, spots)
        for turn, span, worker, own, spots in zip(turns, spans, staff, quotes, places, strict=True)
    ]


def _staff(
    able: Sequence[Sequence[Worker]], spans: Sequence[Span], quotes: Sequence[Quote], pets: Sequence[Subject],
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
        mine = kept_free(worker, quotes[0], span)
        rest = [
            [one for one in others if one is not worker or not mine.overlaps(kept_free(one, quote, later))]
            for others, quote, later in zip(able[1:], quotes[1:], spans[1:], strict=True)
        ]
        way = _staff(rest, spans[1:], quotes[1:], pets[1:], {**given, worker.resource_no: theirs})
        if way is not None:
            return [worker, *way]
    return None


def places_for(
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


class _Variant:
    """One pet as those do it who have one pace: how long that takes, what it needs, who could and when."""

    def __init__(self, day: DayPlan, part: Part, pace: int, able: Sequence[Worker]) -> None:
        quote = at_pace(part.quote, pace)
        self.length_ms = quote.minutes * MINUTE_MS
        self.needs = needs_of(day, quote, part.subject)
        at_all = starts_for_anyone(day, quote, part.subject)
        self._ways = [(one, at_all & starts_of_worker(day, one, quote)) for one in able]
        self.bits = 0
        for _, mine in self._ways:
            self.bits |= mine

    def able(self, minute: int) -> list[Worker]:
        """Who could begin at this minute of the day if the pet came alone, the one to be asked first in front."""
        return [worker for worker, bits in self._ways if bits >> minute & 1]


@dataclass(frozen=True)
class _Option:
    """A start of a pet, done at one of the paces."""

    start_ms: int
    end_ms: int
    variant: _Variant


class _Search:
    """Looks for the earliest end at each start; what each pet could do alone is worked out once for the day."""

    def __init__(self, day: DayPlan, parts: Sequence[Part]) -> None:
        self._day = day
        self._parts = parts
        self._variants = [_variants(day, one) for one in parts]
        # Whoever takes longest may do them one after the other.
        longest = [max((one.length_ms for one in some), default=0) for some in self._variants]
        self._longest_ms = sum(longest) + (len(parts) - 1) * PAUSE_MS
        self._best: FreeVisit | None = None
        self._left = 0

    def at(self, start_ms: int) -> FreeVisit | None:
        """The way to begin here that ends first."""
        self._best, self._left = None, MOST_WAYS
        minute = self._minute(start_ms)
        if any(one.bits >> minute & 1 for some in self._variants for one in some):
            options = [self._options(some, minute) for some in self._variants]
            if all(options):
                self._go_on(start_ms, options, [])
        return self._best

    def _minute(self, at_ms: int) -> int:
        return (at_ms - self._day.hours.opens_ms) // MINUTE_MS

    def _options(self, variants: Sequence[_Variant], minute: int) -> list[_Option]:
        """The starts of a pet from a minute on at which it is ready when it must be, the first to be ready in front."""
        found: list[_Option] = []
        origin_ms = self._day.hours.opens_ms + minute * MINUTE_MS
        for one in variants:
            most = (self._longest_ms - one.length_ms) // MINUTE_MS
            within = one.bits >> minute & (2 << most) - 1
            starts = (origin_ms + after * MINUTE_MS for after in each(within))
            found += [_Option(at_ms, at_ms + one.length_ms, one) for at_ms in starts]
        return sorted(found, key=lambda one: one.end_ms)

    def _go_on(self, start_ms: int, options: Sequence[Sequence[_Option]], chosen: list[_Option]) -> None:
        """Tries every start of the next pet; what cannot end before the best way known is left."""
        number = len(chosen)
        is_last = number + 1 == len(options)
        for option in options[number]:
            if self._left <= 0 or (self._best is not None and option.end_ms >= self._best.end_ms):
                return
            ways = [*chosen, option]
            if is_last and min(one.start_ms for one in ways) != start_ms:
                continue
            if number == 0:
                # What it can do alone is all that there is.
                self._go_on(start_ms, options, ways)
                continue
            staff = self._together(ways)
            if staff is not None and is_last:
                self._best = _visit(ways, staff)
            elif staff is not None:
                self._go_on(start_ms, options, ways)

    def _together(self, ways: Sequence[_Option]) -> list[Worker] | None:
        """Who does the first pets so, if all of them have their places, too."""
        self._left -= 1
        spans = [Span(one.start_ms, one.end_ms) for one in ways]
        some = self._parts[: len(ways)]
        able = [one.variant.able(self._minute(one.start_ms)) for one in ways]
        staff = _staff(able, spans, [one.quote for one in some], [one.subject for one in some])
        if staff is None:
            return None
        places = places_for(self._day, [one.variant.needs for one in ways], [one.start_ms for one in ways])
        return None if places is None else staff


def _visit(ways: Sequence[_Option], staff: Sequence[Worker]) -> FreeVisit:
    parts = tuple(FreeStart(one.start_ms, one.end_ms, worker) for one, worker in zip(ways, staff, strict=True))
    return FreeVisit(min(one.start_ms for one in ways), max(one.end_ms for one in ways), parts)


def _variants(day: DayPlan, part: Part) -> list[_Variant]:
    """A pet at each of the paces of those who may do it."""
    able = able_workers(day, part.quote, part.subject, part.rank, part.worker_id)
    paces = dict.fromkeys(one.pace for one in able)
    return [_Variant(day, part, pace, [one for one in able if one.pace == pace]) for pace in paces]
