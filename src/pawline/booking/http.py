"""The booking room over HTTP: an owner's bookings, the desk's schedule."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from pawline.booking.desk_http import LAST_MS
from pawline.booking.schedule import ScheduleView, TroubleView
from pawline.booking.service import BookingService
from pawline.booking.view import BookingsView, BookingView, SlotsView
from pawline.pets import Agreed
from pawline.platform.db import Database
from pawline.platform.web.http import SIGNED_IN, STAFF, Asked, Key, OwnerId, may

Start = Annotated[int | None, QueryParameter(ge=0, le=LAST_MS)]


class ShownVersion(msgspec.Struct):
    """The version of the card that was tapped."""

    version: int


class Confirming(msgspec.Struct):
    """The version of the card that was tapped, and what is agreed to with it."""

    version: int
    agreed: Annotated[list[Agreed], msgspec.Meta(max_length=200)] = []


class Cancelling(msgspec.Struct):
    """The version of the card that was tapped; `is_alone`: of several pets only this one does not come."""

    version: int
    is_alone: bool = False


class MoveTo(msgspec.Struct):
    """The version of the card that was tapped, and the chosen time."""

    version: int
    offer_id: Annotated[str, msgspec.Meta(max_length=32)]


def routes(bookings: BookingService, db: Database) -> list[HTTPRouteHandler]:
    """The room's routes."""

    @get("/api/bookings", **may(SIGNED_IN, "booking.list", "An owner's bookings"))
    async def list_bookings(request: Asked, owner: OwnerId = None) -> BookingsView:
        asked_for = owner or request.user.account_id
        return await db.read(lambda tx: bookings.bookings_of(tx, request.user, asked_for))

    @get("/api/bookings/{booking_id:str}", **may(SIGNED_IN, "booking.show", "A booking"))
    async def show(request: Asked, booking_id: FromPath[str]) -> BookingView:
        return await db.read(lambda tx: bookings.view_for(tx, request.user, booking_id))

    # A POST, because what is offered is remembered for a while: a GET changes nothing here.
    @post(
        "/api/bookings/{booking_id:str}/times",
        status_code=200,
        **may(SIGNED_IN, "booking.times", "Free times to move it to"),
    )
    async def times(
        request: Asked, booking_id: FromPath[str], day: FromQuery[date | None] = None, at_ms: Start = None
    ) -> SlotsView:
        return await bookings.offer_move(request.user, booking_id, day, at_ms)

    @get("/api/bookings/{booking_id:str}/calendar.ics", **may(SIGNED_IN, "booking.calendar", "A calendar file"))
    async def calendar(request: Asked, booking_id: FromPath[str]) -> Response[str]:
        text = await db.read(lambda tx: bookings.calendar(tx, request.user, booking_id))
        headers = {"content-disposition": 'attachment; filename="pawline.ics"'}
        return Response(text, media_type="text/calendar", headers=headers)

    @post(
        "/api/bookings/{booking_id:str}/confirm",
        status_code=200,
        **may(SIGNED_IN, "booking.confirm", "Say yes to a held time"),
    )
    async def confirm(request: Asked, booking_id: FromPath[str], data: JSONBody[Confirming], key: Key) -> BookingView:
        return await bookings.confirm(request.user, booking_id, data.version, key, data.agreed)

    @post(
        "/api/bookings/{booking_id:str}/extend",
        status_code=200,
        **may(SIGNED_IN, "booking.extend", "Hold a time a little longer, once"),
    )
    async def extend(request: Asked, booking_id: FromPath[str], key: Key) -> BookingView:
        return await bookings.extend(request.user, booking_id, key)

    @post(
        "/api/bookings/{booking_id:str}/cancel",
        status_code=200,
        **may(SIGNED_IN, "booking.cancel", "Call a booking off"),
    )
    async def cancel(request: Asked, booking_id: FromPath[str], data: JSONBody[Cancelling], key: Key) -> BookingView:
        return await bookings.cancel(request.user, booking_id, data.version, key, is_alone=data.is_alone)

    @post(
        "/api/bookings/{booking_id:str}/move",
        status_code=200,
        **may(SIGNED_IN, "booking.move", "Move a booking to an offered time"),
    )
    async def move(request: Asked, booking_id: FromPath[str], data: JSONBody[MoveTo], key: Key) -> BookingView:
        return await bookings.move(request.user, booking_id, data.version, data.offer_id, key)

    @post(
        "/api/bookings/{booking_id:str}/no-show",
        status_code=200,
        **may(STAFF, "booking.no_show", "Note that the pet never came"),
    )
    async def no_show(request: Asked, booking_id: FromPath[str], key: Key) -> BookingView:
        return await bookings.no_show(request.user, booking_id, key)

    @get("/api/desk/schedule", **may(STAFF, "booking.schedule", "A day of people and places"))
    async def schedule(request: Asked, day: FromQuery[date | None] = None) -> ScheduleView:
        return await db.read(lambda tx: bookings.schedule(tx, request.user, day))

    @get("/api/desk/troubles", **may(STAFF, "booking.troubles", "Bookings that cannot happen as planned"))
    async def troubles(request: Asked) -> list[TroubleView]:
        return await db.read(lambda tx: bookings.troubles(tx, request.user))

    return [list_bookings, show, times, calendar, confirm, extend, cancel, move, no_show, schedule, troubles]
