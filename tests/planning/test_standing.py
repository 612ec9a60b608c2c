"""What stands and is not touched by what broke stays, whatever the rules of the shop have become: on both engines."""

import random

import pytest
from msgspec.structs import replace

from pawline.booking import BookingView, Entry, OutsideHours, SlotTaken, claims
from pawline.planning import NothingWrong, PlanView
from pawline.platform.ids import PetId
from pawline.shop import NewStation, Shift, StationKind
from pawline.shop.roster import GroomerChange
from pawline.solver.model import MINUTE_MS
from tests.booking.test_buffers import keep_free
from tests.booking.test_caps import limit
from tests.booking.test_pace import pace
from tests.booking.world import TUESDAY, Side
from tests.planning.test_airing import boxed, close_box, dried
from tests.planning.test_plans import close
from tests.planning.world import BATH, Planned

pytestmark = pytest.mark.asyncio


async def settings(world: Planned, side: Side, **more: int) -> None:
    shop = await world.db.read(lambda tx: world.shops.shop_of(tx, side.shop.id))
    await world.shops.set_settings(side.manager, replace(shop.settings, **more))  # type: ignore[arg-type]


async def places(world: Planned, side: Side, kind: StationKind, **more: object) -> None:
    """Every place of a kind is another by now."""
    team = await world.db.read(lambda tx: world.shops.team(tx, side.shop.id))
    for one in (one for one in team.stations if one.kind is kind):
        sizes, species = tuple(sorted(one.sizes)), tuple(sorted(one.species))
        known = {"kind": kind, "name": one.name.zh, "name_en": one.name.en, "sizes": sizes, "species": species}
        await world.shops.roster.change_station(side.manager, one.id, NewStation(**{**known, "buffer_min": 5, **more}))


async def unlearn(world: Planned, side: Side, who: int) -> None:
    team = await world.db.read(lambda tx: world.shops.team(tx, side.shop.id))
    was = next(one for one in team.groomers if one.account_id == side.groomers[who])
    await world.shops.roster.change_groomer(
        side.manager, was.account_id, GroomerChange(frozenset({"style"}), was.shifts, was.is_active, None, None)
    )


async def change(world: Planned, side: Side, what: str) -> None:
    """A rule of the shop becomes another one."""
    match what:
        case "service":
            await keep_free(world, side, "bath", 20, 45)
        case "staff":
            await settings(world, side, staff_buffer_min=30)
        case "places":
            for kind in (StationKind.TUB, StationKind.BLOWER, StationKind.TABLE):
                await places(world, side, kind, buffer_min=60)
        case "sizes":
            for kind in (StationKind.TUB, StationKind.BLOWER):
                await places(world, side, kind, sizes=("XL",))
        case "species":
            await places(world, side, StationKind.TUB, species=("cat",))
        case "cap":
            await limit(world, side, 0, 1)
        case "pace":
            await pace(world, side, 0, 200)
        case "skill":
            await unlearn(world, side, 0)
        case "grid":
            await settings(world, side, grid_min=60)


CHANGES = ("service", "staff", "places", "sizes", "species", "cap", "pace", "skill", "grid")


@pytest.mark.parametrize("what", CHANGES)
async def test_other_rules_move_nobody(world: Planned, a: Side, what: str) -> None:
    """Three in a row with one of the two; then the other goes home, and only hers has to go elsewhere."""
    row = [await world.booked(a, name, *at) for name, at in (("豆豆", (10,)), ("可乐", (11, 0, 30)), ("布丁", (13,)))]
    other = await world.booked(a, "年糕", 17, 1)
    await change(world, a, what)
    with pytest.raises(NothingWrong):
        await world.make(a)
    await world.leaves_at(a, 1, 15)
    plan = await world.make(a)
    assert {one.booking_id for one in plan.moves} == {other.id}
    await all_agree(world, a, plan)
    for one in row:
        assert (await world.booking(a, one.id)).version == one.version


async def all_agree(world: Planned, side: Side, plan: PlanView) -> None:
    """All owners say yes, and all of it is done: what the search allows the book allows as well."""
    sent = await world.send(side, plan)
    for move in sent.moves:
        if move.state == "proposed" and move.to is not None:
            await world.plans.answer(side.manager, move.id, move.version, True, world.key())
    seen = await world.seen(side, plan)
    wrong = {name: (one.state, one.note) for name, one in seen.items() if one.to and one.state != "applied"}
    assert not wrong


