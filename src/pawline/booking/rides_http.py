"""Rides over HTTP: chosen with a visit, driven by the team."""

from datetime import date

import msgspec
from litestar import get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from pawline.booking.desk_http import Id, Instant, RideWishes
from pawline.booking.driving import Driving
from pawline.booking.ride_view import RideChoices, StopsView
from pawline.booking.ride_windows import Trip
from pawline.booking.view import BookingView
from pawline.platform.db import Database
from pawline.platform.web.http import SIGNED_IN, STAFF, Asked, Key, may


class RidesPut(msgspec.Struct):
    """The version of the card that was shown, and all rides that are wished for; none: nobody drives."""

    version: int
    rides: RideWishes


class AskedRides(msgspec.Struct):
    """A visit that is about to be entered: of which pet, and from when to when."""

    pet_id: Id
    start_ms: Instant
    end_ms: Instant


class StopDone(msgspec.Struct):
    """Whether the driver was there."""

    is_done: bool


def routes(driving: Driving, db: Database) -> list[HTTPRouteHandler]:
    """The routes of rides."""

    @get("/api/bookings/{booking_id:str}/rides", **may(SIGNED_IN, "booking.rides", "When a visit can be driven"))
    async def choices(request: Asked, booking_id: FromPath[str]) -> RideChoices:
        return await db.read(lambda tx: driving.choices(tx, request.user, booking_id))

    @put(
        "/api/bookings/{booking_id:str}/rides",
        **may(SIGNED_IN, "booking.set_rides", "Have a visit fetched, brought home, both or neither"),
    )
    async def choose(request: Asked, booking_id: FromPath[str], data: JSONBody[RidesPut], key: Key) -> BookingView:
        return await driving.choose(request.user, booking_id, data.version, data.rides, key)

    # A POST for its body; nothing is remembered of it.
    @post(
        "/api/desk/rides",
        status_code=200,
        **may(STAFF, "booking.ride_choices", "When a visit could be driven that is about to be entered"),
    )
    async def at(request: Asked, data: JSONBody[AskedRides]) -> RideChoices:
        trip = Trip(data.start_ms, data.end_ms)
        return await db.read(lambda tx: driving.choices_at(tx, request.user, data.pet_id, trip))

    @get("/api/desk/stops", **may(STAFF, "booking.stops", "Where to drive on a day, with address and telephone"))
    async def stops(request: Asked, day: FromQuery[date | None] = None) -> StopsView:
        return await db.read(lambda tx: driving.stops(tx, request.user, day))

    @post(
        "/api/desk/stops/{ride_id:str}/done",
        status_code=200,
        **may(STAFF, "booking.stop_done", "Note that the driver was there"),
    )
    async def done(request: Asked, ride_id: FromPath[str], data: JSONBody[StopDone], key: Key) -> StopsView:
        return await driving.tick(request.user, ride_id, key, is_done=data.is_done)

    return [choices, choose, at, stops, done]
