"""The writer: whatever arrived while the previous commit ran is committed together.

Commits wait for the disk, so they belong to a thread. On SQLite the statements of people's messages do not: they
take a few microseconds each, and two threads that take the interpreter from each other cost more than all of them.
So light pieces are written by the event loop itself, and only their commit is given to the thread; verbs, and
batches with anything in them that may take longer, run in the thread as a whole. Never more than one batch is on
its way.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeAlias

import sqlalchemy as sa

from pawline.platform.db.batch import Conflict, Job, refuse, run
from pawline.platform.db.tx import InsideReaction, Tx
from pawline.platform.db.vault import Vault
from pawline.platform.db.ways import Ways
from pawline.platform.errors import Busy

log = logging.getLogger(__name__)

# Pieces in one commit. More are committed in turn, so that nobody waits for a long one.
GROUP = 256
QUEUE_LIMIT = 20_000
TRIES = 6
# When a commit is under way for longer than this, what comes in bulk is put off instead of piling up behind it.
BUSY_S = 1.0
# While the database is away, pieces are answered at once and it is looked for this often.
LOOK_AGAIN_S = 0.5

Told: TypeAlias = Callable[[list[Job], list[tuple[str, Any]]], None]


class Writer:
    """Owns the writing connection. `told` is called in the event loop after each commit."""

    def __init__(
        self, engine: sa.Engine, ways: Ways, reactions: Mapping[type, list[InsideReaction]], told: Told,
        vault: Vault,
    ) -> None:  # fmt: skip
        self._engine = engine
        self._ways = ways
        self._reactions = reactions
        self._told = told
        self._vault = vault
        # What nobody has begun.
        self._waiting: list[Job] = []
        self._is_away = False
        # When the oldest piece of the batch under way came.
        self._oldest_at = 0.0
        self._idle: asyncio.Future[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._works: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
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
        self._hand_over()
        if self._is_away:
            self._idle = self._loop.create_future()
            await self._idle
        self._works.put(None)
        await asyncio.to_thread(self._thread.join)
        if self._conn is not None:
            self._conn.close()

    @property
    def waiting(self) -> int:
        """How many pieces have not been begun."""
        return len(self._waiting)

    @property
    def delay_s(self) -> float:
        """How long the oldest piece that is not committed has waited; 0 when there is none."""
        if self._is_away:
            return time.monotonic() - self._oldest_at
        return time.monotonic() - self._waiting[0].at if self._waiting else 0.0

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def put(self, job: Job) -> None:
        """Takes a piece of work. Raises Busy."""
        job.at = time.monotonic()
        is_late = self._is_away and job.bulk is not None and job.at - self._oldest_at > BUSY_S
        if is_late or len(self._waiting) >= QUEUE_LIMIT:
            raise Busy(retry_after_ms=1000)
        if not self._waiting and not self._is_away:
            self._loop.call_soon(self._after_reading)
        self._waiting.append(job)

    def _after_reading(self) -> None:
        """What is called soon runs before the sockets are read, and what that calls soon runs after."""
        self._loop.call_soon(self._hand_over)

    def _hand_over(self) -> None:
        """Begins a batch, unless the last one has not come back.

        Letting batches go before the answers of the last one are out would make them small, and each costs as much
        as ten messages.
        """
        if self._is_away or not self._waiting:
            return
        self._is_away = True
        batch, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
        self._oldest_at = batch[0].at
        tx = self._write_here(batch)
        self._give(partial(self._finish, tx, batch) if tx is not None else partial(self._work, batch))

    def _come_back(self) -> None:
        """In the event loop, after the last answer: once the sockets have been read, the next batch may go."""
        self._is_away = False
        if self._waiting:
            self._loop.call_soon(self._after_reading)
        elif self._idle is not None:
            self._idle.set_result(None)

    def _answer_and_come_back(self, batch: list[Job], news: list[tuple[str, Any]]) -> None:
        """One call instead of two, each of which wakes the loop."""
        self._told(batch, news)
        self._come_back()

    def _write_here(self, batch: list[Job]) -> Tx | None:
        """Writes light pieces in the event loop's own thread; None when the writer's thread should rather do it."""
        if not self._ways.writes_in_loop or self._conn is None or not all(job.is_light for job in batch):
            return None
        tx = Tx(self._conn, self._reactions, self._ways, self._vault, self._tale)
        try:
            self._write(tx, batch, waits=False)
        except Exception as error:
            # Somebody else holds the file, or it cannot be written: the thread may wait, and says what is wrong.
            self._tale = tx.tale + 1
            self._undo(tx, error)
            return None
        return tx

    # From here on in the writer's own thread

    def _give(self, work: Callable[[], None]) -> None:
        self._works.put(work)

    def _run(self) -> None:
        while (work := self._works.get()) is not None:
            work()

    def _work(self, batch: list[Job]) -> None:
        for part in self._parts(batch):
            self._commit(part)
        self._tell_loop(self._come_back)

    def _finish(self, tx: Tx, batch: list[Job]) -> None:
        """Commits what the event loop has written."""
        try:
            self._end(tx, batch)
        except BaseException as error:
            self._fail(tx, batch, error)
        self._tell_loop(self._answer_and_come_back, batch, _news_of(tx))

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
            log.warning("database_away", extra={"batch": len(batch), "cause": type(error).__name__})
            refuse(batch, error, self._ways)
            self._tell_loop(self._told, batch, [])
            return True
        tx = Tx(conn, self._reactions, self._ways, self._vault, self._tale)
        try:
            self._write(tx, batch, waits=True)
            self._end(tx, batch)
        except BaseException as error:
            if (isinstance(error, Conflict) or self._ways.is_conflict(error)) and not is_last:
                self._tale = tx.tale + 1
                self._undo(tx, error)
                return False
            self._fail(tx, batch, error)
        self._tell_loop(self._told, batch, _news_of(tx))
        return True

    def _write(self, tx: Tx, batch: list[Job], *, waits: bool) -> None:
        """Everything but the commit."""
        self._ways.begin(tx, is_alone=any(job.bulk is None for job in batch), waits=waits)
        if self._ways.has_changed(tx):
            tx.tale += 1
        run(tx, batch)
        if tx.facts:
            self._ways.save_facts(tx)

    def _end(self, tx: Tx, batch: list[Job]) -> None:
        with tx.together():
            tx.cursor.execute("COMMIT")
        self._tale = tx.tale
        self.commits += 1
        self.written += len(batch)
        tx.conn.rollback()  # ends only SQLAlchemy's own book-keeping: the driver is in autocommit

    def _fail(self, tx: Tx, batch: list[Job], error: BaseException) -> None:
        log.error("commit_failed", extra={"batch": len(batch)}, exc_info=error)
        self._tale = tx.tale + 1
        self._undo(tx, error)
        tx.facts.clear()
        tx.news.clear()
        refuse(batch, error, self._ways)

    def _connected(self) -> sa.Connection:
        if self._conn is None:
            if time.monotonic() < self._look_at:
                raise Busy(cause="database away")
            self._look_at = time.monotonic() + LOOK_AGAIN_S
            conn = self._engine.connect()
            self._ways.prepare_writer(conn.connection.cursor())
            self._conn = conn
        return self._conn

    def _undo(self, tx: Tx, error: BaseException) -> None:
        try:
            if self._ways.is_open(tx.conn):
                tx.undo()
        except Exception:
            log.exception("rollback_failed")
        else:
            if not self._ways.is_lost(error):
                tx.conn.rollback()
                return
        self._conn = None
        tx.conn.invalidate()
        tx.conn.close()

    def _tell_loop(self, call: Callable[..., None], *words: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(call, *words)
        except RuntimeError:
            log.warning("loop_closed")


def _news_of(tx: Tx) -> list[tuple[str, Any]]:
    return [*tx.news, ("facts", None)] if tx.facts else tx.news
