"""Any model behind OpenAI's chat completions: the big clouds, DeepSeek, Qwen, Kimi, GLM, Ollama, vLLM."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec

from pawline.platform.egress import Egress, NotDelivered

from .llm import (
    Answered,
    Endpoint,
    Line,
    LlmAway,
    LlmBroken,
    LlmBusy,
    LlmFailed,
    LlmKeyRefused,
    LlmUnknown,
    Tool,
    ToolCall,
)

# No answer of ours is longer; what is, has lost its way.
MOST_CHARS = 20_000
MOST_CALLS = 16
SILENCE_S = 20.0
_BY_STATUS: dict[int, type[LlmFailed]] = {401: LlmKeyRefused, 402: LlmBusy, 403: LlmKeyRefused, 429: LlmBusy}


class OpenAiLlm:
    """Speaks through the guarded door. Nothing is tried twice: whoever waits has an answer of their own."""

    def __init__(self, egress: Egress) -> None:
        self._egress = egress
        # Models that want the longest answer under its newer name.
        self._newer: set[tuple[str, str]] = set()

    async def ask(
        self,
        at: Endpoint,
        lines: list[Line],
        tools: list[Tool],
        most_tokens: int,
        hear: Callable[[str], None] | None = None,
    ) -> Answered:
        """See the port."""
        self._egress.check(at.url)
        # Hundreds of modules: the event loop does not wait for them.
        openai = await asyncio.to_thread(importlib.import_module, "openai")
        try:
            async with self._client(openai, at) as client:
                return await self._streamed(openai, client, at, _asked(at, lines, tools), most_tokens, hear)
        except openai.APIStatusError as error:
            raise _refusal(error.status_code) from error
        except (openai.APIConnectionError, httpx.TransportError, NotDelivered, TimeoutError) as error:
            raise LlmAway from error
        except (openai.OpenAIError, ValueError, TypeError, AttributeError, LookupError) as error:
            # What a stranger sends is read by a library that expects the best of it.
            raise LlmBroken from error

    @asynccontextmanager
    async def _client(self, openai: Any, at: Endpoint) -> AsyncGenerator[Any, None]:
        transport = await asyncio.to_thread(self._egress.transport)
        async with httpx.AsyncClient(transport=transport, trust_env=False, timeout=SILENCE_S) as http:
            # Without a key of ours it would look for one in the environment.
            yield openai.AsyncOpenAI(
                api_key=at.key or "none", base_url=at.url, organization="", project="", max_retries=0,
                timeout=SILENCE_S, http_client=http,
            )  # fmt: skip

    async def _streamed(
        self,
        openai: Any,
        client: Any,
        at: Endpoint,
        asked: dict[str, Any],
        most: int,
        hear: Callable[[str], None] | None,
    ) -> Answered:
        newer = (at.url, at.model) in self._newer
        try:
            stream = await client.chat.completions.create(**asked, **_longest(most, newer))
        except openai.BadRequestError as error:
            if newer or "max_completion_tokens" not in str(error):
                raise
            self._newer.add((at.url, at.model))
            stream = await client.chat.completions.create(**asked, **_longest(most, True))
        heard = _Heard(hear)
        async with stream:
            async for chunk in stream:
                heard.take(msgspec.convert(chunk.model_dump(warnings=False), _Chunk))
        return heard.whole()


# What of a stream is read; strict, since the library takes whatever comes.


class _Function(msgspec.Struct):
    name: str | None = None
    arguments: str | None = None


class _Call(msgspec.Struct):
    index: int | None = None
    id: str | None = None
    function: _Function | None = None


class _Delta(msgspec.Struct):
    content: str | None = None
    tool_calls: list[_Call] | None = None


class _Choice(msgspec.Struct):
    delta: _Delta | None = None
    finish_reason: str | None = None


class _Usage(msgspec.Struct):
    total_tokens: int = 0


class _Chunk(msgspec.Struct):
    choices: list[_Choice] | None = None
    usage: _Usage | None = None


@dataclass
class _Heard:
    """A stream put together. A call is its id, its name and its arguments so far."""

    hear: Callable[[str], None] | None
    text: list[str] = field(default_factory=list[str])
    calls: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    chars: int = 0
    tokens: int | None = None
    is_finished: bool = False

    def take(self, chunk: _Chunk) -> None:
        if chunk.usage is not None and chunk.usage.total_tokens > 0:
            self.tokens = chunk.usage.total_tokens
        for choice in (chunk.choices or [])[:1]:
            self.is_finished |= choice.finish_reason is not None
            if choice.delta is not None:
                self._take(choice.delta)

    def _take(self, delta: _Delta) -> None:
        if delta.content:
            self._count(delta.content)
            self.text.append(delta.content)
            if self.hear is not None:
                self.hear(delta.content)
        for one in delta.tool_calls or []:
            self._take_call(one)

    def _take_call(self, one: _Call) -> None:
        # Some send each call whole and number none of them.
        call = self.calls.setdefault(len(self.calls) if one.index is None else one.index, ["", "", ""])
        function = one.function or _Function()
        for more in (one.id, function.name, function.arguments):
            self._count(more or "")
        call[0] = call[0] or one.id or ""
        call[1] = call[1] or function.name or ""
        call[2] += function.arguments or ""
        if len(self.calls) > MOST_CALLS:
            raise LlmBroken

    def _count(self, more: str) -> None:
        self.chars += len(more)
        if self.chars > MOST_CHARS:
            raise LlmBroken

    def whole(self) -> Answered:
        """Raises LlmBroken for a stream that broke off."""
        if not self.is_finished:
            raise LlmBroken
        calls = tuple(ToolCall(one[0] or f"call_{place}", one[1], one[2]) for place, one in sorted(self.calls.items()))
        return Answered("".join(self.text), calls, self.tokens)


def _asked(at: Endpoint, lines: list[Line], tools: list[Tool]) -> dict[str, Any]:
    asked: dict[str, Any] = {"model": at.model, "messages": [_line(one) for one in lines], "stream": True}
    asked["stream_options"] = {"include_usage": True}
    if tools:
        asked["tools"] = [
            {"type": "function", "function": {"name": one.name, "description": one.about, "parameters": one.takes}}
            for one in tools
        ]
        asked["parallel_tool_calls"] = False
    return asked


def _line(one: Line) -> dict[str, Any]:
    if one.role == "tool":
        return {"role": "tool", "tool_call_id": one.call_id, "content": one.text}
    line: dict[str, Any] = {"role": one.role, "content": one.text}
    if one.calls:
        line["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in one.calls
        ]
    return line


def _longest(most: int, newer: bool) -> dict[str, int]:
    return {"max_completion_tokens" if newer else "max_tokens": most}


def _refusal(status: int) -> LlmFailed:
    if status >= 500:
        return LlmBroken()
    return _BY_STATUS.get(status, LlmUnknown)()
