"""Stays by the night or the day: when a pet may be brought, until when it is fetched, and which kennel is free from the
one to the other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from pawline.shop import Hours, Label, StationKind, StepKind, day_said, grid_starts, local_day, wall_ms

from .airing import airing_of, busy_of, cats_of, joined, with_claims
from .availability import FreeStart, is_pet_busy, needs_of, takes
from .buffers import MOST_BUFFER_MS
from .diary import Diary, must_be_open
from .errors import OutsideHours, SlotTaken, StaysAlone
from .model import MINUTE_MS, NOBODY, Claim, DayPlan, Place, Quote, Span, WorkStep
from .said import clock_said, when_words
from .slot import Slot
from .together import FreeVisit, Turn, places_for


def placed(
    diary: Diary, turns: Sequence[Turn], *, is_staff: bool = False, is_past: bool = False, but: Collection[str] = ()
) -> list[Slot]:  # fmt: skip
    """`Diary.place` for visits and stays alike; raises what that raises, StaysAlone."""
    check_alike(diary, [one.quote for one in turns])
    if not turns[0].quote.is_stay:
        return diary.place(turns, is_staff=is_staff, is_past=is_past, but=but)
    diary.check_when(turns[0].start_ms, is_staff=is_staff, is_past=is_past)
    return stay_slots(diary, turns, but, is_staff=is_staff)


def check_alike(diary: Diary, quotes: Sequence[Quote]) -> None:
    """Raises StaysAlone when one pet would stay and another come for a visit, or for another time."""
    first = quotes[0]
    other = next((one for one in quotes if one.nights != first.nights), None)
    if other is not None:
        here, there = (diary.services_said(one.services) for one in (first, other))
        raise StaysAlone(service=here.zh, service_en=here.en, other=there.zh, other_en=there.en)


def stay_end_ms(diary: Diary, quote: Quote, start_ms: int) -> int | None:
    """When a pet is fetched at the latest that stays from then on; None for a visit."""
    return None if quote.nights is None else stay_span(diary, start_ms, quote.nights).end_ms


def stay_slots(
    diary: Diary, turns: Sequence[Turn], but: Collection[str], *, is_staff: bool, also: Sequence[Claim] = ()
) -> list[Slot]:  # fmt: skip
    """A kennel for each pet from the same start on, everything checked anew; owners begin when stays begin. `also` is
    what is going to be taken besides what is.

    Raises ClosedDay, also for the day on which they are fetched, OutsideHours, SlotTaken.
    """
    start_ms, nights = turns[0].start_ms, turns[0].quote.nights or 0
    day = local_day(start_ms, diary.zone)
    hours = must_be_open(diary.hours(day), day)
    may_begin = grid_starts(hours, diary.settings.grid_min, diary.zone) if is_staff else starts_on(diary, hours, nights)
    if start_ms not in may_begin:
        opens, closes = (clock_said(at_ms, diary.zone) for at_ms in (hours.opens_ms, hours.closes_ms))
        raise OutsideHours(opens=opens, closes=closes, **when_words(start_ms, diary.zone))
    last = day + timedelta(days=nights)
    must_be_open(diary.hours(last), last)
    span = stay_span(diary, start_ms, nights)
    slots = _slots(with_claims(_plan(diary, turns, span, but), also), turns, span)
    if slots is None:
        raise SlotTaken(start_ms=start_ms, **when_words(start_ms, diary.zone))
    return slots


def stays_on(
    diary: Diary, day: date, turns: Sequence[Turn], but: Collection[str], earliest_ms: int
) -> list[FreeVisit]:  # fmt: skip
    """The stay that begins on a day: at the start of the turns if it is one, else at the first from which a kennel is
    free until the end; none when there is no such start, or the shop is closed when they are fetched."""
    nights = turns[0].quote.nights or 0
    hours = diary.hours(day)
    starts = [] if hours is None else [one for one in starts_on(diary, hours, nights) if one >= earliest_ms]
    if not starts or diary.hours(day + timedelta(days=nights)) is None:
        return []
    # Whenever on its day it begins, it ends at the same hour: one look at the kennels serves all starts.
    end_ms = stay_span(diary, starts[0], nights).end_ms
    plan = _plan(diary, turns, Span(starts[0], end_ms), but)
    wished = [turns[0].start_ms] if turns[0].start_ms in starts else []
    free = (one for one in (*wished, *starts) if _slots(plan, turns, Span(one, end_ms)) is not None)
    return [
        FreeVisit(start_ms, end_ms, tuple(FreeStart(start_ms, end_ms, NOBODY) for _ in turns))
        for start_ms in islice(free, 1)
    ]


def starts_on(diary: Diary, hours: Hours, nights: int) -> list[int]:
    """The instants of a day at which a stay may begin: for a day from the opening on, for nights from the hour on from
    which the shop takes them, or the opening when it closes before that."""
    from_ms = _clamped(diary, hours, diary.settings.stay_in_h, hours.opens_ms) if nights else hours.opens_ms
    return [one for one in grid_starts(hours, diary.settings.grid_min, diary.zone) if one >= from_ms]


def stay_span(diary: Diary, start_ms: int, nights: int) -> Span:
    """From the start until the hour by which it is fetched, or the closing when the shop opens after that hour.

    On a day without hours the hour stands by itself: that such a stay is not made is for others to see.
    """
    day = local_day(start_ms, diary.zone) + timedelta(days=nights)
    hours = diary.hours(day)
    if hours is None:
        return Span(start_ms, wall_ms(day, diary.settings.stay_out_h * 60, diary.zone))
    end_ms = _clamped(diary, hours, diary.settings.stay_out_h, hours.closes_ms) if nights else hours.closes_ms
    return Span(start_ms, end_ms)


def why_no_stay(diary: Diary, day: date, turns: Sequence[Turn]) -> Label:
    """Why no stay of a wish can begin on a day, in words."""
    nights = turns[0].quote.nights or 0
    last = day + timedelta(days=nights)
    said, last_said = day_said(day), day_said(last)
    if diary.hours(day) is None:
        return Label(f"{said.zh}店休。", f"We're closed on {said.en}.")
    if not _fit_kennels(diary, turns):
        return Label("店里没有适合它的寄养间。", "We have no kennel for such a pet.")
    if diary.hours(last) is None:
        return Label(f"{last_said.zh}店休，没法来接。", f"We're closed on {last_said.en}, the day of fetching.")
    if not nights:
        return Label(f"{said.zh}日托位已满。", f"Day care is full on {said.en}.")
    return Label(
        f"寄养间 {said.zh}到{last_said.zh}之间已满。", f"The kennels are full between {said.en} and {last_said.en}."
    )


def _fit_kennels(diary: Diary, turns: Sequence[Turn]) -> bool:
    """Whether each pet fits some kennel of the shop."""
    every = _kennels(diary)
    return all(any(takes(place, one.subject) for place in every) for one in turns)


def _clamped(diary: Diary, hours: Hours, hour: int, otherwise_ms: int) -> int:
    """An hour of the shop's clock on an open day; when the shop is not open then, something else."""
    at_ms = wall_ms(hours.day, hour * 60, diary.zone)
    return at_ms if hours.opens_ms < at_ms < hours.closes_ms else otherwise_ms


