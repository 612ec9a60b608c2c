"""How the book is kept: what holding, confirming, moving and cancelling write, each with its fact and its timer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pawline.people import Actor, phone_of, stranger_origin
from pawline.pets import Pet
from pawline.platform import jobs
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId, ConversationId, PetId
from pawline.shop import local_day

from . import claims, deposit_rows, ledger, ride_rows, store
from .day_prices import DayPrices
from .diary import Diary
from .errors import (
    BookingClosed,
    ClosedDay,
    NoSuchPet,
    NotTrained,
    OfferGone,
    OutsideHours,
    OverMidnight,
    PriceChanged,
    SlotTaken,
    StaleVersion,
    StillInGrace,
    TooManyHolds,
)
from .events import (
    BookingCancelled,
    BookingConfirmed,
    BookingDone,
    BookingMissed,
    BookingMoved,
    DepositAsked,
    HoldExpired,
    HoldExtended,
    HoldMade,
)
from .health import check_health
from .model import (
    LIVE,
    MINUTE_MS,
    NOT_BEGUN,
    Booking,
    BookingStatus,
    DayPlan,
    Offer,
    PetOffer,
    PetWish,
    PriceLine,
    ServiceLine,
    Source,
)
from .paying import Paying
from .policy import cancel_terms, moved_terms, shares
from .riding import RideWish, choose, give_up
from .said import when_words
from .slot import Slot
from .stays import check_alike, placed, stay_end_ms
from .together import Part, Turn, visit_at
from .trouble import against
from .writing import EXPIRE_JOB

HOUR_MS = 60 * MINUTE_MS


@dataclass(frozen=True)
class Entry:
    """A booking that the desk enters itself; None lets anyone free do it.

    It may begin at the start of the grid that has just been: who walks in is here now. `also` are the pets that come
    along. `is_done` records a visit of the past: nobody is told to come. In a series it is the visit `series_no`.
    `anyway` is why it may be where the rules of the shop say no; where they do not, nothing is made of it. `rides` are
    for all of them.
    """

    pet_id: PetId
    services: tuple[ServiceLine, ...]
    start_ms: int
    groomer_id: AccountId | None = None
    c: ConversationId | None = None
    is_done: bool = False
    also: tuple[PetWish, ...] = ()
    series_id: str | None = None
    series_no: int | None = None
    anyway: str | None = None
    rides: tuple[RideWish, ...] = ()

    @property
    def pets(self) -> tuple[PetWish, ...]:
        """Every pet that comes, the leading one first."""
        return (PetWish(self.pet_id, self.services), *self.also)


class BookKeeping(Paying):
    """The writes that the commands are made of, all inside the caller's transaction."""

    # Borrowed writes, for rooms above and for reactions: inside the caller's transaction

    def mark_stage(self, tx: Tx, shop_id: str, booking_id: str, stage: str) -> None:
        """Notes the visit's stage on its booking: `gone` makes it done, `no_show` ends it after the grace.

        Raises StillInGrace.
        """
        old = store.find(tx, shop_id, booking_id)
        assert old is not None, booking_id
        if stage not in ("gone", "no_show") or old.status is not BookingStatus.CONFIRMED:
            self._swap(tx, old, replace(old, visit_stage=stage, version=old.version + 1))
            return
        fee_cents = old.fee_cents
        if stage == "no_show":
            self._check_grace(tx, old)
            # Who stays away leaves the deposit there.
            fee_cents = min(old.deposit_cents, deposit_rows.paid_for(tx, shop_id, [old.id])[old.id])
        status = BookingStatus.DONE if stage == "gone" else BookingStatus.NO_SHOW
        ended = replace(old, status=status, visit_stage=stage, version=old.version + 1, fee_cents=fee_cents)
        new = self._swap(tx, old, ended)
        claims.release(tx, old.id)
        if stage == "no_show":
            give_up(tx, shop_id, old.id)
        self._say(tx, BookingDone if stage == "gone" else BookingMissed, new)

    def follow_owner(self, tx: Tx, shop_id: str, was: str, now: str, old_c: str, new_c: str) -> None:
        """A guest turned out to be a known owner: bookings and holds move to that owner's conversation."""
        store.move_owner(tx, shop_id, was, now)
        ride_rows.move_owner(tx, shop_id, was, now)
        ledger.move_owner(tx, shop_id, was, now)
        if old_c and new_c and old_c != new_c:
            if store.live_hold_of(tx, shop_id, old_c) is not None:
                self._let_go(tx, shop_id, ConversationId(new_c))
            store.move_conversation(tx, shop_id, old_c, new_c)
            ledger.move_conversation(tx, shop_id, old_c, new_c)
        held = store.live_hold_of(tx, shop_id, new_c or old_c)
        if held is not None:
            self._ask_again(tx, held)

    def bring_in(self, tx: Tx, made: Booking, lines: Sequence[PriceLine], slot: Slot | None) -> None:
        """Enters a booking from another book. One ahead takes what its slot needs, and its owner is not told of it;
        one that has been (None) takes nothing and is no news. Raises SlotTaken.
        """
        if slot is not None:
            self._take(tx, made, slot.comes_ms, slot.claims, self._shops.shop_of(tx, made.shop_id).clock_zone)
        store.insert(tx, made, None)
        store.set_lines(tx, made.shop_id, made.id, lines)
        store.set_steps(tx, made.shop_id, made.id, slot.steps if slot else ())
        if slot is not None:
            self._say(tx, BookingConfirmed, made, starts_ms=made.starts_ms, ends_ms=made.ends_ms, is_quiet=True)

    # For the commands

    def _check_grace(self, tx: Tx, old: Booking) -> None:
        diary = self.diary(tx, old.shop_id)
        if diary.now_ms < old.starts_ms + diary.settings.grace_min * MINUTE_MS:
            raise StillInGrace(grace_min=diary.settings.grace_min, **when_words(old.starts_ms, diary.zone))

    def _check_stranger(self, tx: Tx, actor: Actor, diary: Diary, owner_id: str) -> str | None:
        """The sealed network of an owner without a proved phone, whose holds are counted. Raises TooManyHolds."""
        if actor.is_staff or phone_of(tx, actor.shop_id, owner_id) is not None:
            return None
        origin = stranger_origin(tx, actor.shop_id, owner_id)
        made = store.holds_since(tx, actor.shop_id, diary.now_ms - HOUR_MS, owner_id, origin)
        if made >= diary.settings.holds_per_hour_stranger:
            raise TooManyHolds(retry_after_ms=HOUR_MS)
        return origin

    def _make(
        self, tx: Tx, actor: Actor, diary: Diary, offer: Offer, source: Source, origin: str | None, hold_until_ms: int
    ) -> Booking:
        slots = self._slots(tx, actor, diary, offer)
        hold_until_ms = min(hold_until_ms, *(slot.comes_ms for slot in slots))
        made = self._together(actor, diary, offer.owner_id, offer.c, [one.pet_id for one in offer.pets], slots, source)
        asked_of = self._asked_ahead(tx, diary.settings, actor.shop_id, offer.owner_id)
        made = [
            replace(
                one,
                status=BookingStatus.HELD,
                hold_until_ms=hold_until_ms,
                deposit_cents=asked_of(one.total_cents),
            )
            for one in made
        ]
        self._write(tx, diary, made, slots, origin)
        self._say(tx, HoldMade, made[0], hold_until_ms=hold_until_ms)
        jobs.schedule(tx, EXPIRE_JOB, made[0].id, made[0].shop_id, hold_until_ms)
        return made[0]

    def _slots(
        self, tx: Tx, actor: Actor, diary: Diary, offer: Offer, but: Sequence[Booking] = ()
    ) -> list[Slot]:  # fmt: skip
        turns = self._turns(tx, actor, diary, offer, but)
        check_health(tx, diary, offer.pets, offer.start_ms, stay_end_ms(diary, turns[0].quote, offer.start_ms))
        return placed(diary, turns, is_staff=actor.is_staff, but=[one.id for one in but])

    def _turns(self, tx: Tx, actor: Actor, diary: Diary, offer: Offer, but: Sequence[Booking]) -> list[Turn]:
        """Each pet's turn as it was offered, priced anew; raises NoSuchPet and the refusals of pricing."""
        pets = [self._pet(tx, actor, one.pet_id, offer.owner_id) for one in offer.pets]
        prices = DayPrices(tx, diary, but)
        return [
            self._turn(diary, prices, pet, one.services, one.start_ms, one.groomer_id, _brought_ms(one))
            for one, pet in zip(offer.pets, pets, strict=True)
        ]

    def _turn(
        self, diary: Diary, prices: DayPrices, pet: Pet, services: Sequence[ServiceLine], start_ms: int,
        groomer_id: str | None, brought_ms: int | None = None,
    ) -> Turn:  # fmt: skip
        quote = prices.on(diary.quote(services, pet), pet, local_day(start_ms, diary.zone))
        visitor = diary.visitor(pet, stays=quote.is_stay)
        if quote.is_stay:
            return Turn(quote, visitor, start_ms)
        return Turn(quote, visitor, start_ms, groomer_id, brought_ms)

    def _enter(self, tx: Tx, actor: Actor, entry: Entry) -> Booking:
        diary = self.diary(tx, actor.shop_id)
        pets = self.guests(tx, actor, entry.pets)
        day = local_day(entry.start_ms, diary.zone)
        prices = DayPrices(tx, diary, ())
        turns = self._turns_of(diary, prices, entry, pets, lambda: diary.plans([day])[day])
        if not entry.is_done:
            until_ms = stay_end_ms(diary, turns[0].quote, entry.start_ms)
            check_health(tx, diary, entry.pets, entry.start_ms, until_ms)
        slots, is_anyway = self._entered(diary, prices, entry, pets, turns)
        c = entry.c or ConversationId("")
        made = self._together(actor, diary, pets[0].owner_id, c, [pet.id for pet in pets], slots, "desk")
        if entry.is_done:
            made = [replace(one, status=BookingStatus.DONE, visit_stage="gone") for one in made]
        if is_anyway:
            made = [
                replace(
                    one, anyway_why=entry.anyway, anyway_by=actor.account_id, anyway_ms=one.starts_ms,
                    anyway_groomer_id=one.groomer_id, anyway_rules=" ".join(against(diary, one)),
                )
                for one in made
            ]  # fmt: skip
        is_of_many = entry.series_id is not None
        if is_of_many:
            made = [replace(one, series_id=entry.series_id, series_no=entry.series_no) for one in made]
        self._write(tx, diary, made, slots, None)
        if entry.rides:
            choose(tx, diary, made, entry.rides, self._ids.new, is_staff=True)
        for one in made:
            if entry.is_done:
                self._say(tx, BookingDone, one)
            else:
                more = {"starts_ms": one.starts_ms, "ends_ms": one.ends_ms, "is_of_many": is_of_many}
                self._say(tx, BookingConfirmed, one, None, **more)
        return made[0]

    def _entered(
        self, diary: Diary, prices: DayPrices, entry: Entry, pets: Sequence[Pet], turns: Sequence[Turn]
    ) -> tuple[list[Slot], bool]:  # fmt: skip
        """What an entry takes with these turns, and whether that is against the rules of the shop."""
        is_past = entry.is_done or entry.start_ms >= diary.desk_from_ms
        try:
            return placed(diary, turns, is_staff=True, is_past=is_past), False
        except (ClosedDay, OutsideHours, SlotTaken):
            # Who comes in outside of their hours is named, not found; and a stay waits for nobody.
            if entry.anyway is None or entry.groomer_id is None or turns[0].quote.is_stay:
                raise
        plan = diary.anyway_plan(local_day(entry.start_ms, diary.zone))
        turns = self._turns_of(diary, prices, entry, pets, lambda: plan)
        skills = next((one.skills for one in plan.workers if one.account_id == entry.groomer_id), frozenset[str]())
        if any(not one.quote.skills <= skills for one in turns):
            raise NotTrained
        try:
            return diary.turns_in(plan, turns), True
        except OutsideHours:
            # Every hour of the day is open to it: what is left is that it does not end on it.
            raise OverMidnight from None

    def _turns_of(
        self, diary: Diary, prices: DayPrices, entry: Entry, pets: Sequence[Pet], plan_of: Callable[[], DayPlan | None]
    ) -> list[Turn]:  # fmt: skip
        """One pet begins at the start that was asked for; several are put side by side or one after the other.
        Those that are brought at a drop-off begin as soon as they can."""
        at_ms = entry.start_ms
        turns = [
            self._turn(diary, prices, pet, one.services, at_ms, entry.groomer_id, at_ms)
            for one, pet in zip(entry.pets, pets, strict=True)
        ]
        check_alike(diary, [one.quote for one in turns])
        if turns[0].quote.is_stay:
            return turns
        plan = plan_of()
        if plan is None or (len(turns) == 1 and not plan.drops):
            return turns
        rank: dict[str, tuple[int, ...]] = {one.account_id: (n,) for n, one in enumerate(diary.team.groomers)}
        parts = [Part(one.quote, one.subject, rank, entry.groomer_id) for one in turns]
        way = visit_at(plan, parts, at_ms)
        if way is None:
            return turns
        return [
            replace(turn, start_ms=part.start_ms, worker_id=part.worker.account_id, brought_ms=way.brought_ms)
            for turn, part in zip(turns, way.parts, strict=True)
        ]

    def _pet(self, tx: Tx, actor: Actor, pet_id: str, owner_id: str) -> Pet:
        pet = self._pets.pet_for(tx, actor, pet_id)
        if pet.owner_id != owner_id:
            raise NoSuchPet
        return pet

    def _wants_phone(self, tx: Tx, actor: Actor, diary: Diary, one: Booking) -> bool:
        if not diary.settings.is_phone_required or actor.is_staff:
            return False
        return phone_of(tx, actor.shop_id, one.owner_id) is None

    def _make_time_for_a_code(self, tx: Tx, diary: Diary, old: Booking) -> None:
        longest_ms = old.made_ms + diary.settings.hold_longest_min * MINUTE_MS
        wanted_ms = min(diary.now_ms + diary.settings.hold_phone_min * MINUTE_MS, longest_ms)
        if wanted_ms > (old.hold_until_ms or 0):
            self._lengthen(tx, old, wanted_ms, old.is_extended)

    def _agree(self, tx: Tx, diary: Diary, old: Booking, owed_cents: int) -> Booking:
        """The owner has said yes; the time waits for the deposit, but not beyond its start."""
        until_ms = self._no_later(tx, old, diary.now_ms + diary.settings.hold_unpaid_min * MINUTE_MS)
        until_ms = max(until_ms, old.hold_until_ms or 0)
        new = self._swap_all(tx, old, lambda one: replace(one, hold_until_ms=until_ms, agreed_ms=diary.now_ms))[0]
        self._say(tx, DepositAsked, new, cents=owed_cents, hold_until_ms=until_ms)
        jobs.schedule(tx, EXPIRE_JOB, new.id, new.shop_id, until_ms)
        return new

    def _lengthen(self, tx: Tx, old: Booking, until_ms: int, is_extended: bool) -> Booking:
        until_ms = self._no_later(tx, old, until_ms)
        new = self._swap_all(
            tx, old, lambda one: replace(one, hold_until_ms=until_ms, is_extended=is_extended)
        )[0]  # fmt: skip
        self._say(tx, HoldExtended, new, hold_until_ms=until_ms)
        jobs.schedule(tx, EXPIRE_JOB, new.id, new.shop_id, until_ms)
        return new

    def _no_later(self, tx: Tx, old: Booking, until_ms: int) -> int:
        """Nothing is held beyond its start."""
        return min(until_ms, *(one.starts_ms for one in self._visit(tx, old)))

    def _confirm(self, tx: Tx, old: Booking) -> Booking:
        confirmed = BookingStatus.CONFIRMED
        sure = self._swap_all(
            tx, old, lambda one: replace(one, status=confirmed, hold_until_ms=None, visit_stage="confirmed")
        )  # fmt: skip
        jobs.cancel(tx, EXPIRE_JOB, old.id)
        for one in sure:
            self._say(tx, BookingConfirmed, one, starts_ms=one.starts_ms, ends_ms=one.ends_ms)
        return sure[0]

    def _cancel(self, tx: Tx, actor: Actor, old: Booking, *, is_alone: bool, is_of_many: bool = False) -> Booking:
        """Calls off a booking, with all that come along unless `is_alone`: then it is a visit of its own.

        `is_of_many`: others of its series go with it, and whoever calls tells of all of them.
        """
        settings, now_ms = self._shops.settings_of(tx, old.shop_id), self._clock.now_ms()
        owes = old.status is BookingStatus.CONFIRMED and not actor.is_staff
        paid = deposit_rows.paid_for(tx, old.shop_id, [one.id for one in self._visit(tx, old)])

        def off(one: Booking) -> Booking:
            fee_cents = cancel_terms(one, settings, now_ms, paid[one.id]).fee_cents if owes else 0
            return replace(
                one, status=BookingStatus.CANCELLED, hold_until_ms=None, fee_cents=fee_cents, visit_stage=None
            )

        if is_alone:
            gone = [self._swap(tx, old, replace(off(old), lead_id=None, version=old.version + 1))]
            lead_id = self._set_apart(tx, old)
        else:
            gone, lead_id = self._swap_all(tx, old, off), ""
        jobs.cancel(tx, EXPIRE_JOB, old.id)
        for one in gone:
            claims.release(tx, one.id)
            give_up(tx, one.shop_id, one.id)
            more = {"fee_cents": one.fee_cents, "by": actor.account_id, "is_of_many": is_of_many}
            self._say(tx, BookingCancelled, one, lead_id, **more)
        if lead_id and old.status is BookingStatus.HELD:
            self._settle_rest(tx, actor, gone[0], lead_id)
        return gone[0]

    def _settle_rest(self, tx: Tx, actor: Actor, gone: Booking, lead_id: str) -> None:
        """What was paid ahead for a pet that stays at home counts for those that still come; if that is all, and the
        owner has said yes, they are booked."""
        lead = store.find(tx, gone.shop_id, lead_id)
        assert lead is not None, lead_id
        every = self._visit(tx, lead)
        parts = shares(deposit_rows.paid_for(tx, gone.shop_id, [gone.id])[gone.id], self.owing(tx, every))
        self._put_down(tx, actor, {**parts, gone.id: -sum(parts.values())}, "moved")
        if self._waits_for_nothing(tx, lead, every):
            self._confirm(tx, lead)

    def _move(self, tx: Tx, actor: Actor, old: Booking, offer: Offer) -> Booking:
        """Moves a booking, and all that come along, to an offered time; raises OfferGone when it is for others, and
        PriceChanged when it costs more by now: of a hold the card says so before the yes."""
        diary = self.diary(tx, actor.shop_id)
        every = self._visit(tx, old)
        _check_same_pets(every, offer)
        slots = self._slots(tx, actor, diary, offer, every)
        if old.status is BookingStatus.CONFIRMED:
            _check_price(diary, offer, slots)
        until_ms = old.hold_until_ms
        if until_ms is not None:
            until_ms = diary.now_ms + diary.settings.hold_chat_min * MINUTE_MS
            until_ms = min(until_ms, *(slot.comes_ms for slot in slots))
            jobs.schedule(tx, EXPIRE_JOB, old.id, old.shop_id, until_ms)
        by_pet = dict(zip([one.pet_id for one in offer.pets], zip(offer.pets, slots, strict=True), strict=True))
        asked_of = self._asked_ahead(tx, diary.settings, old.shop_id, old.owner_id)
        # One pet alone may be another one now; of several each keeps its booking.
        spots = {one.id: by_pet[one.pet_id] if len(every) > 1 else (offer.pets[0], slots[0]) for one in every}

        def moved(one: Booking) -> Booking:
            offered, slot = spots[one.id]
            is_held = one.status is BookingStatus.HELD
            return replace(
                one, pet_id=offered.pet_id, starts_ms=slot.comes_ms, ends_ms=slot.end_ms, begins_ms=slot.begins_ms,
                groomer_id=slot.worker.account_id, services=slot.quote.services,
                total_cents=slot.quote.total_cents, hold_until_ms=until_ms, terms_version=one.version + 1,
                **moved_terms(one, slot.comes_ms, diary.now_ms, by_shop=actor.is_staff),
                # A booking keeps its deposit; a yes to another time is another yes.
                deposit_cents=asked_of(slot.quote.total_cents) if is_held else one.deposit_cents,
                agreed_ms=None,
                size=slot.subject.size, pace=slot.worker.pace, nights=slot.quote.nights,
            )  # fmt: skip

        new = self._swap_all(tx, old, moved)
        # All lets go before anything is taken: two pets may change places.
        for one in new:
            claims.release(tx, one.id)
        for one in new:
            slot = spots[one.id][1]
            self._take(tx, one, slot.comes_ms, slot.claims, diary.zone)
            store.set_lines(tx, one.shop_id, one.id, slot.quote.lines)
            store.set_steps(tx, one.shop_id, one.id, slot.steps)
            self._say(tx, BookingMoved, one, status=one.status.value, starts_ms=one.starts_ms, ends_ms=one.ends_ms)
        self._carry_rides(tx, diary, new[0])
        return new[0]

    def release_due(self, tx: Tx, shop_id: str | None) -> int:
        """Whoever takes a time first lets go of what nobody wants any more."""
        due = store.due_holds(tx, self._clock.now_ms(), shop_id)
        for old in due:
            self._expire(tx, old, is_replaced=False)
        return len(due)

    def _let_go(self, tx: Tx, shop_id: str, c: ConversationId) -> None:
        held = store.live_hold_of(tx, shop_id, c) if c else None
        if held is not None:
            self._expire(tx, held, is_replaced=True)

    def _expire(self, tx: Tx, old: Booking, *, is_replaced: bool) -> None:
        over = self._swap_all(tx, old, lambda one: replace(one, status=BookingStatus.EXPIRED, hold_until_ms=None))
        for one in over:
            claims.release(tx, one.id)
            give_up(tx, one.shop_id, one.id)
        jobs.cancel(tx, EXPIRE_JOB, old.id)
        self._say(tx, HoldExpired, over[0], is_replaced=is_replaced)


