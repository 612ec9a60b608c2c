"""The shop room over HTTP: its details, for managers."""

from typing import Annotated

import msgspec
from litestar import get, patch
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from pawline.platform.db import Database
from pawline.platform.web.http import MANAGER, Asked, may
from pawline.shop.model import Shop
from pawline.shop.service import ShopChange, ShopService

Line = Annotated[str, msgspec.Meta(max_length=200)]


class ShopForm(msgspec.Struct):
    """The shop's details as the settings page shows them."""

    name: str
    name_en: str
    address: str
    phone: str
    emergency_name: str
    emergency_phone: str


class ShopPatch(msgspec.Struct):
    """Details to change; what is left out stays. An empty emergency phone removes the clinic."""

    name: Line | None = None
    name_en: Line | None = None
    address: Line | None = None
    phone: Line | None = None
    emergency_name: Line | None = None
    emergency_phone: Line | None = None


def routes(shops: ShopService, db: Database) -> list[HTTPRouteHandler]:
    """The room's routes."""

    @get("/api/shop", **may(MANAGER, "shop.form", "The shop's details"))
    async def show(request: Asked) -> ShopForm:
        return _form(await db.read(lambda tx: shops.shop_of(tx, request.user.shop_id)))

    @patch("/api/shop", **may(MANAGER, "shop.change", "Change the shop's details"))
    async def change(request: Asked, data: JSONBody[ShopPatch]) -> ShopForm:
        wanted = ShopChange(**{field: getattr(data, field) for field in data.__struct_fields__})
        return _form(await shops.change_shop(request.user, wanted))

    return [show, change]


def _form(shop: Shop) -> ShopForm:
    return ShopForm(
        name=shop.name.zh,
        name_en=shop.name.en,
        address=shop.address,
        phone=shop.phone,
        emergency_name=shop.emergency.name if shop.emergency else "",
        emergency_phone=shop.emergency.phone if shop.emergency else "",
    )
