"""What a text leaves at home: numbers, addresses, accounts; and what it keeps: wishes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pawline.assistant.masking import masked


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("我电话13812345678", ["138", "5678"]),
        ("打 138 1234 5678 找我", ["1234", "5678"]),
        ("手机１３８１２３４５６７８", ["5678", "５６７８"]),
        ("一三八零零一二三四五六", ["三八", "五六"]),
        ("call +86 (138) 1234-5678 please", ["1234", "5678"]),
        ("座机010-5559 1234", ["5559", "1234"]),
        ("写信到 wang.li@mail.example.com", ["wang", "mail.example"]),
        ("mail me: a.b+c@x.org", ["a.b", "x.org"]),
        ("身份证110101199003078515", ["110101", "8515"]),
        ("ID 11010119900307851X", ["110101", "851X"]),
        ("护照 E12345678", ["E1234"]),
        ("微信号 abc_12345", ["abc_12345"]),
        ("加我wechat: furball88", ["furball88"]),
        ("住北京市朝阳区建国路88号院3号楼2单元1201室", ["建国", "88", "1201", "朝阳"]),
        ("家在阳光花园5栋302", ["阳光", "5栋", "302"]),
        ("来天山路100弄5号601接", ["天山", "100", "601"]),
        ("I live at 12 Baker Street, flat 3", ["12 Baker", "flat 3"]),
        ("pick him up from 221b Old Kent Rd", ["221b", "Kent"]),
        ("see https://my.site/wang?id=7", ["my.site", "wang"]),
    ],
)
def test_who_and_where_somebody_is_stays(text: str, secrets: list[str]) -> None:
    assert not any(secret in masked(text) for secret in secrets), masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "明天下午三点给豆豆洗澡", "11月24日15:00", "2026-11-24 15:30 洗澡", "12.24 15.30", "3号下午四点",
        "店里3号有空吗", "预算200到300", "豆豆3岁12公斤", "帮我弄3号下午",
        "Meet me at 3 pm on 5 May", "I have 2 dogs, 12 kg and 8 kg",
        "两三点都行", "下周二上午十点半", "20261124",
    ],
)  # fmt: skip
def test_a_wish_is_left_as_it_is(text: str) -> None:
    assert masked(text) == text


_AROUND = st.text(alphabet="我的家住在这里，请打给明天下午三点 abc.!", max_size=12)


@settings(max_examples=150, deadline=None)
@given(_AROUND, st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-", " - "]), _AROUND)
def test_no_phone_number_gets_out_however_it_is_spaced(before: str, phone: str, between: str, after: str) -> None:
    said = before + between.join((phone[:3], phone[3:7], phone[7:])) + after
    assert phone[3:7] not in re.sub(r"\D", "", masked(said))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_masked_and_masking_again_changes_nothing(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
