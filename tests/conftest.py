"""What every test may use: a temporary database, a virtual clock, seeded ids, two shops."""

import importlib
import pkgutil
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher

import pawline
from pawline.people import Passwords, People
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import SeededIds, ShopId
from pawline.platform.keys import Keys


def load_every_table() -> None:
    """Imports every module that describes tables."""
    for module in pkgutil.walk_packages(pawline.__path__, "pawline."):
        if module.name.endswith((".store", ".ledger", ".outbox", ".jobs", ".commands")):
            importlib.import_module(module.name)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    """A started database on a temporary SQLite file, all tables created."""
    load_every_table()
    database = Database(f"sqlite:///{tmp_path / 'pawline.db'}")
    database.create_all()
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
