"""What the shop sells and what it costs: the verbs of services and prices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pawline.people import Actor, must_manage
from pawline.platform.db import Database, Tx
from pawline.platform.ids import Ids

from . import store, team_rows
from .catalogue import standard_labels
from .errors import BadShop, NoSuchService, ServiceTaken
from .kinds import SKILLS
from .model import STEP_ORDER, Catalogue, Label, PriceRule, Service, SoldBy, StepShare, Team
from .price_checks import check_prices, check_service

T = TypeVar("T")

_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,31}")


@dataclass(frozen=True)
class ServiceChange:
    """All that is said of a service but its code, its prices and its place in the list.

    `labels` are the words of owners that lead to it, `includes` the codes that come with it for nothing. The steps
    are kept in the order in which a visit takes them. `before_min` and `after_min` are kept free of whoever does it.
    """

    name: Label
    species: frozenset[str]
    steps: tuple[StepShare, ...] = ()
    skills: frozenset[str] = frozenset()
    labels: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    is_extra: bool = False
    is_bookable: bool = True
    max_quantity: int = 1
    before_min: int = 0
    after_min: int = 0
    sold_by: SoldBy = SoldBy.VISIT

    @classmethod
    def of(cls, one: Service) -> ServiceChange:
        """What is said of a service now."""
        return cls(
            one.name, one.species, one.steps, one.skills, one.labels, one.includes, one.is_extra, one.is_bookable,
            one.max_quantity, one.before_min, one.after_min, one.sold_by,
        )  # fmt: skip


class PriceList:
    """For managers only: each verb raises Forbidden for anybody else. What is booked already keeps its prices."""

    def __init__(self, db: Database, ids: Ids) -> None:
        self._db = db
        self._ids = ids

    async def add_service(self, actor: Actor, new: ServiceChange, code: str | None = None) -> Service:
        """Adds a service after the others; no code given makes one.

        Raises ServiceTaken, BadShop, BadNumber, NotKnownHere, NoSteps, IncludesItself.
        """
        made_code = self._ids.new() if code is None else code
        if not _CODE.fullmatch(made_code):
            raise BadShop(reason="code")

        def work(tx: Tx, sold: Catalogue) -> Service:
            if made_code in sold.by_code:
                raise ServiceTaken
            last = max((one.position for one in sold.services), default=-1)
            return _save(tx, actor.shop_id, sold, _service(new, made_code, last + 1))

        return await self._change(actor, work)

    async def change_service(self, actor: Actor, code: str, change: ServiceChange) -> Service:
        """Replaces what is said of a service; its prices and its place in the list stay.

        Raises NoSuchService, BadShop, BadNumber, NotKnownHere, NoSteps, IncludesItself, and NoMinutes when it goes on
        sale with a price for no time.
        """

        def work(tx: Tx, sold: Catalogue) -> Service:
            changed = _service(change, code, _known(sold, code).position)
            check_prices(changed, sold.rules_of(code))
            return _save(tx, actor.shop_id, sold, changed)

        return await self._change(actor, work)

    async def set_prices(self, actor: Actor, code: str, rules: Sequence[PriceRule]) -> tuple[PriceRule, ...]:
        """Replaces all price rules of a service, whichever service they name; none takes it off every offer.

        Raises NoSuchService, BadPrice, NoMinutes, NotKnownHere, TwoPrices, BadShop.
        """
        own = tuple(replace(rule, service=code) for rule in rules)

        def work(tx: Tx, sold: Catalogue) -> tuple[PriceRule, ...]:
            check_prices(_known(sold, code), own)
            store.set_prices(tx, actor.shop_id, code, own)
            return own

        return await self._change(actor, work)

    async def set_order(self, actor: Actor, codes: Sequence[str]) -> None:
        """The order in which services are listed; those left out come after, as they were. Raises NoSuchService."""

        def work(tx: Tx, sold: Catalogue) -> None:
            wanted = [_known(sold, code) for code in dict.fromkeys((*codes, *sold.by_code))]
            for position, one in enumerate(wanted):
                store.save_service(tx, actor.shop_id, replace(one, position=position))

        await self._change(actor, work)

    # Borrowed write, for rooms above: inside the caller's transaction

    def bring_in(self, tx: Tx, actor: Actor, sold: Catalogue, codes: Iterable[str]) -> None:
        """Writes these services of a catalogue with their prices, which the checks have found well."""
        must_manage(actor)
        for code in codes:
            store.save_service(tx, actor.shop_id, sold.by_code[code])
            store.set_prices(tx, actor.shop_id, code, sold.rules_of(code))
        store.note_change(tx, actor.shop_id)

    async def _change(self, actor: Actor, change: Callable[[Tx, Catalogue], T]) -> T:
        must_manage(actor)

        def work(tx: Tx) -> T:
            done = change(tx, store.catalogue(tx, actor.shop_id))
            store.note_change(tx, actor.shop_id)
            return done

        return await self._db.write(work)


def check_brought(one: Service, sold: Catalogue, here: Catalogue, team: Team) -> None:
    """Whether a service could be written beside all that will be sold; its prices are judged by `check_prices`.

    What a skill or a word of owners may be is what the shop knows already. Raises BadShop, BadNumber, NotKnownHere,
    NoSteps, IncludesItself.
    """
    if not _CODE.fullmatch(one.code):
        raise BadShop(reason="code")
    check_service(one, sold, skills_of(team, here), labels_of(here))


def skills_of(team: Team, sold: Catalogue) -> frozenset[str]:
    """The skills that a service can ask for: the trade's and the shop's own."""
    return SKILLS | team.skills_known(sold)


def labels_of(sold: Catalogue) -> frozenset[str]:
    """The words of owners that can lead to a service."""
    return standard_labels().union(*(one.labels for one in sold.services))


def _save(tx: Tx, shop_id: str, sold: Catalogue, one: Service) -> Service:
    team = Team(team_rows.groomers(tx, shop_id), team_rows.stations(tx, shop_id))
    check_service(one, sold, skills_of(team, sold), labels_of(sold))
    store.save_service(tx, shop_id, one)
    return one


def _service(said: ServiceChange, code: str, position: int) -> Service:
    name = Label(said.name.zh.strip(), said.name.en.strip() or said.name.zh.strip())
    steps = tuple(sorted(said.steps, key=lambda step: STEP_ORDER[step.kind]))
    return Service(
        code, name, said.species, steps, said.skills, said.labels, said.includes,
        said.is_extra, said.is_bookable, said.max_quantity, position, said.before_min, said.after_min,
        said.sold_by,
    )  # fmt: skip


def _known(sold: Catalogue, code: str) -> Service:
    found = sold.by_code.get(code)
    if found is None:
        raise NoSuchService
    return found
