"""Nobody gets more pets in a day than they do: offers, holds, the desk, moves and undoes, and whoever is quickest."""

import asyncio

import pytest

from pawline.booking import BookingDesk, BookingView, Entry, MoveWish, NotFree, ServiceLine, SlotTaken, Wish
from pawline.booking.model import PetWish
from pawline.pets import NewPet
from pawline.platform.errors import Forbidden
from pawline.platform.ids import PetId
from pawline.shop import BadNumber, Label, NoSuchMate
from pawline.shop.roster import GroomerChange
from tests.booking.test_desk import desk as desk
from tests.booking.test_desk_moves import spots
from tests.booking.world import BATH, TUESDAY, Side, World, later

pytestmark = pytest.mark.asyncio

STYLIST, BATHER = 0, 1
FULL = Label("groomer 0 这天已经排满 1 只。", "groomer 0 is full that day: 1 at most.")


async def limit(world: World, side: Side, who: int, pets: int | None = None, large: int | None = None) -> None:
    """What somebody does in a day at most, everything else as it was."""
    team = await world.db.read(lambda tx: world.shops.team(tx, side.shop.id))
    was = next(one for one in team.groomers if one.account_id == side.groomers[who])
    change = GroomerChange(was.skills, was.shifts, was.is_active, pets, large)
    await world.shops.roster.change_groomer(side.manager, was.account_id, change)


async def small(world: World, side: Side, name: str = "妹妹") -> PetId:
    pet = await world.pets.add_pet(side.other, NewPet(name=name, species="dog", breed="泰迪"))
    return PetId(pet.id)


async def enter(world: World, side: Side, hour: int, who: int | None = STYLIST, pet: PetId | None = None, **more):  # type: ignore[no-untyped-def]
    groomer = None if who is None else side.groomers[who]
    at_ms = world.at(side, hour, day=more.pop("day", TUESDAY))
    entry = Entry(pet or side.pet, BATH, at_ms, groomer, **more)
    return await world.bookings.enter(side.manager, entry, world.key())


async def offered(world: World, side: Side, **more: object) -> set[str]:
    """Who is offered on Tuesday."""
    view = await world.offers(side, world.at(side, 15), side.other, services=BATH, **more)
    return {one.groomer.id for one in view.times.get("2026-11-24", []) if one.groomer is not None}


async def move(world: World, side: Side, one: BookingView, hour: int, who: int, **more: object) -> BookingView:
    wish = MoveWish(one.version, world.at(side, hour, **more), side.groomers[who], False)  # type: ignore[arg-type]
    return (await world.moves.move(side.manager, one.id, wish, world.key())).booking


async def test_who_has_enough_is_offered_no_more_that_day(world: World, a: Side, b: Side) -> None:
    await limit(world, a, STYLIST, 1)
    lin = a.groomers[STYLIST]
    assert lin in await offered(world, a, groomer_id=lin)
    await enter(world, a, 9)
    assert await offered(world, a, groomer_id=lin) == set()
    assert await offered(world, a) == {a.groomers[BATHER]}, "the others have time"
    view = await world.offers(a, world.at(a, 15), a.other, services=BATH, groomer_id=lin)
    assert view.reason == FULL
    assert any(one.is_free for one in view.times["2026-11-25"]), "and tomorrow is another day"
    assert await offered(world, b, groomer_id=b.groomers[STYLIST]), "the other shop knows nothing of it"
    await limit(world, a, BATHER, 0)
    view = await world.offers(a, world.at(a, 15), a.other, services=BATH)
    assert view.reason == Label(
        "那天能做这个项目的美容师都排满了。", "Everybody who does this has enough to do that day."
    )  # fmt: skip


