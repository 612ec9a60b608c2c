"""Red flags: what makes a message an emergency that brings a person and the clinic's number at once.

Nothing here judges an illness. A flag told as history, as a worry, as a lasting weakness or in jest is none;
in doubt it is one, because a miss is worse than a call too many. What alarms is in `alarm_phrases` (set phrases)
and `alarms` (words near each other); what calms is in `calm_clauses` (a clause) and `no_alarm` (the whole message).
"""

from __future__ import annotations

from . import alarms, calm_clauses, no_alarm
from .alarm_phrases import RED_FLAGS
from .script import is_chinese

_OF_PHRASES = frozenset(name for name, _ in RED_FLAGS)


def red_flags_in(folded: str) -> tuple[str, ...]:
    """Names of the red flags of an emergency going on now, in no order of weight; empty for none."""
    told = no_alarm.without_figures(alarms.righted(folded))
    if no_alarm.is_taken_back(told):
        return ()
    in_chinese = is_chinese(told)
    plain = calm_clauses.struck(told, is_chinese=in_chinese)
    near = alarms.composed(plain, is_chinese=in_chinese)
    flags = tuple(name for name, pattern in RED_FLAGS if name in near or pattern.search(plain))
    flags += tuple(sorted(near - _OF_PHRASES - {alarms.UNWELL}))
    if not flags and alarms.UNWELL in near:
        flags = (alarms.UNWELL,)
    return () if not flags or no_alarm.is_no_alarm(flags, plain, folded) else flags
