"""What can be asked about bookings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pawline.people import Actor, may_see, must_be_staff
from pawline.pets import Pet, PetService
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import Ids
from pawline.shop import ShopService

from . import deposit_rows, ledger, store
from .calendar import calendar_file
from .diary import Diary
from .errors import (
    BookingClosed,
    HoldGone,
    NoSuchBooking,
    NoSuchPet,
    OfferGone,
    SamePetTwice,
    TooManyTogether,
)
from .health import HealthMark, health_marks
from .model import (
    LIVE,
    Booking,
    BookingStatus,
    Offer,
    PetWish,
    Quote,
    ServiceLine,
)
from .remembered import Remembered
from .said import when_words
from .schedule import ScheduleView, TroubleView, schedule_of, troubles_ahead
from .together import MOST_PETS
from .view import BookingsView, BookingView, Showing, booking_views


class BookingQuestions:
    """Questions take the caller's transaction; the rest of the room builds on them."""

    def __init__(self, db: Database, clock: Clock, ids: Ids, shops: ShopService, pets: PetService) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._shops = shops
        self._pets = pets
        self._known = Remembered()

    # Questions

    def booking_for(self, tx: Tx, actor: Actor, booking_id: str) -> Booking:
        """A booking that the asker may see; raises NoSuchBooking."""
        found = store.find(tx, actor.shop_id, booking_id)
        if found is None or not may_see(actor, found.owner_id):
            raise NoSuchBooking
        return found

    def view_for(self, tx: Tx, actor: Actor, booking_id: str) -> BookingView:
        """The card of a booking that the asker may see; raises NoSuchBooking."""
        return self._view(tx, self.booking_for(tx, actor, booking_id))

    def view_of(self, tx: Tx, shop_id: str, booking_id: str) -> BookingView:
        """The card of a booking, for the shop's own reactions; raises NoSuchBooking."""
        return self._view(tx, self.booking_of(tx, shop_id, booking_id))

    def booking_of(self, tx: Tx, shop_id: str, booking_id: str) -> Booking:
        """A booking, for the shop's own reactions; raises NoSuchBooking."""
        found = store.find(tx, shop_id, booking_id)
        if found is None:
            raise NoSuchBooking
        return found

    def services_of(self, tx: Tx, shop_id: str, booking_ids: Sequence[str]) -> dict[str, tuple[ServiceLine, ...]]:
        """What is done in some bookings of the shop, by booking."""
        return {one.id: one.services for one in store.find_many(tx, shop_id, booking_ids)}

    def to_come(self, tx: Tx, shop_id: str, owner_id: str) -> list[Booking]:
        """What an owner has held or booked and that is not over, also what is under way; for the shop's reactions."""
        now_ms = self._clock.now_ms()
        return [one for one in store.to_come(tx, shop_id, owner_id, now_ms) if not is_over(one, now_ms)]

    def moving(self, tx: Tx, shop_id: str, booking_ids: Iterable[str]) -> list[str]:
        """Those of some bookings that the desk has just moved and can still put back: nobody has been told of it."""
        return [one for one in booking_ids if ledger.find_move(tx, shop_id, one) is not None]

    def health_marks(self, tx: Tx, shop_id: str, booking_ids: Sequence[str]) -> dict[str, HealthMark]:
        """What the team is to know of the pets before they come, by booking; others are left out."""
        return health_marks(tx, self.diary(tx, shop_id), store.find_many(tx, shop_id, booking_ids))

    def bookings_of(self, tx: Tx, actor: Actor, owner_id: str) -> BookingsView:
        """An owner's bookings; expired holds are left out, unless money has to go back.

        Raises NoSuchBooking for somebody else's.
        """
        if not may_see(actor, owner_id):
            raise NoSuchBooking
        now_ms = self._clock.now_ms()
        every = store.of_owner(tx, actor.shop_id, owner_id)
        # A time that was paid for and let go is kept in sight: the money has to go back.
        paid = deposit_rows.paid_for(
            tx, actor.shop_id, [one.id for one in every if one.status is BookingStatus.EXPIRED]
        )
        kept = [
            one for one in every
            if one.lead_id is None and not is_over(one, now_ms)
            and (one.status is not BookingStatus.EXPIRED or paid[one.id])
        ]  # fmt: skip
        views = booking_views(tx, actor.shop_id, kept, self._showing(tx, actor.shop_id))
        upcoming = [view for view in views if view.status in LIVE and view.ends_ms > now_ms]
        past = [view for view in views if view not in upcoming]
        return BookingsView(upcoming[::-1], past)

    def live_hold(self, tx: Tx, shop_id: str, c: str) -> BookingView | None:
        """The hold of a conversation, None when it has none or its time is over."""
        found = store.live_hold_of(tx, shop_id, c)
        if found is None or is_over(found, self._clock.now_ms()):
            return None
        return self._view(tx, found)

    def schedule(self, tx: Tx, actor: Actor, day: date | None) -> ScheduleView:
        """A day as the desk sees it, None the shop's today; raises Forbidden."""
        must_be_staff(actor)
        diary = self.diary(tx, actor.shop_id)
        return schedule_of(tx, diary, self._pets, day or diary.today, actor.lang)

    def troubles(self, tx: Tx, actor: Actor) -> list[TroubleView]:
        """Bookings ahead that cannot happen as planned, since somebody is away or a place is out of use.

        The next one first; raises Forbidden.
        """
        must_be_staff(actor)
        return troubles_ahead(tx, self.diary(tx, actor.shop_id), self._pets)

    def quote_for(self, tx: Tx, actor: Actor, pet_id: str, services: Sequence[ServiceLine]) -> Quote:
        """What services would take for a pet, and cost as listed; raises NoSuchPet and pricing's refusals."""
        pet = self._pets.pet_for(tx, actor, pet_id)
        return self.diary(tx, actor.shop_id).quote(services, pet)

    def calendar(self, tx: Tx, actor: Actor, booking_id: str) -> str:
        """The booking as a calendar file; raises NoSuchBooking."""
        view = self.view_for(tx, actor, booking_id)
        shop = self._shops.shop_of(tx, actor.shop_id)
        return calendar_file(view, shop, actor.lang, self._clock.now_ms())

    # For the room's own use

    def diary(self, tx: Tx, shop_id: str) -> Diary:
        """The shop's book, open for this transaction."""
        return Diary(tx, self._shops, shop_id, self._clock.now_ms(), self._known)

    def _showing(self, tx: Tx, shop_id: str) -> Showing:
        shop = self._shops.shop_of(tx, shop_id)
        return Showing(self._pets, self._known.catalogue(tx, self._shops, shop), shop, self._clock.now_ms())

    def _view(self, tx: Tx, one: Booking) -> BookingView:
        return booking_views(tx, one.shop_id, [one], self._showing(tx, one.shop_id))[0]

    def guests(self, tx: Tx, actor: Actor, wished: Sequence[PetWish]) -> list[Pet]:
        """The pets of a wish, all of one owner; raises NoSuchPet, TooManyTogether, SamePetTwice."""
        if len(wished) > MOST_PETS:
            raise TooManyTogether(most=MOST_PETS)
        if len({one.pet_id for one in wished}) < len(wished):
            raise SamePetTwice
        pets = [self._pets.pet_for(tx, actor, one.pet_id) for one in wished]
        if any(pet.owner_id != pets[0].owner_id for pet in pets):
            raise NoSuchPet
        return pets

    def _offer(self, tx: Tx, actor: Actor, offer_id: str) -> Offer:
        found = ledger.find_offer(tx, actor.shop_id, offer_id)
        if found is None or not may_see(actor, found.owner_id) or found.expires_ms <= self._clock.now_ms():
            raise OfferGone
        return found

    def _held(self, tx: Tx, actor: Actor, booking_id: str) -> Booking:
        """A hold by its leading booking, whichever of its pets was named; raises HoldGone, BookingClosed."""
        found = self.booking_for(tx, actor, booking_id)
        if found.lead_id is not None and found.status is BookingStatus.HELD:
            found = self.booking_for(tx, actor, found.lead_id)
        if found.status is BookingStatus.EXPIRED or is_over(found, self._clock.now_ms()):
            zone = self._shops.shop_of(tx, actor.shop_id).clock_zone
            raise HoldGone(**when_words(found.starts_ms, zone))
        if found.status is not BookingStatus.HELD:
            raise BookingClosed(status=found.status.value)
        return found


def is_over(one: Booking, now_ms: int) -> bool:
    return one.status is BookingStatus.HELD and (one.hold_until_ms or 0) <= now_ms
