"""Cancelling and moving: finds the booking that is meant, says what it costs, waits for a yes."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from . import phrases, replies, wording
from .booking_talk import offer_times
from .facts import KnownBooking
from .model import CallPerson, CancelBooking, Chip, Dialogue, MoveBooking, Say, Turn, When, Wish
from .saying import ask, fresh, turn
from .script import fold
from .shifting import shift_in
from .staying import nights_in
from .understand import Understanding
from .wishes import absorbed, wall, when_of
from .world import World


def said_to_change(state: Dialogue, read: Understanding, world: World) -> Turn | None:
    """A message that cancels or moves; None when it does neither."""
    if state.asking == "move_time" and read.wanted_times and not read.has("query_hours"):
        return _move(state, _booking(state.wish.booking_id, world), read, world)
    if is_fixed(state, world) and (read.has("reschedule") or _asks_another_time(read)):
        return _start(settled(state, world), read, world, is_cancel=False)
    if read.has("reschedule") and not _is_wish_only(state, world):
        return _start(state, read, world, is_cancel=False)
    if read.has("cancel"):
        return _start(state, read, world, is_cancel=True)
    return None


def is_fixed(state: Dialogue, world: World) -> bool:
    """Whether the owner has confirmed what was proposed: the wish is a booking by now."""
    bookings, at = world.bookings(), state.wish.when.at
    if not state.is_proposed or any(booking.is_held for booking in bookings):
        return False
    return any(wall(booking.starts) == at for booking in bookings)


def settled(state: Dialogue, world: World) -> Dialogue:
    """The same state without the wish that has become a booking; only the pet is still spoken of."""
    if not is_fixed(state, world):
        return state
    return replace(state, wish=Wish(pet=state.wish.pet), is_proposed=False, shown=())


def _asks_another_time(read: Understanding) -> bool:
    """ "Wednesday instead?": a time and nothing that is to be done. A yes is asked for before anything moves."""
    return bool(read.wanted_times) and read.intents == ("query_availability",) and not (read.services or read.pets)


def _is_wish_only(state: Dialogue, world: World) -> bool:
    """Nothing is booked yet: a changed time is a changed wish, not a move."""
    has_fixed = any(not booking.is_held for booking in world.bookings())
    return state.is_booking or state.is_proposed or (not has_fixed and state.wish.when.is_said)


def _start(state: Dialogue, read: Understanding, world: World, is_cancel: bool) -> Turn:
    lang = state.lang
    bookings = world.bookings()
    if not bookings:
        text = wording.let_go(lang) if is_cancel and state.is_booking else wording.no_booking(lang)
        return turn(fresh(state), Say(text))
    fitting = _fitting(bookings, read)
    if len(fitting) > 1:
        state = replace(state, wish=replace(state.wish, when=_new_time(read)))
        return _ask_which(state, fitting, is_cancel)
    booking = fitting[0]
    if is_cancel and booking.is_held:
        # Nothing is booked yet: it is let go without a word of what cancelling costs.
        return turn(replace(state, asking=None), CancelBooking(booking.id, booking.version))
    return _ask_cancel(state, booking) if is_cancel else _move(state, booking, read, world)


def _ask_which(state: Dialogue, bookings: list[KnownBooking], is_cancel: bool) -> Turn:
    kind = "cancel" if is_cancel else "move"
    chips = tuple(Chip(f"{kind}:{one.id}", _named(state, one)) for one in bookings[:5])
    say = Say(wording.ask_which_booking(state.lang), chips, is_question=True)
    return ask(state, "which_cancel" if is_cancel else "which_move", say)


def _named(state: Dialogue, booking: KnownBooking) -> str:
    pets = booking.pets.en if state.lang == "en" else booking.pets.zh
    return f"{pets} {phrases.moment(state.lang, booking.starts)}"


def _new_time(read: Understanding) -> When:
    wanted = [time for time in read.times if time.role in ("new", "when")]
    return when_of(wanted[-1]) if wanted else When()


def _fitting(bookings: tuple[KnownBooking, ...], read: Understanding) -> list[KnownBooking]:
    """The bookings that the message's pet and old time leave; all of them when those fit none."""
    left = list(bookings)
    names = {pet.name for pet in read.pets if pet.name}
    by_pet = [one for one in left if names & {one.pet_name, *one.also}]
    left = by_pet or left
    # Of a move by so much every day that is named is one of the bookings'.
    roles = ("old", "new", "when") if shift_in(fold(read.text)) else ("old",)
    days = {time.start.date() for time in read.times if time.role in roles and time.start is not None}
    by_day = [one for one in left if one.starts.date() in days]
    return by_day or left


def _ask_cancel(state: Dialogue, booking: KnownBooking) -> Turn:
    lang = state.lang
    chips = (
        Chip(f"do_cancel:{booking.id}", wording.chip(lang, "yes_cancel")),
        Chip("keep", wording.chip(lang, "keep")),
    )
    state = replace(state, wish=replace(state.wish, booking_id=booking.id))
    return ask(state, "cancel", Say(wording.ask_cancel(lang, booking), chips, is_question=True))


def _move(state: Dialogue, booking: KnownBooking | None, read: Understanding, world: World) -> Turn:
    if booking is None:
        return turn(fresh(state), Say(wording.no_booking(state.lang)))
    nights = nights_in(read.text)
    if booking.nights and nights not in (None, booking.nights):
        # More or fewer nights are another price: people change those.
        return turn(state, Say(replies.nights_by_people(state.lang, world.shop())), CallPerson("arrange"))
    wish = _moving(state, booking, world)
    shift = shift_in(fold(read.text))
    if shift is not None:
        moved = replace(wish, when=When(at=wall(booking.starts + shift)))
        return _offer_move(replace(state, wish=moved), booking, world)
    read_new = absorbed(replace(wish, when=When(at=wall(booking.starts))), read, world)
    if not read.wanted_times and not state.wish.when.is_said:
        return _ask_move_time(replace(state, wish=wish), booking)
    when = read_new.when if read.wanted_times else state.wish.when
    return _offer_move(replace(state, wish=replace(wish, when=when, groomer_id=read_new.groomer_id)), booking, world)


