"""What changing one's mind about a booking costs, what is paid ahead, and who is let off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from pawline.shop import Settings

from .model import NOT_BEGUN, Booking, BookingStatus, LateRequest, RequestState

_HOUR_MS = 3_600_000


@dataclass(frozen=True)
class CancelTerms:
    """What cancelling a confirmed booking costs at one moment; letting go of a hold is free."""

    free_until_ms: int
    late_percent: int
    is_late: bool
    fee_cents: int


@dataclass(frozen=True)
class OwnerRecord:
    """How often an owner has come, and how often not."""

    visits: int
    no_shows: int


def deposit_due(total_cents: int, settings: Settings, record: OwnerRecord) -> int:
    """What has to be paid before the yes counts: of owners who have not come before, or stayed away too often."""
    stayed_away = 0 < settings.deposit_after_no_shows <= record.no_shows
    is_new = settings.is_deposit_for_new and record.visits == 0
    return total_cents * settings.deposit_percent // 100 if stayed_away or is_new else 0


def cancel_terms(booking: Booking, settings: Settings, now_ms: int, paid_cents: int = 0) -> CancelTerms:
    """The price of cancelling now: nothing until the free time ends, then a share of the total, as it was agreed; in
    the last hours at least the deposit that was paid.

    For a hold it is the price once it is confirmed, so that the owner knows it before the yes.
    """
    free_until_ms, late_percent = booking.free_until_ms, booking.late_percent
    if free_until_ms is None:
        free_until_ms = free_until(booking.starts_ms, settings)
    if late_percent is None:
        late_percent = settings.late_percent
    is_late = now_ms > free_until_ms
    fee_cents = booking.total_cents * late_percent // 100 if is_late else 0
    lost_from_ms = booking.lost_from_ms
    if lost_from_ms is None:
        lost_from_ms = lost_from(booking.starts_ms, settings)
    if is_late and now_ms > lost_from_ms:
        # What was paid beyond the deposit is nobody's but the owner's.
        fee_cents = max(fee_cents, min(paid_cents, booking.deposit_cents))
    return CancelTerms(free_until_ms, late_percent, is_late, fee_cents)


def is_waived_by_rule(waiver_days: int, last_ms: int | None, now_ms: int) -> bool:
    """Whether a late request that nobody answered is granted: once in so many days (0: never). `last_ms` is when the
    owner's last one was granted, None: never."""
    return waiver_days > 0 and (last_ms is None or now_ms - last_ms >= waiver_days * 24 * _HOUR_MS)


def still_asks(asked: LateRequest, one: Booking, card_version: int | None = None) -> bool:
    """Whether a late request is open, and is about the booking as it is now; of several pets `card_version` is that of
    the one that leads."""
    is_here = one.visit_stage not in NOT_BEGUN
    is_same = asked.card_version == (one.card_version if card_version is None else card_version)
    return asked.state is RequestState.ASKED and one.status is BookingStatus.CONFIRMED and is_same and not is_here


def free_until(starts_ms: int, settings: Settings) -> int:
    """Until when a booking that begins then can be cancelled for nothing."""
    return starts_ms - settings.cancel_free_h * _HOUR_MS


def lost_from(starts_ms: int, settings: Settings) -> int:
    """From when on cancelling a booking that begins then costs the deposit."""
    return starts_ms - settings.lost_h * _HOUR_MS


def shares(cents: int, owed: Mapping[str, int]) -> dict[str, int]:
    """How a sum pays what is owed for some bookings, one after the other, as far as it goes."""
    left, paid = cents, dict[str, int]()
    for booking_id, owed_cents in owed.items():
        paid[booking_id] = min(left, owed_cents)
        left -= paid[booking_id]
    return paid


def to_return(booking: Booking, paid_cents: int) -> int:
    """What was paid for a booking that is off, less what its owner owes; nothing for one that is on."""
    is_off = booking.status in (BookingStatus.CANCELLED, BookingStatus.EXPIRED, BookingStatus.NO_SHOW)
    return max(0, paid_cents - booking.fee_cents) if is_off else 0


class MovedTerms(TypedDict):
    """What moving changes of the terms of cancelling; None stays None."""

    free_until_ms: int | None
    lost_from_ms: int | None


def moved_terms(old: Booking, starts_ms: int, now_ms: int, *, by_shop: bool) -> MovedTerms:
    """The terms of a booking that goes to another time: as long before the new start as before the old one.

    An owner who moves when it is too late to cancel for nothing gains nothing by it; one whom the shop moves loses
    nothing.
    """
    is_sure = old.status is BookingStatus.CONFIRMED
    is_late = is_sure and old.free_until_ms is not None and now_ms > old.free_until_ms

    def moved(instant_ms: int | None) -> int | None:
        if instant_ms is None:
            return None
        then_ms = instant_ms + starts_ms - old.starts_ms
        if by_shop:
            return max(instant_ms, then_ms)
        return min(instant_ms, then_ms) if is_late else then_ms

    return MovedTerms(free_until_ms=moved(old.free_until_ms), lost_from_ms=moved(old.lost_from_ms))
