"""The desk's moves over HTTP."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from pawline.booking.desk_http import Instant
from pawline.booking.desk_moves import DeskMoves, MovedView, MoveWish, SpotsView
from pawline.booking.http import ShownVersion
from pawline.booking.view import BookingView
from pawline.platform.db import Database
from pawline.platform.ids import AccountId
from pawline.platform.web.http import STAFF, Asked, Key, may


class DeskMove(msgspec.Struct):
    """Where a booking goes: the version that was seen, the start, who does it, and whether the owner is told in
    words once the move can no longer be undone (the card is true in any case)."""

    version: int
    start_ms: Instant
    groomer_id: Annotated[str, msgspec.Meta(max_length=32)]
    is_told: bool


def routes(moves: DeskMoves, db: Database) -> list[HTTPRouteHandler]:
    """The room's routes for moving by hand."""

    @get(
        "/api/desk/bookings/{booking_id:str}/spots", **may(STAFF, "booking.spots", "Where a booking could go on a day")
    )
    async def spots(request: Asked, booking_id: FromPath[str], day: FromQuery[date | None] = None) -> SpotsView:
        return await db.read(lambda tx: moves.spots(tx, request.user, booking_id, day))

    @post(
        "/api/desk/bookings/{booking_id:str}/move",
        status_code=200,
        **may(STAFF, "booking.desk_move", "Move a booking to any time and anybody"),
    )
    async def move(request: Asked, booking_id: FromPath[str], data: JSONBody[DeskMove], key: Key) -> MovedView:
        wish = MoveWish(data.version, data.start_ms, AccountId(data.groomer_id), data.is_told)
        return await moves.move(request.user, booking_id, wish, key)

    @post(
        "/api/desk/bookings/{booking_id:str}/undo-move",
        status_code=200,
        **may(STAFF, "booking.undo_move", "Put a booking back to where the desk moved it from"),
    )
    async def undo(request: Asked, booking_id: FromPath[str], data: JSONBody[ShownVersion], key: Key) -> BookingView:
        return await moves.undo(request.user, booking_id, data.version, key)

    return [spots, move, undo]
