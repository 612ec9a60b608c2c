"""Seasons: days on which services cost more or less than listed, and what may be said of one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .checks import Bounds, check_number, check_text
from .errors import BadShop, BadStretch, NotKnownHere, SeasonNever, TooManySeasons, ZeroPercent
from .model import Catalogue, Label

MOST_SEASONS = 40
# Two years: longer than the farthest day that can be booked.
MOST_DAYS = 731
# With its percent and its nights a name has room on a line of the bill.
MOST_NAME = 22
PERCENT = Bounds(-50, 200, Label("加减百分之几", "Percent more or less"))
WEEKDAYS = frozenset(range(1, 8))


@dataclass(frozen=True)
class Season:
    """Days of the shop's calendar, both ends included, on which what it is for costs `percent` more than listed; less
    when it is below 0.

    `weekdays` (1 Monday … 7 Sunday) are those of its days on which it holds, none of them is every day; `services` are
    the codes of what it is for, none of them is everything.
    """

    id: str
    name: Label
    first: date
    last: date
    percent: int
    weekdays: frozenset[int] = frozenset()
    services: frozenset[str] = frozenset()

    def holds_on(self, day: date) -> bool:
        """Whether this day is one of its days."""
        is_its_weekday = not self.weekdays or day.isoweekday() in self.weekdays
        return self.first <= day <= self.last and is_its_weekday

    def is_for(self, code: str) -> bool:
        """Whether a service costs more or less in it."""
        return not self.services or code in self.services


def check_season(one: Season, sold: Catalogue, today: date) -> None:
    """Whether a season can be written down; one that is over cannot.

    Raises BadShop (name, weekdays), BadStretch, SeasonNever, BadNumber, ZeroPercent, NotKnownHere.
    """
    check_text("name", one.name.zh, 1, MOST_NAME)
    check_text("name_en", one.name.en, 1, MOST_NAME)
    if one.percent == 0:
        raise ZeroPercent
    check_number("percent", PERCENT, one.percent)
    if one.last < max(one.first, today) or (one.last - one.first).days >= MOST_DAYS:
        raise BadStretch(days=MOST_DAYS)
    if one.weekdays - WEEKDAYS:
        raise BadShop(reason="weekdays")
    week = (one.first + timedelta(days=n) for n in range(min(7, (one.last - one.first).days + 1)))
    if not any(one.holds_on(day) for day in week):
        raise SeasonNever
    for strange in sorted(one.services - sold.by_code.keys()):
        raise NotKnownHere("services", strange[:40], Label("项目", "service"))


def check_room(seasons: Sequence[Season]) -> None:
    """Whether the shop can have one more; raises TooManySeasons."""
    if len(seasons) >= MOST_SEASONS:
        raise TooManySeasons(most=MOST_SEASONS)
