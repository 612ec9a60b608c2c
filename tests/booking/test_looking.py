"""Searches for free times: somebody who asks for many at once holds up neither the others nor the database."""

import asyncio
import threading

import pytest

from pawline.booking.looking import MOST, Looking
from pawline.platform.db import Tx
from pawline.platform.errors import Busy
from tests.booking.world import Side, World

pytestmark = pytest.mark.asyncio


async def test_long_searches_leave_a_reader_and_take_turns(world: World, a: Side, b: Side) -> None:
    looking, ready = Looking(world.db), threading.Event()
    running = 0

    def search(_tx: Tx) -> int:
        nonlocal running
        running += 1
        ready.wait(20)
        return running

    asked = [asyncio.ensure_future(looking.look(a.owner, search)) for _ in range(MOST)]
    others = [asyncio.ensure_future(looking.look(b.owner, search)) for _ in range(MOST)]
    async with asyncio.timeout(20):
        while running < max(1, world.db.ways.readers - 1):
            await asyncio.sleep(0.01)
        with pytest.raises(Busy) as refused:
            await looking.look(a.owner, search)
        assert refused.value.data["retry_after_ms"] == 1000
        # With all these under way somebody's question is answered at once.
        assert await world.db.read(lambda _tx: "here") == "here"
        assert running == max(1, world.db.ways.readers - 1)
        ready.set()
        assert len(await asyncio.gather(*asked, *others)) == 2 * MOST
        assert await looking.look(a.owner, search) == 2 * MOST + 1, "the account may ask again"
