"""What a pet took last time is what it is given next time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawline.booking import BookingDesk, BookingView, Entry, Quote, ServiceLine, Subject
from pawline.booking.own_pace import LEAST_PERCENT, MOST_PERCENT, SAME_PERCENT, as_it_takes, taken_by
from pawline.booking.pace import at_pace
from pawline.booking.pricing import quote
from pawline.booking.store import steps_of
from pawline.people import Owners
from pawline.pets import NoSuchPet
from pawline.platform.errors import Forbidden
from pawline.shop import standard_catalogue
from pawline.shop.roster import GroomerChange
from tests.booking.world import GROOM, EveryOwnersChat, Side, World
from tests.visits.test_service import GROOM_PATH, tap

EXTRAS = frozenset({"teeth"})
# Those of a full groom between coming and being ready.
WORKED = 6
CODES = st.sampled_from([("bath",), ("groom",), ("bath", "teeth"), ("groom", "teeth")])
percents = st.integers(LEAST_PERCENT, MOST_PERCENT)
paces = st.integers(70, 150)


def wish(*codes: str, size: str = "L", coat: str = "double") -> Quote:
    return quote(standard_catalogue(), [ServiceLine(code) for code in codes], Subject("dog", size, coat))


def minutes_of(one: Quote, code: str) -> int:
    return sum(line.minutes for line in one.lines if line.code == code)


def test_what_was_taken_is_what_is_planned_next() -> None:
    listed = wish("bath")
    took = taken_by(listed, frozenset(), listed.minutes + 30, 100)
    assert took == {"bath": listed.minutes + 30}
    assert as_it_takes(listed, took).minutes == listed.minutes + 30


def test_a_size_that_is_put_right_counts_nothing_twice() -> None:
    took = taken_by(wish("groom", size="S"), EXTRAS, 180, 100)
    assert took == {"groom": 180}
    assert as_it_takes(wish("groom", size="L"), took).minutes == 180


@given(st.integers(60, 500), CODES, paces)
def test_only_minutes_change_and_additions_keep_theirs(minutes: int, codes: tuple[str, ...], pace: int) -> None:
    listed = wish(*codes, coat="long")
    own = as_it_takes(listed, {codes[0]: minutes})
    assert own.total_cents == listed.total_cents
    assert [line.code for line in own.lines] == [line.code for line in listed.lines]
    assert minutes_of(own, codes[0]) == minutes
    assert minutes_of(own, "teeth") == minutes_of(listed, "teeth")
    assert all(step.minutes >= 1 for step in own.steps)
    assert own.minutes >= sum(step.minutes for step in own.steps)
    assert own.pace == listed.pace
    # Who is slower is slower with this pet as well.
    assert abs(at_pace(own, pace).minutes - own.minutes * pace / 100) <= 1


@given(percents, paces)
def test_it_is_read_back_whoever_did_it_and_whatever_came_along(percent: int, pace: int) -> None:
    listed = wish("groom", "teeth")
    groom, teeth = minutes_of(listed, "groom"), minutes_of(listed, "teeth")
    found = taken_by(listed, EXTRAS, round((groom * percent / 100 + teeth) * pace / 100), pace)
    if found is None:
        assert percent - LEAST_PERCENT <= 1 or MOST_PERCENT - percent <= 1
    elif found["groom"]:
        assert abs(found["groom"] - groom * percent / 100) <= 4
        assert abs(percent - 100) >= SAME_PERCENT - 1
    else:
        assert abs(percent - 100) <= SAME_PERCENT
    assert found is None or "teeth" not in found


@pytest.mark.parametrize("minutes", [0, 20, 900])
def test_what_cannot_be_true_is_not_kept(minutes: int) -> None:
    assert taken_by(wish("bath"), frozenset(), minutes, 100) is None


def test_additions_alone_tell_nothing() -> None:
    assert taken_by(wish("teeth"), EXTRAS, 40, 100) is None


@pytest.fixture
def desk(world: World) -> BookingDesk:
    owners, chat = Owners(world.people), EveryOwnersChat()
    return BookingDesk(world.db, world.clock, world.shops, world.pets, owners, chat, world.bookings)  # type: ignore[arg-type]


async def enter(world: World, side: Side, hour: int) -> BookingView:
    return await world.bookings.enter(side.manager, Entry(side.pet, GROOM, world.at(side, hour)), world.key())


async def visit(world: World, side: Side, hour: int, worked_min: float) -> None:
    """A full groom that is worked at for so long."""
    made = await enter(world, side, hour)
    world.go_to(side, hour, 0)
    for stage in GROOM_PATH:
        await tap(world, side, made.id, stage)
        world.clock.advance(60 if stage in ("arrived", "ready") else worked_min * 60 / WORKED)


async def quicken(world: World, side: Side, percent: int) -> None:
    """Everybody takes so many percent."""
    team = await world.db.read(lambda tx: world.shops.team(tx, side.shop.id))
    for one in team.groomers:
        change = GroomerChange(one.skills, one.shifts, one.is_active, one.pets_a_day, one.large_a_day, percent)
        await world.shops.roster.change_groomer(side.manager, one.account_id, change)


async def planned(world: World, desk: BookingDesk, side: Side, code: str = "groom") -> int:
    menu = await world.db.read(lambda tx: desk.menu(tx, side.manager, side.pet))
    return next(one.minutes for one in menu.items if one.code == code)


async def test_the_next_visit_is_as_long_as_the_last_one_was(world: World, desk: BookingDesk, a: Side) -> None:
    listed, bath = await planned(world, desk, a), await planned(world, desk, a, "bath")
    await visit(world, a, 9, listed + 35)
    assert await planned(world, desk, a) == listed + 35
    assert await planned(world, desk, a, "bath") == bath
    made = await enter(world, a, 15)
    assert made.ends_ms - made.starts_ms == (listed + 35) * 60_000
    steps = (await world.db.read(lambda tx: steps_of(tx, a.shop.id, [made.id])))[made.id]
    assert (steps[0].start_ms, steps[-1].end_ms) == (made.starts_ms, made.ends_ms)


async def test_as_long_as_listed_is_as_listed(world: World, desk: BookingDesk, a: Side) -> None:
    listed = await planned(world, desk, a)
    await visit(world, a, 9, listed + 35)
    await visit(world, a, 15, listed + 2)
    assert await planned(world, desk, a) == listed


async def test_who_taps_everything_at_the_end_tells_nothing(world: World, desk: BookingDesk, a: Side) -> None:
    listed = await planned(world, desk, a)
    await visit(world, a, 9, 2)
    assert await planned(world, desk, a) == listed


async def test_waiting_does_not_count(world: World, desk: BookingDesk, a: Side) -> None:
    listed = await planned(world, desk, a)
    made = await enter(world, a, 9)
    world.go_to(a, 9, 0)
    for stage in GROOM_PATH:
        await tap(world, a, made.id, stage)
        if stage == "bathing":
            await tap(world, a, made.id, "waiting_owner", reason="毛结")
            world.clock.advance(60 * 60)
            await tap(world, a, made.id, "bathing")
        world.clock.advance(60 if stage in ("arrived", "ready") else (listed + 30) * 60 / WORKED)
    assert await planned(world, desk, a) == listed + 30


async def test_a_visit_with_a_stage_left_out_tells_nothing(world: World, desk: BookingDesk, a: Side) -> None:
    listed = await planned(world, desk, a)
    made = await enter(world, a, 9)
    world.go_to(a, 9, 0)
    for stage in [one for one in GROOM_PATH if one != "drying"]:
        await tap(world, a, made.id, stage, reason="自然干" if stage == "styling" else None)
        world.clock.advance((listed + 40) * 60 / WORKED)
    assert await planned(world, desk, a) == listed


async def test_the_desk_goes_back_to_the_list(world: World, desk: BookingDesk, a: Side, b: Side) -> None:
    listed = await planned(world, desk, a)
    await visit(world, a, 9, listed + 35)
    with pytest.raises(Forbidden):
        await desk.as_listed(a.owner, a.pet, "groom")
    with pytest.raises(NoSuchPet):
        await desk.as_listed(b.manager, a.pet, "groom")
    menu = await desk.as_listed(a.manager, a.pet, "groom")
    one = next(one for one in menu.items if one.code == "groom")
    assert one.minutes == one.listed_min == listed


async def test_who_did_it_is_no_part_of_it(world: World, desk: BookingDesk, a: Side) -> None:
    """A slow groomer takes longer with every pet: as long as that is, it is as listed."""
    listed = await planned(world, desk, a)
    await quicken(world, a, 130)
    await visit(world, a, 13, listed * 1.3)
    assert await planned(world, desk, a) == listed


async def test_ready_by_mistake_is_taken_back(world: World, desk: BookingDesk, a: Side) -> None:
    listed = await planned(world, desk, a)
    made = await enter(world, a, 9)
    world.go_to(a, 9, 0)
    for stage in GROOM_PATH[:-2]:
        await tap(world, a, made.id, stage)
        world.clock.advance(60 if stage == "arrived" else listed * 0.65 * 60 / WORKED)
    await tap(world, a, made.id, "ready")
    await tap(world, a, made.id, "final", reason="点错了")
    world.clock.advance(listed * 0.6 * 60)
    await tap(world, a, made.id, "ready")
    world.clock.advance(20 * 60)
    assert await planned(world, desk, a) == listed
    await tap(world, a, made.id, "gone")
    assert abs(await planned(world, desk, a) - listed * 1.25) <= 5


async def test_a_pet_that_went_to_the_vet_tells_nothing(world: World, desk: BookingDesk, a: Side) -> None:
    listed = await planned(world, desk, a)
    made = await enter(world, a, 9)
    world.go_to(a, 9, 0)
    for stage in GROOM_PATH:
        if stage == "styling":
            await tap(world, a, made.id, "to_vet", reason="不舒服")
            await tap(world, a, made.id, "drying")
        await tap(world, a, made.id, stage)
        world.clock.advance(60 if stage in ("arrived", "ready") else listed * 1.4 * 60 / WORKED)
    assert await planned(world, desk, a) == listed
