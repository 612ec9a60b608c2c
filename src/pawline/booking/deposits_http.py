"""Deposits over HTTP, for the desk."""

from typing import Annotated

import msgspec
from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from pawline.booking.deposits import MOST_CENTS, Deposits, Way
from pawline.booking.view import BookingView
from pawline.platform.web.http import STAFF, Asked, Key, may


class Paid(msgspec.Struct):
    """What was paid, in cents, and how."""

    cents: Annotated[int, msgspec.Meta(ge=1, le=MOST_CENTS)]
    way: Way


class GivenBack(msgspec.Struct):
    """How it was given back."""

    way: Way


def routes(deposits: Deposits) -> list[HTTPRouteHandler]:
    """The room's routes for deposits."""

    @post(
        "/api/desk/bookings/{booking_id:str}/deposit",
        status_code=200,
        **may(STAFF, "booking.deposit", "Note a deposit that was paid"),
    )
    async def receive(request: Asked, booking_id: FromPath[str], data: JSONBody[Paid], key: Key) -> BookingView:
        return await deposits.receive(request.user, booking_id, data.cents, data.way, key)

    @post(
        "/api/desk/bookings/{booking_id:str}/deposit-back",
        status_code=200,
        **may(STAFF, "booking.deposit_back", "Note that a deposit was given back"),
    )
    async def give_back(request: Asked, booking_id: FromPath[str], data: JSONBody[GivenBack], key: Key) -> BookingView:
        return await deposits.give_back(request.user, booking_id, data.way, key)

    return [receive, give_back]
