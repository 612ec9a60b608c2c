"""The frames of protocol `pawline.v1`, as types: parsed strictly, unknown fields ignored."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, cast

import msgspec

from pawline.platform.errors import PawlineError
from pawline.platform.web.operations import Who
from pawline.platform.web.strict import TOO_DEEP, judge

PROTO = 1
# What this server can do beyond the first version; clients ignore what they do not know.
CAPS = ("changes", "delivered", "feed", "groups", "presence")

# Beyond this JavaScript cannot tell neighbours apart.
SAFE = 2**53
Seq: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=SAFE)]
# Longer ones name nothing, and are not to be kept anywhere.
ConversationRef: TypeAlias = Annotated[str, msgspec.Meta(max_length=32)]
RequestId: TypeAlias = Annotated[int, msgspec.Meta(ge=-SAFE, le=SAFE)] | Annotated[str, msgspec.Meta(max_length=64)]


class Frame(msgspec.Struct, frozen=True):
    """Every frame: type, the client's request id (echoed), conversation, payload."""

    t: str
    id: RequestId | None = None
    c: ConversationRef | None = None
    d: msgspec.Raw = msgspec.Raw(b"{}")


class Resume(msgspec.Struct, frozen=True):
    """The cursors a client holds: conversation to last seq, at most 200."""

    conversations: Annotated[dict[str, Seq], msgspec.Meta(max_length=200)]


class Hello(msgspec.Struct, frozen=True):
    """The first frame. No overlap of versions closes with 4503."""

    device_id: str
    proto_min: int = 1
    proto_max: int = 1
    app: str = ""
    lang: str = "zh"
    caps: list[str] = []
    resume: Resume | None = None


class SendFrame(msgspec.Struct, frozen=True):
    """A message, or a change of the entry `target_seq` (`edit`, `recall`, `reaction`, `system` for a pin).

    `cmid` is made once per user action and reused by every retry.
    """

    cmid: str
    body: Any
    kind: str = "message"
    target_seq: Seq | None = None
    reply_to: Seq | None = None
    mentions: list[str] | None = None


class ReadFrame(msgspec.Struct, frozen=True):
    """Everything up to `seq` has been seen (`read`), or has arrived on the device (`delivered`)."""

    seq: Seq


class TypingFrame(msgspec.Struct, frozen=True):
    """What the sender is doing: `typing`, or `recording` a voice note. At most every three seconds."""

    kind: Literal["typing", "recording"] = "typing"


class WatchFrame(msgspec.Struct, frozen=True):
    """The conversations on the screen, at most five: only of these is presence told. None: nothing is watched."""

    conversations: Annotated[list[str], msgspec.Meta(max_length=5)]


class FeedFrame(msgspec.Struct, frozen=True):
    """How far a desk has read its shop's feed."""

    fseq: Seq


class Nothing(msgspec.Struct, frozen=True):
    """A frame that says all by its name."""


@dataclass(frozen=True, slots=True)
class Spec:
    """Who may send a frame, and what it carries."""

    who: Who
    payload: type[Any]


# The registry of frames: the socket knows no others, and the server does not start without these.
FRAMES: dict[str, Spec] = {
    "hello": Spec(Who.PUBLIC, Hello),
    "ping": Spec(Who.PUBLIC, Nothing),
    "pong": Spec(Who.PUBLIC, Nothing),
    "resume": Spec(Who.SIGNED_IN, Resume),
    "send": Spec(Who.SIGNED_IN, SendFrame),
    "read": Spec(Who.SIGNED_IN, ReadFrame),
    "delivered": Spec(Who.SIGNED_IN, ReadFrame),
    "typing": Spec(Who.SIGNED_IN, TypingFrame),
    "watch": Spec(Who.SIGNED_IN, WatchFrame),
    "feed": Spec(Who.STAFF, FeedFrame),
}


