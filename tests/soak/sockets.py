"""Raw sockets that behave badly on purpose."""

import asyncio
import base64
import os
import struct
import time
from typing import Any


class RawSocket:
    """A WebSocket by hand: nothing is answered, sent or read but what is asked for."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def say(self, payload: bytes) -> None:
        """One whole text frame."""
        self.writer.write(framed(payload))
        await self.writer.drain()

    async def hears(self, what: bytes, within_s: float = 30) -> bool:
        """Reads on until it comes; False when the server has had enough before. What came behind it is dropped."""
        heard = b""
        async with asyncio.timeout(within_s):
            while more := await self.reader.read(65536):
                heard = heard[-50:] + more
                if what in heard:
                    return True
        return False

    async def ending(self, within_s: float) -> tuple[int, float]:
        """Reads until the server ends it: its close code (0 for none) and after how many seconds."""
        begun, heard = time.monotonic(), b""
        try:
            async with asyncio.timeout(within_s):
                while more := await self.reader.read(65536):
                    heard = (heard + more)[-200:]
        except ConnectionError:
            pass
        return close_code(heard), time.monotonic() - begun

    def abort(self) -> None:
        """Gone without a word."""
        self.writer.transport.abort()


async def opened(port: int, token: str | None, *, window: int | None = None, **more: Any) -> RawSocket:
    """An upgraded socket; `window` is the size of its receive buffer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, **more)
    if window is not None:
        sock = writer.get_extra_info("socket")
        sock.setsockopt(1, 8, window)  # SOL_SOCKET, SO_RCVBUF
    key = base64.b64encode(os.urandom(16)).decode()
    signed = f"Authorization: Bearer {token}\r\n" if token else ""
    writer.write(
        f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: pawline.v1\r\n"
        f"{signed}\r\n".encode()
    )
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
    if b" 101 " not in answer.split(b"\r\n", 1)[0]:
        writer.close()
        raise ConnectionError(answer.split(b"\r\n", 1)[0].decode())
    return RawSocket(reader, writer)


def framed(payload: bytes, first: int = 0x81) -> bytes:
    """One masked frame, as a client has to send it (RFC 6455, 5.2)."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", first, 0x80 | size)
    elif size < 65_536:
        head = struct.pack("!BBH", first, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", first, 0x80 | 127, size)
    mask = os.urandom(4)
    whole = (mask * (size // 4 + 1))[:size]
    return head + mask + (int.from_bytes(payload) ^ int.from_bytes(whole)).to_bytes(size)


def close_code(heard: bytes) -> int:
    """The code of a close frame at the end of what was heard; 0 when there is none."""
    at = heard.rfind(b"\x88")
    return int.from_bytes(heard[at + 2 : at + 4]) if at >= 0 and len(heard) >= at + 4 else 0
