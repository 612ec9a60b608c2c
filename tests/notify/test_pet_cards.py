"""What is noted about a pet after the yes reaches its owner's card, the desk and nobody else."""

import json
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bench.engines import Postgres

from pawline.booking import BookingView, MoveWish, PetWish, SeriesOrder, SeriesStart, ServiceLine, Wish
from pawline.booking.desk_moves import SPARE_MS
from pawline.chat import Entry
from pawline.people import Actor, Role
from pawline.people.phones import note_phone
from pawline.pets import NewCondition, NewNote, NewPet, NewVaccine, PetChange
from pawline.platform.clock import VirtualClock
from pawline.platform.ids import AccountId, DeviceId, PetId
from pawline.shop import Settings, VaccineAsk, wall_ms
from pawline.visits import Advance, Stage
from tests.serving import Served, served

BATH = (ServiceLine("bath"),)
MONDAY = date(2026, 11, 23)
STRICT = Settings(
    is_unverified_enough=False, vaccine_wait_days=0,
    vaccine_asks=(VaccineAsk("bath", "dog", ("rabies",), is_must=True),),
)  # fmt: skip
UNWELL = "豆豆在拉肚子，等好了再来。"


class Eve:
    """The Sunday before a bath on Monday, and everybody who hears of it."""

    def __init__(self, server: Served, clock: VirtualClock) -> None:
        self.house, self.made, self.clock = server.house, server.made, clock
        shop_id = self.made.shop.id
        self.owner = Actor(shop_id, AccountId(self.made.owners["林女士"]), "owner", Role.OWNER, DeviceId("d"))
        self.boss = Actor(shop_id, AccountId(self.made.staff["manager"]), "staff", Role.MANAGER, DeviceId("d"))
        self.c = self.made.conversations["林女士"]
        self.pet = PetId(self.made.pets["豆豆"])
        self.heard: list[str] = []
        self.house.db.bus.listen(f"desk.{shop_id}", self, self._hear)
        self._key = 0

    def _hear(self, frame: bytes) -> None:
        said = json.loads(frame)
        if said["t"] == "changed":
            self.heard.append(said["d"]["what"])

    def key(self) -> str:
        self._key += 1
        return f"key-{self._key}"

    def at(self, hour: int, day: date = MONDAY) -> int:
        return wall_ms(day, hour * 60, self.made.shop.clock_zone)

    async def clear(self) -> None:
        """What the demo shop has booked for them is off."""
        every = await self.house.db.read(
            lambda tx: self.house.bookings.bookings_of(tx, self.owner, self.owner.account_id)
        )  # fmt: skip
        for one in every.upcoming:
            await self.house.bookings.cancel(self.boss, one.id, one.version, self.key())

    async def held(self, hour: int = 15, day: date = MONDAY, **more: Any) -> BookingView:
        wish = Wish(self.pet, BATH, at_ms=self.at(hour, day), **more)
        view = await self.house.bookings.offer(self.owner, wish, self.c)  # type: ignore[arg-type]
        free = [one for times in view.times.values() for one in times if one.is_free]
        offer = min(free, key=lambda one: abs(one.start_ms - self.at(hour, day)))
        return await self.house.bookings.hold(self.owner, offer.offer_id, self.key())

    async def booked(self, hour: int = 15, day: date = MONDAY, **more: Any) -> BookingView:
        await self.house.db.write(
            lambda tx: note_phone(tx, self.owner.shop_id, self.owner.account_id, "13911110000", 1)
        )
        one = await self.held(hour, day, **more)
        return await self.house.bookings.confirm(self.owner, one.id, one.version, self.key())

    async def note(self, actor: Actor, kind: str = "diarrhoea", **more: Any) -> str:
        view = await self.house.conditions.note(actor, self.pet, NewCondition(kind=kind, **more))
        return next(one.id for one in view.conditions if one.kind == kind and not one.is_past)

    async def end(self, actor: Actor, condition_id: str) -> None:
        await self.house.conditions.end(actor, self.pet, condition_id)

    async def log(self) -> list[Entry]:
        return (await self.house.chat.page(self.owner, self.c, limit=100)).entries

    async def card(self, about: str, kind: str = "booking") -> dict[str, Any]:
        found = [one.body for one in await self.log() if one.body.get("card") == kind and one.body.get("id") == about]
        return found[-1]

    async def health(self, about: str) -> list[str]:
        return [one["zh"] for one in (await self.card(about))["view"]["health"]]

    async def block(self, booking_id: str, day: date = MONDAY) -> Any:
        view = await self.house.db.read(lambda tx: self.house.bookings.schedule(tx, self.boss, day))
        return next(one for one in view.blocks if one.booking_id == booking_id and one.kind == "work")

    async def on_board(self, booking_id: str) -> Any:
        view = await self.house.db.read(lambda tx: self.house.visits.board(tx, self.boss, MONDAY))
        return next(one for one in view.cards if one.id == booking_id)

    async def queued(self) -> str | None:
        row = next(one for one in (await self.house.inbox.all(self.boss)).rows if one.c == self.c)
        return row.reason if row.state == "queued" else None

    async def kinds_since(self, seq: int) -> list[str]:
        """What was added to the conversation after an entry."""
        return [one.kind.value for one in await self.log() if one.seq > seq]

    async def last_seq(self) -> int:
        return (await self.log())[-1].seq


