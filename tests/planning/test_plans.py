"""A broken day is planned anew, owners are asked, and what they agree to is carried out: on both engines."""

import sys
from datetime import date

import pytest
from msgspec.structs import replace

from pawline.booking import BookingMoved, ClosedDay, SlotTaken, claims
from pawline.planning import (
    NoSuchPlan,
    NoSuchProposal,
    NothingFound,
    NothingWrong,
    PlanEmpty,
    PlanSent,
    PlanView,
    ProposalChanged,
    ProposalMade,
    ProposalOver,
    Search,
)
from pawline.platform.commands import KeyReused
from pawline.platform.errors import BadInput, Forbidden
from pawline.shop import Shift, StationKind
from pawline.solver.check import faults
from pawline.solver.model import MINUTE_MS, Day, Layout
from pawline.visits import Stage
from tests.booking.test_caps import limit
from tests.booking.test_desk_moves import hears
from tests.booking.test_pace import pace
from tests.booking.world import TUESDAY, Side, later
from tests.planning.world import Planned

pytestmark = pytest.mark.asyncio


async def close(world: Planned, side: Side, kind: StationKind, number: int, from_hour: int, to_hour: int) -> str:
    team = await world.db.read(lambda tx: world.shops.team(tx, side.shop.id))
    place = [one for one in team.stations if one.kind is kind][number]
    span = world.at(side, from_hour), world.at(side, to_hour)
    await world.shops.roster.close_station(side.manager, place.id, *span, "坏了")
    return place.id


async def test_a_day_that_works_needs_no_plan(world: Planned, a: Side) -> None:
    await world.booked(a, "豆豆", 10)
    with pytest.raises(NothingWrong):
        await world.make(a)


