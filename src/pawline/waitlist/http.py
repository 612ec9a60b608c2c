"""The waitlist over HTTP: joining and leaving, and the desk's tray."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from pawline.booking import PetWish, ServiceLine
from pawline.platform.db import Database
from pawline.platform.ids import AccountId, PetId
from pawline.platform.web.http import SIGNED_IN, STAFF, Asked, Key, OwnerId, may
from pawline.waitlist.service import Waitlist, WaitWish
from pawline.waitlist.view import TrayView, WaitingView, WaitView

Minute = Annotated[int, msgspec.Meta(ge=0, le=1440)]


class Joining(msgspec.Struct):
    """Who is to come for what, and when it may begin; `also` are other pets that come along, without a groomer anyone
    will do."""

    pet_id: Annotated[str, msgspec.Meta(max_length=32)]
    services: Annotated[list[ServiceLine], msgspec.Meta(min_length=1, max_length=20)]
    from_day: date
    to_day: date
    from_min: Minute = 0
    to_min: Minute = 1440
    groomer_id: Annotated[str, msgspec.Meta(max_length=32)] | None = None
    also: Annotated[list[PetWish], msgspec.Meta(max_length=8)] = []


def routes(waitlist: Waitlist, db: Database) -> list[HTTPRouteHandler]:
    """The room's routes."""

    @post("/api/waitlist", status_code=200, **may(SIGNED_IN, "waitlist.join", "Wait for a time"))
    async def join(request: Asked, data: JSONBody[Joining], key: Key) -> WaitView:
        groomer_id = AccountId(data.groomer_id) if data.groomer_id else None
        pets = (PetWish(PetId(data.pet_id), tuple(data.services)), *data.also)
        wish = WaitWish(pets, data.from_day, data.to_day, data.from_min, data.to_min, groomer_id)
        return await waitlist.join(request.user, wish, key)

    @get("/api/waitlist", **may(SIGNED_IN, "waitlist.list", "What an owner waits for"))
    async def waiting(request: Asked, owner: OwnerId = None) -> WaitingView:
        return await db.read(lambda tx: waitlist.waiting(tx, request.user, owner or request.user.account_id))

    @post("/api/waitlist/{wait_id:str}/leave", status_code=200, **may(SIGNED_IN, "waitlist.leave", "Wait no more"))
    async def leave(request: Asked, wait_id: FromPath[str], key: Key) -> WaitView:
        return await waitlist.leave(request.user, wait_id, key)

    @get("/api/desk/waitlist", **may(STAFF, "waitlist.tray", "Everybody who waits, and what is free for them"))
    async def tray(request: Asked) -> TrayView:
        return await db.read(lambda tx: waitlist.tray(tx, request.user))

    @post(
        "/api/desk/waitlist/{wait_id:str}/offer",
        status_code=200,
        **may(STAFF, "waitlist.offer", "Offer the first free time to somebody who waits"),
    )
    async def offer(request: Asked, wait_id: FromPath[str], key: Key) -> WaitView:
        return await waitlist.offer(request.user, wait_id, key)

    return [join, waiting, leave, tray, offer]