@pytest.fixture(params=["sqlite", "postgresql"])
async def eve(tmp_path: Path, clock: VirtualClock, request: pytest.FixtureRequest) -> AsyncIterator[Eve]:
    settings = dict[str, str]()
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres_server")
        settings["database_url"] = server.url(server.create())
    async with served(tmp_path, clock=clock, **settings) as one:
        eve = Eve(one, clock)
        await eve.clear()
        yield eve


async def test_an_owner_notes_in_the_evening_that_the_pet_is_not_well(eve: Eve) -> None:
    booked = await eve.booked()
    assert UNWELL not in await eve.health(booked.id)
    assert ((await eve.block(booked.id)).health, (await eve.on_board(booked.id)).health) == (None, None)
    evening = datetime(2026, 11, 22, 21, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    eve.clock.advance((evening - eve.clock.now()).total_seconds())
    before = await eve.last_seq()
    eve.heard.clear()
    condition = await eve.note(eve.owner)

    assert UNWELL in await eve.health(booked.id)
    card = await eve.card(booked.id)
    assert (card["view"]["status"], card["view"]["starts_ms"]) == ("confirmed", booked.starts_ms)
    for shown in (await eve.block(booked.id), await eve.on_board(booked.id)):
        assert (shown.health.words.zh, shown.health.is_must) == (UNWELL, True)
    assert eve.heard == ["schedule", "board"]
    # The card, and a line that somebody of the team will look: no message, and so no notice to a telephone.
    assert await eve.kinds_since(before) == ["booking", "system"]
    assert await eve.queued() == "unfit"

    # The same once more, and what is not about that day, change nothing that anybody sees.
    before = await eve.last_seq()
    eve.heard.clear()
    await eve.note(eve.owner)
    long_ago = NewCondition(kind="post_op", since=MONDAY - timedelta(days=90), until=MONDAY - timedelta(days=60))
    await eve.house.conditions.note(eve.owner, eve.pet, long_ago)
    assert (await eve.kinds_since(before), eve.heard) == ([], [])

    await eve.end(eve.owner, condition)
    assert UNWELL not in await eve.health(booked.id)
    assert ((await eve.block(booked.id)).health, (await eve.on_board(booked.id)).health) == (None, None)
    assert eve.heard == ["schedule", "board"]
    assert await eve.queued() is None
    before = await eve.last_seq()
    await eve.end(eve.owner, condition)
    assert await eve.kinds_since(before) == []


async def test_an_older_card_still_cancels_and_moves(eve: Eve) -> None:
    """What a card says of the pet is no term of the booking."""
    booked = await eve.booked()
    await eve.note(eve.owner)
    cancelled = await eve.house.bookings.cancel(eve.owner, booked.id, booked.version, eve.key())
    assert cancelled.status == "cancelled"
    assert await eve.queued() is None, "there is nothing left to look at"


async def test_a_certificate_that_is_verified_clears_the_card(eve: Eve) -> None:
    await eve.house.shops.set_settings(eve.boss, STRICT)
    shot = NewVaccine(kind="rabies", given=date(2026, 10, 1))
    (noted,) = (await eve.house.vaccines.note(eve.owner, eve.pet, shot)).vaccines
    await eve.house.vaccines.verify(eve.boss, eve.pet, noted.id, is_seen=True)
    booked = await eve.booked()
    assert await eve.health(booked.id) == []
    # It was the other booklet: taken back, the visit is in doubt. Staff know what they have done, nobody is asked.
    await eve.house.vaccines.verify(eve.boss, eve.pet, noted.id, is_seen=False)
    unseen = "豆豆的狂犬疫苗还没核对，先给店里看一眼疫苗本。"
    assert await eve.health(booked.id) == [unseen]
    assert (await eve.block(booked.id)).health.words.zh == unseen
    assert await eve.queued() is None
    before = await eve.last_seq()
    await eve.house.vaccines.verify(eve.boss, eve.pet, noted.id, is_seen=True)
    assert await eve.kinds_since(before) == ["booking"]
    assert await eve.health(booked.id) == []
    assert (await eve.block(booked.id)).health is None
    # Seen a second time it is what it was.
    await eve.house.vaccines.verify(eve.boss, eve.pet, noted.id, is_seen=True)
    assert await eve.kinds_since(before) == ["booking"]
    # A day that ends before the visit keeps the pet at home; the owner wrote that, so somebody looks.
    wrong = NewVaccine(kind="rabies", given=date(2026, 10, 1), expires=date(2026, 11, 22))
    await eve.house.vaccines.change(eve.owner, eve.pet, noted.id, wrong)
    assert await eve.health(booked.id) == ["豆豆的狂犬疫苗11月22日到期，打了新的再来。"]
    assert await eve.queued() == "unfit"
    await eve.house.vaccines.waive(eve.boss, eve.pet, MONDAY, "打了，本子在家")
    assert await eve.health(booked.id) == []
    assert await eve.queued() is None


async def test_what_the_shop_noted_ends_by_the_shop(eve: Eve) -> None:
    booked = await eve.booked()
    far = await eve.booked(day=MONDAY + timedelta(days=14))
    condition = await eve.note(eve.boss, until=MONDAY + timedelta(days=2))
    until = "豆豆在拉肚子，11月26日周四起再来。"
    assert until in await eve.health(booked.id)
    assert until not in await eve.health(far.id), "it is over by then"
    assert await eve.queued() is None, "who noted it knows"
    before = await eve.last_seq()
    await eve.end(eve.boss, condition)
    assert await eve.kinds_since(before) == ["booking"]
    assert until not in await eve.health(booked.id)


async def test_what_is_a_long_way_ahead_rings_at_nobody(eve: Eve) -> None:
    far = await eve.booked(day=MONDAY + timedelta(days=14))
    await eve.note(eve.owner)
    assert UNWELL in await eve.health(far.id)
    assert await eve.queued() is None


async def test_a_visit_that_is_moved_to_a_day_that_is_well_needs_nobody(eve: Eve) -> None:
    booked = await eve.booked()
    await eve.note(eve.owner, until=MONDAY + timedelta(days=1))
    assert await eve.queued() == "unfit"
    view = await eve.house.bookings.offer_move(eve.owner, booked.id, MONDAY + timedelta(days=4))
    offer = next(one for times in view.times.values() for one in times if one.is_free)
    card = await eve.card(booked.id)
    await eve.house.bookings.move(eve.owner, booked.id, card["version"], offer.offer_id, eve.key())
    assert all("拉肚子" not in one for one in await eve.health(booked.id))
    assert await eve.queued() is None


async def test_whose_pet_has_come_all_the_same_waits_for_nobody(eve: Eve) -> None:
    booked = await eve.booked()
    await eve.note(eve.owner)
    assert await eve.queued() == "unfit"
    view = await eve.house.db.read(lambda tx: eve.house.visits.view_for(tx, eve.boss, booked.id))
    await eve.house.visits.advance(eve.boss, booked.id, Advance(to=Stage.ARRIVED, version=view.version), eve.key())
    assert await eve.queued() is None
    assert ((await eve.block(booked.id)).health, (await eve.on_board(booked.id)).health) == (None, None)


async def test_a_name_and_a_care_note_are_on_the_card_at_once_and_for_all_who_come(eve: Eve) -> None:
    cat = await eve.house.pets.add_pet(eve.owner, NewPet(name="小白", species="cat", breed="英短"))
    held = await eve.held(also=(PetWish(PetId(cat.id), (ServiceLine("cat_bath"),)),))
    before = await eve.last_seq()
    await eve.house.pets.change_pet(eve.owner, cat.id, PetChange(name="大白"))
    await eve.house.pets.note_care(eve.boss, cat.id, NewNote(kind="fear", text="怕吹风"))
    assert await eve.kinds_since(before) == ["booking", "booking"]
    card = await eve.card(held.id)
    assert [part["pet"]["name"] for part in card["view"]["parts"]] == ["豆豆", "大白"]
    assert card["view"]["parts"][1]["care"] == ["怕吹风"]
    # A yes to the older card is a yes to the same time and price.
    await eve.house.db.write(lambda tx: note_phone(tx, eve.owner.shop_id, eve.owner.account_id, "13911110000", 1))
    assert (await eve.house.bookings.confirm(eve.owner, held.id, held.version, eve.key())).status == "confirmed"


async def test_a_series_says_it_of_each_of_its_visits_on_one_card(eve: Eve) -> None:
    wish = Wish(eve.pet, BATH, at_ms=eve.at(10, MONDAY + timedelta(days=1)))
    plan = await eve.house.db.read(lambda tx: eve.house.series.plan(tx, eve.boss, wish, 1, 3))
    times = [one.time for one in plan.lines if one.time is not None]
    starts = tuple(SeriesStart(one.start_ms, AccountId(one.groomer.id)) for one in times)
    series = await eve.house.series.make(eve.boss, SeriesOrder((PetWish(eve.pet, BATH),), 1, starts), eve.key())
    before = await eve.last_seq()
    condition = await eve.note(eve.owner, until=MONDAY + timedelta(days=8))

    async def unwell() -> list[bool]:
        view = (await eve.card(series.id, "series"))["view"]
        return [any("拉肚子" in one["zh"] for one in visit["health"]) for visit in view["visits"]]

    assert await unwell() == [True, True, False]
    assert await eve.kinds_since(before) == ["booking", "system"]
    assert await eve.queued() == "unfit"
    card = await eve.card(series.id, "series")
    await eve.end(eve.owner, condition)
    assert await unwell() == [False, False, False]
    assert (await eve.card(series.id, "series"))["version"] > card["version"]
    assert await eve.queued() is None


@pytest.mark.parametrize("is_undone", [True, False])
async def test_a_move_that_can_still_be_undone_is_not_given_away(eve: Eve, is_undone: bool) -> None:
    booked = await eve.booked()
    lanes = await eve.house.db.read(lambda tx: eve.house.moves.spots(tx, eve.boss, booked.id, MONDAY))
    lane, spot = next(
        (lane, spot) for lane in lanes.lanes for spot in lane.spots
        if spot.why is None and spot.start_ms != booked.starts_ms
    )  # fmt: skip
    wish = MoveWish(booked.version, spot.start_ms, AccountId(lane.groomer_id), True)
    moved = await eve.house.moves.move(eve.boss, booked.id, wish, eve.key())
    await eve.note(eve.owner)
    card = (await eve.card(booked.id))["view"]
    assert (card["starts_ms"], [one["zh"] for one in card["health"] if one["zh"] == UNWELL]) == (booked.starts_ms, [])
    assert (await eve.block(booked.id)).health.words.zh == UNWELL, "the desk sees it at once"
    if is_undone:
        await eve.house.moves.undo(eve.boss, booked.id, moved.booking.version, eve.key())
    else:
        eve.clock.advance((moved.undo_until_ms + SPARE_MS - eve.clock.now_ms()) / 1000)
        await eve.house.jobs.settle()
    card = (await eve.card(booked.id))["view"]
    assert card["starts_ms"] == (booked.starts_ms if is_undone else spot.start_ms)
    assert UNWELL in [one["zh"] for one in card["health"]]


async def test_another_pet_and_another_shop_hear_nothing(eve: Eve) -> None:
    booked = await eve.booked()
    cat = await eve.house.pets.add_pet(eve.owner, NewPet(name="小白", species="cat", breed="英短"))
    before = await eve.last_seq()
    eve.heard.clear()
    await eve.house.conditions.note(eve.owner, cat.id, NewCondition(kind="diarrhoea"))
    assert (await eve.kinds_since(before), eve.heard) == ([], [])
    assert (await eve.card(booked.id))["version"] == booked.version
