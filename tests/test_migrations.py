"""Migrating an empty database gives exactly the schema that the rooms describe, triggers and rules included."""

import sqlite3
import threading
from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from bench.engines import Postgres

from pawline.platform.config import driver_url
from pawline.platform.db import metadata
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import head, revision, upgrade
from tests.conftest import load_every_table

# What comparing does not see: types of columns, rules of tables, numbers that rise by themselves.
DEFINED = (
    "SELECT table_name || '.' || column_name, data_type || coalesce(column_default, '') || is_nullable"
    " FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'",
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    " AND conname NOT LIKE 'alembic%' AND contype <> 'n'",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE 'alembic%'",
)


def _triggers(path: Path) -> dict[str, str]:
    with sqlite3.connect(path) as raw:
        rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger')").fetchall()
        rowless = raw.execute("SELECT name, 'x' FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'").fetchall()
    return {name: " ".join(sql.split()) for name, sql in rows + rowless}


def _is_ours(name: str | None, kind: str, _parent: object) -> bool:
    """The index of words is in no catalogue of tables: each engine makes it its own way."""
    return not (kind == "table" and (name or "").startswith("entry_words"))


def _compare(engine: sa.Engine) -> None:
    assert upgrade(engine)
    assert not upgrade(engine)
    with engine.connect() as connection:
        assert revision(connection) == head()
        context = MigrationContext.configure(
            connection, opts={"compare_server_default": False, "include_name": _is_ours}
        )
        assert compare_metadata(context, metadata) == []


def test_the_migrated_schema_is_the_described_one(tmp_path: Path) -> None:
    load_every_table()
    _compare(open_engine(f"sqlite:///{tmp_path / 'a.db'}"))
    described = open_engine(f"sqlite:///{tmp_path / 'b.db'}")
    metadata.create_all(described)
    assert _triggers(tmp_path / "a.db") == _triggers(tmp_path / "b.db")
    assert "claim_no_overlap_insert" in _triggers(tmp_path / "a.db")


def test_on_postgresql_as_well(postgres_server: Postgres, postgres_template: str) -> None:
    name = postgres_server.create()
    migrated = open_engine(driver_url(postgres_server.url(name)))
    _compare(migrated)
    described = open_engine(driver_url(postgres_server.url(postgres_template)))
    for question in DEFINED:
        with migrated.connect() as one, described.connect() as other:
            found, wanted = ({tuple(row) for row in conn.execute(sa.text(question))} for conn in (one, other))
            assert found == wanted
    assert any("EXCLUDE" in row[1] for row in _rules(migrated))


def _rules(engine: sa.Engine) -> list[sa.Row[tuple[str, str]]]:
    with engine.connect() as connection:
        return list(connection.execute(sa.text(DEFINED[1])))


def test_several_processes_may_migrate_at_once(postgres_server: Postgres) -> None:
    url = driver_url(postgres_server.url(postgres_server.create()))
    did: list[bool] = []
    threads = [threading.Thread(target=lambda: did.append(upgrade(open_engine(url)))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(did) == [False, False, True]
