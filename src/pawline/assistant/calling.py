"""While a person is called who has not written yet: the assistant helps on, or keeps out of the way.

What it understands it answers; what it does not is the called person's, and is said to be so once.
A person on duty who was asked for, or is needed, comes at once: then nothing is said in between.
"""

from __future__ import annotations

from msgspec.structs import replace

from . import courtesies
from .model import URGENT, CallPerson, Choice, Dialogue, Say, Turn, Unreadable
from .saying import turn
from .understand import Understanding
from .world import World


def remembered(state: Dialogue, world: World) -> Dialogue:
    """The state as the present calling leaves it: with nobody called, nothing was left to anybody."""
    return state if world.called() else replace(state, is_left=False, is_waiting=False)


def keeps_silent(state: Dialogue, heard: Understanding | Choice | Unreadable, world: World) -> bool:
    """Whether a person on duty is on the way, so that nothing is said. An emergency is always answered once."""
    called = world.called()
    if called is None or not world.shop().is_open_now:
        return False
    read = heard.read if isinstance(heard, Choice) else heard
    if isinstance(read, Understanding) and read.has("medical_emergency") and called != "health":
        return False
    return state.is_waiting or called in URGENT


def noted(done: Turn, world: World) -> Turn:
    """The turn, remembering that a person is waited for when the one called has become urgent."""
    is_urgent = any(isinstance(one, CallPerson) and one.reason in URGENT for one in done.effects)
    if world.called() is None or not is_urgent:
        return done
    return Turn(replace(done.state, is_waiting=True), done.effects)


def left(state: Dialogue) -> Turn:
    """Leaves what was not understood to the person called."""
    if state.is_left:
        return Turn(state)
    return turn(replace(state, is_left=True), Say(courtesies.left(state.lang)))
