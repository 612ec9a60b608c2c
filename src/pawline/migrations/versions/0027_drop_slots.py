"""When the turn of a pet begins that is brought before it, with others.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """What is booked comes when its turn begins."""
    op.add_column("booking", sa.Column("begins_ms", sa.BigInteger))
    op.add_column("desk_move", sa.Column("begins_ms", sa.BigInteger))
