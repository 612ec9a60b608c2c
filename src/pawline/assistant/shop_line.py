"""What the shop's last line asked: the same few words answer one question and open another."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
from typing import Literal

from .script import fold

Asked = Literal["name", "pet", "when", "agree", "needs"]

_ASKED: dict[Asked, re.Pattern[str]] = {
    "name": re.compile(r"叫什么|名字|怎么称呼(?!您|你)|叫咩|\bname\b"),
    "pet": re.compile(
        r"品种|多大|几岁|多重|体重|几斤|多少斤|几公斤|几个月|公的|母的|狗狗?还是|猫猫?咪?还是|什么毛|哪只|\bbreed\b|\bhow (?:old|big|heavy|much does)\b|\bweigh\w*\b|\bdog or\b|\bcat or\b|\bwhat (?:kind|type|size)\b|\bsize\b"
    ),
    "when": re.compile(
        r"哪天|哪一天|几点|什么时候|何时|什么时间|哪个时间|几号|几时|边日|\bwhen\b|\b(?:what|which) (?:time|day|date)\b"
    ),
    "agree": re.compile(
        r"(?:可以|好|行|确认|对|方便|合适|成|OK|ok)(?:吗|么|不|嘛)|约上|给您约|给您留|帮您约|怎么样|\bshall (?:i|we)\b|\bok(?:ay)?\b|\bwork(?:s)?\b|\bhow about\b|\bcorrect\?|\bright\?|\bconfirm\b|\bit is\b"
    ),
    "needs": re.compile(
        r"注意|特殊|忌讳|过敏|要求|\bshould (?:we|i) know\b|\bspecial\b|\ballerg\w+\b|\bwatch out\b|\bmind\b"
    ),
}


def asked_by(line: str | None) -> frozenset[Asked]:
    """What a line of the shop asks for; empty when it asks nothing, or there is none."""
    if not line:
        return frozenset()
    folded = fold(line)
    return frozenset(asked for asked, pattern in _ASKED.items() if pattern.search(folded))