async def test_the_large_ones_are_counted_apart(world: World, a: Side) -> None:
    await limit(world, a, STYLIST, None, 1)
    await limit(world, a, BATHER, None, 0)
    poodle, lin = await small(world, a), a.groomers[STYLIST]
    view = await world.offers(a, world.at(a, 15), a.other, services=BATH, groomer_id=a.groomers[BATHER])
    assert view.reason == Label("groomer 1 不做大型的毛孩子。", "groomer 1 doesn't take large pets.")
    first = await enter(world, a, 9)
    with pytest.raises(SlotTaken):
        await enter(world, a, 15, pet=a.others_pet)
    await enter(world, a, 15, pet=poodle)
    assert await offered(world, a) == set()
    view = await world.offers(a, world.at(a, 18), a.other, services=BATH, groomer_id=lin)
    assert view.reason is not None
    assert view.reason.zh == "groomer 0 这天大型的已经排满 1 只。"
    await world.bookings.cancel(a.manager, first.id, first.version, world.key())
    await enter(world, a, 18, pet=a.others_pet)


async def test_what_counts_for_a_day(world: World, a: Side) -> None:
    """Holds while they last, what is booked, and what is done; not what is called off, missed or run out."""
    lin = a.groomers[STYLIST]
    await limit(world, a, STYLIST, 1)
    held = await world.hold(a, world.at(a, 15), services=BATH, groomer_id=lin)
    assert await offered(world, a, groomer_id=lin) == set()
    world.clock.advance(11 * 60)
    assert await offered(world, a, groomer_id=lin) == {lin}, "nobody has let go of it yet"
    await world.bookings.expire_due()
    assert await offered(world, a, groomer_id=lin) == {lin}
    assert held.groomer.id == lin

    booked = await enter(world, a, 9)
    assert await offered(world, a, groomer_id=lin) == set()
    world.go_to(a, 10)
    await world.db.write(lambda tx: world.bookings.mark_stage(tx, a.shop.id, booked.id, "gone"))
    assert await offered(world, a, groomer_id=lin) == set(), "what is done is done that day"

    missed = await enter(world, a, 9, day=later(1))
    world.go_to(a, 12, day=later(1))
    await world.db.write(lambda tx: world.bookings.mark_stage(tx, a.shop.id, missed.id, "no_show"))
    view = await world.offers(a, world.at(a, 15, day=later(1)), a.other, services=BATH, groomer_id=lin)
    assert any(one.is_free for one in view.times["2026-11-25"])


async def test_an_offer_in_the_hand_is_judged_again(world: World, a: Side) -> None:
    await limit(world, a, STYLIST, 1)
    offer = await world.offer_at(a, world.at(a, 15), a.other, services=BATH, groomer_id=a.groomers[STYLIST])
    await enter(world, a, 9)
    with pytest.raises(SlotTaken) as refused:
        await world.bookings.hold(a.other, offer.offer_id, world.key())
    assert {one.groomer.id for one in refused.value.data["nearest"]} == {a.groomers[BATHER]}
    with pytest.raises(SlotTaken):
        await enter(world, a, 15, pet=a.others_pet)
    free = await enter(world, a, 15, None, a.others_pet)
    assert free.groomer.id == a.groomers[BATHER], "whoever has room does it"


async def test_the_desk_is_told_in_words(world: World, a: Side, desk: BookingDesk) -> None:
    await limit(world, a, STYLIST, 1)
    await enter(world, a, 9)
    wish = Wish(a.others_pet, BATH, at_ms=world.at(a, 15), groomer_id=a.groomers[STYLIST])
    view = await world.db.read(lambda tx: desk.times(tx, a.manager, wish))
    tuesday = next(one for one in view.days if one.date == "2026-11-24")
    assert (tuesday.state, tuesday.why, view.reason) == ("full", FULL, FULL)
    with pytest.raises(NotFree) as refused:
        await desk.enter(a.manager, wish, world.key())
    assert refused.value.sentence("zh").startswith("groomer 0 这天已经排满 1 只")
    await limit(world, a, BATHER, 0)
    open_wish = Wish(a.others_pet, BATH, day=TUESDAY)
    view = await world.db.read(lambda tx: desk.times(tx, a.manager, open_wish))
    assert view.days[0].why is not None
    assert view.days[0].why.zh == "那天能做这个项目的美容师都排满了。"


