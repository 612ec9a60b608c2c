"""Days that carry a name: the Chinese lunar calendar and the festivals owners plan around.

The lunar table covers 2000 to 2099 and follows the published calendar of the Purple Mountain
Observatory; astronomical shortcuts (as in ICU) miss it by a day when a new moon falls near midnight.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache

FIRST_LUNAR_YEAR = 2000
_FIRST_NEW_YEAR = date(2000, 2, 5)

# One word a year: bits 15..4 tell which of the twelve months have 30 days, bit 16 whether the leap
# month has, the low four bits which month is repeated (0: none).
_YEAR_DIGITS = (
    "0c9600d9540d4a00da5007552056a00abb7025d0092d00cab50a9500b4a00baa40ad50055d904ba0"
    "0a5b015176052b00a9300795406aa00ad5005b5204b600a6e60a4e00d2600ea650d53005aa0076a3"
    "096d004afb04ad00a4d01d0b60d2500d5200dd450b5a0056d0055b2049b00a5770a4b00aa501b255"
    "06d200ada014b6309370049f804970064b0168a60ea5006b201a6c40aae0092e00d2e30c9600d557"
    "0d4a00da5005d55056a00a6d0055d4052d00a9b80a9500b4a00b6a60ad50055a00aba40a5b0052b0"
    "0b273069300733706aa00ad5014b5504b600a570054e40d1600e9680d5200daa016aa6056d004ae0"
    "0a9d40a2d00d1500f252"
)
_YEAR_WORDS = tuple(int(_YEAR_DIGITS[at : at + 5], 16) for at in range(0, len(_YEAR_DIGITS), 5))


def _month_days(word: int, month: int) -> int:
    return 30 if word & (0x8000 >> (month - 1)) else 29


def _year_days(word: int) -> int:
    regular = sum(_month_days(word, month) for month in range(1, 13))
    return regular + _leap_days(word)


def _leap_days(word: int) -> int:
    return 0 if not word & 0xF else 30 if word & 0x10000 else 29


@lru_cache(maxsize=128)
def lunar_new_year(year: int) -> date | None:
    """The first day of the lunar year that begins in the Gregorian `year`; None outside the table."""
    index = year - FIRST_LUNAR_YEAR
    if not 0 <= index < len(_YEAR_WORDS):
        return None
    return _FIRST_NEW_YEAR + timedelta(days=sum(_year_days(word) for word in _YEAR_WORDS[:index]))


def lunar_date(year: int, month: int, day: int) -> date | None:
    """The Gregorian date of a day of a regular (not repeated) lunar month.

    None outside the table, and when that month has no such day.
    """
    first = lunar_new_year(year)
    if first is None or not 1 <= month <= 12:
        return None
    word = _YEAR_WORDS[year - FIRST_LUNAR_YEAR]
    if not 1 <= day <= _month_days(word, month):
        return None
    before = sum(_month_days(word, earlier) for earlier in range(1, month))
    leap = word & 0xF
    if leap and leap < month:
        before += _leap_days(word)
    return first + timedelta(days=before + day - 1)


def new_years_eve(year: int) -> date | None:
    """除夕 of the Gregorian `year`: the day before the lunar new year that falls in it."""
    first = lunar_new_year(year)
    return first - timedelta(days=1) if first else None


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian algorithm)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    skipped, correction = century // 4, (century + 8) // 25
    epact = (19 * golden + century - skipped - (century - correction + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The nth weekday (0 Monday) of a month; -1 is the last one; None when there is no such day."""
    length = calendar.monthrange(year, month)[1]
    days = [date(year, month, day) for day in range(1, length + 1)]
    found = [day for day in days if day.weekday() == weekday]
    index = nth - 1 if nth > 0 else nth
    return found[index] if -len(found) <= index < len(found) else None


def _fixed(month: int, day: int) -> Callable[[int], date | None]:
    return lambda year: date(year, month, day)


def _lunar(month: int, day: int) -> Callable[[int], date | None]:
    return lambda year: lunar_date(year, month, day)


