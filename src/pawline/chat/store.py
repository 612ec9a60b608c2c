"""All SQL of the chat room, except the message path's in `log.py`."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from pawline.chat.model import Conversation, Entry, Kind, Receipt, State
from pawline.platform.db import Tx, metadata
from pawline.platform.ids import ConversationId

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
    sa.Column("hash", sa.String(16), nullable=False),
    sa.Column("ts", sa.BigInteger, nullable=False),
    sa.Index("ux_entry_seq", "c_no", "seq", unique=True),
    sa.Index("ux_entry_cmid", "cmid", "sender", "c_no", unique=True),
)
upload = sa.Table(
    "upload",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("shop_id", sa.String(32), nullable=False),
    sa.Column("account_id", sa.String(32), nullable=False),
    sa.Column("c", sa.String(32)),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("w", sa.Integer, nullable=False),
    sa.Column("h", sa.Integer, nullable=False),
    sa.Column("created_ms", sa.BigInteger, nullable=False),
)


def add_conversation(tx: Tx, **values: Any) -> None:
    tx.execute(conversation.insert().values(**values))


def add_member(tx: Tx, c: str, account_id: str, shop_id: str, from_seq: int = 1) -> None:
    tx.execute(member.insert().values(c=c, account_id=account_id, shop_id=shop_id, from_seq=from_seq))


def find_conversation(tx: Tx, shop_id: str, c: str) -> Conversation | None:
    where = (conversation.c.id == c, conversation.c.shop_id == shop_id)
    row = tx.execute(sa.select(conversation).where(*where)).first()
    return _conversation(row) if row else None


def conversation_of_owner(tx: Tx, shop_id: str, owner_id: str) -> Conversation | None:
    """The owner's open conversation with the shop."""
    where = (conversation.c.shop_id == shop_id, conversation.c.owner_id == owner_id)
    open_first = sa.case((conversation.c.state == State.CLOSED, 1), else_=0)
    order = (open_first, conversation.c.created_ms)
    row = tx.execute(sa.select(conversation).where(*where).order_by(*order)).first()
    return _conversation(row) if row else None


def conversations_of_shop(tx: Tx, shop_id: str, limit: int) -> list[Conversation]:
    """Owners' conversations that have something in them: those who wait the longest first, then the newest."""
    where = (
        conversation.c.shop_id == shop_id,
        conversation.c.kind == "owner",
        conversation.c.state != State.CLOSED,
        conversation.c.last_n > 0,
    )
    waiting = conversation.c.waiting_since_ms
    order = (waiting.is_(None), waiting, conversation.c.last_ts.desc())
    rows = tx.execute(sa.select(conversation).where(*where).order_by(*order).limit(limit))
    return [_conversation(row) for row in rows]


def _conversation(row: sa.Row[Any]) -> Conversation:
    return Conversation(
        row.id, row.shop_id, row.kind, State(row.state), row.epoch, row.last_seq, row.last_n,
        row.owner_id, row.assignee_id, row.waiting_since_ms, row.reason, row.last_ts,
    )  # fmt: skip


def memberships_of(tx: Tx, shop_id: str, account_id: str) -> list[str]:
    """The conversations somebody is in by a row of their own."""
    where = (member.c.account_id == account_id, member.c.shop_id == shop_id, member.c.to_seq.is_(None))
    return list(tx.execute(sa.select(member.c.c).where(*where).limit(200)).scalars())


def find_member(tx: Tx, c: str, account_id: str) -> sa.Row[Any] | None:
    return tx.execute(sa.select(member).where(member.c.c == c, member.c.account_id == account_id)).first()


def members_of(tx: Tx, c: str) -> Sequence[sa.Row[Any]]:
    return tx.execute(sa.select(member).where(member.c.c == c)).all()


def change_conversation(tx: Tx, c: str, **values: Any) -> None:
    tx.execute(conversation.update().where(conversation.c.id == c).values(**values))


def _of(c: str) -> sa.ColumnElement[bool]:
    """The entries of a conversation."""
    return entry.c.c_no == sa.select(conversation.c.no).where(conversation.c.id == c).scalar_subquery()


def senders_of(tx: Tx, c: str) -> set[str]:
    """Everybody who ever wrote in the conversation."""
    return {row.sender for row in tx.execute(sa.select(entry.c.sender).where(_of(c)).distinct())}


