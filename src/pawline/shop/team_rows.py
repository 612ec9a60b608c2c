"""All SQL of a shop's people and places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from pawline.platform.db import Tx, metadata
from pawline.platform.ids import AccountId

from .model import ChangedDay, Closure, Groomer, Label, Shift, Station, StationKind

_ID = sa.String(32)
_NO = sa.BigInteger().with_variant(sa.Integer, "sqlite")

# People, places and pets share one row of numbers, because the database compares claims by number.
resource = sa.Table(
    "resource",
    metadata,
    sa.Column("no", _NO, primary_key=True, autoincrement=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("ref", _ID, nullable=False),
    sa.UniqueConstraint("shop_id", "kind", "ref"),
    sqlite_autoincrement=True,
)

groomer = sa.Table(
    "groomer",
    metadata,
    sa.Column("shop_id", _ID, primary_key=True),
    sa.Column("account_id", _ID, primary_key=True),
    sa.Column("resource_no", _NO, nullable=False, unique=True),
    sa.Column("title_zh", sa.String(40), nullable=False),
    sa.Column("title_en", sa.String(40), nullable=False),
    sa.Column("skills", sa.JSON, nullable=False),
    sa.Column("shifts", sa.JSON, nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("pets_a_day", sa.Integer),
    sa.Column("large_a_day", sa.Integer),
    sa.Column("pace_percent", sa.Integer, nullable=False, server_default="100"),
)

station = sa.Table(
    "station",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False, index=True),
    sa.Column("resource_no", _NO, nullable=False, unique=True),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("name", sa.String(40), nullable=False),
    sa.Column("name_en", sa.String(40), nullable=False),
    sa.Column("sizes", sa.JSON, nullable=False),
    sa.Column("species", sa.JSON, nullable=False),
    sa.Column("buffer_min", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False),
)


changed_day = sa.Table(
    "changed_day",
    metadata,
    sa.Column("shop_id", _ID, primary_key=True),
    sa.Column("account_id", _ID, primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    # No shift is a day off.
    sa.Column("shift", sa.JSON(none_as_null=True)),
    sa.Column("reason", sa.String(80), nullable=False),
    sa.Index("ix_changed_day", "shop_id", "day"),
)

closure = sa.Table(
    "closure",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("station_id", _ID, nullable=False),
    sa.Column("start_ms", sa.BigInteger, nullable=False),
    sa.Column("end_ms", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.String(80), nullable=False),
    sa.Index("ix_closure_shop", "shop_id", "end_ms"),
)


# As what a pet is claimed among those that are brought at the same time.
SEAT = "seat"


def find_number(tx: Tx, shop_id: str, kind: str, ref: str) -> int | None:
    """The resource number of a person, a place or a pet; None of what was never claimed."""
    where = (resource.c.shop_id == shop_id) & (resource.c.kind == kind) & (resource.c.ref == ref)
    return tx.execute(sa.select(resource.c.no).where(where)).scalar()


def number_for(tx: Tx, shop_id: str, kind: str, ref: str) -> int:
    """The same, made on first use."""
    known = find_number(tx, shop_id, kind, ref)
    if known is not None:
        return known
    made = tx.execute(resource.insert().values(shop_id=shop_id, kind=kind, ref=ref))
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def seats(tx: Tx, shop_id: str, kind: str = SEAT) -> tuple[int, ...]:
    """The numbers of the seats of a kind that a shop has ever had, in their order."""
    where = (resource.c.shop_id == shop_id) & (resource.c.kind == kind)
    return tuple(tx.execute(sa.select(resource.c.no).where(where).order_by(resource.c.no)).scalars())


def number_seats(tx: Tx, shop_id: str, many: int, kind: str = SEAT) -> None:
    """Sees to it that a shop has as many seats; those that it had before stay."""
    for seat in range(len(seats(tx, shop_id, kind)), many):
        number_for(tx, shop_id, kind, str(seat))


def groomers(tx: Tx, shop_id: str) -> tuple[Groomer, ...]:
    """The people who work on pets, in the shop's order."""
    statement = sa.select(groomer).where(groomer.c.shop_id == shop_id)
    rows = tx.execute(statement.order_by(groomer.c.position, groomer.c.account_id))
    return tuple(_groomer(row) for row in rows)


def _groomer(row: sa.Row[Any]) -> Groomer:
    return Groomer(
        account_id=AccountId(row.account_id),
        resource_no=row.resource_no,
        title=Label(row.title_zh, row.title_en),
        skills=frozenset(row.skills),
        shifts=msgspec.convert(row.shifts, tuple[Shift, ...]),
        is_active=row.is_active,
        position=row.position,
        pets_a_day=row.pets_a_day,
        large_a_day=row.large_a_day,
        pace_percent=row.pace_percent,
    )


