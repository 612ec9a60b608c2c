"""Holding, confirming, moving, cancelling: what the rules say, and every bad request."""

import asyncio
from dataclasses import replace
from threading import Event

import pytest
import sqlalchemy as sa

from pawline.booking import (
    AlreadyExtended,
    BookingClosed,
    ClosedDay,
    Entry,
    HoldGone,
    LateRequests,
    NoSuchBooking,
    OfferGone,
    OutsideHours,
    PastTime,
    PhoneNeeded,
    ServiceLine,
    SlotTaken,
    StaleVersion,
    StillInGrace,
    TooManyHolds,
    TooSoon,
    Wish,
    work,
)
from pawline.booking.claims import claim
from pawline.booking.store import booking
from pawline.people import PhoneVerified
from pawline.pets import NoSuchPet
from pawline.platform.commands import KeyReused
from pawline.platform.db import Tx
from pawline.platform.errors import Forbidden
from pawline.platform.ids import PetId, SeededIds
from pawline.platform.jobs import Jobs, job
from pawline.platform.outbox import outbox
from pawline.shop import Label, PriceRule
from tests.booking.world import BATH, GROOM, TUESDAY, Side, World, later
from tests.waiting import until

pytestmark = pytest.mark.asyncio


async def facts(world: World) -> list[str]:
    found = await world.db.read(lambda tx: tx.execute(sa.select(outbox.c.type).order_by(outbox.c.id)).scalars().all())
    return [one for one in found if one.startswith(("Hold", "Booking"))]


async def active_claims(world: World) -> int:
    where = claim.c.active.is_(True)
    count = sa.select(sa.func.count()).select_from(claim).where(where)
    return await world.db.read(lambda tx: tx.execute(count).scalar_one())


async def test_who_looks_for_times_holds_up_nobody_who_writes(
    world: World, a: Side, ids: SeededIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes, may_go_on, new, looked = Event(), Event(), ids.new, Event()

    def counted() -> str:
        looked.set()
        return new()

    def write(_tx: Tx) -> None:
        writes.set()
        assert may_go_on.wait(20)

    writing = asyncio.ensure_future(world.db.write(write))
    await until(writes.is_set)
    monkeypatch.setattr(ids, "new", counted)
    looking = asyncio.ensure_future(world.offers(a, world.at(a, 15)))
    await until(looked.is_set)
    assert not looking.done(), "what is offered is remembered first"
    may_go_on.set()
    await writing
    assert (await looking).times


async def test_the_main_job(world: World, a: Side, b: Side) -> None:
    """A golden retriever, Tuesday at three, full groom: offered, held, asked for a phone, confirmed."""
    at_ms = world.at(a, 15)
    view = await world.offers(a, at_ms)
    assert [day.state for day in view.days] == ["open", "open", "closed", "open", "open", "open"]
    assert view.days[0].date == view.chosen == "2026-11-24"
    assert all(len(times) <= 6 for times in view.times.values())
    assert view.reason is None
    offer = next(one for one in view.times[view.chosen] if one.start_ms == at_ms)
    assert (offer.total_cents, offer.end_ms - offer.start_ms) == (42_800, 180 * 60_000)

    held = await world.bookings.hold(a.owner, offer.offer_id, "k1")
    assert (held.status, held.can_extend, held.version) == ("held", True, 1)
    assert held.hold_until_ms == world.clock.now_ms() + 10 * 60_000
    assert sum(line.price_cents for line in held.lines) == held.total_cents

    world.clock.advance(6 * 60)
    with pytest.raises(PhoneNeeded):
        await world.bookings.confirm(a.owner, held.id, held.version, "k2")
    waiting = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, held.id))
    assert waiting.hold_until_ms == world.clock.now_ms() + 5 * 60_000

    await world.knows_phone(a.owner)
    # The card from before the phone step still shows the same time and price: its yes counts.
    sure = await world.bookings.confirm(a.owner, held.id, held.version, "k3")
    assert (sure.status, sure.phone_tail, sure.hold_until_ms) == ("confirmed", "0001", None)
    assert await facts(world) == ["HoldMade", "HoldExtended", "BookingConfirmed"]
    # The other shop's free times know nothing of it.
    assert (await world.offers(b, at_ms)).reason is None


