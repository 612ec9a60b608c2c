"""What the pieces of English time expressions mean: word tables, and tokens built from matches."""

from __future__ import annotations

import re
from typing import Literal

from .numerals import EN_ORDINAL, en_number
from .time_lexer import Rule, rule
from .time_model import Clock, DateSpec, Daypart, Delta, Kind, Token, Unit

_WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday|nsday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?)"
)
LONG_WEEKDAY = r"(?:mondays?|tuesdays?|wednesdays?|wensdays?|thursdays?|fridays?|saturdays?|sundays?)"
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
SURE_MONTH = (
    r"(?:january|february|april|june|july|august|september|sept|october|november|december|"
    r"(?<=in )(?:march|may|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)|(?<=from )(?:march|may)|"
    r"(?<=of )(?:march|may|jan|feb|mar|apr|aug|sep|oct|nov|dec))"
)
_UNITS: dict[str, Unit] = {
    "s": "second",
    "sec": "second",
    "min": "minute",
    "h": "hour",
    "hr": "hour",
    "hour": "hour",
    "d": "day",
    "day": "day",
    "night": "day",
    "w": "week",
    "wk": "week",
    "week": "week",
    "fortnight": "fortnight",
    "mo": "month",
    "month": "month",
    "quarter": "quarter",
    "y": "year",
    "yr": "year",
    "year": "year",
    "weekday": "weekday",
}
UNIT = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weekdays?|weeks?|wks?|fortnights?|months?|mo|"
    r"quarters?|years?|yrs?)"
)
_THIS = {
    "this": 0,
    "current": 0,
    "the": 0,
    "same": 0,
    "that": 0,
    "next": 1,
    "nxt": 1,
    "following": 1,
    "upcoming": 1,
    "coming": 1,
    "last": -1,
    "previous": -1,
    "prev": -1,
    "past": -1,
}
THIS_WORD = r"(?:this coming|this|current|next|nxt|following|upcoming|coming|last|previous|prev|past)"
ORD_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{EN_ORDINAL})"
DAY_END = r"(?![\d:/.]\d|\s*(?:am|pm|a\.m|p\.m|kg|kgs|kilos?|lbs?|pounds?|dogs?|cats?|years?|%|times)\b)"

_PARTS = {
    "morning": Daypart(6, 12, "am"),
    "early morning": Daypart(6, 9, "am"),
    "late morning": Daypart(10, 12, "am"),
    "lunch": Daypart(11, 14, "noon"),
    "breakfast": Daypart(6, 9, "am"),
    "dinner": Daypart(18, 20, "pm"),
    "afternoon": Daypart(12, 18, "pm"),
    "early afternoon": Daypart(12, 15, "pm"),
    "late afternoon": Daypart(15, 18, "pm"),
    "evening": Daypart(17, 21, "pm"),
    "early evening": Daypart(17, 19, "pm"),
    "late evening": Daypart(19, 22, "pm"),
    "night": Daypart(18, 24, "night"),
    "late night": Daypart(21, 24, "night"),
    "daytime": Daypart(8, 18, "noon"),
    "business hours": Daypart(9, 18, "noon"),
    "am": Daypart(8, 12, "am"),
    "pm": Daypart(12, 16, "pm"),
}
TONIGHT = Daypart(18, 24, "night")

