"""Finding the pieces of time expressions: runs a language's rules and keeps the longest that fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .time_model import Token

Build = Callable[[re.Match[str]], Token | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what it means; `build` may refuse what the pattern alone cannot rule out."""

    pattern: re.Pattern[str]
    build: Build


def rule(pattern: str, build: Build) -> Rule:
    """A rule for folded text (lower case, simplified)."""
    return Rule(re.compile(pattern), build)


def tokens_of(folded: str, rules: Sequence[Rule]) -> list[Token]:
    """The pieces found, in order and without overlap: of two that overlap the earlier, then the longer."""
    found: list[tuple[int, int, int, Token]] = []
    for order, each in enumerate(rules):
        for match in each.pattern.finditer(folded):
            token = each.build(match)
            if token is not None and match.end() > match.start():
                placed = replace(token, start=match.start(), end=match.end())
                found.append((match.start(), -match.end(), order, placed))
    found.sort(key=lambda item: item[:3])
    kept: list[Token] = []
    for _, _, _, token in found:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return kept
