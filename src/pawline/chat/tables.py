"""The tables of the chat room."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from pawline.platform.db import FullText, metadata

_NO = sa.BigInteger().with_variant(sa.Integer, "sqlite")

conversation = sa.Table(
    "conversation",
    metadata,
    # The log names its conversation by this number: an index of small integers costs the message path half.
    sa.Column("no", _NO, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String(32), nullable=False, unique=True),
    sa.Column("shop_id", sa.String(32), nullable=False, index=True),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("owner_id", sa.String(32), index=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False, server_default="0"),
    sa.Column("assignee_id", sa.String(32)),
    sa.Column("reason", sa.String(32)),
    sa.Column("waiting_since_ms", sa.BigInteger),
    sa.Column("last_seq", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("last_n", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("last_ts", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("created_ms", sa.BigInteger, nullable=False),
    sa.Column("title", sa.String(80), nullable=False, server_default=""),
    sa.Column("slow_s", sa.Integer, nullable=False, server_default="0"),
    sa.Column("about", sa.String(32)),
    # One book of notes about a conversation.
    sa.Index("ux_conversation_about", "about", unique=True),
    sqlite_autoincrement=True,
)
member = sa.Table(
    "member",
    metadata,
    sa.Column("c", sa.String(32), sa.ForeignKey("conversation.id"), primary_key=True),
    sa.Column("account_id", sa.String(32), primary_key=True, index=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("from_seq", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("to_seq", sa.BigInteger),
    sa.Column("delivered_seq", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("read_seq", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("read_n", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("role", sa.String(8), nullable=False, server_default="member"),
    sa.Column("silenced_ms", sa.BigInteger),
    sa.Column("muted_ms", sa.BigInteger),
)
# Rows are appended in the order of their commits, so a group of messages dirties a few pages of the table and of
# the index by client id (those are made from the clock, UUIDv7), and one small leaf a conversation of the index
# by seq. With the log clustered by conversation each message dirtied two pages of its own and cost twice the time.
entry = sa.Table(
    "entry",
    metadata,
    sa.Column("no", _NO, primary_key=True, autoincrement=True),
    sa.Column("c_no", _NO, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("msg_id", sa.String(32), nullable=False),
    sa.Column("cmid", sa.String(64), nullable=False),
    sa.Column("sender", sa.String(32), nullable=False),
    sa.Column("device", sa.String(32), nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("target_seq", sa.BigInteger),
    sa.Column("body", sa.Text, nullable=False),
    # The digest of what was first said, once that has been changed; until then the body is there to compare with.
    sa.Column("hash", sa.String(16), nullable=False),
    sa.Column("ts", sa.BigInteger, nullable=False),
    sa.Index("ux_entry_seq", "c_no", "seq", unique=True),
    sa.Index("ux_entry_cmid", "cmid", "sender", "c_no", unique=True),
    # What was changed later: edits, recalls, reactions, pins. A plain message costs nothing here.
    sa.Index(
        "ix_entry_target",
        "c_no",
        "target_seq",
        sqlite_where=sa.text("target_seq IS NOT NULL"),
        postgresql_where=sa.text("target_seq IS NOT NULL"),
    ),
)
# What a message said before each edit, for the shop's eyes.
revision = sa.Table(
    "revision",
    metadata,
    sa.Column("c_no", _NO, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("ts", sa.BigInteger, nullable=False),
)
group_link = sa.Table(
    "group_link",
    metadata,
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("c", sa.String(32), nullable=False, index=True),
    sa.Column("by", sa.String(32), nullable=False),
    sa.Column("expires_ms", sa.BigInteger, nullable=False),
    sa.Column("uses_left", sa.Integer, nullable=False),
)
# Who does not let others know what they have read; `EVERYBODY` is a whole shop.
EVERYBODY = "*"
private_reader = sa.Table(
    "private_reader",
    metadata,
    sa.Column("shop_id", sa.String(32), primary_key=True),
    sa.Column("account_id", sa.String(32), primary_key=True),
)
# What a shop has decided otherwise than the house does.
rule = sa.Table(
    "rule",
    metadata,
    sa.Column("shop_id", sa.String(32), primary_key=True),
    sa.Column("recall_min", sa.Integer, nullable=False),
)
# When staff were last heard from by a socket: true for every process of the installation.
at_desk = sa.Table(
    "at_desk",
    metadata,
    sa.Column("shop_id", sa.String(32), primary_key=True),
    sa.Column("account_id", sa.String(32), primary_key=True),
    sa.Column("seen_ms", sa.BigInteger, nullable=False),
)
# How far each conversation's words are in the index of words.
indexed = sa.Table(
    "indexed",
    metadata,
    sa.Column("c", sa.String(32), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
)
ENTRY_WORDS = FullText("entry_words")


@event.listens_for(entry, "after_create")
def _make_words(  # pyright: ignore[reportUnusedFunction]
    _table: sa.Table, connection: sa.Connection, **_more: Any
) -> None:
    for statement in ENTRY_WORDS.ddl(connection.dialect.name):
        connection.exec_driver_sql(statement)


feed = sa.Table(
    "feed",
    metadata,
    sa.Column("shop_id", sa.String(32), primary_key=True),
    sa.Column("fseq", sa.BigInteger, primary_key=True),
    sa.Column("c", sa.String(32), nullable=False),
    sa.Column("first", sa.BigInteger, nullable=False),
    sa.Column("last", sa.BigInteger, nullable=False),
)
feed_head_of = sa.Table(
    "feed_head",
    metadata,
    sa.Column("shop_id", sa.String(32), primary_key=True),
    sa.Column("fseq", sa.BigInteger, nullable=False, server_default="0"),
)
# How far the feed has named each conversation.
feed_mark = sa.Table(
    "feed_mark",
    metadata,
    sa.Column("c", sa.String(32), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
)
canned = sa.Table(
    "canned",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("word", sa.String(20), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("ux_canned_word", "shop_id", "word", unique=True),
)
