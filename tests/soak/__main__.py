"""`python -m tests.soak [ROW] [--rounds N] [--minutes M]`: runs a row, or goes on with it, and writes its report."""

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.soak.results import Results
from tests.soak.row import Row
from tests.soak.rows import ROWS
from tests.soak.tree import is_clean

# The rounds are committed beside the report, so that a row goes on wherever it is checked out.
REPORTS = Path("docs/reports")


def main() -> int:
    """0 when every round so far was well; 1 when one was not; 2 for a row that does not exist, or changed files."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("row", nargs="?", default="")
    parser.add_argument("--rounds", type=int, help="instead of the full size")
    parser.add_argument("--minutes", type=float, default=120.0, help="no round begins after this")
    args = parser.parse_args()
    row = ROWS.get(args.row)
    if row is None:
        for one in ROWS.values():
            print(f"{one.name:14} {one.rounds:5} rounds  {one.about}")
        return 2 if args.row else 0
    if is_clean():
        results = Results(row, REPORTS)
        is_well = run(row, results, args.rounds or row.rounds, args.minutes * 60)
        print("report:", results.write_report())
    elif args.rounds is None:
        print("Files differ from their commit, so nobody could check the report: commit, or try it with --rounds.")
        return 2
    else:
        is_well = _try(row, args.rounds, args.minutes * 60)
    return 0 if is_well else 1


def _try(row: Row, rounds: int, seconds: float) -> bool:
    """A few rounds of whatever the files are now; they count nowhere."""
    with tempfile.TemporaryDirectory(prefix="pawline-trial-") as folder:
        return run(row, Results(row, Path(folder), is_trial=True), rounds, seconds)


def run(row: Row, results: Results, rounds: int, seconds: float) -> bool:
    """Goes on until so many rounds were well, or the time is over; False when one was not."""
    begun, here = time.monotonic(), 0
    while (number := results.done) < rounds and time.monotonic() - begun < seconds:
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="pawline-soak-") as folder:
            try:
                figures = row.round(number, Path(folder))
            except Exception as broken:
                # Whoever did not get well in time raises TimeoutError: that is as decisive as a broken invariant.
                results.fail(number, repr(broken))
                traceback.print_exc()
                print(f"{row.name}: round {number} BROKEN: {broken!r}", flush=True)
                return False
        if not results.may_count():
            print("Files were changed meanwhile: this round counts for nothing.")
            return False
        results.note(number, time.monotonic() - started, figures)
        here += 1
        left = (rounds - results.done) * (time.monotonic() - begun) / here
        print(f"{row.name}: {results.done}/{rounds}, about {left / 60:.0f} min to go, {figures}", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
