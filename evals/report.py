"""Figures of many trials: a table for the terminal, JSON lines, and the committed report."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path

from evals.playing import Trial

REPORT = Path(__file__).parent.parent / "docs" / "reports" / "eval.md"
FIRST_SIGHT = Path(__file__).parent / "first_sight.jsonl"
# What has to be reached: of all trials, of each class, of scenarios that pass with every seed, and turns to book.
ALL, CLASS, EVERY_SEED, TURNS = 0.95, 0.85, 0.85, 5
TURNS_OF = "book"


@dataclass(frozen=True)
class Figures:
    """Of some trials. `power` is pass^k over all k seeds, `turns` the median of the passed trials' owner turns."""

    name: str
    scenarios: int
    trials: int
    first: float
    power: float
    turns: float


def pass_hat(passed: int, trials: int, k: int) -> float:
    """tau-bench's estimator of pass^k: how likely k trials, drawn without putting back, all pass."""
    return comb(passed, k) / comb(trials, k)


def figures(name: str, trials: Sequence[Trial]) -> Figures:
    """The figures of these trials; every scenario has as many."""
    by_scenario: dict[str, list[Trial]] = {}
    for one in trials:
        by_scenario.setdefault(one.scenario.id, []).append(one)
    counts = [(sum(one.is_passed for one in every), len(every)) for every in by_scenario.values()]
    k = min(many for _, many in counts)
    return Figures(
        name,
        len(by_scenario),
        len(trials),
        statistics.fmean(pass_hat(passed, many, 1) for passed, many in counts),
        statistics.fmean(pass_hat(passed, many, k) for passed, many in counts),
        statistics.median([one.turns for one in trials if one.is_passed] or [0]),
    )


def by_class(trials: Sequence[Trial]) -> list[Figures]:
    """One line for each class, in the order of their names."""
    names = sorted({one.scenario.class_ for one in trials})
    return [figures(name, [one for one in trials if one.scenario.class_ == name]) for name in names]


def below(trials: Sequence[Trial]) -> list[str]:
    """Every bar that is not reached, in words."""
    found: list[str] = []
    every = figures("all", trials)
    if every.first < ALL:
        found.append(f"pass^1 is {every.first:.3f}, the bar {ALL}")
    if every.power < EVERY_SEED:
        found.append(f"pass over every seed is {every.power:.3f}, the bar {EVERY_SEED}")
    for one in by_class(trials):
        if one.first < CLASS:
            found.append(f"{one.name}: pass^1 is {one.first:.3f}, the bar {CLASS}")
        if one.name == TURNS_OF and one.turns > TURNS:
            found.append(f"{one.name}: the median is {one.turns:g} turns, the bar {TURNS}")
    return found


def table(trials: Sequence[Trial], seeds: int) -> str:
    """A table of classes, as Markdown."""
    lines = [f"| class | scenarios | pass^1 | pass^{seeds} | median turns |", "|---|---:|---:|---:|---:|"]
    for one in (*by_class(trials), figures("**all**", trials)):
        lines.append(f"| {one.name} | {one.scenarios} | {one.first:.3f} | {one.power:.3f} | {one.turns:g} |")
    return "\n".join(lines)


def json_lines(trials: Sequence[Trial], seeds: int) -> list[str]:
    """One line for each class and one for all."""
    return [
        json.dumps(
            {
                "bench": "evals", "class": one.name, "scenarios": one.scenarios, "trials": one.trials,
                "pass^1": round(one.first, 4), f"pass^{seeds}": round(one.power, 4), "median_turns": one.turns,
            }
        )
        for one in (*by_class(trials), figures("all", trials))
    ]  # fmt: skip


def failures(trials: Sequence[Trial]) -> list[str]:
    """Each scenario that fails, with the seeds and what was wrong."""
    lines: list[str] = []
    for name in dict.fromkeys(one.scenario.id for one in trials if not one.is_passed):
        every = [one for one in trials if one.scenario.id == name]
        failed = [one for one in every if not one.is_passed]
        seeds = ", ".join(str(one.seed) for one in failed)
        lines.append(f"- `{name}` ({failed[0].scenario.class_}): {len(failed)} of {len(every)} trials (seeds {seeds})")
        lines += [f"  - {fault}" for fault in dict.fromkeys(fault for one in failed for fault in one.faults)]
    return lines


def first_sights() -> list[str]:
    """What was kept of each set when it was new."""
    found = [json.loads(line) for line in FIRST_SIGHT.read_text(encoding="utf-8").splitlines()]
    return [
        f"| {one['set']} | {one['scenarios']} | {one['pass^1']:.3f} | "
        f"{'one seed' if one['pass^4'] is None else format(one['pass^4'], '.3f')} |"
        for one in found
    ]


def written(trials: Sequence[Trial], seeds: int) -> str:
    """The committed report."""
    scenarios = {one.scenario.id: one.scenario for one in trials}
    english = sum(one.lang == "en" for one in scenarios.values())
    missed = below(trials)
    return "\n".join(
        [
            "# Dialogues with the assistant",
            "",
            f"Written by `make eval`: {len(scenarios)} scenarios ({len(scenarios) - english} Chinese, {english} "
            f"English), {seeds} seeds, {len(trials)} trials. A scripted customer talks with the real assistant in a "
            "shop of its own, on a virtual clock; graded by the bookings, holds, files and queue in the database at "
            "the end, by the number of writes, and by what was said. pass^k is tau-bench's: how likely k trials of a "
            "scenario all pass. How a scenario is written: [evals.md](../guide/evals.md).",
            "",
            table(trials, seeds),
            "",
            f"Bars: pass^1 at least {ALL} of all and {CLASS} of each class, pass^{seeds} at least {EVERY_SEED}, "
            f"{TURNS_OF} in a median of at most {TURNS} turns.",
            "",
            *(["Below the bar:", "", *(f"- {one}" for one in missed)] if missed else ["Every bar is reached."]),
            "",
            "## At first sight",
            "",
            "The assistant was mended by what these scenarios showed, so the table above says how well it does what it "
            "was mended for. How well it does with what nobody has looked at is seen once for each set, before "
            "anything is mended by it, and is the better guess for a shop's own customers:",
            "",
            "| set | scenarios | pass^1 | pass^4 |",
            "|---|---:|---:|---:|",
            *first_sights(),
            "",
            "## What failed",
            "",
            *(failures(trials) or ["Nothing."]),
            "",
        ]
    )
