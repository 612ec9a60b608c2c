"""What can be done with bookings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias, TypeVar

from msgspec import structs

from pawline.people import Actor, may_see, must_be_staff, must_manage, system_actor
from pawline.pets import Agreed, Pet, PetService
from pawline.platform.clock import Clock
from pawline.platform.commands import carry_out, once
from pawline.platform.db import Database, Tx
from pawline.platform.ids import ConversationId, Ids
from pawline.shop import ShopService

from . import ledger, store
from .consents import check_consents
from .errors import (
    AlreadyExtended,
    HoldGone,
    PastTime,
    PhoneNeeded,
    SlotTaken,
)
from .health import check_health
from .keeping import HOUR_MS, BookKeeping, Entry, check_open, check_version
from .looking import Looking
from .model import (
    MINUTE_MS,
    Booking,
    BookingStatus,
    Offer,
    PetWish,
    Source,
    Wish,
)
from .offering import offer_times
from .said import when_words
from .taken import keep_taken
from .view import BookingView, SlotsView, TimeView
from .week import week_of
from .week_view import WeekView

Answer = TypeVar("Answer", BookingView, BookingView | None)
Offered: TypeAlias = tuple[SlotsView, list[Offer]]
T = TypeVar("T")
NOWHERE = ConversationId("")


class BookingService(BookKeeping):
    """Questions take the caller's transaction, verbs open their own.

    Every command takes a `key`: the same key with the same request answers the same again.
    """

    def __init__(self, db: Database, clock: Clock, ids: Ids, shops: ShopService, pets: PetService) -> None:
        super().__init__(db, clock, ids, shops, pets)
        self._looking = Looking(db)

    # Borrowed write, for the visits room: inside its transaction

    def note_taken(self, tx: Tx, shop_id: str, booking_id: str, minutes: int) -> None:
        """A visit is done and has really taken so many minutes: its pet is offered such times from here on."""
        one = self.booking_of(tx, shop_id, booking_id)
        pet = self._pets.pet_for(tx, system_actor(one.shop_id), one.pet_id)
        keep_taken(tx, self.diary(tx, shop_id), one, pet, minutes)

    # Offering: remembers what was offered, holds nothing

    async def look(self, actor: Actor, question: Callable[[Tx], T]) -> T:
        """A question that searches free times, beside which others go on; raises Busy for who asks too many at once."""
        return await self._looking.look(actor, question)

    async def offer(self, actor: Actor, wish: Wish, c: ConversationId, moving: str | None = None) -> SlotsView:
        """Free times of six days around the wish; raises NoSuchPet, NoSuchBooking and pricing's refusals.

        `moving` is the booking that would be moved: its own claims do not stand in the way, and whoever comes along
        with it comes along.
        """

        def look(tx: Tx) -> Offered:
            wanted, pets, but = self._wanted(tx, actor, wish, c, moving)
            return offer_times(tx, self.diary(tx, actor.shop_id), wanted, pets, c, self._ids.new, but)

        return await self._remembered(actor, look, moving)

    def week(
        self, tx: Tx, actor: Actor, wish: Wish, c: ConversationId = NOWHERE, moving: str | None = None
    ) -> WeekView:
        """Every free start of the wished day's week, judged as `offer` judges; a question, nothing is remembered.

        Raises NoSuchPet, NoSuchBooking and pricing's refusals.
        """
        wanted, pets, but = self._wanted(tx, actor, wish, c, moving)
        return week_of(tx, self.diary(tx, actor.shop_id), wanted, pets, but)

    def _wanted(
        self, tx: Tx, actor: Actor, wish: Wish, c: ConversationId, moving: str | None
    ) -> tuple[Wish, list[Pet], list[Booking]]:
        """The wish with all who come, their files, and the bookings that do not stand in its way."""
        if moving is not None:
            but = self._visit(tx, self.booking_for(tx, actor, moving))
            wish = _with_all(wish, but)
        else:
            # The conversation's own hold goes when another is made; of other people's nothing is to be learnt.
            own = store.live_hold_of(tx, actor.shop_id, c) if c else None
            but = self._visit(tx, own) if own and may_see(actor, own.owner_id) else []
        return wish, self.guests(tx, actor, wish.pets), but

    async def offer_move(
        self, actor: Actor, booking_id: str, day: date | None = None, at_ms: int | None = None
    ) -> SlotsView:
        """Free times to move a booking to, from a day on, or around a start; its own claims do not stand in the way.

        With neither it looks around the booking's own time. Raises NoSuchBooking.
        """

        def look(tx: Tx) -> Offered:
            every = self._visit(tx, self.booking_for(tx, actor, booking_id))
            around = _around(every, self._clock.now_ms())
            wanted = replace(around, day=day, at_ms=around.at_ms if at_ms is None else at_ms)
            pets = self.guests(tx, actor, wanted.pets)
            return offer_times(tx, self.diary(tx, actor.shop_id), wanted, pets, every[0].c, self._ids.new, every)

        return await self._remembered(actor, look, booking_id)

    async def _remembered(self, actor: Actor, look: Callable[[Tx], Offered], moving: str | None = None) -> SlotsView:
        """Looking takes milliseconds, in which nobody's message should wait: only what was offered is written.

        Whether a time is free is judged again when it is held.
        """
        view, offers = await self.look(actor, look)
        if offers:
            await self._db.write(lambda tx: ledger.insert_offers(tx, actor.shop_id, offers))
        return structs.replace(view, moving=moving) if moving else view

    # Borrowed write, for rooms above: inside the caller's transaction

    def renew(self, tx: Tx, shop_id: str, booking_id: str) -> None:
        """What a card tells of its pets is another now: a version on, while a yes to the older card still counts.

        `booking_id` is that of the leading pet.
        """
        store.touch(tx, shop_id, booking_id, has_new_terms=False)

    # Commands

    async def hold(self, actor: Actor, offer_id: str, key: str, source: Source = "chat") -> BookingView:
        """Holds an offered time; the conversation's older hold is let go.

        Raises OfferGone, HealthGate, SlotTaken, TooManyHolds and the refusals of `Diary.place`.
        """

        def work(tx: Tx) -> BookingView:
            offer = self._offer(tx, actor, offer_id)
            self.release_due(tx, actor.shop_id)
            self._let_go(tx, actor.shop_id, offer.c)
            diary = self.diary(tx, actor.shop_id)
            origin = self._check_stranger(tx, actor, diary, offer.owner_id)
            minutes = diary.settings.hold_chat_min if source == "chat" else diary.settings.hold_web_min
            made = self._make(tx, actor, diary, offer, source, origin, diary.now_ms + minutes * MINUTE_MS)
            return self._view(tx, made)

        run = self._once(actor, key, ("hold", offer_id), work)
        return await self._with_nearest(actor, run, offer_id=offer_id)

    async def extend(self, actor: Actor, booking_id: str, key: str) -> BookingView:
        """Holds longer, once; raises NoSuchBooking, HoldGone, AlreadyExtended, BookingClosed."""

        def work(tx: Tx) -> BookingView:
            old = self._held(tx, actor, booking_id)
            if old.is_extended:
                raise AlreadyExtended
            more_ms = self._shops.settings_of(tx, actor.shop_id).hold_extend_min * MINUTE_MS
            return self._view(tx, self._lengthen(tx, old, (old.hold_until_ms or 0) + more_ms, True))

        return await carry_out(self._db, self._clock, actor, key, ("extend", booking_id), BookingView, work)

    async def confirm(
        self, actor: Actor, booking_id: str, version: int, key: str, agreed: Collection[Agreed] = ()
    ) -> BookingView:
        """Makes a hold a booking, if the card showed its present terms. `agreed` is what an owner says yes to with it.

        Where a deposit is due it is held for that, and booked when it was paid; staff may go without.
        Raises NoSuchBooking, HoldGone, StaleVersion, PastTime, HealthGate, ConsentNeeded, BookingClosed, and
        PhoneNeeded: then the hold has been lengthened, so that there is time for a code.
        """

        def work(tx: Tx) -> BookingView | None:
            old = self.booking_for(tx, actor, booking_id)
            if old.status is BookingStatus.CONFIRMED:
                check_version(old, version)
                return self._view(tx, old)
            old = self._held(tx, actor, booking_id)
            check_version(old, version)
            diary = self.diary(tx, actor.shop_id)
            every = self._visit(tx, old)
            starts_ms = min(one.starts_ms for one in every)
            if starts_ms <= diary.now_ms:
                raise PastTime(**when_words(starts_ms, diary.zone))
            check_health(tx, diary, every, starts_ms)
            check_consents(tx, diary, actor, every, starts_ms, agreed, self._ids.new)
            if self._wants_phone(tx, actor, diary, old):
                self._make_time_for_a_code(tx, diary, old)
                return None
            owed_cents = 0 if actor.is_staff else sum(self.owing(tx, every).values())
            if owed_cents:
                return self._view(tx, old if old.agreed_ms else self._agree(tx, diary, old, owed_cents))
            return self._view(tx, self._confirm(tx, old))

        command = self._once(actor, key, ("confirm", booking_id, version, *agreed), work)
        view = await self._with_nearest(actor, command, booking_id=booking_id)
        if view is None:
            raise PhoneNeeded(booking_id=booking_id)
        return view

    async def cancel(
        self, actor: Actor, booking_id: str, version: int, key: str, *, is_alone: bool = False
    ) -> BookingView:
        """Calls a booking off; late cancelling by the owner costs what the card said.

        With the leading one all that come along are called off, unless `is_alone`: then the others come without it.
        Raises NoSuchBooking, StaleVersion, BookingClosed.
        """

        def work(tx: Tx) -> BookingView:
            old = self.booking_for(tx, actor, booking_id)
            if old.status is BookingStatus.CANCELLED:
                return self._view(tx, old)
            for one in [old] if is_alone else self._visit(tx, old):
                check_open(one)
            check_version(old, version)
            return self._view(tx, self._cancel(tx, actor, old, is_alone=is_alone or old.lead_id is not None))

        return await carry_out(
            self._db, self._clock, actor, key, ("cancel", booking_id, version, is_alone), BookingView, work
        )

    async def move(self, actor: Actor, booking_id: str, version: int, offer_id: str, key: str) -> BookingView:
        """Moves a hold or booking to an offered time; the id stays, older cards go stale.

        Raises NoSuchBooking, StaleVersion, BookingClosed, HoldGone, OfferGone, HealthGate, SlotTaken and the
        refusals of `Diary.place`.
        """

        def work(tx: Tx) -> BookingView:
            old = self.booking_for(tx, actor, booking_id)
            if old.status is BookingStatus.HELD:
                old = self._held(tx, actor, booking_id)
            for one in self._visit(tx, old):
                check_open(one)
            check_version(old, version)
            offer = self._offer(tx, actor, offer_id)
            self.release_due(tx, actor.shop_id)
            return self._view(tx, self._move(tx, actor, old, offer))

        run = self._once(actor, key, ("move", booking_id, version, offer_id), work)
        return await self._with_nearest(actor, run, booking_id=booking_id)

    async def enter(self, actor: Actor, entry: Entry, key: str) -> BookingView:
        """The desk enters a booking, confirmed at once; notice and horizon do not bind the shop itself.

        Who manages may give a reason to put it where the rules say no, never where somebody or something is taken.
        Raises Forbidden, NoSuchPet, HealthGate, SlotTaken and the refusals of `Diary.place`.
        """
        must_be_staff(actor)
        if entry.anyway is not None:
            must_manage(actor)

        def work(tx: Tx) -> BookingView:
            self.release_due(tx, actor.shop_id)
            return self._view(tx, self._enter(tx, actor, entry))

        return await carry_out(self._db, self._clock, actor, key, ("enter", entry), BookingView, work)

    async def no_show(self, actor: Actor, booking_id: str, key: str) -> BookingView:
        """Staff note that the pet never came, once the shop's grace is over; raises StillInGrace, BookingClosed."""
        must_be_staff(actor)

        def work(tx: Tx) -> BookingView:
            check_open(self.booking_for(tx, actor, booking_id))
            self.mark_stage(tx, actor.shop_id, booking_id, "no_show")
            return self.view_of(tx, actor.shop_id, booking_id)

        return await carry_out(self._db, self._clock, actor, key, ("no_show", booking_id), BookingView, work)

    async def expire_due(self) -> int:
        """Lets go of every hold whose time is over, in every shop; returns how many."""

        def work(tx: Tx) -> int:
            ledger.drop_offers(tx, self._clock.now_ms() - 24 * HOUR_MS)
            return self.release_due(tx, None)

        return await self._db.write(work)

    # How it is done

    def _once(self, actor: Actor, key: str, request: object, work: Callable[[Tx], Answer]) -> Callable[[Tx], Answer]:
        """The same key and request answer what they answered before; raises KeyReused for another request."""
        now_ms = self._clock.now_ms()
        return lambda tx: once(tx, actor, key, request, BookingView, work, now_ms)  # type: ignore[return-value]

    async def _with_nearest(
        self, actor: Actor, work: Callable[[Tx], Answer], *, offer_id: str = "", booking_id: str = ""
    ) -> Answer:
        """Runs a command; a refusal for the time's sake names the nearest free ones."""
        try:
            return await self._db.write(work)
        except (SlotTaken, HoldGone) as refusal:
            refusal.data["nearest"] = await self._nearest(actor, offer_id, booking_id)
            raise

    async def _nearest(self, actor: Actor, offer_id: str, booking_id: str) -> list[TimeView]:
        def look(tx: Tx) -> Offered:
            wish, c, but = self._wish_again(tx, actor, offer_id, booking_id)
            pets = self.guests(tx, actor, wish.pets)
            return offer_times(tx, self.diary(tx, actor.shop_id), wish, pets, c, self._ids.new, but)

        view = await self._remembered(actor, look)
        free = [one for times in view.times.values() for one in times if one.is_free]
        return sorted(free, key=lambda one: abs(one.start_ms - (view.wished_ms or 0)))[:3]

    def _wish_again(
        self, tx: Tx, actor: Actor, offer_id: str, booking_id: str
    ) -> tuple[Wish, ConversationId, list[Booking]]:
        if offer_id:
            offer = self._offer(tx, actor, offer_id)
            first, *also = [PetWish(one.pet_id, one.services) for one in offer.pets]
            return Wish(first.pet_id, first.services, at_ms=offer.start_ms, also=tuple(also)), offer.c, []
        every = self._visit(tx, self.booking_for(tx, actor, booking_id))
        return _around(every, self._clock.now_ms()), every[0].c, every


def _with_all(wish: Wish, every: Sequence[Booking]) -> Wish:
    """A wish for one of several pets that come together, as one for all of them; for one alone it stays as it is."""
    if len(every) == 1:
        return wish
    pets = [PetWish(one.pet_id, wish.services if one.pet_id == wish.pet_id else one.services) for one in every]
    return replace(wish, pet_id=pets[0].pet_id, services=pets[0].services, also=tuple(pets[1:]))


def _around(every: Sequence[Booking], now_ms: int) -> Wish:
    """The wish that a visit stands for; one that has gone by means any time."""
    starts_ms = min(one.starts_ms for one in every)
    first, *also = [PetWish(one.pet_id, one.services) for one in every]
    at_ms = starts_ms if starts_ms > now_ms else None
    return Wish(first.pet_id, first.services, at_ms=at_ms, also=tuple(also))
