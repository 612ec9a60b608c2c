"""The only place that knows what time it is.

Everything else is handed a `Clock`, so tests run on a virtual one and never sleep.
"""

import asyncio
import heapq
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the time is, and how to wait."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...

    def now_ms(self) -> int:
        """The current instant in whole milliseconds since 1970, UTC."""
        ...

    def judged_ms(self) -> int:
        """The earlier of now and of what it would be had nobody set the clock since the program began.

        Whether something has run out is judged by it: a clock that jumps ahead ends nobody's session.
        """
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards; only differences mean anything."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Waits; zero or less only lets other tasks run."""
        ...


class SystemClock:
    """The machine's clock, shifted by a fixed `offset` (zero in the product)."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset
        self._began_ms = SystemClock.now_ms(self) - time.monotonic_ns() // 1_000_000

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000 + int(self.offset.total_seconds() * 1000)

    def judged_ms(self) -> int:
        return min(self.now_ms(), self._began_ms + time.monotonic_ns() // 1_000_000)

    # Asked several times a message.
    monotonic = staticmethod(time.monotonic)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))


class VirtualClock:
    """A clock that moves only when told to; sleepers wake in the order of their times."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._started = self._now
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._count = 0

    def now(self) -> datetime:
        return self._now

    def now_ms(self) -> int:
        return int(self._now.timestamp() * 1000)

    def judged_ms(self) -> int:
        return self.now_ms()

    def monotonic(self) -> float:
        return (self._now - self._started).total_seconds()

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._sleepers, (self._now + timedelta(seconds=seconds), self._count, woken))
        await woken

    def advance(self, seconds: float) -> None:
        """Moves time on and wakes everyone whose moment has come."""
        self._now += timedelta(seconds=seconds)
        while self._sleepers and self._sleepers[0][0] <= self._now:
            woken = heapq.heappop(self._sleepers)[2]
            if not woken.done():
                woken.set_result(None)
