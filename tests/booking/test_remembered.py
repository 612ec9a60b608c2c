"""What readers remember of a shop's days is what they would find now, whatever has happened meanwhile."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from pawline.booking import BookingStatus, Entry, MoveWish, PriceLine, ServiceLine
from pawline.booking.diary import Diary
from pawline.booking.model import DayPlan
from pawline.booking.remembered import Remembered
from pawline.people import Role, StaffJoined
from pawline.pets import NewPet
from pawline.platform.db import Tx
from pawline.platform.errors import PawlineError
from pawline.platform.ids import AccountId, BookingId, PetId
from pawline.shop import Label, Opening
from pawline.shop.reactions import add_groomer
from pawline.shop.roster import GroomerChange
from tests.booking.world import BATH, TUESDAY, Side, World, later

LINES = [PriceLine("bath", Label("洗", "bath"), 120, 0)]
DAYS = [TUESDAY + timedelta(days=n) for n in range(7)]


async def plans(world: World, side: Side, known: Remembered | None = None) -> dict[date, DayPlan | None]:
    def look(tx: Tx) -> dict[date, DayPlan | None]:
        if known is None:
            return world.bookings.diary(tx, side.shop.id).plans(DAYS)
        return Diary(tx, world.shops, side.shop.id, world.clock.now_ms(), known).plans(DAYS)

    return await world.db.read(look)


async def check(world: World, side: Side) -> None:
    assert await plans(world, side) == await plans(world, side, Remembered())


async def test_a_day_is_kept_until_something_in_it_changes(world: World, a: Side, b: Side) -> None:
    first = await plans(world, a)
    again = await plans(world, a)
    assert all(again[day] is first[day] for day in DAYS)
    await world.bookings.enter(a.manager, Entry(a.pet, BATH, world.at(a, 10, day=later(5))), "k")
    changed = await plans(world, a)
    assert {day for day in DAYS if changed[day] is not again[day]} >= {later(5)}
    assert changed[TUESDAY] is first[TUESDAY]
    await check(world, a)
    # Another shop's bookings are nothing to this one.
    await world.bookings.enter(b.manager, Entry(b.pet, BATH, world.at(b, 10)), "k")
    assert (await plans(world, a))[TUESDAY] is first[TUESDAY]


async def test_who_joins_can_be_booked_at_once(world: World, a: Side) -> None:
    before = await plans(world, a)
    joined = AccountId(world.ids.new())

    def work(tx: Tx) -> None:
        world.people.open_account(tx, a.shop.id, joined, Role.GROOMER, name="new", login=joined)
        add_groomer(tx, StaffJoined(shop_id=a.shop.id, key=joined, account_id=joined, role=Role.GROOMER))

    await world.db.write(work)
    after = await plans(world, a)
    assert len(after[TUESDAY].workers) == len(before[TUESDAY].workers) + 1  # type: ignore[union-attr]
    await check(world, a)


async def test_a_hold_that_ends_by_itself_is_not_remembered(world: World, a: Side) -> None:
    held = await world.hold(a, world.at(a, 14))
    await check(world, a)
    busy = (await plans(world, a))[TUESDAY]
    world.clock.advance(11 * 60)
    # Nobody has released it, and it stands in nobody's way.
    await check(world, a)
    assert (await plans(world, a))[TUESDAY] != busy
    assert held.hold_until_ms is not None


async def test_what_a_writer_sees_is_not_kept(world: World, a: Side) -> None:
    await check(world, a)

    def work(tx: Tx) -> None:
        world.bookings._enter(tx, a.manager, Entry(a.pet, BATH, world.at(a, 10)))
        world.bookings.diary(tx, a.shop.id).plans(DAYS)
        raise PawlineError

    with pytest.raises(PawlineError):
        await world.db.write(work)
    await check(world, a)
    # Its numbers are given out again, to other claims.
    await world.bookings.enter(a.manager, Entry(a.pet, BATH, world.at(a, 15)), "other")
    await check(world, a)


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens(world: World, a: Side, seed: int) -> None:
    chance = random.Random(seed)
    sure: list[str] = []
    cat = PetId((await world.pets.add_pet(a.other, NewPet(name="咪咪", species="cat", breed="英短"))).id)

    def when() -> int:
        return world.at(a, chance.randrange(9, 18), day=later(chance.randrange(7)))

    async def enter() -> None:
        pet, wish = chance.choice(((a.pet, BATH), (a.others_pet, BATH), (cat, (ServiceLine("cat_bath"),))))
        sure.append((await world.bookings.enter(a.manager, Entry(pet, wish, when()), world.key())).id)

    async def cancel() -> None:
        one = await world.db.read(lambda tx: world.bookings.view_of(tx, a.shop.id, chance.choice(sure)))
        await world.bookings.cancel(a.manager, one.id, one.version, world.key())

    async def move() -> None:
        one = await world.db.read(lambda tx: world.bookings.view_of(tx, a.shop.id, chance.choice(sure)))
        wish = MoveWish(one.version, when(), chance.choice(a.groomers), False)
        await world.moves.move(a.manager, one.id, wish, world.key())

    async def hold() -> None:
        await world.hold(a, when(), services=BATH)

    async def wait() -> None:
        world.clock.advance(chance.choice((60, 700)))
        if chance.random() < 0.5:
            await world.bookings.expire_due()

    async def limit() -> None:
        team = await world.db.read(lambda tx: world.shops.team(tx, a.shop.id))
        one = chance.choice(team.groomers)
        most = chance.choice(((None, None), (1, None), (None, 1), (2, 1)))
        change = GroomerChange(one.skills, one.shifts, one.is_active, *most)
        await world.shops.roster.change_groomer(a.manager, one.account_id, change)

    async def bring() -> None:
        """Something that has been today, and has claimed nothing."""
        day = chance.choice(sure)
        one = await world.db.read(lambda tx: world.bookings.booking_of(tx, a.shop.id, day))
        done = replace(one, id=BookingId(world.ids.new()), status=BookingStatus.DONE, lead_id=None)
        await world.db.write(lambda tx: world.bookings.bring_in(tx, done, LINES, None))

    async def change_shop() -> None:
        where = await world.db.read(lambda tx: world.shops.team(tx, a.shop.id).stations)
        station, day = chance.choice(where), later(chance.randrange(7))
        numbers = {"grid_min": chance.choice((15, 30)), "air_out_min": chance.choice((0, 15, 45))}
        grid = msgspec.structs.replace(a.shop.settings, **numbers)
        changes = (
            lambda: world.shops.set_settings(a.manager, grid),
            lambda: world.shops.close_on(a.manager, day, Label("假", "off")),
            lambda: world.shops.open_on(a.manager, day),
            lambda: world.shops.set_hours(
                a.manager, [Opening(n, 540, chance.choice((1200, 1260))) for n in range(1, 8)]
            ),
            lambda: world.shops.roster.close_station(
                a.manager, station.id, world.at(a, 9, day=day), world.at(a, 12, day=day), ""
            ),
        )
        await chance.choice(changes)()

    for _ in range(45):
        with suppress(PawlineError, IndexError, RuntimeError):
            await chance.choice((enter, enter, cancel, move, hold, wait, change_shop, limit, bring))()
        await check(world, a)
    assert sure
