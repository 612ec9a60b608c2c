"""A network between clients and a server that swallows what is sent, without a word to either side."""

import asyncio
import contextlib
import random
from collections.abc import Callable
from types import TracebackType
from typing import TypeAlias

# What is left of a piece of a stream; it may keep a rest for later.
Sieve: TypeAlias = Callable[[bytes], bytes]


def whole(data: bytes) -> bytes:
    """Lets everything through."""
    return data


class Proxy:
    """A port of its own in front of `port`. While a way is shut, what is sent on it waits, as in a network that loses
    all packets; nobody is told, and of an end that comes meanwhile neither.

    `sieves` makes one for the way to the server and one for the way back, for each connection.
    """

    def __init__(self, port: int, sieves: Callable[[], tuple[Sieve, Sieve]] = lambda: (whole, whole)) -> None:
        self.port = 0
        self._to = port
        self._sieves = sieves
        self._there, self._back = asyncio.Event(), asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "Proxy":
        self.heal()
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", 0, backlog=1024)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for one in self._tasks:
            one.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self, *, there: bool = True, back: bool = True) -> None:
        """From now on nothing arrives on these ways."""
        for is_cut, way in ((there, self._there), (back, self._back)):
            if is_cut:
                way.clear()

    def heal(self) -> None:
        """Everything passes, first of all what has waited."""
        self._there.set()
        self._back.set()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with contextlib.suppress(OSError):
            to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self._to)
            there, back = self._sieves()
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(_pump(reader, to_writer, self._there, there))
                    group.create_task(_pump(to_reader, writer, self._back, back))
            finally:
                to_writer.transport.abort()
        writer.transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: asyncio.Event, sieve: Sieve) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65_536):
            await way.wait()
            writer.write(sieve(data))
            await writer.drain()
    await way.wait()
    # Whoever has ended ends for the other side too; what was said before is still written.
    with contextlib.suppress(ConnectionError):
        await writer.drain()
        writer.close()


class LosingMessages:
    """A sieve for the protocol of NATS: drops one message in so many (MSG and PUB, with and without headers)."""

    def __init__(self, chance: random.Random, one_in: int) -> None:
        self.lost = 0
        self._chance = chance
        self._one_in = one_in
        self._rest = b""

    def __call__(self, data: bytes) -> bytes:
        self._rest += data
        passed = bytearray()
        while (size := _size(self._rest)) and len(self._rest) >= size:
            piece, self._rest = self._rest[:size], self._rest[size:]
            if piece[:4].strip() in {b"MSG", b"HMSG", b"PUB", b"HPUB"} and not self._chance.randrange(self._one_in):
                self.lost += 1
            else:
                passed += piece
        return bytes(passed)


def _size(data: bytes) -> int:
    """How long the first operation is with its payload; 0 when that cannot be told yet."""
    end = data.find(b"\r\n")
    if end < 0:
        return 0
    words = data[:end].split()
    has_payload = bool(words) and words[0] in {b"MSG", b"HMSG", b"PUB", b"HPUB"}
    return end + 2 + (int(words[-1]) + 2 if has_payload else 0)
