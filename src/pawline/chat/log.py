"""The message path: what every message costs. Batches come from the group-committing writer.

The order is protocol.md's: check membership under the writer's lock, find a repeat by the unique key,
take the next gapless seq, insert, raise the sender's own marks, save the fact. The acknowledgement
leaves only after the commit, which the database does for the whole batch.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from pawline.chat.errors import CmidConflict, NoSuchConversation
from pawline.chat.events import MessageSent
from pawline.chat.model import Ack, Append, Body, Entry, Kind, LogNews, State
from pawline.chat.store import conversation, entry, member
from pawline.people import Actor
from pawline.platform.clock import Clock
from pawline.platform.db import Tx, prepare
from pawline.platform.ids import ConversationId, Ids, MessageId

_B = sa.bindparam
_FIND_HEAD = (
    sa.select(
        conversation.c.shop_id,
        conversation.c.kind,
        conversation.c.state,
        conversation.c.epoch,
        conversation.c.last_seq,
        conversation.c.last_n,
        conversation.c.waiting_since_ms,
        member.c.to_seq,
        member.c.from_seq,
    )
    .select_from(conversation.outerjoin(member, (member.c.c == conversation.c.id) & (member.c.account_id == _B("who"))))
    .where(conversation.c.id == _B("conv"))
)
_FIND_REPEAT = sa.select(entry.c.seq, entry.c.n, entry.c.msg_id, entry.c.ts, entry.c.hash).where(
    entry.c.c == _B("c_"), entry.c.sender == _B("sender_"), entry.c.cmid == _B("cmid_")
)
_INSERT = entry.insert().values({column.name: _B(column.name) for column in entry.c})
_RAISE_HEAD = (
    conversation.update()
    .where(conversation.c.id == _B("conv"))
    .values(
        last_seq=_B("last_seq_"),
        last_n=_B("last_n_"),
        last_ts=_B("last_ts_"),
        waiting_since_ms=_B("waiting_"),
        state=_B("state_"),
    )
)
_RAISE_MARKS = (
    member.update()
    .where(member.c.c == _B("conv"), member.c.account_id == _B("who"))
    .values(delivered_seq=_B("seq_"), read_seq=_B("seq2_"), read_n=_B("n_"))
)
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
    """A conversation's row as this batch changes it."""

    shop_id: str
    kind: str
    state: str
    epoch: int
    last_seq: int
    last_n: int
    waiting_since_ms: int | None
    last_ts: int = 0


class LogWriter:
    """Appends to conversation logs, inside the writer's transaction."""

    def __init__(self, clock: Clock, ids: Ids, dialect: str) -> None:
        self._clock = clock
        self._ids = ids
        self._head = prepare(_FIND_HEAD, dialect)
        self._repeat = prepare(_FIND_REPEAT, dialect)
        self._insert = prepare(_INSERT, dialect)
        self._raise_head = prepare(_RAISE_HEAD, dialect)
        self._raise_marks = prepare(_RAISE_MARKS, dialect)

    def send_all(self, tx: Tx, sends: Sequence[Send]) -> list[Ack | Exception]:
        """A batch of people's messages; one answer each, refusals as exceptions."""
        batch = _Batch(self, tx)
        answers = [batch.send(one) for one in sends]
        batch.flush()
        return answers

    def append(self, tx: Tx, one: Append) -> int:
        """One entry inside the caller's transaction; returns its seq, or the seq of its earlier self."""
        batch = _Batch(self, tx)
        seq = batch.append(one)
        batch.flush()
        return seq

    def find_head(self, tx: Tx, c: str, who: str) -> tuple[Any, ...] | None:
        tx.cursor.execute(self._head.text, self._head.row({"conv": c, "who": who}))
        return tx.cursor.fetchone()

    def find_repeat(self, tx: Tx, c: str, sender: str, cmid: str) -> tuple[Any, ...] | None:
        tx.cursor.execute(self._repeat.text, self._repeat.row({"c_": c, "sender_": sender, "cmid_": cmid}))
        return tx.cursor.fetchone()

    def save(self, tx: Tx, batch: "_Batch") -> None:
        tx.cursor.executemany(self._insert.text, [self._insert.row(row) for row in batch.rows])
        tx.cursor.executemany(self._raise_head.text, [self._raise_head.row(row) for row in batch.heads_changed()])
        tx.cursor.executemany(self._raise_marks.text, [self._raise_marks.row(row) for row in batch.marks])

    def now_ms(self) -> int:
        return self._clock.now_ms()

    def new_id(self) -> MessageId:
        return MessageId(self._ids.new())


