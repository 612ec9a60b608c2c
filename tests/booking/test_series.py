"""Series: judged whole, booked whole or not at all, called off from one visit on."""

import asyncio
from datetime import date

import pytest
import sqlalchemy as sa

from pawline.booking import (
    BadRhythm,
    BookingClosed,
    Entry,
    NoSuchBooking,
    NotInSeries,
    Series,
    SeriesOrder,
    SeriesPlan,
    SeriesRefused,
    SeriesStart,
    SeriesView,
    ServiceLine,
    StaleVersion,
    TooFarAhead,
    Wish,
)
from pawline.booking.claims import claim
from pawline.booking.model import PetWish
from pawline.booking.store import booking
from pawline.pets import NewPet, NewVaccine, NoSuchPet, Vaccines
from pawline.platform.commands import KeyReused
from pawline.platform.errors import Forbidden
from pawline.platform.ids import PetId
from pawline.platform.outbox import outbox
from pawline.shop import Label, local_time
from tests.booking.world import BATH, EveryOwnersChat, Side, World, later

CAT = (ServiceLine("cat_bath"),)
HOLIDAY = Label("放假", "Holiday")


@pytest.fixture
def series(world: World) -> Series:
    return Series(world.db, world.clock, world.ids, world.shops, world.pets, EveryOwnersChat())  # type: ignore[arg-type]


async def plan(
    world: World, series: Series, side: Side, at_ms: int, weeks: int = 1, times: int = 4, **more: object
) -> SeriesPlan:
    wish = Wish(side.pet, BATH, at_ms=at_ms, **more)  # type: ignore[arg-type]
    return await world.db.read(lambda tx: series.plan(tx, side.manager, wish, weeks, times))


def order_of(side: Side, view: SeriesPlan, *also: PetWish, weeks: int = 1) -> SeriesOrder:
    """Everything that the plan found, as it found it."""
    visits = [SeriesStart(one.time.start_ms, one.time.groomer.id) for one in view.lines if one.time]  # type: ignore[arg-type]
    if also:
        visits = [SeriesStart(one.start_ms) for one in visits]
    return SeriesOrder((PetWish(side.pet, BATH), *also), weeks, tuple(visits))


async def made(world: World, series: Series, side: Side, at_ms: int, weeks: int = 1, times: int = 4) -> SeriesView:
    order = order_of(side, await plan(world, series, side, at_ms, weeks, times), weeks=weeks)
    return await series.make(side.manager, order, world.key())


async def count(world: World, *status: str) -> tuple[int, int]:
    """Bookings of these states, and what is taken."""

    def ask(tx):  # type: ignore[no-untyped-def]
        mine = sa.select(sa.func.count()).select_from(booking).where(booking.c.status.in_(status))
        taken = sa.select(sa.func.count()).select_from(claim).where(claim.c.active.is_(True))
        return tx.execute(mine).scalar_one(), tx.execute(taken).scalar_one()

    return await world.db.read(ask)


async def facts(world: World) -> list[str]:
    found = await world.db.read(lambda tx: tx.execute(sa.select(outbox.c.type).order_by(outbox.c.id)).scalars().all())
    return [one for one in found if one.startswith(("Booking", "Series"))]


async def seen(world: World, series: Series, side: Side, booking_id: str) -> SeriesView:
    return await world.db.read(lambda tx: series.series_for(tx, side.owner, booking_id))


async def test_a_free_series_is_planned_and_booked_whole(world: World, series: Series, a: Side) -> None:
    at_ms = world.at(a, 14)
    view = await plan(world, series, a, at_ms, 4, 6)
    assert [(one.number, one.state, one.why) for one in view.lines] == [(n, "free", None) for n in range(1, 7)]
    assert all(one.time and one.time.start_ms == one.wished_ms for one in view.lines)
    days = [local_time(one.wished_ms, a.shop.clock_zone) for one in view.lines]
    assert [one.date() for one in days] == [later(28 * n) for n in range(6)]
    assert {one.strftime("%H:%M") for one in days} == {"14:00"}

    view = await series.make(a.manager, order_of(a, view, weeks=4), world.key())
    assert [(one.number, one.status, one.is_open) for one in view.visits] == [
        (n, "confirmed", True) for n in range(1, 7)
    ]
    assert (await count(world, "confirmed"))[0] == 6
    assert await facts(world) == ["BookingConfirmed"] * 6 + ["SeriesChanged"]
    third = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, view.visits[2].booking_id))
    assert third.series is not None
    assert (third.series.id, third.series.number, third.series.of) == (view.id, 3, 6)
    assert view.total_cents == 6 * third.total_cents


