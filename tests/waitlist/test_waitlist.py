"""Who waits is offered what becomes free, in turn, and an offer has a life: on both engines."""

from datetime import timedelta

import pytest

from pawline.booking import BookingView, HoldMade, MoveWish, PetWish, ServiceLine, Wish
from pawline.booking.store import booking as bookings_table
from pawline.people.store import session
from pawline.pets import Conditions, NewCondition, NewPet, NewVaccine, NoSuchPet, Vaccines
from pawline.platform.commands import KeyReused
from pawline.platform.errors import Forbidden
from pawline.shop import NoSuchMate, StationKind
from pawline.waitlist import (
    BadWindow,
    HoldsAnother,
    NobodyToAsk,
    NoRoomYet,
    NoSuchWait,
    TooManyWaits,
    WaitBegun,
    WaitChanged,
    WaitOffered,
    WaitOver,
    WaitWish,
    store,
)
from tests.booking.test_desk_moves import hears
from tests.booking.world import TUESDAY, Side, later
from tests.planning.world import BATH, Guest
from tests.waitlist.world import Waited

pytestmark = pytest.mark.asyncio
HALF_HOUR_S = 30 * 60


def _to(world: Waited, side: Side, booking: BookingView, hour: int) -> MoveWish:
    return MoveWish(booking.version, world.at(side, hour), side.groomers[0], False)


async def _held_by(world: Waited, side: Side, guest: Guest, hour: int) -> BookingView:
    """The owner holds a time of their own."""
    at_ms = world.at(side, hour)
    view = await world.bookings.offer(guest.owner, Wish(guest.pet, BATH, at_ms=at_ms), world.c(guest.owner))
    offer = next(one for times in view.times.values() for one in times if one.start_ms == at_ms and one.is_free)
    return await world.bookings.hold(guest.owner, offer.offer_id, world.key())


async def test_who_waits_is_offered_the_time_that_becomes_free(world: Waited, a: Side) -> None:
    begun, offered, changed = hears(world, WaitBegun), hears(world, WaitOffered), hears(world, WaitChanged)
    booked = await world.booked(a, "豆豆", 10)
    wait = await world.waits(a, "可乐", 10, 11)
    assert (wait.state, wait.offer, len(begun)) == ("waiting", None, 1)
    await world.settled()
    assert not offered, "nothing is free between ten and eleven"
    await world.cancels("豆豆", booked)
    await world.settled()
    now = await world.now(a, wait)
    assert (now.state, now.offer and now.offer.start_ms) == ("offered", world.at(a, 10))
    held = await world.held(a, wait)
    assert (held.status, held.starts_ms, held.pet.name) == ("held", world.at(a, 10), "可乐")
    assert held.hold_until_ms == offered[0].until_ms == world.clock.now_ms() + HALF_HOUR_S * 1000
    await world.bookings.confirm(world.guests["可乐"].owner, held.id, held.version, world.key())
    assert (await world.now(a, wait)).state == "booked"
    assert [(one.state, one.offer) for one in changed] == [("offered", ""), ("booked", "accepted")]
    assert not await world.rows(a)


