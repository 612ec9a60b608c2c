"""A new plan of a day leaves time to air between a dog and a cat at one place, and says so: on both engines."""

import pytest

from pawline.booking import BookingView, Entry, claims
from pawline.planning import PlanView
from pawline.shop import Shift, StationKind
from pawline.visits import Stage
from tests.booking.test_airing import dry, open_box, pet_of
from tests.booking.test_buffers import keep_free
from tests.booking.world import TUESDAY, Side
from tests.planning.world import Planned

pytestmark = pytest.mark.asyncio

ALL_DAY = Shift(1, 9 * 60, 21 * 60)


async def boxed(world: Planned, **settings: object) -> Side:
    """One dryer box for dogs and cats; both groomers are there all day."""
    side = await open_box(world, "box", **settings)
    for who in side.groomers:
        await world.shops.roster.change_days(side.manager, who, TUESDAY, TUESDAY, ALL_DAY)
    return side


async def dried(world: Planned, side: Side, species: str, hour: int, minute: int = 0, who: int = 0) -> BookingView:
    """A dog of one owner, a cat of another."""
    owner, name = (side.owner, "豆豆") if species == "dog" else (side.other, "咪咪")
    pet = await pet_of(world, side, species, name, owner)
    entry = Entry(pet, dry(species), world.at(side, hour, minute), side.groomers[who])
    return await world.bookings.enter(side.manager, entry, world.key())


async def close_box(world: Planned, side: Side, from_ms: int, to_ms: int) -> None:
    team = await world.db.read(lambda tx: world.shops.team(tx, side.shop.id))
    box = next(one for one in team.stations if one.kind is StationKind.BOX)
    await world.shops.roster.close_station(side.manager, box.id, from_ms, to_ms, "坏了")


@pytest.mark.parametrize(("air_out_min", "hour", "minute"), [(0, 14, 0), (10, 14, 0), (15, 12, 25)])
async def test_a_dog_is_put_where_there_is_time_to_air(
    world: Planned, air_out_min: int, hour: int, minute: int
) -> None:
    """At two it would be done ten minutes before the cat comes."""
    side = await boxed(world, air_out_min=air_out_min)
    dog = await dried(world, side, "dog", 13, 30)
    cat = await dried(world, side, "cat", 14, 40, who=1)
    await close_box(world, side, world.at(side, 13), world.at(side, 14))
    plan = await world.make(side)
    (move,) = plan.moves
    assert move.to is not None
    assert (move.booking_id, move.to.start_ms) == (dog.id, world.at(side, hour, minute))
    await said_yes(world, side, plan)
    assert (await world.booking(side, dog.id)).starts_ms == world.at(side, hour, minute)
    assert (await world.booking(side, cat.id)).starts_ms == cat.starts_ms


async def said_yes(world: Planned, side: Side, plan: PlanView) -> None:
    """The owners have telephoned, and all of them agree."""
    sent = await world.send(side, plan)
    for move in sent.moves:
        await world.plans.answer(side.manager, move.id, move.version, True, world.key())


async def test_a_dog_that_takes_longer_pushes_the_cat_on(world: Planned) -> None:
    side = await boxed(world)
    dog = await dried(world, side, "dog", 14)
    cat = await dried(world, side, "cat", 14, 45, who=1)
    world.go_to(side, 14)
    await world.tap(side, dog.id, Stage.ARRIVED)
    plan = await world.make(side, **{dog.id: 10})
    (move,) = plan.moves
    assert plan.cause.zh == "1 号烘箱 给狗狗用完要通风到 14:55"
    assert move.why.en == "Box 1 airs after a dog until 14:55: 咪咪 moves to 14:55"
    assert move.to is not None
    assert (move.booking_id, move.to.start_ms) == (cat.id, world.at(side, 14, 55))


async def test_a_cat_makes_room_for_the_air_of_a_dog(world: Planned) -> None:
    """Until three nobody can use the box, and at half past four all go home: the dog is first, and the cat later."""
    side = await boxed(world)
    dog = await dried(world, side, "dog", 14)
    cat = await dried(world, side, "cat", 15, 30, who=1)
    await close_box(world, side, world.at(side, 9), world.at(side, 15))
    for who in side.groomers:
        await world.shops.roster.change_days(side.manager, who, TUESDAY, TUESDAY, Shift(1, 9 * 60, 16 * 60 + 30))
    plan = await world.make(side)
    moves = {one.booking_id: one for one in plan.moves}
    assert set(moves) == {dog.id, cat.id}
    assert moves[dog.id].to is not None
    assert moves[cat.id].to is not None
    assert moves[dog.id].needs == [cat.id], "it would air when the cat is there now"
    assert moves[cat.id].to.start_ms - moves[dog.id].to.end_ms >= 15 * 60_000
    await said_yes(world, side, plan)
    now = [await world.booking(side, one.id) for one in (dog, cat)]
    assert [one.starts_ms for one in now] == [moves[one.id].to.start_ms for one in (dog, cat)]  # type: ignore[union-attr]


async def test_what_a_service_keeps_free_is_kept_free_in_a_new_plan(world: Planned) -> None:
    side = await boxed(world)
    dog = await dried(world, side, "dog", 14)
    other = await dried(world, side, "cat", 15, 0, who=1)
    await keep_free(world, side, "dry_dog", 20, 10)
    await world.sick(side)
    plan = await world.make(side)
    (move,) = plan.moves
    assert move.to is not None
    assert (move.booking_id, move.to.start_ms) == (dog.id, world.at(side, 14))
    await said_yes(world, side, plan)
    taken = (await world.db.read(lambda tx: claims.of_bookings(tx, side.shop.id, [dog.id])))[dog.id]
    assert (min(one.start_ms for one in taken), max(one.end_ms for one in taken if one.species is None)) == (
        world.at(side, 13, 40), world.at(side, 14, 40),
    )  # fmt: skip
    assert (await world.booking(side, other.id)).starts_ms == other.starts_ms