def save_groomer(tx: Tx, shop_id: str, one: Groomer) -> None:
    """Adds or replaces a person's profile."""
    where = (groomer.c.shop_id == shop_id) & (groomer.c.account_id == one.account_id)
    tx.execute(groomer.delete().where(where))
    tx.execute(
        groomer.insert().values(
            shop_id=shop_id,
            account_id=one.account_id,
            resource_no=one.resource_no,
            title_zh=one.title.zh,
            title_en=one.title.en,
            skills=sorted(one.skills),
            shifts=msgspec.to_builtins(one.shifts),
            is_active=one.is_active,
            position=one.position,
            pets_a_day=one.pets_a_day,
            large_a_day=one.large_a_day,
            pace_percent=one.pace_percent,
        )
    )


def changed_days(tx: Tx, shop_id: str, first: date, last: date) -> dict[tuple[str, date], ChangedDay]:
    """By person and date, from the first day to the last."""
    within = changed_day.c.day.between(first.isoformat(), last.isoformat())
    rows = tx.execute(sa.select(changed_day).where(changed_day.c.shop_id == shop_id, within))
    found = [_changed(row) for row in rows]
    return {(one.account_id, one.day): one for one in found}


def _changed(row: sa.Row[Any]) -> ChangedDay:
    shift = None if row.shift is None else msgspec.convert(row.shift, Shift)
    return ChangedDay(AccountId(row.account_id), date.fromisoformat(row.day), shift, row.reason)


def change_days(tx: Tx, shop_id: str, changes: Sequence[ChangedDay]) -> None:
    """Writes each, over what was said of that date before."""
    for one in changes:
        keep_day(tx, shop_id, one.account_id, one.day)
    rows = [
        {
            "shop_id": shop_id, "account_id": one.account_id, "day": one.day.isoformat(),
            "shift": None if one.shift is None else msgspec.to_builtins(one.shift), "reason": one.reason,
        }
        for one in changes
    ]  # fmt: skip
    tx.execute(changed_day.insert(), rows)


def keep_day(tx: Tx, shop_id: str, account_id: str, day: date) -> None:
    """Somebody's week holds on that date again."""
    where = (changed_day.c.shop_id == shop_id, changed_day.c.account_id == account_id)
    tx.execute(changed_day.delete().where(*where, changed_day.c.day == day.isoformat()))


def closures(tx: Tx, shop_id: str, from_ms: int, to_ms: int) -> list[Closure]:
    """Those that touch the stretch, the earliest first."""
    touches = (closure.c.shop_id == shop_id, closure.c.end_ms > from_ms, closure.c.start_ms < to_ms)
    rows = tx.execute(sa.select(closure).where(*touches).order_by(closure.c.start_ms, closure.c.id))
    return [Closure(row.id, row.station_id, row.start_ms, row.end_ms, row.reason) for row in rows]


def insert_closure(tx: Tx, shop_id: str, one: Closure) -> None:
    """A place cannot be used for a while."""
    values = {"id": one.id, "station_id": one.station_id, "start_ms": one.start_ms, "end_ms": one.end_ms}
    tx.execute(closure.insert().values(shop_id=shop_id, reason=one.reason, **values))


def delete_closure(tx: Tx, shop_id: str, closure_id: str) -> bool:
    """Whether there was one."""
    where = (closure.c.shop_id == shop_id, closure.c.id == closure_id)
    return bool(tx.execute(closure.delete().where(*where)).rowcount)


def stations(tx: Tx, shop_id: str) -> tuple[Station, ...]:
    """The places in use, in the shop's order."""
    statement = sa.select(station).where(station.c.shop_id == shop_id, station.c.is_active.is_(True))
    rows = tx.execute(statement.order_by(station.c.position, station.c.id))
    return tuple(_station(row) for row in rows)


def _station(row: sa.Row[Any]) -> Station:
    return Station(
        id=row.id,
        resource_no=row.resource_no,
        kind=StationKind(row.kind),
        name=Label(row.name, row.name_en),
        sizes=frozenset(row.sizes),
        species=frozenset(row.species),
        buffer_min=row.buffer_min,
        position=row.position,
    )


def save_station(tx: Tx, shop_id: str, one: Station, *, is_active: bool = True) -> None:
    """Adds or replaces a place. One that is no longer in use keeps its row, for what was done there."""
    tx.execute(station.delete().where(station.c.shop_id == shop_id, station.c.id == one.id))
    tx.execute(
        station.insert().values(
            id=one.id,
            shop_id=shop_id,
            resource_no=one.resource_no,
            kind=one.kind.value,
            name=one.name.zh,
            name_en=one.name.en,
            sizes=sorted(one.sizes),
            species=sorted(one.species),
            buffer_min=one.buffer_min,
            position=one.position,
            is_active=is_active,
        )
    )
