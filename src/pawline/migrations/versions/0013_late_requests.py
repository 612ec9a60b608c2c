"""Late requests: to cancel for nothing though it is too late for that.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Adds a table; nothing that is there changes."""
    op.create_table(
        "late_request",
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.Column("card_version", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("deadline_ms", sa.BigInteger(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("answered_ms", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("booking_id", name="pk_late_request"),
    )
    op.create_index("ix_late_request_owner", "late_request", ["shop_id", "owner_id", "state"])
