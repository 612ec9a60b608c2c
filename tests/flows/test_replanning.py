"""A groomer calls in sick: what the owners' conversations show, through the whole house."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pawline.booking import BookingView
from pawline.people import Actor, Role
from pawline.planning import PlanMoveView, PlanView
from pawline.platform.clock import VirtualClock
from pawline.shop import local_day
from tests.serving import Served, served


class Broken:
    """A day of the demo shop whose groomer has called in sick."""

    def __init__(self, server: Served) -> None:
        self.house, self.made = server.house, server.made
        self.boss = Actor(self.made.shop.id, self.made.staff["manager"], "staff", Role.MANAGER, "d")  # type: ignore[arg-type]
        self._key = 0

    def key(self) -> str:
        self._key += 1
        return f"key-{self._key}"

    async def plan(self) -> PlanView:
        day = await self._a_day()
        await self.house.shops.roster.change_days(self.boss, self.made.staff["lin"], day, day, None)
        return await self.house.plans.make(self.boss, day, {}, self.key())

    async def _a_day(self) -> date:
        """The next day on which this groomer has something to do."""
        for owner_id in self.made.owners.values():
            shown = await self.house.db.read(lambda tx, o=owner_id: self.house.bookings.bookings_of(tx, self.boss, o))
            for one in shown.upcoming:
                if one.groomer and one.groomer.id == self.made.staff["lin"] and one.status == "confirmed":
                    return local_day(one.starts_ms, self.made.shop.clock_zone)
        raise AssertionError("the demo shop has a booking ahead")

    async def owner_of(self, move: PlanMoveView) -> Actor:
        booking = await self.house.db.read(
            lambda tx: self.house.bookings.booking_of(tx, self.boss.shop_id, move.booking_id)
        )
        return Actor(self.boss.shop_id, booking.owner_id, "owner", Role.OWNER, "d")  # type: ignore[arg-type]

    async def booking(self, booking_id: str) -> BookingView:
        return await self.house.db.read(lambda tx: self.house.bookings.view_for(tx, self.boss, booking_id))

    async def cards(self, c: str, move: PlanMoveView) -> list[dict[str, Any]]:
        page = await self.house.chat.page(self.boss, c, limit=100)
        return [one.body for one in page.entries if one.body.get("card") == "proposal" and one.body["id"] == move.id]

    async def last_words(self, c: str) -> str:
        page = await self.house.chat.page(self.boss, c, limit=100)
        return next(one.body["text"] for one in reversed(page.entries) if one.body.get("type") == "text")


@pytest.fixture
async def day(tmp_path: Path, clock: VirtualClock) -> AsyncIterator[Broken]:
    async with served(tmp_path, clock=clock) as server:
        yield Broken(server)


def asked(plan: PlanView) -> PlanMoveView:
    """A move whose owner has a conversation, and time to answer."""
    return next(one for one in plan.moves if one.kind == "move" and one.c and one.here.start_ms > plan.made_ms)


async def test_the_card_asks_is_answered_and_says_what_became_of_it(day: Broken) -> None:
    plan = await day.plan()
    move = asked(plan)
    assert await day.cards(move.c, move) == [], "a draft is nobody's news"
    await day.house.plans.send(day.boss, plan.id, day.key())
    (card,) = await day.cards(move.c, move)
    view = card["view"]
    assert (card["type"], view["state"], view["pet"]["name"]) == ("card", "proposed", move.pet.name)
    assert view["here"]["stays"] == view["to"]["stays"] == [], "places are the shop's own business"
    assert "why" not in view, "nothing is told of others"

    owner = await day.owner_of(move)
    answered = await day.house.plans.answer(owner, move.id, card["version"], True, day.key())
    for _ in range(9):
        if answered.state == "applied":
            break
        others = [one for one in plan.moves if one.id != move.id and one.to is not None]
        for one in others:
            shown = await day.house.db.read(lambda tx, one=one: day.house.plans.proposal_for(tx, day.boss, one.id))
            if shown.state == "proposed":
                await day.house.plans.answer(day.boss, one.id, shown.version, True, day.key())
        answered = await day.house.db.read(lambda tx: day.house.plans.proposal_for(tx, owner, move.id))
    assert answered.state == "applied"
    states = [one["view"]["state"] for one in await day.cards(move.c, move)]
    assert (states[0], states[-1]) == ("proposed", "applied")
    assert move.to is not None
    booked = await day.booking(move.booking_id)
    assert (booked.starts_ms, booked.groomer and booked.groomer.id) == (move.to.start_ms, move.to.groomer_id)
    words = await day.last_words(move.c)
    assert words.startswith(f"好的，{move.pet.name}")
    assert move.to.groomer_name in words


async def test_what_is_no_longer_needed_is_taken_back_in_words(day: Broken) -> None:
    plan = await day.plan()
    move = asked(plan)
    await day.house.plans.send(day.boss, plan.id, day.key())
    await day.house.plans.drop(day.boss, plan.id, day.key())
    assert [one["view"]["state"] for one in await day.cards(move.c, move)] == ["proposed", "withdrawn"]
    assert (await day.last_words(move.c)).startswith(f"刚才说的改时间不用了，{move.pet.name}还是")


async def test_an_owner_hears_in_their_language(day: Broken) -> None:
    plan = await day.plan()
    move = asked(plan)
    owner = await day.owner_of(move)
    await day.house.people.change_me(owner, lang="en")
    await day.house.plans.send(day.boss, plan.id, day.key())
    await day.house.plans.drop(day.boss, plan.id, day.key())
    assert (await day.last_words(move.c)).startswith("The change we asked about is no longer needed:")
