"""The reading of messages and times beside gold labels: the scorer finds planted faults, and the sets stand."""

from __future__ import annotations

from typing import Any

import pytest
from evals import reading
from evals.reading import Count, read_set, score_messages, score_times

MESSAGES, TIMES = (read_set(reading.SETS / f"{name}.jsonl") for name in ("messages", "times"))


@pytest.mark.parametrize("path", sorted(reading.SETS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_set_stands_above_its_bars(path: Any) -> None:
    score = reading.score_of(read_set(path))
    assert not score.below, score.faults


def test_what_is_missed_or_made_up_lowers_the_figure() -> None:
    count = Count()
    count.add({"book"}, {"book", "cancel"}, free={"cancel"})
    assert count.f1 == 1
    count.add({"book"}, {"unknown"})
    assert (count.found, count.missed, count.false) == (1, 1, 1)
    assert count.f1 == pytest.approx(0.5)


def test_a_wrong_label_is_a_fault() -> None:
    plain = next(one for one in MESSAGES if one["intents"] == ["book"])
    planted = {**plain, "intents": ["cancel"], "intents_optional": []}
    score = score_messages([planted])
    assert score.shares["intents"] == 0
    assert score.faults


def test_one_missed_emergency_or_person_is_below_the_bar() -> None:
    calm = next(one for one in MESSAGES if one["intents"] == ["book"])
    for name in ("medical_emergency", "handoff_human"):
        score = score_messages([*MESSAGES, {**calm, "intents": [name]}])
        assert [one for one in score.below if one.startswith(name)]


def test_more_than_one_false_alarm_in_so_many_is_below_the_bar() -> None:
    alarms = [one for one in MESSAGES if one["intents"] == ["medical_emergency"]][:2]
    taken_for_calm = [{**one, "intents": ["unknown"]} for one in alarms]
    calm = [one for one in MESSAGES if "medical_emergency" not in one["intents"]]
    assert "no false alarm" in " ".join(score_messages([*calm, *taken_for_calm]).below)


@pytest.mark.parametrize(
    ("rule", "start", "end", "is_right"),
    [
        ("day", "2026-12-17T00:00:00", "2026-12-18T00:00:00", True),
        ("day", "2026-12-18T00:00:00", "2026-12-19T00:00:00", False),
        ("overlap", "2026-12-17T06:00:00", "2026-12-18T00:00:00", True),
        ("none", None, None, False),
    ],
)
def test_a_time_is_judged_by_its_rule(rule: str, start: str | None, end: str | None, *, is_right: bool) -> None:
    line = {"id": "x", "text": "明天", "ref": "2026-12-16T14:20:00", "lang": "zh", "variant": "hans", "rule": rule}
    score = score_times([{**line, "start": start, "end": end, "slack_s": 0, "alts": []}])
    assert list(score.shares.values()) == [float(is_right)]
