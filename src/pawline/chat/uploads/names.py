"""Names of files as their owners wrote them, made harmless. Pure."""

import mimetypes
import unicodedata
from urllib.parse import quote

LONGEST = 120
_FORBIDDEN = set('/\\:*?"<>|%;')


def clean(name: str) -> str:
    """A name without folders, control characters, direction marks or what a system reads as more than a name."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(
        "_" if one in _FORBIDDEN else one for one in last if unicodedata.category(one)[0] not in "CZ" or one == " "
    )
    kept = " ".join(kept.split()).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if dot and stem and len(ending) <= 10:
        return f"{stem[: LONGEST - len(ending) - 1].rstrip('. ')}.{ending}"
    return kept[:LONGEST] or "file"


def mime_of(name: str) -> str:
    """What a name says it holds: for an icon, never for a browser."""
    return mimetypes.guess_type(name, strict=True)[0] or "application/octet-stream"


def disposition(name: str, is_inline: bool) -> str:
    """The Content-Disposition of an answer (RFC 6266)."""
    if is_inline:
        return "inline"
    plain = "".join(one if one.isascii() and one.isprintable() and one not in '"\\' else "_" for one in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
