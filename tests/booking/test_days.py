"""Days that differ from the week: leave, an extra day, a place out of use; and what they do to bookings."""

import pytest

from pawline.booking import BlockView, Entry, OutsideHours, ScheduleView, SlotTaken
from pawline.platform.errors import Forbidden
from pawline.shop import BadShift, BadStretch, Label, NewStation, NoSuchMate, Opening, Shift, Station, StationKind
from tests.booking.world import BATH, GROOM, TUESDAY, Side, World, later

pytestmark = pytest.mark.asyncio

THURSDAY = later(2)
STYLIST, BATHER = 0, 1


async def starts(world: World, side: Side, day: str, who: int | None = None) -> set[int]:
    more = {} if who is None else {"groomer_id": side.groomers[who]}
    view = await world.offers(side, world.at(side, 15), services=BATH, **more)
    return {one.start_ms for one in view.times.get(day, []) if one.is_free}


async def places(world: World, side: Side, kind: StationKind) -> list[Station]:
    team = await world.db.read(lambda tx: world.shops.team(tx, side.shop.id))
    return [one for one in team.stations if one.kind is kind]


async def schedule(world: World, side: Side) -> ScheduleView:
    return await world.db.read(lambda tx: world.bookings.schedule(tx, side.manager, TUESDAY))


def work(view: ScheduleView) -> list[BlockView]:
    return [one for one in view.blocks if one.kind == "work"]


async def test_leave_takes_a_person_out_of_those_days(world: World, a: Side, b: Side) -> None:
    lin = a.groomers[STYLIST]
    days = await world.shops.roster.change_days(a.manager, lin, TUESDAY, later(1), None, "产检")
    assert [one.day for one in days] == [TUESDAY, later(1)]
    assert not await starts(world, a, "2026-11-24", STYLIST)
    assert not await starts(world, a, "2026-11-25", STYLIST)
    assert await starts(world, a, "2026-11-27", STYLIST)
    assert await starts(world, a, "2026-11-24", BATHER), "the others work"
    assert await starts(world, b, "2026-11-24", STYLIST), "and the other shop"
    await world.shops.roster.keep_week(a.manager, lin, TUESDAY)
    assert await starts(world, a, "2026-11-24", STYLIST)
    assert not await starts(world, a, "2026-11-25", STYLIST)


async def test_other_hours_on_one_day(world: World, a: Side) -> None:
    lin, short = a.groomers[STYLIST], Shift(1, 14 * 60, 17 * 60)
    await world.shops.roster.change_days(a.manager, lin, TUESDAY, TUESDAY, short)
    found = await starts(world, a, "2026-11-24", STYLIST)
    assert (min(found), max(found)) == (world.at(a, 14), world.at(a, 15)), "a bath of two hours"
    # What was said last of a day holds.
    await world.shops.roster.change_days(a.manager, lin, TUESDAY, TUESDAY, Shift(1, 9 * 60, 21 * 60))
    assert min(await starts(world, a, "2026-11-24", STYLIST)) < world.at(a, 14)


async def test_a_place_out_of_use_is_not_offered_and_the_reason_says_so(world: World, a: Side) -> None:
    blowers = await places(world, a, StationKind.BLOWER)
    # The dryer is needed from 15:45 to 16:15 of a bath at three.
    for blower in blowers:
        await world.shops.roster.close_station(a.manager, blower.id, world.at(a, 12), world.at(a, 16, 30), "电机坏了")
    view = await world.offers(a, world.at(a, 15), services=BATH)
    assert view.reason is not None
    assert view.reason.zh.startswith("吹风 ")
    assert view.reason.zh.endswith("停用。")
    assert view.reason.en.startswith("Drying is out of use")
    assert all(one.start_ms != world.at(a, 15) for one in view.times["2026-11-24"] if one.is_free)
    closed = await world.db.read(lambda tx: world.shops.closures(tx, a.shop.id, 0, 2**50))
    await world.shops.roster.reopen_station(a.manager, closed[0].id)
    assert world.at(a, 15) in await starts(world, a, "2026-11-24")
    with pytest.raises(NoSuchMate):
        await world.shops.roster.reopen_station(a.manager, closed[0].id)


async def test_a_time_that_was_offered_before_is_checked_anew(world: World, a: Side) -> None:
    offer = await world.offer_at(a, world.at(a, 15), services=BATH, groomer_id=a.groomers[BATHER])
    await world.shops.roster.change_days(a.manager, a.groomers[BATHER], TUESDAY, TUESDAY, None)
    with pytest.raises(SlotTaken):
        await world.bookings.hold(a.owner, offer.offer_id, world.key())


async def test_a_hold_after_closing(world: World, a: Side) -> None:
    """The shop closes earlier by the time somebody taps: also when only the end of the visit lies behind it."""
    offer = await world.offer_at(a, world.at(a, 15), services=BATH)
    for closes in (14, 15, 16):
        await world.shops.set_hours(a.manager, [Opening(2, 9 * 60, closes * 60)])
        with pytest.raises(OutsideHours) as refused:
            await world.bookings.hold(a.owner, offer.offer_id, world.key())
        assert f"{closes}:00" in refused.value.sentence("zh")
    await world.shops.set_hours(a.manager, [Opening(2, 9 * 60, 17 * 60)])
    assert (await world.bookings.hold(a.owner, offer.offer_id, world.key())).status == "held"


