"""The message path: what every message costs. Batches come from the group-committing writer.

The order is protocol.md's: check membership under the writer's lock, take the next gapless seq, insert under
the unique key that refuses a repeat, raise the head, save the fact. The acknowledgement leaves only after the
commit, which the database does for the whole batch.

What is known of a conversation (its head, who may write) is kept between batches: the one writer is the only
one who changes it, and whatever else was written, here or by another process, makes it forget (`Tx.tale`).
Repeats are rare, so a batch is written as if there were none; when the database refuses it, the batch is
undone and each message is looked up.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import sqlalchemy as sa

from pawline.chat.errors import CmidConflict, NoSuchConversation
from pawline.chat.events import MessageSent
from pawline.chat.model import Ack, Append, Body, Entry, Kind, LogNews, State
from pawline.chat.store import conversation, entry, member
from pawline.people import Actor
from pawline.platform.clock import Clock
from pawline.platform.db import Tx, is_duplicate, prepare, prepare_insert, prepare_update
from pawline.platform.ids import ConversationId, Ids, MessageId

_B = sa.bindparam
_FIND_HEAD = sa.select(
    conversation.c.no,
    conversation.c.shop_id,
    conversation.c.kind,
    conversation.c.state,
    conversation.c.last_seq,
    conversation.c.last_n,
    conversation.c.waiting_since_ms,
).where(conversation.c.id == _B("conv"))
_FIND_MEMBER = sa.select(member.c.to_seq).where(member.c.c == _B("conv"), member.c.account_id == _B("who"))
_FIND_REPEAT = sa.select(entry.c.seq, entry.c.n, entry.c.msg_id, entry.c.ts, entry.c.hash).where(
    entry.c.cmid == _B("cmid_"), entry.c.sender == _B("sender_"), entry.c.c_no == _B("c_no_")
)
# The order of an inserted row, here and in `_Batch._add`.
_COLUMNS = (
    "c_no", "seq", "shop_id", "n", "msg_id", "cmid", "sender", "device", "kind", "target_seq", "body", "hash", "ts",
)  # fmt: skip
_RAISED = ("last_seq", "last_n", "last_ts", "waiting_since_ms", "state")
MOST_KNOWN = 50_000
_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Send:
    """A message on its way in: already parsed and bounded, not yet judged."""

    actor: Actor
    c: ConversationId
    cmid: str
    body: Body


@dataclass(slots=True)
class _Head:
    """A conversation's row as this writer knows it, and who may write there."""

    no: int
    shop_id: str
    kind: str
    state: str
    last_seq: int
    last_n: int
    waiting_since_ms: int | None
    last_ts: int = 0
    members: dict[str, bool] = field(default_factory=dict[str, bool])


class LogWriter:
    """Appends to conversation logs, inside the writer's transaction."""

    def __init__(self, clock: Clock, ids: Ids, dialect: str) -> None:
        self._clock = clock
        self._ids = ids
        self._find_head = prepare(_FIND_HEAD, dialect)
        self._find_member = prepare(_FIND_MEMBER, dialect)
        self._find_repeat = prepare(_FIND_REPEAT, dialect)
        self._dialect = dialect
        self._known: dict[str, _Head] = {}
        self._tale = -1

    def send_all(self, tx: Tx, sends: Sequence[Send]) -> list[Ack | Exception]:
        """A batch of people's messages; one answer each, refusals as exceptions."""
        if tx.tale != self._tale or len(self._known) > MOST_KNOWN:
            self._known.clear()
            self._tale = tx.tale
        answers = tx.attempt(lambda: self._write(tx, sends, self._known, is_careful=False))
        if not isinstance(answers, Exception):
            return answers
        # Heads were counted up for messages that are not there.
        self._known.clear()
        if not is_duplicate(answers):
            raise answers
        return self._write(tx, sends, {}, is_careful=True)

    def _write(
        self, tx: Tx, sends: Sequence[Send], known: dict[str, _Head], *, is_careful: bool
    ) -> list[Ack | Exception]:
        batch = _Batch(self, tx, known, is_careful=is_careful)
        answers = [batch.send(one) for one in sends]
        batch.flush()
        return answers

    def append(self, tx: Tx, one: Append) -> int:
        """One entry inside the caller's transaction; returns its seq, or the seq of its earlier self."""
        batch = _Batch(self, tx, {}, is_careful=True)
        seq = batch.append(one)
        batch.flush()
        return seq

    def head(self, tx: Tx, c: str) -> _Head | None:
        tx.cursor.execute(self._find_head.text, self._find_head.row({"conv": c}))
        row = tx.cursor.fetchone()
        return _Head(*row) if row is not None else None

    def is_member(self, tx: Tx, c: str, who: str) -> bool:
        tx.cursor.execute(self._find_member.text, self._find_member.row({"conv": c, "who": who}))
        row = tx.cursor.fetchone()
        return row is not None and row[0] is None

    def repeat(self, tx: Tx, c_no: int, sender: str, cmid: str) -> tuple[Any, ...] | None:
        values = {"c_no_": c_no, "sender_": sender, "cmid_": cmid}
        tx.cursor.execute(self._find_repeat.text, self._find_repeat.row(values))
        return tx.cursor.fetchone()

    def save(self, tx: Tx, rows: list[tuple[Any, ...]], heads: list[tuple[Any, ...]]) -> None:
        insert = prepare_insert(entry, _COLUMNS, len(rows), self._dialect)
        tx.cursor.execute(insert, [value for row in rows for value in row])
        update = prepare_update(conversation, "no", _RAISED, len(heads), self._dialect)
        tx.cursor.execute(update, [value for head in heads for value in head])

    def now_ms(self) -> int:
        return self._clock.now_ms()

    def new_id(self) -> MessageId:
        return MessageId(self._ids.new())


