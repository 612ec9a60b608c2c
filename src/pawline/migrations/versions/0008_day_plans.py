"""Plans for the rest of a day, and the moves that owners are asked about.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Adds tables; nothing that is there changes."""
    op.create_table(
        "plan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("cause_zh", sa.Text(), nullable=False),
        sa.Column("cause_en", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("sent_ms", sa.BigInteger(), nullable=True),
        sa.Column("is_best", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
    )
    op.create_index("ix_plan_day", "plan", ["shop_id", "day", "made_ms"])
    op.create_table(
        "plan_move",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("terms_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("from_start_ms", sa.BigInteger(), nullable=False),
        sa.Column("from_end_ms", sa.BigInteger(), nullable=False),
        sa.Column("from_groomer_id", sa.String(length=32), nullable=False),
        sa.Column("from_steps", sa.JSON(), nullable=False),
        sa.Column("from_claims", sa.JSON(), nullable=False),
        sa.Column("to_start_ms", sa.BigInteger(), nullable=True),
        sa.Column("to_end_ms", sa.BigInteger(), nullable=True),
        sa.Column("to_groomer_id", sa.String(length=32), nullable=True),
        sa.Column("to_steps", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("to_claims", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("why_zh", sa.Text(), nullable=False),
        sa.Column("why_en", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lapses_ms", sa.BigInteger(), nullable=False),
        sa.Column("answered_ms", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("note_zh", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_plan_move"),
        sa.UniqueConstraint("plan_id", "booking_id", name="uq_plan_move_plan_id_booking_id"),
    )
    op.create_index("ix_plan_move_booking", "plan_move", ["shop_id", "booking_id", "state"])
