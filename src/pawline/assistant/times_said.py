"""Times of a message brought together: a clock with its day, a day within its range, and those only told."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from .time_model import TimeMention

# What stands before a time that is a habit or a length, and behind a bare "晚" that means "late".
_HABIT = re.compile(r"(?:每天|每日|平时|一般|\bper|\bdaily|\bevery day)\s*(?:at|in the)?\s*$")
_GREETS = re.compile(r"^好(?![了吗么不的])")
_GOOD = re.compile(
    r"\bgood (?:morning|afternoon|evening|night)$|^(?:hi |hey |hello )?(?:morning|afternoon|evening)$(?<!\d)"
)
_NEWS = re.compile(
    r"^(?:好多?了|正常|没|恢复|身上|有点|又|就开始|热死|真热|好热|好冷|太热|(?:,? )?(?:he|she|it)(?:'s| is) (?:fine|better|ok))"
)
_TAKEN_BACK = re.compile(
    r"^[ ,]*(?:哦|啊|哎|呃)?(?:不|不对|no|wait|sorry)[ ,]+(?:是|[\u4e00-\u9fff]*[天号日周]|\w+day)"
)
_COUNT = re.compile(r"[一两二三四五六七八九十几\d]$")
_LATE_BY = re.compile(r"^\s*(?:[\d一二三四五六七八九十半几两]+ ?(?:个)?(?:分|刻|小时|钟)|一?点|一会|一些|到)")


def settled(times: tuple[TimeMention, ...], folded: str) -> tuple[TimeMention, ...]:
    """The times with none said twice over, and none wished for that is a habit, a length or an age."""
    kept = (replace(time, role="info") if _is_no_wish(time, folded) else time for time in times)
    return _on_its_day(_without_doubles(tuple(kept)))


def _is_no_wish(time: TimeMention, folded: str) -> bool:
    if time.role not in ("when", "new"):
        return False
    start, end = time.span
    before, behind = folded[max(0, start - 12) : start], folded[end:]
    is_late = folded[start:end] == "晚" and _LATE_BY.match(behind) is not None
    is_count = folded[start:end] in ("晚", "夜") and _COUNT.search(before) is not None
    is_greeting = _GREETS.match(behind) is not None if time.grain == "daypart" else False
    is_greeting = is_greeting or _GOOD.search(folded[:end]) is not None
    is_news = folded[start:end] in ("今天", "今早", "today") and _NEWS.match(behind) is not None
    if is_greeting or is_news or _TAKEN_BACK.match(behind):
        return True
    is_part = time.grain in ("daypart", "range") and _HABIT.search(before) is not None
    return time.grain == "year" or is_late or is_count or is_part


def told(times: tuple[TimeMention, ...]) -> tuple[TimeMention, ...]:
    """The times, none of them wished for: of an accident, or of a visit under way."""
    return tuple(replace(time, role="info") if time.role in ("when", "new") else time for time in times)


def moved(times: tuple[TimeMention, ...]) -> tuple[TimeMention, ...]:
    """The times of a visit that is put off: the last is the new one, unless one is that already."""
    if len(times) < 2 or any(time.role == "new" for time in times):
        return times
    *before, last = times
    return (*(replace(time, role="old") for time in before), replace(last, role="new"))


def _without_doubles(times: tuple[TimeMention, ...]) -> tuple[TimeMention, ...]:
    """ "Xmas, 24th to 27th": a day that lies within a range said as well is only told."""
    ranges = [time for time in times if time.grain == "range" and time.role in ("when", "new")]
    return tuple(
        replace(time, role="info") if time.role == "when" and any(_lies_in(time, one) for one in ranges) else time
        for time in times
    )


def _on_its_day(times: tuple[TimeMention, ...]) -> tuple[TimeMention, ...]:
    """ "Half past two, on Wednesday": a clock and a day said apart are one time."""
    days = [time for time in times if time.grain == "day" and time.role in ("when", "new")]
    clocks = [time for time in times if time.is_instant and not time.has_date and time.role in ("when", "new")]
    if len(days) != 1 or len(clocks) != 1 or days[0].start is None or clocks[0].start is None:
        return times
    start = datetime.combine(days[0].start.date(), clocks[0].start.timetz())
    merged = replace(clocks[0], start=start, has_date=True)
    return tuple(merged if time is clocks[0] else time for time in times if time is not days[0])


def _lies_in(time: TimeMention, wider: TimeMention) -> bool:
    if time is wider or None in (time.start, time.end, wider.start, wider.end) or time.grain != "day":
        return False
    assert time.start is not None
    assert time.end is not None
    assert wider.start is not None
    assert wider.end is not None
    return wider.start <= time.start and time.end <= wider.end
