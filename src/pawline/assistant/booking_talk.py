"""Going on with a wish: asks the next missing thing, or offers what the calendar has."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from . import phrases, replies, waiting, wording
from .facts import Found, KnownPet, Offer, ServiceOption
from .model import CallPerson, Chip, Dialogue, PetDraft, Propose, Say, ShowSlots, Turn, When, Wish
from .saying import ask, joined, led, person_chip, said, turn
from .staying import STAYS, is_by_night, nights_answered, stay_of
from .wishes import (
    INCLUDED,
    MAINS,
    arranged_labels,
    baths,
    clinic_labels,
    draft_of,
    extra_codes,
    is_bath_or_groom_open,
    is_plain_bath,
    main_code,
    wall,
)
from .world import World


def go_on(state: Dialogue, world: World, opening: Sequence[str] = (), heard: str = "") -> Turn:
    """The next turn of a booking. `opening` are sentences that go before whatever it says.

    `heard` says back what was understood; it goes before a question, since an offer says it anyway.
    """
    state = replace(state, asking=None, shown=())
    by_people = _by_people(state, world, opening)
    if by_people is not None:
        return by_people
    state = replace(state, wish=replace(state.wish, pet=_only_pet(state.wish.pet, world)))
    for missing in (_missing_pet, _stay_alone, _missing_service, _missing_time, _missing_nights):
        found = missing(state, world, opening)
        if isinstance(found, Turn):
            return led(heard or _again(state, found), found)
        state, opening = found
    return _offer(state, world, opening)


def _again(state: Dialogue, asked: Turn) -> str:
    """No bubble is repeated word for word."""
    is_same = any(isinstance(one, Say) and one.text == state.line for one in asked.effects)
    return wording.again(state.lang) if is_same else ""


Progress = Turn | tuple[Dialogue, Sequence[str]]


def _by_people(state: Dialogue, world: World, opening: Sequence[str]) -> Turn | None:
    """Clinic services and stays: said honestly, and handed to people."""
    lang, labels = state.lang, state.wish.labels
    clinic, arranged = clinic_labels(labels), arranged_labels(labels, state.wish.pet.species, world)
    if not clinic and not arranged:
        return None
    names = [phrases.LABELS[label].in_(lang) for label in clinic or arranged]
    rest = tuple(label for label in labels if label not in clinic and label not in arranged)
    wish = replace(state.wish, labels=rest)
    if clinic and not world.shop().has_vet:
        text = replies.clinic_none(lang, names, world.shop())
        if set(rest) & MAINS:
            return go_on(replace(state, wish=wish), world, [*opening, text])
        done = replace(state, wish=wish, is_booking=False)
        return turn(done, Say(joined(lang, *opening, text), (person_chip(lang),)))
    if arranged and not any(
        world.services(label, state.wish.pet.species or "dog") or _is_sold(label, world) for label in arranged
    ):
        text = replies.not_sold(lang, names)
        return turn(replace(state, wish=wish, is_booking=False), Say(joined(lang, *opening, text)))
    words = replies.clinic_ask if clinic else replies.arranged_by_people
    text = words(lang, names, world.shop())
    say = Say(joined(lang, *opening, text))
    return turn(replace(state, asking=None), say, CallPerson("clinic" if clinic else "arrange"))


def _is_sold(label: str, world: World) -> bool:
    """Stays are in the catalogue though nobody books them by the clock."""
    return world.service(label) is not None


def _is_on_sale(code: str, world: World) -> bool:
    option = world.service(code)
    return option is not None and option.is_bookable


# The pet.


def _only_pet(pet: PetDraft, world: World) -> PetDraft:
    """An owner's only pet needs no naming."""
    pets = world.pets()
    is_blank = pet.id is None and pet.species is None and pet.breed_name is None
    return draft_of(pets[0]) if is_blank and len(pets) == 1 else pet


