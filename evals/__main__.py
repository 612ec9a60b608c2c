"""`python -m evals`: plays every scenario with every seed and grades it; exit code 1 below the bars."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from evals import report
from evals.playing import Trial, play
from evals.scenario import FOLDER, Scenario, read_all
from evals.shop import Shops

SEEDS = 4


def main() -> None:
    """Plays, prints the table and, of a whole run, writes the report."""
    parser = argparse.ArgumentParser(prog="evals", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="trials of each scenario")
    parser.add_argument("--first-seed", type=int, default=0, help="other seeds are other words for the same matters")
    parser.add_argument("--class", dest="classes", action="append", help="only this class; may be given again")
    parser.add_argument("--scenario", action="append", help="only this scenario; may be given again")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="scenarios from elsewhere")
    parser.add_argument("--json", action="store_true", help="JSON lines instead of the table")
    parser.add_argument("--talk", action="store_true", help="the words of every talk")
    parser.add_argument("--failed", action="store_true", help="the words of every talk that failed")
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side")
    parser.add_argument("--report", action="store_true", help="write docs/reports/eval.md")
    args = parser.parse_args()
    chosen = [
        one
        for one in read_all(args.folder)
        if (not args.classes or one.class_ in args.classes) and (not args.scenario or one.id in args.scenario)
    ]
    if not chosen:
        parser.error("no scenario is called so")
    trials = run(chosen, range(args.first_seed, args.first_seed + args.seeds), args.jobs)
    for one in trials:
        if args.talk or (args.failed and not one.is_passed):
            print("\n".join([f"== {one.scenario.id} (seed {one.seed})", *one.said, *(f"!! {f}" for f in one.faults)]))
    if args.json:
        print("\n".join(report.json_lines(trials, args.seeds)))
    else:
        print("\n".join([*report.failures(trials), "", report.table(trials, args.seeds)]))
    if args.report:
        report.REPORT.write_text(report.written(trials, args.seeds), encoding="utf-8")
    missed = report.below(trials)
    print("\n".join(missed), file=sys.stderr)
    sys.exit(1 if missed else 0)


def run(scenarios: Sequence[Scenario], seeds: Sequence[int], processes: int) -> list[Trial]:
    """Every trial, in order; progress on standard error."""
    began = time.monotonic()
    wanted = [(one, seed) for one in scenarios for seed in seeds]
    size = max(1, min(20, -(-len(wanted) // max(1, processes))))
    shares = [wanted[at : at + size] for at in range(0, len(wanted), size)]
    trials: list[Trial] = []
    with ProcessPoolExecutor(max(1, processes)) as pool:
        for done in pool.map(play_some, shares):
            trials += done
            failed = sum(not one.is_passed for one in trials)
            spent = time.monotonic() - began
            print(f"{len(trials)} of {len(wanted)} trials, {failed} failed, {spent:.0f} s", file=sys.stderr)
    return trials


def play_some(wanted: Sequence[tuple[Scenario, int]]) -> list[Trial]:
    """Some trials in this process, one after another."""
    logging.disable(logging.INFO)

    async def every() -> list[Trial]:
        with tempfile.TemporaryDirectory(prefix="pawline-evals-") as folder:
            shops = Shops(Path(folder))
            return [await play(shops, scenario, seed) for scenario, seed in wanted]

    return asyncio.run(every())


if __name__ == "__main__":
    main()
