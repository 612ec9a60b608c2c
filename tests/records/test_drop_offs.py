"""Bookings of a shop to which pets are brought at certain times, out of it and into another."""

import pytest

from pawline.records import Kind
from pawline.shop import DropSlot, Settings
from tests.booking.world import BATH, TUESDAY, Side
from tests.records.conftest import House
from tests.records.test_lists import HEADS, PHONES, bring, out, refused, table, told

pytestmark = pytest.mark.asyncio
SLOTS = Settings(vaccine_asks=(), drop_slots=(DropSlot(2, 9 * 60, 2, 240), DropSlot(2, 14 * 60, 1, 0)))


async def test_who_is_brought_at_a_time_is_brought_in_with_a_seat(world: House, a: Side, b: Side) -> None:
    for side in (a, b):
        await world.shops.set_settings(side.manager, SLOTS)
    lin = a.groomers[1]
    for owner, phone in ((a.owner, PHONES[0]), (a.other, PHONES[1])):
        await world.confirmed(a, world.at(a, 9), owner, services=BATH, groomer_id=lin)
        await world.knows_phone(owner, phone)
    for kind in (Kind.OWNERS, Kind.PETS, Kind.BOOKINGS):
        first = await out(world, a.manager, kind)
        await bring(world, b.manager, kind, first)
        assert await out(world, b.manager, kind) == first, kind
    day = await world.db.read(lambda tx: world.bookings.schedule(tx, b.manager, TUESDAY))
    assert [(one.taken, one.most) for one in day.drops] == [(2, 2), (0, 1)]
    late, full = (f"{PHONES[0]},豆豆,2026-11-24 {clock},,bath,,,已确认" for clock in ("10:00", "09:00"))
    assert HEADS[Kind.BOOKINGS].count(",") == late.count(",")
    found = await refused(world, b.manager, Kind.BOOKINGS, table(Kind.BOOKINGS, late))
    assert told(found) == [(2, "开始时间", "no_drop_off")]
    other = full.replace("09:00", "14:00")
    assert await bring(world, b.manager, Kind.BOOKINGS, table(Kind.BOOKINGS, other)) == (1, 0, 0)
