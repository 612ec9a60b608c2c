"""How the waitlist is kept: each change with its facts and its timer, all inside the caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from pawline.booking import BookingCancelled, BookingConfirmed, BookingFact, HoldExpired, Vacancy
from pawline.platform import jobs
from pawline.platform.db import Tx
from pawline.shop import local_day, local_time, wall_ms

from . import store
from .errors import HoldsAnother, NoRoomYet, WaitOver
from .events import WaitBegun, WaitChanged, WaitFact, WaitOffered
from .model import OfferState, Wait, WaitOffer, WaitState
from .questions import WaitQuestions, sought_by

MATCH_JOB = "waitlist.match"
MORNING_JOB = "waitlist.morning"
# Longer than a move by the desk can be taken back: what it lets go of for a moment is nobody's yet.
SETTLED_MS = 10_000


class WaitKeeping(WaitQuestions):
    """The writes that the commands and reactions are made of."""

    # Borrowed by this room's reactions

    def follow(self, tx: Tx, fact: BookingFact) -> None:
        """A booking changed: an offer may have its answer, and others may find room."""
        offer = store.open_offer_of(tx, fact.shop_id, fact.booking_id)
        if offer is not None:
            self._answered(tx, offer, fact)
        if isinstance(fact, BookingConfirmed):
            self._close_met(tx, fact)
        else:
            self.wake(tx, fact.shop_id)

    def wake(self, tx: Tx, shop_id: str) -> None:
        """Somebody may find room in a moment."""
        if store.has_open(tx, shop_id):
            now_ms = self._clock.now_ms()
            jobs.schedule_once(tx, MATCH_JOB, shop_id, shop_id, now_ms + SETTLED_MS, now_ms)

    def follow_owner(self, tx: Tx, shop_id: str, was: str, now: str, c: str) -> None:
        """A guest turned out to be a known owner: what they wait for goes along."""
        store.move_owner(tx, shop_id, was, now, c)

    # What becomes of somebody who waits

    def _begin(self, tx: Tx, new: Wait) -> None:
        store.insert(tx, new)
        self._say(tx, WaitBegun, new)
        self.wake(tx, new.shop_id)
        self._look_tomorrow(tx, new.shop_id)

    def _set(self, tx: Tx, old: Wait, state: WaitState, *, unanswered: int | None = None, offer: str = "") -> Wait:
        count = old.unanswered if unanswered is None else unanswered
        new = replace(old, state=state, version=old.version + 1, unanswered=count)
        if not store.swap(tx, old, new):
            raise WaitOver(state=old.state.value)
        self._say(tx, WaitChanged, new, state=state.value, offer=offer)
        return new

    def _say(self, tx: Tx, fact: type[WaitFact], one: Wait, **more: object) -> None:
        tx.emit(fact(shop_id=one.shop_id, key=one.id, c=one.c, owner_id=one.owner_id, version=one.version, **more))

    def _offer(self, tx: Tx, one: Wait, vacancy: Vacancy) -> Wait:
        """Holds the time and asks. Raises HoldsAnother, NoRoomYet, SlotTaken and the refusals of the book."""
        now_ms = self._clock.now_ms()
        minutes = self._shops.settings_of(tx, one.shop_id).wait_offer_min
        until_ms = min(now_ms + minutes * 60_000, vacancy.start_ms)
        if until_ms <= now_ms:
            raise NoRoomYet
        new = replace(one, state=WaitState.OFFERED, version=one.version + 1)
        if not store.swap(tx, one, new):
            raise WaitOver(state=one.state.value)
        # Said before the booking's card is drawn, so that the sentence stands above it.
        self._say(tx, WaitOffered, new, start_ms=vacancy.start_ms, until_ms=until_ms)
        held = self._book.hold_vacancy(tx, one.shop_id, vacancy, until_ms)
        if held is None:
            raise HoldsAnother
        store.insert_offer(
            tx,
            WaitOffer(
                self._ids.new(), one.id, one.shop_id, held.id, vacancy.start_ms, until_ms, OfferState.OFFERED, now_ms
            ),
        )
        self._say(tx, WaitChanged, new, state=new.state.value)
        return new

    def _vacancy(self, tx: Tx, one: Wait, vacancy: Vacancy | None) -> Vacancy | None:
        """The first free time as the transaction sees it; with a `vacancy` only its own day is looked at again."""
        sought = sought_by(one, store.offers_of(tx, one.shop_id, [one.id])[one.id])
        if vacancy is not None:
            zone = self._shops.shop_of(tx, one.shop_id).clock_zone
            sought = replace(sought, days=(local_day(vacancy.start_ms, zone),))
        return self._book.reader(tx, one.shop_id).first_free(sought)

    def _end(self, tx: Tx, one: Wait, state: WaitState) -> Wait:
        """Nobody waits any more; a time that is held for them is let go."""
        for offer in store.offers_of(tx, one.shop_id, [one.id])[one.id]:
            if offer.state is OfferState.OFFERED:
                store.end_offer(tx, offer, OfferState.WITHDRAWN, self._clock.now_ms())
                self._book.let_go(tx, one.shop_id, offer.booking_id)
        return self._set(tx, one, state)

    def _answered(self, tx: Tx, offer: WaitOffer, fact: BookingFact) -> None:
        """What became of the time that was held for them."""
        one = store.find(tx, offer.shop_id, offer.wait_id)
        if one is None or one.state is not WaitState.OFFERED:
            return
        if isinstance(fact, BookingCancelled) and fact.lead_id not in ("", fact.booking_id):
            self._without_lead(tx, one, offer, fact)
            return
        answer = self._answer(tx, fact)
        if answer is None:
            # Held longer, or for another time: its card says so.
            self._set(tx, one, WaitState.OFFERED)
            return
        store.end_offer(tx, offer, answer, self._clock.now_ms())
        if answer is OfferState.ACCEPTED:
            self._set(tx, one, WaitState.BOOKED, unanswered=0, offer=answer.value)
            return
        unanswered = one.unanswered + 1 if answer is OfferState.LAPSED else 0
        most = self._shops.settings_of(tx, one.shop_id).wait_unanswered
        state = WaitState.OVER if unanswered >= most else WaitState.WAITING
        self._set(tx, one, state, unanswered=unanswered, offer=answer.value)

    def _without_lead(self, tx: Tx, one: Wait, offer: WaitOffer, fact: BookingCancelled) -> None:
        """The pet that led the held visit stays at home: the others still are asked, and wait, without it."""
        store.follow_offer(tx, offer, fact.lead_id)
        gone = self._book.booking_of(tx, fact.shop_id, fact.booking_id).pet_id
        self._set(tx, replace(one, pets=tuple(pet for pet in one.pets if pet.pet_id != gone)), WaitState.OFFERED)

    def _answer(self, tx: Tx, fact: BookingFact) -> OfferState | None:
        """None: the time is held as before."""
        if isinstance(fact, BookingConfirmed):
            return OfferState.ACCEPTED
        if isinstance(fact, HoldExpired):
            is_agreed = self._book.booking_of(tx, fact.shop_id, fact.booking_id).agreed_ms is not None
            lapsed = OfferState.UNPAID if is_agreed else OfferState.LAPSED
            return OfferState.DECLINED if fact.is_replaced else lapsed
        if isinstance(fact, BookingCancelled):
            return OfferState.DECLINED if fact.by == fact.owner_id else OfferState.WITHDRAWN
        return None

    def _close_met(self, tx: Tx, fact: BookingConfirmed) -> None:
        """Who has a booking for the same within the days that they wait for waits no more."""
        for one in store.open_of_owner(tx, fact.shop_id, fact.owner_id):
            window, pets = one.window, {pet.pet_id for pet in one.pets}
            booked = self._book.booked_on(tx, one.shop_id, pets, window.from_day, window.to_day)
            if one.is_met_by(booked):
                self._end(tx, one, WaitState.BOOKED)

    # Time

    def _close_past(self, tx: Tx, shop_id: str) -> None:
        """Who waits for days that have gone by waits no more."""
        zone, now_ms = self._shops.shop_of(tx, shop_id).clock_zone, self._clock.now_ms()
        for one in store.open_of_shop(tx, shop_id):
            ends_ms = wall_ms(one.window.to_day, one.window.to_min, zone)
            if one.state is WaitState.WAITING and ends_ms <= now_ms:
                self._set(tx, one, WaitState.OVER)

    def _quiet_until(self, tx: Tx, shop_id: str) -> int | None:
        """When those who wait may be told again; None: now."""
        shop, now_ms = self._shops.shop_of(tx, shop_id), self._clock.now_ms()
        now = local_time(now_ms, shop.clock_zone)
        first, last = shop.settings.wait_from_h * 60, shop.settings.wait_to_h * 60
        minute = now.hour * 60 + now.minute
        if first <= minute < last:
            return None
        day = now.date() if minute < first else now.date() + timedelta(days=1)
        return wall_ms(day, first, shop.clock_zone)

    def _look_tomorrow(self, tx: Tx, shop_id: str) -> None:
        """With each day the book opens by one, and days go by that somebody waited for."""
        shop, now_ms = self._shops.shop_of(tx, shop_id), self._clock.now_ms()
        tomorrow = local_day(now_ms, shop.clock_zone) + timedelta(days=1)
        due_ms = wall_ms(tomorrow, shop.settings.wait_from_h * 60, shop.clock_zone)
        jobs.schedule_once(tx, MORNING_JOB, shop_id, shop_id, due_ms, now_ms)
