"""Tasks with an owner: nothing runs that nobody waits for."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from pawline.platform.clock import Clock
from pawline.platform.errors import Busy

log = logging.getLogger(__name__)


class Tasks:
    """A task group for short work begun by callbacks; a failure is logged and hurts nobody else."""

    def __init__(self) -> None:
        self._group: asyncio.TaskGroup | None = None
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Owns the tasks until `stop` or cancellation."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                await self._stop.wait()
            finally:
                self._group = None

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Starts the work; after the end of `run` it is closed unrun."""
        if self._group is None:
            work.close()
            return
        self._group.create_task(_guarded(work))

    def stop(self) -> None:
        """Lets `run` end when everything begun has finished."""
        self._stop.set()


async def keep_on(name: str, turn: Callable[[], Awaitable[None]], clock: Clock) -> None:
    """Takes turns until cancelled. A turn that fails (disk full, for one) is logged and tried again later."""
    failures = 0
    while True:
        try:
            await turn()
            failures = 0
        except Exception as error:
            failures += 1
            if isinstance(error, Busy):
                # No fault: people's messages go first.
                log.info("turn_put_off", extra={"turn": name, "times": failures})
            else:
                log.exception("turn_failed", extra={"turn": name})
            await clock.sleep(min(30.0, 0.5 * 2 ** min(failures, 8)))


async def _guarded(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.exception("task_failed")
