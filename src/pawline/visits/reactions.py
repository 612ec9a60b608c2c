"""What the visits room does when others' facts happen: a visit follows its booking."""

from __future__ import annotations

from pawline.booking import (
    BookingCancelled,
    BookingConfirmed,
    BookingDone,
    BookingFact,
    BookingMissed,
    BookingMoved,
)
from pawline.people import PhoneVerified
from pawline.platform.db import Database, Tx

from .model import Stage
from .service import VisitService


def react(db: Database, visits: VisitService) -> None:
    """Registers the reactions that run inside the transaction of the fact; after the booking room's own."""

    def begin(tx: Tx, fact: BookingFact) -> None:
        visits.begin(tx, fact.shop_id, fact.booking_id)

    def replan(tx: Tx, fact: BookingFact) -> None:
        visits.replan(tx, fact.shop_id, fact.booking_id)

    def cancel(tx: Tx, fact: BookingCancelled) -> None:
        visits.end(tx, fact.shop_id, fact.booking_id, Stage.CANCELLED, fact.by)

    def miss(tx: Tx, fact: BookingFact) -> None:
        visits.end(tx, fact.shop_id, fact.booking_id, Stage.NO_SHOW, "system")

    def finish(tx: Tx, fact: BookingFact) -> None:
        visits.end(tx, fact.shop_id, fact.booking_id, Stage.GONE, "system")

    def follow_owner(tx: Tx, fact: PhoneVerified) -> None:
        if fact.was is not None and fact.was != fact.account_id:
            visits.follow_owner(tx, fact.shop_id, fact.was, fact.account_id)

    db.reacts(BookingConfirmed, begin)
    db.reacts(BookingMoved, replan)
    db.reacts(BookingCancelled, cancel)
    db.reacts(BookingMissed, miss)
    db.reacts(BookingDone, finish)
    db.reacts(PhoneVerified, follow_owner)
