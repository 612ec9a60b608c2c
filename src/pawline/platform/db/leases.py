"""Leases on PostgreSQL: a session's advisory lock, which ends with the session, however the process ended."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

log = logging.getLogger(__name__)

# A dead process's lease is taken up within this time, and a process notices within it that it has lost its own.
LOOK_S = 1.0
TAKE = sa.text("SELECT pg_try_advisory_lock(7233192, hashtext(:name))")
ALIVE = sa.text("SELECT 1")


class PostgresLeases:
    """All leases of this process, on one connection of their own."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._conn: sa.Connection | None = None
        self._held: set[str] = set()
        # Each lease is looked after by its own task, in a thread of its own.
        self._guard = threading.Lock()

    async def hold(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Runs `work` while this process has the lease; gets in line again when it is lost. Until cancelled."""
        while True:
            if await asyncio.to_thread(self._has, name):
                log.info("lease_taken", extra={"lease": name})
                await self._while_held(name, work)
                log.warning("lease_lost", extra={"lease": name})
            await asyncio.sleep(LOOK_S)

    async def _while_held(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        working = asyncio.ensure_future(work())
        try:
            while not working.done() and await asyncio.to_thread(self._has, name):
                await asyncio.wait([working], timeout=LOOK_S)
        finally:
            working.cancel()
            await asyncio.wait([working])
        if not working.cancelled():
            working.result()

    def _has(self, name: str) -> bool:
        with self._guard:
            try:
                return self._ask(name)
            except DBAPIError:
                self._forget()
                return False

    def _ask(self, name: str) -> bool:
        if self._conn is None:
            self._conn = self._engine.connect()
        if name in self._held:
            self._conn.execute(ALIVE)
        elif self._conn.execute(TAKE, {"name": name}).scalar():
            self._held.add(name)
        return name in self._held

    def _forget(self) -> None:
        """The connection is gone, and every lease with it."""
        self._held.clear()
        if self._conn is not None:
            self._conn.invalidate()
            self._conn.close()
            self._conn = None

    def close(self) -> None:
        """Lets go of everything: the next process in line need not wait."""
        with self._guard:
            self._forget()