async def test_a_move_by_hand_counts_the_others_only(world: World, a: Side) -> None:
    await limit(world, a, STYLIST, 1)
    mine = await enter(world, a, 9)
    mine = await move(world, a, mine, 15, STYLIST)
    other = await enter(world, a, 9, BATHER, a.others_pet)
    with pytest.raises(NotFree) as refused:
        await move(world, a, other, 9, STYLIST)
    assert refused.value.data["why"] == FULL.zh
    found = await spots(world, a, other.id)
    assert {why for (who, at), why in found.items() if who == a.groomers[STYLIST] and at < world.at(a, 18)} >= {FULL}
    assert found[a.groomers[BATHER], world.at(a, 9)] is None
    await move(world, a, other, 9, STYLIST, day=later(1))


async def test_an_undo_counts_nobody(world: World, a: Side) -> None:
    """They had it a moment ago: also if another has come meanwhile whom their day had room for."""
    await limit(world, a, STYLIST, 1)
    mine = await enter(world, a, 9)
    gone = await move(world, a, mine, 9, BATHER)
    other = await enter(world, a, 15, pet=a.others_pet)
    back = await world.moves.undo(a.manager, mine.id, gone.version, world.key())
    assert (back.groomer.id, back.starts_ms) == (a.groomers[STYLIST], mine.starts_ms)
    assert other.groomer.id == a.groomers[STYLIST]
    with pytest.raises(SlotTaken):
        await enter(world, a, 18, pet=await small(world, a))


async def test_an_undo_goes_back_to_who_had_too_much_by_then(world: World, a: Side) -> None:
    """The cap is lowered within the seconds of the undo, for all of them and for the large ones."""
    for pets, large in ((0, None), (None, 0)):
        mine = await enter(world, a, 9)
        gone = await move(world, a, mine, 9, BATHER)
        await limit(world, a, STYLIST, pets, large)
        back = await world.moves.undo(a.manager, mine.id, gone.version, world.key())
        assert back.groomer.id == a.groomers[STYLIST]
        await world.bookings.cancel(a.manager, mine.id, back.version, world.key())
        await limit(world, a, STYLIST)


async def test_an_undo_goes_back_to_what_a_manager_has_allowed(world: World, a: Side, desk: BookingDesk) -> None:
    """One more than they do in a day, by a manager's word, and two moves one after the other."""
    await limit(world, a, STYLIST, 1)
    await enter(world, a, 9)
    wish = Wish(a.others_pet, BATH, at_ms=world.at(a, 15), groomer_id=a.groomers[STYLIST])
    extra = await desk.enter(a.manager, wish, world.key(), anyway="老客人")
    gone = await move(world, a, extra, 15, BATHER)
    gone = await move(world, a, gone, 18, BATHER)
    back = await world.moves.undo(a.manager, extra.id, gone.version, world.key())
    assert (back.groomer.id, back.starts_ms) == (a.groomers[STYLIST], extra.starts_ms)
    gone = await move(world, a, back, 15, BATHER)
    taken = Entry(await small(world, a), BATH, world.at(a, 15), a.groomers[STYLIST], anyway="急")
    await world.bookings.enter(a.manager, taken, world.key())
    with pytest.raises(SlotTaken):
        await world.moves.undo(a.manager, extra.id, gone.version, world.key())


async def test_who_is_given_less_to_do_keeps_what_has_come(world: World, a: Side) -> None:
    first, second = await enter(world, a, 9), await enter(world, a, 15, pet=a.others_pet)
    await limit(world, a, STYLIST, 1)
    assert await offered(world, a, groomer_id=a.groomers[STYLIST]) == set()
    moved = await move(world, a, first, 18, STYLIST)
    assert moved.groomer.id == a.groomers[STYLIST], "it adds nothing to that day"
    await move(world, a, moved, 18, BATHER)
    with pytest.raises(SlotTaken):
        await enter(world, a, 18, pet=await small(world, a))
    assert second.groomer.id == a.groomers[STYLIST]


