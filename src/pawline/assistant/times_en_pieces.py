"""What the pieces of English time expressions mean: tokens built from matches."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from .numerals import en_number
from .time_lexer import Rule, rule
from .time_model import WEEKDAY_UNITS, Clock, DateSpec, Daypart, Delta, Kind, Token
from .times_en_words import FESTIVALS, MONTHS, PARTS, THIS, UNITS, WEEKDAYS


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
    return {"wen": 2}.get(text[:3], WEEKDAYS.get(text[:3], 0))


def _month_of(text: str) -> int:
    return MONTHS[text[:3]]


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


def weekday_shift(match: re.Match[str]) -> Token:
    """ "the monday after thanksgiving", "two sundays before the 5th"."""
    count = _int(match["n"]) if match["n"] else 1
    unit = WEEKDAY_UNITS[_weekday_of(match["day"])]
    return Token(Kind.SHIFT, delta=Delta(-count if match["dir"] == "before" else count, unit))


def day_shift(match: re.Match[str]) -> Token:
    return Token(Kind.SHIFT, delta=Delta(-1 if match["dir"] == "before" else 1, "day"))


_FAR = {"after next": 2, "before last": -2}


def period(match: re.Match[str]) -> Token | None:
    unit = match["unit"]
    off = _FAR[match["lead"]] if match["lead"] in _FAR else THIS[match["lead"].split()[-1]]
    if unit == "quarter":
        return spot(DateSpec(quarter_off=off))
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


def rest_of(match: re.Match[str]) -> Token:
    """What is left of the present period, from today on."""
    fields = {"day": "day_off", "week": "week_off", "month": "month_off", "year": "year_off"}
    return spot(replace(DateSpec(span="rest"), **{fields[match["unit"] or "day"]: 0}))


def quarter(match: re.Match[str]) -> Token:
    year = int(match["y"]) if match["y"] else None
    return spot(DateSpec(year=year, quarter=_int(match["q"] or match["nth"])))


def led_month(match: re.Match[str]) -> Token:
    occurrence = {"this": None, "next": 1, "coming": 1}.get(match["lead"], -1)
    return spot(DateSpec(month=_month_of(match["m"]), occurrence=occurrence))


def dated_part(match: re.Match[str]) -> Token | None:
    """ "Feb 5 AM": behind a month the number is its day."""
    token = ymd(None, match["m"], match["d"])
    return token and replace(token, part=PARTS[match["part"]])


def ymd(year: str | None, month: str | int | None, day: str | int | None) -> Token | None:
    month_number = None if month is None else int(month) if str(month).isdigit() else _month_of(str(month))
    day_number = None if day is None else _int(str(day))
    year_number = None if year is None else _full_year(int(year))
    if month_number is not None and not 1 <= month_number <= 12:
        return None
    if day_number is not None and not 1 <= day_number <= 31:
        return None
    return spot(DateSpec(year=year_number, month=month_number, day=day_number))


def _full_year(year: int) -> int:
    return year + (0 if year >= 100 else 2000 if year < 70 else 1900)


def slashed(match: re.Match[str]) -> Token | None:
    """Month before day, unless the first number can only be a day."""
    month, day = match["m"], match["d"]
    if month.isdigit() and day.isdigit() and int(month) > 12 >= int(day):
        month, day = day, month
    return ymd(_said(match, "y"), month, day)


def month_with_range_end(match: re.Match[str]) -> Token | None:
    return ymd(match["y"], match["m"], None)


def day_only(match: re.Match[str]) -> Token | None:
    return ymd(None, None, match["d"])


def nth_weekday(match: re.Match[str]) -> Token:
    return spot(DateSpec(nth=_nth(match["nth"]), weekday=_weekday_of(match["day"])), is_standing=False)


def nth_week(match: re.Match[str]) -> Token:
    return spot(DateSpec(nth_week=_nth(match["nth"])), is_standing=False)


def _nth(word: str) -> int:
    return -1 if word in ("last", "final") else _int(word)


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


def half_of(match: re.Match[str]) -> Token:
    return spot(DateSpec(part="first_half" if match["half"] == "first" else "second_half"), is_standing=False)


def week_of(_match: re.Match[str]) -> Token:
    return spot(DateSpec(span="week_of"), is_standing=False)


def part_token(match: re.Match[str]) -> Token:
    word = re.sub(r"[\s-]+", " ", match["part"]).removesuffix("time").rstrip()
    word = {"day": "daytime", "mornings": "morning", "afternoons": "afternoon"}.get(word, word)
    word = word.removesuffix("s") if word.removesuffix("s") in PARTS else word
    lead = (_said(match, "lead") or "").replace("-", " ").strip()
    part = PARTS.get(f"{lead} {word}", PARTS[word])
    is_meal = word in ("breakfast", "lunch", "dinner") and "time" not in match["part"]
    led = re.search(r"\b(?:at|by|after|before|around|during|over) (?:the )?$", match.string[: match.start()])
    return spot(part=part, is_standing=not is_meal or led is not None)


def this_part(match: re.Match[str]) -> Token:
    return spot(DateSpec(day_off=0), PARTS[match["part"]])


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
    key = unit if unit in UNITS else unit.removesuffix("s")
    amount = en_number(number)
    base = UNITS.get(key, UNITS.get(key.removesuffix("ute"), "day"))
    if base == "hour" and re.match(r"(?:a )?few", number):
        amount = 3
    return Delta(sign * (amount if amount is not None else 1), base)


def in_delta(match: re.Match[str]) -> Token:
    more = _delta(match["n2"], match["u2"], 1) if match["n2"] else None
    return spot(DateSpec(delta=_halved(match, 1), shift=more))


def _halved(match: re.Match[str], sign: int) -> Delta:
    """ "an hour and a half": the half may stand behind the unit."""
    delta = _delta(match["n"], match["u"], sign)
    return replace(delta, amount=delta.amount + sign * 0.5) if match["more"] else delta


def directed(match: re.Match[str]) -> Token:
    sign = -1 if match["dir"] in ("ago", "back", "earlier", "before now", "prior") else 1
    return spot(DateSpec(delta=_halved(match, sign)))


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


def window_of_an_hour(match: re.Match[str]) -> Token:
    sign = 1 if match["dir"] == "next" else -1
    return Token(Kind.WINDOW, delta=Delta(sign * (0.5 if match["half"] else 1), "hour"))


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
        occurrence = None if not word else {"next": 1, "following": 1}.get(word, -1 if THIS.get(word) == -1 else None)
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


def half_hour(match: re.Match[str]) -> Token | None:
    """ "at half two": half past it, as the British say."""
    return _clock(match["h"], "30", None)


def is_clock_phrase(match: re.Match[str]) -> bool:
    """ "10 to 3" is a range as often as a clock: without a marker only quarters and five-minute steps count."""
    word = match["m"]
    if word in ("quarter", "half") or match["h"] in ("noon", "midnight", "midday") or "minute" in match[0]:
        return True
    if match["dir"] == "past":
        return True
    if match["dir"] == "to" and match.string[: match.start()].endswith("at "):
        return word in ("5", "10", "20", "25", "five", "ten", "twenty")
    if match["dir"] == "after":
        return word in ("5", "10", "20", "25", "five", "ten", "twenty")
    return word in ("ten", "five", "twenty", "20", "25") and not match["half"]


def after_delta(match: re.Match[str]) -> Token:
    """ "after 5 days": open from that day."""
    return Token(Kind.AFTER, date=DateSpec(delta=_delta(match["n"], match["u"], 1)))
