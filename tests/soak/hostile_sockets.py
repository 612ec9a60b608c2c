"""Sockets that want to fill the server: frames too large, lengths of a gigabyte, a byte a second, no hello."""

import asyncio
import json
import struct
import time
from pathlib import Path
from typing import Any

from bench.many import allow_files
from bench.report import share_at
from bench.servers import Running

from tests.soak.row import Figures
from tests.soak.serving import Server
from tests.soak.sockets import RawSocket, framed, opened

UNKNOWN, SLOW, LARGE = 5000, 100, 100
FRAME_BYTES = 64 * 1024
# 1009 is picows', 4504 ours; some are gone before they could be told.
TOO_LARGE = {1009, 4504}
NO_HELLO_S, SILENT_S = 12.0, 50.0
GROWN_KIB, HURT_MS = 150_000, 50.0
QUIET, BESIDE = "quiet p99 ms", "p99 ms"


def be_hostile(_number: int, folder: Path) -> Figures:
    """All of them at once; whoever talks beside them hardly notices."""
    figures = beside_hostile_sockets(folder, UNKNOWN, SLOW, LARGE)
    quiet_ms, hostile_ms = figures[QUIET], figures[BESIDE]
    assert hostile_ms <= quiet_ms + HURT_MS, f"p99 went from {quiet_ms:.1f} to {hostile_ms:.1f} ms"
    return figures


def beside_hostile_sockets(folder: Path, unknown: int, slow: int, large: int) -> Figures:
    """So many of each kind at once, beside somebody who talks."""
    allow_files(8192)
    server = Server(folder)
    users = server.make_users(4)
    server.start()
    try:
        return asyncio.run(_hostile(server, users, unknown, slow, large))
    finally:
        server.stop()


async def _hostile(server: Server, users: list[dict[str, Any]], unknown: int, slow: int, large: int) -> Figures:
    watch = Running("server", server.port, server.pid, users)
    quiet_ms = await _talked(server, users[0], 3, 1)
    before_kib = watch.rss_kib()
    talk = asyncio.ensure_future(_talked(server, users[0], 20, 2))
    async with asyncio.TaskGroup() as group:
        larges = [group.create_task(_too_large(server, users[2]["token"], number % 3)) for number in range(large)]
        for _ in range(slow):
            group.create_task(_slow(server, users[3]["token"]))
        waits = [group.create_task(_no_hello(server)) for _ in range(unknown)]
        await asyncio.sleep(5)
        grown_kib = watch.rss_kib() - before_kib
    hostile_ms = await talk
    refused = sum(one.result() < 0 for one in waits)
    longest_s = max(one.result() for one in waits)
    assert grown_kib < GROWN_KIB, f"the server grew by {grown_kib:.0f} KiB"
    assert server.is_running()
    return {
        "without hello": unknown, "refused at the door": refused, "longest without hello s": round(longest_s, 1),
        "too large": large, "told why": sum(one.result() for one in larges), "slow": slow, "grew KiB": grown_kib,
        QUIET: round(quiet_ms, 1), BESIDE: round(hostile_ms, 1),
    }  # fmt: skip


async def _too_large(server: Server, token: str, way: int) -> bool:
    """One frame, a head that announces a gigabyte, or fragments that never end. Returns whether it was told why."""
    line = await _patiently(server, token)
    try:
        if way == 0:
            line.writer.write(framed(b" " * (FRAME_BYTES + 1)))
        elif way == 1:
            line.writer.write(struct.pack("!BBQ", 0x81, 0xFF, 2**30) + b"mask")
        else:
            line.writer.write(framed(b" " * 40_000, 0x01) + framed(b" " * 40_000, 0x00))
        code, seconds = await line.ending(20)
        assert seconds < 10, f"a frame too large was borne for {seconds:.1f} s"
        return code in TOO_LARGE
    finally:
        line.abort()


async def _slow(server: Server, token: str) -> None:
    """A frame of which a byte comes every second: whoever never ends one is silent."""
    line = await _patiently(server, token)
    await line.say(b'{"t":"hello","d":{"device_id":"slow"}}')
    await line.hears(b'"welcome"')
    frame, begun = framed(b" " * 1000), time.monotonic()
    ending = asyncio.ensure_future(line.ending(SILENT_S + 10))
    for at in range(len(frame)):
        if ending.done():
            break
        line.writer.write(frame[at : at + 1])
        await asyncio.wait({ending}, timeout=1)
    seconds = time.monotonic() - begun
    line.abort()
    assert seconds <= SILENT_S, f"a byte a second was borne for {seconds:.1f} s"


async def _no_hello(server: Server) -> float:
    """How long it was kept; -1 when it was not let in."""
    try:
        line = await opened(server.port, None)
    except (OSError, asyncio.IncompleteReadError):
        return -1.0
    try:
        _, seconds = await line.ending(NO_HELLO_S + 10)
        assert seconds <= NO_HELLO_S, f"without a hello it was kept for {seconds:.1f} s"
        return seconds
    finally:
        line.abort()


async def _patiently(server: Server, token: str) -> RawSocket:
    """Let in, if not at once."""
    while True:
        try:
            return await opened(server.port, token)
        except (OSError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.5)


async def _talked(server: Server, user: dict[str, Any], seconds: float, run: int) -> float:
    """p99 in ms from send to ack of somebody who says twenty things a second."""
    line = await _patiently(server, user["token"])
    await line.say(b'{"t":"hello","d":{"device_id":"talk%d"}}' % run)
    await line.hears(b'"welcome"')
    c, delays, heard = user["conversations"][0]["c"], list[float](), b""
    for number in range(int(seconds * 20)):
        cmid, begun = f"talk-{run}-{number:06}", time.monotonic()
        data = {"cmid": cmid, "body": {"type": "text", "text": "喵"}}
        await line.say(json.dumps({"t": "send", "c": c, "d": data}).encode())
        while b'"ack"' not in heard or cmid.encode() not in heard:
            more = await asyncio.wait_for(line.reader.read(65536), 30)
            assert more, "the line of somebody who did nothing wrong has ended"
            heard = (heard + more)[-4000:]
        delays.append(time.monotonic() - begun)
        heard = b""
        await asyncio.sleep(max(0.0, 0.05 - delays[-1]))
    line.abort()
    return share_at(delays, 0.99) * 1000
