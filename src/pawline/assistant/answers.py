"""Answers that are no booking: prices, hours, progress, the way, courtesies, worries."""

from __future__ import annotations

import re

from msgspec.structs import replace

from . import asides, courtesies, first_aid, phrases, replies, wording
from .booking_talk import go_on
from .facts import Lang, Priced
from .model import CallPerson, Chip, Dialogue, Reason, Say, Turn, Wish
from .saying import ask, joined, person_chip, said, turn
from .script import fold
from .staying import stay_of
from .understand import Understanding
from .wishes import INCLUDED, MAINS, absorbed, arranged_labels, clinic_labels, draft_of, extra_codes, main_code
from .world import World


def answer(state: Dialogue, read: Understanding, world: World) -> Turn | None:
    """The answer to a question or a courtesy; None when the message is about a booking."""
    wants_booking = read.has("book", "query_availability", "add_on", "correct")
    if read.has("query_status"):
        return _status(state, read, world)
    if read.has("query_price") or _is_about_service(read):
        return _price(state, read, world)
    if read.has("query_hours"):
        return _hours(state, read, world)
    if not wants_booking or "waitlist" in read.topics or _is_of_now(read, world):
        topical = _topic(state, read, world)
        if topical is not None:
            return topical
    if read.intents == ("smalltalk",):
        return _smalltalk(state, read, world)
    return None


def ride(state: Dialogue, read: Understanding, world: World) -> Turn | None:
    """What is told of rides where the shop drives; None when the message is about more, or it does not."""
    driven = world.shop().rides
    if driven is None or set(read.services) != {"pickup"}:
        return None
    return turn(state, Say(replies.rides(state.lang, driven)))


def thanks(read: Understanding) -> bool:
    """Whether a message says thank you."""
    return _THANKS.search(fold(read.text)) is not None


def _is_of_now(read: Understanding, world: World) -> bool:
    """ "A bit late today": of the visit that is about to begin, and no wish for another one."""
    days = {time.start.date() for time in read.wanted_times if time.start is not None}
    return bool(read.topics & {"late", "arrived"}) and not read.services and days <= {world.now.date()}


def rule(state: Dialogue, read: Understanding, world: World) -> Turn | None:
    """What cancelling, moving and refunds cost, when that is asked; None when something is to be done."""
    lang, shop = state.lang, world.shop()
    if "refund" in read.topics:
        return turn(state, Say(replies.refund(lang, shop)), CallPerson("unsure"))
    is_asked = not read.wanted_times or asides.IF.search(fold(read.text)) is not None
    if "policy" in read.topics and is_asked and not (read.services and read.has("book", "add_on")):
        return turn(state, Say(replies.policy(lang, shop)))
    return None


def _is_about_service(read: Understanding) -> bool:
    """ "剪指甲呢": the question before, of another service; or one about what only a clinic does."""
    is_about = "about" in read.topics and bool(read.services)
    return read.intents == ("unknown",) and (is_about or bool(clinic_labels(read.services)))


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
    on_day = world.hours_on(days[0]) if days else None
    said = [replies.hours_on(state.lang, days[0], on_day)] if days else []
    if on_day is None:
        said.append(replies.hours(state.lang, world.shop()))
    return turn(state, Say(joined(state.lang, *said)))


def _price(state: Dialogue, read: Understanding, world: World) -> Turn:
    """The price of what was asked; asks for the pet's kind when that decides it."""
    wish = _asked_about(state, read, world)
    is_aside = state.is_booking or state.is_proposed
    # Beside a booking that is being made a question changes nothing of it.
    state = state if is_aside and state.wish.pet.species else replace(state, wish=wish)
    if clinic_labels(wish.labels) or arranged_labels(wish.labels, wish.pet.species, world):
        told = go_on(replace(state, wish=wish), world)
        return turn(state if is_aside else told.state, *told.effects)
    if asides.DEALS.search(fold(read.text)) and not read.services:
        return turn(state, Say(courtesies.not_known(state.lang, world.shop())), CallPerson("unsure"))
    text = None if _needs_pet(wish) else _price_line(state.lang, wish, world)
    if text is None:
        return go_on(replace(state, is_booking=True, is_pricing=True), world, _between(state.lang, wish, world))
    return turn(state, Say(text, () if state.is_proposed else (book_chip(state.lang),)))


def _asked_about(state: Dialogue, read: Understanding, world: World) -> Wish:
    """What the price is asked of: the services named now, else those of the wish."""
    pets = world.pets()
    wish = absorbed(state.wish, read, world)
    if wish.pet.id is None and wish.pet.species is None and len(pets) == 1:
        wish = replace(wish, pet=draft_of(pets[0]))
    if read.services and not read.has("add_on"):
        return replace(wish, labels=read.services, codes=None)
    return wish


