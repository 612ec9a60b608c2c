"""Pets that come together: held, confirmed, moved and called off as one; each can also stay at home alone."""

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from pawline.booking import (
    BookingClosed,
    BookingDesk,
    BookingMoved,
    BookingView,
    Entry,
    MoveSettled,
    MoveWish,
    OfferGone,
    OutsideHours,
    SamePetTwice,
    ServiceLine,
    StaleVersion,
    TooManyHolds,
    TooManyTogether,
    Wish,
)
from pawline.booking.claims import claim
from pawline.booking.model import PetWish
from pawline.booking.store import booking
from pawline.people import Actor
from pawline.pets import NewPet, NoSuchPet
from pawline.platform.ids import PetId
from tests.booking.test_service import facts
from tests.booking.world import BATH, GROOM, Side, World, later

CAT = (ServiceLine("cat_bath"),)


@pytest.fixture
async def cat(world: World, a: Side) -> PetId:
    return await another(world, a.owner, "咪咪", "cat", "英短")


async def another(world: World, owner: Actor, name: str, species: str = "dog", breed: str = "柯基") -> PetId:
    return PetId((await world.pets.add_pet(owner, NewPet(name=name, species=species, breed=breed))).id)


async def held(world: World, a: Side, cat: PetId, at_ms: int, **more: object) -> BookingView:
    return await world.hold(a, at_ms, services=BATH, also=(PetWish(cat, CAT),), **more)


async def booked(world: World, a: Side, cat: PetId, at_ms: int) -> BookingView:
    one = await held(world, a, cat, at_ms)
    await world.knows_phone(a.owner)
    return await world.bookings.confirm(a.owner, one.id, one.version, world.key())


async def show(world: World, a: Side, booking_id: str) -> BookingView:
    return await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, booking_id))


async def taken(world: World) -> int:
    ask = sa.select(sa.func.count()).select_from(claim).where(claim.c.active.is_(True))
    return await world.db.read(lambda tx: tx.execute(ask).scalar_one())


async def test_two_pets_are_offered_held_and_confirmed_as_one(world: World, a: Side, cat: PetId) -> None:
    at_ms = world.at(a, 10)
    offer = await world.offer_at(a, at_ms, services=BATH, also=(PetWish(cat, CAT),))
    assert [one.pet_name for one in offer.pets] == ["豆豆", "咪咪"]
    assert min(one.start_ms for one in offer.pets) == at_ms
    assert offer.end_ms == max(one.end_ms for one in offer.pets)
    one = await world.bookings.hold(a.owner, offer.offer_id, world.key())
    assert (one.status, one.pet.name, one.version) == ("held", "豆豆", 1)
    assert [(part.pet.name, part.status) for part in one.parts] == [("豆豆", "held"), ("咪咪", "held")]
    assert (one.starts_ms, one.ends_ms) == (at_ms, offer.end_ms)
    assert one.total_cents == offer.total_cents == sum(part.total_cents for part in one.parts)
    assert one.total_cents == sum(line.price_cents for line in one.lines)
    assert {line.pet_name for line in one.lines} == {"豆豆", "咪咪"}

    await world.knows_phone(a.owner)
    sure = await world.bookings.confirm(a.owner, one.id, one.version, world.key())
    assert (sure.status, [part.status for part in sure.parts]) == ("confirmed", ["confirmed"] * 2)
    assert await facts(world) == ["HoldMade", "BookingConfirmed", "BookingConfirmed"]
    mine = await world.db.read(lambda tx: world.bookings.bookings_of(tx, a.owner, a.owner.account_id))
    assert [(view.id, len(view.parts)) for view in mine.upcoming] == [(one.id, 2)]
    assert mine.past == []


