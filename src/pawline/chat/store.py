"""All SQL of the chat room, except the message path's in `log.py`."""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import event

from pawline.chat.events import Said
from pawline.chat.model import Body, CannedReply, Conversation, Entry, FeedRow, Kind, State, Talk
from pawline.platform.db import FullText, Tx, metadata
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


def add_conversation(tx: Tx, **values: Any) -> None:
    tx.execute(conversation.insert().values(**values))


def add_member(tx: Tx, c: str, account_id: str, shop_id: str, from_seq: int = 1, role: str = "member") -> None:
    tx.execute(member.insert().values(c=c, account_id=account_id, shop_id=shop_id, from_seq=from_seq, role=role))


def let_in(tx: Tx, c: str, account_id: str, shop_id: str, from_seq: int) -> None:
    """A member from `from_seq` on; one who was there before begins anew."""
    same = (member.c.c == c, member.c.account_id == account_id)
    values = {"from_seq": from_seq, "to_seq": None, "role": "member", "silenced_ms": None}
    if not tx.execute(member.update().where(*same).values(**values)).rowcount:
        add_member(tx, c, account_id, shop_id, from_seq)


def change_member(tx: Tx, c: str, account_id: str, **values: Any) -> None:
    tx.execute(member.update().where(member.c.c == c, member.c.account_id == account_id).values(**values))


def count_members(tx: Tx, c: str) -> int:
    where = (member.c.c == c, member.c.to_seq.is_(None))
    return int(tx.execute(sa.select(sa.func.count()).select_from(member).where(*where)).scalar_one())


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
        row.owner_id, row.assignee_id, row.waiting_since_ms, row.reason, row.last_ts, row.title, row.slow_s, row.about,
    )  # fmt: skip


def memberships_of(tx: Tx, shop_id: str, account_id: str) -> dict[str, str]:
    """The conversations somebody is in by a row of their own, and their kinds; the newest first, at most 200."""
    where = (member.c.account_id == account_id, member.c.shop_id == shop_id, member.c.to_seq.is_(None))
    statement = sa.select(conversation.c.id, conversation.c.kind).join(member, member.c.c == conversation.c.id)
    rows = tx.execute(statement.where(*where).order_by(conversation.c.last_ts.desc()).limit(200))
    return {row.id: row.kind for row in rows}


def talks_of(tx: Tx, shop_id: str, account_id: str) -> list[Talk]:
    """Somebody's conversations with what is unread: messages after the read mark, or after their own last word."""
    own = entry.alias()
    last_own = sa.select(sa.func.max(own.c.n)).where(
        own.c.c_no == conversation.c.no, own.c.seq > member.c.read_seq, own.c.sender == account_id
    )
    where = (member.c.account_id == account_id, member.c.shop_id == shop_id, member.c.to_seq.is_(None))
    statement = (
        sa.select(
            conversation, member.c.role, member.c.muted_ms, member.c.read_n, last_own.scalar_subquery().label("own_n")
        )
        .join(member, member.c.c == conversation.c.id)
        .where(*where, conversation.c.kind != "notes")
        .order_by(conversation.c.last_ts.desc())
        .limit(200)
    )
    return [
        Talk(
            row.id, row.kind, row.title, row.role, row.last_seq, row.last_ts,
            max(0, row.last_n - max(row.read_n, row.own_n or 0)), row.slow_s, row.muted_ms,
        )
        for row in tx.execute(statement)
    ]  # fmt: skip


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
    return [entry_of(c, row) for row in tx.execute(sa.select(entry).where(*where).order_by(entry.c.seq))]


def last_entries(tx: Tx, c: str, kind: Kind, limit: int) -> list[Entry]:
    """The newest entries of one kind, newest first."""
    where = (_of(c), entry.c.kind == kind)
    rows = tx.execute(sa.select(entry).where(*where).order_by(entry.c.seq.desc()).limit(limit))
    return [entry_of(c, row) for row in rows]


def find_entry(tx: Tx, c: str, seq: int) -> Entry | None:
    row = tx.execute(sa.select(entry).where(_of(c), entry.c.seq == seq)).first()
    return entry_of(c, row) if row else None


def find_by_cmid(tx: Tx, c: str, sender: str, cmid: str) -> Entry | None:
    where = (entry.c.cmid == cmid, entry.c.sender == sender, _of(c))
    row = tx.execute(sa.select(entry).where(*where)).first()
    return entry_of(c, row) if row else None


def entry_of(c: str, row: sa.Row[Any]) -> Entry:
    body = msgspec.json.decode(row.body)
    return Entry(
        ConversationId(c), row.seq, row.n, row.msg_id, row.cmid, row.sender, row.device, Kind(row.kind), body, row.ts,
        row.target_seq,
    )  # fmt: skip


def reads_privately(tx: Tx, shop_id: str, account_id: str) -> bool:
    """Whether this row is there; a shop's own counts for everybody in it, and is asked for by itself."""
    where = (private_reader.c.shop_id == shop_id, private_reader.c.account_id == account_id)
    return tx.execute(sa.select(private_reader.c.account_id).where(*where)).first() is not None


