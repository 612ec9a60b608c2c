"""Deposits: what has to be paid before a yes counts, and what was paid and given back.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Nothing that is booked asks for a deposit."""
    op.add_column("booking", sa.Column("lost_from_ms", sa.BigInteger(), nullable=True))
    op.add_column("booking", sa.Column("deposit_cents", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("desk_move", sa.Column("lost_from_ms", sa.BigInteger(), nullable=True))
    op.add_column("booking", sa.Column("agreed_ms", sa.BigInteger(), nullable=True))
    op.create_table(
        "deposit",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deposit"),
    )
    op.create_index("ix_deposit_booking_id", "deposit", ["booking_id"])
