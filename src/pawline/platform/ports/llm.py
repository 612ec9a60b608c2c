"""The language model port: what is asked of a model, and what it answers. Adapters are in `llm_openai`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from pawline.platform.errors import PawlineError


class LlmFailed(PawlineError):
    """The model gave nothing that can be used; whoever asked goes on without it."""

    code = "llm_failed"
    status = 502
    temporary = True
    zh = "模型没有给出能用的回答。"
    en = "The model gave no answer that can be used."


class LlmAway(LlmFailed):
    """Nobody answers at that address, or not in time."""

    code = "llm_away"
    zh = "连不上这个地址，或者太久没有回应。请检查地址和网络。"
    en = "That address doesn't answer, or takes too long. Check the address and the network."


class LlmKeyRefused(LlmFailed):
    """The key is not taken."""

    code = "llm_key_refused"
    temporary = False
    zh = "对方不认这把密钥。请到服务商那里核对或换一把。"
    en = "The key was refused. Check it with the provider, or make a new one."


class LlmUnknown(LlmFailed):
    """There is no such model, no such path, or it does not take what we send."""

    code = "llm_unknown"
    temporary = False
    zh = "地址通了，但对方不认这个模型名或路径。请核对地址（通常以 /v1 结尾）和模型名。"
    en = (
        "The address answers but doesn't know this model or path. Check the address (it usually ends in /v1) and the "
        "model's name."
    )


class LlmBusy(LlmFailed):
    """Too many calls for the provider, or the account has run dry."""

    code = "llm_busy"
    zh = "服务商说请求太多，或者账户余额不足。过一会儿再试。"
    en = "The provider says there were too many calls, or the account has run dry. Try again later."


class LlmBroken(LlmFailed):
    """The provider has a fault, or what it sent cannot be read."""

    code = "llm_broken"
    zh = "服务商那边出了错，或者回的内容读不懂。"
    en = "The provider has a fault, or what it sent can't be read."


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is: the address before `/chat/completions`, its name there, and the key; empty where none is."""

    url: str
    model: str
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Tool:
    """Something the model may ask for. `takes` is the JSON schema of its arguments."""

    name: str
    about: str
    takes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """What the model asks for. `arguments` are as they came, believed by nobody yet."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the talk with the model. `calls` are the model's; `call_id` is what a tool's line answers."""

    role: Literal["system", "user", "assistant", "tool"]
    text: str
    calls: tuple[ToolCall, ...] = ()
    call_id: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the model said in one round. `tokens` are those it was paid for, None when it did not tell."""

    text: str
    calls: tuple[ToolCall, ...]
    tokens: int | None


class Llm(Protocol):
    """Asks a model."""

    async def ask(
        self,
        at: Endpoint,
        lines: list[Line],
        tools: list[Tool],
        most_tokens: int,
        hear: Callable[[str], None] | None = None,
    ) -> Answered:
        """One round, streamed: `hear` gets each piece of text as it comes. Cancelling hangs up at once.

        Takes as long as it takes; the caller has the clock. Raises LlmFailed, BadAddress.
        """
        ...
