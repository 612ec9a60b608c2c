"""What SQLite asks before it stores a claim, without reading those that are over.

Revision ID: 0020
Revises: 0019
"""

from alembic import op

from pawline.booking.overlap import airing_ddl, overlap_ddl

revision = "0020"
down_revision = "0019"

TRIGGERS = ("claim_no_overlap_insert", "claim_no_overlap_update", "claim_airing_insert", "claim_airing_update")


def upgrade() -> None:
    """The same rules in other words; PostgreSQL has its own."""
    if op.get_context().dialect.name == "sqlite":
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        for statement in (*overlap_ddl("sqlite"), *airing_ddl("sqlite")):
            op.execute(statement)
