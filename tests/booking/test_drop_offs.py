"""A shop to which pets are brought at certain times: what owners, the desk, moves and the database make of it."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace

import psycopg
import pytest
from msgspec import structs

from pawline.booking import (
    BookingDesk,
    BookingView,
    Entry,
    MoveWish,
    NotFree,
    Series,
    SlotTaken,
    Wish,
    claims,
)
from pawline.booking.errors import NoDropOff, OutsideHours
from pawline.booking.model import MINUTE_MS, PetWish
from pawline.pets import NewPet
from pawline.platform.errors import Forbidden
from pawline.platform.ids import PetId
from pawline.shop import BadDropSlot, BadNumber, BadShop, DropSlot, Label, Settings
from pawline.shop.checks import MOST_DROP_SLOTS
from tests.booking.test_desk import desk as desk
from tests.booking.test_desk_moves import spots
from tests.booking.test_overlap import INSERT
from tests.booking.test_series import order_of, plan
from tests.booking.test_series import series as series
from tests.booking.world import BATH, TUESDAY, Side, World, later

pytestmark = pytest.mark.asyncio

TWICE = tuple(DropSlot(day, at, 2, 240) for day in (2, 5) for at in (9 * 60, 14 * 60))


@pytest.fixture
async def a(world: World) -> Side:
    """Brought on Tuesdays and Fridays at nine and at two, two at a time; on other days whenever there is room."""
    return await world.open("drops", vaccine_asks=(), drop_slots=TWICE)


async def a_pet(world: World, side: Side, name: str) -> PetId:
    return PetId((await world.pets.add_pet(side.other, NewPet(name=name, species="dog", breed="泰迪"))).id)


async def enter(world: World, side: Side, at_ms: int, pet: PetId | None = None, **more: object) -> BookingView:
    entry = Entry(pet or side.pet, BATH, at_ms, **more)  # type: ignore[arg-type]
    return await world.bookings.enter(side.manager, entry, world.key())


async def free(world: World, side: Side, **more: object) -> list[tuple[int, int]]:
    """(when to come, when ready) of Tuesday, for the other owner."""
    view = await world.offers(side, more.pop("at_ms", world.at(side, 9)), side.other, services=BATH, **more)  # type: ignore[arg-type]
    return [(one.start_ms, one.end_ms) for one in view.times["2026-11-24"] if one.is_free]


async def fill(world: World, side: Side, hour: int) -> list[BookingView]:
    return [await enter(world, side, world.at(side, hour), await a_pet(world, side, f"{hour}-{n}")) for n in range(2)]


async def claimed(world: World, side: Side, booking_id: str) -> list[tuple[int, int]]:
    """What of its seat a booking has taken."""

    def ask(tx):  # type: ignore[no-untyped-def]
        seats = world.shops.seats(tx, side.shop.id)
        return [
            one for one in claims.of_bookings(tx, side.shop.id, [booking_id])[booking_id] if one.resource_no in seats
        ]

    return [(one.start_ms, one.end_ms) for one in await world.db.read(ask)]


async def test_owners_choose_a_drop_off_and_are_told_when_it_is_ready(world: World, a: Side) -> None:
    view = await world.offers(a, world.at(a, 10), services=BATH)
    assert view.reason == Label("这天只在 09:00、14:00 送店。", "Pets are brought at 09:00, 14:00 that day.")
    assert [one.start_ms for one in view.times["2026-11-24"]] == [world.at(a, 9), world.at(a, 14)]
    assert len(view.times["2026-11-25"]) > 2, "on a Wednesday they come at any time"
    # Somebody of the team is at work until 10:30, and so is the other: the turn begins later, and the owner knows.
    first, second = [(await enter(world, a, world.at(a, 9), pet)) for pet in (a.pet, a.others_pet)]
    assert first.starts_ms == second.starts_ms == world.at(a, 9)
    assert first.begins_ms == world.at(a, 9)
    small = await a_pet(world, a, "小")
    view = await world.offers(a, world.at(a, 9), services=BATH)
    assert view.reason == Label("送店 09:00 这一批已满。", "The 09:00 drop-off is full.")
    assert await free(world, a) == [(world.at(a, 14), world.at(a, 14) + (first.ends_ms - first.starts_ms))]
    with pytest.raises(SlotTaken):
        await enter(world, a, world.at(a, 9), small)


async def test_the_turn_is_later_and_ready_is_honest(world: World, a: Side) -> None:
    lin = a.groomers[1]
    first = await enter(world, a, world.at(a, 9), groomer_id=lin)
    held = await world.hold(a, world.at(a, 9), a.other, services=BATH, groomer_id=lin)
    # Two hours from eleven on would go into lunch.
    assert first.ends_ms == world.at(a, 11)
    assert (held.starts_ms, held.begins_ms, held.ends_ms) == tuple(world.at(a, hour) for hour in (9, 13, 15))
    day = await world.db.read(lambda tx: world.bookings.schedule(tx, a.manager, TUESDAY))
    work = next(one for one in day.blocks if one.booking_id == held.id and one.kind == "work")
    assert (work.start_ms, work.end_ms, work.brought_ms) == (held.begins_ms, held.ends_ms, held.starts_ms)
    assert [(one.at_ms, one.taken, one.most) for one in day.drops] == [(world.at(a, 9), 2, 2), (world.at(a, 14), 0, 2)]
    # The turn must begin while the drop-off lasts: at 13:00 at the latest, and nobody starts over lunch.
    assert all(end - start <= (240 + 120) * MINUTE_MS for start, end in await free(world, a))


async def test_a_hold_has_a_seat_until_it_is_over_and_a_call_off_frees_it(world: World, a: Side) -> None:
    await enter(world, a, world.at(a, 9), await a_pet(world, a, "先"))
    held = await world.hold(a, world.at(a, 9), services=BATH)
    assert world.at(a, 9) not in dict(await free(world, a))
    world.clock.advance(11 * 60)
    assert world.at(a, 9) in dict(await free(world, a)), "nobody has let go of it yet"
    sure = await world.confirmed(a, world.at(a, 9), services=BATH)
    assert world.at(a, 9) not in dict(await free(world, a))
    await world.bookings.cancel(a.owner, sure.id, sure.version, world.key())
    assert world.at(a, 9) in dict(await free(world, a))
    assert await claimed(world, a, held.id) == await claimed(world, a, sure.id) == []


async def test_an_owner_moves_to_another_drop_off(world: World, a: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 9), services=BATH)
    await fill(world, a, 14)
    view = await world.bookings.offer_move(a.owner, sure.id, TUESDAY, world.at(a, 14))
    assert view.reason == Label("送店 14:00 这一批已满。", "The 14:00 drop-off is full.")
    assert [one.start_ms for one in view.times["2026-11-24"] if one.is_free] == [], "its own is no choice"
    offer = next(one for one in view.times[later(3).isoformat()] if one.is_free)
    moved = await world.bookings.move(a.owner, sure.id, sure.version, offer.offer_id, world.key())
    assert moved.starts_ms == world.at(a, 9, day=later(3))
    assert await claimed(world, a, sure.id) == [(moved.starts_ms, moved.starts_ms + MINUTE_MS)]
    assert world.at(a, 9) in dict(await free(world, a))
    wednesday = await world.bookings.offer_move(a.owner, sure.id, later(1), world.at(a, 10, day=later(1)))
    offer = next(one for one in wednesday.times[later(1).isoformat()] if one.start_ms == world.at(a, 10, day=later(1)))
    moved = await world.bookings.move(a.owner, sure.id, moved.version, offer.offer_id, world.key())
    assert (moved.begins_ms, await claimed(world, a, sure.id)) == (None, [])


async def test_pets_of_one_owner_are_brought_together_with_a_seat_each(world: World, a: Side) -> None:
    also = (PetWish(await a_pet(world, a, "妹妹"), BATH),)
    await enter(world, a, world.at(a, 14))
    assert dict(await free(world, a, also=also)).keys() == {world.at(a, 9)}
    view = await world.offers(a, world.at(a, 14), a.other, services=BATH, also=also)
    assert view.reason == Label("送店 14:00 这一批只剩 1 个位置。", "The 14:00 drop-off has room for 1 more.")
    held = await world.hold(a, world.at(a, 9), a.other, services=BATH, also=also)
    assert [one.starts_ms for one in held.parts] == [world.at(a, 9)] * 2
    assert [len(await claimed(world, a, one.id)) for one in held.parts] == [1, 1]


async def test_what_was_offered_before_the_rule_is_not_held_by_it(world: World, a: Side) -> None:
    """Nobody who was told ten comes at nine; and nobody who was told nine comes at eleven."""
    await world.shops.set_settings(a.manager, Settings(vaccine_asks=()))
    at_ten = await world.offer_at(a, world.at(a, 10), services=BATH)
    await world.shops.set_settings(a.manager, Settings(vaccine_asks=(), drop_slots=TWICE))
    with pytest.raises(NoDropOff) as refused:
        await world.bookings.hold(a.owner, at_ten.offer_id, world.key())
    assert "09:00、14:00" in refused.value.sentence("zh")
    lin = a.groomers[1]
    await enter(world, a, world.at(a, 9), await a_pet(world, a, "先"), groomer_id=lin)
    at_nine = await world.offer_at(a, world.at(a, 9), services=BATH, groomer_id=lin)
    await world.shops.set_settings(a.manager, Settings(vaccine_asks=()))
    with pytest.raises(SlotTaken):
        await world.bookings.hold(a.owner, at_nine.offer_id, world.key())


async def test_fewer_seats_let_nobody_in_beside_those_who_have_one(world: World, a: Side) -> None:
    first, second = await fill(world, a, 9)
    fewer = tuple(structs.replace(one, most=1) for one in TWICE)
    await world.bookings.cancel(a.manager, first.id, first.version, world.key())
    assert world.at(a, 9) in dict(await free(world, a))
    await world.shops.set_settings(a.manager, Settings(vaccine_asks=(), drop_slots=fewer))
    assert world.at(a, 9) not in dict(await free(world, a)), "the one seat left is that of a pet which has another"
    assert len(await claimed(world, a, second.id)) == 1


async def test_the_desk_books_drop_offs_and_a_manager_beside_them(world: World, a: Side, desk: BookingDesk) -> None:
    wish = Wish(a.pet, BATH, day=TUESDAY)
    view = await world.db.read(lambda tx: desk.times(tx, a.manager, wish))
    assert [one.start_ms for one in view.days[0].times] == [world.at(a, 9), world.at(a, 14)]
    with pytest.raises(NoDropOff) as refused:
        await enter(world, a, world.at(a, 10))
    assert refused.value.sentence("en") == (
        "Pets aren't brought at 10:00. On Tue 24 Nov the drop-off times are 09:00, 14:00."
    )
    await fill(world, a, 9)
    with pytest.raises(NotFree) as full:
        await desk.enter(a.manager, Wish(a.pet, BATH, at_ms=world.at(a, 9)), world.key())
    assert full.value.sentence("zh") == "送店 09:00 这一批已满。"
    assert full.value.data["nearest"][0].start_ms == world.at(a, 14)
    beside = Wish(a.pet, BATH, at_ms=world.at(a, 16), groomer_id=a.groomers[0])
    made = await desk.enter(a.manager, beside, world.key(), "老客人，晚到")
    assert (made.starts_ms, made.begins_ms) == (world.at(a, 16), None)
    # Tomorrow is a day like any other.
    assert (await enter(world, a, world.at(a, 10, day=later(1)))).begins_ms is None


async def test_a_move_on_the_schedule_finds_the_seat_and_the_undo_gives_it_back(world: World, a: Side) -> None:
    first, second = await fill(world, a, 9)
    day = await spots(world, a, first.id)
    assert {at for _, at in day} >= {world.at(a, hour) for hour in (9, 13, 14, 18)}
    assert not {at for _, at in day} & {world.at(a, 13, 15), world.at(a, 18, 15)}, "no turn begins then"
    who = a.groomers[0]
    later_turn = MoveWish(first.version, world.at(a, 13), who, False)
    moved = (await world.moves.move(a.manager, first.id, later_turn, world.key())).booking
    assert (moved.starts_ms, moved.begins_ms) == (world.at(a, 9), world.at(a, 13)), "it is brought as before"
    wish = MoveWish(moved.version, world.at(a, 15), who, False)
    moved = (await world.moves.move(a.manager, first.id, wish, world.key())).booking
    assert (moved.starts_ms, moved.begins_ms) == (world.at(a, 14), world.at(a, 15))
    back = await world.moves.undo(a.manager, first.id, moved.version, world.key())
    assert (back.starts_ms, back.begins_ms) == (first.starts_ms, first.begins_ms)
    assert await claimed(world, a, first.id) == [(world.at(a, 9), world.at(a, 9) + MINUTE_MS)]
    third = await enter(world, a, world.at(a, 14), a.pet)
    wish = MoveWish(third.version, world.at(a, 10), who, False)
    with pytest.raises(NotFree) as full:
        await world.moves.move(a.manager, third.id, wish, world.key())
    assert full.value.sentence("zh") == "送店 09:00 这一批已满。"
    await world.bookings.cancel(a.manager, second.id, second.version, world.key())
    await world.moves.move(a.manager, third.id, wish, world.key())


async def test_a_series_is_brought_at_the_same_time_each_week(world: World, a: Side, series: Series) -> None:
    pets = [await a_pet(world, a, f"小{number}") for number in range(2)]
    for pet in pets:
        await enter(world, a, world.at(a, 9, day=later(7)), pet)
    view = await plan(world, series, a, world.at(a, 9), times=3)
    assert [(one.state, one.time and one.time.start_ms) for one in view.lines] == [
        ("free", world.at(a, 9)), ("moved", world.at(a, 14, day=later(7))), ("free", world.at(a, 9, day=later(14))),
    ]  # fmt: skip
    assert view.lines[1].why == Label("送店 09:00 这一批已满。", "The 09:00 drop-off is full.")
    made = await series.make(a.manager, order_of(a, view), world.key())
    assert [one.starts_ms for one in made.visits] == [one.time.start_ms for one in view.lines if one.time]


async def test_the_other_shop_knows_nothing_of_it(world: World, a: Side, b: Side) -> None:
    await fill(world, a, 9)
    view = await world.offers(b, world.at(b, 10), services=BATH)
    assert any(one.start_ms == world.at(b, 10) and one.is_free for one in view.times["2026-11-24"])
    assert (await enter(world, b, world.at(b, 10))).begins_ms is None


async def test_no_slot_that_cannot_be(world: World, a: Side) -> None:
    for wrong, refusal in (
        (DropSlot(4, 9 * 60), BadDropSlot),  # closed on Thursdays
        (DropSlot(2, 8 * 60 + 55), BadDropSlot),
        (DropSlot(2, 21 * 60), BadDropSlot),
        (DropSlot(2, 9 * 60 + 1), BadDropSlot),
        (DropSlot(2, -5), BadDropSlot),
        (DropSlot(0, 9 * 60), BadShop),
        (DropSlot(8, 9 * 60), BadShop),
        (DropSlot(2, 9 * 60, 0), BadNumber),
        (DropSlot(2, 9 * 60, -1), BadNumber),
        (DropSlot(2, 9 * 60, 61), BadNumber),
        (DropSlot(2, 9 * 60, 2, -1), BadNumber),
        (DropSlot(2, 9 * 60, 2, 481), BadNumber),
    ):
        with pytest.raises(refusal):
            await world.shops.set_settings(a.manager, Settings(drop_slots=(wrong,)))
    with pytest.raises(BadDropSlot) as twice:
        await world.shops.set_settings(a.manager, Settings(drop_slots=(DropSlot(2, 540), DropSlot(2, 540, 3))))
    assert twice.value.sentence("zh").startswith("周二 9:00 不能设成送店时间")
    many = tuple(DropSlot(2, 9 * 60 + 5 * n) for n in range(MOST_DROP_SLOTS + 1))
    with pytest.raises(BadShop):
        await world.shops.set_settings(a.manager, Settings(drop_slots=many))
    with pytest.raises(Forbidden):
        await world.shops.set_settings(a.owner, Settings(drop_slots=()))
    kept = await world.db.read(lambda tx: world.shops.settings_of(tx, a.shop.id))
    assert kept.drop_slots == TWICE


async def test_a_slot_outside_of_shorter_hours_takes_nobody(world: World, a: Side) -> None:
    week = await world.db.read(lambda tx: world.shops.week(tx, a.shop.id))
    short = [replace(one, opens_min=10 * 60) if one.weekday == 2 else one for one in week.values()]
    await world.shops.set_hours(a.manager, short)
    assert dict(await free(world, a)).keys() == {world.at(a, 14)}
    with pytest.raises(OutsideHours):
        await enter(world, a, world.at(a, 10))


async def test_two_processes_do_not_both_take_the_last_seat(world: World, a: Side, beside: World) -> None:
    pets = [await a_pet(world, a, f"小{number}") for number in range(4)]
    takes = [enter((world, beside)[n % 2], a, world.at(a, 9), pet) for n, pet in enumerate(pets)]
    answers = await asyncio.gather(*takes, return_exceptions=True)
    assert sum(isinstance(one, BookingView) for one in answers) == 2, answers
    assert sum(isinstance(one, SlotTaken) for one in answers) == 2, answers


async def test_the_database_itself_lets_no_more_in(world: World, a: Side, database_url: str) -> None:
    """Past all services, by two connections of their own: each seat of a time is taken once."""
    booked = await enter(world, a, world.at(a, 9))
    at_ms = booked.starts_ms
    seats = await world.db.read(lambda tx: world.shops.seats(tx, a.shop.id))
    with raw(database_url) as one, raw(database_url) as other:
        results = [
            _takes(connection, a.shop.id, seat, at_ms + shift)
            for seat in seats
            for connection, shift in ((one, 0), (other, 0), (other, 30_000), (one, 5 * MINUTE_MS))
        ]
    # The first seat is the booking's; and five minutes later is another time.
    assert results == [False, False, False, True, True, False, False, True]


def _takes(execute: Callable[[str], object], shop_id: str, seat: int, at_ms: int) -> bool:
    try:
        execute(INSERT.format("", shop_id, seat, at_ms, at_ms + MINUTE_MS, "true"))
    except (sqlite3.IntegrityError, psycopg.errors.ExclusionViolation):
        return False
    return True


@contextmanager
def raw(url: str):  # type: ignore[no-untyped-def]
    """A connection of the engine's own driver, on which each statement stands for itself."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=5)
    else:
        connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
    yield connection.execute
    connection.close()