def _missing_pet(state: Dialogue, world: World, opening: Sequence[str]) -> Progress:
    lang, pet = state.lang, state.wish.pet
    which = _which_pets(pet, world)
    if len(which) > 1:
        chips = tuple(Chip(f"pet:{known.id}", known.name) for known in which[:6])
        text = joined(lang, *opening, wording.ask_pet(lang))
        return ask(state, "pet", Say(text, chips, is_question=True))
    if pet.species is None:
        chips = tuple(Chip(f"kind:{kind}", words.in_(lang)) for kind, words in phrases.KINDS.items())
        text = joined(lang, *opening, wording.ask_kind(lang))
        return ask(state, "kind", Say(text, chips, is_question=True))
    if pet.species not in phrases.KINDS:
        say = Say(joined(lang, *opening, replies.not_our_kind(lang)), (person_chip(lang),), is_question=True)
        return turn(replace(state, is_booking=False), say)
    if pet.species == "dog" and pet.size is None:
        return _ask_detail(state, opening, "size")
    if pet.coat is None and stay_of(state.wish.labels, pet.species, world) is None:
        return _ask_detail(state, opening, "coat")
    return state, opening


def _which_pets(pet: PetDraft, world: World) -> list[KnownPet]:
    """The owner's pets that may be meant; who says no more than "the dog" means one of those that are known."""
    is_described = pet.id is not None or pet.breed_name is not None or pet.name is not None
    if is_described or pet.weight_g is not None or pet.size is not None or pet.coat is not None:
        return []
    return [one for one in world.pets() if pet.species in (None, one.species)]


def _ask_detail(state: Dialogue, opening: Sequence[str], detail: str) -> Turn:
    lang, pet = state.lang, state.wish.pet
    name = said(lang, pet)
    if detail == "size":
        chips = tuple(Chip(f"size:{size}", words.in_(lang)) for size, words in phrases.SIZES.items())
        say = Say(joined(lang, *opening, wording.ask_size(lang, name)), chips, is_question=True)
        return ask(state, "size", say)
    table = phrases.CAT_COATS if pet.species == "cat" else phrases.COATS
    chips = tuple(Chip(f"coat:{coat}", words.in_(lang)) for coat, words in table.items())
    return ask(state, "coat", Say(joined(lang, *opening, wording.ask_coat(lang, name)), chips, is_question=True))


# The service.


def _stay_alone(state: Dialogue, world: World, opening: Sequence[str]) -> Progress:
    """A stay is booked by itself; what else was wished for is left for the next booking, and said so."""
    wish, lang = state.wish, state.lang
    stay = stay_of(wish.labels, wish.pet.species, world)
    others = [label for label in wish.labels if label not in (*STAYS, "pickup")]
    if stay is None or not others:
        return state, opening
    names = [phrases.LABELS[label].in_(lang) for label in others if label in phrases.LABELS]
    kept = tuple(label for label in wish.labels if label not in others)
    state = replace(state, wish=replace(wish, labels=kept, codes=None))
    return state, [*opening, wording.stay_alone(lang, names)] if names else opening


def _missing_service(state: Dialogue, world: World, opening: Sequence[str]) -> Progress:
    lang, wish = state.lang, state.wish
    species = wish.pet.species or "dog"
    if wish.codes is not None:
        return _with_price(replace(state, wish=_with_extras(wish, species, world)), world, opening)
    opening = [*opening, *_not_for(state, species, world)]
    has_groom = main_code(("groom",), species, world) is not None
    if is_bath_or_groom_open(wish.labels) and has_groom and _is_on_sale("bath", world):
        return _ask_bath_or_groom(state, world, opening)
    main = main_code(wish.labels, species, world)
    if main is None:
        return _ask_main(state, world, opening)
    little = [phrases.LABELS[label].in_(lang) for label in wish.labels if label in INCLUDED]
    if little and set(wish.labels) & {"bath", "groom", "spa"}:
        opening = [*opening, wording.included(lang, little)]
    settled = _with_extras(replace(wish, codes=(main,)), species, world)
    state = replace(state, wish=settled, is_assumed=is_plain_bath(wish.labels, species, world))
    return _with_price(state, world, opening)


