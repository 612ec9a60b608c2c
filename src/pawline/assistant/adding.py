"""Something more for a visit that is booked: its length and price change with it, so people do that. Pure."""

from __future__ import annotations

import re

from . import phrases, replies
from .facts import KnownBooking
from .model import CallPerson, Dialogue, Say, Turn
from .saying import turn
from .script import fold
from .understand import Understanding
from .wishes import MAINS, extra_codes, main_code
from .world import World

_MORE = re.compile(r"加|再|顺便|还要|多做|\b(?:add|also|too|extra|as well|plus)\b")


def asked_to_add(state: Dialogue, read: Understanding, world: World) -> Turn | None:
    """Hands an add-on to a booked visit to the team; None when nothing is booked that it could be added to."""
    if state.is_booking or state.is_proposed or not _MORE.search(fold(read.text)):
        return None
    booking = _booking(read, world)
    if booking is None:
        return None
    pet = next((one for one in world.pets() if one.id == booking.pet_id), None)
    species = pet.species if pet else "dog"
    extras = tuple(label for label in read.services if label not in MAINS)
    if not extra_codes(extras, species, world) or not _is_of(booking, read, species, world):
        return None
    names = [phrases.LABELS[label].in_(state.lang) for label in extras if label in phrases.LABELS]
    return turn(state, Say(replies.add_by_people(state.lang, names, booking, world.shop())), CallPerson("add_on"))


def _is_of(booking: KnownBooking, read: Understanding, species: str, world: World) -> bool:
    """Whether a main service that was named is the booked one, so that no other visit is wished for."""
    mains = tuple(label for label in read.services if label in MAINS)
    return not mains or (bool(read.times) and main_code(mains, species, world) in booking.codes)


def _booking(read: Understanding, world: World) -> KnownBooking | None:
    """The visit that is meant: of the day and the pet that were named, else the next one."""
    days = {time.start.date() for time in read.times if time.start is not None}
    names = {pet.name for pet in read.pets if pet.name}
    for one in world.bookings():
        if one.is_held or one.nights is not None or (days and one.starts.date() not in days):
            continue
        if not names or names & {one.pet_name, *one.also}:
            return one
    return None
