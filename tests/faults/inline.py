"""The real database without threads: it commits in the event loop, so that one seed gives one order of events."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from pawline.platform.db import Database, Tx
from pawline.platform.db.writer import GROUP, Job, Writer

T = TypeVar("T")
# A commit takes its time: what comes meanwhile shares the next one.
COMMIT_S = 0.002
READ_S = 0.001


class InlineWriter(Writer):
    """The writer's own commits, one group at a time."""

    is_crashed = False
    _is_due = False

    def start(self) -> None:
        """There is no thread to start."""

    async def stop(self) -> None:
        self._turn()
        if self._conn is not None:
            self._conn.close()

    @property
    def is_alive(self) -> bool:
        return not self.is_crashed

    def put(self, job: Job) -> None:
        super().put(job)
        if not self._is_due:
            self._is_due = True
            self._loop.call_later(COMMIT_S, self._turn)

    def _turn(self) -> None:
        """Commits what is queued; after a crash it is forgotten, and nobody is answered."""
        self._is_due = False
        while not self._queue.empty() and not self.is_crashed:
            jobs = [self._queue.get() for _ in range(min(GROUP, self._queue.qsize()))]
            self._commit([job for job in jobs if job is not None])

    def _answer(self, batch: list[Job], news: list[tuple[str, Any]]) -> None:
        if not self.is_crashed:
            super()._answer(batch, news)


class InlineDatabase(Database):
    """Questions and commits in the loop. `writer_kind` lets a test put another writer in."""

    writer_kind: type[InlineWriter] = InlineWriter

    async def start(self) -> None:
        self._writer = self.writer_kind(self.engine, self.ways, self._reactions, self._after)

    async def stop(self) -> None:
        conn = getattr(self._local, "conn", None)
        if conn is not None:
            conn.close()
        await super().stop()

    def crash(self) -> None:
        """From here on nothing is committed or answered any more."""
        assert isinstance(self._writer, InlineWriter)
        self._writer.is_crashed = True

    async def read(self, question: Callable[[Tx], T]) -> T:
        await asyncio.sleep(READ_S)
        if not self.is_writing:
            raise asyncio.CancelledError
        return self._read(question)
