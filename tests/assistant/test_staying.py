"""Boarding by message, on the real rooms: which nights, what they cost, and what the shop really booked."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from pawline.assistant.staying import nights_answered, nights_in
from pawline.people import People
from pawline.pets import NewPet
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import SeededIds
from pawline.shop import Settings
from tests.booking.world import take_stays

from .house import Counter, cards, texts

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
async def counter(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> Counter:
    """A shop that takes two dogs for the night; of their vaccinations it asks nothing."""
    made = Counter(db, clock, ids, people)
    await made.open()
    await made.shops.set_settings(made.manager, Settings(vaccine_asks=()))
    await take_stays(db, made.shops, made.manager, "dog", "dog")
    await made.pets.add_pet(made.owner, NewPet(name="豆豆", species="dog", breed="泰迪"))
    return made


def at(month: int, day: int, hour: int) -> int:
    return int(datetime(2026, month, day, hour, tzinfo=ZONE).timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("国庆想寄养三晚", 3),
        ("住两天，从周六开始", 2),
        ("寄养一周", 7),
        ("寄养十来天？先十天吧", 10),
        ("for 3 nights from Friday", 3),
        ("a week please", 7),
        ("two nights", 2),
        ("周一晚上送来", None),
        ("12月1号晚上", None),
        ("三天后寄养", None),
        ("第二天接", None),
        ("下下周一", None),
        ("初三夜里", None),
        ("3 days ago", None),
        ("9999 晚", None),
        ("一天喂两次药，寄养三晚", 3),
        ("He eats twice a day", None),
        ("一晚80", None),
        ("过两天送来寄养三晚", 3),
        ("in 3 days for 2 nights", 2),
        ("豆豆8周大", None),
        ("12 week old puppy", None),
        ("how much is it a night", None),
        ("一天多少钱", None),
        ("三四天吧", None),
        ("4 days 3 nights", 3),
        ("twelve nights", 12),
        ("a 3-night stay", 3),
        ("两晚或者三晚", None),
    ],
)
def test_how_many_nights_a_text_names(text: str, many: int | None) -> None:
    assert nights_in(text) == many


@pytest.mark.parametrize(
    ("text", "many"), [("3", 3), ("两", 2), ("四晚吧", 4), ("two", 2), ("好的", None), ("0", None)]
)
def test_a_number_alone_answers(text: str, many: int | None) -> None:
    assert nights_answered(text) == many


@pytest.mark.parametrize(
    ("said", "first", "last", "cents"),
    [
        ("想给豆豆寄养三晚，周五送来", (11, 27, 14), (11, 30, 12), 24000),
        ("豆豆 12月1号到4号 寄养", (12, 1, 14), (12, 4, 12), 24000),
        ("寄养 周五送 周日接", (11, 27, 14), (11, 29, 12), 16000),
        ("周末寄养一晚", (11, 28, 14), (11, 29, 12), 8000),
        ("Could you board my dog for 3 nights from Friday?", (11, 27, 14), (11, 30, 12), 24000),
        ("boarding Dec 1 to Dec 4 please", (12, 1, 14), (12, 4, 12), 24000),
        ("寄养十二月一号到五号，一天遛三次", (12, 1, 14), (12, 5, 12), 32000),
        ("一晚80，寄养周五到周一", (11, 27, 14), (11, 30, 12), 24000),
        ("周五下午五点送豆豆去寄养，住两晚", (11, 27, 17), (11, 29, 12), 16000),
    ],
)  # fmt: skip
async def test_one_sentence_holds_a_kennel(
    counter: Counter, said: str, first: tuple[int, int, int], last: tuple[int, int, int], cents: int
) -> None:
    done = await counter.say(said)
    view = cards(done, "booking")[0]["view"]
    assert (view["starts_ms"], view["ends_ms"], view["total_cents"]) == (at(*first), at(*last), cents)
    assert view["groomer"] is None


async def test_what_is_missing_is_asked_one_thing_a_turn(counter: Counter) -> None:
    asked = await counter.say("想给豆豆寄养")
    assert "什么时候带豆豆来" in texts(asked)
    asked = await counter.say("下周二")
    assert "豆豆住几晚" in texts(asked)
    assert [chip["id"] for chip in asked[-1].body["chips"]] == ["nights:1", "nights:2", "nights:3", "nights:7"]
    view = cards(await counter.tap("nights:3", "3 晚"), "booking")[0]["view"]
    assert (view["nights"], view["starts_ms"]) == (3, at(11, 24, 14))


async def test_a_number_typed_is_the_answer_and_a_closed_day_of_fetching_is_said(counter: Counter) -> None:
    await counter.say("想给豆豆寄养，下周二")
    done = await counter.say("2")
    assert "店休，没法来接" in texts(done)
    assert cards(done, "slots")[0]["view"]["nights"] == 2


@pytest.mark.parametrize("answer", ["周日接", "到周日", "until Sunday", "pick up on Sunday", "11月29号接"])
async def test_the_day_of_fetching_is_an_answer_to_how_many_nights(counter: Counter, answer: str) -> None:
    await counter.say("想给豆豆寄养，周五送来")
    view = cards(await counter.say(answer), "booking")[0]["view"]
    assert (view["nights"], view["starts_ms"]) == (2, at(11, 27, 14))


async def test_a_note_for_the_stay_changes_none_of_its_days(counter: Counter) -> None:
    view = cards(await counter.say("想给豆豆寄养三晚，周五送来"), "booking")[0]["view"]
    await counter.say("他周六下午要吃药，怕打雷")
    held = await counter.db.read(lambda tx: counter.bookings.live_hold(tx, counter.shop.id, counter.c))
    assert held is not None
    assert (held.starts_ms, held.nights) == (view["starts_ms"], 3)


async def test_more_nights_of_what_is_booked_go_to_people(counter: Counter) -> None:
    view = cards(await counter.say("想给豆豆寄养三晚，周五送来"), "booking")[0]["view"]
    await counter.bookings.confirm(counter.manager, view["id"], view["version"], "yes")
    assert "要店员来改" in texts(await counter.say("寄养改成住五晚"))


async def test_a_stay_is_moved_in_english(counter: Counter) -> None:
    view = cards(await counter.say("board my dog for 3 nights from Friday"), "booking")[0]["view"]
    await counter.bookings.confirm(counter.manager, view["id"], view["version"], "yes")
    assert "1 Dec" in texts(await counter.say("move my boarding to Dec 1"))


async def test_a_day_to_be_fetched_on_is_no_day_to_come(counter: Counter) -> None:
    asked = await counter.say("想把豆豆寄养到12月5号")
    assert "什么时候带豆豆来" in texts(asked)


async def test_a_bath_is_left_for_its_own_booking(counter: Counter) -> None:
    done = await counter.say("周五寄养两晚，顺便给豆豆洗个澡")
    assert "洗护要另外约" in texts(done)
    view = cards(done, "booking")[0]["view"]
    assert [one["code"] for one in view["services"]] == ["boarding"]


async def test_full_kennels_are_said_and_other_days_shown(counter: Counter) -> None:
    for name in ("一号", "二号"):
        await counter.pets.add_pet(counter.owner, NewPet(name=name, species="dog", breed="泰迪"))
    for name in ("一号", "二号"):
        await counter.say(f"给{name}寄养两晚，周五送来")
        view = await counter.db.read(lambda tx: counter.bookings.live_hold(tx, counter.shop.id, counter.c))
        assert view is not None
        await counter.bookings.confirm(counter.manager, view.id, view.version, f"yes-{name}")
    done = await counter.say("给豆豆寄养两晚，周五送来")
    assert "寄养间" in texts(done)
    assert "已满" in texts(done)
    assert cards(done, "slots")
    assert not cards(done, "booking")


async def test_the_price_is_told_by_the_night(counter: Counter) -> None:
    assert "豆豆的寄养 ¥80 一晚" in texts(await counter.say("豆豆寄养多少钱"))


async def test_day_care_needs_no_nights(counter: Counter) -> None:
    view = cards(await counter.say("明天日托，豆豆"), "booking")[0]["view"]
    assert (view["nights"], view["starts_ms"], view["ends_ms"]) == (0, at(11, 23, 9), at(11, 23, 21))


async def test_a_stay_goes_to_another_day_with_its_nights(counter: Counter) -> None:
    view = cards(await counter.say("想给豆豆寄养三晚，周五送来"), "booking")[0]["view"]
    await counter.bookings.confirm(counter.manager, view["id"], view["version"], "yes")
    asked = await counter.say("寄养改到下下周二送来")
    await counter.tap(next(chip["id"] for one in asked for chip in one.body["chips"] if "do_move" in chip["id"]), "改")
    moved = await counter.db.read(lambda tx: counter.bookings.view_for(tx, counter.manager, view["id"]))
    assert (moved.nights, moved.total_cents, moved.starts_ms) == (3, 24000, at(12, 1, 14))
