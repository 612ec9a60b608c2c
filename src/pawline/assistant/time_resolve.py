"""From what was said of a date to the days it covers, counted from a reference moment.

Everything here is local wall-clock time without a zone; `times` adds the zone at its door.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from . import almanac
from .time_model import WEEKDAY_UNITS, DateSpec, Delta, Grain

_DAY = timedelta(days=1)
_SHORT_UNITS = {"second": 1, "minute": 60, "hour": 3600}
_FAR_YEARS = range(1, 9998)


@dataclass(frozen=True, slots=True)
class Days:
    """A run of whole days, half open, or an instant when `moment` is set."""

    start: date
    end: date
    grain: Grain = "day"
    moment: datetime | None = None
    is_ambiguous: bool = False

    @property
    def is_single(self) -> bool:
        """Exactly one day."""
        return self.moment is None and self.end - self.start == _DAY


def one_day(day: date, is_ambiguous: bool = False) -> Days:
    """The run of one day."""
    return Days(day, day + _DAY, is_ambiguous=is_ambiguous)


def resolve(spec: DateSpec, ref: datetime) -> Days | None:
    """The days a spec means, seen from `ref`; None when no such day exists (31 June, year 0)."""
    try:
        if spec.shift is not None and spec.delta is None:
            return _shifted(replace(spec, shift=None), spec.shift, ref)
        days = _resolved(spec, ref)
        return Days(ref.date(), days.end, "range") if days is not None and spec.span == "rest" else days
    except (ValueError, OverflowError):
        return None


def add(moment: datetime, delta: Delta) -> datetime:
    """`moment` moved by a length; months and years keep the day where the month has it."""
    if delta.unit in _SHORT_UNITS:
        return moment + timedelta(seconds=delta.amount * _SHORT_UNITS[delta.unit])
    if delta.unit == "weekday":
        return _add_weekdays(moment, int(delta.amount))
    if delta.unit in WEEKDAY_UNITS:
        return _to_weekday(moment, WEEKDAY_UNITS.index(delta.unit), int(delta.amount))
    if delta.unit in ("day", "week", "fortnight"):
        return moment + timedelta(days=delta.amount * {"day": 1, "week": 7, "fortnight": 14}[delta.unit])
    months = delta.amount * {"month": 1, "quarter": 3, "year": 12}[delta.unit]
    moved = _add_months(moment, int(months))
    return moved + timedelta(days=round((months - int(months)) * 30))


def _add_weekdays(moment: datetime, count: int) -> datetime:
    step = _DAY if count > 0 else -_DAY
    for _ in range(min(abs(count), 400)):
        moment += step
        while moment.weekday() > 4:
            moment += step
    return moment


def _to_weekday(moment: datetime, weekday: int, count: int) -> datetime:
    """The nth such weekday after the moment's day, or before it when `count` is negative."""
    ahead = (weekday - moment.weekday()) % 7
    first = (ahead or 7) if count > 0 else ahead - 7
    return moment + timedelta(days=first + 7 * (count - 1 if count > 0 else count + 1))


def _add_months(moment: datetime, months: int) -> datetime:
    year, month0 = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if year not in _FAR_YEARS:
        raise ValueError(year)
    day = min(moment.day, calendar.monthrange(year, month0 + 1)[1])
    return moment.replace(year=year, month=month0 + 1, day=day)


def _resolved(spec: DateSpec, ref: datetime) -> Days | None:
    today = ref.date()
    if spec.festival is not None:
        return _festival(spec, ref)
    if spec.delta is not None:
        return _from_delta(spec, ref)
    if spec.day_off is not None:
        return _near_day(today + timedelta(days=spec.day_off), spec)
    if spec.nth is not None or spec.nth_day is not None or spec.nth_week is not None:
        return _nth(spec, today)
    if spec.day is not None:
        return _calendar_day(spec, today)
    if spec.month is not None or spec.month_off is not None:
        return _month(spec, today)
    if spec.weekday is not None:
        return _weekday(spec, today)
    return _longer(spec, today)


def _near_day(day: date, spec: DateSpec) -> Days:
    """明后天 is a pair of days that begins at the first."""
    return Days(day, day + 2 * _DAY, "range") if spec.span == "pair" else one_day(day)


def _shifted(base: DateSpec, shift: Delta, ref: datetime) -> Days | None:
    if not base.said():
        return None
    days = resolve(base, ref)
    if days is None:
        return None
    if shift.unit in _SHORT_UNITS:
        moment = add(days.moment or datetime.combine(days.start, time()), shift)
        return Days(moment.date(), moment.date() + _DAY, "minute", moment)
    return one_day(add(days.moment or datetime.combine(days.start, time()), shift).date())