class _Batch:
    """What one group of appends reads, decides and finally writes."""

    def __init__(self, log: LogWriter, tx: Tx, known: dict[str, _Head], *, is_careful: bool) -> None:
        self._log = log
        self._tx = tx
        self._known = known
        self._is_careful = is_careful
        self._now_ms = log.now_ms()
        self._repeats: dict[tuple[int, str, str], tuple[int, int, str, int, str]] = {}
        self._rows: list[tuple[Any, ...]] = []
        self._news: dict[str, list[Entry]] = {}

    def send(self, one: Send) -> Ack | Exception:
        head = self._admit(one)
        if head is None:
            return NoSuchConversation()
        encoded = _encode(one.body).decode()
        digest = _digest(encoded)
        actor = one.actor
        sender = actor.account_id
        earlier = self._earlier(head.no, sender, one.cmid)
        if earlier is not None:
            seq, n, msg_id, ts, known = earlier
            return Ack(one.cmid, MessageId(msg_id), seq, n, ts, True) if known == digest else CmidConflict()
        made = self._add(
            head, one.c, actor.account_id, actor.device_id, one.cmid, Kind.MESSAGE, one.body, encoded, digest
        )
        if head.kind == "owner":
            self._after_message(head, one.c, made, actor.kind)
        return Ack(one.cmid, made.msg_id, made.seq, made.n, made.ts)

    def append(self, one: Append) -> int:
        head = self._head(one.c)
        if head is None or head.shop_id != one.shop_id:
            raise NoSuchConversation
        encoded = _encode(one.body).decode()
        digest = _digest(encoded)
        earlier = self._earlier(head.no, one.sender, one.cmid)
        if earlier is not None:
            return earlier[0]
        made = self._add(head, one.c, one.sender, "", one.cmid, one.kind, one.body, encoded, digest, one.target_seq)
        return made.seq

    def _head(self, c: str) -> _Head | None:
        head = self._known.get(c)
        if head is None:
            head = self._log.head(self._tx, c)
            if head is not None:
                self._known[c] = head
        return head

    def _admit(self, one: Send) -> _Head | None:
        """The conversation if the sender may write in it, judged under the writer's lock."""
        head = self._head(one.c)
        actor = one.actor
        if head is None or head.shop_id != actor.shop_id:
            return None
        # Staff of the shop may write to every owner. A guest who turned out to be a known owner has left.
        if actor.kind == "staff" and head.kind == "owner":
            return head
        is_member = head.members.get(actor.account_id)
        if is_member is None:
            is_member = head.members[actor.account_id] = self._log.is_member(self._tx, one.c, actor.account_id)
        return head if is_member else None

    def _earlier(self, c_no: int, sender: str, cmid: str) -> tuple[int, int, str, int, str] | None:
        found = self._repeats.get((c_no, sender, cmid))
        if found is None and self._is_careful:
            found = self._log.repeat(self._tx, c_no, sender, cmid)  # type: ignore[assignment]
        return found

    def _add(
        self, head: _Head, c: ConversationId, sender: Any, device: str, cmid: str, kind: Kind, body: Body,
        encoded: str, digest: str, target_seq: int | None = None,
    ) -> Entry:  # fmt: skip
        seq = head.last_seq = head.last_seq + 1
        if kind is Kind.MESSAGE:
            head.last_n += 1
        n, ts, msg_id = head.last_n, self._now_ms, self._log.new_id()
        head.last_ts = ts
        self._rows.append(
            (head.no, seq, head.shop_id, n, msg_id, cmid, sender, device, kind.value, target_seq, encoded, digest, ts)
        )
        self._repeats[head.no, sender, cmid] = (seq, n, msg_id, ts, digest)
        made = Entry(c, seq, n, msg_id, cmid, sender, device, kind, body, ts, target_seq)
        self._news.setdefault(c, []).append(made)
        return made

    def _after_message(self, head: _Head, c: str, made: Entry, sender_kind: str) -> None:
        if sender_kind == "owner":
            if head.state in {State.NEW, State.CLOSED}:
                head.state = State.ASSISTANT
            if head.state in {State.HUMAN, State.QUEUED} and head.waiting_since_ms is None:
                head.waiting_since_ms = made.ts
        elif sender_kind == "staff":
            head.waiting_since_ms = None
        self._tx.emit(
            MessageSent(
                shop_id=head.shop_id,
                key=c,
                seq=made.seq,
                sender=made.sender,
                sender_kind=sender_kind,
                body_type=str(made.body.get("type", "")),
            )
        )

    def flush(self) -> None:
        """Writes everything and prepares the news for after the commit."""
        if not self._rows:
            return
        self._log.save(self._tx, self._rows, [_raised(self._known[c]) for c in self._news])
        for c, entries in self._news.items():
            head = self._known[c]
            news = LogNews(c, tuple(entries))
            self._tx.publish(f"c.{c}", news)
            if head.kind == "owner":
                self._tx.publish(f"shop.{head.shop_id}", news)
                self._tx.publish("inbox", (head.shop_id, c))


def _raised(head: _Head) -> tuple[Any, ...]:
    return (head.no, head.last_seq, head.last_n, head.last_ts, head.waiting_since_ms, str(head.state))


def _digest(encoded: str) -> str:
    return hashlib.blake2b(encoded.encode(), digest_size=8).hexdigest()
