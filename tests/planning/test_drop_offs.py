"""A new plan of a day on which pets are brought at certain times: people change, and everybody keeps their time."""

import pytest

from pawline.booking import claims
from pawline.booking.model import MINUTE_MS
from pawline.shop import DropSlot
from tests.planning.world import Planned

pytestmark = pytest.mark.asyncio


async def test_who_is_brought_with_others_keeps_seat_and_turn(world: Planned) -> None:
    side = await world.open_day("drops", drop_slots=(DropSlot(2, 9 * 60, 3, 240),))
    first = await world.booked(side, "豆豆", 9)
    second = await world.booked(side, "皮皮", 9)
    assert (second.starts_ms, second.begins_ms) == (first.starts_ms, first.ends_ms)
    await world.sick(side)
    plan = await world.make(side)
    assert {one.pet.name: one.minutes for one in plan.moves} == {"豆豆": 0, "皮皮": 0}
    await world.send(side, plan)
    move = (await world.seen(side, plan))["皮皮"]
    assert move.here.start_ms == second.begins_ms, "the desk sees the turn"
    owner = world.guests["皮皮"].owner
    shown = await world.db.read(lambda tx: world.plans.proposal_for(tx, owner, move.id))
    assert shown.here.start_ms == second.starts_ms, "and the owner when to come"
    assert shown.to is not None
    assert shown.to.start_ms == second.starts_ms
    for name in ("豆豆", "皮皮"):
        assert await world.answer(side, plan, name) == "applied"
    now = await world.booking(side, second.id)
    assert (now.starts_ms, now.begins_ms, now.ends_ms) == (second.starts_ms, second.begins_ms, second.ends_ms)
    assert now.groomer.id == side.groomers[1]

    def seats(tx):  # type: ignore[no-untyped-def]
        known = world.shops.seats(tx, side.shop.id)
        taken = claims.of_bookings(tx, side.shop.id, [first.id, second.id])
        return [one for some in taken.values() for one in some if one.resource_no in known]

    kept = await world.db.read(seats)
    assert {(one.start_ms, one.end_ms) for one in kept} == {(first.starts_ms, first.starts_ms + MINUTE_MS)}
    assert len({one.resource_no for one in kept}) == len(kept) == 2
