"""Bookings that were put where the rules say no: why, and who said so.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Everything that is booked was booked by the rules."""
    op.add_column("booking", sa.Column("anyway_why", sa.Text(), nullable=True))
    op.add_column("booking", sa.Column("anyway_by", sa.String(length=32), nullable=True))
    op.add_column("booking", sa.Column("anyway_ms", sa.BigInteger(), nullable=True))
    op.add_column("booking", sa.Column("anyway_groomer_id", sa.String(length=32), nullable=True))
    op.add_column("booking", sa.Column("anyway_rules", sa.String(length=20), nullable=False, server_default=""))
