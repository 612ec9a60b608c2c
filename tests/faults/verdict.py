"""What an invariant answers: how much it has looked at, and what it found."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.faults.dump import Dump
from tests.faults.history import History

MOST_FINDINGS = 20


@dataclass
class Verdict:
    """`judged` of zero means that there was nothing to look at, which is no praise."""

    judged: int = 0
    findings: list[str] = field(default_factory=list[str])

    def judge(self, is_right: bool, finding: str) -> None:
        """One more case; `finding` says what is wrong with it if it is not right."""
        self.judged += 1
        if not is_right and len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)


Invariant: TypeAlias = Callable[[History, Dump], Verdict]
