"""Whether a text is a sentence of a language, or signs and letters struck at random.

In doubt a text is none: whoever typed at random is asked kindly once more, and no person is called for it.
"""

from __future__ import annotations

import re

_INTERJECTION = re.compile(r"[啊哦嗯呃额哈嘻呵呀哇嘿唉哎喔噢诶欸嘛吧呢了的]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_COMMON_WORDS = """
    a an the i you he she it we they me my your his her our their us them him this that these those there
    here is are was were am be been do does did don't can can't could will would should may might must have
    has had what when where who why how which if and or but so because not no yes to of in on at for from
    with about by please want need like know think make get give tell say see look go come take help let
    thing something anything dog cat pet puppy good bad right wrong ok okay really very just also too more
    some any all one two now then today time day thanks thank hello hi sorry i'm i'll i'd it's that's what's
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_LEAST_CHINESE = 3
_LEAST_PLAIN_WORDS = 4


def is_sentence(folded: str) -> bool:
    """Whether somebody meant something by this text, though it was not understood."""
    chinese = set(_CHINESE.findall(_INTERJECTION.sub("", folded)))
    if len(chinese) >= _LEAST_CHINESE:
        return True
    words = _WORD.findall(folded)
    is_common = len(words) >= 2 and any(word in _COMMON for word in words)
    return is_common or sum(_is_plain(word) for word in words) >= _LEAST_PLAIN_WORDS


def _is_plain(word: str) -> bool:
    """Letters in an order that can be spoken."""
    if len(word) < 3 or re.search(r"[aeiouy]", word) is None:
        return False
    return re.search(r"[^aeiouy']{4}|(.)\1\1|q(?!u)", word) is None