async def test_a_hold_of_two_ends_as_one(world: World, a: Side, cat: PetId) -> None:
    one = await held(world, a, cat, world.at(a, 10))
    assert await taken(world) > 4
    longer = await world.bookings.extend(a.owner, one.id, world.key())
    world.clock.advance((longer.hold_until_ms - world.clock.now_ms()) / 1000 + 1)  # type: ignore[operator]
    assert await world.bookings.expire_due() == 1
    assert await taken(world) == 0
    gone = await show(world, a, one.id)
    assert (gone.status, [part.status for part in gone.parts]) == ("expired", ["expired"] * 2)


async def test_another_choice_lets_go_of_both(world: World, a: Side, cat: PetId) -> None:
    first = await held(world, a, cat, world.at(a, 10))
    before = await taken(world)
    second = await held(world, a, cat, world.at(a, 15))
    assert await taken(world) == before
    assert (await show(world, a, first.id)).status == "expired"
    assert second.status == "held"


async def test_all_are_called_off_with_the_leading_one(world: World, a: Side, cat: PetId) -> None:
    sure = await booked(world, a, cat, world.at(a, 10, day=later(3)))
    off = await world.bookings.cancel(a.owner, sure.id, sure.version, world.key())
    assert (off.status, [part.status for part in off.parts]) == ("cancelled", ["cancelled"] * 2)
    assert await taken(world) == 0


