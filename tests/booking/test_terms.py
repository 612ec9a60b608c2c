"""What cancelling costs stays as it was agreed: through changes of the rules, moves by the owner and by the shop."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from pawline.booking import BookingStatus, MoveWish
from pawline.booking.policy import cancel_terms, moved_terms
from pawline.booking.store import _booking, booking
from pawline.shop import Settings
from tests.booking.world import Side, World, later

HOUR_MS = 3_600_000
SETTINGS = Settings()
INSTANTS = st.integers(0, 10**13)


async def rules(world: World, side: Side, **changed: int) -> None:
    await world.shops.set_settings(side.manager, replace_settings(side.shop.settings, **changed))


def replace_settings(settings: Settings, **changed: int) -> Settings:
    values = {name: getattr(settings, name) for name in settings.__struct_fields__}
    return Settings(**{**values, **changed})


async def shown(world: World, side: Side, booking_id: str):  # type: ignore[no-untyped-def]
    return (await world.db.read(lambda tx: world.bookings.view_for(tx, side.manager, booking_id))).policy


async def moved_to(world: World, side: Side, one, at_ms: int):  # type: ignore[no-untyped-def]
    """The owner moves it."""
    view = await world.bookings.offer_move(side.owner, one.id, later((at_ms - world.at(side, 0)) // (24 * HOUR_MS)))
    offer = next(each for times in view.times.values() for each in times if each.is_free and each.start_ms >= at_ms)
    return await world.bookings.move(side.owner, one.id, one.version, offer.offer_id, world.key())


async def test_a_change_of_the_rules_counts_for_new_bookings_only(world: World, a: Side) -> None:
    agreed = await world.confirmed(a, world.at(a, 15))
    await rules(world, a, cancel_free_h=48, late_percent=100)
    assert await shown(world, a, agreed.id) == agreed.policy
    assert (agreed.policy.free_until_ms, agreed.policy.late_percent) == (world.at(a, 15) - 24 * HOUR_MS, 30)
    other = await world.confirmed(a, world.at(a, 15, day=later(3)), a.other)
    assert other.policy.late_percent == 100
    world.go_to(a, 16, day=later(-1))
    gone = await world.bookings.cancel(a.owner, agreed.id, agreed.version, world.key())
    fees = await world.db.read(lambda tx: tx.execute(sa.select(booking.c.fee_cents).where(booking.c.id == gone.id)))
    assert fees.scalar_one() == agreed.total_cents * 30 // 100


async def test_a_hold_shows_what_is_agreed_by_the_yes(world: World, a: Side) -> None:
    held = await world.hold(a, world.at(a, 15))
    await rules(world, a, late_percent=100)
    await world.knows_phone(a.owner)
    sure = await world.bookings.confirm(a.owner, held.id, held.version, world.key())
    assert sure.policy.late_percent == held.policy.late_percent == 30


async def test_who_moves_too_late_gains_nothing_by_it(world: World, a: Side) -> None:
    agreed = await world.confirmed(a, world.at(a, 15))
    world.go_to(a, 16, day=later(-1))
    late = await moved_to(world, a, agreed, world.at(a, 10, day=later(4)))
    assert late.starts_ms >= world.at(a, 10, day=later(4))
    assert late.policy.free_until_ms == agreed.policy.free_until_ms
    assert (late.policy.is_late, late.policy.fee_cents > 0) == (True, True)


async def test_who_moves_in_time_has_as_much_time_as_before(world: World, a: Side) -> None:
    agreed = await world.confirmed(a, world.at(a, 15))
    moved = await moved_to(world, a, agreed, world.at(a, 10, day=later(4)))
    assert moved.policy.free_until_ms == moved.starts_ms - 24 * HOUR_MS


async def test_whom_the_shop_moves_loses_nothing_and_an_undo_puts_the_terms_back(world: World, a: Side) -> None:
    agreed = await world.confirmed(a, world.at(a, 15))
    for start_ms in (world.at(a, 9), world.at(a, 17, day=later(1))):
        now = await world.db.read(lambda tx: world.bookings.view_for(tx, a.manager, agreed.id))
        wish = MoveWish(now.version, start_ms, a.groomers[0], False)
        by_hand = (await world.moves.move(a.manager, agreed.id, wish, world.key())).booking
        least = max(agreed.policy.free_until_ms, start_ms - 24 * HOUR_MS)
        assert by_hand.policy.free_until_ms == least
        back = await world.moves.undo(a.manager, agreed.id, by_hand.version, world.key())
        assert back.policy == agreed.policy


async def test_what_was_booked_before_terms_were_kept_goes_by_todays(world: World, a: Side) -> None:
    agreed = await world.confirmed(a, world.at(a, 15))
    unknown = booking.update().values(free_until_ms=None, late_percent=None)
    await world.db.write(lambda tx: tx.execute(unknown))
    await rules(world, a, cancel_free_h=48, late_percent=50)
    policy = await shown(world, a, agreed.id)
    assert (policy.free_until_ms, policy.late_percent) == (world.at(a, 15) - 48 * HOUR_MS, 50)


@pytest.fixture(scope="module")
def plain():  # type: ignore[no-untyped-def]
    """A booking of no shop in particular."""
    values = dict.fromkeys((column.name for column in booking.c), 0)
    named = {"status": "confirmed", "services": [], "source": "chat", "c": "", "lead_id": None, "hold_until_ms": None}
    return _booking(type("Row", (), {**values, **named})())  # type: ignore[arg-type]


@given(
    starts=INSTANTS, free_h=st.integers(0, 336), to=INSTANTS, now=INSTANTS, by_shop=st.booleans(), held=st.booleans()
)
def test_a_move_never_makes_it_worse_for_whom_the_shop_moves_nor_better_for_who_is_late(
    plain, starts: int, free_h: int, to: int, now: int, by_shop: bool, held: bool
) -> None:  # type: ignore[no-untyped-def]
    status = BookingStatus.HELD if held else BookingStatus.CONFIRMED
    old = replace(
        plain,
        starts_ms=starts,
        free_until_ms=starts - free_h * HOUR_MS,
        late_percent=30,
        status=status,
        lost_from_ms=starts - 4 * HOUR_MS,
    )
    new = replace(old, starts_ms=to, **moved_terms(old, to, now, by_shop=by_shop))
    before, after = cancel_terms(old, SETTINGS, now), cancel_terms(new, SETTINGS, now)
    assert new.lost_from_ms is not None
    if by_shop:
        assert after.free_until_ms >= before.free_until_ms
        assert new.lost_from_ms >= old.lost_from_ms
    elif before.is_late and not held:
        assert after.is_late
        assert new.lost_from_ms <= old.lost_from_ms
    else:
        assert after.free_until_ms == to - free_h * HOUR_MS
