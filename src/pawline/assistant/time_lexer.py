"""Finding the pieces of time expressions: runs a language's rules and keeps the longest that fit."""

from __future__ import annotations

import re
from bisect import insort
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
    found = [
        (order, token)
        for order, each in enumerate(rules)
        for match in each.pattern.finditer(folded)
        if (token := _token_of(each, match)) is not None
    ]
    found.sort(key=_place)
    kept: list[Token] = []
    index = 0
    while index < len(found):
        order, token = found[index]
        index += 1
        end = kept[-1].end if kept else 0
        if token.start >= end:
            kept.append(token)
        elif token.end > end and (hidden := _hidden(rules[order], folded, end, token.end)) is not None:
            insort(found, (order, hidden), lo=index, key=_place)
    return kept


def _place(item: tuple[int, Token]) -> tuple[int, int, int]:
    return item[1].start, -item[1].end, item[0]


def _token_of(each: Rule, match: re.Match[str]) -> Token | None:
    token = each.build(match) if match.end() > match.start() else None
    return replace(token, start=match.start(), end=match.end()) if token is not None else None


def _hidden(each: Rule, folded: str, start: int, stop: int) -> Token | None:
    """A piece of the same rule that begins inside one that had to go: 晚上 in 平安夜晚上, behind 夜晚."""
    for at in range(start, stop):
        match = each.pattern.match(folded, at)
        token = _token_of(each, match) if match else None
        if token is not None:
            return token
    return None
