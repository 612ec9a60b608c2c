"""Days that break in ways that nobody planned for, and plans that are overtaken by what happens: on both engines."""

import asyncio
import sys
from dataclasses import fields

import pytest

from pawline.booking import BookingMoved, Entry, claims
from pawline.planning import NothingFound, NothingWrong, PlanSent, ProposalChanged, ProposalMade, ProposalOver, Search
from pawline.shop import PriceRule, ServiceChange, StationKind
from pawline.solver.model import MINUTE_MS
from pawline.visits import Stage
from tests.booking.test_caps import limit
from tests.booking.test_desk_moves import hears
from tests.booking.world import TUESDAY, Side
from tests.planning.test_plans import close, forced
from tests.planning.world import BATH, Planned

pytestmark = pytest.mark.asyncio


async def test_a_dog_is_more_matted_than_said_before_it_comes(world: Planned, a: Side) -> None:
    """The owner has sent a picture: half an hour more, and the next with the same groomer is too early."""
    first, second = await world.booked(a, "豆豆", 10), await world.booked(a, "可乐", 11, 0, 30)
    await world.sick(a, 1)
    plan = await world.make(a, **{first.id: 30})
    (move,) = plan.moves
    assert plan.cause.zh == "豆豆要多做 30 分钟"
    assert move.to is not None
    if move.booking_id == second.id:
        assert move.to.start_ms >= first.ends_ms + 30 * MINUTE_MS
        assert move.why.zh.startswith("豆豆要多做 30 分钟，可乐改到")
        assert move.why.en.startswith("豆豆 takes 30 minutes longer: 可乐 moves to")
    else:
        assert move.to.end_ms + 30 * MINUTE_MS <= second.starts_ms or move.to.start_ms >= second.ends_ms
    await world.send(a, plan)
    assert await world.answer(a, plan, move.pet.name) == "applied"


async def test_it_takes_longer_and_there_is_room(world: Planned, a: Side) -> None:
    first = await world.booked(a, "豆豆", 10)
    await world.booked(a, "可乐", 15)
    with pytest.raises(NothingWrong):
        await world.make(a, **{first.id: 60})


async def test_a_dog_is_more_matted_than_said_when_it_is_here(world: Planned, a: Side) -> None:
    first, second = await world.booked(a, "豆豆", 10), await world.booked(a, "可乐", 12)
    await world.sick(a, 1)
    world.go_to(a, 10, 10)
    for stage in (Stage.ARRIVED, Stage.BATHING):
        await world.tap(a, first.id, stage)
    plan = await world.make(a, **{first.id: 60})
    (move,) = plan.moves
    assert move.booking_id == second.id
    assert move.why.zh.startswith("豆豆还没做完，groomer 0 到 12:30 才空")


