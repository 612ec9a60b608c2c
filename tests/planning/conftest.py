"""Two shops for every test of this room."""

import pytest

from pawline.people import People
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import SeededIds
from tests.booking.world import Side
from tests.planning.world import Planned


@pytest.fixture
async def world(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> Planned:
    return Planned(db, clock, ids, people)


@pytest.fixture
async def a(world: Planned) -> Side:
    return await world.open_day("shop-a")


@pytest.fixture
async def b(world: Planned) -> Side:
    return await world.open_day("shop-b")