def who_reads_privately(tx: Tx, shop_id: str) -> set[str]:
    return set(tx.execute(sa.select(private_reader.c.account_id).where(private_reader.c.shop_id == shop_id)).scalars())


def read_privately(tx: Tx, shop_id: str, account_id: str, is_private: bool) -> None:
    where = (private_reader.c.shop_id == shop_id, private_reader.c.account_id == account_id)
    tx.execute(private_reader.delete().where(*where))
    if is_private:
        tx.execute(private_reader.insert().values(shop_id=shop_id, account_id=account_id))


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


def entries_about(tx: Tx, c: str, seq: int, kind: Kind) -> list[Entry]:
    """What was changed later about one entry, in order."""
    where = (_of(c), entry.c.target_seq == seq, entry.c.kind == kind)
    return [entry_of(c, row) for row in tx.execute(sa.select(entry).where(*where).order_by(entry.c.seq))]


def pins_of(tx: Tx, c: str) -> list[Entry]:
    """Every pin and unpin of a conversation, in order."""
    where = (_of(c), entry.c.target_seq.is_not(None), entry.c.kind == Kind.SYSTEM)
    return [entry_of(c, row) for row in tx.execute(sa.select(entry).where(*where).order_by(entry.c.seq))]


def change_body(tx: Tx, c: str, seq: int, body: Body) -> None:
    """The message as it reads from now on. What a late retry of its first sending is known by is kept."""
    first = sa.select(entry.c.hash, entry.c.body).where(_of(c), entry.c.seq == seq)
    row = tx.execute(first).one()
    known = row.hash or digest(row.body.encode(), Kind.MESSAGE, None)
    encoded = msgspec.json.encode(body).decode()
    tx.execute(entry.update().where(_of(c), entry.c.seq == seq).values(body=encoded, hash=known))


def digest(encoded: bytes, kind: Kind, target_seq: int | None) -> str:
    """What makes two entries the same to a retry, by their stored bodies."""
    whole = encoded if kind is Kind.MESSAGE else b"%b:%b:%b" % (kind.encode(), str(target_seq).encode(), encoded)
    return hashlib.blake2b(whole, digest_size=8).hexdigest()


def keep_revision(tx: Tx, c: str, shop_id: str, was: Entry, version: int) -> None:
    values = {
        "c_no": sa.select(conversation.c.no).where(conversation.c.id == c).scalar_subquery(),
        "seq": was.seq,
        "version": version,
        "shop_id": shop_id,
        "body": msgspec.json.encode(was.body).decode(),
        "ts": was.body.get("edited_ms", was.ts),
    }
    tx.execute(revision.insert().values(**values))


def _revised(c: str, seq: int) -> tuple[sa.ColumnElement[bool], ...]:
    no = sa.select(conversation.c.no).where(conversation.c.id == c).scalar_subquery()
    return (revision.c.c_no == no, revision.c.seq == seq)


def count_revisions(tx: Tx, c: str, seq: int) -> int:
    return int(tx.execute(sa.select(sa.func.count()).select_from(revision).where(*_revised(c, seq))).scalar_one())


def revisions_of(tx: Tx, c: str, seq: int) -> list[tuple[int, Body]]:
    """What a message said before each edit, the oldest first, and when it began to say so."""
    rows = tx.execute(sa.select(revision).where(*_revised(c, seq)).order_by(revision.c.version))
    return [(row.ts, msgspec.json.decode(row.body)) for row in rows]


def forget_revisions(tx: Tx, c: str, seq: int) -> None:
    tx.execute(revision.delete().where(*_revised(c, seq)))


def add_link(tx: Tx, **values: Any) -> None:
    tx.execute(group_link.insert().values(**values))


def find_link(tx: Tx, shop_id: str, token: str, now_ms: int) -> sa.Row[Any] | None:
    """A link of the shop that still lets somebody in."""
    where = (
        group_link.c.token == token,
        group_link.c.shop_id == shop_id,
        group_link.c.expires_ms > now_ms,
        group_link.c.uses_left > 0,
    )
    return tx.execute(sa.select(group_link).where(*where)).first()


def use_link(tx: Tx, token: str) -> bool:
    """Takes one use; False when another was quicker and took the last."""
    left = group_link.c.uses_left
    where = (group_link.c.token == token, left > 0)
    return bool(tx.execute(group_link.update().where(*where).values(uses_left=left - 1)).rowcount)


def forget_links(tx: Tx, c: str) -> None:
    tx.execute(group_link.delete().where(group_link.c.c == c))


def notes_about(tx: Tx, shop_id: str, c: str) -> ConversationId | None:
    where = (conversation.c.about == c, conversation.c.shop_id == shop_id)
    return tx.execute(sa.select(conversation.c.id).where(*where)).scalar()


def canned_of(tx: Tx, shop_id: str) -> list[CannedReply]:
    rows = tx.execute(sa.select(canned).where(canned.c.shop_id == shop_id).order_by(canned.c.word))
    return [CannedReply(row.id, row.word, row.text) for row in rows]


