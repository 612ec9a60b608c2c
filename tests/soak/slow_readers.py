"""Members of a group who do not read, or read a trickle, while the others are told everything at once.

Whoever is left cannot be told by which code: nothing more goes into a pipe that is full. They come back and resume.
"""

import asyncio
import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.report import share_at
from bench.servers import Running

from pawline.client import Client, Internet
from tests.soak.row import Figures
from tests.soak.serving import Server
from tests.soak.sockets import RawSocket, opened

# Never reading, a trickle, as usual.
SIZES = (200, 200, 600)
TEXT = "慢" * 500
CLOSED_S = 30.0
STAY_S = 20.0
# Of the messages, those that everybody reads as usual; and of those who are left, those who are seen to come back.
QUIET = 0.1
BACK = 20
GREW, BEFORE, BESIDE = "server grew MiB", "p99 before ms", "p99 beside ms"


def read_slowly(_number: int, folder: Path) -> Figures:
    """Half an hour; what waits for who never reads is bounded, and the others hear as fast as before."""
    figures = beside_slow_readers(folder, SIZES, 9000, 5)
    grown, before_ms, beside_ms = (figures[name] for name in (GREW, BEFORE, BESIDE))
    assert grown < 1.2 * SIZES[0] / 4, f"the server grew by {grown} MiB"
    assert beside_ms < 1.2 * before_ms, f"beside slow readers {beside_ms} ms instead of {before_ms}"
    return figures


def beside_slow_readers(folder: Path, sizes: tuple[int, int, int], messages: int, per_s: float) -> Figures:
    """One group, one sender, and readers of three kinds."""
    return asyncio.run(_slow(folder, sizes, messages, 1 / per_s))


async def _slow(folder: Path, sizes: tuple[int, int, int], messages: int, pause_s: float) -> Figures:
    server = Server(folder)
    members = sum(sizes) + 2 - sum(sizes) % 2
    users = server.make_users(members, groups=1, group_size=members)
    await asyncio.to_thread(server.start)
    try:
        c = users[0]["groups"][0]
        slow = range(1, 1 + sizes[0] + sizes[1])
        lines = [
            await _hello(server, user, number, 4096 if number in slow else None) for number, user in enumerate(users)
        ]
        sender, *others = lines
        never, trickle, usual = (others[sum(sizes[:i]) : sum(sizes[: i + 1])] for i in range(3))
        watch = Running("server", server.port, server.pid, [])
        quiet: list[float] = []
        delays: list[float] = []
        hearing = asyncio.ensure_future(_swallow(sender))
        staying = asyncio.ensure_future(_stay(lines))
        # The same readers are timed in both parts, and as many sockets are written to.
        reading = [asyncio.ensure_future(_read(line, quiet)) for line in usual]
        reading += [asyncio.ensure_future(_swallow(line)) for line in (*never, *trickle)]
        await _speak(sender, c, range(int(QUIET * messages)), pause_s)
        await _stopped(reading)
        before_kib, sizes_kib = watch.rss_kib(), [watch.rss_kib()]
        weighing = asyncio.ensure_future(_weigh(watch, sizes_kib))
        reading = [asyncio.ensure_future(_read(line, delays)) for line in usual]
        reading += [asyncio.ensure_future(_sip(line)) for line in trickle]
        await _speak(sender, c, range(int(QUIET * messages), messages), pause_s)
        grown_kib = max(sizes_kib) - before_kib
        left = await _until_left(server, len(usual) + len(trickle) + 1)
        assert left > len(usual), f"only {left:.0f} are still there: somebody who reads was left as well"
        await _stopped([*reading, hearing, staying, weighing])
        back = [await _come_back(server, user, c) for user in users[1 : 1 + min(BACK, len(never))]]
        assert back == [messages] * len(back), "somebody who came back misses something"
        return {
            "never read": len(never),
            "trickle": len(trickle),
            "usual": len(usual),
            "messages": messages,
            "still there": left,
            "came back": len(back),
            GREW: round(grown_kib / 1024, 1),
            BEFORE: round(share_at(quiet, 0.99) * 1000, 1),
            BESIDE: round(share_at(delays, 0.99) * 1000, 1),
        }
    finally:
        await asyncio.to_thread(server.stop)


async def _weigh(server: Running, sizes_kib: list[int]) -> None:
    """What the server holds, every second."""
    while True:
        sizes_kib.append(server.rss_kib())
        await asyncio.sleep(1)


async def _until_left(server: Server, most: int) -> float:
    """How many sockets the server still has when it has left those who never read."""
    end = time.monotonic() + CLOSED_S
    while (left := await asyncio.to_thread(server.number, "connections")) > most:
        assert time.monotonic() < end, f"{left:.0f} sockets are still kept"
        await asyncio.sleep(0.5)
    return left


async def _hello(server: Server, user: dict[str, Any], number: int, window: int | None) -> RawSocket:
    line = await opened(server.port, user["token"], window=window)
    await line.say(b'{"t":"hello","d":{"device_id":"slow%d"}}' % number)
    assert await line.hears(b'"welcome"')
    return line


async def _stay(lines: list[RawSocket]) -> None:
    """Everybody is heard now and then, also who does not read: it is not for silence that they are left."""
    while True:
        await asyncio.sleep(STAY_S)
        for line in lines:
            with suppress(ConnectionError):
                await line.say(b'{"t":"ping","d":{}}')


async def _speak(sender: RawSocket, c: str, messages: range, pause_s: float) -> None:
    for sent in messages:
        body = {"type": "text", "text": f"{time.monotonic():.6f}|{TEXT}"}
        await sender.say(json.dumps({"t": "send", "c": c, "d": {"cmid": f"slow-{sent:08}", "body": body}}).encode())
        await asyncio.sleep(pause_s)


async def _read(line: RawSocket, delays: list[float]) -> None:
    heard = b""
    while more := await line.reader.read(1 << 20):
        heard += more
        now = time.monotonic()
        while (at := heard.find(b'"text":"')) >= 0 and len(heard) > at + 40:
            begun = heard[at + 8 : at + 40].split(b"|", 1)[0]
            delays.append(now - float(begun))
            heard = heard[at + 40 :]
        heard = heard[-4000:]


async def _sip(line: RawSocket) -> None:
    with suppress(ConnectionError):
        while await line.reader.read(1024):
            await asyncio.sleep(1)


async def _stopped(tasks: list[asyncio.Future[None]]) -> None:
    for one in tasks:
        one.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _come_back(server: Server, user: dict[str, Any], c: str) -> int:
    """How many messages somebody who was left hears, from the first on without a gap."""
    network = Internet(server.url, user["token"])
    try:
        head = (await network.page(c, 0, 1)).head
        client = Client(network)
        heard, seqs = client.entries(), [0]
        await client.follow(c, 0)
        async with client, asyncio.timeout(60):
            while seqs[-1] < head:
                entry = await anext(heard)
                seqs.append(entry.seq)
    finally:
        await network.close()
    assert seqs == [*range(head + 1)], "a gap, or an entry twice"
    return entry.n


async def _swallow(line: RawSocket) -> None:
    while await line.reader.read(1 << 20):
        pass
