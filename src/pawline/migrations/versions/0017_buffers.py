"""What is kept free before and after a service.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Services are as before: nothing is kept free."""
    op.add_column("service", sa.Column("before_min", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("service", sa.Column("after_min", sa.Integer(), nullable=False, server_default="0"))