def _brought_ms(one: PetOffer) -> int:
    """Of an offer from before the day had drop-offs it is when the turn was to begin."""
    return one.start_ms if one.brought_ms is None else one.brought_ms


def _check_price(diary: Diary, offer: Offer, slots: Sequence[Slot]) -> None:
    offered = [one.price_cents for one in offer.pets]
    if None in offered:
        return
    was, now = sum(cents or 0 for cents in offered), sum(slot.quote.total_cents for slot in slots)
    if now > was:
        raise PriceChanged(was=f"{was / 100:g}", now=f"{now / 100:g}", **when_words(offer.start_ms, diary.zone))


def _check_same_pets(every: Sequence[Booking], offer: Offer) -> None:
    """Raises OfferGone for an offer to another owner, or to others than come together."""
    is_same = len(every) == 1 or {one.pet_id for one in every} == {one.pet_id for one in offer.pets}
    if offer.owner_id != every[0].owner_id or len(every) != len(offer.pets) or not is_same:
        raise OfferGone


def check_open(one: Booking) -> None:
    """Raises BookingClosed for a booking that is over or under way."""
    if one.status not in LIVE or one.visit_stage not in NOT_BEGUN:
        raise BookingClosed(status=one.status.value)


def check_version(one: Booking, version: int) -> None:
    """What matters is that the card showed the present time and price, not how long the hold lasts.

    Raises StaleVersion.
    """
    if not one.card_version <= version <= one.version:
        raise StaleVersion(version=one.version)
