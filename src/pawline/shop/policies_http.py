"""The shop's numbers and rules over HTTP: how far ahead one books, what cancelling costs, which vaccines are asked."""

from __future__ import annotations

import msgspec
from litestar import get, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from pawline.platform.db import Database
from pawline.platform.web.http import MANAGER, STAFF, Asked, may
from pawline.shop.checks import BOUNDS, OF_DROP_SLOT, Bounds
from pawline.shop.kinds import CONDITIONS, VACCINES
from pawline.shop.model import Label, Settings, Shop
from pawline.shop.ride_checks import OF_RIDES
from pawline.shop.service import ShopService


class AskedVaccine(msgspec.Struct, frozen=True):
    """A vaccine that can be asked for, and the species that get it."""

    code: str
    name: Label
    species: list[str]


class RuledCondition(msgspec.Struct, frozen=True):
    """A condition of pets that the shop can have a rule for."""

    code: str
    name: Label


class PoliciesView(msgspec.Struct, frozen=True):
    """All numbers and rules of the shop, by its name there what each number may be, also of drop-offs and rides; the
    vaccines to choose from, and the conditions.
    """

    values: Settings
    bounds: dict[str, Bounds]
    drop_bounds: dict[str, Bounds]
    ride_bounds: dict[str, Bounds]
    vaccines: list[AskedVaccine]
    conditions: list[RuledCondition]


_VACCINES = [AskedVaccine(code, one.name, sorted(one.species)) for code, one in VACCINES.items()]
_CONDITIONS = [RuledCondition(code, one.name) for code, one in CONDITIONS.items()]


def routes(shops: ShopService, db: Database) -> list[HTTPRouteHandler]:
    """The routes of the shop's numbers."""

    @get("/api/desk/policies", **may(STAFF, "shop.policies", "The shop's numbers and their bounds"))
    async def show(request: Asked) -> PoliciesView:
        return _view(await db.read(lambda tx: shops.shop_of(tx, request.user.shop_id)))

    @put("/api/desk/policies", **may(MANAGER, "shop.set_policies", "Change all of the shop's numbers"))
    async def change(request: Asked, data: JSONBody[Settings]) -> PoliciesView:
        """What is left out goes back to its usual number."""
        return _view(await shops.set_settings(request.user, data))

    return [show, change]


def _view(shop: Shop) -> PoliciesView:
    return PoliciesView(shop.settings, dict(BOUNDS), dict(OF_DROP_SLOT), dict(OF_RIDES), _VACCINES, _CONDITIONS)
