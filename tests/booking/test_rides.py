"""Pets are fetched and brought home: in windows that have room, at a price that is read before the yes, by an address
that only the shop and its owner see."""

import asyncio

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import json, structs

from pawline.booking import (
    BookingClosed,
    BookingDesk,
    BookingView,
    Driving,
    Entry,
    MoveWish,
    NoSuchBooking,
    RideWish,
    StaleVersion,
    Wish,
)
from pawline.booking.errors import NoRides, NoSuchRide, NoSuchZone, RideUnfit, TwoRides
from pawline.booking.model import MINUTE_MS, PetWish
from pawline.booking.ride_rows import ride
from pawline.booking.ride_windows import Trip
from pawline.people import Actor
from pawline.pets import NewPet
from pawline.platform.errors import Forbidden
from pawline.platform.ids import PetId
from pawline.shop import BadNumber, BadRideWindow, BadShop, Label, Rides, RideWindow, RideZone, Settings, Way
from tests.booking.test_desk import desk as desk
from tests.booking.test_drop_offs import _takes, raw
from tests.booking.world import BATH, TUESDAY, Side, World, later

pytestmark = pytest.mark.asyncio

ZONES = (RideZone("near", "望京", 2000, "Wangjing"), RideZone("far", "酒仙桥", 3500))
WINDOWS = tuple(
    RideWindow(day, way, at * 60, (at + 2) * 60, 1)  # type: ignore[arg-type]
    for day in (2, 3, 5)
    for way, at in (("fetch", 9), ("fetch", 11), ("home", 17), ("home", 19))
)
RIDES = Rides(ZONES, WINDOWS, 30)
HOME = "望京花园 3 号楼 401"


@pytest.fixture
async def a(world: World) -> Side:
    return await world.open("rides", vaccine_asks=(), rides=RIDES)


@pytest.fixture
def driving(world: World) -> Driving:
    return Driving(world.db, world.clock, world.ids, world.shops, world.pets)


def wish(world: World, side: Side, way: Way = "fetch", hour: int = 9, zone: str = "near", **more) -> RideWish:  # type: ignore[no-untyped-def]
    return RideWish(way, world.at(side, hour, day=more.get("day", TUESDAY)), zone, more.get("address", HOME))


async def choose(
    driving: Driving, world: World, by: Actor, one: BookingView, *wishes: RideWish
) -> BookingView:  # fmt: skip
    return await driving.choose(by, one.id, one.version, wishes, world.key())


async def booked(world: World, side: Side, hour: int = 14, owner: Actor | None = None, **more) -> BookingView:  # type: ignore[no-untyped-def]
    return await world.confirmed(side, world.at(side, hour, day=more.pop("day", TUESDAY)), owner, services=BATH)


async def left(driving: Driving, world: World, side: Side, way: Way, day=TUESDAY) -> list[int]:  # type: ignore[no-untyped-def]
    """How many more households each window of a way has room for, for a visit in the middle of a day."""
    trip = Trip(world.at(side, 14, day=day), world.at(side, 16, day=day))
    found = await world.db.read(lambda tx: driving.choices_at(tx, side.manager, side.pet, trip))
    return [one.left for one in getattr(found, way)]


