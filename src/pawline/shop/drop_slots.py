"""Times of the week at which pets are brought, several at once, to have their turns one after the other. Pure."""

from __future__ import annotations

import msgspec


class DropSlot(msgspec.Struct, frozen=True):
    """One such time: `at_min` after the wall clock's midnight of a weekday (1 Monday … 7 Sunday).

    At most `most` pets are brought then, and the last of them has its turn at most `begin_within_min` later; 0: all
    begin at once.
    """

    weekday: int
    at_min: int
    most: int = 4
    begin_within_min: int = 120
