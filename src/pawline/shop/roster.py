"""Who works when, and which places there are: the verbs of people and places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

import msgspec

from pawline.people import Actor, must_manage
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import AccountId, Ids

from . import store, team_rows
from .checks import check_between, check_personal, check_shift, check_shifts, check_text
from .errors import BadStretch, KennelStays, NoSuchMate
from .model import ChangedDay, Closure, Groomer, Label, Shift, Station, StationKind

T = TypeVar("T")

# Somebody is away, or a place closed, for at most so long at once.
MOST_DAYS = 366
DAY_MS = 86_400_000


class NewStation(msgspec.Struct, frozen=True, kw_only=True):
    """A place to add; empty sizes or species take every pet."""

    kind: StationKind
    name: str
    name_en: str
    sizes: tuple[str, ...] = ()
    species: tuple[str, ...] = ()
    buffer_min: int = 0


@dataclass(frozen=True)
class GroomerChange:
    """What a person can do, when they work, how much and how quickly; one that is not active is offered to nobody.

    `pets_a_day` and `large_a_day` are the most that they do in a day, None any number, 0 none at all; `pace_percent` is
    how many percent of the listed minutes they take.
    """

    skills: frozenset[str]
    shifts: tuple[Shift, ...]
    is_active: bool = True
    pets_a_day: int | None = None
    large_a_day: int | None = None
    pace_percent: int = 100


class Roster:
    """For managers only: each verb raises Forbidden for anybody else. Bookings that are made already stay."""

    def __init__(self, db: Database, clock: Clock, ids: Ids) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids

    async def set_groomer(
        self, actor: Actor, account_id: AccountId, title: Label, skills: Iterable[str], shifts: Sequence[Shift],
        position: int = 0, is_active: bool = True, pets_a_day: int | None = None, large_a_day: int | None = None,
        pace_percent: int = 100,
    ) -> Groomer:  # fmt: skip
        """Adds a person who works on pets, or replaces the profile; raises BadShift, BadShop, BadNumber."""
        check_shifts(shifts)
        check_personal(pets_a_day=pets_a_day, large_a_day=large_a_day, pace_percent=pace_percent)
        check_text("title", title.zh, 1, 40)

        def work(tx: Tx) -> Groomer:
            number = team_rows.number_for(tx, actor.shop_id, "staff", account_id)
            one = Groomer(
                account_id, number, title, frozenset(skills), tuple(shifts), is_active, position, pets_a_day,
                large_a_day, pace_percent,
            )  # fmt: skip
            team_rows.save_groomer(tx, actor.shop_id, one)
            return one

        return await self._change(actor, work)

    async def change_groomer(self, actor: Actor, account_id: str, change: GroomerChange) -> Groomer:
        """Another week, other skills, another measure of work; raises NoSuchMate, BadShift, BadShop, BadNumber."""
        check_shifts(change.shifts)
        check_personal(
            pets_a_day=change.pets_a_day, large_a_day=change.large_a_day, pace_percent=change.pace_percent
        )  # fmt: skip
        for skill in change.skills:
            check_text("skills", skill, 1, 16)

        def work(tx: Tx) -> Groomer:
            known = {one.account_id: one for one in team_rows.groomers(tx, actor.shop_id)}
            _must_be_in(account_id, known)
            changed = replace(
                known[AccountId(account_id)], skills=change.skills, shifts=change.shifts,
                is_active=change.is_active, pets_a_day=change.pets_a_day, large_a_day=change.large_a_day,
                pace_percent=change.pace_percent,
            )  # fmt: skip
            team_rows.save_groomer(tx, actor.shop_id, changed)
            return changed

        return await self._change(actor, work)

    async def change_days(
        self, actor: Actor, account_id: str, first: date, last: date, shift: Shift | None, reason: str = ""
    ) -> list[ChangedDay]:
        """Other hours from one date to another, both included, or (None) days off: leave, an extra day.

        The shift's own weekday counts for nothing. Raises NoSuchMate, BadShift, BadStretch.
        """
        days = (last - first).days + 1
        if not 0 < days <= MOST_DAYS:
            raise BadStretch(days=MOST_DAYS)
        check_text("reason", reason, 0, 80)
        dates = [first + timedelta(days=n) for n in range(days)]
        who = AccountId(account_id)
        changes = [ChangedDay(who, one, None if shift is None else _on(shift, one), reason) for one in dates]

        def work(tx: Tx) -> list[ChangedDay]:
            _must_be_in(account_id, [one.account_id for one in team_rows.groomers(tx, actor.shop_id)])
            team_rows.change_days(tx, actor.shop_id, changes)
            return changes

        return await self._change(actor, work)

    async def keep_week(self, actor: Actor, account_id: str, day: date) -> None:
        """Somebody's week holds on that date again; nothing happens when it does. Raises NoSuchMate."""

        def work(tx: Tx) -> None:
            _must_be_in(account_id, [one.account_id for one in team_rows.groomers(tx, actor.shop_id)])
            team_rows.keep_day(tx, actor.shop_id, account_id, day)

        await self._change(actor, work)

    async def add_station(self, actor: Actor, new: NewStation) -> Station:
        """Adds a place; raises BadShop."""
        station_id = self._ids.new()

        def work(tx: Tx) -> Station:
            number = team_rows.number_for(tx, actor.shop_id, "place", station_id)
            made = _station(new, station_id, number, position=number)
            team_rows.save_station(tx, actor.shop_id, made)
            return made

        return await self._change(actor, work)

    async def change_station(self, actor: Actor, station_id: str, new: NewStation) -> Station:
        """Replaces what is said of a place; raises BadShop, NoSuchMate, KennelStays.

        A kennel stays one, and nothing else becomes one: whoever looks for a visit does not look at what stays took.
        """

        def work(tx: Tx) -> Station:
            known = _place(tx, actor.shop_id, station_id)
            if new.kind is not known.kind and StationKind.KENNEL in (new.kind, known.kind):
                raise KennelStays
            changed = _station(new, known.id, known.resource_no, known.position)
            team_rows.save_station(tx, actor.shop_id, changed)
            return changed

        return await self._change(actor, work)

    async def retire_station(self, actor: Actor, station_id: str) -> None:
        """The place is no longer used; what was done there stays on record. Raises NoSuchMate."""

        def work(tx: Tx) -> None:
            team_rows.save_station(tx, actor.shop_id, _place(tx, actor.shop_id, station_id), is_active=False)

        await self._change(actor, work)

    async def close_station(
        self, actor: Actor, station_id: str, start_ms: int, end_ms: int, reason: str = ""
    ) -> Closure:
        """A place cannot be used from one instant to another; raises NoSuchMate, BadStretch."""
        now_ms = self._clock.now_ms()
        if not now_ms < end_ms or not start_ms < end_ms <= start_ms + MOST_DAYS * DAY_MS:
            raise BadStretch(days=MOST_DAYS)
        check_text("reason", reason, 0, 80)
        made = Closure(self._ids.new(), station_id, start_ms, end_ms, reason)

        def work(tx: Tx) -> Closure:
            _place(tx, actor.shop_id, station_id)
            team_rows.insert_closure(tx, actor.shop_id, made)
            return made

        return await self._change(actor, work)

    async def reopen_station(self, actor: Actor, closure_id: str) -> None:
        """Takes a closure back; raises NoSuchMate."""

        def work(tx: Tx) -> None:
            if not team_rows.delete_closure(tx, actor.shop_id, closure_id):
                raise NoSuchMate

        await self._change(actor, work)

    async def _change(self, actor: Actor, change: Callable[[Tx], T]) -> T:
        must_manage(actor)

        def work(tx: Tx) -> T:
            done = change(tx)
            store.note_change(tx, actor.shop_id)
            return done

        return await self._db.write(work)


def _on(shift: Shift, day: date) -> Shift:
    dated = replace(shift, weekday=day.isoweekday())
    check_shift(dated)
    return dated


def _station(new: NewStation, station_id: str, number: int, position: int) -> Station:
    check_between("buffer_min", new.buffer_min, 0, 240)
    check_text("name", new.name, 1, 40)
    check_text("name_en", new.name_en, 0, 40)
    name = Label(new.name.strip(), new.name_en.strip() or new.name.strip())
    sizes, species = frozenset(new.sizes), frozenset(new.species)
    return Station(station_id, number, new.kind, name, sizes, species, new.buffer_min, position)


def _place(tx: Tx, shop_id: str, station_id: str) -> Station:
    found = {one.id: one for one in team_rows.stations(tx, shop_id)}
    _must_be_in(station_id, found)
    return found[station_id]


def _must_be_in(one: str, known: Iterable[str]) -> None:
    if one not in known:
        raise NoSuchMate
