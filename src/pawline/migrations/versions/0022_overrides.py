"""Overrides are found by when they were decided.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

_IS_ONE = sa.text("anyway_why IS NOT NULL")


def upgrade() -> None:
    """Few bookings are overrides: the index holds these alone."""
    op.create_index(
        "ix_booking_anyway", "booking", ["shop_id", "made_ms", "id"], sqlite_where=_IS_ONE, postgresql_where=_IS_ONE
    )
