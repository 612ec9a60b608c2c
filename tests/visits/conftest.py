"""Two shops for every test of the visits room."""

import pytest

from pawline.people import People
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import SeededIds
from tests.booking.world import Side, World


@pytest.fixture
async def world(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> World:
    return World(db, clock, ids, people)


@pytest.fixture
async def a(world: World) -> Side:
    return await world.open("shop-a")


@pytest.fixture
async def b(world: World) -> Side:
    return await world.open("shop-b")
