"""Migrating an empty database gives exactly the schema that the rooms describe, triggers included."""

import sqlite3
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from pawline.platform.db import metadata
from pawline.platform.db.migrate import head, revision, upgrade
from pawline.platform.db.sqlite import open_sqlite
from tests.conftest import load_every_table


def _triggers(path: Path) -> dict[str, str]:
    with sqlite3.connect(path) as raw:
        rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger')").fetchall()
        rowless = raw.execute("SELECT name, 'x' FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'").fetchall()
    return {name: " ".join(sql.split()) for name, sql in rows + rowless}


def test_the_migrated_schema_is_the_described_one(tmp_path: Path) -> None:
    load_every_table()
    migrated = open_sqlite(f"sqlite:///{tmp_path / 'a.db'}")
    assert upgrade(migrated)
    assert not upgrade(migrated)
    with migrated.connect() as connection:
        assert revision(connection) == head()
        context = MigrationContext.configure(connection, opts={"compare_server_default": False})
        assert compare_metadata(context, metadata) == []
    described = open_sqlite(f"sqlite:///{tmp_path / 'b.db'}")
    metadata.create_all(described)
    assert _triggers(tmp_path / "a.db") == _triggers(tmp_path / "b.db")
    assert "claim_no_overlap_insert" in _triggers(tmp_path / "a.db")
