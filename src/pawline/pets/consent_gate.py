"""What is still to be agreed to before pets come, and an owner's yes to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from pawline.people import Actor
from pawline.platform.db import Tx
from pawline.platform.ids import PetId

from . import consent_rows as rows
from . import store
from .agreeing import Agreed, ConsentAsk, Signature, asks, what_is_missing, without
from .errors import ConsentNeeded
from .gate import Wanted


class ConsentGate:
    """Reads once what was agreed to for some pets; pets of other shops are known nothing of."""

    def __init__(self, tx: Tx, shop_id: str, pet_ids: Iterable[str]) -> None:
        self._tx = tx
        self._shop_id = shop_id
        self._pets = store.find_many(tx, shop_id, pet_ids)
        self._consents = rows.current(tx, shop_id)
        self._signed = rows.signatures(tx, shop_id, self._pets)

    def asks(self, wanted: Wanted, day: date) -> list[ConsentAsk]:
        """Everything that is still to be agreed to, also what may be left; what is a must first."""
        coming = [(self._pets[pet_id], services) for pet_id, services in wanted.items() if pet_id in self._pets]
        return asks(self._consents, coming, self._signed, day)

    def agree(
        self, actor: Actor, wanted: Wanted, day: date, agreed: Collection[Agreed], at_ms: int, new_id: Callable[[], str]
    ) -> None:
        """Keeps an owner's yes to what is asked as it is worded now; what was worded otherwise is asked once more.

        Nobody but the owner can say yes here. Raises ConsentNeeded, and then nothing was kept.
        """
        asked = self.asks(wanted, day)
        said = frozenset(agreed) if actor.kind == "owner" else frozenset[Agreed]()
        why = what_is_missing(without(asked, said))
        if why is not None:
            raise ConsentNeeded(why=why.zh, why_en=why.en, consents=asked)
        consents = {one.code: one for one in self._consents}
        for ask in asked:
            for pet in ask.pets:
                if Agreed(ask.code, ask.version, pet.id) in said:
                    one = Signature(
                        new_id(), PetId(pet.id), ask.code, ask.version, actor.account_id, None, at_ms
                    )  # fmt: skip
                    rows.sign(self._tx, self._shop_id, consents[ask.code], one)
