"""Somebody waits for a time: what their conversation shows, through the whole house."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from pawline.booking import PetWish, ServiceLine
from pawline.people import Actor, Role
from pawline.platform.clock import VirtualClock
from pawline.platform.ids import PetId
from pawline.platform.jobs import job
from pawline.shop import local_day
from pawline.waitlist import WaitView, WaitWish
from tests.serving import Served, served
from tests.waiting import LONGEST_S


class Waiting:
    """The demo shop, and an owner whose pet is to come on a day on which there is room."""

    def __init__(self, server: Served, clock: VirtualClock) -> None:
        self.house, self.made, self.clock = server.house, server.made, clock
        self.owner = Actor(self.made.shop.id, self.made.owners["林女士"], "owner", Role.OWNER, "d")  # type: ignore[arg-type]
        self.c = self.made.conversations["林女士"]
        self._key = 0

    def key(self) -> str:
        self._key += 1
        return f"key-{self._key}"

    def day(self, ahead: int) -> date:
        day = local_day(self.clock.now_ms(), self.made.shop.clock_zone) + timedelta(days=ahead)
        return day + timedelta(days=1) if day.isoweekday() == 4 else day

    async def joins(self, ahead: int = 9) -> WaitView:
        pets = (PetWish(PetId(self.made.pets["豆豆"]), (ServiceLine("bath"),)),)
        wish = WaitWish(pets, self.day(ahead), self.day(ahead), 14 * 60, 18 * 60)
        return await self.house.waitlist.join(self.owner, wish, self.key())

    async def settled(self, seconds: float = 11) -> None:
        """Some time goes by, and everything that is due is done, whoever of the house does it."""
        self.clock.advance(seconds)
        due = sa.select(sa.func.count()).select_from(job).where(job.c.due_ms <= self.clock.now_ms())
        async with asyncio.timeout(LONGEST_S):
            while await self.house.db.read(lambda tx: tx.execute(due).scalar_one()):
                await self.house.jobs.settle()
                await asyncio.sleep(0)

    async def entries(self) -> list[dict[str, Any]]:
        page = await self.house.chat.page(self.owner, self.c, limit=100)
        return [one.body for one in page.entries]

    async def cards(self, wait: WaitView) -> list[str]:
        """The states that its card went through."""
        return [one["view"]["state"] for one in await self.entries() if one.get("id") == wait.id]

    async def words(self) -> list[str]:
        return [one["text"] for one in await self.entries() if one.get("type") == "text"]


@pytest.fixture
async def waiting(tmp_path: Path, clock: VirtualClock) -> AsyncIterator[Waiting]:
    async with served(tmp_path, clock=clock) as server:
        yield Waiting(server, clock)


async def test_the_card_says_what_is_waited_for_and_the_time_comes_with_a_sentence(waiting: Waiting) -> None:
    wait = await waiting.joins()
    assert await waiting.cards(wait) == ["waiting"]
    await waiting.settled()
    assert await waiting.cards(wait) == ["waiting", "offered"]
    last = await waiting.entries()
    said = next(n for n, one in enumerate(last) if one.get("text", "").startswith("等到空位了：豆豆"))
    assert "14:00，先替你留到" in last[said]["text"]
    assert last[said + 1]["card"] == "booking", "the time that is held stands right below"
    offer = (
        await waiting.house.db.read(lambda tx: waiting.house.waitlist.view_of(tx, waiting.owner.shop_id, wait.id))
    ).offer
    assert offer is not None
    held = await waiting.house.db.read(
        lambda tx: waiting.house.bookings.view_for(tx, waiting.owner, offer.booking_id)
    )  # fmt: skip
    await waiting.house.bookings.confirm(waiting.owner, held.id, held.version, waiting.key())
    assert await waiting.cards(wait) == ["waiting", "offered", "booked"]


async def test_a_time_that_was_not_confirmed_is_let_go_in_words(waiting: Waiting) -> None:
    wait = await waiting.joins()
    await waiting.settled()
    await waiting.settled(1801)
    assert (await waiting.cards(wait))[:3] == ["waiting", "offered", "waiting"]
    assert "刚才那个时间没等到你确认，先放掉了。豆豆还在候补里，有空位再告诉你。" in await waiting.words()


async def test_who_leaves_reads_it_on_the_card_only(waiting: Waiting) -> None:
    wait = await waiting.joins()
    before = await waiting.words()
    await waiting.house.waitlist.leave(waiting.owner, wait.id, waiting.key())
    assert await waiting.cards(wait) == ["waiting", "left"]
    assert await waiting.words() == before


async def test_the_owner_reads_it_in_english(waiting: Waiting) -> None:
    await waiting.house.people.change_me(waiting.owner, lang="en")
    await waiting.joins()
    await waiting.settled()
    said = next(one for one in await waiting.words() if one.startswith("A time has come up for 豆豆: "))
    assert said.endswith("Confirm it below if it suits you; if not, leave it and I'll keep looking.")