async def test_the_horizon_does_not_bind_the_desk(world: World, series: Series, a: Side) -> None:
    view = await made(world, series, a, world.at(a, 14), 12, 5)
    assert view.visits[-1].starts_ms == world.at(a, 14, day=later(12 * 7 * 4))
    with pytest.raises(TooFarAhead):
        await plan(world, series, a, world.at(a, 14, day=later(7 * 100)), 12, 5)
    far = SeriesOrder(
        (PetWish(a.pet, BATH),), 1, tuple(SeriesStart(world.at(a, 14, day=later(7 * n))) for n in (104, 105))
    )
    with pytest.raises(TooFarAhead):
        await series.make(a.manager, far, world.key())


async def test_across_a_holiday(world: World, series: Series, a: Side) -> None:
    """The day of the holiday says so, and goes to the nearest day around it, at the same time of day."""
    holiday = later(14)
    await world.shops.close_on(a.manager, holiday, HOLIDAY)
    view = await plan(world, series, a, world.at(a, 14))
    assert [one.state for one in view.lines] == ["free", "free", "moved", "free"]
    line = view.lines[2]
    assert line.why is not None
    assert "店休" in line.why.zh
    assert "closed" in line.why.en
    assert line.time is not None
    assert line.time.start_ms == world.at(a, 14, day=later(13))
    near = {local_time(one.start_ms, a.shop.clock_zone).date() for one in line.nearest}
    # Thursdays are closed.
    assert near == {later(11), later(12), later(13), later(15), later(17)}
    # As wished it is refused, by date and reason, and nothing is left of the others.
    starts = tuple(SeriesStart(one.wished_ms) for one in view.lines)
    with pytest.raises(SeriesRefused) as refusal:
        await series.make(a.manager, SeriesOrder((PetWish(a.pet, BATH),), 1, starts), "whole")
    assert (refusal.value.data["number"], refusal.value.data["line"].time) == (3, line.time)
    assert refusal.value.sentence("zh") == (
        "第 3 次（12月8日周二 14:00）约不了：12月8日周二店休。一次都没有约，改好这一次再约。"
    )
    assert await count(world, "confirmed", "cancelled", "held") == (0, 0)
    assert await facts(world) == []
    # The same key after it was mended is another request; a new key books.
    done = await series.make(a.manager, order_of(a, view), world.key())
    assert [one.status for one in done.visits] == ["confirmed"] * 4


async def test_a_whole_series_on_a_closed_weekday(world: World, series: Series, a: Side) -> None:
    view = await plan(world, series, a, world.at(a, 14, day=later(2)))
    assert {one.state for one in view.lines} == {"moved"}
    assert [local_time(one.time.start_ms, a.shop.clock_zone).isoweekday() for one in view.lines if one.time] == [3] * 4


async def test_a_fortnight_of_holidays_has_nothing_near(world: World, series: Series, a: Side) -> None:
    await world.shops.close_on(a.manager, later(10), HOLIDAY, later(18))
    view = await plan(world, series, a, world.at(a, 14))
    assert [one.state for one in view.lines] == ["free", "free", "none", "free"]
    assert (view.lines[2].time, view.lines[2].nearest) == (None, [])


async def test_whole_or_nothing_when_one_is_taken_meanwhile(world: World, series: Series, a: Side) -> None:
    view = await plan(world, series, a, world.at(a, 14), groomer_id=a.groomers[1])
    small = await world.pets.add_pet(a.other, NewPet(name="先来", species="dog", breed="泰迪"))
    taken = Entry(PetId(small.id), BATH, world.at(a, 14, day=later(21)), a.groomers[1])
    await world.bookings.enter(a.manager, taken, world.key())
    before = await count(world, "confirmed")
    with pytest.raises(SeriesRefused) as refusal:
        await series.make(a.manager, order_of(a, view), "k")
    assert refusal.value.data["number"] == 4
    line = refusal.value.data["line"]
    assert line.state == "moved"
    # Somebody else at that very time is among what is offered instead.
    assert (world.at(a, 14, day=later(21)), a.groomers[0]) in {(one.start_ms, one.groomer.id) for one in line.nearest}
    assert await count(world, "confirmed") == before
    # The last one as it is offered now: with the same key nothing was decided before.
    visits = (*order_of(a, view).visits[:3], SeriesStart(line.time.start_ms, line.time.groomer.id))
    done = await series.make(a.manager, SeriesOrder((PetWish(a.pet, BATH),), 1, visits), "k")
    assert len(done.visits) == 4


