"""Calendars that are followed: whose bookings are in them, and who can see them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from pawline.people import Actor, PhoneVerified, Role, find_account
from pawline.people.store import change_account
from pawline.platform.errors import Forbidden, TooMany
from pawline.platform.ids import DeviceId
from pawline.records import NoSuchFeed
from pawline.records.feed_pace import NETWORK, ONE_LINK, FeedPace
from pawline.records.store import calendar_feed
from tests.booking.world import BATH, TUESDAY, Side, later
from tests.records.conftest import House


def groomer(a: Side, number: int = 0) -> Actor:
    return Actor(a.shop.id, a.groomers[number], "staff", Role.GROOMER, DeviceId("g"))


async def link(world: House, actor: Actor) -> str:
    return (await world.feeds.make(actor)).link.removeprefix("/calendar/")


async def events(world: House, secret: str) -> dict[str, Any]:
    read = await world.db.read(lambda tx: world.feeds.read(tx, secret))
    assert read.text is not None
    return {str(one["UID"]).removesuffix("@pawline"): one for one in Calendar.from_ical(read.text).walk("VEVENT")}


async def test_an_owner_follows_their_own_bookings(world: House, a: Side, b: Side) -> None:
    mine = await world.confirmed(a, world.at(a, 15), services=BATH)
    await world.confirmed(a, world.at(a, 10), a.other, services=BATH)
    await world.confirmed(b, world.at(b, 15), services=BATH)
    found = await events(world, await link(world, a.owner))
    assert list(found) == [mine.id]
    assert str(found[mine.id]["SUMMARY"]) == "豆豆 · 基础洗护"
    assert str(found[mine.id]["DESCRIPTION"]) == "美容师：" + mine.groomer.name
    await world.hold(a, world.at(a, 18), services=BATH)
    assert list(await events(world, await link(world, a.owner))) == [mine.id], "a hold is no booking yet"


async def test_staff_follow_what_they_do_and_no_number_is_in_it(world: House, a: Side) -> None:
    one = await world.confirmed(a, world.at(a, 15), groomer_id=a.groomers[0])
    other = await world.confirmed(a, world.at(a, 10), a.other, services=BATH, groomer_id=a.groomers[1])
    for number, booked in enumerate((one, other)):
        secret = await link(world, groomer(a, number))
        assert list(await events(world, secret)) == [booked.id]
        text = (await world.db.read(lambda tx, secret=secret: world.feeds.read(tx, secret))).text
        assert text is not None
        assert "139" + a.owner.account_id[:8] not in text
        assert "客人：owner" in text
        assert f"shop-a · groomer {number}" in text


async def test_what_is_moved_stays_one_event_and_what_is_called_off_says_so(world: House, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    secret = await link(world, a.owner)
    before = (await events(world, secret))[booked.id]
    offer = await world.bookings.offer_move(a.owner, booked.id, later(1))
    free = next(one for times in offer.times.values() for one in times if one.is_free)
    moved = await world.bookings.move(a.owner, booked.id, booked.version, free.offer_id, world.key())
    after = (await events(world, secret))[booked.id]
    assert after.decoded("DTSTART") != before.decoded("DTSTART")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    await world.bookings.cancel(a.owner, booked.id, moved.version, world.key())
    gone = (await events(world, secret))[booked.id]
    assert (gone["STATUS"], gone["SEQUENCE"] > after["SEQUENCE"]) == ("CANCELLED", True)
    world.clock.advance(timedelta(days=12).total_seconds())
    assert await events(world, secret) == {}


async def test_a_done_visit_stays_for_a_month(world: House, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    world.go_to(a, 18)
    await world.db.write(lambda tx: world.bookings.mark_stage(tx, a.shop.id, booked.id, "gone"))
    secret = await link(world, a.owner)
    assert (await events(world, secret))[booked.id]["STATUS"] == "CONFIRMED"
    world.clock.advance(timedelta(days=29).total_seconds())
    assert list(await events(world, secret)) == [booked.id]
    world.clock.advance(timedelta(days=2).total_seconds())
    assert await events(world, secret) == {}


async def test_a_new_link_voids_the_old_one(world: House, a: Side) -> None:
    old, new = await link(world, a.owner), await link(world, a.owner)
    assert len(old.removesuffix(".ics")) >= 32
    await events(world, new)
    await events(world, new.removesuffix(".ics"))
    for secret in (old, "", ".ics", "x" * 500, new.upper(), f"{new}.ics"):
        with pytest.raises(NoSuchFeed):
            await events(world, secret)
    await world.feeds.revoke(a.owner)
    await world.feeds.revoke(a.owner)
    with pytest.raises(NoSuchFeed):
        await events(world, new)
    assert (await world.db.read(lambda tx: world.feeds.mine(tx, a.owner))).made_ms is None


async def test_nothing_stored_opens_a_calendar(world: House, a: Side) -> None:
    secret = (await link(world, a.owner)).removesuffix(".ics")
    stored = await world.db.read(lambda tx: str(tx.execute(calendar_feed.select()).one()))
    assert secret not in stored


async def test_who_has_left_is_followed_by_nobody(world: House, a: Side) -> None:
    secret = await link(world, groomer(a))
    await world.db.write(lambda tx: change_account(tx, a.shop.id, a.groomers[0], is_active=False))
    with pytest.raises(NoSuchFeed):
        await events(world, secret)


async def test_programs_have_none(world: House, a: Side) -> None:
    program = replace(a.owner, kind="bot", role=Role.PROGRAM)
    with pytest.raises(Forbidden):
        await world.feeds.make(program)
    with pytest.raises(Forbidden):
        await world.db.read(lambda tx: world.feeds.mine(tx, program))


async def test_a_follower_who_knows_it_is_told_so(world: House, a: Side) -> None:
    secret = await link(world, a.owner)
    first = await world.db.read(lambda tx: world.feeds.read(tx, secret))
    world.clock.advance(3600)
    for known in (first.tag, first.tag.removeprefix("W/"), f'"x", {first.tag}'):
        again = await world.db.read(lambda tx, known=known: world.feeds.read(tx, secret, known))
        assert (again.tag, again.text) == (first.tag, None)
    await world.confirmed(a, world.at(a, 15), services=BATH)
    news = await world.db.read(lambda tx: world.feeds.read(tx, secret, first.tag))
    assert news.tag != first.tag
    assert news.text is not None


async def test_a_guests_link_ends_with_the_guest(world: House, a: Side) -> None:
    """Somebody else may have made it on the same device."""
    booked = await world.confirmed(a, world.at(a, 15), services=BATH)
    guests, own = await link(world, a.owner), await link(world, a.other)
    fact = PhoneVerified(shop_id=a.shop.id, key="k", account_id=a.other.account_id, was=a.owner.account_id)
    await world.db.write(lambda tx: tx.emit(fact))
    assert list(await events(world, own)) == [booked.id]
    with pytest.raises(NoSuchFeed):
        await events(world, guests)


async def test_it_speaks_the_language_of_its_owner(world: House, a: Side) -> None:
    booked = await world.confirmed(a, world.at(a, 15, day=TUESDAY), services=BATH)
    await world.db.write(lambda tx: change_account(tx, a.shop.id, a.owner.account_id, lang="en"))
    assert (await world.db.read(lambda tx: find_account(tx, a.shop.id, a.owner.account_id))).lang == "en"
    event = (await events(world, await link(world, a.owner)))[booked.id]
    assert str(event["SUMMARY"]) == "豆豆 · Basic bath"


def test_links_have_a_pace(clock: Any) -> None:
    pace = FeedPace(clock)
    for _ in range(int(ONE_LINK.burst)):
        pace.take("192.0.2.1", "a")
    with pytest.raises(TooMany) as refused:
        pace.take("192.0.2.1", "a")
    assert refused.value.data["retry_after_ms"] <= 30_001
    pace.take("192.0.2.1", "b")
    clock.advance(31)
    pace.take("192.0.2.1", "a")
    for number in range(int(NETWORK.burst)):
        pace.take("192.0.2.3", f"guess {number}")
    with pytest.raises(TooMany):
        pace.take("192.0.2.3", "b")
    pace.take("192.0.2.2", "b")
    for number in range(int(NETWORK.burst) * 2):
        pace.take(None, f"from a proxy {number}")
