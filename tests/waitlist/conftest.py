"""Two shops for every test of this room."""

import pytest

from pawline.people import People
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import SeededIds
from tests.booking.world import Side
from tests.waitlist.world import Waited


@pytest.fixture
async def world(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> Waited:
    return Waited(db, clock, ids, people)


@pytest.fixture
async def a(world: Waited) -> Side:
    return await world.one_groomer("shop-a")


@pytest.fixture
async def b(world: Waited) -> Side:
    return await world.one_groomer("shop-b")
