"""Series: bookings that were made together for several days.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Nothing that is booked is part of a series."""
    op.add_column("booking", sa.Column("series_id", sa.String(length=32), nullable=True))
    op.add_column("booking", sa.Column("series_no", sa.Integer(), nullable=True))
    op.create_index("ix_booking_series_id", "booking", ["series_id"])
