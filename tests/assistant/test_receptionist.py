"""What a good receptionist does beside booking: helps on, says back, admits, never leaves anybody stuck."""

from __future__ import annotations

import statistics
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pawline.assistant.facts import Words
from pawline.assistant.model import CallPerson, MoveBooking, NamePet, Propose, Say, ShowSlots, Unreadable

from .fake_world import BOOKING, DOUDOU, MIMI, SUNDAY, ZONE, FakeWorld, Talk, says

WEDNESDAY = SUNDAY + timedelta(days=3)
STORY = "我想预约下周二下午三点给我家金毛洗澡，顺便做个美容"
STRAY = ("帮我写一首关于月亮的诗", "那讲个笑话听听", "给我唱首歌听听吧")


def proposal(talk: Talk) -> Propose:
    found = talk.effect(Propose)
    assert found is not None, talk.text
    return found


# A choice that is left to the shop.


@pytest.mark.parametrize(
    "text", ["随便", "都可以", "你看着办", "你定吧", "做什么都行", "不知道", "whatever", "you decide", "i don't mind"]
)
def test_a_service_left_to_us_is_the_basic_bath(text: str) -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("明天下午三点约一下豆豆")
    assert talk.state.asking == "service"
    talk.hear(text)
    assert proposal(talk).wish.codes == ("bath",)
    assert "基础洗护" in talk.text or "basic bath" in talk.text


@pytest.mark.parametrize("text", ["随便", "什么时候都行", "哪天都可以", "都行", "any time works", "whenever"])
def test_a_time_left_to_us_is_the_nearest(text: str) -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("给豆豆洗澡")
    talk.hear(text)
    slots = talk.effect(ShowSlots)
    assert slots is not None
    assert slots.offers[0].start == SUNDAY.replace(hour=11)
    talk.hear(text)
    assert proposal(talk).offer.start == SUNDAY.replace(hour=11)


def test_any_time_may_be_said_with_the_wish() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("想给豆豆洗澡，时间随便")
    assert talk.effect(ShowSlots) is not None


def test_whatever_walks_through_a_whole_booking() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU, MIMI)))
    talk.hear("我要预约")
    for _ in range(4):
        talk.hear("随便")
    assert proposal(talk).wish.pet.id == "p1"
    assert proposal(talk).wish.codes == ("bath",)


def test_size_and_coat_left_to_us_are_said_to_be_guesses() -> None:
    talk = Talk()
    talk.hear("明天下午三点给狗洗澡")
    talk.hear("不清楚")
    assert "8–20 公斤" in talk.text
    talk.hear("不知道")
    assert proposal(talk).wish.pet.size == "M"


def test_a_new_time_left_to_us_is_still_asked_for_a_yes() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,), booked=(BOOKING,)))
    talk.hear("I need to reschedule")
    talk.hear("whenever")
    talk.hear("whatever")
    assert talk.effect(MoveBooking) is None
    assert talk.chips == ["do_move:b1", "stay"]


# What is not understood.


@pytest.mark.parametrize("text", ["😂😂", "🐶", "???", "asdkjh qwe", "啊啊啊", "jjjjkkk", "12 34 56789"])
def test_signs_and_random_letters_call_nobody(text: str) -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    for _ in range(5):
        talk.hear(text)
        assert talk.effect(CallPerson) is None
        assert talk.chips == ["book", "price", "person"]
    talk.tap("price", "看看价格")
    assert "¥188" in talk.text


@pytest.mark.parametrize("text", ["🐶", "asdkjh qwe", STRAY[0]])
def test_the_open_question_is_put_again_after_a_stray_message(text: str) -> None:
    talk = Talk()
    talk.hear(STORY)
    talk.hear(text)
    assert talk.chips == ["service:bath", "service:groom"]
    talk.tap("service:bath")
    assert proposal(talk).offer.start == datetime(2026, 11, 24, 15, tzinfo=ZONE)


