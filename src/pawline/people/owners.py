"""Owners whom the desk writes down: they call, or stand at the counter, and have never opened the shop's page."""

import msgspec

from pawline.people import store
from pawline.people.events import OwnerArrived
from pawline.people.model import Actor, Lang, Role
from pawline.people.phones import clean, sealed_phone, tag_of
from pawline.people.service import People
from pawline.platform.commands import carry_out
from pawline.platform.db import Tx
from pawline.platform.errors import BadInput, Forbidden
from pawline.platform.ids import AccountId

NAME_LIMIT = 40


class Welcomed(msgspec.Struct, frozen=True):
    """An owner of the shop; `is_known`: the telephone was already theirs, and no account was made."""

    account_id: AccountId
    is_known: bool


class Owners:
    """Owners as the shop's people know them."""

    def __init__(self, people: People) -> None:
        self._people = people

    async def welcome(self, actor: Actor, name: str, phone: str | None, key: str, lang: Lang = "zh") -> Welcomed:
        """The owner with this telephone, else a new one of this name; the same key answers the same again.

        Nobody proves the number: the shop has it from its owner. Whoever proves it later by a code is this owner, and
        finds what was booked. A phone of None is one that nobody told. `lang` is that of a new owner.
        Raises Forbidden, BadInput (name), NotAPhone, KeyReused.
        """
        if not actor.is_staff:
            raise Forbidden
        called, number = name.strip(), clean(phone) if phone and phone.strip() else None
        if not 1 <= len(called) <= NAME_LIMIT:
            raise BadInput("name")

        def work(tx: Tx) -> Welcomed:
            known = store.find_by_phone(tx, actor.shop_id, tag_of(tx, actor.shop_id, number)) if number else None
            if known is None:
                return Welcomed(self.open_in(tx, actor, called, number, lang), is_known=False)
            if not known.name:
                store.change_account(tx, actor.shop_id, known.id, name=called)
            return Welcomed(AccountId(known.id), is_known=True)

        request, people = ("welcome", called, number), self._people
        return await carry_out(people.db, people.clock, actor, key, request, Welcomed, work)

    # Borrowed writes, for rooms above: inside the caller's transaction

    def open_in(self, tx: Tx, actor: Actor, name: str, number: str | None, lang: Lang) -> AccountId:
        """A new owner, whose number (as `clean` leaves it) nobody else has. Nobody is told anything."""
        account_id, now_ms = AccountId(self._people.ids.new()), self._people.clock.now_ms()
        phone: dict[str, object] = {}
        if number is not None:
            phone = {"phone_verified_ms": now_ms, **sealed_phone(tx, actor.shop_id, account_id, number)}
        self._people.open_account(tx, actor.shop_id, account_id, Role.OWNER, lang=lang, name=name, **phone)
        # As for anybody who comes: the conversation is there, in which the card of the booking waits for them.
        tx.emit(OwnerArrived(shop_id=actor.shop_id, key=account_id, account_id=account_id, lang=lang))
        return account_id

    def change_in(self, tx: Tx, actor: Actor, owner_id: str, name: str, lang: Lang) -> None:
        """What an owner is called, and spoken to in."""
        store.change_account(tx, actor.shop_id, owner_id, name=name, lang=lang)