def _from_delta(spec: DateSpec, ref: datetime) -> Days | None:
    assert spec.delta is not None
    moment = add(ref, spec.delta)
    if spec.shift is not None:
        moment = add(moment, spec.shift)
    if spec.delta.unit in _SHORT_UNITS:
        return Days(moment.date(), moment.date() + _DAY, "minute", moment)
    day = moment.date()
    if spec.weekday is not None:
        day += timedelta(days=(spec.weekday - day.weekday()) % 7)
    return one_day(day)


def _festival(spec: DateSpec, ref: datetime) -> Days | None:
    assert spec.festival is not None
    if spec.delta is not None:
        ref = add(ref, spec.delta)
    if spec.year is not None or spec.year_off is not None:
        day = almanac.festival_day(spec.festival, spec.year or ref.year + (spec.year_off or 0))
    else:
        day = _near_festival(spec.festival, spec.occurrence, ref.date())
    if day is None:
        return None
    if spec.span == "festival_weekend":
        return _weekend_around(day)
    return one_day(day)


def _weekend_around(day: date) -> Days:
    """The long weekend of a festival: the days off that touch it."""
    if day.weekday() < 2:
        return Days(day - timedelta(days=day.weekday() + 2), day + _DAY, "weekend")
    sunday = day + timedelta(days=6 - day.weekday())
    return Days(min(day, sunday - _DAY), sunday + _DAY, "weekend")


def _near_festival(name: str, occurrence: int | None, today: date) -> date | None:
    days = list(almanac.festival_days(name, today.year))
    if occurrence == -1:
        return next((day for day in reversed(days) if day <= today), None)
    return next((day for day in days if day >= today), None)


def _base_month(spec: DateSpec, today: date) -> tuple[int, int] | None:
    """The year and month that were said outright or counted from now; None when only a day was."""
    if spec.month_off is not None:
        year, month0 = divmod(today.year * 12 + today.month - 1 + spec.month_off, 12)
        return year, month0 + 1
    if spec.month is None:
        return None
    if spec.year is not None:
        return spec.year, spec.month
    if spec.year_off is not None:
        return today.year + spec.year_off, spec.month
    if spec.occurrence == -1:
        return (today.year if spec.month < today.month else today.year - 1), spec.month
    if spec.occurrence == 1:
        return (today.year if spec.month > today.month else today.year + 1), spec.month
    return (today.year if spec.month >= today.month else today.year + 1), spec.month


def _nth(spec: DateSpec, today: date) -> Days | None:
    base = _base_month(spec, today)
    if base is None:
        return None
    year, month = base
    if spec.nth_week is not None:
        return _nth_week(year, month, spec.nth_week)
    if spec.nth_day is not None:
        length = calendar.monthrange(year, month)[1]
        return one_day(date(year, month, length + 1 + spec.nth_day))
    day = almanac.nth_weekday(year, month, spec.nth or 1, spec.weekday or 0)
    if day is not None and day < today and spec.month is not None and spec.year is None:
        day = almanac.nth_weekday(year + 1, month, spec.nth or 1, spec.weekday or 0)
    return one_day(day) if day else None


def _nth_week(year: int, month: int, nth: int) -> Days | None:
    """A week belongs to the month that has most of its days, as its Thursday tells."""
    thursday = almanac.nth_weekday(year, month, nth, 3)
    return _week_of(thursday) if thursday else None


def _calendar_day(spec: DateSpec, today: date) -> Days | None:
    assert spec.day is not None
    if spec.lunar:
        day = _lunar_day(spec, today)
    elif spec.year is not None or spec.year_off is not None or spec.month_off is not None:
        year, month = _base_month(spec, today) or (spec.year or today.year + (spec.year_off or 0), today.month)
        day = date(year, month, spec.day)
    else:
        day = next(_coming_days(spec, today), None)
    if day is not None and spec.span == "week_of":
        return _week_of(day)
    return one_day(day) if day else None


def _lunar_day(spec: DateSpec, today: date) -> date | None:
    if spec.year is not None or spec.year_off is not None:
        return almanac.lunar_date(spec.year or today.year + (spec.year_off or 0), spec.month or 1, spec.day or 1)
    found = (almanac.lunar_date(year, spec.month or 1, spec.day or 1) for year in range(today.year - 1, today.year + 3))
    return next((day for day in found if day is not None and day >= today), None)


def _coming_days(spec: DateSpec, today: date) -> Iterator[date]:
    """Days from today on with this day (and month, and weekday); a weekday that fits this month wins.

    When no year within eight brings the said weekday to the said month and day, the weekday was a slip.
    """
    fits: list[date] = []
    first = today.year * 12 + today.month - 1
    for index in range(first, first + 12 * 8):
        year, month = index // 12, index % 12 + 1
        if spec.month is not None and month != spec.month:
            continue
        if spec.day is None or spec.day > calendar.monthrange(year, month)[1]:
            continue
        day = date(year, month, spec.day)
        is_right_weekday = spec.weekday is None or day.weekday() == spec.weekday
        if is_right_weekday and (day >= today or (spec.weekday is not None and index == first)):
            yield day
        elif spec.month is not None and day >= today:
            fits.append(day)
            if len(fits) == 2:
                break
    yield from fits[:1]


