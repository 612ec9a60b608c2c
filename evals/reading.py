"""`python -m evals.reading`: how well single messages and time expressions are read, beside gold labels.

The sets lie in `evals/sets`, JSON lines: a message with its labels, or a text with its time and the rule by which an
answer passes. Any other file of the same form may be given. Whoever mends the assistant by a set has used it up.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pawline.assistant import evaluate_messages, evaluate_time

SETS = Path(__file__).parent / "sets"
MINUTE = timedelta(minutes=1)
LEAST = {
    "intents": 0.88, "services": 0.92, "times": 0.90, "species": 0.95, "needs": 0.85,
    "simplified": 0.92, "traditional": 0.80, "english": 0.82, "no time": 0.90,
}  # fmt: skip
"""The bars. Besides, every emergency and every wish for a person has to be heard."""
MOST_FALSE_ALARMS = 1 / 180

Line = dict[str, Any]


@dataclass
class Count:
    """How often something was found, missed, and found where it was not. `f1` of nothing at all is 1."""

    found: int = 0
    missed: int = 0
    false: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        every = 2 * self.found + self.missed + self.false
        return 1.0 if every == 0 else 2 * self.found / every

    def add(self, gold: Iterable[object], said: Iterable[object], free: Iterable[object] = ()) -> None:
        """Compares two sets of labels; those that are `free` neither help nor hurt."""
        wanted, given = set(gold), set(said)
        self.found += len(wanted & given)
        self.missed += len(wanted - given)
        self.false += len(given - wanted - set(free))


@dataclass
class Score:
    """The figures of one set, and each line that was read wrongly with what is wrong."""

    shares: dict[str, float] = field(default_factory=dict[str, float])
    faults: list[str] = field(default_factory=list[str])
    lines: int = 0

    @property
    def below(self) -> list[str]:
        """The bars that are missed."""
        return [f"{name}: {share:.3f}, the bar {bar}" for name, share in self.shares.items()
                if share < (bar := LEAST.get(name, 1.0))]  # fmt: skip


# Messages


def score_messages(gold: Sequence[Line]) -> Score:
    """Reads every message and compares it with its labels."""
    answers = [json.loads(line) for line in evaluate_messages(json.dumps(one) for one in gold)]
    counts = {name: Count() for name in ("intents", "services", "times", "species", "needs")}
    heard = {"medical_emergency": Count(), "handoff_human": Count()}
    score = Score(lines=len(gold))
    for one, said in zip(gold, answers, strict=True):
        before = [(count.missed, count.false) for count in (*counts.values(), *heard.values())]
        _count(one, said, counts, heard)
        if before != [(count.missed, count.false) for count in (*counts.values(), *heard.values())]:
            score.faults.append(f"{one['id']} {one['text']} | {said['intents']} {said['services']} {said['times']}")
    score.shares = {name: count.f1 for name, count in counts.items()}
    for name, count in heard.items():
        score.shares[f"{name} recall"] = 1.0 if not count.found + count.missed else 1 - count.missed / (
            count.found + count.missed
        )  # fmt: skip
    score.shares["no false alarm"] = 1.0 if heard["medical_emergency"].false <= MOST_FALSE_ALARMS * len(gold) else 0.0
    return score


def _count(gold: Line, said: Line, counts: dict[str, Count], heard: dict[str, Count]) -> None:
    intents, free = gold["intents"], gold["intents_optional"]
    counts["intents"].add(intents, said["intents"], free)
    for name, count in heard.items():
        count.add(*({label for label in labels if label == name} for labels in (intents, said["intents"], free)))
    if "medical_emergency" in intents:
        # What else an emergency says is for people; nothing is booked of it.
        return
    if "svc_opt" not in gold["flags"]:
        counts["services"].add(gold["services"], said["services"])
    _count_times(gold, said, counts["times"])
    counts["species"].add(_species(gold["pets"]), _species(said["pets"]) & _species(gold["pets"]))
    if gold["special_needs"]:
        counts["needs"].add({"needs"}, {"needs"} if said["special_needs"] else ())


def _count_times(gold: Line, said: Line, count: Count) -> None:
    left = list(said["times"])
    for wanted in gold["time"]:
        hit = next((one for one in left if _is_time(wanted, one)), None)
        if hit is not None:
            left.remove(hit)
        if wanted["role"] != "info":
            count.found += hit is not None
            count.missed += hit is None
    count.false += sum(one["role"] != "info" for one in left)


def _is_time(wanted: Line, said: Line) -> bool:
    """The same bounds; of a part of a day half of each will do."""
    one, other = _bounds(wanted), _bounds(said)
    if one == other:
        return True
    is_part = one[0] is not None and (one[0].hour, one[0].minute) != (0, 0)
    return is_part and _overlaps(one, other)


def _species(pets: Iterable[Line]) -> set[str]:
    return {one["species"] for one in pets if one.get("species")}


# Times


def score_times(gold: Sequence[Line]) -> Score:
    """Reads every expression and judges it by its line's rule."""
    answers = [json.loads(line) for line in evaluate_time(json.dumps(one) for one in gold)]
    right, every = Counter[str](), Counter[str]()
    score = Score(lines=len(gold))
    for one, said in zip(gold, answers, strict=True):
        kind = _kind(one)
        every[kind] += 1
        accepted = [one, *({"start": start, "end": end} for start, end in one.get("alts", []))]
        if any(_passes(one, _bounds(value), _bounds(said)) for value in accepted):
            right[kind] += 1
        else:
            score.faults.append(f"{one['id']} {one['text']} | {said['start']} {said['end']}")
    score.shares = {kind: right[kind] / every[kind] for kind in every}
    return score


