"""On real rooms: helping on while a person is called, taking up what people left, names for files, plain reasons."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pawline.booking import Entry as DeskEntry
from pawline.booking import ServiceLine
from pawline.chat import State
from pawline.people import Actor, People, Role
from pawline.pets import NewPet
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import AccountId, DeviceId, PetId, SeededIds
from pawline.shop import ServiceChange, Settings

from .house import Counter, cards, texts

HOUR = 3600
STRAY = ("帮我写一首关于月亮的诗", "那讲个笑话听听", "给我唱首歌听听吧")
BATH = "下周二下午三点给金毛洗澡"
TUESDAY_15_MS = int(datetime(2026, 11, 24, 15, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)


@pytest.fixture
async def counter(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> Counter:
    made = Counter(db, clock, ids, people)
    await made.open()
    return made


async def conversation(counter: Counter) -> Any:
    found = await counter.db.read(lambda tx: counter.chat.conversation(tx, counter.shop.id, counter.c))
    assert found is not None
    return found


async def manager(counter: Counter) -> Actor:
    account_id = AccountId(counter.ids.new())
    await counter.db.write(
        lambda tx: counter.people.open_account(
            tx, counter.shop.id, account_id, Role.MANAGER, name="店长", login="manager"
        )
    )
    return Actor(counter.shop.id, account_id, "staff", Role.MANAGER, DeviceId("desk"))


async def at_five_in_the_morning(counter: Counter) -> None:
    counter.clock.advance(19 * HOUR)


async def misunderstood(counter: Counter) -> None:
    for text in STRAY:
        await counter.say(text)
    assert (await conversation(counter)).state is State.QUEUED


async def test_at_five_a_booking_is_still_made_and_the_person_stays_called(counter: Counter) -> None:
    await at_five_in_the_morning(counter)
    await misunderstood(counter)
    epoch = (await conversation(counter)).epoch
    done = await counter.say(BATH)
    assert cards(done, "booking")[0]["view"]["status"] == "held"
    found = await conversation(counter)
    assert (found.state, found.epoch) == (State.QUEUED, epoch)
    assert "09:00–21:00" in texts(await counter.say("几点开门"))


async def test_what_is_not_understood_is_left_to_the_person_called_once(counter: Counter) -> None:
    await misunderstood(counter)
    assert texts(await counter.say(STRAY[0])) == "这句我也留给店员了。"
    assert await counter.say(STRAY[1]) == []
    assert "09:00–21:00" in texts(await counter.say("几点开门"))


async def test_the_button_for_a_person_keeps_what_was_being_arranged(counter: Counter) -> None:
    await at_five_in_the_morning(counter)
    await counter.say("下周二下午三点我家金毛想洗澡，顺便做个美容")
    await counter.chat.ask_for_person(counter.owner, counter.c)
    done = await counter.tap("service:groom", "造型")
    assert cards(done, "booking")


async def test_a_person_on_duty_is_not_talked_over(counter: Counter) -> None:
    await counter.say("转人工")
    assert await counter.say("多少钱") == []
    assert await counter.say(BATH) == []


async def test_a_person_who_wrote_has_the_word(counter: Counter) -> None:
    await at_five_in_the_morning(counter)
    await misunderstood(counter)
    staff = await manager(counter)
    await counter.chat.send(staff, counter.c, counter.ids.new(), {"type": "text", "text": "您好，我来看看"})
    assert await counter.say(BATH) == []


async def test_what_was_left_is_answered_when_the_word_comes_back(counter: Counter) -> None:
    """Without a person's answer in between, and without the owner writing again."""
    staff = await manager(counter)
    await counter.say("你好")
    await counter.chat.take(staff, counter.c)
    await counter.chat.send(staff, counter.c, counter.ids.new(), {"type": "text", "text": "您好"})
    await counter.say("几点开门")
    await counter.say("下周二下午三点", "给金毛洗澡")
    last = (await conversation(counter)).last_seq
    await counter.chat.hand_back(staff, counter.c)
    done = await counter.answered(last)
    assert len(cards(done, "booking")) == 1
    assert "09:00–21:00" in texts(done)
    assert await counter.answered((await conversation(counter)).last_seq) == []


async def test_what_waited_in_silence_is_answered_when_the_word_comes_back(counter: Counter) -> None:
    staff = await manager(counter)
    await counter.say("转人工")
    assert await counter.say("几点开门") == []
    last = (await conversation(counter)).last_seq
    await counter.chat.hand_back(staff, counter.c)
    assert "09:00–21:00" in texts(await counter.answered(last))


async def test_what_a_person_answered_is_not_answered_again(counter: Counter) -> None:
    staff = await manager(counter)
    await counter.say("你好")
    await counter.chat.take(staff, counter.c)
    await counter.say("几点开门")
    await counter.chat.send(staff, counter.c, counter.ids.new(), {"type": "text", "text": "九点"})
    last = (await conversation(counter)).last_seq
    await counter.chat.hand_back(staff, counter.c)
    assert texts(await counter.answered(last)) == ""