def _with_price(state: Dialogue, world: World, opening: Sequence[str]) -> Progress:
    """A price that was asked before is told as soon as it is known."""
    priced = world.price(state.wish) if state.is_pricing else None
    if priced is None:
        return state, opening
    told = replies.price(state.lang, said(state.lang, state.wish.pet), priced)
    return replace(state, is_pricing=False), [*opening, told]


def _with_extras(wish: Wish, species: str, world: World) -> Wish:
    codes = wish.codes or ()
    return replace(wish, codes=tuple(dict.fromkeys((*codes, *extra_codes(wish.labels, species, world)))))


def _not_for(state: Dialogue, species: str, world: World) -> list[str]:
    """Wishes that the shop has no service for, said once."""
    missing = [
        label
        for label in state.wish.labels
        if label not in INCLUDED
        and label in phrases.LABELS
        and not (label == "pickup" and world.shop().rides)
        and not any(one.is_bookable for one in world.services(label, species))
    ]
    return [wording.not_for_species(state.lang, label, species) for label in missing[:1]]


def _ask_bath_or_groom(state: Dialogue, world: World, opening: Sequence[str]) -> Turn:
    lang = state.lang
    chips = tuple(_priced_chip(state, code, world) for code in ("bath", "groom") if _is_on_sale(code, world))
    text = joined(lang, *opening, wording.ask_service(lang, said(lang, state.wish.pet)))
    return ask(state, "service", Say(text, chips, is_question=True))


def _priced_chip(state: Dialogue, code: str, world: World) -> Chip:
    """A service with its price for this pet, where the price is known."""
    return _chip_with_price(state, code, wording.chip(state.lang, f"service:{code}"), world)


def _option_chip(state: Dialogue, option: ServiceOption, world: World) -> Chip:
    return _chip_with_price(state, option.code, option.name.in_(state.lang), world)


def _chip_with_price(state: Dialogue, code: str, label: str, world: World) -> Chip:
    priced = world.price(replace(state.wish, codes=(code,)))
    return Chip(f"service:{code}", f"{label} {phrases.money(priced.total_cents)}" if priced else label)


def _ask_main(state: Dialogue, world: World, opening: Sequence[str]) -> Turn:
    lang, wish = state.lang, state.wish
    species = wish.pet.species or "dog"
    extras = extra_codes(wish.labels, species, world)
    names = [option.name.in_(lang) for code in extras if (option := world.service(code))]
    if names:
        opening = [*opening, wording.extra_needs_main(lang, names[0])]
    options = [option for label in ("bath", "groom") for option in world.services(label, species)]
    mains = {option.code: option for option in options if option.is_bookable and not option.is_extra}
    if not mains:
        say = Say(
            joined(lang, *opening, replies.not_sold(lang, [phrases.LABELS["bath"].in_(lang)])), (person_chip(lang),)
        )
        return turn(replace(state, is_booking=False), say)
    chips = tuple(_option_chip(state, option, world) for option in mains.values())
    text = joined(lang, *opening, wording.ask_which_service(lang, said(lang, wish.pet)))
    return ask(state, "service", Say(text, chips, is_question=True))


# The time.


def _missing_time(state: Dialogue, world: World, opening: Sequence[str]) -> Progress:
    lang = state.lang
    if state.wish.when.is_said:
        return state, opening
    chips = tuple(Chip(f"when:{name}", wording.chip(lang, name)) for name in ("tomorrow_am", "tomorrow_pm", "weekend"))
    text = joined(lang, *opening, wording.ask_time(lang, said(lang, state.wish.pet)))
    return ask(state, "time", Say(text, chips, is_question=True))