async def test_both_ways_are_lines_of_the_bill_and_the_price_is_their_sum(
    world: World, a: Side, driving: Driving
) -> None:
    held = await world.hold(a, world.at(a, 14), services=BATH)
    assert held.can_ride
    asked = await world.db.read(lambda tx: driving.choices(tx, a.owner, held.id))
    assert [(one.left, one.why) for one in asked.fetch] == [(1, None), (1, None)]
    assert asked.home[0].why is None
    assert [(one.code, one.name.en, one.price_cents) for one in asked.zones] == [
        ("near", "Wangjing", 2000), ("far", "酒仙桥", 3500),
    ]  # fmt: skip
    assert (asked.base_cents, asked.kept, asked.chosen) == (held.total_cents, None, [])
    view = await choose(driving, world, a.owner, held, wish(world, a), wish(world, a, "home", 17))
    assert view.total_cents == sum(line.price_cents for line in view.lines) == held.total_cents + 4000
    assert [line.label.zh for line in view.lines[-2:]] == ["接送（接）· 望京", "接送（送回）· 望京"]
    assert [(one.way, one.start_ms, one.zone.en) for one in view.rides] == [
        ("fetch", world.at(a, 9), "Wangjing"), ("home", world.at(a, 17), "Wangjing"),
    ]  # fmt: skip
    # The card from before said another price: it is no yes to this one.
    await world.knows_phone(a.owner)
    with pytest.raises(StaleVersion):
        await world.bookings.confirm(a.owner, held.id, held.version, world.key())
    sure = await world.bookings.confirm(a.owner, held.id, view.version, world.key())
    assert (sure.status, sure.total_cents) == ("confirmed", view.total_cents)
    day = await world.db.read(lambda tx: world.bookings.schedule(tx, a.manager, TUESDAY))
    assert day.total_cents == sure.total_cents
    # A price that has changed since is for others; and one ride less is one line less.
    dear = replace_zone(RIDES, 9900)
    await world.shops.set_settings(a.manager, Settings(vaccine_asks=(), rides=dear))
    view = await choose(driving, world, a.owner, sure, wish(world, a))
    assert view.total_cents == held.total_cents + 2000
    assert [one.way for one in view.rides] == ["fetch"]
    view = await choose(driving, world, a.owner, view)
    assert (view.total_cents, view.rides) == (held.total_cents, [])


def replace_zone(rides: Rides, cents: int) -> Rides:
    return structs.replace(rides, zones=tuple(structs.replace(one, price_cents=cents) for one in rides.zones))


async def test_where_somebody_lives_is_sealed_and_kept_for_the_next_time(
    world: World, a: Side, driving: Driving
) -> None:
    one = await booked(world, a)
    view = await choose(driving, world, a.owner, one, wish(world, a))
    assert HOME not in json.encode(view).decode(), "a card is copied into the conversation"
    rows = await world.db.read(lambda tx: [str(row) for row in tx.execute(sa.select(ride))])
    assert rows
    assert not any("401" in row for row in rows)
    asked = await world.db.read(lambda tx: driving.choices(tx, a.owner, one.id))
    assert [one.address for one in asked.chosen] == [HOME]
    await world.bookings.cancel(a.owner, one.id, view.version, world.key())
    again = await booked(world, a, day=later(3))
    asked = await world.db.read(lambda tx: driving.choices(tx, a.owner, again.id))
    assert asked.kept is not None
    assert (asked.kept.zone, asked.kept.address) == ("near", HOME)
    with pytest.raises(NoSuchBooking):
        await world.db.read(lambda tx: driving.choices(tx, a.other, one.id))
    with pytest.raises(NoSuchBooking):
        await choose(driving, world, a.other, again, wish(world, a, day=later(3)))
    other = await booked(world, a, 10, a.other, day=later(1))
    asked = await world.db.read(lambda tx: driving.choices(tx, a.other, other.id))
    assert asked.kept is None, "of others nothing is known"


async def test_a_full_window_says_so_and_what_is_left(world: World, a: Side, driving: Driving) -> None:
    first = await booked(world, a)
    await choose(driving, world, a.owner, first, wish(world, a))
    second = await booked(world, a, 15, a.other)
    asked = await world.db.read(lambda tx: driving.choices(tx, a.other, second.id))
    assert asked.fetch[0].why == Label("接送 09:00–11:00 已满。", "Rides 09:00–11:00 are full.")
    with pytest.raises(RideUnfit) as full:
        await choose(driving, world, a.other, second, wish(world, a))
    assert full.value.sentence("zh") == "接送 09:00–11:00 已满。那天还能选 11:00–13:00。什么都没有改动，先改一下接送。"
    await choose(driving, world, a.other, second, wish(world, a, hour=11))
    assert await left(driving, world, a, "fetch") == [0, 0]
    assert await left(driving, world, a, "home") == [1, 1]


