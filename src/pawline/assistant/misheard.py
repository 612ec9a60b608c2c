"""What was not understood: asked again kindly, admitted, left to people; never a dead end."""

from __future__ import annotations

import dataclasses

from msgspec.structs import replace

from . import asides, courtesies, wording
from .calling import left
from .model import CallPerson, Chip, Dialogue, Say, Turn
from .resuming import put_again, resumed
from .saying import led, person_chip, turn
from .script import fold
from .speech import is_sentence
from .understand import Understanding
from .wishes import clinic_labels
from .world import World

PATIENCE = 2
"""So many sentences in a row may be misunderstood before a person is called."""

_ANSWERED = frozenset(
    {"late", "lost", "same_again", "policy", "waitlist", "address", "phone", "health", "arrived", "refund", "any_time"}
)


def is_beyond(read: Understanding) -> bool:
    """Whether nothing in a message can be answered."""
    if read.intents != ("unknown",) or read.topics & _ANSWERED:
        return False
    return not (clinic_labels(read.services) or ("about" in read.topics and read.services))


def not_understood(state: Dialogue, read: Understanding, world: World) -> Turn:
    """The turn after a message that says nothing the assistant knows."""
    return dataclasses.replace(_missed(state, read, world), is_missed=True)


def may_chat(read: Understanding, world: World) -> bool:
    """Whether words of a second reader may stand for an answer. What is asked of the shop is a person's to tell."""
    return "fact" not in read.topics and world.called() is None and is_beyond(read)


def _missed(state: Dialogue, read: Understanding, world: World) -> Turn:
    is_language = is_sentence(fold(read.text))
    if world.called() is not None:
        return left(state) if is_language else Turn(state)
    if read.own_words is not None and may_chat(read, world):
        return resumed(state, turn(replace(state, unsure=0), Say(read.own_words)), world)
    if "fact" in read.topics or (read.services and asides.asks(fold(read.text))):
        return _not_known(state, world)
    if not is_language:
        return _asked_kindly(state, world)
    held = next((booking for booking in world.bookings() if booking.is_held), None)
    if held is not None and state.asking is None:
        return turn(state, Say(courtesies.missed_with_card(state.lang, held), (person_chip(state.lang),)))
    return _counted(replace(state, unsure=state.unsure + 1), world)


def _not_known(state: Dialogue, world: World) -> Turn:
    """Of the shop, but in no setting: admitted, and noted for a person."""
    said = Say(courtesies.not_known(state.lang, world.shop()))
    return resumed(state, turn(replace(state, unsure=0), said, CallPerson("unsure")), world)


def _asked_kindly(state: Dialogue, world: World) -> Turn:
    """Emoji and random letters call nobody."""
    lang = state.lang
    asked = put_again(state, world)
    if asked is not None:
        return _led_anew(state, asked)
    chips = (Chip("book", wording.chip(lang, "book")), Chip("price", wording.chip(lang, "price")), person_chip(lang))
    text = courtesies.what_would_you_like(lang)
    return turn(state, Say(courtesies.still_here(lang) if text == state.line else text, chips))


def _led_anew(state: Dialogue, asked: Turn) -> Turn:
    """The open question once more, in other words than the last time."""
    first = led(courtesies.missed(state.lang), asked)
    return first if first.state.line != state.line else led(courtesies.missed_again(state.lang), asked)


def _counted(state: Dialogue, world: World) -> Turn:
    lang = state.lang
    if state.unsure > PATIENCE:
        text = courtesies.handed_over(lang, world.shop())
        return turn(replace(state, unsure=0), Say(text), CallPerson("unsure"))
    asked = put_again(state, world)
    if asked is not None:
        return _led_anew(state, asked)
    text = courtesies.unsure(lang) if state.unsure == 1 else courtesies.unsure_again(lang)
    return turn(state, Say(text, (person_chip(lang),)))