async def test_a_double_tap_books_once(world: World, a: Side) -> None:
    held = await world.hold(a, world.at(a, 15))
    await world.knows_phone(a.owner)
    first, second = await asyncio.gather(
        world.bookings.confirm(a.owner, held.id, 1, "tap"), world.bookings.confirm(a.owner, held.id, 1, "tap")
    )
    third = await world.bookings.confirm(a.owner, held.id, 1, "another tap")
    assert first == second == third
    assert (await facts(world)).count("BookingConfirmed") == 1


async def test_a_key_means_one_request(world: World, a: Side) -> None:
    held = await world.hold(a, world.at(a, 15))
    await world.bookings.extend(a.owner, held.id, "k")
    with pytest.raises(KeyReused):
        await world.bookings.cancel(a.owner, held.id, 1, "k")


async def test_another_owners_booking_does_not_exist(world: World, a: Side, b: Side) -> None:
    held = await world.hold(a, world.at(a, 15))
    for stranger in (a.other, b.owner, b.manager):
        for call in (
            world.bookings.confirm(stranger, held.id, 1, "1"),
            world.bookings.extend(stranger, held.id, "2"),
            world.bookings.cancel(stranger, held.id, 1, "3"),
            world.bookings.move(stranger, held.id, 1, "x", "4"),
            world.bookings.offer_move(stranger, held.id),
        ):
            with pytest.raises(NoSuchBooking):
                await call
        with pytest.raises(NoSuchBooking):
            await world.db.read(lambda tx, s=stranger: world.bookings.view_for(tx, s, held.id))
    for stranger in (a.other, b.owner):
        with pytest.raises(NoSuchBooking):
            await world.db.read(lambda tx, s=stranger: world.bookings.bookings_of(tx, s, a.owner.account_id))
    theirs = await world.offer_at(a, world.at(a, 9), a.other)
    with pytest.raises(OfferGone):
        await world.bookings.hold(a.owner, theirs.offer_id, "5")
    with pytest.raises(OfferGone):
        await world.bookings.move(a.owner, held.id, 1, theirs.offer_id, "6")
    with pytest.raises(Forbidden):
        await world.db.read(lambda tx: world.bookings.schedule(tx, a.owner, TUESDAY))


async def test_a_pet_that_does_not_exist(world: World, a: Side, b: Side) -> None:
    for pet in ("nobody", a.others_pet, b.pet):
        with pytest.raises(NoSuchPet):
            await world.bookings.offer(a.owner, Wish(PetId(pet), GROOM), world.c(a.owner))
    with pytest.raises(NoSuchPet):
        await world.bookings.enter(a.manager, Entry(b.pet, GROOM, world.at(a, 15)), "k")


async def test_an_expired_hold_blocks_nobody_and_confirms_nothing(world: World, a: Side) -> None:
    at_ms = world.at(a, 15)
    theirs = await world.offer_at(a, at_ms, a.other)
    held = await world.hold(a, at_ms)
    await world.knows_phone(a.owner)
    world.clock.advance(10 * 60)
    with pytest.raises(HoldGone) as refused:
        await world.bookings.confirm(a.owner, held.id, 1, "late")
    assert refused.value.data["nearest"]
    assert "没有继续留着" in refused.value.sentence("zh")
    taken = await world.bookings.hold(a.other, theirs.offer_id, "k")
    assert taken.status == "held"
    gone = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, held.id))
    assert gone.status == "expired"
    assert "HoldExpired" in await facts(world)


