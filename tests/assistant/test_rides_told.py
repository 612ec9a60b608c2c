"""Rides in the chat: told where the shop drives, and added on the card."""

from __future__ import annotations

import pytest

from pawline.people import People
from pawline.pets import NewPet
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import SeededIds
from pawline.shop import Rides, RideWindow, RideZone, Settings

from .house import Counter, cards, texts

RIDES = Rides(
    zones=(RideZone("near", "望京", 2000, "Wangjing"), RideZone("far", "酒仙桥", 3500)),
    windows=tuple(
        RideWindow(day, way, start * 60, (start + 2) * 60) for day in (1, 2, 3, 5) for way, start in
        (("fetch", 9), ("home", 17))
    ),
)  # fmt: skip


@pytest.fixture
async def counter(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> Counter:
    made = Counter(db, clock, ids, people)
    await made.open()
    await made.pets.add_pet(made.owner, NewPet(name="豆豆", species="dog", breed="泰迪"))
    return made


async def test_where_when_and_for_how_much(counter: Counter) -> None:
    await counter.shops.set_settings(counter.manager, Settings(rides=RIDES))
    told = texts(await counter.say("你们有接送吗"))
    assert "单程望京 ¥20、酒仙桥 ¥35；来接 09:00–11:00，送回 17:00–19:00" in told
    assert "要接送吗" in told


async def test_in_english(counter: Counter) -> None:
    await counter.shops.set_settings(counter.manager, Settings(rides=RIDES))
    told = texts(await counter.say("do you pick up and drop off?"))
    assert "Wangjing ¥20 and 酒仙桥 ¥35 each way; fetching 09:00–11:00, bringing home 17:00–19:00." in told


async def test_beside_a_bath_it_is_left_to_the_card(counter: Counter) -> None:
    await counter.shops.set_settings(counter.manager, Settings(rides=RIDES))
    done = await counter.say("下周三下午三点给豆豆基础洗护，要接送")
    assert "在卡片上点「要接送吗？」" in texts(done)
    assert [one["code"] for one in cards(done, "booking")[0]["view"]["services"]] == ["bath"]


async def test_a_shop_that_does_not_drive_answers_from_its_list(counter: Counter) -> None:
    assert "要接送吗" not in texts(await counter.say("你们有接送吗"))
