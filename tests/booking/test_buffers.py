"""What a service keeps free of whoever does it: in the book, in every offer and move, and out of the owner's sight."""

from dataclasses import replace

import msgspec
import pytest

from pawline.booking import Entry, MoveWish, NotFree, PetWish, ServiceLine, SlotTaken, claims
from pawline.booking.model import MINUTE_MS, Claim
from pawline.pets import NewPet
from pawline.platform.ids import PetId
from pawline.shop import BadNumber, ServiceChange
from tests.booking.world import BATH, GROOM, TUESDAY, Side, World

pytestmark = pytest.mark.asyncio

LIN = 0


async def keep_free(world: World, side: Side, code: str, before_min: int, after_min: int) -> None:
    sold = await world.db.read(lambda tx: world.shops.catalogue(tx, side.shop.id))
    change = replace(ServiceChange.of(sold.by_code[code]), before_min=before_min, after_min=after_min)
    await world.shops.price_list.change_service(side.manager, code, change)


async def taken_of_person(world: World, side: Side, booking_id: str) -> Claim:
    team = await world.db.read(lambda tx: world.shops.team(tx, side.shop.id))
    people = {one.resource_no for one in team.groomers}
    found = await world.db.read(lambda tx: claims.of_bookings(tx, side.shop.id, [booking_id]))
    return next(one for one in found[booking_id] if one.resource_no in people)


@pytest.mark.parametrize(
    ("shop_min", "before", "after", "kept_after"),
    [(0, 0, 0, 0), (0, 10, 20, 20), (15, 10, 5, 15), (15, 0, 30, 30), (15, 5, 15, 15)],
)
async def test_the_greater_of_shop_and_service_is_kept_free_after(
    world: World, shop_min: int, before: int, after: int, kept_after: int
) -> None:
    side = await world.open("buffered", staff_buffer_min=shop_min)
    await keep_free(world, side, "groom", before, after)
    booked = await world.confirmed(side, world.at(side, 14))
    taken = await taken_of_person(world, side, booked.id)
    assert taken.start_ms == booked.starts_ms - before * MINUTE_MS
    assert taken.end_ms == booked.ends_ms + kept_after * MINUTE_MS


async def test_of_several_services_the_longest_counts(world: World, a: Side) -> None:
    await keep_free(world, a, "groom", 20, 5)
    await keep_free(world, a, "medicated", 10, 25)
    # A bath comes with a groom, and its own minutes with it are none.
    await keep_free(world, a, "bath", 90, 90)
    booked = await world.confirmed(a, world.at(a, 14), services=(*GROOM, ServiceLine("medicated")))
    taken = await taken_of_person(world, a, booked.id)
    assert (booked.starts_ms - taken.start_ms, taken.end_ms - booked.ends_ms) == (20 * MINUTE_MS, 25 * MINUTE_MS)


async def test_nothing_is_offered_or_taken_that_would_overlap_them(world: World, a: Side) -> None:
    """Only one groomer styles: what is kept free around the first is gone for the second."""
    first = await world.confirmed(a, world.at(a, 13))
    offer = await world.offer_at(a, first.ends_ms, a.other)
    await keep_free(world, a, "groom", 15, 0)
    with pytest.raises(SlotTaken):
        await world.bookings.hold(a.other, offer.offer_id, world.key())
    later = first.ends_ms + 15 * MINUTE_MS
    view = await world.offers(a, first.ends_ms, a.other)
    assert not [one for times in view.times.values() for one in times if one.is_free and one.start_ms == first.ends_ms]
    held = await world.hold(a, later, a.other)
    assert (await taken_of_person(world, a, held.id)).start_ms == first.ends_ms
    with pytest.raises(SlotTaken):
        await world.bookings.enter(a.manager, Entry(a.others_pet, GROOM, first.ends_ms, a.groomers[LIN]), world.key())


async def test_what_is_kept_free_may_reach_into_a_break_and_before_the_shift(world: World, a: Side) -> None:
    await keep_free(world, a, "groom", 30, 60)
    first = await world.confirmed(a, world.at(a, 9))
    assert first.ends_ms == world.at(a, 12)
    taken = await taken_of_person(world, a, first.id)
    assert (taken.start_ms, taken.end_ms) == (world.at(a, 8, 30), world.at(a, 13))


async def test_the_desk_reads_that_it_is_the_setting_up(world: World, a: Side) -> None:
    await keep_free(world, a, "groom", 15, 0)
    booked = await world.confirmed(a, world.at(a, 17))
    first = await world.confirmed(a, world.at(a, 13), a.other)
    view = await world.db.read(lambda tx: world.moves.spots(tx, a.manager, booked.id, TUESDAY))
    why = {spot.start_ms: spot.why for lane in view.lanes if lane.groomer_id == a.groomers[LIN] for spot in lane.spots}
    said = why[first.ends_ms]
    assert said is not None
    assert said.zh == "groomer 0 算上准备和收拾要 15:45–19:00，当中有约了。"
    assert why[first.ends_ms + 15 * MINUTE_MS] is None
    wish = MoveWish(booked.version, first.ends_ms, a.groomers[LIN], False)
    with pytest.raises(NotFree):
        await world.moves.move(a.manager, booked.id, wish, world.key())
    moved = await world.moves.move(
        a.manager, booked.id, replace(wish, start_ms=first.ends_ms + 15 * MINUTE_MS), world.key()
    )
    assert (await taken_of_person(world, a, booked.id)).start_ms == first.ends_ms
    # The undo takes what was taken before, what was kept free included.
    back = await world.moves.undo(a.manager, booked.id, moved.booking.version, world.key())
    assert (await taken_of_person(world, a, booked.id)).start_ms == back.starts_ms - 15 * MINUTE_MS


async def test_two_pets_of_one_visit_leave_room_for_it_too(world: World, a: Side) -> None:
    await keep_free(world, a, "bath", 5, 10)
    second = PetId((await world.pets.add_pet(a.owner, NewPet(name="乐乐", species="dog", breed="泰迪"))).id)
    entry = Entry(a.pet, BATH, world.at(a, 13), a.groomers[LIN], also=(PetWish(second, BATH),))
    made = await world.bookings.enter(a.manager, entry, world.key())
    parts = sorted((one.starts_ms, one.ends_ms) for one in made.parts)
    assert parts[1][0] - parts[0][1] >= 15 * MINUTE_MS


async def test_no_owner_sees_them(world: World, a: Side) -> None:
    """The times, the minutes and the price are those of the list; and nothing names what is kept free."""
    plain = await world.offers(a, world.at(a, 15))
    await keep_free(world, a, "groom", 45, 45)
    offered = await world.offers(a, world.at(a, 15))
    one, other = (next(t for ts in view.times.values() for t in ts if t.is_free) for view in (plain, offered))
    assert (one.end_ms - one.start_ms, one.total_cents) == (other.end_ms - other.start_ms, other.total_cents)
    booked = await world.confirmed(a, world.at(a, 15))
    assert booked.ends_ms - booked.starts_ms == sum(line.minutes for line in booked.lines) * MINUTE_MS
    for view in (offered, booked):
        said = msgspec.json.encode(view).decode()
        assert "before_m" not in said
        assert "after_m" not in said


async def test_they_are_between_none_and_two_hours(world: World, a: Side) -> None:
    for before, after in ((-1, 0), (0, 121)):
        with pytest.raises(BadNumber):
            await keep_free(world, a, "bath", before, after)
    await keep_free(world, a, "bath", 120, 120)
