"""What rounds have counted: a line each in a file, so that a row goes on where it stopped; and the report."""

import json
import platform
import sqlite3
from os import cpu_count
from pathlib import Path
from typing import Any

from pawline.platform.clock import SystemClock
from tests.soak.row import Figures, Row
from tests.soak.tree import CHANGED, commit, is_clean


class Results:
    """The rounds of one row in `folder`. Rounds of another commit count as well; the report names all commits.

    A round that was well on changed files does not count: nobody could run it again. One that broke is told of.
    """

    def __init__(self, row: Row, folder: Path, *, is_trial: bool = False) -> None:
        self._row = row
        self._is_trial = is_trial
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"soak-{row.name}.jsonl"
        lines = self._path.read_text().splitlines() if self._path.exists() else []
        self._rounds: list[dict[str, Any]] = [json.loads(line) for line in lines]

    @property
    def done(self) -> int:
        """How many rounds were well, one after another."""
        return len(self._well())

    def may_count(self) -> bool:
        """Whether a round of the files as they are now would be evidence; a trial does not ask for any."""
        return self._is_trial or is_clean()

    def note(self, number: int, seconds: float, figures: Figures) -> None:
        """A round that was well."""
        self._add({"round": number, "seconds": round(seconds, 1), "commit": commit(), "figures": figures})

    def fail(self, number: int, broken: str) -> None:
        """A round in which an invariant was broken."""
        self._add({"round": number, "commit": commit(), "broken": broken[:2000]})

    def write_report(self) -> Path:
        """A page for people; returns where it is."""
        path = self._path.with_suffix(".md")
        path.write_text("\n".join(self._lines()) + "\n")
        return path

    def _add(self, one: dict[str, Any]) -> None:
        self._rounds.append(one)
        with self._path.open("a") as file:
            file.write(json.dumps(one) + "\n")

    def _lines(self) -> list[str]:
        row, well = self._row, self._well()
        broken = [one for one in self._rounds if "broken" in one]
        commits = list(dict.fromkeys(one["commit"] for one in (*well, *broken)))
        minutes = sum(one["seconds"] for one in well) / 60
        lines = [
            f"# Soak: {row.name}",
            "",
            f"{row.about}",
            "",
            f"**{len(well)} of {row.rounds} rounds held** ({100 * len(well) // row.rounds} % of the full size) in "
            f"{minutes:.0f} minutes; {len(broken) or 'none'} broke.",
            "",
            "| counted | |",
            "|---|---|",
            *(f"| {name} | {_said(value)} |" for name, value in self._totals(well).items()),
            "",
            f"`make soak ROW={row.name}`, {SystemClock().now():%Y-%m-%d}, commits {', '.join(commits)}; "
            f"{cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}.",
        ]
        lines += [f"- round {one['round']} BROKEN: {one['broken']}" for one in broken]
        return lines

    def _well(self) -> list[dict[str, Any]]:
        return [one for one in self._rounds if "broken" not in one and self._counts(one)]

    def _counts(self, one: dict[str, Any]) -> bool:
        return self._is_trial or not one["commit"].endswith(CHANGED)

    def _totals(self, rounds: list[dict[str, Any]]) -> Figures:
        totals: Figures = {}
        for one in rounds:
            for name, value in one["figures"].items():
                before = totals.get(name, 0)
                totals[name] = max(before, value) if name in self._row.most else before + value
        return totals


def _said(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
