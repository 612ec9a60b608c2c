"""Numbers as owners write them: 廿八, 一百二十, twenty first, a couple of, 2.5."""

from __future__ import annotations

import re

_ZH_DIGITS = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
    "俩": 2,
    "壹": 1,
    "兩": 2,
}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000}
_ZH_TENS = {"廿": 20, "卅": 30}

# Bounded, so that a long run of numerals is not tried at every length from every place.
ZH_NUMBER = r"(?:\d{1,7}(?:\.\d{1,3})?|[零〇一二两俩三四五六七八九十百廿卅]{1,7})"


def zh_number(text: str) -> float | None:
    """The value of Chinese or Arabic digits; None when the text is neither.

    A run of plain digits is read digit by digit (二〇一五 is 2015).
    """
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if not text or any(char not in _ZH_DIGITS and char not in _ZH_UNITS and char not in _ZH_TENS for char in text):
        return None
    if all(char in _ZH_DIGITS for char in text):
        return float(int("".join(str(_ZH_DIGITS[char]) for char in text)))
    return float(_zh_composed(text))


def _zh_composed(text: str) -> int:
    total, digit = 0, None
    for char in text:
        if char in _ZH_DIGITS:
            digit = _ZH_DIGITS[char]
        elif char in _ZH_TENS:
            total += _ZH_TENS[char]
            digit = None
        else:
            total += (1 if digit is None else digit) * _ZH_UNITS[char]
            digit = None
    return total + (digit or 0)


_EN_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50}
_EN_ORDINAL_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip
_EN_ORDINALS = {word: value for value, word in enumerate(_EN_ORDINAL_WORDS, start=1)} | {"thirtieth": 30}
_EN_WORDS = {word: value for value, word in enumerate(_EN_ONES)} | _EN_TENS
_EN_VAGUE = {"a": 1, "an": 1, "couple": 2, "few": 3, "several": 3, "half": 0.5}

_ONES = "|".join(sorted(_EN_ONES[1:], key=len, reverse=True))
_TENS = "|".join(_EN_TENS)
_ORDINALS = "|".join(sorted(_EN_ORDINALS, key=len, reverse=True))
EN_CARDINAL = rf"(?:(?:{_TENS})[ -](?:{_ONES})|{_TENS}|{_ONES})"
EN_COMPOUND = rf"(?:(?:{_TENS})[ -](?:{_ONES}))"
EN_ORDINAL = rf"(?:(?:{_TENS})[ -](?:{_ORDINALS})|{_ORDINALS})"
EN_AMOUNT = (
    rf"(?:\d+(?:\.\d+)?|half an?|(?:an? )?(?:couple|few)(?: of)?|several|{EN_CARDINAL}|an?)"
    r"(?: and (?:an? )?half)?"
)


def en_number(text: str) -> float | None:
    """The value of English digits, number words, ordinals and vague amounts; None when it is no number."""
    text = text.strip().lower()
    extra = 0.0
    for tail in (" and a half", " and an half", " and half"):
        if text.endswith(tail):
            text, extra = text[: -len(tail)], 0.5
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)(?:st|nd|rd|th)?", text):
        return float(match[1]) + extra
    words = [word for word in re.split(r"[ -]+", text) if word not in ("of", "and")]
    if len(words) > 1 and words[0] in ("a", "an"):
        words = words[1:]
    if words and words[0] == "half":
        return 0.5
    values = [_EN_WORDS.get(word, _EN_ORDINALS.get(word, _EN_VAGUE.get(word))) for word in words]
    known = [value for value in values if value is not None]
    return sum(known) + extra if known and len(known) == len(values) else None
