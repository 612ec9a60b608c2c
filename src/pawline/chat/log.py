"""The message path: what every message costs. Batches come from the group-committing writer.

The order is protocol.md's: check membership under the writer's lock, take the next gapless seq, insert under
the unique key that refuses a repeat, raise the head, save the fact. The acknowledgement leaves only after the
commit, which the database does for the whole batch.

What is known of a conversation (its head, who may write) is kept between batches on SQLite: the one writer is the
only one who changes it, and whatever else was written, here or by another process, makes it forget (`Tx.tale`).
On PostgreSQL every batch locks its conversations and reads them anew.
Repeats are rare, so a batch is written as if there were none; when the database refuses it, the batch is
undone and each message is looked up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import msgspec
import sqlalchemy as sa

from pawline.chat.entry_rows import digest
from pawline.chat.errors import CmidConflict, ContinuedElsewhere, NoSuchConversation, Silenced, SlowMode, TooFast
from pawline.chat.events import MembersSpoke, MessagesSent, Said
from pawline.chat.model import Ack, Append, Entry, Kind, LogNews, Send, State, news_of
from pawline.chat.pace import LOADTEST
from pawline.chat.tables import conversation, entry, member
from pawline.people import Actor
from pawline.platform.clock import Clock
from pawline.platform.db import Tx, insert_rows, is_duplicate, prepare, update_rows
from pawline.platform.ids import AccountId, ConversationId, Ids, MessageId
from pawline.platform.web.limits import Bucket, Rate

_B = sa.bindparam
_HEAD = sa.select(
    conversation.c.no,
    conversation.c.shop_id,
    conversation.c.kind,
    conversation.c.state,
    conversation.c.last_seq,
    conversation.c.last_n,
    conversation.c.waiting_since_ms,
    conversation.c.slow_s,
    conversation.c.assignee_id,
)
_FIND_HEAD = _HEAD.where(conversation.c.id == _B("conv")).with_for_update()
# Where several processes write: all conversations of a batch in one order, so that no two batches wait in a circle.
_LOCK_HEADS = (
    _HEAD.add_columns(conversation.c.id)
    .where(conversation.c.id == sa.any_(_B("convs", type_=sa.ARRAY(sa.String))))
    .order_by(conversation.c.no)
    .with_for_update()
)
_FIND_MEMBERS = sa.select(member.c.role, member.c.silenced_ms, member.c.c, member.c.account_id).where(
    member.c.c == sa.any_(_B("convs", type_=sa.ARRAY(sa.String))),
    member.c.account_id == sa.any_(_B("who", type_=sa.ARRAY(sa.String))),
    member.c.to_seq.is_(None),
)
_FIND_MEMBER = sa.select(member.c.role, member.c.silenced_ms).where(
    member.c.c == _B("conv"), member.c.account_id == _B("who"), member.c.to_seq.is_(None)
)
_FIND_LAST_WORD = (
    sa.select(entry.c.ts)
    .where(entry.c.c_no == _B("c_no_"), entry.c.sender == _B("sender_"), entry.c.kind == _B("kind_"))
    .order_by(entry.c.seq.desc())
    .suffix_with("LIMIT 1")
)
_FIND_REPEAT = sa.select(
    entry.c.seq, entry.c.n, entry.c.msg_id, entry.c.ts, entry.c.hash, entry.c.body, entry.c.kind, entry.c.target_seq
).where(entry.c.cmid == _B("cmid_"), entry.c.sender == _B("sender_"), entry.c.c_no == _B("c_no_"))
# The order of an inserted row, here and in `_Batch._add`.
_COLUMNS = (
    "c_no", "seq", "shop_id", "n", "msg_id", "cmid", "sender", "device", "kind", "target_seq", "body", "hash", "ts",
)  # fmt: skip
# What a batch changes in a conversation's row, and what besides in an owner's: who waits for whom.
_RAISED = ("no", "last_seq", "last_n", "last_ts")
_TURNED = (*_RAISED, "waiting_since_ms", "state")
MOST_KNOWN = 50_000
# Looked up once: asking an enumeration for its members costs more than what is done with them.
MESSAGE = Kind.MESSAGE
NEW = State.NEW.value
CLOSED = State.CLOSED.value
HUMAN = State.HUMAN.value
WITH_STAFF = (State.HUMAN.value, State.QUEUED.value)
SHOPS_OWN = {"owner": ("staff", "bot"), "notes": ("staff",)}
# Messages a second that all who take part in a conversation may write together, and at once.
TOGETHER = Rate(40, 120)
_encode = msgspec.json.Encoder().encode


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
    slow_s: int = 0
    assignee_id: str | None = None
    last_ts: int = 0
    members: dict[str, "_Member | None"] = field(default_factory=dict[str, "_Member | None"])


@dataclass(slots=True)
class _Member:
    """Somebody with a row of their own, as far as writing is concerned."""

    role: str
    silenced_ms: int | None


class NotTaken(Exception):
    """Somebody on staff speaks in a conversation that they have to take first."""


class LogWriter:
    """Appends to conversation logs, inside the writer's transaction."""

    def __init__(self, clock: Clock, ids: Ids, dialect: str) -> None:
        self._clock = clock
        self.new_id = cast(Callable[[], MessageId], ids.new)
        self._find_head = prepare(_FIND_HEAD, dialect)
        self._find_member = prepare(_FIND_MEMBER, dialect)
        self._find_repeat = prepare(_FIND_REPEAT, dialect)
        self._find_last_word = prepare(_FIND_LAST_WORD, dialect)
        self._dialect = dialect
        self._known: dict[str, _Head] = {}
        self._buckets: dict[int, Bucket] = {}
        # What the batch under way has taken of them.
        self._taken: list[Bucket] = []
        self._tale = -1

    def send_all(self, tx: Tx, sends: Sequence[Send]) -> list[Ack | Exception]:
        """A batch of people's messages; one answer each, refusals as exceptions. Raises NotTaken, with nothing done."""
        if tx.tale != self._tale or len(self._known) > MOST_KNOWN:
            self._known.clear()
            self._tale = tx.tale
        if tx.ways.is_shared:
            # Before the part that may be undone: undoing it would let go of the rows.
            self._known = self._locked(tx, sends)
        self._taken.clear()
        answers = tx.attempt(lambda: self._write(tx, sends, self._known, is_careful=False))
        if not isinstance(answers, Exception):
            return answers
        # Heads were counted up for messages that are not there.
        self._known.clear()
        for bucket in self._taken:
            bucket.give_back()
        if isinstance(answers, NotTaken) or not is_duplicate(answers):
            raise answers
        return self._write(tx, sends, {}, is_careful=True)

    def send_one(self, tx: Tx, one: Send) -> Ack | Exception:
        """A message for which everything else has been seen to."""
        self._known.pop(one.c, None)
        return self._write(tx, [one], {}, is_careful=True)[0]

    def lock(self, tx: Tx, sends: Sequence[Send]) -> None:
        """Takes the conversations of a batch whose messages are then written one by one."""
        self._taken.clear()
        if tx.ways.is_shared:
            tx.be_alone()
            self._locked(tx, sends)

    def _locked(self, tx: Tx, sends: Sequence[Send]) -> dict[str, _Head]:
        """Heads and members as they are under the rows' locks."""
        convs, who = list({one.c for one in sends}), list({one.actor.account_id for one in sends})
        lock, find = prepare(_LOCK_HEADS, tx.dialect), prepare(_FIND_MEMBERS, tx.dialect)
        heads, members = tx.another_cursor(), tx.another_cursor()
        with tx.together():
            heads.execute(lock.text, lock.row({"convs": convs}))
            members.execute(find.text, find.row({"convs": convs, "who": who}))
        found = {row[-1]: _Head(*row[:-1]) for row in heads.fetchall()}
        for role, silenced_ms, c, account_id in members.fetchall():
            found[c].members[account_id] = _Member(role, silenced_ms)
        return found

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

    def member(self, tx: Tx, c: str, who: str) -> _Member | None:
        tx.cursor.execute(self._find_member.text, self._find_member.row({"conv": c, "who": who}))
        row = tx.cursor.fetchone()
        return _Member(*row) if row is not None else None

    def last_word_ms(self, tx: Tx, c_no: int, sender: str) -> int:
        values = {"c_no_": c_no, "sender_": sender, "kind_": Kind.MESSAGE.value}
        tx.cursor.execute(self._find_last_word.text, self._find_last_word.row(values))
        row = tx.cursor.fetchone()
        return int(row[0]) if row is not None else 0

    def repeat(self, tx: Tx, c_no: int, sender: str, cmid: str) -> tuple[Any, ...] | None:
        values = {"c_no_": c_no, "sender_": sender, "cmid_": cmid}
        tx.cursor.execute(self._find_repeat.text, self._find_repeat.row(values))
        row = tx.cursor.fetchone()
        if row is None:
            return None
        seq, n, msg_id, ts, known, body, kind, target_seq = row
        return seq, n, msg_id, ts, known or digest(body.encode(), Kind(kind), target_seq)

    def save(self, tx: Tx, rows: list[tuple[Any, ...]], heads: list[_Head]) -> None:
        turned = [(*_raised(head), head.waiting_since_ms, head.state) for head in heads if head.kind == "owner"]
        raised = [_raised(head) for head in heads if head.kind != "owner"]
        with tx.together():
            insert_rows(tx, entry, _COLUMNS, rows)
            if turned:
                update_rows(tx, conversation, _TURNED, turned)
            if raised:
                update_rows(tx, conversation, _RAISED, raised)

    def crowded(self, c_no: int, actor: Actor) -> TooFast | None:
        """What all may write together there is used up for the moment."""
        now = self._clock.monotonic()
        bucket = self._buckets.get(c_no)
        if bucket is None:
            if len(self._buckets) > MOST_KNOWN:
                self._buckets.clear()
            bucket = self._buckets[c_no] = Bucket(LOADTEST if actor.is_loadtest else TOGETHER, now)
        wait_s = bucket.take(now)
        if wait_s:
            return TooFast(retry_after_ms=int(wait_s * 1000) + 1)
        self._taken.append(bucket)
        return None

    def now_ms(self) -> int:
        return self._clock.now_ms()