async def test_expire_due_releases_what_time_has_ended(world: World, a: Side, b: Side) -> None:
    await world.hold(a, world.at(a, 15))
    await world.hold(b, world.at(b, 15))
    assert await world.bookings.expire_due() == 0
    world.clock.advance(10 * 60)
    assert await world.bookings.expire_due() == 2
    assert await active_claims(world) == 0


async def test_a_hold_is_lengthened_once(world: World, a: Side) -> None:
    held = await world.hold(a, world.at(a, 15))
    longer = await world.bookings.extend(a.owner, held.id, "k")
    assert longer.hold_until_ms == held.hold_until_ms + 5 * 60_000
    assert not longer.can_extend
    with pytest.raises(AlreadyExtended):
        await world.bookings.extend(a.owner, held.id, "k2")


async def test_one_live_hold_a_conversation(world: World, a: Side) -> None:
    first = await world.hold(a, world.at(a, 15))
    second = await world.hold(a, world.at(a, 9))
    seen = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, first.id))
    assert (seen.status, second.status) == ("expired", "held")
    live = await world.db.read(lambda tx: world.bookings.live_hold(tx, a.shop.id, world.c(a.owner)))
    assert live is not None
    assert live.id == second.id


async def test_strangers_hold_three_times_an_hour(world: World, a: Side) -> None:
    """Counted by network too: the other owner of the same network has none left before a phone is proved."""
    for owner in (a.owner, a.other):
        await world.comes_from(owner, "sealed network")
    for hour in (9, 13, 15):
        offer = await world.offer_at(a, world.at(a, hour), services=BATH)
        await world.bookings.hold(a.owner, offer.offer_id, world.key())
    offer = await world.offer_at(a, world.at(a, 9), a.other)
    with pytest.raises(TooManyHolds):
        await world.bookings.hold(a.other, offer.offer_id, "k")
    await world.knows_phone(a.other)
    assert (await world.bookings.hold(a.other, offer.offer_id, "k")).status == "held"


async def test_a_past_time(world: World, a: Side) -> None:
    offer = await world.offer_at(a, world.at(a, 15, day=later(-2)))
    world.clock.advance(6 * 3600)
    with pytest.raises(OfferGone):
        await world.bookings.hold(a.owner, offer.offer_id, "k")
    with pytest.raises(PastTime):
        await world.bookings.enter(a.manager, Entry(a.pet, GROOM, offer.start_ms), "k")
    view = await world.offers(a, offer.start_ms)
    assert view.reason is not None
    assert "已经过去" in view.reason.zh
    held = await world.hold(a, world.at(a, 9))
    await world.knows_phone(a.owner)
    await world.db.write(lambda tx: tx.execute(booking.update().values(hold_until_ms=2**50)))
    world.go_to(a, 9, 30)
    with pytest.raises(PastTime):
        await world.bookings.confirm(a.owner, held.id, 1, "k2")


async def test_too_soon_a_closed_day_and_outside_hours(world: World, a: Side) -> None:
    offer = await world.offer_at(a, world.at(a, 15))
    world.go_to(a, 13)
    fresh = await world.offer_at(a, world.at(a, 14, 15))
    world.clock.advance(30 * 60)
    with pytest.raises(TooSoon):
        await world.bookings.hold(a.owner, fresh.offer_id, "k1")
    await world.shops.close_on(a.manager, TUESDAY, Label("盘点", "Stock taking"))
    with pytest.raises(OfferGone):
        await world.bookings.hold(a.owner, offer.offer_id, "k2")
    with pytest.raises(ClosedDay) as refused:
        await world.bookings.enter(a.manager, Entry(a.pet, GROOM, world.at(a, 16)), "k3")
    assert refused.value.sentence("zh") == "11月24日周二店休，换一天吧。"
    assert refused.value.sentence("en") == "We're closed on Tue 24 Nov. Another day?"
    thursday = later(2)
    with pytest.raises(ClosedDay):
        await world.bookings.enter(a.manager, Entry(a.pet, GROOM, world.at(a, 15, day=thursday)), "k4")
    friday = later(3)
    for hour, minute in ((8, 45), (15, 7), (19, 0), (23, 0)):
        with pytest.raises(OutsideHours):
            await world.bookings.enter(a.manager, Entry(a.pet, GROOM, world.at(a, hour, minute, friday)), "k5")