FESTIVALS = {
    "april_fools": r"april fool'?s'?(?: day)?",
    "black_friday": r"black friday",
    "boxing_day": r"boxing day",
    "children": r"children'?s'? day",
    "christmas_eve": r"(?:christmas|xmas) eve",
    "christmas": r"(?:christmas|xmas|x-mas)(?: day)?",
    "columbus": r"columbus day",
    "cyber_monday": r"cyber monday",
    "dragon_boat": r"dragon ?boat(?: festival| day)?",
    "earth_day": r"earth day",
    "easter_monday": r"easter monday",
    "easter": r"easter(?: sunday| day)?",
    "fathers": r"father'?s'? day",
    "good_friday": r"good friday",
    "halloween": r"hallowe'?en(?: day| night)?",
    "independence": r"independence day|(?:4th|fourth) of july|july (?:4th|fourth)",
    "labor_us": r"labou?r day",
    "lantern": r"lantern festival",
    "memorial": r"memorial day",
    "mid_autumn": r"mid-?autumn(?: festival| day)?|moon festival",
    "mlk": r"(?:martin luther king|mlk)(?:'?s)?(?: jr\.?)?(?: day)?",
    "mothers": r"mother'?s'? day",
    "national": r"(?:chinese )?national day|golden week",
    "new_year": r"(?<!lunar )(?<!chinese )new year'?s?'?(?: day)?(?! eve)",
    "new_years_eve": r"new year'?s?'? eve|nye",
    "presidents": r"president'?s'? day",
    "qingming": r"tomb[- ]sweeping(?: day| festival)?|qingming(?: festival)?",
    "spring_eve": r"(?:chinese|lunar|chinese lunar) new year'?s?'? eve",
    "spring": r"(?:chinese lunar|lunar|chinese) new year'?s?'?(?: day)?|spring festival|cny",
    "st_patrick": r"(?:saint|st\.?) patrick'?s?'?(?: day)?",
    "thanksgiving": r"thanksgiving(?: day)?",
    "valentine": r"valentine'?s?'?(?: day)?",
    "veterans": r"veteran'?s?'? day",
    "women": r"(?:international )?women'?s'? day",
}


def spot(
    date: DateSpec | None = None,
    part: Daypart | None = None,
    clock: Clock | None = None,
    is_standing: bool = True,
) -> Token:
    return Token(Kind.SPOT, date=date, part=part, clock=clock, is_standing=is_standing)


def _said(match: re.Match[str], name: str) -> str | None:
    """A group's text, None also where this rule's pattern has no such group."""
    return match.groupdict().get(name)


def _int(text: str) -> int:
    value = en_number(text)
    assert value is not None, text
    return int(value)


def _weekday_of(text: str) -> int:
    return {"wen": 2}.get(text[:3], _WEEKDAYS.get(text[:3], 0))


def _month_of(text: str) -> int:
    return _MONTHS[text[:3]]


def weekday(match: re.Match[str]) -> Token:
    day = _weekday_of(match["day"])
    lead = (_said(match, "lead") or "").split()[-1:] if _said(match, "lead") else []
    word = lead[0] if lead else ""
    if word == "next":
        return spot(DateSpec(week_off=1, weekday=day))
    if word == "this":
        return spot(DateSpec(week_off=0, weekday=day))
    if word in ("last", "previous", "prev", "past"):
        return spot(DateSpec(occurrence=-1, weekday=day))
    return spot(DateSpec(weekday=day))


def counted_weekday(match: re.Match[str]) -> Token:
    count = _int(match["n"])
    sign = -1 if match["dir"] in ("ago", "back") else 1
    return spot(DateSpec(weekday=_weekday_of(match["day"]), occurrence=sign * count))


def weekday_after_next(match: re.Match[str]) -> Token:
    return spot(DateSpec(weekday=_weekday_of(match["day"]), occurrence=2))


def period(match: re.Match[str]) -> Token | None:
    off, unit = _THIS[match["lead"].split()[-1]], match["unit"]
    if unit == "week":
        return spot(DateSpec(week_off=off))
    if unit == "weekend":
        return spot(DateSpec(week_off=off, span="weekend"))
    if unit in ("workweek", "work week"):
        return spot(DateSpec(week_off=off, span="workweek"))
    if unit == "fortnight":
        return spot(DateSpec(week_off=off, span="fortnight"))
    if unit == "day":
        return spot(DateSpec(day_off=off))
    return spot(DateSpec(month_off=off)) if unit == "month" else spot(DateSpec(year_off=off))


def plain_period(match: re.Match[str]) -> Token:
    """ "partner of the month", "earlier in the week": the present one, only as the tail of such a phrase."""
    unit = match["unit"]
    if unit == "day":
        return spot(DateSpec(day_off=0))
    return spot(
        DateSpec(week_off=0) if unit == "week" else DateSpec(month_off=0) if unit == "month" else DateSpec(year_off=0)
    )


