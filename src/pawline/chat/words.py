"""What a text is found by: single signs and pairs of signs for Chinese, whole words for the rest.

Pairs, because nobody has to know where a Chinese word begins, and a two-sign name such as 豆豆 is found; single
signs for those who look for one. The same function splits what is stored and what is looked for.
"""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

# Enough for 8 KiB of text; a longer one is found by what it begins with.
MOST = 4000
WORD = 40


def tokens_of(text: str) -> set[str]:
    """Everything that the text can be found by."""
    found: set[str] = set()
    for run in _runs(text):
        found |= {*run, *(a + b for a, b in pairwise(run))} if _is_han(run[0]) else {run[:WORD]}
        if len(found) > MOST:
            break
    return found


def wanted(text: str) -> tuple[list[str], list[str]]:
    """What must be there whole, and what words must begin with: somebody who is typing has not finished the last one.

    Both are empty when there is nothing to look for.
    """
    whole: list[str] = []
    begun: list[str] = []
    for run in _runs(text[:200]):
        if not _is_han(run[0]):
            begun.append(run[:WORD])
        elif len(run) == 1:
            whole.append(run)
        else:
            whole.extend(a + b for a, b in pairwise(run))
    return whole[:60], begun[:20]


def matches(text: str, whole: Sequence[str], begun: Sequence[str]) -> bool:
    """What the index would answer for a text that is not in it yet."""
    tokens = tokens_of(text)
    return all(one in tokens for one in whole) and all(any(t.startswith(one) for t in tokens) for one in begun)


def holds(text: str, looked_for: str) -> bool:
    """Whether every Chinese run that is looked for stands in the text as a whole: pairs alone could be scattered."""
    flat = plain(text)
    return all(run in flat for run in _runs(looked_for[:200]) if _is_han(run[0]))


def plain(text: str) -> str:
    """Full width, compatibility and case folded together."""
    return unicodedata.normalize("NFKC", text).casefold()


def _runs(text: str) -> list[str]:
    """Stretches of Chinese signs, and of letters and digits of other scripts; everything else parts them."""
    runs: list[str] = []
    kind = ""
    for sign in plain(text):
        now = "han" if _is_han(sign) else "word" if sign.isalnum() else ""
        if now and now == kind:
            runs[-1] += sign
        elif now:
            runs.append(sign)
        kind = now
    return runs


def _is_han(sign: str) -> bool:
    """Chinese signs, and Japanese ones, which are written without spaces as well."""
    return "\u3040" <= sign <= "\u30ff" or "\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U0003ffff"
