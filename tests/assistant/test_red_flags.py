"""Emergencies that go on now, and messages that only sound like one."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from pawline.assistant import alarms, emergency_words_en, emergency_words_zh
from pawline.assistant.bilingual import warm
from pawline.assistant.calm_clauses import struck
from pawline.assistant.lexicon import Lexicon, expanded, is_near, raised, rule
from pawline.assistant.red_flags import red_flags_in
from pawline.assistant.script import fold
from pawline.assistant.typing_slips import righted

_FILE = Path(__file__).parent / "emergency_cases.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in _FILE.read_text("utf-8").splitlines()]


def flags(text: str) -> tuple[str, ...]:
    return red_flags_in(fold(righted(text)))


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_an_emergency_is_told_from_what_sounds_like_one(case: dict[str, Any]) -> None:
    assert bool(flags(case["text"])) == case["is_emergency"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("老鼠药被狗吃了", "狗吃了老鼠药"), ("眼睛溅到洁厕灵", "洁厕灵溅到眼睛"), ("舌头发紫 喘", "喘 舌头发紫"),
     ("the bleach was licked by the dog", "the dog licked the bleach"), ("his eye popped", "popped his eye")],
)  # fmt: skip
def test_the_order_of_words_does_not_matter(one: str, other: str) -> None:
    assert flags(one)
    assert flags(other)


@pytest.mark.parametrize(
    "told",
    ["小时候{}", "去年{}", "要是{}怎么办", "听说别人家的狗{}", "邻居家的狗上个月{}"],
)
@pytest.mark.parametrize("harm", ["吃了老鼠药", "被车撞了", "抽搐", "肚子胀得像球 吐不出来"])
def test_what_is_told_of_another_day_or_another_pet_is_struck_and_what_is_beside_it_stays(told: str, harm: str) -> None:
    calm = told.format(harm.split()[0])
    assert not flags(calm)
    assert flags(f"{calm} 现在我家狗{harm}")


def test_a_clause_struck_out_leaves_every_place() -> None:
    text = "去年被车撞过 现在吐血了"
    left = struck(text, is_chinese=True)
    assert len(left) == len(text)
    assert left.strip() == "现在吐血了"


def test_words_that_sound_alike_are_set_right_in_place() -> None:
    assert alarms.righted("狗踹不上气 土白沫") == "狗喘不上气 吐白沫"
    pairs = [pair.split(":") for pair in emergency_words_zh.SLIPS.split()]
    assert [wrong for wrong, right in pairs if len(wrong) != len(right)] == []


def test_a_message_of_harm_alone_is_an_alarm_and_one_of_business_is_none() -> None:
    assert flags("它一直惨叫") == (alarms.UNWELL,)
    assert not flags("它剪指甲会惨叫 约明天")


def test_words_stand_for_every_combination() -> None:
    assert list(expanded("[吃吞][了掉]")) == ["吃了", "吃掉", "吞了", "吞掉"]
    assert list(expanded("(cant|wont) stand")) == ["cant stand", "wont stand"]


def test_english_words_are_found_whole() -> None:
    words = Lexicon({"eaten": "ate, swallow*"})
    assert words.find("late, plate, swallows, ate") == {"eaten": [(13, 20), (23, 26)]}


def test_senses_are_near_in_either_order_and_share_no_character() -> None:
    words = Lexicon({"urine": "尿", "none": "尿不", "eaten": "吃了", "poison": "毒 葡萄"})
    assert is_near(words.find("葡萄被它吃了"), ("eaten", "poison"), 3)
    assert not is_near(words.find("葡萄在桌上它吃了"), ("eaten", "poison"), 3)
    assert not is_near(words.find("尿不"), ("urine", "none"), 4)
    assert is_near(words.find("尿 尿不"), ("urine", "none"), 4)
    assert raised([rule("poison", "eaten poison", 1)], words.find("吃了葡萄"), is_chinese=True) == {"poison"}


def test_both_languages_have_words_for_the_same_senses() -> None:
    assert set(emergency_words_zh.WORDS) == set(emergency_words_en.WORDS)
    assert set(emergency_words_zh.WORDS) - alarms.SENSES == {"grave", "sign", "context", "business"}


@pytest.mark.parametrize(
    "text",
    ["血流" * 1000, "吃了毒" * 700, "狗嘴里绿" * 500, "没有" * 1000, "之前" * 1000, "为" * 1999 + "?", "(" * 2000,
     "of the friend's " * 150, "he ate choc " * 200, "i was so very " * 150, "leg cut blood " * 150, "drop " * 400],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    warm()
    start = process_time()
    red_flags_in(text)
    assert process_time() - start < 1
