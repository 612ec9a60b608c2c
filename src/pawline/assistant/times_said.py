"""Times of a message brought together: a clock with its day, a day within its range, and those only told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from .time_model import TimeMention


def settled(times: tuple[TimeMention, ...]) -> tuple[TimeMention, ...]:
    """The times with none said twice over."""
    return _on_its_day(_without_doubles(times))


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
