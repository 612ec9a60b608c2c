"""What can be asked of a shop, and done to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from pawline.people import Actor, must_manage
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import Ids, ShopId

from . import season_rows, store, team_rows
from .catalogue import standard_catalogue
from .checks import check_drop_slots, check_settings, check_text, check_week
from .errors import BadShop, BadStretch, NoSuchShop, SlugTaken
from .events import ShopOpened
from .model import (
    Catalogue,
    ChangedDay,
    ClosedDate,
    Closure,
    Emergency,
    Hours,
    Label,
    Opening,
    Settings,
    Shop,
    Team,
    local_day,
    wall_ms,
)
from .price_list import PriceList
from .ride_checks import check_rides
from .rides import WAYS, Way
from .roster import Roster
from .season_list import SeasonList
from .seasons import Season

T = TypeVar("T")

# The shop is closed for at most so many days at once.
MOST_CLOSED_DAYS = 62

_DIALLED = re.compile(r"\+?[0-9][0-9 ()/-]{3,30}[0-9]")
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


class NewShop(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to open a shop. No hours given means every day 9 to 21."""

    slug: str
    name: str
    name_en: str = ""
    zone: str = "Asia/Shanghai"
    lang: str = "zh"
    address: str = ""
    phone: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    settings: Settings = Settings()
    hours: tuple[Opening, ...] = tuple(Opening(day, 9 * 60, 21 * 60) for day in range(1, 8))


class ShopChange(msgspec.Struct, frozen=True, kw_only=True):
    """Fields to change; None leaves a field as it is. An empty emergency phone removes the clinic."""

    name: str | None = None
    name_en: str | None = None
    address: str | None = None
    phone: str | None = None
    emergency_name: str | None = None
    emergency_phone: str | None = None


