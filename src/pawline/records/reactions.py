"""What the records room does when others' facts happen: a link ends with the guest who made it."""

from __future__ import annotations

from pawline.people import PhoneVerified
from pawline.platform.db import Database, Tx

from .feeds import Feeds


def react(db: Database, feeds: Feeds) -> None:
    """Registers the reaction that runs inside the transaction of the fact."""

    def forget_guest(tx: Tx, fact: PhoneVerified) -> None:
        if fact.was is not None and fact.was != fact.account_id:
            feeds.forget_guest(tx, fact.shop_id, fact.was)

    db.reacts(PhoneVerified, forget_guest)