def entries_between(tx: Tx, c: str, first: int, last: int) -> list[Entry]:
    """Entries first..last, both included, in order."""
    where = (_of(c), entry.c.seq >= first, entry.c.seq <= last)
    return [_entry(c, row) for row in tx.execute(sa.select(entry).where(*where).order_by(entry.c.seq))]


def last_entries(tx: Tx, c: str, kind: Kind, limit: int) -> list[Entry]:
    """The newest entries of one kind, newest first."""
    where = (_of(c), entry.c.kind == kind)
    rows = tx.execute(sa.select(entry).where(*where).order_by(entry.c.seq.desc()).limit(limit))
    return [_entry(c, row) for row in rows]


def find_entry(tx: Tx, c: str, seq: int) -> Entry | None:
    row = tx.execute(sa.select(entry).where(_of(c), entry.c.seq == seq)).first()
    return _entry(c, row) if row else None


def find_by_cmid(tx: Tx, c: str, sender: str, cmid: str) -> Entry | None:
    where = (entry.c.cmid == cmid, entry.c.sender == sender, _of(c))
    row = tx.execute(sa.select(entry).where(*where)).first()
    return _entry(c, row) if row else None


def _entry(c: str, row: sa.Row[Any]) -> Entry:
    body = msgspec.json.decode(row.body)
    return Entry(
        ConversationId(c), row.seq, row.n, row.msg_id, row.cmid, row.sender, row.device, Kind(row.kind), body, row.ts,
        row.target_seq,
    )  # fmt: skip


def count_at(tx: Tx, c: str, seq: int) -> int:
    """`n` at a seq: how many messages there are up to it."""
    newest = sa.select(entry.c.n).where(_of(c), entry.c.seq <= seq).order_by(entry.c.seq.desc()).limit(1)
    return tx.execute(newest).scalar() or 0


def mark(tx: Tx, c: str, account_id: str, shop_id: str, seq: int, n: int) -> Receipt:
    """Raises somebody's marks to `seq`; lower ones change nothing."""
    row = find_member(tx, c, account_id)
    if row is None:
        add_member(tx, c, account_id, shop_id)
    read_seq = max(seq, row.read_seq if row else 0)
    if row is None or read_seq > row.read_seq:
        same = (member.c.c == c, member.c.account_id == account_id)
        values = {"read_seq": read_seq, "delivered_seq": max(read_seq, row.delivered_seq if row else 0), "read_n": n}
        tx.execute(member.update().where(*same).values(**values))
    return Receipt(c, account_id, read_seq, read_seq)  # type: ignore[arg-type]


def add_upload(tx: Tx, **values: Any) -> None:
    tx.execute(upload.insert().values(**values))


def find_upload(tx: Tx, shop_id: str, upload_id: str) -> sa.Row[Any] | None:
    return tx.execute(sa.select(upload).where(upload.c.id == upload_id, upload.c.shop_id == shop_id)).first()


def uploads_since(tx: Tx, shop_id: str, account_id: str, since_ms: int) -> int:
    where = (upload.c.shop_id == shop_id, upload.c.account_id == account_id, upload.c.created_ms > since_ms)
    return tx.execute(sa.select(sa.func.count()).where(*where)).scalar() or 0


def bind_upload(tx: Tx, upload_id: str, c: str) -> None:
    """From here on everyone who may read the conversation may see the picture."""
    tx.execute(upload.update().where(upload.c.id == upload_id).values(c=c))


def leave(tx: Tx, c: str, account_id: str, last_seq: int) -> None:
    """Somebody reads no further than `last_seq` and writes no more."""
    same = (member.c.c == c, member.c.account_id == account_id)
    tx.execute(member.update().where(*same).values(to_seq=last_seq))


def heads_of(tx: Tx, conversations: Sequence[str]) -> dict[str, int]:
    """The newest seq of some conversations."""
    rows = tx.execute(sa.select(conversation.c.id, conversation.c.last_seq).where(conversation.c.id.in_(conversations)))
    return {row.id: row.last_seq for row in rows}


def assigned_to(tx: Tx, shop_id: str, account_id: str) -> list[Conversation]:
    """The conversations that a member of staff speaks in."""
    where = (conversation.c.shop_id == shop_id, conversation.c.assignee_id == account_id)
    return [_conversation(row) for row in tx.execute(sa.select(conversation).where(*where))]
