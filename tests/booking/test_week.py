"""A week to look at says what its days and the offers say; days without a free time say why, and of others nothing."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from pawline.booking import BookingView, Entry, NoSuchBooking, ServiceLine, SlotsView, TimeView, WeekView, Wish
from pawline.booking.model import MINUTE_MS, PetWish
from pawline.booking.week_view import FreeDay, FreeTime
from pawline.people import Actor
from pawline.pets import NewPet, NewVaccine, NoSuchPet, Vaccines
from pawline.platform.ids import ConversationId, PetId
from pawline.shop import Label, Opening, local_day, wall_ms
from pawline.shop.roster import GroomerChange
from tests.booking.world import BATH, GROOM, TUESDAY, Side, World, later

pytestmark = pytest.mark.asyncio

SUNDAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)
CAT = (ServiceLine("cat_bath"),)


@dataclass(frozen=True)
class Case:
    """A shop, a wish, and how much of the shop is taken."""

    settings: dict[str, object] = field(default_factory=dict[str, object])
    services: tuple[ServiceLine, ...] = BATH
    zone: str = "Asia/Shanghai"
    taken: float = 0.5
    groomer: int | None = None
    pets_a_day: int | None = None
    pace: int = 100
    cat: bool = False
    vaccinated: date | None = None
    hour: int = 10


CASES = {
    "empty": Case(taken=0),
    "half full": Case(),
    "nearly full": Case(taken=0.95),
    "a long visit": Case(services=GROOM, taken=0.3),
    "half hours and buffers": Case({"grid_min": 30, "staff_buffer_min": 20}),
    "a day's notice": Case({"lead_min": 26 * 60}, taken=0.2),
    "a near horizon": Case({"horizon_days": 9}, taken=0.2),
    "late in the day": Case(hour=19, taken=0.2),
    "one groomer": Case(groomer=1),
    "three a day": Case(pets_a_day=3, taken=0.4),
    "a slow one": Case(pace=150, taken=0.3),
    "two pets": Case(cat=True, taken=0.3),
    "just vaccinated": Case(vaccinated=date(2026, 11, 20), taken=0.2),
    "summer time": Case(zone="America/New_York", taken=0.3),
}


async def open_case(world: World, case: Case) -> tuple[Side, Wish]:
    side = await world.open("shop", case.zone, **case.settings)
    world.go_to(side, case.hour, day=SUNDAY)
    await world.shops.close_on(side.manager, later(1), Label("盘点", "Stocktaking"))
    if case.pets_a_day is not None or case.pace != 100:
        for who in side.groomers:
            await change(world, side, who, case.pets_a_day, case.pace)
    await fill(world, side, case.taken)
    if case.vaccinated is not None:
        vaccines = Vaccines(world.db, world.clock, world.ids, world.pets)
        await vaccines.note(side.owner, side.pet, NewVaccine(kind="rabies", given=case.vaccinated))
    also = (PetWish(await cat_of(world, side.owner), CAT),) if case.cat else ()
    groomer = None if case.groomer is None else side.groomers[case.groomer]
    return side, Wish(side.pet, case.services, groomer_id=groomer, also=also)


async def change(world: World, side: Side, who: str, pets_a_day: int | None, pace: int = 100) -> None:
    team = await world.db.read(lambda tx: world.shops.team(tx, side.shop.id))
    was = next(one for one in team.groomers if one.account_id == who)
    change = GroomerChange(was.skills, was.shifts, was.is_active, pets_a_day, None, pace)
    await world.shops.roster.change_groomer(side.manager, was.account_id, change)


async def cat_of(world: World, owner: Actor) -> PetId:
    return PetId((await world.pets.add_pet(owner, NewPet(name="咪咪", species="cat", breed="英短"))).id)


async def fill(world: World, side: Side, share: float) -> None:
    """What others have booked in the week: with this chance each of their ten pets comes on a day."""
    chance = random.Random(7)
    pets = await dogs(world, side, 10)
    for day in (later(n) for n in range(-1, 6)):
        for pet in pets:
            week = await week_of(world, side, Wish(pet, BATH, day), side.other)
            times = of_day(week, day).times
            if times and chance.random() < share:
                entry = Entry(pet, BATH, chance.choice(times).start_ms)
                await world.bookings.enter(side.manager, entry, world.key())


async def dogs(world: World, side: Side, many: int, breed: str = "泰迪") -> list[PetId]:
    """Pets of another owner."""
    news = [NewPet(name=f"邻居{number}", species="dog", breed=breed) for number in range(many)]
    return [PetId((await world.pets.add_pet(side.other, new)).id) for new in news]


async def week_of(
    world: World, side: Side, wish: Wish, who: Actor | None = None, c: str = "", moving: str | None = None
) -> WeekView:
    actor = who or side.owner
    return await world.db.read(lambda tx: world.bookings.week(tx, actor, wish, ConversationId(c), moving))


def of_day(week: WeekView, day: date) -> FreeDay:
    return next(one for one in week.days if one.date == day.isoformat())


def on(wish: Wish, day: date | None = None, at_ms: int | None = None) -> Wish:
    return replace(wish, day=day, at_ms=at_ms)


def free(view: SlotsView, day: date) -> list[TimeView]:
    return [one for one in view.times.get(day.isoformat(), []) if one.is_free]


def alike(one: FreeTime, other: TimeView) -> bool:
    return (one.start_ms, one.end_ms, one.groomer, one.pets) == (
        other.start_ms, other.end_ms, other.groomer, other.pets,
    )  # fmt: skip


@pytest.mark.parametrize("name", CASES)
async def test_a_week_is_what_its_days_and_the_offers_say(world: World, name: str) -> None:
    side, wish = await open_case(world, CASES[name])
    zone, c, chance = side.shop.clock_zone, world.c(side.owner), random.Random(3)
    last = SUNDAY + timedelta(days=side.shop.settings.horizon_days)
    days = [SUNDAY + timedelta(days=n) for n in (*range(7), 10)]
    for day in days:
        week = await week_of(world, side, on(wish, day))
        if day > last:
            assert week == await week_of(world, side, on(wish, last)), "the last week there is"
            continue
        monday = day - timedelta(days=day.weekday())
        assert [one.date for one in week.days] == [(monday + timedelta(days=n)).isoformat() for n in range(7)]
        assert week == await week_of(world, side, on(wish, monday)), "whichever of its days is asked for"
        mine = of_day(week, day)
        assert (mine.why is None) == (mine.state == "open") == bool(mine.times)
        assert all(local_day(one.start_ms, zone) == day for one in mine.times)
        offered = await world.bookings.offer(side.owner, on(wish, day), c)
        shown = next((one for one in offered.days if one.date == mine.date), None)
        if shown is not None:
            assert shown.state == {"none": "full"}.get(mine.state, mine.state)
        by_start = {one.start_ms: one for one in mine.times}
        for one in free(offered, day):
            assert alike(by_start[one.start_ms], one)
            assert one.total_cents == week.total_cents
        if shown is not None:
            assert len(free(offered, day)) == min(6, len(mine.times))
        # Any of them is to be had for the asking, and none that is not there.
        for one in chance.sample(mine.times, min(4, len(mine.times))):
            asked = await world.bookings.offer(side.owner, on(wish, at_ms=one.start_ms), c)
            assert any(alike(one, other) for other in free(asked, day))
            assert asked.reason is None
        missing = [ms for n in range(8, 22) if (ms := wall_ms(day, n * 60, zone)) not in by_start]
        for at_ms in chance.sample(missing, min(3, len(missing))):
            asked = await world.bookings.offer(side.owner, on(wish, at_ms=at_ms), c)
            assert not any(one.start_ms == at_ms for one in free(asked, day))


async def test_days_that_are_over_closed_barred_or_too_far_say_so(world: World) -> None:
    side, wish = await open_case(world, Case({"horizon_days": 8}, taken=0, vaccinated=date(2026, 11, 18)))
    world.go_to(side, 10, day=TUESDAY)
    first, second = await week_of(world, side, wish), await week_of(world, side, on(wish, later(30)))
    assert [one.state for one in first.days] == ["past", "barred", "closed", "closed", "open", "open", "open"]
    assert [one.state for one in second.days] == ["open"] * 3 + ["beyond"] * 4
    words = [one.why.en if one.why else None for one in (*first.days[:4], second.days[5])]
    assert words[0] == "Mon 23 Nov has passed."
    assert words[1] is not None
    assert "vaccin" in words[1]
    assert words[2:4] == ["We're closed on Wed 25 Nov.", "We're closed on Thu 26 Nov."]
    assert words[4] == "We're booking the next 8 days only."
    assert (first.before, first.after) == (None, "2026-11-30")
    assert (second.before, second.after) == ("2026-11-23", None)


async def test_a_full_day_says_why_and_not_who(world: World, a: Side) -> None:
    world.go_to(a, 10, day=MONDAY)
    names = []
    for pet in await dogs(world, a, 12, "金毛"):
        week = await week_of(world, a, Wish(pet, BATH, TUESDAY), a.other)
        if not of_day(week, TUESDAY).times:
            break
        at_ms = of_day(week, TUESDAY).times[0].start_ms
        made = await world.bookings.enter(a.manager, Entry(pet, BATH, at_ms), world.key())
        names += ["邻居", pet, made.id, a.other.account_id]
    week = await week_of(world, a, Wish(a.pet, BATH, TUESDAY))
    full = of_day(week, TUESDAY)
    assert (full.state, full.times) == ("full", [])
    assert full.why == Label("11月24日周二约满了。", "Tue 24 Nov is fully booked.")
    said = msgspec.json.encode(week).decode()
    assert names
    assert not any(one in said for one in names)


async def test_why_a_day_has_nothing_in_words(world: World, a: Side) -> None:
    lin, zhou = a.groomers
    for who in a.groomers:
        await change(world, a, who, 0)
    assert of_day(await week_of(world, a, Wish(a.pet, BATH, TUESDAY)), TUESDAY).why == Label(
        "那天能做这个项目的美容师都排满了。", "Everybody who does this has enough to do that day."
    )
    for who in a.groomers:
        await change(world, a, who, None)
    await world.shops.roster.change_days(a.manager, lin, TUESDAY, TUESDAY, None)
    chosen = await week_of(world, a, Wish(a.pet, BATH, TUESDAY, groomer_id=lin))
    assert of_day(chosen, TUESDAY).why == Label("groomer 0 11月24日周二不上班。", "groomer 0 isn't in on Tue 24 Nov.")
    assert of_day(await week_of(world, a, Wish(a.pet, BATH, TUESDAY)), TUESDAY).state == "open"
    nobody = of_day(await week_of(world, a, Wish(a.pet, GROOM, TUESDAY)), TUESDAY)
    assert nobody.why == Label("11月24日周二没有能做这个项目的美容师。", "Nobody who does this is in on Tue 24 Nov.")
    world.go_to(a, 18, 30)
    soon = of_day(await week_of(world, a, Wish(a.pet, BATH)), TUESDAY)
    assert soon.why == Label("至少提前 60 分钟约，这天来不及了。", "We need 60 min: too late for that day.")
    world.go_to(a, 20)
    late = of_day(await week_of(world, a, Wish(a.pet, BATH)), TUESDAY)
    assert late.why == Label("今天 21:00 打烊，来不及做完了。", "We close at 21:00 today: there isn't time left.")
    assert zhou


async def test_days_on_which_the_clock_changes(world: World) -> None:
    """In New York the clock goes back on Sunday 1 November 2026 and forward on Sunday 14 March."""
    zone = ZoneInfo("America/New_York")
    world.clock.advance((datetime(2027, 3, 9, 9, tzinfo=zone).timestamp() * 1000 - world.clock.now_ms()) / 1000)
    side = await world.open("ny", "America/New_York", horizon_days=300)
    await world.shops.set_hours(side.manager, [Opening(day, 9 * 60, 21 * 60) for day in range(1, 8)])
    for sunday in (date(2027, 3, 14), date(2027, 11, 7)):
        day = of_day(await week_of(world, side, Wish(side.pet, BATH, sunday)), sunday)
        assert day.state == "open"
        assert day.times[0].start_ms == wall_ms(sunday, 9 * 60, zone)
        assert day.times[-1].start_ms == wall_ms(sunday, 19 * 60, zone)
        assert {one.end_ms - one.start_ms for one in day.times} == {120 * MINUTE_MS}
        beside = of_day(await week_of(world, side, Wish(side.pet, BATH, sunday)), sunday - timedelta(days=1))
        assert len(beside.times) == len(day.times)


async def test_ones_own_hold_is_not_in_the_way_and_a_strangers_is(world: World, a: Side) -> None:
    before = await week_of(world, a, Wish(a.pet, GROOM, TUESDAY))
    held = await world.hold(a, world.at(a, 15))
    mine = await week_of(world, a, Wish(a.pet, GROOM, TUESDAY), c=world.c(a.owner))
    assert mine == before
    without = await week_of(world, a, Wish(a.pet, GROOM, TUESDAY))
    assert held.starts_ms not in {one.start_ms for one in of_day(without, TUESDAY).times}
    # Whoever names somebody else's conversation learns nothing of what it holds.
    asked = Wish(a.others_pet, GROOM, TUESDAY)
    theirs = await week_of(world, a, asked, a.other)
    assert await week_of(world, a, asked, a.other, c=world.c(a.owner)) == theirs
    assert held.starts_ms not in {one.start_ms for one in of_day(theirs, TUESDAY).times}


async def test_a_booking_is_moved_to_a_time_of_the_week(world: World, a: Side) -> None:
    one: BookingView = await world.confirmed(a, world.at(a, 15), services=BATH)
    times = await world.bookings.offer_move(a.owner, one.id)
    assert (times.moving, times.groomer_id) == (one.id, None)
    wish = Wish(times.pets[0].pet_id, times.pets[0].services, later(4))
    week = await week_of(world, a, wish, moving=one.id)
    assert one.starts_ms not in {each.start_ms for each in of_day(week, TUESDAY).times}, "it is there already"
    near = {each.start_ms for each in of_day(week, TUESDAY).times}
    assert one.starts_ms + 15 * MINUTE_MS in near, "its own claims are not in the way"
    wanted = of_day(week, later(4)).times[-1]
    offered = await world.bookings.offer_move(a.owner, one.id, at_ms=wanted.start_ms)
    (offer,) = [each for each in free(offered, later(4)) if each.start_ms == wanted.start_ms]
    assert alike(wanted, offer)
    moved = await world.bookings.move(a.owner, one.id, one.version, offer.offer_id, world.key())
    assert (moved.starts_ms, moved.ends_ms) == (wanted.start_ms, wanted.end_ms)


async def test_looking_remembers_nothing(world: World, a: Side) -> None:
    before = world.db.written
    await week_of(world, a, Wish(a.pet, GROOM))
    assert world.db.written == before


async def test_other_peoples_pets_and_bookings_do_not_exist(world: World, a: Side, b: Side) -> None:
    one = await world.confirmed(a, world.at(a, 15), services=BATH)
    for stranger in (a.other, b.owner):
        with pytest.raises(NoSuchPet):
            await week_of(world, a, Wish(a.pet, BATH), stranger)
        with pytest.raises(NoSuchBooking):
            await week_of(world, a, Wish(a.others_pet, BATH), stranger, moving=one.id)
