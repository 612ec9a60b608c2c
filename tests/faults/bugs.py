"""Eleven bugs that chat servers have had, put into the real rooms from outside. The product has no switch for them."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from pawline.app import House
from pawline.booking import BookingService
from pawline.chat import Chat, tables
from pawline.chat import log as chat_log
from pawline.chat.catching_up import CatchingUp
from pawline.chat.live import Live
from pawline.chat.log import LogWriter
from pawline.chat.mark_rows import MarkRow
from pawline.chat.marks import Mark, Marks
from pawline.chat.model import Ack, Entry, Receipt, Send, encode_entries
from pawline.chat.ws import ChatLine
from pawline.platform.db import Tx
from pawline.platform.db.batch import Job, run
from pawline.platform.web.socket import Close, Knock, Peer
from tests.faults.inline import InlineDatabase, InlineWriter

# The fault beside the bugs about commits: one commit in so many fails at its end.
FAILS_EACH = 4


class _FlakyWays:
    """The engine's ways on a disk that sometimes fails in the last moment before the commit."""

    def __init__(self, ways: Any) -> None:
        self._ways = ways
        self._commits = 0
        self.is_failing = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ways, name)

    def save_facts(self, tx: Tx) -> None:
        self._commits += self.is_failing
        if self.is_failing and self._commits % FAILS_EACH == 0:
            raise sqlite3.OperationalError("disk I/O error")
        self._ways.save_facts(tx)


class FlakyDatabase(InlineDatabase):
    """A disk that fails now and then, once `fail` was called."""

    async def start(self) -> None:
        self.ways: Any = _FlakyWays(self.ways)
        await super().start()

    def fail(self) -> None:
        self.ways.is_failing = True


class _EarlyWriter(InlineWriter):
    """Tells before it commits."""

    tells_answers, tells_news = True, True

    def _write_here(self, batch: list[Job]) -> None:
        """Everything goes the way of the bug."""

    def _attempt(self, batch: list[Job], *, is_last: bool) -> bool:
        tx = Tx(self._connected(), self._reactions, self._ways, self._vault, self._tale)
        self._ways.begin(tx, is_alone=True, waits=True)
        tx.tale += 1
        run(tx, batch)
        self._told(batch if self.tells_answers else [], tx.news if self.tells_news else [])
        try:
            if tx.facts:
                self._ways.save_facts(tx)
            tx.cursor.execute("COMMIT")
            self.commits += 1
        except Exception as error:
            self._undo(tx, error)
            for job in batch:
                job.error = job.error or chat_log.TooFast(retry_after_ms=10)
            tx.news.clear()
        self._tale = tx.tale
        self._told([] if self.tells_answers else batch, [] if self.tells_news else tx.news)
        return True


class _AckingEarly(_EarlyWriter):
    tells_news = False


class _TellingEarly(_EarlyWriter):
    tells_answers = False


class AckBeforeCommit(FlakyDatabase):
    """1. The answer leaves when the rows are written, not when they are committed."""

    writer_kind = _AckingEarly


class BroadcastBeforeCommit(FlakyDatabase):
    """4. Others are told when the rows are written, not when they are committed."""

    writer_kind = _TellingEarly


class _WithOtherLog(House):
    """A house whose chat writes its log another way."""

    log_kind: type[LogWriter] = LogWriter
    without: tuple[str, ...] = ()

    def _build_rooms(self, passwords: Any) -> None:
        with self.db.engine.begin() as conn:
            for index in self.without:
                conn.exec_driver_sql(f"DROP INDEX IF EXISTS {index}")
        super()._build_rooms(passwords)
        self.chat.log = self.log_kind(self.clock, self.ids, self.db.dialect)
        self.chat.log.db = self.db  # type: ignore[attr-defined]


class _ForgetfulLog(LogWriter):
    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._seen: dict[tuple[str, str, str], Ack] = {}

    def send_all(self, tx: Tx, sends: Sequence[Send]) -> list[Ack | Exception]:
        keys = [(one.c, one.actor.account_id, one.cmid) for one in sends]
        new = [one for one, key in zip(sends, keys, strict=True) if key not in self._seen]
        made = iter(super().send_all(tx, new) if new else [])
        answers = [self._seen[key] if key in self._seen else next(made) for key in keys]
        self._seen |= {key: one for key, one in zip(keys, answers, strict=True) if isinstance(one, Ack)}
        return answers

    def repeat(self, *_: Any) -> None:
        return None


class DedupeInMemory(_WithOtherLog):
    """2. Repeats are known until the next restart. The unique key is gone: it would refuse them."""

    log_kind = _ForgetfulLog
    without = ("ux_entry_cmid",)


class _GuessingBatch(chat_log._Batch):
    def _add(self, head: Any, *rest: Any) -> Entry:  # type: ignore[override]
        entry = tables.entry
        # Another connection sees what was committed before this transaction: what two transactions at once would see.
        with self._log.db.engine.connect() as other:  # type: ignore[attr-defined]
            newest = sa.select(sa.func.max(entry.c.seq)).where(entry.c.c_no == head.no)
            head.last_seq = other.execute(newest).scalar() or 0
        return super()._add(head, *rest)


class _GuessingLog(LogWriter):
    def _write(self, tx: Tx, sends: Sequence[Send], known: Any, *, is_careful: bool) -> list[Ack | Exception]:
        batch = _GuessingBatch(self, tx, known, is_careful=is_careful)
        answers = [batch.send(one) for one in sends]
        batch.flush()
        return answers


