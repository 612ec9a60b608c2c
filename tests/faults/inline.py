"""The real database without threads: it commits in the event loop, so that one seed gives one order of events."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from pawline.platform.db import Database, Tx
from pawline.platform.db.writer import Writer
from pawline.platform.errors import Busy

T = TypeVar("T")
# A commit takes its time: what comes meanwhile shares the next one.
COMMIT_S = 0.002
READ_S = 0.001


class InlineWriter(Writer):
    """The writer's own commits, each a moment after it was begun."""

    is_crashed = False

    def start(self) -> None:
        """There is no thread to start."""

    async def stop(self) -> None:
        self._hand_over()
        while self._is_away and not self.is_crashed:
            await asyncio.sleep(COMMIT_S)
        if self._conn is not None:
            self._conn.close()

    @property
    def is_alive(self) -> bool:
        return not self.is_crashed

    def _give(self, work: Callable[[], None]) -> None:
        self._loop.call_later(COMMIT_S, self._unless_crashed, work)

    def _unless_crashed(self, work: Callable[..., None], *words: Any) -> None:
        """After a crash what was begun is forgotten, and nobody is answered."""
        if not self.is_crashed:
            work(*words)

    def _tell_loop(self, call: Callable[..., None], *words: Any) -> None:
        super()._tell_loop(self._unless_crashed, call, *words)


class InlineDatabase(Database):
    """Questions and commits in the loop. `writer_kind` lets a test put another writer in."""

    writer_kind: type[InlineWriter] = InlineWriter

    async def start(self) -> None:
        self._writer = self.writer_kind(self.engine, self.ways, self._reactions, self._after, self.vault)

    async def stop(self) -> None:
        conn = getattr(self._local, "conn", None)
        if conn is not None:
            conn.close()
        await super().stop()

    def crash(self) -> None:
        """From here on nothing is committed or answered any more."""
        assert isinstance(self._writer, InlineWriter)
        self._writer.is_crashed = True

    async def write(self, work: Callable[[Tx], T]) -> T:
        if not self.is_writing:
            raise Busy
        return await super().write(work)

    async def read(self, question: Callable[[Tx], T]) -> T:
        await asyncio.sleep(READ_S)
        if not self.is_writing:
            raise asyncio.CancelledError
        return self._read(question)