def test_a_stray_message_beside_an_open_card_hands_nothing_over() -> None:
    world = FakeWorld(known=(DOUDOU,))
    talk = Talk(world)
    talk.hear("明天下午三点给豆豆洗澡")
    world.booked = (replace(BOOKING, is_held=True),)
    for text in (*STRAY, *STRAY):
        talk.hear(text)
        assert talk.effect(CallPerson) is None
        assert "还替你留着" in talk.text


@pytest.mark.parametrize(
    "text",
    ["你是机器人吗", "你是不是机器人", "是真人还是机器人", "机器人？", "are you a bot", "am i talking to a human"],
)
def test_who_asks_for_a_robot_gets_an_honest_answer(text: str) -> None:
    talk = Talk()
    talk.hear(text)
    assert talk.effect(CallPerson) is None
    assert "程序" in talk.text or "a program" in talk.text
    assert talk.chips == ["person"]


@pytest.mark.parametrize(
    "text", ["你是机器人吗，我要找真人", "are you a bot? get me a human", "我要的是人工", "别给我机器人"]
)
def test_who_wants_a_person_still_gets_one(text: str) -> None:
    talk = Talk()
    talk.hear(text)
    assert talk.effect(CallPerson) == CallPerson("asked")


@pytest.mark.parametrize(
    "text",
    [
        "is there parking",
        "有停车位吗",
        "你们能开发票吗",
        "用的什么牌子的沐浴露",
        "can i pay by credit card?",
        "你们有会员卡吗",
        "洗澡要带什么",
    ],
)
def test_what_no_setting_tells_is_admitted_and_noted(text: str) -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear(text)
    assert "不清楚" in talk.text or "don't know" in talk.text
    assert talk.effect(CallPerson) == CallPerson("unsure")
    assert "¥" not in talk.text


# While a person is called.


def test_what_is_clear_is_answered_while_a_person_is_called() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,), calling="unsure"))
    talk.hear("几点开门")
    assert "09:00–21:00" in talk.text
    talk.hear("看看价格")
    assert "¥188" in talk.text
    talk.hear("明天下午三点给豆豆洗澡")
    proposal(talk)


def test_what_is_not_clear_is_left_to_the_person_once() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,), calling="unsure", is_open=False))
    talk.hear(STRAY[0])
    assert talk.text == "这句我也留给店员了。"
    talk.hear(STRAY[1])
    assert talk.turn.effects == ()
    talk.hear("😂")
    assert talk.turn.effects == ()
    talk.do(Unreadable("photo"))
    assert talk.turn.effects == ()
    talk.hear("豆豆洗澡多少钱")
    assert "¥188" in talk.text
    talk.hear(STRAY[2])
    assert talk.turn.effects == ()


@pytest.mark.parametrize("reason", ["asked", "harm", "health"])
def test_a_person_on_the_way_is_not_talked_over(reason: str) -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,), calling=reason))
    assert talk.hear("明天下午三点给豆豆洗澡").effects == ()
    assert talk.hear("多少钱").is_put_off
    assert talk.tap("person", "找店员").effects == ()


@pytest.mark.parametrize("reason", ["asked", "harm", "health"])
def test_at_night_clear_wishes_are_helped_with(reason: str) -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,), calling=reason, is_open=False))
    talk.hear("明天下午三点给豆豆洗澡")
    proposal(talk)


def test_a_person_asked_for_in_the_queue_is_waited_for() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,), calling="unsure"))
    talk.hear("转人工")
    assert "请店员来接" in talk.text
    assert talk.hear("多少钱").is_put_off


def test_an_emergency_is_answered_while_somebody_else_is_waited_for() -> None:
    talk = Talk(FakeWorld(calling="asked"))
    talk.hear("狗一直抽搐")
    assert "010-5559" in talk.text
    assert talk.hear("快点啊").effects == ()


# Saying back.


def test_the_story_is_said_back_with_its_date() -> None:
    talk = Talk(FakeWorld(now=WEDNESDAY))
    talk.hear(STORY)
    assert talk.text.startswith("12月1日周二 15:00，金毛洗护、美容造型，好的。")
    assert "基础洗护，还是连剪带洗的造型？" in talk.text


