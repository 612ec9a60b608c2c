"""What the pets room does when others' facts happen."""

from __future__ import annotations

from pawline.people import PhoneVerified
from pawline.platform.db import Database, Tx

from . import consent_rows
from .service import PetService


def react(db: Database, pets: PetService) -> None:
    """Registers the reactions that run inside the transaction of the fact."""

    def follow_owner(tx: Tx, fact: PhoneVerified) -> None:
        if fact.was is not None and fact.was != fact.account_id:
            pets.follow_owner(tx, fact.shop_id, fact.was, fact.account_id)
            consent_rows.follow_owner(tx, fact.shop_id, fact.was, fact.account_id)

    db.reacts(PhoneVerified, follow_owner)
