"""What every test may use: a temporary database, a virtual clock, seeded ids, two shops."""

import asyncio
import importlib
import pkgutil
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher
from bench.engines import FAST, Nats, Postgres, nats, postgres
from xdist.scheduler import LoadScopeScheduling

import pawline
from pawline.app import CARRIED
from pawline.people import Passwords, People
from pawline.platform.bus.nats import NatsBus
from pawline.platform.clock import VirtualClock
from pawline.platform.config import driver_url
from pawline.platform.db import Database, metadata
from pawline.platform.db.engines import open_engine
from pawline.platform.ids import SeededIds, ShopId
from pawline.platform.keys import Keys

# What every test installation seals with.
SECRET = b"t" * 32


class ByFile(LoadScopeScheduling):
    """A file stays together; so do all files of the browser's tests, which need both cores by themselves."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, _ = nodeid.partition("::")
        return "browser" if file.startswith("tests/browser/") else file


# Not by marks: pytest 9.2 and xdist 3.8 do not agree about them, and every test goes to whoever is free.
@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return ByFile(config, log)


@cache
def load_every_table() -> None:
    """Imports every module that describes tables."""
    for module in pkgutil.walk_packages(pawline.__path__, "pawline."):
        if module.name.endswith((".store", ".ledger", ".outbox", ".jobs", ".commands", ".vault")):
            importlib.import_module(module.name)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """One PostgreSQL for the whole run; durability is given up for speed, tests about it start their own."""
    with postgres(*FAST) as one:
        yield one


@pytest.fixture(scope="session")
def nats_server() -> Iterator[Nats]:
    """One NATS for the whole run."""
    with nats() as one:
        yield one


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Postgres) -> str:
    """A database with every table, to be copied for each test."""
    load_every_table()
    name = postgres_server.create()
    engine = open_engine(driver_url(postgres_server.url(name)))
    metadata.create_all(engine)
    engine.dispose()
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a file."""
    load_every_table()
    path = tmp_path_factory.mktemp("template") / "pawline.db"
    engine = open_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture
def postgres_url(postgres_server: Postgres, postgres_template: str) -> Iterator[str]:
    """The URL of a fresh database with every table, as the settings spell it."""
    name = postgres_server.create(postgres_template)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def postgres_kept(postgres_server: Postgres, postgres_template: str) -> str:
    """The database that one test after another has for itself."""
    return postgres_server.create(postgres_template)


@pytest.fixture
def emptied_postgres_url(postgres_server: Postgres, postgres_kept: str) -> Iterator[str]:
    """Like `postgres_url` at a tenth of its time, for tests that change rows and nothing else."""
    yield postgres_server.url(postgres_kept)
    postgres_server.empty(postgres_kept)


@pytest.fixture
def sqlite_file(sqlite_template: Path, tmp_path: Path) -> Path:
    """A fresh SQLite database with every table."""
    return Path(shutil.copyfile(sqlite_template, tmp_path / "pawline.db"))


@pytest.fixture
def sqlite_url(sqlite_file: Path) -> str:
    """The same in SQLAlchemy's spelling."""
    return f"sqlite:///{sqlite_file}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database of each engine with every table, in SQLAlchemy's spelling."""
    if request.param == "postgresql":
        return driver_url(request.getfixturevalue("emptied_postgres_url"))
    return request.getfixturevalue("sqlite_url")


@pytest.fixture
async def db(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A started database, on each engine in turn: SQLite with its own bus, PostgreSQL with NATS."""
    bus = None
    if database_url.startswith("postgresql"):
        server: Nats = request.getfixturevalue("nats_server")
        bus = NatsBus(server.url, urlsplit(database_url).path.strip("/"), CARRIED)
    database = Database(database_url, bus=bus, secret=SECRET)
    await database.start()
    carrying = asyncio.ensure_future(database.bus.run())
    yield database
    carrying.cancel()
    await asyncio.wait([carrying])
    await database.stop()


@pytest.fixture
async def sqlite_db(sqlite_url: str) -> AsyncIterator[Database]:
    """For tests about SQLite itself."""
    database = Database(sqlite_url, secret=SECRET)
    await database.start()
    yield database
    await database.stop()


@pytest.fixture
def clock() -> VirtualClock:
    """Sunday 22 November 2026, ten in the morning in Shanghai."""
    return VirtualClock(datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Asia/Shanghai")))


@pytest.fixture
def ids() -> SeededIds:
    return SeededIds(7)


@pytest.fixture
def passwords() -> Passwords:
    """The real hasher at its cheapest, so that tests do not wait for it."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def people(db: Database, clock: VirtualClock, ids: SeededIds, passwords: Passwords) -> People:
    return People(db, clock, ids, passwords, Keys(b"k" * 32))


@pytest.fixture
def shop_a() -> ShopId:
    return ShopId("a" * 32)


@pytest.fixture
def shop_b() -> ShopId:
    return ShopId("b" * 32)
