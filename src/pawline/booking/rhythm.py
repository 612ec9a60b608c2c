"""The days of a series: the same weekday and the same time on the shop's wall clock, every few weeks. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from pawline.shop import local_time, wall_ms

from .errors import BadRhythm, SeriesTooLong

LEAST_TIMES, MOST_TIMES = 2, 26
MOST_WEEKS = 12
# Nobody knows the roster of a later year.
LONGEST_WEEKS = 52
# How far from its day a visit of a series may go: two of one series never meet, not even week after week.
NEAR_DAYS = 3


def starts_of(start_ms: int, weeks: int, times: int, zone: ZoneInfo) -> list[int]:
    """The starts of `times` visits, every `weeks` weeks from the first one on; raises BadRhythm, SeriesTooLong.

    An hour that the clock skips in spring means the instant as far after midnight as its name says.
    """
    if not (1 <= weeks <= MOST_WEEKS and LEAST_TIMES <= times <= MOST_TIMES):
        raise BadRhythm(weeks=MOST_WEEKS, least=LEAST_TIMES, most=MOST_TIMES)
    if (times - 1) * weeks > LONGEST_WEEKS:
        raise SeriesTooLong(weeks=weeks, most=LONGEST_WEEKS // weeks + 1)
    first = local_time(start_ms, zone)
    minute = first.hour * 60 + first.minute
    later = [wall_ms(first.date() + timedelta(weeks=weeks * n), minute, zone) for n in range(1, times)]
    return [start_ms, *later]


def check_starts(starts: Sequence[int], weeks: int) -> None:
    """Raises BadRhythm, SeriesTooLong for visits that are no such series, each perhaps moved a little."""
    if not (1 <= weeks <= MOST_WEEKS and LEAST_TIMES <= len(starts) <= MOST_TIMES):
        raise BadRhythm(weeks=MOST_WEEKS, least=LEAST_TIMES, most=MOST_TIMES)
    longest = timedelta(weeks=LONGEST_WEEKS, days=2 * NEAR_DAYS + 1)
    if max(starts) - min(starts) > longest.total_seconds() * 1000:
        raise SeriesTooLong(weeks=weeks, most=LONGEST_WEEKS // weeks + 1)
