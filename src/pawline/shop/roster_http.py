"""Who works when, and the places, over HTTP: for managers."""

from __future__ import annotations

from datetime import date, timedelta
from operator import itemgetter
from typing import Annotated

import msgspec
from litestar import delete, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from pawline.people import people_of
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.web.http import MANAGER, Asked, may
from pawline.shop.kinds import SKILLS
from pawline.shop.model import (
    ChangedDay,
    Closure,
    Groomer,
    Label,
    Shift,
    Shop,
    Station,
    StationKind,
    local_day,
    wall_ms,
)
from pawline.shop.roster import DAY_MS, GroomerChange, NewStation
from pawline.shop.service import ShopService

AHEAD_DAYS = 180

Reason = Annotated[str, msgspec.Meta(max_length=80)]
Name = Annotated[str, msgspec.Meta(max_length=40)]
Codes = Annotated[tuple[Annotated[str, msgspec.Meta(max_length=16)], ...], msgspec.Meta(max_length=16)]
Week = Annotated[tuple[Shift, ...], msgspec.Meta(max_length=7)]
Minute = Annotated[int, msgspec.Meta(ge=0, le=1440)]


class DayView(msgspec.Struct, frozen=True):
    """A date on which somebody's week does not hold; no shift is a day off."""

    day: date
    shift: Shift | None
    reason: str


class MateView(msgspec.Struct, frozen=True):
    """A person who works on pets, and the dates ahead that differ from the week.

    `pets_a_day` and `large_a_day` are the most that they do in a day, None any number; `pace_percent` is how many
    percent of the listed minutes they take.
    """

    account_id: str
    name: str
    title: Label
    skills: list[str]
    shifts: list[Shift]
    is_active: bool
    pets_a_day: int | None
    large_a_day: int | None
    pace_percent: int
    days: list[DayView]


class ClosureView(msgspec.Struct, frozen=True):
    """When a place cannot be used."""

    id: str
    start_ms: int
    end_ms: int
    reason: str


class PlaceView(msgspec.Struct, frozen=True):
    """A place and when it cannot be used, from now on."""

    id: str
    kind: StationKind
    name: Label
    sizes: list[str]
    species: list[str]
    buffer_min: int
    closures: list[ClosureView]


class RosterView(msgspec.Struct, frozen=True):
    """The people and places of a shop.

    `skills` are those that a person can have; `undone` names what is sold and nobody here can do.
    """

    people: list[MateView]
    places: list[PlaceView]
    skills: list[str]
    undone: list[Label]


class MatePut(msgspec.Struct):
    """A person's week and skills, the most that they do in a day (None any number, 0 none at all), and how many percent
    of the listed minutes they take."""

    skills: Codes
    shifts: Week
    is_active: bool = True
    pets_a_day: int | None = None
    large_a_day: int | None = None
    pace_percent: int = 100

    @property
    def as_change(self) -> GroomerChange:
        return GroomerChange(
            frozenset(self.skills), self.shifts, self.is_active, self.pets_a_day, self.large_a_day, self.pace_percent
        )  # fmt: skip


class DaysPut(msgspec.Struct):
    """Other hours from one date to another, both included; no shift is days off."""

    first: date
    last: date
    shift: Shift | None = None
    reason: Reason = ""


class PlacePut(msgspec.Struct):
    """A place; empty sizes or species take every pet."""

    kind: StationKind
    name: Name
    name_en: Name = ""
    sizes: Codes = ()
    species: Codes = ()
    buffer_min: int = 0

    @property
    def as_new(self) -> NewStation:
        return NewStation(**{field: getattr(self, field) for field in self.__struct_fields__})


class ClosurePut(msgspec.Struct):
    """From a minute of one date to a minute of another, by the shop's wall clock."""

    first: date
    start_min: Minute
    last: date
    end_min: Minute
    reason: Reason = ""


