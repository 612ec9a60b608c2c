"""The rules of English time expressions. All patterns run on folded (lower case) text."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re

from .numerals import EN_AMOUNT, EN_CARDINAL, EN_ORDINAL
from .time_lexer import Rule, rule
from .time_model import Clock, DateSpec, Delta, Kind, Token
from .times_en_pieces import (
    after_delta,
    counted_weekday,
    dated_part,
    day_only,
    day_shift,
    directed,
    festival,
    fixed,
    french,
    half_hour,
    half_of,
    in_delta,
    is_clock_phrase,
    kind_token,
    lasting,
    led_month,
    marked,
    month_with_range_end,
    nth_last_day,
    nth_week,
    nth_weekday,
    number,
    part_token,
    past_to,
    period,
    period_part,
    plain_period,
    quarter,
    rest_of,
    run_together,
    shift,
    slashed,
    spot,
    this_part,
    two_part,
    week_of,
    weekday,
    weekday_after_next,
    weekday_shift,
    window,
    window_of_an_hour,
    ymd,
)
from .times_en_words import (
    DAY_END,
    DAY_OPENS,
    FESTIVALS,
    LONG_WEEKDAY,
    MONTH,
    ORD_DAY,
    PARTS,
    SHORT_UNIT,
    SURE_MONTH,
    THIS_WORD,
    TONIGHT,
    UNIT,
    WEEKDAY,
)

_HALF = r"(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?|a\b|p\b)"
_FULL_HALF = r"(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?)"
# What may stand behind a day that is an ordinal word: so that "the third one" is none.
_DAY_CLOSES = (
    r"(?=\s*(?:$|[,.?!;)-])|\s+(?:of|at|in|from|to|until|till|through|thru|and|or|for|is|works?|please|around|day|"
    r"morning|afternoon|evening|night|after|before|between|if|then|would|\d))"
)
# What may stand behind a bare number that is a clock: so that "morning 2 baths" is none.
_CLOCK_CLOSES = (
    r"(?=\s*(?:$|[,.?!;)])|\s+(?:or|and|please|pls|works?|ok|if|would|on|in|at|today|tonight|tomorrow|this|next)\b)"
)
# Hours and minutes run together; what may as well be a year is none.
_FOUR_DIGITS = r"(?!19\d\d|20[0-4]\d)(?:[01]\d|2[0-3])[0-5]\d"
_HOUR = rf"(?:\d{{1,2}}|{EN_CARDINAL})"
_NOT_COUNTED = (
    r"(?!\d|\.\d|:\d|/\d|,\d|%|\s*(?:st|nd|rd|th|kg|kgs|kilos?|lbs?|pounds?|dogs?|cats?|pets?|puppies|kittens?|years?|yrs?|"
    r"months?|mo|weeks?|days?|hours?|hrs?|minutes?|mins?|min|yuan|rmb|dollars?|bucks|usd|people|peeps|in line|times?)\b)"
)

EN_RULES: tuple[Rule, ...] = (
    rule(rf"\b(?:the )?day (?P<dir>after|before)(?= {DAY_OPENS})", day_shift),
    rule(
        rf"\b(?:the )?(?:(?P<n>{EN_CARDINAL}|{EN_ORDINAL}|\d(?:st|nd|rd|th)?) )?(?P<day>{LONG_WEEKDAY}) (?P<dir>after|before)(?= {DAY_OPENS})",
        weekday_shift,
    ),
    rule(r"\b(?:today|2day|this day)\b", lambda _m: fixed(DateSpec(day_off=0))),
    rule(r"\blater (?:today|this (?P<unit>week|month|year))\b", rest_of),
    rule(r"\b(?:the )?rest (?:of )?(?:the |this |my )?(?P<unit>day|week|month|year)\b", rest_of),
    rule(r"\b(?:my day|for the day)\b(?! after| before)", lambda _m: fixed(DateSpec(day_off=0))),
    rule(
        r"\b(?:tomorrow|tomorow|tommorow|tommorrow|tomorrows|tmrw|tmr|tmw|tomoz|2moro|2morrow|the day after)\b",
        lambda _m: fixed(DateSpec(day_off=1)),
    ),
    rule(r"\b(?:yesterday|the day before)\b", lambda _m: fixed(DateSpec(day_off=-1))),
    rule(r"\b(?:the )?day after (?:tomorrow|tmrw|tmr|tomorow)\b", lambda _m: fixed(DateSpec(day_off=2))),
    rule(r"\b(?:the )?day before yesterday\b", lambda _m: fixed(DateSpec(day_off=-2))),
    rule(r"\b(?:tonight|tonite|2nite)\b", lambda _m: fixed(DateSpec(day_off=0), TONIGHT)),
    rule(r"\b(?:last night)\b", lambda _m: fixed(DateSpec(day_off=-1), TONIGHT)),
    rule(r"\bthis (?P<part>morning|afternoon|arvo|evening)\b", this_part),
    rule(
        rf"\b(?:the )?(?P<nth>first|second|third|fourth|fifth|last|final|[1-5](?:st|nd|rd|th)) (?P<day>{WEEKDAY}s?)(?= (?:morning |afternoon |evening |night )?(?:of|in)\b)",
        nth_weekday,
    ),
    rule(
        rf"\b(?:the )?(?P<nth>first|second|third|fourth|fifth|[1-5](?:st|nd|rd|th)) (?P<day>{LONG_WEEKDAY})(?= (?:this|next) )",
        nth_weekday,
    ),
    rule(
        rf"\b(?:the )?(?P<nth>first|second|third|fourth|fifth|last|final|[1-5](?:st|nd|rd|th)) week(?= (?:of|in) (?:the month|(?:the )?(?:next|this|last|coming) (?:month|year)|{MONTH})\b)",
        nth_week,
    ),
    rule(rf"\b(?P<lead>{THIS_WORD} )?(?P<day>{LONG_WEEKDAY})\b", weekday),
    rule(rf"\b(?P<lead>{THIS_WORD} )(?P<day>{WEEKDAY})\b", weekday),
    rule(r"\b(?P<day>mon|tues?|weds?|thu(?:rs?)?|fri)\b\.?", weekday),
    rule(r"(?:(?<=on )|(?<=\bby )|(?<=for )|(?<=or )|(?<=and )|(?<=, ))(?P<day>sat|sun)\b\.?", weekday),
    rule(
        r"(?:^|(?<=[.!?;] ))(?P<day>sat|sun)\b\.?(?=\s*(?:$|[,?!/&-])|\s+(?:or|and|to|thru|from|between|before|after|works?|please|pls|is|ok|for|if|then)\b)",
        weekday,
    ),
    rule(
        r"\b(?P<day>sat|sun)(?=,? (?:at |\d|am|pm|morning|afternoon|evening|night|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
        weekday,
    ),
    rule(
        rf"\b(?P<n>{EN_CARDINAL}|\d) (?P<day>{LONG_WEEKDAY}) (?P<dir>from now|ago|back|from today|later)\b",
        counted_weekday,
    ),
    rule(rf"\b(?P<day>{LONG_WEEKDAY}) after next\b", weekday_after_next),
    rule(rf"\b(?P<day>{WEEKDAY}) week\b(?! of)", weekday_after_next),
    rule(r"\b(?:the )?(?P<unit>weekend|week|month|year) (?P<lead>after next|before last)\b", period),
    rule(rf"\b(?P<lead>{THIS_WORD}) (?P<unit>quarter)\b(?! (?:past|to|of an?))", period),
    rule(
        r"\b(?:q(?P<q>[1-4])|(?:the )?(?P<nth>first|second|third|fourth|[1-4](?:st|nd|rd|th)) quarter)\b(?:,? (?:of )?(?P<y>(?:19|20)\d\d)\b)?",
        quarter,
    ),
    rule(r"\beom\b", lambda _m: fixed(DateSpec(month_off=0, part="end"))),
    rule(r"\beoy\b", lambda _m: fixed(DateSpec(year_off=0, part="end"))),
    rule(
        rf"\b(?P<lead>{THIS_WORD}|that|same) (?P<unit>work ?week|weekend|week|fortnight|month|year)\b(?! days)",
        period,
    ),
    rule(r"\b(?:the )?(?P<lead>next|following) (?P<unit>day)\b", period),
    rule(r"\b(?:the )?(?<=of )?the (?P<unit>week|month|year)\b(?! (?:of|beginning|starting))", plain_period),
    rule(r"(?<=of )(?P<unit>month|year)\b", plain_period),
    rule(r"(?<=of )(?P<lead>(?:the )?(?:current|present)) (?P<unit>month|year|week)\b", plain_period),
    rule(r"\b(?:on )?(?:the )?(?:the |at )?weekends?\b", lambda _m: fixed(DateSpec(span="weekend"))),
    rule(rf"\b(?P<m>{MONTH})\.? (?P<d>\d{{1,2}}) (?P<part>am|pm)\b", dated_part),
    rule(rf"\b(?P<lead>this|next|last|previous|past|coming) (?P<m>{MONTH})\b(?! \d)", led_month),
    rule(
        rf"\b(?P<m>{MONTH})\.?[\s/,-]?\s?(?:the )?(?P<d>{ORD_DAY}){DAY_END}\b(?:(?:,| of|\s)\s*(?P<y>(?:19|20)\d\d)(?!\d|:))?",
        slashed,
    ),
    rule(
        rf"(?<![\d:.])(?P<d>{ORD_DAY})(?: day)?(?:\s*of\s*|\s*|-)(?P<m>{MONTH})\b\.?(?:(?:,| of|-)?\s*(?P<y>(?:19|20)\d\d)(?!\d|:))?",
        slashed,
    ),
    rule(rf"\b(?P<m>{MONTH})\.?(?:,| of)?\s+(?P<y>(?:19|20)\d\d)\b", month_with_range_end),
    rule(rf"\b(?P<y>(?:19|20)\d\d)\s*,?\s*(?P<m>{MONTH})\b\.?", month_with_range_end),
    rule(
        r"(?:(?<=\bin )|(?<=\bof )|(?<=\bsince )|(?<=\bduring )|(?<=\bearly )|(?<=\blate )|(?<=\bmid )|(?<=\bmid-)|\b(?:the )?year )(?:the year )?(?P<y>(?:19|20)\d\d)\b(?![-/:.]\d)",
        lambda m: fixed(DateSpec(year=int(m["y"]))),
    ),
    rule(rf"\b(?P<m>{SURE_MONTH})\b", lambda m: ymd(None, m["m"], None)),
    rule(rf"\b(?P<y>(?:19|20)\d\d)[/-](?P<m>{MONTH}|\d{{1,2}})[/-](?P<d>\d{{1,2}})\b", slashed),
    rule(r"(?<![\d.])(?P<y>(?:19|20)\d\d)[-/. ](?P<m>\d{1,2})[-/. ](?P<d>\d{1,2})(?![\d.])", slashed),
    rule(r"(?<![\d.])(?P<y>(?:19|20)\d\d)-(?P<m>\d{2})-(?P<d>\d{2})(?=\d{2}:)", slashed),
    rule(r"(?<![\d.:/-])(?P<m>0\d|1[0-2])-(?P<d>[0-3]\d)(?![\d:/-])", slashed),
    rule(r"(?<![\d/.-])(?P<m>\d{1,2})[/-](?P<d>\d{1,2})[/-](?P<y>(?:19|20)\d\d)(?=[.\s,-]|$)", slashed),
    rule(r"(?<![\d/.])(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d\d)(?![\d/])", slashed),
    rule(r"(?<![\d.])(?P<m>\d{1,2})\.(?P<d>\d{1,2})\.(?P<y>(?:19|20)\d\d)(?![\d.])", slashed),
    rule(
        r"(?<![\d/.])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/]|\s*(?:inch|in\b|cups?|pills?|tabs?|tablets?|doses?|lbs?|kg|off|price|an? )|[\"'])",
        slashed,
    ),
    rule(r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)", slashed),
    rule(
        rf"\b(?:the )?(?P<d>\d{{1,2}}(?:st|nd|rd|th)|(?<=the ){EN_ORDINAL}{_DAY_CLOSES})(?: day)?\b(?! (?:time|floor|dog|cat|visit|one|of (?:all|my))|s? times)",
        day_only,
    ),
    rule(r"(?<=on the )(?P<d>\d{1,2})\b(?!:|\s*(?:am|pm|%|st|nd|rd|th))", day_only),
    rule(rf"\b(?:the )?(?P<d>\d{{1,2}}|{EN_ORDINAL})(?= of (?:the )?(?:next|this|last|following) month)", day_only),
    rule(rf"\b(?:the )?(?:(?P<nth>{EN_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th)) )?last day(?= of)", nth_last_day),
    rule(
        rf"\b(?:the |at )?(?P<part>beginning|start|earlier|early|mid|middle|late|end)(?: of| in|-)?(?=[ -](?:the |around )?(?:(?:month|year|week|this|next|last|current|following|previous|coming)\b|{MONTH}\b|(?:19|20)\d\d\b))",
        period_part,
    ),
    rule(
        rf"\b(?:the )?(?P<half>first|second) half of (?=(?:the |this |next |last )?(?:month|year|week)\b|{MONTH}\b|(?:19|20)\d\d\b)",
        half_of,
    ),
    rule(r"\b(?:the )?week (?:of|beginning(?: on)?|starting(?: on)?|commencing)\b", week_of),
    *(festival(name) for name in FESTIVALS),
    rule(
        r"\b(?:(?P<lead>early|late)[\s-]?)?(?P<part>mornings?|afternoons?|arvo|evenings?|nights?|lunch(?:time)?|breakfast|dinner(?:time)?|daytime|business hours)\b",
        part_token,
    ),
    rule(r"(?:(?<=day )|(?<=tomorrow )|(?<=\d )|(?<=th ))(?P<part>am|pm)\b", part_token),
    rule(
        r"\bfirst thing(?P<morning> in the morning)?\b",
        lambda m: spot(part=PARTS["morning"], is_standing=m["morning"] is not None),
    ),
    rule(
        rf"(?:(?<=\bat )|(?<=\baround )|(?<=\babout )|(?:^|(?<=day )|(?<=tomorrow )|(?<=tmrw )|(?<=tonight )|(?<=arvo )))half (?P<h>1[0-2]|[1-9]|{EN_CARDINAL})\b{_NOT_COUNTED}",
        half_hour,
    ),
    rule(r"\bafter (?:work|school)\b", lambda _m: spot(part=PARTS["evening"])),
    rule(r"\bmid[\s-]?afternoon\b", lambda _m: spot(clock=Clock(14, is_24=True))),
    rule(r"\b(?:12 )?(?:noon(?:ish)?|mid[\s-]?day)\b|\b12 noon\b", lambda _m: spot(clock=Clock(12, is_24=True))),
    rule(r"\b(?:12 )?mid[\s-]?night\b", lambda _m: spot(clock=Clock(24, is_24=True))),
    rule(r"\b(?:the )?end of (?:the )?day\b|\beod\b", lambda _m: spot(clock=Clock(24, is_24=True))),
    rule(rf"(?<![\d.:])(?P<h>{_HOUR})(?:\s*[:.]\s*(?P<m>\d{{2}})(?::\d\d)?)?\s*{_HALF}(?![a-z])", marked),
    rule(
        rf"(?<![\d.:/-])(?P<h>\d{{1,2}}|{EN_CARDINAL})(?= (?:in the (?:early |late )?(?:morning|afternoon|evening)|at night)\b)",
        marked,
    ),
    rule(rf"(?<![\d.:/-])(?P<h>1[0-2]|[1-9])(?= (?:tonight\b|on (?:the \d|{MONTH}\b|{WEEKDAY}\b)))", marked),
    rule(rf"(?:(?<=tonight )|(?<=morning )|(?<=afternoon )|(?<=evening ))(?P<h>1[0-2]|[1-9]){_CLOCK_CLOSES}", marked),
    rule(rf"(?:^|(?<=day )|(?<=tomorrow )|(?<=tonight ))(?P<hm>{_FOUR_DIGITS})(?=\s*$|[,?!])", run_together),
    rule(r"\b(?P<hm>(?:[01]\d|2[0-3])[0-5]\d) ?(?:h|hrs|hours)\b", run_together),
    rule(rf"(?:^|(?<=[a-z,] ))(?P<hm>{_FOUR_DIGITS})(?=\s*(?:-|to)\s*{_FOUR_DIGITS}\b)", run_together),
    rule(rf"(?:(?<=\d{{4}}-)|(?<=\d{{4}} - )|(?<=\d{{4}} to ))(?P<hm>{_FOUR_DIGITS})\b(?!-)", run_together),
    rule(rf"\b(?P<h>{EN_CARDINAL}) (?P<m>(?:oh |o )?{EN_CARDINAL})\s*{_FULL_HALF}", marked),
    rule(rf"(?<![\d.:])(?P<hm>\d{{3,4}})\s*{_FULL_HALF}", run_together),
    rule(
        r"(?:(?<=\baround )|(?<=\bat )|(?<=\babout )|(?<=@ )|(?<=\bby ))(?P<hm>(?:0?[1-9]|1\d|2[0-3])[0-5]\d)(?!\d|[-.]\d)",
        run_together,
    ),
    rule(
        r"(?:(?<![\d:/])|(?<=\d{4}-\d\d-\d\d))(?:(?<!\.)|(?<=\d{4}\.))(?P<h>\d{1,2}):(?P<m>\d{2})(?::\d{2})?(?![\d])",
        marked,
    ),
    rule(r"(?<![\d.:])(?P<h>\d{1,2})h(?P<m>\d{2})?(?![a-z\d])", french),
    rule(rf"\b(?P<h>{_HOUR}) ?o'? ?clock\b(?:\s*{_HALF})?", marked),
    rule(r"\b(?P<h>\d{1,2})[\s-]?ish\b", marked),
    rule(
        rf"(?:(?<=\bat )|(?<=@ )|(?<=@)|(?<=\baround )|(?<=\babout )|(?<=maybe ))(?P<h>\d{{1,2}}|{EN_CARDINAL})(?: (?P<m>{EN_CARDINAL}))?\b{_NOT_COUNTED}",
        marked,
    ),
    rule(
        rf"(?:(?<=for )|(?<=night )|(?<=morning )|(?<=evening ))(?P<h>{EN_CARDINAL}) (?P<m>{EN_CARDINAL})\b{_NOT_COUNTED}",
        marked,
    ),
    rule(
        rf"\b(?:a )?(?P<m>quarter|half|\d{{1,2}}|{EN_CARDINAL})(?: minutes?| mins?)? (?P<dir>past|to|before|till|after) (?P<h>noon|midnight|midday|\d{{1,2}}|{EN_CARDINAL})(?:\s*{_FULL_HALF})?(?! \d|-|\s*(?:{MONTH})\b)",
        lambda m: past_to(m) if is_clock_phrase(m) else None,
    ),
    rule(r"\b(?:right now|now|asap|immediately|right away)\b", lambda _m: spot(DateSpec(delta=Delta(0, "second")))),
    rule(
        rf"\bin (?:about |around |approximately |less than )?(?P<n>{EN_AMOUNT}) ?(?P<u>{UNIT}|{SHORT_UNIT})\b(?P<more> and an? half)?(?:,?(?: and)? (?P<n2>{EN_AMOUNT}) (?P<u2>{UNIT})\b)?(?:'? time)?(?: from (?:now|today))?",
        in_delta,
    ),
    rule(
        rf"\b(?P<n>{EN_AMOUNT}) ?(?P<u>{UNIT}|{SHORT_UNIT})(?P<more> and an? half)? (?P<dir>from now|from today|ago|back|earlier|before now|later|hence|prior)\b",
        directed,
    ),
    rule(
        rf"\b(?P<n>{EN_AMOUNT}) (?P<u>{UNIT})(?:,| and|,? and)? (?P<n2>{EN_AMOUNT}) (?P<u2>{UNIT}) (?P<dir>ago|from now|later)\b",
        two_part,
    ),
    rule(rf"\bafter (?P<n>{EN_AMOUNT}) (?P<u>{UNIT})\b", lambda m: after_delta(m)),
    rule(rf"\b(?P<n>{EN_AMOUNT}) (?P<u>{UNIT}) (?P<dir>after|from|before|on(?= {WEEKDAY}\b))\b(?! now)", shift),
    rule(
        rf"\b(?:with)?in (?:the )?(?:next |coming |following )?(?P<n>{EN_AMOUNT}) (?P<u>{UNIT})\b(?: (?:after|from|of) (?:today|now))?",
        lambda m: window(m) if m[0].startswith("within") or re.search("next|coming|following", m[0]) else None,
    ),
    rule(
        rf"\b(?:(?:in|for|over) )?(?:the )?(?:next|coming|following|past|last|previous) (?P<n>{EN_AMOUNT}) (?P<u>{UNIT})\b",
        lambda m: window(m) if m["n"] not in ("a", "an") else None,
    ),
    rule(
        r"\b(?:(?:in|within|over) )?(?:the )?(?P<dir>next|past|last|previous) (?P<half>half )?hour\b", window_of_an_hour
    ),
    rule(rf"\b(?:in )?the (?P<n>\d+|{EN_CARDINAL}) (?:past|last|next|upcoming|coming) (?P<u>{UNIT})\b", window),
    rule(
        rf"\bfor (?!a quarter (?:past|to))(?P<n>{EN_AMOUNT}) ?(?P<u>{UNIT})\b(?:(?:,| and)? (?P<n2>{EN_AMOUNT}) (?P<u2>{UNIT})\b)?",
        lasting,
    ),
    kind_token(
        r"\b(?:to|until|till|til|through|thru|up to)\b|(?<!mid)-+(?!(?<=day-)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))|~",
        Kind.TO,
    ),
    kind_token(r"\b(?:from|between)\b", Kind.FROM),
    kind_token(r"\b(?:and|but)\b|&", Kind.AND),
    kind_token(
        r"\b(?:before|(?<!swing )(?<!drop )(?<!pop )(?<!come )(?<!stop )(?<!pass )by|until|till|no later than|not later than|not after|earlier than|prior to|at the latest)\b|<=?(?!>)",
        Kind.BEFORE,
    ),
    kind_token(
        r"\b(?:after|since|later than|any ?time after|starting(?: on| from| at)?|beginning(?: on| from)?|no earlier than|not before|past)\b|>=?",
        Kind.AFTER,
    ),
    kind_token(r"\b(?:onwards?|or later|and later|or after)\b", Kind.AFTER_END),
    kind_token(r"\b(?:or earlier|or before)\b", Kind.BEFORE_END),
    rule(r"<>|\b24/7\b", lambda _m: Token(Kind.STOP)),
    rule(
        rf"(?<![\d.:/#])(\d{{1,2}}|(?<=and )(?:{EN_CARDINAL})|(?:(?<=after )|(?<=before )|(?<=by )|(?<=until )|(?<=till ))(?:{EN_CARDINAL}){_CLOCK_CLOSES}|(?:{EN_CARDINAL})(?= to | and )|{EN_ORDINAL}(?= (?:to|through|until|and) ))\b{_NOT_COUNTED}",
        number,
    ),
    rule(
        r"\b(?:number|no\.?|room|floor|code|order|ref|pin|apartment|apt|unit|building|#) ?#?\d+|\b(?:one|two|a) (?:day|night)s? old\b|\bgood (?:morning|afternoon|evening|night|day)\b",
        lambda _m: Token(Kind.STOP),
    ),
    rule(
        r"\b(?:second|minute|third) (?:dog|cat|one|thought)s?\b|\b(?:may|march) (?:i|we|be|not|need|have)\b|"
        # Pets and people that are called after their month or day.
        r"\b(?:name is|name's|named|(?:dog|cat|pet|puppy|kitten) called|aunt|uncle|dr|mr|mrs|ms|miss)\.? [a-z]+\b|"
        r"\b(?:morning|night|evening|afternoon) (?:sickness|lights?|tea|owl)\b|"
        r"\b(?:april|may|june|august) (?:(?:is|was) (?:an?|my|our|the) (?!good|great|bad)|the (?:cat|dog|kitten|puppy|pup)\b|(?:hates|loves|likes|weighs|bites)\b)",
        lambda _m: Token(Kind.STOP),
    ),
)
"""Every piece of an English time expression that this house reads."""


EN_GLUE = re.compile(
    r"t|[\s,.'\"()@/-]*(?:(?:at|on|in|of|the|for|around|about|sometime|some time|is|roughly|that|a|time|or so|say|maybe|like|ideally|preferably)[\s,.'\"(@]+)*"
)
"""What may stand between two pieces of one expression."""
