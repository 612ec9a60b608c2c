"""SQLite, opened the way this product needs it."""

import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from pawline.platform.db.ways import Horizon, Leases

if TYPE_CHECKING:
    from pawline.platform.db.tx import Tx


def open_sqlite(url: str, synchronous: str = "FULL") -> sa.Engine:
    """An engine in WAL mode whose driver never opens a transaction by itself.

    `synchronous=FULL` syncs the log at each commit: only then is an acknowledgement true after a power
    cut. Anything less is for experiments and is reported as not durable.
    """
    engine = sa.create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        poolclass=sa.pool.QueuePool,
        connect_args={"check_same_thread": False, "timeout": 10, "cached_statements": 512},
    )

    @event.listens_for(engine, "connect")
    def _pragmas(connection: DBAPIConnection, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "cache_size=-16384",
            "wal_autocheckpoint=4000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


# How long a batch waits for another process that writes, and how often it looks.
WAIT_S, LOOK_S = 10.0, 0.005
LAST_FACT = "SELECT coalesce(max(id), 0) FROM outbox"
INSERT_FACT = "INSERT INTO outbox (id, shop_id, key, type, body) VALUES (?, ?, ?, ?, ?)"


class SqliteWays:
    """One process serves; a command beside it may write for a moment."""

    name = "sqlite"
    is_shared = False
    writes_in_loop = True
    readers = 2

    def __init__(self, url: str, synchronous: str) -> None:
        self._url = url
        self._synchronous = synchronous
        self._data_version = -1

    def open(self) -> sa.Engine:
        return open_sqlite(self._url, self._synchronous)

    def prepare_writer(self, cursor: Any) -> None:
        # Whether to wait for a command that writes beside the server is decided at each beginning.
        cursor.execute("PRAGMA busy_timeout = 0")

    def one_journey(self, conn: sa.Connection) -> AbstractContextManager[Any]:
        return nullcontext()

    def begin(self, tx: "Tx", *, is_alone: bool, waits: bool) -> None:
        patience = iter(range(int(WAIT_S / LOOK_S) if waits else 0))
        while True:
            try:
                tx.cursor.execute("BEGIN IMMEDIATE")
                return
            except Exception as error:
                if getattr(error, "sqlite_errorname", "") != "SQLITE_BUSY" or next(patience, None) is None:
                    raise
            time.sleep(LOOK_S)

    def be_alone(self, cursor: Any) -> None:
        """The one writer always is."""

    def prepare_reader(self, cursor: Any) -> None:
        # A question that writes is a bug: it would wait for the writer and then be rolled back.
        cursor.execute("PRAGMA query_only = 1")

    def begin_reading(self, cursor: Any) -> None:
        cursor.execute("BEGIN")

    def has_changed(self, tx: "Tx") -> bool:
        """Another process of this installation may have written since: SQLite counts that for us."""
        version = tx.cursor.execute("PRAGMA data_version").fetchone()[0]
        has_changed = version != self._data_version
        self._data_version = version
        return has_changed

    def save_facts(self, tx: "Tx") -> None:
        """Numbers facts in commit order. The newest facts are never swept, so the numbers only rise.

        The last number is read each time: a command of the same installation may write beside the server.
        """
        tx.cursor.execute(LAST_FACT)
        last = int(tx.cursor.fetchone()[0])
        tx.cursor.executemany(INSERT_FACT, [(last + i, *fact) for i, fact in enumerate(tx.facts, 1)])

    def horizon(self) -> Horizon:
        return _Everything()

    def leases(self, engine: sa.Engine) -> Leases:
        return _Mine()

    def is_open(self, conn: sa.Connection) -> bool:
        return bool(conn.connection.in_transaction)  # type: ignore[attr-defined]

    def is_conflict(self, error: BaseException) -> bool:
        return False

    def is_full(self, error: BaseException) -> bool:
        driver: Any = getattr(error, "orig", None) or error
        return getattr(driver, "sqlite_errorname", "") == "SQLITE_FULL"

    def is_lost(self, error: BaseException) -> bool:
        return False

    def is_durable(self, conn: sa.Connection) -> bool:
        return self._synchronous.upper() in {"FULL", "EXTRA"}


class _Everything:
    """One writer: whatever is visible has nothing before it that is not."""

    def within(self, conn: sa.Connection, seen: int, rows: Sequence[sa.Row[Any]]) -> Sequence[sa.Row[Any]]:
        return rows


class _Mine:
    """One process: it has every lease."""

    async def hold(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        await work()

    def close(self) -> None:
        """Nothing is held."""
