"""Answers that are no booking: prices, hours, progress, the way, courtesies, worries."""

from __future__ import annotations

import re

from msgspec.structs import replace

from . import replies, wording
from .booking_talk import go_on
from .facts import Lang, Priced
from .model import CallPerson, Chip, Dialogue, Reason, Say, Turn, Wish
from .saying import ask, person_chip, said, turn
from .script import fold
from .signals import HARM
from .understand import Understanding
from .wishes import absorbed, draft_of, extra_codes, main_code
from .world import World


def answer(state: Dialogue, read: Understanding, world: World) -> Turn | None:
    """The answer to a question or a courtesy; None when the message is about a booking."""
    wants_booking = read.has("book", "query_availability", "add_on", "correct")
    if read.has("query_status"):
        return _status(state, read, world)
    if read.has("query_price"):
        return _price(state, read, world)
    if read.has("query_hours"):
        return _hours(state, read, world)
    if not wants_booking or "waitlist" in read.topics:
        topical = _topic(state, read, world)
        if topical is not None:
            return topical
    if read.intents == ("smalltalk",):
        return _smalltalk(state, read, world)
    return None


def is_complaint(text: str) -> bool:
    """Whether a message complains of harm, rather than asks for a person."""
    return HARM.search(fold(text)) is not None


def book_chip(lang: Lang) -> Chip:
    """The way into a booking."""
    return Chip("book", wording.chip(lang, "book"))


def _status(state: Dialogue, read: Understanding, world: World) -> Turn:
    visit = world.visit()
    if visit is not None:
        return turn(state, Say(replies.status(state.lang, visit)))
    if read.services:
        # "洗澡要多久" with no pet in the shop asks for a length, which the price line tells.
        return _price(state, read, world)
    return turn(state, Say(replies.no_visit(state.lang), (person_chip(state.lang),)))


def _hours(state: Dialogue, read: Understanding, world: World) -> Turn:
    days = [time.start.date() for time in read.times if time.start is not None and time.has_date]
    if days:
        return turn(state, Say(replies.hours_on(state.lang, days[0], world.hours_on(days[0]))))
    return turn(state, Say(replies.hours(state.lang, world.shop())))


def _price(state: Dialogue, read: Understanding, world: World) -> Turn:
    """The price of what was asked; asks for the pet's kind when that decides it."""
    lang = state.lang
    pets = world.pets()
    wish = absorbed(state.wish, read, world)
    if wish.pet.id is None and wish.pet.species is None and len(pets) == 1:
        wish = replace(wish, pet=draft_of(pets[0]))
    state = replace(state, wish=wish)
    needs_pet = (
        wish.pet.species is None or (wish.pet.species == "dog" and wish.pet.size is None) or wish.pet.coat is None
    )
    if needs_pet:
        return go_on(replace(state, is_booking=True), world)
    priced = _priced(wish, world)
    if priced is None:
        return go_on(replace(state, is_booking=True), world)
    text = replies.price(lang, said(lang, wish.pet), priced)
    return turn(state, Say(text, (book_chip(lang),)))


def _priced(wish: Wish, world: World) -> Priced | None:
    species = wish.pet.species or "dog"
    main = main_code(wish.labels, species, world)
    extras = extra_codes(wish.labels, species, world)
    if main is None and not extras:
        main = main_code(("bath",), species, world) if not wish.labels else None
    codes = (main, *extras) if main else extras
    return world.price(replace(wish, codes=codes)) if codes else None


def _topic(state: Dialogue, read: Understanding, world: World) -> Turn | None:
    lang, shop = state.lang, world.shop()
    if "health" in read.topics and not read.services:
        chips = (person_chip(lang),)
        return turn(state, Say(replies.health(lang, shop), chips, is_question=True))
    handed: dict[str, tuple[str, Reason]] = {
        "lost": (replies.lost(lang), "lost"),
        "late": (replies.late(lang), "arrange"),
        "arrived": (replies.arrived(lang, shop), "arrange"),
        "waitlist": (replies.waitlist(lang), "arrange"),
    }
    for topic, (text, reason) in handed.items():
        if topic in read.topics:
            return turn(state, Say(text), CallPerson(reason))
    if "policy" in read.topics:
        return turn(state, Say(replies.policy(lang, shop)))
    if "address" in read.topics:
        return turn(state, Say(replies.address(lang, shop)))
    return None


_THANKS = re.compile(r"谢|辛苦|唔该|thank|thx|cheers|appreciate|\bty\b")


def _smalltalk(state: Dialogue, read: Understanding, world: World) -> Turn:
    is_thanks = _THANKS.search(fold(read.text)) is not None
    if state.is_booking and state.asking and not is_thanks:
        return go_on(state, world)
    text = replies.smalltalk(state.lang, is_thanks)
    if state.asking == "pet" and not is_thanks:
        return ask(state, "pet", Say(text))
    return turn(state, Say(text))
