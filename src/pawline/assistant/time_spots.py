"""Joining pieces into spots, and reading a clock in its part of the day. Pure helpers of the reader."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from .time_model import Clock, DateSpec, Daypart, Delta, Grain, Spot, Token

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression resolved to local wall-clock time."""

    first: int
    last: int
    start: datetime | None
    end: datetime | None
    grain: Grain
    is_ambiguous: bool = False
    has_date: bool = True
    is_weekday_only: bool = False

    @property
    def is_instant(self) -> bool:
        """One moment on the clock."""
        return self.start is not None and self.end is None and self.grain in ("minute", "hour")


def lies_behind(reading: Reading, ref: datetime) -> bool:
    last = reading.end or reading.start
    return last is not None and last <= ref


def joined(spot: Spot, token: Token) -> Spot | None:
    """The spot with one more piece, None when the piece starts something new."""
    date_, part, clock = spot.date, spot.part, spot.clock
    if token.date is not None:
        date_ = token.date if date_ is None else date_.unified(token.date)
        if date_ is None:
            return None
    if token.part is not None:
        if part is not None and not (part.start <= token.part.start <= part.end):
            return None
        part = part or token.part
    if token.clock is not None:
        if clock is not None:
            return None
        clock = token.clock
    is_standing = spot.is_standing or token.is_standing
    return Spot(spot.start, token.end, date_, part, clock, is_standing)


def is_number(spot: Spot) -> bool:
    """A bare number that has not been told to be a day or a clock."""
    return (
        spot.clock is not None
        and spot.date is not None
        and spot.date.says_only("day")
        and (spot.clock.hour == spot.date.day and spot.clock.minute == 0 and spot.clock.half is None)
        and spot.part is None
    )


def as_clock(spot: Spot) -> Spot:
    return replace(spot, date=None) if is_number(spot) else spot


def like(spot: Spot, other: Spot) -> Spot:
    """A bare number takes the nature of the other end of its range."""
    if not is_number(spot):
        return spot
    if other.date is not None and other.clock is None and other.date.delta is None:
        return replace(spot, clock=None)
    return replace(spot, date=None)


def filled(spec: DateSpec | None, other: DateSpec | None) -> DateSpec | None:
    """What one end of a range leaves unsaid is taken from the other: 3月28到30日, 10 to 22 August."""
    if spec is None or other is None:
        return spec if spec is not None else other
    said = spec.said()
    if said and said <= {"day", "year"} and (other.month or other.month_off is not None):
        return replace(
            spec,
            month=other.month,
            month_off=other.month_off,
            year=spec.year or other.year,
            year_off=other.year_off,
            lunar=other.lunar,
        )
    if said <= {"month", "day"} and other.year is not None and spec.month is not None:
        return replace(spec, year=other.year)
    if spec.says_only("weekday") and other.week_off is not None:
        return replace(spec, week_off=other.week_off)
    return spec


def in_day(spot: Spot, day: date, is_ambiguous: bool) -> Reading | None:
    midnight = datetime.combine(day, time())
    if spot.clock is None:
        if spot.part is None:
            return None
        start, end = midnight + timedelta(hours=spot.part.start), midnight + timedelta(hours=spot.part.end)
        return Reading(spot.start, spot.end, start, end, "daypart", is_ambiguous)
    clock = spot.clock
    hour, either = hour_of(clock, spot.part)
    start = midnight + timedelta(hours=hour, minutes=clock.minute, seconds=clock.second)
    # The same number twice (三三点, a slip or a stammer) is one clock time, not a stretch of no length.
    if clock.until is not None and (clock.until - clock.hour) % 12:
        end = start + timedelta(hours=(clock.until - clock.hour) % 12)
        return Reading(spot.start, spot.end, start, end, "range", is_ambiguous or either)
    grain: Grain = "minute" if clock.minute else "hour"
    return Reading(spot.start, spot.end, start, None, grain, is_ambiguous or either)


