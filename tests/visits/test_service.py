"""A day at the shop: every tap, what the owner sees, and every tap that cannot be."""

import asyncio

import pytest
import sqlalchemy as sa

from pawline.booking import BookingClosed, NoSuchBooking, ServiceLine, StillInGrace
from pawline.platform.commands import KeyReused
from pawline.platform.errors import BadInput, Forbidden
from pawline.platform.outbox import outbox
from pawline.visits import (
    Advance,
    NoSuchVisit,
    ReasonNeeded,
    Stage,
    StaleVisit,
    VisitView,
    WrongStage,
)
from pawline.visits.store import visit_event
from tests.booking.world import TUESDAY, Side, World

pytestmark = pytest.mark.asyncio

GROOM_PATH = ("arrived", "checking", "brushing", "bathing", "drying", "styling", "final", "ready", "gone")


async def tap(world: World, side: Side, booking_id: str, to: str, **more: object) -> VisitView:
    now = await world.db.read(lambda tx: world.visits.view_for(tx, side.manager, booking_id))
    wanted = Advance(to=Stage(to), version=now.version, **more)  # type: ignore[arg-type]
    return await world.visits.advance(side.manager, booking_id, wanted, world.key())


def states(view: VisitView) -> list[str]:
    return [step.state for step in view.steps]


async def facts(world: World) -> list[str]:
    statement = sa.select(outbox.c.type).where(outbox.c.type.like("Visit%")).order_by(outbox.c.id)
    return list(await world.db.read(lambda tx: tx.execute(statement).scalars().all()))


async def test_the_whole_day(world: World, a: Side, b: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15))
    fresh = await world.db.read(lambda tx: world.visits.view_for(tx, a.owner, sure.id))
    assert (fresh.id, fresh.stage, fresh.version, fresh.drift_min) == (sure.id, "confirmed", 1, 0)
    assert states(fresh) == ["todo"] * 5
    assert [step.planned_ms for step in fresh.steps] == sorted(step.planned_ms or 0 for step in fresh.steps)
    world.go_to(a, 14, 50)
    seen = [await tap(world, a, sure.id, stage) for stage in GROOM_PATH]
    assert [states(view) for view in seen] == [
        ["now", "todo", "todo", "todo", "todo"],
        ["now", "todo", "todo", "todo", "todo"],
        ["now", "todo", "todo", "todo", "todo"],
        ["done", "now", "todo", "todo", "todo"],
        ["done", "done", "now", "todo", "todo"],
        ["done", "done", "done", "now", "todo"],
        ["done", "done", "done", "now", "todo"],
        ["done", "done", "done", "done", "now"],
        ["done", "done", "done", "done", "done"],
    ]
    assert seen[0].drift_min == 0
    assert seen[-1].is_done
    assert (await facts(world)).count("VisitAdvanced") == len(GROOM_PATH)
    done = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, sure.id))
    assert (done.status, done.visit_stage) == ("done", "gone")
    events = await world.db.read(lambda tx: tx.execute(sa.select(visit_event)).all())
    assert {event.by_id for event in events} == {a.manager.account_id}
    assert {event.device_id for event in events} == {a.manager.device_id}
    with pytest.raises(WrongStage):
        await tap(world, a, sure.id, "bathing")


async def test_the_board_is_the_shops_own(world: World, a: Side, b: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15))
    board = await world.db.read(lambda tx: world.visits.board(tx, a.manager, TUESDAY))
    assert [(card.id, card.next[0], card.groomer_name) for card in board.cards] == [(sure.id, "arrived", "groomer 0")]
    assert board.cards[0].services.zh == "美容造型"
    assert (await world.db.read(lambda tx: world.visits.board(tx, b.manager, TUESDAY))).cards == []
    assert (await world.db.read(lambda tx: world.visits.board(tx, a.manager, None))).day == "2026-11-22"
    for stranger in (a.other, b.owner, b.manager):
        with pytest.raises(NoSuchVisit):
            await world.db.read(lambda tx, s=stranger: world.visits.view_for(tx, s, sure.id))
    arrive = Advance(to=Stage.ARRIVED, version=1)
    with pytest.raises(NoSuchVisit):
        await world.visits.advance(b.manager, sure.id, arrive, "k")
    with pytest.raises(Forbidden):
        await world.visits.advance(a.owner, sure.id, arrive, "k")
    with pytest.raises(Forbidden):
        await world.db.read(lambda tx: world.visits.board(tx, a.owner, TUESDAY))


async def test_a_double_tap_moves_once(world: World, a: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15))
    arrive = Advance(to=Stage.ARRIVED, version=1)
    first, second = await asyncio.gather(*(world.visits.advance(a.manager, sure.id, arrive, "tap") for _ in range(2)))
    assert first == second
    with pytest.raises(StaleVisit) as refused:
        await world.visits.advance(a.manager, sure.id, arrive, "other")
    assert refused.value.data == {"version": 2, "stage": "arrived"}
    with pytest.raises(KeyReused):
        await world.visits.advance(a.manager, sure.id, Advance(to=Stage.CHECKING, version=2), "tap")