async def test_the_loser_gets_the_three_nearest(world: World, a: Side) -> None:
    at_ms = world.at(a, 15)
    mine, theirs = await world.offer_at(a, at_ms), await world.offer_at(a, at_ms, a.other)
    await world.bookings.hold(a.owner, mine.offer_id, "k")
    with pytest.raises(SlotTaken) as refused:
        await world.bookings.hold(a.other, theirs.offer_id, "k")
    nearest = refused.value.data["nearest"]
    assert len(nearest) == 3
    assert (await world.bookings.hold(a.other, nearest[0].offer_id, "k2")).starts_ms == nearest[0].start_ms


async def test_fifty_at_once_and_one_wins(world: World, a: Side) -> None:
    at_ms = world.at(a, 15)
    owners = [(await world._owner(a.shop.id)) for _ in range(50)]
    offers = []
    for owner, pet in owners:
        view = await world.bookings.offer(owner, Wish(pet, GROOM, at_ms=at_ms), world.c(owner))
        offers.append(next(o for ts in view.times.values() for o in ts if o.start_ms == at_ms))
    results = await asyncio.gather(
        *(world.bookings.hold(owner, offer.offer_id, "k") for (owner, _), offer in zip(owners, offers, strict=True)),
        return_exceptions=True,
    )
    won = [one for one in results if not isinstance(one, BaseException)]
    assert len(won) == 1
    assert all(isinstance(one, SlotTaken) for one in results if isinstance(one, BaseException))


async def test_a_move_keeps_the_id_and_lets_go_of_the_old_time(world: World, a: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15))
    times = await world.bookings.offer_move(a.owner, sure.id)
    wanted = next(o for o in times.times["2026-11-24"] if o.start_ms == world.at(a, 15, 30))
    moved = await world.bookings.move(a.owner, sure.id, sure.version, wanted.offer_id, "m")
    assert (moved.id, moved.version, moved.starts_ms) == (sure.id, sure.version + 1, wanted.start_ms)
    assert moved.status == "confirmed"
    with pytest.raises(StaleVersion) as refused:
        await world.bookings.cancel(a.owner, sure.id, sure.version, "c")
    assert refused.value.data["version"] == moved.version
    # Fifteen o'clock itself is free again for somebody who is done before half past.
    teeth = await world.offer_at(a, world.at(a, 15), a.other, services=(ServiceLine("teeth"),))
    assert teeth.is_free
    claims = await active_claims(world)
    again = await world.bookings.move(a.owner, sure.id, sure.version, wanted.offer_id, "m")
    assert again == moved
    assert await active_claims(world) == claims


async def test_moving_onto_somebody_changes_nothing(world: World, a: Side) -> None:
    mine = await world.confirmed(a, world.at(a, 9))
    times = await world.bookings.offer_move(a.owner, mine.id, TUESDAY)
    wanted = next(o for o in times.times["2026-11-24"] if o.is_free and o.start_ms >= world.at(a, 13))
    await world.confirmed(a, wanted.start_ms, a.other)
    with pytest.raises(SlotTaken):
        await world.bookings.move(a.owner, mine.id, mine.version, wanted.offer_id, "m")
    after = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, mine.id))
    assert after.starts_ms == mine.starts_ms
    assert after.version == mine.version


