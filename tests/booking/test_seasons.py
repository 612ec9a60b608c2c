"""Prices of some days, wherever a price is shown or agreed: offers, weeks, the desk, series, moves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pawline.booking import (
    BookingDesk,
    BookingView,
    Entry,
    MoveWish,
    PetWish,
    PriceChanged,
    Series,
    SeriesOrder,
    SeriesStart,
    ServiceLine,
    Wish,
)
from pawline.people import Actor
from pawline.pets import NewPet, PetChange
from pawline.platform.db import Tx
from pawline.platform.ids import PetId
from pawline.shop import Label, PriceRule, SeasonChange
from tests.booking.world import BATH, GROOM, TUESDAY, EveryOwnersChat, Side, World, later, take_stays

FRIDAY, SATURDAY, SUNDAY = later(3), later(4), later(5)
LISTED, DEAR = 42_800, 51_400
WEEKEND = SeasonChange(Label("周末", "Weekend"), TUESDAY, TUESDAY + timedelta(days=300), 20, frozenset({6, 7}))


@pytest.fixture
async def a(world: World) -> Side:
    return await world.open("a", vaccine_asks=())


async def dearer(world: World, side: Side, percent: int = 20, **more: object) -> str:
    change = replace(WEEKEND, percent=percent, **more)  # type: ignore[arg-type]
    return (await world.shops.season_list.add(side.manager, change)).id


async def view_of(world: World, owner: Actor, booking_id: str) -> BookingView:
    return await world.db.read(lambda tx: world.bookings.view_for(tx, owner, booking_id))


def told(view: BookingView) -> list[tuple[str, int]]:
    assert sum(line.price_cents for line in view.lines) == view.total_cents
    return [(line.label.zh, line.price_cents) for line in view.lines]


async def test_an_offer_and_its_card_have_the_price_of_their_day(world: World, a: Side) -> None:
    await dearer(world, a)
    view = await world.offers(a, world.at(a, 15, day=FRIDAY))
    totals = {day: {one.total_cents for one in times} for day, times in view.times.items()}
    assert (totals[FRIDAY.isoformat()], totals[SATURDAY.isoformat()]) == ({LISTED}, {DEAR})
    assert view.agreed_cents is None
    held = await world.hold(a, world.at(a, 15, day=SATURDAY))
    assert told(held) == [("美容造型", LISTED), ("周末 +20%", DEAR - LISTED)]
    assert held.total_cents == DEAR


async def test_another_shop_knows_nothing_of_it(world: World, a: Side) -> None:
    b = await world.open("b", vaccine_asks=())
    await dearer(world, a)
    offered = [await world.offer_at(side, world.at(side, 15, day=SATURDAY)) for side in (a, b)]
    assert [one.total_cents for one in offered] == [DEAR, LISTED]


async def test_what_is_held_or_booked_keeps_its_price(world: World, a: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15, day=SATURDAY))
    held = await world.hold(a, world.at(a, 10, day=SATURDAY), services=BATH)
    await dearer(world, a)
    for one in (sure, held):
        assert told(await view_of(world, a.owner, one.id)) == told(one)
    now = await world.bookings.confirm(a.owner, held.id, held.version, world.key())
    assert now.total_cents == held.total_cents
    assert (await world.offer_at(a, world.at(a, 15, day=SUNDAY))).total_cents == DEAR


async def test_the_fee_and_the_deposit_are_of_the_whole_price(world: World) -> None:
    side = await world.open("fees", deposit_percent=50, is_deposit_for_new=True, late_percent=30, vaccine_asks=())
    await dearer(world, side)
    held = await world.hold(side, world.at(side, 15, day=SATURDAY))
    assert held.deposit is not None
    assert held.deposit.due_cents == DEAR // 2
    world.go_to(side, 16, day=FRIDAY)
    late = await world.hold(side, world.at(side, 15, day=SATURDAY))
    assert late.policy.fee_cents == DEAR * 30 // 100


async def test_a_stay_pays_for_the_nights_of_the_season(world: World, a: Side) -> None:
    await take_stays(world.db, world.shops, a.manager, "dog")
    await dearer(world, a)
    three = (ServiceLine("boarding", 3),)
    view = await world.offers(a, world.at(a, 14, day=FRIDAY), services=three)
    assert [one.total_cents for one in view.times[FRIDAY.isoformat()]] == [24_000 + 3_200]
    booked = await world.confirmed(a, world.at(a, 14, day=FRIDAY), services=three)
    assert told(booked) == [("寄养 · 3 晚", 24_000), ("周末 +20% · 2 晚", 3_200)]


async def test_moved_over_the_border_it_costs_what_the_new_day_costs(world: World, a: Side) -> None:
    await dearer(world, a)
    booked = await world.confirmed(a, world.at(a, 15, day=FRIDAY))
    view = await world.bookings.offer_move(a.owner, booked.id, day=FRIDAY)
    assert view.agreed_cents == LISTED
    (offer,) = [one for one in view.times[SATURDAY.isoformat()] if one.start_ms == world.at(a, 15, day=SATURDAY)]
    assert offer.total_cents == DEAR
    moved = await world.bookings.move(a.owner, booked.id, booked.version, offer.offer_id, world.key())
    assert (moved.total_cents, told(moved)[1:]) == (DEAR, [("周末 +20%", DEAR - LISTED)])
    back = await world.bookings.offer_move(a.owner, booked.id, day=FRIDAY)
    assert back.agreed_cents == DEAR
    (offer,) = [one for one in back.times[FRIDAY.isoformat()] if one.start_ms == world.at(a, 15, day=FRIDAY)]
    moved = await world.bookings.move(a.owner, booked.id, moved.version, offer.offer_id, world.key())
    assert told(moved) == told(booked)


async def moved_to(world: World, side: Side, booked: BookingView, at_ms: int) -> BookingView:
    """By the offer that the owner sees, whose price has to be what it comes to."""
    view = await world.bookings.offer_move(side.owner, booked.id, at_ms=at_ms)
    (offer,) = [one for times in view.times.values() for one in times if one.start_ms == at_ms]
    moved = await world.bookings.move(side.owner, booked.id, booked.version, offer.offer_id, world.key())
    assert moved.total_cents == offer.total_cents
    return moved


async def test_what_was_agreed_stays_where_the_day_costs_as_much(world: World, a: Side) -> None:
    """A season and a new price list come after the yes; within days that cost the same they are nothing to it."""
    booked = await world.confirmed(a, world.at(a, 15, day=SATURDAY), services=BATH)
    assert booked.total_cents == 18_800
    await dearer(world, a)
    await world.shops.price_list.set_prices(a.manager, "bath", [PriceRule("bath", 90, 20_000, "dog")])
    hour = await moved_to(world, a, booked, world.at(a, 16, day=SATURDAY))
    assert (hour.total_cents, [line.price_cents for line in hour.lines]) == (18_800, [18_800])
    assert sum(line.minutes for line in hour.lines) == (hour.ends_ms - hour.starts_ms) // 60_000 == 90
    day = await moved_to(world, a, hour, world.at(a, 16, day=SUNDAY))
    assert day.total_cents == 18_800
    other = await moved_to(world, a, day, world.at(a, 16, day=FRIDAY))
    assert other.total_cents == 20_000
    dear = await moved_to(world, a, other, world.at(a, 16, day=SATURDAY))
    assert told(dear) == [("基础洗护", 20_000), ("周末 +20%", 4_000)]


async def test_nobody_is_moved_at_a_price_that_they_have_not_seen(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15, day=FRIDAY))
    at_ms = world.at(a, 15, day=SATURDAY)
    view = await world.bookings.offer_move(a.owner, booked.id, at_ms=at_ms)
    (offer,) = [one for times in view.times.values() for one in times if one.start_ms == at_ms]
    assert offer.total_cents == LISTED
    season_id = await dearer(world, a)
    with pytest.raises(PriceChanged) as told_why:
        await world.bookings.move(a.owner, booked.id, booked.version, offer.offer_id, world.key())
    assert "原来 ¥428，现在 ¥514" in told_why.value.sentence("zh")
    still = await view_of(world, a.owner, booked.id)
    assert (still.starts_ms, still.total_cents) == (booked.starts_ms, LISTED)
    # Less is no reason to ask.
    await world.shops.season_list.change(a.manager, season_id, replace(WEEKEND, percent=-20))
    moved = await world.bookings.move(a.owner, booked.id, booked.version, offer.offer_id, world.key())
    assert moved.total_cents < LISTED


async def test_another_size_is_another_price(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15, day=FRIDAY), services=BATH)
    await world.pets.change_pet(a.manager, a.pet, PetChange(size="XL"))
    moved = await moved_to(world, a, booked, world.at(a, 16, day=FRIDAY))
    assert (booked.total_cents, moved.total_cents) == (18_800, 26_800)


async def test_it_never_costs_more_than_who_books_that_day_now(world: World, a: Side) -> None:
    """The shop has carried a dear booking to a cheap day, where it kept its price; the owner goes on to another."""
    await dearer(world, a, 100)
    booked = await world.confirmed(a, world.at(a, 15, day=SATURDAY))
    wish = MoveWish(booked.version, world.at(a, 15, day=FRIDAY), a.groomers[0], is_told=False)
    carried = (await world.moves.move(a.manager, booked.id, wish, world.key())).booking
    assert carried.total_cents == 2 * LISTED
    moved = await moved_to(world, a, carried, world.at(a, 16, day=FRIDAY))
    assert told(moved) == [("美容造型", LISTED)]


async def test_a_wish_for_something_else_costs_what_that_costs(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15, day=FRIDAY), services=BATH)
    wish = Wish(a.pet, GROOM, at_ms=world.at(a, 16, day=FRIDAY))
    week = await world.db.read(lambda tx: world.bookings.week(tx, a.owner, wish, world.c(a.owner), booked.id))
    assert week.agreed_cents == booked.total_cents
    view = await world.bookings.offer(a.owner, wish, world.c(a.owner), booked.id)
    (offer,) = [one for one in view.times[FRIDAY.isoformat()] if one.start_ms == wish.at_ms]
    assert offer.total_cents == LISTED


async def test_the_desk_carries_it_elsewhere_for_the_price_that_was_agreed(world: World, a: Side) -> None:
    await dearer(world, a)
    booked = await world.confirmed(a, world.at(a, 15, day=FRIDAY))
    wish = MoveWish(booked.version, world.at(a, 15, day=SATURDAY), a.groomers[0], is_told=False)
    moved = await world.moves.move(a.manager, booked.id, wish, world.key())
    assert told(moved.booking) == told(booked)


async def test_a_week_and_the_desk_say_the_price_of_each_day(world: World, a: Side) -> None:
    await dearer(world, a)
    wish = Wish(a.pet, GROOM, day=FRIDAY)
    week = await world.db.read(lambda tx: world.bookings.week(tx, a.owner, wish))
    assert week.total_cents == LISTED
    prices = {one.date: one.price.total_cents for one in week.days if one.price}
    assert prices == {SATURDAY.isoformat(): DEAR, SUNDAY.isoformat(): DEAR}
    desk = BookingDesk(
        world.db, world.clock, world.shops, world.pets, None, None, world.bookings  # type: ignore[arg-type]
    )  # fmt: skip
    view = await world.db.read(lambda tx: desk.times(tx, a.manager, wish))
    assert {one.date: one.price.total_cents for one in view.days if one.price} == prices
    (saturday,) = [one for one in view.days if one.date == SATURDAY.isoformat()]
    assert saturday.price is not None
    assert sum(line.price_cents for line in saturday.price.lines) == DEAR
    booked = await world.bookings.enter(a.manager, Entry(a.pet, GROOM, world.at(a, 15, day=SATURDAY)), world.key())
    assert booked.total_cents == DEAR


async def test_pets_that_come_together_have_a_line_each(world: World, a: Side) -> None:
    await dearer(world, a)
    other = PetId((await world.pets.add_pet(a.owner, NewPet(name="糯米", species="dog", breed="泰迪"))).id)
    offer = await world.offer_at(a, world.at(a, 15, day=SATURDAY), also=(PetWish(other, BATH),))
    held = await world.bookings.hold(a.owner, offer.offer_id, world.key())
    assert [(line.pet_name, line.label.zh) for line in held.lines] == [
        ("豆豆", "美容造型"), ("豆豆", "周末 +20%"), ("糯米", "基础洗护"), ("糯米", "周末 +20%"),
    ]  # fmt: skip
    assert held.total_cents == offer.total_cents == sum(line.price_cents for line in held.lines)


async def test_each_visit_of_a_series_has_the_price_of_its_day(world: World, a: Side) -> None:
    sundays = replace(WEEKEND, first=later(10), last=later(20))
    await world.shops.season_list.add(a.manager, sundays)
    series = Series(world.db, world.clock, world.ids, world.shops, world.pets, EveryOwnersChat())  # type: ignore[arg-type]
    wish = Wish(a.pet, GROOM, at_ms=world.at(a, 15, day=SATURDAY))
    plan = await world.db.read(lambda tx: series.plan(tx, a.manager, wish, 1, 3))
    assert plan.total_cents == LISTED
    by_visit = [one.totals_cents.get((SATURDAY + timedelta(weeks=n)).isoformat()) for n, one in enumerate(plan.lines)]
    assert by_visit == [None, DEAR, DEAR]
    starts = tuple(SeriesStart(one.time.start_ms) for one in plan.lines if one.time)
    made = await series.make(a.manager, SeriesOrder((PetWish(a.pet, GROOM),), 1, starts), world.key())
    assert made.total_cents == LISTED + 2 * DEAR


async def test_the_day_is_the_shops_own_also_when_its_clock_changes(world: World) -> None:
    """In New York the evening of the 27th is the 28th in London, and 14 March has 23 hours."""
    side = await world.open("york", zone="America/New_York", vaccine_asks=())
    await take_stays(world.db, world.shops, side.manager, "dog")
    for name, day in (("黑五", FRIDAY), ("换时", date(2027, 3, 14))):
        await world.shops.season_list.add(side.manager, SeasonChange(Label(name, ""), day, day, 50))
    booked = await world.bookings.enter(
        side.manager, Entry(side.pet, BATH, world.at(side, 18, 45, day=FRIDAY)), world.key()
    )  # fmt: skip
    assert told(booked)[1:] == [("黑五 +50%", 9_400)]
    three = (ServiceLine("boarding", 3),)
    stay = Entry(side.pet, three, world.at(side, 19, day=date(2027, 3, 13)))
    assert told(await world.bookings.enter(side.manager, stay, world.key()))[1:] == [("换时 +50% · 1 晚", 4_000)]


async def test_seasons_are_read_once_until_something_changes(world: World, a: Side) -> None:
    known = world.bookings._known

    def look(tx: Tx) -> tuple[object, ...]:
        return known.premises(tx, world.shops, world.shops.shop_of(tx, a.shop.id))

    first = await world.db.read(look)
    assert await world.db.read(look) is first
    season_id = await dearer(world, a)
    assert (await world.db.read(look))[2] != first[2]
    await world.shops.season_list.remove(a.manager, season_id)
    assert await world.db.read(look) == first
