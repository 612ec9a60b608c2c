"""A language model for each shop that wants one, and what it was paid.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

_ID = sa.String(32)


def upgrade() -> None:
    """No shop has any at first."""
    op.create_table(
        "language_model",
        sa.Column("shop_id", _ID, primary_key=True),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("model", sa.String(120), nullable=False),
        sa.Column("key_sealed", sa.Text),
        sa.Column("is_on", sa.Boolean, nullable=False),
        sa.Column("is_for_unsure", sa.Boolean, nullable=False),
        sa.Column("agreed_by", _ID),
        sa.Column("agreed_ms", sa.BigInteger),
        sa.Column("day_tokens", sa.BigInteger, nullable=False),
        sa.Column("talk_tokens", sa.BigInteger, nullable=False),
        sa.Column("patience_s", sa.Integer, nullable=False),
        sa.Column("changed_by", _ID, nullable=False),
        sa.Column("changed_ms", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "language_model_use",
        sa.Column("shop_id", _ID, primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("c", _ID, primary_key=True),
        sa.Column("tokens", sa.BigInteger, nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
    )
