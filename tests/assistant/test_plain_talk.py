"""What a language model may say of its own: courtesies and general advice; nothing that could be a promise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pawline.assistant.plain_talk import LONGEST, Sentences, is_plain

FINE = (
    "月亮像个大盘子。毛孩子们也爱看它！",
    "贵宾犬的毛容易打结，平时多梳梳会好很多。",
    "猫咪怕水很常见，慢慢来，多夸夸它。",
    "哈哈，狗狗掉毛是正常的换毛。",
    "这个我不太确定，还是问问店员吧。",
    "听着真可爱😊",
    "Poodle coats tangle easily, so gentle brushing helps.",
    "I'm not sure about that.",
    "What a lovely name! Brushing often keeps the coat soft.",
)
HARM = (
    # bookings and promises
    "已约好", "已经为您预约", "帮你安排上了", "给您留着呢", "没问题的", "保证不会掉毛", "随时有空位",
    "已取消",
    "you're booked", "all set", "your appointment is confirmed", "see you then", "i'll hold it for you", "guaranteed",
    # times
    "明天见", "周三可以", "下午三点", "十一月二十四号", "等一个小时", "at noon", "on Monday", "in two hours", "at one",
    # money
    "只要两百块", "打八折", "免费洗", "优惠多多", "退款给您", "it costs little", "a discount", "fifty yuan",
    "free of charge",
    # the shop and people
    "我们有停车位", "店里开着门", "小林老师手艺好", "王先生也这么说", "we have parking", "our groomer",
    "the shop is open",
    # medicine
    "吃半片阿莫西林", "这是真菌感染", "涂点药膏", "每公斤五毫克", "it's an infection", "give ibuprofen", "10 mg a day",
    # feeding
    "巧克力也可以尝尝", "多喂点葡萄", "a little chocolate is fine", "feed grapes as a snack",
    # links, numbers, secrets
    "加微信聊", "把验证码发我", "一三八零零", "tell me your password", "visit www furball com", "send your code",
)  # fmt: skip
SIGNS = ("3", "３", "①", "Ⅷ", "¥", "€", "@", "/", "<b>", "[x](y)", "http://", "٣", "𝟛", "\u200b", "１０")


@pytest.mark.parametrize("text", FINE)
def test_what_is_harmless_may_be_said(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize("text", HARM)
def test_what_could_be_a_promise_may_not(text: str) -> None:
    assert not is_plain(text)


_FINE_ZH, _FINE_EN = [one for one in FINE if one[0] > "\u2e80"], [one for one in FINE if one[0] < "\u2e80"]
_GAP = st.sampled_from(["", " ", "，", "~", "…", "  ", "·"])


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(HARM), st.sampled_from(_FINE_ZH), st.sampled_from(_FINE_EN), st.data())
def test_it_may_not_wherever_it_stands_and_however_it_is_spaced(
    harm: str, chinese: str, english: str, data: st.DataObject
) -> None:
    """Also with marks between the signs, in capitals, at the head or the end of something harmless."""
    if harm[0] > "\u2e80":
        harm = "".join(char + data.draw(_GAP) for char in harm)
        around = chinese
    else:
        harm = data.draw(st.sampled_from([harm, harm.upper(), harm.title(), harm.replace(" ", "  ")]))
        around = english
    said = data.draw(st.sampled_from([f"{harm}{around}", f"{harm} {around}", f"{around} {harm}", f"{around} {harm}."]))
    assert not is_plain(said), said


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(FINE), st.sampled_from(SIGNS), st.data())
def test_no_digit_of_any_kind_and_no_sign_of_a_link_is_let_through(fine: str, sign: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(fine)))
    assert not is_plain(fine[:at] + sign + fine[at:])


def test_names_of_others_are_not_spoken() -> None:
    assert not is_plain("听说小林很温柔。", strange=["小林"])
    assert not is_plain("Ask Mary, and Mary will tell.")
    assert is_plain("Poodles like Biscuit love brushing.", own=["Biscuit"])
    # A name is no way around.
    assert not is_plain("已约好真乖。", own=["已约好"])
    assert not is_plain("So nice that Booked is here.", own=["Booked"])


def test_nothing_and_too_much_are_not_said() -> None:
    assert not is_plain("")
    assert not is_plain("   ")
    assert not is_plain("好" * (LONGEST + 1))


def test_a_stream_is_seen_by_whole_sentences() -> None:
    seen = Sentences()
    shown = [seen.feed(piece) for piece in ("月亮", "真圆。真", "好", "看！还", "有")]
    assert shown == [None, "月亮真圆。", None, "月亮真圆。真好看！", None]


def test_a_stream_ends_for_the_eye_where_it_may_not_be_said() -> None:
    seen = Sentences()
    assert [seen.feed(piece) for piece in ("月亮真圆。", "已", "约好。", "真好看。")] == [
        "月亮真圆。",
        None,
        None,
        None,
    ]
    assert seen.is_refused


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*FINE, *HARM, "。", "!"]), max_size=6), st.integers(1, 7))
def test_whatever_is_shown_may_be_said(texts: list[str], length: int) -> None:
    text, seen = "".join(texts), Sentences()
    for at in range(0, len(text), length):
        shown = seen.feed(text[at : at + length])
        assert shown is None or is_plain(shown)
