"""All SQL of rides: who is fetched and brought home, when and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from pawline.platform.db import Tx, metadata
from pawline.shop import Label, Way

from .model import LIVE, BookingStatus, Span
from .store import booking

_ID = sa.String(32)
_NO = sa.BigInteger().with_variant(sa.Integer, "sqlite")
# Who was driven was driven; and a hold counts as long as it lasts.
_COUNTS = [status.value for status in (*LIVE, BookingStatus.DONE)]

ride = sa.Table(
    "ride",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("booking_id", _ID, nullable=False),
    sa.Column("way", sa.String(8), nullable=False),
    sa.Column("owner_id", _ID, nullable=False),
    sa.Column("start_ms", sa.BigInteger, nullable=False),
    sa.Column("end_ms", sa.BigInteger, nullable=False),
    sa.Column("seat_no", _NO, nullable=False),
    sa.Column("zone", sa.String(16), nullable=False),
    sa.Column("zone_zh", sa.String(16), nullable=False),
    sa.Column("zone_en", sa.String(16), nullable=False),
    sa.Column("price_cents", sa.Integer, nullable=False),
    sa.Column("address_sealed", sa.Text, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("made_ms", sa.BigInteger, nullable=False),
    sa.Column("done_ms", sa.BigInteger),
    sa.Column("done_by", _ID),
    sa.CheckConstraint("price_cents >= 0", name="not_negative"),
    sa.Index("ix_ride_booking", "shop_id", "booking_id"),
    sa.Index("ix_ride_day", "shop_id", "start_ms"),
    sa.Index("ix_ride_owner", "shop_id", "owner_id", "made_ms"),
)


@dataclass(frozen=True)
class Ride:
    """One way of a visit, with all pets that come: `booking_id` is that of the leading one.

    `span` is the window, `seat_no` what is taken of it. `zone_name` and `price_cents` are those of when it was chosen;
    the address is sealed. `done_ms` is when the driver was there, None: not yet.
    """

    id: str
    shop_id: str
    booking_id: str
    way: Way
    owner_id: str
    span: Span
    seat_no: int
    zone: str
    zone_name: Label
    price_cents: int
    address_sealed: str
    made_ms: int
    done_ms: int | None = None
    done_by: str | None = None


def insert(tx: Tx, new: Ride) -> None:
    """Adds a ride."""
    tx.execute(ride.insert().values(id=new.id, shop_id=new.shop_id, active=True, **_columns(new)))


def update(tx: Tx, changed: Ride) -> None:
    """Writes all of a ride."""
    mine = (ride.c.id == changed.id) & (ride.c.shop_id == changed.shop_id)
    tx.execute(ride.update().where(mine).values(**_columns(changed)))


def drop(tx: Tx, one: Ride) -> None:
    """Nobody drives; where it was is kept for the owner's next one."""
    mine = (ride.c.id == one.id) & (ride.c.shop_id == one.shop_id)
    tx.execute(ride.update().where(mine).values(active=False))


def find(tx: Tx, shop_id: str, ride_id: str) -> Ride | None:
    """A ride of a shop that stands."""
    where = (ride.c.shop_id == shop_id) & (ride.c.id == ride_id) & ride.c.active.is_(True)
    row = tx.execute(sa.select(ride).where(where)).one_or_none()
    return None if row is None else _ride(row)


def of_bookings(tx: Tx, shop_id: str, booking_ids: Iterable[str]) -> dict[str, list[Ride]]:
    """The rides of some leading bookings, by booking, the way to the shop first; one without any is not in it."""
    where = (ride.c.shop_id == shop_id) & ride.c.booking_id.in_(sorted(set(booking_ids))) & ride.c.active.is_(True)
    found: dict[str, list[Ride]] = {}
    for row in tx.execute(sa.select(ride).where(where).order_by(ride.c.way)):
        found.setdefault(row.booking_id, []).append(_ride(row))
    return found


def of_booking(tx: Tx, shop_id: str, booking_id: str) -> list[Ride]:
    """The rides of one leading booking, the way to the shop first."""
    return of_bookings(tx, shop_id, [booking_id]).get(booking_id, [])


def within(tx: Tx, shop_id: str, span: Span, now_ms: int) -> list[Ride]:
    """The rides whose window begins in a span, in its order; those of holds whose time is over do not count."""
    is_over = (booking.c.status == BookingStatus.HELD.value) & (booking.c.hold_until_ms <= now_ms)
    where = (ride.c.shop_id == shop_id) & (ride.c.start_ms >= span.start_ms) & (ride.c.start_ms < span.end_ms)
    where &= ride.c.active.is_(True) & booking.c.status.in_(_COUNTS) & ~is_over
    joined = sa.select(ride).join(booking, booking.c.id == ride.c.booking_id).where(where)
    return [_ride(row) for row in tx.execute(joined.order_by(ride.c.start_ms, ride.c.made_ms, ride.c.id))]


def last_of(tx: Tx, shop_id: str, owner_id: str) -> Ride | None:
    """The latest ride of an owner, also one that was called off; None when there never was one."""
    where = (ride.c.shop_id == shop_id) & (ride.c.owner_id == owner_id)
    row = tx.execute(sa.select(ride).where(where).order_by(ride.c.made_ms.desc(), ride.c.id.desc()).limit(1)).first()
    return None if row is None else _ride(row)


def move_owner(tx: Tx, shop_id: str, old: str, new: str) -> None:
    """Gives a guest's rides to the owner who turned out to be the same person."""
    where = (ride.c.shop_id == shop_id) & (ride.c.owner_id == old)
    tx.execute(ride.update().where(where).values(owner_id=new))


def follow_lead(tx: Tx, shop_id: str, was: str, now: str) -> None:
    """Another booking leads those who are driven."""
    where = (ride.c.shop_id == shop_id) & (ride.c.booking_id == was)
    tx.execute(ride.update().where(where).values(booking_id=now))


def _columns(one: Ride) -> Mapping[str, Any]:
    return {
        "booking_id": one.booking_id, "way": one.way, "owner_id": one.owner_id, "start_ms": one.span.start_ms,
        "end_ms": one.span.end_ms, "seat_no": one.seat_no, "zone": one.zone, "zone_zh": one.zone_name.zh,
        "zone_en": one.zone_name.en, "price_cents": one.price_cents, "address_sealed": one.address_sealed,
        "made_ms": one.made_ms, "done_ms": one.done_ms, "done_by": one.done_by,
    }  # fmt: skip


def _ride(row: sa.Row[Any]) -> Ride:
    return Ride(
        row.id, row.shop_id, row.booking_id, cast(Way, row.way), row.owner_id, Span(row.start_ms, row.end_ms),
        row.seat_no, row.zone, Label(row.zone_zh, row.zone_en), row.price_cents, row.address_sealed, row.made_ms,
        row.done_ms, row.done_by,
    )  # fmt: skip
