"""Conversations, their log, and who speaks for the shop."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeAlias

import msgspec

from pawline.people import Actor
from pawline.platform.bus import Codec
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


class Send(msgspec.Struct, frozen=True):
    """What somebody wants to add to a log: already parsed and bounded, not yet judged.

    `kind` is a message, or a change of the entry `target_seq`: an edit, a recall, a reaction, a pin.
    """

    actor: Actor
    c: ConversationId
    cmid: str
    body: Body
    kind: Kind = Kind.MESSAGE
    target_seq: int | None = None


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
    """A conversation as its row stands. `epoch` counts changes of who speaks for the shop.

    `kind`: `owner` (one household and the shop), `direct` (two people), `group`, or `notes` (what staff write to each
    other `about` an owner's conversation). `slow_s` is the least time between two messages of one member of a group,
    0 for none. `first_seq` is where the asker's view begins: members see nothing from before they came.
    """

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
    title: str = ""
    slow_s: int = 0
    about: ConversationId | None = None
    first_seq: int = 1


class Page(msgspec.Struct, frozen=True):
    """A stretch of a log in order of seq. `head` is the newest seq there is, `first` where the asker's view begins."""

    entries: list[Entry]
    head: int
    epoch: str
    first: int = 1


class LogNews:
    """Freshly committed entries of one conversation: how many, up to which seq, and encoded once for all who listen."""

    __slots__ = ("_entries", "_frame", "c", "count", "last_seq")

    def __init__(
        self, c: str, last_seq: int, count: int, frame: bytes | None = None, entries: Sequence[Entry] = ()
    ) -> None:
        """`frame` None: made of `entries` when the first listener wants it."""
        self.c = c
        self.last_seq = last_seq
        self.count = count
        self._frame = frame
        self._entries = entries

    @property
    def first_seq(self) -> int:
        """The seq of the first of them; they follow each other without a gap."""
        return self.last_seq - self.count + 1

    @property
    def frame(self) -> bytes:
        """The `entries` frame as bytes."""
        if self._frame is None:
            self._frame = encode_entries(self.c, self._entries)
        return self._frame


def news_of(c: str, entries: Sequence[Entry]) -> LogNews:
    """The news of these entries, in order and at least one."""
    return LogNews(c, entries[-1].seq, len(entries), entries=entries)


_between = msgspec.msgpack.Encoder()
_from_another = msgspec.msgpack.Decoder(tuple[str, int, int, bytes])
# To another process of the installation crosses what goes out over sockets: it is encoded here, or was already.
LOG_NEWS = Codec(
    lambda news: _between.encode((news.c, news.last_seq, news.count, news.frame)),
    lambda found: LogNews(*_from_another.decode(found)),
)
_encoder = msgspec.json.Encoder()


def encode_entries(c: str, entries: Sequence[Entry]) -> bytes:
    """An `entries` frame of a conversation."""
    return b'{"t":"entries","c":"%b","d":{"entries":%b}}' % (c.encode(), _encoder.encode(entries))


class Receipt(msgspec.Struct, frozen=True):
    """How far somebody has got and read; marks only ever grow. Private ones go to the reader's own devices only."""

    c: ConversationId
    account_id: AccountId
    delivered_seq: int
    read_seq: int
    is_private: bool = False


class Typing(msgspec.Struct, frozen=True):
    """Somebody is `typing` or `recording`: never stored, forgotten after six seconds."""

    c: ConversationId
    account_id: AccountId
    kind: str
    name: str = ""


class Draft(msgspec.Struct, frozen=True):
    """An answer in the making, as far as it stands: never stored, forgotten with the next entry of its sender or after
    six seconds. Empty: it comes to nothing.
    """

    c: ConversationId
    account_id: AccountId
    text: str


class Presence(msgspec.Struct, frozen=True):
    """Somebody is connected, or has been gone for a minute: never stored, believed for a minute.

    `is_looking`: this conversation is on a screen of theirs.
    """

    c: ConversationId
    account_id: AccountId
    kind: str
    name: str
    is_here: bool
    is_looking: bool = False


class Fellow(msgspec.Struct, frozen=True):
    """A member of a conversation, with their marks. `silenced_ms`: may not write until then; None may."""

    account_id: AccountId
    name: str
    kind: str
    role: str
    title: str
    delivered_seq: int = 0
    read_seq: int = 0
    silenced_ms: int | None = None


class Talk(msgspec.Struct, frozen=True):
    """A conversation in somebody's list. `muted_ms`: no push until then."""

    c: ConversationId
    kind: str
    title: str
    role: str
    last_seq: int
    last_ts: int
    unread: int
    slow_s: int = 0
    muted_ms: int | None = None


class CannedReply(msgspec.Struct, frozen=True):
    """A reply kept by the shop. `word` is what is typed after the slash."""

    id: str
    word: str
    text: str


class FeedRow(msgspec.Struct, frozen=True, array_like=True):
    """A line of a shop's feed: in conversation `c`, the entries `first` to `last` are there."""

    fseq: int
    c: ConversationId
    first: int
    last: int


class Found(msgspec.Struct, frozen=True):
    """A message that was looked for, and whose conversation it is in. `title` is a group's; `owner_id` an owner's."""

    entry: Entry
    kind: str
    title: str
    owner_id: AccountId | None
