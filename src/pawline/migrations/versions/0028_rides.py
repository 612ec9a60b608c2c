"""Pets are fetched and brought home.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

_ID = sa.String(32)
_NO = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Nobody has been driven before."""
    op.create_table(
        "ride",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("shop_id", _ID, nullable=False),
        sa.Column("booking_id", _ID, nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("owner_id", _ID, nullable=False),
        sa.Column("start_ms", sa.BigInteger, nullable=False),
        sa.Column("end_ms", sa.BigInteger, nullable=False),
        sa.Column("seat_no", _NO, nullable=False),
        sa.Column("zone", sa.String(16), nullable=False),
        sa.Column("zone_zh", sa.String(16), nullable=False),
        sa.Column("zone_en", sa.String(16), nullable=False),
        sa.Column("price_cents", sa.Integer, nullable=False),
        sa.Column("address_sealed", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("made_ms", sa.BigInteger, nullable=False),
        sa.Column("done_ms", sa.BigInteger),
        sa.Column("done_by", _ID),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_ride_not_negative")),
    )
    op.create_index("ix_ride_booking", "ride", ["shop_id", "booking_id"])
    op.create_index("ix_ride_day", "ride", ["shop_id", "start_ms"])
    op.create_index("ix_ride_owner", "ride", ["shop_id", "owner_id", "made_ms"])
