"""The fall back: sockets by the server's own ASGI support (`PAWLINE_SOCKET=asgi`). Slower, widely used."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Any

from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect

from pawline.platform.web import socket as limits
from pawline.platform.web.socket import FRAME_BYTES, QUEUE_BYTES, SUBPROTOCOL, Answering, Close, Knock


class _AsgiPeer:
    """A bounded queue that one writing task empties."""

    def __init__(self) -> None:
        self.frames: deque[bytes] = deque()
        self.size = 0
        self.code: Close | None = None
        self.news = asyncio.Event()
        self.is_read = asyncio.Event()
        self.is_read.set()

    @property
    def is_behind(self) -> bool:
        return self.size > QUEUE_BYTES // 2

    def send(self, frame: bytes) -> None:
        if self.code is not None:
            return
        self.frames.append(frame)
        self.size += len(frame)
        if self.size > QUEUE_BYTES:
            self.close(Close.SLOW_CONSUMER)
        self.news.set()

    def pause(self) -> None:
        self.is_read.clear()

    def go_on(self) -> None:
        self.is_read.set()

    def close(self, code: Close, reason: str = "") -> None:
        self.code = self.code or code
        self.news.set()


async def serve_asgi_socket(socket: WebSocket[Any, Any, Any], answering: Answering) -> None:
    """Carries one socket until either side closes it."""
    await socket.accept(subprotocols=SUBPROTOCOL)
    peer = _AsgiPeer()
    headers = {name.lower(): value for name, value in socket.headers.items()}
    line = answering(Knock(socket.url.path, socket.url.query, headers), peer)
    try:
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(_write(socket, peer))
            reading = group.create_task(_read(socket, line.received, peer))
            await asyncio.wait({writing, reading}, return_when=asyncio.FIRST_COMPLETED)
            writing.cancel()
            reading.cancel()
    finally:
        line.lost()


async def _read(socket: WebSocket[Any, Any, Any], received: Any, peer: _AsgiPeer) -> None:
    try:
        while await peer.is_read.wait():
            frame = (await socket.receive_text()).encode()
            if len(frame) > FRAME_BYTES:
                peer.close(Close.TOO_LARGE)
                return
            received(frame)
    except WebSocketDisconnect:
        return


async def _write(socket: WebSocket[Any, Any, Any], peer: _AsgiPeer) -> None:
    """Until the socket is closed, or nothing could be written for too long."""
    with suppress(TimeoutError):
        await _write_all(socket, peer)


async def _write_all(socket: WebSocket[Any, Any, Any], peer: _AsgiPeer) -> None:
    while True:
        await peer.news.wait()
        peer.news.clear()
        while peer.frames:
            frame = peer.frames.popleft()
            peer.size -= len(frame)
            async with asyncio.timeout(limits.WRITE_S):
                await socket.send_text(frame.decode())
        if peer.code is not None:
            await socket.close(code=peer.code)
            return