def _missing_nights(state: Dialogue, world: World, opening: Sequence[str]) -> Progress:
    lang = state.lang
    if state.wish.nights is not None or not is_by_night(state.wish, world):
        return state, opening
    chips = tuple(Chip(f"nights:{n}", wording.nights(lang, n)) for n in (1, 2, 3, 7))
    text = joined(lang, *opening, wording.ask_nights(lang, said(lang, state.wish.pet)))
    return ask(state, "nights", Say(text, chips, is_question=True))


def nights_told(state: Dialogue, text: str, world: World) -> Turn | None:
    """The answer to how many nights; None when that was not asked, or not answered."""
    nights = nights_answered(text) if state.asking == "nights" else None
    if nights is None:
        return None
    return go_on(replace(state, wish=replace(state.wish, nights=nights), is_booking=True, unsure=0), world)


def _offer(state: Dialogue, world: World, opening: Sequence[str]) -> Turn:
    found = world.find(state.wish)
    if state.may_wait and waiting.may_join(found, state.wish, world.now.date()):
        return led(joined(state.lang, *opening), waiting.wait(state, world))
    state = replace(state, may_wait=False)
    if found.exact is not None:
        return propose(state, found.exact, world, opening)
    return offer_times(state, found, opening)


def offer_times(state: Dialogue, found: Found, opening: Sequence[str] = ()) -> Turn:
    """A slots card, or the honest word that there is nothing."""
    lang, when = state.lang, state.wish.when
    if not found.near:
        why = wording.nothing_free(lang, when, found.reason)
        if found.is_barred and found.reason is not None:
            why = found.reason.in_(lang)
        text = joined(lang, *opening, why)
        chips = (*waiting.chips(state, found), person_chip(lang))
        return ask(state, "time", Say(text, chips, is_question=True))
    text = joined(lang, *opening, wording.slots(lang, when, found))
    state = replace(state, asking="slots", shown=found.near)
    card = ShowSlots(state.wish, found.near, found.reason, state.wish.booking_id)
    return waiting.offered_beside(found, turn(state, Say(text, is_question=True), card))


def offer_again(state: Dialogue, world: World) -> Turn:
    """The times once more, looked up anew; why the wished one is not among them was said before."""
    found = world.find(state.wish)
    if not found.near:
        return offer_times(state, found)
    text = wording.slots(state.lang, When(), Found(near=found.near))
    state = replace(state, asking="slots", shown=found.near)
    return turn(state, Say(text, is_question=True), ShowSlots(state.wish, found.near, None, state.wish.booking_id))


def propose(state: Dialogue, offer: Offer, world: World, opening: Sequence[str] = ()) -> Turn:
    """Holds a time and shows the booking card, whose button is the owner's yes."""
    when = replace(state.wish.when, at=wall(offer.start), day=None, from_=None, to=None)
    wish = replace(state.wish, when=when)
    until = offer.end if state.wish.nights is not None else None
    rides = [replies.ride_on_card(state.lang)] if "pickup" in wish.labels and world.shop().rides else []
    text = joined(
        state.lang, *opening, wording.proposed(state.lang, offer.start, world.shop().hold_minutes, until), *rides
    )
    richer = _richer_baths(state, world) if state.is_assumed else ()
    state = replace(state, wish=wish, asking=None, is_booking=False, is_proposed=True, is_assumed=False)
    return turn(state, Propose(wish, offer, Say(text)), *richer)


def is_richer_asked(state: Dialogue, world: World) -> bool:
    """Whether the last thing said was that there are other baths, so that a no is to those."""
    return any(one.text == state.line for one in _richer_baths(state, world))


def _richer_baths(state: Dialogue, world: World) -> tuple[Say, ...]:
    """The plain bath is held; the others are a tap away, and not mentioned again."""
    lang = state.lang
    options = baths(state.wish.pet.species or "dog", world)
    if len(options) < 2:
        return ()
    chips = tuple(_option_chip(state, option, world) for option in options)
    basic, other = options[0].name.in_(lang), options[1].name.in_(lang)
    return (Say(wording.may_be_spa(lang, basic, other), chips),)