async def test_skipping_and_stopping_need_a_reason(world: World, a: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15))
    await tap(world, a, sure.id, "arrived")
    with pytest.raises(ReasonNeeded):
        await tap(world, a, sure.id, "drying")
    with pytest.raises(ReasonNeeded):
        await tap(world, a, sure.id, "paused")
    with pytest.raises(BadInput):
        await tap(world, a, sure.id, "paused", reason="长" * 201)
    paused = await tap(world, a, sure.id, "paused", reason="应激")
    assert (paused.stage, states(paused)[0]) == ("paused", "now")
    back = await tap(world, a, sure.id, "arrived")
    assert back.stage == "arrived"
    skipped = await tap(world, a, sure.id, "drying", reason="家里洗过了")
    assert states(skipped) == ["done", "skipped", "now", "todo", "todo"]
    with pytest.raises(WrongStage):
        await tap(world, a, sure.id, "resting", reason="不在计划里")
    undone = await tap(world, a, sure.id, "bathing", reason="点错了")
    assert undone.stage == "bathing"


async def test_what_is_late_says_so(world: World, a: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15))
    world.go_to(a, 15, 20)
    late = await tap(world, a, sure.id, "arrived")
    assert (late.drift_min, late.ready_ms) == (20, world.at(a, 18, 20))
    planned = {step.step: step.planned_ms for step in late.steps}
    await tap(world, a, sure.id, "checking")
    await tap(world, a, sure.id, "brushing")
    # What is to come follows the delay; then they catch up with it.
    world.clock.advance(((planned["bath"] or 0) - 20 * 60_000 - world.clock.now_ms()) / 1000)
    on_time = await tap(world, a, sure.id, "bathing")
    assert (on_time.drift_min, on_time.ready_ms) == (0, world.at(a, 18))


async def test_a_plain_bath_and_a_tidy_skip_what_they_do_not_have(world: World, a: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15), services=(ServiceLine("tidy"),))
    for stage in ("arrived", "checking", "styling", "final", "ready"):
        view = await tap(world, a, sure.id, stage)
    assert states(view) == ["done", "done", "now"]


async def test_photos(world: World, a: Side, b: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15))
    view = await tap(world, a, sure.id, "arrived", upload_id="u1", caption="到啦")
    assert [(p.upload_id, p.caption, p.stage) for p in view.photos] == [("u1", "到啦", "arrived")]
    for _ in range(2):
        view = await world.visits.add_photo(a.manager, sure.id, "u2", "", "same key")
    assert [p.upload_id for p in view.photos] == ["u1", "u2"]
    assert (await facts(world)).count("VisitPhotoAdded") == 2
    with pytest.raises(NoSuchVisit):
        await world.visits.add_photo(b.manager, sure.id, "u3", "", "k")

    def refuse(*_asked: object) -> None:
        raise BadInput("upload")

    with pytest.raises(BadInput):
        await world.visits.add_photo(a.manager, sure.id, "u4", "", "k4", refuse)
    kept = await world.db.read(lambda tx: world.visits.view_for(tx, a.owner, sure.id))
    assert len(kept.photos) == 2


async def test_a_visit_follows_its_booking(world: World, a: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15))
    times = await world.bookings.offer_move(a.owner, sure.id)
    wanted = next(o for o in times.times["2026-11-24"] if o.start_ms == world.at(a, 15, 30))
    moved = await world.bookings.move(a.owner, sure.id, sure.version, wanted.offer_id, "m")
    view = await world.db.read(lambda tx: world.visits.view_for(tx, a.owner, sure.id))
    assert (view.steps[0].planned_ms, view.ready_ms) == (world.at(a, 15, 30), world.at(a, 18, 30))
    await world.bookings.cancel(a.owner, sure.id, moved.version, "c")
    view = await world.db.read(lambda tx: world.visits.view_for(tx, a.owner, sure.id))
    assert view.stage == "cancelled"
    # A visit that never began is told of by its booking alone.
    assert await facts(world) == ["VisitReplanned"]
    assert (await world.db.read(lambda tx: world.visits.board(tx, a.manager, TUESDAY))).cards == []


async def test_a_pet_in_the_shop_cannot_be_cancelled_away(world: World, a: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15))
    await tap(world, a, sure.id, "arrived")
    stage = await world.db.read(lambda tx: world.visits.running_stage(tx, a.shop.id, a.owner.account_id))
    assert stage == "arrived"
    with pytest.raises(BookingClosed):
        await world.bookings.cancel(a.owner, sure.id, sure.version, "c")


async def test_no_show_from_the_board(world: World, a: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15))
    with pytest.raises(StillInGrace):
        await tap(world, a, sure.id, "no_show")
    world.go_to(a, 15, 30)
    missed = await tap(world, a, sure.id, "no_show")
    assert missed.stage == "no_show"
    found = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, sure.id))
    assert found.status == "no_show"
    with pytest.raises(NoSuchBooking):
        await world.db.read(lambda tx: world.bookings.view_for(tx, a.other, sure.id))
