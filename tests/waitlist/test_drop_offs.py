"""Who waits for a time at which pets are brought is offered the seat that becomes free."""

import pytest

from pawline.shop import DropSlot
from tests.waitlist.world import Waited

pytestmark = pytest.mark.asyncio


async def test_a_seat_that_becomes_free_is_offered(world: Waited) -> None:
    side = await world.one_groomer("drops", drop_slots=(DropSlot(2, 9 * 60, 2, 480), DropSlot(2, 15 * 60, 1, 0)))
    booked = [await world.booked(side, name, 9) for name in ("豆豆", "皮皮")]
    wait = await world.waits(side, "可乐", 9, 10)
    await world.settled()
    assert (await world.now(side, wait)).state == "waiting", "there is time enough, and no seat"
    await world.cancels("豆豆", booked[0])
    await world.settled()
    held = await world.held(side, wait)
    assert (held.starts_ms, held.begins_ms) == (world.at(side, 9), world.at(side, 9))
