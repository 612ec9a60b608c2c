"""A day as whole numbers whose bits are its minutes, so that all starts are judged at once. Pure.

The idea is that of a bitmap of free blocks: where a run of n set bits begins is found with about log2(n) shifts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .model import MINUTE_MS, Span


def taken(spans: Iterable[Span], origin_ms: int) -> int:
    """The minutes after the origin that the spans touch, also in part."""
    bits = 0
    for span in spans:
        first = max(0, (span.start_ms - origin_ms) // MINUTE_MS)
        end = -((origin_ms - span.end_ms) // MINUTE_MS)
        if end > first:
            bits |= (1 << end) - (1 << first)
    return bits


def within(span: Span, origin_ms: int) -> int:
    """The minutes after the origin that lie wholly within a span."""
    first = max(0, -((origin_ms - span.start_ms) // MINUTE_MS))
    end = (span.end_ms - origin_ms) // MINUTE_MS
    return (1 << end) - (1 << first) if end > first else 0


def room_for(free: int, minutes: int) -> int:
    """The minutes at which so many free ones in a row begin; `minutes` is at least one."""
    known = 1
    while known < minutes:
        step = min(known, minutes - known)
        free &= free >> step
        known += step
    return free


def each(bits: int) -> Iterator[int]:
    """The minutes that are set, the first one first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
