"""A network that from one moment on swallows everything, both ways, and tells nobody: whoever is behind it is left
within fifty seconds and shown as gone within sixty; when it is back, nothing that was said is missing.
"""

import asyncio
import json
import os
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.soak.crowd import Conductor, Voice, chatter, voices
from tests.soak.proxy import Proxy
from tests.soak.row import Figures
from tests.soak.serving import Server
from tests.soak.sockets import RawSocket, opened

SOCKETS, TALKING = 500, 10
LEFT_S, GONE_S, STAY_S = 50.0, 60.0, 20.0
# From /proc/net/tcp: an open connection, and a door.
ESTABLISHED, LISTENING = "01", "0A"


def fall_silent(_number: int, folder: Path, sockets: int = SOCKETS, talking: int = TALKING) -> Figures:
    """So many sockets behind that network, so many of which talk with somebody who is not behind it."""
    return asyncio.run(_silent(folder, sockets, talking))


async def _silent(folder: Path, sockets: int, talking: int) -> Figures:
    server = Server(folder)
    users = server.make_users(talking + sockets)
    await asyncio.to_thread(server.start)
    try:
        async with AsyncExitStack() as stack:
            network = await stack.enter_async_context(Proxy(server.port))
            pairs = users[: 2 * talking]
            near = await stack.enter_async_context(voices(server.url, pairs[::2]))
            behind = f"http://127.0.0.1:{network.port}"
            far = await stack.enter_async_context(voices(behind, pairs[1::2], first=talking))
            eyes = [
                await stack.enter_async_context(Eye(server.port, one, other["user"]))
                for one, other in zip(pairs[::2], pairs[1::2], strict=True)
            ]
            for number, user in enumerate(users[2 * talking :]):
                stack.callback((await _idle(network.port, user, number)).abort)
            return await _cut(server, network, [*near, *far], eyes, sockets)
    finally:
        await asyncio.to_thread(server.stop)


async def _cut(server: Server, network: Proxy, everybody: list[Voice], eyes: list["Eye"], sockets: int) -> Figures:
    conductor = Conductor(everybody)
    await chatter(everybody, 2, 2)
    for eye in eyes:
        await eye.sees(True)
    network.cut()
    cut_at = time.monotonic()
    talk = asyncio.ensure_future(chatter(everybody, GONE_S + 5, 2))
    staying = len(everybody) // 2 + len(eyes)
    async with asyncio.timeout(LEFT_S):
        while await asyncio.to_thread(server.number, "connections") > staying:
            await asyncio.sleep(0.2)
    left_s = time.monotonic() - cut_at
    async with asyncio.timeout_at(asyncio.get_running_loop().time() + GONE_S - left_s):
        for eye in eyes:
            await eye.sees(False)
    gone_s = time.monotonic() - cut_at
    await _clean(server)
    await talk
    network.heal()
    await conductor.healed()
    await conductor.settled()
    return {
        "sockets": sockets, "longest s": round(left_s, 1), "longest shown s": round(gone_s, 1),
        "acked": sum(one.diary.acked_count for one in everybody), **conductor.judge(server.stored),
    }  # fmt: skip


async def _idle(port: int, user: dict[str, Any], number: int) -> RawSocket:
    """Somebody who says hello and nothing more."""
    line = await opened(port, user["token"])
    await line.say(b'{"t":"hello","d":{"device_id":"idle%d"}}' % number)
    await line.hears(b'"welcome"')
    return line


class Eye:
    """A second device of an account, with one conversation on its screen: sees whether the other one is there."""

    def __init__(self, port: int, user: dict[str, Any], other: str) -> None:
        self._line = connect(
            f"ws://127.0.0.1:{port}/ws",
            subprotocols=[Subprotocol("pawline.v1")],
            additional_headers={"Authorization": f"Bearer {user['token']}"},
        )
        self._c, self._other = user["conversations"][0]["c"], other
        self._is_here = False
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Eye":
        self._socket = socket = await self._line
        await socket.send('{"t":"hello","d":{"device_id":"eye"}}')
        assert json.loads(await socket.recv())["t"] == "welcome"
        await socket.send(json.dumps({"t": "watch", "d": {"conversations": [self._c]}}))
        self._tasks = [asyncio.ensure_future(one) for one in (self._look(socket), _stay(socket))]
        return self

    async def __aexit__(self, *_: object) -> None:
        for one in self._tasks:
            one.cancel()
        await self._socket.close()

    async def sees(self, is_here: bool) -> None:
        """Waits until it is so."""
        while self._is_here != is_here:
            await asyncio.sleep(0.05)

    async def _look(self, socket: ClientConnection) -> None:
        async for raw in socket:
            frame = json.loads(raw)
            if frame["t"] == "presence" and frame["d"]["account_id"] == self._other:
                self._is_here = frame["d"]["is_here"]


async def _stay(socket: ClientConnection) -> None:
    while True:
        await asyncio.sleep(STAY_S)
        await socket.send('{"t":"ping","d":{}}')


async def _clean(server: Server) -> None:
    """No socket is half closed for more than a moment."""
    for _ in range(20):
        if not (odd := await asyncio.to_thread(_odd_sockets, server.pid)):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"the server still has sockets in the states {odd}")


def _odd_sockets(pid: int) -> list[str]:
    """The states of the process's TCP sockets that are neither open nor a door (see proc(5), /proc/net/tcp)."""
    links = (os.readlink(one) for one in Path(f"/proc/{pid}/fd").iterdir())
    own = {link[8:-1] for link in links if link.startswith("socket:[")}
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sorted(row[3] for row in rows if row[9] in own and row[3] not in {ESTABLISHED, LISTENING})
