"""What is free on some days for a wish and, of a day without anything, why: for owners and the desk alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pawline.people import people_of
from pawline.platform.db import Tx
from pawline.shop import Label, day_said

from .availability import workers_for
from .diary import Diary
from .model import MINUTE_MS, DayPlan
from .offering import Wanted, full_inside, turns_of
from .reasons import ALL_FULL
from .said import clock_said
from .stays import why_no_stay
from .together import FreeVisit


class FreeDays:
    """Some days, read once. `free` says which starts of an open one may be chosen: owners are bound by more than the
    desk."""

    def __init__(
        self, tx: Tx, diary: Diary, wanted: Wanted, days: Sequence[date],
        free: Callable[[DayPlan], Sequence[FreeVisit]],
    ) -> None:  # fmt: skip
        self._diary = diary
        self._wanted = wanted
        self.plans = diary.plans(days, [one.id for one in wanted.but])
        self.found = {day: () if plan is None else free(plan) for day, plan in self.plans.items()}
        people = people_of(tx, [one.account_id for one in diary.team.groomers])
        self.names = {account_id: one.name for account_id, one in people.items()}

    def state(self, day: date) -> str:
        """Open, full or closed."""
        return "closed" if self.plans[day] is None else "open" if self.found[day] else "full"

    def why(self, day: date, from_ms: int) -> Label:
        """Why a day has no free start, in words; `from_ms` is the first instant that may be chosen at all."""
        said, plan = day_said(day), self.plans[day]
        if self._wanted.is_stay:
            return why_no_stay(self._diary, day, turns_of(self._wanted))
        if plan is None:
            return Label(f"{said.zh}店休。", f"We're closed on {said.en}.")
        return self.never(plan, from_ms) or Label(f"{said.zh}约满了。", f"{said.en} is fully booked.")

    def never(self, plan: DayPlan, from_ms: int) -> Label | None:
        """Why an open day has none whatever else is booked; None when it is just full."""
        said, wanted = day_said(plan.hours.day), self._wanted
        if wanted.is_stay:
            return None
        chosen, name = wanted.wish.groomer_id, wanted.groomer
        if name is not None and all(one.account_id != chosen for one in plan.workers):
            return Label(f"{name.zh} {said.zh}不上班。", f"{name.en} isn't in on {said.en}.")
        if (full := full_inside(wanted, plan)) is not None:
            return full
        if any(not any(one.quote.skills <= who.skills for who in plan.workers) for one in wanted.guests):
            return Label(f"{said.zh}没有能做这个项目的美容师。", f"Nobody who does this is in on {said.en}.")
        if not all(workers_for(plan, one.quote, one.subject) for one in wanted.guests):
            return ALL_FULL
        return self._too_late(plan, from_ms)

    def _too_late(self, plan: DayPlan, from_ms: int) -> Label | None:
        """That a day ends before the visit could be done; None when it does not."""
        longest = max(one.quote.minutes for one in self._wanted.guests)
        last_ms = plan.hours.closes_ms - longest * MINUTE_MS
        if last_ms >= from_ms:
            return None
        if last_ms >= self._diary.now_ms:
            least = self._diary.settings.lead_min
            return Label(f"至少提前 {least} 分钟约，这天来不及了。", f"We need {least} min: too late for that day.")
        closes = clock_said(plan.hours.closes_ms, self._diary.zone)
        return Label(f"今天 {closes} 打烊，来不及做完了。", f"We close at {closes} today: there isn't time left.")
