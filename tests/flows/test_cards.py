"""What the owner's conversation shows of a booking and its day, through the whole house."""

import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pawline.booking import MoveWish, PetWish, ServiceLine, Wish
from pawline.booking.desk_moves import SPARE_MS
from pawline.people import Actor, Role
from pawline.people.phones import note_phone
from pawline.pets import NewPet, NoSuchPet
from pawline.platform.clock import VirtualClock
from pawline.platform.ids import AccountId, PetId
from pawline.visits import Advance, Stage
from tests.serving import Served, served


class Day:
    """A booking of today's, and what its conversation shows."""

    def __init__(self, server: Served, clock: VirtualClock) -> None:
        self.house, self.made, self.clock = server.house, server.made, clock
        shop_id = self.made.shop.id
        self.owner = Actor(shop_id, self.made.owners["林女士"], "owner", Role.OWNER, "d")  # type: ignore[arg-type]
        self.staff = Actor(shop_id, self.made.staff["lin"], "staff", Role.GROOMER, "d")  # type: ignore[arg-type]
        self.c = self.made.conversations["林女士"]
        self._key = 0

    def key(self) -> str:
        self._key += 1
        return f"key-{self._key}"

    async def book(self, **more: Any) -> Any:
        from_ms = self.clock.now_ms() + 3_600_000
        wish = Wish(PetId(self.made.pets["豆豆"]), (ServiceLine("bath"),), from_ms=from_ms, **more)
        view = await self.house.bookings.offer(self.owner, wish, self.c)  # type: ignore[arg-type]
        offer = next(one for times in view.times.values() for one in times if one.is_free)
        await self.house.db.write(
            lambda tx: note_phone(tx, self.owner.shop_id, self.owner.account_id, "13911110000", 1)
        )
        return await self.house.bookings.hold(self.owner, offer.offer_id, self.key())

    async def tap(self, booking_id: str, to: str) -> None:
        view = await self.house.db.read(lambda tx: self.house.visits.view_for(tx, self.staff, booking_id))
        tap = Advance(to=Stage(to), version=view.version, reason="测试")
        await self.house.visits.advance(self.staff, booking_id, tap, self.key())

    async def cards(self, kind: str, booking_id: str) -> list[dict[str, Any]]:
        page = await self.house.chat.page(self.owner, self.c, limit=100)
        return [e.body for e in page.entries if e.body.get("card") == kind and e.body.get("id") == booking_id]

    async def messages(self) -> list[tuple[str, dict[str, Any]]]:
        page = await self.house.chat.page(self.owner, self.c, limit=100)
        return [(e.sender, e.body) for e in page.entries if e.kind == "message"]


@pytest.fixture
async def day(tmp_path: Path, clock: VirtualClock) -> AsyncIterator[Day]:
    async with served(tmp_path, clock=clock) as server:
        yield Day(server, clock)


async def test_whoever_shows_a_pet_must_see_it(day: Day) -> None:
    async def show(who: Actor, pet_id: str) -> int:
        body = {"type": "pet", "pet_id": pet_id, "name": "豆豆"}
        return (await day.house.chat.send(who, day.c, day.key() + "-pet", body)).seq

    own, others = day.made.pets["豆豆"], day.made.pets["可乐"]
    seq = await show(day.owner, own)
    for unseen in (others, "0" * 32):
        with pytest.raises(NoSuchPet):
            await show(day.owner, unseen)
    assert await show(day.staff, others) > seq


async def test_a_hold_says_what_cancelling_will_cost(day: Day) -> None:
    """The card to confirm shows the fee that the confirmed booking has; letting the hold go is free."""
    held = await day.book()
    assert held.policy.is_late
    assert held.policy.fee_cents == held.total_cents * held.policy.late_percent // 100 > 0
    let_go = await day.house.bookings.cancel(day.owner, held.id, held.version, day.key())
    assert let_go.status == "cancelled"
    again = await day.book()
    sure = await day.house.bookings.confirm(day.owner, again.id, again.version, day.key())
    assert sure.policy.fee_cents == again.policy.fee_cents


async def test_the_booking_card_follows_the_visit(day: Day) -> None:
    held = await day.book()
    await day.house.bookings.confirm(day.owner, held.id, held.version, day.key())
    await day.tap(held.id, "arrived")
    shown = (await day.cards("booking", held.id))[-1]["view"]
    assert (shown["status"], shown["visit_stage"]) == ("confirmed", "arrived")
    for stage in ("checking", "brushing", "bathing", "drying", "final", "ready", "gone"):
        await day.tap(held.id, stage)
    versions = [one["version"] for one in await day.cards("booking", held.id)]
    assert versions == sorted(set(versions))
    assert (await day.cards("booking", held.id))[-1]["view"]["status"] == "done"