async def test_only_windows_that_are_in_time(world: World, a: Side, driving: Driving) -> None:
    one = await booked(world, a, 13)
    asked = await world.db.read(lambda tx: driving.choices(tx, a.owner, one.id))
    late = Label("11:00–13:00 来接，赶不上 13:00 开始。", "Fetched 11:00–13:00 it would be late for 13:00.")
    assert [each.why for each in asked.fetch] == [None, late]
    evening = await booked(world, a, 16, a.other)
    asked = await world.db.read(lambda tx: driving.choices(tx, a.other, evening.id))
    assert [each.why for each in asked.home] == [
        Label("18:00 才做好，17:00–19:00 送不了。", "It is ready at 18:00: too late for 17:00–19:00."), None,
    ]  # fmt: skip
    with pytest.raises(RideUnfit):
        await choose(driving, world, a.other, evening, wish(world, a, "home", 17))
    with pytest.raises(RideUnfit):
        await choose(driving, world, a.owner, one, wish(world, a, hour=10))
    world.go_to(a, 9, 30)
    asked = await world.db.read(lambda tx: driving.choices(tx, a.owner, one.id))
    assert asked.fetch[0].why == Label("接送 09:00–11:00 已经过了。", "Rides 09:00–11:00 have left.")
    mine = await world.db.read(lambda tx: driving.choices(tx, a.manager, one.id))
    assert mine.fetch[0].why is None, "the desk may still send somebody"


async def test_a_hold_has_its_seat_until_it_is_over_and_a_call_off_frees_it(
    world: World, a: Side, driving: Driving
) -> None:
    held = await world.hold(a, world.at(a, 14), services=BATH)
    await choose(driving, world, a.owner, held, wish(world, a))
    assert await left(driving, world, a, "fetch") == [0, 1]
    world.clock.advance(11 * 60)
    assert await left(driving, world, a, "fetch") == [1, 1], "nobody has let go of it yet"
    sure = await booked(world, a, 14, a.other)
    sure = await choose(driving, world, a.other, sure, wish(world, a), wish(world, a, "home", 19))
    assert (await left(driving, world, a, "fetch"), await left(driving, world, a, "home")) == ([0, 1], [1, 0])
    await world.bookings.cancel(a.other, sure.id, sure.version, world.key())
    assert (await left(driving, world, a, "fetch"), await left(driving, world, a, "home")) == ([1, 1], [1, 1])


async def test_a_move_carries_the_ride_or_says_why_it_cannot(world: World, a: Side, driving: Driving) -> None:
    one = await booked(world, a)
    one = await choose(driving, world, a.owner, one, wish(world, a), wish(world, a, "home", 17))

    async def to(at_ms: int, version: int) -> BookingView:
        view = await world.bookings.offer_move(a.owner, one.id, None, at_ms)
        offer = next(each for times in view.times.values() for each in times if each.start_ms == at_ms)
        return await world.bookings.move(a.owner, one.id, version, offer.offer_id, world.key())

    with pytest.raises(RideUnfit) as late:
        await to(world.at(a, 10), one.version)
    assert late.value.sentence("zh").startswith("09:00–11:00 来接，赶不上 10:00 开始。那天没有别的接送时间了。")
    kept = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, one.id))
    assert (kept.starts_ms, [each.start_ms for each in kept.rides]) == (
        one.starts_ms,
        [world.at(a, 9), world.at(a, 17)],
    )
    moved = await to(world.at(a, 14, day=later(1)), one.version)
    assert [each.start_ms for each in moved.rides] == [world.at(a, 9, day=later(1)), world.at(a, 17, day=later(1))]
    assert await left(driving, world, a, "fetch") == [1, 1], "the old windows are free"
    assert await left(driving, world, a, "fetch", later(1)) == [0, 1]
    other = await booked(world, a, 14, a.other)
    await choose(driving, world, a.other, other, wish(world, a))
    with pytest.raises(RideUnfit) as full:
        await to(world.at(a, 15), moved.version)
    assert full.value.sentence("en").startswith("Rides 09:00–11:00 are full. That day there is 11:00–13:00.")
    # On Saturday nobody drives.
    with pytest.raises(RideUnfit):
        await to(world.at(a, 14, day=later(4)), moved.version)
    moved = await choose(driving, world, a.owner, moved)
    assert (await to(world.at(a, 15), moved.version)).rides == []


