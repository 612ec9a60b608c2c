""" "Whatever", 都可以: the owner leaves a choice to us; a sensible one is made, said, and gone on with."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from . import courtesies, phrases
from .booking_talk import go_on, propose
from .changes import offer_move
from .facts import Offer
from .model import Dialogue, Turn, When
from .resuming import put_again
from .saying import led
from .understand import Understanding
from .wishes import MAINS, chosen_pet, main_code, nearest, wall
from .world import World

_MIDDLE_SIZE = "M"
_FAR = timedelta(days=3650)


def chosen_for_you(state: Dialogue, read: Understanding, world: World) -> Turn | None:
    """The turn that chooses; None when nothing was left to us."""
    if "anything" not in read.topics:
        return None
    state = replace(state, unsure=0)
    if "any_time" in read.topics and state.is_booking and not state.wish.when.is_said:
        return _time(state, world)
    choose = _CHOOSE.get(state.asking or "")
    return choose(state, world) if choose else put_again(state, world)


def _pet(state: Dialogue, world: World) -> Turn | None:
    pets = world.pets()
    if not pets:
        return None
    state = replace(state, wish=chosen_pet(state.wish, pets[0]))
    return go_on(state, world, [courtesies.chose_pet(state.lang, pets[0].name)])


def _size(state: Dialogue, world: World) -> Turn:
    """Shown to be a guess, and set right on the shop's scales."""
    wish = replace(state.wish, pet=replace(state.wish.pet, size=_MIDDLE_SIZE))
    said = courtesies.chose_size(state.lang, phrases.SIZES[_MIDDLE_SIZE].in_(state.lang))
    return go_on(replace(state, wish=wish), world, [said])


def _coat(state: Dialogue, world: World) -> Turn:
    coat, table = ("short", phrases.CAT_COATS) if state.wish.pet.species == "cat" else ("smooth", phrases.COATS)
    wish = replace(state.wish, pet=replace(state.wish.pet, coat=coat))
    return go_on(replace(state, wish=wish), world, [courtesies.chose(state.lang, table[coat].in_(state.lang))])


def _service(state: Dialogue, world: World) -> Turn | None:
    """The basic bath of the pet."""
    code = main_code(("bath",), state.wish.pet.species or "dog", world)
    option = world.service(code) if code else None
    if option is None:
        return None
    extras = tuple(label for label in state.wish.labels if label not in MAINS)
    wish = replace(state.wish, labels=("bath", *extras), codes=(option.code,))
    return go_on(replace(state, wish=wish), world, [courtesies.chose(state.lang, option.name.in_(state.lang))])


def _time(state: Dialogue, world: World) -> Turn:
    state = replace(state, wish=replace(state.wish, when=nearest(world)))
    return go_on(state, world, [courtesies.chose_nearest(state.lang)])


def _move_time(state: Dialogue, world: World) -> Turn | None:
    wish = replace(state.wish, when=nearest(world))
    done = offer_move(replace(state, wish=wish), world)
    return led(courtesies.chose_nearest(state.lang), done) if done else None


def _slot(state: Dialogue, world: World) -> Turn | None:
    """Of the times shown the one nearest to the wish."""
    if not state.shown:
        return None
    offer = min(state.shown, key=lambda one: _distance(one, state.wish.when))
    if state.wish.booking_id is None:
        return propose(state, offer, world, [courtesies.chose_first(state.lang)])
    moved = replace(state, wish=replace(state.wish, when=When(at=wall(offer.start))))
    return offer_move(moved, world)


def _distance(offer: Offer, when: When) -> timedelta:
    start, wished = offer.start.replace(tzinfo=None), when.at or when.from_
    return abs(start - wished) if wished is not None else _FAR


_CHOOSE = {
    "pet": _pet, "size": _size, "coat": _coat, "service": _service, "time": _time, "move_time": _move_time,
    "slots": _slot,
}  # fmt: skip