def _slots(plan: DayPlan, turns: Sequence[Turn], span: Span) -> list[Slot] | None:
    """A kennel for each pet, all of them together; None when there is no way."""
    if any(is_pet_busy(one.subject, span, plan.busy) for one in turns):
        return None
    quotes = [_lasting(one.quote, span) for one in turns]
    needs = [needs_of(plan, quote, one.subject) for quote, one in zip(quotes, turns, strict=True)]
    places = places_for(plan, needs, [span.start_ms] * len(turns))
    if places is None:
        return None
    return [
        Slot(span.start_ms, span.end_ms, NOBODY, quote, one.subject, spots)
        for quote, one, spots in zip(quotes, turns, places, strict=True)
    ]


def _lasting(quote: Quote, span: Span) -> Quote:
    """A stay is one long step in a kennel."""
    minutes = (span.end_ms - span.start_ms) // MINUTE_MS
    return replace(quote, steps=(WorkStep(StepKind.STAY, StationKind.KENNEL, minutes),))


def _plan(diary: Diary, turns: Sequence[Turn], span: Span, but: Collection[str]) -> DayPlan:
    """The kennels and the pets over a whole stay, as a day's plan that is as long."""
    kennels = _kennels(diary)
    pets = [one.subject.resource_no for one in turns if one.subject.resource_no is not None]
    numbers = [one.resource_no for one in kennels]
    after_ms = max((one.after_ms for one in kennels), default=0)
    near = Span(span.start_ms - MOST_BUFFER_MS, span.end_ms + after_ms + MOST_BUFFER_MS)
    taken = diary.taken((*numbers, *pets), near, but)
    closed = {number: spans for number, spans in diary.closed(near).items() if number in numbers}
    hours = Hours(local_day(span.start_ms, diary.zone), span.start_ms, span.end_ms)
    return DayPlan(
        hours, (span.start_ms,), (), kennels, joined(busy_of(taken), closed), closed, cats_of(taken), airing_of(taken),
        diary.settings.air_out_min * MINUTE_MS,
    )  # fmt: skip


def _kennels(diary: Diary) -> tuple[Place, ...]:
    return tuple(one for one in diary.places() if one.kind is StationKind.KENNEL)