def _needs_pet(wish: Wish) -> bool:
    pet = wish.pet
    return pet.species is None or (pet.species == "dog" and pet.size is None) or pet.coat is None


def _price_line(lang: Lang, wish: Wish, world: World) -> str | None:
    pet = said(lang, wish.pet)
    if wish.labels and set(wish.labels) <= INCLUDED:
        inside, alone = (_priced(replace(wish, labels=(label,)), world) for label in ("bath", "tidy"))
        little = [phrases.LABELS[label].in_(lang) for label in wish.labels]
        return replies.little_price(lang, pet, little, inside, alone) or None
    mains = [label for label in wish.labels if label in MAINS]
    if len(mains) > 1 and not wish.codes:
        # A full groom holds the bath: who names both wants to know what either costs.
        each = [_priced(replace(wish, labels=(label,)), world) for label in mains]
        told = [replies.price(lang, pet, one) for one in each if one is not None]
        return joined(lang, *dict.fromkeys(told)) or None
    priced = _priced(wish, world)
    return replies.price(lang, pet, priced) if priced else None


def _between(lang: Lang, wish: Wish, world: World) -> list[str]:
    """Between what and what it lies while the pet is not known well enough; nothing where that says nothing."""
    if stay_of(wish.labels, wish.pet.species, world) is not None:
        return []
    kinds = [wish.pet.species] if wish.pet.species else list(phrases.KINDS)
    asked = [
        world.price_range(codes, replace(wish.pet, species=species)) for species in kinds
        if (codes := _codes(wish, species, world))
    ]  # fmt: skip
    found = [one for one in asked if one is not None]
    low, high = min((one.low_cents for one in found), default=0), max((one.high_cents for one in found), default=0)
    if low == high:
        return []
    by: list[str] = ["species"] if len(found) > 1 else []
    by += [part for one in found for part in one.by]
    names = list(dict.fromkeys(one.name.in_(lang) for one in found))
    return [replies.price_between(lang, names, low, high, list(dict.fromkeys(by)))]


def _priced(wish: Wish, world: World) -> Priced | None:
    codes = _codes(wish, wish.pet.species or "dog", world)
    return world.price(replace(wish, codes=codes)) if codes else None


def _codes(wish: Wish, species: str, world: World) -> tuple[str, ...]:
    """The services that the wish means for such a pet; the plain bath when it names none."""
    if wish.codes:
        return wish.codes
    main = main_code(wish.labels, species, world)
    extras = extra_codes(wish.labels, species, world)
    if main is None and not extras:
        main = main_code(("bath",), species, world) if not wish.labels else None
    return (main, *extras) if main else extras


def _topic(state: Dialogue, read: Understanding, world: World) -> Turn | None:
    lang, shop = state.lang, world.shop()
    if "health" in read.topics and not read.services:
        chips = (person_chip(lang),)
        return turn(state, Say(first_aid.health(lang, shop), chips, is_question=True))
    handed: dict[str, tuple[str, Reason]] = {
        "lost": (replies.lost(lang, shop), "lost"),
        "late": (replies.late(lang), "arrange"),
        "arrived": (replies.arrived(lang, shop), "arrange"),
        "waitlist": (replies.waitlist(lang), "arrange"),
    }
    for topic, (text, reason) in handed.items():
        if topic in read.topics:
            return turn(state, Say(text), CallPerson(reason))
    return _where(state, read, world) if read.topics & {"address", "phone"} else None


def _where(state: Dialogue, read: Understanding, world: World) -> Turn:
    """Address and phone; a person is noted for what the settings do not tell, and for what else was asked."""
    lang, shop = state.lang, world.shop()
    place, phone = "address" in read.topics, "phone" in read.topics
    text = replies.where(lang, shop, place, phone)
    is_short = bool(replies.unset(lang, shop, place, phone))
    if asides.has_things(fold(read.text)):
        text, is_short = joined(lang, text, courtesies.not_known(lang, shop)), True
    return turn(state, Say(text), *((CallPerson("unsure"),) if is_short else ()))


_THANKS = re.compile(r"谢|辛苦|唔该|thank|thx|cheers|appreciate|\bty\b")


def _smalltalk(state: Dialogue, read: Understanding, world: World) -> Turn:
    is_thanks = thanks(read)
    if state.is_booking and state.asking and not is_thanks:
        return go_on(state, world)
    text = courtesies.smalltalk(state.lang, is_thanks)
    if state.asking == "pet" and not is_thanks:
        return ask(state, "pet", Say(text))
    return turn(state, Say(text))
