"""Every free start of a week for the desk, which neither notice nor horizon binds; nothing is remembered of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pawline.pets import Pet
from pawline.platform.db import Tx
from pawline.shop import Label, local_day

from .availability import slots_at
from .desk_view import DeskDay, DeskTime, DeskTimes
from .diary import Diary
from .free_days import FreeDays
from .model import DayPlan, Wish
from .offering import every_free, full_inside, gate_of, pet_times, reason_inside, wanted_by, why_barred
from .reasons import passed
from .said import clock_said
from .together import FreeVisit
from .view import GroomerView

DAYS_SHOWN = 7
# Nobody knows the roster of a later year; and a calendar has an end.
MOST_AHEAD = timedelta(days=730)


def desk_times(tx: Tx, diary: Diary, wish: Wish, pets: Sequence[Pet], many: int = DAYS_SHOWN) -> DeskTimes:
    """All free starts of `many` days from the wished one on, the best person for each; raises the refusals of pricing.

    A wished day of None is that of the wished start, else today. With a groomer it looks at that one only.
    """
    return _Week(tx, diary, wish, pets, many).view()


class _Week:
    """The days that are looked at, and everything that is free in them."""

    def __init__(self, tx: Tx, diary: Diary, wish: Wish, pets: Sequence[Pet], many: int) -> None:
        self._diary = diary
        self._wanted = wanted_by(tx, diary, wish, pets)
        self._lead = self._wanted.guests[0]
        self._gate = gate_of(tx, diary, self._wanted)
        first = _first_day(diary, wish)
        self._days = FreeDays(tx, diary, self._wanted, [first + timedelta(days=n) for n in range(many)], self._free)

    def view(self) -> DeskTimes:
        quotes = [one.quote for one in self._wanted.guests]
        able = [one for one in self._diary.team.groomers if one.is_active and self._can_do_some(one.skills)]
        return DeskTimes(
            days=[self._day(day) for day in self._days.plans],
            reason=self._reason(),
            services=list(quotes[0].services),
            lines=self._wanted.lines,
            minutes=sum(quote.minutes for quote in quotes),
            total_cents=self._wanted.total_cents,
            groomers=[self._groomer(one.account_id) for one in able],
            nights=quotes[0].nights,
        )

    def _can_do_some(self, skills: frozenset[str]) -> bool:
        """Nobody is asked for a stay."""
        return any(not one.quote.is_stay and one.quote.skills <= skills for one in self._wanted.guests)

    def _free(self, plan: DayPlan) -> Sequence[FreeVisit]:
        return every_free(self._diary, plan, self._wanted, self._diary.desk_from_ms)

    def _groomer(self, account_id: str) -> GroomerView:
        return GroomerView(account_id, self._days.names.get(account_id, ""), account_id == self._lead.last)

    def _day(self, day: date) -> DeskDay:
        times = [self._time(one) for one in self._days.found[day]]
        why = None if times else self._days.why(day, self._diary.desk_from_ms)
        barred = why_barred(self._gate, self._wanted, day)
        return DeskDay(
            day.isoformat(), self._days.state(day), why, times, barred, self._wanted.price_on(day)
        )  # fmt: skip

    def _time(self, visit: FreeVisit) -> DeskTime:
        pets = pet_times(visit, self._wanted, self._days.names)
        is_now = visit.start_ms <= self._diary.now_ms
        also = pets if len(pets) > 1 else []
        return DeskTime(visit.start_ms, visit.end_ms, pets[0].groomer, is_now, also, visit.is_drop)

    def _reason(self) -> Label | None:
        """Why the visit cannot begin at the wished start; None when it can, or when none was wished."""
        diary, at_ms = self._diary, self._wanted.wish.at_ms
        if at_ms is None:
            return None
        day = local_day(at_ms, diary.zone)
        if any(slot.start_ms == at_ms for slot in self._days.found.get(day, ())):
            return None
        if at_ms < diary.desk_from_ms:
            return passed(at_ms, diary.zone)
        plan = self._days.plans.get(day)
        if plan is None or self._wanted.is_stay:
            return self._days.why(day, diary.desk_from_ms) if day in self._days.plans else None
        return self._reason_of_one(plan, at_ms) or reason_inside(
            diary, self._wanted, plan, at_ms, is_for_team=True
        )  # fmt: skip

    def _reason_of_one(self, plan: DayPlan, at_ms: int) -> Label | None:
        """When it is only the wished person who cannot, that is worth saying: somebody else can."""
        wanted = self._wanted
        if (full := full_inside(wanted, plan)) is not None:
            return full
        if plan.drops or wanted.groomer is None or not slots_at(plan, self._lead.quote, self._lead.subject, at_ms):
            return None
        name, clock = wanted.groomer, clock_said(at_ms, self._diary.zone)
        return Label(
            f"{name.zh} {clock} 没空，别的美容师可以。", f"{name.en} isn't free at {clock}, but somebody else is."
        )


def nearest_times(tx: Tx, diary: Diary, wish: Wish, pets: Sequence[Pet]) -> tuple[Label | None, list[DeskTime]]:
    """Why the wished start will not do, and up to three free ones around it; anyone's if that groomer has none."""
    assert wish.at_ms is not None
    asked = desk_times(tx, diary, wish, pets)
    near = _nearest(asked, wish.at_ms)
    if not near and wish.groomer_id is not None:
        near = _nearest(desk_times(tx, diary, replace(wish, groomer_id=None), pets), wish.at_ms)
    return asked.reason, near


def _nearest(view: DeskTimes, at_ms: int) -> list[DeskTime]:
    times = [one for day in view.days for one in day.times]
    return sorted(sorted(times, key=lambda one: abs(one.start_ms - at_ms))[:3], key=lambda one: one.start_ms)


def _first_day(diary: Diary, wish: Wish) -> date:
    wished = wish.day
    if wished is None and wish.at_ms is not None:
        wished = local_day(wish.at_ms, diary.zone)
    return min(max(wished or diary.today, diary.today), diary.today + MOST_AHEAD)