class ShopService:
    """Questions take the caller's transaction, verbs open their own."""

    def __init__(self, db: Database, clock: Clock, ids: Ids) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self.roster = Roster(db, clock, ids)
        self.price_list = PriceList(db, ids)
        self.season_list = SeasonList(db, clock, ids)

    # Questions

    def shop_of(self, tx: Tx, shop_id: str) -> Shop:
        """The shop; raises NoSuchShop."""
        found = store.find(tx, shop_id)
        if found is None:
            raise NoSuchShop
        return found

    def shop_by_slug(self, tx: Tx, slug: str) -> Shop:
        """The shop with a short name; raises NoSuchShop."""
        found = store.find_by_slug(tx, slug)
        if found is None:
            raise NoSuchShop
        return found

    def shops(self, tx: Tx) -> list[Shop]:
        """Every shop of this installation, the oldest first."""
        return store.all_shops(tx)

    def settings_of(self, tx: Tx, shop_id: str) -> Settings:
        """The shop's numbers; raises NoSuchShop."""
        return self.shop_of(tx, shop_id).settings

    def catalogue(self, tx: Tx, shop_id: str) -> Catalogue:
        """What the shop sells."""
        return store.catalogue(tx, shop_id)

    def seasons(self, tx: Tx, shop_id: str) -> tuple[Season, ...]:
        """The days on which its prices are others, in their order; also those that are over."""
        return season_rows.seasons(tx, shop_id)

    def known_no(self, tx: Tx, shop_id: str, kind: str, ref: str) -> int | None:
        """The number under which a person, a place or a pet is claimed; None of what never was."""
        return team_rows.find_number(tx, shop_id, kind, ref)

    def resource_no(self, tx: Tx, shop_id: str, kind: str, ref: str) -> int:
        """The same, made on first use: only for who writes."""
        return team_rows.number_for(tx, shop_id, kind, ref)

    def seats(self, tx: Tx, shop_id: str) -> tuple[int, ...]:
        """The numbers under which those who are brought at the same time are claimed, one for each pet; the same at
        all times of the week, and always in the same order."""
        return team_rows.seats(tx, shop_id)

    def ride_seats(self, tx: Tx, shop_id: str, way: Way) -> tuple[int, ...]:
        """The same of those who are driven one way in the same window, one for each household."""
        return team_rows.seats(tx, shop_id, way)

    def team(self, tx: Tx, shop_id: str) -> Team:
        """People who work on pets (also those no longer active) and places."""
        return Team(team_rows.groomers(tx, shop_id), team_rows.stations(tx, shop_id))

    def changed_days(self, tx: Tx, shop_id: str, first: date, last: date) -> dict[tuple[str, date], ChangedDay]:
        """The dates between two days, both included, on which somebody's week does not hold."""
        return team_rows.changed_days(tx, shop_id, first, last)

    def closures(self, tx: Tx, shop_id: str, from_ms: int, to_ms: int) -> list[Closure]:
        """When places cannot be used, as far as that touches the stretch; the earliest first."""
        return team_rows.closures(tx, shop_id, from_ms, to_ms)

    def week(self, tx: Tx, shop_id: str) -> dict[int, Opening]:
        """Opening hours by weekday (1 Monday … 7 Sunday); a missing weekday is closed."""
        return store.openings(tx, shop_id)

    def hours_on(self, tx: Tx, shop: Shop, day: date) -> Hours | None:
        """When the shop is open on a day; None is a closed day."""
        return self.hours_on_days(tx, shop, [day])[day]

    def hours_on_days(self, tx: Tx, shop: Shop, days: Sequence[date]) -> dict[date, Hours | None]:
        """Opening hours of several days at once."""
        week = store.openings(tx, shop.id)
        closed = store.closed_dates(tx, shop.id, min(days), max(days))
        return {day: None if day in closed else _hours(week.get(day.isoweekday()), shop, day) for day in days}

    def closed_dates(self, tx: Tx, shop_id: str, first: date, last: date) -> dict[date, ClosedDate]:
        """The days between two, both included, on which the shop stays closed whatever the weekday says."""
        return store.closed_dates(tx, shop_id, first, last)

    # Verbs

    async def open_shop(self, new: NewShop, catalogue: Catalogue | None = None) -> Shop:
        """Opens a shop with the standard catalogue unless another is given; raises SlugTaken, BadShop."""
        made = _checked(new, ShopId(self._ids.new()))
        wanted = standard_catalogue() if catalogue is None else catalogue

        def work(tx: Tx) -> Shop:
            if store.find_by_slug(tx, made.slug) is not None:
                raise SlugTaken
            store.insert(tx, made, self._clock.now_ms())
            store.set_openings(tx, made.id, new.hours)
            _number_seats(tx, made.id, made.settings)
            store.set_catalogue(tx, made.id, wanted)
            tx.emit(ShopOpened(shop_id=made.id, key=made.id))
            return made

        return await self._db.write(work)

    async def change_shop(self, actor: Actor, change: ShopChange) -> Shop:
        """Changes the shop's details (managers); raises Forbidden, BadShop."""
        must_manage(actor)

        def work(tx: Tx) -> Shop:
            changed = _changed(self.shop_of(tx, actor.shop_id), change)
            store.update(tx, changed)
            store.note_change(tx, changed.id)
            return changed

        return await self._db.write(work)

    async def set_settings(self, actor: Actor, settings: Settings) -> Shop:
        """Replaces all of the shop's numbers (managers); raises Forbidden, BadShop."""
        must_manage(actor)
        check_settings(settings)

        def work(tx: Tx) -> Shop:
            check_drop_slots(settings.drop_slots, store.openings(tx, actor.shop_id))
            check_rides(settings.rides, store.openings(tx, actor.shop_id))
            _number_seats(tx, actor.shop_id, settings)
            changed = replace(self.shop_of(tx, actor.shop_id), settings=settings)
            store.update(tx, changed)
            store.note_change(tx, changed.id)
            return changed

        return await self._db.write(work)

    async def set_hours(self, actor: Actor, hours: Sequence[Opening]) -> None:
        """Replaces the opening hours of the week (managers); raises Forbidden, BadShop."""
        must_manage(actor)
        check_week(hours)
        await self._change(actor, lambda tx: store.set_openings(tx, actor.shop_id, hours))

    async def close_on(self, actor: Actor, day: date, reason: Label, last: date | None = None) -> None:
        """Closes the shop on a day, or until the last of several (managers). Bookings already made stay.

        Raises Forbidden, BadStretch.
        """
        must_manage(actor)
        days = ((last or day) - day).days + 1
        if not 0 < days <= MOST_CLOSED_DAYS:
            raise BadStretch(days=MOST_CLOSED_DAYS)
        closed = [ClosedDate(day + timedelta(days=n), reason) for n in range(days)]

        def work(tx: Tx) -> None:
            for one in closed:
                store.close_date(tx, actor.shop_id, one)

        await self._change(actor, work)

    async def open_on(self, actor: Actor, day: date) -> None:
        """Takes a closed day back (managers)."""
        must_manage(actor)
        await self._change(actor, lambda tx: store.reopen_date(tx, actor.shop_id, day))

    async def set_catalogue(self, actor: Actor, wanted: Catalogue) -> None:
        """Replaces what the shop sells (managers); raises BadShop for a negative price or minute."""
        must_manage(actor)
        for rule in wanted.rules:
            if rule.minutes < 0 or rule.price_cents < 0 or rule.service not in wanted.by_code:
                raise BadShop(reason=rule.service)
        await self._change(actor, lambda tx: store.set_catalogue(tx, actor.shop_id, wanted))

    async def _change(self, actor: Actor, change: Callable[[Tx], None]) -> None:
        def work(tx: Tx) -> None:
            change(tx)
            store.note_change(tx, actor.shop_id)

        await self._db.write(work)