class _Batch:
    """What one group of appends reads, decides and finally writes."""

    def __init__(self, log: LogWriter, tx: Tx, known: dict[str, _Head], *, is_careful: bool) -> None:
        self._log = log
        self._tx = tx
        self._known = known
        self._is_careful = is_careful
        self._now_ms = log.now_ms()
        self._new_id = log.new_id
        self._rows: list[tuple[Any, ...]] = []
        self._news: dict[ConversationId, list[Entry]] = {}
        # By shop, owners' conversations and others apart.
        self._said: dict[tuple[str, bool], list[Said]] = {}

    def send(self, one: Send) -> Ack | Exception:
        actor = one.actor
        head = self._known.get(one.c) or self._head(one.c)
        if head is None or head.shop_id != actor.shop_id:
            return NoSuchConversation()
        encoded = _encode(one.body)
        refusal = self._refusal(head, one)
        if refusal is not None or self._is_careful:
            answer = self._answer_before(head, one, encoded, refusal)
            if answer is not None:
                return answer
        if actor.kind == "staff" and not self._is_careful and _is_to_be_taken(head, actor):
            raise NotTaken
        made = self._add(head, one, actor.account_id, actor.device_id, encoded)
        if one.kind is MESSAGE:
            if head.kind == "owner":
                _turn_taken(head, made.ts, actor.kind)
            self._note_said(head, made, actor.kind)
        return Ack(one.cmid, made.msg_id, made.seq, made.n, made.ts)

    def append(self, one: Append) -> int:
        head = self._known.get(one.c) or self._head(one.c)
        if head is None or head.shop_id != one.shop_id:
            raise NoSuchConversation
        earlier = self._earlier(head.no, one.sender, one.cmid)
        if earlier is not None:
            return earlier[0]
        encoded = _encode(one.body)
        made = self._add(head, one, one.sender, "", encoded)
        if one.kind is MESSAGE:
            self._note_said(head, made, "shop")
        return made.seq

    def _head(self, c: str) -> _Head | None:
        """A conversation that is not known yet."""
        head = self._log.head(self._tx, c)
        if head is not None:
            self._known[c] = head
        return head

    def _refusal(self, head: _Head, one: Send) -> Exception | None:
        """Why the sender may not write in the conversation, judged under the writer's lock; None when they may."""
        actor = one.actor
        # Staff of the shop, and its programs, may write to every owner.
        if actor.kind in SHOPS_OWN.get(head.kind, ()):
            # What was said in a closed conversation is still looked after: taken back, pinned.
            is_over = head.state == CLOSED and one.kind is MESSAGE
            return ContinuedElsewhere() if is_over else self._log.crowded(head.no, actor)
        if actor.account_id not in head.members:
            head.members[actor.account_id] = self._log.member(self._tx, one.c, actor.account_id)
        member = head.members[actor.account_id]
        if member is None:
            return NoSuchConversation()
        if head.kind == "direct":
            # Two people cannot write faster together than each may alone.
            return None
        # Who may not write anyway takes nothing of what the others may.
        return self._held_back(head, one, member) or self._log.crowded(head.no, actor)

    def _held_back(self, head: _Head, one: Send, member: _Member) -> Exception | None:
        """The rules of a group: who is silenced waits, and in slow mode everybody who does not look after it."""
        if member.role != "member":
            return None
        if member.silenced_ms is not None and member.silenced_ms > self._now_ms:
            return Silenced(retry_after_ms=member.silenced_ms - self._now_ms)
        if not head.slow_s or one.kind is not MESSAGE:
            return None
        written = next((r for r in reversed(self._rows) if r[0] == head.no and r[6] == one.actor.account_id), None)
        last_ms = written[-1] if written else self._log.last_word_ms(self._tx, head.no, one.actor.account_id)
        wait_ms = last_ms + head.slow_s * 1000 - self._now_ms
        return SlowMode(retry_after_ms=wait_ms, seconds=-(-wait_ms // 1000)) if wait_ms > 0 else None

    def _answer_before(
        self, head: _Head, one: Send, encoded: bytes, refusal: Exception | None
    ) -> Ack | Exception | None:
        """The answer to a repeat: the same again, also for who may not write now. None when it is none."""
        earlier = self._earlier(head.no, one.actor.account_id, one.cmid)
        if earlier is None or isinstance(refusal, NoSuchConversation):
            return refusal
        seq, n, msg_id, ts, known = earlier
        is_same = known == digest(encoded, one.kind, one.target_seq)
        return Ack(one.cmid, MessageId(msg_id), seq, n, ts, True) if is_same else CmidConflict()

    def _earlier(self, c_no: int, sender: str, cmid: str) -> tuple[Any, ...] | None:
        """Seq, n, id, time and digest of what was written under the same client id; None when nothing was."""
        for row in self._rows:
            if row[5] == cmid and row[6] == sender and row[0] == c_no:
                return row[1], row[3], row[4], row[12], digest(row[10].encode(), Kind(row[8]), row[9])
        return self._log.repeat(self._tx, c_no, sender, cmid)

    def _add(self, head: _Head, one: Send | Append, sender: AccountId, device: str, encoded: bytes) -> Entry:
        c, cmid, kind, target_seq, ts = one.c, one.cmid, one.kind, one.target_seq, self._now_ms
        seq = head.last_seq = head.last_seq + 1
        if kind is MESSAGE:
            head.last_n += 1
        n, msg_id = head.last_n, self._new_id()
        head.last_ts = ts
        self._rows.append(
            (
                head.no, seq, head.shop_id, n, msg_id, cmid, sender, device, kind._value_, target_seq,
                encoded.decode(), "", ts,
            )
        )  # fmt: skip
        made = Entry(c, seq, n, msg_id, cmid, sender, device, kind, one.body, ts, target_seq)
        news = self._news.get(c)
        if news is None:
            self._news[c] = [made]
        else:
            news.append(made)
        return made

    def _note_said(self, head: _Head, made: Entry, sender_kind: str) -> None:
        said, whose = Said(made.c, made.seq, made.sender, sender_kind), (head.shop_id, head.kind == "owner")
        so_far = self._said.get(whose)
        if so_far is None:
            self._said[whose] = [said]
        else:
            so_far.append(said)

    def flush(self) -> None:
        """Writes everything and prepares the news for after the commit."""
        if not self._rows:
            return
        self._log.save(self._tx, self._rows, [self._known[c] for c in self._news])
        for (shop_id, is_owners), said in self._said.items():
            fact = MessagesSent if is_owners else MembersSpoke
            self._tx.emit(fact(shop_id=shop_id, key=shop_id, said=tuple(said)))
        for c, entries in self._news.items():
            self._publish(c, self._known[c], news_of(c, entries))

    def _publish(self, c: str, head: _Head, news: LogNews) -> None:
        if head.kind != "notes":
            self._tx.publish(f"c.{c}", news)
        if head.kind in {"owner", "notes"}:
            self._tx.publish(f"shop.{head.shop_id}", news)
        if head.kind == "owner":
            self._tx.publish("inbox", (head.shop_id, c))


def _is_to_be_taken(head: _Head, actor: Actor) -> bool:
    """Whether somebody on staff speaks in an owner's conversation that is not theirs so far."""
    return head.kind == "owner" and (head.state != HUMAN or head.assignee_id != actor.account_id)


def _turn_taken(head: _Head, ts: int, sender_kind: str) -> None:
    """What a message in an owner's conversation changes about who waits for whom."""
    if sender_kind == "owner":
        if head.state == NEW:
            head.state = State.ASSISTANT.value
        if head.state in WITH_STAFF and head.waiting_since_ms is None:
            head.waiting_since_ms = ts
    elif sender_kind == "staff":
        head.waiting_since_ms = None


def _raised(head: _Head) -> tuple[Any, ...]:
    return (head.no, head.last_seq, head.last_n, head.last_ts)
