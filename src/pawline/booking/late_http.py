"""Late requests over HTTP: the owner's question and the team's answer."""

from typing import Annotated

import msgspec
from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from pawline.booking.late import MOST_WORDS, LateRequests
from pawline.booking.view import BookingView
from pawline.platform.web.http import SIGNED_IN, STAFF, Asked, Key, may


class Waive(msgspec.Struct):
    """The version of the card that was tapped, and why cancelling should cost nothing, in the owner's words."""

    version: int
    why: Annotated[str, msgspec.Meta(max_length=MOST_WORDS)] = ""


class Answer(msgspec.Struct):
    """Whether it costs nothing this once."""

    is_yes: bool


def routes(late: LateRequests) -> list[HTTPRouteHandler]:
    """The room's routes for late requests."""

    @post(
        "/api/bookings/{booking_id:str}/waive",
        status_code=200,
        **may(SIGNED_IN, "booking.ask_late", "Ask to cancel for nothing though it is late"),
    )
    async def ask(request: Asked, booking_id: FromPath[str], data: JSONBody[Waive], key: Key) -> BookingView:
        return await late.ask(request.user, booking_id, data.version, data.why, key)

    @post(
        "/api/desk/bookings/{booking_id:str}/waive",
        status_code=200,
        **may(STAFF, "booking.answer_late", "Answer a late request"),
    )
    async def answer(request: Asked, booking_id: FromPath[str], data: JSONBody[Answer], key: Key) -> BookingView:
        return await late.answer(request.user, booking_id, data.is_yes, key)

    @post(
        "/api/bookings/{booking_id:str}/waive-back",
        status_code=200,
        **may(SIGNED_IN, "booking.take_back_late", "Ask no more"),
    )
    async def take_back(request: Asked, booking_id: FromPath[str], key: Key) -> BookingView:
        return await late.take_back(request.user, booking_id, key)

    return [ask, answer, take_back]