def shop_day(tx: Tx, shop_id: str, instant_ms: int) -> date:
    """The calendar day on a shop's own clock; raises NoSuchShop."""
    found = store.find(tx, shop_id)
    if found is None:
        raise NoSuchShop
    return local_day(instant_ms, found.clock_zone)


def _number_seats(tx: Tx, shop_id: str, settings: Settings) -> None:
    """As many as the settings allow at any one time."""
    team_rows.number_seats(tx, shop_id, max((one.most for one in settings.drop_slots), default=0))
    for way in WAYS:
        stops = (one.stops for one in settings.rides.windows if one.way == way)
        team_rows.number_seats(tx, shop_id, max(stops, default=0), way)


def _hours(opening: Opening | None, shop: Shop, day: date) -> Hours | None:
    if opening is None:
        return None
    zone = shop.clock_zone
    return Hours(day, wall_ms(day, opening.opens_min, zone), wall_ms(day, opening.closes_min, zone))


def _checked(new: NewShop, shop_id: ShopId) -> Shop:
    if not _SLUG.fullmatch(new.slug):
        raise BadShop(reason="slug")
    if new.lang not in ("zh", "en"):
        raise BadShop(reason="lang")
    _check_zone(new.zone)
    check_text("name", new.name, 1, 80)
    check_settings(new.settings)
    check_week(new.hours)
    week = {one.weekday: one for one in new.hours}
    check_drop_slots(new.settings.drop_slots, week)
    check_rides(new.settings.rides, week)
    emergency = Emergency(new.emergency_name, new.emergency_phone) if new.emergency_phone else None
    return Shop(
        shop_id, new.slug, Label(new.name, new.name_en or new.name), new.zone, new.lang,
        new.address, new.phone, emergency, new.settings,
    )  # fmt: skip


def _check_phone(name: str, phone: str | None) -> None:
    """A number that people can dial, in any country's spelling; empty removes it."""
    if phone and not _DIALLED.fullmatch(phone):
        raise BadShop(reason=name)


def _changed(shop: Shop, change: ShopChange) -> Shop:
    name = Label(_kept(change.name, shop.name.zh), _kept(change.name_en, shop.name.en))
    check_text("name", name.zh, 1, 80)
    check_text("name_en", name.en, 1, 80)
    check_text("address", change.address or "", 0, 200)
    _check_phone("phone", change.phone)
    _check_phone("emergency_phone", change.emergency_phone)
    return replace(
        shop,
        name=name,
        address=_kept(change.address, shop.address),
        phone=_kept(change.phone, shop.phone),
        emergency=_emergency(shop.emergency, change),
    )


def _emergency(known: Emergency | None, change: ShopChange) -> Emergency | None:
    name = _kept(change.emergency_name, known.name if known else "")
    phone = _kept(change.emergency_phone, known.phone if known else "")
    check_text("emergency_name", name, 0, 80)
    check_text("emergency_phone", phone, 0, 32)
    return Emergency(name, phone) if phone else None


def _kept(new: T | None, old: T) -> T:
    return old if new is None else new


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadShop(reason="zone") from None
