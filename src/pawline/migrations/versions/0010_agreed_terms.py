"""What cancelling costs as it was agreed, kept with each booking.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """What is booked already goes on by the shop's present terms: those of then are not known."""
    op.add_column("booking", sa.Column("free_until_ms", sa.BigInteger(), nullable=True))
    op.add_column("booking", sa.Column("late_percent", sa.Integer(), nullable=True))
    op.add_column("desk_move", sa.Column("free_until_ms", sa.BigInteger(), nullable=True))
