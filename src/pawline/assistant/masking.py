"""What a text leaves at home before it goes to a language model: numbers, addresses and names of accounts.

Pure. In doubt something is masked: the model reads wishes, and none is in a number of that length.
"""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
import unicodedata

_MAIL = re.compile(r"[\w.+\-]+\s?[@＠]\s?[\w\-]+(?:\s?\.\s?[\w\-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"(?:微信号?|威信|薇信|vx|wx|wechat|qq|扣扣|支付宝|telegram|whatsapp|line id|instagram)(?:号|id)?\s*(?:是|为|is|[:：])?\s*[a-z0-9][a-z0-9_\-]{4,}",
    re.IGNORECASE,
)
# An identity card's seventeen digits and a digit or X.
_IDENTITY = re.compile(r"(?<!\d)\d{6}[ \-]?(?:19|20)\d{2}[ \-]?\d{4}[ \-]?\d{3}[\dxX](?!\d)")
_PASSPORT = re.compile(r"(?<![A-Za-z])[A-Z]{1,2}\d{7,8}(?!\d)")
# Seven digits or more, however they are spaced; an apartment's and a price's are shorter.
_NUMBER = re.compile(r"(?<![\d])[+(]{0,2}\d(?:[ \-\u2013().·_]{0,3}\d){6,}(?![\d])")
_SPOKEN = re.compile(r"[零〇一二三四五六七八九幺两]{7,}")
_DATE = re.compile(
    r"20\d{6}|(?:20\d\d[-./])?(?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])(?:[ ,]+(?:[01]?\d|2[0-4])(?:[.\-]?[0-5]\d)?)?"
)
_N = r"[\d一二三四五六七八九十百零甲乙丙\-]"
_UNIT = r"(?:号楼|号院|号|弄|栋|幢|座|楼|单元|室|层|房)"
_STREET_ZH = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}(?:省|市|区|县|镇|乡|街道)){0,4}[\u4e00-\u9fff]{1,4}(?:路|街|大道|巷|胡同|小区|花园|公寓|大厦|新村|苑)"
    rf"\s*{_N}{{1,6}}\s*{_UNIT}(?:\s*[,，]?\s*[a-zA-Z]?{_N}{{1,6}}\s*{_UNIT}|\s*\d{{3,4}}(?!\d|\s*(?:点|元|块|月|日|岁|斤|公斤|kg|分)))*"
)
_HOUSE_ZH = re.compile(
    rf"(?:[a-zA-Z]?{_N}{{1,6}}\s*(?:号楼|栋|幢|单元|座)\s*)(?:[a-zA-Z]?{_N}{{1,6}}\s*(?:{_UNIT}|(?!\d|\s*(?:点|元|块|月|日|岁|斤|公斤|kg|分))))*"
)
_STREET_EN = re.compile(
    r"\b(?:(?:flat|apt\.?|apartment|unit|suite|room|#)\s*\w{1,5}[ ,]+)?\d{1,5}[a-z]?\s+(?:[a-z'\-.]+\s+){0,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|close|terrace|way|place|square|sq|crescent|highway|hwy|alley)\b\.?(?:[ ,]+(?:flat|apt\.?|apartment|unit|suite|room|floor|#)\s*\w{1,5})?",
    re.IGNORECASE,
)
_MASKS = (
    (_MAIL, "〔邮箱〕"),
    (_LINK, "〔链接〕"),
    (_ACCOUNT, "〔账号〕"),
    (_IDENTITY, "〔证件〕"),
    (_PASSPORT, "〔证件〕"),
    (_STREET_ZH, "〔地址〕"),
    (_HOUSE_ZH, "〔地址〕"),
    (_STREET_EN, "〔地址〕"),
    (_NUMBER, "〔号码〕"),
    (_SPOKEN, "〔号码〕"),
)


def masked(text: str) -> str:
    """The text without what tells who and where somebody is; each such piece is a word in brackets."""
    text = _plain(text)
    for pattern, word in _MASKS:
        text = pattern.sub(lambda found, word=word: _kept(found[0]) or word, text)
    return text


def _plain(text: str) -> str:
    """Digits of other scripts, full width letters and invisible characters hide nothing."""
    seen = (char for char in text if unicodedata.category(char) != "Cf")
    return "".join(_digit(char) for char in seen)


def _digit(char: str) -> str:
    value = unicodedata.digit(char, None)
    if value is not None and not char.isascii():
        return str(value)
    return chr(ord(char) - 0xFEE0) if "Ａ" <= char <= "ｚ" or char in "＠．" else char


def _kept(found: str) -> str | None:
    """A date is a long number too, and is what the owner wishes."""
    return found if _DATE.fullmatch(found) else None