async def taken(world: Planned, side: Side, booking_id: str) -> dict[int, tuple[int, int]]:
    found = await world.db.read(lambda tx: claims.of_bookings(tx, side.shop.id, [booking_id]))
    return {one.resource_no: (one.start_ms, one.end_ms) for one in found[booking_id]}


async def test_another_place_takes_nothing_else_along(world: Planned, a: Side) -> None:
    """Two in a row, more is kept free by now, and a blower fails: person and tub stay what they were."""
    first, second = await world.booked(a, "豆豆", 10), await world.booked(a, "可乐", 11, 0, 30)
    before = await taken(world, a, first.id)
    await change(world, a, "service")
    await change(world, a, "places")
    await close(world, a, StationKind.BLOWER, 0, 9, 11)
    plan = await world.make(a)
    assert {(one.booking_id, one.kind) for one in plan.moves} == {(first.id, "place")}
    await all_agree(world, a, plan)
    after = await taken(world, a, first.id)
    assert len(set(before.items()) - set(after.items())) == 1, "all but the blower"
    (blower,) = [span for number, span in after.items() if number not in before]
    (was,) = [span for number, span in before.items() if number not in after]
    assert blower == (was[0], was[1] + 55 * MINUTE_MS), "and there an hour is kept free by now"
    assert (await world.booking(a, second.id)).version == second.version


async def test_a_colleague_takes_over_at_the_same_places(world: Planned, a: Side) -> None:
    first, second = await world.booked(a, "豆豆", 10), await world.booked(a, "可乐", 11, 0, 30)
    before = [await taken(world, a, one.id) for one in (first, second)]
    await change(world, a, "places")
    await world.sick(a)
    plan = await world.make(a)
    assert [one.minutes for one in plan.moves] == [0, 0]
    await all_agree(world, a, plan)
    for one, was in zip((first, second), before, strict=True):
        now = await taken(world, a, one.id)
        assert len(set(was.items()) - set(now.items())) == 1, "all but the person"


async def test_what_is_out_of_use_when_the_pet_has_left_disturbs_nobody(world: Planned, a: Side) -> None:
    """It is cleaned when it is out of use."""
    booked = await world.booked(a, "豆豆", 10)
    team = await world.db.read(lambda tx: world.shops.team(tx, a.shop.id))
    numbers = {one.resource_no: one for one in team.stations}
    place, (_, ends_ms) = next(
        (numbers[no], span) for no, span in (await taken(world, a, booked.id)).items() if no in numbers
    )
    leaves_ms = ends_ms - 5 * MINUTE_MS
    await world.shops.roster.close_station(a.manager, place.id, leaves_ms, ends_ms + 60 * MINUTE_MS, "检修")
    with pytest.raises(NothingWrong):
        await world.make(a)
    await world.sick(a)
    await all_agree(world, a, await world.make(a))
    now = await world.booking(a, booked.id)
    assert (now.starts_ms, now.groomer.id) == (booked.starts_ms, a.groomers[1])
    await world.shops.roster.close_station(a.manager, place.id, leaves_ms - MINUTE_MS, leaves_ms, "检修")
    assert [one.kind for one in (await world.make(a)).moves] == ["place"]


async def test_air_that_takes_longer_by_now_moves_nobody(world: Planned) -> None:
    side = await boxed(world, air_out_min=0)
    dog = await dried(world, side, "dog", 14)
    cat = await dried(world, side, "cat", 14, 35, who=1)
    await settings(world, side, air_out_min=30)
    with pytest.raises(NothingWrong):
        await world.make(side)
    await world.sick(side, 0)
    plan = await world.make(side)
    assert [(one.booking_id, one.minutes) for one in plan.moves] == [(dog.id, 0)], "a colleague is there"
    await all_agree(world, side, plan)
    await close_box(world, side, world.at(side, 14, 40), world.at(side, 15, 30))
    plan = await world.make(side)
    (move,) = plan.moves
    assert (move.booking_id, move.to.start_ms) == (cat.id, world.at(side, 15, 30))  # type: ignore[union-attr]


