"""A deposit: asked of whom, what it holds, and what becomes of it, on both engines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawline.booking import (
    BadAmount,
    BookingCancelled,
    BookingClosed,
    BookingConfirmed,
    DepositAsked,
    Deposits,
    HoldGone,
    NoSuchBooking,
    NothingToReturn,
    PetWish,
    StaleVersion,
)
from pawline.booking.policy import OwnerRecord, deposit_due
from pawline.people import PhoneVerified
from pawline.pets import NewPet, NewVaccine, Vaccines
from pawline.platform.commands import KeyReused
from pawline.platform.errors import Forbidden
from pawline.shop import Settings
from tests.booking.test_desk_moves import hears
from tests.booking.world import BATH, Side, World, later

MINUTE_MS = 60_000
# 428 yuan for a large dog's styling.
TOTAL, DUE = 42_800, 21_400


@pytest.fixture
async def a(world: World) -> Side:
    """A shop that wants half of the price from whoever comes for the first time."""
    return await world.open(
        "shop-a", deposit_percent=50, is_deposit_for_new=True, is_phone_required=False, lead_min=0
    )  # fmt: skip


@pytest.fixture
def till(world: World) -> Deposits:
    return Deposits(world.db, world.clock, world.ids, world.shops, world.pets)


async def agreed(world: World, side: Side, hour: int = 15):  # type: ignore[no-untyped-def]
    """The owner has said yes to a time that waits for the deposit."""
    held = await world.hold(side, world.at(side, hour))
    return await world.bookings.confirm(side.owner, held.id, held.version, world.key())


async def test_a_yes_waits_for_the_deposit_and_counts_once_it_is_there(world: World, a: Side, till: Deposits) -> None:
    asked, sure = hears(world, DepositAsked), hears(world, BookingConfirmed)
    held = await world.hold(a, world.at(a, 15))
    assert (held.total_cents, held.deposit.due_cents, held.deposit.is_agreed) == (TOTAL, DUE, False)
    waits = await world.bookings.confirm(a.owner, held.id, held.version, world.key())
    assert (waits.status, waits.deposit.is_agreed) == ("held", True)
    assert waits.hold_until_ms == world.clock.now_ms() + 15 * MINUTE_MS == asked[0].hold_until_ms
    assert (asked[0].cents, len(sure)) == (DUE, 0)
    part = await till.receive(a.manager, held.id, 10_000, "wechat", world.key())
    assert (part.status, part.deposit.paid_cents) == ("held", 10_000)
    done = await till.receive(a.manager, held.id, DUE - 10_000, "cash", world.key())
    assert (done.status, done.deposit.paid_cents, len(sure)) == ("confirmed", DUE, 1)


async def test_a_second_yes_lengthens_nothing(world: World, a: Side) -> None:
    waits = await agreed(world, a)
    world.clock.advance(60)
    again = await world.bookings.confirm(a.owner, waits.id, waits.version, world.key())
    assert again.hold_until_ms == waits.hold_until_ms


async def test_who_pays_before_the_yes_is_booked_by_it(world: World, a: Side, till: Deposits) -> None:
    held = await world.hold(a, world.at(a, 15))
    paid = await till.receive(a.manager, held.id, DUE, "alipay", world.key())
    assert paid.status == "held"
    sure = await world.bookings.confirm(a.owner, held.id, paid.version, world.key())
    assert sure.status == "confirmed"


async def test_without_the_money_the_time_goes(world: World, a: Side, till: Deposits) -> None:
    waits = await agreed(world, a)
    world.clock.advance(15 * 60 + 1)
    await world.bookings.expire_due()
    with pytest.raises(BookingClosed):
        await till.receive(a.manager, waits.id, DUE, "cash", world.key())
    late = await agreed(world, a)
    world.clock.advance(15 * 60 + 1)
    with pytest.raises(HoldGone):
        await till.receive(a.manager, late.id, DUE, "cash", world.key())


async def test_a_time_never_waits_beyond_its_start(world: World, a: Side) -> None:
    world.go_to(a, 14, 55)
    waits = await agreed(world, a)
    assert waits.hold_until_ms == world.at(a, 15)


async def test_the_team_may_go_without(world: World, a: Side) -> None:
    held = await world.hold(a, world.at(a, 15))
    sure = await world.bookings.confirm(a.manager, held.id, held.version, world.key())
    assert sure.status == "confirmed"


async def test_whom_the_shop_knows_pays_nothing_ahead(world: World, a: Side) -> None:
    sure = await world.bookings.confirm(a.manager, (await world.hold(a, world.at(a, 15))).id, 1, world.key())
    world.go_to(a, 20)
    await world.db.write(lambda tx: world.bookings.mark_stage(tx, a.shop.id, sure.id, "gone"))
    held = await world.hold(a, world.at(a, 15, day=later(3)))
    assert held.deposit is None


async def test_after_two_no_shows_it_is_asked_of_anybody(world: World) -> None:
    side = await world.open("strict", deposit_percent=30, is_phone_required=False, lead_min=0)
    for day in (0, 1):
        held = await world.hold(side, world.at(side, 15, day=later(day)))
        assert held.deposit is None
        sure = await world.bookings.confirm(side.owner, held.id, held.version, world.key())
        world.go_to(side, 20, day=later(day))
        await world.bookings.no_show(side.manager, sure.id, world.key())
    held = await world.hold(side, world.at(side, 15, day=later(4)))
    assert held.deposit.due_cents == held.total_cents * 30 // 100


async def test_who_cancels_in_time_has_it_back(world: World, a: Side, till: Deposits) -> None:
    waits = await agreed(world, a)
    sure = await till.receive(a.manager, waits.id, DUE, "cash", world.key())
    assert (sure.policy.fee_cents, sure.policy.refund_cents) == (0, DUE)
    gone = await world.bookings.cancel(a.owner, sure.id, sure.version, world.key())
    assert gone.deposit.return_cents == DUE
    back = await till.give_back(a.manager, sure.id, "cash", world.key())
    assert (back.deposit.paid_cents, back.deposit.return_cents) == (0, 0)
    with pytest.raises(NothingToReturn):
        await till.give_back(a.manager, sure.id, "cash", world.key())


async def test_who_cancels_late_pays_the_share_of_it_and_in_the_last_hours_all(
    world: World, a: Side, till: Deposits
) -> None:
    waits = await agreed(world, a)
    sure = await till.receive(a.manager, waits.id, DUE, "cash", world.key())
    world.go_to(a, 16, day=later(-1))
    late = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, sure.id))
    assert (late.policy.fee_cents, late.policy.refund_cents) == (TOTAL * 30 // 100, DUE - TOTAL * 30 // 100)
    world.go_to(a, 12)
    last = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, sure.id))
    assert (last.policy.fee_cents, last.policy.refund_cents) == (DUE, 0)
    heard = hears(world, BookingCancelled)
    gone = await world.bookings.cancel(a.owner, sure.id, sure.version, world.key())
    assert (heard[0].fee_cents, gone.deposit.return_cents) == (DUE, 0)


async def test_when_the_shop_cancels_all_of_it_comes_back(world: World, a: Side, till: Deposits) -> None:
    waits = await agreed(world, a)
    sure = await till.receive(a.manager, waits.id, DUE, "cash", world.key())
    world.go_to(a, 14)
    gone = await world.bookings.cancel(a.manager, sure.id, sure.version, world.key())
    assert gone.deposit.return_cents == DUE


async def test_who_stays_away_leaves_it_there(world: World, a: Side, till: Deposits) -> None:
    waits = await agreed(world, a)
    sure = await till.receive(a.manager, waits.id, DUE, "cash", world.key())
    world.go_to(a, 18)
    missed = await world.bookings.no_show(a.manager, sure.id, world.key())
    assert (missed.status, missed.deposit.return_cents) == ("no_show", 0)
    with pytest.raises(NothingToReturn):
        await till.give_back(a.manager, sure.id, "cash", world.key())


async def test_it_moves_along(world: World, a: Side, till: Deposits) -> None:
    waits = await agreed(world, a)
    sure = await till.receive(a.manager, waits.id, DUE, "cash", world.key())
    view = await world.bookings.offer_move(a.owner, sure.id, later(3))
    offer = next(one for times in view.times.values() for one in times if one.is_free)
    moved = await world.bookings.move(a.owner, sure.id, sure.version, offer.offer_id, world.key())
    assert (moved.id, moved.status, moved.deposit.paid_cents) == (sure.id, "confirmed", DUE)


async def test_another_time_needs_another_yes(world: World, a: Side) -> None:
    waits = await agreed(world, a)
    view = await world.bookings.offer_move(a.owner, waits.id, later(3))
    offer = next(one for times in view.times.values() for one in times if one.is_free)
    moved = await world.bookings.move(a.owner, waits.id, waits.version, offer.offer_id, world.key())
    assert (moved.status, moved.deposit.is_agreed) == ("held", False)


async def test_history_counts_for_who_turns_out_to_be_known(world: World) -> None:
    """A no-show on a new phone is asked all the same, a regular is not."""
    side = await world.open("strict", deposit_percent=50, is_phone_required=False, lead_min=0)
    for day in (0, 1):
        sure = await world.confirmed(side, world.at(side, 15, day=later(day)))
        world.go_to(side, 20, day=later(day))
        await world.bookings.no_show(side.manager, sure.id, world.key())
    guests = await world.hold(side, world.at(side, 15, day=later(4)), side.other)
    assert guests.deposit is None
    fact = PhoneVerified(shop_id=side.shop.id, key="k", account_id=side.owner.account_id, was=side.other.account_id)
    await world.db.write(lambda tx: tx.emit(fact))
    with pytest.raises(StaleVersion):
        await world.bookings.confirm(side.owner, guests.id, guests.version, world.key())
    now = await world.db.read(lambda tx: world.bookings.view_for(tx, side.owner, guests.id))
    assert now.deposit.due_cents == now.total_cents // 2


async def test_pets_that_stay_away_together_stayed_away_once(world: World) -> None:
    side = await world.open("strict", deposit_percent=50, is_phone_required=False, lead_min=0)
    second = await world.pets.add_pet(side.owner, NewPet(name="年糕", species="dog", breed="柯基"))
    also = (PetWish(second.id, BATH),)
    sure = await world.confirmed(side, world.at(side, 15), services=BATH, also=also)
    world.go_to(side, 21)
    for part in sure.parts:
        await world.bookings.no_show(side.manager, part.id, world.key())
    assert (await world.hold(side, world.at(side, 15, day=later(4)))).deposit is None


async def test_what_was_paid_for_a_pet_that_stays_at_home_counts_for_the_others(
    world: World, a: Side, till: Deposits
) -> None:
    second = await world.pets.add_pet(a.owner, NewPet(name="年糕", species="dog", breed="柯基"))
    held = await world.hold(a, world.at(a, 15), services=BATH, also=(PetWish(second.id, BATH),))
    waits = await world.bookings.confirm(a.owner, held.id, held.version, world.key())
    shares = [part.total_cents // 2 for part in held.parts]
    assert waits.deposit.due_cents == sum(shares)
    paid = await till.receive(a.manager, held.id, shares[0], "cash", world.key())
    assert paid.status == "held"
    await world.bookings.cancel(a.owner, held.id, paid.version, world.key(), is_alone=True)
    other = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, held.parts[1].id))
    assert (other.status, other.deposit.paid_cents) == ("confirmed", shares[1])
    gone = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, held.id))
    assert gone.deposit.return_cents == shares[0] - shares[1]


async def test_moving_in_the_last_hours_does_not_get_it_back(world: World, a: Side, till: Deposits) -> None:
    waits = await agreed(world, a)
    sure = await till.receive(a.manager, waits.id, DUE, "cash", world.key())
    world.go_to(a, 14)
    view = await world.bookings.offer_move(a.owner, sure.id, later(3))
    offer = next(one for times in view.times.values() for one in times if one.is_free)
    moved = await world.bookings.move(a.owner, sure.id, sure.version, offer.offer_id, world.key())
    assert (moved.policy.fee_cents, moved.policy.refund_cents) == (DUE, 0)


async def test_money_for_what_may_no_longer_come_is_noted_only(world: World, a: Side, till: Deposits) -> None:
    waits = await agreed(world, a)
    vaccines = Vaccines(world.db, world.clock, world.ids, world.pets)
    await vaccines.note(a.owner, a.pet, NewVaccine(kind="rabies", given=later(-3)))
    noted = await till.receive(a.manager, waits.id, DUE, "cash", world.key())
    assert (noted.status, noted.deposit.paid_cents) == ("held", DUE)
    world.clock.advance(15 * 60 + 1)
    await world.bookings.expire_due()
    lists = await world.db.read(lambda tx: world.bookings.bookings_of(tx, a.owner, a.owner.account_id))
    assert [one.deposit.return_cents for one in lists.past if one.deposit] == [DUE], "kept in sight until it went back"


async def test_a_double_tap_takes_it_once(world: World, a: Side, till: Deposits) -> None:
    waits = await agreed(world, a)
    for _ in range(2):
        view = await till.receive(a.manager, waits.id, 100, "cash", "tap")
        assert view.deposit.paid_cents == 100
    with pytest.raises(KeyReused):
        await till.receive(a.manager, waits.id, 200, "cash", "tap")


async def test_only_the_team_of_the_shop_writes_it_down(world: World, a: Side, b: Side, till: Deposits) -> None:
    waits = await agreed(world, a)
    with pytest.raises(Forbidden):
        await till.receive(a.owner, waits.id, DUE, "cash", world.key())
    with pytest.raises(Forbidden):
        await till.give_back(a.owner, waits.id, "cash", world.key())
    with pytest.raises(NoSuchBooking):
        await till.receive(b.manager, waits.id, DUE, "cash", world.key())
    with pytest.raises(NoSuchBooking):
        await till.give_back(b.manager, waits.id, "cash", world.key())
    for cents in (0, -1, TOTAL + 1):
        with pytest.raises(BadAmount):
            await till.receive(a.manager, waits.id, cents, "cash", world.key())


@given(
    total=st.integers(0, 10**7), percent=st.integers(0, 100), after=st.integers(0, 20), is_new=st.booleans(),
    visits=st.integers(0, 50), no_shows=st.integers(0, 50),
)  # fmt: skip
def test_a_deposit_is_asked_of_strangers_and_of_who_stayed_away(
    total: int, percent: int, after: int, is_new: bool, visits: int, no_shows: int
) -> None:
    settings = Settings(deposit_percent=percent, deposit_after_no_shows=after, is_deposit_for_new=is_new)
    due = deposit_due(total, settings, OwnerRecord(visits, no_shows))
    is_asked = (is_new and not visits) or (after > 0 and no_shows >= after)
    assert due == (total * percent // 100 if is_asked else 0)
    assert 0 <= due <= total
