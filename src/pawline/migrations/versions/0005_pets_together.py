"""Pets that come together: a booking each, of which one leads; an offer holds a part for each pet.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_ID = sa.String(length=32)


def upgrade() -> None:
    """What is booked stands alone; offers that can still be chosen are kept."""
    op.add_column("booking", sa.Column("lead_id", _ID))
    op.add_column("booking", sa.Column("card_version", sa.Integer(), nullable=False, server_default="1"))
    op.execute("UPDATE booking SET card_version = terms_version")
    op.create_index("ix_booking_lead_id", "booking", ["lead_id"])
    op.drop_index("ux_booking_live_hold", "booking")
    leads = sa.text("status = 'held' AND lead_id IS NULL")
    op.create_index(
        "ux_booking_live_hold", "booking", ["shop_id", "c"], unique=True, sqlite_where=leads, postgresql_where=leads
    )
    _offers_with_pets()


def _offers_with_pets() -> None:
    columns = ("id", "shop_id", "c", "owner_id", "expires_ms")
    part = ("pet_id", "services", "start_ms", "groomer_id")
    old = sa.text("SELECT * FROM offer").columns(services=sa.JSON)
    rows = op.get_bind().execute(old).mappings().all()
    op.drop_index("ix_offer_expires_ms", "offer")
    op.drop_table("offer")
    new = op.create_table(
        "offer",
        sa.Column("id", _ID, nullable=False),
        sa.Column("shop_id", _ID, nullable=False),
        sa.Column("c", _ID),
        sa.Column("owner_id", _ID, nullable=False),
        sa.Column("pets", sa.JSON(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_offer"),
    )
    op.create_index("ix_offer_expires_ms", "offer", ["expires_ms"])
    kept = [
        {**{name: row[name] for name in columns}, "pets": [{name: row[name] for name in part}]} for row in rows
    ]  # fmt: skip
    if kept:
        op.bulk_insert(new, kept)