async def test_who_is_off_that_day(world: World, series: Series, a: Side) -> None:
    await world.shops.roster.change_days(a.manager, a.groomers[1], later(7), later(7), None)
    view = await plan(world, series, a, world.at(a, 14), groomer_id=a.groomers[1])
    line = view.lines[1]
    assert line.state == "moved"
    assert line.time is not None
    assert line.time.groomer.id == a.groomers[1]
    assert line.why is not None
    assert "不上班" in line.why.zh or "别的美容师可以" in line.why.zh
    assert (world.at(a, 14, day=later(7)), a.groomers[0]) in {(one.start_ms, one.groomer.id) for one in line.nearest}
    assert [one.state for one in view.lines] == ["free", "moved", "free", "free"]


async def test_a_pet_that_rests_after_its_vaccination(world: World, series: Series, a: Side) -> None:
    """The gate moves the first visits by its reason, and books none of them as wished."""
    vaccines = Vaccines(world.db, world.clock, world.ids, world.pets)
    today = local_time(world.clock.now_ms(), a.shop.clock_zone).date()
    await vaccines.note(a.manager, a.pet, NewVaccine(kind="rabies", given=today))
    view = await plan(world, series, a, world.at(a, 14))
    first = view.lines[0]
    assert first.state in ("moved", "none")
    assert first.why is not None
    assert "疫苗" in first.why.zh
    assert view.lines[-1].state == "free"
    visits = tuple(SeriesStart(one.wished_ms) for one in view.lines)
    with pytest.raises(SeriesRefused) as refusal:
        await series.make(a.manager, SeriesOrder((PetWish(a.pet, BATH),), 1, visits), world.key())
    assert "疫苗" in refusal.value.sentence("zh")
    assert await count(world, "confirmed") == (0, 0)


async def test_across_daylight_saving(world: World, series: Series) -> None:
    berlin = await world.open("berlin", "Europe/Berlin")
    at_ms = world.at(berlin, 14, day=date(2027, 3, 16))
    view = await made(world, series, berlin, at_ms, 1, 4)
    clocks = [local_time(one.starts_ms, berlin.shop.clock_zone).strftime("%a %H:%M") for one in view.visits]
    assert clocks == ["Tue 14:00"] * 4
    hours = [
        (two.starts_ms - one.starts_ms) // 3_600_000 for one, two in zip(view.visits, view.visits[1:], strict=False)
    ]
    assert hours == [168, 167, 168]


async def test_a_double_tap_books_once(world: World, series: Series, a: Side) -> None:
    order = order_of(a, await plan(world, series, a, world.at(a, 14)))
    first, second = await asyncio.gather(*(series.make(a.manager, order, "tap") for _ in range(2)))
    assert first == second
    assert (await count(world, "confirmed"))[0] == 4
    with pytest.raises(KeyReused):
        await series.make(a.manager, SeriesOrder(order.pets, 2, order.visits), "tap")


async def test_several_pets_come_each_time(world: World, series: Series, a: Side) -> None:
    cat = PetId((await world.pets.add_pet(a.owner, NewPet(name="咪咪", species="cat", breed="英短"))).id)
    also = PetWish(cat, CAT)
    view = await plan(world, series, a, world.at(a, 14), also=(also,))
    assert all(one.time and [part.pet_name for part in one.time.pets] == ["豆豆", "咪咪"] for one in view.lines)
    done = await series.make(a.manager, order_of(a, view, also), world.key())
    assert [pet.name for pet in done.pets] == ["豆豆", "咪咪"]
    assert [one.ends_ms for one in done.visits] == [one.time.end_ms for one in view.lines if one.time]
    assert (await count(world, "confirmed"))[0] == 8
    assert done.total_cents == 4 * view.total_cents
    # One of them stays at home once: the visit goes on, and with the other one from then on all is called off.
    second = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, done.visits[1].booking_id))
    await world.bookings.cancel(a.owner, second.parts[0].id, second.parts[0].version, world.key(), is_alone=True)
    now = await seen(world, series, a, done.visits[0].booking_id)
    assert [one.status for one in now.visits] == ["confirmed"] * 4
    assert now.visits[1].booking_id == second.parts[1].id
    assert now.version > done.version
    off = await series.cancel_following(a.owner, now.visits[1].booking_id, now.version, world.key())
    assert [one.status for one in off.visits] == ["confirmed", "cancelled", "cancelled", "cancelled"]
    assert (await count(world, "confirmed"))[0] == 2


