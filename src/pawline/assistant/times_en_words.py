"""The words of English time expressions: weekdays, months, units, parts of the day, festivals."""

from __future__ import annotations

from .numerals import EN_COMPOUND, EN_ORDINAL
from .time_model import Daypart, Unit

WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday|nsday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?)"
)
LONG_WEEKDAY = r"(?:mondays?|tuesdays?|wednesdays?|wensdays?|thursdays?|fridays?|saturdays?|sundays?)"
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
# May and March are words besides, and the short names are people's: they count where a month is expected.
_MONTH_LEADS = (
    "in", "of", "by", "mid", "from", "until", "till", "since", "after", "during", "before", "early", "late",
)  # fmt: skip
_LEADS_MONTH = "|".join(rf"(?<=\b{word} )" for word in _MONTH_LEADS)
SURE_MONTH = (
    r"(?:january|february|april|june|july|august|september|sept|october|november|december|"
    rf"(?:{_LEADS_MONTH}|(?<=\bmid-)){MONTH}|"
    rf"{MONTH}(?= (?:and|to|or) {MONTH}| (?:this|next|last) year)|^{MONTH}\.?(?=\s*[?.!]?\s*$))"
)
UNITS: dict[str, Unit] = {
    "s": "second",
    "sec": "second",
    "second": "second",
    "min": "minute",
    "m": "minute",
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
SHORT_UNIT = r"(?:(?<=\d)[smhdwy])"
THIS = {
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
ORD_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{EN_ORDINAL}|{EN_COMPOUND})"
DAY_END = r"(?![\d:/.]\d|\s*(?:am|pm|a\.m|p\.m|kg|kgs|kilos?|lbs?|pounds?|dogs?|cats?|years?|%|times)\b)"

PARTS = {
    "morning": Daypart(6, 12, "am"),
    "early morning": Daypart(6, 9, "am"),
    "late morning": Daypart(10, 12, "am"),
    "lunch": Daypart(11, 14, "noon"),
    "breakfast": Daypart(6, 9, "am"),
    "dinner": Daypart(18, 20, "pm"),
    "afternoon": Daypart(12, 18, "pm"),
    "arvo": Daypart(12, 18, "pm"),
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
    "halloween": r"hallowe'?en(?: day)?",
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
# What a day can begin with: tells "the monday after thanksgiving" from "monday after lunch".
DAY_OPENS = (
    rf"(?:(?:(?:next|last|this) [a-z]+|tomorrow|today|yesterday|{MONTH}|{WEEKDAY}|"
    r"\d{1,2}/\d|(?:the )?\d{1,2}(?:st|nd|rd|th)|"
    + "|".join(FESTIVALS.values())
    + r")\b(?! (?:next|appointment|visit|bath|groom)))"
)
