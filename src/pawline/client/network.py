"""The real network: a WebSocket by `websockets`, requests by `httpx`."""

import re
from typing import Any, TypeVar

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, WebSocketException
from websockets.typing import Subprotocol

from pawline.client.errors import GONE, LineEnded, LineLost, Refused
from pawline.client.model import Ack, Page, Pending

SUBPROTOCOL = Subprotocol("pawline.v1")
OPEN_S = 10.0
UNAUTHORISED = 4501
_Answer = TypeVar("_Answer")


class SocketWire:
    """One open WebSocket."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, frame: bytes) -> None:
        try:
            await self._connection.send(frame, text=True)
        except ConnectionClosed as closed:
            raise _lost(closed) from closed

    async def receive(self) -> bytes:
        try:
            return await self._connection.recv(decode=False)
        except ConnectionClosed as closed:
            raise _lost(closed) from closed

    def abort(self) -> None:
        self._connection.transport.abort()


class Internet:
    """A server at `url` (http or https), as whoever holds `token`. Close it when done."""

    def __init__(self, url: str, token: str, *, timeout_s: float = OPEN_S) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}
        self._timeout_s = timeout_s
        self._http = httpx.AsyncClient(base_url=self._url, headers=self._headers, timeout=timeout_s)

    async def connect(self) -> SocketWire:
        address = "ws" + self._url.removeprefix("http") + "/ws"
        try:
            connection = await connect(
                address,
                subprotocols=[SUBPROTOCOL],
                additional_headers=self._headers,
                open_timeout=self._timeout_s,
                # The protocol has beats of its own, which pass every proxy.
                ping_interval=None,
                close_timeout=1,
                max_size=4 * 1024 * 1024,
                compression=None,
            )
        except InvalidStatus as refused:
            is_final = refused.response.status_code in {403, 404, 426}
            raise (LineEnded(UNAUTHORISED) if is_final else LineLost()) from refused
        except (OSError, TimeoutError, InvalidHandshake, WebSocketException) as error:
            raise LineLost from error
        return SocketWire(connection)

    async def page(self, c: str, after: int | None, limit: int) -> Page:
        asked = {"limit": limit} | ({} if after is None else {"after": after})
        return await self._ask("GET", f"/api/conversations/{c}/entries", Page, params=asked)

    async def post(self, message: Pending) -> Ack:
        headers = {"Idempotency-Key": message.cmid}
        path = f"/api/conversations/{message.c}/messages"
        return await self._ask("POST", path, Ack, json=message.said, headers=headers)

    async def _ask(self, method: str, path: str, kind: type[_Answer], **more: Any) -> _Answer:
        try:
            answer = await self._http.request(method, path, **more)
        except httpx.HTTPError as error:
            raise LineLost from error
        if answer.status_code == 401:
            # Not a refusal of the message: whoever signs in again sends it.
            raise LineEnded(UNAUTHORISED)
        if not answer.is_success:
            raise _refused(answer)
        try:
            return msgspec.json.decode(answer.content, type=kind)
        except msgspec.DecodeError as error:
            raise LineLost from error

    async def close(self) -> None:
        """Closes what requests have left open."""
        await self._http.aclose()


def _lost(closed: ConnectionClosed) -> LineLost:
    if closed.rcvd is None:
        return LineLost(GONE)
    window = re.fullmatch(r"window_ms=(\d{1,6})", closed.rcvd.reason)
    return LineLost(closed.rcvd.code, int(window[1]) / 1000 if window else 0.0)


def _refused(answer: httpx.Response) -> Refused:
    """The server's sentence, or what a proxy in front of it said."""
    try:
        error = answer.json()["error"]
        return Refused(
            str(error["code"]),
            str(error["message"]),
            temporary=bool(error["temporary"]),
            retry_after_ms=error.get("retry_after_ms"),
        )
    except (ValueError, KeyError, TypeError):
        is_temporary = answer.status_code >= 500 or answer.status_code in {408, 425, 429}
        return Refused(f"http_{answer.status_code}", answer.reason_phrase, temporary=is_temporary)
