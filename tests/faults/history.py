"""What happened: one event a line, written by clients and by whoever brings the faults about.

`at` is monotonic seconds, the same clock for everybody on the machine. Bodies are kept as digests.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO, TypeAlias

Event: TypeAlias = dict[str, Any]


def digest(body: Any) -> str:
    """The same for the same contents, however they are spelt."""
    return hashlib.blake2b(json.dumps(body, sort_keys=True, ensure_ascii=False).encode(), digest_size=8).hexdigest()


@dataclass
class History:
    """The events of every client, in the order in which each wrote them; and what the conductor did.

    `may_lose_pushes`: nobody could tell a process of a commit elsewhere, so a socket may be told 9 after 7.
    """

    clients: dict[str, list[Event]] = field(default_factory=dict[str, list[Event]])
    conductor: list[Event] = field(default_factory=list[Event])
    may_lose_pushes: bool = False

    def all(self, what: str) -> Iterator[tuple[str, Event]]:
        """Every event of one kind, with the client's name."""
        for name, events in self.clients.items():
            for event in events:
                if event["what"] == what:
                    yield name, event

    def done(self, what: str) -> Iterator[Event]:
        """What the conductor did, of one kind."""
        return (event for event in self.conductor if event["what"] == what)

    def opened(self, name: str) -> Event:
        """How a client began: its account, device, and from where it follows which conversation."""
        return next(event for event in self.clients[name] if event["what"] == "open")

    @cached_property
    def epoch(self) -> str | None:
        """The newest epoch any client was welcomed to; None when none was."""
        welcomes = sorted((event["at"], event["epoch"]) for _, event in self.all("welcome"))
        return welcomes[-1][1] if welcomes else None

    def is_of(self, event: Event) -> bool:
        """Whether an event tells of the log that is there now, and not of the one before a restore."""
        return event.get("epoch") in {None, self.epoch}


class Book:
    """Where one client's events, or the conductor's, are written: kept, and on disk when there is a folder."""

    def __init__(self, name: str, folder: Path | None = None) -> None:
        self.name = name
        self.events: list[Event] = []
        self._file: TextIO | None = None
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = (folder / f"{name}.jsonl").open("a")

    def note(self, at: float, what: str, **more: Any) -> None:
        """Writes one event down."""
        event = {"at": round(at, 6), "what": what, **more}
        if self._file is not None:
            self._file.write(json.dumps(event, ensure_ascii=False) + "\n")
        else:
            self.events.append(event)

    def close(self) -> None:
        """Everything is on disk."""
        if self._file is not None:
            self._file.close()


CONDUCTOR = "conductor"


def gather(books: Iterable[Book], *, may_lose_pushes: bool = False) -> History:
    """A history out of books that were kept in memory."""
    history = History(may_lose_pushes=may_lose_pushes)
    for book in books:
        if book.name == CONDUCTOR:
            history.conductor = book.events
        else:
            history.clients[book.name] = book.events
    return history


def load(folder: Path) -> History:
    """A history out of a folder of `.jsonl` files; a last line that was cut off by a kill is left out."""
    history = History()
    for path in sorted(folder.glob("*.jsonl")):
        events = list(_lines(path))
        if path.stem == CONDUCTOR:
            history.conductor = events
        else:
            history.clients[path.stem] = events
    return history


def _lines(path: Path) -> Iterator[Event]:
    with path.open() as lines:
        for line in lines:
            try:
                yield json.loads(line)
            except json.JSONDecodeError:
                return
