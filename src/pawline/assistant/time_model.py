"""The pieces a time expression is made of, before and after it is resolved against a moment."""

from __future__ import annotations

import enum
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Literal

Grain = Literal["minute", "hour", "day", "daypart", "week", "weekend", "month", "year", "range", "window", "open"]
Role = Literal["when", "old", "new", "not", "info"]
Unit = Literal[
    "second", "minute", "hour", "day", "week", "fortnight", "month", "quarter", "year", "weekday",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
]  # fmt: skip
WEEKDAY_UNITS: tuple[Unit, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Units of "the monday after", "two sundays before": steps from one such weekday to the next."""


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One time expression, resolved.

    `start` and `end` are aware and half open. `end` None: an instant (grain minute or hour), or open
    towards the future (grain open). `start` None: open towards the past. `span` is its place in the text.
    `is_ambiguous` tells that a careful person would say the date or the half of the day back.
    """

    text: str
    span: tuple[int, int]
    start: datetime | None
    end: datetime | None
    grain: Grain
    role: Role = "when"
    is_ambiguous: bool = False
    has_date: bool = True
    is_weekday_only: bool = False
    """The day was named by its weekday alone: which week is meant depends on what was spoken of before."""

    @property
    def is_instant(self) -> bool:
        """One moment on the clock."""
        return self.start is not None and self.end is None and self.grain in ("minute", "hour")


@dataclass(frozen=True, slots=True)
class Delta:
    """A signed length: how far from a base."""

    amount: float
    unit: Unit


@dataclass(frozen=True, slots=True)
class Daypart:
    """Part of a day in hours from its midnight; `shifts` is how an unmarked clock inside it is read."""

    start: float
    end: float
    half: Literal["am", "pm", "night", "noon"]


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time; `half` None and not `is_24` means that either half of the day may be meant."""

    hour: int
    minute: int = 0
    second: int = 0
    half: Literal["am", "pm"] | None = None
    is_24: bool = False
    until: int | None = None
    """For 两三点: the later hour."""


@dataclass(frozen=True, slots=True)
class DateSpec:
    """What is said of a day or a period; pieces said apart are unified into one.

    `*_off` count calendar periods from the present one. `nth` belongs to a weekday (or to a day, as in
    "the last day of May": -1), `nth_week` to the weeks of a month. `part` is a third or a half of a period.
    """

    year: int | None = None
    year_off: int | None = None
    month: int | None = None
    month_off: int | None = None
    quarter: int | None = None
    quarter_off: int | None = None
    day: int | None = None
    week_off: int | None = None
    weekday: int | None = None
    day_off: int | None = None
    festival: str | None = None
    lunar: bool | None = None
    occurrence: int | None = None
    nth: int | None = None
    nth_day: int | None = None
    nth_week: int | None = None
    part: Literal["start", "mid", "end", "first_half", "second_half"] | None = None
    span: Literal["weekend", "workweek", "week_of", "fortnight", "festival_weekend", "rest", "pair"] | None = None
    delta: Delta | None = None
    shift: Delta | None = None
    is_soft: bool | None = None
    """A lone year and the like: counts only beside something firmer."""

    def said(self) -> frozenset[str]:
        """The names of the fields that were said."""
        return frozenset(
            field.name for field in fields(self) if field.name != "is_soft" and getattr(self, field.name) is not None
        )

    def says_only(self, *names: str) -> bool:
        """Whether exactly these fields were said."""
        return self.said() == frozenset(names)

    def unified(self, other: DateSpec) -> DateSpec | None:
        """Both together, or None when they speak of different days."""
        mine, theirs = self.said(), other.said()
        for name in mine & theirs:
            if getattr(self, name) != getattr(other, name):
                return None
        if not _is_sensible(mine | theirs):
            return None
        added = {name: getattr(other, name) for name in theirs - mine}
        return replace(self, **added, is_soft=None)


_SENSIBLE: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        "year year_off month month_off day weekday lunar shift",
        "year year_off month month_off nth weekday shift",
        "year year_off month month_off nth_day shift",
        "year year_off month month_off part shift",
        "year year_off month month_off nth_week shift",
        "year year_off quarter shift",
        "quarter_off",
        "month occurrence shift",
        "year year_off month month_off day span",
        "week_off weekday",
        "week_off weekday part",
        "week_off weekday year month day",
        "week_off shift",
        "month_off year_off span",
        "week_off span part",
        "day_off span",
        "span part",
        "day_off weekday shift",
        "day_off year month day weekday",
        "delta weekday shift",
        "delta festival",
        "festival year year_off occurrence span shift",
        "weekday occurrence",
        "span shift weekday day_off",
    )
)


def _is_sensible(names: frozenset[str]) -> bool:
    return any(names <= allowed for allowed in _SENSIBLE)


class Kind(enum.Enum):
    """What a token does in a time expression."""

    SPOT = enum.auto()
    NUMBER = enum.auto()
    TO = enum.auto()
    FROM = enum.auto()
    AND = enum.auto()
    BEFORE = enum.auto()
    AFTER = enum.auto()
    BEFORE_END = enum.auto()
    AFTER_END = enum.auto()
    LASTING = enum.auto()
    WINDOW = enum.auto()
    SHIFT = enum.auto()
    STOP = enum.auto()
    """Looks like a time and is none: covers its text so that nothing inside it is read."""


@dataclass(frozen=True, slots=True)
class Token:
    """A recognised piece at its place in the text. A spot may carry a date, a daypart and a clock at once."""

    kind: Kind
    start: int = 0
    end: int = 0
    date: DateSpec | None = None
    part: Daypart | None = None
    clock: Clock | None = None
    delta: Delta | None = None
    is_standing: bool = True
    """False: only counts next to another piece (a bare clock word that may be something else)."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Neighbouring pieces unified: one point or period as it was said."""

    start: int
    end: int
    date: DateSpec | None = None
    part: Daypart | None = None
    clock: Clock | None = None
    is_standing: bool = True
