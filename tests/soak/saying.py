"""The same thing said over a socket and over HTTP, as clients do that had no answer."""

import asyncio
import json
from contextlib import suppress
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

# Who is silent for longer than 45 s is left.
STAY_S = 20.0
TRIES = 5


class Line:
    """A socket whose answers are looked up by the number of the frame."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._count = 0
        self._tasks = [asyncio.ensure_future(one) for one in (self._listen(), self._stay())]

    async def close(self) -> None:
        for one in self._tasks:
            one.cancel()
        await self._socket.close()

    async def send(self, c: str, cmid: str, body: Any) -> tuple[str, int]:
        """The message's id and seq, however often it takes."""
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

    async def _stay(self) -> None:
        while True:
            await asyncio.sleep(STAY_S)
            await self._socket.send('{"t":"ping","d":{}}')

    async def _listen(self) -> None:
        async for raw in self._socket:
            frame = json.loads(raw)
            if frame["t"] in {"ack", "err"} and frame.get("id") in self._answers:
                self._answers.pop(frame["id"]).set_result(frame)


async def line_to(port: int, token: str, device: str) -> Line:
    """A welcomed socket."""
    socket = await connect(
        f"ws://127.0.0.1:{port}/ws",
        subprotocols=[Subprotocol("pawline.v1")],
        additional_headers={"Authorization": f"Bearer {token}"},
    )
    await socket.send(json.dumps({"t": "hello", "d": {"device_id": device}}))
    assert json.loads(await socket.recv())["t"] == "welcome"
    return Line(socket)


async def post(http: httpx.AsyncClient, c: str, cmid: str, body: Any) -> tuple[str, int]:
    """The message's id and seq."""
    told = (await asked(http, f"/api/conversations/{c}/messages", {"body": body}, cmid)).raise_for_status().json()
    return told["msg_id"], told["seq"]


async def asked(http: httpx.AsyncClient, path: str, body: Any, key: str) -> httpx.Response:
    """The answer: who has none asks the same again, a few times."""
    for _ in range(TRIES):
        with suppress(httpx.TransportError):
            return await http.post(path, json=body, headers={"Idempotency-Key": key})
    raise ConnectionError(f"{path} was not answered {TRIES} times")
