"""HTTP ranges (RFC 9110): one stretch of a file. Pure."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` up to, not including, `end`."""

    start: int
    end: int
    is_partial: bool


def stretch_of(header: str, size: int) -> Stretch | None:
    """The stretch that a Range header asks for; None when there is nothing there.

    No header, several stretches, other units and nonsense ask for the whole, as the standard allows.
    """
    whole = Stretch(0, size, False)
    found = _ONE.fullmatch(header.replace(" ", ""))
    if found is None or found[1] == found[2] == "":
        return whole
    if not found[1]:
        last = int(found[2])
        return Stretch(max(0, size - last), size, True) if last and size else None
    start, end = int(found[1]), int(found[2]) + 1 if found[2] else size
    if found[2] and end <= start:
        return whole
    return Stretch(start, min(end, size), True) if start < size else None
