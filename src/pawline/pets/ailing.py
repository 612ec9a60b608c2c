"""How a pet is for a while (not well, expecting, after surgery), and what a shop makes of it on a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pawline.platform.ids import AccountId, PetId
from pawline.shop import CONDITIONS, ConditionLevel, Settings

from .health import Obstacle
from .model import Pet

_WORST_FIRST = ("no", "vet", "said")


@dataclass(frozen=True)
class Condition:
    """How a pet is from `since` to `until`, both days included; None: until somebody says that it is over.

    `kind` is a code of the shop's list; `words` say more, None nothing. What the shop noted (`is_by_shop`) only the
    shop says to be over. `ended_ms` None: nobody has said so.
    """

    id: str
    pet_id: PetId
    kind: str
    since: date
    until: date | None
    words: str | None
    noted_by: AccountId
    noted_ms: int
    is_by_shop: bool
    ended_by: AccountId | None = None
    ended_ms: int | None = None

    def counts_on(self, day: date) -> bool:
        """Whether the pet is like that on a day, by all that was said."""
        return self.since <= day and not self.is_past(day)

    def is_past(self, today: date) -> bool:
        """Whether it counts no more: somebody has said that it is over, or its last day has gone by."""
        return self.ended_ms is not None or (self.until is not None and self.until < today)


def levels_of(rules: Settings) -> dict[str, ConditionLevel]:
    """What the shop does about each condition; about one that is not in it, nothing."""
    return {one.condition: one.level for one in rules.condition_rules}


def ailing(pet: Pet, known: Iterable[Condition], day: date, rules: Settings) -> list[Obstacle]:
    """What a shop says of a pet's conditions on a day: each once, the worst first, else in the order of the list."""
    levels = levels_of(rules)
    found: dict[str, Obstacle] = {}
    for one in sorted(known, key=lambda one: (one.until or date.max, one.id), reverse=True):
        level = levels.get(one.kind, "none")
        if level == "none" or not one.counts_on(day) or one.kind in found:
            continue
        back = one.until + timedelta(days=1) if one.until is not None else None
        found[one.kind] = Obstacle(pet.id, pet.name, level, one.kind, back, level != "said")
    in_order = [found[kind] for kind in CONDITIONS if kind in found]
    return sorted(in_order, key=lambda one: _WORST_FIRST.index(one.kind))
