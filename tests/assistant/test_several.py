"""Several pets of one household, booked one after another."""

from __future__ import annotations

import pytest

from pawline.people import People
from pawline.pets import NewPet
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import SeededIds

from .house import Counter, cards, texts


@pytest.fixture
async def counter(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> Counter:
    made = Counter(db, clock, ids, people)
    await made.open()
    for name in ("豆豆", "球球", "毛毛"):
        await made.pets.add_pet(made.owner, NewPet(name=name, species="dog", breed="泰迪"))
    return made


async def confirmed(counter: Counter, done: list) -> list:  # type: ignore[type-arg]
    """Says yes to the card that is shown; returns what follows."""
    held = cards(done, "booking")[-1]["view"]
    last = done[-1].seq
    await counter.bookings.confirm(counter.manager, held["id"], held["version"], counter.ids.new())
    return await counter.answered(last)


async def test_the_next_one_has_its_turn_on_the_same_day(counter: Counter) -> None:
    first = await counter.say("下周三上午十点豆豆和球球都基础洗护")
    assert "一只一只来，先约豆豆" in texts(first)
    then = await confirmed(counter, first)
    assert "接着约球球。11月25日周三" in texts(then)
    (slots,) = cards(then, "slots")
    offer = slots["view"]["times"]["2026-11-25"][0]
    held = await counter.tap(offer["offer_id"], "11月25日周三")
    assert cards(held, "booking")[0]["view"]["pet"]["name"] == "球球"
    assert "接着约" not in texts(await confirmed(counter, held))


async def test_all_of_them_in_turn(counter: Counter) -> None:
    done = await counter.say("下周三上午十点豆豆、球球和毛毛都基础洗护")
    for name in ("球球", "毛毛"):
        then = await confirmed(counter, done)
        assert f"接着约{name}。" in texts(then)
        offer = cards(then, "slots")[0]["view"]["times"]["2026-11-25"][0]
        done = await counter.tap(offer["offer_id"], "11月25日周三")
    assert "接着约" not in texts(await confirmed(counter, done))


async def test_who_gives_it_up_is_asked_no_more(counter: Counter) -> None:
    await counter.say("下周三上午十点豆豆和球球都做个精洗spa")
    await counter.say("算了先不约")
    alone = await counter.say("下周三上午十点豆豆基础洗护")
    assert "接着约" not in texts(await confirmed(counter, alone))


async def test_a_fact_that_comes_twice_offers_once(counter: Counter) -> None:
    first = await counter.say("下周三上午十点豆豆和球球都基础洗护")
    booking_id = cards(first, "booking")[0]["view"]["id"]
    await confirmed(counter, first)
    assert await counter.receptionist.next_pet(counter.shop.id, counter.c, booking_id) is False
