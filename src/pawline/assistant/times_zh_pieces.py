"""What the pieces of Chinese time expressions mean: word tables, and tokens built from matches.

Mandarin in both scripts and Cantonese wording; everything runs on folded (simplified, half width) text.
"""

from __future__ import annotations

import re
from typing import Literal, cast

from .numerals import ZH_NUMBER, zh_number
from .time_lexer import Rule, rule
from .time_model import Clock, DateSpec, Daypart, Delta, Kind, Token, Unit

N = ZH_NUMBER
SMALL = r"(?:\d{1,2}|三十一?|[一二]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二三四五六七八九])"
_WEEKDAY_CHARS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
_WEEKDAY_CHARS.update({str(n): n - 1 for n in range(1, 8)})
WEEK = r"(?:周|星期|礼拜)"
# What follows 号 when it numbers a thing instead of a day.
NOT_A_DAY = r"(?!店|桌|楼|线|机|门|院|房|柜|台|位|技师|美容师|选手|链接|码|笼|间|池|的?那(?:只|个|家))"
_UNITS: dict[str, Unit] = {
    "秒": "second",
    "分": "minute",
    "刻": "minute",
    "字": "minute",
    "时": "hour",
    "点": "hour",
    "头": "hour",
    "天": "day",
    "日": "day",
    "晚": "day",
    "周": "week",
    "拜": "week",
    "期": "week",
    "月": "month",
    "季": "quarter",
    "年": "year",
}
UNIT = r"(?:秒钟?|分钟?|刻钟?|字|小时|个?钟头?|钟头|天|日|晚|个?(?:星期|礼拜)|周|个多?月|月|个?季度|年)"

PARTS: dict[str, Daypart] = {
    "凌晨": Daypart(0, 6, "am"),
    "清晨": Daypart(5, 8, "am"),
    "早": Daypart(6, 10, "am"),
    "上午": Daypart(8, 12, "am"),
    "中午": Daypart(11, 14, "noon"),
    "下午": Daypart(12, 18, "pm"),
    "傍晚": Daypart(17, 19, "pm"),
    "晚": Daypart(18, 22, "night"),
    "深夜": Daypart(22, 24, "night"),
    "半夜": Daypart(0, 5, "night"),
    "白天": Daypart(8, 18, "noon"),
}
PART_WORDS = {
    "凌晨": "凌晨|拂晓|破晓",
    "清晨": "清晨|黎明|大清早|清早|天刚亮",
    "早": "早晨|早上|今早|早间|朝头早|朝早|大早上|一大早|(?<![周期拜])一早|晨间",
    "上午": "上午|上昼|午前|头晌|前晌",
    "中午": "中午|晌午|正午时分|午间|大中午|晏昼头",
    "下午": "下午|午后|下昼|晏昼|后晌|后半晌|过晌",
    "傍晚": "傍晚|黄昏|擦黑|天擦黑",
    "晚": "晚上|晚间|夜晚|夜里|夜间|晚黑|夜晚黑|夜晚头|大晚上|今夜|后晚",
    "深夜": "深夜|午夜时分|大半夜前|夜深",
    "半夜": "后半夜|半夜三更|半夜|下半夜|三更半夜",
    "白天": "白天|日间|大白天|白日里",
}
_PART_OF = {
    re.sub(r"\(.*?\)", "", word): PARTS[name] for name, words in PART_WORDS.items() for word in words.split("|")
}
SHORT_PARTS = {"早": PARTS["早"], "晨": PARTS["早"], "朝": PARTS["早"], "晚": PARTS["晚"], "夜": PARTS["晚"]}

