"""The visits room over HTTP: the desk's board and its taps, the owner's progress."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from pawline.chat import Uploads
from pawline.platform.db import Database
from pawline.platform.web.http import SIGNED_IN, STAFF, Asked, Key, may
from pawline.visits.service import Advance, VisitService
from pawline.visits.view import BoardView, VisitView


class NewPhoto(msgspec.Struct):
    """A picture that was uploaded before."""

    upload_id: Annotated[str, msgspec.Meta(max_length=32)]
    caption: Annotated[str, msgspec.Meta(max_length=200)] = ""


def routes(visits: VisitService, uploads: Uploads, db: Database) -> list[HTTPRouteHandler]:
    """The room's routes."""

    @get("/api/desk/board", **may(STAFF, "visits.board", "The visits of a day"))
    async def board(request: Asked, day: FromQuery[date | None] = None) -> BoardView:
        return await db.read(lambda tx: visits.board(tx, request.user, day))

    @get("/api/visits/{booking_id:str}", **may(SIGNED_IN, "visits.show", "How far a visit is"))
    async def show(request: Asked, booking_id: FromPath[str]) -> VisitView:
        return await db.read(lambda tx: visits.view_for(tx, request.user, booking_id))

    @post(
        "/api/visits/{booking_id:str}/advance",
        status_code=200,
        **may(STAFF, "visits.advance", "Move a visit to a stage"),
    )
    async def advance(request: Asked, booking_id: FromPath[str], data: JSONBody[Advance], key: Key) -> VisitView:
        return await visits.advance(request.user, booking_id, data, key, uploads.attach)

    @post(
        "/api/visits/{booking_id:str}/photos",
        status_code=200,
        **may(STAFF, "visits.add_photo", "Add a picture to a visit"),
    )
    async def add_photo(request: Asked, booking_id: FromPath[str], data: JSONBody[NewPhoto], key: Key) -> VisitView:
        return await visits.add_photo(request.user, booking_id, data.upload_id, data.caption, key, uploads.attach)

    return [board, show, advance, add_photo]