def routes(shops: ShopService, db: Database, clock: Clock) -> list[HTTPRouteHandler]:
    """The routes of people and places."""

    async def shown(request: Asked) -> RosterView:
        return await db.read(lambda tx: _view(tx, shops, shops.shop_of(tx, request.user.shop_id), clock.now_ms()))

    @get("/api/shop/roster", **may(MANAGER, "shop.roster", "People, their weeks, and places"))
    async def show(request: Asked) -> RosterView:
        return await shown(request)

    @put("/api/shop/people/{account_id:str}", **may(MANAGER, "shop.person", "A person's week and skills"))
    async def person(request: Asked, account_id: FromPath[str], data: JSONBody[MatePut]) -> RosterView:
        await shops.roster.change_groomer(request.user, account_id, data.as_change)
        return await shown(request)

    @put("/api/shop/people/{account_id:str}/days", **may(MANAGER, "shop.days", "Other hours or days off"))
    async def days(request: Asked, account_id: FromPath[str], data: JSONBody[DaysPut]) -> RosterView:
        await shops.roster.change_days(request.user, account_id, data.first, data.last, data.shift, data.reason)
        return await shown(request)

    @delete(
        "/api/shop/people/{account_id:str}/days/{day:date}",
        status_code=200,
        **may(MANAGER, "shop.day_back", "The week holds again on a date"),
    )
    async def day_back(request: Asked, account_id: FromPath[str], day: FromPath[date]) -> RosterView:
        await shops.roster.keep_week(request.user, account_id, day)
        return await shown(request)

    @post("/api/shop/places", **may(MANAGER, "shop.place_add", "Add a place"))
    async def place_add(request: Asked, data: JSONBody[PlacePut]) -> RosterView:
        await shops.roster.add_station(request.user, data.as_new)
        return await shown(request)

    @put("/api/shop/places/{station_id:str}", **may(MANAGER, "shop.place", "Change a place"))
    async def place(request: Asked, station_id: FromPath[str], data: JSONBody[PlacePut]) -> RosterView:
        await shops.roster.change_station(request.user, station_id, data.as_new)
        return await shown(request)

    @delete(
        "/api/shop/places/{station_id:str}",
        status_code=200,
        **may(MANAGER, "shop.place_retire", "A place is no longer used"),
    )
    async def place_retire(request: Asked, station_id: FromPath[str]) -> RosterView:
        await shops.roster.retire_station(request.user, station_id)
        return await shown(request)

    @post("/api/shop/places/{station_id:str}/closures", **may(MANAGER, "shop.close_place", "Close a place for a while"))
    async def close_place(request: Asked, station_id: FromPath[str], data: JSONBody[ClosurePut]) -> RosterView:
        shop = await db.read(lambda tx: shops.shop_of(tx, request.user.shop_id))
        start_ms = wall_ms(data.first, data.start_min, shop.clock_zone)
        end_ms = wall_ms(data.last, data.end_min, shop.clock_zone)
        await shops.roster.close_station(request.user, station_id, start_ms, end_ms, data.reason)
        return await shown(request)

    @delete(
        "/api/shop/closures/{closure_id:str}",
        status_code=200,
        **may(MANAGER, "shop.place_back", "A place can be used again"),
    )
    async def place_back(request: Asked, closure_id: FromPath[str]) -> RosterView:
        await shops.roster.reopen_station(request.user, closure_id)
        return await shown(request)

    return [show, person, days, day_back, place_add, place, place_retire, close_place, place_back]


def _view(tx: Tx, shops: ShopService, shop: Shop, now_ms: int) -> RosterView:
    team, today = shops.team(tx, shop.id), local_day(now_ms, shop.clock_zone)
    names = people_of(tx, [one.account_id for one in team.groomers])
    changed = shops.changed_days(tx, shop.id, today, today + timedelta(days=AHEAD_DAYS))
    closures = shops.closures(tx, shop.id, now_ms, now_ms + AHEAD_DAYS * DAY_MS)
    sold = shops.catalogue(tx, shop.id)
    return RosterView(
        [_mate(one, names[one.account_id].name if one.account_id in names else "", changed) for one in team.groomers],
        [_place(one, [c for c in closures if c.station_id == one.id]) for one in team.stations],
        sorted(SKILLS | team.skills_known(sold)),
        [one.name for one in sold.services if one.is_bookable and not team.can_do(one)],
    )


def _mate(one: Groomer, name: str, changed: dict[tuple[str, date], ChangedDay]) -> MateView:
    own = sorted(((day, change) for (who, day), change in changed.items() if who == one.account_id), key=itemgetter(0))
    days = [DayView(day, change.shift, change.reason) for day, change in own]
    return MateView(
        one.account_id, name, one.title, sorted(one.skills), list(one.shifts), one.is_active, one.pets_a_day,
        one.large_a_day, one.pace_percent, days,
    )  # fmt: skip


def _place(one: Station, closures: list[Closure]) -> PlaceView:
    shown = [ClosureView(each.id, each.start_ms, each.end_ms, each.reason) for each in closures]
    return PlaceView(one.id, one.kind, one.name, sorted(one.sizes), sorted(one.species), one.buffer_min, shown)
