"""How long a pet really takes: what it took last time, and what that makes of a wish. Pure.

The list says what such a pet takes; this one may have twice the coat. What is kept are the minutes that its last visit
took, for each service that the visit was for: who is then filed under another size, or finds the list corrected, takes
what it took and not the difference twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .model import AS_LISTED, PriceLine, Quote
from .pace import shared, shared_anew
from .pricing import STEP_GRID_MIN

# Beyond these somebody has forgotten to tap, or something happened that will not happen again.
LEAST_PERCENT, MOST_PERCENT = 60, 180
# Nearer to the list than this the list is right.
SAME_PERCENT = 10


def taken_by(listed: Quote, extras: frozenset[str], minutes: int, pace: int) -> dict[str, int] | None:
    """The minutes that each service took of a visit, additions left out; 0 where the list is about right.

    `extras` are the codes of additions, which took what is listed; `pace` is that of who did it. None: the visit tells
    nothing, because nothing but additions has minutes, or it was far too short or too long to be true.
    """
    of_each = {code: one for code, one in _minutes_by_code(listed).items() if code not in extras}
    for_rest = sum(of_each.values())
    if listed.is_stay or for_rest <= 0:
        return None
    took = minutes * AS_LISTED / pace - (listed.minutes - for_rest)
    percent = took * 100 / for_rest
    if not LEAST_PERCENT <= percent <= MOST_PERCENT:
        return None
    if abs(percent - 100) < SAME_PERCENT:
        return dict.fromkeys(of_each, 0)
    return {code: max(1, round(one * took / for_rest / STEP_GRID_MIN)) * STEP_GRID_MIN for code, one in of_each.items()}


def as_it_takes(listed: Quote, own: Mapping[str, int]) -> Quote:
    """The same wish with the minutes that the pet takes by what is known of it; what it costs stays. `own` are the
    minutes by service; one that is not in it takes what is listed, and so do additions."""
    by_code = _minutes_by_code(listed)
    if listed.is_stay or not any(by_code.get(code) for code in own):
        return listed
    lines = tuple(
        PriceLine(code, one.label, part, one.price_cents)
        for code, minutes in by_code.items()
        for one, part in _parts([line for line in listed.lines if line.code == code], own.get(code, minutes))
    )
    minutes = sum(line.minutes for line in lines)
    return replace(shared_anew(listed, minutes, listed.minutes), lines=lines)


def _parts(lines: list[PriceLine], whole: int) -> list[tuple[PriceLine, int]]:
    minutes = [line.minutes for line in lines]
    return list(zip(lines, shared(minutes, whole if any(minutes) else 0), strict=True))


def _minutes_by_code(listed: Quote) -> dict[str, int]:
    """In the order of the lines, which stand together by service."""
    found: dict[str, int] = {}
    for line in listed.lines:
        found[line.code] = found.get(line.code, 0) + line.minutes
    return found
