"""What the waitlist does when others' facts happen."""

from __future__ import annotations

from pawline.booking import (
    BookingCancelled,
    BookingConfirmed,
    BookingFact,
    BookingMissed,
    BookingMoved,
    HoldExpired,
    HoldExtended,
)
from pawline.chat import Chat
from pawline.people import PhoneVerified
from pawline.pets import PetChanged
from pawline.platform.db import Database, Tx
from pawline.shop import ShopChanged

from .service import Waitlist


def react(db: Database, waitlist: Waitlist, chat: Chat) -> None:
    """Registers the reactions that run inside the transaction of the fact; after the booking room's own."""

    def follow(tx: Tx, fact: BookingFact) -> None:
        waitlist.follow(tx, fact)

    def wake(tx: Tx, fact: ShopChanged | PetChanged) -> None:
        waitlist.wake(tx, fact.shop_id)

    def follow_owner(tx: Tx, fact: PhoneVerified) -> None:
        if fact.was is not None and fact.was != fact.account_id:
            known = chat.conversation_of(tx, fact.shop_id, fact.account_id)
            waitlist.follow_owner(tx, fact.shop_id, fact.was, fact.account_id, known.id if known else "")

    for fact in (BookingConfirmed, BookingMoved, BookingCancelled, BookingMissed, HoldExpired, HoldExtended):
        db.reacts(fact, follow)
    for change in (ShopChanged, PetChanged):
        db.reacts(change, wake)
    db.reacts(PhoneVerified, follow_owner)
