"""The message core: every kind of message, files, several processes.

Revision ID: 0002
Revises: 0001
"""

import json

import sqlalchemy as sa
from alembic import op

from pawline.platform.db import FullText

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds to the first schema; nothing that is there changes its meaning."""
    _conversations()
    _outward()
    _files()
    _keys()
    _facts()


def _conversations() -> None:
    """What conversations gain."""
    op.create_table(
        "at_desk",
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "account_id", name="pk_at_desk"),
    )
    op.create_table(
        "canned",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("word", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_canned"),
    )
    op.create_index("ux_canned_word", "canned", ["shop_id", "word"], unique=True)
    op.create_table(
        "feed",
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("fseq", sa.BigInteger(), nullable=False),
        sa.Column("c", sa.String(length=32), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "fseq", name="pk_feed"),
    )
    op.create_table(
        "feed_head",
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("fseq", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("shop_id", name="pk_feed_head"),
    )
    op.create_table(
        "feed_mark",
        sa.Column("c", sa.String(length=32), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("c", name="pk_feed_mark"),
    )
    op.create_table(
        "group_link",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("c", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_group_link"),
    )
    op.create_index("ix_group_link_c", "group_link", ["c"], unique=False)
    op.create_table(
        "private_reader",
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "account_id", name="pk_private_reader"),
    )
    op.create_table(
        "rule",
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("recall_min", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", name="pk_rule"),
    )
    op.create_table(
        "revision",
        sa.Column("c_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("ts", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("c_no", "seq", "version", name="pk_revision"),
    )
    op.add_column("conversation", sa.Column("title", sa.String(length=80), server_default="", nullable=False))
    op.add_column("conversation", sa.Column("slow_s", sa.Integer(), server_default="0", nullable=False))
    op.add_column("conversation", sa.Column("about", sa.String(length=32), nullable=True))
    op.create_index("ux_conversation_about", "conversation", ["about"], unique=True)
    op.create_index(
        "ix_entry_target",
        "entry",
        ["c_no", "target_seq"],
        unique=False,
        sqlite_where=sa.text("target_seq IS NOT NULL"),
        postgresql_where=sa.text("target_seq IS NOT NULL"),
    )
    op.add_column("member", sa.Column("role", sa.String(length=8), server_default="member", nullable=False))
    op.add_column("member", sa.Column("silenced_ms", sa.BigInteger(), nullable=True))
    op.add_column("member", sa.Column("muted_ms", sa.BigInteger(), nullable=True))
    op.create_table(
        "indexed",
        sa.Column("c", sa.String(length=32), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("c", name="pk_indexed"),
    )
    for statement in FullText("entry_words").ddl(op.get_bind().dialect.name):
        op.execute(statement)


def _outward() -> None:
    """Where browsers and other programs are told, and who is on call."""
    op.create_table(
        "hook",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("kinds", sa.String(length=400), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_hook"),
    )
    op.create_index("ix_hook_shop_id", "hook", ["shop_id"], unique=False)
    op.create_table(
        "on_call",
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", name="pk_on_call"),
    )
    op.create_table(
        "subscription",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("endpoint", sa.String(length=1000), nullable=False),
        sa.Column("p256dh", sa.String(length=120), nullable=False),
        sa.Column("auth", sa.String(length=40), nullable=False),
        sa.Column("has_text", sa.Boolean(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        sa.UniqueConstraint("endpoint", name="uq_subscription_endpoint"),
    )
    op.create_index("ix_subscription_account_id", "subscription", ["account_id"], unique=False)
    op.create_table(
        "hook_call",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("hook_id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["hook_id"], ["hook.id"], name="fk_hook_call_hook_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_hook_call"),
        sa.UniqueConstraint("hook_id", "source", name="uq_hook_call_hook_id_source"),
    )
    op.create_index("ix_hook_call_hook_id", "hook_call", ["hook_id"], unique=False)


def _files() -> None:
    """What uploads gain. The pictures that are there are pictures, and ready."""
    for column in (
        sa.Column("seq", sa.BigInteger),
        sa.Column("kind", sa.String(8), nullable=False, server_default="image"),
        sa.Column("state", sa.String(8), nullable=False, server_default="ready"),
        sa.Column("mime", sa.String(127), nullable=False, server_default="image/jpeg"),
        sa.Column("name", sa.String(255)),
        sa.Column("sha256", sa.String(64)),
        sa.Column("duration_ms", sa.Integer),
        sa.Column("waveform", sa.JSON),
        sa.Column("transcript", sa.Text),
        sa.Column("refusal", sa.String(32)),
    ):
        op.add_column("upload", column)
    op.create_index("ix_upload_account", "upload", ["shop_id", "account_id", "created_ms"])
    # Those that nothing shows are forgotten a day after they came, as new ones are.
    op.execute(
        "INSERT INTO job (kind, key, shop_id, due_ms, tries) "
        "SELECT 'upload.sweep', id, shop_id, created_ms + 86400000, 0 FROM upload WHERE c IS NULL"
    )


def _keys() -> None:
    """What is sealed. Numbers that are there stand plainly in `phone_tag` until the program with its key has sealed them."""
    op.create_table(
        "data_key",
        sa.Column("shop_id", sa.String(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", name="pk_data_key"),
    )
    op.execute("ALTER TABLE account RENAME COLUMN phone TO phone_tag")
    op.execute("ALTER TABLE phone_code RENAME COLUMN phone TO phone_tag")
    # They live five minutes.
    op.execute("DELETE FROM phone_code")
    op.add_column("account", sa.Column("phone_tail_tag", sa.String(length=20), nullable=True))
    op.add_column("account", sa.Column("phone_sealed", sa.String(length=160), nullable=True))
    op.create_index("ix_account_phone_tail", "account", ["shop_id", "phone_tail_tag"])


def _facts() -> None:
    """What was said and nobody has followed yet is told in today's spelling: a fact holds the messages of a commit."""
    outbox = sa.table("outbox", sa.column("id"), sa.column("key"), sa.column("type"), sa.column("body"))
    saved = sa.select(outbox.c.id, outbox.c.body).where(outbox.c.type == "MessageSent")
    for number, body in op.get_bind().execute(saved).all():
        old = json.loads(body)
        said = [[old["key"], old["seq"], old["sender"], old["sender_kind"]]]
        new = {"type": "MessagesSent", "shop_id": old["shop_id"], "key": old["shop_id"], "said": said}
        row = {"type": "MessagesSent", "key": old["shop_id"], "body": json.dumps(new)}
        op.get_bind().execute(outbox.update().where(outbox.c.id == number).values(**row))
