"""Stays: which of them the shop books, from which day, and for how many nights. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec.structs import replace

from .model import When, Wish
from .numerals import ZH_NUMBER, zh_number
from .time_model import TimeMention
from .understand import Understanding
from .world import World

STAYS = ("boarding", "daycare")
"""The labels of what a pet stays for."""
MOST_NIGHTS = 366
"""More is no number of nights; how many a shop takes is the engine's to say."""

_WEEK = 7
_EN_NUMBERS = {"a": 1, "one": 1, "two": 2, "couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
               "eight": 8, "nine": 9, "ten": 10, "fourteen": 14}  # fmt: skip
# 周一晚, 初三夜 and 第二天 are times, and so is 三天后.
_ZH_COUNT = re.compile(
    rf"(?<![\d周週期拜初号號月第点點:：.])(?P<n>{ZH_NUMBER})\s*"
    r"(?:个|個)?(?P<unit>晚上?|夜|宿|天|周|週|星期|礼拜|禮拜)(?![一二三四五六日天末后後前内內之以])"
)
_EN_COUNT = re.compile(
    rf"\b(?P<n>\d{{1,3}}|{'|'.join(_EN_NUMBERS)})\s+(?P<unit>night|day|week)s?\b"
    r"(?!\s+(?:ago|later|before|after|from now))",
    re.IGNORECASE,
)
# "改到5号" is a change, not an end.
_UNTIL = re.compile(r"(?:(?<![改挪换換推移迟遲前后後])到|至|\b(?:until|till|to))\s*$", re.IGNORECASE)
_BARE = re.compile(rf"\s*(?P<n>{ZH_NUMBER}|{'|'.join(_EN_NUMBERS)})\s*[。.!！吧呀]*\s*", re.IGNORECASE)


def nights_in(text: str) -> int | None:
    """How many nights a text names: 三晚, 住两天, a week; None when it names none. Days are counted as nights."""
    found = _ZH_COUNT.search(text) or _EN_COUNT.search(text)
    if found is None:
        return None
    many = _number(found["n"])
    unit = found["unit"].lower()
    return _within(many * _WEEK if unit in ("周", "週", "星期", "礼拜", "禮拜", "week") else many)


def nights_answered(text: str) -> int | None:
    """The same of an answer to how many nights: a number alone will do."""
    bare = _BARE.fullmatch(text)
    return _within(_number(bare["n"])) if bare else nights_in(text)


def _number(said: str) -> int:
    if said.lower() in _EN_NUMBERS:
        return _EN_NUMBERS[said.lower()]
    return int(zh_number(said) or 0)


def _within(nights: int) -> int | None:
    return nights if 1 <= nights <= MOST_NIGHTS else None


def stay_of(labels: Iterable[str], species: str | None, world: World) -> str | None:
    """The code of the stay that the labels mean and that owners book; None when there is none."""
    for label in STAYS:
        if label in labels:
            for one in world.services(label, species or "dog"):
                if one.sold_by != "visit" and one.is_bookable:
                    return one.code
    return None


def is_by_night(wish: Wish, world: World) -> bool:
    """Whether how many nights decides what it costs and when there is room."""
    return any((one := world.service(code)) is not None and one.sold_by == "night" for code in wish.codes or ())


def with_stay(wish: Wish, read: Understanding, before: Wish) -> Wish:
    """The wish with the days of a stay: from the first day named to the last, or for the nights that were said."""
    days = [] if _is_end_alone(read) else _days(read.wanted_times)
    said = nights_in(read.text)
    if not days:
        # "住三晚" holds no time; 晚 alone would have been read as one.
        return replace(wish, nights=said or wish.nights, when=before.when if said or read.wanted_times else wish.when)
    first, last = days[0], days[-1]
    nights = said or (last - first).days or wish.nights
    clock = next((one.start for one in read.wanted_times if one.is_instant and one.start is not None), None)
    at = None if clock is None or clock.date() != first else clock.replace(tzinfo=None)
    return replace(wish, nights=nights or None, when=When(day=None if at else first, at=at))


def _is_end_alone(read: Understanding) -> bool:
    """ "寄养到5号": the day is when it is fetched, and when it is brought was not said."""
    dated = [one for one in read.wanted_times if one.has_date]
    return len(dated) == 1 and _UNTIL.search(read.text[: dated[0].span[0]]) is not None


def _days(times: Iterable[TimeMention]) -> list[date]:
    """The first day that is named and the last one, in order; one when it is the same."""
    days: list[date] = []
    for one in times:
        if not one.has_date:
            continue
        start = one.start or one.end
        if start is not None:
            days.append(start.date())
        if one.start is not None and one.end is not None:
            days.append((one.end - timedelta(seconds=1)).date())
    return sorted({min(days), max(days)}) if days else []
