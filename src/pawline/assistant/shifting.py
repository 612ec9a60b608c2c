"""By how much a booking is to be moved, when that is all that is said: 往后挪一天, an hour earlier. Pure."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
from datetime import timedelta

from .numerals import EN_CARDINAL, ZH_NUMBER, en_number, zh_number

_ZH_UNITS = {"分": 1, "刻": 15, "小时": 60, "钟": 60, "天": 1440, "日": 1440, "周": 10080, "星期": 10080, "礼拜": 10080}
_EN_UNITS = {"min": 1, "minute": 1, "hour": 60, "hr": 60, "day": 1440, "week": 10080, "wk": 10080}
_ZH = re.compile(
    r"(?:(?P<later>往后|向后|推迟|推后|推|延后|延迟|延期|延|顺延|押后|晚)|(?P<sooner>往前|向前|提前|提早|赶早|早))"
    r"(?:再|个|上|来|到|挪|推|延|移|拖|顺延|调|靠|提)*"
    rf"(?P<n>半|{ZH_NUMBER})(?P<of>个|個)?(?P<half>半)?(?P<unit>小时|分|刻|钟(?!后)|天|日|周|星期|礼拜)"
)
_EN = re.compile(
    rf"\b(?P<n>half an?|an?|{EN_CARDINAL}|\d{{1,3}})[ -]?(?P<unit>min(?:ute)?|hour|hr|day|week|wk)s?\b(?P<half> and a half)?"
    r"(?P<way> (?:later|earlier|sooner|back|forward|further on))?"
)
_EN_WAY = re.compile(
    r"\b(?:(?P<later>later|push\w*|postpone\w*|delay\w*|put \w+ back|move \w+ back|back)|(?P<sooner>earlier|sooner|forward|bring \w+ (?:up|forward)))\b"
)


def shift_in(folded: str) -> timedelta | None:
    """How much later (or, below zero, earlier) a message wants something to be; None when it does not say it so."""
    return _zh(folded) or _en(folded)


def _zh(folded: str) -> timedelta | None:
    found = _ZH.search(folded)
    if found is None:
        return None
    many = 0.5 if found["n"] == "半" else float(zh_number(found["n"]) or 0)
    minutes = round((many + (0.5 if found["half"] else 0)) * _ZH_UNITS[found["unit"]])
    return _signed(minutes, is_sooner=found["sooner"] is not None)


def _en(folded: str) -> timedelta | None:
    found = _EN.search(folded)
    if found is None:
        return None
    way = _EN_WAY.search(found["way"] or folded.replace(found[0], " ", 1))
    if way is None:
        return None
    said = found["n"]
    many = 0.5 if said.startswith("half") else 1.0 if said in ("a", "an") else float(en_number(said) or 0)
    minutes = round((many + (0.5 if found["half"] else 0)) * _EN_UNITS[found["unit"]])
    return _signed(minutes, is_sooner=way["sooner"] is not None)


def _signed(minutes: int, *, is_sooner: bool) -> timedelta | None:
    if not minutes:
        return None
    return timedelta(minutes=-minutes if is_sooner else minutes)