async def test_cancelling_costs_what_the_card_said(world: World, a: Side) -> None:
    early = await world.confirmed(a, world.at(a, 15))
    assert (early.policy.is_late, early.policy.fee_cents) == (False, 0)
    off = await world.bookings.cancel(a.owner, early.id, early.version, "c1")
    assert off.status == "cancelled"
    assert await active_claims(world) == 0
    late = await world.confirmed(a, world.at(a, 15))
    world.go_to(a, 9)
    shown = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, late.id))
    assert (shown.policy.is_late, shown.policy.fee_cents) == (True, 42_800 * 30 // 100)
    await world.bookings.cancel(a.owner, late.id, late.version, "c2")
    kept = await world.db.read(lambda tx: tx.execute(sa.select(booking.c.fee_cents)).scalars().all())
    assert sorted(kept) == [0, 12_840]
    with pytest.raises(BookingClosed):
        await world.bookings.move(a.owner, late.id, late.version + 1, "x", "c3")


async def test_why_the_wished_time_is_not_free(world: World, a: Side) -> None:
    at_ms = world.at(a, 15)
    await world.confirmed(a, at_ms)
    view = await world.offers(a, at_ms, a.other)
    struck = next(one for one in view.times["2026-11-24"] if one.start_ms == at_ms)
    assert (struck.is_free, struck.offer_id) == (False, "")
    assert view.reason is not None
    assert view.reason.zh == "15:00–18:00 美容师都有约了。"
    late = await world.offers(a, world.at(a, 20), a.other)
    assert late.reason is not None
    assert "营业时间 09:00–21:00" in late.reason.zh


async def test_no_show_after_the_grace(world: World, a: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15))
    world.go_to(a, 15, 10)
    with pytest.raises(StillInGrace):
        await world.bookings.no_show(a.manager, sure.id, "n1")
    with pytest.raises(Forbidden):
        await world.bookings.no_show(a.owner, sure.id, "n2")
    world.go_to(a, 15, 31)
    missed = await world.bookings.no_show(a.manager, sure.id, "n3")
    assert missed.status == "no_show"
    assert await active_claims(world) == 0


async def test_last_groomer_and_lists(world: World, a: Side) -> None:
    past = world.at(a, 9, day=later(-7))
    done = await world.bookings.enter(a.manager, Entry(a.pet, GROOM, past, is_done=True), "e")
    assert done.status == "done"
    held = await world.hold(a, world.at(a, 15))
    assert held.groomer is not None
    assert held.groomer.is_last
    lists = await world.db.read(lambda tx: world.bookings.bookings_of(tx, a.owner, a.owner.account_id))
    assert ([v.id for v in lists.upcoming], [v.id for v in lists.past]) == ([held.id], [done.id])
    empty = await world.db.read(lambda tx: world.bookings.bookings_of(tx, a.other, a.other.account_id))
    assert empty.upcoming == empty.past == []


async def test_the_days_schedule(world: World, a: Side, b: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15))
    day = await world.db.read(lambda tx: world.bookings.schedule(tx, a.manager, TUESDAY))
    assert (day.state, day.count, day.total_cents, day.gaps) == ("open", 1, 42_800, 1)
    work = [one for one in day.blocks if one.kind == "work"]
    assert [(one.booking_id, one.column_id) for one in work] == [(sure.id, a.groomers[0])]
    assert {one.kind for one in day.blocks} == {"work", "link", "break"}
    assert [one.kind for one in day.columns] == ["staff"] * 2 + ["station"] * 7
    other = await world.db.read(lambda tx: world.bookings.schedule(tx, b.manager, TUESDAY))
    assert other.count == 0


async def test_the_calendar_file(world: World, a: Side) -> None:
    sure = await world.confirmed(a, world.at(a, 15))
    text = await world.db.read(lambda tx: world.bookings.calendar(tx, a.owner, sure.id))
    assert "DTSTART:20261124T070000Z\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    english = replace(a.owner, lang="en")
    assert "Full groom" in await world.db.read(lambda tx: world.bookings.calendar(tx, english, sure.id))


