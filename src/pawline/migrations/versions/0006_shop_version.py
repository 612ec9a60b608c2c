"""A shop's version, and an index of a day's claims: by both a day is known again.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds a column and an index; nothing that is there changes."""
    op.add_column("shop", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.create_index("ix_claim_day", "claim", ["shop_id", "active", "start_ms", "end_ms"])
