"""Series over HTTP: planned and booked at the desk, seen and called off by whoever may see the booking."""

from typing import Annotated

import msgspec
from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from pawline.booking.desk_http import Along, Id, Instant, Services, along
from pawline.booking.http import ShownVersion
from pawline.booking.model import PetWish, Wish
from pawline.booking.series import Series, SeriesOrder, SeriesStart
from pawline.booking.series_view import SeriesPlan, SeriesView
from pawline.platform.db import Database
from pawline.platform.ids import AccountId, PetId
from pawline.platform.web.http import SIGNED_IN, STAFF, Asked, Key, may

# What a series may be is the room's own rule, which answers in words; this keeps the numbers small.
Few = Annotated[int, msgspec.Meta(ge=0, le=1000)]


class WantedSeries(msgspec.Struct):
    """A visit that is wished for `times` times, every `weeks` weeks from its start on."""

    pet_id: Id
    services: Services
    start_ms: Instant
    weeks: Few
    times: Few
    groomer_id: Id | None = None
    also: Along = ()


class WantedVisit(msgspec.Struct):
    """One visit; a groomer of None lets anyone free do it."""

    start_ms: Instant
    groomer_id: Id | None = None


class SeriesBooking(msgspec.Struct):
    """Every visit of a series that is to be booked."""

    pet_id: Id
    services: Services
    weeks: Few
    visits: Annotated[tuple[WantedVisit, ...], msgspec.Meta(max_length=100)]
    also: Along = ()


def routes(series: Series, db: Database) -> list[HTTPRouteHandler]:
    """The room's routes for series."""

    # A POST for its body; nothing is remembered of it.
    @post(
        "/api/desk/series/plan",
        status_code=200,
        **may(STAFF, "booking.plan_series", "Look at every visit of a series before it is booked"),
    )
    async def plan(request: Asked, data: JSONBody[WantedSeries]) -> SeriesPlan:
        groomer_id = AccountId(data.groomer_id) if data.groomer_id else None
        wish = Wish(
            PetId(data.pet_id), data.services, at_ms=data.start_ms, groomer_id=groomer_id, also=along(data.also)
        )
        return await db.read(lambda tx: series.plan(tx, request.user, wish, data.weeks, data.times))

    @post("/api/desk/series", **may(STAFF, "booking.make_series", "Book every visit of a series, or none"))
    async def make(request: Asked, data: JSONBody[SeriesBooking], key: Key) -> SeriesView:
        visits = tuple(
            SeriesStart(one.start_ms, AccountId(one.groomer_id) if one.groomer_id else None) for one in data.visits
        )
        pets = (PetWish(PetId(data.pet_id), data.services), *along(data.also))
        return await series.make(request.user, SeriesOrder(pets, data.weeks, visits), key)

    @get("/api/bookings/{booking_id:str}/series", **may(SIGNED_IN, "booking.series", "The series of a booking"))
    async def show(request: Asked, booking_id: FromPath[str]) -> SeriesView:
        return await db.read(lambda tx: series.series_for(tx, request.user, booking_id))

    @post(
        "/api/bookings/{booking_id:str}/cancel-following",
        status_code=200,
        **may(SIGNED_IN, "booking.cancel_following", "Call a visit of a series and all later ones off"),
    )
    async def cancel_following(
        request: Asked, booking_id: FromPath[str], data: JSONBody[ShownVersion], key: Key
    ) -> SeriesView:
        return await series.cancel_following(request.user, booking_id, data.version, key)

    return [plan, make, show, cancel_following]
