"""`python -m bench.planning [--quick]`: laying a day out anew: how long a full day takes, and whether small days are
laid out as well as can be.

The full day has 60 visits, twelve people and 21 places; one person calls in sick at ten and one dryer fails. It is
searched by the child process, as the server does it. Small days are compared with every layout there is. JSON lines
on standard output.
"""

import argparse
import asyncio
import random
import time

import msgspec

from bench.brute import best_cost
from bench.days import full_day, small_day
from bench.report import tell
from pawline.platform.children import ask_child, command_of
from pawline.solver.check import faults
from pawline.solver.model import Cost, Day, Job, Layout, cost_of
from pawline.solver.program import solve

SECONDS = 4.0


def main() -> None:
    """Small days first, then full ones."""
    parser = argparse.ArgumentParser(prog="bench.planning", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few days: checks the output only")
    args = parser.parse_args()
    small, full = (20, 1) if args.quick else (500, 10)
    _small(small)
    asyncio.run(_full(full))


def _small(days: int) -> None:
    """For each part of the cost, by how much the search is worse than the best of all layouts; all zeros is best."""
    gaps: list[Cost] = []
    for seed in range(days):
        day = small_day(random.Random(seed))
        layout = solve(day, 5.0)
        assert not faults(day, layout), seed
        found, best = cost_of(day, layout.placed), best_cost(day)
        assert found >= best, seed
        gaps.append(Cost(*(mine - theirs for mine, theirs in zip(found, best, strict=True))))
    tell("planning", "small-day", "pawline", "days", "1", [days])
    for name, values in zip(Cost._fields, zip(*gaps, strict=True), strict=True):
        tell("planning", "small-day", "pawline", f"gap_{name}", "1", values)


async def _full(days: int) -> None:
    spent: list[float] = []
    costs: list[Cost] = []
    proven = 0
    for seed in range(days):
        day = full_day(random.Random(seed))
        begun = time.perf_counter()
        layout = await _asked(day)
        spent.append(time.perf_counter() - begun)
        assert not faults(day, layout), seed
        proven += layout.is_best
        costs.append(cost_of(day, layout.placed))
    tell("planning", "full-day", "pawline", "wall", "s", spent)
    tell("planning", "full-day", "pawline", "proven_best", "share of days", [proven / days])
    for name, values in zip(Cost._fields, zip(*costs, strict=True), strict=True):
        tell("planning", "full-day", "pawline", name, "1", values)


async def _asked(day: Day) -> Layout:
    job = msgspec.json.encode(Job(day, SECONDS))
    line = await ask_child(command_of("pawline.solver"), job, deadline_s=60, most_kib=1024)
    return msgspec.json.decode(line, type=Layout)


if __name__ == "__main__":
    main()