def _kind(line: Line) -> str:
    if line.get("rule", "none") == "none":
        return "no time"
    if line["lang"] == "en":
        return "english"
    return "simplified" if line["variant"] == "hans" else "traditional"


Bounds = tuple[datetime | None, datetime | None]


def _bounds(line: Line) -> Bounds:
    start, end = (datetime.fromisoformat(line[side]) if line[side] else None for side in ("start", "end"))
    return start, end


def _passes(line: Line, right: Bounds, said: Bounds) -> bool:
    rule, slack = line.get("rule", "none"), timedelta(seconds=line.get("slack_s", 0))
    if rule == "none":
        return said == (None, None)
    if rule == "day":
        return said == right
    if rule == "overlap":
        return _overlaps(right, said)
    if rule == "bounds":
        return said[0] == right[0] and _is_near(right[1], said[1], slack)
    near = MINUTE if rule == "instant" else slack
    return all(_is_near(one, other, near) for one, other in zip(right, said, strict=True))


def _is_near(one: datetime | None, other: datetime | None, slack: timedelta) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= slack


def _overlaps(one: Bounds, other: Bounds) -> bool:
    (start, end), (first, last) = one, other
    if start is None or end is None or first is None or last is None:
        return False
    both = min(end, last) - max(start, first)
    return both * 2 >= end - start and both * 2 >= last - first


# The program


def read_set(path: Path) -> list[Line]:
    """The lines of a set."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score_of(gold: Sequence[Line]) -> Score:
    """Of either kind of set: messages have intents."""
    return score_messages(gold) if "intents" in gold[0] else score_times(gold)


def main() -> None:
    """Prints each set's figures beside the bars, and with `--faults` what was read wrongly."""
    parser = argparse.ArgumentParser(prog="evals.reading", description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path, default=sorted(SETS.glob("*.jsonl")), help="JSON lines")
    parser.add_argument("--faults", action="store_true", help="every line that was read wrongly")
    parser.add_argument("--json", action="store_true", help="one JSON line for each set")
    args = parser.parse_args()
    missed: list[str] = []
    for path in args.sets:
        score = score_of(read_set(path))
        missed += [f"{path.stem}: {one}" for one in score.below]
        print("\n".join(_shown(path, score, is_json=args.json, with_faults=args.faults)))
    print("\n".join(missed), file=sys.stderr)
    sys.exit(1 if missed else 0)


def _shown(path: Path, score: Score, *, is_json: bool, with_faults: bool) -> Iterator[str]:
    if is_json:
        yield json.dumps({"set": path.stem, "lines": score.lines, **score.shares}, ensure_ascii=False)
        return
    yield f"{path.stem}: {score.lines} lines"
    for name, share in score.shares.items():
        yield f"  {name:24} {share:.3f}   bar {LEAST.get(name, 1.0):g}"
    if with_faults:
        yield from (f"  ! {fault}" for fault in score.faults)


if __name__ == "__main__":
    main()