async def test_this_and_all_that_follow_with_a_late_fee_on_the_first(world: World, series: Series, a: Side) -> None:
    done = await made(world, series, a, world.at(a, 14))
    world.go_to(a, 12, day=later(7))
    now = await seen(world, series, a, done.visits[1].booking_id)
    assert [one.fee_cents > 0 for one in now.visits[1:]] == [True, False, False]
    off = await series.cancel_following(a.owner, now.visits[1].booking_id, now.version, "off")
    assert [one.status for one in off.visits] == ["confirmed", "cancelled", "cancelled", "cancelled"]
    fees = sa.select(booking.c.fee_cents).order_by(booking.c.starts_ms)
    owed = await world.db.read(lambda tx: list(tx.execute(fees).scalars()))
    assert owed == [0, now.visits[1].fee_cents, 0, 0]
    assert (await facts(world))[-4:] == ["BookingCancelled"] * 3 + ["SeriesChanged"]
    # A double tap answers the same; another one finds nothing to call off.
    assert await series.cancel_following(a.owner, now.visits[1].booking_id, now.version, "off") == off
    with pytest.raises(BookingClosed):
        await series.cancel_following(a.owner, now.visits[1].booking_id, off.version, world.key())
    assert (await count(world, "confirmed"))[0] == 1


async def test_when_the_shop_calls_off_nobody_pays(world: World, series: Series, a: Side) -> None:
    done = await made(world, series, a, world.at(a, 14))
    world.go_to(a, 12)
    await series.cancel_following(a.manager, done.visits[0].booking_id, done.version, world.key())
    fees = sa.select(sa.func.sum(booking.c.fee_cents))
    assert await world.db.read(lambda tx: tx.execute(fees).scalar_one()) == 0
    assert await count(world, "confirmed") == (0, 0)


async def test_what_was_shown_is_what_is_called_off(world: World, series: Series, a: Side) -> None:
    """One is moved behind the others meanwhile: the page shows that before anything is called off."""
    done = await made(world, series, a, world.at(a, 14))
    second = done.visits[1]
    goes_to = world.at(a, 15, day=later(30))
    times = await world.bookings.offer_move(a.owner, second.booking_id, later(30))
    offer = next(one for day in times.times.values() for one in day if one.is_free and one.start_ms >= goes_to)
    moved = await world.bookings.move(a.owner, second.booking_id, 1, offer.offer_id, world.key())
    assert moved.series is not None
    assert moved.series.number == 2
    with pytest.raises(StaleVersion):
        await series.cancel_following(a.owner, done.visits[2].booking_id, done.version, world.key())
    now = await seen(world, series, a, done.visits[2].booking_id)
    assert [one.number for one in now.visits] == [1, 3, 4, 2]
    off = await series.cancel_following(a.owner, done.visits[2].booking_id, now.version, world.key())
    assert [one.status for one in off.visits] == ["confirmed", "cancelled", "cancelled", "cancelled"]


async def test_one_alone_is_called_off_as_any_other(world: World, series: Series, a: Side) -> None:
    done = await made(world, series, a, world.at(a, 14))
    await world.bookings.cancel(a.owner, done.visits[1].booking_id, 1, world.key())
    now = await seen(world, series, a, done.visits[0].booking_id)
    assert [one.status for one in now.visits] == ["confirmed", "cancelled", "confirmed", "confirmed"]
    # What was called off before stays as it was.
    off = await series.cancel_following(a.owner, done.visits[0].booking_id, now.version, world.key())
    assert {one.status for one in off.visits} == {"cancelled"}
    assert (await facts(world)).count("BookingCancelled") == 4


