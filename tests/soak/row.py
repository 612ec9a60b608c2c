"""A row of the fault table: one round of it, and how many rounds are the full size."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Figures: TypeAlias = dict[str, float]
# A round gets its number and an empty folder, and returns what it counted. Whatever it raises,
# an AssertionError of the checker or a TimeoutError: then the row has failed, and its report says by what.
Round: TypeAlias = Callable[[int, Path], Figures]


@dataclass(frozen=True, slots=True)
class Row:
    """`most` names the figures that are maxima; all others are added up over the rounds."""

    name: str
    about: str
    rounds: int
    round: Round
    most: tuple[str, ...] = ()
