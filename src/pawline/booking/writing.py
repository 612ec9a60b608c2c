"""How the book is written: bookings with their claims, lines, steps and facts; pets that come together as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from pawline.people import Actor
from pawline.platform import jobs
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId, BookingId, ConversationId, PetId

from . import claims, ride_rows, store
from .diary import Diary
from .errors import SlotTaken, StaleVersion
from .events import BookingFact
from .model import Booking, BookingStatus, Claim, Source
from .policy import free_until, lost_from
from .questions import BookingQuestions
from .riding import carry
from .said import when_words
from .slot import Slot

EXPIRE_JOB = "booking.expire"


class BookWriting(BookingQuestions):
    """The single writes, all inside the caller's transaction."""

    def _together(
        self, actor: Actor, diary: Diary, owner_id: AccountId, c: ConversationId, pet_ids: Sequence[PetId],
        slots: Sequence[Slot], source: Source,
    ) -> list[Booking]:  # fmt: skip
        """A confirmed booking for each pet, the first one leading."""
        lead_id = BookingId(self._ids.new())
        made: list[Booking] = []
        for number, (pet_id, slot) in enumerate(zip(pet_ids, slots, strict=True)):
            booking_id = lead_id if number == 0 else BookingId(self._ids.new())
            new = _new(booking_id, actor, c, owner_id, pet_id, slot, source, diary.now_ms)
            settings = diary.settings
            free_ms, percent = free_until(slot.comes_ms, settings), settings.late_percent
            lost_ms = lost_from(slot.comes_ms, settings)
            made.append(
                replace(
                    new,
                    lead_id=lead_id if number else None,
                    free_until_ms=free_ms,
                    late_percent=percent,
                    lost_from_ms=lost_ms,
                )
            )
        return made

    def _write(
        self, tx: Tx, diary: Diary, made: Sequence[Booking], slots: Sequence[Slot], origin: str | None
    ) -> None:  # fmt: skip
        for one, slot in zip(made, slots, strict=True):
            self._take(tx, one, slot.comes_ms, slot.claims, diary.zone)
            store.insert(tx, one, origin)
            store.set_lines(tx, one.shop_id, one.id, slot.quote.lines)
            store.set_steps(tx, one.shop_id, one.id, slot.steps)

    def _take(self, tx: Tx, one: Booking, start_ms: int, wanted: Sequence[Claim], zone: ZoneInfo) -> None:
        """The zone is for the refusal: after it PostgreSQL answers nothing more in this transaction."""
        try:
            claims.take(tx, one.shop_id, one.id, wanted)
        except claims.Overlap:
            raise SlotTaken(start_ms=start_ms, **when_words(start_ms, zone)) from None

    def _swap_all(self, tx: Tx, lead: Booking, change: Callable[[Booking], Booking]) -> list[Booking]:
        """Writes a booking and all that come along, each a version on; the leading one first."""
        changed: list[Booking] = []
        for old in self._visit(tx, lead):
            new = _with_card(replace(change(old), version=old.version + 1))
            if not store.swap(tx, old, new):
                raise StaleVersion(version=old.version)
            changed.append(new)
        self._touch_lead(tx, changed[0])
        return changed

    def _swap(self, tx: Tx, old: Booking, new: Booking) -> Booking:
        """Writes one booking; the card of the one that leads it is a version on, too."""
        new = _with_card(new)
        if not store.swap(tx, old, new):
            raise StaleVersion(version=old.version)
        self._touch_lead(tx, new)
        return new

    def _touch_lead(self, tx: Tx, new: Booking) -> None:
        if new.lead_id is not None:
            store.touch(tx, new.shop_id, new.lead_id, has_new_terms=new.card_version == new.version)

    def _set_apart(self, tx: Tx, one: Booking) -> str:
        """Lets the others of a visit go on without this pet; returns the booking that leads them, empty if none."""
        if one.lead_id is not None:
            store.touch(tx, one.shop_id, one.lead_id, has_new_terms=True)
            return one.lead_id
        others = self._along(tx, one)
        if not others:
            return ""
        next_id = others[0].id
        store.follow_lead(tx, one.shop_id, one.id, next_id)
        ride_rows.follow_lead(tx, one.shop_id, one.id, next_id)
        store.touch(tx, one.shop_id, next_id, has_new_terms=True)
        if one.status is BookingStatus.HELD:
            jobs.schedule(tx, EXPIRE_JOB, next_id, one.shop_id, one.hold_until_ms or 0)
        return next_id

    def _say(
        self, tx: Tx, fact: type[BookingFact], one: Booking, lead_id: str | None = None, **more: object
    ) -> None:  # fmt: skip
        """`lead_id` is that of the booking that leads the others, if this one has just been set apart from them."""
        tx.emit(
            fact(
                shop_id=one.shop_id,
                key=one.id,
                booking_id=one.id,
                c=one.c,
                owner_id=one.owner_id,
                version=one.version,
                lead_id=lead_id or one.lead_id or "",
                **more,
            )
        )

    def _carry_rides(self, tx: Tx, diary: Diary, one: Booking) -> None:
        """The rides of a visit that has just been put elsewhere, whichever of its pets was; raises RideUnfit."""
        lead = one if one.lead_id is None else store.find(tx, one.shop_id, one.lead_id)
        if lead is not None:
            carry(tx, diary, self._visit(tx, lead))

    def _visit(self, tx: Tx, one: Booking) -> list[Booking]:
        """A booking and all that come along with it."""
        return [one, *self._along(tx, one)]

    def _along(self, tx: Tx, one: Booking) -> list[Booking]:
        return store.companions(tx, one.shop_id, [one.id]).get(one.id, [])


def _with_card(new: Booking) -> Booking:
    """New terms are new on the card, too."""
    return replace(new, card_version=new.version) if new.terms_version == new.version else new


def _new(
    booking_id: BookingId, actor: Actor, c: ConversationId, owner_id: AccountId, pet_id: PetId, slot: Slot,
    source: Source, now_ms: int,
) -> Booking:  # fmt: skip
    return Booking(
        id=booking_id,
        shop_id=actor.shop_id,
        c=c,
        owner_id=owner_id,
        pet_id=pet_id,
        status=BookingStatus.CONFIRMED,
        version=1,
        terms_version=1,
        starts_ms=slot.comes_ms,
        ends_ms=slot.end_ms,
        groomer_id=slot.worker.account_id,
        services=slot.quote.services,
        total_cents=slot.quote.total_cents,
        hold_until_ms=None,
        is_extended=False,
        visit_stage="confirmed",
        fee_cents=0,
        source=source,
        made_ms=now_ms,
        size=slot.subject.size,
        pace=slot.worker.pace,
        nights=slot.quote.nights,
        begins_ms=slot.begins_ms,
    )
