"""Stays: which of them the shop books, from which day, and for how many nights. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from .model import When, Wish
from .numerals import EN_CARDINAL, ZH_NUMBER, en_number, zh_number
from .time_model import TimeMention
from .understand import Understanding
from .world import World

STAYS = ("boarding", "daycare")
"""The labels of what a pet stays for."""
_BY_NIGHT = ("晚", "晚上", "夜", "宿", "night")
MOST_NIGHTS = 366
"""More is no number of nights; how many a shop takes is the engine's to say."""

_WEEK = 7
_EN_NUMBER = rf"(?:\d{{1,3}}|couple of|{EN_CARDINAL})"
# 周一晚, 初三夜, 第二天 and 过两天 are times, 8周大 an age, 一天两次 how often, 一晚80 a price.
_ZH_COUNT = re.compile(
    rf"(?<![\d周週期拜初号號月第点點:：.过過这這前隔每])(?P<n>{ZH_NUMBER})\s*"
    r"(?:个|個)?(?P<unit>晚上?|夜|宿|天|周|週|星期|礼拜|禮拜)(?![一二三四五六日天末后後前內内之以大龄齡])"
    r"(?!\s*(?:要|收)?\s*(?:[一二两三四五六七八九十\d多几幾¥￥喂餵吃遛拉]))"
)
_EN_COUNT = re.compile(
    rf"(?<!\bin )(?<!\bevery )\b(?P<n>{_EN_NUMBER}|a(?= week))[ -](?P<unit>night|day|week)s?\b"
    r"(?!\s+(?:ago|later|before|after|from now|old))",
    re.IGNORECASE,
)
# "改到5号" is a change, not an end.
_UNTIL = re.compile(r"(?:(?<![改挪换換推移迟遲前后後])到|至|\b(?:until|till|to))\s*$", re.IGNORECASE)
_FETCHED = re.compile(
    r"接|(?<![改挪换換推移迟遲前后後])到|至|\buntil\b|\btill\b|pick(?:ed|ing)? ?up|fetch|collect", re.IGNORECASE
)
_BARE = re.compile(rf"\s*(?P<n>{ZH_NUMBER}|{_EN_NUMBER})\s*[。.!！吧呀]*\s*", re.IGNORECASE)
# 三四晚 is some number of nights, and none in particular.
_ABOUT = re.compile(r"[一二两三四五六七八九]{2,}")


def nights_in(text: str) -> int | None:
    """How many nights a text names: 三晚, 住两天, a week; None when it names none, or several.

    Days are counted as nights where no nights are named.
    """
    found = [*_ZH_COUNT.finditer(text), *_EN_COUNT.finditer(text)]
    by_night = [one for one in found if one["unit"].lower() in _BY_NIGHT]
    named = {_nights(one) for one in by_night or found}
    return _within(named.pop()) if len(named) == 1 else None


def nights_answered(text: str) -> int | None:
    """The same of an answer to how many nights: a number alone will do."""
    bare = _BARE.fullmatch(text)
    if bare is None:
        return nights_in(text)
    return None if _ABOUT.fullmatch(bare["n"]) else _within(_number(bare["n"]))


def _nights(found: re.Match[str]) -> int:
    """0 when it is no number in particular."""
    if _ABOUT.fullmatch(found["n"]):
        return 0
    many = _number(found["n"])
    return many * _WEEK if found["unit"].lower() in ("周", "週", "星期", "礼拜", "禮拜", "week") else many


def _number(said: str) -> int:
    return int(zh_number(said) or en_number(said) or 0)


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
    said = nights_in(read.text)
    dated = [one for one in read.wanted_times if one.has_date]
    until = _fetched_on(dated, read, before)
    if until is not None:
        return replace(wish, nights=said or until, when=before.when)
    days = [] if _is_end_alone(dated, read) or _is_note(read, before) else _days(dated)
    if not days:
        # "住三晚" holds no time; 晚 alone would have been read as one.
        return replace(wish, nights=said or wish.nights, when=before.when if said or read.wanted_times else wish.when)
    first, last = days[0], days[-1]
    # Two days that were named say more than a number, which may be of anything; one name for some days, as a weekend,
    # says less.
    counts = said is not None and len(dated) == 1
    nights = said or wish.nights if counts or last == first else (last - first).days
    clock = next((one.start for one in read.wanted_times if one.is_instant and one.start is not None), None)
    at = None if clock is None or clock.date() != first else clock.replace(tzinfo=None)
    return replace(wish, nights=nights, when=When(day=None if at else first, at=at))


def _is_note(read: Understanding, before: Wish) -> bool:
    """ "他周六下午要吃药" while the days are known is something to mind, and changes none of them."""
    is_known = before.nights is not None and before.when.is_said
    return is_known and bool(read.needs) and not read.has("correct", "reschedule")


def _fetched_on(dated: Sequence[TimeMention], read: Understanding, before: Wish) -> int | None:
    """The nights until the day of fetching, named alone after the first day was; None when none was."""
    first = before.when.one_day
    if first is None or len(dated) != 1 or read.has("reschedule") or not _FETCHED.search(read.text):
        return None
    (one,) = dated
    # "Until Sunday" has an end alone, and Sunday is part of it.
    ends = one.start or (one.end and one.end - timedelta(seconds=1))
    if ends is None:
        return None
    nights = (ends.date() - first).days
    # A bare weekday is the one after the pet has come.
    return _within((nights - 1) % _WEEK + 1 if one.is_weekday_only else nights)


def _is_end_alone(dated: Sequence[TimeMention], read: Understanding) -> bool:
    """ "寄养到5号": the day is when it is fetched, and when it is brought was not said."""
    return not read.has("reschedule") and len(dated) == 1 and _UNTIL.search(read.text[: dated[0].span[0]]) is not None


def _days(dated: Iterable[TimeMention]) -> list[date]:
    """The first day that is named and the last one, in order; one when it is the same."""
    days: list[date] = []
    for one in dated:
        start = one.start or one.end
        if start is not None:
            days.append(start.date())
        if one.start is not None and one.end is not None:
            days.append((one.end - timedelta(seconds=1)).date())
    return sorted({min(days), max(days)}) if days else []