async def test_less_that_is_kept_free_by_now_is_kept_free_as_long_as_it_is_held(world: Planned, a: Side) -> None:
    """A plan that would have somebody come into what is still held would be refused."""
    await keep_free(world, a, "bath", 0, 60)
    await world.booked(a, "豆豆", 10)
    await world.booked(a, "可乐", 11, 1, 30)
    await keep_free(world, a, "bath", 0, 0)
    await world.sick(a, 1)
    plan = await world.make(a)
    assert sum(one.minutes > 0 for one in plan.moves) == 1
    await all_agree(world, a, plan)


async def anyway(world: Planned, side: Side, name: str, hour: int, who: int = 0) -> BookingView:
    pet = (await world.guest(side, name)).pet
    entry = Entry(PetId(pet), BATH, world.at(side, hour), side.groomers[who], anyway="老客人")
    return await world.bookings.enter(side.manager, entry, world.key())


async def test_a_managers_word_holds_also_when_a_place_fails(world: Planned, a: Side) -> None:
    """At an hour when the shop is closed: another blower at the same hour, and nobody is asked."""
    booked = await anyway(world, a, "豆豆", 22)
    with pytest.raises(NothingWrong):
        await world.make(a)
    await close(world, a, StationKind.BLOWER, 0, 9, 24)
    plan = await world.make(a)
    assert [(one.booking_id, one.kind) for one in plan.moves] == [(booked.id, "place")]
    assert "停用" in plan.moves[0].why.zh
    await all_agree(world, a, plan)
    now = await world.booking(a, booked.id)
    assert (now.starts_ms, now.groomer.id) == (booked.starts_ms, booked.groomer.id)
    with pytest.raises(NothingWrong):
        await world.make(a)


async def test_what_nobody_knew_of_moves_what_a_manager_has_allowed(world: Planned, a: Side) -> None:
    """One more than she does in a day, at an hour when she is in: then she goes home at noon."""
    await limit(world, a, 0, 0)
    booked = await anyway(world, a, "豆豆", 15)
    with pytest.raises(NothingWrong):
        await world.make(a)
    await world.leaves_at(a, 0, 12)
    plan = await world.make(a)
    (move,) = plan.moves
    assert (move.booking_id, move.minutes) == (booked.id, 0)
    assert move.why.zh == "groomer 0 15:00–16:30 不上班，豆豆改由 groomer 1 来做，时间不变"
    await all_agree(world, a, plan)


async def test_who_has_too_much_by_a_managers_word_keeps_it(world: Planned, a: Side) -> None:
    await limit(world, a, 0, 1)
    first, second = await world.booked(a, "豆豆", 10), await anyway(world, a, "可乐", 15)
    touched = await world.booked(a, "年糕", 18, 1)
    await world.leaves_at(a, 1, 16)
    plan = await world.make(a)
    (move,) = plan.moves
    assert move.booking_id == touched.id
    assert move.to is not None
    assert move.to.groomer_id == a.groomers[1], "she has enough, whoever allowed it"
    for one in (first, second):
        assert (await world.booking(a, one.id)).version == one.version


@pytest.mark.parametrize("seed", range(6))
async def test_what_the_search_allows_the_book_allows(world: Planned, a: Side, seed: int) -> None:
    """A day as it comes, some rules that are others by now, something that breaks: nobody moves for the rules, and
    every yes can be carried out."""
    chance = random.Random(seed)
    times = [(hour, minute, who) for hour in range(9, 19) for minute in (0, 30) for who in (0, 1)]
    chance.shuffle(times)
    booked: list[BookingView] = []
    for number, (hour, minute, who) in enumerate(times):
        if len(booked) == 7:
            break
        guest = await world.guest(a, f"客{number}", chance.choice(("柯基", "金毛", "泰迪")))
        entry = Entry(guest.pet, BATH, world.at(a, hour, minute), a.groomers[who])
        try:
            booked.append(await world.bookings.enter(a.manager, entry, world.key()))
        except (SlotTaken, OutsideHours):
            continue
    for what in chance.sample(CHANGES[:-1], 3):
        await change(world, a, what)
    with pytest.raises(NothingWrong):
        await world.make(a)
    if chance.random() < 0.5:
        shift = Shift(1, 9 * 60, chance.choice((12, 14, 16)) * 60)
        await world.shops.roster.change_days(a.manager, a.groomers[chance.randrange(2)], TUESDAY, TUESDAY, shift)
    else:
        await close(world, a, chance.choice((StationKind.TUB, StationKind.BLOWER)), chance.randrange(2), 10, 17)
    try:
        plan = await world.make(a)
    except NothingWrong:
        return
    await all_agree(world, a, plan)