class MaxPlusOne(_WithOtherLog):
    """3. The next seq is the highest one read plus one, without a lock. On SQLite's one writer two messages of one
    group commit stand for the two transactions that would race on PostgreSQL; the unique key is gone."""

    log_kind = _GuessingLog
    without = ("ux_entry_seq",)


class _UnlockingCursor:
    """A cursor whose statements lock no rows."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, text: str, *given: Any) -> Any:
        return self._cursor.execute(text.replace("FOR UPDATE", ""), *given)


class _UnlockingTx:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)

    def another_cursor(self) -> Any:
        return _UnlockingCursor(self._tx.another_cursor())


class _UnlockedLog(LogWriter):
    def _locked(self, tx: Tx, sends: Sequence[Send]) -> Any:
        return super()._locked(_UnlockingTx(tx), sends)  # type: ignore[arg-type]


class WithoutTheUniqueSeq(_WithOtherLog):
    """No bug: where the unique key is gone, the lock of a conversation's row keeps its numbers apart by itself."""

    without = ("ux_entry_seq",)


class WithoutTheRowLock(WithoutTheUniqueSeq):
    """11. Two processes on PostgreSQL read a conversation's head without its lock, and both go on from there."""

    log_kind = _UnlockedLog


class _CachingLog(LogWriter):
    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._members: dict[tuple[str, str], tuple[float, Any]] = {}

    def member(self, tx: Tx, c: str, who: str) -> Any:
        at, known = self._members.get((c, who), (float("-inf"), None))
        now = self._clock.monotonic()
        if now - at > 60:
            known = super().member(tx, c, who)
            self._members[c, who] = now, known
        return known


class MembershipCached(_WithOtherLog):
    """9. Who may write is remembered for a minute."""

    log_kind = _CachingLog


class _OtherLine(House):
    """A house whose sockets work another way."""

    line_kind: type[ChatLine] = ChatLine

    def answer_socket(self, knock: Knock, peer: Peer) -> ChatLine:
        return self.line_kind(self.lines, knock, peer)


class _LateLive(Live):
    def follow(self, c: str, kind: str) -> None:
        """Not yet."""


class _LateCatchingUp(CatchingUp):
    def resume(self, one: Any, resume: Any) -> None:
        self._live.spawn(self._replay(one, resume.conversations))

    async def _replay_one(self, c: str, seq: int) -> None:
        page, _ = await self._chat.replay(self._actor, c, seq)
        found = await self._chat.db.read(lambda tx: self._chat.see(tx, self._actor, c))
        if page.entries:
            self._live.peer.send(encode_entries(c, page.entries))
        self._live.peer.send(b'{"t":"synced","c":"%b","d":{"head":%d}}' % (c.encode(), page.head))
        Live.follow(self._live, c, found.kind)


class _LateLine(ChatLine):
    def _come_in(self, actor: Any, name: str) -> None:
        super()._come_in(actor, name)
        self.live.__class__ = _LateLive
        self.catching_up.__class__ = _LateCatchingUp


class FetchBeforeSubscribe(_OtherLine):
    """5. The log is read first, and only then is the line put on the list of those who are told."""

    line_kind = _LateLine


class _SkippingChat(Chat):
    async def replay(self, actor: Any, c: str, seq: int) -> Any:
        page, is_gap = await super().replay(actor, c, seq + 1)
        return page, is_gap


class ResumeOffByOne(House):
    """6. A resume begins one entry too late."""

    def _build_rooms(self, passwords: Any) -> None:
        super()._build_rooms(passwords)
        self.chat.__class__ = _SkippingChat


class _DroppingPeer:
    """Lets frames fall when more than a few hundred bytes wait, and says nothing."""

    MOST = 1500

    def __init__(self, peer: Any) -> None:
        self._peer = peer

    @property
    def is_behind(self) -> bool:
        return False

    def send(self, frame: bytes) -> None:
        if self._peer.queued < self.MOST or not frame.startswith(b'{"t":"entries"'):
            self._peer.send(frame)

    def close(self, code: Close, reason: str = "") -> None:
        self._peer.close(code, reason)


class DropWithoutClose(House):
    """7. A full queue loses frames and the line stays open."""

    def answer_socket(self, knock: Knock, peer: Peer) -> ChatLine:
        return super().answer_socket(knock, _DroppingPeer(peer))


class _UnclampedMarks(Marks):
    def _raised(self, tx: Tx, one: Mark, row: MarkRow) -> Receipt:
        return super()._raised(tx, one, replace(row, last_seq=2**50))


class MarkNotClamped(House):
    """8. A read mark goes wherever the client says."""

    def _build_rooms(self, passwords: Any) -> None:
        super()._build_rooms(passwords)
        self.chat.marks = _UnclampedMarks(self.db)


class _HastyBookings(BookingService):
    def _slots(self, tx: Tx, actor: Any, diary: Any, offer: Any, but: Any = ()) -> Any:
        turns = self._turns(tx, actor, diary, offer, but)
        with self._db.engine.connect() as conn:
            before = self.diary(Tx(conn, {}, self._db.ways, self._db.vault), actor.shop_id)
            return before.place(turns)


class CheckOutsideTheTransaction(House):
    """10. Whether a time is free is looked up before the transaction that takes it. The triggers are gone."""

    def _build_rooms(self, passwords: Any) -> None:
        with self.db.engine.begin() as conn:
            for name in ("claim_no_overlap_insert", "claim_no_overlap_update"):
                conn.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        super()._build_rooms(passwords)
        self.bookings.__class__ = _HastyBookings