def hour_of(clock: Clock, part: Daypart | None) -> tuple[int, bool]:
    """The hour from the day's midnight, and whether the other half of the day may be meant.

    Hours past 24 belong to the small hours after an evening.
    """
    if clock.half is not None:
        return clock.hour % 12 + (12 if clock.half == "pm" else 0), False
    if clock.is_24:
        return clock.hour, False
    if part is not None:
        return _hour_in(clock.hour, part), False
    return (clock.hour + 12, True) if 1 <= clock.hour <= 7 else (clock.hour, True)


def _hour_in(hour: int, part: Daypart) -> int:
    if part.half == "am":
        return 0 if hour == 12 and part.start == 0 else hour
    if part.half == "noon":
        return hour + 12 if hour < 6 else hour
    if part.half == "pm":
        return hour + 12 if hour < 12 else hour
    if hour == 12:
        return 24 if part.start > 0 else 0
    if hour < 5:
        return hour + 24 if part.start > 0 else hour
    return hour + 12


def moved_clock(clock: Clock, delta: Delta) -> Clock | None:
    """ "Two hours before noon": a clock again; what half of the day was meant stays as open as it was."""
    minutes = {"hour": 60, "minute": 1}.get(delta.unit)
    if minutes is None:
        return None
    is_sure = clock.is_24 or clock.half is not None
    total = hour_of(clock, None)[0] * 60 + clock.minute if is_sure else clock.hour * 60 + clock.minute
    total += round(delta.amount * minutes)
    if is_sure:
        return Clock(total // 60, total % 60, is_24=True) if total >= 0 else None
    return Clock((total // 60) % 12 or 12, total % 60)


def led_clock(left: Clock, right: Clock, part: Daypart | None) -> Clock:
    """The first clock of a range takes its half from the second where it has none: "2 and 4:30pm"."""
    if left.half is not None or left.is_24 or right.half is None or part is not None:
        return left
    right_hour = right.hour % 12 + (12 if right.half == "pm" else 0)
    same = left.hour % 12 + (12 if right.half == "pm" else 0)
    fits = (same, left.minute) < (right_hour, right.minute)
    half = right.half if fits else ("am" if right.half == "pm" else "pm")
    return replace(left, half=half)


def next_clock(clock: Clock, part: Daypart | None, after: datetime) -> datetime:
    """The first moment after `after` that shows this clock."""
    midnight = datetime.combine(after.date(), time())
    if clock.half is not None or clock.is_24 or part is not None:
        hours = [hour_of(clock, part)[0]]
    else:
        hours = [clock.hour % 24, clock.hour % 12 + 12]
    moments = [midnight + timedelta(hours=hour, minutes=clock.minute) for hour in hours]
    if part is not None and moments[0] <= after:
        moments.append(midnight + timedelta(hours=clock.hour % 12 + 12, minutes=clock.minute))
    later = sorted(moment for moment in moments if moment > after)
    return later[0] if later else min(moments) + _DAY


def since(reading: Reading, word: str = "") -> Reading:
    """Open towards the future. After a daypart means after its end; a start in it ("since", 开始) does not."""
    is_start = re.search(r"since|start|begin|from|onward|earli|开始|起|最早", word) is not None
    start = reading.end if reading.grain == "daypart" and reading.end and not is_start else reading.start
    return replace(reading, start=start, end=None, grain="open")


def until(reading: Reading, word: str) -> Reading:
    """Open towards the past. "by Friday" includes Friday, "before Friday" does not."""
    includes = (
        re.search(r"by|until|till?\b|up to|no later|最晚|最迟|不晚于|不迟于|截[止至]|为止|直到", word) is not None
    )
    end = reading.end if includes and reading.end else reading.start
    if reading.grain in ("range", "month") and reading.end and not includes:
        end = reading.end if reading.grain == "range" else reading.start
    return replace(reading, start=None, end=end, grain="open")
