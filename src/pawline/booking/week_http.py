"""A week of free times over HTTP, for owners who would rather look."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from pawline.booking.desk_http import Along, Id, Services, along
from pawline.booking.model import Wish
from pawline.booking.service import BookingService
from pawline.booking.week_view import WeekView
from pawline.platform.ids import AccountId, ConversationId, PetId
from pawline.platform.web.http import SIGNED_IN, Asked, may


class WantedWeek(msgspec.Struct):
    """What is wished for, as a card of free times names it. A day of None is today's week.

    `moving` is the booking that would be moved; without one, what the conversation `c` holds does not stand in the way.
    """

    pet_id: Id
    services: Services
    day: date | None = None
    groomer_id: Id | None = None
    also: Along = ()
    moving: Id | None = None
    c: Annotated[str, msgspec.Meta(max_length=32)] = ""


def routes(bookings: BookingService) -> list[HTTPRouteHandler]:
    """The one route."""

    # A POST for its body; nothing is remembered of it.
    @post("/api/times/week", status_code=200, **may(SIGNED_IN, "booking.week", "Every free start of a week for a wish"))
    async def week(request: Asked, data: JSONBody[WantedWeek]) -> WeekView:
        groomer_id = AccountId(data.groomer_id) if data.groomer_id else None
        wish = Wish(PetId(data.pet_id), data.services, data.day, groomer_id=groomer_id, also=along(data.also))
        c = ConversationId(data.c)
        return await bookings.look(request.user, lambda tx: bookings.week(tx, request.user, wish, c, data.moving))

    return [week]
