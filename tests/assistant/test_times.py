"""Time expressions against Sunday 22 November 2026, ten in the morning in Shanghai."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from time import thread_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pawline.assistant.almanac import easter, festival_day, lunar_date, lunar_new_year
from pawline.assistant.evaluate import evaluate_time, main_mention
from pawline.assistant.times import read_times

ZONE = ZoneInfo("Asia/Shanghai")
REF = datetime(2026, 11, 22, 10, tzinfo=ZONE)
CASES = [json.loads(line) for line in (Path(__file__).parent / "time_cases.jsonl").read_text("utf-8").splitlines()]


def answer(text: str) -> tuple[str | None, str | None]:
    line = json.dumps({"id": "one", "text": text, "ref": "2026-11-22T10:00:00", "lang": ""})
    read = json.loads(next(evaluate_time([line])))
    return read["start"], read["end"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_reads(case: dict[str, str | None]) -> None:
    assert answer(str(case["text"])) == (case["start"], case["end"])


def test_a_mention_knows_its_place_and_its_zone() -> None:
    (found,) = read_times("我想周五下午四点来", REF, ZONE)
    assert found.text == "周五下午四点"
    assert found.span == (2, 8)
    assert found.start == datetime(2026, 11, 27, 16, tzinfo=ZONE)
    assert found.is_instant


def test_a_clock_belongs_to_the_day_under_discussion() -> None:
    (found,) = read_times("六点之后都可以", REF, ZONE, anchor=date(2026, 11, 24))
    assert found.start == datetime(2026, 11, 24, 18, tzinfo=ZONE)


def test_a_weekday_that_lies_behind_is_the_coming_one_and_said_back() -> None:
    (found,) = read_times("这周三", REF, ZONE)
    assert found.start == datetime(2026, 11, 25, tzinfo=ZONE)
    assert found.is_ambiguous


def test_an_unmarked_clock_is_ambiguous() -> None:
    (found,) = read_times("周三四点", REF, ZONE)
    assert found.start == datetime(2026, 11, 25, 16, tzinfo=ZONE)
    assert found.is_ambiguous


def test_several_times_are_several_mentions() -> None:
    found = read_times("周二下午或者周四上午", REF, ZONE)
    assert [mention.text for mention in found] == ["周二下午", "周四上午"]


@pytest.mark.parametrize(
    "text", ["不是明天是周三", "不是明天，是周三", "唔系听日系礼拜三", "not tomorrow, Wednesday", "不是明天是25号"]
)
def test_what_is_denied_and_what_is_meant_are_two_days(text: str) -> None:
    denied, meant = read_times(text, REF, ZONE)
    assert (denied.start, meant.start) == (
        datetime(2026, 11, 23, tzinfo=ZONE),
        datetime(2026, 11, 25, tzinfo=ZONE),
    )


def test_the_same_day_said_twice_is_one() -> None:
    assert len(read_times("不是明天周一吗", REF, ZONE)) == 1


def test_moving_from_one_day_to_another_is_no_range() -> None:
    assert len(read_times("move it from tuesday to thursday", REF, ZONE, is_move=True)) == 2


def test_what_a_move_comes_from_is_a_moment() -> None:
    old, new = read_times("move it from tuesday 3pm to thursday 4pm", REF, ZONE, is_move=True)
    assert old.is_instant
    assert new.start == datetime(2026, 11, 26, 16, tzinfo=ZONE)


def test_seconds_are_seconds() -> None:
    (found,) = read_times("in 30 seconds", REF, ZONE)
    assert found.start == datetime(2026, 11, 22, 10, 0, 30, tzinfo=ZONE)


def test_a_summer_time_gap_moves_on() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    (found,) = read_times("tomorrow at 2:30 am", datetime(2026, 3, 28, 10, tzinfo=berlin), berlin)
    assert found.start is not None
    assert found.start.isoformat() == "2026-03-29T03:30:00+02:00"


@pytest.mark.parametrize(
    ("year", "day"),
    [(2020, date(2020, 1, 25)), (2023, date(2023, 1, 22)), (2027, date(2027, 2, 6)), (2030, date(2030, 2, 3))],
)
def test_lunar_new_years(year: int, day: date) -> None:
    assert lunar_new_year(year) == day


def test_the_lunar_calendar() -> None:
    assert lunar_date(2020, 5, 5) == date(2020, 6, 25)
    assert lunar_date(2023, 8, 15) == date(2023, 9, 29)
    assert lunar_date(2026, 12, 30) is None
    assert lunar_new_year(1999) is None
    assert festival_day("laba", 2027) == date(2027, 1, 15)
    assert easter(2027) == date(2027, 3, 28)


_ZH_WORDS = re.findall(
    r"\S+",
    "周 下 上 这 三 点 半 到 至 前 后 号 月 年 十二 初 从 和 明天 下午 今晚 之间 聽日 3 12 31 : "
    "半年 季度 第一个周一 最后一天 明后天 一天 、 国庆",
)
_EN_WORDS = re.findall(
    r"\S+",
    "- / at to from next last friday may 5th of the before after in weeks ago pm am noon and between quarter past 99 "
    "the monday after christmas half week rest until 0930 day",
)
_WORDS = st.sampled_from(_ZH_WORDS + _EN_WORDS)


_SALAD = st.lists(_WORDS, max_size=14)


@example("三三点")
@given(_SALAD.map(" ".join) | _SALAD.map("".join) | st.text(max_size=80))
@settings(max_examples=400, deadline=None)
def test_never_fails_and_never_turns_around(text: str) -> None:
    for found in read_times(text, REF, ZONE):
        assert found.start is not None or found.end is not None
        assert 0 <= found.span[0] < found.span[1] <= len(text)
        if found.start is not None and found.end is not None:
            assert found.start < found.end


def test_is_quick() -> None:
    texts = [str(case["text"]) for case in CASES]
    for text in texts:
        read_times(text, REF, ZONE)
    best = min(_seconds(texts) for _ in range(5))
    assert best / len(texts) < 0.001


def _seconds(texts: list[str]) -> float:
    began = thread_time()
    for text in texts:
        read_times(text, REF, ZONE)
    return thread_time() - began


def test_the_main_mention_is_the_fullest() -> None:
    found = read_times("春节期间能寄养不 初一到初五", REF, ZONE)
    main = main_mention(found)
    assert main is not None
    assert main.grain == "range"