async def test_who_calls_off_while_being_asked_is_not_moved(world: Planned, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    changed = hears(world, ProposalChanged)
    await world.sick(a)
    plan = await world.make(a)
    await world.send(a, plan)
    await world.bookings.cancel(world.guests["豆豆"].owner, booked.id, booked.version, world.key())
    seen = (await world.seen(a, plan))["豆豆"]
    assert (seen.state, seen.lapses_ms > 0) == ("stale", True)
    assert [(one.state, one.is_told) for one in changed] == [("stale", False)]
    with pytest.raises(ProposalOver):
        await world.answer(a, plan, "豆豆")
    assert (await world.booking(a, booked.id)).status == "cancelled"
    done = await world.db.read(lambda tx: world.plans.of_day(tx, a.manager, TUESDAY))
    assert done.plan is not None
    assert done.plan.state == "done"


async def test_who_calls_off_after_the_yes_and_before_there_is_room(world: Planned, a: Side) -> None:
    early, late = await world.booked(a, "豆豆", 10, 0), await world.booked(a, "可乐", 12, 0)
    await world.sick(a, 1)
    plan = await forced(world, a, {early.id: 15, late.id: 10})
    await world.send(a, plan)
    assert await world.answer(a, plan, "可乐") == "waiting"
    await world.bookings.cancel(a.manager, late.id, late.version, world.key())
    assert await world.answer(a, plan, "豆豆") == "applied"
    assert (await world.seen(a, plan))["可乐"].state == "stale"


async def test_two_desks_plan_at_once(world: Planned, a: Side) -> None:
    """Of two drafts one is left, and only that one can be sent."""
    await world.booked(a, "豆豆", 10)
    await world.sick(a)
    made = hears(world, ProposalMade)
    plans = await asyncio.gather(world.make(a), world.make(a))
    sent = await asyncio.gather(*(world.send(a, one) for one in plans), return_exceptions=True)
    assert sorted(isinstance(one, PlanSent) for one in sent) == [False, True]
    assert len(made) == 1
    yes = [one for one in sent if not isinstance(one, BaseException)]
    assert await world.answer(a, yes[0], "豆豆") == "applied"


async def test_the_owner_and_the_desk_answer_at_once(world: Planned, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    await world.sick(a)
    plan = await world.make(a)
    (move,) = (await world.send(a, plan)).moves
    moved = hears(world, BookingMoved)
    owner = world.guests["豆豆"].owner
    answers = await asyncio.gather(
        world.plans.answer(owner, move.id, move.version, True, world.key()),
        world.plans.answer(a.manager, move.id, move.version, False, world.key()),
        return_exceptions=True,
    )
    assert sum(isinstance(one, ProposalOver) for one in answers) == 1
    now = await world.booking(a, booked.id)
    assert (now.groomer.id == a.groomers[1]) == (len(moved) == 1)


async def test_a_yes_that_comes_when_the_plan_is_given_up_changes_nothing(world: Planned, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    await world.sick(a)
    plan = await world.make(a)
    (move,) = (await world.send(a, plan)).moves
    await world.plans.drop(a.manager, plan.id, world.key())
    with pytest.raises(ProposalOver):
        await world.plans.answer(world.guests["豆豆"].owner, move.id, move.version, True, world.key())
    assert (await world.booking(a, booked.id)).version == booked.version


async def test_the_groomer_is_well_again_before_the_yes(world: Planned, a: Side) -> None:
    """What was agreed to is done all the same: the owner has said yes to it."""
    booked = await world.booked(a, "豆豆", 10)
    await world.sick(a)
    plan = await world.make(a)
    await world.send(a, plan)
    await world.shops.roster.keep_week(a.manager, a.groomers[0], TUESDAY)
    assert await world.answer(a, plan, "豆豆") == "applied"
    assert (await world.booking(a, booked.id)).groomer.id == a.groomers[1]


async def test_who_takes_over_falls_ill_as_well(world: Planned, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    await world.sick(a)
    plan = await world.make(a)
    await world.send(a, plan)
    await world.sick(a, 1)
    assert await world.answer(a, plan, "豆豆") == "stale"
    note = (await world.seen(a, plan))["豆豆"].note
    assert note is not None
    assert note.zh == "这天不上班。"
    assert (await world.booking(a, booked.id)).version == booked.version
    assert [one.to for one in (await world.make(a)).moves] == [None]


async def test_a_child_that_is_killed_leaves_room_for_the_next(world: Planned, a: Side) -> None:
    """Twice killed in the middle, and one whoever asked has gone away from: then a plan is found."""
    await world.booked(a, "豆豆", 10)
    await world.sick(a)
    code = "import os,sys; sys.stdin.read(); os.kill(os.getpid(), 9)"
    search = Search((sys.executable, "-c", code), 20.0)
    planner = world.planner(search)
    for _ in range(2):
        with pytest.raises(NothingFound):
            await planner.make(a.manager, TUESDAY, {}, world.key())
    search._command = (sys.executable, "-c", "import time; time.sleep(30)")
    gone = asyncio.ensure_future(planner.make(a.manager, TUESDAY, {}, world.key()))
    await asyncio.wait([gone], timeout=0.3)
    gone.cancel()
    await asyncio.wait([gone])
    search._command = Search()._command
    assert len((await planner.make(a.manager, TUESDAY, {}, world.key())).moves) == 1


async def test_a_running_visit_stays_where_its_place_fails(world: Planned, a: Side) -> None:
    """The pet is in the shop: whoever comes next finds another place."""
    first = await world.booked(a, "豆豆", 10)
    world.go_to(a, 10)
    await world.tap(a, first.id, Stage.ARRIVED)
    for number in (0, 1):
        await close(world, a, StationKind.BLOWER, number, 10, 12)
    with pytest.raises(NothingWrong):
        await world.make(a)
    assert (await world.booking(a, first.id)).starts_ms == first.starts_ms


async def test_a_place_that_is_no_more_and_a_service_that_is_for_others_by_now(world: Planned, a: Side) -> None:
    """What was sold stays sold: a plan is found, and what it finds is done."""
    booked = await world.booked(a, "豆豆", 10)
    await for_cats_only(world, a, "bath")
    await world.sick(a)
    team = await world.db.read(lambda tx: world.shops.team(tx, a.shop.id))
    taken = await world.db.read(lambda tx: claims.of_bookings(tx, a.shop.id, [booked.id])[booked.id])
    tub = next(one for one in team.stations if one.resource_no in {claim.resource_no for claim in taken})
    await world.shops.roster.retire_station(a.manager, tub.id)
    plan = await world.make(a)
    assert [one.booking_id for one in plan.moves] == [booked.id]
    assert plan.moves[0].to is not None
    await world.send(a, plan)
    assert await world.answer(a, plan, "豆豆") == "applied"


async def for_cats_only(world: Planned, side: Side, code: str) -> None:
    sold = await world.db.read(lambda tx: world.shops.catalogue(tx, side.shop.id))
    known = {one.name: getattr(sold.by_code[code], one.name) for one in fields(ServiceChange)}
    await world.shops.price_list.set_prices(side.manager, code, [PriceRule("", 60, 100, "cat")])
    change = ServiceChange(**known | {"species": frozenset({"cat"})})
    await world.shops.price_list.change_service(side.manager, code, change)


async def test_a_cap_that_is_lowered_before_the_yes(world: Planned, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    await world.sick(a)
    plan = await world.make(a)
    await world.send(a, plan)
    await limit(world, a, 1, 0)
    assert await world.answer(a, plan, "豆豆") == "stale"
    assert (await world.booking(a, booked.id)).version == booked.version


async def test_a_hold_in_the_way_lets_go_and_the_yes_is_carried_out(world: Planned, a: Side) -> None:
    """Somebody looks at the time with a card in the hand: the yes waits for what they do."""
    booked = await world.booked(a, "豆豆", 10)
    await world.sick(a)
    plan = await world.make(a)
    await world.send(a, plan)
    await world.hold(a, world.at(a, 10), a.other, services=BATH, groomer_id=a.groomers[1])
    state = await world.answer(a, plan, "豆豆")
    assert state == "waiting"
    world.clock.advance(11 * 60)
    await world.bookings.expire_due()
    await world.jobs.settle()
    assert (await world.seen(a, plan))["豆豆"].state == "applied"
    assert (await world.booking(a, booked.id)).groomer.id == a.groomers[1]


async def test_nothing_at_all_is_left(world: Planned, a: Side) -> None:
    """Late in the evening everybody has gone: nothing is over, nothing can be kept, and nobody is asked for a yes."""
    booked = await world.booked(a, "豆豆", 19, 0, 30)
    world.go_to(a, 19, 20)
    for who in (0, 1):
        await world.sick(a, who)
    (move,) = (await world.send(a, await world.make(a))).moves
    assert (move.kind, move.to, move.state) == ("out", None, "proposed")
    world.clock.advance((move.lapses_ms - world.clock.now_ms()) / 1000)
    await world.jobs.settle()
    assert (await world.booking(a, booked.id)).version == booked.version


async def test_an_entry_of_the_desk_has_no_card_and_is_answered_by_telephone(world: Planned, a: Side) -> None:
    guest = await world.guest(a, "豆豆")
    booked = await world.bookings.enter(a.manager, Entry(guest.pet, BATH, world.at(a, 10), a.groomers[0]), world.key())
    made = hears(world, ProposalMade)
    await world.sick(a)
    plan = await world.make(a)
    await world.send(a, plan)
    assert [one.c for one in made] == [""]
    assert await world.answer(a, plan, "豆豆", by=a.manager) == "applied"
    assert (await world.booking(a, booked.id)).groomer.id == a.groomers[1]