class _Batch:
    """What one group of appends reads, decides and finally writes."""

    def __init__(self, log: LogWriter, tx: Tx) -> None:
        self._log = log
        self._tx = tx
        self._heads: dict[str, _Head] = {}
        self._repeats: dict[tuple[str, str, str], tuple[int, int, str, int, str]] = {}
        self.rows: list[dict[str, Any]] = []
        self.marks: list[dict[str, Any]] = []
        self._news: dict[str, list[Entry]] = {}

    def send(self, one: Send) -> Ack | Exception:
        head = self._admit(one)
        if head is None:
            return NoSuchConversation()
        encoded = _encode(one.body).decode()
        digest = _digest(encoded)
        earlier = self._earlier(one.c, one.actor.account_id, one.cmid)
        if earlier is not None:
            seq, n, msg_id, ts, known = earlier
            return Ack(one.cmid, MessageId(msg_id), seq, n, ts, True) if known == digest else CmidConflict()
        made = self._add(
            head, one.c, one.actor.account_id, one.actor.device_id, one.cmid, Kind.MESSAGE, one.body, encoded, digest
        )
        self._after_message(head, one.c, made, one.actor.kind)
        return Ack(one.cmid, made.msg_id, made.seq, made.n, made.ts)

    def append(self, one: Append) -> int:
        encoded = _encode(one.body).decode()
        digest = _digest(encoded)
        earlier = self._earlier(one.c, one.sender, one.cmid)
        if earlier is not None:
            return earlier[0]
        row = self._log.find_head(self._tx, one.c, one.sender)
        if row is None or row[0] != one.shop_id:
            raise NoSuchConversation
        head = self._heads.setdefault(one.c, _Head(*row[:7]))
        made = self._add(head, one.c, one.sender, "", one.cmid, one.kind, one.body, encoded, digest, one.target_seq)
        return made.seq

    def _admit(self, one: Send) -> _Head | None:
        """The conversation if the sender may write in it, judged under the writer's lock."""
        row = self._log.find_head(self._tx, one.c, one.actor.account_id)
        if row is None or row[0] != one.actor.shop_id:
            return None
        # A guest who turned out to be a known owner has left the conversation (`to_seq`) and writes elsewhere.
        is_member = row[8] is not None and row[7] is None
        if not is_member and not (one.actor.is_staff and row[1] == "owner"):
            return None
        return self._heads.setdefault(one.c, _Head(*row[:7]))

    def _earlier(self, c: str, sender: str, cmid: str) -> tuple[int, int, str, int, str] | None:
        return self._repeats.get((c, sender, cmid)) or self._log.find_repeat(self._tx, c, sender, cmid)  # type: ignore[return-value]

    def _add(
        self, head: _Head, c: ConversationId, sender: Any, device: str, cmid: str, kind: Kind, body: Body,
        encoded: str, digest: str, target_seq: int | None = None,
    ) -> Entry:  # fmt: skip
        head.last_seq += 1
        head.last_n += kind is Kind.MESSAGE
        head.last_ts = self._log.now_ms()
        msg_id = self._log.new_id()
        made = Entry(c, head.last_seq, head.last_n, msg_id, cmid, sender, device, kind, body, head.last_ts, target_seq)
        row = {"c": c, "seq": made.seq, "shop_id": head.shop_id, "n": made.n, "msg_id": msg_id, "cmid": cmid}
        row |= {"sender": sender, "device": device, "kind": kind.value, "target_seq": target_seq}
        self.rows.append(row | {"body": encoded, "hash": digest, "ts": made.ts})
        self._repeats[c, sender, cmid] = (made.seq, made.n, made.msg_id, made.ts, digest)
        self.marks.append({"conv": c, "who": sender, "seq_": made.seq, "seq2_": made.seq, "n_": made.n})
        self._news.setdefault(c, []).append(made)
        return made

    def _after_message(self, head: _Head, c: str, made: Entry, sender_kind: str) -> None:
        if head.kind != "owner":
            return
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

    def heads_changed(self) -> list[dict[str, Any]]:
        return [
            {
                "conv": c,
                "last_seq_": head.last_seq,
                "last_n_": head.last_n,
                "last_ts_": head.last_ts,
                "waiting_": head.waiting_since_ms,
                "state_": head.state,
            }
            for c, head in self._heads.items()
            if head.last_ts
        ]

    def flush(self) -> None:
        """Writes everything and prepares the news for after the commit."""
        if not self.rows:
            return
        self._log.save(self._tx, self)
        for c, entries in self._news.items():
            head = self._heads[c]
            news = LogNews(c, tuple(entries))
            self._tx.publish(f"c.{c}", news)
            if head.kind == "owner":
                self._tx.publish(f"shop.{head.shop_id}", news)
                self._tx.publish("inbox", (head.shop_id, c))


def _digest(encoded: str) -> str:
    return hashlib.blake2b(encoded.encode(), digest_size=8).hexdigest()
