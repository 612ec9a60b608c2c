"""Judges what clients wrote down against the database as it is at the end.

    python -m tests.faults.checker LOGDIR DB

LOGDIR holds one `.jsonl` file a client and `conductor.jsonl`; DB is a database URL or the path of an SQLite file.
Prints one line an invariant and leaves with 1 when one is broken.
"""

import sys
from pathlib import Path

from tests.faults import log_invariants, other_invariants
from tests.faults.dump import Dump, read
from tests.faults.history import History, load
from tests.faults.verdict import Invariant, Verdict

INVARIANTS: dict[str, Invariant] = {
    f"V{number}": getattr(log_invariants if number < 10 else other_invariants, f"v{number}") for number in range(1, 16)
}


def check(history: History, dump: Dump) -> dict[str, Verdict]:
    """Every invariant's verdict."""
    return {name: invariant(history, dump) for name, invariant in INVARIANTS.items()}


def broken(verdicts: dict[str, Verdict]) -> dict[str, list[str]]:
    """What was found, by invariant; empty when all is well."""
    return {name: verdict.findings for name, verdict in verdicts.items() if verdict.findings}


def counts(verdicts: dict[str, Verdict]) -> dict[str, float]:
    """How many cases were judged, in all and by invariant; those with none are left out."""
    found: dict[str, float] = {f"judged by {name}": one.judged for name, one in verdicts.items() if one.judged}
    return {"judged": sum(found.values()), **found}


def report(verdicts: dict[str, Verdict]) -> str:
    """The verdicts for people."""
    lines: list[str] = []
    for name, verdict in verdicts.items():
        about = (INVARIANTS[name].__doc__ or "").splitlines()[0]
        state = "BROKEN" if verdict.findings else ("holds" if verdict.judged else "nothing to judge")
        lines.append(f"{name:4} {state:17}{verdict.judged:9}  {about}")
        lines += [f"       {finding}" for finding in verdict.findings]
    return "\n".join(lines)


def main() -> int:
    """0 when nothing is broken."""
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    verdicts = check(load(Path(sys.argv[1])), read(sys.argv[2]))
    print(report(verdicts))
    return 1 if broken(verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