def test_a_correction_before_the_service_is_said_back() -> None:
    talk = Talk(FakeWorld(now=WEDNESDAY))
    first = talk.hear("I'd like a bath for my golden retriever next Tuesday at 3pm, and maybe a haircut")
    talk.hear("actually Wednesday")
    assert "Wed 2 Dec, 15:00" in talk.text
    assert [say.text for say in says(first)] != [talk.text]


def test_no_question_is_repeated_word_for_word() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("给豆豆洗澡")
    before = talk.text
    talk.hear("好的")
    assert "什么时候" in talk.text
    assert talk.text != before


def test_a_corrected_weekday_stays_in_the_week_spoken_of() -> None:
    talk = Talk(FakeWorld(now=WEDNESDAY))
    talk.hear("下周二下午三点给金毛洗澡")
    talk.hear("不对，是周三")
    assert proposal(talk).offer.start == datetime(2026, 12, 2, 15, tzinfo=ZONE)
    assert "12月2日周三 15:00" in talk.text
    talk.hear("那就五点吧")
    assert proposal(talk).offer.start == datetime(2026, 12, 2, 17, tzinfo=ZONE)
    talk.hear("周五上午行吗")
    assert "12月4日周五" in talk.text


@pytest.mark.parametrize("text", ["还是周六吧", "actually make it Saturday", "周六"])
def test_other_words_of_correction_stay_there_too(text: str) -> None:
    talk = Talk(FakeWorld(now=WEDNESDAY))
    talk.hear("下周二下午三点给金毛洗澡")
    talk.hear(text)
    assert proposal(talk).offer.start.date() == datetime(2026, 12, 5, tzinfo=ZONE).date()


def test_a_new_wish_reads_its_weekday_anew() -> None:
    talk = Talk(FakeWorld(now=WEDNESDAY, known=(DOUDOU, MIMI)))
    talk.hear("下周二下午三点给豆豆洗澡")
    talk.hear("周五下午三点给咪咪洗澡")
    assert proposal(talk).offer.start.date() == datetime(2026, 11, 27, tzinfo=ZONE).date()


def test_a_weekday_gone_by_is_the_coming_one() -> None:
    talk = Talk(FakeWorld(now=WEDNESDAY, known=(DOUDOU,)))
    talk.hear("周五下午三点给豆豆洗澡")
    talk.hear("不对，是周二")
    assert proposal(talk).offer.start.date() == datetime(2026, 12, 1, tzinfo=ZONE).date()


# Which bath.


def test_a_plain_bath_is_taken_and_the_richer_one_offered_once() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("明天下午三点给豆豆洗澡")
    assert proposal(talk).wish.codes == ("bath",)
    labels = [chip.label for say in says(talk.turn) for chip in say.chips]
    assert labels == ["基础洗护 ¥188", "精洗 SPA ¥268"]
    talk.tap("service:spa", labels[1])
    assert proposal(talk).wish.codes == ("spa",)
    assert proposal(talk).offer.start == datetime(2026, 11, 23, 15, tzinfo=ZONE)
    assert talk.chips == []
    talk.hear("改成四点吧")
    assert talk.chips == []


def test_the_bath_that_is_held_is_not_held_again() -> None:
    world = FakeWorld(known=(DOUDOU,))
    talk = Talk(world)
    talk.hear("明天下午三点给豆豆洗澡")
    world.booked = (replace(BOOKING, is_held=True),)
    talk.tap("service:bath", "基础洗护")
    assert talk.effect(Propose) is None
    assert "确认预约" in talk.text


@pytest.mark.parametrize("text", ["明天下午三点给豆豆做个基础洗护", "明天下午三点给豆豆精洗", "明天下午三点给咪咪洗澡"])
def test_a_named_bath_and_a_cat_are_not_asked_about(text: str) -> None:
    talk = Talk(FakeWorld(known=(DOUDOU, MIMI)))
    talk.hear(text)
    proposal(talk)
    assert talk.chips == []


