"""The SQL of what pets took last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from pawline.platform.db import Tx, metadata

_ID = sa.String(32)

own_pace = sa.Table(
    "own_pace",
    metadata,
    sa.Column("shop_id", _ID, primary_key=True),
    sa.Column("pet_id", _ID, primary_key=True),
    sa.Column("code", _ID, primary_key=True),
    sa.Column("minutes", sa.Integer, nullable=False),
)


def of_pet(tx: Tx, shop_id: str, pet_id: str) -> dict[str, int]:
    """The minutes by service; what is done as listed is not in it."""
    return of_pets(tx, shop_id, [pet_id]).get(pet_id, {})


def of_pets(tx: Tx, shop_id: str, pet_ids: Iterable[str]) -> dict[str, dict[str, int]]:
    """The same of several pets; those that nothing is known of are left out."""
    where = (own_pace.c.shop_id == shop_id) & own_pace.c.pet_id.in_(list(pet_ids))
    found: dict[str, dict[str, int]] = {}
    for row in tx.execute(sa.select(own_pace).where(where)):
        found.setdefault(row.pet_id, {})[row.code] = row.minutes
    return found


def keep(tx: Tx, shop_id: str, pet_id: str, minutes: Mapping[str, int]) -> None:
    """What the pet took by service, in place of what was known of these; 0 is as listed."""
    forget(tx, shop_id, pet_id, minutes)
    rows = [
        {"shop_id": shop_id, "pet_id": pet_id, "code": code, "minutes": took} for code, took in minutes.items() if took
    ]
    if rows:
        tx.execute(sa.insert(own_pace), rows)


def forget(tx: Tx, shop_id: str, pet_id: str, codes: Iterable[str]) -> None:
    """From here on these services take what is listed."""
    where = (own_pace.c.shop_id == shop_id) & (own_pace.c.pet_id == pet_id) & own_pace.c.code.in_(list(codes))
    tx.execute(sa.delete(own_pace).where(where))
