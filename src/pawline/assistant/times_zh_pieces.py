"""What the pieces of Chinese time expressions mean: tokens built from matches.

Mandarin in both scripts and Cantonese wording; everything runs on folded (simplified, half width) text.
"""

from __future__ import annotations

import re
from typing import Literal, cast

from .numerals import zh_number
from .time_lexer import Rule, rule
from .time_model import WEEKDAY_UNITS, Clock, DateSpec, Daypart, Delta, Kind, Token, Unit
from .times_zh_words import (
    DAY_CHARS,
    DAY_OF,
    FESTIVALS,
    FESTIVE,
    NUMBER_FESTIVALS,
    PART_OF,
    PART_OF_PERIOD,
    SHORT_PARTS,
    UNITS,
    WEEKDAY_CHARS,
    YEAR_WORDS,
)


def number(text: str) -> int:
    value = zh_number(text)
    assert value is not None, text
    return int(value)


def spot(
    date: DateSpec | None = None,
    part: Daypart | None = None,
    clock: Clock | None = None,
    is_standing: bool = True,
) -> Token:
    return Token(Kind.SPOT, date=date, part=part, clock=clock, is_standing=is_standing)


def day_word(match: re.Match[str]) -> Token:
    return spot(DateSpec(day_off=DAY_OF[match[0]]))


def far_day(match: re.Match[str]) -> Token:
    """大后天 is the third day ahead; each further 大 is one day more."""
    days = 2 + len(match[1])
    return spot(DateSpec(day_off=days if match[2] == "后" else -days))


def pair_of_days(match: re.Match[str]) -> Token:
    return spot(DateSpec(day_off=DAY_CHARS[match[1]], span="pair"))


def day_with_part(match: re.Match[str]) -> Token:
    return spot(DateSpec(day_off=DAY_CHARS[match[1]]), SHORT_PARTS[match[2]])


def part_token(match: re.Match[str]) -> Token:
    return spot(part=PART_OF[match[0]])


def _offset(word: str | None) -> int | None:
    """这/本 0, 下 1, 下下 and 大下 2, 上 -1, 上上 -2; None when nothing was said."""
    if not word:
        return None
    if "下" in word:
        return word.count("下") + word.count("大")
    if "上" in word:
        return -word.count("上")
    return 0


def week_day(match: re.Match[str]) -> Token | None:
    off, day = _offset(match["off"]), match["day"]
    if day is None:
        return spot(DateSpec(week_off=off)) if off is not None else None
    if day in ("末", "尾"):
        return spot(DateSpec(week_off=off, span="weekend"))
    return spot(DateSpec(week_off=off, weekday=WEEKDAY_CHARS[day]))


def nth_weekday(match: re.Match[str]) -> Token:
    nth = -1 if "nth" not in match.groupdict() else number(match["nth"])
    return spot(DateSpec(nth=nth, weekday=WEEKDAY_CHARS[match["day"]]), is_standing=False)


def month_word(match: re.Match[str]) -> Token:
    return spot(DateSpec(month_off=_offset(match["off"])))


def year_word(match: re.Match[str]) -> Token:
    return spot(DateSpec(year_off=YEAR_WORDS[match[0]]))


def year(match: re.Match[str]) -> Token | None:
    value = number(match[1])
    if value < 100:
        value += 2000
    return spot(DateSpec(year=value, is_soft=True)) if 1900 <= value < 2200 else None


def ymd(year: str | None, month: str | None, day: str | None) -> Token | None:
    spec = DateSpec(year=_full_year(year), month=number(month) if month else None, day=number(day) if day else None)
    if spec.month is not None and not 1 <= spec.month <= 12:
        return None
    if spec.day is not None and not 1 <= spec.day <= 31:
        return None
    return spot(spec)


def minguo(match: re.Match[str]) -> Token | None:
    """Years of the Republic, as Taiwan counts them: the first was 1912."""
    value = number(match[1]) + 1911
    return spot(DateSpec(year=value, is_soft=True)) if value < 2200 else None


def _full_year(text: str | None) -> int | None:
    if text is None:
        return None
    value = number(text)
    return value + 2000 if value < 100 else value


def month_day(match: re.Match[str]) -> Token | None:
    return ymd(None, match[1].replace("元", "一"), match[2])


