"""The conversation as a pure state machine: one thing heard, one turn decided.

It asks only for what is missing, one thing a turn: the pet, the service, the time. The last wish wins.
Whether something is free, what it costs and that it is booked come from the world alone.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from . import answers, calling, courtesies, first_aid, naming, phrases, replies, signals, wording
from .adding import asked_to_add
from .booking_talk import go_on, is_richer_asked, nights_told, propose
from .changes import ask_change, chosen_change, moved_to, said_to_change, settled
from .choosing import chosen_for_you
from .facts import Found, Offer
from .misheard import is_beyond, not_understood
from .model import (
    CallPerson,
    CancelBooking,
    Cancelled,
    Choice,
    Dialogue,
    Fixed,
    Heard,
    HoldFailed,
    Moved,
    NoteCare,
    PetDraft,
    Refused,
    Say,
    ShowSlots,
    Turn,
    Unreadable,
    When,
    Wish,
)
from .resuming import resumed
from .saying import ask, called, fresh, is_asking, joined, led, person_chip, said, turn
from .script import fold
from .speech import is_sentence
from .staying import nights_answered
from .understand import Context, Understanding, complains, ordinal_in
from .waiting import wants_to_wait
from .wishes import MAINS, absorbed, chosen_pet, draft_of, main_code, wall
from .world import World

# Milliseconds since 1970 until long after anybody here.
MOST_DIGITS = 13


def context_of(state: Dialogue, world: World) -> Context:
    """What the next message should be understood with."""
    return Context(
        line=state.line,
        day=state.wish.when.one_day if state.is_booking or state.is_proposed else None,
        pet_names=tuple(pet.name for pet in world.pets()),
        groomer_names=tuple(groomer.name for groomer in world.groomers()),
    )


def step(state: Dialogue, heard: Heard, world: World) -> Turn:
    """Decides one turn. Never raises for any text; what it cannot know goes to a person.

    A turn without effects is silence: a person is on the way, or was told already what this is about.
    """
    if not isinstance(heard, Understanding | Choice | Unreadable):
        return _on_news(state, heard, world)
    state = calling.remembered(state, world)
    if calling.keeps_silent(state, heard, world):
        return Turn(state, is_put_off=True)
    return calling.noted(_on_owner(state, heard, world), world)


def _on_owner(state: Dialogue, heard: Understanding | Choice | Unreadable, world: World) -> Turn:
    if isinstance(heard, Understanding):
        return _on_message(state, heard, world)
    if isinstance(heard, Choice):
        return _on_choice(state, heard, world)
    if world.called() is not None:
        return calling.left(state)
    if heard.kind == "voice":
        # Nobody knows what is in it, so nobody should have to ask for somebody who listens.
        return turn(_paused(state), Say(replies.voice(state.lang, world.shop())), CallPerson("voice"))
    text = replies.unreadable(state.lang, heard.kind)
    return turn(state, Say(text, (person_chip(state.lang),), is_question=True))


def _on_news(state: Dialogue, heard: HoldFailed | Cancelled | Moved | Fixed | Refused, world: World) -> Turn:
    """What the engine answers to an effect of the turn before."""
    lang = state.lang
    if isinstance(heard, HoldFailed):
        return _gone(state, heard)
    if isinstance(heard, Cancelled):
        text = wording.let_go(lang) if heard.booking.is_held else wording.cancelled(lang, heard.booking)
        return turn(fresh(state), Say(text))
    if isinstance(heard, Fixed):
        return _next_pet(state, heard, world)
    if isinstance(heard, Moved):
        return turn(fresh(state), Say(wording.moved(lang, heard.booking)))
    return turn(fresh(state), Say(heard.why.in_(lang), (person_chip(lang),)))


def _next_pet(state: Dialogue, fixed: Fixed, world: World) -> Turn:
    """The next one of the household, for the same and on the same day unless its owner says otherwise."""
    known = next((one for one in world.pets() if one.id in state.others), None)
    if known is None:
        return Turn(replace(state, others=()))
    left = tuple(one for one in state.others if one != known.id)
    wish = Wish(pet=draft_of(known), labels=state.wish.labels, when=When(day=fixed.day))
    begun = replace(fresh(state), wish=wish, others=left, is_booking=True)
    return go_on(begun, world, [wording.next_pet(state.lang, known.name)])


def _gone(state: Dialogue, heard: HoldFailed) -> Turn:
    lang = state.lang
    gone = wording.just_gone(lang, state.wish.when.at)
    if not heard.found.near:
        again = wording.ask_time(lang, said(lang, state.wish.pet))
        return ask(state, "time", Say(joined(lang, gone, again), is_question=True))
    state = replace(state, asking="slots", is_booking=True, shown=heard.found.near)
    # What has just gone is the reason; the card's own reason would say it twice.
    others = wording.slots(lang, When(), Found(near=heard.found.near))
    say = Say(joined(lang, gone, others), is_question=True)
    return turn(state, say, ShowSlots(state.wish, heard.found.near, heard.found.reason))


# Messages.


def _on_message(state: Dialogue, read: Understanding, world: World) -> Turn:
    state = _in_language(state, read, world)
    if read.red_flags and read.has("medical_emergency"):
        text = first_aid.emergency(state.lang, read.red_flags, world.shop())
        return turn(_paused(state), Say(text), CallPerson("health"))
    if "robot" in read.topics:
        honest = Say(courtesies.robot(state.lang, world.shop()), (person_chip(state.lang),))
        return resumed(state, turn(state, honest), world)
    if read.has("handoff_human"):
        return _person(state, read, world)
    named = naming.answered(state, read, world)
    if named is not None:
        return named
    state = replace(state, asking=None, naming=None) if state.asking == "name" else state
    stayed = nights_told(state, read.text, world)
    if stayed is not None:
        return stayed
    picked = _picked(state, read)
    if picked is not None:
        return propose(replace(state, unsure=0), picked, world)
    chosen = chosen_for_you(state, read, world)
    if chosen is not None:
        return chosen
    if is_beyond(read):
        return not_understood(state, read, world)
    return _on_wish(replace(state, unsure=0), read, world)


def _picked(state: Dialogue, read: Understanding) -> Offer | None:
    """ "第二个", "the first one": a time of the card's first day by its place."""
    place = read.place or ordinal_in(read.text)
    if state.asking != "slots" or state.wish.booking_id is not None or place is None or not state.shown:
        return None
    first = state.shown[0].start.date()
    times = [one for one in state.shown if one.start.date() == first]
    return times[place - 1] if place <= len(times) else None


