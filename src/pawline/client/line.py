"""The life of one socket: what is written on it, what is heard, and when it counts as dead."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec

from pawline.client.clock import Clock
from pawline.client.errors import LineEnded, LineLost
from pawline.client.wire import Wire

WATCH_S = 5.0
# A ping every 20 s.
PING_TURNS = 4
# The server is heard at least every 30 s: its beats, or its answers to our pings.
SILENCE_S = 45.0
HELLO_S = 10.0
NO_HEARTBEAT = 4003


class Line:
    """One socket until it is lost. Work that belongs to it ends with it."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        self._wire = wire
        self._clock = clock
        self._frames: asyncio.Queue[bytes] = asyncio.Queue()
        self._group = asyncio.TaskGroup()
        self._heard = clock.monotonic()
        self.is_welcome = False

    def say(self, t: str, payload: dict[str, Any], c: str | None = None) -> None:
        """Queues a frame; does not wait."""
        frame: dict[str, Any] = {"t": t, "d": payload}
        if c is not None:
            frame["c"] = c
        self._frames.put_nowait(msgspec.json.encode(frame))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Work that makes sense only as long as this socket lives."""
        self._group.create_task(work)

    async def run(self, hear: Callable[[bytes], None]) -> None:
        """Carries frames until the end. Always raises: LineLost, or LineEnded out of work that was spawned."""
        try:
            async with self._group as group:
                group.create_task(self._write())
                group.create_task(self._watch())
                await self._hear_all(hear)
        except* LineLost as lost:
            raise _worst(lost) from None
        finally:
            self._wire.abort()

    async def _hear_all(self, hear: Callable[[bytes], None]) -> None:
        while True:
            frame = await self._wire.receive()
            self._heard = self._clock.monotonic()
            try:
                hear(frame)
            except msgspec.DecodeError as error:
                # Not our protocol: another socket may reach a server that speaks it.
                raise LineLost from error

    async def _write(self) -> None:
        while True:
            await self._wire.send(await self._frames.get())

    async def _watch(self) -> None:
        """A half-open line may take minutes to close by itself: it is left behind."""
        await self._clock.sleep(HELLO_S)
        if not self.is_welcome:
            raise LineLost
        turns = 0
        while True:
            await self._clock.sleep(WATCH_S)
            if self._clock.monotonic() - self._heard > SILENCE_S:
                raise LineLost(NO_HEARTBEAT)
            # Told or not, the server must hear from us as well: it leaves those who say nothing.
            turns += 1
            if turns % PING_TURNS == 0:
                self.say("ping", {})


def _worst(group: ExceptionGroup[LineLost]) -> LineLost:
    """What decides whether to come back; what failed only because the socket had gone says nothing new."""
    found = [one for one in group.exceptions if isinstance(one, LineLost)]
    return max(found, key=lambda one: (isinstance(one, LineEnded), one.close_code), default=LineLost())
