"""Sockets by picows inside uvicorn: uvicorn parses the upgrade, picows carries the frames, one port.

picows' server protocol class is not part of its typed interface. Everything that relies on it is in
this file, its version is pinned, and `tests/platform/test_socket.py` holds it to what we expect:
fragments joined, UTF-8 checked, oversized frames refused, closes with our codes.
"""
# picows describes its server protocol in no stub: strict mode sees nothing of it.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import asyncio
import logging
import socket
import struct
from collections import deque
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import picows
from picows.picows import WSProtocol  # type: ignore[attr-defined]

from pawline.platform.web import socket as limits
from pawline.platform.web.socket import (
    COME_AGAIN_S,
    FRAME_BYTES,
    QUEUE_BYTES,
    SUBPROTOCOL,
    Answering,
    Close,
    Knock,
    Line,
    is_welcome,
)

log = logging.getLogger(__name__)

HANDSHAKE_S = 5.0
READ_BUFFER = 2048
# So much is copied for one socket. What waits beyond it waits by reference: a frame told to a thousand is there once.
WIRE_BYTES = 32 * 1024
TEXT, CONTINUATION, CLOSE = picows.WSMsgType.TEXT, picows.WSMsgType.CONTINUATION, picows.WSMsgType.CLOSE
CONTROL = frozenset({picows.WSMsgType.PING, picows.WSMsgType.PONG})


class Gathered:
    """Frames of one turn of the event loop, written together at its end.

    A commit has an ack and a push for the same phone, and a batch several: one system call each would be a third
    of what a message costs.
    """

    def __init__(self) -> None:
        self._peers: list[PicowsPeer] = []

    def add(self, peer: "PicowsPeer") -> None:
        if not self._peers:
            asyncio.get_running_loop().call_soon(self.write)
        self._peers.append(peer)

    def write(self) -> None:
        peers, self._peers = self._peers, []
        for peer in peers:
            peer.flush()


class PicowsPeer:
    """Sends without waiting; a peer that lets more than the bound pile up is closed."""

    __slots__ = (
        "_gathered", "_is_closed", "_is_full", "_kept", "_kept_bytes", "_parts", "_patience", "_transport", "_wire",
        "is_behind",
    )  # fmt: skip

    def __init__(self, gathered: Gathered) -> None:
        self._transport: picows.WSTransport | None = None
        self._wire: Any = None
        self._is_closed = False
        self._gathered = gathered
        self._parts: list[bytes] = []
        # Heads and frames that came while the wire was full, and their bytes.
        self._kept: deque[bytes] = deque()
        self._kept_bytes = 0
        self._is_full = False
        self._patience: asyncio.TimerHandle | None = None
        self.is_behind = False

    def connect(self, transport: picows.WSTransport) -> None:
        self._transport = transport
        self._wire = transport.underlying_transport
        self._wire.set_write_buffer_limits(high=WIRE_BYTES)

    def fill(self) -> None:
        """The wire takes no more for now."""
        self._is_full = True
        self._weigh()

    def catch_up(self) -> None:
        """The wire takes more again: what was kept goes on, a wire's worth at a time."""
        self._is_full = False
        while self._kept and not self._is_full and not self._is_closed:
            self._wire.write(self._next_piece())
        if not self._kept:
            self._be_in_time()

    def _next_piece(self) -> bytes:
        piece: list[bytes] = []
        size = 0
        while self._kept and size < WIRE_BYTES:
            piece.append(self._kept.popleft())
            size += len(piece[-1])
        self._kept_bytes -= size
        return b"".join(piece)

    def _keep(self, frame: bytes) -> None:
        head = _head(0x81, len(frame))
        self._kept += (head, frame)
        self._kept_bytes += len(head) + len(frame)
        self._weigh()

    def _weigh(self) -> None:
        """More than half of the queue waits for a while; more than the whole of it, not at all."""
        waiting = self._kept_bytes + self._wire.get_write_buffer_size()
        if waiting > QUEUE_BYTES and not self._is_closed:
            self._leave()
        elif waiting > QUEUE_BYTES // 2 and not self.is_behind:
            self.is_behind = True
            self._patience = asyncio.get_running_loop().call_later(limits.WRITE_S, self._leave)

    def _be_in_time(self) -> None:
        self.is_behind = False
        if self._patience is not None:
            self._patience.cancel()

    def _leave(self) -> None:
        self._forget()
        self.close(Close.SLOW_CONSUMER)
        self._wire.abort()

    def _forget(self) -> None:
        self._parts.clear()
        self._kept.clear()
        self._kept_bytes = 0

    def pause(self) -> None:
        self._wire.pause_reading()

    def go_on(self) -> None:
        if not self._is_closed:
            self._wire.resume_reading()

    def send(self, frame: bytes) -> None:
        if self._is_closed or self._transport is None:
            return
        if self._is_full:
            self._keep(frame)
            return
        if not self._parts:
            self._gathered.add(self)
        self._parts.append(_head(0x81, len(frame)))
        self._parts.append(frame)

    def flush(self) -> None:
        """Writes what was gathered."""
        if not self._parts or self._wire is None:
            return
        whole = b"".join(self._parts)
        self._parts.clear()
        self._wire.write(whole)

    def close(self, code: Close, reason: str = "") -> None:
        if self._is_closed or self._transport is None:
            return
        self.flush()
        if self._is_closed:  # by the flush: nobody was reading
            return
        self._is_closed = True
        payload = int(code).to_bytes(2) + reason.encode()[:100]
        self._wire.write(b"".join((*self._kept, _head(0x88, len(payload)), payload)))
        self._forget()
        self._transport.disconnect()
        if code == Close.NO_HEARTBEAT:
            # Nobody reads at the other end: waiting until everything is flushed would wait for TCP to give up.
            self._wire.abort()

    def mark_closed(self) -> None:
        """The other end is gone or going: what is still gathered has nobody to go to."""
        self._is_closed = True
        self._forget()
        self._be_in_time()


