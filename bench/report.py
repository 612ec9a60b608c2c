"""The form in which every measurement is printed."""

import json
import statistics
import sys
from collections.abc import Sequence


def tell(bench: str, work: str, system: str, metric: str, unit: str, values: Sequence[float]) -> None:
    """One metric of one system over all runs."""
    line = {
        "bench": bench,
        "work": work,
        "system": system,
        "metric": metric,
        "unit": unit,
        "runs": len(values),
        "min": round(min(values), 3),
        "median": round(statistics.median(values), 3),
        "max": round(max(values), 3),
    }
    _print(line)


def share_at(values: Sequence[float], share: float) -> float:
    """The value that so much of all values do not pass; 0.5 is the median. 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def compare(
    bench: str, work: str, metric: str, of: str, to: str, ours: Sequence[float], theirs: Sequence[float]
) -> None:
    """The ratio of two systems, taken pair by pair within the run."""
    ratios = [a / b for a, b in zip(ours, theirs, strict=True) if b]
    if ratios:
        line = {"bench": bench, "work": work, "ratio_of": of, "ratio_to": to, "metric": metric}
        _print(line | {"median": round(statistics.median(ratios), 3)})


def _print(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
