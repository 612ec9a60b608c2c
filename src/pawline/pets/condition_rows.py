"""All SQL of conditions. Days are kept as 2026-11-24; what is over stays in the file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from pawline.platform.db import Tx, metadata
from pawline.platform.ids import AccountId, PetId

from .ailing import Condition

_ID = sa.String(32)

condition = sa.Table(
    "pet_condition",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("pet_id", _ID, nullable=False),
    sa.Column("kind", sa.String(24), nullable=False),
    sa.Column("since", sa.String(10), nullable=False),
    sa.Column("until", sa.String(10)),
    sa.Column("words", sa.String(200)),
    sa.Column("noted_by", _ID, nullable=False),
    sa.Column("noted_ms", sa.BigInteger, nullable=False),
    sa.Column("is_by_shop", sa.Boolean, nullable=False),
    sa.Column("ended_by", _ID),
    sa.Column("ended_ms", sa.BigInteger),
    sa.Index("ix_pet_condition_pet", "shop_id", "pet_id"),
)


def of_pets(tx: Tx, shop_id: str, pet_ids: Iterable[str]) -> dict[str, list[Condition]]:
    """Every condition of some pets, also those that are over, the latest noted first; each pet is in it."""
    found: dict[str, list[Condition]] = {pet_id: [] for pet_id in pet_ids}
    if found:
        where = (condition.c.shop_id == shop_id) & condition.c.pet_id.in_(sorted(found))
        order = (condition.c.noted_ms.desc(), condition.c.id.desc())
        for row in tx.execute(sa.select(condition).where(where).order_by(*order)):
            found[row.pet_id].append(_condition(row))
    return found


def insert(tx: Tx, shop_id: str, one: Condition) -> None:
    """Adds a condition."""
    tx.execute(
        condition.insert().values(
            id=one.id,
            shop_id=shop_id,
            pet_id=one.pet_id,
            kind=one.kind,
            since=one.since.isoformat(),
            until=one.until.isoformat() if one.until else None,
            words=one.words,
            noted_by=one.noted_by,
            noted_ms=one.noted_ms,
            is_by_shop=one.is_by_shop,
        )
    )


def end(tx: Tx, shop_id: str, condition_id: str, by: AccountId, at_ms: int) -> None:
    """Somebody has said that it is over."""
    where = (condition.c.shop_id == shop_id) & (condition.c.id == condition_id)
    tx.execute(condition.update().where(where).values(ended_by=by, ended_ms=at_ms))


def _condition(row: sa.Row[Any]) -> Condition:
    return Condition(
        id=row.id,
        pet_id=PetId(row.pet_id),
        kind=row.kind,
        since=date.fromisoformat(row.since),
        until=date.fromisoformat(row.until) if row.until else None,
        words=row.words,
        noted_by=AccountId(row.noted_by),
        noted_ms=row.noted_ms,
        is_by_shop=row.is_by_shop,
        ended_by=AccountId(row.ended_by) if row.ended_by else None,
        ended_ms=row.ended_ms,
    )
