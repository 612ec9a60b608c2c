"""A message in the light of what the shop asked just before."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
from datetime import date

from . import signals
from .shop_line import Asked
from .understanding import Understanding

ENDS = " .,!?~。，！？…"
_CONTRASTS = re.compile(
    r"不|别|换|改|除了|还是|只能|唔|\b(?:not?|but|rather|instead|actually|can'?t|won'?t|later|earlier)\b"
)
_RATHER = re.compile(r"还是|要不|不如|最好|\b(?:instead|rather|actually|better|prefer)\b")
_OBJECTS = re.compile(
    r"太(?:早|晚|贵|远|久|赶)|来不及|赶不上|不方便|没空|没时间|不合适|不行|\btoo (?:early|late|soon|expensive|much|far)\b|\b(?:can'?t|cannot|won'?t|doesn'?t) (?:do|make|work)\b|\bnot (?:that|good for me)\b"
)
_DETAILS_ONLY = frozenset({"book", "correct", "note_special_need"})


def agrees(read: Understanding, folded: str, offered: date | None) -> bool:
    """A yes to what was offered, said by naming the day again or before a goodbye."""
    if _CONTRASTS.search(folded):
        return False
    if read.wanted_times:
        days = {time.start.date() for time in read.wanted_times if time.start is not None}
        is_plain = all(time.grain == "day" for time in read.wanted_times)
        return is_plain and days == {offered}
    return leaning(folded.strip(ENDS)) == {"confirm"}


def as_answer(found: set[str], read: Understanding, folded: str, asked: frozenset[Asked]) -> set[str]:
    """The signals in the light of what the shop asked just before."""
    if asked & {"name", "pet"} and found <= _DETAILS_ONLY and not read.wanted_times and not read.services:
        return found | {"pet_info"} if read.pets and "correct" not in found else found
    if "agree" in asked and not read.services and found <= {"book", "query_availability"}:
        if read.wanted_times and _RATHER.search(folded):
            return {"correct"}
        if _OBJECTS.search(folded) and not read.wanted_times:
            return {"deny"}
    if "needs" in asked and not found and not read.wanted_times and len(folded) > 3 and not read.services:
        return {"note_special_need"} if read.needs or read.services_negated else found
    return found


def leaning(stripped: str) -> set[str]:
    """A yes or no at the head of a longer sentence that says nothing else."""
    if len(stripped) > 30:
        return set()
    heads = [head for head in (re.split(r"[ ,。.!、~]", stripped)[0], re.split(r"[,。.!~]", stripped)[0]) if head]
    if any(signals.CONFIRM.match(head) for head in heads):
        return {"confirm"}
    return {"deny"} if any(signals.DENY.match(head) for head in heads) else set()