async def test_a_move_on_the_schedule_and_its_undo_take_the_ride_along(world: World, a: Side, driving: Driving) -> None:
    one = await booked(world, a)
    one = await choose(driving, world, a.owner, one, wish(world, a))
    at_ten = MoveWish(one.version, world.at(a, 10), a.groomers[1], False)
    with pytest.raises(RideUnfit):
        await world.moves.move(a.manager, one.id, at_ten, world.key())
    next_day = MoveWish(one.version, world.at(a, 14, day=later(1)), a.groomers[1], False)
    moved = (await world.moves.move(a.manager, one.id, next_day, world.key())).booking
    assert [each.start_ms for each in moved.rides] == [world.at(a, 9, day=later(1))]
    back = await world.moves.undo(a.manager, one.id, moved.version, world.key())
    assert [each.start_ms for each in back.rides] == [world.at(a, 9)]
    assert (await left(driving, world, a, "fetch"), await left(driving, world, a, "fetch", later(1))) == (
        [0, 1],
        [1, 1],
    )


async def test_a_household_is_one_stop_and_goes_on_without_who_stays_at_home(
    world: World, a: Side, driving: Driving
) -> None:
    sister = PetId((await world.pets.add_pet(a.owner, NewPet(name="妹妹", species="dog", breed="泰迪"))).id)
    also = (PetWish(sister, BATH),)
    held = await world.hold(a, world.at(a, 14), services=BATH, also=also)
    both = await choose(driving, world, a.owner, held, wish(world, a))
    assert both.total_cents == held.total_cents + 2000
    await world.knows_phone(a.owner)
    both = await world.bookings.confirm(a.owner, held.id, both.version, world.key())
    (stop,) = (await world.db.read(lambda tx: driving.stops(tx, a.manager, TUESDAY))).stops
    assert sorted(stop.pets) == ["妹妹", "豆豆"]
    lead = next(one for one in both.parts if one.id == both.id)
    await world.bookings.cancel(a.owner, lead.id, both.version, world.key(), is_alone=True)
    (stop,) = (await world.db.read(lambda tx: driving.stops(tx, a.manager, TUESDAY))).stops
    rest = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, stop.booking_id))
    assert (len(stop.pets), [one.way for one in rest.rides]) == (1, ["fetch"])


async def test_whoever_drives_sees_the_day_and_taps_each_stop(world: World, a: Side, driving: Driving) -> None:
    first, second = await booked(world, a), await booked(world, a, 15, a.other)
    await choose(driving, world, a.owner, first, wish(world, a, "home", 17), wish(world, a, hour=11))
    await choose(driving, world, a.other, second, wish(world, a, zone="far", address="酒仙桥路 9 号"))
    seen = await world.db.read(lambda tx: driving.stops(tx, a.manager, TUESDAY))
    assert [(one.way, one.start_ms, one.address, one.zone.zh) for one in seen.stops] == [
        ("fetch", world.at(a, 9), "酒仙桥路 9 号", "酒仙桥"), ("fetch", world.at(a, 11), HOME, "望京"),
        ("home", world.at(a, 17), HOME, "望京"),
    ]  # fmt: skip
    assert all(one.phone for one in seen.stops)
    for who in (a.owner, a.other):
        with pytest.raises(Forbidden):
            await world.db.read(lambda tx, who=who: driving.stops(tx, who, TUESDAY))
        with pytest.raises(Forbidden):
            await driving.tick(who, seen.stops[0].id, world.key(), is_done=True)
        with pytest.raises(Forbidden):
            await world.db.read(lambda tx, who=who: driving.choices_at(tx, who, a.pet, Trip(0, 1)))
    done = await driving.tick(a.manager, seen.stops[0].id, world.key(), is_done=True)
    assert [one.done_ms is not None for one in done.stops] == [True, False, False]
    view = await world.db.read(lambda tx: world.bookings.view_for(tx, a.other, second.id))
    assert view.rides[0].is_done
    with pytest.raises(BookingClosed):
        await choose(driving, world, a.other, view)
    undone = await driving.tick(a.manager, seen.stops[0].id, world.key(), is_done=False)
    assert undone.stops[0].done_ms is None
    with pytest.raises(NoSuchRide):
        await driving.tick(a.manager, "none", world.key(), is_done=True)