def lunar(match: re.Match[str]) -> Token | None:
    month = {"正": 1, "腊": 12, "冬": 11}.get(match["m"] or "正") or number(match["m"])
    digits = match["d"].removeprefix("初")
    day = number(digits)
    if match["lead"] == "年" and day == 30:
        return None
    if match["m"] is None and not match["d"].startswith("初") and not match["lead"]:
        return None
    return spot(DateSpec(lunar=True, month=month, day=day)) if day <= 30 and month <= 12 else None


def period_part(match: re.Match[str]) -> Token:
    return spot(DateSpec(part=PART_OF_PERIOD[match[1]]), is_standing=False)


def month_part(match: re.Match[str]) -> Token:
    return spot(DateSpec(month_off=_offset(match["off"]) or 0, part=PART_OF_PERIOD[match["part"]]))


def year_part(match: re.Match[str]) -> Token:
    """Of this year, unless another is said before it."""
    return spot(DateSpec(part=PART_OF_PERIOD[match["part"]]))


def same_day(match: re.Match[str]) -> Token:
    """下周的今天."""
    if match["year"]:
        return spot(DateSpec(day_off=0, shift=Delta(1 if match["year"] == "明" else -1, "year")))
    unit: Unit = "month" if match["unit"] == "月" else "week"
    return spot(DateSpec(day_off=0, shift=Delta(_offset(match["off"]) or 0, unit)))


def half_week(match: re.Match[str]) -> Token:
    return spot(DateSpec(week_off=0, part=_half(match[1])))


def half_month(match: re.Match[str]) -> Token:
    return spot(DateSpec(month_off=0, part=_half(match[1])))


def half_of_period(match: re.Match[str]) -> Token:
    """Half of the year, or of the month said before it."""
    return spot(DateSpec(part=_half(match[1])))


def _half(word: str) -> Literal["first_half", "second_half"]:
    return "first_half" if word in ("上", "前") else "second_half"


def within_period(match: re.Match[str]) -> Token:
    """本周内, 月内: the present period."""
    unit = match[1]
    fields = {"周": DateSpec(week_off=0), "月": DateSpec(month_off=0), "年": DateSpec(year_off=0)}
    return spot(fields[unit])


def last_day(_match: re.Match[str]) -> Token:
    return spot(DateSpec(nth_day=-1), is_standing=False)


def quarter(match: re.Match[str]) -> Token:
    return spot(DateSpec(quarter=number(match[1])))


def quarter_word(match: re.Match[str]) -> Token:
    return spot(DateSpec(quarter_off=_offset(match[1])))


def _clock_minute(text: str | None) -> int | None:
    """The minutes after 点; None when they cannot be minutes."""
    if not text:
        return 0
    text = text.strip()
    if text in ("半", "搭半", "踏半", "半钟", "半左右", "三十分"):
        return 30
    if text.startswith(("搭", "踏")):
        return number(text[1:]) * 5
    if "字" in text:
        return number(text.removesuffix("字").removesuffix("个")) * 5
    if "刻" in text:
        return number(text.replace("刻", "").replace("钟", "")) * 15
    value = zh_number(text.removesuffix("分").replace("过", "") or "0")
    return int(value) if value is not None and value < 60 else None


MINUTES = (
    r"(?:半钟?|[搭踏](?:半|十一|[一二两三四五六七八九十]|\d{1,2})|[一二两三四五六七八九十]{1,2}个字|"
    r"[一二三两1-3]刻钟?|过?[一二三四五六七八九]分|过?(?:\d{1,2}|零[一二三四五六七八九]|[一二三四五]?十[一二三四五六七八九]?)分?)"
)


def clock_token(match: re.Match[str]) -> Token | None:
    hour, minute = number(match["h"]), _clock_minute(match["m"])
    if hour > 24 or minute is None:
        return None
    late = match["h2"]
    is_24 = hour > 12 or hour == 0 or match["h"].startswith("0")
    return spot(clock=Clock(hour, minute, is_24=is_24, until=number(late) if late else None))


def bare_one(match: re.Match[str]) -> Token:
    """一点 is "a bit" more often than one o'clock: it needs a neighbour that speaks of time."""
    return spot(clock=Clock(1), is_standing=False)


def fifths_clock(match: re.Match[str]) -> Token:
    """下昼四点九, 三点八: as in Cantonese a bare figure behind the hour is one of the clock face, five minutes each."""
    return spot(clock=Clock(number(match["h"]), number(match["f"]) * 5))


