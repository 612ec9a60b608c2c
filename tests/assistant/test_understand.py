"""Whole messages, understood on Sunday 22 November 2026."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pawline.assistant.evaluate import evaluate_messages
from pawline.assistant.script import fold
from pawline.assistant.understand import INTENTS, Context, Understanding, understand

ZONE = ZoneInfo("Asia/Shanghai")
REF = datetime(2026, 11, 22, 10, tzinfo=ZONE)
CASES = [json.loads(line) for line in (Path(__file__).parent / "message_cases.jsonl").read_text("utf-8").splitlines()]
BOOKING = {"book", "reschedule", "cancel", "add_on", "confirm"}


def read(text: str, **context: Any) -> Understanding:
    return understand(text, REF, ZONE, Context(**context))


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_understands(case: dict[str, Any]) -> None:
    found = read(case["text"])
    assert list(found.intents) == case["intents"]
    if "services" in case:
        assert list(found.services) == case["services"]
    assert set(found.services_negated) >= set(case.get("negated", ()))
    assert [pet.species for pet in found.pets if pet.species] == case.get(
        "species", [p.species for p in found.pets if p.species]
    )
    assert {need.kind for need in found.needs} >= set(case.get("needs", ()))
    if "when" in case:
        start = found.wanted_times[-1].start
        assert start is not None
        assert start.replace(tzinfo=None).isoformat() == case["when"]


def test_roles_of_times() -> None:
    found = read("明晚的那个约能不能挪到大后天")
    assert [(time.text, time.role) for time in found.times] == [("明晚", "old"), ("大后天", "new")]
    assert [time.role for time in read("周三不行，周四可以").times] == ["not", "when"]


def test_details_of_a_pet() -> None:
    (pet,) = read("我家柯基叫旺财，3岁，24斤").pets
    assert (pet.name, pet.age, pet.weight_g, pet.breed_name) == ("旺财", "3岁", 12_000, "柯基")


def test_names_that_are_known() -> None:
    (pet,) = read("bella needs a bath", pet_names=("Bella",)).pets
    assert pet.name == "Bella"
    assert read("还是小林吧", groomer_names=("小林",)).groomer == "小林"


def test_a_clock_answers_about_the_day_asked_for() -> None:
    found = read("六点之后都可以", line="周二（11月24日）您几点方便？")
    assert found.intents == ("book",)
    assert found.times[0].start == datetime(2026, 11, 24, 18, tzinfo=ZONE)


@pytest.mark.parametrize(
    "text", ["剪指甲会流血吗", "要是中暑了怎么算", "会不会吓到抽搐", "sometimes car sick", "血统证书要带吗"]
)
def test_worries_are_no_emergencies(text: str) -> None:
    assert not read(text).has("medical_emergency")


@pytest.mark.parametrize(
    "text",
    ["吐了好几次", "呼吸困难", "被车撞了", "尿不出来", "叫不醒了", "吃了老鼠药", "抽搐", "難產", "誤食朱古力",
     "站不起来", "he ate a grape", "not breathing", "hit by a car", "she collapsed", "blood in his stool", "choking",
     "can't pee"],
)  # fmt: skip
def test_red_flags_are_never_missed(text: str) -> None:
    assert read(text).has("medical_emergency")


def test_the_answer_has_the_measured_keys() -> None:
    line = json.dumps({"id": "a", "text": "明天下午精洗", "ref": "2026-11-22T10:00:00", "lang": "zh", "context": None})
    answer = json.loads(next(evaluate_messages([line, ""])))
    assert answer["services"] == ["bath"]
    assert answer["times"][0] == {"start": "2026-11-23T12:00:00", "end": "2026-11-23T18:00:00", "role": "when"}
    assert {"id", "intents", "pets", "special_needs"} <= set(answer)


def test_folding_keeps_every_place() -> None:
    text = "禮拜三，İ ＡＢ　沖涼"
    assert len(fold(text)) == len(text)
    assert fold("週三ＡＢ") == "周三ab"


@given(st.text(max_size=200) | st.lists(st.sampled_from([case["text"] for case in CASES]), max_size=3).map("".join))
@settings(max_examples=400, deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    found = read(text)
    assert found.intents
    assert set(found.intents) <= set(INTENTS)


@given(st.text(alphabet=st.characters(exclude_categories=("L", "N")), max_size=40))
@settings(max_examples=200, deadline=None)
def test_signs_alone_book_nothing(text: str) -> None:
    assert not BOOKING & set(read(text).intents) or "👍" in text or "✅" in text


@pytest.mark.parametrize("text", ["嗯" * 2000, "什么时间" * 500, "嗯" * 30 + "x", "选什么" * 10 + "x", "any " * 500])
def test_no_text_takes_long(text: str) -> None:
    """A pattern that tries every way to split a text would not come back from these."""
    assert read(text).intents