async def test_a_service_that_no_one_can_do(world: World, a: Side, b: Side) -> None:
    offer = await world.offer_at(a, world.at(a, 15), services=GROOM)
    for who, skills in zip(a.groomers, (("bath", "cat"), ("bath",)), strict=True):
        week = [Shift(day, 9 * 60, 21 * 60) for day in range(1, 8)]
        await world.shops.roster.set_groomer(a.manager, who, Label("美容师", "Groomer"), skills, week)
    view = await world.offers(a, world.at(a, 15), services=GROOM)
    assert not any(one.is_free for times in view.times.values() for one in times)
    assert view.reason == Label("那天没有能做这个项目的美容师。", "Nobody who does this is in that day.")
    with pytest.raises(SlotTaken) as refused:
        await world.bookings.hold(a.owner, offer.offer_id, world.key())
    assert refused.value.data["nearest"] == []
    with pytest.raises(SlotTaken):
        await world.bookings.enter(a.manager, Entry(a.pet, GROOM, world.at(a, 15)), world.key())
    assert await starts(world, a, "2026-11-24"), "a bath can still be had"
    assert (await world.hold(b, world.at(b, 15), services=GROOM)).status == "held"


async def test_what_is_booked_stays_and_says_its_trouble(world: World, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    assert [one.trouble for one in work(await schedule(world, a))] == [None]
    who = booked.groomer.id
    await world.shops.roster.change_days(a.manager, who, TUESDAY, TUESDAY, Shift(1, 9 * 60, 16 * 60))
    (block,) = work(await schedule(world, a))
    assert block.trouble == Label(f"{booked.groomer.name} 这段时间不上班", f"{booked.groomer.name} isn't working then")
    await world.shops.roster.keep_week(a.manager, who, TUESDAY)
    tub = (await places(world, a, StationKind.TUB))[1]
    closure = await world.shops.roster.close_station(a.manager, tub.id, world.at(a, 8), world.at(a, 22), "漏水")
    view = await schedule(world, a)
    assert [one.trouble for one in work(view)] == [Label("tub 停用", "tub is out of use")]
    (out,) = [one for one in view.blocks if one.kind == "closed"]
    assert (out.column_id, out.start_ms, out.end_ms) == (tub.id, view.opens_ms, view.closes_ms)
    await world.shops.roster.reopen_station(a.manager, closure.id)
    await world.shops.roster.retire_station(a.manager, tub.id)
    assert [one.trouble for one in work(await schedule(world, a))] == [
        Label("这个工位已经不用了", "This place is no longer used")
    ]
    world.go_to(a, 20)
    assert [one.trouble for one in work(await schedule(world, a))] == [None], "what is over is in no trouble"


async def test_a_day_on_which_the_shop_stays_closed_is_trouble_for_what_is_booked(world: World, a: Side) -> None:
    await world.confirmed(a, world.at(a, 15), services=BATH)
    await world.shops.close_on(a.manager, TUESDAY, Label("停电", "No power"))
    (block,) = work(await schedule(world, a))
    assert block.trouble is not None
    assert block.trouble.en == "We're not open then on Tue 24 Nov"


async def test_a_place_that_is_changed_or_retired(world: World, a: Side, b: Side) -> None:
    tubs = await places(world, a, StationKind.TUB)
    wider = NewStation(kind=StationKind.TUB, name=" 大浴缸 ", name_en="", sizes=("L", "XL"), buffer_min=10)
    changed = await world.shops.roster.change_station(a.manager, tubs[0].id, wider)
    assert (changed.name, changed.resource_no, changed.buffer_min) == (
        Label("大浴缸", "大浴缸"), tubs[0].resource_no, 10,
    )  # fmt: skip
    await world.shops.roster.retire_station(a.manager, tubs[1].id)
    assert [one.id for one in await places(world, a, StationKind.TUB)] == [tubs[0].id]
    for verb in (
        world.shops.roster.change_station(b.manager, tubs[0].id, wider),
        world.shops.roster.retire_station(b.manager, tubs[0].id),
        world.shops.roster.close_station(b.manager, tubs[0].id, world.at(a, 12), world.at(a, 13)),
        world.shops.roster.change_days(b.manager, a.groomers[0], TUESDAY, TUESDAY, None),
    ):
        with pytest.raises(NoSuchMate):
            await verb


async def test_days_and_stretches_that_cannot_be(world: World, a: Side) -> None:
    roster, lin = world.shops.roster, a.groomers[STYLIST]
    for shift in (Shift(1, 600, 540), Shift(1, 0, 1441), Shift(1, 540, 1260, 500, 560), Shift(1, 540, 1260, 700)):
        with pytest.raises(BadShift) as refused:
            await roster.change_days(a.manager, lin, TUESDAY, TUESDAY, shift)
        assert refused.value.sentence("zh").startswith("周二的班排不了")
    with pytest.raises(BadStretch):
        await roster.change_days(a.manager, lin, later(1), TUESDAY, None)
    tub = (await places(world, a, StationKind.TUB))[0].id
    for start, end in ((13, 12), (12, 12)):
        with pytest.raises(BadStretch):
            await roster.close_station(a.manager, tub, world.at(a, start), world.at(a, end))
    with pytest.raises(BadStretch):
        await roster.close_station(a.manager, tub, world.clock.now_ms() - 2, world.clock.now_ms() - 1)
    with pytest.raises(Forbidden):
        await roster.change_days(a.owner, lin, TUESDAY, TUESDAY, None)
    assert await world.db.read(lambda tx: world.shops.changed_days(tx, a.shop.id, TUESDAY, later(9))) == {}