async def test_a_guest_who_proves_a_known_phone_keeps_hold_and_visit(world: World, a: Side, b: Side) -> None:
    """The guest's bookings go to the known owner's conversation; a hold already there gives way."""
    sure = await world.confirmed(a, world.at(a, 9), a.other)
    mine = await world.hold(a, world.at(a, 13), a.owner)
    guests = await world.hold(a, world.at(a, 18), a.other)
    other_shop = await world.hold(b, world.at(b, 13))
    fact = PhoneVerified(shop_id=a.shop.id, key="k", account_id=a.owner.account_id, was=a.other.account_id)
    await world.db.write(lambda tx: tx.emit(fact))
    lists = await world.db.read(lambda tx: world.bookings.bookings_of(tx, a.owner, a.owner.account_id))
    assert {one.id for one in lists.upcoming} == {sure.id, guests.id}
    live = await world.db.read(lambda tx: world.bookings.live_hold(tx, a.shop.id, world.c(a.owner)))
    assert live is not None
    assert live.id == guests.id
    gone = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, mine.id))
    assert gone.status == "expired"
    progress = await world.db.read(lambda tx: world.visits.view_for(tx, a.owner, sure.id))
    assert progress.pet.id == a.others_pet
    with pytest.raises(NoSuchBooking):
        await world.db.read(lambda tx: world.bookings.view_for(tx, a.other, sure.id))
    untouched = await world.db.read(lambda tx: world.bookings.view_for(tx, b.owner, other_shop.id))
    assert untouched.status == "held"


async def test_the_timer_of_a_hold_is_a_job(world: World, a: Side) -> None:
    jobs = Jobs(world.db, world.clock)
    work(jobs, world.bookings, world.moves, LateRequests(world.db, world.clock, world.ids, world.shops, world.pets))
    held = await world.hold(a, world.at(a, 15))
    rows = await world.db.read(lambda tx: tx.execute(sa.select(job.c.key, job.c.due_ms)).all())
    assert [tuple(row) for row in rows] == [(held.id, held.hold_until_ms)]
    await world.bookings.cancel(a.owner, held.id, 1, "c")
    assert await world.db.read(lambda tx: tx.execute(sa.select(job.c.key)).all()) == []


async def test_a_pet_is_not_in_two_visits_at_once(world: World, a: Side) -> None:
    """Another groomer is free then, but the pet is not; the database says so too."""
    await world.confirmed(a, world.at(a, 15))
    view = await world.offers(a, world.at(a, 16))
    assert view.reason is not None
    assert view.reason.zh == "豆豆 16:00–19:00 已经有预约了。"
    with pytest.raises(SlotTaken):
        await world.bookings.enter(a.manager, Entry(a.pet, GROOM, world.at(a, 16)), "k")
    assert (await world.hold(a, world.at(a, 16), a.other, services=BATH)).status == "held"


async def test_a_hold_of_ones_own_does_not_stand_in_the_way(world: World, a: Side) -> None:
    first = await world.hold(a, world.at(a, 15))
    second = await world.hold(a, world.at(a, 16))
    assert (second.status, second.id != first.id) == ("held", True)


async def test_what_is_booked_keeps_its_prices(world: World, a: Side, b: Side) -> None:
    """Another price holds for what is offered from then on, and in that shop only."""
    first = await world.hold(a, world.at(a, 15), services=BATH)
    await world.knows_phone(a.owner)
    sure = await world.bookings.confirm(a.owner, first.id, first.version, world.key())
    await world.shops.price_list.set_prices(a.manager, "bath", [PriceRule("bath", 60, 9900, "dog")])
    kept = await world.db.read(lambda tx: world.bookings.view_for(tx, a.owner, first.id))
    assert (kept.lines, kept.total_cents, kept.ends_ms) == (sure.lines, 18800, sure.ends_ms)
    offered = [await world.offer_at(side, world.at(side, 18), services=BATH) for side in (a, b)]
    assert [one.total_cents for one in offered] == [9900, 18800]
