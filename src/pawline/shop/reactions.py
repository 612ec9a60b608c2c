"""What the shop does when its team changes: whoever joins as a groomer can be booked at once."""

from __future__ import annotations

from pawline.people import Role, StaffJoined
from pawline.platform.db import Database, Tx
from pawline.platform.ids import AccountId, ShopId

from . import store, team_rows
from .kinds import SKILLS
from .model import Groomer, Label, Shift


def react(db: Database) -> None:
    """Registers the reaction inside the transaction in which a colleague joins."""
    db.reacts(StaffJoined, add_groomer)


def add_groomer(tx: Tx, fact: StaffJoined) -> None:
    """A new groomer works the shop's hours with every skill, until the manager says otherwise."""
    if fact.role != Role.GROOMER:
        return
    week = store.openings(tx, ShopId(fact.shop_id))
    shifts = tuple(Shift(day, one.opens_min, one.closes_min) for day, one in sorted(week.items()))
    account_id = AccountId(fact.account_id)
    number = team_rows.number_for(tx, ShopId(fact.shop_id), "staff", account_id)
    one = Groomer(account_id, number, Label("美容师", "Groomer"), SKILLS, shifts, position=number)
    team_rows.save_groomer(tx, ShopId(fact.shop_id), one)
    store.note_change(tx, fact.shop_id)
