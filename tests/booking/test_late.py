"""An owner asks to cancel for nothing though it is late: the team answers, or a rule does, on both engines."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from pawline.booking import (
    BookingClosed,
    Deposits,
    LateAnswered,
    LateAsked,
    LateRequests,
    NoSuchBooking,
    NoSuchRequest,
    NothingToWaive,
    PetWish,
    RequestMade,
    RequestOver,
    StaleVersion,
    work,
)
from pawline.booking.policy import is_waived_by_rule
from pawline.booking.store import booking
from pawline.pets import NewPet
from pawline.platform.errors import Forbidden
from pawline.platform.jobs import Jobs
from pawline.visits import Advance, Stage
from tests.booking.test_desk_moves import hears
from tests.booking.world import BATH, Side, World, later

HOUR_MS, DAY_MS = 3_600_000, 86_400_000


@pytest.fixture
def late(world: World) -> LateRequests:
    return LateRequests(world.db, world.clock, world.ids, world.shops, world.pets)


@pytest.fixture
def jobs(world: World, late: LateRequests) -> Jobs:
    jobs = Jobs(world.db, world.clock)
    work(jobs, world.bookings, world.moves, late)
    return jobs


async def too_late(world: World, side: Side, day: int = 0):  # type: ignore[no-untyped-def]
    """A booking at three in the afternoon, on the evening before."""
    one = await world.confirmed(side, world.at(side, 15, day=later(day)))
    world.go_to(side, 18, day=later(day - 1))
    return await shown(world, side, one.id)


async def shown(world: World, side: Side, booking_id: str):  # type: ignore[no-untyped-def]
    return await world.db.read(lambda tx: world.bookings.view_for(tx, side.manager, booking_id))


async def fee(world: World, booking_id: str) -> int:
    wanted = sa.select(booking.c.fee_cents).where(booking.c.id == booking_id)
    return await world.db.read(lambda tx: tx.execute(wanted).scalar_one())


async def test_the_team_lets_an_owner_off(world: World, a: Side, late: LateRequests) -> None:
    asked, answered = hears(world, LateAsked), hears(world, LateAnswered)
    one = await too_late(world, a)
    assert one.policy.fee_cents > 0
    waits = await late.ask(a.owner, one.id, one.version, " 昨晚吐了 ", world.key())
    assert (waits.status, waits.request.state, waits.request.why) == ("confirmed", "asked", "昨晚吐了")
    assert waits.request.deadline_ms == world.clock.now_ms() + HOUR_MS == asked[0].deadline_ms
    done = await late.answer(a.manager, one.id, True, world.key())
    assert (done.status, done.request.state, await fee(world, one.id)) == ("cancelled", "granted", 0)
    assert [one.is_granted for one in answered] == [True]


async def test_the_team_says_no_and_the_booking_stands(world: World, a: Side, late: LateRequests) -> None:
    one = await too_late(world, a)
    await late.ask(a.owner, one.id, one.version, "", world.key())
    kept = await late.answer(a.manager, one.id, False, world.key())
    assert (kept.status, kept.request.state) == ("confirmed", "refused")
    with pytest.raises(RequestOver):
        await late.answer(a.manager, one.id, True, world.key())
    with pytest.raises(RequestMade):
        await late.ask(a.owner, one.id, kept.version, "真的", world.key())
    gone = await world.bookings.cancel(a.owner, one.id, kept.version, world.key())
    assert (gone.status, await fee(world, one.id)) == ("cancelled", one.policy.fee_cents)


async def test_without_an_answer_it_is_granted_once_in_ninety_days(
    world: World, a: Side, late: LateRequests, jobs: Jobs
) -> None:
    answered = hears(world, LateAnswered)
    for day, expected in ((0, "cancelled"), (5, "confirmed"), (95, "cancelled")):
        # The book is open for sixty days.
        if day > 60:
            world.go_to(a, 9, day=later(day - 10))
        one = await too_late(world, a, day if (later(day).isoweekday() != 4) else day + 1)
        await late.ask(a.owner, one.id, one.version, "病了", world.key())
        world.clock.advance(3599)
        await jobs.settle()
        assert (await shown(world, a, one.id)).request.state == "asked"
        world.clock.advance(2)
        await jobs.settle()
        now = await shown(world, a, one.id)
        assert now.status == expected, day
    assert [one.is_granted for one in answered] == [True, False, True]


async def test_the_deadline_is_the_start_at_the_latest(world: World, a: Side, late: LateRequests) -> None:
    one = await too_late(world, a)
    world.go_to(a, 14, 30)
    waits = await late.ask(a.owner, one.id, one.version, "", world.key())
    assert waits.request.deadline_ms == world.at(a, 15)


async def test_what_costs_nothing_needs_no_asking(world: World, a: Side, late: LateRequests) -> None:
    one = await world.confirmed(a, world.at(a, 15))
    with pytest.raises(NothingToWaive):
        await late.ask(a.owner, one.id, one.version, "", world.key())
    held = await world.hold(a, world.at(a, 15, day=later(3)), a.other)
    with pytest.raises(NothingToWaive):
        await late.ask(a.other, held.id, held.version, "", world.key())


async def test_a_request_about_what_has_changed_meanwhile_is_void(
    world: World, a: Side, late: LateRequests, jobs: Jobs
) -> None:
    one = await too_late(world, a)
    waits = await late.ask(a.owner, one.id, one.version, "", world.key())
    gone = await world.bookings.cancel(a.owner, one.id, waits.version, world.key())
    world.clock.advance(3601)
    await jobs.settle()
    assert (await shown(world, a, gone.id)).status == "cancelled"
    assert await fee(world, one.id) == one.policy.fee_cents, "who cancelled all the same pays"
    with pytest.raises(RequestOver):
        await late.answer(a.manager, one.id, True, world.key())
    with pytest.raises(BookingClosed):
        await late.ask(a.owner, one.id, gone.version, "", world.key())


async def test_a_pet_that_is_in_the_shop_is_not_called_off(
    world: World, a: Side, late: LateRequests, jobs: Jobs
) -> None:
    one = await too_late(world, a)
    world.go_to(a, 14, 30)
    await late.ask(a.owner, one.id, one.version, "", world.key())
    view = await world.db.read(lambda tx: world.visits.view_for(tx, a.manager, one.id))
    tap = Advance(to=Stage.ARRIVED, version=view.version)
    await world.visits.advance(a.manager, one.id, tap, world.key())
    world.go_to(a, 15, 1)
    await jobs.settle()
    now = await shown(world, a, one.id)
    assert (now.status, now.request.state) == ("confirmed", "void")
    with pytest.raises(RequestOver):
        await late.answer(a.manager, one.id, True, world.key())


async def test_who_moves_instead_keeps_the_new_time_and_may_ask_again(
    world: World, a: Side, late: LateRequests, jobs: Jobs
) -> None:
    one = await too_late(world, a)
    waits = await late.ask(a.owner, one.id, one.version, "", world.key())
    view = await world.bookings.offer_move(a.owner, one.id, later(1))
    offer = next(each for times in view.times.values() for each in times if each.is_free)
    moved = await world.bookings.move(a.owner, one.id, waits.version, offer.offer_id, world.key())
    assert moved.request.state == "void"
    world.clock.advance(3601)
    await jobs.settle()
    assert (await shown(world, a, one.id)).status == "confirmed"
    again = await late.ask(a.owner, one.id, moved.version, "还是来不了", world.key())
    assert again.request.state == "asked", "it is still too late to cancel for nothing"


async def test_who_comes_after_all_takes_it_back(world: World, a: Side, late: LateRequests, jobs: Jobs) -> None:
    one = await too_late(world, a)
    await late.ask(a.owner, one.id, one.version, "", world.key())
    with pytest.raises(NoSuchBooking):
        await late.take_back(a.other, one.id, world.key())
    back = await late.take_back(a.owner, one.id, world.key())
    assert (back.status, back.request.state) == ("confirmed", "void")
    world.clock.advance(3601)
    await jobs.settle()
    assert (await shown(world, a, one.id)).status == "confirmed"
    with pytest.raises(RequestOver):
        await late.take_back(a.owner, one.id, world.key())


async def test_a_card_of_before_asks_nothing(world: World, a: Side, late: LateRequests) -> None:
    one = await too_late(world, a)
    with pytest.raises(StaleVersion):
        await late.ask(a.owner, one.id, one.version + 7, "", world.key())


async def test_the_answer_gives_the_deposit_back(world: World, a: Side, late: LateRequests) -> None:
    one = await too_late(world, a)
    till = Deposits(world.db, world.clock, world.ids, world.shops, world.pets)
    paid = await till.receive(a.manager, one.id, 10_000, "cash", world.key())
    await late.ask(a.owner, one.id, paid.version, "", world.key())
    done = await late.answer(a.manager, one.id, True, world.key())
    assert done.deposit.return_cents == 10_000


async def test_pets_that_come_together_are_let_off_together(world: World, a: Side, late: LateRequests) -> None:
    second = await world.pets.add_pet(a.owner, NewPet(name="年糕", species="dog", breed="柯基"))
    also = (PetWish(second.id, BATH),)
    one = await world.confirmed(a, world.at(a, 15), services=BATH, also=also)
    world.go_to(a, 18, day=later(-1))
    view = await shown(world, a, one.id)
    follower = view.parts[1]
    waits = await late.ask(a.owner, follower.id, view.version, "", world.key())
    assert waits.id == one.id
    done = await late.answer(a.manager, one.id, True, world.key())
    assert [part.status for part in done.parts] == ["cancelled", "cancelled"]
    assert [await fee(world, part.id) for part in done.parts] == [0, 0]


async def test_strangers_ask_and_answer_nothing(world: World, a: Side, b: Side, late: LateRequests) -> None:
    one = await too_late(world, a)
    for stranger in (a.other, b.owner, b.manager):
        with pytest.raises(NoSuchBooking):
            await late.ask(stranger, one.id, one.version, "", world.key())
    with pytest.raises(NoSuchRequest):
        await late.answer(a.manager, one.id, True, world.key())
    await late.ask(a.owner, one.id, one.version, "", world.key())
    with pytest.raises(Forbidden):
        await late.answer(a.owner, one.id, True, world.key())
    with pytest.raises(NoSuchBooking):
        await late.answer(b.manager, one.id, True, world.key())


@given(st.integers(0, 3650), st.none() | st.integers(0, 10**13), st.integers(0, 10**13))
def test_the_rule_lets_nobody_off_twice_in_its_days(days: int, last_ms: int | None, now_ms: int) -> None:
    granted = is_waived_by_rule(days, last_ms, now_ms)
    assert granted == (days > 0 and (last_ms is None or now_ms >= last_ms + days * DAY_MS))