async def test_late_fees_add_up(world: World, a: Side, cat: PetId) -> None:
    sure = await booked(world, a, cat, world.at(a, 14))
    world.go_to(a, 10)
    late = await show(world, a, sure.id)
    assert late.policy.is_late
    assert late.policy.fee_cents == sum(part.fee_cents for part in late.parts)
    assert [part.fee_cents for part in late.parts] == [part.total_cents * 30 // 100 for part in late.parts]
    off = await world.bookings.cancel(a.owner, sure.id, sure.version, world.key())
    owed = sa.select(sa.func.sum(booking.c.fee_cents))
    assert await world.db.read(lambda tx: tx.execute(owed).scalar_one()) == late.policy.fee_cents
    assert off.status == "cancelled"


@pytest.mark.parametrize("who", [0, 1])
async def test_one_stays_at_home_and_the_other_comes(world: World, a: Side, cat: PetId, who: int) -> None:
    sure = await booked(world, a, cat, world.at(a, 10, day=later(3)))
    alone, rest = sure.parts[who], sure.parts[1 - who]
    off = await world.bookings.cancel(a.owner, alone.id, alone.version, world.key(), is_alone=True)
    assert (off.status, off.parts, off.pet.name) == ("cancelled", [], alone.pet.name)
    left = await show(world, a, rest.id)
    assert (left.status, left.parts, left.pet.name) == ("confirmed", [], rest.pet.name)
    assert (left.starts_ms, left.total_cents) == (rest.starts_ms, rest.total_cents)
    mine = await world.db.read(lambda tx: world.bookings.bookings_of(tx, a.owner, a.owner.account_id))
    assert ([one.id for one in mine.upcoming], [one.id for one in mine.past]) == ([rest.id], [alone.id])
    # A card from before shows what is no longer so.
    if who == 1:
        with pytest.raises(StaleVersion):
            await world.bookings.cancel(a.owner, sure.id, sure.version, world.key())
    else:
        await world.bookings.cancel(a.owner, sure.id, sure.version, world.key())
    assert (await show(world, a, rest.id)).status == "confirmed"


async def test_the_one_that_stays_in_a_hold_keeps_its_end(world: World, a: Side, cat: PetId) -> None:
    one = await held(world, a, cat, world.at(a, 10))
    await world.bookings.cancel(a.owner, one.id, one.version, world.key(), is_alone=True)
    rest = await show(world, a, one.parts[1].id)
    assert (rest.status, rest.hold_until_ms) == ("held", one.hold_until_ms)
    world.clock.advance(11 * 60)
    assert await world.bookings.expire_due() == 1
    assert await taken(world) == 0


async def test_a_move_takes_both_along(world: World, a: Side, cat: PetId) -> None:
    sure = await booked(world, a, cat, world.at(a, 10, day=later(3)))
    times = await world.bookings.offer_move(a.owner, sure.id)
    offer = next(one for day in times.times.values() for one in day if one.is_free)
    assert len(offer.pets) == 2
    moved = await world.bookings.move(a.owner, sure.id, sure.version, offer.offer_id, world.key())
    assert (moved.id, moved.starts_ms, moved.ends_ms) == (sure.id, offer.start_ms, offer.end_ms)
    assert [part.id for part in moved.parts] == [part.id for part in sure.parts]
    single = await world.offer_at(a, world.at(a, 15, day=later(4)), services=BATH)
    with pytest.raises(OfferGone):
        await world.bookings.move(a.owner, sure.id, moved.version, single.offer_id, world.key())


async def test_a_wish_to_move_one_means_all_of_them(world: World, a: Side, cat: PetId) -> None:
    """As the assistant asks: for the pet that it heard of."""
    sure = await booked(world, a, cat, world.at(a, 10, day=later(3)))
    wish = Wish(a.pet, BATH, at_ms=world.at(a, 15, day=later(4)))
    times = await world.bookings.offer(a.owner, wish, world.c(a.owner), moving=sure.id)
    offer = next(one for day in times.times.values() for one in day if one.start_ms == wish.at_ms)
    moved = await world.bookings.move(a.owner, sure.id, sure.version, offer.offer_id, world.key())
    assert (moved.starts_ms, len(moved.parts)) == (wish.at_ms, 2)


async def test_what_one_goes_through_shows_on_the_card_of_both(world: World, a: Side, cat: PetId) -> None:
    at_ms = world.at(a, 10)
    sure = await booked(world, a, cat, at_ms)
    other = sure.parts[1]
    world.clock.advance((at_ms - world.clock.now_ms()) / 1000 + 60)
    await world.db.write(lambda tx: world.bookings.mark_stage(tx, a.shop.id, other.id, "bath"))
    seen = await show(world, a, sure.id)
    assert seen.version > sure.version
    assert [part.visit_stage for part in seen.parts] == ["confirmed", "bath"]
    with pytest.raises(BookingClosed):
        await world.bookings.cancel(a.owner, sure.id, seen.version, world.key())
    # The leading one is picked up first: the visit is over when the other one is, too.
    await world.db.write(lambda tx: world.bookings.mark_stage(tx, a.shop.id, sure.id, "gone"))
    assert (await show(world, a, sure.id)).status == "confirmed"
    await world.db.write(lambda tx: world.bookings.mark_stage(tx, a.shop.id, other.id, "gone"))
    assert (await show(world, a, sure.id)).status == "done"


async def test_the_desk_moves_one_of_them(world: World, a: Side, cat: PetId) -> None:
    sure = await booked(world, a, cat, world.at(a, 10, day=later(3)))
    part = sure.parts[1]
    before = await show(world, a, sure.id)
    spots = await world.db.read(lambda tx: world.moves.spots(tx, a.manager, part.id))
    lane = next(one for one in spots.lanes if any(spot.why is None for spot in one.spots))
    spot = [one for one in lane.spots if one.why is None][-1]
    wish = MoveWish(spots.version, spot.start_ms, lane.groomer_id, False)  # type: ignore[arg-type]
    moved = await world.moves.move(a.manager, part.id, wish, world.key())
    after = await show(world, a, sure.id)
    assert after.version > before.version
    assert after.parts[1].starts_ms == spot.start_ms == moved.booking.starts_ms
    assert after.ends_ms == after.parts[1].ends_ms
    await world.moves.undo(a.manager, part.id, moved.booking.version, world.key())
    assert (await show(world, a, sure.id)).ends_ms == before.ends_ms


async def test_the_desk_enters_two_at_once(world: World, a: Side, cat: PetId) -> None:
    at_ms = world.at(a, 14)
    entry = Entry(a.pet, BATH, at_ms, also=(PetWish(cat, CAT),))
    made = await world.bookings.enter(a.manager, entry, "enter")
    assert (made.status, made.starts_ms, len(made.parts)) == ("confirmed", at_ms, 2)
    assert (await world.bookings.enter(a.manager, entry, "enter")).id == made.id
    # By one person, who does them one after the other.
    entry = Entry(a.pet, BATH, world.at(a, 14, day=later(1)), a.groomers[0], also=(PetWish(cat, CAT),))
    made = await world.bookings.enter(a.manager, entry, "by one")
    first, second = sorted(made.parts, key=lambda one: one.starts_ms)
    assert first.ends_ms <= second.starts_ms
    assert {part.groomer.id for part in made.parts} == {a.groomers[0]}


async def test_a_hold_of_two_counts_as_one(world: World, a: Side, cat: PetId) -> None:
    for hour in (10, 14, 16):
        await held(world, a, cat, world.at(a, hour))
    with pytest.raises(TooManyHolds):
        await held(world, a, cat, world.at(a, 10))


async def test_who_may_come_together(world: World, a: Side, cat: PetId) -> None:
    async def ask(*also: PetWish) -> None:
        await world.bookings.offer(a.owner, Wish(a.pet, GROOM, also=also), world.c(a.owner))

    with pytest.raises(SamePetTwice):
        await ask(PetWish(cat, CAT), PetWish(cat, CAT))
    with pytest.raises(NoSuchPet):
        await ask(PetWish(a.others_pet, GROOM))
    more = [await another(world, a.owner, f"狗{n}") for n in range(4)]
    with pytest.raises(TooManyTogether):
        await ask(*(PetWish(one, BATH) for one in more))
    desk = Entry(a.pet, GROOM, world.at(a, 10), also=(PetWish(a.others_pet, GROOM),))
    with pytest.raises(NoSuchPet):
        await world.bookings.enter(a.manager, desk, "other owners")
    await ask(*(PetWish(one, BATH) for one in more[:3]))


async def test_a_guest_who_is_known_takes_both_along(world: World, a: Side, cat: PetId) -> None:
    one = await held(world, a, cat, world.at(a, 10))
    known = a.other.account_id

    def follow(tx):  # type: ignore[no-untyped-def]
        world.bookings.follow_owner(tx, a.shop.id, a.owner.account_id, known, world.c(a.owner), world.c(a.other))

    await world.db.write(follow)
    view = await world.db.read(lambda tx: world.bookings.view_for(tx, a.other, one.id))
    assert [part.status for part in view.parts] == ["held", "held"]
    hold = await world.db.read(lambda tx: world.bookings.live_hold(tx, a.shop.id, world.c(a.other)))
    assert hold is not None
    assert hold.id == one.id


async def test_the_desk_sees_free_times_of_two(world: World, a: Side, cat: PetId) -> None:
    chats = type("NoChats", (), {"conversation_of": lambda *_: None})()
    desk = BookingDesk(world.db, world.clock, world.shops, world.pets, None, chats, world.bookings)  # type: ignore[arg-type]
    wish = Wish(a.pet, BATH, also=(PetWish(cat, CAT),))
    view = await world.db.read(lambda tx: desk.times(tx, a.manager, wish))
    time = view.days[0].times[0]
    made = await desk.enter(a.manager, Wish(a.pet, BATH, at_ms=time.start_ms, also=wish.also), "k")
    assert [(part.starts_ms, part.groomer.id) for part in made.parts] == [
        (one.start_ms, one.groomer.id) for one in time.pets
    ]
    assert made.total_cents == view.total_cents


async def test_a_yes_for_one_of_them_is_a_yes_for_all(world: World, a: Side, cat: PetId) -> None:
    """Programs may know the booking of the other pet."""
    one = await held(world, a, cat, world.at(a, 10))
    other = one.parts[1].id
    longer = await world.bookings.extend(a.owner, other, world.key())
    assert longer.id == one.id
    await world.knows_phone(a.owner)
    sure = await world.bookings.confirm(a.owner, other, longer.version, world.key())
    assert (sure.id, [part.status for part in sure.parts]) == (one.id, ["confirmed"] * 2)


async def test_the_shop_is_closed_for_several_as_for_one(world: World, a: Side, cat: PetId) -> None:
    for hour in (7, 20, 22):
        entry = Entry(a.pet, BATH, world.at(a, hour, day=later(1)), also=(PetWish(cat, CAT),))
        with pytest.raises(OutsideHours):
            await world.bookings.enter(a.manager, entry, world.key())


async def test_both_moves_of_the_desk_are_told(world: World, a: Side, cat: PetId) -> None:
    sure = await booked(world, a, cat, world.at(a, 10, day=later(3)))
    told: list[tuple[str, bool]] = []
    world.db.reacts(MoveSettled, lambda _, fact: told.append((fact.booking_id, fact.is_told)))
    for part in sure.parts:
        spots = await world.db.read(lambda tx, part=part: world.moves.spots(tx, a.manager, part.id))
        lane, at_ms = next(
            (lane, spot.start_ms)
            for lane in spots.lanes
            for spot in lane.spots
            if spot.why is None and spot.start_ms > part.starts_ms
        )
        wish = MoveWish(spots.version, at_ms, lane.groomer_id, True)  # type: ignore[arg-type]
        await world.moves.move(a.manager, part.id, wish, world.key())
    world.clock.advance(11)
    for part in sure.parts:
        await world.moves.settle(a.shop.id, part.id)
    assert told == [(part.id, True) for part in sure.parts]


async def test_an_undone_move_leaves_a_card_that_can_be_tapped(world: World, a: Side, cat: PetId) -> None:
    sure = await booked(world, a, cat, world.at(a, 10, day=later(3)))
    for part in sure.parts:
        spots = await world.db.read(lambda tx, part=part: world.moves.spots(tx, a.manager, part.id))
        lane = next(one for one in spots.lanes if any(spot.why is None for spot in one.spots))
        at_ms = [one.start_ms for one in lane.spots if one.why is None][-1]
        wish = MoveWish(spots.version, at_ms, lane.groomer_id, False)  # type: ignore[arg-type]
        moved = await world.moves.move(a.manager, part.id, wish, world.key())
        drawn: list[bool] = []
        world.db.reacts(BookingMoved, lambda _, fact, drawn=drawn: drawn.append(not fact.is_quiet))
        await world.moves.undo(a.manager, part.id, moved.booking.version, world.key())
        assert drawn == [True]
    now = await show(world, a, sure.id)
    assert [part.starts_ms for part in now.parts] == [part.starts_ms for part in sure.parts]
    off = await world.bookings.cancel(a.owner, now.id, now.version, world.key())
    assert off.status == "cancelled"


async def test_four_in_a_small_shop_are_looked_for_in_a_bounded_time(world: World, a: Side, cat: PetId) -> None:
    more = [await another(world, a.owner, f"狗{n}") for n in range(3)]
    wish = Wish(a.pet, GROOM, also=tuple(PetWish(one, GROOM) for one in more))
    view = await world.bookings.offer(a.owner, wish, world.c(a.owner))
    free = [one for times in view.times.values() for one in times if one.is_free]
    assert all(len(one.pets) == 4 for one in free)


async def test_the_calendar_file_names_both(world: World, a: Side, cat: PetId) -> None:
    sure = await booked(world, a, cat, world.at(a, 10, day=later(3)))
    text = await world.db.read(lambda tx: world.bookings.calendar(tx, a.owner, sure.id))
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["SUMMARY"]) == "豆豆、咪咪 · 基础洗护 + 猫洗护"
    assert str(event["UID"]) == f"{sure.id}-all@pawline"
    assert int(event["DTEND"].dt.timestamp() * 1000) == sure.ends_ms
