"""The receptionist on real rooms: bookings really held, silence under people, stale replies dropped."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from pawline.assistant.asked import Stale
from pawline.chat import State
from pawline.people import Actor, People, Role
from pawline.pets import NewPet, NewVaccine, Vaccines
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.ids import AccountId, DeviceId, SeededIds
from pawline.shop import Settings, VaccineAsk

from .house import Counter, cards, texts

STORY = "我想预约下周二下午三点给我家金毛洗澡，顺便做个美容"
TUESDAY_15_MS = int(datetime(2026, 11, 24, 15, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)


@pytest.fixture
async def counter(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> Counter:
    made = Counter(db, clock, ids, people)
    await made.open()
    return made


async def state_of(counter: Counter) -> tuple[State, int]:
    found = await counter.db.read(lambda tx: counter.chat.conversation(tx, counter.shop.id, counter.c))
    assert found is not None
    return found.state, found.epoch


async def test_the_story_ends_in_a_held_booking(counter: Counter) -> None:
    asked = await counter.say(STORY)
    assert len(asked) == 1
    assert [chip["id"] for chip in asked[0].body["chips"]] == ["service:bath", "service:groom"]
    assert "¥188" in asked[0].body["chips"][0]["label"]
    done = await counter.tap("service:groom", "造型")
    booked = cards(done, "booking")
    assert len(booked) == 1
    assert booked[0]["view"]["starts_ms"] == TUESDAY_15_MS
    assert booked[0]["view"]["status"] == "held"
    assert booked[0]["view"]["pet"]["size"] == "L"
    assert "11月24日周二 15:00 有空位，先替你留 10 分钟。" in texts(done)


async def test_the_words_come_before_the_card(counter: Counter) -> None:
    await counter.say(STORY)
    done = await counter.tap("service:bath", "基础洗护")
    assert [one.body.get("card", "text") for one in done] == ["text", "booking"]


async def test_the_story_in_english(counter: Counter) -> None:
    await counter.say("I'd like to book a bath for my golden retriever next Tuesday at 3pm, and maybe a haircut")
    done = await counter.tap("service:bath", "Basic bath")
    assert "Tue 24 Nov, 15:00 is free" in texts(done)
    assert cards(done, "booking")[0]["view"]["starts_ms"] == TUESDAY_15_MS


async def test_one_pet_file_is_opened_for_one_pet(counter: Counter) -> None:
    await counter.say("下周二下午三点给我家金毛洗澡")
    await counter.say("不对，是周三")
    pets = await counter.db.read(lambda tx: counter.pets.pets_of_owner(tx, counter.owner, counter.owner.account_id))
    assert [pet.name for pet in pets] == ["金毛"]
    view = await counter.db.read(lambda tx: counter.bookings.live_hold(tx, counter.shop.id, counter.c))
    assert view is not None
    assert view.starts_ms == TUESDAY_15_MS + 86_400_000


async def test_three_quick_messages_get_one_reply_in_which_the_last_wish_wins(counter: Counter) -> None:
    await counter.pets.add_pet(counter.owner, NewPet(name="豆豆", species="dog", breed="泰迪"))
    done = await counter.say("下周二下午三点给豆豆洗澡", "不对是周三", "找小林")
    booked = cards(done, "booking")
    assert len(booked) == 1
    assert booked[0]["view"]["starts_ms"] == TUESDAY_15_MS + 86_400_000
    assert booked[0]["view"]["groomer"]["name"] == "小林"


async def test_other_words_for_what_was_answered_are_answered_anew(counter: Counter) -> None:
    await counter.say("下周二下午三点给金毛洗澡")
    said = await said_last(counter)
    for words, later_h in (("下周三下午三点给金毛洗澡", 24), ("下周三下午四点给金毛洗澡", 25)):
        before, held = cards(await counter.edit(said, words), "booking")
        assert (before["view"]["status"], held["view"]["status"]) == ("expired", "held")
        assert held["view"]["starts_ms"] == TUESDAY_15_MS + later_h * 3_600_000


async def test_what_an_older_message_says_now_is_for_the_record(counter: Counter) -> None:
    await counter.say("几点开门")
    older = await said_last(counter)
    await counter.say("下周二下午三点给金毛洗澡")
    assert await counter.edit(older, "地址在哪里") == []


async def test_a_message_changed_before_its_answer_is_answered_once(counter: Counter) -> None:
    body = {"type": "text", "text": "下周二下午三点给金毛洗澡"}
    said = (await counter.chat.send(counter.owner, counter.c, counter.ids.new(), body)).seq
    booked = cards(await counter.edit(said, "下周三下午三点给金毛洗澡"), "booking")
    assert [one["view"]["starts_ms"] for one in booked] == [TUESDAY_15_MS + 86_400_000]


async def said_last(counter: Counter) -> int:
    entries = await counter.db.read(lambda tx: counter.chat.entries_after(tx, counter.c, 0))
    return max(one.seq for one in entries if one.sender == counter.owner.account_id)


async def test_a_vague_time_shows_a_slots_card_whose_slot_is_held(counter: Counter) -> None:
    shown = await counter.say("下周二下午给金毛洗澡")
    slots = cards(shown, "slots")
    assert len(slots) == 1
    offer = slots[0]["view"]["times"]["2026-11-24"][0]
    done = await counter.tap(offer["offer_id"], "11月24日周二")
    assert cards(done, "booking")[0]["view"]["starts_ms"] == offer["start_ms"]


async def test_a_closed_day_says_why(counter: Counter) -> None:
    shown = await counter.say("周四下午三点给金毛洗澡")
    assert "店休" in texts(shown)
    assert cards(shown, "slots")


async def test_a_pet_that_was_just_vaccinated_is_offered_the_first_day_after_its_rest(counter: Counter) -> None:
    pet = await counter.pets.add_pet(counter.owner, NewPet(name="豆豆", species="dog", breed="泰迪"))
    vaccines = Vaccines(counter.db, counter.clock, counter.ids, counter.pets)
    await vaccines.note(counter.owner, pet.id, NewVaccine(kind="rabies", given=date(2026, 11, 20)))
    done = await counter.say("下周二下午三点给豆豆洗澡，基础洗护")
    assert "豆豆疫苗刚打，建议11月27日周五起再来，附近这些时间有空" in texts(done)
    (slots,) = cards(done, "slots")
    assert slots["view"]["days"][0]["date"] == "2026-11-27"


async def test_what_no_other_day_would_help_is_said_as_it_is(counter: Counter) -> None:
    must = VaccineAsk("bath", "dog", ("rabies",), is_must=True)
    await counter.shops.set_settings(counter.manager, Settings(vaccine_asks=(must,)))
    await counter.pets.add_pet(counter.owner, NewPet(name="豆豆", species="dog", breed="泰迪"))
    done = await counter.say("下周二下午三点给豆豆洗澡，基础洗护")
    assert "豆豆还没记狂犬疫苗，先记在疫苗本里再约。" in texts(done)
    assert "空位" not in texts(done)
    assert not cards(done, "slots")


async def test_a_person_who_took_over_is_not_talked_over(counter: Counter) -> None:
    staff = await _manager(counter)
    await counter.say("你好")
    await counter.chat.take(staff, counter.c)
    assert await counter.say("下周二下午三点给金毛洗澡") == []
    await counter.chat.send(staff, counter.c, counter.ids.new(), {"type": "text", "text": "约好啦，周二见"})
    await counter.chat.hand_back(staff, counter.c)
    again = await counter.say("谢谢")
    assert "不客气" in texts(again)
    assert not cards(again, "booking")


async def _manager(counter: Counter) -> Actor:
    account_id = AccountId(counter.ids.new())
    await counter.db.write(
        lambda tx: counter.people.open_account(
            tx, counter.shop.id, account_id, Role.MANAGER, name="店长", login="manager"
        )
    )
    return Actor(counter.shop.id, account_id, "staff", Role.MANAGER, DeviceId("desk"))


async def test_a_reply_made_for_an_older_turn_is_dropped(counter: Counter) -> None:
    await counter.chat.send(counter.owner, counter.c, counter.ids.new(), {"type": "text", "text": "几点开门"})
    await counter.outbox.settle()
    receptionist = counter.receptionist
    asked = await receptionist.asked(counter.shop.id, counter.c)
    assert asked is not None
    await counter.chat.send(counter.owner, counter.c, counter.ids.new(), {"type": "text", "text": "多少钱"})
    with pytest.raises(Stale):
        await receptionist.answer(asked)
    done = await counter.answered(2)
    assert len([one for one in done if one.body.get("type") == "text"]) == 1


async def test_asking_for_a_person_queues_with_the_reason(counter: Counter) -> None:
    await counter.say("转人工")
    assert (await state_of(counter))[0] is State.QUEUED


async def test_a_red_flag_queues_and_names_the_clinic(counter: Counter) -> None:
    done = await counter.say("我家狗一直抽搐怎么办")
    assert "010-5559" in texts(done)
    assert (await state_of(counter))[0] is State.QUEUED


async def test_hours_come_from_the_shop(counter: Counter) -> None:
    entries = await counter.say("几点开门")
    assert "09:00–21:00" in texts(entries)


async def booked(counter: Counter) -> str:
    """A bath on Tuesday at three that has been confirmed; its id."""
    held = cards(await counter.say("下周二下午三点给金毛洗澡"), "booking")[0]["view"]
    await counter.bookings.confirm(counter.manager, held["id"], held["version"], "yes")
    return str(held["id"])


async def test_cancelling_waits_for_the_tap(counter: Counter) -> None:
    booking_id = await booked(counter)
    asked = await counter.say("取消预约")
    chip = asked[-1].body["chips"][0]
    assert chip["id"].startswith("do_cancel:")
    done = await counter.tap(chip["id"], chip["label"])
    assert "取消了" in texts(done)
    view = await counter.db.read(lambda tx: counter.bookings.view_for(tx, counter.owner, booking_id))
    assert view.status == "cancelled"


@pytest.mark.parametrize("words", ["呃先别约了 我问下我老公再说", "算了不要了", "取消吧", "不用了谢谢"])
async def test_what_is_only_held_is_let_go_at_a_word(counter: Counter, words: str) -> None:
    await counter.say("下周二下午三点给金毛做个精洗spa")
    done = await counter.say(words)
    assert "好，先不约" in texts(done)
    assert "收费" not in texts(done)
    assert await counter.db.read(lambda tx: counter.bookings.live_hold(tx, counter.shop.id, counter.c)) is None


async def test_no_to_the_other_baths_is_no_to_the_bath(counter: Counter) -> None:
    await counter.say("下周二下午三点给金毛洗澡")
    asked = await counter.say("不用了")
    assert "先不约" not in texts(asked)
    assert await counter.db.read(lambda tx: counter.bookings.live_hold(tx, counter.shop.id, counter.c)) is not None


@pytest.mark.parametrize(
    ("words", "later_h"),
    [("能往后挪一天不", 24), ("推迟一个小时可以吗", 1), ("提前半小时行吗", -0.5), ("can we push it back an hour?", 1)],
)
async def test_a_booking_is_moved_by_as_much_as_is_said(counter: Counter, words: str, later_h: float) -> None:
    booking_id = await booked(counter)
    asked = await counter.say(words)
    await counter.tap(f"do_move:{booking_id}", "好")
    view = await counter.db.read(lambda tx: counter.bookings.view_for(tx, counter.owner, booking_id))
    assert view.starts_ms == TUESDAY_15_MS + later_h * 3_600_000, texts(asked)


async def test_a_price_of_a_pet_that_is_not_known_lies_between_two(counter: Counter) -> None:
    asked = await counter.say("洗澡多少钱")
    assert "基础洗护、猫洗护 ¥88–¥298，看是狗狗还是猫咪、体型、毛。" in texts(asked)
    asked = await counter.say("狗狗")
    assert "¥" not in texts(asked)
    await counter.tap("size:S", "3–8 公斤")
    done = await counter.tap("coat:curly", "卷毛")
    assert "基础洗护 ¥88，" in texts(done)


async def test_hours_until_midnight_stay_hours_on_another_day(counter: Counter) -> None:
    await counter.say("金毛做个精洗spa，周六下午4点以后")
    shown = await counter.say("不对，周五")
    assert "11月27日周五 16:00 以后，这几个时间有空" in texts(shown)


async def test_special_needs_reach_the_file_as_candidates(counter: Counter) -> None:
    await counter.pets.add_pet(counter.owner, NewPet(name="豆豆", species="dog", breed="泰迪"))
    await counter.say("明天下午三点给豆豆洗澡，它怕吹风机")
    pets = await counter.db.read(lambda tx: counter.pets.pets_of_owner(tx, counter.owner, counter.owner.account_id))
    note = pets[0].care[0]
    assert (note.kind, note.status, note.text) == ("dryer_fear", "candidate", "怕吹风机")
    assert note.quote is not None


async def test_needs_of_a_new_pet_go_into_its_new_file(counter: Counter) -> None:
    await counter.say("明天下午三点给我家金毛洗澡，它怕吹风机")
    (pet,) = await counter.db.read(lambda tx: counter.pets.pets_of_owner(tx, counter.owner, counter.owner.account_id))
    assert [note.text for note in pet.care] == ["怕吹风机"]


async def test_a_broken_assistant_hands_over(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("planted")

    monkeypatch.setattr("pawline.assistant.service.step", broken)
    done = await counter.say("你好")
    assert "已经请店员来接" in texts(done)
    assert (await state_of(counter))[0] is State.QUEUED


async def test_a_turn_that_runs_again_says_nothing_twice(counter: Counter) -> None:
    await counter.say("几点开门")
    await counter.receptionist.reply(counter.shop.id, counter.c)
    entries = await counter.db.read(lambda tx: counter.chat.entries_after(tx, counter.c, 0))
    assert len([one for one in entries if one.sender != counter.owner.account_id]) == 1
