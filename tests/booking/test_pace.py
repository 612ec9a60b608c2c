"""Somebody who is quicker or slower takes other minutes for the same price, wherever a visit goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawline.booking import BookingView, Entry, MoveWish, OutsideHours, PriceLine, Quote, ServiceLine, Subject, at_pace
from pawline.booking.claims import of_bookings
from pawline.booking.model import MINUTE_MS, WorkStep
from pawline.booking.pricing import quote
from pawline.booking.store import lines_of, steps_of
from pawline.shop import BadNumber, Label, StepKind, standard_catalogue
from pawline.shop.roster import GroomerChange
from tests.booking.world import BATH, GROOM, Side, World, later

STYLIST, BATHER = 0, 1
percents = st.integers(50, 200)


@st.composite
def wishes(draw: st.DrawFn) -> Quote:
    """Steps of any length, and lines that come to the same or to something more."""
    steps = draw(st.lists(st.integers(1, 90), min_size=1, max_size=8))
    cuts = sorted(draw(st.lists(st.integers(0, sum(steps)), max_size=3)))
    lines = [end - begin for begin, end in zip([0, *cuts], [*cuts, sum(steps)], strict=True)]
    lines.append(draw(st.sampled_from((0, 0, 0, 15))))
    return Quote(
        (ServiceLine("x"),),
        tuple(PriceLine("x", Label("x", "x"), minutes, 100 + minutes) for minutes in lines),
        tuple(WorkStep(StepKind.BATH, None, minutes) for minutes in steps),
        frozenset(),
    )


@given(wishes(), percents)
def test_nothing_is_lost_but_minutes(wish: Quote, percent: int) -> None:
    own = at_pace(wish, percent)
    assert [one.price_cents for one in own.lines] == [one.price_cents for one in wish.lines]
    assert [(one.kind, one.station) for one in own.steps] == [(one.kind, one.station) for one in wish.steps]
    assert all(one.minutes >= 1 for one in own.steps)
    assert all(one.minutes >= 0 for one in own.lines)
    assert own.minutes >= sum(one.minutes for one in own.steps)
    assert at_pace(wish, 100) == wish
    if all(one.minutes >= 2 for one in wish.steps):
        # A minute for the steps and one for what is in no step.
        assert abs(own.minutes - wish.minutes * percent / 100) <= 1
        listed = done = 0
        for step, mine in zip(wish.steps, own.steps, strict=True):
            listed, done = listed + step.minutes, done + mine.minutes
            assert abs(done - listed * percent / 100) <= 0.5


@given(wishes(), st.integers(100, 200))
def test_who_is_slower_gives_it_back_to_the_minute(wish: Quote, percent: int) -> None:
    back = at_pace(at_pace(wish, percent), 100)
    assert [one.minutes for one in back.steps] == [one.minutes for one in wish.steps]
    assert back.minutes == wish.minutes


def test_the_standard_list_at_another_pace() -> None:
    wish = quote(standard_catalogue(), (ServiceLine("bath"), ServiceLine("teeth")), Subject("dog", "M", "double"))
    assert [(one.minutes, at_pace(wish, 120).lines[n].minutes) for n, one in enumerate(wish.lines)] == [
        (90, 108), (15, 18),
    ]  # fmt: skip
    assert at_pace(wish, 120).minutes == 126
    assert at_pace(wish, 120).total_cents == wish.total_cents


async def pace(world: World, side: Side, who: int, percent: int) -> None:
    """How quick somebody is, everything else as it was."""
    team = await world.db.read(lambda tx: world.shops.team(tx, side.shop.id))
    was = next(one for one in team.groomers if one.account_id == side.groomers[who])
    change = GroomerChange(was.skills, was.shifts, was.is_active, was.pets_a_day, was.large_a_day, percent)
    await world.shops.roster.change_groomer(side.manager, was.account_id, change)


async def enter(world: World, side: Side, hour: int, who: int, minute: int = 0) -> BookingView:
    entry = Entry(side.pet, BATH, world.at(side, hour, minute), side.groomers[who])
    return await world.bookings.enter(side.manager, entry, world.key())


def minutes(one: BookingView) -> int:
    return (one.ends_ms - one.starts_ms) // MINUTE_MS


async def check(world: World, side: Side, one: BookingView) -> None:
    """Lines, steps and claims come to the visit's length."""
    lines, steps, claims = await world.db.read(
        lambda tx: (
            lines_of(tx, side.shop.id, [one.id])[one.id],
            steps_of(tx, side.shop.id, [one.id])[one.id],
            of_bookings(tx, side.shop.id, [one.id])[one.id],
        )
    )
    assert sum(line.minutes for line in lines) == minutes(one)
    assert sum(line.price_cents for line in lines) == one.total_cents
    assert (steps[0].start_ms, steps[-1].end_ms) == (one.starts_ms, one.ends_ms)
    assert min(claim.start_ms for claim in claims) == one.starts_ms
    # A place is kept free for five minutes after the last step.
    assert max(claim.end_ms for claim in claims) == one.ends_ms + 5 * MINUTE_MS


