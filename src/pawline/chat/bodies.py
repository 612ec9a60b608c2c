"""What a message may hold when it comes from outside. Everything else a client sends is refused."""

from typing import Any, cast

import msgspec

from pawline.chat.errors import BadCmid, EmptyText, TooLong, UnknownKind
from pawline.chat.model import Body
from pawline.platform.errors import BadInput

TEXT_BYTES = 8 * 1024
CAPTION = 500
LABEL = 200


class Text(msgspec.Struct, frozen=True):
    text: str


class Choice(msgspec.Struct, frozen=True):
    text: str
    choice: str
    of_seq: int


class Image(msgspec.Struct, frozen=True, omit_defaults=True):
    upload_id: str
    w: int = 0
    h: int = 0
    caption: str = ""


def checked(body: Any) -> Body:
    """The body as it will be stored: only known fields, within bounds.

    Raises EmptyText, TooLong, UnknownKind or BadInput; the sender's own text stays with the sender.
    """
    if not isinstance(body, dict):
        raise UnknownKind("body")
    body = cast(dict[str, Any], body)
    kind = body.get("type")
    if kind == "text":
        return {"type": "text", "text": _text(body)}
    if kind == "choice":
        choice = _read(body, Choice)
        _within(choice.text, LABEL)
        _within(choice.choice, 64)
        return {"type": "choice", "text": choice.text, "choice": choice.choice, "of_seq": choice.of_seq}
    if kind == "image":
        image = _read(body, Image)
        _within(image.caption, CAPTION)
        return {"type": "image", "upload_id": image.upload_id, "w": image.w, "h": image.h, "caption": image.caption}
    raise UnknownKind("type")


def checked_cmid(cmid: Any) -> str:
    """A client message id: 8 to 64 printable characters."""
    if not isinstance(cmid, str) or not 8 <= len(cmid) <= 64 or not cmid.isascii() or not cmid.isprintable():
        raise BadCmid("cmid")
    return cmid


def _text(body: dict[str, Any]) -> str:
    text = body.get("text")
    if not isinstance(text, str):
        raise UnknownKind("text")
    if not text.strip():
        raise EmptyText("text")
    if len(text) > TEXT_BYTES or len(text.encode()) > TEXT_BYTES:
        raise TooLong("text")
    if "\x00" in text:
        raise BadInput("text")
    return text


def _within(text: str, most: int) -> None:
    if len(text) > most or "\x00" in text:
        raise TooLong("text")


def _read(body: dict[str, Any], kind: type[Any]) -> Any:
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        raise BadInput("body") from error
