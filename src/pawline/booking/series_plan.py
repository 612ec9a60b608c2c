"""Judging the visits of a series, each by its own day and those around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pawline.pets import Pet
from pawline.platform.db import Tx
from pawline.shop import Label, local_day, local_time

from .desk_offering import MOST_AHEAD, desk_times
from .desk_view import DeskDay, DeskTime, DeskTimes
from .diary import Diary
from .errors import TooFarAhead
from .model import Wish
from .rhythm import NEAR_DAYS, starts_of
from .said import when_said
from .series_view import SeriesLine, SeriesPlan

# So many times of the wished day are shown besides the one that is nearest, and one of each day around it.
SAME_DAY = 3
_NEAR = timedelta(days=NEAR_DAYS)


def plan_visits(tx: Tx, diary: Diary, wish: Wish, pets: Sequence[Pet], weeks: int, times: int) -> SeriesPlan:
    """Every visit of a series from the wished start on; raises BadRhythm, SeriesTooLong, TooFarAhead and the refusals
    of pricing. Neither notice nor horizon binds it, as nothing at the desk."""
    assert wish.at_ms is not None
    starts = starts_of(wish.at_ms, weeks, times, diary.zone)
    check_ahead(diary, starts)
    lines = [judge(tx, diary, wish, pets, at_ms, number) for number, at_ms in enumerate(starts, 1)]
    quotes = [diary.quote(one.services, pet) for one, pet in zip(wish.pets, pets, strict=True)]
    return SeriesPlan(lines, sum(one.minutes for one in quotes), sum(one.total_cents for one in quotes))


def check_ahead(diary: Diary, starts: Sequence[int]) -> None:
    """Raises TooFarAhead for what lies beyond every roster."""
    if local_day(max(starts), diary.zone) > diary.today + MOST_AHEAD:
        raise TooFarAhead(horizon_days=MOST_AHEAD.days)


def judge(tx: Tx, diary: Diary, wish: Wish, pets: Sequence[Pet], at_ms: int, number: int) -> SeriesLine:
    """One visit of a series: whether it can begin at this start, and what is near when it cannot."""
    day = local_day(at_ms, diary.zone)
    here = replace(wish, at_ms=at_ms, day=day)
    # Most days are free as wished: those around them need not be looked at.
    view = desk_times(tx, diary, here, pets, 1)
    free = _around(view, day)
    wished = next((one for one in free if one.start_ms == at_ms), None)
    if wished is not None:
        return SeriesLine(number, at_ms, "free", wished, None, _shown(diary, free, at_ms, wished), _totals(view))
    here = replace(here, day=day - _NEAR)
    week = desk_times(tx, diary, here, pets)
    free = _around(week, day)
    others = list[DeskTime]()
    if wish.groomer_id is not None:
        anyone = _around(desk_times(tx, diary, replace(here, groomer_id=None), pets), day)
        # Somebody else at that very time is worth a look; and they are all there is when that groomer has none.
        others = [one for one in anyone if one.start_ms == at_ms] if free else anyone
    near = sorted(free or others, key=lambda one: _distance(diary, one, at_ms))
    state, time = ("moved", near[0]) if near else ("none", None)
    why = _why(diary, view, day, at_ms)
    return SeriesLine(number, at_ms, state, time, why, _shown(diary, [*free, *others], at_ms, None), _totals(week))


def _around(view: DeskTimes, day: date) -> list[DeskTime]:
    """The free times of a day and of those near to it on which the pets may come."""
    days = [one for one in view.days if one.barred is None and abs(date.fromisoformat(one.date) - day) <= _NEAR]
    return [time for one in days for time in one.times]


def _totals(view: DeskTimes) -> dict[str, int]:
    """The price by day, where it is not as listed."""
    return {one.date: one.price.total_cents for one in view.days if one.price is not None}


def _distance(diary: Diary, one: DeskTime, at_ms: int) -> tuple[int, int, int]:
    """The same day counts most, then the day, then the time on the clock."""
    here, there = local_time(at_ms, diary.zone), local_time(one.start_ms, diary.zone)
    minutes = abs((there.hour - here.hour) * 60 + there.minute - here.minute)
    return abs((there.date() - here.date()).days), minutes, one.start_ms


def _shown(diary: Diary, free: Sequence[DeskTime], at_ms: int, wished: DeskTime | None) -> list[DeskTime]:
    """A few of the same day, and the best of each day around it."""
    by_day: dict[date, list[DeskTime]] = {}
    for one in sorted(free, key=lambda one: _distance(diary, one, at_ms)):
        by_day.setdefault(local_day(one.start_ms, diary.zone), []).append(one)
    day = local_day(at_ms, diary.zone)
    few = [one for when, times in by_day.items() for one in times[: SAME_DAY + 1 if when == day else 1]]
    return sorted((one for one in few if one is not wished), key=lambda one: one.start_ms)


def _why(diary: Diary, view: DeskTimes, day: date, at_ms: int) -> Label:
    """Why the visit is not as wished, in words."""
    shown: DeskDay | None = next((one for one in view.days if one.date == day.isoformat()), None)
    found = (shown.barred if shown else None) or view.reason
    if found is not None:
        return found
    when = when_said(at_ms, diary.zone)
    return Label(f"{when.zh} 不在可约的时间里。", f"{when.en} isn't one of the times to begin.")
