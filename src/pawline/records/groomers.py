"""The people who work on pets, as a list names them."""

from __future__ import annotations

from collections import Counter

from pawline.people import Actor, find_account, people_of
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId
from pawline.shop import ShopService

from .cells import Cells
from .wrong import NoSuchGroomer


class Groomers:
    """Who works on pets, by name, or by login where two share a name; also who has left."""

    def __init__(self, tx: Tx, actor: Actor, shops: ShopService) -> None:
        ids = [one.account_id for one in shops.team(tx, actor.shop_id).groomers]
        people = people_of(tx, ids)
        names = {one: people[one].name.strip() for one in ids if one in people}
        rows = {one: find_account(tx, actor.shop_id, one) for one in ids}
        logins = {one: str(row.login or "") for one, row in rows.items() if row is not None}
        shared = [name for name, count in Counter(names.values()).items() if count > 1]
        self._said: dict[AccountId, str] = {
            one: logins.get(one, "") if name in shared else name for one, name in names.items()
        }
        self._by_word: dict[str, AccountId] = {word: one for of in (logins, self._said) for one, word in of.items()}

    def said(self, account_id: str) -> str:
        """What is written for one; empty for who is not known."""
        return self._said.get(AccountId(account_id), "")

    def read(self, cells: Cells) -> AccountId | None:
        """Who is meant by a line; None when nobody is named."""
        typed = cells.text("groomer", 80)
        if typed and typed not in self._by_word:
            cells.wrong("groomer", NoSuchGroomer(value=typed[:40], known=", ".join(self._said.values())))
        return self._by_word.get(typed) if typed else None
