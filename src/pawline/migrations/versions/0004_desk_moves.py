"""Moves that the desk made and can still undo.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds a table; nothing that is there changes."""
    op.create_table(
        "desk_move",
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("starts_ms", sa.BigInteger(), nullable=False),
        sa.Column("ends_ms", sa.BigInteger(), nullable=False),
        sa.Column("groomer_id", sa.String(length=32), nullable=False),
        sa.Column("claims", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("terms_version", sa.Integer(), nullable=False),
        sa.Column("moved_version", sa.Integer(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("undo_until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("booking_id", name="pk_desk_move"),
    )
