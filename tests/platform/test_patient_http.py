"""Who takes too long to ask is left; who is only slow, or waits for us, is not."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from pawline.platform.web import patient_http
from tests.serving import Served, served

HEAD = "POST /api/owner/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


@pytest.fixture
async def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    monkeypatch.setattr(patient_http, "HEAD_S", 0.5)
    monkeypatch.setattr(patient_http, "BODY_S", 0.3)
    monkeypatch.setattr(patient_http, "BODY_BYTES", 20)
    async with served(tmp_path) as one:
        yield one


class Asking:
    """A connection by hand."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.begun = time.monotonic()

    async def is_left(self) -> bool:
        """Whether the server ends it without a word, within a generous time."""
        try:
            return await asyncio.wait_for(self.reader.read(), 10) == b""
        except ConnectionResetError:
            return True

    async def status(self) -> int:
        return int((await asyncio.wait_for(self.reader.readuntil(b"\r\n"), 10)).split()[1])


async def asking(server: Served) -> Asking:
    return Asking(*await asyncio.open_connection("127.0.0.1", int(server.url.rsplit(":", 1)[1])))


@pytest.mark.parametrize("said", ["", "GET /hea", "GET /health HTTP/1.1\r\nHost: x\r\nX-One: 1\r\n"])
async def test_half_a_head_is_not_waited_for(server: Served, said: str) -> None:
    one = await asking(server)
    one.writer.write(said.encode())
    assert await one.is_left()
    assert time.monotonic() - one.begun >= 0.4


async def test_a_second_request_is_not_waited_for_longer_than_the_first(server: Served) -> None:
    one = await asking(server)
    one.writer.write(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
    assert await one.status() == 200
    one.writer.write(b"GET /hea")
    while line := await asyncio.wait_for(one.reader.readline(), 10):
        assert line


async def test_a_body_that_does_not_come_on_is_not_waited_for(server: Served) -> None:
    one = await asking(server)
    one.writer.write((HEAD % 100).encode() + b"{")
    assert await one.is_left()


async def test_a_body_that_comes_slowly_is_read(server: Served) -> None:
    one = await asking(server)
    body = b"{" + b" " * 298 + b"}"
    one.writer.write((HEAD % len(body)).encode())
    for at in range(0, len(body), 60):
        one.writer.write(body[at : at + 60])
        await asyncio.sleep(0.15)
    assert await one.status() < 500
