"""An installation moves from one engine to another and back: every row, the epoch, the pictures, the key."""

import asyncio
import json
import shutil
import sqlite3
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec
import psycopg
import pytest
import sqlalchemy as sa
from bench.engines import Postgres

from pawline.platform.config import driver_url
from pawline.platform.db import metadata
from pawline.platform.db.copying import LEFT_OUT
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import head
from tests.conftest import load_every_table
from tests.flows.crash_server import make
from tests.serving import served_again
from tests.test_cli import pawline

FAR = "x" * 32


@pytest.fixture
async def shop(tmp_path: Path) -> Path:
    """The demo shop on SQLite, with a picture of a kind."""
    folder = tmp_path / "shop"
    await make(folder)
    (folder / "files" / "ab").mkdir(parents=True)
    (folder / "files" / "ab" / "abc.webp").write_bytes(b"picture")
    return folder


@pytest.fixture
def postgres_database(postgres_server: Postgres) -> str:
    """An empty database, without tables."""
    return postgres_server.url(postgres_server.create())


def everything(url: str) -> dict[str, list[Any]]:
    """All rows of all tables, in the order of their keys."""
    load_every_table()
    engine = open_engine(url)
    with engine.connect() as conn:
        found = {
            table.name: [list(row) for row in conn.execute(sa.select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
            if table.name not in LEFT_OUT
        }
    engine.dispose()
    return found


def of_sqlite(folder: Path) -> dict[str, list[Any]]:
    return everything(f"sqlite:///{folder / 'pawline.db'}")


async def test_there_and_back(shop: Path, tmp_path: Path, postgres_database: str) -> None:
    file, there, back = tmp_path / "one.tar.gz", tmp_path / "there", tmp_path / "back"
    on_postgres = {"PAWLINE_DATABASE_URL": postgres_database}
    told = json.loads(pawline(shop, "export", str(file), "--json").stdout)
    assert told["tables"]["claim"] > 10
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    brought = json.loads(pawline(there, "import", str(file), "--json", **on_postgres).stdout)
    assert (brought["tables"], brought["epoch"]) == (told["tables"], told["epoch"])
    before = of_sqlite(shop)
    assert everything(driver_url(postgres_database)) == before
    assert (there / "files/ab/abc.webp").read_bytes() == b"picture"
    assert (there / "secret.key").read_bytes() == (shop / "secret.key").read_bytes()
    assert pawline(there, "export", str(tmp_path / "two"), **on_postgres).returncode == 0
    assert stat.S_IMODE((tmp_path / "two").stat().st_mode) == 0o700
    assert pawline(back, "import", str(tmp_path / "two")).returncode == 0
    assert of_sqlite(back) == before


async def test_numbers_go_on_after_a_move(shop: Path, tmp_path: Path, postgres_database: str) -> None:
    """A new conversation, entry, claim and fact get numbers that nobody has; what was said before is found."""
    pawline(shop, "export", str(tmp_path / "moved"))
    new = tmp_path / "new"
    assert pawline(new, "import", str(tmp_path / "moved"), PAWLINE_DATABASE_URL=postgres_database).returncode == 0
    async with (
        served_again(new, database_url=postgres_database) as url,
        httpx.AsyncClient(base_url=url, headers={"x-pawline-side": "owner"}) as client,
    ):
        c = (await client.post("/api/owner/session", json={"lang": "zh"})).json()["conversation_id"]
        sent = await client.post(
            f"/api/conversations/{c}/messages",
            json={"body": {"type": "text", "text": "搬家以后"}},
            headers={"Idempotency-Key": "cmid-after-0001"},
        )
        assert sent.json()["seq"] == 1
        client.headers["x-pawline-side"] = "desk"
        who = {"login": "lin", "password": "demo-password"}
        (await client.post("/api/staff/session", json=who)).raise_for_status()
        async with asyncio.timeout(20):
            while "底毛" not in (await client.get("/api/search", params={"q": "底毛"})).text:
                await asyncio.sleep(0.1)
    with psycopg.connect(postgres_database) as raw:
        newest = raw.execute("SELECT max(no), count(DISTINCT no), count(*) FROM entry").fetchone()
        assert newest is not None
        assert newest[1] == newest[2]
        assert newest[0] > max(row[0] for row in of_sqlite(shop)["entry"])


async def test_an_import_refuses_what_is_not_empty(shop: Path, tmp_path: Path, postgres_database: str) -> None:
    pawline(shop, "export", str(tmp_path / "one"))
    url = {"PAWLINE_DATABASE_URL": postgres_database}
    assert pawline(tmp_path / "a", "import", str(tmp_path / "one"), **url).returncode == 0
    again = pawline(tmp_path / "b", "import", str(tmp_path / "one"), **url)
    assert (again.returncode, "data in the target" in again.stderr) == (1, True)
    assert not (tmp_path / "b" / "secret.key").exists()
    occupied = pawline(shop, "import", str(tmp_path / "one"))
    assert (occupied.returncode, "already" in occupied.stderr) == (1, True)
    overwriting = pawline(shop, "export", str(tmp_path / "one"))
    assert (overwriting.returncode, "already" in overwriting.stderr) == (1, True)
    assert pawline(tmp_path / "nothing", "export", str(tmp_path / "two")).returncode == 1


def _lose_an_entry(folder: Path) -> None:
    path = folder / "tables/entry.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:5], *lines[6:]]))


def _lose_it_and_lie(folder: Path) -> None:
    _lose_an_entry(folder)
    manifest = msgspec.json.decode((folder / "manifest.json").read_bytes())
    manifest["tables"]["entry"] -= 1
    (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))


def _double_a_row(folder: Path) -> None:
    path = folder / "tables/account.jsonl"
    path.write_bytes(path.read_bytes() + path.read_bytes().splitlines(keepends=True)[1])


def _break_a_line(folder: Path) -> None:
    (folder / "tables/pet.jsonl").write_bytes(b'["id"]\n[1,\n')


def _lose_a_table(folder: Path) -> None:
    (folder / "tables/pet.jsonl").unlink()


def _be_older(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace(f'"revision": "{head()}"', '"revision": "0001"'))


@pytest.mark.parametrize(
    "harm", [_lose_an_entry, _lose_it_and_lie, _double_a_row, _break_a_line, _lose_a_table, _be_older]
)
async def test_a_damaged_export_changes_nothing(shop: Path, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    pawline(shop, "export", str(tmp_path / "one"))
    harm(tmp_path / "one")
    refused = pawline(tmp_path / "new", "import", str(tmp_path / "one"))
    assert (refused.returncode, "not an export" in refused.stderr) == (1, True), refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "new" / "secret.key").exists()
    with sqlite3.connect(tmp_path / "new" / "pawline.db") as raw:
        assert raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'account'").fetchone() in ((0,), (1,))
        if raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'account'").fetchone() == (1,):
            assert raw.execute("SELECT count(*) FROM account").fetchone() == (0,)


async def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.tar.gz").write_text("not an archive")
    refused = pawline(tmp_path / "new", "import", str(tmp_path / "note.tar.gz"))
    assert (refused.returncode, "not an export" in refused.stderr) == (1, True)
    with tarfile.open(tmp_path / "empty.tar.gz", "w:gz"):
        pass
    refused = pawline(tmp_path / "new", "import", str(tmp_path / "empty.tar.gz"))
    assert (refused.returncode, "manifest" in refused.stderr) == (1, True)


async def test_a_backup_of_postgresql(shop: Path, tmp_path: Path, postgres_server: Postgres) -> None:
    """The same two commands as on SQLite; a restore begins a new epoch."""
    first, second = (postgres_server.url(postgres_server.create()) for _ in range(2))
    pawline(shop, "export", str(tmp_path / "moved"))
    pawline(tmp_path / "a", "import", str(tmp_path / "moved"), PAWLINE_DATABASE_URL=first)
    kept = pawline(tmp_path / "a", "backup", str(tmp_path / "kept.backup"), PAWLINE_DATABASE_URL=first)
    assert kept.returncode == 0, kept.stderr
    (tmp_path / "b").mkdir()
    shutil.copy(tmp_path / "a" / "secret.key", tmp_path / "b")
    restored = pawline(tmp_path / "b", "restore", str(tmp_path / "kept.backup"), PAWLINE_DATABASE_URL=second)
    assert restored.returncode == 0, restored.stderr
    before, after = everything(driver_url(first)), everything(driver_url(second))
    assert before.pop("installation") != after.pop("installation")
    assert before == after
    renewed = pawline(tmp_path / "b", "new-epoch", PAWLINE_DATABASE_URL=second)
    assert renewed.returncode == 0, renewed.stderr
    assert everything(driver_url(second))["installation"] != after
