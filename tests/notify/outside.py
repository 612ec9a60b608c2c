"""The world outside on loopback: a push service that reads what browsers would, and a webhook's other side."""

import asyncio
import base64
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pawline.platform.ports.push import Subscription


@dataclass
class Call:
    """One POST that arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Outside:
    """A small HTTP server. `answers` are the statuses to give next, with headers; 201 when there are none."""

    port: int = 0
    calls: list[Call] = field(default_factory=list[Call])
    answers: list[int | tuple[int, str]] = field(default_factory=list[int | tuple[int, str]])

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.calls.append(Call(head[0].split()[1], headers, body))
        answer = self.answers.pop(0) if self.answers else 201
        status, more = answer if isinstance(answer, tuple) else (answer, "")
        writer.write(f"HTTP/1.1 {status} X\r\n{more}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()


@asynccontextmanager
async def outside() -> AsyncIterator[Outside]:
    """Listens on loopback until the end."""
    one = Outside()
    server = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()


class Browser:
    """A browser's half of a subscription: only it can read what is pushed."""

    def __init__(self, endpoint: str) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.wanted = Subscription(endpoint, _text(point), _text(self._auth))

    def read(self, call: Call) -> dict[str, Any]:
        content = http_ece.decrypt(call.body, private_key=self._private, auth_secret=self._auth, version="aes128gcm")
        return json.loads(content)


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
