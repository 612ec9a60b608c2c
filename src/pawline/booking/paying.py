"""What is paid ahead for a visit: how much is asked, how much is owed, and what was put down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pawline.people import Actor
from pawline.platform.db import Tx
from pawline.shop import Settings

from . import deposit_rows, store
from .events import DepositNoted
from .model import Booking, BookingStatus
from .policy import OwnerRecord, deposit_due
from .writing import BookWriting


class Paying(BookWriting):
    """The sums that holding, moving, cancelling and the desk share, all inside the caller's transaction."""

    def _asked_ahead(self, tx: Tx, settings: Settings, shop_id: str, owner_id: str) -> Callable[[int], int]:
        """What of a price this owner has to pay ahead; a shop that asks nobody looks nothing up."""
        record = store.record_of(tx, shop_id, owner_id) if settings.deposit_percent else OwnerRecord(0, 0)
        return lambda total_cents: deposit_due(total_cents, settings, record)

    def owing(self, tx: Tx, every: Sequence[Booking]) -> dict[str, int]:
        """What is still to be paid ahead for each of a visit, in cents, in its order."""
        paid = deposit_rows.paid_for(tx, every[0].shop_id, [one.id for one in every])
        return {one.id: max(0, one.deposit_cents - paid[one.id]) for one in every}

    def _waits_for_nothing(self, tx: Tx, lead: Booking, every: Sequence[Booking]) -> bool:
        """Whether a held visit has its owner's yes and all that is paid ahead."""
        has_yes = lead.status is BookingStatus.HELD and lead.agreed_ms is not None
        return has_yes and not any(self.owing(tx, every).values())

    def _put_down(self, tx: Tx, actor: Actor, parts: Mapping[str, int], way: str) -> None:
        """Notes a sum for each of some bookings; below 0 it left, and nothing is not noted."""
        now_ms = self._clock.now_ms()
        for booking_id, cents in parts.items():
            if cents:
                by = actor.account_id
                deposit_rows.insert(tx, actor.shop_id, self._ids.new(), booking_id, cents, way, by, now_ms)

    def _ask_again(self, tx: Tx, held: Booking) -> None:
        """Who holds a time turned out to be somebody the shop knows: a deposit is asked for by their history. A card
        of before does not say so, and is stale when it is more."""
        asked_of = self._asked_ahead(tx, self._shops.settings_of(tx, held.shop_id), held.shop_id, held.owner_id)
        every = self._visit(tx, held)
        due = {one.id: asked_of(one.total_cents) for one in every}
        old = {one.id: one.deposit_cents for one in every}
        if due == old:
            return
        is_more = sum(due.values()) > sum(old.values())

        def asked(one: Booking) -> Booking:
            terms_version = one.version + 1 if is_more else one.terms_version
            return replace(one, deposit_cents=due[one.id], terms_version=terms_version)

        self._say(tx, DepositNoted, self._swap_all(tx, held, asked)[0])
