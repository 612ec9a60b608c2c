"""Word patterns in two languages of which a text is asked only those it can hold.

A table of words has Chinese and English alternatives side by side; most messages are written in one of
the two, and trying the other's words takes as long again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Literal

Script = Literal["zh", "en", "both"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]")
_ESCAPE = re.compile(r"\\.")


class Bilingual:
    """A pattern like one of `re`, quicker on a text in one language. For folded text only.

    Each of its three forms is compiled when it is first needed, or by `warm`: all of them take most of a second, which
    a program that understands no message has no use for. A Chinese sign ends an English word: 要cancel has one in it.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        _every.append(self)

    @cached_property
    def for_both(self) -> re.Pattern[str]:
        """The whole pattern, for a text in both languages."""
        return re.compile(self._pattern, re.ASCII)

    @cached_property
    def _zh(self) -> re.Pattern[str]:
        return re.compile(_kept(_alternatives(self._pattern), without=_LATIN), re.ASCII)

    @cached_property
    def _en(self) -> re.Pattern[str]:
        return re.compile(_kept(_alternatives(self._pattern), without=_HAN), re.ASCII)

    def _for(self, text: str) -> re.Pattern[str]:
        script = _script(text)
        return self._zh if script == "zh" else self._en if script == "en" else self.for_both

    def search(self, text: str) -> re.Match[str] | None:
        """As of `re`."""
        return self._for(text).search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """As of `re`."""
        return self._for(text).match(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As of `re`."""
        return self._for(text).finditer(text)

    def sub(self, put: str, text: str) -> str:
        """As of `re`."""
        return self._for(text).sub(put, text)


_every: list[Bilingual] = []
_tables: list[Callable[[], object]] = []


def warm_too(build: Callable[[], object]) -> None:
    """Has `warm` call `build` as well: for a table of words that is no pattern."""
    _tables.append(build)


def warm() -> None:
    """Compiles every pattern now, so that no owner waits for it."""
    for one in _every:
        for text in ("好", "ok", "好 ok"):
            one.search(text)
    for build in _tables:
        build()


@lru_cache(maxsize=256)
def _script(text: str) -> Script:
    if text.isascii():
        return "en"
    if not _LATIN.search(text):
        return "zh"
    return "both" if _HAN.search(text) else "en"


def _alternatives(pattern: str) -> Iterator[str]:
    """The alternatives of the outermost level."""
    depth, is_class, start, at = 0, False, 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif is_class:
            is_class = char != "]"
        elif char == "[":
            is_class = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and depth == 0:
            yield pattern[start:at]
            start = at + 1
        at += 1
    yield pattern[start:]


def _kept(parts: Iterable[str], *, without: re.Pattern[str]) -> str:
    """The alternatives that need no sign of the other script; an alternative with both, such as a lookahead, stays."""
    kept = [part for part in parts if not _needs_only(part, without)]
    return "|".join(kept) or r"(?!)"


def _needs_only(part: str, script: re.Pattern[str]) -> bool:
    other = _HAN if script is _LATIN else _LATIN
    plain = _ESCAPE.sub("", part)
    return script.search(plain) is not None and other.search(plain) is None
