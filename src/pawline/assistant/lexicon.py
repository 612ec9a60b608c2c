"""Words of a few senses found in a text, and senses that stand near each other.

A table of words names a sense and the words for it. Chinese words are found anywhere, English ones at the edge of a
word; `*` at the end lets a word go on. `[吃吞][了掉]` and `(cant|wont) stand` stand for every combination. Plain words
are looked up by how they begin, which takes microseconds, where patterns of so many words would take milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import NamedTuple

from .bilingual import warm_too

Spans = Mapping[str, Sequence[tuple[int, int]]]
"""Where each sense stands in a text: half-open spans, by where they begin."""

_CHOICE = re.compile(r"\[([^\]]+)\]|\(([^)]*)\)")
_START = (2, 4)
"""So many characters at the start of a word find it: of a Chinese word, of an English one."""
_KEPT = 3
"""So many earlier places of a sense are tried beside the latest."""

_PER_HAN = 3
"""Characters of English that say as much as one of Chinese, about."""


class Rule(NamedTuple):
    """A flag raised by senses that all stand within a stretch of `far` Chinese characters, in any order."""

    flag: str
    senses: tuple[str, ...]
    far: int
    needed: frozenset[str]


def rule(flag: str, senses: str, far: int) -> Rule:
    """A rule of senses parted by spaces."""
    return Rule(flag, tuple(senses.split()), far, frozenset(senses.split()))


class Lexicon:
    """Words by sense. For folded text without apostrophes."""

    def __init__(self, *tables: Mapping[str, str]) -> None:
        self._tables = tables
        warm_too(self.warm)

    @cached_property
    def _by_start(self) -> dict[str, list[tuple[str, bool, str]]]:
        """Words by how they begin: with each, whether it goes on, and its sense."""
        found: dict[str, list[tuple[str, bool, str]]] = {}
        for table in self._tables:
            for sense, words in table.items():
                for word in dict.fromkeys(_words(words)):
                    plain = word.removesuffix("*")
                    found.setdefault(plain[: _START[plain[0].isascii()]], []).append((plain, plain != word, sense))
        return found

    def warm(self) -> None:
        """Builds the table now, so that no owner waits for it."""
        self.find("好")

    def find(self, text: str) -> dict[str, list[tuple[int, int]]]:
        """Where each sense that the text has stands in it."""
        found: dict[str, list[tuple[int, int]]] = {}
        by_start = self._by_start
        is_inside = False
        for at, char in enumerate(text):
            is_latin = char.isascii()
            was_inside, is_inside = is_inside, is_latin and char.isalnum()
            if char == " " or (is_inside and was_inside):
                continue
            for size in range(min(_START[is_latin], len(text) - at), 0, -1):
                for word, goes_on, sense in by_start.get(text[at : at + size], ()):
                    end = at + len(word)
                    if text.startswith(word, at) and (not is_latin or goes_on or _ends(text, end)):
                        found.setdefault(sense, []).append((at, end))
        return found


def _ends(text: str, at: int) -> bool:
    return at >= len(text) or not (text[at].isascii() and text[at].isalnum())


def _words(table: str) -> Iterable[str]:
    """Chinese words are parted by spaces, English ones, which may have spaces, by commas or lines."""
    parts = re.split(r"[,\n]", table) if "," in table else table.split()
    return (word for part in parts if part.strip() for word in expanded(part.strip()))


def expanded(word: str) -> Iterator[str]:
    """Every word that one with choices in it stands for."""
    pieces: list[list[str]] = []
    last = 0
    for match in _CHOICE.finditer(word):
        pieces += [[word[last : match.start()]], list(match[1]) if match[1] else match[2].split("|")]
        last = match.end()
    for choice in product(*pieces, [word[last:]]):
        yield " ".join("".join(choice).split())


def is_near(spans: Spans, senses: Sequence[str], far: int) -> bool:
    """Whether each sense stands in one stretch of `far` characters; two senses do not share a character."""
    marks = sorted((start, end, sense) for sense in senses for start, end in spans.get(sense, ()))
    last: dict[str, list[tuple[int, int]]] = {sense: [] for sense in senses}
    for start, end, sense in marks:
        last[sense] = [*last[sense][-_KEPT:], (start, end)]
        others = [last[other] for other in last if other != sense]
        if all(others) and _is_stretch([(start, end)], others, far):
            return True
    return False


def _is_stretch(chosen: list[tuple[int, int]], others: list[list[tuple[int, int]]], far: int) -> bool:
    """Whether one span of each of the others goes with those chosen: apart from them, and not too far."""
    if max(start for start, _ in chosen) - min(end for _, end in chosen) > far:
        return False
    return not others or any(
        _is_stretch([*chosen, span], others[1:], far)
        for span in reversed(others[0])
        if all(span[1] <= start or end <= span[0] for start, end in chosen)
    )


def raised(rules: Iterable[Rule], spans: Spans, *, is_chinese: bool) -> set[str]:
    """The flags of the rules that hold for the senses found."""
    scale = 1 if is_chinese else _PER_HAN
    found = spans.keys()
    return {
        rule.flag
        for rule in rules
        if found >= rule.needed and (len(rule.senses) == 1 or is_near(spans, rule.senses, rule.far * scale))
    }
