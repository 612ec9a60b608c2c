"""Waiting for a time: when nothing is free as an owner wished, they are asked as soon as something is. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from msgspec.structs import replace

from . import wording
from .facts import Found
from .model import Chip, Dialogue, JoinWait, Say, Stretch, Turn, When, Wish
from .saying import fresh, said, turn
from .understand import Understanding
from .wishes import absorbed
from .world import World

NEAR = timedelta(hours=1)
"""Who wished for one moment takes what begins so much earlier or later as well."""
ANY_DAYS = 7
"""So many days are waited for when no day was wished, today included."""
_DAY_MIN = 24 * 60


def wants_to_wait(state: Dialogue, read: Understanding, world: World) -> Dialogue | None:
    """The state with the wish to wait in it; None when the message does not ask for that."""
    if "waitlist" not in read.topics or state.wish.booking_id is not None:
        return None
    wish = absorbed(state.wish, read, world)
    return replace(state, wish=wish, is_booking=True, is_proposed=False, may_wait=True)


def wait(state: Dialogue, world: World) -> Turn:
    """Puts the wish on the list."""
    wish = state.wish
    stretch = stretch_of(wish.when, world.now.date(), is_stay=wish.nights is not None)
    text = wording.waits(state.lang, said(state.lang, wish.pet), stretch)
    kept = replace(fresh(state), wish=Wish(pet=wish.pet))
    return turn(kept, JoinWait(wish, stretch, Say(text)))


def may_join(found: Found, wish: Wish, today: date) -> bool:
    """Whether something given back would help, and nothing is free that would be waited for."""
    stretch = stretch_of(wish.when, today, is_stay=wish.nights is not None)
    is_free = found.exact is not None or any(stretch.holds(one.start.replace(tzinfo=None)) for one in found.near)
    return not is_free and not found.is_barred


def stretch_of(when: When, today: date, *, is_stay: bool = False) -> Stretch:
    """When what is waited for may begin; of a stay, whose days say when it begins, whole days."""
    first, last = _days(when, today)
    if is_stay or (when.at is None and (first != last or when.day is not None)):
        return Stretch(first, last, 0, _DAY_MIN)
    if when.at is not None:
        return Stretch(first, last, *_around(when.at))
    starts = when.from_ if when.from_ is not None else datetime.combine(first, time())
    return Stretch(first, last, _minute(starts), _end_minute(when.to, last))


def _days(when: When, today: date) -> tuple[date, date]:
    day = when.one_day
    if day is not None:
        return day, day
    first = max(today, when.from_.date()) if when.from_ is not None else today
    if when.to is not None:
        return first, max(first, (when.to - timedelta(seconds=1)).date())
    return first, first + timedelta(days=ANY_DAYS - 1)


def _around(at: datetime) -> tuple[int, int]:
    minute, near = _minute(at), NEAR // timedelta(minutes=1)
    return max(0, minute - near), min(_DAY_MIN, minute + near)


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _end_minute(to: datetime | None, last: date) -> int:
    return _DAY_MIN if to is None or to.date() > last else _minute(to)


def chips(state: Dialogue, found: Found) -> tuple[Chip, ...]:
    """The way onto the list, where it leads to something."""
    is_for_it = found.is_full and state.wish.booking_id is None
    return (Chip("wait", wording.chip(state.lang, "wait")),) if is_for_it else ()


def offered_beside(found: Found, done: Turn) -> Turn:
    """Other times are shown; who wants the full day and no other may wait for it.

    Said behind the card, so that it can be tapped, and not remembered as the last line: an answer is one to the card.
    """
    state = done.state
    ways = chips(state, found)
    if not ways:
        return done
    return Turn(state, (*done.effects, Say(wording.may_wait(state.lang, state.wish.when), ways)))