async def test_what_has_begun_is_not_called_off(world: World, series: Series, a: Side) -> None:
    done = await made(world, series, a, world.at(a, 14))
    first = done.visits[0]
    world.go_to(a, 14, 5)
    await world.db.write(lambda tx: world.bookings.mark_stage(tx, a.shop.id, first.booking_id, "bath"))
    now = await seen(world, series, a, first.booking_id)
    assert [one.is_open for one in now.visits] == [False, True, True, True]
    with pytest.raises(BookingClosed):
        await series.cancel_following(a.owner, first.booking_id, now.version, world.key())


async def test_a_day_that_is_closed_afterwards_is_a_trouble(world: World, series: Series, a: Side) -> None:
    """As with any other booking: it stays, and the desk sees that it cannot happen as planned."""
    done = await made(world, series, a, world.at(a, 14))
    await world.shops.close_on(a.manager, later(7), HOLIDAY)
    troubles = await world.db.read(lambda tx: world.bookings.troubles(tx, a.manager))
    assert [one.booking_id for one in troubles] == [done.visits[1].booking_id]


async def test_two_shops_and_who_may(world: World, series: Series, a: Side, b: Side) -> None:
    theirs = await made(world, series, b, world.at(b, 14))
    done = await made(world, series, a, world.at(a, 14))
    assert {one.status for one in done.visits} == {one.status for one in theirs.visits} == {"confirmed"}
    one = done.visits[0].booking_id
    for who in (a.other, b.owner, b.manager):
        with pytest.raises(NoSuchBooking):
            await world.db.read(lambda tx, who=who: series.series_for(tx, who, one))
        with pytest.raises(NoSuchBooking):
            await series.cancel_following(who, one, done.version, world.key())
    wish, order = Wish(a.pet, BATH, at_ms=world.at(a, 16)), SeriesOrder((PetWish(a.pet, BATH),), 1, ())
    with pytest.raises(Forbidden):
        await world.db.read(lambda tx: series.plan(tx, a.owner, wish, 1, 4))
    with pytest.raises(Forbidden):
        await series.make(a.owner, order, world.key())
    with pytest.raises(NoSuchPet):
        await world.db.read(lambda tx: series.plan(tx, b.manager, wish, 1, 4))
    starts = tuple(SeriesStart(world.at(a, 16, day=later(7 * n))) for n in range(2))
    with pytest.raises(NoSuchPet):
        await series.make(b.manager, SeriesOrder((PetWish(a.pet, BATH),), 1, starts), world.key())
    with pytest.raises(BadRhythm):
        await series.make(a.manager, SeriesOrder((PetWish(a.pet, BATH),), 1, starts[:1]), world.key())
    alone = await world.bookings.enter(a.manager, Entry(a.others_pet, BATH, world.at(a, 16)), world.key())
    with pytest.raises(NotInSeries):
        await world.db.read(lambda tx: series.series_for(tx, a.other, alone.id))
    with pytest.raises(NotInSeries):
        await series.cancel_following(a.other, alone.id, 1, world.key())


async def test_two_desks_book_overlapping_series_at_once(world: World, series: Series, a: Side) -> None:
    """Every desk wants the same person, and they meet on one day only: one series is there whole, no other at all."""
    orders: list[SeriesOrder] = []
    for number in range(12):
        _, pet = await world._owner(a.shop.id)
        # They begin a week apart, backwards and forwards, and all of them come in the sixth week.
        weeks = [n for n in range(12) if n == 5 or n % 12 == number]
        starts = [SeriesStart(world.at(a, 14, day=later(7 * n)), a.groomers[1]) for n in weeks]
        if len(starts) == 1:
            starts.append(SeriesStart(world.at(a, 14, day=later(7 * 13)), a.groomers[1]))
        orders.append(SeriesOrder((PetWish(pet, BATH),), 1, tuple(starts)))
    tries = (series.make(a.manager, one, world.key()) for one in orders)
    answers = await asyncio.gather(*tries, return_exceptions=True)
    winners = [one for one in answers if isinstance(one, SeriesView)]
    assert len(winners) == 1
    assert all(isinstance(one, SeriesRefused) for one in answers if one not in winners)
    assert (await count(world, "confirmed", "held", "cancelled"))[0] == len(winners[0].visits) == 2
    ids = sa.select(claim.c.booking_id).where(claim.c.active.is_(True)).distinct()
    taken = await world.db.read(lambda tx: set(tx.execute(ids).scalars()))
    assert taken == {one.booking_id for one in winners[0].visits}
