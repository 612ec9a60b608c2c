"""What a message may hold when it comes from outside. Everything else a client sends is refused."""

import unicodedata
from typing import Annotated, Any, cast

import msgspec

from pawline.chat.errors import BadCmid, EmptyText, TooLong, UnknownKind
from pawline.chat.model import Body, Kind
from pawline.platform.errors import BadInput

TEXT_BYTES = 8 * 1024
CAPTION = 500
LABEL = 200
MENTIONS = 50
SYMBOLS = frozenset({"So", "Sk", "Sm", "Po", "Mn", "Me", "Cf", "Nd"})


class Text(msgspec.Struct, frozen=True):
    text: str


class Choice(msgspec.Struct, frozen=True):
    text: str
    choice: str
    of_seq: Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Upload(msgspec.Struct, frozen=True):
    upload_id: str
    caption: str = ""


# What shows an upload. Its size, length and name are the server's to say: see `uploads.binding`.
UPLOADS = frozenset({"image", "voice", "video", "file"})


class Sticker(msgspec.Struct, frozen=True):
    sticker: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]{1,32}$")]


class Location(msgspec.Struct, frozen=True):
    lat: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    lng: Annotated[float, msgspec.Meta(ge=-180, le=180)]
    name: str = ""
    address: str = ""


class PetCard(msgspec.Struct, frozen=True):
    pet_id: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")]
    name: str


class Reaction(msgspec.Struct, frozen=True):
    emoji: str
    is_on: bool = True


class Recall(msgspec.Struct, frozen=True):
    reason: str = ""


class Pin(msgspec.Struct, frozen=True):
    is_on: bool = True


def checked(body: Any) -> Body:
    """The body as it will be stored: only known fields, within bounds.

    Raises EmptyText, TooLong, UnknownKind or BadInput; the sender's own text stays with the sender.
    """
    if not isinstance(body, dict):
        raise UnknownKind("body")
    held = cast("dict[str, Any]", body)
    if held.get("type") == "text":
        return {"type": "text", "text": _text(held)}
    return _checked_other(held)


def _checked_other(body: dict[str, Any]) -> Body:
    kind = body.get("type")
    if not isinstance(kind, str):
        raise UnknownKind("type")
    if kind == "choice":
        choice = _read(body, Choice)
        _within(choice.text, LABEL)
        _within(choice.choice, 64)
        return {"type": "choice", "text": choice.text, "choice": choice.choice, "of_seq": choice.of_seq}
    if kind in UPLOADS:
        upload = _read(body, Upload)
        _within(upload.caption, CAPTION)
        return {"type": kind, "upload_id": upload.upload_id, "caption": upload.caption}
    if kind == "sticker":
        sticker = _read(body, Sticker)
        return {"type": "sticker", "sticker": sticker.sticker}
    if kind == "location":
        place = _read(body, Location)
        _within(place.name + place.address, LABEL)
        return {"type": "location", "lat": place.lat, "lng": place.lng, "name": place.name, "address": place.address}
    if kind == "pet":
        pet = _read(body, PetCard)
        _within(pet.name, 40)
        return {"type": "pet", "pet_id": pet.pet_id, "name": pet.name}
    raise UnknownKind("type")


def with_references(body: Body, reply_to: int | None, mentions: list[str] | None) -> Body:
    """The body with what it answers and whom it names; both are part of what a retry must repeat."""
    if reply_to is not None:
        body["reply_to"] = reply_to
    if mentions:
        if len(mentions) > MENTIONS or any(len(one) != 32 or not one.isalnum() for one in mentions):
            raise BadInput("mentions")
        body["mentions"] = sorted(set(mentions))
    return body


def checked_change(kind: Kind, body: Any) -> Body:
    """The body of a change of another entry: an edit's new text, a reaction, a recall or a pin.

    Raises what `checked` raises, and UnknownKind for kinds that nobody may send.
    """
    if kind is Kind.EDIT:
        new = checked(body)
        if new["type"] != "text":
            raise UnknownKind("type")
        return new
    if kind is Kind.REACTION:
        reaction = _read(body, Reaction)
        if not _is_emoji(reaction.emoji):
            raise BadInput("emoji")
        return {"type": "reaction", "emoji": reaction.emoji, "is_on": reaction.is_on}
    if kind is Kind.RECALL:
        recall = _read(body, Recall)
        _within(recall.reason, LABEL)
        return {"type": "recall", "reason": recall.reason}
    if kind is Kind.SYSTEM:
        return {"type": "pin", "is_on": _read(body, Pin).is_on}
    raise UnknownKind("kind")


def _is_emoji(text: str) -> bool:
    """Symbols with their joiners, tones and frames; no letters, nothing that could pass as words."""
    kinds = {unicodedata.category(sign) for sign in text}
    return len(text) <= 16 and kinds <= SYMBOLS and bool(kinds & {"So", "Me"})


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
    # A sign takes at most four bytes: most texts need no counting.
    if len(text) * 4 > TEXT_BYTES and len(text.encode()) > TEXT_BYTES:
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