def minus_clock(match: re.Match[str]) -> Token | None:
    before = match["m1"] or match["m2"]
    hour = number(match["h1"] or match["h2"])
    minutes = number(before.replace("刻", "")) * (15 if "刻" in before else 1)
    return spot(clock=Clock((hour - 1) % 24, 60 - minutes)) if hour <= 24 and 0 < minutes < 60 else None


def colon_clock(match: re.Match[str]) -> Token | None:
    hour, minute = int(match["h"]), int(match["m"])
    if hour > 24 or minute > 59:
        return None
    half = cast(Literal["am", "pm"] | None, f"{match['half'][0]}m" if match["half"] else None)
    is_24 = half is None and (hour > 12 or match["h"].startswith("0"))
    return spot(clock=Clock(hour, minute, half=half, is_24=is_24))


def english_clock(match: re.Match[str]) -> Token | None:
    hour = int(match[1])
    return spot(clock=Clock(hour, half="am" if match[2] == "a" else "pm")) if 1 <= hour <= 12 else None


def _amount(text: str) -> float:
    if text.startswith("半"):
        return 0.5
    if len(text) == 2 and (about := zh_number(text[0])) and zh_number(text[1]) == about + 1 and not text.isdigit():
        # 三四天 is three or four, not thirty-four.
        return about
    value = zh_number(text)
    return value if value is not None else 1.0


def _delta(number: str, unit: str, has_half: bool, sign: int) -> Delta:
    amount = _amount(number) + (0.5 if has_half else 0)
    key = next(char for char in reversed(unit) if char in UNITS) if unit != "钟" and unit != "个钟" else "时"
    scale = 15 if "刻" in unit else 5 if unit.endswith("字") else 1
    return Delta(sign * amount * scale, UNITS[key])


def _sign(match: re.Match[str]) -> int:
    return -1 if "前" in match["dir"] else 1


def relative(match: re.Match[str]) -> Token | None:
    delta = _delta(match["n"], match["u"], bool(match["half"] or match["half2"]), _sign(match))
    if delta.unit == "year" and abs(delta.amount) >= 1000:
        return None
    more = _delta(match["n2"], match["u2"], False, _sign(match)) if match["n2"] else None
    return spot(DateSpec(delta=delta, shift=more))


def moved(delta: Delta) -> Token:
    return spot(DateSpec(delta=delta))


def passing(match: re.Match[str]) -> Token:
    return moved(_delta(match["n"], match["u"], bool(match["half"] or match["half2"]), 1))


def window(match: re.Match[str]) -> Token:
    sign = -1 if match["past"] else 1
    return Token(Kind.WINDOW, delta=_delta(match["n"], match["u"], False, sign))


def window_within(match: re.Match[str]) -> Token:
    return Token(Kind.WINDOW, delta=_delta(match["n"], match["u"], bool(match["half"]), 1))


def soon(match: re.Match[str]) -> Token:
    return Token(Kind.WINDOW, delta=Delta(3, "day"))


def past_unit(match: re.Match[str]) -> Token:
    return Token(Kind.WINDOW, delta=Delta(-1 if match[1] == "上" else 1, "hour"))


def after_shift(match: re.Match[str]) -> Token:
    return Token(Kind.SHIFT, delta=_delta(match["n"], match["u"], False, _sign(match)))


def weekday_shift(match: re.Match[str]) -> Token:
    """春节后第一个周一."""
    unit = WEEKDAY_UNITS[WEEKDAY_CHARS[match["day"]]]
    return Token(Kind.SHIFT, delta=Delta(_sign(match) * number(match["n"] or "一"), unit))


def nth_day_ahead(match: re.Match[str]) -> Token:
    """第三天 counts today as the first."""
    return spot(DateSpec(day_off=number(match[1]) - 1), is_standing=match["is_bound"] is not None)


def festival(name: str) -> Rule:
    return rule(
        rf"(?:{FESTIVALS[name]})(?:当天|那天|那日|期间|假期)?{FESTIVE}", lambda _match: spot(DateSpec(festival=name))
    )


def number_festival(match: re.Match[str]) -> Token:
    return spot(DateSpec(festival=NUMBER_FESTIVALS[match[1]]))


def plain(digits: str) -> Token | None:
    value = zh_number(digits)
    if value is None or not 0 < value <= 31:
        return None
    return Token(Kind.NUMBER, clock=Clock(int(value), is_24=value > 12), date=DateSpec(day=int(value)))
