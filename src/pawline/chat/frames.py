"""The frames of protocol `pawline.v1`, as types: parsed strictly, unknown fields ignored."""

from typing import Any

import msgspec

from pawline.platform.web.operations import Who

PROTO = 1

FRAMES: dict[str, Who] = {
    "hello": Who.PUBLIC,
    "ping": Who.PUBLIC,
    "resume": Who.SIGNED_IN,
    "send": Who.SIGNED_IN,
    "read": Who.SIGNED_IN,
    "typing": Who.SIGNED_IN,
}


class Frame(msgspec.Struct, frozen=True):
    """Every frame: type, the client's request id (echoed), conversation, payload."""

    t: str
    id: int | str | None = None
    c: str | None = None
    d: msgspec.Raw = msgspec.Raw(b"{}")


class Hello(msgspec.Struct, frozen=True):
    """The first frame. No overlap of versions closes with 4503."""

    device_id: str
    proto_min: int = 1
    proto_max: int = 1
    app: str = ""
    lang: str = "zh"


class Resume(msgspec.Struct, frozen=True):
    """The cursors a client holds: conversation to last seq, at most 200."""

    conversations: dict[str, int]


class SendFrame(msgspec.Struct, frozen=True):
    """A message; `cmid` is made once per user action and reused by every retry."""

    cmid: str
    body: Any
    kind: str = "message"
    reply_to: int | None = None


class ReadFrame(msgspec.Struct, frozen=True):
    """Everything up to `seq` has been seen."""

    seq: int


_decoder = msgspec.json.Decoder(Frame)
_payloads: dict[type[Any], msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind) for kind in (Hello, Resume, SendFrame, ReadFrame)
}
_encode = msgspec.json.Encoder().encode


def parse(frame: bytes) -> Frame:
    """Raises msgspec.DecodeError (a ValueError) on anything that is not a frame."""
    return _decoder.decode(frame)


def payload(frame: Frame, kind: type[Any]) -> Any:
    """The payload as `kind`; raises msgspec.DecodeError."""
    return _payloads[kind].decode(frame.d)


def encode(t: str, d: Any, c: str | None = None, id: int | str | None = None) -> bytes:
    """A frame to the client."""
    frame: dict[str, Any] = {"t": t}
    if id is not None:
        frame["id"] = id
    if c is not None:
        frame["c"] = c
    frame["d"] = d
    return _encode(frame)
