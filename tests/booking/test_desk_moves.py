"""The desk moves bookings by hand: where they may go, why not elsewhere, the undo, and when the owner hears."""

from datetime import date
from typing import TypeVar

import pytest

from pawline.booking import (
    BookingClosed,
    BookingMoved,
    MoveSettled,
    MoveWish,
    NoSuchBooking,
    NotFree,
    OutsideHours,
    PastTime,
    SlotTaken,
    StaleVersion,
    StillHeld,
    UndoOver,
)
from pawline.booking.desk_moves import SPARE_MS
from pawline.booking.store import lines_of, steps_of
from pawline.platform.errors import Forbidden
from pawline.platform.outbox import Fact
from pawline.shop import Label, NoSuchMate, StationKind
from tests.booking.world import BATH, GROOM, TUESDAY, Side, World, later

pytestmark = pytest.mark.asyncio

STYLIST, BATHER = 0, 1
Heard = TypeVar("Heard", bound=Fact)


def hears(world: World, kind: type[Heard]) -> list[Heard]:
    found: list[Heard] = []
    world.db.reacts(kind, lambda _tx, fact: found.append(fact))
    return found


async def move(world: World, side: Side, booking, at_ms: int, who: int = BATHER, *, is_told: bool = True, **more):  # type: ignore[no-untyped-def]
    wish = MoveWish(more.get("version", booking.version), at_ms, side.groomers[who], is_told)
    return await world.moves.move(side.manager, booking.id, wish, more.get("key", world.key()))


async def spots(world: World, side: Side, booking_id: str, day=TUESDAY) -> dict[tuple[str, int], Label | None]:  # type: ignore[no-untyped-def]
    view = await world.db.read(lambda tx: world.moves.spots(tx, side.manager, booking_id, day))
    return {(lane.groomer_id, spot.start_ms): spot.why for lane in view.lanes for spot in lane.spots}