def _moving(state: Dialogue, booking: KnownBooking, world: World) -> Wish:
    """The booking's own pet and services, at another time."""
    pet = next((known for known in world.pets() if known.id == booking.pet_id), None)
    draft = replace(state.wish.pet, id=booking.pet_id, name=booking.pet_name)
    if pet is not None:
        draft = replace(draft, species=pet.species, size=pet.size, coat=pet.coat, breed=pet.breed_code)
    return Wish(pet=draft, codes=booking.codes, booking_id=booking.id, nights=booking.nights or None)


def _ask_move_time(state: Dialogue, booking: KnownBooking) -> Turn:
    say = Say(wording.ask_move_time(state.lang, booking), is_question=True)
    return ask(state, "move_time", say)


def offer_move(state: Dialogue, world: World) -> Turn | None:
    """Asks for a yes to the wished time of the booking that is being moved; None when it is gone."""
    booking = _booking(state.wish.booking_id, world)
    return _offer_move(state, booking, world) if booking else None


def ask_change_again(state: Dialogue, world: World) -> Turn | None:
    """The open question of this module once more; None when another's is open."""
    if state.asking in ("which_cancel", "which_move"):
        return _ask_which(state, list(world.bookings()), is_cancel=state.asking == "which_cancel")
    booking = _booking(state.wish.booking_id, world)
    if booking is None:
        return None
    if state.asking == "cancel":
        return _ask_cancel(state, booking)
    if state.asking == "move_time":
        return _ask_move_time(state, booking)
    return _offer_move(state, booking, world) if state.asking == "move" else None


def _offer_move(state: Dialogue, booking: KnownBooking, world: World) -> Turn:
    found = world.find(state.wish)
    if found.exact is None:
        return offer_times(state, found)
    lang = state.lang
    chips = (
        Chip(f"do_move:{booking.id}", wording.chip(lang, "yes_move")),
        Chip("stay", wording.chip(lang, "stay")),
    )
    cents = found.exact.total_cents
    state = replace(state, wish=replace(state.wish, when=When(at=wall(found.exact.start))), asked_cents=cents)
    return ask(state, "move", Say(wording.ask_move(lang, booking, found.exact.start, cents), chips, is_question=True))


# Choices.


def chosen_change(state: Dialogue, kind: str, value: str, world: World) -> Turn | None:
    """A tapped chip of this module, or a slot of a moving booking; None when it is another's."""
    lang = state.lang
    if kind in ("keep", "stay"):
        return turn(fresh(state), Say(wording.kept(lang)))
    if kind in ("cancel", "move", "do_cancel", "do_move"):
        booking = _booking(value, world)
        if booking is None:
            return turn(fresh(state), Say(wording.no_booking(lang)))
        return _chosen_booking(state, kind, booking, world)
    moving = _booking(state.wish.booking_id, world) if state.asking == "slots" else None
    offer = next((one for one in state.shown if one.id == (value or kind)), None)
    if moving is not None and offer is not None:
        return turn(state, MoveBooking(moving.id, moving.version, offer))
    return None


def moved_to(state: Dialogue, at: datetime, world: World) -> Turn | None:
    """A time of the week tapped for the booking that is being moved: like a slot, the tap is the yes. None when none
    is, or something else is asked by now."""
    moving = _booking(state.wish.booking_id, world) if state.asking == "slots" else None
    if moving is None:
        return None
    return _do_move(replace(state, wish=replace(state.wish, when=When(at=at))), moving, world)


def _chosen_booking(state: Dialogue, kind: str, booking: KnownBooking, world: World) -> Turn:
    if kind == "cancel":
        return _ask_cancel(state, booking)
    if kind == "do_cancel":
        return turn(replace(state, asking=None), CancelBooking(booking.id, booking.version))
    if kind == "do_move":
        return _do_move(state, booking, world)
    wish = replace(_moving(state, booking, world), when=state.wish.when)
    if not wish.when.is_said:
        return _ask_move_time(replace(state, wish=wish), booking)
    return _offer_move(replace(state, wish=wish), booking, world)


def ask_change(state: Dialogue, world: World) -> Turn:
    """A typed yes to the question of cancelling or moving: the same as its chip."""
    booking = _booking(state.wish.booking_id, world)
    if booking is None:
        return turn(fresh(state), Say(wording.no_booking(state.lang)))
    return _chosen_booking(state, "do_cancel" if state.asking == "cancel" else "do_move", booking, world)


def _do_move(state: Dialogue, booking: KnownBooking, world: World) -> Turn:
    wish = state.wish if state.wish.booking_id == booking.id else replace(_moving(state, booking, world))
    found = world.find(wish) if wish.when.is_said else None
    if found is None:
        return _ask_move_time(replace(state, wish=wish), booking)
    if found.exact is None:
        return offer_times(replace(state, wish=wish), found)
    if state.asking == "move" and state.asked_cents is not None and found.exact.total_cents > state.asked_cents:
        # The yes was to a lower price.
        return _offer_move(replace(state, wish=wish), booking, world)
    return turn(replace(state, asking=None, asked_cents=None), MoveBooking(booking.id, booking.version, found.exact))


def _booking(booking_id: str | None, world: World) -> KnownBooking | None:
    return next((one for one in world.bookings() if one.id == booking_id), None)