_DAYS: dict[int, str] = {
    0: "今天|今日|今儿个?|当天|当日|即日",
    1: "明天|明日|明儿个?|听日|听天|第二天|次日|翌日|赶明儿",
    2: "后天|后日|后儿个?",
    3: "大后天|大后日|大后儿个?",
    -1: "昨天|昨日|昨儿个?|琴日|寻日|噚日|前一天",
    -2: "前天|前日|前儿个?",
    -3: "大前天|大前日|大前儿个?",
}
DAY_OF = {
    form: offset
    for offset, forms in _DAYS.items()
    for word in forms.split("|")
    for form in ((word[:-2], word[:-2] + "个") if word.endswith("个?") else (word,))
}
_DAY_CHARS = {"今": 0, "当": 0, "明": 1, "听": 1, "昨": -1, "琴": -1, "寻": -1, "后": 2, "前": -2}

FESTIVALS = {
    "new_year": "元旦节?|公历新年|新历新年",
    "spring": "大年初一|春节|农历新年|农历年|新春|旧历年|年初一|正月初一|过年|过大年",
    "spring_eve": "除夕夜?|大年夜|年三十|大年三十|年卅晚?|年三十晚|年廿九晚",
    "lantern": "元宵节?|正月十五|上元节",
    "qingming": "清明节?",
    "dragon_boat": "端午节?|端阳节?",
    "qixi": "七夕节?",
    "zhongyuan": "中元节|鬼节|盂兰节",
    "mid_autumn": "中秋节?|八月十五中秋",
    "chongyang": "重阳节?",
    "laba": "腊八节?",
    "small_new_year": "小年夜?",
    "winter_solstice": "冬至",
    "national": "国庆节?|国庆日|十一国庆",
    "labor": "五一国际劳动节|五一劳动节|国际劳动节|劳动节|五一节",
    "women": "三八妇女节|三八节|妇女节|女神节",
    "youth": "五四青年节|青年节",
    "children": "六一儿童节|六一节|儿童节",
    "army_day": "八一建军节|建军节",
    "teachers": "教师节",
    "tree": "植树节",
    "christmas": "圣诞节?",
    "christmas_eve": "平安夜|圣诞前夜",
    "valentine": "情人节",
    "april_fools": "愚人节",
    "mothers": "母亲节",
    "fathers": "父亲节",
    "thanksgiving": "感恩节",
    "halloween": "万圣节前?夜?",
    "singles": "双十一|双11|光棍节",
    "double_12": "双十二|双12",
    "shopping_618": "六一八|618",
    "easter": "复活节",
    "new_years_eve": "跨年夜?|元旦前夜",
    "earth_day": "地球日",
}
# Number festivals are also plain numbers; they count only where nothing measurable follows.
_NUMBER_FESTIVALS = {"五一": "labor", "十一": "national", "六一": "children", "三八": "women"}


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


def day_with_part(match: re.Match[str]) -> Token:
    return spot(DateSpec(day_off=_DAY_CHARS[match[1]]), SHORT_PARTS[match[2]])


def part_token(match: re.Match[str]) -> Token:
    return spot(part=_PART_OF[match[0]])


def _offset(word: str | None) -> int | None:
    """这/本 0, 下 1, 下下 2, 上 -1, 上上 -2; None when nothing was said."""
    if not word:
        return None
    if "下" in word:
        return word.count("下")
    if "上" in word:
        return -word.count("上")
    return 0


def week_day(match: re.Match[str]) -> Token | None:
    off, day = _offset(match["off"]), match["day"]
    if day is None:
        return spot(DateSpec(week_off=off)) if off is not None else None
    if day == "末":
        return spot(DateSpec(week_off=off, span="weekend"))
    return spot(DateSpec(week_off=off, weekday=_WEEKDAY_CHARS[day]))


def nth_weekday(match: re.Match[str]) -> Token:
    nth = -1 if "nth" not in match.groupdict() else number(match["nth"])
    return spot(DateSpec(nth=nth, weekday=_WEEKDAY_CHARS[match["day"]]), is_standing=False)


def month_word(match: re.Match[str]) -> Token:
    return spot(DateSpec(month_off=_offset(match["off"])))


YEAR_WORDS = {
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "明年": 1,
    "来年": 1,
    "后年": 2,
    "去年": -1,
    "旧年": -1,
    "前年": -2,
    "大前年": -3,
}


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


def _full_year(text: str | None) -> int | None:
    if text is None:
        return None
    value = number(text)
    return value + 2000 if value < 100 else value


