"""What is kept free before and after a service; who is at a place, and how long it airs after a dog.

Revision ID: 0018
Revises: 0017
"""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

from pawline.booking.overlap import airing_ddl

revision = "0018"
down_revision = "0017"

# What shops start with, in milliseconds, and the numbers that the database knows them by.
AIR_OUT_MS, MINUTE_MS = 15 * 60_000, 60_000
SPECIES_NO = {"dog": 1, "cat": 2}


def upgrade() -> None:
    """Services are as before: nothing is kept free. Places that are booked for dogs air for a cat that is not booked
    yet; where one is booked too soon after a dog, it stays, and the place airs until then."""
    op.add_column("service", sa.Column("before_min", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("service", sa.Column("after_min", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("claim", sa.Column("species", sa.Integer(), nullable=True))
    op.add_column("claim", sa.Column("airs_ms", sa.BigInteger(), nullable=False, server_default="0"))
    _note_who_is_there()
    for statement in airing_ddl(op.get_context().dialect.name):
        op.execute(statement)


def _note_who_is_there() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT claim.id, claim.resource_no, claim.start_ms, claim.end_ms, station.buffer_min, pet.species"
            " FROM claim JOIN station ON station.resource_no = claim.resource_no"
            " JOIN booking ON booking.id = claim.booking_id JOIN pet ON pet.id = booking.pet_id"
            " WHERE claim.active AND pet.species IN ('dog', 'cat') ORDER BY claim.start_ms"
        )
    ).all()
    by_place: dict[int, list[sa.Row[Any]]] = defaultdict(list)
    for row in rows:
        by_place[row.resource_no].append(row)
    changes = [change for some in by_place.values() for change in _changes(some)]
    if changes:
        connection.execute(sa.text("UPDATE claim SET species = :species, airs_ms = :airs_ms WHERE id = :id"), changes)


def _changes(some: list[sa.Row[Any]]) -> list[dict[str, int]]:
    """Of one place, in the order of time."""
    found: list[dict[str, int]] = []
    cat_ms: int | None = None
    for row in reversed(some):
        airs_ms = 0
        if row.species == "dog":
            airs_ms = max(0, AIR_OUT_MS - row.buffer_min * MINUTE_MS)
            airs_ms = airs_ms if cat_ms is None else min(airs_ms, cat_ms - row.end_ms)
        else:
            cat_ms = row.start_ms
        found.append({"id": row.id, "species": SPECIES_NO[row.species], "airs_ms": airs_ms})
    return found