def ymd(year: str | None, month: str | int | None, day: str | int | None) -> Token | None:
    month_number = None if month is None else int(month) if str(month).isdigit() else _month_of(str(month))
    day_number = None if day is None else _int(str(day))
    year_number = None if year is None else int(year) + (2000 if int(year) < 100 else 0)
    if month_number is not None and not 1 <= month_number <= 12:
        return None
    if day_number is not None and not 1 <= day_number <= 31:
        return None
    return spot(DateSpec(year=year_number, month=month_number, day=day_number))


def slashed(match: re.Match[str]) -> Token | None:
    return ymd(_said(match, "y"), match["m"], match["d"])


def month_with_range_end(match: re.Match[str]) -> Token | None:
    return ymd(match["y"], match["m"], None)


def day_only(match: re.Match[str]) -> Token | None:
    return ymd(None, None, match["d"])


def nth_weekday(match: re.Match[str]) -> Token:
    nth = -1 if match["nth"] == "last" else _int(match["nth"])
    return spot(DateSpec(nth=nth, weekday=_weekday_of(match["day"])), is_standing=False)


def nth_last_day(match: re.Match[str]) -> Token:
    nth = _int(match["nth"]) if match["nth"] else 1
    return spot(DateSpec(nth_day=-nth))


_PART_OF_PERIOD: dict[str, Literal["start", "mid", "end"]] = {
    "beg": "start",
    "sta": "start",
    "ear": "start",
    "mid": "mid",
    "end": "end",
    "lat": "end",
}


def period_part(match: re.Match[str]) -> Token:
    return spot(DateSpec(part=_PART_OF_PERIOD[match["part"][:3]]), is_standing=False)


def week_of(_match: re.Match[str]) -> Token:
    return spot(DateSpec(span="week_of"), is_standing=False)


def part_token(match: re.Match[str]) -> Token:
    word = re.sub(r"[\s-]+", " ", match["part"]).removesuffix("time").rstrip()
    word = {"day": "daytime", "mornings": "morning", "afternoons": "afternoon"}.get(word, word)
    word = word.removesuffix("s") if word.removesuffix("s") in _PARTS else word
    lead = (_said(match, "lead") or "").replace("-", " ").strip()
    part = _PARTS.get(f"{lead} {word}", _PARTS[word])
    return spot(part=part)


def this_part(match: re.Match[str]) -> Token:
    return spot(DateSpec(day_off=0), _PARTS[match["part"]])


def _half_of(text: str | None) -> Literal["am", "pm"] | None:
    return None if not text else "am" if text[0] == "a" else "pm"


def _clock(hour: str, minute: str | None, half: str | None) -> Token | None:
    h, m = _int(hour), _int(minute) if minute else 0
    if h > 24 or m > 59 or (half and not 0 <= h <= 23):
        return None
    marked = _half_of(half) if h <= 12 else None
    return spot(clock=Clock(h, m, half=marked, is_24=marked is None and (h > 12 or hour.startswith("0"))))


def marked(match: re.Match[str]) -> Token | None:
    return _clock(match["h"], _said(match, "m"), _said(match, "half"))


def run_together(match: re.Match[str]) -> Token | None:
    digits = match["hm"]
    return _clock(digits[:-2], digits[-2:], _said(match, "half"))


def french(match: re.Match[str]) -> Token | None:
    token = _clock(match["h"], match["m"], None)
    return token and spot(clock=Clock(_int(match["h"]), _int(match["m"] or "0"), is_24=True))


def _minutes(text: str) -> int:
    return 15 if "quarter" in text else 30 if "half" in text else _int(text)


def past_to(match: re.Match[str]) -> Token | None:
    minutes, hour_text = _minutes(match["m"]), match["h"]
    sign = 1 if match["dir"] in ("past", "after") else -1
    if hour_text in ("noon", "midnight", "midday"):
        hour, half, is_24 = (24 if hour_text == "midnight" else 12), None, True
    else:
        hour, half, is_24 = _int(hour_text), _half_of(_said(match, "half")), False
    total = hour * 60 + sign * minutes
    if not 0 < minutes < 60 or total < 0 or hour > 24:
        return None
    shown = total // 60
    return spot(clock=Clock(shown if is_24 or shown else 12, total % 60, half=half, is_24=is_24))


