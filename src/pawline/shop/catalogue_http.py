"""What the shop sells and what it costs, over HTTP: all staff read it, managers change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec
from litestar import get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from pawline.platform.db import Database, Tx
from pawline.platform.web.http import MANAGER, STAFF, Asked, may
from pawline.shop.kinds import COATS, SIZES, SPECIES
from pawline.shop.model import Catalogue, Label, PriceRule, Service, SoldBy, StationKind, StepKind, StepShare, Team
from pawline.shop.price_list import ServiceChange, labels_of, skills_of
from pawline.shop.service import ShopService

Name = Annotated[str, msgspec.Meta(max_length=40)]
Code = Annotated[str, msgspec.Meta(max_length=32)]
Codes = Annotated[tuple[Code, ...], msgspec.Meta(max_length=64)]
Steps = Annotated[tuple[StepShare, ...], msgspec.Meta(max_length=16)]


class Kind(msgspec.Struct, frozen=True):
    """A species, size or coat, and what the shop calls it."""

    code: str
    name: Label


class PriceView(msgspec.Struct, frozen=True):
    """Minutes and price of a kind of pet; None matches every value."""

    species: Code | None
    size: Code | None
    coat: Code | None
    minutes: int
    price_cents: int


class ChargeView(msgspec.Struct, frozen=True):
    """What is added for a kind of pet, as a line of its own; None matches every value."""

    species: Code | None
    size: Code | None
    coat: Code | None
    minutes: int
    price_cents: int
    label: Label


class ServiceView(msgspec.Struct, frozen=True):
    """A service with its prices, and why owners cannot book it although it is on sale.

    `is_undone`: nobody here can do it. `lacks`: kinds of places that its steps need and of which there is none.
    `unpriced`: species that it is for and that no price speaks of. `before_min` and `after_min` are kept free of
    whoever does it.
    """

    code: str
    name: Label
    species: list[str]
    steps: tuple[StepShare, ...]
    skills: list[str]
    labels: list[str]
    includes: list[str]
    is_extra: bool
    is_bookable: bool
    max_quantity: int
    prices: list[PriceView]
    charges: list[ChargeView]
    is_undone: bool
    lacks: list[StationKind]
    unpriced: list[str]
    before_min: int
    after_min: int
    sold_by: SoldBy


class CatalogueView(msgspec.Struct, frozen=True):
    """Everything that the shop sells, in its order, and what can be chosen from."""

    services: list[ServiceView]
    species: list[Kind]
    sizes: list[Kind]
    coats: list[Kind]
    skills: list[str]
    labels: list[str]
    places: list[StationKind]
    steps: list[StepKind]


class ServicePut(msgspec.Struct):
    """All that is said of a service but its prices; what is left out is empty."""

    name: Name
    species: Codes
    name_en: Name = ""
    steps: Steps = ()
    skills: Codes = ()
    labels: Codes = ()
    includes: Codes = ()
    is_extra: bool = False
    is_bookable: bool = True
    max_quantity: int = 1
    before_min: int = 0
    after_min: int = 0
    sold_by: SoldBy = SoldBy.VISIT

    @property
    def as_change(self) -> ServiceChange:
        return ServiceChange(
            Label(self.name, self.name_en), frozenset(self.species), self.steps, frozenset(self.skills),
            self.labels, self.includes, self.is_extra, self.is_bookable, self.max_quantity, self.before_min,
            self.after_min, self.sold_by,
        )  # fmt: skip


class ServicePost(ServicePut):
    """A service to add; no code given makes one."""

    code: Code | None = None


class PricesPut(msgspec.Struct):
    """All prices and extra charges of one service anew."""

    prices: Annotated[tuple[PriceView, ...], msgspec.Meta(max_length=200)]
    charges: Annotated[tuple[ChargeView, ...], msgspec.Meta(max_length=50)] = ()


class OrderPut(msgspec.Struct):
    """Codes in the order in which they are listed; those left out come after."""

    codes: Annotated[tuple[Code, ...], msgspec.Meta(max_length=500)]


def routes(shops: ShopService, db: Database) -> list[HTTPRouteHandler]:
    """The routes of services and prices."""

    async def shown(request: Asked) -> CatalogueView:
        return await db.read(lambda tx: _view(tx, shops, request.user.shop_id))

    @get("/api/desk/catalogue", **may(STAFF, "shop.catalogue", "Services and prices"))
    async def show(request: Asked) -> CatalogueView:
        return await shown(request)

    @post("/api/desk/catalogue", **may(MANAGER, "shop.service_add", "Add a service"))
    async def add(request: Asked, data: JSONBody[ServicePost]) -> CatalogueView:
        await shops.price_list.add_service(request.user, data.as_change, data.code)
        return await shown(request)

    @put("/api/desk/catalogue/{code:str}", **may(MANAGER, "shop.service", "Change a service"))
    async def change(request: Asked, code: FromPath[str], data: JSONBody[ServicePut]) -> CatalogueView:
        await shops.price_list.change_service(request.user, code, data.as_change)
        return await shown(request)

    @put("/api/desk/catalogue/{code:str}/prices", **may(MANAGER, "shop.prices", "All prices of a service"))
    async def prices(request: Asked, code: FromPath[str], data: JSONBody[PricesPut]) -> CatalogueView:
        rules = [_rule(code, one) for one in (*data.prices, *data.charges)]
        await shops.price_list.set_prices(request.user, code, rules)
        return await shown(request)

    @put("/api/desk/catalogue-order", **may(MANAGER, "shop.order", "The order of services"))
    async def order(request: Asked, data: JSONBody[OrderPut]) -> CatalogueView:
        await shops.price_list.set_order(request.user, data.codes)
        return await shown(request)

    return [show, add, change, prices, order]


def _rule(code: str, one: PriceView | ChargeView) -> PriceRule:
    label = one.label if isinstance(one, ChargeView) else None
    if label is not None:
        label = Label(label.zh.strip(), label.en.strip() or label.zh.strip())
    return PriceRule(
        code, one.minutes, one.price_cents, one.species, one.size, one.coat,
        is_modifier=label is not None, label=label,
    )  # fmt: skip


def _view(tx: Tx, shops: ShopService, shop_id: str) -> CatalogueView:
    sold, team = shops.catalogue(tx, shop_id), shops.team(tx, shop_id)
    return CatalogueView(
        services=[_service(one, sold, team) for one in sold.services],
        species=_kinds(SPECIES),
        sizes=_kinds(SIZES),
        coats=_kinds(COATS),
        skills=sorted(skills_of(team, sold)),
        labels=sorted(labels_of(sold)),
        places=[one for one in StationKind if one is not StationKind.KENNEL],
        steps=[one for one in StepKind if one is not StepKind.STAY],
    )


def _kinds(words: Mapping[str, Label]) -> list[Kind]:
    return [Kind(code, name) for code, name in words.items()]


def _service(one: Service, sold: Catalogue, team: Team) -> ServiceView:
    rules = sold.rules_of(one.code)
    priced = {rule.species for rule in rules if not rule.is_modifier}
    return ServiceView(
        code=one.code,
        name=one.name,
        species=[code for code in SPECIES if code in one.species],
        steps=one.steps,
        skills=sorted(one.skills),
        labels=list(one.labels),
        includes=list(one.includes),
        is_extra=one.is_extra,
        is_bookable=one.is_bookable,
        max_quantity=one.max_quantity,
        prices=[_price(rule) for rule in rules if not rule.is_modifier],
        charges=[_charge(rule, one.name) for rule in rules if rule.is_modifier],
        is_undone=not team.can_do(one),
        lacks=team.lacks(one),
        unpriced=[] if None in priced else [code for code in SPECIES if code in one.species - priced],
        before_min=one.before_min,
        after_min=one.after_min,
        sold_by=one.sold_by,
    )


def _price(rule: PriceRule) -> PriceView:
    return PriceView(rule.species, rule.size, rule.coat, rule.minutes, rule.price_cents)


def _charge(rule: PriceRule, name: Label) -> ChargeView:
    label = rule.label or name
    return ChargeView(rule.species, rule.size, rule.coat, rule.minutes, rule.price_cents, label)
