"""Boarding by the night and day care: what a stay takes, what it costs, and what it leaves alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from pawline.booking import (
    BookingDesk,
    BookingView,
    ClosedDay,
    Entry,
    MoveWish,
    OutsideHours,
    PetWish,
    ServiceLine,
    SlotTaken,
    StayNotMoved,
    StaysAlone,
    TooManyNights,
    Wish,
    claims,
)
from pawline.booking.model import Claim
from pawline.people import Actor
from pawline.pets import NewPet
from pawline.platform.ids import PetId
from pawline.shop import NewStation, Opening, StationKind
from pawline.shop.errors import KennelStays
from pawline.visits.model import Stage
from pawline.visits.service import Advance
from tests.booking.world import BATH, GROOM, TUESDAY, Side, World, later, take_stays

SATURDAY, SUNDAY, MONDAY, WEDNESDAY = later(4), later(5), later(6), later(8)
DAY = (ServiceLine("daycare"),)


def nights(many: int) -> tuple[ServiceLine, ...]:
    return (ServiceLine("boarding", many),)


async def board(world: World, side: Side, *kennels: str) -> None:
    await take_stays(world.db, world.shops, side.manager, *kennels)


@pytest.fixture
async def a(world: World) -> Side:
    """What the vaccinations say is a matter of its own."""
    return await world.open("stays", vaccine_asks=())


async def enter(
    world: World, side: Side, pet: PetId, services: tuple[ServiceLine, ...], at_ms: int, also: tuple[PetWish, ...] = ()
) -> BookingView:  # fmt: skip
    return await world.bookings.enter(side.manager, Entry(pet, services, at_ms, also=also), world.key())


async def taken(world: World, side: Side, booking_id: str) -> tuple[Claim, ...]:
    return (await world.db.read(lambda tx: claims.of_bookings(tx, side.shop.id, [booking_id])))[booking_id]


async def another(world: World, owner: Actor, name: str, species: str = "dog", breed: str = "柯基") -> PetId:
    return PetId((await world.pets.add_pet(owner, NewPet(name=name, species=species, breed=breed))).id)


async def test_a_stay_is_booked_from_its_first_day_to_its_last(world: World, a: Side) -> None:
    await board(world, a, "dog")
    view = await world.offers(a, world.at(a, 14, day=SATURDAY), services=nights(4))
    assert (view.nights, view.reason, view.chosen) == (4, None, SATURDAY.isoformat())
    booked = await world.confirmed(a, world.at(a, 14, day=SATURDAY), services=nights(4))
    assert (booked.nights, booked.groomer, booked.total_cents) == (4, None, 32000)
    assert (booked.starts_ms, booked.ends_ms) == (world.at(a, 14, day=SATURDAY), world.at(a, 12, day=WEDNESDAY))
    assert [(line.label.zh, line.label.en, line.price_cents) for line in booked.lines] == [
        ("寄养 · 4 晚", "Boarding · 4 nights", 32000)
    ]
    assert {(one.start_ms, one.end_ms) for one in await taken(world, a, booked.id)} == {
        (booked.starts_ms, booked.ends_ms)
    }


async def test_nobody_sleeps_where_somebody_sleeps(world: World, a: Side) -> None:
    await board(world, a, "dog")
    await world.confirmed(a, world.at(a, 14, day=SATURDAY), services=nights(4))
    for first in (SATURDAY, SUNDAY, MONDAY):
        view = await world.offers(a, world.at(a, 14, day=first), a.other, services=nights(2))
        assert not view.times[first.isoformat()]
        assert view.reason is not None
        assert "寄养间" in view.reason.zh
        assert "已满" in view.reason.zh
        with pytest.raises(SlotTaken):
            await enter(world, a, a.others_pet, nights(1), world.at(a, 14, day=first))
    # The one leaves by noon, the next one comes after it.
    await world.confirmed(a, world.at(a, 14, day=WEDNESDAY), a.other, services=nights(2))


async def test_the_kennel_is_found_however_long_ago_the_stay_began(world: World, a: Side) -> None:
    await board(world, a, "dog")
    await world.confirmed(a, world.at(a, 14, day=SATURDAY), services=nights(18))
    view = await world.offers(a, world.at(a, 14, day=SATURDAY + timedelta(days=14)), a.other, services=nights(1))
    assert view.nights == 1
    assert not view.times[(SATURDAY + timedelta(days=14)).isoformat()]


async def test_a_pet_that_stays_is_bathed_in_between_but_stays_once(world: World, a: Side) -> None:
    await board(world, a, "dog", "dog")
    await world.confirmed(a, world.at(a, 14, day=SATURDAY), services=nights(4))
    await world.confirmed(a, world.at(a, 10, day=MONDAY), services=BATH)
    view = await world.offers(a, world.at(a, 14, day=SUNDAY), services=nights(1))
    assert not view.times[SUNDAY.isoformat()]


async def test_a_shut_day_is_slept_through_but_nobody_is_brought_or_fetched_on_it(world: World, a: Side) -> None:
    await board(world, a, "dog")
    tuesday, thursday = later(7), later(9)
    await world.confirmed(a, world.at(a, 14, day=tuesday), services=nights(3))
    view = await world.offers(a, world.at(a, 14, day=later(14)), a.other, services=nights(2))
    assert view.reason is not None
    assert view.reason.zh.endswith("店休，没法来接。")
    for first, many in ((thursday + timedelta(days=7), 1), (later(14), 2)):
        with pytest.raises(ClosedDay):
            await enter(world, a, a.others_pet, nights(many), world.at(a, 14, day=first))


async def test_day_care_lasts_from_opening_to_closing(world: World, a: Side) -> None:
    await board(world, a, "dog")
    booked = await world.confirmed(a, world.at(a, 9, day=MONDAY), services=(*DAY, ServiceLine("pickup", 2)))
    assert (booked.nights, booked.total_cents) == (0, 6000 + 4000)
    assert (booked.starts_ms, booked.ends_ms) == (world.at(a, 9, day=MONDAY), world.at(a, 21, day=MONDAY))
    view = await world.offers(a, world.at(a, 14, day=MONDAY), a.other, services=DAY)
    assert view.reason is not None
    assert "日托位已满" in view.reason.zh


async def test_owners_bring_them_from_the_shops_hour_on_and_the_desk_when_it_likes(world: World, a: Side) -> None:
    await board(world, a, "dog")
    early = world.at(a, 10, day=SATURDAY)
    view = await world.offers(a, early, services=nights(1))
    assert [one.start_ms for one in view.times[SATURDAY.isoformat()]] == [world.at(a, 14, day=SATURDAY)]
    later_on = await world.offers(a, world.at(a, 17, 30, day=SATURDAY), services=nights(1))
    assert [one.start_ms for one in later_on.times[SATURDAY.isoformat()]] == [world.at(a, 17, 30, day=SATURDAY)]
    booked = await world.bookings.enter(a.manager, Entry(a.pet, nights(1), early), world.key())
    assert booked.starts_ms == early
    with pytest.raises(OutsideHours):
        await enter(world, a, a.others_pet, nights(1), world.at(a, 22, day=later(11)))


async def test_where_one_leaves_late_the_next_comes_after_it(world: World) -> None:
    side = await world.open("late", vaccine_asks=(), stay_in_h=10, stay_out_h=18)
    await board(world, side, "dog")
    await world.confirmed(side, world.at(side, 10, day=SATURDAY), services=nights(1))
    view = await world.offers(side, world.at(side, 10, day=SUNDAY), side.other, services=nights(1))
    assert [one.start_ms for one in view.times[SUNDAY.isoformat()]] == [world.at(side, 18, day=SUNDAY)]
    await world.confirmed(side, world.at(side, 18, day=SUNDAY), side.other, services=nights(1))


async def test_kennels_are_for_those_they_fit(world: World, a: Side) -> None:
    await board(world, a, "cat")
    view = await world.offers(a, world.at(a, 14, day=SATURDAY), services=nights(1))
    assert view.reason is not None
    assert view.reason.zh == "店里没有适合它的寄养间。"
    cat = await another(world, a.owner, "咪咪", "cat", "英短")
    wish = Wish(cat, nights(2), day=SATURDAY)
    offered = await world.bookings.offer(a.owner, wish, world.c(a.owner))
    assert [one.total_cents for one in offered.times[SATURDAY.isoformat()]] == [12000]


async def test_two_pets_have_a_kennel_each(world: World, a: Side) -> None:
    await board(world, a, "dog", "dog", "dog")
    second = await another(world, a.owner, "小七")
    booked = await world.confirmed(
        a, world.at(a, 14, day=SATURDAY), services=nights(2), also=(PetWish(second, nights(2)),)
    )
    assert (booked.total_cents, len(booked.parts), booked.nights) == (32000, 2, 2)
    places = [one.resource_no for part in booked.parts for one in await taken(world, a, part.id)]
    assert len(set(places)) == 4  # Two kennels, and the pets themselves.
    third = await another(world, a.other, "来福")
    with pytest.raises(SlotTaken):
        await enter(world, a, a.others_pet, nights(1), world.at(a, 14, day=SUNDAY), also=(PetWish(third, nights(1)),))


async def test_a_stay_is_booked_by_itself_and_all_pets_for_as_long(world: World, a: Side) -> None:
    await board(world, a, "dog", "dog")
    second = await another(world, a.owner, "小七")
    for services, also in (
        ((*nights(2), *GROOM), ()),
        ((*nights(2), *DAY), ()),
        (nights(2), (PetWish(second, BATH),)),
        (nights(2), (PetWish(second, nights(3)),)),
    ):
        with pytest.raises(StaysAlone):
            await world.offers(a, world.at(a, 14, day=SATURDAY), services=services, also=also)
        with pytest.raises(StaysAlone):
            await enter(world, a, a.pet, services, world.at(a, 14, day=SATURDAY), also=also)


async def test_no_stay_is_longer_than_the_shop_takes(world: World) -> None:
    side = await world.open("short", stay_most_nights=3, vaccine_asks=())
    await board(world, side, "dog")
    with pytest.raises(TooManyNights):
        await world.offers(side, world.at(side, 14, day=SATURDAY), services=nights(4))


async def test_a_stay_is_made_longer_from_the_day_on_that_it_has(world: World, a: Side) -> None:
    await board(world, a, "dog")
    booked = await world.confirmed(a, world.at(a, 14, day=SATURDAY), services=nights(1))
    wish = Wish(a.pet, nights(3), at_ms=booked.starts_ms)
    view = await world.bookings.offer(a.owner, wish, world.c(a.owner), moving=booked.id)
    (time,) = view.times[SATURDAY.isoformat()]
    moved = await world.bookings.move(a.owner, booked.id, booked.version, time.offer_id, world.key())
    assert (moved.id, moved.nights, moved.total_cents) == (booked.id, 3, 24000)
    assert moved.ends_ms == world.at(a, 12, day=later(7))
    # Moved on as it is: the offer of a booking keeps its nights.
    on = await world.bookings.offer_move(a.owner, booked.id, day=later(10))
    assert on.nights == 3
    assert on.times[later(10).isoformat()]


async def test_it_has_no_place_in_the_schedule_of_the_day(world: World, a: Side) -> None:
    await board(world, a, "dog")
    booked = await world.confirmed(a, world.at(a, 14, day=SATURDAY), services=nights(4))
    wish = MoveWish(booked.version, world.at(a, 15, day=SATURDAY), a.groomers[0], is_told=True)
    with pytest.raises(StayNotMoved):
        await world.moves.move(a.manager, booked.id, wish, world.key())


async def test_one_who_is_away_is_no_trouble_and_a_shut_kennel_is(world: World, a: Side) -> None:
    await board(world, a, "dog")
    booked = await world.confirmed(a, world.at(a, 14, day=SATURDAY), services=nights(4))
    assert not await world.db.read(lambda tx: world.bookings.troubles(tx, a.manager))
    team = await world.db.read(lambda tx: world.shops.team(tx, a.shop.id))
    kennel = next(one for one in team.stations if one.kind is StationKind.KENNEL)
    await world.shops.roster.close_station(
        a.manager, kennel.id, world.at(a, 9, day=MONDAY), world.at(a, 18, day=MONDAY), "消毒"
    )
    (trouble,) = await world.db.read(lambda tx: world.bookings.troubles(tx, a.manager))
    assert trouble.booking_id == booked.id
    assert "寄养间 1" in trouble.why.zh


async def test_day_care_ends_when_the_shop_closes_also_when_that_is_earlier_by_now(world: World, a: Side) -> None:
    await board(world, a, "dog")
    await world.confirmed(a, world.at(a, 9, day=MONDAY), services=DAY)
    await world.shops.set_hours(a.manager, [Opening(day, 9 * 60, 20 * 60) for day in (1, 2, 3, 5, 6, 7)])
    assert not await world.db.read(lambda tx: world.bookings.troubles(tx, a.manager))
    await world.shops.set_hours(a.manager, [Opening(day, 10 * 60, 20 * 60) for day in (1, 2, 3, 5, 6, 7)])
    assert await world.db.read(lambda tx: world.bookings.troubles(tx, a.manager))


async def test_who_is_not_fetched_stays_on_the_board_and_who_has_gone_is_not_counted(world: World, a: Side) -> None:
    await board(world, a, "dog")
    booked = await world.confirmed(a, world.at(a, 14, day=SATURDAY), services=nights(3))
    on = {
        day: await world.db.read(lambda tx, day=day: world.bookings.schedule(tx, a.manager, day)) for day in (SUNDAY,)
    }
    assert [one.booking_id for one in on[SUNDAY].stays] == [booked.id]
    # Brought a day late: it is still waited for.
    board_of = world.visits.board
    assert [one.id for one in (await world.db.read(lambda tx: board_of(tx, a.manager, SUNDAY))).cards] == [booked.id]
    world.go_to(a, 15, day=SATURDAY)
    version = 1
    for stage in (Stage.ARRIVED, Stage.STAYING):
        view = await world.visits.advance(a.manager, booked.id, Advance(to=stage, version=version), world.key())
        version = view.version
    late = later(9)
    assert [one.id for one in (await world.db.read(lambda tx: board_of(tx, a.manager, late))).cards] == [booked.id]
    for stage in (Stage.READY, Stage.GONE):
        view = await world.visits.advance(a.manager, booked.id, Advance(to=stage, version=version), world.key())
        version = view.version
    assert not (await world.db.read(lambda tx: world.bookings.schedule(tx, a.manager, SUNDAY))).stays


async def test_a_kennel_that_is_cleaned_for_long_is_offered_only_when_it_is_free(world: World, a: Side) -> None:
    await board(world, a, "dog")
    team = await world.db.read(lambda tx: world.shops.team(tx, a.shop.id))
    kennel = next(one for one in team.stations if one.kind is StationKind.KENNEL)
    long = NewStation(kind=StationKind.KENNEL, name="寄养间", name_en="Kennel", species=("dog",), buffer_min=180)
    await world.shops.roster.change_station(a.manager, kennel.id, long)
    await world.confirmed(a, world.at(a, 14, day=MONDAY), services=nights(1))
    view = await world.offers(a, world.at(a, 14, day=SATURDAY), a.other, services=nights(2))
    assert not view.times[SATURDAY.isoformat()]
    with pytest.raises(KennelStays):
        await world.shops.roster.change_station(a.manager, kennel.id, structs.replace(long, kind=StationKind.TABLE))


async def test_the_desk_sees_a_week_of_first_days(world: World, a: Side) -> None:
    await board(world, a, "dog")
    await world.confirmed(a, world.at(a, 14, day=SATURDAY), services=nights(4))
    desk = BookingDesk(world.db, world.clock, world.shops, world.pets, None, None, world.bookings)  # type: ignore[arg-type]
    wish = Wish(a.others_pet, nights(2), day=TUESDAY)
    view = await world.db.read(lambda tx: desk.times(tx, a.manager, wish))
    assert (view.nights, view.groomers, view.total_cents) == (2, [], 16000)
    free = {one.date: len(one.times) for one in view.days}
    # Thursday is shut, and two nights from Friday or on a day of the stay overlap it.
    assert free == {later(n).isoformat(): many for n, many in ((0, 0), (1, 1), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0))}
    week = await world.db.read(lambda tx: world.bookings.week(tx, a.other, replace(wish, day=later(3))))
    assert [len(one.times) for one in week.days][1:] == [0, 1, 0, 0, 0, 0]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), min_size=1, max_size=8))
async def test_what_is_booked_is_what_was_free_and_no_more(world: World, stays: list[tuple[int, int]]) -> None:
    """Against a list of nights: a stay is taken exactly when one of the two kennels has none of its nights."""
    side = await world.open(f"many-{world.key()}", vaccine_asks=())
    await board(world, side, "dog", "dog")
    slept: dict[int, set[date]] = {0: set(), 1: set()}
    for number, (first, many) in enumerate(stays):
        day = SATURDAY + timedelta(days=first)
        mine = {day + timedelta(days=n) for n in range(many)}
        pet = await another(world, side.owner, f"狗{number}")
        entry = Entry(pet, nights(many), world.at(side, 14, day=day))
        is_shut = 4 in (day.isoweekday(), (day + timedelta(days=many)).isoweekday())
        free = [kennel for kennel, theirs in slept.items() if not theirs & mine]
        try:
            booked = await world.bookings.enter(side.manager, entry, world.key())
        except ClosedDay:
            assert is_shut
        except SlotTaken:
            assert not free
        else:
            assert free
            assert not is_shut
            numbers = sorted(await _kennel_numbers(world, side))
            here = next(one for one in await taken(world, side, booked.id) if one.resource_no in numbers)
            kennel = numbers.index(here.resource_no)
            assert kennel in free
            slept[kennel] |= mine


async def _kennel_numbers(world: World, side: Side) -> list[int]:
    team = await world.db.read(lambda tx: world.shops.team(tx, side.shop.id))
    return [one.resource_no for one in team.stations if one.kind is StationKind.KENNEL]
