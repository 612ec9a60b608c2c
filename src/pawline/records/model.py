"""What the records room speaks of: lists that are taken out and brought in, and links to calendars. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from pawline.shop import Label


@dataclass(frozen=True)
class Feed:
    """Whose calendar a link shows, and since when."""

    shop_id: str
    account_id: str
    made_ms: int


@dataclass(frozen=True)
class FeedText:
    """A calendar as it is followed; a text of None is one that the follower knows by its tag."""

    tag: str
    text: str | None


class Kind(StrEnum):
    """The lists, in the order in which an empty shop takes them: each names what is in those before it."""

    SERVICES = "services"
    OWNERS = "owners"
    PETS = "pets"
    BOOKINGS = "bookings"


@dataclass(frozen=True)
class Column:
    """A column of a list. One that `only_tells` is there for the reader, and is not read back."""

    key: str
    name: Label
    is_needed: bool = False
    only_tells: bool = False


@dataclass(frozen=True)
class Row:
    """A line of a file by its number, the head being line 1; cells by the key of their column."""

    line: int
    cells: Mapping[str, str]


class Problem(msgspec.Struct, frozen=True):
    """What is wrong in a file: the line as a table shows it, the column (None: the whole line), and what to do."""

    line: int
    column: Label | None
    code: str
    words: Label


@dataclass
class Sheet:
    """A file that was taken apart, and what could not be."""

    rows: list[Row] = field(default_factory=list[Row])
    problems: list[Problem] = field(default_factory=list[Problem])


class Report(msgspec.Struct, frozen=True):
    """What a file comes to. `problems` are the first ones, `more` says how many there are beyond.

    `is_done`: it is in the shop now; otherwise nothing was changed.
    """

    kind: Kind
    new: int
    changed: int
    unchanged: int
    problems: list[Problem]
    more: int
    is_done: bool


class Overview(msgspec.Struct, frozen=True):
    """How many lines each list has, and how many owners with a pet are in none, since nobody knows their number."""

    services: int
    owners: int
    pets: int
    bookings: int
    left_out: int