def _delta(number: str, unit: str, sign: int) -> Delta:
    key = unit if unit in _UNITS else unit.removesuffix("s")
    amount = en_number(number)
    base = _UNITS.get(key, _UNITS.get(key.removesuffix("ute"), "day"))
    if base == "hour" and re.match(r"(?:a )?few", number):
        amount = 3
    return Delta(sign * (amount if amount is not None else 1), base)


def in_delta(match: re.Match[str]) -> Token:
    return spot(DateSpec(delta=_delta(match["n"], match["u"], 1)))


def directed(match: re.Match[str]) -> Token:
    sign = -1 if match["dir"] in ("ago", "back", "earlier", "before now", "prior") else 1
    return spot(DateSpec(delta=_delta(match["n"], match["u"], sign)))


def two_part(match: re.Match[str]) -> Token:
    """ "1 month and 21 days ago": the smaller unit as a shift of the larger one."""
    sign = -1 if match["dir"] == "ago" else 1
    return spot(DateSpec(delta=_delta(match["n"], match["u"], sign), shift=_delta(match["n2"], match["u2"], sign)))


def shift(match: re.Match[str]) -> Token:
    sign = -1 if match["dir"] == "before" else 1
    return Token(Kind.SHIFT, delta=_delta(match["n"], match["u"], sign))


def window(match: re.Match[str]) -> Token:
    back = re.search(r"past|last|previous", match[0])
    return Token(Kind.WINDOW, delta=_delta(match["n"], match["u"], -1 if back else 1))


def lasting(match: re.Match[str]) -> Token:
    delta = _delta(match["n"], match["u"], 1)
    if match["n2"]:
        more = _delta(match["n2"], match["u2"], 1)
        hours = delta.amount + more.amount / 60 if (delta.unit, more.unit) == ("hour", "minute") else delta.amount
        delta = Delta(hours, delta.unit)
    return Token(Kind.LASTING, delta=delta)


def festival(name: str) -> Rule:
    def build(match: re.Match[str]) -> Token:
        word = (match["lead"] or "").strip()
        occurrence = None if not word else {"next": 1, "following": 1}.get(word, -1 if _THIS.get(word) == -1 else None)
        year = int(match["year"]) if match["year"] else None
        span = "festival_weekend" if match["wk"] or match["wk2"] else None
        return spot(DateSpec(festival=name, occurrence=occurrence, year=year, span=span))

    lead = r"(?P<wk>weekend of )?(?P<lead>(?:next|following|last|previous|past|this) )?"
    return rule(rf"\b{lead}(?:{FESTIVALS[name]})\b,?(?: (?:of |in )?(?P<year>\d{{4}}))?(?P<wk2> weekend)?", build)


def fixed(spec: DateSpec, part: Daypart | None = None) -> Token:
    return spot(spec, part)


def kind_token(pattern: str, kind: Kind) -> Rule:
    return rule(pattern, lambda _match: Token(kind))


def number(match: re.Match[str]) -> Token | None:
    value = _int(match[1])
    if not 0 < value <= 31:
        return None
    is_24 = value > 12
    return Token(Kind.NUMBER, clock=Clock(value, is_24=is_24), date=DateSpec(day=value))


def is_clock_phrase(match: re.Match[str]) -> bool:
    """ "10 to 3" is a range as often as a clock: without a marker only quarters and five-minute steps count."""
    word = match["m"]
    if word in ("quarter", "half") or match["h"] in ("noon", "midnight", "midday") or "minute" in match[0]:
        return True
    if match["dir"] in ("past", "after"):
        return word.isdigit() and match["dir"] == "past"
    return word in ("ten", "five", "twenty") and not match["half"]


def after_delta(match: re.Match[str]) -> Token:
    """ "after 5 days": open from that day."""
    return Token(Kind.AFTER, date=DateSpec(delta=_delta(match["n"], match["u"], 1)))
