"""Everything is sent one to five times, over two sockets and HTTP at once: it is there once, with one answer."""

import asyncio
import json
import random
import sqlite3
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.soak.row import Figures
from tests.soak.serving import Server

SENDS, AT_ONCE = 2000, 8


def send_again_and_again(number: int, folder: Path, sends: int = SENDS) -> Figures:
    """So many messages, each repeated at once over all ways there are."""
    return asyncio.run(_repeated(random.Random(number), folder, sends))


class _Line:
    """A socket whose answers are looked up by client id."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._count = 0

    async def listen(self) -> None:
        async for raw in self._socket:
            frame = json.loads(raw)
            if frame["t"] in {"ack", "err"} and frame.get("id") in self._answers:
                self._answers.pop(frame["id"]).set_result(frame)

    async def send(self, c: str, cmid: str, body: Any) -> tuple[str, int]:
        while True:
            self._count += 1
            answer = self._answers[self._count] = asyncio.get_running_loop().create_future()
            frame = {"t": "send", "id": self._count, "c": c, "d": {"cmid": cmid, "body": body}}
            await self._socket.send(json.dumps(frame))
            told = await answer
            if told["t"] == "ack":
                return told["d"]["msg_id"], told["d"]["seq"]
            assert told["d"]["temporary"], told
            await asyncio.sleep(told["d"].get("retry_after_ms", 50) / 1000)


async def _opened(server: Server, token: str, device: str) -> _Line:
    socket = await connect(
        f"ws://127.0.0.1:{server.port}/ws",
        subprotocols=[Subprotocol("pawline.v1")],
        additional_headers={"Authorization": f"Bearer {token}"},
    )
    await socket.send(json.dumps({"t": "hello", "d": {"device_id": device}}))
    assert json.loads(await socket.recv())["t"] == "welcome"
    return _Line(socket)


async def _repeated(chance: random.Random, folder: Path, sends: int) -> Figures:
    server = Server(folder)
    [user, _] = server.make_users(2)
    await asyncio.to_thread(server.start)
    try:
        c, token = user["conversations"][0]["c"], user["token"]
        lines = [await _opened(server, token, name) for name in ("one", "two")]
        listening = [asyncio.ensure_future(one.listen()) for one in lines]
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=30) as http:
            repeats = await _all(chance, lines, http, c, sends)
        for one in listening:
            one.cancel()
    finally:
        await asyncio.to_thread(server.stop)
    with sqlite3.connect(server.database) as raw:
        [(entries, newest)] = raw.execute(
            "SELECT count(*), max(seq) FROM entry JOIN conversation ON c_no = conversation.no WHERE id = ?", (c,)
        ).fetchall()
    assert (entries, newest) == (sends, sends), f"{entries} entries up to {newest} for {sends} messages"
    return {"messages": sends, "sent": repeats}


async def _all(chance: random.Random, lines: list[_Line], http: httpx.AsyncClient, c: str, sends: int) -> int:
    ahead, repeats = asyncio.Semaphore(AT_ONCE), 0

    async def one(number: int, ways: list[int]) -> None:
        async with ahead:
            cmid, body = f"cmid-dup-{number:08}", {"type": "text", "text": f"第 {number} 条"}
            works = [lines[way].send(c, cmid, body) if way < 2 else _post(http, c, cmid, body) for way in ways]
            answers = set(await asyncio.gather(*works))
            assert len(answers) == 1, f"{cmid} was answered in several ways: {answers}"

    async with asyncio.TaskGroup() as group:
        for number in range(sends):
            ways = [chance.randrange(3) for _ in range(chance.randint(1, 5))]
            repeats += len(ways)
            group.create_task(one(number, ways))
    return repeats


async def _post(http: httpx.AsyncClient, c: str, cmid: str, body: Any) -> tuple[str, int]:
    answer = await http.post(f"/api/conversations/{c}/messages", json={"body": body}, headers={"Idempotency-Key": cmid})
    answer.raise_for_status()
    told = answer.json()
    return told["msg_id"], told["seq"]