_MIDDLE = struct.Struct("!BBH").pack


def _head(first: int, size: int) -> bytes:
    """The head of a whole, unmasked frame (RFC 6455, 5.2).

    We frame by ourselves because picows writes each frame to the socket at once.
    """
    if size < 126:
        return bytes((first, size))
    if size < 65_536:
        return _MIDDLE(first, 126, size)
    return bytes((first, 127)) + size.to_bytes(8)


class _Listener(picows.WSListener):
    """Joins fragments and hands whole text frames to our side."""

    def __init__(self, knock: Knock, answering: Answering, gathered: Gathered) -> None:
        self._peer = PicowsPeer(gathered)
        self._knock = knock
        self._answering = answering
        self._line: Line | None = None
        self._parts: list[bytes] | None = None
        self._size = 0

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        self._peer.connect(transport)
        self._line = self._answering(self._knock, self._peer)

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
        assert self._line is not None
        kind = frame.msg_type
        if kind == TEXT and frame.fin and self._parts is None:
            self._line.received(frame.get_payload_as_bytes())
        elif kind == CLOSE:
            self._peer.flush()
            self._peer.mark_closed()
            transport.send_close(frame.get_close_code())
            transport.disconnect()
        elif kind in CONTROL:
            return
        elif kind == TEXT and self._parts is None:
            self._parts = []
            self._join(frame)
        elif kind == CONTINUATION and self._parts is not None:
            self._join(frame)
        else:
            self._peer.close(Close.BAD_FRAME)

    def _join(self, frame: picows.WSFrame) -> None:
        assert self._parts is not None
        self._parts.append(frame.get_payload_as_bytes())
        self._size += frame.payload_size
        if self._size > FRAME_BYTES:
            self._peer.close(Close.TOO_LARGE)
        elif frame.fin:
            whole, self._parts, self._size = b"".join(self._parts), None, 0
            assert self._line is not None
            self._line.received(whole)

    def pause_writing(self) -> None:
        self._peer.fill()

    def resume_writing(self) -> None:
        self._peer.catch_up()

    def on_ws_disconnected(self, transport: picows.WSTransport) -> None:
        self._peer.mark_closed()
        if self._line is not None:
            self._line.lost()

    def drain(self) -> None:
        self._peer.close(Close.DRAINING)


def picows_protocol(
    answering: Answering, is_allowed: Callable[[str, str], bool], may_enter: Callable[[], bool] = lambda: True
) -> type[Any]:
    """A class that uvicorn takes as its `ws` protocol. Whoever may not enter now is told when to come again."""

    gathered = Gathered()

    def listen(request: picows.WSUpgradeRequest) -> picows.WSUpgradeResponseWithListener:
        path, _, query = request.path.decode("ascii", "replace").partition("?")
        knock = Knock(path, query, {name.lower(): value for name, value in request.headers.items()})
        status = is_welcome(knock, is_allowed, may_enter)
        if status != 101:
            later = {"Retry-After": str(COME_AGAIN_S)} if status == 503 else {}
            refusal = picows.WSUpgradeResponse.create_error_response(HTTPStatus(status), extra_headers=later)
            return picows.WSUpgradeResponseWithListener(refusal, None)
        chosen = {"Sec-WebSocket-Protocol": SUBPROTOCOL}
        welcome = picows.WSUpgradeResponse.create_101_response(extra_headers=chosen)
        return picows.WSUpgradeResponseWithListener(welcome, _Listener(knock, answering, gathered))

    class PicowsInUvicorn(WSProtocol):  # type: ignore[misc]
        def __init__(self, config: Any, server_state: Any, app_state: Any = None) -> None:
            super().__init__(
                None, None, False, listen, logging.getLogger("picows.server"), True, HANDSHAKE_S,
                False, 20, 20, picows.WSAutoPingStrategy.PING_WHEN_IDLE, True, FRAME_BYTES, None, READ_BUFFER,
            )  # fmt: skip
            self._connections = server_state.connections

        def connection_made(self, transport: Any) -> None:
            # Else the kernel takes up to 4 MB for somebody who does not read, before we notice, and more from
            # somebody whom we do not read.
            line = transport.get_extra_info("socket")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, QUEUE_BYTES)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, QUEUE_BYTES)
            self._connections.add(self)
            super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            self._connections.discard(self)
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            """uvicorn replays the upgrade request here; from then on picows reads by itself."""
            while data:
                room = self.get_buffer(len(data))
                size = min(len(room), len(data))
                room[:size] = data[:size]
                self.buffer_updated(size)
                data = data[size:]

        def shutdown(self) -> None:
            """Called by uvicorn on its way out."""
            if isinstance(self.listener, _Listener):
                self.listener.drain()

    return PicowsInUvicorn