async def test_each_is_offered_with_their_own_minutes(world: World, a: Side, b: Side) -> None:
    await pace(world, a, STYLIST, 120)
    await pace(world, a, BATHER, 75)
    for who, wanted in ((STYLIST, 144), (BATHER, 90)):
        view = await world.offers(a, world.at(a, 15), services=BATH, groomer_id=a.groomers[who])
        times = [one for one in view.times["2026-11-24"] if one.is_free]
        assert {(one.end_ms - one.start_ms) // MINUTE_MS for one in times} == {wanted}
        assert {one.total_cents for one in times} == {18800}
    held = await world.hold(a, world.at(a, 15), services=BATH, groomer_id=a.groomers[STYLIST])
    assert (minutes(held), held.total_cents) == (144, 18800)
    await check(world, a, held)
    theirs = await world.hold(b, world.at(b, 15), services=BATH, groomer_id=b.groomers[STYLIST])
    assert minutes(theirs) == 120


async def test_who_is_slow_has_to_begin_earlier(world: World, a: Side) -> None:
    await pace(world, a, STYLIST, 150)
    with pytest.raises(OutsideHours):
        await enter(world, a, 18, STYLIST, 15)
    assert minutes(await enter(world, a, 18, STYLIST)) == 180
    # The other has the time, and whoever is free may do it.
    entry = Entry(a.others_pet, BATH, world.at(a, 19))
    assert (await world.bookings.enter(a.manager, entry, world.key())).groomer.id == a.groomers[BATHER]


async def test_a_move_to_somebody_slower_takes_longer_and_the_undo_takes_it_back(world: World, a: Side) -> None:
    await pace(world, a, BATHER, 110)
    booked = await enter(world, a, 15, STYLIST)
    before = await world.db.read(lambda tx: lines_of(tx, a.shop.id, [booked.id]))

    async def move(one: BookingView, who: int, hour: int = 15) -> BookingView:
        wish = MoveWish(one.version, world.at(a, hour), a.groomers[who], False)
        moved = (await world.moves.move(a.manager, one.id, wish, world.key())).booking
        await check(world, a, moved)
        return moved

    gone = await move(booked, BATHER)
    assert (minutes(gone), gone.total_cents) == (132, booked.total_cents)
    back = await world.moves.undo(a.manager, gone.id, gone.version, world.key())
    assert minutes(back) == 120
    assert await world.db.read(lambda tx: lines_of(tx, a.shop.id, [booked.id])) == before
    await check(world, a, back)
    # And by hand, there and back again.
    gone = await move(back, BATHER, 13)
    again = await move(gone, STYLIST)
    assert minutes(again) == 120
    assert await world.db.read(lambda tx: lines_of(tx, a.shop.id, [booked.id])) == before


async def test_an_owner_who_moves_goes_by_the_new_ones_pace(world: World, a: Side) -> None:
    await pace(world, a, BATHER, 200)
    booked = await world.confirmed(a, world.at(a, 15), services=BATH, groomer_id=a.groomers[STYLIST])
    wish_at = world.at(a, 13, day=later(1))
    offers = await world.offers(a, wish_at, services=BATH, groomer_id=a.groomers[BATHER])
    offer = next(one for one in offers.times["2026-11-25"] if one.is_free)
    moved = await world.bookings.move(a.owner, booked.id, booked.version, offer.offer_id, world.key())
    assert (minutes(moved), moved.ends_ms, moved.total_cents) == (240, offer.end_ms, booked.total_cents)
    await check(world, a, moved)


async def test_a_new_pace_changes_nothing_that_is_booked(world: World, a: Side) -> None:
    booked = await enter(world, a, 15, STYLIST)
    await pace(world, a, STYLIST, 150)
    view = await world.db.read(lambda tx: world.bookings.view_for(tx, a.manager, booked.id))
    assert (view.ends_ms, view.version) == (booked.ends_ms, booked.version)
    view = await world.offers(a, world.at(a, 9, day=later(1)), services=GROOM, groomer_id=a.groomers[STYLIST])
    free = next(one for one in view.times["2026-11-25"] if one.is_free)
    assert (free.end_ms - free.start_ms) // MINUTE_MS == 270


@pytest.mark.parametrize("percent", [49, 201, 0, -100])
async def test_paces_that_cannot_be(world: World, a: Side, percent: int) -> None:
    with pytest.raises(BadNumber) as refused:
        await pace(world, a, STYLIST, percent)
    assert "50 到 200" in refused.value.sentence("zh")
