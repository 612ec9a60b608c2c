"""All SQL of the pets room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import sqlalchemy as sa

from pawline.platform.db import Tx, metadata
from pawline.platform.ids import AccountId, PetId

from .model import CareNote, Coat, NoteStatus, Pet, Severity, Sex, Size, Species

_ID = sa.String(32)

pet = sa.Table(
    "pet",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("owner_id", _ID, nullable=False),
    sa.Column("name", sa.String(40), nullable=False),
    sa.Column("species", sa.String(8), nullable=False),
    sa.Column("breed", sa.String(40)),
    sa.Column("size", sa.String(4)),
    sa.Column("coat", sa.String(12)),
    sa.Column("sex", sa.String(1)),
    sa.Column("born", sa.String(10)),
    sa.Column("weight_g", sa.Integer),
    sa.Column("added_ms", sa.BigInteger, nullable=False),
    sa.Index("ix_pet_owner", "shop_id", "owner_id"),
)

care_note = sa.Table(
    "care_note",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("pet_id", _ID, nullable=False, index=True),
    sa.Column("kind", sa.String(24), nullable=False),
    sa.Column("text", sa.String(200), nullable=False),
    sa.Column("severity", sa.String(8), nullable=False),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("source_msg_id", sa.String(64)),
    sa.Column("quote", sa.String(300)),
    sa.Column("author_id", _ID, nullable=False),
    sa.Column("noted_ms", sa.BigInteger, nullable=False),
)


def find(tx: Tx, shop_id: str, pet_id: str) -> Pet | None:
    """A pet of a shop with its care notes."""
    found = find_many(tx, shop_id, [pet_id])
    return found.get(pet_id)


def find_many(tx: Tx, shop_id: str, pet_ids: Iterable[str]) -> dict[str, Pet]:
    """Several pets of a shop by id; unknown ids are left out."""
    wanted = sorted(set(pet_ids))
    if not wanted:
        return {}
    statement = sa.select(pet).where(pet.c.shop_id == shop_id, pet.c.id.in_(wanted))
    return {one.id: one for one in _with_notes(tx, shop_id, tx.execute(statement).all())}


def of_owners(tx: Tx, shop_id: str, owner_ids: Sequence[str]) -> list[Pet]:
    """All pets of some owners, in the order in which they were added."""
    if not owner_ids:
        return []
    statement = sa.select(pet).where(pet.c.shop_id == shop_id, pet.c.owner_id.in_(owner_ids))
    return _with_notes(tx, shop_id, tx.execute(statement.order_by(pet.c.added_ms, pet.c.id)).all())


def owners_of_named(tx: Tx, shop_id: str, text: str, limit: int) -> list[str]:
    """Owners of a pet whose name holds the text, whatever its case."""
    where = (pet.c.shop_id == shop_id, pet.c.name.icontains(text, autoescape=True))
    return list(tx.execute(sa.select(pet.c.owner_id).where(*where).distinct().limit(limit)).scalars())


def owners_with_pets(tx: Tx, shop_id: str) -> dict[str, int]:
    """How many pets each owner of the shop has who has any."""
    columns = sa.select(pet.c.owner_id, sa.func.count().label("pets")).where(pet.c.shop_id == shop_id)
    return {row.owner_id: row.pets for row in tx.execute(columns.group_by(pet.c.owner_id))}


def count_of(tx: Tx, shop_id: str, owner_id: str) -> int:
    """How many pets an owner has."""
    where = (pet.c.shop_id == shop_id) & (pet.c.owner_id == owner_id)
    return int(tx.execute(sa.select(sa.func.count()).select_from(pet).where(where)).scalar_one())


def insert(tx: Tx, shop_id: str, new: Pet, added_ms: int) -> None:
    """Adds a pet without notes."""
    tx.execute(
        pet.insert().values(id=new.id, shop_id=shop_id, owner_id=new.owner_id, added_ms=added_ms, **_columns(new))
    )


def update(tx: Tx, shop_id: str, changed: Pet) -> None:
    """Writes all of a pet's own fields."""
    tx.execute(pet.update().where(pet.c.shop_id == shop_id, pet.c.id == changed.id).values(**_columns(changed)))


def insert_note(tx: Tx, shop_id: str, pet_id: str, note: CareNote) -> None:
    """Adds a care note."""
    tx.execute(
        care_note.insert().values(
            id=note.id,
            shop_id=shop_id,
            pet_id=pet_id,
            kind=note.kind,
            text=note.text,
            severity=note.severity,
            status=note.status,
            source_msg_id=note.source_msg_id,
            quote=note.quote,
            author_id=note.author_id,
            noted_ms=note.noted_ms,
        )
    )


def confirm_note(tx: Tx, shop_id: str, pet_id: str, note_id: str) -> None:
    """Makes a candidate a confirmed note."""
    where = (care_note.c.shop_id == shop_id) & (care_note.c.pet_id == pet_id) & (care_note.c.id == note_id)
    tx.execute(care_note.update().where(where).values(status="confirmed"))


def drop_note(tx: Tx, shop_id: str, pet_id: str, note_id: str) -> None:
    """Forgets a note."""
    where = (care_note.c.shop_id == shop_id) & (care_note.c.pet_id == pet_id) & (care_note.c.id == note_id)
    tx.execute(care_note.delete().where(where))


def move_owner(tx: Tx, shop_id: str, old: str, new: str) -> None:
    """Gives a guest's pets to the owner who turned out to be the same person."""
    where = (pet.c.shop_id == shop_id) & (pet.c.owner_id == old)
    tx.execute(pet.update().where(where).values(owner_id=new))


def _columns(one: Pet) -> dict[str, Any]:
    return {
        "name": one.name,
        "species": one.species,
        "breed": one.breed,
        "size": one.size,
        "coat": one.coat,
        "sex": one.sex,
        "born": one.born,
        "weight_g": one.weight_g,
    }


def _with_notes(tx: Tx, shop_id: str, rows: Sequence[sa.Row[Any]]) -> list[Pet]:
    notes: dict[str, list[CareNote]] = {row.id: [] for row in rows}
    if rows:
        where = (care_note.c.shop_id == shop_id) & care_note.c.pet_id.in_(list(notes))
        statement = sa.select(care_note).where(where).order_by(care_note.c.noted_ms, care_note.c.id)
        for row in tx.execute(statement):
            notes[row.pet_id].append(_note(row))
    return [_pet(row, tuple(notes[row.id])) for row in rows]


def _pet(row: sa.Row[Any], notes: tuple[CareNote, ...]) -> Pet:
    return Pet(
        id=PetId(row.id),
        owner_id=AccountId(row.owner_id),
        name=row.name,
        species=cast(Species, row.species),
        breed=row.breed,
        size=cast(Size | None, row.size),
        coat=cast(Coat | None, row.coat),
        sex=cast(Sex | None, row.sex),
        born=row.born,
        weight_g=row.weight_g,
        care=notes,
    )


def _note(row: sa.Row[Any]) -> CareNote:
    return CareNote(
        id=row.id,
        kind=row.kind,
        text=row.text,
        severity=cast(Severity, row.severity),
        status=cast(NoteStatus, row.status),
        source_msg_id=row.source_msg_id,
        quote=row.quote,
        author_id=AccountId(row.author_id),
        noted_ms=row.noted_ms,
    )