async def test_the_desk_enters_a_visit_with_its_rides(
    world: World, a: Side, driving: Driving, desk: BookingDesk
) -> None:
    at = Wish(a.pet, BATH, at_ms=world.at(a, 14))
    made = await desk.enter(a.manager, at, world.key(), rides=(wish(world, a), wish(world, a, "home", 17)))
    assert [one.way for one in made.rides] == ["fetch", "home"]
    assert made.total_cents == sum(line.price_cents for line in made.lines)
    other = Wish(a.others_pet, BATH, at_ms=world.at(a, 15))
    with pytest.raises(RideUnfit):
        await desk.enter(a.manager, other, world.key(), rides=(wish(world, a),))
    view = await world.db.read(lambda tx: world.bookings.bookings_of(tx, a.manager, a.other.account_id))
    assert view.upcoming == [], "with the ride or not at all"


async def test_wishes_that_cannot_be(world: World, a: Side, b: Side, driving: Driving) -> None:
    one = await booked(world, a)
    for wrong, refusal in (
        ((wish(world, a, zone="moon"),), NoSuchZone),
        ((wish(world, a), wish(world, a, hour=11)), TwoRides),
    ):
        with pytest.raises(refusal):
            await choose(driving, world, a.owner, one, *wrong)
    there = await booked(world, b)
    assert not there.can_ride
    with pytest.raises(NoRides):
        await choose(driving, world, b.owner, there, wish(world, b))
    with pytest.raises(NoSuchBooking):
        await choose(driving, world, b.owner, one, wish(world, a))