def _month(spec: DateSpec, today: date) -> Days | None:
    base = _base_month(spec, today)
    assert base is not None
    year, month = base
    first = date(year, month, 1)
    after = _add_months(datetime.combine(first, time()), 1).date()
    if spec.part == "start":
        return Days(first, first + timedelta(days=6), "range")
    if spec.part == "mid":
        return Days(first + timedelta(days=10), first + timedelta(days=20), "range")
    if spec.part == "end":
        return Days(after - timedelta(days=8), after, "range")
    if spec.part == "first_half":
        return Days(first, first + timedelta(days=15), "range")
    if spec.part == "second_half":
        return Days(first + timedelta(days=15), after, "range")
    return Days(first, after, "month")


def monday_of(day: date) -> date:
    """The Monday of the calendar week of `day`."""
    return day - timedelta(days=day.weekday())


def _week_of(day: date) -> Days:
    return Days(monday_of(day), monday_of(day) + timedelta(days=7), "week")


def _weekday(spec: DateSpec, today: date) -> Days:
    assert spec.weekday is not None
    ahead = (spec.weekday - today.weekday()) % 7
    if spec.week_off is not None:
        day = monday_of(today) + timedelta(days=7 * spec.week_off + spec.weekday)
        if spec.week_off == 0 and day < today:
            # The calendar reading lies behind: the coming one is meant, and is said back.
            return one_day(day + timedelta(days=7), is_ambiguous=True)
        return one_day(day)
    if spec.occurrence is not None and spec.occurrence < 0:
        behind = (today.weekday() - spec.weekday) % 7 or 7
        return one_day(today - timedelta(days=behind + 7 * (-spec.occurrence - 1)))
    first = ahead or 7
    return one_day(today + timedelta(days=first + 7 * ((spec.occurrence or 1) - 1)), is_ambiguous=ahead == 0)


def _longer(spec: DateSpec, today: date) -> Days | None:
    if spec.week_off is not None:
        return _week(spec, today)
    if spec.quarter is not None or spec.quarter_off is not None:
        return _quarter(spec, today)
    if spec.year is not None or spec.year_off is not None or spec.says_only("part"):
        return _year(spec, today)
    if spec.span == "weekend":
        # On a Sunday the weekend that is meant has yet to come.
        return _week(replace(spec, week_off=1 if today.weekday() == 6 else 0), today)
    if spec.span == "workweek":
        return Days(today, monday_of(today) + timedelta(days=5), "range")
    return None


def _quarter(spec: DateSpec, today: date) -> Days:
    """A quarter named by its number alone is the present or the coming one."""
    index = today.year * 4 + (today.month - 1) // 3
    if spec.quarter_off is not None:
        index += spec.quarter_off
    else:
        year = spec.year or today.year + (spec.year_off or 0)
        is_past = spec.year is None and spec.year_off is None and year * 4 + (spec.quarter or 1) - 1 < index
        index = (year + is_past) * 4 + (spec.quarter or 1) - 1
    start, end = (date(each // 4, each % 4 * 3 + 1, 1) for each in (index, index + 1))
    return Days(start, end, "month")


def _week(spec: DateSpec, today: date) -> Days:
    length = 14 if spec.span == "fortnight" else 7
    monday = monday_of(today) + timedelta(days=length * (spec.week_off or 0))

    def days(start: int, end: int, grain: Grain = "range") -> Days:
        return Days(monday + timedelta(days=start), monday + timedelta(days=end), grain)

    if spec.span == "weekend":
        return days(5, 7, "weekend")
    if spec.span == "workweek":
        return days(0, 5)
    if spec.span == "fortnight":
        return days(0, 14)
    cut = {"start": (0, 3), "mid": (1, 5), "end": (4, 7), "first_half": (0, 3), "second_half": (3, 7)}
    return days(*cut[spec.part]) if spec.part else days(0, 7, "week")


def _year(spec: DateSpec, today: date) -> Days:
    year = spec.year or today.year + (spec.year_off or 0)
    months = {"start": (1, 2), "mid": (5, 9), "end": (11, 13), "first_half": (1, 7), "second_half": (7, 13)}
    first, last = months[spec.part] if spec.part else (1, 13)
    end = date(year + 1, 1, 1) if last == 13 else date(year, last, 1)
    return Days(date(year, first, 1), end, "year" if spec.part is None else "range")
