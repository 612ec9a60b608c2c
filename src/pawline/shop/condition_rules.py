"""What a shop does about a pet that is not well, or expecting. Pure."""

from __future__ import annotations

from typing import Literal

import msgspec

# Nothing is said; it is spoken of and nobody is sent away; a vet is asked first; the visit waits until it is over.
ConditionLevel = Literal["none", "said", "vet", "no"]


class ConditionRule(msgspec.Struct, frozen=True):
    """The rule for one condition, by its code. With `vet` and `no` owners cannot book; staff may, with a reason."""

    condition: str
    level: ConditionLevel


# What others could catch, and what a bath makes worse, waits; what a vet can judge, a vet is asked.
_STANDARD = (
    ConditionRule("vomiting", "no"),
    ConditionRule("diarrhoea", "no"),
    ConditionRule("skin", "no"),
    ConditionRule("fleas", "said"),
    ConditionRule("pregnant", "vet"),
    ConditionRule("post_op", "vet"),
    ConditionRule("unfinished", "no"),
)


def standard_rules() -> tuple[ConditionRule, ...]:
    """The rules of a shop that has not said anything of its own."""
    return _STANDARD
