"""Two shops for every test of this room."""

from collections.abc import AsyncIterator

import pytest

from pawline.people import Passwords, People
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import SeededIds
from pawline.platform.keys import Keys
from tests.booking.world import Side, World
from tests.conftest import SECRET


@pytest.fixture
async def world(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> World:
    return World(db, clock, ids, people)


@pytest.fixture
async def a(world: World) -> Side:
    return await world.open("shop-a")


@pytest.fixture
async def b(world: World) -> Side:
    return await world.open("shop-b")


@pytest.fixture
async def beside(
    database_url: str, db: Database, clock: VirtualClock, passwords: Passwords
) -> AsyncIterator[World]:  # fmt: skip
    """The same shops in another process, with a writer of its own."""
    other = Database(database_url, secret=SECRET)
    await other.start()
    world = World(other, clock, SeededIds(99), People(other, clock, SeededIds(98), passwords, Keys(b"k" * 32)))
    world.key = lambda: world.ids.new()  # type: ignore[method-assign]
    yield world
    await other.stop()
