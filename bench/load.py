"""The load: raw frames over picows, one process on a core of its own, light enough not to be the limit.

A message is outstanding until its sender has the ack and the other side has the message.
"""

import asyncio
import json
import os
import time
from dataclasses import dataclass, field
from typing import Protocol

import picows

from bench.report import share_at
from bench.servers import LOAD_CORE, Running

BODY = "毛" * 33 + "."  # 100 bytes of UTF-8
TEXT = picows.WSMsgType.TEXT
CMID = 34


@dataclass
class Result:
    """One run: messages that were acked and delivered, latencies in ms, processor time on both sides."""

    messages: int
    seconds: float
    latencies_ms: list[float] = field(repr=False)
    server_cpu_s: float
    load_cpu_s: float
    engine_cpu_s: dict[str, float] = field(default_factory=dict[str, float])

    @property
    def rate(self) -> float:
        """Messages a second."""
        return self.messages / self.seconds

    @property
    def server_us(self) -> float:
        """Server processor time a message, microseconds."""
        return self.server_cpu_s / max(1, self.messages) * 1e6

    def engine_us(self, name: str) -> float:
        """Processor time of an engine a message, microseconds."""
        return self.engine_cpu_s[name] / max(1, self.messages) * 1e6

    @property
    def load_share(self) -> float:
        """How much of its core the load program used: near 1.0 it is itself the limit."""
        return self.load_cpu_s / self.seconds

    def percentile(self, share: float) -> float:
        """A latency in ms; 0.5 is the median."""
        return share_at(self.latencies_ms, share)


class Device(Protocol):
    """One connected account; `half_done` counts how much of a message has not come back yet, ack and delivery."""

    half_done: dict[bytes, int]

    def say(self) -> None: ...

    def close(self) -> None: ...


class _Device(picows.WSListener):
    """One connected account of a pair."""

    def __init__(self, crowd: "Crowd", number: int, account: dict[str, object]) -> None:
        self._crowd = crowd
        self._number = number
        talks = account["conversations"]
        assert isinstance(talks, list)
        self.c = str(talks[0]["c"])
        self.user = str(account["user"])
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._transport: picows.WSTransport | None = None
        body = json.dumps({"type": "text", "text": BODY}, ensure_ascii=False)
        self._before = f'{{"t":"send","id":1,"c":"{self.c}","d":{{"cmid":"'.encode()
        self._after = f'","body":{body}}}}}'.encode()
        self._sent = 0
        self.half_done: dict[bytes, int] = {}

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        self._transport = transport
        hello = {"t": "hello", "d": {"proto_min": 1, "proto_max": 1, "device_id": f"load{self._number}"}}
        transport.send(TEXT, json.dumps(hello).encode())

    def say(self) -> None:
        """Sends the next message."""
        self._sent += 1
        # As clients make them, the clock first (UUIDv7); here the rest says who sent it, and which it was.
        cmid = b"%012x-%08d-%012d" % (time.time_ns() // 1_000_000, self._number, self._sent)
        self._crowd.begun[cmid] = time.perf_counter()
        self.half_done[cmid] = 2
        assert self._transport is not None
        self._transport.send(TEXT, b"%b%b%b" % (self._before, cmid, self._after))

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
        if frame.msg_type != TEXT:
            return
        content = frame.get_payload_as_bytes()
        if content.startswith(b'{"t":"ack"') or content.startswith(b'{"t":"entries"'):
            is_ack = content.startswith(b'{"t":"ack"')
            start = 0
            while (start := content.find(b'"cmid":"', start)) >= 0:
                cmid = content[start + 8 : start + 8 + CMID]
                start += 8 + CMID
                self._crowd.arrived(self, cmid, is_ack)
        elif content.startswith(b'{"t":"welcome"'):
            self.ready.set_result(None)
        elif content.startswith(b'{"t":"err"'):
            self._crowd.errors += 1
            self._crowd.last_error = content

    def close(self) -> None:
        """Ends the connection."""
        if self._transport is not None:
            self._transport.disconnect(graceful=False)


class Crowd:
    """All connected accounts and the bookkeeping of one run."""

    def __init__(self) -> None:
        self.devices: list[Device] = []
        self.begun: dict[bytes, float] = {}
        self.latencies_ms: list[float] = []
        self.errors = 0
        self.last_error = b""
        self.is_closed_loop = False

    async def connect(self, server: Running) -> None:
        """Connects everybody and waits for their welcome."""
        devices: list[_Device] = []
        for number, account in enumerate(server.users):
            device = _Device(self, number, account)
            await picows.ws_connect(
                lambda device=device: device,
                f"ws://127.0.0.1:{server.port}/ws",
                extra_headers=[
                    ("Authorization", f"Bearer {account['token']}"),
                    ("Sec-WebSocket-Protocol", "pawline.v1"),
                ],
            )
            devices.append(device)
        self.devices.extend(devices)
        await asyncio.gather(*(device.ready for device in devices))

    def arrived(self, at: Device, cmid: bytes, is_ack: bool) -> None:
        """An ack at the sender, or the message at the other side; both together end it.

        A sender also hears its own message from the log: that is neither.
        """
        sender = self.devices[int(cmid[13:21])]
        if not is_ack and sender is at:
            return
        left = sender.half_done.get(cmid)
        if left is None:
            return
        if left == 2:
            sender.half_done[cmid] = 1
            return
        del sender.half_done[cmid]
        self.latencies_ms.append((time.perf_counter() - self.begun.pop(cmid)) * 1000)
        if self.is_closed_loop:
            sender.say()

    def close(self) -> None:
        """Ends every connection."""
        for device in self.devices:
            device.close()


async def closed_loop(server: Running, outstanding: int, seconds: float, crowd_of: type[Crowd] = Crowd) -> Result:
    """Each first half of a pair keeps so many messages outstanding."""
    crowd = crowd_of()
    await crowd.connect(server)
    crowd.is_closed_loop = True
    for device in crowd.devices[::2]:
        for _ in range(outstanding):
            device.say()
    await asyncio.sleep(min(1.0, seconds / 4))
    result = await _measure(server, crowd, seconds)
    crowd.is_closed_loop = False
    crowd.close()
    return result


async def open_loop(server: Running, rate: float, seconds: float) -> Result:
    """Messages begin at fixed times, whatever became of the earlier ones."""
    crowd = Crowd()
    await crowd.connect(server)
    senders = crowd.devices[::2]
    begin = time.perf_counter()
    sent = 0
    measuring = asyncio.ensure_future(_measure(server, crowd, seconds))
    while (now := time.perf_counter()) < begin + seconds:
        while sent < (now - begin) * rate:
            senders[sent % len(senders)].say()
            sent += 1
        await asyncio.sleep(0.001)
    result = await measuring
    await asyncio.sleep(0.2)
    crowd.close()
    return result


async def _measure(server: Running, crowd: Crowd, seconds: float) -> Result:
    crowd.latencies_ms.clear()
    cpu, own, begin = server.cpu_s(), time.process_time(), time.perf_counter()
    engines = server.engine_cpu_s()
    await asyncio.sleep(seconds)
    took = time.perf_counter() - begin
    latencies = list(crowd.latencies_ms)
    if crowd.errors:
        raise RuntimeError(f"{crowd.errors} messages were refused: {crowd.last_error[:200]!r}")
    used = {name: now - engines[name] for name, now in server.engine_cpu_s().items()}
    return Result(len(latencies), took, latencies, server.cpu_s() - cpu, time.process_time() - own, used)


def pin_load() -> None:
    """Keeps the load program off the server's core."""
    os.sched_setaffinity(0, {LOAD_CORE})
