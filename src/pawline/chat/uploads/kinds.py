"""What may be sent, how large, and what its first bytes have to look like. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from pawline.chat.errors import FileNotTaken, NotAnImage, NotPlayable

MB = 1024 * 1024
HEAD_BYTES = 4096


class Purpose(StrEnum):
    """What an upload is for; also the type of the message that shows it."""

    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"


class State(StrEnum):
    """pending (parts arrive) → scanned (whole, hash and first bytes right) → ready, or refused; gone is erased."""

    PENDING = "pending"
    SCANNED = "scanned"
    READY = "ready"
    REFUSED = "refused"
    GONE = "gone"


MOST_BYTES = {Purpose.IMAGE: 10 * MB, Purpose.VOICE: 12 * MB, Purpose.VIDEO: 50 * MB, Purpose.FILE: 50 * MB}
PICTURES = {"320": "image/jpeg", "1280": "image/jpeg"}
# Kept as recorded because few browsers play it: opened by itself, it is saved.
SAVED = "video/quicktime"
SUFFIXES = {"image/jpeg": "jpg", "audio/mp4": "m4a", "video/mp4": "mp4", "video/webm": "webm", SAVED: "mov"}
VIDEOS = ("video/mp4", "video/webm", SAVED)


@dataclass(frozen=True, slots=True)
class Blob:
    """One stored form of an upload. `is_inline`: a browser may show it in a page."""

    name: str
    mime: str
    is_inline: bool


def blobs_of(upload_id: str, kind: str, mime: str) -> dict[str, Blob]:
    """Every stored form of an upload by its variant: picture widths, `audio`, `video`, `file`."""
    variants: dict[str, str] = {}
    if kind in {Purpose.IMAGE, Purpose.VIDEO}:
        variants |= PICTURES
    if kind == Purpose.VOICE:
        variants["audio"] = "audio/mp4"
    if kind == Purpose.VIDEO:
        variants["video"] = mime
    found = {v: Blob(f"{upload_id}-{v}.{SUFFIXES[mime]}", mime, mime != SAVED) for v, mime in variants.items()}
    if kind == Purpose.FILE:
        # Whatever it says it is, it is bytes to be saved: nothing that a browser would open by itself.
        found["file"] = Blob(f"{upload_id}-file.bin", "application/octet-stream", False)
    return found


def demuxer_of(purpose: Purpose, head: bytes) -> str:
    """Which reader a file is for, by its first bytes; empty where none is needed.

    Raises NotAnImage, NotPlayable, FileNotTaken.
    """
    if purpose is Purpose.FILE:
        if _is_active(head):
            raise FileNotTaken
        return ""
    if purpose is Purpose.IMAGE:
        if not (head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")) or _riff(head) == b"WEBP"):
            raise NotAnImage
        return ""
    found = _recording(head)
    if not found or (purpose is Purpose.VIDEO and found not in {"mov", "matroska"}):
        raise NotPlayable
    return found


def _recording(head: bytes) -> str:
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "matroska"
    if head.startswith(b"OggS"):
        return "ogg"
    if _riff(head) == b"WAVE":
        return "wav"
    return "mov" if head[4:8] == b"ftyp" else ""


def _riff(head: bytes) -> bytes:
    return head[8:12] if head.startswith(b"RIFF") else b""


PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x00asm",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"dex\n",
)
PAGES = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<iframe",
    b"<svg",
    b"<?xml-stylesheet",
    b"<xsl:",
)
ACTIVE_ENDINGS = re.compile(
    r"\.(app|apk|bat|chm|cmd|com|cpl|dll|dmg|exe|hta|html?|iso|jar|jse?|lnk|mht|mhtml|mjs|msi|msix|pif|ps1|reg|scr|sh"
    r"|shtml|svgz?|vb|vbe|vbs|wasm|wsf|xht|xhtml|xsl)$",
    re.IGNORECASE,
)


def _is_active(head: bytes) -> bool:
    """Programs, pages and drawings with scripts: what does something when it is opened."""
    if head.startswith(PROGRAMS):
        return True
    for text in (head, head.decode("utf-16", "ignore").encode() if head[:2] in (b"\xff\xfe", b"\xfe\xff") else b""):
        lowered = text.lower()
        if any(mark in lowered for mark in PAGES):
            return True
    return False


def has_active_ending(name: str) -> bool:
    """Whether a file's name makes a system run it."""
    return ACTIVE_ENDINGS.search(name) is not None
