"""After a side question: the open choice is put again, so that nobody is left with nothing to tap."""

from __future__ import annotations

from dataclasses import replace as with_

from msgspec.structs import replace

from .booking_talk import go_on, offer_again
from .changes import ask_change_again
from .model import Dialogue, Effect, Say, Turn
from .saying import is_asking, turn
from .world import World

_OF_WISH = frozenset({"pet", "kind", "size", "coat", "service", "time"})


def resumed(before: Dialogue, answered: Turn, world: World) -> Turn:
    """The answer, then whatever was being asked; the answer alone when nothing was, or it asks itself."""
    if before.asking is None or is_asking(answered):
        return answered
    kept = replace(answered.state, asking=before.asking, shown=before.shown)
    asked = put_again(kept, world)
    if asked is None:
        return answered
    said = [_without_chips(effect) for effect in answered.effects]
    return turn(asked.state, *said, *asked.effects)


def put_again(state: Dialogue, world: World) -> Turn | None:
    """The open question once more with fresh chips or times; None when none is open."""
    if state.asking in _OF_WISH:
        return go_on(replace(state, is_booking=True), world)
    changing = ask_change_again(state, world)
    if changing is not None:
        return changing
    return offer_again(state, world) if state.asking == "slots" else None


def _without_chips(effect: Effect) -> Effect:
    """Only the newest message's chips can be tapped."""
    return with_(effect, chips=()) if isinstance(effect, Say) else effect
