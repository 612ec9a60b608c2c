"""What can be asked about how a pet is for a while, and noted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from pawline.people import Actor, people_of
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import Ids
from pawline.shop import CONDITIONS, ShopService, shop_day

from . import condition_rows as rows
from .ailing import Condition, levels_of
from .errors import BadCondition, ConditionKnown, NoSuchCondition, ShopMustEnd, TooManyConditions
from .model import Pet
from .service import PetService
from .view import ConditionKindView, ConditionsView, ConditionView

MOST_CONDITIONS = 100
WORDS_LIMIT = 200
MOST_DAYS = 365


class NewCondition(msgspec.Struct, frozen=True, kw_only=True):
    """How a pet is. Without `since` from today on, without `until` until somebody says that it is over."""

    kind: str
    since: date | None = None
    until: date | None = None
    words: str | None = None


class Conditions:
    """Questions take the caller's transaction, verbs open their own. Every verb answers with all of the pet's."""

    def __init__(self, db: Database, clock: Clock, ids: Ids, pets: PetService, shops: ShopService) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._pets = pets
        self._shops = shops

    def of_pet(self, tx: Tx, actor: Actor, pet_id: str) -> ConditionsView:
        """A pet's conditions as they stand today; raises NoSuchPet for who may not see the pet."""
        return self._view(tx, self._pets.pet_for(tx, actor, pet_id), actor)

    async def note(self, actor: Actor, pet_id: str, new: NewCondition) -> ConditionsView:
        """Writes down how a pet is, by the owner or the shop. The same twice is one; other days or words, or the shop
        instead of the owner, take the place of what was noted.

        Raises NoSuchPet, BadCondition, TooManyConditions, and ConditionKnown for an owner when the shop noted it.
        """

        def work(tx: Tx, pet: Pet, known: Sequence[Condition]) -> bool:
            today = self._today(tx, actor)
            made = self._made(actor, pet, new, today)
            old = next((one for one in known if one.kind == made.kind and not one.is_past(today)), None)
            if old is not None:
                if _facts(old) == _facts(made):
                    return False
                if not _may_end(actor, old):
                    raise ConditionKnown
                rows.end(tx, actor.shop_id, old.id, actor.account_id, made.noted_ms)
            # What an owner has noted keeps nobody of the shop from noting what they see.
            if len(known) >= MOST_CONDITIONS and not actor.is_staff:
                raise TooManyConditions(most=MOST_CONDITIONS)
            rows.insert(tx, actor.shop_id, made)
            return True

        return await self._change(actor, pet_id, work)

    async def end(self, actor: Actor, pet_id: str, condition_id: str) -> ConditionsView:
        """It is over: from now on it counts no more. Once more changes nothing.

        Raises NoSuchPet, NoSuchCondition, and ShopMustEnd for an owner when the shop noted it.
        """

        def work(tx: Tx, _pet: Pet, known: Sequence[Condition]) -> bool:
            found = next((one for one in known if one.id == condition_id), None)
            if found is None:
                raise NoSuchCondition
            if not _may_end(actor, found):
                raise ShopMustEnd
            if found.ended_ms is not None:
                return False
            rows.end(tx, actor.shop_id, found.id, actor.account_id, self._clock.now_ms())
            return True

        return await self._change(actor, pet_id, work)

    async def _change(
        self, actor: Actor, pet_id: str, work: Callable[[Tx, Pet, Sequence[Condition]], bool]
    ) -> ConditionsView:
        """`work` says whether anything is another now."""

        def change(tx: Tx) -> ConditionsView:
            pet = self._pets.pet_for(tx, actor, pet_id)
            if work(tx, pet, rows.of_pets(tx, actor.shop_id, [pet.id])[pet.id]):
                self._pets.say_changed(tx, actor, pet)
            return self._view(tx, pet, actor)

        return await self._db.write(change)

    def _made(self, actor: Actor, pet: Pet, new: NewCondition, today: date) -> Condition:
        since = new.since or today
        words = (new.words or "").strip() or None
        is_near = all(abs((day - today).days) <= MOST_DAYS for day in (since, new.until) if day is not None)
        is_in_order = new.until is None or since <= new.until
        if new.kind not in CONDITIONS or not is_near or not is_in_order or len(words or "") > WORDS_LIMIT:
            raise BadCondition(days=MOST_DAYS, most=WORDS_LIMIT)
        return Condition(
            self._ids.new(), pet.id, new.kind, since, new.until, words, actor.account_id, self._clock.now_ms(),
            actor.is_staff,
        )  # fmt: skip

    def _today(self, tx: Tx, actor: Actor) -> date:
        return shop_day(tx, actor.shop_id, self._clock.now_ms())

    def _view(self, tx: Tx, pet: Pet, actor: Actor) -> ConditionsView:
        known, today = rows.of_pets(tx, actor.shop_id, [pet.id])[pet.id], self._today(tx, actor)
        levels = levels_of(self._shops.settings_of(tx, actor.shop_id))
        who = {one.noted_by for one in known} | {one.ended_by for one in known if one.ended_by}
        names = {account_id: one.name for account_id, one in people_of(tx, who).items()}
        shown = [
            ConditionView(
                id=one.id, kind=one.kind, name=CONDITIONS[one.kind].name, level=levels.get(one.kind, "none"),
                since=one.since, until=one.until, words=one.words, by=names.get(one.noted_by, ""),
                is_by_shop=one.is_by_shop, is_past=one.is_past(today),
                ended_by=names.get(one.ended_by, "") if one.ended_by else "", ended_ms=one.ended_ms,
                may_end=_may_end(actor, one),
            )
            for one in known
        ]  # fmt: skip
        kinds = [ConditionKindView(code, one.name, levels.get(code, "none")) for code, one in CONDITIONS.items()]
        return ConditionsView(pet.id, today, kinds, sorted(shown, key=lambda one: one.is_past))


def _facts(one: Condition) -> tuple[object, ...]:
    return one.since, one.until, one.words, one.is_by_shop


def _may_end(actor: Actor, one: Condition) -> bool:
    """What the shop has seen, only the shop says to be over."""
    return actor.is_staff or not one.is_by_shop
