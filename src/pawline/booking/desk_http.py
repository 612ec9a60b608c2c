"""Booking at the desk over HTTP."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, QueryParameter

from pawline.booking.desk import BookingDesk, NewCustomer
from pawline.booking.desk_view import DeskTimes, FoundPets, MenuView, WelcomedPet
from pawline.booking.model import PetWish, ServiceLine, Wish
from pawline.booking.overrides import OverridesView
from pawline.booking.riding import RideWish
from pawline.booking.view import BookingView
from pawline.platform.db import Database
from pawline.platform.ids import AccountId, PetId
from pawline.platform.web.http import MANAGER, STAFF, Asked, Key, may

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=32)]
Services = Annotated[tuple[ServiceLine, ...], msgspec.Meta(min_length=1, max_length=20)]
# To the end of the century: further on, a calendar has no such day.
LAST_MS = 4_102_444_800_000
Instant = Annotated[int, msgspec.Meta(ge=0, le=LAST_MS)]
Day = Annotated[date | None, QueryParameter()]
Before = Annotated[str | None, QueryParameter(max_length=60)]
# A word at least, not blanks.
Reason = Annotated[str, msgspec.Meta(max_length=200, pattern=r"\S")]


class LookedFor(msgspec.Struct):
    """A name, or a telephone number or its end."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class AlongPet(msgspec.Struct):
    """Another pet of the same owner that comes along."""

    pet_id: Id
    services: Services


Along = Annotated[tuple[AlongPet, ...], msgspec.Meta(max_length=10)]


RideWishes = Annotated[tuple[RideWish, ...], msgspec.Meta(max_length=2)]


class OneService(msgspec.Struct):
    """A service of the list."""

    code: Id


class WantedTimes(msgspec.Struct):
    """What is wished for. A day of None is today's week; `at_ms` asks of one start why it is not free."""

    pet_id: Id
    services: Services
    day: date | None = None
    at_ms: Instant | None = None
    groomer_id: Id | None = None
    also: Along = ()


class WantedBooking(msgspec.Struct):
    """What is booked; a groomer of None lets anyone free do it."""

    pet_id: Id
    services: Services
    start_ms: Instant
    groomer_id: Id | None = None
    also: Along = ()
    rides: RideWishes = ()


class WantedAnyway(msgspec.Struct):
    """What is booked where the rules say no: with whom, when by the shop's clock, and why."""

    pet_id: Id
    services: Services
    day: date
    start_min: Annotated[int, msgspec.Meta(ge=0, lt=1440, multiple_of=5)]
    groomer_id: Id
    why: Reason
    also: Along = ()


def routes(desk: BookingDesk, db: Database) -> list[HTTPRouteHandler]:
    """The desk's routes."""

    # A POST, because what is looked for may be a telephone number: addresses are kept in logs, bodies are not.
    @post(
        "/api/desk/pets",
        status_code=200,
        **may(STAFF, "booking.find_pets", "Pets and owners by a name or a telephone number"),
    )
    async def find(request: Asked, data: JSONBody[LookedFor]) -> FoundPets:
        return await db.read(lambda tx: desk.find(tx, request.user, data.text))

    @post("/api/desk/owners", **may(STAFF, "booking.welcome", "Write down a new owner and a pet"))
    async def welcome(request: Asked, data: JSONBody[NewCustomer], key: Key) -> WelcomedPet:
        return await desk.welcome(request.user, data, key)

    @get("/api/desk/menu", **may(STAFF, "booking.menu", "What can be done for a pet, with minutes and price"))
    async def menu(request: Asked, pet: Annotated[str, QueryParameter(name="pet_id", max_length=32)]) -> MenuView:
        return await db.read(lambda tx: desk.menu(tx, request.user, pet))

    @post(
        "/api/desk/pets/{pet_id:str}/as-listed",
        status_code=200,
        **may(STAFF, "booking.as_listed", "Plan a pet's service by the list again, whatever it took last time"),
    )
    async def as_listed(request: Asked, pet_id: str, data: JSONBody[OneService]) -> MenuView:
        return await desk.as_listed(request.user, pet_id, data.code)

    # A POST for its body; nothing is remembered of it.
    @post("/api/desk/times", status_code=200, **may(STAFF, "booking.free", "Every free start of a week for a wish"))
    async def times(request: Asked, data: JSONBody[WantedTimes]) -> DeskTimes:
        wish = Wish(
            PetId(data.pet_id), data.services, data.day, data.at_ms,
            groomer_id=AccountId(data.groomer_id) if data.groomer_id else None, also=along(data.also),
        )  # fmt: skip
        return await db.read(lambda tx: desk.times(tx, request.user, wish))

    @post("/api/desk/bookings", **may(STAFF, "booking.enter", "Book for somebody who calls or is here"))
    async def enter(request: Asked, data: JSONBody[WantedBooking], key: Key) -> BookingView:
        groomer_id = AccountId(data.groomer_id) if data.groomer_id else None
        wish = Wish(
            PetId(data.pet_id), data.services, at_ms=data.start_ms, groomer_id=groomer_id, also=along(data.also)
        )
        return await desk.enter(request.user, wish, key, rides=data.rides)

    @post(
        "/api/desk/bookings/anyway",
        **may(MANAGER, "booking.enter_anyway", "Book where the rules say no, with a reason"),
    )
    async def enter_anyway(request: Asked, data: JSONBody[WantedAnyway], key: Key) -> BookingView:
        at_ms = await db.read(lambda tx: desk.start_ms(tx, request.user, data.day, data.start_min))
        wish = Wish(
            PetId(data.pet_id), data.services, at_ms=at_ms, groomer_id=AccountId(data.groomer_id), also=along(data.also)
        )
        return await desk.enter(request.user, wish, key, data.why.strip())

    @get(
        "/api/desk/overrides",
        **may(MANAGER, "booking.overrides", "What was booked against the rules: by whom, when, why; the newest first"),
    )
    async def overrides(request: Asked, first: Day = None, last: Day = None, before: Before = None) -> OverridesView:
        return await db.read(lambda tx: desk.overrides(tx, request.user, first, last, before))

    return [find, welcome, menu, as_listed, times, enter, enter_anyway, overrides]


def along(pets: tuple[AlongPet, ...]) -> tuple[PetWish, ...]:
    """Those who come along, as the wish names them."""
    return tuple(PetWish(PetId(one.pet_id), one.services) for one in pets)
