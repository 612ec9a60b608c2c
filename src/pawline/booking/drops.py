"""Pets that are brought at certain times, several at once: which times have room, and who takes which seat. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from pawline.shop import DropSlot, Hours, wall_ms

from .model import MINUTE_MS, Claim, DayPlan, Drop, Span
from .slot import Slot

# A seat is taken for the minute at which its pet is brought: no two times are closer to each other.
SEAT_MS = MINUTE_MS


def drops_on(slots: Sequence[DropSlot], seats: tuple[int, ...], hours: Hours, zone: ZoneInfo) -> tuple[Drop, ...]:
    """The times of an open day at which pets are brought, in their order; those outside of its hours left out."""
    times = sorted((one for one in slots if one.weekday == hours.day.isoweekday()), key=lambda one: one.at_min)
    drops = (_drop(one, seats, hours.day, zone) for one in times)
    return tuple(one for one in drops if hours.opens_ms <= one.at_ms < hours.closes_ms)


def _drop(slot: DropSlot, seats: tuple[int, ...], day: date, zone: ZoneInfo) -> Drop:
    at_ms = wall_ms(day, slot.at_min, zone)
    return Drop(at_ms, at_ms + slot.begin_within_min * MINUTE_MS, slot.most, seats)


def free_seats(day: DayPlan, drop: Drop) -> tuple[int, ...]:
    """The seats that are left at a time: as many as there is room for more pets.

    Who has a seat that the shop has no more counts all the same.
    """
    at = Span(drop.at_ms, drop.at_ms + SEAT_MS)
    free = [one for one in drop.seats if not any(at.overlaps(other) for other in day.busy.get(one, ()))]
    taken = len(drop.seats) - len(free)
    return tuple(free[: max(0, drop.most - taken)])


def drop_at(day: DayPlan, at_ms: int) -> Drop | None:
    """The drop-off at this very time."""
    return next((one for one in day.drops if one.at_ms == at_ms), None)


def drop_before(day: DayPlan, start_ms: int) -> Drop | None:
    """The last drop-off with room after which a turn may begin at this start: who is brought waits least."""
    return next((one for one in reversed(day.drops) if one.takes(start_ms) and free_seats(day, one)), None)


def with_seats(day: DayPlan, slots: Sequence[Slot], brought_ms: Sequence[int | None]) -> list[Slot] | None:
    """The same with a seat for each pet, at the time at which it is brought, None: the last one that will do; None when
    there is none. On a day on which pets come at any time nobody needs one, and each is brought for its turn."""
    if not day.drops:
        is_so = all(at_ms in (None, slot.start_ms) for slot, at_ms in zip(slots, brought_ms, strict=True))
        return list(slots) if is_so else None
    given: dict[int, list[int]] = {}
    found: list[Slot] = []
    for slot, at_ms in zip(slots, brought_ms, strict=True):
        drop = drop_before(day, slot.start_ms) if at_ms is None else drop_at(day, at_ms)
        if drop is None or not drop.takes(slot.start_ms):
            return None
        mine = given.setdefault(drop.at_ms, list(free_seats(day, drop)))
        if not mine:
            return None
        found.append(replace(slot, seat=Claim(mine.pop(0), drop.at_ms, drop.at_ms + SEAT_MS)))
    return found
