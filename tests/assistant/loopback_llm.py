"""A server on loopback that speaks OpenAI's streaming protocol, well or badly, as a test wishes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Play: TypeAlias = Callable[["Line"], Awaitable[None]]
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"


@dataclass
class Line:
    """One request under way, to be answered piece by piece."""

    asked: dict[str, Any]
    out: asyncio.StreamWriter
    gone: asyncio.Event

    async def raw(self, piece: bytes) -> None:
        """Bytes as they are."""
        self.out.write(piece)
        with suppress(ConnectionError):
            await self.out.drain()

    async def event(self, data: Any) -> None:
        """One event of the stream."""
        await self.raw(f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode())

    async def delta(self, **delta: Any) -> None:
        """A piece of the answer."""
        await self.event(_chunk({"index": 0, "delta": delta, "finish_reason": None}))

    async def call(self, name: str, arguments: str, place: int = 0, call_id: str | None = None) -> None:
        """A whole tool call, its arguments in two pieces as models send them."""
        half, head = len(arguments) // 2, {"index": place, "id": call_id or f"call_{place}", "type": "function"}
        await self.delta(tool_calls=[head | {"function": {"name": name, "arguments": arguments[:half]}}])
        await self.delta(tool_calls=[{"index": place, "function": {"arguments": arguments[half:]}}])

    async def end(self, reason: str = "stop", tokens: int | None = 900) -> None:
        """The last piece, what it cost, and the end of the stream."""
        await self.event(_chunk({"index": 0, "delta": {}, "finish_reason": reason}))
        if tokens is not None:
            usage = {"prompt_tokens": tokens - 100, "completion_tokens": 100, "total_tokens": tokens}
            await self.event(_chunk() | {"usage": usage})
        await self.raw(b"data: [DONE]\n\n")


def _chunk(*choices: Any) -> dict[str, Any]:
    return {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": list(choices)}


@dataclass
class LoopbackLlm:
    """Answers each request by the next play; the last one goes on for ever."""

    plays: list[Play] = field(default_factory=list[Play])
    asked: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    headers: list[str] = field(default_factory=list[str])
    hung_up: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def seen(self) -> str:
        """Everything that was ever sent here."""
        return json.dumps(self.asked, ensure_ascii=False) + "".join(self.headers)

    async def _serve(self, source: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            head = (await source.readuntil(b"\r\n\r\n")).decode()
            length = next(int(one.split(":")[1]) for one in head.lower().split("\r\n") if one.startswith("content-len"))
            self.headers.append(head)
            self.asked.append(json.loads(await source.readexactly(length)))
            await self._play(source, out)
        out.close()

    async def _play(self, source: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        play = self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]
        line = Line(self.asked[-1], out, asyncio.Event())
        async with asyncio.TaskGroup() as group:
            playing = group.create_task(_quietly(play(line)))
            leaving = group.create_task(source.read())
            await asyncio.wait((playing, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not playing.done():
                self.hung_up += 1
                line.gone.set()
            playing.cancel()
            leaving.cancel()


async def _quietly(playing: Awaitable[None]) -> None:
    with suppress(ConnectionError):
        await playing


@asynccontextmanager
async def loopback_llm() -> AsyncIterator[LoopbackLlm]:
    """Starts it on a free port; stops it at the end."""
    model = LoopbackLlm()
    server = await asyncio.start_server(model._serve, "127.0.0.1", 0)
    model.port = server.sockets[0].getsockname()[1]
    try:
        yield model
    finally:
        server.close()


# Plays.


def proposes(**proposal: Any) -> Play:
    """A well-behaved proposal."""

    async def play(line: Line) -> None:
        await line.raw(HEAD)
        await line.call("propose", json.dumps(proposal, ensure_ascii=False))
        await line.end("tool_calls")

    return play


def calls(*named: tuple[str, str]) -> Play:
    """Tool calls with arguments as they are."""

    async def play(line: Line) -> None:
        await line.raw(HEAD)
        for place, (name, arguments) in enumerate(named):
            await line.call(name, arguments, place)
        await line.end("tool_calls")

    return play


def says(*pieces: str) -> Play:
    """Text, piece by piece."""

    async def play(line: Line) -> None:
        await line.raw(HEAD)
        for piece in pieces:
            await line.delta(content=piece)
        await line.end()

    return play


def refuses(status: int, body: str = '{"error": {"message": "no"}}') -> Play:
    """An answer that is none."""

    async def play(line: Line) -> None:
        data = body.encode()
        head = f"HTTP/1.1 {status} No\r\ncontent-type: application/json\r\ncontent-length: {len(data)}\r\n"
        await line.raw(f"{head}connection: close\r\n\r\n".encode() + data)

    return play


def hangs(*pieces: str) -> Play:
    """Some text, and then nothing any more until the other side hangs up."""

    async def play(line: Line) -> None:
        await line.raw(HEAD)
        for piece in pieces:
            await line.delta(content=piece)
        await line.gone.wait()

    return play


def raw(*pieces: bytes) -> Play:
    """Whatever these bytes are."""

    async def play(line: Line) -> None:
        for piece in pieces:
            await line.raw(piece)

    return play
