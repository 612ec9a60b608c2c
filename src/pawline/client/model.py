"""What goes over the wire, as a client needs it. Unknown fields are ignored, unknown kinds are kept."""

from typing import Any, TypeAlias

import msgspec

Body: TypeAlias = dict[str, Any]


class Entry(msgspec.Struct, frozen=True):
    """One durable change of a conversation; `seq` is gapless from 1, `ts` (ms UTC) orders nothing."""

    c: str
    seq: int
    n: int = 0
    msg_id: str = ""
    cmid: str = ""
    sender: str = ""
    device: str = ""
    kind: str = ""
    body: Body = msgspec.field(default_factory=dict[str, Any])
    ts: int = 0
    target_seq: int | None = None


class Ack(msgspec.Struct, frozen=True):
    """The promise that a message is committed and synced to disk. `dup`: it already was."""

    cmid: str
    msg_id: str
    seq: int
    n: int = 0
    ts: int = 0
    dup: bool = False


class Page(msgspec.Struct, frozen=True):
    """A stretch of a log in order of seq. `head` is the newest seq there is, `first_seq` where our view begins."""

    entries: list[Entry]
    head: int
    epoch: str = ""
    first_seq: int = 1


class Pending(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message on its way, or a change of the entry `target_seq`: kept until the server has answered it for good."""

    cmid: str
    c: str
    body: Body
    kind: str = "message"
    target_seq: int | None = None
    reply_to: int | None = None
    mentions: list[str] | None = None

    @property
    def said(self) -> dict[str, Any]:
        """What it says, without where and by which id: as a request has it."""
        told = {"kind": self.kind, "target_seq": self.target_seq, "reply_to": self.reply_to, "mentions": self.mentions}
        return {"body": self.body} | {name: one for name, one in told.items() if one is not None}


class Frame(msgspec.Struct, frozen=True):
    """Every frame from the server."""

    t: str
    d: msgspec.Raw = msgspec.Raw(b"{}")
    c: str | None = None


class Welcome(msgspec.Struct, frozen=True):
    """The answer to hello. `limits` may name `in_flight`, how many messages may be unanswered."""

    server_time: int
    epoch: str
    me: str = ""
    limits: dict[str, int] = msgspec.field(default_factory=dict[str, int])


class Entries(msgspec.Struct, frozen=True):
    """A push, a replay, or the newest entries of a gap."""

    entries: list[Entry]


class Head(msgspec.Struct, frozen=True):
    """The newest seq of one conversation."""

    head: int


class Heads(msgspec.Struct, frozen=True):
    """The newest seqs of the conversations that have changed."""

    heads: dict[str, int] = msgspec.field(default_factory=dict[str, int])


class Err(msgspec.Struct, frozen=True):
    """A refusal; with a `cmid` it is about that message."""

    code: str
    temporary: bool = False
    message: str = ""
    retry_after_ms: int | None = None
    cmid: str | None = None


class Receipt(msgspec.Struct, frozen=True):
    """How far somebody has got and read; marks only ever grow."""

    c: str
    account_id: str
    delivered_seq: int
    read_seq: int
