"""Conversations, their log, and who speaks for the shop."""

from enum import StrEnum
from typing import Any, TypeAlias

import msgspec

from pawline.platform.ids import AccountId, ConversationId, MessageId, ShopId

Body: TypeAlias = dict[str, Any]


class State(StrEnum):
    """Who speaks for the shop in an owner's conversation."""

    NEW = "new"
    ASSISTANT = "assistant"
    QUEUED = "queued"
    HUMAN = "human"
    CLOSED = "closed"


class Kind(StrEnum):
    """What a log entry is. Only `MESSAGE` counts as unread."""

    MESSAGE = "message"
    EDIT = "edit"
    RECALL = "recall"
    REACTION = "reaction"
    MEMBER = "member"
    BOOKING = "booking"
    SYSTEM = "system"


class Entry(msgspec.Struct, frozen=True, omit_defaults=False):
    """One durable change of a conversation.

    `seq` is gapless from 1; `n` counts messages only, so unread = last n - n at the read mark.
    `sender` is an account; `ts` is milliseconds UTC and never orders anything.
    """

    c: ConversationId
    seq: int
    n: int
    msg_id: MessageId
    cmid: str
    sender: AccountId
    device: str
    kind: Kind
    body: Body
    ts: int
    target_seq: int | None = None


class Ack(msgspec.Struct, frozen=True, omit_defaults=True):
    """The promise that a message is committed and synced to disk. `dup`: it already was."""

    cmid: str
    msg_id: MessageId
    seq: int
    n: int
    ts: int
    dup: bool = False


class Append(msgspec.Struct, frozen=True):
    """An entry that a reaction adds inside its transaction. `cmid` makes a repeat harmless."""

    c: ConversationId
    shop_id: ShopId
    sender: AccountId
    cmid: str
    kind: Kind
    body: Body
    target_seq: int | None = None


class Conversation(msgspec.Struct, frozen=True):
    """A conversation as its row stands. `epoch` counts changes of who speaks for the shop."""

    id: ConversationId
    shop_id: ShopId
    kind: str
    state: State
    epoch: int
    last_seq: int
    last_n: int
    owner_id: AccountId | None = None
    assignee_id: AccountId | None = None
    waiting_since_ms: int | None = None
    reason: str | None = None
    last_ts: int = 0


class Page(msgspec.Struct, frozen=True):
    """A stretch of a log in order of seq. `head` is the newest seq there is."""

    entries: list[Entry]
    head: int
    epoch: str


class LogNews:
    """Freshly committed entries of one conversation, encoded once for everyone who listens."""

    __slots__ = ("_frame", "c", "entries")

    def __init__(self, c: str, entries: tuple[Entry, ...]) -> None:
        self.c = c
        self.entries = entries
        self._frame: bytes | None = None

    @property
    def frame(self) -> bytes:
        """The `entries` frame as bytes."""
        if self._frame is None:
            self._frame = encode_entries(self.c, self.entries)
        return self._frame


_encoder = msgspec.json.Encoder()


def encode_entries(c: str, entries: tuple[Entry, ...] | list[Entry]) -> bytes:
    """An `entries` frame of a conversation."""
    return b'{"t":"entries","c":"%b","d":{"entries":%b}}' % (c.encode(), _encoder.encode(entries))


class Receipt(msgspec.Struct, frozen=True):
    """How far somebody has got and read; marks only ever grow."""

    c: ConversationId
    account_id: AccountId
    delivered_seq: int
    read_seq: int


class Typing(msgspec.Struct, frozen=True):
    """Somebody is typing: never stored, forgotten after six seconds."""

    c: ConversationId
    account_id: AccountId
    kind: str
    name: str = ""
