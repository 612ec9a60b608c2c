"""Pets that come together: a plan moves them as one, and their owner is asked once: on both engines."""

import pytest

from pawline.booking import BookingMoved, BookingView, Entry, PetWish
from pawline.pets import NewPet
from pawline.planning import PlanView, ProposalChanged, ProposalMade, ProposalOver
from pawline.platform.ids import PetId
from pawline.solver.model import MINUTE_MS
from pawline.visits import Stage
from tests.booking.test_desk_moves import hears
from tests.booking.world import Side
from tests.planning.world import BATH, Planned

pytestmark = pytest.mark.asyncio

# Two baths one after the other with half an hour between.
LONGEST_MS = (90 + 30 + 90) * MINUTE_MS


async def two(world: Planned, side: Side, hour: int, who: int | None = None) -> list[BookingView]:
    """豆豆 and 可乐 come together: side by side, or with one groomer one after the other."""
    guest = await world.guest(side, "豆豆")
    also = await world.pets.add_pet(guest.owner, NewPet(name="可乐", species="dog", breed="柯基"))
    world.guests["可乐"] = guest
    groomer = None if who is None else side.groomers[who]
    entry = Entry(
        guest.pet, BATH, world.at(side, hour), groomer, world.c(guest.owner), also=(PetWish(PetId(also.id), BATH),)
    )
    lead = await world.bookings.enter(side.manager, entry, world.key())
    return [await world.booking(side, part.id) for part in lead.parts]


async def spans(world: Planned, side: Side, both: list[BookingView]) -> list[tuple[int, int]]:
    """When each of them is there now."""
    now = [await world.db.read(lambda tx, one=one: world.bookings.booking_of(tx, side.shop.id, one.id)) for one in both]
    return [(one.starts_ms, one.ends_ms) for one in now]


async def broken(world: Planned, side: Side) -> tuple[list[BookingView], PlanView]:
    """Side by side at ten; one groomer is ill, and the other has others until half past two."""
    both = await two(world, side, 10)
    for name, hour, minute in (("年糕", 11, 30), ("布丁", 13, 0)):
        await world.booked(side, name, hour, 1, minute)
    await world.sick(side, 0)
    return both, await world.make(side)


async def test_two_are_moved_together(world: Planned, a: Side) -> None:
    both, plan = await broken(world, a)
    assert {one.booking_id for one in plan.moves} == {one.id for one in both}, "nobody else has to move for them"
    ends = [one.to.end_ms for one in plan.moves if one.to]
    assert max(ends) - min(one.to.start_ms for one in plan.moves if one.to) <= LONGEST_MS
    assert [one.asked_with for one in plan.moves] == [None, plan.moves[0].booking_id]


async def test_their_owner_is_asked_once_and_one_yes_moves_both(world: Planned, a: Side) -> None:
    both, plan = await broken(world, a)
    made, changed, moved = hears(world, ProposalMade), hears(world, ProposalChanged), hears(world, BookingMoved)
    sent = await world.send(a, plan)
    assert [one.state for one in sent.moves] == ["proposed"] * 2
    assert [one.move_id for one in made] == [sent.moves[0].id]
    card = await world.db.read(lambda tx: world.plans.proposal_of(tx, a.shop.id, made[0].move_id))
    assert [part.pet.name for part in card.parts] == ["豆豆", "可乐"]
    assert len({one.lapses_ms for one in sent.moves}) == 1
    assert await world.answer(a, plan, "豆豆") == "applied"
    assert [one.state for one in changed] == ["waiting", "applied"]
    assert {one.state for one in (await world.seen(a, plan)).values()} == {"applied"}
    assert {one.booking_id for one in moved} == {one.id for one in both}
    now = await spans(world, a, both)
    assert max(end for _, end in now) - min(start for start, _ in now) <= LONGEST_MS
    with pytest.raises(ProposalOver):
        await world.answer(a, plan, "可乐")


async def test_staff_may_answer_for_either(world: Planned, a: Side) -> None:
    _, plan = await broken(world, a)
    await world.send(a, plan)
    assert await world.answer(a, plan, "可乐", is_yes=False, by=a.manager) == "declined"
    assert {one.state for one in (await world.seen(a, plan)).values()} == {"declined"}


async def test_both_are_left_out_and_taken_in_together(world: Planned, a: Side) -> None:
    _, plan = await broken(world, a)
    one, other = plan.moves
    out = await world.plans.choose(a.manager, plan.id, other.id, False, world.key())
    assert {move.state for move in out.moves} == {"left_out"}
    back = await world.plans.choose(a.manager, plan.id, one.id, True, world.key())
    assert {move.state for move in back.moves} == {"draft"}


async def test_when_one_stays_at_home_nothing_is_asked_any_more(world: Planned, a: Side) -> None:
    both, plan = await broken(world, a)
    changed = hears(world, ProposalChanged)
    await world.send(a, plan)
    now = await world.booking(a, both[1].id)
    await world.bookings.cancel(a.manager, now.id, now.version, world.key(), is_alone=True)
    assert {one.state for one in (await world.seen(a, plan)).values()} == {"stale"}
    assert [one.is_told for one in changed] == [False]


async def test_nobody_answers_for_both(world: Planned, a: Side) -> None:
    _, plan = await broken(world, a)
    changed = hears(world, ProposalChanged)
    (one, _) = (await world.send(a, plan)).moves
    world.clock.advance((one.lapses_ms - world.clock.now_ms()) / 1000)
    await world.jobs.settle()
    assert {one.state for one in (await world.seen(a, plan)).values()} == {"lapsed"}
    assert len(changed) == 1


async def test_if_one_has_no_time_neither_is_moved(world: Planned, a: Side) -> None:
    """The time of the first is taken between the question and the yes."""
    both, plan = await broken(world, a)
    await world.send(a, plan)
    move = plan.moves[1]
    assert move.to is not None
    taken = Entry((await world.guest(a, "团子")).pet, BATH, move.to.start_ms, a.groomers[1])
    await world.bookings.enter(a.manager, taken, world.key())
    assert await world.answer(a, plan, "豆豆") == "stale"
    assert {one.state for one in (await world.seen(a, plan)).values()} == {"stale"}
    assert [start for start, _ in await spans(world, a, both)] == [world.at(a, 10)] * 2


async def test_who_comes_after_one_that_is_here_comes_soon_after(world: Planned, a: Side) -> None:
    """The first is in the shop; the second was to be next with the same groomer, who goes home at noon."""
    both = await two(world, a, 10, 0)
    for name, hour, minute in (("年糕", 11, 30), ("布丁", 13, 0), ("团子", 14, 30)):
        await world.booked(a, name, hour, 1, minute)
    world.go_to(a, 10)
    await world.tap(a, both[0].id, Stage.ARRIVED)
    await world.leaves_at(a, 0, 12)
    plan = await world.make(a)
    mine = [one for one in plan.moves if one.booking_id == both[1].id]
    assert all(one.to is None or one.to.end_ms - both[0].starts_ms <= LONGEST_MS for one in mine)