def test_bookings_take_five_turns_or_fewer() -> None:
    stories: tuple[tuple[tuple[str, ...], bool], ...] = (
        (("明天下午三点给豆豆洗澡",), True),
        ((STORY, "造型"), False),
        (("我要预约", "洗澡", "明天下午", "第一个"), True),
        (("想约个洗澡", "狗狗", "二十斤", "短毛", "明天下午三点"), False),
        (("book a bath for my poodle", "tomorrow at 3pm"), False),
        (("我要预约", "随便", "随便", "随便"), True),
    )
    turns: list[int] = []
    for lines, is_known in stories:
        talk = Talk(FakeWorld(known=(DOUDOU,) if is_known else ()))
        for count, line in enumerate(lines, start=1):
            talk.hear(line)
            if talk.effect(Propose) is not None:
                turns.append(count)
                break
        else:
            raise AssertionError(lines)
    assert statistics.median(turns) <= 5


# Answers.


def test_an_address_that_is_not_set_is_admitted() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,), settings={"address": ""}))
    talk.hear("地址在哪 电话多少")
    assert "地址店里还没填，我请店员告诉你" in talk.text
    assert "010-5550" in talk.text
    assert "¥" not in talk.text
    assert talk.effect(CallPerson) == CallPerson("unsure")


def test_an_address_that_is_set_calls_nobody() -> None:
    talk = Talk()
    talk.hear("地址在哪 电话多少")
    assert "望京街 9 号" in talk.text
    assert "010-5550" in talk.text
    assert talk.effect(CallPerson) is None


@pytest.mark.parametrize("text", ["剪指甲呢", "只剪指甲多少钱", "how much for nail trimming only?"])
def test_little_things_are_included_or_a_tidy(text: str) -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("豆豆做美容多少钱")
    talk.hear(text)
    assert "¥188" in talk.text
    assert "¥98" in talk.text
    assert "¥428" not in talk.text


def test_the_question_before_may_be_asked_of_another_service() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("豆豆洗澡多少钱")
    talk.hear("精洗呢")
    assert "¥268" in talk.text


def test_the_price_of_a_stay_is_the_team_s() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("明天下午给豆豆洗澡")
    talk.hear("寄养多少钱")
    assert "¥" not in talk.text
    assert talk.effect(CallPerson) == CallPerson("arrange")
    assert talk.effect(ShowSlots) is not None


def test_hours_are_told_while_a_new_time_is_asked_for() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,), booked=(BOOKING,)))
    talk.hear("我想改时间")
    talk.hear("你们周末开门吗")
    assert "营业" in talk.text
    assert talk.state.asking == "move_time"


def test_a_price_is_told_once_what_it_depends_on_is_known() -> None:
    talk = Talk()
    talk.hear("洗澡多少钱")
    talk.hear("狗狗")
    talk.hear("三十斤")
    talk.hear("短毛")
    assert "基础洗护 ¥188" in talk.text


@pytest.mark.parametrize("text", ["你们支持退款吗", "能退款吗", "退款政策是什么", "do you give refunds?"])
def test_the_rule_of_refunds_is_no_harm(text: str) -> None:
    talk = Talk()
    talk.hear(text)
    assert "对不起" not in talk.text
    assert "sorry" not in talk.text
    assert "30%" in talk.text


@pytest.mark.parametrize(
    "text", ["我要退款", "洗坏了能退款吗", "剪破了耳朵，能退款吗", "I want a refund, you hurt my dog"]
)
def test_who_was_harmed_is_not_told_rules(text: str) -> None:
    talk = Talk()
    talk.hear(text)
    assert talk.effect(CallPerson) == CallPerson("harm")


@pytest.mark.parametrize("text", ["取消要扣钱吗", "改时间要收费吗", "what's your cancellation policy"])
def test_the_rule_is_what_the_book_does(text: str) -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,), booked=(BOOKING,)))
    talk.hear(text)
    assert "提前 24 小时以上取消不收费，更晚取消收 30%。改时间不收费。" in talk.text or (
        "Cancelling is free up to 24 hours before; after that it costs 30%. Moving to another time is free."
        in talk.text
    )


# Side questions.


