"""Prices by date in the assistant's words: the day that was said, and that there are other days."""

from __future__ import annotations

from datetime import date

import pytest

from pawline.booking import own_pace_rows
from pawline.people import People
from pawline.pets import NewPet
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import SeededIds
from pawline.shop import Label, SeasonChange

from .house import Counter, cards, texts


@pytest.fixture
async def counter(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> Counter:
    """A shop in which Saturday 28 November costs a fifth more, and whose owner has a poodle of 88 yuan a bath."""
    made = Counter(db, clock, ids, people)
    await made.open()
    saturday = date(2026, 11, 28)
    await made.shops.season_list.add(made.manager, SeasonChange(Label("周末", "Weekend"), saturday, saturday, 20))
    await made.pets.add_pet(made.owner, NewPet(name="豆豆", species="dog", breed="泰迪"))
    return made


@pytest.mark.parametrize(
    ("asked", "told", "untold"),
    [
        ("11月28号洗澡多少钱", ["¥106", "11月28日周六", "周末 +20%"], ["有些日子价格不一样"]),
        ("11月27号洗澡多少钱", ["¥88"], ["周末", "有些日子价格不一样"]),
        ("洗澡多少钱", ["¥88", "有些日子价格不一样"], ["周末"]),
        ("11月27号到29号洗澡多少钱", ["¥88", "有些日子价格不一样"], ["周末"]),
        ("how much is a bath on 28 November?", ["¥106", "Weekend +20%"], []),
        ("how much is a bath?", ["¥88", "Some days have other prices"], []),
    ],
)
async def test_a_price_is_that_of_the_day(counter: Counter, asked: str, told: list[str], untold: list[str]) -> None:
    said = texts(await counter.say(asked))
    assert all(word in said for word in told), said
    assert not any(word in said for word in untold), said


async def test_a_move_to_a_dearer_day_says_so_before_the_yes(counter: Counter) -> None:
    held = cards(await counter.say("豆豆 11月27号下午三点 基础洗护"), "booking")[0]["view"]
    assert held["total_cents"] == 8_800
    await counter.bookings.confirm(counter.manager, held["id"], held["version"], "k")
    asked = texts(await counter.say("改到11月28号下午三点"))
    assert "那天合计 ¥106，原来是 ¥88" in asked, asked


async def test_a_length_is_what_this_very_pet_takes(counter: Counter) -> None:
    pet = await counter.pets.add_pet(counter.owner, NewPet(name="可乐", species="dog", breed="泰迪"))
    await counter.db.write(lambda tx: own_pace_rows.keep(tx, counter.shop.id, pet.id, {"bath": 90}))
    assert "约 1 个半小时" in texts(await counter.say("可乐洗澡要多久"))


async def test_a_yes_to_a_lower_price_is_asked_for_again(counter: Counter) -> None:
    held = cards(await counter.say("豆豆 11月25号下午三点 基础洗护"), "booking")[0]["view"]
    await counter.bookings.confirm(counter.manager, held["id"], held["version"], "k")
    assert "合计" not in texts(await counter.say("改到11月27号下午三点"))
    friday = date(2026, 11, 27)
    await counter.shops.season_list.add(counter.manager, SeasonChange(Label("节前", "Before"), friday, friday, 50))
    assert "那天合计 ¥132，原来是 ¥88" in texts(await counter.say("好的"))
    moved = cards(await counter.say("好的"), "booking")[-1]["view"]
    assert (moved["total_cents"], moved["status"]) == (13_200, "confirmed")
