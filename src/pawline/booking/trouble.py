"""Bookings that were possible when they were made and no longer are: somebody is away, a place is out of use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pawline.people import people_of
from pawline.platform.db import Tx
from pawline.shop import Hours, Label, Shift, day_said, local_day, local_time

from .diary import Diary
from .model import LIVE, Booking, PlannedStep, Span, Subject

GONE = Label("这个工位已经不用了", "This place is no longer used")


def troubles_of(
    tx: Tx, diary: Diary, bookings: Sequence[Booking], steps: Mapping[str, Sequence[PlannedStep]]
) -> dict[str, Label]:
    """Why each of these bookings cannot happen as planned, in words, by booking; one that can is not in it.

    What is over or has been called off is never in trouble.
    """
    ahead = [one for one in bookings if one.status in LIVE and one.ends_ms > diary.now_ms]
    if not ahead:
        return {}
    return _Look(tx, diary, ahead).reasons(ahead, steps)


class _Look:
    """What is known of the days of some bookings, read once."""

    def __init__(self, tx: Tx, diary: Diary, bookings: Sequence[Booking]) -> None:
        self._diary = diary
        self._days = {one.id: local_day(one.starts_ms, diary.zone) for one in bookings}
        days = sorted(set(self._days.values()))
        span = Span(min(one.starts_ms for one in bookings), max(one.ends_ms for one in bookings))
        self._shifts: dict[tuple[str, date], Shift] = diary.shifts(days)
        self._hours = {day: diary.hours(day) for day in days}
        self._closed = diary.closed(span)
        self._places = {one.id: one for one in diary.team.stations}
        self._names = people_of(tx, {one.groomer_id for one in bookings})

    def reasons(self, bookings: Sequence[Booking], steps: Mapping[str, Sequence[PlannedStep]]) -> dict[str, Label]:
        found = {one.id: self._reason(one, steps.get(one.id, ())) for one in bookings}
        return {booking_id: why for booking_id, why in found.items() if why is not None}

    def _reason(self, one: Booking, steps: Sequence[PlannedStep]) -> Label | None:
        by_rules = self._stay_reason(one) if one.is_stay else self._hours_reason(one) or self._shift_reason(one)
        return by_rules or next((why for step in steps if (why := self._place_reason(step)) is not None), None)

    def _stay_reason(self, one: Booking) -> Label | None:
        """A stay is brought and fetched while the shop is open; between the two it may be closed."""
        # Day care is over whenever the shop closes.
        for at_ms in (one.starts_ms, one.ends_ms) if one.nights else (one.starts_ms,):
            day = local_day(at_ms, self._diary.zone)
            hours = self._diary.hours(day)
            if hours is None or not hours.opens_ms <= at_ms <= hours.closes_ms:
                said = day_said(day)
                return Label(f"{said.zh} 这个时间店里没人，没法送来或者来接", f"We're not open then on {said.en}")
        return None

    def _hours_reason(self, one: Booking) -> Label | None:
        day = self._days[one.id]
        hours = self._hours[day]
        if "hours" in one.waived or _is_open(hours, one):
            return None
        said = day_said(day)
        return Label(f"{said.zh} 这段时间店里不营业", f"We're not open then on {said.en}")

    def _shift_reason(self, one: Booking) -> Label | None:
        day = self._days[one.id]
        shift = self._shifts.get((one.groomer_id, day))
        # Whoever put it there against the rules knew the hours; that somebody is off all day by now is news.
        is_known = "shift" in one.waived and (shift is not None or self._hours[day] is None)
        if "off" in one.waived or is_known or _is_in(self._diary, shift, day, one):
            return None
        name = self._names[one.groomer_id].name if one.groomer_id in self._names else ""
        return Label(f"{name} 这段时间不上班", f"{name} isn't working then")

    def _place_reason(self, step: PlannedStep) -> Label | None:
        if step.place_id is None:
            return None
        place = self._places.get(step.place_id)
        if place is None:
            return GONE
        stay = Span(step.start_ms, step.end_ms)
        if any(stay.overlaps(one) for one in self._closed.get(place.resource_no, ())):
            return Label(f"{place.name.zh} 停用", f"{place.name.en} is out of use")
        return None


def against(diary: Diary, one: Booking) -> list[str]:
    """Which rules are against a booking that is about to be made, as `Booking.anyway_rules` names them.

    None may be: of pets that come together it is that of another one which cannot be had by the rules.
    """
    day = local_day(one.starts_ms, diary.zone)
    found = [] if _is_open(diary.hours(day), one) else ["hours"]
    shift = diary.shifts([day]).get((one.groomer_id, day))
    if shift is None:
        found.append("off")
    elif not _is_in(diary, shift, day, one):
        found.append("shift")
    if diary.is_full(one.groomer_id, one.starts_ms, Subject("", one.size, None), []):
        found.append("full")
    return found or (["start"] if _is_between_starts(diary, one) else [])


def _is_between_starts(diary: Diary, one: Booking) -> bool:
    """Who comes along begins when their turn is; where pets are brought at certain times, no other is one."""
    weekday = local_day(one.starts_ms, diary.zone).isoweekday()
    if one.begins_ms is None and any(slot.weekday == weekday for slot in diary.settings.drop_slots):
        return one.lead_id is None
    at = local_time(one.starts_ms, diary.zone)
    return one.lead_id is None and (at.hour * 60 + at.minute) % diary.settings.grid_min != 0


def _is_open(hours: Hours | None, one: Booking) -> bool:
    return hours is not None and Span(hours.opens_ms, hours.closes_ms).holds(one.turn)


def _is_in(diary: Diary, shift: Shift | None, day: date, one: Booking) -> bool:
    return shift is not None and any(span.holds(one.turn) for span in diary.working(shift, day))
