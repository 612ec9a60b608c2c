"""An event loop whose time is virtual: it jumps to the next timer whenever nothing else is left to do."""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, TypeVar

from pawline.platform.clock import SystemClock

T = TypeVar("T")
START_MS = 1_796_000_000_000
# Work in threads is real: it is waited for this long, in all, before the loop counts as stuck.
STUCK_S = 20.0


class Stuck(RuntimeError):
    """Nothing is scheduled and nothing arrives: whoever waits would wait for ever."""


class _Jumping(selectors.DefaultSelector):
    """Instead of waiting, moves the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self._idle_s = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        found = super().select(0)
        if found or timeout == 0:
            self._idle_s = 0.0
            return found
        if timeout is not None:
            self.now += max(timeout, 1e-6)
            return found
        self._idle_s += 0.05
        if self._idle_s > STUCK_S:
            raise Stuck
        return super().select(0.05)


class VirtualLoop(asyncio.SelectorEventLoop):
    """`time`, `call_later` and `asyncio.sleep` are virtual; a day passes in a moment, always in the same order."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


class LoopClock(SystemClock):
    """A clock on a virtual loop. `jump_ms` moves the wall clock and leaves the monotonic one alone."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop
        self.jump_ms = 0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.now_ms() / 1000, UTC)

    def now_ms(self) -> int:
        return START_MS + int(self._loop.time() * 1000) + self.jump_ms

    def judged_ms(self) -> int:
        return self.now_ms() - max(0, self.jump_ms)

    def monotonic(self) -> float:
        return self._loop.time()


def run(loop: VirtualLoop, work: Coroutine[Any, Any, T], within_s: float = 600.0) -> T:
    """Runs work on the loop; `within_s` is virtual."""

    async def bounded() -> T:
        async with asyncio.timeout(within_s):
            return await work

    return loop.run_until_complete(bounded())