def _in_language(state: Dialogue, read: Understanding, world: World) -> Dialogue:
    if is_beyond(read) and state.line and not is_sentence(fold(read.text)):
        return state
    if read.lang == "zh" or read.lang == "en":
        return replace(state, lang=read.lang)
    return state if state.line else replace(state, lang=world.lang)


def _paused(state: Dialogue) -> Dialogue:
    return replace(state, asking=None, unsure=0)


def _person(state: Dialogue, read: Understanding, world: World) -> Turn:
    from_harm = complains(fold(read.text))
    words = replies.sorry_harm if from_harm else replies.calling_person
    return turn(_paused(state), Say(words(state.lang, world.shop())), CallPerson("harm" if from_harm else "asked"))


def _on_wish(state: Dialogue, read: Understanding, world: World) -> Turn:
    asked = answers.rule(state, read, world)
    if asked is not None:
        return resumed(state, asked, world)
    changed = said_to_change(state, read, world)
    if changed is not None:
        return changed
    yes_or_no = _on_yes_or_no(state, read, world)
    if yes_or_no is not None:
        return yes_or_no
    driven = answers.ride(state, read, world)
    if driven is not None:
        return resumed(state, driven, world)
    state = settled(state, world)
    more = asked_to_add(state, read, world)
    if more is not None:
        return more
    waits = wants_to_wait(state, read, world)
    if waits is not None:
        return go_on(waits, world)
    answered = answers.answer(state, read, world)
    if answered is None:
        return _book(state, read, world)
    if _wishes_too(read) and not is_asking(answered):
        first = " ".join(one.text for one in answered.effects if isinstance(one, Say))
        return led(first, _book(state, read, world))
    return resumed(state, answered, world)


def _wishes_too(read: Understanding) -> bool:
    """Whether a question stands beside a whole wish, so that both are answered."""
    is_whole = bool(read.services) and bool(read.wanted_times)
    asks_length = read.has("query_status") and signals.LENGTH.search(fold(read.text)) is not None
    return is_whole and (read.has("query_hours") or asks_length or (read.has("query_price") and read.has("book")))


def _on_yes_or_no(state: Dialogue, read: Understanding, world: World) -> Turn | None:
    lang = state.lang
    if read.intents == ("confirm",):
        if state.asking in ("cancel", "move"):
            return ask_change(state, world)
        held = next((booking for booking in world.bookings() if booking.is_held), None)
        if held is not None:
            return turn(state, Say(wording.confirm_on_card(lang, held)))
        fixed = next(iter(world.bookings()), None)
        if state.is_booking and state.asking is not None:
            return go_on(state, world)
        if fixed is not None and state.is_proposed:
            return turn(state, Say(wording.already_fixed(lang, fixed)))
        text = courtesies.smalltalk(lang, True) if answers.thanks(read) else courtesies.nothing_open(lang)
        return turn(state, Say(text))
    if read.intents == ("deny",) and not read.services_negated:
        return _on_no(state, world)
    return None


