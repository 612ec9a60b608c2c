"""What a file would do to the shop, found out before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pawline.platform.db import Tx

from .model import Kind, Problem, Report

MOST_TOLD = 200


@dataclass
class Plan:
    """How many lines are new, changed and unchanged; `writes` do it, in their order, once nothing is wrong."""

    problems: list[Problem]
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    writes: list[Callable[[Tx], None]] = field(default_factory=list[Callable[[Tx], None]])

    def add(self, write: Callable[[Tx], None]) -> None:
        """A line that brings something new."""
        self.new += 1
        self.writes.append(write)

    def change(self, write: Callable[[Tx], None]) -> None:
        """A line that changes what is there."""
        self.changed += 1
        self.writes.append(write)

    def report(self, kind: Kind, *, is_done: bool) -> Report:
        """In the order of lines; nobody reads thousands of them, and a page cannot show them."""
        told = sorted(self.problems, key=lambda one: one.line)[:MOST_TOLD]
        more = len(self.problems) - len(told)
        return Report(kind, self.new, self.changed, self.unchanged, told, more, is_done)