async def test_an_offer_that_nobody_answers_goes_to_the_next_in_line(world: Waited, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    first, second = await world.waits(a, "可乐"), await world.waits(a, "布丁")
    await world.cancels("豆豆", booked)
    await world.settled()
    assert [(await world.now(a, one)).state for one in (first, second)] == ["offered", "waiting"]
    await world.settled(HALF_HOUR_S)
    await world.settled()
    assert [(await world.now(a, one)).state for one in (first, second)] == ["waiting", "offered"], "its turn is over"
    await world.settled(HALF_HOUR_S)
    await world.settled()
    assert [(await world.now(a, one)).state for one in (first, second)] == ["waiting", "waiting"]
    await world.settled(60)
    assert [row.turned_down for row in (await world.rows(a)).values()] == [1, 1], "nobody is asked twice for one time"


async def test_who_let_a_time_go_by_stands_behind(world: Waited, a: Side) -> None:
    first = await world.waits(a, "可乐", 10, 12)
    await world.settled()
    second = await world.waits(a, "布丁", 10, 11)
    await world.settled(HALF_HOUR_S)
    await world.settled()
    assert (await world.held(a, second)).starts_ms == world.at(a, 10)
    assert (await world.held(a, first)).starts_ms == world.at(a, 11, 30)


async def test_what_a_desk_takes_back_in_time_was_never_free(world: Waited, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    wait = await world.waits(a, "可乐", 10, 11)
    await world.settled()
    moved = await world.moves.move(
        a.manager, booked.id, _to(world, a, booked, 14), world.key()
    )  # fmt: skip
    await world.settled(5)
    await world.moves.undo(a.manager, booked.id, moved.booking.version, world.key())
    await world.settled(20)
    assert (await world.now(a, wait)).state == "waiting"


async def test_a_move_makes_room(world: Waited, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    wait = await world.waits(a, "可乐", 10, 11)
    await world.moves.move(a.manager, booked.id, _to(world, a, booked, 14), world.key())
    await world.settled()
    assert (await world.now(a, wait)).state == "offered"


async def test_somebody_who_joins_while_there_is_room_hears_of_it(world: Waited, a: Side) -> None:
    wait = await world.waits(a, "可乐", 14, 16)
    assert (await world.rows(a))["可乐"].room is not None
    await world.settled()
    assert (await world.held(a, wait)).starts_ms == world.at(a, 14)


async def test_a_colleague_who_comes_in_makes_room(world: Waited, a: Side) -> None:
    await world.booked(a, "豆豆", 10)
    wait = await world.waits(a, "可乐", 10, 11)
    await world.settled()
    assert (await world.now(a, wait)).state == "waiting"
    await world.shops.roster.keep_week(a.manager, a.groomers[1], TUESDAY)
    await world.settled()
    assert (await world.held(a, wait)).groomer.id == a.groomers[1]


async def test_only_the_wished_groomer_will_do(world: Waited, a: Side) -> None:
    wait = await world.waits(a, "可乐", 10, 20, groomer_id=a.groomers[1])
    await world.settled()
    assert (await world.now(a, wait)).state == "waiting"
    assert wait.groomer_name == "groomer 1"
    assert (await world.rows(a))["可乐"].room is None


async def test_a_time_that_is_not_wanted_is_not_offered_again(world: Waited, a: Side) -> None:
    wait = await world.waits(a, "可乐", 10, 12)
    await world.settled()
    await world.cancels("可乐", await world.held(a, wait))
    assert (await world.now(a, wait)).state == "waiting"
    await world.settled()
    again = await world.held(a, wait)
    assert again.starts_ms == world.at(a, 11), "nor a quarter of an hour later: that is no other time"


async def test_three_offers_without_an_answer_end_the_wait(world: Waited, a: Side) -> None:
    changed = hears(world, WaitChanged)
    wait = await world.waits(a, "可乐", 10, 14)
    await world.settled()
    for _ in range(3):
        await world.settled(HALF_HOUR_S)
        await world.settled()
    assert (await world.now(a, wait)).state == "over"
    ends = [(one.state, one.offer) for one in changed if one.offer]
    assert ends == [("waiting", "lapsed"), ("waiting", "lapsed"), ("over", "lapsed")]


async def test_an_answer_begins_the_count_anew(world: Waited, a: Side) -> None:
    wait = await world.waits(a, "可乐", 10, 20)
    await world.settled()
    for _ in range(2):
        await world.settled(HALF_HOUR_S)
        await world.settled()
    await world.cancels("可乐", await world.held(a, wait))
    await world.settled()
    for _ in range(2):
        await world.settled(HALF_HOUR_S)
        await world.settled()
    assert (await world.now(a, wait)).state == "offered"


async def test_nobody_is_woken_at_night(world: Waited, a: Side) -> None:
    booked = await world.booked(a, "豆豆", 10)
    wait = await world.waits(a, "可乐", 10, 11)
    await world.settled()
    world.go_to(a, 23, day=TUESDAY - timedelta(days=1))
    await world.cancels("豆豆", booked)
    await world.settled()
    assert (await world.now(a, wait)).state == "waiting"
    world.go_to(a, 7, 59)
    await world.settled(1)
    assert (await world.now(a, wait)).state == "waiting"
    world.go_to(a, 8)
    await world.settled(1)
    held = await world.held(a, wait)
    assert (held.starts_ms, held.hold_until_ms) == (world.at(a, 10), world.clock.now_ms() + HALF_HOUR_S * 1000)


async def test_the_desk_may_ask_at_any_hour_and_out_of_turn(world: Waited, a: Side) -> None:
    await world.waits(a, "豆豆", 10, 11)
    second = await world.waits(a, "可乐", 10, 11)
    world.go_to(a, 22, day=TUESDAY - timedelta(days=1))
    view = await world.waitlist.offer(a.manager, second.id, world.key())
    assert (view.state, view.offer and view.offer.start_ms) == ("offered", world.at(a, 10))
    with pytest.raises(WaitOver):
        await world.waitlist.offer(a.manager, second.id, world.key())
    with pytest.raises(Forbidden):
        await world.waitlist.offer(world.guests["豆豆"].owner, second.id, world.key())


async def test_the_desk_hears_when_there_is_nothing_to_offer(world: Waited, a: Side) -> None:
    await world.booked(a, "豆豆", 10)
    wait = await world.waits(a, "可乐", 10, 11)
    with pytest.raises(NoRoomYet):
        await world.waitlist.offer(a.manager, wait.id, world.key())


async def test_an_offer_never_outlives_its_start(world: Waited, a: Side) -> None:
    world.go_to(a, 9, 50)
    wait = await world.waits(a, "可乐", 10, 11)
    await world.settled(60)
    assert (await world.held(a, wait)).hold_until_ms == world.at(a, 10)


async def test_who_leaves_lets_go_of_the_time(world: Waited, a: Side) -> None:
    wait, next_one = await world.waits(a, "可乐", 10, 11), await world.waits(a, "布丁", 10, 11)
    await world.settled()
    held = await world.held(a, wait)
    left = await world.leaves("可乐", wait)
    assert (left.state, left.offer) == ("left", None)
    assert (await world.booking(a, held.id)).status == "expired"
    assert (await world.leaves("可乐", wait)).state == "left", "twice is once"
    await world.settled()
    assert (await world.held(a, next_one)).starts_ms == held.starts_ms


async def test_who_books_anyway_waits_no_more(world: Waited, a: Side) -> None:
    wait = await world.waits(a, "可乐", 10, 11)
    other = await world.waits(a, "可乐", 10, 11, services=(ServiceLine("groom"),))
    third = await world.waits(a, "可乐", 10, 11, day=later(3))
    await world.booked(a, "可乐", 15)
    assert (await world.now(a, wait)).state == "booked"
    assert (await world.now(a, other)).state == "waiting", "that was not what this one is for"
    assert (await world.now(a, third)).state == "waiting", "nor that day"


async def test_a_conversation_that_holds_a_time_keeps_it(world: Waited, a: Side) -> None:
    wait = await world.waits(a, "可乐", 10, 11)
    guest = world.guests["可乐"]
    own = await _held_by(world, a, guest, 18)
    await world.settled()
    assert (await world.now(a, wait)).state == "waiting"
    with pytest.raises(HoldsAnother):
        await world.waitlist.offer(a.manager, wait.id, world.key())
    assert (await world.booking(a, own.id)).status == "held"
    await world.settled(601)
    await world.settled()
    assert (await world.now(a, wait)).state == "offered", "as soon as that one is over"


async def test_choosing_another_time_is_an_answer(world: Waited, a: Side) -> None:
    wait = await world.waits(a, "可乐", 10, 11)
    await world.settled()
    offered = await world.held(a, wait)
    await _held_by(world, a, world.guests["可乐"], 18)
    assert (await world.booking(a, offered.id)).status == "expired"
    assert (await world.now(a, wait)).state == "waiting"


async def test_days_that_have_gone_by_end_the_wait(world: Waited, a: Side) -> None:
    await world.booked(a, "豆豆", 10)
    changed = hears(world, WaitChanged)
    wait = await world.waits(a, "可乐", 10, 11)
    world.go_to(a, 12)
    await world.settled()
    world.go_to(a, 8, 1, day=later(1))
    await world.settled()
    assert (await world.now(a, wait)).state == "over"
    assert [(one.state, one.offer) for one in changed] == [("over", "")]


async def test_two_pets_wait_for_a_time_at_which_both_can_come(world: Waited, a: Side) -> None:
    guest = await world.guest(a, "可乐")
    pet = await world.pets.add_pet(guest.owner, NewPet(name="布丁", species="dog", breed="柯基"))
    wish = WaitWish(
        (PetWish(guest.pet, BATH), PetWish(pet.id, BATH)), TUESDAY, TUESDAY, 10 * 60, 11 * 60
    )  # fmt: skip
    wait = await world.waitlist.join(guest.owner, wish, world.key())
    await world.settled()
    held = await world.held(a, wait)
    assert [part.pet.name for part in held.parts] == ["可乐", "布丁"]
    await world.bookings.confirm(guest.owner, held.id, held.version, world.key())
    assert (await world.now(a, wait)).state == "booked"


async def test_the_one_that_still_comes_is_waited_for_alone(world: Waited, a: Side) -> None:
    guest = await world.guest(a, "可乐")
    pet = await world.pets.add_pet(guest.owner, NewPet(name="布丁", species="dog", breed="柯基"))
    pets = (PetWish(guest.pet, BATH), PetWish(pet.id, BATH))
    wait = await world.waitlist.join(guest.owner, WaitWish(pets, TUESDAY, TUESDAY, 10 * 60, 11 * 60), world.key())
    await world.settled()
    held = await world.held(a, wait)
    await world.bookings.cancel(guest.owner, held.id, held.version, world.key(), is_alone=True)
    now = await world.now(a, wait)
    assert (now.state, [one.pet.name for one in now.pets]) == ("offered", ["布丁"])
    rest = await world.held(a, wait)
    await world.bookings.confirm(guest.owner, rest.id, rest.version, world.key())
    assert (await world.now(a, wait)).state == "booked"


async def test_a_deposit_that_did_not_come_is_no_silence(world: Waited) -> None:
    side = await world.one_groomer("strict", deposit_percent=50, is_deposit_for_new=True)
    changed = hears(world, WaitChanged)
    wait = await world.waits(side, "可乐", 10, 14)
    await world.settled()
    held = await world.held(side, wait)
    agreed = await world.bookings.confirm(world.guests["可乐"].owner, held.id, held.version, world.key())
    assert (agreed.status, agreed.deposit.is_agreed) == ("held", True)
    await world.settled(HALF_HOUR_S)
    assert [(one.state, one.offer) for one in changed if one.offer] == [("waiting", "unpaid")]
    stored = await world.db.read(lambda tx: store.find(tx, side.shop.id, wait.id))
    assert stored is not None
    assert stored.unanswered == 0


async def test_an_offer_that_is_held_longer_says_so(world: Waited, a: Side) -> None:
    wait = await world.waits(a, "可乐", 10, 11)
    await world.settled()
    held = await world.held(a, wait)
    longer = await world.bookings.extend(world.guests["可乐"].owner, held.id, world.key())
    assert (await world.now(a, wait)).offer.until_ms == longer.hold_until_ms > held.hold_until_ms
    world.go_to(a, 9, 50)
    near = await world.waits(a, "布丁", 10, 11)
    await world.settled(60)
    late = await world.bookings.extend(world.guests["布丁"].owner, (await world.held(a, near)).id, world.key())
    assert late.hold_until_ms == world.at(a, 10), "never beyond its start"


async def test_a_stranger_waits_for_one_thing(world: Waited, a: Side) -> None:
    pets = (PetWish(a.pet, BATH),)
    await world.waitlist.join(a.owner, WaitWish(pets, TUESDAY, TUESDAY, 600, 660), world.key())
    with pytest.raises(TooManyWaits):
        await world.waitlist.join(a.owner, WaitWish(pets, TUESDAY, TUESDAY, 720, 800), world.key())


async def test_a_pet_that_rests_after_a_vaccination_is_asked_for_the_days_after(world: Waited, a: Side) -> None:
    guest = await world.guest(a, "可乐")
    vaccines = Vaccines(world.db, world.clock, world.ids, world.pets)
    await vaccines.note(guest.owner, guest.pet, NewVaccine(kind="rabies", given=later(-4)))
    wait = await world.waits(a, "可乐", 10, 11, to_day=later(4))
    assert (await world.rows(a))["可乐"].room is not None
    await world.settled()
    assert (await world.held(a, wait)).starts_ms == world.at(a, 10, day=later(3)), "a week after the vaccination"


async def test_who_is_well_again_is_asked(world: Waited, a: Side) -> None:
    """That it is over may make room like a cancelling does."""
    guest = await world.guest(a, "可乐")
    conditions = Conditions(world.db, world.clock, world.ids, world.pets, world.shops)
    [one] = (await conditions.note(guest.owner, guest.pet, NewCondition(kind="vomiting"))).conditions
    wait = await world.waits(a, "可乐", 10, 11)
    await world.settled()
    assert (await world.rows(a))["可乐"].room is None
    await conditions.end(guest.owner, guest.pet, one.id)
    await world.settled()
    assert (await world.held(a, wait)).starts_ms == world.at(a, 10)


# What is refused


@pytest.mark.parametrize(
    ("from_hour", "to_hour", "first", "last"),
    [
        (11, 10, 0, 0),
        (10, 10, 0, 0),
        (10, 11, 1, 0),
        (10, 11, -3, 0),
        (8, 9, -2, -2),
        (10, 11, 0, 400),
    ],
)
async def test_windows_that_make_no_sense(
    world: Waited, a: Side, from_hour: int, to_hour: int, first: int, last: int
) -> None:
    with pytest.raises(BadWindow):
        await world.waits(a, "可乐", from_hour, to_hour, day=later(first), to_day=later(last))
    assert not await world.rows(a)


async def test_an_owner_waits_for_a_handful_of_things(world: Waited, a: Side) -> None:
    for _ in range(5):
        await world.waits(a, "可乐")
    with pytest.raises(TooManyWaits):
        await world.waits(a, "可乐")


async def test_a_double_tap_is_one_wait(world: Waited, a: Side) -> None:
    guest = await world.guest(a, "可乐")
    wish = WaitWish((PetWish(guest.pet, BATH),), TUESDAY, TUESDAY, 600, 660)
    once, twice = [await world.waitlist.join(guest.owner, wish, "tap") for _ in range(2)]
    assert once.id == twice.id
    with pytest.raises(KeyReused):
        await world.waitlist.join(guest.owner, WaitWish(wish.pets, TUESDAY, TUESDAY, 600, 720), "tap")


async def test_others_see_and_end_nothing(world: Waited, a: Side, b: Side) -> None:
    wait = await world.waits(a, "可乐")
    for stranger in (a.other, b.owner, b.manager):
        with pytest.raises(NoSuchWait):
            await world.waitlist.leave(stranger, wait.id, world.key())
    with pytest.raises(NoSuchWait):
        await world.db.read(lambda tx: world.waitlist.waiting(tx, a.other, world.guests["可乐"].owner.account_id))
    with pytest.raises(Forbidden):
        await world.db.read(lambda tx: world.waitlist.tray(tx, a.other))
    assert not await world.rows(b)
    assert set(await world.rows(a)) == {"可乐"}


async def test_somebody_elses_pet_cannot_wait(world: Waited, a: Side, b: Side) -> None:
    guest = await world.guest(a, "可乐")
    for stranger in (a.other, b.owner, b.manager):
        wish = WaitWish((PetWish(guest.pet, BATH),), TUESDAY, TUESDAY, 600, 660)
        with pytest.raises(NoSuchPet):
            await world.waitlist.join(stranger, wish, world.key())


async def test_nobody_waits_for_another_shops_groomer(world: Waited, a: Side, b: Side) -> None:
    with pytest.raises(NoSuchMate):
        await world.waits(a, "可乐", groomer_id=b.groomers[0])


# Who is ahead, and the desk's view


async def test_an_owner_sees_how_many_are_ahead(world: Waited, a: Side) -> None:
    await world.waits(a, "豆豆", 10, 11)
    await world.waits(a, "雪球", 15, 16)
    await world.waits(a, "可乐", 10, 12)
    owner = world.guests["可乐"].owner
    view = await world.db.read(lambda tx: world.waitlist.waiting(tx, owner, owner.account_id))
    assert (len(view.waits), view.ahead) == (1, [1])


async def test_the_tray_shows_who_can_only_be_called(world: Waited, a: Side) -> None:
    guest = await world.guest(a, "可乐")
    wait = await world.waits(a, "可乐", by=a.manager)
    await world.db.write(lambda tx: tx.execute(session.update().values(revoked_ms=1)))
    await world.settled()
    row = (await world.rows(a))["可乐"]
    assert (row.owner_id, row.wait.state) == (guest.owner.account_id, "waiting")
    assert (row.is_reached, row.room is not None) == (False, True)
    assert row.room is not None
    assert row.room.start_ms == world.at(a, 10)
    with pytest.raises(NobodyToAsk):
        await world.waitlist.offer(a.manager, wait.id, world.key())


async def test_what_the_shop_no_longer_does_stops_nobody_else(world: Waited, a: Side) -> None:
    stuck = await world.waits(a, "可乐", 10, 11)
    await world.db.write(
        lambda tx: tx.execute(
            store.wait.update().values(pets=[{"pet_id": world.guests["可乐"].pet, "services": [{"code": "gone"}]}])
        )
    )
    fine = await world.waits(a, "布丁", 10, 11)
    await world.settled()
    assert [(await world.now(a, one)).state for one in (stuck, fine)] == ["waiting", "offered"]
    assert (await world.rows(a))["可乐"].room is None


async def test_a_hold_for_who_waits_does_not_count_as_their_own(world: Waited, a: Side) -> None:
    wait = await world.waits(a, "可乐", 10, 11)
    await world.settled()
    held = await world.held(a, wait)
    row = await world.db.read(
        lambda tx: tx.execute(bookings_table.select().where(bookings_table.c.id == held.id)).one()
    )  # fmt: skip
    assert row.source == "waitlist"
    strict = await world.one_groomer("strict", holds_per_hour_stranger=1)
    other = await world.waits(strict, "年糕", 10, 11)
    await world.settled()
    assert (await world.now(strict, other)).state == "offered"
    await _held_by(world, strict, world.guests["年糕"], 18)


async def test_the_storm_of_a_free_hour_has_one_winner(world: Waited, a: Side) -> None:
    made = hears(world, HoldMade)
    booked = await world.booked(a, "豆豆", 10)
    names = [f"pet {n}" for n in range(12)]
    waits = [await world.waits(a, name, 10, 11) for name in names]
    await world.settled()
    made.clear()
    await world.cancels("豆豆", booked)
    await world.settled()
    states = [(await world.now(a, one)).state for one in waits]
    assert states.count("offered") == len(made) == 1
    assert states[0] == "offered", "who came first"


async def test_a_broken_place_makes_no_offers(world: Waited, a: Side) -> None:
    team = await world.db.read(lambda tx: world.shops.team(tx, a.shop.id))
    for place in team.stations:
        if place.kind is StationKind.TUB:
            await world.shops.roster.close_station(a.manager, place.id, world.at(a, 9), world.at(a, 21), "坏了")
    wait = await world.waits(a, "可乐", 10, 11)
    await world.settled()
    assert (await world.now(a, wait)).state == "waiting"
