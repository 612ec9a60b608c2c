"""Works with many at once: a group (W2), idle connections (W3), everybody back at the same moment (W5)."""

import asyncio
import contextlib
import json
import resource
import time
from dataclasses import dataclass

import picows

from bench.load import TEXT, Crowd
from bench.report import share_at
from bench.servers import Running

BODY = {"type": "text", "text": "毛" * 33 + "."}


def allow_files(count: int) -> None:
    """As many open sockets as the machine lets this process have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))


class Member(picows.WSListener):
    """A connection that notes when it hears the messages of a group."""

    def __init__(self, number: int, heard: dict[bytes, list[float]]) -> None:
        self._hello = {"t": "hello", "d": {"proto_min": 1, "proto_max": 1, "device_id": f"load{number}"}}
        self._heard = heard
        self.entries = 0
        self.acked = 0
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.synced: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: picows.WSTransport | None = None

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        self.transport = transport
        transport.send(TEXT, json.dumps(self._hello).encode())

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
        if frame.msg_type != TEXT:
            return
        content = frame.get_payload_as_bytes()
        if content.startswith(b'{"t":"entries"'):
            self.entries += content.count(b'"cmid":"')
            for cmid in content.split(b'"cmid":"')[1:]:
                if (times := self._heard.get(cmid[:12])) is not None:
                    times.append(time.perf_counter())
        elif content.startswith(b'{"t":"ack"'):
            self.acked += 1
        elif content.startswith(b'{"t":"welcome"'):
            self.ready.set_result(None)
        elif content.startswith(b'{"t":"synced"') and not self.synced.done():
            self.synced.set_result(None)

    def say(self, t: str, c: str | None = None, **d: object) -> None:
        """Sends a frame."""
        assert self.transport is not None
        self.transport.send(TEXT, json.dumps({"t": t, **({"c": c} if c else {}), "d": d}, ensure_ascii=False).encode())

    def close(self) -> None:
        """Gone without a word."""
        if self.transport is not None:
            self.transport.disconnect(graceful=False)


async def enter(server: Running, numbers: range, heard: dict[bytes, list[float]]) -> list[Member]:
    """Connects these accounts and waits for their welcomes."""
    members: list[Member] = []
    for number in numbers:
        member = Member(number, heard)
        token = server.users[number]["token"]
        headers = [("Authorization", f"Bearer {token}"), ("Sec-WebSocket-Protocol", "pawline.v1")]
        await picows.ws_connect(lambda member=member: member, f"ws://127.0.0.1:{server.port}/ws", extra_headers=headers)
        members.append(member)
    await asyncio.gather(*(member.ready for member in members))
    return members


async def group(server: Running, c: str, size: int, rate: float, seconds: float) -> list[float]:
    """W2: one of `size` members says something `rate` times a second; ms until the last one has heard each."""
    heard: dict[bytes, list[float]] = {}
    members = await enter(server, range(size), heard)
    begun: dict[bytes, float] = {}
    start = time.perf_counter()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
        cmid = f"said{number:08d}"
        heard[cmid.encode()] = []
        begun[cmid.encode()] = time.perf_counter()
        members[0].say("send", c, cmid=cmid, body=BODY)
    await asyncio.sleep(1)
    for member in members:
        member.close()
    missing = [cmid for cmid, times in heard.items() if len(times) < size - 1]
    if missing:
        raise RuntimeError(f"{len(missing)} messages did not reach everybody")
    return [(max(times) - begun[cmid]) * 1000 for cmid, times in heard.items()]


async def idle(server: Running, count: int) -> float:
    """W3: KiB of the server's resident memory a connection that was welcomed and is silent."""
    few = await enter(server, range(100), {})
    before = server.rss_kib()
    many = await enter(server, range(100, 100 + count), {})
    await asyncio.sleep(2)
    used = (server.rss_kib() - before) / count
    for member in [*few, *many]:
        member.close()
    return used


@dataclass
class Storm:
    """W5: how long until everybody was back, how many entries that took, and how the others fared meanwhile."""

    seconds: float
    resumed: int
    entries: int
    live_p99_ms: float


async def storm(server: Running, count: int, missed: int) -> Storm:
    """Everybody comes back at once after having missed so many messages; ten pairs go on talking."""
    talks = [str(one["conversations"][0]["c"]) for one in server.users]
    writers = await enter(server, range(20, 20 + count, 2), {})
    for number in range(missed):
        for index, writer in enumerate(writers):
            writer.say("send", talks[20 + 2 * index], cmid=f"missed{index:06d}{number:06d}", body=BODY)
        while any(writer.acked <= number for writer in writers):
            await asyncio.sleep(0.005)
    for writer in writers:
        writer.close()
    crowd = Crowd()
    await crowd.connect(Running(server.name, server.port, server.pid, server.users[:20]))
    crowd.is_closed_loop = True
    for device in crowd.devices[::2]:
        device.say()
    await asyncio.sleep(0.5)
    crowd.latencies_ms.clear()
    begin = time.perf_counter()
    back = await asyncio.gather(*(_come_back(server, number, talks[number]) for number in range(20, 20 + count)))
    took = time.perf_counter() - begin
    crowd.is_closed_loop = False
    live = share_at(crowd.latencies_ms, 0.99)
    crowd.close()
    for member in back:
        member.close()
    entries = sum(member.entries for member in back)
    if entries != count * missed:
        raise RuntimeError(f"{count * missed - entries} entries were not sent again")
    return Storm(took, len(back), entries, live)


async def _come_back(server: Running, number: int, c: str) -> Member:
    """Comes again when the server says that it is full: clients do, with jitter."""
    for _ in range(50):
        with contextlib.suppress(OSError, picows.WSError):
            (member,) = await enter(server, range(number, number + 1), {})
            member.say("resume", conversations={c: 0})
            await asyncio.wait_for(member.synced, 30)
            return member
        await asyncio.sleep(0.2)
    raise RuntimeError("a connection could not come back")
