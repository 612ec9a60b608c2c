"""The writing thread: whatever arrived while the previous commit ran is committed together."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from queue import SimpleQueue
from typing import Any, TypeAlias

import sqlalchemy as sa

from pawline.platform.db.tx import InsideReaction, Tx
from pawline.platform.db.ways import Ways
from pawline.platform.errors import Busy

log = logging.getLogger(__name__)

# Pieces in one commit. More are committed in turn, so that nobody waits for a long one.
GROUP = 256
QUEUE_LIMIT = 20_000
TRIES = 6
# While the database is away, pieces are answered at once and it is looked for this often.
LOOK_AGAIN_S = 0.5

Answer: TypeAlias = Callable[[Any, BaseException | None], None]
Bulk: TypeAlias = Callable[[Tx, Sequence[Any]], list[Any]]
Told: TypeAlias = Callable[["list[Job]", list[tuple[str, Any]]], None]


class Job:
    """One piece of work for the writer: a verb, or an item for a bulk handler."""

    __slots__ = ("answer", "bulk", "error", "result", "work")

    def __init__(self, work: Any, bulk: Bulk | None, answer: Answer) -> None:
        self.work = work
        self.bulk = bulk
        self.answer = answer
        self.result: Any = None
        self.error: BaseException | None = None


class _Conflict(Exception):
    """Another process was in the way: the transaction is undone and its pieces are tried again."""


class Writer:
    """Owns the writing connection. `told` is called in the event loop after each commit."""

    def __init__(
        self, engine: sa.Engine, ways: Ways, reactions: Mapping[type, list[InsideReaction]], told: Told
    ) -> None:
        self._engine = engine
        self._ways = ways
        self._reactions = reactions
        self._told = told
        self._queue: SimpleQueue[list[Job] | None] = SimpleQueue()
        # What this turn of the event loop has brought; the writer gets it as a whole when the turn ends.
        self._turn: list[Job] = []
        self._is_away = False
        self._begun = 0
        self._given = 0
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="pawline-write", daemon=True)
        self._conn: sa.Connection | None = None
        self._look_at = 0.0
        self._tale = 0
        self.commits = 0
        self.written = 0

    def start(self) -> None:
        self._thread.start()

    async def stop(self) -> None:
        """Finishes what is queued."""
        self._queue.put(self._turn)
        self._turn = []
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    @property
    def waiting(self) -> int:
        """How many pieces have not been begun."""
        return self._given - self._begun

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def put(self, job: Job) -> None:
        """Takes a piece of work. Raises Busy."""
        if self.waiting >= QUEUE_LIMIT:
            raise Busy(retry_after_ms=1000)
        if not self._turn and not self._is_away:
            self._loop.call_soon(self._after_reading)
        self._turn.append(job)
        self._given += 1

    def _hand_over(self) -> None:
        """Gives the writer everything there is, unless it has not come back from what it was given before.

        Waking it for every piece would have the two threads take the interpreter from each other; letting it go on
        before the answers of the last batch are out would make its batches small, and each costs as much as ten
        messages.
        """
        if self._turn and not self._is_away:
            turn, self._turn, self._is_away = self._turn, [], True
            self._queue.put(turn)

    def _come_back(self) -> None:
        """In the event loop, after the last answer: once the sockets have been read, the next batch may go."""
        self._is_away = False
        if self._turn:
            self._loop.call_soon(self._after_reading)

    def _after_reading(self) -> None:
        """What is called soon runs before the sockets are read, and what that calls soon runs after."""
        self._loop.call_soon(self._hand_over)

    def _run(self) -> None:
        while (turn := self._queue.get()) is not None:
            for first in range(0, len(turn), GROUP):
                batch = turn[first : first + GROUP]
                self._begun += len(batch)
                for part in self._parts(batch):
                    self._commit(part)
            self._tell_loop(self._come_back)
        if self._conn is not None:
            self._conn.close()

    def _parts(self, batch: list[Job]) -> list[list[Job]]:
        """Where others write too, messages do not wait in a verb's transaction."""
        if not self._ways.is_shared:
            return [batch]
        messages = [job for job in batch if job.bulk is not None]
        verbs = [job for job in batch if job.bulk is None]
        return [part for part in (messages, verbs) if part]

    def _commit(self, batch: list[Job]) -> None:
        tries = 0
        while not self._attempt(batch, is_last=tries >= TRIES):
            tries += 1
            if len(batch) > 1:
                for job in batch:
                    self._commit([job])
                return
            # The writer's own thread waits, nobody else.
            time.sleep(0.002 * 2**tries)

    def _attempt(self, batch: list[Job], *, is_last: bool) -> bool:
        """Commits a batch and answers it; False when another process was in the way and it may be tried again."""
        try:
            conn = self._connected()
        except Exception as error:
            self._answer_away(batch, error)
            return True
        tx = Tx(conn, self._reactions, self._ways, self._tale)
        try:
            self._ways.begin(tx.cursor, is_alone=any(job.bulk is None for job in batch))
            if self._ways.has_changed(tx.cursor):
                tx.tale += 1
            _run(tx, batch)
            if tx.facts:
                self._ways.save_facts(tx.cursor, tx.facts)
            tx.cursor.execute("COMMIT")
            self.commits += 1
            self.written += len(batch)
        except BaseException as error:
            tx.tale += 1
            self._undo(tx, error)
            if self._is_conflict(error) and not is_last:
                return False
            log.exception("commit_failed", extra={"batch": len(batch)})
            tx.facts.clear()
            tx.news.clear()
            _refuse(batch, error)
        finally:
            self._tale = tx.tale
            if self._conn is not None:
                conn.rollback()  # ends only SQLAlchemy's own book-keeping: the driver is in autocommit
        self._answer(batch, [*tx.news, ("facts", None)] if tx.facts else tx.news)
        return True

    def _connected(self) -> sa.Connection:
        if self._conn is None:
            if time.monotonic() < self._look_at:
                raise Busy(cause="database away")
            self._look_at = time.monotonic() + LOOK_AGAIN_S
            self._conn = self._engine.connect()
        return self._conn

    def _is_conflict(self, error: BaseException) -> bool:
        return isinstance(error, _Conflict) or self._ways.is_conflict(error)

    def _undo(self, tx: Tx, error: BaseException) -> None:
        try:
            if self._ways.is_open(tx.conn):
                tx.cursor.execute("ROLLBACK")
        except Exception:
            log.exception("rollback_failed")
        else:
            if not self._ways.is_lost(error):
                return
        self._conn = None
        tx.conn.invalidate()
        tx.conn.close()

    def _answer_away(self, batch: list[Job], error: BaseException) -> None:
        log.warning("database_away", extra={"batch": len(batch), "cause": type(error).__name__})
        _refuse(batch, error)
        self._answer(batch, [])

    def _answer(self, batch: list[Job], news: list[tuple[str, Any]]) -> None:
        self._tell_loop(self._told, batch, news)

    def _tell_loop(self, call: Callable[..., None], *words: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(call, *words)
        except RuntimeError:
            log.warning("loop_closed")


def _run(tx: Tx, batch: list[Job]) -> None:
    position = 0
    if batch[0].bulk is not None and all(job.bulk == batch[0].bulk for job in batch):
        _alone(tx, batch, batch[0].bulk)
        return
    while position < len(batch):
        job = batch[position]
        job.result = job.error = None
        if job.bulk is None:
            tx.tale += 1
            _in_savepoint(tx, [job], lambda job=job: [job.work(tx)])
            position += 1
            continue
        end = position + 1
        while end < len(batch) and batch[end].bulk == job.bulk:
            end += 1
        group = batch[position:end]
        bulk = job.bulk
        _in_savepoint(tx, group, lambda group=group, bulk=bulk: bulk(tx, [one.work for one in group]))
        position = end


def _alone(tx: Tx, jobs: list[Job], bulk: Bulk) -> None:
    """A transaction of messages only: when they fail as a whole there is nothing else to keep, so no savepoint."""
    _note_results(tx, jobs, bulk(tx, [one.work for one in jobs]))


def _in_savepoint(tx: Tx, jobs: list[Job], work: Callable[[], list[Any]]) -> None:
    results = tx.attempt(work)
    if isinstance(results, Exception):
        _raise_conflict(tx, results)
        for job in jobs:
            job.error = results
        return
    _note_results(tx, jobs, results)


def _note_results(tx: Tx, jobs: list[Job], results: list[Any]) -> None:
    for job, result in zip(jobs, results, strict=True):
        if isinstance(result, Exception):
            _raise_conflict(tx, result)
            job.error = result
        else:
            job.result, job.error = result, None


def _raise_conflict(tx: Tx, error: Exception) -> None:
    """What met another process is nobody's answer."""
    if tx.ways.is_conflict(error):
        raise _Conflict from error


def _refuse(batch: list[Job], error: BaseException) -> None:
    """The commit itself failed (disk full, database away): nobody gets a yes."""
    for job in batch:
        # What the work returned was not committed: it must not pass for an answer.
        job.result, job.error = None, job.error or Busy(cause=type(error).__name__)