async def test_ready_is_told_in_words(day: Day) -> None:
    held = await day.book()
    await day.house.bookings.confirm(day.owner, held.id, held.version, day.key())
    for stage in ("arrived", "checking", "brushing", "bathing", "drying", "final"):
        await day.tap(held.id, stage)
    before = len(await day.messages())
    await day.tap(held.id, "ready")
    sender, body = (await day.messages())[-1]
    assert len(await day.messages()) == before + 1
    assert body["text"] == "豆豆收拾得干干净净，可以来接啦～"
    assert sender != day.staff.account_id


async def test_a_photo_is_a_message_of_the_one_who_took_it(day: Day) -> None:
    held = await day.book()
    await day.house.bookings.confirm(day.owner, held.id, held.version, day.key())
    await day.tap(held.id, "arrived")
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "#E9A157").save(picture, "JPEG")
    kept = await day.house.uploads.add(day.staff, picture.getvalue())
    for _ in range(2):
        await day.house.visits.add_photo(
            day.staff, held.id, kept.upload_id, "到啦", "one key", day.house.uploads.attach
        )
    sender, body = (await day.messages())[-1]
    assert sender == day.staff.account_id
    assert body == {"type": "image", "upload_id": kept.upload_id, "w": 640, "h": 480, "caption": "到啦"}
    images = [one for _, one in await day.messages() if one["type"] == "image"]
    assert len(images) == 1
    assert await day.house.uploads.show(day.owner, kept.upload_id, 320)
    found = await day.house.db.read(lambda tx: day.house.chat.conversation(tx, day.owner.shop_id, day.c))
    assert found is not None
    assert found.state != "human"


async def test_a_move_by_the_desk_is_told_when_its_undo_is_over(day: Day) -> None:
    held = await day.book()
    sure = await day.house.bookings.confirm(day.owner, held.id, held.version, day.key())
    cards, said = await day.cards("booking", held.id), await day.messages()
    lanes = await day.house.db.read(lambda tx: day.house.moves.spots(tx, day.staff, held.id, date(2026, 11, 22)))
    lane, spot = next(
        (lane, spot)
        for lane in lanes.lanes
        for spot in reversed(lane.spots)
        if spot.why is None and spot.start_ms != sure.starts_ms
    )
    wish = MoveWish(sure.version, spot.start_ms, AccountId(lane.groomer_id), True)
    moved = await day.house.moves.move(day.staff, held.id, wish, day.key())
    assert (await day.cards("booking", held.id), await day.messages()) == (cards, said), "nothing is told yet"

    day.clock.advance((moved.undo_until_ms + SPARE_MS - day.clock.now_ms()) / 1000)
    await day.house.jobs.settle()
    card = (await day.cards("booking", held.id))[-1]
    assert card["view"]["starts_ms"] == spot.start_ms
    last = (await day.messages())[-1][1]["text"]
    assert last.startswith("豆豆的预约改到了11月22日周日 ")
    assert lane.name in last


async def test_pets_that_come_together_have_one_card(day: Day) -> None:
    """It is drawn anew once for what happens to both; a pet that stays at home gets its own."""
    cat = await day.house.pets.add_pet(day.owner, NewPet(name="小白", species="cat", breed="英短"))
    also = (PetWish(PetId(cat.id), (ServiceLine("cat_bath"),)),)
    held = await day.book(also=also)
    (card,) = await day.cards("booking", held.id)
    assert [part["pet"]["name"] for part in card["view"]["parts"]] == ["豆豆", "小白"]
    sure = await day.house.bookings.confirm(day.owner, held.id, held.version, day.key())
    other = sure.parts[1]
    assert [one["version"] for one in await day.cards("booking", held.id)] == [1, sure.version]
    assert await day.cards("booking", other.id) == []

    await day.house.bookings.cancel(day.owner, other.id, other.version, day.key(), is_alone=True)
    (own,) = await day.cards("booking", other.id)
    assert (own["view"]["status"], own["view"]["parts"]) == ("cancelled", [])
    rest = (await day.cards("booking", held.id))[-1]["view"]
    assert (rest["status"], rest["parts"], rest["total_cents"]) == ("confirmed", [], sure.parts[0].total_cents)
