"""Members are shown out and sessions end in the middle of a talk: nothing reaches them after that."""

import asyncio
import json
import random
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.soak.row import Figures
from tests.soak.serving import Server

MEMBERS, PAUSE_S, AT_ONCE_S = 100, 0.03, 1.0
UNAUTHORISED = 4501


class _Ear:
    """A member who listens: the newest entry of the group, when it was told to go, and how its socket ended."""

    def __init__(self, user: dict[str, Any], socket: ClientConnection) -> None:
        self.user = user
        self.newest = 0
        self.left_at: float | None = None
        self.ended_at: float | None = None
        self.close_code: int | None = None
        self._socket = socket

    async def listen(self, c: str) -> None:
        with suppress(ConnectionClosed):
            async for raw in self._socket:
                frame = json.loads(raw)
                if frame["t"] == "entries" and frame["c"] == c:
                    self.newest = max(self.newest, frame["d"]["entries"][-1]["seq"])
                elif frame["t"] == "left" and frame["c"] == c:
                    self.left_at = time.monotonic()
        self.ended_at, self.close_code = time.monotonic(), self._socket.close_code

    async def speak(self, c: str) -> None:
        for number in range(100_000):
            body = {"type": "text", "text": f"第 {number} 句"}
            await self._socket.send(json.dumps({"t": "send", "c": c, "d": {"cmid": f"said-{number:08}", "body": body}}))
            await asyncio.sleep(PAUSE_S)


def revoke(number: int, folder: Path, members: int = MEMBERS) -> Figures:
    """A group of which, while one speaks, every second member is shown out and the others' sessions end."""
    server = Server(folder)
    users = server.make_users(members, groups=1, group_size=members)
    with sqlite3.connect(server.database) as raw:
        raw.execute(
            "UPDATE member SET role = 'founder' WHERE account_id = ? AND c = ?", (users[0]["user"], c_of(users))
        )
    server.start()
    try:
        return asyncio.run(_revoked(random.Random(number), server, users))
    finally:
        server.stop()


def c_of(users: list[dict[str, Any]]) -> str:
    """The one group."""
    return str(users[0]["groups"][0])


async def _revoked(chance: random.Random, server: Server, users: list[dict[str, Any]]) -> Figures:
    c = c_of(users)
    ears = [await _opened(server, user) for user in users]
    listening = [asyncio.ensure_future(one.listen(c)) for one in ears]
    speaking = asyncio.ensure_future(ears[0].speak(c))
    late: list[float] = []
    try:
        async with httpx.AsyncClient(base_url=server.url, timeout=10) as http:
            going = ears[1:]
            chance.shuffle(going)
            for number, ear in enumerate(going):
                await asyncio.sleep(chance.uniform(0, 0.05))
                late.append(await (_show_out if number % 2 else _sign_out)(http, c, ears[0], ear))
        # What would have been told them in spite of it has time to arrive.
        await asyncio.sleep(0.5)
    finally:
        speaking.cancel()
        for one in listening:
            one.cancel()
    ends = _ends(server, c)
    for ear in ears[1:]:
        end = ends[ear.user["user"]]
        assert end is None or ear.newest <= end, f"entry {ear.newest} was told to somebody whose part ended with {end}"
    return {"revoked": len(late), "messages": ears[0].newest, "longest late ms": round(max(late) * 1000, 1)}


async def _opened(server: Server, user: dict[str, Any]) -> _Ear:
    socket = await connect(
        f"ws://127.0.0.1:{server.port}/ws",
        subprotocols=[Subprotocol("pawline.v1")],
        additional_headers={"Authorization": f"Bearer {user['token']}"},
        max_queue=None,
    )
    await socket.send(json.dumps({"t": "hello", "d": {"device_id": "ear"}}))
    assert json.loads(await socket.recv())["t"] == "welcome"
    return _Ear(user, socket)


async def _show_out(http: httpx.AsyncClient, c: str, founder: _Ear, ear: _Ear) -> float:
    """How long after the answer the member's socket was told; less than zero is before."""
    headers = {"Authorization": f"Bearer {founder.user['token']}"}
    answer = await http.delete(f"/api/groups/{c}/members/{ear.user['user']}", headers=headers)
    answer.raise_for_status()
    answered = time.monotonic()
    async with asyncio.timeout(AT_ONCE_S):
        while ear.left_at is None:
            await asyncio.sleep(0.002)
    return ear.left_at - answered


async def _sign_out(http: httpx.AsyncClient, _c: str, _founder: _Ear, ear: _Ear) -> float:
    """How long after the answer the socket was closed."""
    answer = await http.delete("/api/session", headers={"Authorization": f"Bearer {ear.user['token']}"})
    answer.raise_for_status()
    answered = time.monotonic()
    async with asyncio.timeout(AT_ONCE_S):
        while ear.ended_at is None:
            await asyncio.sleep(0.002)
    assert ear.close_code == UNAUTHORISED, ear.close_code
    return ear.ended_at - answered


def _ends(server: Server, c: str) -> dict[str, int | None]:
    """The last entry of everybody's part; None for who is still in."""
    with sqlite3.connect(server.database) as raw:
        return dict(raw.execute("SELECT account_id, to_seq FROM member WHERE c = ?", (c,)).fetchall())