def _on_no(state: Dialogue, world: World) -> Turn:
    lang = state.lang
    if state.asking in ("cancel", "move", "which_cancel", "which_move"):
        return turn(fresh(state), Say(wording.kept(lang)))
    held = next((booking for booking in world.bookings() if booking.is_held), None)
    if held is not None and state.is_proposed:
        if is_richer_asked(state, world):
            return turn(state, Say(wording.confirm_on_card(lang, held)))
        return turn(state, CancelBooking(held.id, held.version))
    was_booking = state.is_booking or state.is_proposed
    text = wording.let_go(lang) if was_booking else courtesies.nothing_open(lang)
    return turn(fresh(state), Say(text))


def _book(state: Dialogue, read: Understanding, world: World) -> Turn:
    before = state.wish
    wish = absorbed(before if state.is_booking or state.is_proposed else _kept_pet(before), read, world)
    if "basic" in read.topics and "bath" in read.services:
        wish = _plain_bath(wish, world)
    opening: list[str] = []
    fresh_notes = tuple(note for note in wish.notes if note not in before.notes)
    if fresh_notes:
        opening.append(wording.noted(state.lang, fresh_notes))
    state = replace(state, wish=wish)
    if not _is_wish(state, read):
        return _noted_only(state, read, fresh_notes, world)
    if state.is_proposed:
        opening += _changed(state, before)
        state = _taken_back(state, before, read)
    if len(read.pets) > 1 or any(pet.count > 1 for pet in read.pets):
        opening.append(wording.several_pets(state.lang, said(state.lang, wish.pet)))
        state = replace(state, others=_others(read, wish, world))
    heard = _heard(state, before, read)
    done = go_on(replace(state, is_booking=True, is_proposed=False), world, opening, heard)
    if fresh_notes and wish.pet.id is not None:
        return Turn(done.state, (*done.effects, NoteCare(wish.pet, fresh_notes)))
    return done


def _others(read: Understanding, wish: Wish, world: World) -> tuple[str, ...]:
    """Who else of the owner's file was named."""
    names = {pet.name for pet in read.pets if pet.name}
    return tuple(one.id for one in world.pets() if one.name in names and one.id != wish.pet.id)


def _taken_back(state: Dialogue, before: Wish, read: Understanding) -> Dialogue:
    """ "不是泰迪，是比熊": one pet that was described wrongly, not another one."""
    wish = state.wish
    is_put_right = read.has("correct") and wish.pet.id is None and wish.pet.species == before.pet.species
    if before.pet.id is None or not is_put_right:
        return state
    return replace(state, wish=replace(wish, pet=replace(wish.pet, instead_of=before.pet.id)))


def _changed(state: Dialogue, before: Wish) -> list[str]:
    """What is another pet or service now than on the card that is shown, said back."""
    wish, lang = state.wish, state.lang
    if wish.pet != before.pet:
        return [wording.now_for(lang, said(lang, wish.pet))]
    labels = [label for label in wish.labels if label not in before.labels and label in phrases.LABELS]
    names = [phrases.LABELS[label].in_(lang) for label in labels]
    if not names:
        return []
    is_instead = any(label in MAINS and label not in wish.labels for label in before.labels)
    return [(wording.added if wish.codes and not is_instead else wording.now_for)(lang, names)]


def _heard(state: Dialogue, before: Wish, read: Understanding) -> str:
    """The new time said back with what it is for; a changed one as a change. Empty when none was said."""
    wish = state.wish
    if not read.wanted_times or wish.when == before.when:
        return ""
    names = [phrases.LABELS[label].in_(state.lang) for label in wish.labels if label in phrases.LABELS]
    is_changed = before.when.is_said and (state.is_booking or state.is_proposed)
    return wording.understood(state.lang, wish.when, called(state.lang, wish.pet), names, is_changed)


def _plain_bath(wish: Wish, world: World) -> Wish:
    """A bath that was called plain is settled, not asked about."""
    code = main_code(wish.labels, wish.pet.species or "dog", world)
    plain = main_code(("bath",), wish.pet.species or "dog", world)
    return replace(wish, codes=(code,)) if code is not None and code == plain else wish


def _kept_pet(wish: Wish) -> Wish:
    """A new wish is about the pet that was spoken of, until another is named."""
    return Wish(pet=wish.pet, notes=wish.notes, labels=wish.labels, codes=wish.codes, when=wish.when)


