"""SQLite, opened the way this product needs it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection


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
