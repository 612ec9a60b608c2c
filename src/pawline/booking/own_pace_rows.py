"""The SQL of what pets took last."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from pawline.platform.db import Tx, metadata

_ID = sa.String(32)

own_pace = sa.Table(
    "own_pace",
    metadata,
    sa.Column("shop_id", _ID, primary_key=True),
    sa.Column("pet_id", _ID, primary_key=True),
    sa.Column("code", _ID, primary_key=True),
    sa.Column("percent", sa.Integer, nullable=False),
    sa.Column("booking_id", _ID, nullable=False),
)


def of_pet(tx: Tx, shop_id: str, pet_id: str) -> dict[str, int]:
    """The percent of the listed minutes by service; what is done as listed is not in it."""
    where = (own_pace.c.shop_id == shop_id) & (own_pace.c.pet_id == pet_id)
    rows = tx.execute(sa.select(own_pace.c.code, own_pace.c.percent).where(where))
    return {row.code: row.percent for row in rows}


def keep(tx: Tx, shop_id: str, pet_id: str, codes: Iterable[str], percent: int, booking_id: str) -> None:
    """What the pet took for these services, in place of what was known; 100 is as listed."""
    wanted = list(codes)
    forget(tx, shop_id, pet_id, wanted)
    if percent != 100 and wanted:
        row = {"shop_id": shop_id, "pet_id": pet_id, "percent": percent, "booking_id": booking_id}
        tx.execute(sa.insert(own_pace), [row | {"code": code} for code in wanted])


def forget(tx: Tx, shop_id: str, pet_id: str, codes: Iterable[str]) -> None:
    """From here on these services take what is listed."""
    where = (own_pace.c.shop_id == shop_id) & (own_pace.c.pet_id == pet_id) & own_pace.c.code.in_(list(codes))
    tx.execute(sa.delete(own_pace).where(where))
