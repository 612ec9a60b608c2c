"""Deposits: asked for before a yes counts, and taken and given back by the shop's people, who write it down here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from pawline.people import Actor, must_be_staff
from pawline.pets import HealthGate
from pawline.platform.commands import carry_out
from pawline.platform.db import Tx

from . import deposit_rows
from .errors import BadAmount, BookingClosed, NothingToReturn
from .events import DepositNoted
from .health import check_health
from .keeping import BookKeeping
from .model import LIVE, Booking, BookingStatus
from .policy import shares, to_return
from .view import BookingView

Way: TypeAlias = Literal["cash", "wechat", "alipay", "card", "other"]
MOST_CENTS = 10_000_000


class Deposits(BookKeeping):
    """For staff only: every verb raises Forbidden for anybody else."""

    async def receive(self, actor: Actor, booking_id: str, cents: int, way: Way, key: str) -> BookingView:
        """Notes a deposit that was paid; a time whose owner has said yes is booked once all of it is there.

        Of several pets that come together each is paid for in their order, what is left over counts for the first.
        More than the price is nobody's deposit. What may no longer come (it has begun, a vaccination) is not booked by
        it: the money is noted.
        Raises NoSuchBooking, BookingClosed, HoldGone, BadAmount.
        """
        must_be_staff(actor)

        def work(tx: Tx) -> BookingView:
            found = self.booking_for(tx, actor, booking_id)
            lead = self._held(tx, actor, booking_id) if found.status is BookingStatus.HELD else found
            if lead.status not in LIVE:
                raise BookingClosed(status=lead.status.value)
            every = self._visit(tx, lead)
            paid = deposit_rows.paid_for(tx, actor.shop_id, [one.id for one in every])
            if not 0 < cents <= sum(one.total_cents - paid[one.id] for one in every):
                raise BadAmount
            parts = shares(cents, self.owing(tx, every))
            parts[every[0].id] += cents - sum(parts.values())
            self._put_down(tx, actor, parts, way)
            new = self._noted(tx, lead)
            if self._waits_for_nothing(tx, new, every) and self._may_come(tx, every):
                new = self._confirm(tx, new)
            return self._view(tx, new)

        return await carry_out(
            self._db, self._clock, actor, key, ("deposit", booking_id, cents, way), BookingView, work
        )

    async def give_back(self, actor: Actor, booking_id: str, way: Way, key: str) -> BookingView:
        """Notes that what was paid for a cancelled booking and is not owed was given back, all of it.

        Raises NoSuchBooking, NothingToReturn.
        """
        must_be_staff(actor)

        def work(tx: Tx) -> BookingView:
            one = self.booking_for(tx, actor, booking_id)
            every = self._visit(tx, one)
            paid = deposit_rows.paid_for(tx, actor.shop_id, [each.id for each in every])
            back = {str(each.id): -to_return(each, paid[each.id]) for each in every}
            if not any(back.values()):
                raise NothingToReturn
            self._put_down(tx, actor, back, way)
            return self._view(tx, self._noted(tx, one))

        return await carry_out(self._db, self._clock, actor, key, ("give_back", booking_id, way), BookingView, work)

    def _may_come(self, tx: Tx, every: Sequence[Booking]) -> bool:
        """Whether a yes of now would count."""
        starts_ms = min(one.starts_ms for one in every)
        diary = self.diary(tx, every[0].shop_id)
        try:
            check_health(tx, diary, every, starts_ms)
        except HealthGate:
            return False
        return starts_ms > diary.now_ms

    def _noted(self, tx: Tx, old: Booking) -> Booking:
        """The card is drawn anew."""
        new = self._swap_all(tx, old, lambda one: one)[0]
        self._say(tx, DepositNoted, new)
        return new
