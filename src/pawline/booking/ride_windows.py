"""In which windows of a day a household can be driven, and why not in the others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from pawline.platform.db import Tx
from pawline.shop import Label, RideWindow, Way, local_day, wall_ms

from . import ride_rows
from .diary import Diary
from .model import Span
from .ride_rows import Ride
from .said import clock_said


@dataclass(frozen=True)
class Trip:
    """From when to when a visit is at the shop: brought then, and ready at the latest."""

    comes_ms: int
    ready_ms: int


@dataclass(frozen=True)
class Driven:
    """A window on one day, with the seats that are left in it; `why` says why nobody can be driven then, None when
    somebody can."""

    way: Way
    span: Span
    seats: tuple[int, ...]
    why: Label | None


def windows_for(
    tx: Tx, diary: Diary, way: Way, trip: Trip, but: Collection[str] = (), *, is_staff: bool = False
) -> list[Driven]:
    """The windows of the day on which a visit comes, or is ready; those of a day on which the shop is closed are none.

    `but` are rides that do not count, since they are being changed.
    """
    day = local_day(trip.comes_ms if way == "fetch" else trip.ready_ms, diary.zone)
    if not diary.settings.rides.is_on or diary.hours(day) is None:
        return []
    windows = [one for one in diary.settings.rides.windows if (one.way, one.weekday) == (way, day.isoweekday())]
    if not windows:
        return []
    taken = [one for one in rides_on(tx, diary, day) if one.way == way and one.id not in but]
    seats = diary.ride_seats(way)
    found = [_driven(diary, one, day, seats, taken, trip, is_staff=is_staff) for one in windows]
    return sorted(found, key=lambda one: one.span)


def said(span: Span, diary: Diary) -> str:
    """A window as 09:00–11:00."""
    return f"{clock_said(span.start_ms, diary.zone)}–{clock_said(span.end_ms, diary.zone)}"


def full(span: Span, diary: Diary) -> Label:
    """That a window has no seat left, in words."""
    return Label(f"接送 {said(span, diary)} 已满。", f"Rides {said(span, diary)} are full.")


def is_in_time(diary: Diary, way: Way, span: Span, trip: Trip) -> bool:
    """Whether a window ends early enough before a visit, or begins when it is ready."""
    return span.start_ms >= trip.ready_ms if way == "home" else span.end_ms + diary.ride_margin_ms <= trip.comes_ms


def rides_on(tx: Tx, diary: Diary, day: date) -> list[Ride]:
    """All rides of a day, in the order of their windows."""
    return ride_rows.within(tx, diary.shop.id, diary.midnights(day), diary.now_ms)


def _driven(
    diary: Diary, window: RideWindow, day: date, seats: Sequence[int], taken: Sequence[Ride], trip: Trip, *,
    is_staff: bool,
) -> Driven:  # fmt: skip
    span = Span(wall_ms(day, window.from_min, diary.zone), wall_ms(day, window.to_min, diary.zone))
    mine = [one.seat_no for one in taken if one.span.overlaps(span)]
    # Who has a seat that the shop has no more counts all the same.
    room = max(0, window.stops - len(mine))
    free = tuple(one for one in seats if one not in mine)[:room]
    why = _too_late(diary, window.way, span, trip, is_staff=is_staff)
    if why is None and not free:
        why = full(span, diary)
    return Driven(window.way, span, free, why)


def _too_late(diary: Diary, way: Way, span: Span, trip: Trip, *, is_staff: bool) -> Label | None:
    """Why a window is no use for a visit; the desk may still send somebody while it lasts."""
    stretch = said(span, diary)
    if diary.now_ms >= (span.end_ms if is_staff else span.start_ms):
        return Label(f"接送 {stretch} 已经过了。", f"Rides {stretch} have left.")
    if is_in_time(diary, way, span, trip):
        return None
    if way == "home":
        ready = clock_said(trip.ready_ms, diary.zone)
        return Label(f"{ready} 才做好，{stretch} 送不了。", f"It is ready at {ready}: too late for {stretch}.")
    comes = clock_said(trip.comes_ms, diary.zone)
    return Label(f"{stretch} 来接，赶不上 {comes} 开始。", f"Fetched {stretch} it would be late for {comes}.")
