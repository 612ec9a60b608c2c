"""What the booking room does when others' facts happen."""

from __future__ import annotations

from pawline.chat import Chat
from pawline.people import PhoneVerified
from pawline.platform.db import Database, Tx

from .service import BookingService


def react(db: Database, bookings: BookingService, chat: Chat) -> None:
    """Registers the reactions that run inside the transaction of the fact."""

    def follow_owner(tx: Tx, fact: PhoneVerified) -> None:
        if fact.was is None or fact.was == fact.account_id:
            return
        guest = chat.conversation_of(tx, fact.shop_id, fact.was)
        known = chat.conversation_of(tx, fact.shop_id, fact.account_id)
        old_c, new_c = guest.id if guest else "", known.id if known else ""
        bookings.follow_owner(tx, fact.shop_id, fact.was, fact.account_id, old_c, new_c)

    db.reacts(PhoneVerified, follow_owner)
