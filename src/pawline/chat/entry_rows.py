"""What was said: entries of a log, and what they said before they were changed."""

import hashlib
from typing import Any

import msgspec
import sqlalchemy as sa

from pawline.chat.model import Body, Entry, Kind
from pawline.chat.tables import conversation, entry, revision
from pawline.platform.db import Tx
from pawline.platform.ids import ConversationId

# What is left of an edit after a later one, or a recall.
SUPERSEDED = '{"type":"superseded"}'


def _of(c: str) -> sa.ColumnElement[bool]:
    """The entries of a conversation."""
    return entry.c.c_no == sa.select(conversation.c.no).where(conversation.c.id == c).scalar_subquery()


def last_words_of(tx: Tx, c: str) -> dict[str, int]:
    """Everybody who ever wrote in the conversation, and the seq of their newest message; 0 where there is none."""
    newest = sa.func.max(sa.case((entry.c.kind == Kind.MESSAGE, entry.c.seq), else_=0))
    found = tx.execute(sa.select(entry.c.sender, newest.label("newest")).where(_of(c)).group_by(entry.c.sender))
    return {row.sender: row.newest for row in found}


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


def entries_about(tx: Tx, c: str, seq: int, kind: Kind) -> list[Entry]:
    """What was changed later about one entry, in order."""
    where = (_of(c), entry.c.target_seq == seq, entry.c.kind == kind)
    return [entry_of(c, row) for row in tx.execute(sa.select(entry).where(*where).order_by(entry.c.seq))]


def last_about(tx: Tx, c: str, seq: int, kind: Kind) -> Entry | None:
    """The latest of these; None when nothing was."""
    where = (_of(c), entry.c.target_seq == seq, entry.c.kind == kind)
    row = tx.execute(sa.select(entry).where(*where).order_by(entry.c.seq.desc()).limit(1)).first()
    return entry_of(c, row) if row else None


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


def is_shown(tx: Tx, c: str, upload_id: str) -> bool:
    """Whether any message of the conversation still shows an upload."""
    where = (_of(c), entry.c.kind == Kind.MESSAGE, entry.c.body.contains(f'"{upload_id}"'))
    return tx.execute(sa.select(entry.c.seq).where(*where).limit(1)).first() is not None


def blank_edits(tx: Tx, c: str, seq: int) -> None:
    """What edits said of a message before is read by nobody any more; retries of them are known as before."""
    where = (_of(c), entry.c.target_seq == seq, entry.c.kind == Kind.EDIT)
    for row in tx.execute(sa.select(entry.c.seq, entry.c.hash, entry.c.body).where(*where)).all():
        known = row.hash or digest(row.body.encode(), Kind.EDIT, seq)
        tx.execute(entry.update().where(_of(c), entry.c.seq == row.seq).values(body=SUPERSEDED, hash=known))


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
