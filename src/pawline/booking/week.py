"""A week of free times for an owner who would rather look: all that offers may choose from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pawline.pets import Pet
from pawline.platform.db import Tx
from pawline.shop import Label, day_said

from .diary import Diary
from .free_days import FreeDays
from .model import Booking, DayPlan, Wish
from .offering import beyond, free_on, gate_of, pet_times, wanted_by, why_barred
from .together import FreeVisit
from .week_view import FreeDay, FreeTime, WeekView

WEEK = timedelta(days=7)


def week_of(tx: Tx, diary: Diary, wish: Wish, pets: Sequence[Pet], but: Sequence[Booking]) -> WeekView:
    """The week of the wished day, the nearest that may be booked when it lies outside; raises the refusals of pricing.

    Everything counts that counts for an offer; what is remembered of it is nothing.
    """
    return _Week(tx, diary, wish, pets, but).view()


class _Week:
    def __init__(self, tx: Tx, diary: Diary, wish: Wish, pets: Sequence[Pet], but: Sequence[Booking]) -> None:
        self._diary = diary
        self._wanted = wanted_by(tx, diary, wish, pets, but)
        wished = min(max(wish.day or diary.today, diary.today), diary.last_day)
        self._monday = _monday(wished)
        self._every = [self._monday + timedelta(days=n) for n in range(WEEK.days)]
        near = [day for day in self._every if diary.today <= day <= diary.last_day]
        gate = gate_of(tx, diary, self._wanted)
        self._barred = {day: why for day in near if (why := why_barred(gate, self._wanted, day)) is not None}
        self._days = FreeDays(tx, diary, self._wanted, near, self._free)

    def view(self) -> WeekView:
        first, last = _monday(self._diary.today), _monday(self._diary.last_day)
        return WeekView(
            days=[self._day(day) for day in self._every],
            before=(self._monday - WEEK).isoformat() if self._monday > first else None,
            after=(self._monday + WEEK).isoformat() if self._monday < last else None,
            lines=self._wanted.lines,
            total_cents=self._wanted.total_cents,
            nights=self._wanted.guests[0].quote.nights,
            agreed_cents=self._wanted.prices.agreed_cents,
        )

    def _free(self, plan: DayPlan) -> list[FreeVisit]:
        return [] if plan.hours.day in self._barred else free_on(self._diary, plan, self._wanted)

    def _day(self, day: date) -> FreeDay:
        state, why = self._state(day)
        times = [self._time(one) for one in self._days.found.get(day, ())]
        return FreeDay(day.isoformat(), state, why, times, self._wanted.price_on(day) if times else None)

    def _state(self, day: date) -> tuple[str, Label | None]:
        if day < self._diary.today:
            said = day_said(day)
            return "past", Label(f"{said.zh}已经过去了。", f"{said.en} has passed.")
        if day > self._diary.last_day:
            return "beyond", beyond(self._diary)
        state, plan, from_ms = self._days.state(day), self._days.plans[day], self._diary.earliest_ms
        if plan is not None and day in self._barred:
            return "barred", self._barred[day]
        if state == "open":
            return state, None
        never = None if plan is None else self._days.never(plan, from_ms)
        return ("none", never) if never is not None else (state, self._days.why(day, from_ms))

    def _time(self, visit: FreeVisit) -> FreeTime:
        pets = pet_times(visit, self._wanted, self._days.names)
        return FreeTime(visit.start_ms, visit.end_ms, pets[0].groomer, pets if len(pets) > 1 else [])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