def _nth(month: int, nth: int, weekday: int) -> Callable[[int], date | None]:
    return lambda year: nth_weekday(year, month, nth, weekday)


def _from_easter(days: int) -> Callable[[int], date | None]:
    return lambda year: easter(year) + timedelta(days=days)


def _after_thanksgiving(days: int) -> Callable[[int], date | None]:
    def day_of(year: int) -> date | None:
        thanksgiving = nth_weekday(year, 11, 4, 3)
        return thanksgiving + timedelta(days=days) if thanksgiving else None

    return day_of


def _qingming(year: int) -> date | None:
    """清明 by the usual day formula of the solar term, right for this century."""
    of_century = year % 100
    return date(year, 4, int(of_century * 0.2422 + 4.81) - of_century // 4)


def _winter_solstice(year: int) -> date | None:
    of_century = year % 100
    return date(year, 12, int(of_century * 0.2422 + 21.94) - of_century // 4)


_DAY_OF: dict[str, Callable[[int], date | None]] = {
    "april_fools": _fixed(4, 1),
    "army_day": _fixed(8, 1),
    "black_friday": _after_thanksgiving(1),
    "boxing_day": _fixed(12, 26),
    "children": _fixed(6, 1),
    "christmas": _fixed(12, 25),
    "christmas_eve": _fixed(12, 24),
    "chongyang": _lunar(9, 9),
    "columbus": _nth(10, 2, 0),
    "cyber_monday": _after_thanksgiving(4),
    "double_12": _fixed(12, 12),
    "double_ten": _fixed(10, 10),
    "dragon_boat": _lunar(5, 5),
    "easter": _from_easter(0),
    "easter_monday": _from_easter(1),
    "earth_day": _fixed(4, 22),
    "fathers": _nth(6, 3, 6),
    "girls": _fixed(3, 7),
    "good_friday": _from_easter(-2),
    "halloween": _fixed(10, 31),
    "independence": _fixed(7, 4),
    "labor": _fixed(5, 1),
    "labor_us": _nth(9, 1, 0),
    "laba": _lunar(12, 8),
    "lantern": _lunar(1, 15),
    "memorial": _nth(5, -1, 0),
    "mid_autumn": _lunar(8, 15),
    "mlk": _nth(1, 3, 0),
    "mothers": _nth(5, 2, 6),
    "national": _fixed(10, 1),
    "new_year": _fixed(1, 1),
    "new_years_eve": _fixed(12, 31),
    "party_day": _fixed(7, 1),
    "presidents": _nth(2, 3, 0),
    "qingming": _qingming,
    "qixi": _lunar(7, 7),
    "shopping_618": _fixed(6, 18),
    "singles": _fixed(11, 11),
    "small_new_year": _lunar(12, 23),
    "spring": lunar_new_year,
    "spring_eve": new_years_eve,
    "st_patrick": _fixed(3, 17),
    "teachers": _fixed(9, 10),
    "thanksgiving": _nth(11, 4, 3),
    "tree": _fixed(3, 12),
    "valentine": _fixed(2, 14),
    "veterans": _fixed(11, 11),
    "white_valentine": _fixed(3, 14),
    "winter_solstice": _winter_solstice,
    "women": _fixed(3, 8),
    "youth": _fixed(5, 4),
    "zhongyuan": _lunar(7, 15),
}


def is_festival(name: str) -> bool:
    """Whether this almanac knows the festival."""
    return name in _DAY_OF


def festival_day(name: str, year: int) -> date | None:
    """The day of the festival that falls in the Gregorian `year`; None when it cannot be told.

    Lunar festivals late in their year (腊八) fall into the Gregorian year after; both are tried.
    """
    found = _DAY_OF[name](year)
    if found is not None and found.year == year:
        return found
    earlier = _DAY_OF[name](year - 1)
    return earlier if earlier is not None and earlier.year == year else None


def festival_days(name: str, around: int) -> Iterator[date]:
    """The festival's days in the years near `around`, in order."""
    for year in range(around - 2, around + 4):
        day = festival_day(name, year)
        if day is not None:
            yield day
