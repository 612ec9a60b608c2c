"""Understands a whole message of an owner: what is wanted, of which pet, when, and what to mind.

Word tables and rules; text that says nothing known is `unknown`. Pure: the same message, moment and
context give the same understanding.
"""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo

from . import asides, signals
from .needs import needs_in
from .numerals import zh_number
from .pets_said import pets_in
from .red_flags import red_flags_in
from .script import fold, is_chinese
from .services_said import services_in
from .shop_line import asked_by
from .time_roles import with_roles
from .times import MAX_READ, read_times
from .times_said import settled
from .typing_slips import righted
from .understanding import INTENTS, Context, Understanding
from .weighing import asks_for_person, complains, decided

__all__ = ["INTENTS", "Context", "Understanding", "complains", "ordinal_in", "understand"]

TOPICS = {
    "late": signals.LATE,
    "lost": signals.LOST,
    "same_again": signals.SAME_AGAIN,
    "policy": signals.POLICY,
    "waitlist": signals.WAITLIST,
    "address": signals.ADDRESS,
    "phone": signals.PHONE,
    "health": signals.HEALTH,
    "arrived": signals.ARRIVED,
    "refund": asides.REFUND,
    "any_time": asides.ANY_TIME,
    "about": asides.ABOUT,
    "basic": asides.BASIC,
}
"""What a message touches beside the measured intents; `_topics` adds those that take more than a pattern."""


def understand(text: str, ref: datetime, zone: tzinfo, context: Context | None = None) -> Understanding:
    """Reads one message. `ref` is now; `zone` the shop's."""
    context = context or Context()
    text = text[:MAX_READ]
    folded = righted(fold(text))
    lang = _language(folded)
    if not re.search(r"[a-z\u3400-\u9fff]", folded):
        return _wordless(text, folded, ref, zone, context, lang)
    red_flags = red_flags_in(_without_names(folded, context))
    if signals.INJECTION.search(folded) and not red_flags:
        return Understanding(text, ("unknown",), lang=lang)
    services, negated = services_in(folded)
    is_move = signals.RESCHEDULE.search(folded) is not None
    day = anchor_of(context, ref, zone)
    found = read_times(_as_said(text, folded), ref, zone, day, is_move)
    times = settled(with_roles(found, folded, _local(ref, zone)), folded)
    needs = needs_in(folded)
    pets = pets_in(folded, text, context.pet_names, asks_name="name" in asked_by(context.line))
    read = Understanding(
        text, (), services, negated, pets, times, needs, red_flags, _topics(folded), _groomer(text, context), lang
    )
    return decided(read, folded, context, day)


_CALLED = re.compile(r"^(?:它|他|她)?(?:就)?(?:叫|名字?(?:是|叫)?)?([\u3400-\u9fff])\1(?![\u3400-\u9fff]{3})")


def _without_names(folded: str, context: Context) -> str:
    """A pet called 可可 is no cocoa, and one that is called 卷卷 just now is caught in nothing."""
    if "name" in asked_by(context.line):
        folded = _CALLED.sub("·", folded)
    for name in context.pet_names:
        if len(name) > 1:
            folded = folded.replace(fold(name), "·" * len(name))
    return folded


def _as_said(text: str, folded: str) -> str:
    """The text for the reading of times: in the owner's writing, with the slips set right."""
    plain = fold(text)
    return "".join(said if was == right else right for said, was, right in zip(text, plain, folded, strict=True))


def _local(ref: datetime, zone: tzinfo) -> datetime:
    """The shop's wall clock without its zone."""
    return ref if ref.tzinfo is None else ref.astimezone(zone).replace(tzinfo=None)


def _language(folded: str) -> str | None:
    if is_chinese(folded):
        return "zh"
    return "en" if len(re.findall(r"[a-z]{2,}", folded)) >= 2 else None


def _wordless(text: str, folded: str, ref: datetime, zone: tzinfo, context: Context, lang: str | None) -> Understanding:
    """Digits, signs and emoji: a bare time still answers a question; 👍 is a yes."""
    stripped = folded.strip()
    if signals.CONFIRM.match(stripped) and stripped:
        return Understanding(text, ("confirm",), lang=lang)
    if signals.DENY.match(stripped) and stripped:
        return Understanding(text, ("deny",), lang=lang)
    times = read_times(text, ref, zone, anchor_of(context, ref, zone))
    return Understanding(text, ("book",) if times else ("unknown",), times=times, lang=lang)


def anchor_of(context: Context, ref: datetime, zone: tzinfo) -> date | None:
    """The day under discussion: named by the dialogue, or said in the shop's last line."""
    if context.day is not None or not context.line:
        return context.day
    for mention in read_times(context.line, ref, zone):
        if mention.has_date and mention.start is not None and mention.grain in ("day", "minute", "hour", "daypart"):
            return mention.start.date()
    return None


def _topics(folded: str) -> frozenset[str]:
    found = {name for name, pattern in TOPICS.items() if pattern.search(folded)}
    if asides.leaves_it_to_us(folded):
        found.add("anything")
    if asides.ROBOT.search(folded) and not asks_for_person(asides.ROBOT.sub(" ", folded)):
        found.add("robot")
    if asides.asks_of_shop(folded):
        found.add("fact")
    return frozenset(found)


def _groomer(text: str, context: Context) -> str | None:
    lowered = text.lower()
    return next((name for name in context.groomer_names if name and name.lower() in lowered), None)


_ORDINAL = re.compile(
    r"^\s*(?:那|就|要|选|我要|我选|约)?(?:第(?P<zh>[一二三四五六1-6])个|(?:the )?(?P<en>first|second|third|fourth|fifth|sixth)(?: one| time| slot)?)"
    r"(?:时间|吧|就行|可以|好了|呀|啊|please|[ .,!。！])*$"
)
_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}


def ordinal_in(text: str) -> int | None:
    """The place that a short answer names (1 the first); None when it names none."""
    match = _ORDINAL.match(fold(text))
    if match is None:
        return None
    return _PLACES[match["en"]] if match["en"] else int(zh_number(match["zh"]) or 0) or None
