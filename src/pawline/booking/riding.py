"""Rides are written: chosen, carried along when their visit moves, given up with it; all inside the caller's verb.

What a ride takes of its window is a claim of its own, under the ride's id: whatever happens to the claims of its
booking leaves it alone, and the database refuses one household too many.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated

import msgspec

from pawline.platform.db import Tx
from pawline.shop import WAYS, Label, RideZone, Way, local_time

from . import claims, ride_rows
from .diary import Diary
from .errors import BookingClosed, NoSuchZone, RideUnfit, TwoRides
from .model import Booking, Claim
from .ride_rows import Ride
from .ride_windows import Driven, Trip, full, is_in_time, said, windows_for

MOST_ADDRESS = 120


class RideWish(msgspec.Struct, frozen=True):
    """One way that is wished for: the start of its window, the zone's code, and where to ring."""

    way: Way
    start_ms: int
    zone: Annotated[str, msgspec.Meta(min_length=1, max_length=16)]
    address: Annotated[str, msgspec.Meta(max_length=MOST_ADDRESS, pattern=r"\S")]


def trip_of(every: Sequence[Booking]) -> Trip:
    """From the first pet's coming until all are ready."""
    return Trip(min(one.starts_ms for one in every), max(one.ends_ms for one in every))


def choose(
    tx: Tx, diary: Diary, every: Sequence[Booking], wishes: Sequence[RideWish], new_id: Callable[[], str], *,
    is_staff: bool,
) -> None:  # fmt: skip
    """Gives a visit these rides and no others; `every` are its bookings, the leading one first. What stays as it was
    keeps its price. Raises TwoRides, NoSuchZone, RideUnfit, BookingClosed for one that was driven already.
    """
    wanted = {one.way: one for one in wishes}
    if len(wanted) < len(wishes):
        raise TwoRides
    lead = every[0]
    known = {one.way: one for one in ride_rows.of_booking(tx, lead.shop_id, lead.id)}
    for way in WAYS:
        wish, old = wanted.get(way), known.get(way)
        if old is not None and wish is not None and _is_same(tx, old, wish):
            continue
        if old is not None and old.done_ms is not None:
            raise BookingClosed(status="done")
        if old is not None:
            _let_go(tx, old)
        if wish is not None:
            _take(tx, _new(tx, diary, lead, trip_of(every), wish, old, new_id(), is_staff=is_staff), diary)


def carry(tx: Tx, diary: Diary, every: Sequence[Booking]) -> None:
    """The rides of a visit that is somewhere else now: as they were if that will do, else in the same window of its new
    day. Raises RideUnfit with what is left of that day."""
    lead, trip = every[0], trip_of(every)
    for old in ride_rows.of_booking(tx, lead.shop_id, lead.id):
        if old.done_ms is not None or _still_fits(diary, old, trip):
            continue
        clock = local_time(old.span.start_ms, diary.zone).time()
        windows = windows_for(tx, diary, old.way, trip, [old.id], is_staff=True)
        same = next((one for one in windows if local_time(one.span.start_ms, diary.zone).time() == clock), None)
        claims.release(tx, old.id)
        if same is None or same.why is not None:
            raise _unfit(diary, old.way, windows, same.why if same else None)
        moved = replace(old, span=same.span, seat_no=same.seats[0])
        ride_rows.update(tx, moved)
        _take(tx, moved, diary, is_new=False)


def give_up(tx: Tx, shop_id: str, booking_id: str) -> None:
    """Nobody drives for a visit that is off; what was driven already stays."""
    for one in ride_rows.of_booking(tx, shop_id, booking_id):
        if one.done_ms is None:
            _let_go(tx, one)


def address_of(tx: Tx, one: Ride) -> str:
    """Where to ring, as the shop's key opens it."""
    return tx.vault.of(tx, one.shop_id).open(one.address_sealed, _place(one.id))


def _new(
    tx: Tx, diary: Diary, lead: Booking, trip: Trip, wish: RideWish, old: Ride | None, ride_id: str, *, is_staff: bool
) -> Ride:
    zone = diary.settings.rides.zone(wish.zone)
    if zone is None:
        raise NoSuchZone
    if old is not None and old.span.start_ms == wish.start_ms:
        # The window is theirs already.
        span, seat_no = old.span, old.seat_no
    else:
        windows = windows_for(tx, diary, wish.way, trip, [old.id] if old else [], is_staff=is_staff)
        found = next((one for one in windows if one.span.start_ms == wish.start_ms), None)
        if found is None or found.why is not None:
            raise _unfit(diary, wish.way, windows, found.why if found else None)
        span, seat_no = found.span, found.seats[0]
    sealed = tx.vault.of(tx, lead.shop_id).seal(wish.address.strip(), _place(ride_id))
    return Ride(
        ride_id, lead.shop_id, lead.id, wish.way, lead.owner_id, span, seat_no, zone.code, zone_label(zone),
        zone.price_cents, sealed, diary.now_ms,
    )  # fmt: skip


def zone_label(zone: RideZone) -> Label:
    """A zone in both languages."""
    return Label(zone.name, zone.name_en or zone.name)


def _take(tx: Tx, one: Ride, diary: Diary, *, is_new: bool = True) -> None:
    if is_new:
        ride_rows.insert(tx, one)
    try:
        claims.take(tx, one.shop_id, one.id, [Claim(one.seat_no, one.span.start_ms, one.span.end_ms)])
    except claims.Overlap:
        why = full(one.span, diary)
        raise RideUnfit(why=why.zh, why_en=why.en, others="", others_en="") from None


def _let_go(tx: Tx, one: Ride) -> None:
    claims.release(tx, one.id)
    ride_rows.drop(tx, one)


def _is_same(tx: Tx, old: Ride, wish: RideWish) -> bool:
    is_there = (old.span.start_ms, old.zone) == (wish.start_ms, wish.zone)
    return is_there and address_of(tx, old) == wish.address.strip()


def _still_fits(diary: Diary, old: Ride, trip: Trip) -> bool:
    day_ms = trip.ready_ms if old.way == "home" else trip.comes_ms
    return diary.day_of(old.span.start_ms) == diary.day_of(day_ms) and is_in_time(diary, old.way, old.span, trip)


def _unfit(diary: Diary, way: Way, windows: Sequence[Driven], why: Label | None) -> RideUnfit:
    """Why a window will not do, and which of its day would."""
    reason = why or Label("那天这个时间没有接送。", "There is no ride at that time that day.")
    free = [said(one.span, diary) for one in windows if one.way == way and one.why is None]
    left = Label("那天没有别的接送时间了。", "No other ride is left that day.")
    if free:
        left = Label(f"那天还能选 {'、'.join(free)}。", f"That day there is {', '.join(free)}.")
    return RideUnfit(why=reason.zh, why_en=reason.en, others=left.zh, others_en=left.en)


def _place(ride_id: str) -> str:
    """Where a sealed address opens: on this ride and on no other."""
    return f"ride {ride_id}"
