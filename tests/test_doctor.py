"""`pawline doctor` on PostgreSQL and NATS, and the sentences for what does not answer."""

import json
from pathlib import Path

import pytest
from bench.engines import Nats, Postgres
from bench.servers import free_port

from tests.test_cli import init, pawline


def examined(folder: Path, **settings: str) -> dict[str, dict[str, object]]:
    told = pawline(folder, "doctor", "--json", **settings)
    assert "Traceback" not in told.stderr
    return {one["what"]: one for one in json.loads(told.stdout)}


def test_both_engines_are_looked_at(tmp_path: Path, postgres_server: Postgres, nats_server: Nats) -> None:
    settings = {
        "PAWLINE_DATABASE_URL": postgres_server.url(postgres_server.create()),
        "PAWLINE_BUS_URL": nats_server.url,
    }
    assert not examined(tmp_path, **settings)["database"]["is_ok"]
    assert pawline(tmp_path, "init", "--name", "豆豆之家", **settings).returncode == 0
    found = examined(tmp_path, **settings)
    assert found["database"] == {"what": "database", "is_ok": True, "words": "postgresql, schema is current"}
    assert found["bus"]["is_ok"]
    assert "groomer" in str(found["shop"]["words"])
    # The server of the tests gives durability up for speed.
    assert not found["durability"]["is_ok"]
    assert "fsync" in str(found["durability"]["words"])


def test_a_database_that_cannot_keep_chinese(tmp_path: Path, postgres_server: Postgres) -> None:
    postgres_server.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'")
    found = examined(tmp_path, PAWLINE_DATABASE_URL=postgres_server.url("latin"))["database"]
    assert not found["is_ok"]
    assert "UTF8" in str(found["words"])


def test_what_does_not_answer(tmp_path: Path) -> None:
    port = free_port()
    settings = {
        "PAWLINE_DATABASE_URL": f"postgresql://nobody@127.0.0.1:{port}/none",
        "PAWLINE_BUS_URL": f"nats://127.0.0.1:{port}",
    }
    found = examined(tmp_path, **settings)
    assert not found["database"]["is_ok"]
    assert not found["bus"]["is_ok"]
    for command in (("migrate",), ("init", "--name", "x"), ("reset-password", "x"), ("serve",)):
        refused = pawline(tmp_path, *command, **settings, PAWLINE_PORT=str(free_port()))
        assert refused.returncode == 1, command
        assert "does not answer" in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_bus_without_its_database_is_named(tmp_path: Path, nats_server: Nats) -> None:
    init(tmp_path)
    assert not examined(tmp_path, PAWLINE_BUS_URL=nats_server.url)["bus"]["is_ok"]


def test_several_workers_need_both_engines(tmp_path: Path, nats_server: Nats) -> None:
    for settings in ({}, {"PAWLINE_BUS_URL": nats_server.url}, {"PAWLINE_DATABASE_URL": "postgresql://x@localhost/x"}):
        refused = pawline(tmp_path, "serve", "--workers", "2", **settings)
        assert refused.returncode == 1
        assert "PostgreSQL and NATS" in refused.stderr
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("host", "words"), [("127.0.0.1", "only this machine"), ("0.0.0.0", "the network")])
def test_phones_are_told_to_need_a_certificate(tmp_path: Path, host: str, words: str) -> None:
    init(tmp_path)
    said = str(examined(tmp_path, PAWLINE_HOST=host)["address"]["words"])
    assert said.startswith(words)
    for what in ("certificate", "microphone", "camera", "service worker"):
        assert what in said
