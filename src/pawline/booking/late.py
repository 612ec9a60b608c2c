"""Asking to cancel for nothing when it is too late for that: the team answers, and at a deadline a rule does."""

from __future__ import annotations

from pawline.people import Actor, must_be_staff, system_actor
from pawline.platform import jobs
from pawline.platform.commands import carry_out
from pawline.platform.db import Tx

from . import ledger, store
from .errors import NoSuchRequest, NothingToWaive, RequestMade, RequestOver
from .events import LateAnswered, LateAsked, LateTakenBack
from .keeping import BookKeeping, check_open, check_version
from .model import MINUTE_MS, Booking, BookingStatus, LateRequest, RequestState
from .policy import is_waived_by_rule, still_asks
from .view import BookingView

LATE_JOB = "booking.late_request"
MOST_WORDS = 300
ANSWERED = (RequestState.GRANTED, RequestState.REFUSED)


class LateRequests(BookKeeping):
    """Each verb opens its own transaction; the same key with the same request answers the same again."""

    async def ask(self, actor: Actor, booking_id: str, version: int, why: str, key: str) -> BookingView:
        """The owner asks whether cancelling may cost nothing this once; the booking stands until there is an answer.

        Raises NoSuchBooking, StaleVersion, BookingClosed, NothingToWaive (it costs nothing anyway, or is a hold), and
        RequestMade: one asks once for a booking.
        """

        def work(tx: Tx) -> BookingView:
            one = self._lead(tx, self.booking_for(tx, actor, booking_id))
            for each in self._visit(tx, one):
                check_open(each)
            check_version(one, version)
            fee_cents = self._view(tx, one).policy.fee_cents
            if one.status is not BookingStatus.CONFIRMED or not fee_cents:
                raise NothingToWaive
            before = ledger.request_for(tx, actor.shop_id, one.id)
            if before is not None and (before.state in ANSWERED or still_asks(before, one)):
                raise RequestMade
            now_ms = self._clock.now_ms()
            minutes = self._shops.settings_of(tx, actor.shop_id).late_answer_min
            deadline_ms = max(now_ms, min(now_ms + minutes * MINUTE_MS, one.starts_ms))
            words, asked = why.strip()[:MOST_WORDS], RequestState.ASKED
            new = LateRequest(one.id, one.card_version, one.owner_id, words, asked, deadline_ms, now_ms)
            ledger.insert_request(tx, actor.shop_id, new)
            jobs.schedule(tx, LATE_JOB, one.id, one.shop_id, deadline_ms)
            changed = self._swap_all(tx, one, lambda each: each)[0]
            self._say(tx, LateAsked, changed, deadline_ms=deadline_ms)
            return self._view(tx, changed)

        return await carry_out(self._db, self._clock, actor, key, ("late", booking_id, version, why), BookingView, work)

    async def answer(self, actor: Actor, booking_id: str, is_yes: bool, key: str) -> BookingView:
        """The team's answer. A yes cancels for nothing, a no leaves the booking as it is.

        Raises Forbidden, NoSuchBooking, NoSuchRequest, RequestOver.
        """
        must_be_staff(actor)

        def work(tx: Tx) -> BookingView:
            one = self._lead(tx, self.booking_for(tx, actor, booking_id))
            asked = ledger.request_for(tx, actor.shop_id, one.id)
            if asked is None:
                raise NoSuchRequest
            if not self._still_asks(tx, asked, one):
                raise RequestOver
            return self._view(tx, self._decide(tx, one, asked, is_yes, actor))

        return await carry_out(
            self._db, self._clock, actor, key, ("late_answer", booking_id, is_yes), BookingView, work
        )

    async def decide(self, shop_id: str, booking_id: str) -> None:
        """The deadline has come without an answer: by the shop's rule."""

        def work(tx: Tx) -> None:
            one, asked = store.find(tx, shop_id, booking_id), ledger.request_for(tx, shop_id, booking_id)
            if one is None or asked is None or self._clock.now_ms() < asked.deadline_ms:
                return
            if not self._still_asks(tx, asked, one):
                return
            days = self._shops.settings_of(tx, shop_id).waiver_days
            last_ms = ledger.last_waiver(tx, shop_id, one.owner_id)
            is_yes = is_waived_by_rule(days, last_ms, self._clock.now_ms())
            self._decide(tx, one, asked, is_yes, system_actor(shop_id))

        await self._db.write(work)

    def _decide(self, tx: Tx, one: Booking, asked: LateRequest, is_yes: bool, by: Actor) -> Booking:
        state = RequestState.GRANTED if is_yes else RequestState.REFUSED
        ledger.answer_request(tx, one.shop_id, asked, state, by.account_id, self._clock.now_ms())
        jobs.cancel(tx, LATE_JOB, one.id)
        # Said before the card changes, so that the sentence about it is the answer.
        self._say(tx, LateAnswered, one, is_granted=is_yes)
        if is_yes:
            # As if the shop had cancelled: nobody owes anything, and a deposit comes back.
            return self._cancel(tx, system_actor(one.shop_id), one, is_alone=False)
        return self._swap_all(tx, one, lambda each: each)[0]

    async def take_back(self, actor: Actor, booking_id: str, key: str) -> BookingView:
        """The owner comes after all. Raises NoSuchBooking, NoSuchRequest, RequestOver."""

        def work(tx: Tx) -> BookingView:
            one = self._lead(tx, self.booking_for(tx, actor, booking_id))
            asked = ledger.request_for(tx, actor.shop_id, one.id)
            if asked is None:
                raise NoSuchRequest
            if not self._still_asks(tx, asked, one):
                raise RequestOver
            ledger.answer_request(
                tx, one.shop_id, asked, RequestState.VOID, actor.account_id, self._clock.now_ms()
            )  # fmt: skip
            jobs.cancel(tx, LATE_JOB, one.id)
            new = self._swap_all(tx, one, lambda each: each)[0]
            self._say(tx, LateTakenBack, new)
            return self._view(tx, new)

        return await carry_out(self._db, self._clock, actor, key, ("late_back", booking_id), BookingView, work)

    def _still_asks(self, tx: Tx, asked: LateRequest, one: Booking) -> bool:
        """Whether an answer still means what was asked: nothing has moved since, and no pet is in the shop."""
        return all(still_asks(asked, each, one.card_version) for each in self._visit(tx, one))

    def _lead(self, tx: Tx, one: Booking) -> Booking:
        """Pets that come together are asked for together."""
        return one if one.lead_id is None else self.booking_of(tx, one.shop_id, one.lead_id)