async def test_a_move_keeps_id_and_price_and_takes_the_new_time(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    before = await world.db.read(lambda tx: lines_of(tx, a.shop.id, [booked.id]))
    moved = (await move(world, a, booked, world.at(a, 10), BATHER)).booking
    assert (moved.id, moved.starts_ms, moved.groomer.id) == (booked.id, world.at(a, 10), a.groomers[BATHER])
    assert moved.ends_ms - moved.starts_ms == booked.ends_ms - booked.starts_ms
    assert moved.total_cents == booked.total_cents
    assert await world.db.read(lambda tx: lines_of(tx, a.shop.id, [booked.id])) == before
    again = await world.confirmed(a, world.at(a, 15), a.other, services=BATH, groomer_id=booked.groomer.id)
    assert again.starts_ms == world.at(a, 15), "the old time is free"


async def test_every_spot_that_is_said_to_be_free_is_and_every_other_is_refused_for_its_reason(
    world: World, a: Side
) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    await world.confirmed(a, world.at(a, 9), a.other, services=GROOM)
    found = await spots(world, a, booked.id)
    assert {None} < set(found.values())
    for (who, at_ms), why in list(found.items())[::7]:
        wish = MoveWish(booked.version, at_ms, a.groomers[a.groomers.index(who)], False)  # type: ignore[arg-type]
        if why is None:
            moved = await world.moves.move(a.manager, booked.id, wish, world.key())
            await world.moves.undo(a.manager, booked.id, moved.booking.version, world.key())
            booked = moved.booking
            booked = await world.db.read(lambda tx: world.bookings.view_for(tx, a.manager, booked.id))  # noqa: B023
        else:
            with pytest.raises((NotFree, OutsideHours, PastTime)) as refused:
                await world.moves.move(a.manager, booked.id, wish, world.key())
            if isinstance(refused.value, NotFree):
                assert refused.value.data["why"] == why.zh


async def test_the_reasons_are_said(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=GROOM)
    busy = await world.confirmed(a, world.at(a, 9), a.other, services=GROOM)
    lin, ray = a.groomers
    found = await spots(world, a, booked.id)
    assert found[lin, world.at(a, 14)] is None
    assert found[lin, busy.starts_ms] == Label("groomer 0 09:00–12:00 有约了。", "groomer 0 is booked 09:00–12:00.")
    assert found[lin, world.at(a, 12)] == Label("groomer 0 12:00–13:00 休息。", "groomer 0 has a break 12:00–13:00.")
    assert found[ray, world.at(a, 14)] == Label("groomer 1 不做这个项目。", "groomer 1 doesn't do this.")
    late = found[lin, world.at(a, 20)]
    assert late is not None
    assert late.zh == "营业时间 09:00–21:00，这次要做到 23:00。"
    team = await world.db.read(lambda tx: world.shops.team(tx, a.shop.id))
    for one in team.stations:
        if one.kind is StationKind.BLOWER:
            await world.shops.roster.close_station(a.manager, one.id, world.at(a, 13), world.at(a, 21), "坏了")
    blown = (await spots(world, a, booked.id))[lin, world.at(a, 14)]
    assert blown is not None
    assert blown.zh.startswith("吹风 ")
    assert blown.zh.endswith("停用。")
    world.go_to(a, 10)
    past = (await spots(world, a, booked.id))[lin, world.at(a, 9)]
    assert past is not None
    assert past.zh.endswith("已经过去了。")
    assert await spots(world, a, booked.id, later(2)) == {}, "closed on Thursdays"


async def test_the_owner_hears_of_it_when_it_can_no_longer_be_undone(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    moves, settled = hears(world, BookingMoved), hears(world, MoveSettled)
    moved = await move(world, a, booked, world.at(a, 10))
    assert [one.is_quiet for one in moves] == [True]
    await world.moves.settle(a.shop.id, booked.id)
    assert not settled, "too early"
    world.clock.advance((moved.undo_until_ms + SPARE_MS - world.clock.now_ms()) / 1000)
    await world.moves.settle(a.shop.id, booked.id)
    await world.moves.settle(a.shop.id, booked.id)
    assert [(one.is_told, one.when) for one in settled] == [(True, "11月24日周二 10:00")]
    with pytest.raises(UndoOver):
        await world.moves.undo(a.manager, booked.id, moved.booking.version, world.key())


async def test_an_undo_makes_the_owners_card_true_again(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    settled = hears(world, MoveSettled)
    first = await move(world, a, booked, world.at(a, 10))
    # A second try before the first has settled: the undo goes back to where it all began.
    second = await move(world, a, first.booking, world.at(a, 17))
    back = await world.moves.undo(a.manager, booked.id, second.booking.version, world.key())
    assert (back.starts_ms, back.groomer.id) == (booked.starts_ms, booked.groomer.id)
    world.clock.advance(60)
    await world.moves.settle(a.shop.id, booked.id)
    assert not settled
    off = await world.bookings.cancel(a.owner, booked.id, booked.version, world.key())
    assert off.status == "cancelled", "the version that the owner's card shows will do"


async def test_an_older_card_is_stale_after_a_move(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    await move(world, a, booked, world.at(a, 10))
    with pytest.raises(StaleVersion):
        await world.bookings.cancel(a.owner, booked.id, booked.version, world.key())
    with pytest.raises(StaleVersion):
        await move(world, a, booked, world.at(a, 17))


async def test_the_same_key_moves_once(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    moves = hears(world, BookingMoved)
    first = await move(world, a, booked, world.at(a, 10), key="same")
    assert await move(world, a, booked, world.at(a, 10), key="same") == first
    assert len(moves) == 1


async def test_an_undo_whose_time_was_taken_says_so(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    moved = await move(world, a, booked, world.at(a, 10))
    await world.confirmed(a, world.at(a, 15), a.other, services=BATH, groomer_id=booked.groomer.id)
    with pytest.raises(SlotTaken):
        await world.moves.undo(a.manager, booked.id, moved.booking.version, world.key())


async def test_who_called_off_meanwhile_hears_nothing_more(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    settled = hears(world, MoveSettled)
    moved = await move(world, a, booked, world.at(a, 10))
    await world.bookings.cancel(a.owner, booked.id, moved.booking.version, world.key())
    world.clock.advance(60)
    await world.moves.settle(a.shop.id, booked.id)
    assert not settled


async def test_what_cannot_be_moved(world: World, a: Side, b: Side) -> None:
    held = await world.hold(a, world.at(a, 15), services=BATH)
    with pytest.raises(StillHeld):
        await move(world, a, held, world.at(a, 10))
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    wish = MoveWish(booked.version, world.at(a, 10), a.groomers[BATHER], True)
    there = MoveWish(booked.version, world.at(a, 10), b.groomers[BATHER], True)
    with pytest.raises(NoSuchBooking):
        await world.moves.move(b.manager, booked.id, there, world.key())
    with pytest.raises(Forbidden):
        await world.moves.move(a.owner, booked.id, wish, world.key())
    with pytest.raises(Forbidden):
        await world.db.read(lambda tx: world.moves.spots(tx, a.owner, booked.id, TUESDAY))
    with pytest.raises(OutsideHours):
        await move(world, a, booked, world.at(a, 20, 30))
    with pytest.raises(PastTime):
        await move(world, a, booked, world.at(a, 10, day=later(-3)))
    with pytest.raises(NoSuchMate):
        await world.moves.move(
            a.manager, booked.id, MoveWish(booked.version, world.at(a, 10), b.groomers[0], True), world.key()
        )
    with pytest.raises(UndoOver):
        await world.moves.undo(a.manager, booked.id, booked.version, world.key())
    await world.bookings.cancel(a.owner, booked.id, booked.version, world.key())
    with pytest.raises(BookingClosed):
        await move(world, a, booked, world.at(a, 10))


async def test_where_it_stood_a_moment_ago_it_may_stand_again(world: World, a: Side) -> None:
    """An undo judges nothing anew: the start has gone by, and who does it is off since."""
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    steps = await world.db.read(lambda tx: steps_of(tx, a.shop.id, [booked.id]))
    who = a.groomers.index(booked.groomer.id)
    world.go_to(a, 15, 5)
    await world.shops.roster.change_days(a.manager, a.groomers[who], TUESDAY, TUESDAY, None)
    moved = await move(world, a, booked, world.at(a, 16), 1 - who)
    back = await world.moves.undo(a.manager, booked.id, moved.booking.version, world.key())
    assert (back.starts_ms, back.ends_ms, back.groomer.id) == (booked.starts_ms, booked.ends_ms, booked.groomer.id)
    assert await world.db.read(lambda tx: steps_of(tx, a.shop.id, [booked.id])) == steps


async def test_an_undo_means_one_move(world: World, a: Side) -> None:
    """A colleague's later move is not taken back by somebody who does not know of it."""
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    first = await move(world, a, booked, world.at(a, 10))
    second = await move(world, a, first.booking, world.at(a, 17))
    with pytest.raises(UndoOver):
        await world.moves.undo(a.manager, booked.id, first.booking.version, world.key())
    assert second.booking.starts_ms == world.at(a, 17)


async def test_what_the_owner_changed_meanwhile_is_what_an_undo_goes_back_to(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    first = (await move(world, a, booked, world.at(a, 10))).booking
    offered = await world.bookings.offer_move(a.owner, booked.id, TUESDAY)
    offer = next(one for times in offered.times.values() for one in times if one.is_free)
    own = await world.bookings.move(a.owner, booked.id, first.version, offer.offer_id, world.key())
    second = await move(world, a, own, world.at(a, 17))
    back = await world.moves.undo(a.manager, booked.id, second.booking.version, world.key())
    assert back.starts_ms == own.starts_ms
    assert (await world.bookings.cancel(a.owner, booked.id, own.version, world.key())).status == "cancelled"


async def test_a_start_that_has_just_been_will_do_as_it_is_said(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    world.go_to(a, 14, 5)
    found = await spots(world, a, booked.id)
    assert found[a.groomers[BATHER], world.at(a, 14)] is None
    assert (await move(world, a, booked, world.at(a, 14))).booking.starts_ms == world.at(a, 14)


async def test_back_by_hand_is_no_news(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    settled = hears(world, MoveSettled)
    first = await move(world, a, booked, world.at(a, 10))
    await move(world, a, first.booking, booked.starts_ms, a.groomers.index(booked.groomer.id))
    world.clock.advance(60)
    await world.moves.settle(a.shop.id, booked.id)
    assert [one.is_told for one in settled] == [False]


async def test_days_at_the_end_of_the_calendar_have_no_starts(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    for day in (date.min, date.max):
        assert await spots(world, a, booked.id, day) == {}
