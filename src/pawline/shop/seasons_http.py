"""Prices of some days over HTTP: for managers."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from litestar import delete, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.web.http import MANAGER, Asked, may
from pawline.shop.kinds import pet_said
from pawline.shop.model import Catalogue, Label, Service, SoldBy, local_day
from pawline.shop.season_list import SeasonChange
from pawline.shop.seasons import MOST_NAME, PERCENT, Season
from pawline.shop.service import ShopService

Name = Annotated[str, msgspec.Meta(max_length=MOST_NAME)]
Weekdays = Annotated[tuple[int, ...], msgspec.Meta(max_length=7)]
Codes = Annotated[tuple[Annotated[str, msgspec.Meta(max_length=32)], ...], msgspec.Meta(max_length=200)]


class SeasonView(msgspec.Struct, frozen=True):
    """A season; no weekdays are all of them, no services is everything. `is_over`: its last day has been."""

    id: str
    name: Label
    first: date
    last: date
    percent: int
    weekdays: list[int]
    services: list[str]
    is_over: bool


class ListedService(msgspec.Struct, frozen=True):
    """A service that a season can be for, with one of its prices as an example: for which pets, in cents, of a stay for
    a night or the day; without a price both are None."""

    code: str
    name: Label
    is_extra: bool
    sold_by: SoldBy
    pet: Label | None
    price_cents: int | None


class SeasonsView(msgspec.Struct, frozen=True):
    """The seasons in the order of their days, what they can be for, and what a percent may be."""

    seasons: list[SeasonView]
    services: list[ListedService]
    least_percent: int
    most_percent: int


class SeasonPut(msgspec.Struct):
    """All that is said of a season, both days included; what is left out is empty."""

    name: Name
    first: date
    last: date
    percent: int
    name_en: Name = ""
    weekdays: Weekdays = ()
    services: Codes = ()

    @property
    def as_change(self) -> SeasonChange:
        """The change that is asked for."""
        return SeasonChange(
            Label(self.name, self.name_en), self.first, self.last, self.percent, frozenset(self.weekdays),
            frozenset(self.services),
        )  # fmt: skip


def routes(shops: ShopService, db: Database, clock: Clock) -> list[HTTPRouteHandler]:
    """The routes of seasons."""

    async def shown(request: Asked) -> SeasonsView:
        def ask(tx: Tx) -> SeasonsView:
            shop = shops.shop_of(tx, request.user.shop_id)
            today = local_day(clock.now_ms(), shop.clock_zone)
            sold = shops.catalogue(tx, shop.id)
            return SeasonsView(
                [_season(one, today) for one in shops.seasons(tx, shop.id)],
                [_listed(one, sold) for one in sold.services],
                PERCENT.least,
                PERCENT.most,
            )

        return await db.read(ask)

    @get("/api/desk/seasons", **may(MANAGER, "shop.seasons", "Days on which prices are others"))
    async def show(request: Asked) -> SeasonsView:
        return await shown(request)

    @post("/api/desk/seasons", **may(MANAGER, "shop.season_add", "Other prices on some days"))
    async def add(request: Asked, data: JSONBody[SeasonPut]) -> SeasonsView:
        await shops.season_list.add(request.user, data.as_change)
        return await shown(request)

    @put("/api/desk/seasons/{season_id:str}", **may(MANAGER, "shop.season", "Change a season"))
    async def change(request: Asked, season_id: FromPath[str], data: JSONBody[SeasonPut]) -> SeasonsView:
        await shops.season_list.change(request.user, season_id, data.as_change)
        return await shown(request)

    @delete(
        "/api/desk/seasons/{season_id:str}",
        status_code=200,
        **may(MANAGER, "shop.season_remove", "The usual prices again"),
    )
    async def remove(request: Asked, season_id: FromPath[str]) -> SeasonsView:
        await shops.season_list.remove(request.user, season_id)
        return await shown(request)

    return [show, add, change, remove]


def _season(one: Season, today: date) -> SeasonView:
    return SeasonView(
        one.id, one.name, one.first, one.last, one.percent, sorted(one.weekdays), sorted(one.services),
        one.last < today,
    )  # fmt: skip


def _listed(one: Service, sold: Catalogue) -> ListedService:
    rule = next((rule for rule in sold.rules_of(one.code) if not rule.is_modifier), None)
    pet = None if rule is None else pet_said(rule.species, rule.size, rule.coat)
    return ListedService(one.code, one.name, one.is_extra, one.sold_by, pet, rule.price_cents if rule else None)
