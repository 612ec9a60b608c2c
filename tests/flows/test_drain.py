"""Leaving at a signal: not ready first, nobody new, sockets asked to go over a while, everything taken is answered."""

import asyncio
import json
import signal
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from bench import servers
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from pawline.client import Internet, LineLost, Wire

SOCKETS = 150
# 150 sockets at 50 a second.
WINDOW_S = 3.0


@dataclass
class Device:
    """One socket that says something every now and then, and what it was promised."""

    line: ClientConnection
    c: str
    sent: set[str] = field(default_factory=set[str])
    answered: set[str] = field(default_factory=set[str])
    closed_at: float = 0.0
    code: int = 0
    reason: str = ""

    async def live(self) -> None:
        talking = asyncio.ensure_future(self._talk())
        with suppress(ConnectionClosed):
            async for raw in self.line:
                frame = json.loads(raw)
                if frame["t"] in {"ack", "err"}:
                    self.answered.add(frame["d"]["cmid"])
        self.closed_at = time.monotonic()
        assert self.line.protocol.close_rcvd is not None
        self.code, self.reason = self.line.protocol.close_rcvd.code, self.line.protocol.close_rcvd.reason
        talking.cancel()

    async def _talk(self) -> None:
        with suppress(ConnectionClosed):
            while True:
                cmid = uuid.uuid4().hex
                body = {"cmid": cmid, "body": {"type": "text", "text": "还在"}}
                await self.line.send(json.dumps({"t": "send", "c": self.c, "d": body}))
                self.sent.add(cmid)
                await asyncio.sleep(0.2)


async def open_device(port: int, number: int, user: dict[str, Any]) -> Device:
    line = await connect(
        f"ws://127.0.0.1:{port}/ws",
        subprotocols=["pawline.v1"],  # type: ignore[list-item]
        additional_headers={"Authorization": f"Bearer {user['token']}"},
    )
    await line.send(json.dumps({"t": "hello", "d": {"device_id": f"d{number}", "proto_min": 1, "proto_max": 1}}))
    assert json.loads(await line.recv())["t"] == "welcome"
    return Device(line, user["conversations"][0]["c"])


async def hear_to_the_end(wire: Wire) -> None:
    while True:
        await wire.receive()


async def test_leaving_in_good_order() -> None:
    with servers.pawline(SOCKETS, PAWLINE_DRAIN_S="20") as server:
        devices = [await open_device(server.port, n, user) for n, user in enumerate(server.users)]
        network = Internet(f"http://127.0.0.1:{server.port}", server.users[0]["token"])
        program = await network.connect()
        await program.send(b'{"t":"hello","d":{"device_id":"program","proto_min":1,"proto_max":1}}')
        await program.receive()
        living = [asyncio.ensure_future(one.live()) for one in devices]
        await asyncio.sleep(0.5)
        began = time.monotonic()
        server.send_signal(signal.SIGTERM)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}") as client:
            await asyncio.sleep(0.5)
            answer = await client.get("/health")
            assert (answer.status_code, answer.json()["status"]) == (503, "down")
            try:
                await open_device(server.port, 999, server.users[0])
            except InvalidStatus as refused:
                assert refused.response.status_code == 503
            else:
                raise AssertionError("a new socket opened")
        await asyncio.wait_for(asyncio.gather(*living), 20)
        took_s = time.monotonic() - began
        with pytest.raises(LineLost) as lost:
            await hear_to_the_end(program)
        assert (lost.value.close_code, round(lost.value.window_s)) == (4001, 3)
        await network.close()
    assert {one.code for one in devices} == {4001}
    assert {one.reason for one in devices} == {f"window_ms={round((SOCKETS + 1) / 50 * 1000)}"}
    # Spread evenly: about a tenth of them in each tenth of the window.
    early = sum(one.closed_at - began < WINDOW_S / 2 for one in devices)
    assert SOCKETS * 0.3 < early < SOCKETS * 0.7
    assert took_s < WINDOW_S + 6
    # Written when the close was already on its way, at the latest: nobody read it. Everything else has its answer.
    assert sum(len(one.sent - one.answered) for one in devices) <= SOCKETS
    assert all(len(one.sent - one.answered) <= 1 for one in devices)