def keep_canned(tx: Tx, shop_id: str, new_id: str, word: str, text: str) -> CannedReply:
    same = (canned.c.shop_id == shop_id, canned.c.word == word)
    if not tx.execute(canned.update().where(*same).values(text=text)).rowcount:
        tx.execute(canned.insert().values(id=new_id, shop_id=shop_id, word=word, text=text))
    return next(one for one in canned_of(tx, shop_id) if one.word == word)


def forget_canned(tx: Tx, shop_id: str, reply_id: str) -> bool:
    return bool(tx.execute(canned.delete().where(canned.c.id == reply_id, canned.c.shop_id == shop_id)).rowcount)


def heard_from(tx: Tx, shop_id: str, account_id: str, now_ms: int) -> None:
    """A member of staff has a desk open at this moment."""
    same = (at_desk.c.shop_id == shop_id, at_desk.c.account_id == account_id)
    if not tx.execute(at_desk.update().where(*same).values(seen_ms=now_ms)).rowcount:
        tx.execute(at_desk.insert().values(shop_id=shop_id, account_id=account_id, seen_ms=now_ms))


def at_desk_since(tx: Tx, shop_id: str, since_ms: int) -> list[str]:
    """The staff of a shop that had a desk open since then."""
    where = (at_desk.c.shop_id == shop_id, at_desk.c.seen_ms >= since_ms)
    return list(tx.execute(sa.select(at_desk.c.account_id).where(*where)).scalars())


def lock_feed(tx: Tx, shop_id: str) -> int:
    """The number of the newest line; the row stays ours until the end of the transaction."""
    same = feed_head_of.c.shop_id == shop_id
    if not tx.execute(feed_head_of.update().where(same).values(fseq=feed_head_of.c.fseq)).rowcount:
        tx.execute(feed_head_of.insert().values(shop_id=shop_id))
    return feed_head(tx, shop_id)


def feed_head(tx: Tx, shop_id: str) -> int:
    """The number of the newest line, 0 before the first."""
    return tx.execute(sa.select(feed_head_of.c.fseq).where(feed_head_of.c.shop_id == shop_id)).scalar() or 0


def not_in_feed(tx: Tx, shop_id: str) -> list[tuple[ConversationId, int, int]]:
    """The stretches that the feed has not named yet: conversation, first and last seq."""
    named = sa.func.coalesce(feed_mark.c.seq, 0)
    statement = (
        sa.select(conversation.c.id, named.label("named"), conversation.c.last_seq)
        .outerjoin(feed_mark, feed_mark.c.c == conversation.c.id)
        .where(
            conversation.c.shop_id == shop_id,
            conversation.c.kind.in_(("owner", "notes")),
            conversation.c.last_seq > named,
        )
        .order_by(conversation.c.last_ts)
        .limit(500)
    )
    return [(row.id, row.named + 1, row.last_seq) for row in tx.execute(statement)]


def add_to_feed(tx: Tx, shop_id: str, rows: list[FeedRow]) -> None:
    tx.execute(
        feed.insert(),
        [{"shop_id": shop_id, "fseq": one.fseq, "c": one.c, "first": one.first, "last": one.last} for one in rows],
    )
    for one in rows:
        if not tx.execute(feed_mark.update().where(feed_mark.c.c == one.c).values(seq=one.last)).rowcount:
            tx.execute(feed_mark.insert().values(c=one.c, shop_id=shop_id, seq=one.last))
    tx.execute(feed_head_of.update().where(feed_head_of.c.shop_id == shop_id).values(fseq=rows[-1].fseq))


def feed_after(tx: Tx, shop_id: str, fseq: int) -> list[FeedRow]:
    where = (feed.c.shop_id == shop_id, feed.c.fseq > fseq)
    rows = tx.execute(sa.select(feed).where(*where).order_by(feed.c.fseq))
    return [FeedRow(row.fseq, row.c, row.first, row.last) for row in rows]


def forget_feed(tx: Tx, shop_id: str, up_to: int) -> None:
    tx.execute(feed.delete().where(feed.c.shop_id == shop_id, feed.c.fseq <= up_to))


def members_to_tell(tx: Tx, one: Said, now_ms: int) -> list[str]:
    """Who is told of a message by a push: members other than the sender who have not muted the conversation."""
    is_muted = sa.and_(member.c.muted_ms.is_not(None), member.c.muted_ms > now_ms)
    where = (member.c.c == one.c, member.c.to_seq.is_(None), member.c.account_id != one.sender, ~is_muted)
    statement = sa.select(member.c.account_id).join(conversation, conversation.c.id == member.c.c).where(*where)
    if one.c_kind == "owner":
        statement = statement.where(member.c.account_id == conversation.c.owner_id)
    return list(tx.execute(statement).scalars())


def unread_of(tx: Tx, shop_id: str, account_id: str, c: str) -> tuple[int, int]:
    """What somebody has not read in a conversation, and in all of theirs together."""
    talks = talks_of(tx, shop_id, account_id)
    return next((one.unread for one in talks if one.c == c), 0), sum(one.unread for one in talks)
