"""Reads the pieces of a text into expressions: spots, ranges, open intervals, lengths."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from .time_model import DateSpec, Kind, Spot, Token
from .time_resolve import Days, add, resolve
from .time_spots import (
    Reading,
    as_clock,
    filled,
    in_day,
    is_number,
    joined,
    led_clock,
    lies_behind,
    like,
    moved_clock,
    next_clock,
    since,
    until,
)

_DAY = timedelta(days=1)
_DENIED = re.compile(r"(?:不是|唔系|唔係|\bnot)\s*$")
# "between 5 and 10 kg": the second number turned out to be an amount, so the first is one as well.
_AMOUNTS_ON = re.compile(r"\s*(?:and|to|-|到|至|和)\s*[\d一二三四五六七八九十两]")


class Reader:
    """Joins tokens into spots, spots into ranges and open intervals. One use, one message."""

    def __init__(
        self,
        text: str,
        tokens: list[Token],
        glue: re.Pattern[str],
        ref: datetime,
        anchor: date | None,
        is_move: bool,
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._glue = glue
        self._ref = ref
        self._anchor = anchor
        self._is_move = is_move

    def readings(self) -> list[Reading]:
        """Every expression that resolves, in order."""
        found: list[Reading] = []
        index = 0
        while index < len(self._tokens):
            try:
                reading, after = self._expression(index)
            except (ValueError, OverflowError):
                reading, after = None, index + 1
            if reading is not None:
                found.append(reading)
            index = max(after, index + 1)
        return found

    def _token(self, index: int) -> Token | None:
        return self._tokens[index] if 0 <= index < len(self._tokens) else None

    def _is_kind(self, index: int, *kinds: Kind) -> bool:
        token = self._token(index)
        return token is not None and token.kind in kinds

    def _is_joined(self, index: int) -> bool:
        """Whether only glue stands between the token at `index` and the one before it."""
        token, before = self._token(index), self._token(index - 1)
        if token is None or before is None:
            return False
        return self._glue.fullmatch(self._text[before.end : token.start]) is not None

    # Expressions, from the widest to the smallest.

    def _expression(self, index: int) -> tuple[Reading | None, int]:
        token = self._tokens[index]
        if token.kind is Kind.WINDOW:
            return self._window(token), index + 1
        if token.kind is Kind.LASTING:
            return self._lasting_first(index)
        if token.kind is Kind.AFTER and token.date is not None:
            return self._after_delta(token), index + 1
        lead = self._lead(token)
        start = index + 1 if lead else index
        if lead and not self._is_joined(start):
            return None, index + 1
        if lead is Kind.FROM or lead is None:
            found = self._range(start, is_led=lead is Kind.FROM)
            if found is not None and found[0] is not None:
                return self._from_first(found[0], index), found[1]
        return self._point(start, lead)

    def _lead(self, token: Token) -> Kind | None:
        """What opens an expression; "until" and 直到 with nothing before them are a bound."""
        word = self._text[token.start : token.end]
        if token.kind is Kind.TO and re.fullmatch(r"until|till?|up to|一?直到", word):
            return Kind.BEFORE
        return token.kind if token.kind in (Kind.FROM, Kind.BEFORE, Kind.AFTER) else None

    def _from_first(self, reading: Reading, index: int) -> Reading:
        return replace(reading, first=min(reading.first, self._tokens[index].start))

    def _point(self, start: int, lead: Kind | None) -> tuple[Reading | None, int]:
        """A spot with what leads and follows it: before, after, for how long, and a clock range inside it."""
        spot, after = self._side(start, may_be_clock=lead is not None)
        if spot is None:
            return None, start
        if lead is Kind.FROM and self._is_kind(start, Kind.NUMBER) and _AMOUNTS_ON.match(self._text, spot.end):
            return None, after
        inner = self._inner_range(spot, after)
        if inner is not None:
            return inner
        reading = self._resolve(spot)
        if reading is None or not spot.is_standing:
            return None, after
        first = self._tokens[start - 1].start if lead else spot.start
        reading = replace(reading, first=first)
        if lead is Kind.AFTER:
            return self._after(spot, reading, after)
        if lead is Kind.BEFORE:
            return until(reading, self._text[first : spot.start]), after
        bounded = self._bounded_day(spot, after)
        if bounded is not None:
            return bounded
        tailed, beyond = self._with_tail(reading, after)
        is_open = lead is Kind.FROM and reading.is_instant and beyond == after and not self._is_move
        return (since(reading) if is_open else tailed), beyond

    def _bounded_day(self, spot: Spot, after: int) -> tuple[Reading | None, int] | None:
        """ "Thursday before 5pm", 周四最晚五点: a bound on the clock of a day said before it."""
        bound = self._token(after)
        if spot.clock is not None or bound is None or bound.kind not in (Kind.BEFORE, Kind.AFTER, Kind.FROM):
            return None
        if not self._is_joined(after) or not self._is_joined(after + 1):
            return None
        clock, beyond = self._side(after + 1, may_be_clock=True)
        if clock is None or clock.clock is None or clock.date is not None:
            return None
        reading = self._resolve(replace(clock, start=spot.start, date=spot.date, part=clock.part or spot.part))
        if reading is None:
            return None
        word = self._text[bound.start : bound.end]
        return (until(reading, word) if bound.kind is Kind.BEFORE else since(reading, word)), beyond

    def _with_tail(self, reading: Reading, after: int) -> tuple[Reading | None, int]:
        token = self._token(after)
        if token is None or not self._is_joined(after):
            return reading, after
        if token.kind is Kind.BEFORE_END:
            return until(replace(reading, last=token.end), self._text[token.start : token.end]), after + 1
        if token.kind is Kind.AFTER_END:
            return since(replace(reading, last=token.end), self._text[token.start : token.end]), after + 1
        if token.kind is Kind.LASTING and token.delta and reading.start:
            end = add(reading.start, token.delta)
            if token.delta.unit not in ("hour", "minute", "second"):
                end = datetime.combine(end.date(), time())
            return replace(reading, end=end, grain="range", last=token.end), after + 1
        return reading, after

    def _after(self, spot: Spot, reading: Reading, after: int) -> tuple[Reading | None, int]:
        """ "later than 9:30 but before 11:00 on Thursday" closes what "after" opened."""
        closing = after + 1 if self._is_kind(after, Kind.AND) else after
        if self._is_kind(closing, Kind.BEFORE) and self._is_joined(after):
            last, beyond = self._side(closing + 1, may_be_clock=True)
            if last is not None:
                return self._between(spot, last), beyond
        return since(reading, self._text[reading.first : spot.start]), after

    def _window(self, token: Token) -> Reading:
        assert token.delta is not None
        other = add(self._ref, token.delta)
        start, end = sorted((self._ref, other))
        return Reading(token.start, token.end, start, end, "window")

    def _after_delta(self, token: Token) -> Reading | None:
        days = resolve(token.date or DateSpec(), self._ref)
        if days is None:
            return None
        return since(self._whole(days, token.start, token.end))

    def _lasting_first(self, index: int) -> tuple[Reading | None, int]:
        """ "for 2.5 hours from 9", "for three nights starting Friday"; a length alone is no time."""
        token = self._tokens[index]
        start = index + 2
        is_begun = self._is_kind(index + 1, Kind.FROM, Kind.AFTER) and self._is_joined(index + 1)
        if not is_begun or token.delta is None:
            return None, index + 1
        spot, after = self._side(start, may_be_clock=True)
        reading = self._resolve(spot) if spot else None
        if reading is None or reading.start is None:
            return None, index + 1
        return replace(reading, first=token.start, end=add(reading.start, token.delta), grain="range"), after

    # Ranges.

    def _range(self, start: int, is_led: bool) -> tuple[Reading | None, int] | None:
        left, middle = self._side(start, may_be_clock=is_led, may_be_number=True)
        joins = (Kind.TO, Kind.AND) if is_led else (Kind.TO,)
        is_and = self._is_kind(middle, Kind.AND)
        if left is None or not (is_and or self._is_kind(middle, *joins)) or not self._is_joined(middle):
            return None
        if not self._is_joined(middle + 1):
            return None
        right, after = self._side(middle + 1, may_be_clock=True, may_be_number=True)
        if right is None or (is_and and not is_led and not self._text.startswith("之间", right.end)):
            return None
        if self._is_dash_before_clock(left, middle, right):
            return self._dated_clock(left, right), after
        if self._is_move and left.date is not None and right.date is not None:
            return None
        is_vague = is_number(left) and is_number(right)
        if is_vague and not is_led:
            return None
        reading = self._between(left, right)
        return (reading, after) if reading is not None else None

    def _is_dash_before_clock(self, left: Spot, middle: int, right: Spot) -> bool:
        """ "05/31/2024-14:15": a dash that only joins a date to its clock."""
        token = self._tokens[middle]
        is_date = left.date is not None and left.clock is None and left.date.day is not None
        is_dash = self._text[left.end : right.start].rstrip("( ").endswith("-") and token.end == right.start
        return is_date and is_dash and right.clock is not None and right.date is None

    def _dated_clock(self, left: Spot, right: Spot) -> Reading | None:
        return self._resolve(replace(right, start=left.start, date=left.date))

    def _inner_range(self, spot: Spot, after: int) -> tuple[Reading | None, int] | None:
        """A range of clocks inside a day said before: "Monday 11-4", "tonight from 7 to 7:30"."""
        if spot.clock is not None or not self._is_joined(after):
            return None
        start = after + 1 if self._is_kind(after, Kind.FROM) else after
        left, middle = self._side(start, may_be_clock=True, may_be_number=True)
        joins = (Kind.TO, Kind.AND) if start > after else (Kind.TO,)
        if left is None or not self._is_kind(middle, *joins):
            return None
        right, beyond = self._side(middle + 1, may_be_clock=True, may_be_number=True)
        if right is None:
            return None
        if left.clock is None or right.clock is None:
            return self._days_of_week(spot, left, right, beyond)
        left, right = as_clock(left), as_clock(right)
        if left.date is not None or (right.date is not None and spot.date is not None):
            return None
        left = replace(left, start=spot.start, date=spot.date, part=left.part or spot.part)
        return self._between(left, right), beyond

    def _days_of_week(self, spot: Spot, left: Spot, right: Spot, after: int) -> tuple[Reading | None, int] | None:
        """ "this week from Tue to Thu": weekdays inside a week said before."""
        dates = [side.date for side in (left, right)]
        if spot.date is None or not spot.date.says_only("week_off"):
            return None
        if any(each is None or not each.says_only("weekday") for each in dates):
            return None
        left, right = (replace(side, date=side.date and side.date.unified(spot.date)) for side in (left, right))
        return self._between(replace(left, start=spot.start), right), after

    def _between(self, left: Spot, right: Spot) -> Reading | None:
        left, right = like(left, right), like(right, left)
        if left.clock is not None and right.clock is not None:
            return self._between_clocks(left, right)
        if right.clock is not None and right.date is None and left.date is not None and left.date.delta:
            return self._from_moment(left, right)
        left_date, right_date = filled(left.date, right.date), filled(right.date, left.date)
        left, right = replace(left, date=left_date), replace(right, date=right_date)
        first, last = self._resolve(left), self._resolve(right)
        if first is None or last is None or first.start is None:
            return None
        end = last.end or last.start
        while end is not None and end <= first.start and right_date and right_date.said() <= {"weekday", "week_off"}:
            end += timedelta(days=7)
        if end is not None and end <= first.start and right_date and right_date.year is None:
            moved = self._resolve_from(right, first.start)
            end = (moved.end or moved.start) if moved else None
        if end is None or end <= first.start:
            return None
        return Reading(left.start, right.end, first.start, end, "range", first.is_ambiguous)

    def _from_moment(self, left: Spot, right: Spot) -> Reading | None:
        """从现在到八点: the clock after a counted moment is the next one."""
        first = self._resolve(left)
        if first is None or first.start is None or right.clock is None:
            return None
        end = next_clock(right.clock, right.part, first.start)
        return Reading(left.start, right.end, first.start, end, "range")

    def _between_clocks(self, left: Spot, right: Spot) -> Reading | None:
        assert left.clock is not None
        assert right.clock is not None
        clock = led_clock(left.clock, right.clock, left.part or right.part)
        part = left.part or (right.part if right.part and not clock.half and not clock.is_24 else None)
        spot = replace(left, clock=clock, part=part, date=left.date or right.date)
        first = self._resolve(spot)
        if first is None or first.start is None:
            return None
        if right.date is not None and left.date is not None:
            last = self._resolve(right)
            end = last.start if last else None
        else:
            end = next_clock(right.clock, right.part or left.part, first.start)
        if end is None:
            return None
        if end <= first.start:
            end += _DAY
        return Reading(left.start, right.end, first.start, end, "range", first.is_ambiguous, first.has_date)

    # Spots.

    def _side(self, index: int, may_be_clock: bool = False, may_be_number: bool = False) -> tuple[Spot | None, int]:
        token = self._token(index)
        if token is None:
            return None, index
        if token.kind is Kind.NUMBER:
            return self._number(index, may_be_clock, may_be_number)
        if token.kind is Kind.SHIFT:
            return self._shifted(index)
        if token.kind is not Kind.SPOT:
            return None, index
        spot = Spot(token.start, token.end, token.date, token.part, token.clock, token.is_standing)
        return self._grown(spot, index + 1)

    def _shifted(self, index: int) -> tuple[Spot | None, int]:
        token = self._tokens[index]
        if not self._is_joined(index + 1) or self._is_kind(index + 1, Kind.SHIFT):
            return None, index
        base, after = self._side(index + 1)
        if base is not None and base.date is None and base.clock is not None and token.delta is not None:
            clock = moved_clock(base.clock, token.delta)
            return (replace(base, start=token.start, clock=clock), after) if clock else (None, index)
        if base is None or base.date is None:
            return None, index
        return replace(base, start=token.start, date=replace(base.date, shift=token.delta)), after

    def _number(self, index: int, may_be_clock: bool, may_be_number: bool) -> tuple[Spot | None, int]:
        """A bare number is a day beside a month, a clock after "from" or "before", and nothing alone."""
        token = self._tokens[index]
        beside = self._token(index + 1)
        if beside is not None and beside.kind is Kind.SPOT and beside.date is not None and self._is_joined(index + 1):
            said = beside.date.said()
            if said <= {"month", "month_off", "year"} and said and token.date is not None:
                spot = Spot(token.start, token.end, token.date)
                return self._grown(spot, index + 1)
            if may_be_clock and said:
                return self._grown(Spot(token.start, token.end, None, None, token.clock), index + 1)
        if may_be_clock or may_be_number:
            spot = Spot(token.start, token.end, token.date, None, token.clock)
            return self._grown(as_clock(spot), index + 1) if may_be_clock and not may_be_number else (spot, index + 1)
        return None, index

    def _grown(self, spot: Spot, index: int) -> tuple[Spot, int]:
        while (token := self._token(index)) is not None and self._is_joined(index):
            if self._is_put_right(spot, token):
                break
            if token.kind is Kind.SHIFT:
                more, after = self._grown_by_shift(spot, token, index)
            else:
                more, after = (joined(spot, token) if token.kind is Kind.SPOT else None), index + 1
            if more is None:
                break
            spot, index = more, after
        return spot, index

    def _is_put_right(self, spot: Spot, token: Token) -> bool:
        """ "不是明天是周三": what is denied and what is meant instead are two days, unless both are the same one."""
        if spot.date is None or token.date is None or not _DENIED.search(self._text[: spot.start]):
            return False
        denied, meant = resolve(spot.date, self._ref), resolve(token.date, self._ref)
        return denied is not None and meant is not None and denied.start != meant.start

    def _grown_by_shift(self, spot: Spot, token: Token, index: int) -> tuple[Spot | None, int]:
        """ "8pm on the Sunday after Easter" counts from the day that follows, 春节前两天 from the one before."""
        beyond = self._token(index + 1)
        has_day_behind = beyond is not None and beyond.date is not None and self._is_joined(index + 1)
        if spot.date is not None:
            if has_day_behind or spot.clock is not None or spot.date.shift is not None:
                return None, index
            return replace(spot, end=token.end, date=replace(spot.date, shift=token.delta)), index + 1
        base, after = self._shifted(index) if has_day_behind else (None, index)
        if base is None or base.clock is not None:
            return None, index
        return replace(base, start=spot.start, clock=spot.clock, part=spot.part or base.part), after

    # Resolution.

    def _resolve(self, spot: Spot) -> Reading | None:
        return self._resolve_from(spot, self._ref)

    def _resolve_from(self, spot: Spot, ref: datetime) -> Reading | None:
        if is_number(spot):
            return None
        if spot.date is None:
            return self._without_date(spot, ref)
        if spot.date.is_soft and spot.clock is None and spot.part is None and spot.date.says_only("year"):
            return self._lone_year(spot, ref)
        days = resolve(spot.date, ref)
        if days is None:
            return None
        is_whole = days.moment is not None or (spot.clock is None and spot.part is None)
        reading = self._whole(days, spot.start, spot.end) if is_whole else in_day(spot, days.start, days.is_ambiguous)
        return replace(reading, is_weekday_only=spot.date.says_only("weekday")) if reading else None

    def _lone_year(self, spot: Spot, ref: datetime) -> Reading | None:
        days = resolve(spot.date or DateSpec(), ref)
        return self._whole(days, spot.start, spot.end) if days else None

    def _whole(self, days: Days, first: int, last: int) -> Reading:
        if days.moment is not None:
            return Reading(first, last, days.moment, None, "minute")
        start, end = datetime.combine(days.start, time()), datetime.combine(days.end, time())
        if days.grain == "range" and days.is_single and days.start == self._ref.date():
            start = self._ref
        return Reading(first, last, start, end, days.grain, days.is_ambiguous)

    def _without_date(self, spot: Spot, ref: datetime) -> Reading | None:
        if self._anchor is not None:
            return in_day(spot, self._anchor, False)
        reading = in_day(spot, ref.date(), False)
        if reading is not None and lies_behind(reading, ref):
            reading = in_day(spot, ref.date() + _DAY, False)
        return replace(reading, has_date=False) if reading else None
