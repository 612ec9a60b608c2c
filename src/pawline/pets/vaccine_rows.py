"""All SQL of vaccinations. Days are kept as 2026-11-24."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from pawline.platform.db import Tx, metadata
from pawline.platform.ids import AccountId, PetId

from .health import Vaccine

_ID = sa.String(32)

vaccine = sa.Table(
    "vaccine",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("pet_id", _ID, nullable=False),
    sa.Column("kind", sa.String(24), nullable=False),
    sa.Column("given", sa.String(10), nullable=False),
    sa.Column("expires", sa.String(10), nullable=False),
    sa.Column("brand", sa.String(40)),
    sa.Column("batch", sa.String(40)),
    sa.Column("noted_by", _ID, nullable=False),
    sa.Column("noted_ms", sa.BigInteger, nullable=False),
    sa.Column("verified_by", _ID),
    sa.Column("verified_ms", sa.BigInteger),
    sa.UniqueConstraint("pet_id", "kind", "given"),
    sa.Index("ix_vaccine_pet", "shop_id", "pet_id"),
)


def of_pets(tx: Tx, shop_id: str, pet_ids: Iterable[str]) -> dict[str, list[Vaccine]]:
    """Every vaccination of some pets, the latest first; a pet without any is in it as well."""
    found: dict[str, list[Vaccine]] = {pet_id: [] for pet_id in pet_ids}
    if found:
        where = (vaccine.c.shop_id == shop_id) & vaccine.c.pet_id.in_(sorted(found))
        for row in tx.execute(sa.select(vaccine).where(where).order_by(vaccine.c.given.desc(), vaccine.c.id)):
            found[row.pet_id].append(_vaccine(row))
    return found


def insert(tx: Tx, shop_id: str, one: Vaccine) -> None:
    """Adds a vaccination."""
    tx.execute(vaccine.insert().values(id=one.id, shop_id=shop_id, **_columns(one)))


def update(tx: Tx, shop_id: str, one: Vaccine) -> None:
    """Writes all of a vaccination's fields."""
    tx.execute(vaccine.update().where(vaccine.c.shop_id == shop_id, vaccine.c.id == one.id).values(**_columns(one)))


def delete(tx: Tx, shop_id: str, vaccine_id: str) -> None:
    """Forgets a vaccination."""
    tx.execute(vaccine.delete().where(vaccine.c.shop_id == shop_id, vaccine.c.id == vaccine_id))


def _columns(one: Vaccine) -> dict[str, Any]:
    return {
        "pet_id": one.pet_id,
        "kind": one.kind,
        "given": one.given.isoformat(),
        "expires": one.expires.isoformat(),
        "brand": one.brand,
        "batch": one.batch,
        "noted_by": one.noted_by,
        "noted_ms": one.noted_ms,
        "verified_by": one.verified_by,
        "verified_ms": one.verified_ms,
    }


def _vaccine(row: sa.Row[Any]) -> Vaccine:
    return Vaccine(
        id=row.id,
        pet_id=PetId(row.pet_id),
        kind=row.kind,
        given=date.fromisoformat(row.given),
        expires=date.fromisoformat(row.expires),
        brand=row.brand,
        batch=row.batch,
        noted_by=AccountId(row.noted_by),
        noted_ms=row.noted_ms,
        verified_by=AccountId(row.verified_by) if row.verified_by else None,
        verified_ms=row.verified_ms,
    )
