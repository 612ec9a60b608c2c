"""How long a pet really takes: what it took last time, and what that makes of a wish. Pure.

The list says what such a pet takes; this one may have twice the coat. What is kept is the percent of the listed minutes
that its last visit took, for each service that the visit was for: the list may change, and the percent still holds.
"""

from __future__ import annotations

from collections.abc import Mapping

from .model import AS_LISTED, PriceLine, Quote
from .pace import shared_anew
from .pricing import STEP_GRID_MIN

# Beyond these somebody has forgotten to tap, or something happened that will not happen again.
LEAST_PERCENT, MOST_PERCENT = 60, 180
# Nearer to the list than this the list is right.
SAME_PERCENT = 10


def taken_by(listed: Quote, extras: frozenset[str], minutes: int, pace: int) -> int | None:
    """The percent of the listed minutes that a visit took for what it was for; 100 where that is about the same.

    `extras` are the codes of additions, which took what is listed; `pace` is that of who did it. None: the visit tells
    nothing, because nothing but additions has minutes, or it was far too short or too long to be true.
    """
    for_extras = sum(line.minutes for line in listed.lines if line.code in extras)
    for_rest = listed.minutes - for_extras
    if listed.is_stay or for_rest <= 0:
        return None
    percent = round((minutes * AS_LISTED / pace - for_extras) * 100 / for_rest)
    if not LEAST_PERCENT <= percent <= MOST_PERCENT:
        return None
    return percent if abs(percent - 100) >= SAME_PERCENT else 100


def as_it_takes(listed: Quote, percents: Mapping[str, int]) -> Quote:
    """The same wish with the minutes that the pet takes by what is known of it, on the grid of steps; what it costs
    stays. `percents` by service; one that is not in it takes what is listed."""
    if listed.is_stay or not listed.minutes or not any(line.code in percents for line in listed.lines):
        return listed
    hundredths = sum(line.minutes * percents.get(line.code, 100) for line in listed.lines)
    return shared_anew(listed, _on_grid(hundredths), listed.minutes)


def minutes_of(line: PriceLine, percents: Mapping[str, int]) -> int:
    """The minutes of one service by itself, of this pet."""
    percent = percents.get(line.code)
    return line.minutes if percent is None else _on_grid(line.minutes * percent)


def _on_grid(hundredths: int) -> int:
    """The nearest that is planned in: a percent of long visits is some minutes."""
    return (2 * hundredths + 100 * STEP_GRID_MIN) // (200 * STEP_GRID_MIN) * STEP_GRID_MIN
