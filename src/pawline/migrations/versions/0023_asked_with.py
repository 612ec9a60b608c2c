"""Moves of a plan whose owner is asked once about all pets that come together.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Until now every move had a card of its own."""
    op.add_column("plan_move", sa.Column("asked_with", sa.String(length=32), nullable=True))
