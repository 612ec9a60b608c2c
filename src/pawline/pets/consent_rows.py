"""All SQL of consents: their texts, version by version, and who agreed to which. No version is ever removed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from pawline.platform.db import Tx, metadata
from pawline.platform.ids import AccountId, PetId
from pawline.shop import Label

from .agreeing import Consent, Signature
from .consent_texts import STANDARD

_ID = sa.String(32)

# The newest version of a code is what is asked; older ones stay for who agreed to them.
consent_text = sa.Table(
    "consent_text",
    metadata,
    sa.Column("shop_id", _ID, primary_key=True),
    sa.Column("code", sa.String(24), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name_zh", sa.String(40), nullable=False),
    sa.Column("name_en", sa.String(40), nullable=False),
    sa.Column("text_zh", sa.Text, nullable=False),
    sa.Column("text_en", sa.Text, nullable=False),
    sa.Column("services", sa.JSON, nullable=False),
    sa.Column("species", sa.JSON, nullable=False),
    sa.Column("from_years", sa.Integer),
    sa.Column("is_must", sa.Boolean, nullable=False),
    sa.Column("is_on", sa.Boolean, nullable=False),
)

consent_signature = sa.Table(
    "consent_signature",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("pet_id", _ID, nullable=False),
    sa.Column("code", sa.String(24), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("agreed_by", _ID, nullable=False),
    sa.Column("noted_by", _ID),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.Column("withdrawn_by", _ID),
    sa.Column("withdrawn_ms", sa.BigInteger),
    sa.Index("ix_consent_signature_pet", "shop_id", "pet_id"),
)


def versions(tx: Tx, shop_id: str) -> dict[str, list[Consent]]:
    """Every consent of a shop by its code, in the order in which they are shown: its versions, the newest last."""
    found: dict[str, list[Consent]] = {code: [] for code in STANDARD}
    where = consent_text.c.shop_id == shop_id
    for row in tx.execute(sa.select(consent_text).where(where).order_by(consent_text.c.version)):
        found.setdefault(row.code, []).append(_consent(row))
    return {code: known or [STANDARD[code]] for code, known in found.items()}


def current(tx: Tx, shop_id: str) -> list[Consent]:
    """Every consent as it is worded now."""
    return [known[-1] for known in versions(tx, shop_id).values()]


def keep(tx: Tx, shop_id: str, one: Consent) -> None:
    """Writes a version of a consent, or what is ruled about it."""
    where = (consent_text.c.shop_id == shop_id, consent_text.c.code == one.code, consent_text.c.version == one.version)
    tx.execute(consent_text.delete().where(*where))
    tx.execute(
        consent_text.insert().values(
            shop_id=shop_id, code=one.code, version=one.version, name_zh=one.name.zh, name_en=one.name.en,
            text_zh=one.text.zh, text_en=one.text.en, services=list(one.services), species=list(one.species),
            from_years=one.from_years, is_must=one.is_must, is_on=one.is_on,
        )
    )  # fmt: skip


def signatures(tx: Tx, shop_id: str, pet_ids: Iterable[str], *, is_all: bool = False) -> dict[str, list[Signature]]:
    """What was agreed to for some pets, the latest first; with `is_all` also what was withdrawn.

    A pet without any is in it as well.
    """
    found: dict[str, list[Signature]] = {pet_id: [] for pet_id in pet_ids}
    if found:
        table = consent_signature
        where = (table.c.shop_id == shop_id) & table.c.pet_id.in_(sorted(found))
        if not is_all:
            where &= table.c.withdrawn_ms.is_(None)
        for row in tx.execute(sa.select(table).where(where).order_by(table.c.at_ms.desc(), table.c.id.desc())):
            found[row.pet_id].append(_signature(row))
    return found


def sign(tx: Tx, shop_id: str, to: Consent, one: Signature) -> None:
    """Keeps a signature, and the words that it is about: they stay as they were read."""
    where = (consent_text.c.shop_id == shop_id, consent_text.c.code == to.code, consent_text.c.version == to.version)
    if tx.execute(sa.select(consent_text.c.code).where(*where)).first() is None:
        keep(tx, shop_id, to)
    tx.execute(
        consent_signature.insert().values(
            id=one.id, shop_id=shop_id, pet_id=one.pet_id, code=one.code, version=one.version,
            agreed_by=one.agreed_by, noted_by=one.noted_by, at_ms=one.at_ms,
        )
    )  # fmt: skip


def withdraw(tx: Tx, shop_id: str, pet_id: str, code: str, by: str, at_ms: int) -> bool:
    """Takes back every yes to a consent that still counts for a pet; returns whether there was any."""
    table = consent_signature
    where = (table.c.shop_id == shop_id, table.c.pet_id == pet_id, table.c.code == code, table.c.withdrawn_ms.is_(None))
    return tx.execute(table.update().where(*where).values(withdrawn_by=by, withdrawn_ms=at_ms)).rowcount > 0


def follow_owner(tx: Tx, shop_id: str, was: str, now: str) -> None:
    """A guest turned out to be a known owner, who has agreed to what the guest has."""
    table = consent_signature
    for column in (table.c.agreed_by, table.c.withdrawn_by):
        tx.execute(table.update().where(table.c.shop_id == shop_id, column == was).values({column.name: now}))


def _consent(row: sa.Row[Any]) -> Consent:
    return Consent(
        row.code, Label(row.name_zh, row.name_en), Label(row.text_zh, row.text_en), row.version, tuple(row.services),
        tuple(row.species), row.from_years, row.is_must, row.is_on,
    )  # fmt: skip


def _signature(row: sa.Row[Any]) -> Signature:
    return Signature(
        id=row.id,
        pet_id=PetId(row.pet_id),
        code=row.code,
        version=row.version,
        agreed_by=AccountId(row.agreed_by),
        noted_by=AccountId(row.noted_by) if row.noted_by else None,
        at_ms=row.at_ms,
        withdrawn_by=AccountId(row.withdrawn_by) if row.withdrawn_by else None,
        withdrawn_ms=row.withdrawn_ms,
    )