def test_a_question_beside_a_wish_leaves_neither_out() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("你们几点关门？想明天下午三点给豆豆洗澡")
    assert "21:00" in talk.text
    assert proposal(talk).offer.start == datetime(2026, 11, 23, 15, tzinfo=ZONE)


@pytest.mark.parametrize("text", ["多少钱啊", "你们几点关门", "取消要扣钱吗", "你是机器人吗", "有停车位吗", "谢谢"])
def test_open_times_are_shown_again_after_a_side_question(text: str) -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,)))
    talk.hear("明天下午给豆豆洗澡")
    talk.hear(text)
    assert talk.effect(ShowSlots) is not None
    assert talk.state.asking == "slots"
    talk.hear("第二个")
    assert proposal(talk).offer.start.hour == 16


def test_an_open_question_to_cancel_is_put_again() -> None:
    talk = Talk(FakeWorld(known=(DOUDOU,), booked=(BOOKING,)))
    talk.hear("取消预约")
    talk.hear("你们几点关门")
    assert talk.chips == ["do_cancel:b1", "keep"]


def test_chips_follow_the_last_bubble() -> None:
    """Only the newest message's chips can be tapped."""
    talk = Talk()
    talk.hear(STORY)
    talk.hear("你们几点关门")
    spoken = [one for one in talk.turn.effects if isinstance(one, Say)]
    assert [bool(one.chips) for one in spoken] == [False, True]


# Red flags.


def test_a_red_flag_at_night_promises_nobody() -> None:
    talk = Talk(FakeWorld(is_open=False))
    talk.hear("我家狗一直抽搐怎么办")
    assert talk.text.startswith("请马上联系望京宠物急诊（010-5559）")
    assert "11月23日周一 10:00" in talk.text
    assert "叫店员来帮你" not in talk.text


@pytest.mark.parametrize("is_open", [True, False])
def test_without_a_clinic_the_nearest_emergency_vet_is_named(is_open: bool) -> None:
    talk = Talk(FakeWorld(is_open=is_open, settings={"emergency_phone": None, "emergency_name": None}))
    talk.hear("误食巧克力了")
    assert talk.text.startswith("请马上联系最近的动物急诊。")
    talk.hear("my dog is choking")
    assert "nearest emergency vet" in talk.text


def test_the_number_is_in_one_piece() -> None:
    talk = Talk(FakeWorld(settings={"emergency_phone": "010 5559 1234"}))
    talk.hear("误食巧克力了")
    assert "望京宠物急诊（01055591234）" in talk.text


# A name for the file.


def asked_for_a_name() -> Talk:
    pet = replace(DOUDOU, id="p9", name="泰迪")
    talk = Talk(FakeWorld(known=(pet,)))
    talk.state = type(talk.state)(asking="name", naming="p9", line="对了，怎么称呼毛孩子？")
    return talk


@pytest.mark.parametrize(
    ("text", "name"),
    [("豆豆", "豆豆"), ("它叫豆豆", "豆豆"), ("就叫可乐吧", "可乐"), ("Lucky!", "Lucky"), ("his name is Max", "Max")],
)
def test_the_answer_is_the_name(text: str, name: str) -> None:
    talk = asked_for_a_name()
    talk.hear(text)
    assert talk.effect(NamePet) == NamePet("p9", name)
    assert name in talk.text


@pytest.mark.parametrize("text", ["不用了", "谢谢", "多少钱", "为什么要问", "泰迪", "周三下午", "😂", "随便"])
def test_other_words_are_no_name(text: str) -> None:
    talk = asked_for_a_name()
    talk.hear(text)
    assert talk.effect(NamePet) is None
    assert talk.state.asking != "name"


def test_reasons_are_said_as_they_stand() -> None:
    world = FakeWorld(known=(DOUDOU,), taken={datetime(2026, 11, 24, 15, tzinfo=ZONE)})
    talk = Talk(world)
    talk.hear("周二下午三点给豆豆洗澡")
    assert talk.text == "15:00 约满了，附近这些时间有空，选一个？"
    assert world.find(talk.state.wish).reason == Words("15:00 约满了", "15:00 is taken")
