"""What the owner's page shows after an exchange: bubbles, the chips that can be tapped, cards, and what is asked.

The customer reads only this. What is asked is told by the chips, and where there are none by a few plain words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pawline.booking import BookingView
from pawline.chat import Entry

# The beginning of a chip's id, and what the shop wants to know by it.
_BY_CHIP = {
    "pet": "pet",
    "kind": "kind",
    "size": "size",
    "coat": "coat",
    "service": "service",
    "when": "time",
    "nights": "nights",
    "cancel": "which",
    "move": "which",
    "do_cancel": "cancel",
    "do_move": "move",
    "person": "person",
}
_BY_WORDS = (
    ("name", r"称呼|名字|\bname\b"),
    ("which", r"哪一个预约|哪个预约|[Ww]hich booking"),
    ("nights", r"几晚|多少晚|住多久|[Hh]ow many nights"),
    ("size", r"多重|多少斤|几公斤|[Hh]ow heavy|weigh"),
    ("kind", r"什么品种|狗狗还是猫|[Dd]og or (?:a )?cat|what breed"),
    ("coat", r"毛是哪|长毛还是短毛|coat like"),
    ("pet", r"哪只|哪一只|[Ww]hich one is coming|[Ww]hich pet"),
    ("service", r"想做什么|做.{1,8}还是|[Ww]hat would you like done|full groom with"),
    ("time", r"什么时候|哪天|几点|换一天|[Ww]hen would|[Aa]nother day|when would suit"),
)
_QUESTION = re.compile(r"[?？]")


@dataclass(frozen=True)
class Chip:
    """A tappable answer."""

    id: str
    label: str

    @property
    def kind(self) -> str:
        """What it answers: the part of its id before the colon."""
        return self.id.partition(":")[0]


@dataclass(frozen=True)
class Slot:
    """A time of the card that may be tapped."""

    offer_id: str
    start_ms: int
    groomer: str | None
    day: str


@dataclass(frozen=True)
class Screen:
    """`asks` is what the newest question wants to know, None when nothing is asked."""

    texts: list[str]
    chips: tuple[Chip, ...] = ()
    slots: tuple[Slot, ...] = ()
    held: BookingView | None = None
    asks: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing came."""
        return not self.texts and not self.slots and self.held is None


def seen_in(heard: Sequence[Entry], held: BookingView | None) -> Screen:
    """The page after these messages; `held` is the time that is kept for the owner now."""
    texts = [str(one.body["text"]) for one in heard if one.body.get("type") == "text"]
    last = next((one.body for one in reversed(heard) if one.body.get("type") == "text"), None)
    chips = tuple(Chip(one["id"], one["label"]) for one in (last or {}).get("chips", ()))
    slots = _slots(next((one.body["view"] for one in reversed(heard) if one.body.get("card") == "slots"), None))
    asks = asked_by(texts, chips)
    # Beside a card that is new other services are an offer, which the card's button answers as well.
    is_offer = asks == "service" and any(one.body.get("card") == "booking" for one in heard)
    return Screen(texts, chips, slots, held, None if is_offer else asks)


def _slots(view: dict[str, Any] | None) -> tuple[Slot, ...]:
    if view is None:
        return ()
    return tuple(
        Slot(one["offer_id"], one["start_ms"], one["groomer"]["name"] if one["groomer"] else None, day)
        for day, times in view["times"].items()
        for one in times
        if one["is_free"]
    )


def asked_by(texts: Sequence[str], chips: Sequence[Chip]) -> str | None:
    """What the shop wants to know."""
    asked = [_BY_CHIP[chip.kind] for chip in chips if chip.kind in _BY_CHIP]
    # The way to a person stands beside many an answer, and is the question only when nothing else is.
    by_chip = next((one for one in asked if one != "person"), None)
    questions = [one for one in texts if _QUESTION.search(one)]
    if by_chip is not None:
        return by_chip if questions else None
    for text in reversed(questions):
        last = _QUESTION.split(text)[-2] if len(_QUESTION.split(text)) > 1 else text
        for kind, words in _BY_WORDS:
            if re.search(words, last[-40:]):
                return kind
    return "person" if "person" in asked and questions else None
