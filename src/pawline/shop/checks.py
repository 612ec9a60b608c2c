"""What a shop's numbers may be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .errors import BadHours, BadShift, BadShop
from .model import DAY_MIN, Opening, Settings, Shift

_BOUNDS = {
    "grid_min": (5, 120),
    "lead_min": (0, 14 * DAY_MIN),
    "horizon_days": (1, 400),
    "offer_min": (1, DAY_MIN),
    "hold_chat_min": (1, 120),
    "hold_web_min": (1, 120),
    "hold_unpaid_min": (1, 120),
    "hold_extend_min": (1, 120),
    "hold_phone_min": (1, 60),
    "hold_longest_min": (1, 240),
    "holds_per_hour_stranger": (1, 100),
    "cancel_free_h": (0, 24 * 14),
    "late_percent": (0, 100),
    "grace_min": (0, 240),
    "staff_buffer_min": (0, 120),
}


def check_text(field: str, text: str, least: int, most: int) -> None:
    """So many characters, spaces around not counted for the least; raises BadShop."""
    if not least <= len(text.strip()) or len(text) > most:
        raise BadShop(reason=field)


def check_between(field: str, value: int, least: int, most: int) -> None:
    """Both ends included; raises BadShop."""
    if not least <= value <= most:
        raise BadShop(reason=field)


def check_settings(settings: Settings) -> None:
    """Every number of a shop; raises BadShop."""
    for field, (least, most) in _BOUNDS.items():
        check_between(field, getattr(settings, field), least, most)


def check_week(hours: Sequence[Opening]) -> None:
    """Opening hours: each weekday once, within its day; raises BadShop, BadHours."""
    if len({one.weekday for one in hours}) != len(hours):
        raise BadShop(reason="weekday")
    for one in hours:
        check_between("weekday", one.weekday, 1, 7)
        if not 0 <= one.opens_min < one.closes_min <= DAY_MIN:
            raise BadHours(one.weekday)


def check_shifts(shifts: Sequence[Shift]) -> None:
    """Somebody's week: each weekday once; raises BadShift."""
    seen: set[int] = set()
    for one in shifts:
        check_shift(one)
        if one.weekday in seen:
            raise BadShift(one.weekday)
        seen.add(one.weekday)


def check_shift(one: Shift) -> None:
    """Within its day, and the break within it; raises BadShift."""
    check_between("weekday", one.weekday, 1, 7)
    has_break = one.break_start_min is not None and one.break_end_min is not None
    is_half = not has_break and (one.break_start_min, one.break_end_min) != (None, None)
    marks = [one.start_min, one.break_start_min, one.break_end_min, one.end_min]
    times = [mark for mark in marks if mark is not None]
    is_in_order = all(a < b for a, b in pairwise(times))
    if is_half or not is_in_order or times[0] < 0 or times[-1] > DAY_MIN:
        raise BadShift(one.weekday)