async def test_a_broken_assistant_says_so_once(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("planted")

    with monkeypatch.context() as patch:
        patch.setattr("pawline.assistant.service.step", broken)
        assert "已经请店员来接" in texts(await counter.say("你好"))
        await counter.say("在吗")
        assert texts(await counter.say("在吗")) in ("", "我这边卡住了，你的话都在，已经请店员来接。")
        assert texts(await counter.say("在吗")) == ""
    assert "09:00–21:00" in texts(await counter.say("几点开门"))


# Which bath, and its chips under the newest entry.


async def test_the_richer_bath_is_offered_under_the_card_and_a_tap_changes_the_hold(counter: Counter) -> None:
    done = await counter.say(BATH)
    assert [one.body.get("card", "text") for one in done if one.kind == "message"] == ["text", "booking", "text"]
    chips = done[-1].body["chips"]
    assert [chip["label"] for chip in chips] == ["基础洗护 ¥188", "精洗 SPA ¥268"]
    again = await counter.tap(chips[1]["id"], chips[1]["label"])
    (card,) = [one for one in cards(again, "booking") if one["view"]["status"] == "held"]
    assert [one["code"] for one in card["view"]["services"]] == ["spa"]
    assert card["view"]["starts_ms"] == cards(done, "booking")[0]["view"]["starts_ms"]


async def test_cats_go_to_the_cat_bath_without_a_question(counter: Counter) -> None:
    await counter.pets.add_pet(counter.owner, NewPet(name="咪咪", species="cat", breed="布偶"))
    done = await counter.say("下周二下午三点给咪咪洗澡")
    assert cards(done, "booking")
    assert not any(one.body.get("chips") for one in done)


# What is off sale.


async def off_sale(counter: Counter, code: str) -> None:
    sold = await counter.db.read(lambda tx: counter.shops.catalogue(tx, counter.shop.id))
    one = sold.by_code[code]
    change = ServiceChange(
        one.name, one.species, one.steps, labels=one.labels, is_extra=one.is_extra, is_bookable=False
    )
    await counter.shops.price_list.change_service(counter.manager, code, change)


async def test_what_is_off_sale_is_neither_asked_for_nor_proposed(counter: Counter) -> None:
    await off_sale(counter, "bath")
    done = await counter.say("下周二下午三点给金毛洗澡，顺便做个美容")
    assert not any(one.body.get("chips") for one in done), "bath or groom is no question where only one is sold"
    assert cards(done, "booking")[0]["view"]["services"][0]["code"] == "groom"


async def test_an_extra_off_sale_is_told_and_left_out(counter: Counter) -> None:
    await off_sale(counter, "teeth")
    done = await counter.say("下周二下午三点给金毛洗澡和刷牙")
    assert [one["code"] for one in cards(done, "booking")[0]["view"]["services"]] == ["bath"]
    assert "刷牙" in texts(done)


# Reasons.


async def test_a_taken_time_is_told_once_and_without_the_floor_s_words(counter: Counter) -> None:
    for name in ("一一", "二二"):
        pet = await counter.pets.add_pet(counter.owner, NewPet(name=name, species="dog", breed="泰迪"))
        entry = DeskEntry(PetId(pet.id), (ServiceLine("bath"),), TUESDAY_15_MS)
        await counter.bookings.enter(counter.manager, entry, counter.ids.new())
    shown = await counter.say("下周二下午三点给金毛洗澡")
    said = texts(shown)
    assert "11月24日周二 15:00 已经约满了，附近这些时间有空" in said
    assert "已满" not in said
    assert "都有约" not in said
    assert all(card["view"]["reason"] is None for card in cards(shown, "slots"))


async def test_a_time_off_the_grid_is_told_to_be_none(counter: Counter) -> None:
    shown = await counter.say("下周二下午三点零七分给金毛洗澡")
    assert "11月24日周二 15:07 排不上，附近这些时间有空" in texts(shown)


# Names.


async def without_phone(counter: Counter) -> None:
    await counter.shops.set_settings(counter.manager, Settings(is_phone_required=False))


async def confirmed(counter: Counter, done: list[Any]) -> list[Any]:
    card = cards(done, "booking")[0]
    last = (await conversation(counter)).last_seq
    await counter.bookings.confirm(counter.owner, card["id"], card["version"], counter.ids.new())
    return await counter.answered(last)


async def test_a_pet_filed_under_its_breed_is_asked_for_its_name_once(counter: Counter) -> None:
    await without_phone(counter)
    after = await confirmed(counter, await counter.say(BATH))
    assert "怎么称呼毛孩子" in texts(after)
    assert "豆包" in texts(await counter.say("叫豆包"))
    (pet,) = await counter.db.read(lambda tx: counter.pets.pets_of_owner(tx, counter.owner, counter.owner.account_id))
    assert pet.name == "豆包"
    again = await confirmed(counter, await counter.say("下周五下午三点给豆包洗澡"))
    assert "怎么称呼" not in texts(again)


async def test_no_name_is_asked_twice(counter: Counter) -> None:
    await without_phone(counter)
    await confirmed(counter, await counter.say(BATH))
    await counter.say("不用了")
    again = await confirmed(counter, await counter.say("下周五下午三点给金毛洗澡"))
    assert "怎么称呼" not in texts(again)


async def test_a_pet_with_a_name_is_not_asked(counter: Counter) -> None:
    await without_phone(counter)
    await counter.pets.add_pet(counter.owner, NewPet(name="豆豆", species="dog", breed="泰迪"))
    after = await confirmed(counter, await counter.say("下周二下午三点给豆豆洗澡"))
    assert "怎么称呼" not in texts(after)