# What the server says by itself or answers, and what stands in it.
TOLD: dict[str, str] = {
    "welcome": "proto, caps, resumed, conn_id, server_time, epoch, heartbeat_ms, me, limits {text_bytes, frame_bytes, "
    "in_flight: messages without an answer, recall_ms: for how long own words can be taken back}",
    "pong": "nothing: the answer to `ping`",
    "entries": "entries: [Entry], in order of seq",
    "gap": "from, to, entries: the newest 50; the rest is read over HTTP",
    "synced": "head: everything up to it has been sent",
    "cursor_ahead": "head: the client knows more than the log; it starts anew",
    "ack": "Ack: committed and synced to disk",
    "err": "code, temporary, message, retry_after_ms?, cmid?; without cmid and temporary, to a `resume`: ask again",
    "receipt": "Receipt",
    "typing": "account_id, name, kind: typing or recording; forgotten after six seconds",
    "draft": "account_id, text: an answer in the making, in place of the one before; empty: it comes to nothing; "
    "forgotten with the next entry of its sender, or after six seconds",
    "presence": "Presence of a conversation on the screen; forgotten after a minute",
    "beat": "every 25 s ± 20 %: heads, the newest seq by conversation where it has changed; missed?: so has the shop",
    "joined": "kind: somebody was let into a conversation that this socket had not followed",
    "left": "kind: they were shown out; nothing more comes from it",
    "feed": "staff: rows [{fseq, c, first, last}], head, is_gap",
    "inbox": "staff: a row of the inbox, as `/api/inbox` has it",
    "changed": "staff: `schedule` or `board`, to be fetched again",
    "ring": "staff: reason, waited_ms: an owner waits and nobody looks",
}


_decoder = msgspec.json.Decoder(Frame)
_payloads: dict[str, msgspec.json.Decoder[Any]] = {
    name: msgspec.json.Decoder(spec.payload) for name, spec in FRAMES.items()
}
_encode = msgspec.json.Encoder().encode


def parse(frame: bytes) -> Frame:
    """Raises msgspec.DecodeError (a ValueError) on anything that is not a frame."""
    try:
        return _decoder.decode(frame)
    except RecursionError as deep:
        raise msgspec.DecodeError(TOO_DEEP) from deep


def payload(frame: Frame, whole: bytes) -> Any:
    """The payload as the registry describes it; `whole` is what came. Raises msgspec.DecodeError."""
    try:
        found = _payloads[frame.t].decode(frame.d)
    except RecursionError as deep:
        raise msgspec.DecodeError(TOO_DEEP) from deep
    if not _is_plain(frame, found, whole):
        judge(whole)
    return found


def _is_plain(frame: Frame, found: Any, whole: bytes) -> bool:
    """Whether a message cannot hold a key twice or be deep: it has a colon for each key that was read, and no list.

    So the many plain messages need not be read a second time.
    """
    if frame.t != "send" or b"[" in whole or type(found.body) is not dict:
        return False
    body = cast("dict[str, Any]", found.body)
    keys = 4 + len(body) + (frame.c is not None) + (frame.id is not None)  # t, d, cmid, body
    return whole.count(b":") == keys


def encode(t: str, d: Any, c: str | None = None, id: int | str | None = None) -> bytes:
    """A frame to the client."""
    frame: dict[str, Any] = {"t": t}
    if id is not None:
        frame["id"] = id
    if c is not None:
        frame["c"] = c
    frame["d"] = d
    return _encode(frame)


def refusal(
    frame: Frame | None, error: PawlineError, lang: str, code: str | None = None, cmid: str | None = None
) -> bytes:
    """Why a frame was not taken, in the reader's language; `temporary` says whether the same may work later."""
    body: dict[str, Any] = {
        "code": code or error.code,
        "temporary": error.temporary,
        "message": error.sentence(lang),
    }
    if error.data.get("retry_after_ms") is not None:
        body["retry_after_ms"] = error.data["retry_after_ms"]
    if cmid is not None:
        body["cmid"] = cmid
    return encode("err", body, frame.c if frame else None, frame.id if frame else None)
