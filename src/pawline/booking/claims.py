"""All SQL of claims: what is taken by whom and when; the overlap rule is in `overlap.py`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.event import listen
from sqlalchemy.exc import IntegrityError

from pawline.platform.db import Tx, metadata

from .model import Claim, Span
from .overlap import AIRING, OVERLAP, SPECIES_NO, airing_ddl, overlap_ddl
from .store import booking

DAY_MS = 86_400_000
# A visit ends on the day on which it begins; with a claim's buffers and over midnight this is more than enough. What a
# stay takes may last for weeks: it is no visit's, and asked for by its number (`of_resources`).
LONGEST_MS = 2 * DAY_MS
_SPECIES = {number: species for species, number in SPECIES_NO.items()}
_ID = sa.String(32)
_NO = sa.BigInteger().with_variant(sa.Integer, "sqlite")

claim = sa.Table(
    "claim",
    metadata,
    sa.Column("id", _NO, primary_key=True, autoincrement=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("booking_id", _ID, nullable=False, index=True),
    sa.Column("resource_no", _NO, nullable=False),
    sa.Column("start_ms", sa.BigInteger, nullable=False),
    sa.Column("end_ms", sa.BigInteger, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("species", sa.Integer),
    sa.Column("airs_ms", sa.BigInteger, nullable=False, server_default="0"),
    sa.CheckConstraint("start_ms < end_ms", name="has_length"),
    sa.Index("ix_claim_busy", "resource_no", "active", "end_ms", "start_ms"),
    sa.Index("ix_claim_day", "shop_id", "active", "start_ms", "end_ms"),
)
for _dialect in ("sqlite", "postgresql"):
    for _statement in (*overlap_ddl(_dialect), *airing_ddl(_dialect)):
        listen(claim, "after_create", sa.DDL(_statement).execute_if(dialect=_dialect))

# Asked for by every question about free times: the statement is made once. PostgreSQL wants the very same day in both.
_DAY = claim.c.start_ms // sa.literal_column(str(DAY_MS), sa.BigInteger)
_MARKS = (
    sa.select(_DAY.label("day"), sa.func.count().label("many"), sa.func.sum(claim.c.id).label("total"))
    .where(claim.c.shop_id == sa.bindparam("shop"), claim.c.active.is_(True))
    .where(claim.c.start_ms >= sa.bindparam("begin"), claim.c.start_ms < sa.bindparam("end"))
    .group_by(_DAY)
)


class Overlap(Exception):
    """The database refused a claim: the resource is taken then, or airs."""


def take(tx: Tx, shop_id: str, booking_id: str, wanted: Sequence[Claim]) -> None:
    """Takes resources for a booking; raises Overlap when the database refuses one."""
    rows = [
        {
            "shop_id": shop_id,
            "booking_id": booking_id,
            "resource_no": one.resource_no,
            "start_ms": one.start_ms,
            "end_ms": one.end_ms,
            "active": True,
            "species": SPECIES_NO[one.species] if one.species else None,
            "airs_ms": one.airs_ms,
        }
        for one in sorted(wanted, key=lambda one: (one.resource_no, one.start_ms))
    ]
    try:
        tx.execute(claim.insert(), rows)
    except IntegrityError as refusal:
        if not any(rule in str(refusal.orig) for rule in (OVERLAP, AIRING)):
            raise
        raise Overlap from refusal


def of_bookings(tx: Tx, shop_id: str, booking_ids: Iterable[str]) -> dict[str, tuple[Claim, ...]]:
    """Everything that some bookings have taken now, by booking; one that has taken nothing has an empty line."""
    wanted = sorted(set(booking_ids))
    found: dict[str, list[Claim]] = {one: [] for one in wanted}
    where = (claim.c.shop_id == shop_id) & claim.c.booking_id.in_(wanted) & claim.c.active.is_(True)
    for row in tx.execute(sa.select(claim).where(where).order_by(claim.c.start_ms, claim.c.resource_no)):
        found[row.booking_id].append(_claim(row))
    return {one: tuple(mine) for one, mine in found.items()}


def holders(tx: Tx, shop_id: str, wanted: Sequence[Claim]) -> set[str]:
    """The bookings that stand in the way of any of this now, by what they have taken or because it airs."""
    if not wanted:
        return set()
    where = (claim.c.shop_id == shop_id) & claim.c.active.is_(True) & sa.or_(*map(_clashes, wanted))
    return set(tx.execute(sa.select(claim.c.booking_id).where(where).distinct()).scalars())


def _clashes(one: Claim) -> sa.ColumnElement[bool]:
    """What `airing.clash` says, of the rows."""
    overlaps = (claim.c.end_ms > one.start_ms) & (claim.c.start_ms < one.end_ms)
    if one.species is not None:
        is_mixed = claim.c.species.is_not(None) & (claim.c.species != SPECIES_NO[one.species])
        airs = (claim.c.end_ms + claim.c.airs_ms > one.start_ms) & (claim.c.start_ms < one.end_ms + one.airs_ms)
        overlaps |= is_mixed & airs
    return (claim.c.resource_no == one.resource_no) & overlaps


def _claim(row: sa.Row[Any]) -> Claim:
    return Claim(row.resource_no, row.start_ms, row.end_ms, _SPECIES.get(row.species), row.airs_ms)


def release(tx: Tx, booking_id: str) -> None:
    """Lets go of everything a booking has taken."""
    where = (claim.c.booking_id == booking_id) & claim.c.active.is_(True)
    tx.execute(claim.update().where(where).values(active=False))


def within(tx: Tx, shop_id: str, span: Span, now_ms: int, but: Collection[str] = ()) -> list[Claim]:
    """Claims that overlap a span.

    Those of holds whose time is over do not count, nor those of the bookings `but` (being moved).
    """
    return _counting(tx, _claimed(shop_id, span) & (claim.c.end_ms > span.start_ms), now_ms, but)


def of_resources(
    tx: Tx, shop_id: str, numbers: Iterable[int], span: Span, now_ms: int, but: Collection[str] = ()
) -> list[Claim]:  # fmt: skip
    """The same of a few resources, however long ago a claim began."""
    where = (claim.c.shop_id == shop_id) & claim.c.resource_no.in_(sorted(set(numbers))) & claim.c.active.is_(True)
    return _counting(tx, where & (claim.c.end_ms > span.start_ms) & (claim.c.start_ms < span.end_ms), now_ms, but)


def _counting(tx: Tx, where: sa.ColumnElement[bool], now_ms: int, but: Collection[str]) -> list[Claim]:
    is_over = (booking.c.status == "held") & (booking.c.hold_until_ms <= now_ms)
    where &= ~is_over
    if but:
        where &= claim.c.booking_id.not_in(list(but))
    what = (claim.c.resource_no, claim.c.start_ms, claim.c.end_ms, claim.c.species, claim.c.airs_ms)
    joined = sa.select(*what).join(booking, booking.c.id == claim.c.booking_id).where(where)
    return [_claim(row) for row in tx.execute(joined)]


def marks(tx: Tx, shop_id: str, first: int, last: int) -> dict[int, tuple[int, int]]:
    """How many claims begin on each of some UTC days (since 1970, both included), and the sum of their numbers."""
    where = {"shop": shop_id, "begin": first * DAY_MS, "end": (last + 1) * DAY_MS}
    return {int(row.day): (int(row.many), int(row.total)) for row in tx.execute(_MARKS, where)}


def held_spans(tx: Tx, shop_id: str) -> list[Span]:
    """When the bookings are for which no yes has come yet, also those whose time is over: never many."""
    where = (booking.c.status == "held") & (booking.c.shop_id == shop_id)
    rows = tx.execute(sa.select(booking.c.starts_ms, booking.c.ends_ms).where(where))
    return [Span(row.starts_ms, row.ends_ms) for row in rows]


def _claimed(shop_id: str, span: Span) -> sa.ColumnElement[bool]:
    """What is taken and begins in a span, or at most a visit's length before it."""
    begins = (claim.c.start_ms < span.end_ms) & (claim.c.start_ms > span.start_ms - LONGEST_MS)
    return (claim.c.shop_id == shop_id) & claim.c.active.is_(True) & begins
