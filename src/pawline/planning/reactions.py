"""What the planning room does when others' facts happen: a plan follows its bookings."""

from __future__ import annotations

from typing import TypeAlias

from pawline.booking import BookingCancelled, BookingConfirmed, BookingDone, BookingMissed, BookingMoved, HoldExpired
from pawline.platform.db import Database, Tx
from pawline.visits import VisitAdvanced

from .service import PlanService

Followed: TypeAlias = (
    BookingMoved | BookingCancelled | BookingConfirmed | BookingDone | BookingMissed | HoldExpired | VisitAdvanced
)  # fmt: skip
FOLLOWED = (
    BookingMoved, BookingCancelled, BookingConfirmed, BookingDone, BookingMissed, HoldExpired, VisitAdvanced,
)  # fmt: skip


def react(db: Database, plans: PlanService) -> None:
    """Registers the reactions that run inside the transaction of the fact; after the visits room's own."""

    def follow(tx: Tx, fact: Followed) -> None:
        plans.follow(tx, fact.shop_id, fact.booking_id)

    for fact in FOLLOWED:
        db.reacts(fact, follow)
