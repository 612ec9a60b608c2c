"""PostgreSQL, opened the way this product needs it; several processes may write at once.

Verbs run one at a time over the whole installation, under a lock of their own, exactly as SQLite's one writer runs
them: what a verb has read is still so when it writes. People's messages do not take that lock: they lock the rows
of their conversations, so processes carry them side by side.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from pawline.platform.db.leases import PostgresLeases
from pawline.platform.db.ways import Horizon, Leases

if TYPE_CHECKING:
    from pawline.platform.db.tx import Tx

# Session settings: a commit is on disk before it is answered, whatever the server's default says; a process that
# hangs in a transaction does not hold its rows for ever.
SETTINGS = """
SET synchronous_commit = on; SET idle_in_transaction_session_timeout = '60s';
SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3; SET timezone = 'UTC'
"""
# Any two numbers do, as long as nobody else in this database uses them.
VERBS = "7233191, 1"
# A verb that holds one conversation and waits for another may wait in a circle with somebody's messages. The wait
# is cut after a moment and the verbs are tried again one by one; PostgreSQL itself would look only after a second.
BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED"
BEGIN_ALONE = (
    f"{BEGIN}; "
    # The transaction has its number before its facts have theirs: see `_Decided`.
    f"SELECT pg_advisory_xact_lock({VERBS}), pg_current_xact_id(); SET LOCAL lock_timeout = '150ms'"
)
# Rows are made in the order of the arrays, and numbered as they are made.
SAVE_FACTS = (
    "INSERT INTO outbox (shop_id, key, type, body) SELECT * FROM unnest(%b::text[], %b::text[], %b::text[], %b::text[])"
)
CONFLICTS = frozenset({"40001", "40P01", "55P03"})
CONNECT_S = 3


def open_postgres(url: str) -> sa.Engine:
    """An engine whose driver never opens a transaction by itself."""
    engine = sa.create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        poolclass=sa.pool.NullPool,
        connect_args={"connect_timeout": CONNECT_S, "application_name": "pawline"},
    )

    @event.listens_for(engine, "connect")
    def _settings(connection: DBAPIConnection, _record: Any) -> None:
        driver: Any = connection
        driver.prepared_max = 512
        was, driver.autocommit = driver.autocommit, True
        driver.execute(SETTINGS)
        driver.autocommit = was

    return engine


class PostgresWays:
    """Several processes serve one installation."""

    name = "postgresql"
    is_shared = True
    writes_in_loop = False
    readers = 4

    def __init__(self, url: str) -> None:
        self._url = url

    def open(self) -> sa.Engine:
        return open_postgres(self._url)

    def prepare_writer(self, cursor: Any) -> None:
        """Writing needs nothing of its own."""

    def one_journey(self, conn: sa.Connection) -> AbstractContextManager[Any]:
        driver: Any = conn.connection.driver_connection
        return driver.pipeline()

    def begin(self, tx: "Tx", *, is_alone: bool, waits: bool) -> None:
        if is_alone:
            # Several statements in one message: those cannot be prepared, nor leave with others.
            tx.cursor.execute(BEGIN_ALONE, prepare=False)
        else:
            tx.later(BEGIN)

    def be_alone(self, cursor: Any) -> None:
        cursor.execute(f"SELECT pg_advisory_xact_lock({VERBS})")

    def prepare_reader(self, cursor: Any) -> None:
        """Reading transactions say so themselves."""

    def begin_reading(self, cursor: Any) -> None:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def has_changed(self, tx: "Tx") -> bool:
        return True

    def save_facts(self, tx: "Tx") -> None:
        """The numbers come from a sequence, after every row lock is held and before the commit."""
        tx.later(SAVE_FACTS, [list(column) for column in zip(*tx.facts, strict=True)])

    def horizon(self) -> Horizon:
        return _Decided()

    def leases(self, engine: sa.Engine) -> Leases:
        return PostgresLeases(engine)

    def is_open(self, conn: sa.Connection) -> bool:
        if conn.invalidated:
            return False
        driver: Any = conn.connection.driver_connection
        return not driver.closed and driver.info.transaction_status != 0

    def is_conflict(self, error: BaseException) -> bool:
        return sqlstate(error) in CONFLICTS

    def is_full(self, error: BaseException) -> bool:
        return sqlstate(error) == "53100"

    def is_lost(self, error: BaseException) -> bool:
        driver: Any = getattr(error, "orig", None) or error
        is_ours = type(driver).__module__.startswith("psycopg")
        state = sqlstate(error) or ""
        # Class 08 and the server's own goodbyes; no state at all is a broken connection.
        is_goodbye = state[:2] == "08" or state in {"57P01", "57P02", "57P03", "25P03", "53300"}
        return is_ours and (
            is_goodbye or (not state and type(driver).__name__ in {"OperationalError", "InterfaceError"})
        )

    def is_durable(self, conn: sa.Connection) -> bool:
        asked = ("fsync", "full_page_writes", "synchronous_commit")
        return all(conn.execute(sa.text(f"SHOW {name}")).scalar() != "off" for name in asked)


def sqlstate(error: BaseException) -> str | None:
    """PostgreSQL's own code of what went wrong; None when it is not an answer of the server's."""
    return getattr(getattr(error, "orig", None) or error, "sqlstate", None)


class _Decided:
    """Facts whose transactions commit later with a lower number are waited for.

    Numbers are taken before the commit, so a lower one may appear after a higher one: then there is a gap for a
    moment. Without a gap nothing can be missing. At a gap the follower takes a transaction number of its own: every
    transaction that had taken a fact's number by then has a lower one, and when all of those have ended, what is
    still missing will never come.
    """

    def __init__(self) -> None:
        self._decided = 0
        self._waiting: tuple[int, int] | None = None

    def within(self, conn: sa.Connection, seen: int, rows: Sequence[sa.Row[Any]]) -> Sequence[sa.Row[Any]]:
        kept = self._without_gap(seen, rows)
        if len(kept) == len(rows):
            return kept
        if self._waiting is not None and _oldest_running(conn) >= self._waiting[1]:
            self._decided = max(self._decided, self._waiting[0])
            self._waiting = None
            kept = self._without_gap(seen, rows)
        if self._waiting is None and len(kept) < len(rows):
            self._waiting = (rows[-1].id, _own_number(conn))
        return kept

    def _without_gap(self, seen: int, rows: Sequence[sa.Row[Any]]) -> Sequence[sa.Row[Any]]:
        for position, row in enumerate(rows):
            before = rows[position - 1].id if position else seen
            if row.id != before + 1 and row.id > self._decided:
                return rows[:position]
        return rows


def _oldest_running(conn: sa.Connection) -> int:
    return int(conn.exec_driver_sql("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").scalar_one())


def _own_number(conn: sa.Connection) -> int:
    return int(conn.exec_driver_sql("SELECT pg_current_xact_id()::text").scalar_one())
