"""Booking at the desk: who is found, what is free, what is entered, and every bad request."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from pawline.booking import (
    BlockView,
    BookingDesk,
    BookingStatus,
    BookingView,
    ClosedDay,
    Entry,
    MoveWish,
    NewCustomer,
    NotForPet,
    NotFree,
    OutsideHours,
    PastTime,
    PetWish,
    Rearranging,
    ServiceLine,
    SlotTaken,
    TooFarAhead,
    UnknownService,
    Wish,
    store,
)
from pawline.booking.desk_view import DeskTimes
from pawline.booking.errors import NotTrained, OverMidnight
from pawline.booking.overrides import OverridesView
from pawline.booking.schedule import AnywayView
from pawline.people import Actor, Owners, Role, phone_of
from pawline.people.errors import NotAPhone
from pawline.people.store import change_account
from pawline.pets import BadPet, NewPet, NoSuchPet
from pawline.platform.commands import KeyReused
from pawline.platform.db import Tx
from pawline.platform.errors import BadInput, Forbidden
from pawline.platform.ids import AccountId, BookingId, DeviceId, PetId
from pawline.shop import Label, Shift
from pawline.shop.roster import GroomerChange
from tests.booking.world import BATH, GROOM, TUESDAY, EveryOwnersChat, Side, World, later

pytestmark = pytest.mark.asyncio

CAT_BATH = (ServiceLine("cat_bath"),)
MEIMEI = NewCustomer("王女士", NewPet(name="妹妹", species="dog", breed="泰迪"), "139 0000 0042")


@pytest.fixture
def desk(world: World) -> BookingDesk:
    chat = EveryOwnersChat()
    owners = Owners(world.people)
    return BookingDesk(world.db, world.clock, world.shops, world.pets, owners, chat, world.bookings)  # type: ignore[arg-type]


async def times(world: World, desk: BookingDesk, side: Side, **more: object) -> DeskTimes:
    wish = Wish(side.pet, more.pop("services", GROOM), **more)  # type: ignore[arg-type]
    return await world.db.read(lambda tx: desk.times(tx, side.manager, wish))


def wish(side: Side, at_ms: int, **more: object) -> Wish:
    return Wish(side.pet, more.pop("services", GROOM), at_ms=at_ms, **more)  # type: ignore[arg-type]


def starts(view: DeskTimes, day: str) -> list[int]:
    return [one.start_ms for one in next(one for one in view.days if one.date == day).times]


async def found(world: World, desk: BookingDesk, actor: Actor, text: str) -> list[tuple[str, str | None]]:
    view = await world.db.read(lambda tx: desk.find(tx, actor, text))
    return [(one.owner.name, one.pet.name if one.pet else None) for one in view.found]


async def test_who_is_found_by_name_pet_and_number(world: World, desk: BookingDesk, a: Side, b: Side) -> None:
    await world.knows_phone(a.owner, "13900000001")
    await world.db.write(lambda tx: change_account(tx, a.shop.id, a.owner.account_id, name="林女士"))
    for text in ("林", " 林女士 ", "0001", "13900000001", "139 0000 0001", "+86 139-0000-0001"):
        assert await found(world, desk, a.manager, text) == [("林女士", "豆豆")], text
    assert await found(world, desk, a.manager, "豆") == [("owner", "豆豆"), ("林女士", "豆豆")]
    for text in ("001", "9990001", "没有这位", "%", "  "):
        assert await found(world, desk, a.manager, text) == [], text
    assert await found(world, desk, b.manager, "林") == []
    await Owners(world.people).welcome(a.manager, "没带宠物", None, "k")
    assert await found(world, desk, a.manager, "没带") == [("没带宠物", None)]
    with pytest.raises(Forbidden):
        await world.db.read(lambda tx: desk.find(tx, a.owner, "豆豆"))


async def test_the_last_visit_can_be_had_again(world: World, desk: BookingDesk, a: Side) -> None:
    past = world.at(a, 15, day=later(-7))
    done = await world.bookings.enter(a.manager, Entry(a.pet, GROOM, past, is_done=True), "past")
    await desk.enter(a.manager, wish(a, world.at(a, 15, day=later(1))), "ahead")
    [mine] = [
        one
        for one in (await world.db.read(lambda tx: desk.find(tx, a.manager, "豆豆"))).found
        if one.pet and one.pet.id == a.pet
    ]
    assert mine.last is not None
    assert (mine.last.starts_ms, mine.last.services) == (past, list(GROOM))
    assert done.groomer is not None
    assert mine.last.groomer_id == done.groomer.id
    assert mine.last.label.zh == done.services[0].name.zh
    assert mine.next_ms == world.at(a, 15, day=later(1))


async def test_a_new_owner_and_a_pet_in_one_go(world: World, desk: BookingDesk, a: Side, b: Side) -> None:
    made = await desk.welcome(a.manager, MEIMEI, "k1")
    assert (made.is_known, made.found.owner.name, made.found.owner.phone_tail) == (False, "王女士", "0042")
    pet = made.found.pet
    assert pet is not None
    assert (pet.name, pet.breed, pet.size, pet.coat) == ("妹妹", "poodle", "S", "curly")
    # A retry, and the same caller a week later: one owner, one pet.
    assert await desk.welcome(a.manager, MEIMEI, "k1") == made
    again = await desk.welcome(a.manager, MEIMEI, "k2")
    assert again.is_known
    assert again.found.pet == pet
    other = NewCustomer("王小姐", NewPet(name="弟弟", species="cat", breed="英短"), "+8613900000042")
    second = await desk.welcome(a.manager, other, "k3")
    assert (second.is_known, second.found.owner) == (True, made.found.owner)
    assert sorted(await found(world, desk, a.manager, "0042")) == [("王女士", "妹妹"), ("王女士", "弟弟")]
    # Another shop knows nobody of them.
    theirs = await desk.welcome(b.manager, MEIMEI, "k1")
    assert (theirs.is_known, theirs.found.owner.id == made.found.owner.id) == (False, False)
    phone = await world.db.read(lambda tx: phone_of(tx, a.shop.id, made.found.owner.id))
    assert phone == "13900000042"


async def test_a_new_owner_without_a_telephone(world: World, desk: BookingDesk, a: Side) -> None:
    new = NewCustomer("老李", NewPet(name="球球", species="dog", size="M"), "  ")
    made = await desk.welcome(a.manager, new, "k")
    assert (made.found.owner.phone_tail, made.found.pet and made.found.pet.size) == (None, "M")
    view = await desk.enter(a.manager, Wish(PetId(made.found.pet.id), BATH, at_ms=world.at(a, 10)), "e")  # type: ignore[union-attr]
    assert (view.owner_name, view.phone_tail, view.status) == ("老李", None, "confirmed")


async def test_bad_new_owners_leave_nothing(world: World, desk: BookingDesk, a: Side) -> None:
    pet = NewPet(name="妹妹", species="dog")
    for new, refusal in (
        (NewCustomer(" ", pet), BadInput),
        (NewCustomer("长" * 41, pet), BadInput),
        (NewCustomer("王女士", pet, "12345"), NotAPhone),
        (NewCustomer("王女士", replace_pet(pet, name=" ")), BadPet),
        (NewCustomer("王女士", replace_pet(pet, species="cat", breed="金毛")), BadPet),
    ):
        with pytest.raises(refusal):
            await desk.welcome(a.manager, new, "k")
    assert await found(world, desk, a.manager, "王女士") == []
    with pytest.raises(Forbidden):
        await desk.welcome(a.owner, MEIMEI, "k")
    await desk.welcome(a.manager, MEIMEI, "k")
    with pytest.raises(KeyReused):
        await desk.welcome(a.manager, NewCustomer("别人", pet), "k")


def replace_pet(pet: NewPet, **more: object) -> NewPet:
    values = {field: getattr(pet, field) for field in pet.__struct_fields__} | more
    return NewPet(**values)  # type: ignore[arg-type]


async def test_what_can_be_done_for_a_pet(world: World, desk: BookingDesk, a: Side, b: Side) -> None:
    dog = await world.db.read(lambda tx: desk.menu(tx, a.manager, a.pet))
    prices = {one.code: (one.minutes, one.price_cents) for one in dog.items}
    assert prices["groom"] == (180, 42_800)
    assert "cat_bath" not in prices
    assert not dog.needs_size
    assert [one.is_extra for one in dog.items] == sorted(one.is_extra for one in dog.items)
    mutt = await world.pets.add_pet(a.owner, NewPet(name="旺财", species="dog", breed="土狗"))
    unknown = await world.db.read(lambda tx: desk.menu(tx, a.manager, mutt.id))
    assert unknown.needs_size
    assert "groom" not in {one.code for one in unknown.items}
    for pet_id in ("nobody", b.pet):
        with pytest.raises(NoSuchPet):
            await world.db.read(lambda tx, one=pet_id: desk.menu(tx, a.manager, one))
    with pytest.raises(Forbidden):
        await world.db.read(lambda tx: desk.menu(tx, a.owner, a.pet))


async def test_a_week_with_all_free_starts(world: World, desk: BookingDesk, a: Side) -> None:
    view = await times(world, desk, a, day=TUESDAY)
    assert [one.date for one in view.days] == [later(n).isoformat() for n in range(7)]
    assert [one.state for one in view.days] == ["open", "open", "closed", "open", "open", "open", "open"]
    assert view.days[2].why == Label("11月26日周四店休。", "We're closed on Thu 26 Nov.")
    free = starts(view, "2026-11-24")
    assert len(free) > 6
    # In by 18:00 for a groom of three hours; nobody begins a groom that would run into the break.
    assert (free[0], free[-1]) == (world.at(a, 9), world.at(a, 18))
    assert world.at(a, 10) not in free
    assert (view.minutes, view.total_cents, view.services) == (180, 42_800, list(GROOM))
    assert sum(line.price_cents for line in view.lines) == view.total_cents
    assert [one.id for one in view.groomers] == [a.groomers[0]]


async def test_looking_holds_and_remembers_nothing(world: World, desk: BookingDesk, a: Side) -> None:
    before = world.db.written
    await times(world, desk, a, day=TUESDAY)
    assert world.db.written == before


async def test_notice_and_horizon_do_not_bind_the_shop(world: World, desk: BookingDesk, a: Side) -> None:
    world.go_to(a, 14, 50)
    soon = await times(world, desk, a, services=BATH)
    assert starts(soon, "2026-11-24")[:2] == [world.at(a, 14, 45), world.at(a, 15)]
    assert [one.is_now for one in soon.days[0].times[:2]] == [True, False]
    far = later(98)
    view = await times(world, desk, a, day=far)
    assert view.days[0].date == far.isoformat()
    booked = await desk.enter(a.manager, wish(a, world.at(a, 15, day=far)), "far")
    assert booked.status == "confirmed"
    # Beyond what anybody plans it stays at the last week there is.
    endless = await times(world, desk, a, day=later(300_000))
    assert len(endless.days) == 7


async def test_who_walks_in_begins_in_the_present_quarter(world: World, desk: BookingDesk, a: Side) -> None:
    world.go_to(a, 15, 14)
    view = await desk.enter(a.manager, wish(a, world.at(a, 15)), "now")
    assert (view.status, view.starts_ms) == ("confirmed", world.at(a, 15))
    world.clock.advance(60)
    with pytest.raises(PastTime) as refused:
        await desk.enter(a.manager, wish(a, world.at(a, 15), services=BATH), "late")
    assert refused.value.data["nearest"]


async def test_one_groomer(world: World, desk: BookingDesk, a: Side) -> None:
    first, second = a.groomers
    view = await times(world, desk, a, services=BATH, day=TUESDAY, groomer_id=second)
    assert {one.groomer.id for day in view.days for one in day.times} == {second}
    assert {one.id for one in view.groomers} == {first, second}
    none = await times(world, desk, a, day=TUESDAY, groomer_id=second)
    assert {one.state for one in none.days} == {"full", "closed"}
    strange = await times(world, desk, a, day=TUESDAY, groomer_id=AccountId("nobody"))
    assert not any(one.times for one in strange.days)


async def test_why_a_wished_start_is_not_free(world: World, desk: BookingDesk, a: Side) -> None:
    at_ms = world.at(a, 15)
    assert (await times(world, desk, a, at_ms=at_ms)).reason is None
    await desk.enter(a.manager, wish(a, at_ms), "k")
    mine = (await times(world, desk, a, at_ms=at_ms)).reason
    assert mine == Label("豆豆 15:00–18:00 已经有预约了。", "豆豆 already has a visit 15:00–18:00.")
    theirs = await world.db.read(lambda tx: desk.times(tx, a.manager, Wish(a.others_pet, GROOM, at_ms=at_ms)))
    assert theirs.reason == Label("15:00–18:00 美容师都有约了。", "Our groomers are booked 15:00–18:00.")
    only = Wish(a.others_pet, BATH, at_ms=world.at(a, 17), groomer_id=a.groomers[0])
    other = (await world.db.read(lambda tx: desk.times(tx, a.manager, only))).reason
    assert other is not None
    assert other.zh.endswith("没空，别的美容师可以。")
    for wished, words in (
        (world.at(a, 15, day=later(2)), "店休"),
        (world.at(a, 20), "营业时间 09:00–21:00"),
        (world.at(a, 15, day=later(-5)), "已经过去了"),
    ):
        reason = (await times(world, desk, a, at_ms=wished)).reason
        assert reason is not None
        assert words in reason.zh


async def test_a_booking_is_entered_once_and_told(world: World, desk: BookingDesk, a: Side) -> None:
    asked = wish(a, world.at(a, 15))
    first, second = await asyncio.gather(desk.enter(a.manager, asked, "k"), desk.enter(a.manager, asked, "k"))
    assert first == second
    board = await world.db.read(lambda tx: world.bookings.bookings_of(tx, a.manager, a.owner.account_id))
    assert [one.id for one in board.upcoming] == [first.id]
    booked = await world.db.read(lambda tx: world.bookings.booking_of(tx, a.shop.id, first.id))
    assert (booked.c, booked.source) == (world.c(a.owner), "desk")
    with pytest.raises(KeyReused):
        await desk.enter(a.manager, wish(a, world.at(a, 9)), "k")


async def test_a_taken_time_says_why_and_names_the_nearest(world: World, desk: BookingDesk, a: Side) -> None:
    at_ms = world.at(a, 15)
    await desk.enter(a.manager, wish(a, at_ms), "k1")
    with pytest.raises(NotFree) as busy:
        await desk.enter(a.manager, wish(a, world.at(a, 16), services=BATH), "k2")
    assert busy.value.sentence("zh") == "豆豆 16:00–18:00 已经有预约了。"
    assert isinstance(busy.value, SlotTaken)
    theirs = Wish(a.others_pet, GROOM, at_ms=at_ms)
    with pytest.raises(NotFree) as refused:
        await desk.enter(a.manager, theirs, "k3")
    near = refused.value.data["nearest"]
    assert [one.start_ms for one in near] == [world.at(a, 9), world.at(a, 18), world.at(a, 9, day=later(1))]
    again = await desk.enter(a.manager, replace(theirs, at_ms=near[0].start_ms, groomer_id=near[0].groomer.id), "k4")
    assert again.status == "confirmed"


async def anyway(
    world: World,
    desk: BookingDesk,
    side: Side,
    at_ms: int,
    who: int | None = 0,
    key: str = "k",
    actor: Actor | None = None,
) -> BookingView:
    groomer = None if who is None else side.groomers[who]
    asked = wish(side, at_ms, services=BATH, groomer_id=groomer)
    return await desk.enter(actor or side.manager, asked, key, "客人赶飞机")


async def block(world: World, side: Side, booking_id: str, day: date = TUESDAY) -> BlockView:
    view = await world.db.read(lambda tx: world.bookings.schedule(tx, side.manager, day))
    return next(one for one in view.blocks if one.booking_id == booking_id and one.kind == "work")


async def test_who_manages_may_book_where_the_rules_say_no(world: World, desk: BookingDesk, a: Side) -> None:
    for at_ms, refusal, day in (
        (world.at(a, 20, 5), OutsideHours, TUESDAY),
        (world.at(a, 6), OutsideHours, TUESDAY),
        (world.at(a, 15, day=later(2)), ClosedDay, later(2)),
    ):
        with pytest.raises(refusal):
            await desk.enter(a.manager, wish(a, at_ms, services=BATH, groomer_id=a.groomers[0]), f"no-{at_ms}")
        one = await anyway(world, desk, a, at_ms, key=f"yes-{at_ms}")
        assert (one.status, one.starts_ms) == ("confirmed", at_ms)
        shown = await block(world, a, one.id, day)
        assert shown.anyway == AnywayView("客人赶飞机", "", world.clock.now_ms())
        assert shown.trouble is None, "it is known"
        assert "赶飞机" not in msgspec.json.encode(one).decode(), "the card is the owner's as well"
        stored = await world.db.read(lambda tx, i=one.id: world.bookings.booking_of(tx, a.shop.id, i))
        assert (stored.anyway_by, stored.anyway_ms) == (a.manager.account_id, at_ms)
    # Whoever is off, and whoever has enough to do, may come in or do one more.
    lin = a.groomers[0]
    await world.shops.roster.change_days(a.manager, lin, later(1), later(1), None)
    off = await anyway(world, desk, a, world.at(a, 10, day=later(1)), key="off")
    shown = await block(world, a, off.id, later(1))
    assert shown.anyway is not None
    assert shown.trouble is None, "that they are off was known"
    await limit(world, a, lin, 0)
    full = await anyway(world, desk, a, world.at(a, 10, day=later(3)), key="full")
    assert (await block(world, a, full.id, later(3))).anyway is not None


async def test_what_is_taken_stays_taken_whatever_the_reason(world: World, desk: BookingDesk, a: Side) -> None:
    at_ms = world.at(a, 20)
    await anyway(world, desk, a, at_ms)
    theirs = Wish(a.others_pet, BATH, at_ms=at_ms + 90 * 60_000, groomer_id=a.groomers[0])
    with pytest.raises(SlotTaken):
        await desk.enter(a.manager, theirs, "second", "也赶飞机")
    with pytest.raises(SlotTaken):
        await anyway(world, desk, a, at_ms, who=1, key="same pet")
    other = replace(theirs, groomer_id=a.groomers[1])
    assert (await desk.enter(a.manager, other, "third", "也赶飞机")).status == "confirmed"
    with pytest.raises(OverMidnight):
        await anyway(world, desk, a, world.at(a, 23, 30), key="late")
    team = await world.db.read(lambda tx: world.shops.team(tx, a.shop.id))
    was = team.groomers[1]
    await world.shops.roster.change_groomer(
        a.manager, was.account_id, GroomerChange(frozenset(), was.shifts, True, None)
    )
    with pytest.raises(NotTrained):
        await desk.enter(a.manager, replace(other, at_ms=world.at(a, 7)), "untrained", "她来")
    world.go_to(a, 23)
    with pytest.raises(PastTime):
        await anyway(world, desk, a, world.at(a, 6), key="past")


async def test_a_reason_is_a_managers_and_names_who_does_it(world: World, desk: BookingDesk, a: Side) -> None:
    groomer = Actor(a.shop.id, a.groomers[0], "staff", Role.GROOMER, DeviceId("d"))
    for actor in (groomer, a.owner):
        with pytest.raises(Forbidden):
            await anyway(world, desk, a, world.at(a, 20), actor=actor)
    with pytest.raises(OutsideHours):
        await anyway(world, desk, a, world.at(a, 20), who=None)
    # By the rules it is a booking as any other, and nothing is made of the reason.
    one = await anyway(world, desk, a, world.at(a, 15))
    assert (await block(world, a, one.id)).anyway is None


async def test_moved_elsewhere_it_is_judged_as_any_other(world: World, desk: BookingDesk, a: Side) -> None:
    one = await anyway(world, desk, a, world.at(a, 20))
    moved = await world.moves.move(
        a.manager, one.id, MoveWish(one.version, world.at(a, 15), a.groomers[0], False), world.key()
    )
    await world.shops.roster.change_days(a.manager, a.groomers[0], TUESDAY, TUESDAY, Shift(2, 540, 720))
    shown = await block(world, a, one.id)
    assert shown.anyway is not None
    assert shown.trouble is not None
    back = await world.moves.undo(a.manager, one.id, moved.booking.version, world.key())
    assert back.starts_ms == one.starts_ms
    assert (await block(world, a, one.id)).trouble is None
    await world.shops.roster.change_days(a.manager, a.groomers[0], TUESDAY, TUESDAY, None)
    assert (await block(world, a, one.id)).trouble is not None, "who calls in sick is missed all the same"


async def test_only_what_was_known_is_silent(world: World, desk: BookingDesk, a: Side) -> None:
    """Somebody does one more than they do in a day, at an hour when they are in: all else that happens is news."""
    lin, other = a.groomers[:2]
    await limit(world, a, lin, 0)
    one = await anyway(world, desk, a, world.at(a, 15))
    assert (await block(world, a, one.id)).trouble is None
    await world.shops.roster.change_days(a.manager, lin, TUESDAY, TUESDAY, Shift(2, 540, 720))
    assert (await block(world, a, one.id)).trouble is not None, "they go home at noon"
    # With somebody else at the same hour it is a booking as any other.
    move = MoveWish(one.version, world.at(a, 15), other, is_told=False)
    await world.moves.move(a.manager, one.id, move, world.key())
    assert (await block(world, a, one.id)).trouble is None
    await world.shops.roster.change_days(a.manager, other, TUESDAY, TUESDAY, Shift(2, 540, 720))
    assert (await block(world, a, one.id)).trouble is not None


async def test_a_new_plan_leaves_who_comes_in_on_a_day_off(world: World, desk: BookingDesk, a: Side) -> None:
    await world.shops.roster.change_days(a.manager, a.groomers[0], TUESDAY, TUESDAY, None)
    one = await anyway(world, desk, a, world.at(a, 10))
    plans = Rearranging(world.db, world.clock, world.ids, world.shops, world.pets)
    book = await world.db.read(lambda tx: plans.open_day(tx, a.shop.id, TUESDAY))
    assert {standing.booking.id: standing.is_fixed for standing in book.bookings} == {one.id: True}


async def test_a_new_plan_of_the_day_leaves_it_there(world: World, desk: BookingDesk, a: Side) -> None:
    one = await anyway(world, desk, a, world.at(a, 20))
    other = await desk.enter(a.manager, Wish(a.others_pet, BATH, at_ms=world.at(a, 10)), "other")
    plans = Rearranging(world.db, world.clock, world.ids, world.shops, world.pets)
    book = await world.db.read(lambda tx: plans.open_day(tx, a.shop.id, TUESDAY))
    fixed = {standing.booking.id: standing.is_fixed for standing in book.bookings}
    assert fixed == {one.id: True, other.id: False}


async def limit(world: World, side: Side, who: str, pets: int) -> None:
    team = await world.db.read(lambda tx: world.shops.team(tx, side.shop.id))
    was = next(one for one in team.groomers if one.account_id == who)
    change = GroomerChange(was.skills, was.shifts, was.is_active, pets)
    await world.shops.roster.change_groomer(side.manager, was.account_id, change)


async def test_two_desks_and_one_time(world: World, desk: BookingDesk, a: Side) -> None:
    at_ms = world.at(a, 15)
    both = [desk.enter(a.manager, Wish(pet, GROOM, at_ms=at_ms), pet) for pet in (a.pet, a.others_pet)]
    one, other = await asyncio.gather(*both, return_exceptions=True)
    assert sorted([isinstance(one, NotFree), isinstance(other, NotFree)]) == [False, True]


async def test_bad_bookings(world: World, desk: BookingDesk, a: Side, b: Side) -> None:
    at_ms = world.at(a, 15)
    for pet in ("nobody", b.pet):
        with pytest.raises(NoSuchPet):
            await desk.enter(a.manager, Wish(PetId(pet), GROOM, at_ms=at_ms), pet)
    for services, refusal in (
        (CAT_BATH, NotForPet),
        ((), UnknownService),
        ((ServiceLine("flying"),), UnknownService),
        ((ServiceLine("bath", 0),), UnknownService),
    ):
        with pytest.raises(refusal):
            await times(world, desk, a, services=services)
        with pytest.raises(refusal):
            await desk.enter(a.manager, wish(a, at_ms, services=services), "k")
    for wished, refusal in (
        (world.at(a, 15, day=later(-5)), PastTime),
        (world.at(a, 15, day=later(2)), ClosedDay),
        (world.at(a, 15, 7), OutsideHours),
        (world.at(a, 20), OutsideHours),
    ):
        with pytest.raises(refusal) as refused:
            await desk.enter(a.manager, wish(a, wished), "k")
        assert len(refused.value.data["nearest"]) == 3  # type: ignore[attr-defined]
    for stranger in (a.owner, b.owner):
        with pytest.raises(Forbidden):
            await desk.enter(stranger, wish(a, at_ms), "k")
    with pytest.raises(NoSuchPet):
        await desk.enter(b.manager, wish(a, at_ms), "k")


async def test_nobody_is_booked_anyway_in_a_year_that_no_roster_reaches(
    world: World, a: Side, desk: BookingDesk
) -> None:
    for day in (date(9999, 12, 31), TUESDAY + timedelta(days=800), date(1, 1, 1)):
        with pytest.raises(TooFarAhead):
            await world.db.read(lambda tx, day=day: desk.start_ms(tx, a.manager, day, 600))
    at_ms = await world.db.read(lambda tx: desk.start_ms(tx, a.manager, TUESDAY, 600))
    assert at_ms == world.at(a, 10)


async def overrides(
    world: World, desk: BookingDesk, actor: Actor, first: date | None = None, last: date | None = None,
    before: str | None = None,
) -> OverridesView:  # fmt: skip
    return await world.db.read(lambda tx: desk.overrides(tx, actor, first, last, before))


async def test_what_was_decided_against_the_rules_is_listed_newest_first(
    world: World, desk: BookingDesk, a: Side, b: Side
) -> None:
    lin = a.groomers[0]
    late = await anyway(world, desk, a, world.at(a, 20), key="late")
    world.clock.advance(3600)
    closed = await anyway(world, desk, a, world.at(a, 15, day=later(2)), key="closed")
    await anyway(world, desk, a, world.at(a, 15, day=later(3)), key="by the rules")
    world.clock.advance(24 * 3600)
    between = await anyway(world, desk, a, world.at(a, 14, 5, day=later(4)), key="between")
    await limit(world, a, lin, 0)
    full = await anyway(world, desk, a, world.at(a, 9, day=later(5)), key="full")
    off_ms = world.at(a, 10, day=later(1))
    await world.shops.roster.change_days(a.manager, lin, later(1), later(1), None)
    off = await anyway(world, desk, a, off_ms, key="off")

    view = await overrides(world, desk, a.manager)
    found = {one.booking_id: one for one in view.overrides}
    assert {one.id: found[one.id].against for one in (late, closed, between, full, off)} == {
        late.id: ["hours", "shift"], closed.id: ["hours"], between.id: ["start"], full.id: ["full"],
        off.id: ["off", "full"],
    }  # fmt: skip
    assert len(found) == 5, "what the rules allow is none"
    decided = [one.at_ms for one in view.overrides]
    assert decided == sorted(decided, reverse=True)
    assert [one.booking_id for one in view.overrides[-2:]] == [closed.id, late.id]
    assert (view.first, view.last, view.more) == (date(2026, 10, 25), date(2026, 11, 23), None)
    one = found[off.id]
    assert one.pet is not None
    assert (one.at_ms, one.why, one.start_ms, one.groomer_name) == (
        world.clock.now_ms(), "客人赶飞机", off_ms, "groomer 0"
    )  # fmt: skip
    assert (one.pet.name, one.owner_name, one.status, one.is_moved, one.c) == (
        "豆豆", "owner", "confirmed", False, world.c(a.owner)
    )  # fmt: skip

    # A day of the shop's calendar, both ends included; the other shop has decided nothing.
    sunday = await overrides(world, desk, a.manager, date(2026, 11, 22), date(2026, 11, 22))
    assert [each.booking_id for each in sunday.overrides] == [closed.id, late.id]
    assert (await overrides(world, desk, a.manager, date(2026, 11, 24), date(2026, 11, 30))).overrides == []
    assert (await overrides(world, desk, b.manager)).overrides == []


async def test_of_pets_that_come_together_each_has_what_is_against_its_own_turn(
    world: World, desk: BookingDesk, a: Side
) -> None:
    second = PetId((await world.pets.add_pet(a.owner, NewPet(name="可乐", species="dog", breed="柯基"))).id)
    both = wish(a, world.at(a, 19), services=BATH, groomer_id=a.groomers[0], also=(PetWish(second, BATH),))
    await desk.enter(a.manager, both, "both", "一家两只")
    view = await overrides(world, desk, a.manager)
    assert {one.pet.name: one.against for one in view.overrides if one.pet} == {"豆豆": [], "可乐": ["hours", "shift"]}


async def test_an_override_that_was_moved_or_called_off_stays_in_the_list(
    world: World, desk: BookingDesk, a: Side
) -> None:
    one = await anyway(world, desk, a, world.at(a, 20))
    wish = MoveWish(one.version, world.at(a, 15), a.groomers[1], False)
    moved = await world.moves.move(a.manager, one.id, wish, world.key())
    (listed,) = (await overrides(world, desk, a.manager)).overrides
    assert (listed.start_ms, listed.groomer_name) == (world.at(a, 20), "groomer 0")
    assert (listed.starts_ms, listed.now_groomer_name, listed.is_moved) == (world.at(a, 15), "groomer 1", True)
    await world.bookings.cancel(a.manager, one.id, moved.booking.version, world.key())
    (listed,) = (await overrides(world, desk, a.manager)).overrides
    assert (listed.status, listed.why) == ("cancelled", "客人赶飞机")


async def test_overrides_come_in_pages_of_which_none_is_lost(world: World, desk: BookingDesk, a: Side) -> None:
    def insert(tx: Tx) -> None:
        made = store.find(tx, a.shop.id, booked.id)
        assert made is not None
        for number in range(120):
            # Three decided at the same moment each, and one in ten by the rules.
            why = None if number % 10 == 9 else f"why {number}"
            at_ms = world.clock.now_ms() - number // 3 * 1000
            one = replace(made, id=BookingId(f"override-{number:03d}"), made_ms=at_ms, anyway_why=why)
            store.insert(tx, replace(one, status=BookingStatus.DONE), None)

    booked = await anyway(world, desk, a, world.at(a, 15), key="by the rules")
    await world.db.write(insert)
    seen, before = list[str](), None
    for size in (50, 50, 8):
        view = await overrides(world, desk, a.manager, before=before)
        assert len(view.overrides) == size
        seen += [one.why for one in view.overrides]
        before = view.more
    assert before is None
    assert sorted(seen) == sorted(f"why {number}" for number in range(120) if number % 10 != 9)
    assert len(set(seen)) == 108


async def test_overrides_are_a_managers_to_see_and_days_must_be_days(
    world: World, desk: BookingDesk, a: Side
) -> None:  # fmt: skip
    for role in (Role.GROOMER, Role.DESK):
        with pytest.raises(Forbidden):
            await overrides(world, desk, Actor(a.shop.id, a.groomers[0], "staff", role, DeviceId("d")))
    with pytest.raises(Forbidden):
        await overrides(world, desk, a.owner)
    for first, last in (
        (later(1), TUESDAY), (date(2025, 1, 1), TUESDAY), (None, date.max), (date.max, None), (date.min, date.min),
    ):  # fmt: skip
        with pytest.raises(BadInput):
            await overrides(world, desk, a.manager, first, last)
    for before in ("", "x", "-", "12", f"{'9' * 30}-x", "１２-x"):
        with pytest.raises(BadInput):
            await overrides(world, desk, a.manager, before=before)
