"""Who may do what with a booking, and what changing one's mind costs."""

from __future__ import annotations

from dataclasses import dataclass

from pawline.people import Actor
from pawline.platform.errors import Forbidden
from pawline.shop import Settings

from .model import Booking, BookingStatus

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


def may_see(actor: Actor, owner_id: str) -> bool:
    """Owners see their own bookings; the shop's people and its assistant see the shop's."""
    return actor.kind != "owner" or actor.account_id == owner_id


def must_be_staff(actor: Actor) -> None:
    """Only the shop's people; raises Forbidden."""
    if not actor.is_staff:
        raise Forbidden


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
    lost_h = settings.lost_h if booking.lost_h is None else booking.lost_h
    if is_late and now_ms > booking.starts_ms - lost_h * _HOUR_MS:
        fee_cents = max(fee_cents, paid_cents)
    return CancelTerms(free_until_ms, late_percent, is_late, fee_cents)


def is_waived_by_rule(waiver_days: int, last_ms: int | None, now_ms: int) -> bool:
    """Whether a late request that nobody answered is granted: once in so many days (0: never). `last_ms` is when the
    owner's last one was granted, None: never."""
    return waiver_days > 0 and (last_ms is None or now_ms - last_ms >= waiver_days * 24 * _HOUR_MS)


def free_until(starts_ms: int, settings: Settings) -> int:
    """Until when a booking that begins then can be cancelled for nothing."""
    return starts_ms - settings.cancel_free_h * _HOUR_MS


def free_until_when_moved(old: Booking, starts_ms: int, now_ms: int, *, by_shop: bool) -> int | None:
    """The same for a booking that goes to another time: as long before the new start as it was before the old one.

    An owner who moves when it is too late to cancel for nothing gains nothing by it; one whom the shop moves loses
    nothing. None stays None.
    """
    if old.free_until_ms is None:
        return None
    moved_ms = old.free_until_ms + starts_ms - old.starts_ms
    if by_shop:
        return max(old.free_until_ms, moved_ms)
    is_late = old.status is BookingStatus.CONFIRMED and now_ms > old.free_until_ms
    return min(old.free_until_ms, moved_ms) if is_late else moved_ms
