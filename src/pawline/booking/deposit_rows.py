"""The SQL of deposits: what was paid ahead for bookings, and given back."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from pawline.platform.db import Tx, metadata

_ID = sa.String(32)

# What was paid ahead (above 0) and given back (below).
deposit = sa.Table(
    "deposit",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("booking_id", _ID, nullable=False, index=True),
    sa.Column("cents", sa.Integer, nullable=False),
    sa.Column("way", sa.String(8), nullable=False),
    sa.Column("by", _ID, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
)


def insert(tx: Tx, shop_id: str, deposit_id: str, booking_id: str, cents: int, way: str, by: str, at_ms: int) -> None:
    """Notes a sum that was paid ahead, or (below 0) given back."""
    tx.execute(
        deposit.insert().values(
            id=deposit_id, shop_id=shop_id, booking_id=booking_id, cents=cents, way=way, by=by, at_ms=at_ms
        )
    )


def paid_for(tx: Tx, shop_id: str, booking_ids: Iterable[str]) -> dict[str, int]:
    """What is there of the deposits of some bookings, in cents, by booking; nothing is 0."""
    wanted = sorted(set(booking_ids))
    where = (deposit.c.shop_id == shop_id) & deposit.c.booking_id.in_(wanted)
    sums = sa.select(deposit.c.booking_id, sa.func.sum(deposit.c.cents).label("cents")).where(where)
    found = {row.booking_id: int(row.cents) for row in tx.execute(sums.group_by(deposit.c.booking_id))}
    return {one: found.get(one, 0) for one in wanted}
