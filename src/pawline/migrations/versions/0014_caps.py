"""How much a person does in a day and how quick they are; how large the pet of a booking is.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Adds columns; bookings that are there get the size that their pet has now."""
    op.add_column("groomer", sa.Column("pets_a_day", sa.Integer(), nullable=True))
    op.add_column("groomer", sa.Column("large_a_day", sa.Integer(), nullable=True))
    op.add_column("booking", sa.Column("size", sa.String(length=4), nullable=True))
    op.add_column("groomer", sa.Column("pace_percent", sa.Integer(), nullable=False, server_default="100"))
    op.add_column("booking", sa.Column("pace", sa.Integer(), nullable=False, server_default="100"))
    op.add_column("desk_move", sa.Column("lines", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("desk_move", sa.Column("pace", sa.Integer(), nullable=False, server_default="100"))
    op.execute("UPDATE booking SET size = (SELECT pet.size FROM pet WHERE pet.id = booking.pet_id)")
