"""All SQL of waivers: on which days staff let a pet come all the same. None is ever changed or removed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from pawline.platform.db import Tx, metadata
from pawline.platform.ids import AccountId, PetId

from .health import Waiver

_ID = sa.String(32)

health_waiver = sa.Table(
    "health_waiver",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("pet_id", _ID, nullable=False),
    sa.Column("day", sa.String(10), nullable=False),
    sa.Column("reason", sa.String(200), nullable=False),
    sa.Column("by", _ID, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.Index("ix_health_waiver_pet", "shop_id", "pet_id", "day"),
)


def of_pet(tx: Tx, shop_id: str, pet_id: str) -> list[Waiver]:
    """Every waiver of a pet, the latest first."""
    where = (health_waiver.c.shop_id == shop_id) & (health_waiver.c.pet_id == pet_id)
    order = (health_waiver.c.at_ms.desc(), health_waiver.c.id)
    return [_waiver(row) for row in tx.execute(sa.select(health_waiver).where(where).order_by(*order))]


def waived_ms(tx: Tx, shop_id: str, pet_ids: Collection[str]) -> dict[tuple[str, date], int]:
    """Which of some pets may come on which days all the same, and when that was said last."""
    where = (health_waiver.c.shop_id == shop_id) & health_waiver.c.pet_id.in_(sorted(pet_ids))
    one = (health_waiver.c.pet_id, health_waiver.c.day)
    latest = sa.func.max(health_waiver.c.at_ms).label("at_ms")
    rows = tx.execute(sa.select(*one, latest).where(where).group_by(*one))
    return {(row.pet_id, date.fromisoformat(row.day)): row.at_ms for row in rows}


def insert(tx: Tx, shop_id: str, one: Waiver) -> None:
    """Keeps a waiver."""
    tx.execute(
        health_waiver.insert().values(
            id=one.id, shop_id=shop_id, pet_id=one.pet_id, day=one.day.isoformat(), reason=one.reason, by=one.by,
            at_ms=one.at_ms,
        )
    )  # fmt: skip


def _waiver(row: sa.Row[Any]) -> Waiver:
    day = date.fromisoformat(row.day)
    return Waiver(row.id, PetId(row.pet_id), day, row.reason, AccountId(row.by), row.at_ms)