async def test_rides_that_no_shop_can_have(world: World, a: Side) -> None:
    def window(**more: object) -> Rides:
        return structs.replace(RIDES, windows=(structs.replace(WINDOWS[0], **more),))

    for wrong, refusal in (
        (window(weekday=4), BadRideWindow),  # closed on Thursdays
        (window(weekday=0), BadShop),
        (window(from_min=11 * 60), BadRideWindow),
        (window(from_min=12 * 60), BadRideWindow),
        (window(from_min=9 * 60 + 1), BadRideWindow),
        (window(from_min=-60), BadRideWindow),
        (window(to_min=21 * 60 + 30), BadRideWindow),
        (window(way="home", from_min=21 * 60, to_min=22 * 60), BadRideWindow),
        (window(stops=0), BadNumber),
        (window(stops=-1), BadNumber),
        (window(stops=61), BadNumber),
        (structs.replace(RIDES, margin_min=-1), BadNumber),
        (structs.replace(RIDES, zones=(structs.replace(ZONES[0], price_cents=-1),)), BadNumber),
        (structs.replace(RIDES, zones=(structs.replace(ZONES[0], name=" "),)), BadShop),
        (structs.replace(RIDES, zones=(ZONES[0], ZONES[0])), BadShop),
        (structs.replace(RIDES, windows=(*WINDOWS, RideWindow(2, "fetch", 10 * 60, 12 * 60))), BadRideWindow),
    ):
        with pytest.raises(refusal):
            await world.shops.set_settings(a.manager, Settings(rides=wrong))
    kept = await world.db.read(lambda tx: world.shops.settings_of(tx, a.shop.id))
    assert kept.rides == RIDES


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(("fetch", "home")), st.integers(0, 3)), max_size=14),
    st.lists(st.integers(1, 3), min_size=4, max_size=4),
)
async def test_who_is_driven_is_whom_there_is_room_for(
    world: World, wishes: list[tuple[int, Way, int]], most: list[int]
) -> None:
    """Against counting on one's fingers: six visits wish for windows one after the other, in whatever order."""
    fetch, home = [(8, 9), (9, 11)], [(17, 18), (18, 20)]
    windows = tuple(
        RideWindow(2, way, first * 60, last * 60, many)  # type: ignore[arg-type]
        for (way, first, last), many in zip(
            [("fetch", *one) for one in fetch] + [("home", *one) for one in home], most, strict=True
        )
    )  # fmt: skip
    side = await world.open(f"o-{world.key()}", rides=Rides(ZONES[:1], windows, 30), vaccine_asks=())
    driving = Driving(world.db, world.clock, world.ids, world.shops, world.pets)
    visits = []
    for number, hour in enumerate((9, 10, 13, 14, 15, 16)):
        pet = await world.pets.add_pet(side.other, NewPet(name=f"p{number}", species="dog", breed="泰迪"))
        desk_made = Wish(PetId(pet.id), BATH, at_ms=world.at(side, hour))
        visits.append(await world.bookings.enter(side.manager, _entry(desk_made), world.key()))
    chosen: dict[tuple[int, Way], int] = {}
    for number, way, window in wishes:
        one, (first, last) = visits[number], (fetch if way == "fetch" else home)[window % 2]
        is_in_time = (
            world.at(side, last) + 30 * MINUTE_MS <= one.starts_ms
            if way == "fetch"
            else world.at(side, first) >= one.ends_ms
        )
        others = [w for (n, kind), w in chosen.items() if (kind, w) == (way, window % 2) and n != number]
        has_room = len(others) < most[(0 if way == "fetch" else 2) + window % 2]
        now = [RideWish(kind, world.at(side, (fetch if kind == "fetch" else home)[w][0]), "near", HOME)
               for (n, kind), w in chosen.items() if n == number and kind != way]  # fmt: skip
        wanted = RideWish(way, world.at(side, first), "near", HOME)
        fresh = await world.db.read(lambda tx, one=one: world.bookings.view_for(tx, side.manager, one.id))
        if is_in_time and has_room:
            view = await driving.choose(side.manager, one.id, fresh.version, [*now, wanted], world.key())
            chosen[number, way] = window % 2
            assert view.total_cents == sum(line.price_cents for line in view.lines)
        else:
            with pytest.raises(RideUnfit):
                await driving.choose(side.manager, one.id, fresh.version, [*now, wanted], world.key())


def _entry(wished: Wish) -> Entry:
    return Entry(wished.pet_id, wished.services, wished.at_ms or 0)


async def test_two_processes_do_not_both_take_the_last_seat(world: World, a: Side, beside: World) -> None:
    first, second = await booked(world, a), await booked(world, a, 15, a.other)
    houses = [Driving(one.db, one.clock, one.ids, one.shops, one.pets) for one in (world, beside)]
    takes = [
        choose(houses[0], world, a.owner, first, wish(world, a)),
        choose(houses[1], beside, a.other, second, wish(world, a)),
    ]
    answers = await asyncio.gather(*takes, return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["BookingView", "RideUnfit"], answers


async def test_the_database_itself_lets_no_more_in(world: World, a: Side, driving: Driving, database_url: str) -> None:
    """Past all services, by two connections of their own: each seat of a window is taken once."""
    one = await booked(world, a)
    await choose(driving, world, a.owner, one, wish(world, a))
    seats = await world.db.read(lambda tx: world.shops.ride_seats(tx, a.shop.id, "fetch"))
    homes = await world.db.read(lambda tx: world.shops.ride_seats(tx, a.shop.id, "home"))
    assert len(seats) == len(homes) == 1
    with raw(database_url) as first, raw(database_url) as other:
        tries = [
            _takes(connection, a.shop.id, seat, world.at(a, hour) + shift)
            for seat, hour in ((seats[0], 9), (seats[0], 11), (homes[0], 17))
            for connection, shift in ((first, 0), (other, 0))
        ]
    assert tries == [False, False, True, False, True, False]
