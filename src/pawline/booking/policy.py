"""Who may do what with a booking, and what changing one's mind costs."""

from __future__ import annotations

from dataclasses import dataclass

from pawline.people import Actor
from pawline.platform.errors import Forbidden
from pawline.shop import Settings

from .model import Booking

_HOUR_MS = 3_600_000


@dataclass(frozen=True)
class CancelTerms:
    """What cancelling a confirmed booking costs at one moment; letting go of a hold is free."""

    free_until_ms: int
    late_percent: int
    is_late: bool
    fee_cents: int


def may_see(actor: Actor, owner_id: str) -> bool:
    """Owners see their own bookings; the shop's people and its assistant see the shop's."""
    return actor.kind != "owner" or actor.account_id == owner_id


def must_be_staff(actor: Actor) -> None:
    """Only the shop's people; raises Forbidden."""
    if not actor.is_staff:
        raise Forbidden


def cancel_terms(booking: Booking, settings: Settings, now_ms: int) -> CancelTerms:
    """The price of cancelling now: nothing until the free time ends, then a share of the total.

    For a hold it is the price once it is confirmed, so that the owner knows it before the yes.
    """
    free_until_ms = booking.starts_ms - settings.cancel_free_h * _HOUR_MS
    is_late = now_ms > free_until_ms
    fee_cents = booking.total_cents * settings.late_percent // 100 if is_late else 0
    return CancelTerms(free_until_ms, settings.late_percent, is_late, fee_cents)