async def test_each_of_several_pets_counts(world: World, a: Side) -> None:
    cat = PetId((await world.pets.add_pet(a.other, NewPet(name="咪咪", species="cat", breed="英短"))).id)
    poodle = await small(world, a)
    also = (PetWish(poodle, BATH), PetWish(cat, (ServiceLine("cat_bath"),)))
    await limit(world, a, STYLIST, 2)
    assert await offered(world, a, also=also), "two here, one there"
    await limit(world, a, BATHER, 0)
    assert await offered(world, a, also=also) == set()
    entered = await enter(world, a, 9, None, a.others_pet, also=also[:1])
    assert entered.groomer.id == a.groomers[STYLIST]
    # A move of both takes both along: neither stands in the way of the other.
    view = await world.bookings.offer_move(a.other, entered.id, later(0))
    assert any(one.is_free for one in view.times["2026-11-24"])
    assert await offered(world, a) == set()


async def test_another_pet_in_the_same_booking_has_another_size(world: World, a: Side) -> None:
    poodle = await small(world, a)
    await limit(world, a, STYLIST, None, 1)
    held = await world.hold(a, world.at(a, 9), a.other, services=BATH, groomer_id=a.groomers[STYLIST])
    assert await offered(world, a, groomer_id=a.groomers[STYLIST]), "one's own hold is let go for another"
    with pytest.raises(SlotTaken):
        await enter(world, a, 15)
    wish = Wish(poodle, BATH, at_ms=world.at(a, 9), groomer_id=a.groomers[STYLIST])
    view = await world.bookings.offer(a.other, wish, world.c(a.other), held.id)
    offer = next(one for one in view.times["2026-11-24"] if one.is_free)
    await world.bookings.move(a.other, held.id, held.version, offer.offer_id, world.key())
    await enter(world, a, 15)


@pytest.mark.parametrize("numbers", [(-1, None), (100, None), (None, -1), (None, 100)])
async def test_numbers_that_cannot_be(world: World, a: Side, numbers: tuple[int | None, int | None]) -> None:
    with pytest.raises(BadNumber) as refused:
        await limit(world, a, STYLIST, *numbers)
    assert "0 到 99" in refused.value.sentence("zh")
    change = GroomerChange(frozenset(), (), True, 1, 1)
    with pytest.raises(Forbidden):
        await world.shops.roster.change_groomer(a.owner, a.groomers[STYLIST], change)
    with pytest.raises(NoSuchMate):
        await world.shops.roster.change_groomer(a.manager, "nobody", change)


async def test_one_of_many_has_the_last_pet_of_a_day(world: World, a: Side) -> None:
    """They want other hours and other places: nothing but the count stands between them."""
    await limit(world, a, STYLIST, 1)
    poodle, offers = await small(world, a), []
    for hour in (9, 13, 15, 18):
        offers.append(await world.offer_at(a, world.at(a, hour), services=BATH, groomer_id=a.groomers[STYLIST]))
    takes = [
        *(world.bookings.hold(a.owner, one.offer_id, world.key()) for one in offers[:1]),
        *(enter(world, a, hour, pet=a.others_pet) for hour in (13, 15, 18)),
        *(enter(world, a, hour, pet=poodle) for hour in (9, 13, 15, 18)),
    ]
    answers = await asyncio.gather(*takes, return_exceptions=True)
    assert sum(isinstance(one, BookingView) for one in answers) == 1
    assert sum(isinstance(one, SlotTaken) for one in answers) == len(takes) - 1


async def test_two_processes_do_not_both_take_the_last_one(world: World, a: Side, beside: World) -> None:
    """What a verb has read is still so when it writes: verbs run one at a time over all processes."""
    pets = [await small(world, a, f"小{number}") for number in range(6)]
    for number, day in enumerate(later(n) for n in (0, 1, 3, 4)):
        await limit(world, a, STYLIST, number + 1)
        takes = [
            enter((world, beside)[n % 2], a, hour, pet=pets[n], day=day)
            for n, hour in enumerate((9, 10, 13, 15, 17, 19))
        ]
        answers = await asyncio.gather(*takes, return_exceptions=True)
        assert sum(isinstance(one, BookingView) for one in answers) == number + 1, answers
        assert all(isinstance(one, BookingView | SlotTaken) for one in answers), answers
