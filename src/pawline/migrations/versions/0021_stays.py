"""Services that are sold by the night or the day, and bookings of them.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """What a new shop lists as boarding and day care is a stay, unless the shop has made work of it."""
    op.add_column("service", sa.Column("sold_by", sa.String(length=8), nullable=False, server_default="visit"))
    op.add_column("booking", sa.Column("nights", sa.Integer(), nullable=True))
    service = sa.table("service", sa.column("code"), sa.column("is_bookable"), sa.column("sold_by"))
    for code, sold_by in (("boarding", "night"), ("daycare", "day")):
        is_plain = (service.c.code == code) & service.c.is_bookable.is_(sa.false())
        op.execute(service.update().where(is_plain).values(sold_by=sold_by))