def _is_wish(state: Dialogue, read: Understanding) -> bool:
    """Whether the message books, or answers a question that a booking asked."""
    if state.is_booking or state.is_proposed or _wishes_too(read):
        return True
    if read.has("book", "query_availability", "add_on") or "any_time" in read.topics:
        return True
    return read.has("correct") and bool(read.wanted_times or read.services)


def _noted_only(state: Dialogue, read: Understanding, notes: tuple[object, ...], world: World) -> Turn:
    lang = state.lang
    if state.wish.notes and notes:
        text = joined(lang, wording.noted(lang, state.wish.notes), wording.noted_for_file(lang))
        return turn(state, Say(text), NoteCare(state.wish.pet, state.wish.notes))
    if read.pets:
        chips = (answers.book_chip(lang),)
        return turn(state, Say(wording.pet_noted(lang, said(lang, state.wish.pet)), chips))
    return not_understood(state, read, world)


# Choices.


def _on_choice(state: Dialogue, choice: Choice, world: World) -> Turn:
    kind, _, value = choice.id.partition(":")
    state = replace(state, unsure=0)
    if kind == "person":
        return turn(_paused(state), Say(replies.calling_person(state.lang, world.shop())), CallPerson("asked"))
    at = _moment(value, world) if kind == "at" else None
    if at is not None:
        return _on_moment(state, at, world)
    changed = chosen_change(state, kind, value, world)
    if changed is not None:
        return changed
    wish = _chosen_detail(state.wish, kind, value, world)
    if wish is not None:
        return _with_detail(state, wish, world)
    offer = next((one for one in state.shown if one.id == choice.id), None)
    if offer is not None:
        return propose(state, offer, world)
    if choice.id in ("book", "wait"):
        return go_on(replace(state, is_booking=True, may_wait=choice.id == "wait"), world)
    if not value and choice.read.wanted_times:
        return _lapsed(state, choice, world)
    return _on_message(state, choice.read, world)


def _moment(value: str, world: World) -> datetime | None:
    """A time that was tapped in the week, by the shop's clock; None when it is none."""
    if not (value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS):
        return None
    return wall(datetime.fromtimestamp(int(value) / 1000, world.shop().zone))


def _on_moment(state: Dialogue, at: datetime, world: World) -> Turn:
    """What was not offered one by one is looked up as a wish for that very time."""
    moved = moved_to(state, at, world)
    if moved is not None:
        return moved
    wish = replace(state.wish, when=When(at=at), booking_id=None)
    return go_on(replace(state, wish=wish, is_booking=True), world)


def _with_detail(state: Dialogue, wish: Wish, world: World) -> Turn:
    """A chip answered a question; the one that names what is held already changes nothing."""
    held = next((booking for booking in world.bookings() if booking.is_held), None)
    if held is not None and state.is_proposed and wish.codes == state.wish.codes and wish.pet == state.wish.pet:
        return turn(state, Say(wording.confirm_on_card(state.lang, held)))
    return go_on(replace(state, wish=wish, is_booking=True, is_assumed=False), world)


def _lapsed(state: Dialogue, choice: Choice, world: World) -> Turn:
    """A slot of an old card: its time is wished again, and looked up anew."""
    wish = absorbed(state.wish, choice.read, world)
    opening = [wording.offer_lapsed(state.lang)]
    return go_on(replace(state, wish=wish, is_booking=True), world, opening)


def _chosen_detail(wish: Wish, kind: str, value: str, world: World) -> Wish | None:
    """The wish with the chip's answer in it; None when the chip answers something else."""
    if kind == "pet":
        known = next((pet for pet in world.pets() if pet.id == value), None)
        return chosen_pet(wish, known) if known else replace(wish, pet=PetDraft())
    if kind == "kind" and value in phrases.KINDS:
        return replace(wish, pet=replace(wish.pet, species=value))
    if kind == "size" and value in phrases.SIZES:
        return replace(wish, pet=replace(wish.pet, size=value))
    if kind == "coat" and (value in phrases.COATS or value in phrases.CAT_COATS):
        return replace(wish, pet=replace(wish.pet, coat=value))
    if kind == "nights" and (nights := nights_answered(value)) is not None:
        return replace(wish, nights=nights)
    if kind == "service" and (option := world.service(value)) and option.is_bookable:
        extras = tuple(label for label in wish.labels if label not in ("bath", "groom", "spa", "tidy", "shave"))
        label = value if value in phrases.LABELS else "bath"
        return replace(wish, labels=(label, *extras), codes=(value,))
    return None