async def test_a_colleague_takes_over_and_the_owner_is_asked(world: Planned, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    made, changed = hears(world, ProposalMade), hears(world, ProposalChanged)
    await world.sick(a)
    plan = await world.make(a)
    (move,) = plan.moves
    assert (plan.state, move.state, move.kind, move.minutes) == ("draft", "draft", "move", 0)
    assert plan.cause.zh == "groomer 0 这天不上班"
    assert move.why.zh == "groomer 0 这天不上班，豆豆改由 groomer 1 来做，时间不变"
    assert move.why.en == "groomer 0 isn't in that day: 豆豆 is done by groomer 1, same time"
    assert not made, "a draft is nobody's news"
    sent = await world.send(a, plan)
    assert (sent.state, sent.moves[0].state) == ("sent", "proposed")
    assert [one.c for one in made] == [world.c(world.guests["豆豆"].owner)]
    assert (await world.booking(a, booked.id)).version == booked.version, "nothing moves before the yes"
    assert await world.answer(a, plan, "豆豆") == "applied"
    now = await world.booking(a, booked.id)
    assert (now.id, now.starts_ms, now.groomer.id) == (booked.id, booked.starts_ms, a.groomers[1])
    assert now.total_cents == booked.total_cents
    assert [one.state for one in changed] == ["waiting", "applied"]
    done = await world.db.read(lambda tx: world.plans.of_day(tx, a.manager, TUESDAY))
    assert done.plan is not None
    assert done.plan.state == "done"


async def test_another_time_is_the_nearest_and_says_why(world: Planned, a: Side) -> None:
    await world.booked(a, "豆豆", 10, 0)
    await world.booked(a, "可乐", 10, 1)
    await world.sick(a)
    plan = await world.make(a)
    (move,) = plan.moves
    assert move.pet.name == "豆豆", "whose groomer is there hears nothing"
    assert move.to is not None
    assert move.minutes <= 105
    assert "这天不上班" in move.why.zh
    assert "改到" in move.why.zh


async def test_a_place_that_fails_is_changed_without_asking(world: Planned, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    made, moved = hears(world, ProposalMade), hears(world, BookingMoved)
    broken = await close(world, a, StationKind.BLOWER, 0, 9, 18)
    plan = await world.make(a)
    (move,) = plan.moves
    assert (move.kind, move.minutes) == ("place", 0)
    assert move.why.zh == "blower 09:00–18:00 停用，豆豆换到 blower，时间不变"
    assert broken in {stay.place_id for stay in move.here.stays}
    sent = await world.send(a, plan)
    assert (sent.state, sent.moves[0].state) == ("done", "applied")
    assert not made
    assert [one.is_quiet for one in moved] == [True]
    steps = (await world.seen(a, plan))["豆豆"].to
    assert steps is not None
    assert broken not in {stay.place_id for stay in steps.stays}
    # The card in the owner's hand is true: time and price are what they were.
    off = await world.bookings.cancel(world.guests["豆豆"].owner, booked.id, booked.version, world.key())
    assert off.status == "cancelled"


async def test_who_has_begun_stays_and_who_is_late_pushes_on(world: Planned, a: Side) -> None:
    first = await world.booked(a, "豆豆", 10)
    second = await world.booked(a, "可乐", 12)
    await world.sick(a, 1)
    world.go_to(a, 10)
    await world.tap(a, first.id, Stage.ARRIVED)
    with pytest.raises(NothingWrong):
        await world.make(a)
    plan = await world.make(a, **{first.id: 90})
    (move,) = plan.moves
    assert move.booking_id == second.id
    assert move.to is not None
    assert move.to.start_ms >= first.ends_ms + 90 * 60_000
    assert move.why.zh.startswith("豆豆还没做完，groomer 0 到 13:")


async def test_what_takes_longer_than_planned_is_known_by_itself(world: Planned, a: Side) -> None:
    first = await world.booked(a, "豆豆", 10)
    await world.booked(a, "可乐", 12)
    await world.sick(a, 1)
    world.go_to(a, 11)
    for stage in (Stage.ARRIVED, Stage.BATHING):
        await world.tap(a, first.id, stage)
    plan = await world.make(a)
    assert [one.pet.name for one in plan.moves] == ["可乐"]


class Forced(Search):
    """A layout by hand: what the search would hardly ever need is tried as well. Everything else is real."""

    def __init__(self, hours: dict[str, int]) -> None:
        super().__init__()
        self.starts = hours

    async def lay_out(self, day: Day) -> Layout:
        placed = {one.id: replace(one.here, start_ms=self.starts.get(one.id, one.here.start_ms)) for one in day.visits}
        assert not faults(day, Layout(placed, False))
        return Layout(placed, False)


async def forced(world: Planned, side: Side, hours: dict[str, int]) -> PlanView:
    """A plan that puts these bookings at these hours."""
    starts = {one: world.at(side, hour) for one, hour in hours.items()}
    return await world.planner(Forced(starts)).make(side.manager, TUESDAY, {}, world.key())


async def test_a_move_waits_until_its_place_is_free(world: Planned, a: Side) -> None:
    """Two in a row, the first goes first: the second takes its hour and waits for it."""
    early = await world.booked(a, "豆豆", 10, 0)
    late = await world.booked(a, "可乐", 12, 0)
    await world.sick(a, 1)
    plan = await forced(world, a, {early.id: 15, late.id: 10})
    await world.send(a, plan)
    assert await world.answer(a, plan, "可乐") == "waiting"
    assert (await world.seen(a, plan))["可乐"].waits_for == ["豆豆"]
    assert (await world.booking(a, late.id)).starts_ms == world.at(a, 12)
    assert await world.answer(a, plan, "豆豆") == "applied"
    states = {name: one.state for name, one in (await world.seen(a, plan)).items()}
    assert states == {"豆豆": "applied", "可乐": "applied"}
    assert (await world.booking(a, late.id)).starts_ms == world.at(a, 10)


async def test_two_that_exchange_their_times_go_together(world: Planned, a: Side) -> None:
    one, other = await world.booked(a, "豆豆", 10, 0), await world.booked(a, "可乐", 12, 0)
    await world.sick(a, 1)
    plan = await forced(world, a, {one.id: 12, other.id: 10})
    await world.send(a, plan)
    assert await world.answer(a, plan, "豆豆") == "waiting"
    assert await world.answer(a, plan, "可乐") == "applied"
    assert (await world.booking(a, one.id)).starts_ms == world.at(a, 12)
    assert (await world.booking(a, other.id)).starts_ms == world.at(a, 10)


async def test_a_waiting_move_finds_room_when_the_other_is_called_off(world: Planned, a: Side) -> None:
    early, late = await world.booked(a, "豆豆", 10, 0), await world.booked(a, "可乐", 12, 0)
    await world.sick(a, 1)
    plan = await forced(world, a, {early.id: 15, late.id: 10})
    await world.send(a, plan)
    await world.answer(a, plan, "可乐")
    assert await world.answer(a, plan, "豆豆", is_yes=False) == "declined"
    assert (await world.seen(a, plan))["可乐"].waits_for == ["豆豆"], "it stays where it is"
    await world.bookings.cancel(a.manager, early.id, early.version, world.key())
    await world.jobs.settle()
    assert (await world.seen(a, plan))["可乐"].state == "applied"


async def test_a_booking_that_changed_meanwhile_is_never_moved(world: Planned, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    changed = hears(world, ProposalChanged)
    await world.sick(a)
    plan = await world.make(a)
    await world.send(a, plan)
    await world.by_hand(a, booked, 17, 1)
    seen = (await world.seen(a, plan))["豆豆"]
    assert seen.state == "stale"
    assert seen.note is not None
    assert [(one.state, one.is_told) for one in changed] == [("stale", False)]
    with pytest.raises(ProposalOver):
        await world.answer(a, plan, "豆豆")
    assert (await world.booking(a, booked.id)).starts_ms == world.at(a, 17)


async def test_a_booking_that_changed_before_the_plan_was_sent_is_not_asked_about(world: Planned, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    made = hears(world, ProposalMade)
    await world.sick(a)
    plan = await world.make(a)
    await world.by_hand(a, booked, 17, 1)
    sent = await world.send(a, plan)
    assert (sent.state, sent.moves[0].state) == ("done", "stale")
    assert not made


async def test_a_pet_that_comes_in_ends_its_proposal(world: Planned, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    await world.sick(a)
    plan = await world.make(a)
    await world.send(a, plan)
    world.go_to(a, 9, 50)
    await world.tap(a, booked.id, Stage.ARRIVED)
    assert (await world.seen(a, plan))["豆豆"].state == "stale"


async def test_what_somebody_else_took_is_not_sold_twice(world: Planned, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    await world.sick(a)
    plan = await world.make(a)
    (move,) = (await world.send(a, plan)).moves
    assert move.to is not None
    await world.booked(a, "可乐", 10, 1)
    changed = hears(world, ProposalChanged)
    assert await world.answer(a, plan, "豆豆") == "stale"
    # What was tried between the two was taken back as a whole.
    assert [(changed[n].state, changed[n].is_told) for n in (0, -1)] == [("waiting", True), ("stale", True)]
    assert (await world.booking(a, booked.id)).version == booked.version
    note = (await world.seen(a, plan))["豆豆"].note
    assert note is not None
    assert note.zh == "groomer 1 10:00–11:30 有约了。"


async def test_a_taken_place_is_no_hindrance_when_there_is_another(world: Planned, a: Side) -> None:
    """Person and time are what was agreed; the blower that was planned fails as well, and there is another."""
    booked = await world.booked(a, "豆豆", 10)
    await world.sick(a)
    plan = await world.make(a)
    (move,) = (await world.send(a, plan)).moves
    assert move.to is not None
    team = await world.db.read(lambda tx: world.shops.team(tx, a.shop.id))
    blowers = {one.id for one in team.stations if one.kind is StationKind.BLOWER}
    planned = next(stay for stay in move.to.stays if stay.place_id in blowers)
    await world.shops.roster.close_station(a.manager, planned.place_id, planned.start_ms, planned.end_ms, "")
    assert await world.answer(a, plan, "豆豆") == "applied"
    assert (await world.booking(a, booked.id)).groomer.id == a.groomers[1]


async def test_nobody_answered_in_time(world: Planned, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 15)
    changed = hears(world, ProposalChanged)
    await world.sick(a)
    plan = await world.make(a)
    (move,) = (await world.send(a, plan)).moves
    assert move.to is not None
    assert move.lapses_ms <= min(move.to.start_ms, booked.starts_ms)
    world.clock.advance((move.lapses_ms - world.clock.now_ms()) / 1000)
    with pytest.raises(ProposalOver):
        await world.answer(a, plan, "豆豆")
    await world.jobs.settle()
    assert (await world.seen(a, plan))["豆豆"].state == "lapsed"
    assert [one.state for one in changed] == ["lapsed"]
    assert (await world.booking(a, booked.id)).version == booked.version


async def test_who_should_be_here_by_now_is_called_and_not_asked(world: Planned, a: Side) -> None:
    """A message would come too late: the desk hears that it has to speak to them."""
    await world.booked(a, "豆豆", 10)
    made = hears(world, ProposalMade)
    await world.sick(a)
    world.go_to(a, 10, 5)
    plan = await world.make(a)
    sent = await world.send(a, plan)
    (move,) = sent.moves
    assert (sent.state, move.state) == ("done", "stale")
    assert move.note is not None
    assert move.note.zh.startswith("来不及问了")
    assert not made


async def test_a_slower_colleague_takes_longer_also_in_a_plan(world: Planned, a: Side) -> None:
    """Hers take a quarter longer: what follows too closely on her own visit goes later."""
    await pace(world, a, 1, 125)
    first = await world.booked(a, "豆豆", 10)
    own = await world.booked(a, "年糕", 12, 1)
    await world.sick(a)
    plan = await world.make(a)
    (move,) = plan.moves
    assert move.to is not None
    assert (move.here.end_ms - move.here.start_ms, move.to.end_ms - move.to.start_ms) == (
        90 * MINUTE_MS, 112 * MINUTE_MS + MINUTE_MS,
    )  # fmt: skip
    assert move.to.end_ms <= own.starts_ms or move.to.start_ms >= own.ends_ms
    assert move.to.stays[-1].end_ms == move.to.end_ms
    await world.send(a, plan)
    assert await world.answer(a, plan, "豆豆") == "applied"
    now = await world.booking(a, first.id)
    assert (now.starts_ms, now.ends_ms, now.total_cents) == (move.to.start_ms, move.to.end_ms, first.total_cents)
    assert sum(line.minutes for line in now.lines) == 113


async def test_who_changed_their_pace_keeps_what_was_agreed(world: Planned, a: Side) -> None:
    first = await world.booked(a, "豆豆", 10)
    await pace(world, a, 0, 200)
    broken = await close(world, a, StationKind.BLOWER, 0, 9, 18)
    plan = await world.send(a, await world.make(a))
    assert plan.moves[0].state == "applied"
    now = await world.booking(a, first.id)
    assert (now.starts_ms, now.ends_ms) == (first.starts_ms, first.ends_ms)
    assert broken not in {stay.place_id for stay in (await world.seen(a, plan))["豆豆"].to.stays}  # type: ignore[union-attr]


async def test_nobody_is_given_more_than_they_do_in_a_day(world: Planned, a: Side) -> None:
    """One of three finds room with the colleague, who does one pet more; the others have to come another day."""
    for name, hour in (("豆豆", 10), ("可乐", 13), ("布丁", 16)):
        await world.booked(a, name, hour)
    await world.booked(a, "年糕", 10, 1)
    await limit(world, a, 1, 2)
    await world.sick(a)
    plan = await world.make(a)
    kept = [one for one in plan.moves if one.to is not None]
    assert len(kept) == 1
    assert len(plan.moves) == 3
    await limit(world, a, 1, 0)
    assert [one.to for one in (await world.make(a)).moves] == [None] * 3, "and who has too much keeps it"


async def test_a_large_one_goes_where_large_ones_are_done(world: Planned, a: Side) -> None:
    await world.guest(a, "金金", "金毛")
    for name, hour in (("金金", 10), ("可乐", 15)):
        await world.booked(a, name, hour)
    await limit(world, a, 1, None, 0)
    await world.sick(a)
    plan = await world.make(a)
    assert {one.pet.name: one.to is not None for one in plan.moves} == {"金金": False, "可乐": True}


async def test_who_comes_waits_until_another_has_left_a_full_day(world: Planned, a: Side) -> None:
    """The second does one pet a day: hers has to go to the first before his can come, whatever the clock says."""
    first, second = await world.booked(a, "豆豆", 10, 0), await world.booked(a, "可乐", 15, 1)
    await limit(world, a, 1, 1)
    plan = await exchanged(world, a)
    assert {one.pet.name: one.needs for one in plan.moves} == {"豆豆": [second.id], "可乐": []}
    plan = await world.send(a, plan)
    assert await world.answer(a, plan, "豆豆") == "waiting"
    assert (await world.seen(a, plan))["豆豆"].waits_for == ["可乐"]
    assert (await world.booking(a, first.id)).groomer.id == a.groomers[0]
    assert await world.answer(a, plan, "可乐") == "applied"
    assert (await world.seen(a, plan))["豆豆"].state == "applied"
    assert (await world.booking(a, first.id)).groomer.id == a.groomers[1]
    assert (await world.booking(a, second.id)).groomer.id == a.groomers[0]


async def test_two_change_groomers_who_both_have_enough(world: Planned, a: Side) -> None:
    await world.booked(a, "豆豆", 10, 0)
    await world.booked(a, "可乐", 15, 1)
    for who in (0, 1):
        await limit(world, a, who, 1)
    plan = await world.send(a, await exchanged(world, a))
    assert await world.answer(a, plan, "豆豆") == "waiting"
    assert await world.answer(a, plan, "可乐") == "applied"
    assert (await world.seen(a, plan))["豆豆"].state == "applied"


async def exchanged(world: Planned, side: Side) -> PlanView:
    """A plan in which each of two comes to the other's groomer: the first is there early, the second late."""
    await world.shops.roster.change_days(side.manager, side.groomers[0], TUESDAY, TUESDAY, Shift(1, 14 * 60, 21 * 60))
    await world.shops.roster.change_days(side.manager, side.groomers[1], TUESDAY, TUESDAY, Shift(1, 9 * 60, 14 * 60))
    return await world.make(side)


async def test_what_cannot_be_kept_today_is_said(world: Planned, a: Side) -> None:
    """Everybody is ill: nothing can be kept, and there is no time to say yes to."""
    await world.booked(a, "豆豆", 10, 0)
    await world.booked(a, "可乐", 10, 1)
    for who in (0, 1):
        await world.sick(a, who)
    plan = await world.make(a)
    assert {one.kind for one in plan.moves} == {"out"}
    assert plan.moves[0].why.zh.endswith("这天排不下了")
    await world.send(a, plan)
    with pytest.raises(BadInput):
        await world.answer(a, plan, "豆豆")
    assert await world.answer(a, plan, "豆豆", is_yes=False) == "declined"


async def test_staff_answer_for_an_owner_who_telephoned(world: Planned, a: Side) -> None:
    await world.booked(a, "豆豆", 10)
    await world.sick(a)
    plan = await world.make(a)
    await world.send(a, plan)
    assert await world.answer(a, plan, "豆豆", by=a.manager) == "applied"


async def test_moves_are_left_out_with_those_that_need_their_place(world: Planned, a: Side) -> None:
    early, late = await world.booked(a, "豆豆", 10, 0), await world.booked(a, "可乐", 12, 0)
    await world.sick(a, 1)
    plan = await forced(world, a, {early.id: 15, late.id: 10})
    moves = {one.pet.name: one for one in plan.moves}
    assert moves["可乐"].needs == [early.id]
    out = await world.plans.choose(a.manager, plan.id, moves["豆豆"].id, False, world.key())
    assert {one.pet.name: one.state for one in out.moves} == {"豆豆": "left_out", "可乐": "left_out"}
    with pytest.raises(PlanEmpty):
        await world.send(a, plan)
    back = await world.plans.choose(a.manager, plan.id, moves["可乐"].id, True, world.key())
    assert {one.pet.name: one.state for one in back.moves} == {"豆豆": "draft", "可乐": "draft"}
    out = await world.plans.choose(a.manager, plan.id, moves["可乐"].id, False, world.key())
    assert {one.pet.name: one.state for one in out.moves} == {"豆豆": "draft", "可乐": "left_out"}
    sent = await world.send(a, plan)
    assert {one.pet.name: one.state for one in sent.moves} == {"豆豆": "proposed", "可乐": "left_out"}
    with pytest.raises(NoSuchProposal):
        await world.answer(a, plan, "可乐")


async def test_the_same_key_does_it_once(world: Planned, a: Side) -> None:
    await world.booked(a, "豆豆", 10)
    made = hears(world, ProposalMade)
    await world.sick(a)
    plan = await world.plans.make(a.manager, TUESDAY, {}, "same")
    assert (await world.plans.make(a.manager, TUESDAY, {}, "same")).id == plan.id
    with pytest.raises(KeyReused):
        await world.plans.drop(a.manager, plan.id, "same")
    for _ in range(2):
        await world.plans.send(a.manager, plan.id, "send")
    assert len(made) == 1
    (move,) = (await world.seen(a, plan)).values()
    owner = world.guests["豆豆"].owner
    for _ in range(2):
        assert (await world.plans.answer(owner, move.id, move.version, True, "yes")).state == "applied"
    with pytest.raises(ProposalOver):
        await world.plans.answer(owner, move.id, move.version, False, world.key())
    with pytest.raises(PlanSent):
        await world.send(a, plan)


async def test_a_plan_that_is_given_up_is_taken_back(world: Planned, a: Side) -> None:
    await world.booked(a, "豆豆", 10)
    changed = hears(world, ProposalChanged)
    await world.sick(a)
    plan = await world.make(a)
    await world.send(a, plan)
    gone = await world.plans.drop(a.manager, plan.id, world.key())
    assert (gone.state, gone.moves[0].state) == ("dropped", "withdrawn")
    assert [(one.state, one.is_told) for one in changed] == [("withdrawn", True)]
    assert (await world.db.read(lambda tx: world.plans.of_day(tx, a.manager, TUESDAY))).plan is None
    with pytest.raises(PlanSent):
        await world.plans.drop(a.manager, plan.id, world.key())


async def test_a_newer_plan_takes_the_place_of_the_older(world: Planned, a: Side) -> None:
    """Whoever has said yes to the very same is not asked again."""
    early, late = await world.booked(a, "豆豆", 10, 0), await world.booked(a, "可乐", 12, 0)
    await world.sick(a, 1)
    plan = await forced(world, a, {early.id: 15, late.id: 10})
    await world.send(a, plan)
    assert await world.answer(a, plan, "可乐") == "waiting"
    made = hears(world, ProposalMade)
    newer = await forced(world, a, {early.id: 17, late.id: 10})
    sent = await world.send(a, newer)
    assert {one.pet.name: one.state for one in sent.moves} == {"豆豆": "proposed", "可乐": "waiting"}
    assert {name: one.state for name, one in (await world.seen(a, plan)).items()} == {
        "豆豆": "withdrawn", "可乐": "withdrawn",
    }  # fmt: skip
    assert sorted(one.state for one in made) == ["proposed", "waiting"]
    assert await world.answer(a, newer, "豆豆") == "applied"
    assert (await world.seen(a, newer))["可乐"].state == "applied"


async def test_who_was_asked_once_today_is_left_in_peace(world: Planned, a: Side) -> None:
    """Groomer 0 is ill: one of the two at ten goes elsewhere. Then the other's groomer goes home early."""
    await world.booked(a, "豆豆", 10, 0)
    await world.booked(a, "可乐", 10, 1)
    await world.sick(a, 0)
    first = await world.make(a)
    await world.send(a, first)
    moved = first.moves[0].pet.name
    sheet = await world.db.read(lambda tx: world.plans._sheet(tx, a.manager, TUESDAY, {}))
    promised = {sheet.standing[one.id].pet.name: one.is_promised for one in sheet.day.visits}
    assert promised == {name: name == moved for name in ("豆豆", "可乐")}


async def test_a_child_that_dies_is_late_or_lies_says_so(world: Planned, a: Side) -> None:
    await world.booked(a, "豆豆", 10)
    await world.sick(a)
    for code in (
        "raise SystemExit(3)",
        "print('no json')",
        "import time; time.sleep(30)",
        """import json,sys; v=json.load(sys.stdin)["day"]["visits"][0]; """
        """print(json.dumps({"placed": {v["id"]: v["here"]}, "is_best": True}))""",
    ):
        planner = world.planner(Search((sys.executable, "-c", code), 1.5))
        with pytest.raises(NothingFound):
            await planner.make(a.manager, TUESDAY, {}, world.key())
    assert (await world.db.read(lambda tx: world.plans.of_day(tx, a.manager, TUESDAY))).plan is None


async def test_only_staff_plan_and_only_their_own_shop(world: Planned, a: Side, b: Side) -> None:
    await world.booked(a, "豆豆", 10)
    await world.sick(a)
    plan = await world.make(a)
    owner, other = world.guests["豆豆"].owner, a.other
    for refused in (
        world.plans.make(owner, TUESDAY, {}, world.key()),
        world.plans.send(owner, plan.id, world.key()),
        world.plans.drop(owner, plan.id, world.key()),
        world.plans.choose(owner, plan.id, plan.moves[0].id, False, world.key()),
    ):
        with pytest.raises(Forbidden):
            await refused
    with pytest.raises(NoSuchPlan):
        await world.plans.send(b.manager, plan.id, world.key())
    (move,) = plan.moves
    with pytest.raises(NoSuchProposal):
        await world.plans.answer(owner, move.id, move.version, True, world.key())
    await world.send(a, plan)
    (move,) = (await world.seen(a, plan)).values()
    for stranger in (other, b.manager, b.owner):
        with pytest.raises(NoSuchProposal):
            await world.plans.answer(stranger, move.id, move.version, True, world.key())
    with pytest.raises(NothingWrong):
        await world.make(b)
    with pytest.raises(NothingWrong):
        await world.plans.make(a.manager, later(1), {}, world.key())


async def test_days_at_the_end_of_the_calendar_and_closed_ones_are_no_days(world: Planned, a: Side) -> None:
    for day in (date.min, date.max, later(2)):
        with pytest.raises(ClosedDay):
            await world.plans.make(a.manager, day, {}, world.key())
    with pytest.raises(NothingWrong):
        await world.plans.make(a.manager, later(-4), {}, world.key())


async def test_the_database_has_the_last_word(world: Planned, a: Side) -> None:
    """Even if the book judged wrongly, two bookings cannot take the same."""
    one, other = await world.booked(a, "豆豆", 10, 0), await world.booked(a, "可乐", 12, 0)
    taken = await world.db.read(lambda tx: claims.of_bookings(tx, a.shop.id, [one.id])[one.id])
    with pytest.raises((SlotTaken, claims.Overlap)):
        await world.db.write(lambda tx: claims.take(tx, a.shop.id, other.id, taken))
