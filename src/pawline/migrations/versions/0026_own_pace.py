"""What a pet took at its last visit, in minutes by service.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

_ID = sa.String(32)


def upgrade() -> None:
    """Nothing is known of any pet at first: visits of before this were not measured for it."""
    op.create_table(
        "own_pace",
        sa.Column("shop_id", _ID, primary_key=True),
        sa.Column("pet_id", _ID, primary_key=True),
        sa.Column("code", _ID, primary_key=True),
        sa.Column("minutes", sa.Integer, nullable=False),
    )
