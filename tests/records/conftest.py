"""Two shops with their lists and calendars; the second can be emptied of what it sells."""

import pytest

from pawline.people import Owners, Passwords, People
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import SeededIds
from pawline.platform.keys import Keys
from pawline.records import Feeds, Records
from pawline.records import react as records_react
from tests.booking.world import EveryOwnersChat, Side, World


class House(World):
    """The services of the rooms below, and those of this one."""

    def __init__(self, db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> None:
        super().__init__(db, clock, ids, people)
        self.records = Records(
            db, clock, ids, self.shops, self.pets, Owners(people), EveryOwnersChat(), self.bookings  # type: ignore[arg-type]
        )  # fmt: skip
        self.feeds = Feeds(db, clock, self.shops, self.pets)
        records_react(db, self.feeds)


@pytest.fixture
async def world(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> House:
    return House(db, clock, ids, people)


@pytest.fixture
async def sqlite_world(sqlite_db: Database, clock: VirtualClock, ids: SeededIds, passwords: Passwords) -> House:
    """For what is about the files themselves."""
    return House(sqlite_db, clock, ids, People(sqlite_db, clock, ids, passwords, Keys(b"k" * 32)))


@pytest.fixture
async def a(world: House) -> Side:
    return await world.open("shop-a")


@pytest.fixture
async def b(world: House) -> Side:
    return await world.open("shop-b")
