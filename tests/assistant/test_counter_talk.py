"""What the dialogue evaluation showed: slips of the tongue, changes beside a card, words that people really use."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from pawline.assistant.model import CallPerson, Propose, Say
from pawline.assistant.understand import Context, understand
from pawline.people import People
from pawline.pets import NewPet
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import SeededIds

from .fake_world import BOOKING, DOUDOU, MIMI, SUNDAY, ZONE, FakeWorld, Talk
from .house import Counter, cards, texts

TWO = Context(pet_names=("可可", "年糕"))


def read(text: str, context: Context | None = None):  # type: ignore[no-untyped-def]
    return understand(text, SUNDAY, ZONE, context)


@pytest.fixture
async def counter(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> Counter:
    made = Counter(db, clock, ids, people)
    await made.open()
    return made


# Which pet.


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("不是可可 是年糕", ["年糕"]),
        ("给年糕约明天\n说错了 给可可", ["可可"]),
        ("年糕和可可都要洗", ["年糕", "可可"]),
        ("可可明天洗澡", ["可可"]),
    ],
)
def test_a_name_that_is_taken_back_is_not_meant(text: str, names: list[str]) -> None:
    assert [pet.name for pet in read(text, TWO).pets] == names


def test_another_pet_gets_its_own_service() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU, MIMI)))
    talk.hear("下周二下午三点给豆豆洗澡")
    talk.hear("不对 是咪咪")
    proposed = talk.effect(Propose)
    assert proposed is not None
    assert (proposed.wish.pet.name, proposed.wish.codes) == ("咪咪", ("cat_bath",))
    assert "好，换成咪咪。" in talk.text


def test_one_of_the_dogs_that_are_known_is_meant_and_no_new_one() -> None:
    second = replace(DOUDOU, id="p9", name="布丁")
    talk = Talk(FakeWorld(known=(DOUDOU, second, MIMI)))
    talk.hear("下周二下午三点带狗狗洗澡")
    assert talk.chips == [f"pet:{DOUDOU.id}", "pet:p9"]


async def test_no_file_is_opened_for_a_dog_that_has_one(counter: Counter) -> None:
    for name in ("元宝", "布丁"):
        await counter.pets.add_pet(counter.owner, NewPet(name=name, species="dog", breed="柯基"))
    await counter.say("我有两只狗要洗澡 下周二下午三点")
    found = await counter.db.read(lambda tx: counter.pets.pets_of_owner(tx, counter.owner, counter.owner.account_id))
    assert {pet.name for pet in found} == {"元宝", "布丁"}


# Beside a card.


def test_more_on_the_card_is_said_and_the_richer_bath_is_not_offered_again() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("下周二下午三点给豆豆洗澡")
    assert "service:spa" in talk.chips
    talk.hear("再加个刷牙")
    proposed = talk.effect(Propose)
    assert proposed is not None
    assert proposed.wish.codes == ("bath", "teeth")
    assert "刷牙加上了。" in talk.text
    assert talk.chips == []


def test_one_service_given_up_for_another_cancels_nothing() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("下周二下午三点给豆豆做美容")
    talk.hear("算了这次不剪了 光洗澡")
    proposed = talk.effect(Propose)
    assert proposed is not None
    assert proposed.wish.codes == ("bath",)


@pytest.mark.parametrize("text", ["24号那个能再加个刷牙吗", "豆豆24号的洗澡想加个刷牙"])
def test_an_add_on_to_what_is_booked_goes_to_the_team(text: str) -> None:
    booked = replace(BOOKING, codes=("bath",), starts=datetime(2026, 11, 24, 15, tzinfo=ZONE))
    talk = Talk(FakeWorld(known=(DOUDOU,), booked=(booked,)))
    talk.hear(text)
    called = talk.effect(CallPerson)
    assert called is not None
    assert called.reason == "add_on"
    assert "11月24日周二 15:00 那次加刷牙" in talk.text


def test_another_visit_with_an_add_on_is_a_wish_of_its_own() -> None:
    booked = replace(BOOKING, codes=("bath",), starts=datetime(2026, 11, 24, 15, tzinfo=ZONE))
    talk = Talk(FakeWorld(known=(DOUDOU,), booked=(booked,)))
    talk.hear("27号下午三点豆豆洗澡，加个刷牙")
    assert talk.effect(Propose) is not None


# What is said.


async def test_a_day_of_rest_is_called_so(counter: Counter) -> None:
    await counter.pets.add_pet(counter.owner, NewPet(name="豆豆", species="dog", breed="泰迪"))
    shown = await counter.say("周四下午给豆豆洗澡")
    assert "11月26日周四店休" in texts(shown)
    assert cards(shown, "slots")


def test_no_bubble_is_said_twice_in_a_row() -> None:
    talk = Talk(FakeWorld(known=()))
    talk.hear("给我家狗洗澡")
    said = [talk.text for _ in range(2) if talk.hear("珠穆朗玛峰有多高来着") or True]
    assert said[0] != said[1]
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    said = [talk.text for _ in range(2) if talk.hear("😂😂") or True]
    assert said[0] != said[1]


def test_who_names_two_services_hears_both_prices() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("豆豆洗澡和做造型分别多少钱")
    assert "基础洗护 ¥188" in talk.text
    assert "美容造型 ¥428" in talk.text


def test_thanks_with_a_yes_to_nothing_are_thanks() -> None:
    talk = Talk()
    talk.hear("好的 谢谢啦")
    assert "不客气" in talk.text


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("改星期五下午2点行不行", "reschedule"),
        ("能不能改11月28号", "reschedule"),
        ("wed doesn't work any more, friday 3pm?", "reschedule"),
        ("hi, do you have any openings?", "query_availability"),
        ("豆豆想冲个澡", "book"),
        ("how far along is he?", "query_status"),
        ("where are you at with Max?", "query_status"),
        ("现在呢", "query_status"),
        ("豆豆后天没法来，约就不要了", "cancel"),
        ("麻烦让店里的人联系我", "handoff_human"),
    ],
)
def test_what_people_mean(text: str, intent: str) -> None:
    assert intent in read(text, Context(pet_names=("豆豆", "Max"))).intents


@pytest.mark.parametrize("text", ["这会儿过去还有人吗", "今晚还有人在吗", "明天早上最早几点能过去"])
def test_whether_somebody_is_there_is_asked_of_the_hours(text: str) -> None:
    assert read(text).intents == ("query_hours",)


@pytest.mark.parametrize("text", ["明天洗澡最早几点能过来", "现在有人能帮我洗狗吗"])
def test_whether_somebody_has_time_is_asked_of_the_free_times(text: str) -> None:
    assert "query_hours" not in read(text).intents


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("有没有看到我家的牵引绳", "lost"),
        ("接猫的时候忘拿猫包了", "lost"),
        ("did you find a red collar? we forgot it yesterday", "lost"),
        ("我们到啦", "arrived"),
        ("到了 在店门口", "arrived"),
        ("可能要晚个二十分钟左右", "late"),
        ("周六要是有人取消了能告诉我吗", "waitlist"),
        ("给我排上队吧 就要周六", "waitlist"),
        ("do you charge if I cancel?", "policy"),
        ("钱能退吗", "refund"),
        ("它老是挠耳朵是怎么了", "health"),
        ("我也说不准", "anything"),
        ("不太清楚诶", "anything"),
    ],
)
def test_what_people_speak_of(text: str, topic: str) -> None:
    found = read(text)
    assert topic in found.topics
    assert not found.has("cancel")


@pytest.mark.parametrize("text", ["到了叫我", "到了没", "地铁几号线", "白天寄放一天", "这次不剪了 帮我取消"])
def test_what_only_looks_like_it(text: str) -> None:
    found = read(text)
    assert "arrived" not in found.topics
    assert ("address" in found.topics) == ("地铁" in text)
    assert ("daycare" in found.services, "boarding" in found.services) == ("寄放" in text, False)
    assert found.has("cancel") == ("取消" in text)


def test_a_wish_in_pieces_is_no_move() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("豆豆周二上午十点洗澡\n改下午一点")
    proposed = talk.effect(Propose)
    assert proposed is not None
    assert proposed.offer.start == datetime(2026, 11, 24, 13, tzinfo=ZONE)
    assert not [one for one in talk.turn.effects if isinstance(one, Say) and "没有" in one.text]


async def files(counter: Counter) -> list[str]:
    """The names of the owner's pets."""
    found = await counter.db.read(lambda tx: counter.pets.pets_of_owner(tx, counter.owner, counter.owner.account_id))
    return [one.name for one in found]


async def test_a_breed_that_was_said_wrongly_leaves_no_file_behind(counter: Counter) -> None:
    await counter.say("周三上午十点给我家泰迪洗澡")
    assert await files(counter) == ["泰迪"]
    card = cards(await counter.say("打错了 我家是比熊"), "booking")[-1]["view"]
    assert (card["pet"]["name"], card["status"]) == ("比熊", "held")
    assert await files(counter) == ["比熊"]


async def test_a_pet_with_a_name_of_its_own_is_never_written_over(counter: Counter) -> None:
    await counter.pets.add_pet(counter.owner, NewPet(name="豆豆", species="dog", breed="泰迪"))
    await counter.say("周三上午十点给豆豆洗澡")
    await counter.say("不对，是比熊")
    assert sorted(await files(counter)) == ["比熊", "豆豆"]
