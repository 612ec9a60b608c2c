"""What the records room does when others' facts happen: a link follows its person."""

from __future__ import annotations

from pawline.people import PhoneVerified
from pawline.platform.db import Database, Tx

from .feeds import Feeds


def react(db: Database, feeds: Feeds) -> None:
    """Registers the reaction that runs inside the transaction of the fact."""

    def follow_owner(tx: Tx, fact: PhoneVerified) -> None:
        if fact.was is not None and fact.was != fact.account_id:
            feeds.follow_owner(tx, fact.shop_id, fact.was, fact.account_id)

    db.reacts(PhoneVerified, follow_owner)
