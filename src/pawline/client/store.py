"""What a client keeps: messages that are not answered yet, and how far each conversation has been read."""

import sqlite3
from pathlib import Path
from typing import Protocol

import msgspec

from pawline.client.model import Pending

_TABLES = """
CREATE TABLE IF NOT EXISTS pending (
    no INTEGER PRIMARY KEY AUTOINCREMENT, cmid TEXT NOT NULL UNIQUE, message BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS cursor (c TEXT PRIMARY KEY, seq INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS known (id INTEGER PRIMARY KEY CHECK (id = 1), epoch TEXT NOT NULL);
"""


class Store(Protocol):
    """Kept messages and cursors."""

    def keep(self, message: Pending) -> None:
        """Stores a message before it is sent; it survives the program."""
        ...

    def forget(self, cmid: str) -> None:
        """The message has its answer."""
        ...

    def pending(self) -> list[Pending]:
        """Everything without an answer, in the order in which it was kept."""
        ...

    def cursors(self) -> dict[str, int]:
        """The last entry handed to the program, by conversation."""
        ...

    def save(self, epoch: str, cursors: dict[str, int]) -> None:
        """Notes how far has been read, and in which log."""
        ...

    def epoch(self) -> str:
        """The log's epoch when it was last saved; empty before the first welcome."""
        ...


class MemoryStore:
    """Lives as long as the program: for trials and tests."""

    def __init__(self) -> None:
        self._pending: dict[str, Pending] = {}
        self._cursors: dict[str, int] = {}
        self._epoch = ""

    def keep(self, message: Pending) -> None:
        self._pending[message.cmid] = message

    def forget(self, cmid: str) -> None:
        self._pending.pop(cmid, None)

    def pending(self) -> list[Pending]:
        return list(self._pending.values())

    def cursors(self) -> dict[str, int]:
        return dict(self._cursors)

    def save(self, epoch: str, cursors: dict[str, int]) -> None:
        self._epoch = epoch
        self._cursors |= cursors

    def epoch(self) -> str:
        return self._epoch


class FileStore:
    """An SQLite file, synced at each change. One client at a time uses it."""

    def __init__(self, path: str | Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_TABLES)

    def keep(self, message: Pending) -> None:
        row = (message.cmid, msgspec.json.encode(message))
        self._db.execute("INSERT INTO pending (cmid, message) VALUES (?, ?)", row)

    def forget(self, cmid: str) -> None:
        self._db.execute("DELETE FROM pending WHERE cmid = ?", (cmid,))

    def pending(self) -> list[Pending]:
        rows = self._db.execute("SELECT message FROM pending ORDER BY no")
        return [msgspec.json.decode(message, type=Pending) for (message,) in rows]

    def cursors(self) -> dict[str, int]:
        return dict(self._db.execute("SELECT c, seq FROM cursor"))

    def save(self, epoch: str, cursors: dict[str, int]) -> None:
        # One transaction: cursors of one log must never be taken for those of another.
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("INSERT OR REPLACE INTO known (id, epoch) VALUES (1, ?)", (epoch,))
        self._db.executemany("INSERT OR REPLACE INTO cursor (c, seq) VALUES (?, ?)", cursors.items())
        self._db.execute("COMMIT")

    def epoch(self) -> str:
        row = self._db.execute("SELECT epoch FROM known").fetchone()
        return str(row[0]) if row else ""

    def close(self) -> None:
        """Closes the file."""
        self._db.close()
