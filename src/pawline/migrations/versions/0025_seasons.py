"""Seasons: days on which a shop's prices are others.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_ID = sa.String(32)


def upgrade() -> None:
    """No shop has any at first."""
    op.create_table(
        "season",
        sa.Column("shop_id", _ID, primary_key=True),
        sa.Column("id", _ID, primary_key=True),
        sa.Column("name_zh", sa.String(22), nullable=False),
        sa.Column("name_en", sa.String(22), nullable=False),
        sa.Column("first_day", sa.String(10), nullable=False),
        sa.Column("last_day", sa.String(10), nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.Column("weekdays", sa.JSON, nullable=False),
        sa.Column("services", sa.JSON, nullable=False),
    )
