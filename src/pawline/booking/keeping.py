"""How the book is kept: each write of a booking with its claims, its fact and its timer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from pawline.people import Actor, phone_of, stranger_origin
from pawline.pets import Pet
from pawline.platform import jobs
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId, BookingId, ConversationId, PetId

from . import ledger, store
from .diary import Diary
from .errors import (
    BookingClosed,
    NoSuchPet,
    SlotTaken,
    StaleVersion,
    StillInGrace,
    TooManyHolds,
)
from .events import (
    BookingCancelled,
    BookingConfirmed,
    BookingDone,
    BookingFact,
    BookingMissed,
    BookingMoved,
    HoldExpired,
    HoldExtended,
    HoldMade,
)
from .model import (
    LIVE,
    MINUTE_MS,
    Booking,
    BookingStatus,
    Claim,
    Offer,
    Quote,
    ServiceLine,
    Source,
)
from .policy import cancel_terms
from .questions import BookingQuestions
from .said import when_words
from .slot import Slot

HOUR_MS = 60 * MINUTE_MS
EXPIRE_JOB = "booking.expire"
# A pet that is in the shop cannot be cancelled or moved any more.
_NOT_BEGUN = (None, "booked", "confirmed")


@dataclass(frozen=True)
class Entry:
    """A booking that the desk enters itself; None lets anyone free do it.

    It may begin at the start of the grid that has just been: who walks in is here now.
    `is_done` records a visit of the past: nobody is told to come.
    """

    pet_id: PetId
    services: tuple[ServiceLine, ...]
    start_ms: int
    groomer_id: AccountId | None = None
    c: ConversationId | None = None
    is_done: bool = False


class BookKeeping(BookingQuestions):
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
        if stage == "no_show":
            self._check_grace(tx, old)
        status = BookingStatus.DONE if stage == "gone" else BookingStatus.NO_SHOW
        new = self._swap(tx, old, replace(old, status=status, visit_stage=stage, version=old.version + 1))
        store.release(tx, old.id)
        self._say(tx, BookingDone if stage == "gone" else BookingMissed, new)

    def follow_owner(self, tx: Tx, shop_id: str, was: str, now: str, old_c: str, new_c: str) -> None:
        """A guest turned out to be a known owner: bookings and holds move to that owner's conversation."""
        store.move_owner(tx, shop_id, was, now)
        ledger.move_owner(tx, shop_id, was, now)
        if old_c and new_c and old_c != new_c:
            if store.live_hold_of(tx, shop_id, old_c) is not None:
                self._let_go(tx, shop_id, ConversationId(new_c))
            store.move_conversation(tx, shop_id, old_c, new_c)
            ledger.move_conversation(tx, shop_id, old_c, new_c)

    # For the commands

    def _check_grace(self, tx: Tx, old: Booking) -> None:
        diary = self._diary(tx, old.shop_id)
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

    def _place(
        self, tx: Tx, actor: Actor, diary: Diary, pet: Pet, wanted: Quote, start_ms: int,
        groomer_id: str | None, *, is_past: bool = False, but: str | None = None,
    ) -> Slot:  # fmt: skip
        return diary.place(
            wanted, diary.visitor(pet), start_ms, groomer_id=groomer_id, is_staff=actor.is_staff,
            is_past=is_past, but=but,
        )  # fmt: skip

    def _make(self, tx: Tx, actor: Actor, diary: Diary, offer: Offer, source: Source, origin: str | None) -> Booking:
        pet = self._pet(tx, actor, offer.pet_id, offer.owner_id)
        wanted = diary.quote(offer.services, pet)
        slot = self._place(tx, actor, diary, pet, wanted, offer.start_ms, offer.groomer_id)
        minutes = diary.settings.hold_chat_min if source == "chat" else diary.settings.hold_web_min
        hold_until_ms = diary.now_ms + minutes * MINUTE_MS
        made = _new(self._ids.new(), actor, offer.c, pet, wanted, slot, source, diary.now_ms)
        made = replace(made, status=BookingStatus.HELD, hold_until_ms=hold_until_ms)
        self._write(tx, made, wanted, slot, origin, diary.zone)
        self._say(tx, HoldMade, made, hold_until_ms=hold_until_ms)
        jobs.schedule(tx, EXPIRE_JOB, made.id, made.shop_id, hold_until_ms)
        return made

    def _enter(self, tx: Tx, actor: Actor, entry: Entry) -> Booking:
        diary = self._diary(tx, actor.shop_id)
        pet = self._pets.pet_for(tx, actor, entry.pet_id)
        wanted = diary.quote(entry.services, pet)
        is_past = entry.is_done or entry.start_ms >= diary.desk_from_ms
        slot = self._place(tx, actor, diary, pet, wanted, entry.start_ms, entry.groomer_id, is_past=is_past)
        made = _new(self._ids.new(), actor, entry.c or ConversationId(""), pet, wanted, slot, "desk", diary.now_ms)
        if entry.is_done:
            made = replace(made, status=BookingStatus.DONE, visit_stage="gone")
        self._write(tx, made, wanted, slot, None, diary.zone)
        if entry.is_done:
            self._say(tx, BookingDone, made)
        else:
            self._say(tx, BookingConfirmed, made, starts_ms=made.starts_ms, ends_ms=made.ends_ms)
        return made

    def _pet(self, tx: Tx, actor: Actor, pet_id: str, owner_id: str) -> Pet:
        pet = self._pets.pet_for(tx, actor, pet_id)
        if pet.owner_id != owner_id:
            raise NoSuchPet
        return pet

    def _write(self, tx: Tx, made: Booking, wanted: Quote, slot: Slot, origin: str | None, zone: ZoneInfo) -> None:
        self._take(tx, made, slot.start_ms, slot.claims, zone)
        store.insert(tx, made, origin)
        store.set_lines(tx, made.shop_id, made.id, wanted.lines)
        store.set_steps(tx, made.shop_id, made.id, slot.steps)

    def _take(self, tx: Tx, one: Booking, start_ms: int, claims: Sequence[Claim], zone: ZoneInfo) -> None:
        """The zone is for the refusal: after it PostgreSQL answers nothing more in this transaction."""
        try:
            store.take(tx, one.shop_id, one.id, claims)
        except store.Overlap:
            raise SlotTaken(start_ms=start_ms, **when_words(start_ms, zone)) from None

    def _wants_phone(self, tx: Tx, actor: Actor, diary: Diary, one: Booking) -> bool:
        if not diary.settings.is_phone_required or actor.is_staff:
            return False
        return phone_of(tx, actor.shop_id, one.owner_id) is None

    def _make_time_for_a_code(self, tx: Tx, diary: Diary, old: Booking) -> None:
        longest_ms = old.made_ms + diary.settings.hold_longest_min * MINUTE_MS
        wanted_ms = min(diary.now_ms + diary.settings.hold_phone_min * MINUTE_MS, longest_ms)
        if wanted_ms > (old.hold_until_ms or 0):
            self._lengthen(tx, old, wanted_ms, old.is_extended)

    def _lengthen(self, tx: Tx, old: Booking, until_ms: int, is_extended: bool) -> Booking:
        longer = replace(old, hold_until_ms=until_ms, is_extended=is_extended, version=old.version + 1)
        new = self._swap(tx, old, longer)
        self._say(tx, HoldExtended, new, hold_until_ms=until_ms)
        jobs.schedule(tx, EXPIRE_JOB, new.id, new.shop_id, until_ms)
        return new

    def _confirm(self, tx: Tx, old: Booking) -> Booking:
        sure = replace(
            old, status=BookingStatus.CONFIRMED, hold_until_ms=None, visit_stage="confirmed",
            version=old.version + 1,
        )  # fmt: skip
        new = self._swap(tx, old, sure)
        jobs.cancel(tx, EXPIRE_JOB, new.id)
        self._say(tx, BookingConfirmed, new, starts_ms=new.starts_ms, ends_ms=new.ends_ms)
        return new

    def _cancel(self, tx: Tx, actor: Actor, old: Booking) -> Booking:
        settings = self._shops.settings_of(tx, old.shop_id)
        owes = old.status is BookingStatus.CONFIRMED and not actor.is_staff
        fee = cancel_terms(old, settings, self._clock.now_ms()).fee_cents if owes else 0
        off = replace(
            old, status=BookingStatus.CANCELLED, hold_until_ms=None, fee_cents=fee, visit_stage=None,
            version=old.version + 1,
        )  # fmt: skip
        new = self._swap(tx, old, off)
        store.release(tx, new.id)
        jobs.cancel(tx, EXPIRE_JOB, new.id)
        self._say(tx, BookingCancelled, new, fee_cents=fee, by=actor.account_id)
        return new

    def _move(self, tx: Tx, actor: Actor, old: Booking, offer: Offer) -> Booking:
        diary = self._diary(tx, actor.shop_id)
        pet = self._pet(tx, actor, offer.pet_id, old.owner_id)
        wanted = diary.quote(offer.services, pet)
        slot = self._place(tx, actor, diary, pet, wanted, offer.start_ms, offer.groomer_id, but=old.id)
        version = old.version + 1
        until_ms = old.hold_until_ms
        if until_ms is not None:
            until_ms = diary.now_ms + diary.settings.hold_chat_min * MINUTE_MS
            jobs.schedule(tx, EXPIRE_JOB, old.id, old.shop_id, until_ms)
        moved = replace(
            old, pet_id=pet.id, starts_ms=slot.start_ms, ends_ms=slot.end_ms,
            groomer_id=slot.worker.account_id, services=wanted.services, total_cents=wanted.total_cents,
            hold_until_ms=until_ms, version=version, terms_version=version,
        )  # fmt: skip
        new = self._swap(tx, old, moved)
        store.release(tx, old.id)
        self._take(tx, new, slot.start_ms, slot.claims, diary.zone)
        store.set_lines(tx, new.shop_id, new.id, wanted.lines)
        store.set_steps(tx, new.shop_id, new.id, slot.steps)
        self._say(tx, BookingMoved, new, status=new.status.value, starts_ms=new.starts_ms, ends_ms=new.ends_ms)
        return new

    def _release_due(self, tx: Tx, shop_id: str | None) -> int:
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
        over = replace(old, status=BookingStatus.EXPIRED, hold_until_ms=None, version=old.version + 1)
        new = self._swap(tx, old, over)
        store.release(tx, new.id)
        jobs.cancel(tx, EXPIRE_JOB, new.id)
        self._say(tx, HoldExpired, new, is_replaced=is_replaced)

    def _swap(self, tx: Tx, old: Booking, new: Booking) -> Booking:
        if not store.swap(tx, old, new):
            raise StaleVersion(version=old.version)
        return new

    def _say(self, tx: Tx, fact: type[BookingFact], one: Booking, **more: object) -> None:
        tx.emit(
            fact(
                shop_id=one.shop_id,
                key=one.id,
                booking_id=one.id,
                c=one.c,
                owner_id=one.owner_id,
                version=one.version,
                **more,
            )
        )


