"""Indexes for what lasts over a day, as a stay does: of bookings and of visits.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Without them a day of the schedule reads the stays of three months, and the board all visits there ever were."""
    is_stay = sa.text("nights IS NOT NULL")
    op.create_index(
        "ix_booking_stay", "booking", ["shop_id", "starts_ms"], sqlite_where=is_stay, postgresql_where=is_stay
    )
    op.create_index("ix_visit_stage", "visit", ["shop_id", "stage", "starts_ms"])
