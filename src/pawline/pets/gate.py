"""Whether pets may come on a day, by their vaccinations, how they are, the shop's rules, and what staff let through."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cached_property

from pawline.platform.db import Tx
from pawline.shop import Label, Settings

from . import condition_rows, store, vaccine_rows, waiver_rows
from .ailing import ailing
from .errors import HealthGate
from .health import Obstacle, obstacles
from .health_words import why_not, words_of
from .model import Pet

# Obstacles whose `day` is the first one on which they are none.
PASSING = frozenset({"recent", "vet", "no"})

# What is done for which pet: codes of services by the pet's id.
Wanted = Mapping[str, Collection[str]]


class Gate:
    """Reads once what is known of some pets; pets of other shops are known nothing of."""

    def __init__(self, tx: Tx, shop_id: str, rules: Settings, pet_ids: Iterable[str]) -> None:
        self._tx = tx
        self._shop_id = shop_id
        self._rules = rules
        self._pets = store.find_many(tx, shop_id, pet_ids)
        self._records = vaccine_rows.of_pets(tx, shop_id, self._pets)
        self._conditions = condition_rows.of_pets(tx, shop_id, self._pets)

    def on(self, wanted: Wanted, day: date) -> list[Obstacle]:
        """Everything in the way of these pets on a day, also what is only spoken of; what staff waived is not."""
        found = [
            one
            for pet_id, services in wanted.items()
            if pet_id in self._pets
            for one in self._of(self._pets[pet_id], services, day)
        ]
        return [one for one in found if not (one.is_must and self._is_waived(one, day))]

    @cached_property
    def _waived_ms(self) -> dict[tuple[str, date], int]:
        """Asked for when something refuses, and once: offers look at many days."""
        return waiver_rows.waived_ms(self._tx, self._shop_id, self._pets)

    def _is_waived(self, one: Obstacle, day: date) -> bool:
        """Nobody has let a pet come with what was noted only later."""
        at_ms = self._waived_ms.get((one.pet_id, day))
        if at_ms is None:
            return False
        of_this = (each for each in self._conditions[one.pet_id] if each.kind == one.about and each.counts_on(day))
        return one.kind not in ("vet", "no") or all(each.noted_ms <= at_ms for each in of_this)

    def _of(self, pet: Pet, services: Collection[str], day: date) -> list[Obstacle]:
        by_vaccines = obstacles(pet, self._records[pet.id], services, day, self._rules)
        found = [*ailing(pet, self._conditions[pet.id], day, self._rules), *by_vaccines]
        return sorted(found, key=lambda one: not one.is_must)

    def words(self, wanted: Wanted, day: date) -> list[Label]:
        """The same in words."""
        return words_of(self.on(wanted, day), day)

    def why_not(self, wanted: Wanted, day: date) -> Label | None:
        """Why these pets cannot come on a day; None when they can."""
        return why_not(self.on(wanted, day), day)

    def rested_by(self, wanted: Wanted, day: date) -> date:
        """The first day from this one on, on which all have rested from their vaccinations and from what has an end."""
        ends = [one.day for one in self.on(wanted, day) if one.is_must and one.kind in PASSING]
        return max((end for end in ends if end is not None), default=day)

    def check(self, wanted: Wanted, day: date) -> None:
        """Raises HealthGate, which names each pet that cannot come on a day, and why."""
        found = [one for one in self.on(wanted, day) if one.is_must]
        why = why_not(found, day)
        if why is not None:
            raise HealthGate(why=why.zh, why_en=why.en, day=day, obstacles=found)