def _new(
    booking_id: str, actor: Actor, c: ConversationId, pet: Pet, wanted: Quote, slot: Slot,
    source: Source, now_ms: int,
) -> Booking:  # fmt: skip
    return Booking(
        id=BookingId(booking_id),
        shop_id=actor.shop_id,
        c=c,
        owner_id=pet.owner_id,
        pet_id=pet.id,
        status=BookingStatus.CONFIRMED,
        version=1,
        terms_version=1,
        starts_ms=slot.start_ms,
        ends_ms=slot.end_ms,
        groomer_id=slot.worker.account_id,
        services=wanted.services,
        total_cents=wanted.total_cents,
        hold_until_ms=None,
        is_extended=False,
        visit_stage="confirmed",
        fee_cents=0,
        source=source,
        made_ms=now_ms,
    )


def check_open(one: Booking) -> None:
    """Raises BookingClosed for a booking that is over or under way."""
    if one.status not in LIVE or one.visit_stage not in _NOT_BEGUN:
        raise BookingClosed(status=one.status.value)


def check_version(one: Booking, version: int) -> None:
    """What matters is that the card showed the present time and price, not how long the hold lasts.

    Raises StaleVersion.
    """
    if not one.terms_version <= version <= one.version:
        raise StaleVersion(version=one.version)