def month_day(match: re.Match[str]) -> Token | None:
    return ymd(None, match[1], match[2])


def lunar(match: re.Match[str]) -> Token | None:
    month = {"正": 1, "腊": 12, "冬": 11}.get(match["m"] or "正") or number(match["m"])
    digits = match["d"].removeprefix("初")
    day = number(digits)
    if match["m"] is None and not match["d"].startswith("初") and not match["lead"]:
        return None
    return spot(DateSpec(lunar=True, month=month, day=day)) if day <= 30 and month <= 12 else None


_PART_OF_PERIOD: dict[str, Literal["start", "mid", "end"]] = {
    "初": "start",
    "上旬": "start",
    "伊始": "start",
    "头": "start",
    "开头": "start",
    "中": "mid",
    "中旬": "mid",
    "底": "end",
    "末": "end",
    "下旬": "end",
    "尾": "end",
    "月尾": "end",
}


def period_part(match: re.Match[str]) -> Token:
    return spot(DateSpec(part=_PART_OF_PERIOD[match[1]]), is_standing=False)


def month_part(match: re.Match[str]) -> Token:
    return spot(DateSpec(month_off=_offset(match["off"]) or 0, part=_PART_OF_PERIOD[match["part"]]))


def year_part(match: re.Match[str]) -> Token:
    return spot(DateSpec(year_off=0, part=_PART_OF_PERIOD[match["part"]]))


def half_week(match: re.Match[str]) -> Token:
    part = "first_half" if match[1] in ("上", "前") else "second_half"
    return spot(DateSpec(week_off=0, part=part))


def _clock_minute(text: str | None) -> int | None:
    """The minutes after 点; None when they cannot be minutes."""
    if not text:
        return 0
    text = text.strip()
    if text in ("半", "搭半", "踏半", "半钟", "半左右", "三十分"):
        return 30
    if text.startswith(("搭", "踏")):
        return number(text[1:]) * 5
    if text.endswith("字"):
        return number(text.removesuffix("字").removesuffix("个")) * 5
    if "刻" in text:
        return number(text.replace("刻", "").replace("钟", "")) * 15
    value = zh_number(text.removesuffix("分").replace("过", "") or "0")
    return int(value) if value is not None and value < 60 else None


MINUTES = (
    r"(?:半钟?|[搭踏](?:半|十一|[一二两三四五六七八九十]|\d{1,2})|[一二两三四五六七八九十]{1,2}个字|"
    r"[一二三两1-3]刻钟?|过?(?:\d{1,2}|零[一二三四五六七八九]|[一二三四五]?十[一二三四五六七八九]?)分?)"
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
    value = zh_number(text)
    return value if value is not None else 1.0


def _delta(number: str, unit: str, has_half: bool, sign: int) -> Delta:
    amount = _amount(number) + (0.5 if has_half else 0)
    key = next(char for char in reversed(unit) if char in _UNITS) if unit != "钟" and unit != "个钟" else "时"
    scale = 15 if "刻" in unit else 5 if unit.endswith("字") else 1
    return Delta(sign * amount * scale, _UNITS[key])


def _sign(match: re.Match[str]) -> int:
    return -1 if "前" in match["dir"] else 1


def relative(match: re.Match[str]) -> Token | None:
    return moved(_delta(match["n"], match["u"], bool(match["half"] or match["half2"]), _sign(match)))


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


def festival(name: str) -> Rule:
    return rule(rf"(?:{FESTIVALS[name]})(?:当天|那天|那日|期间|假期)?", lambda _match: spot(DateSpec(festival=name)))


def number_festival(match: re.Match[str]) -> Token:
    return spot(DateSpec(festival=_NUMBER_FESTIVALS[match[1]]))


def plain(digits: str) -> Token | None:
    value = zh_number(digits)
    if value is None or not 0 < value <= 31:
        return None
    return Token(Kind.NUMBER, clock=Clock(int(value), is_24=value > 12), date=DateSpec(day=int(value)))
