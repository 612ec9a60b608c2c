"""What happens to bookings. `key` is the booking's id; `c` its conversation, empty when it has none."""

from __future__ import annotations

from pawline.platform.outbox import Fact


class BookingFact(Fact, frozen=True, kw_only=True, tag=True):
    """What every fact about a booking carries; never emitted itself.

    `lead_id` is the leading booking when this pet comes along with another one, else empty.
    """

    lead_id: str = ""
    booking_id: str
    c: str
    owner_id: str
    version: int


class HoldMade(BookingFact, frozen=True, kw_only=True, tag=True):
    """A time is held until `hold_until_ms`, for all pets that come."""

    hold_until_ms: int


class HoldExtended(BookingFact, frozen=True, kw_only=True, tag=True):
    """A hold lasts longer now."""

    hold_until_ms: int


class DepositAsked(BookingFact, frozen=True, kw_only=True, tag=True):
    """The owner said yes; the time is held until `hold_until_ms` for `cents` that are still to be paid."""

    cents: int
    hold_until_ms: int


class DepositNoted(BookingFact, frozen=True, kw_only=True, tag=True):
    """The shop has taken a deposit, or given one back."""


class LateAsked(BookingFact, frozen=True, kw_only=True, tag=True):
    """The owner asks to cancel for nothing though it is late; without an answer a rule decides at `deadline_ms`."""

    deadline_ms: int


class LateAnswered(BookingFact, frozen=True, kw_only=True, tag=True):
    """The team, or the rule, has answered; a granted one is cancelled in the same transaction."""

    is_granted: bool


class LateTakenBack(BookingFact, frozen=True, kw_only=True, tag=True):
    """The owner comes after all."""


class HoldExpired(BookingFact, frozen=True, kw_only=True, tag=True):
    """A hold ended without a yes. `is_replaced`: the owner chose another time instead."""

    is_replaced: bool = False


class BookingConfirmed(BookingFact, frozen=True, kw_only=True, tag=True):
    """The owner said yes, or the desk entered the booking.

    `is_quiet`: it was brought in from another book, and the owner knows of it. `is_of_many`: a whole series was booked
    at once, and is told as one (`SeriesChanged`).
    """

    starts_ms: int
    ends_ms: int
    is_quiet: bool = False
    is_of_many: bool = False


class BookingMoved(BookingFact, frozen=True, kw_only=True, tag=True):
    """Another time or person; the id stays. `status` is held or confirmed.

    `is_quiet`: the desk can still undo it, and the owner hears of it when that is over (`MoveSettled`).
    """

    is_quiet: bool = False
    status: str
    starts_ms: int
    ends_ms: int


class RidesChanged(BookingFact, frozen=True, kw_only=True, tag=True):
    """Somebody is fetched or brought home, or not after all, or the driver was there."""


class MoveSettled(BookingFact, frozen=True, kw_only=True, tag=True):
    """A move by the desk can no longer be undone; `is_told`: the owner is to be told of it in words.

    `when` and `when_en` say the new time on the shop's wall clock.
    """

    is_told: bool
    when: str
    when_en: str


class BookingCancelled(BookingFact, frozen=True, kw_only=True, tag=True):
    """Called off by the owner or the shop.

    `is_of_many`: with others of its series at once, which is told as one (`SeriesChanged`).
    """

    fee_cents: int
    by: str
    is_of_many: bool = False


class BookingDone(BookingFact, frozen=True, kw_only=True, tag=True):
    """The pet has been picked up."""


class BookingMissed(BookingFact, frozen=True, kw_only=True, tag=True):
    """The pet never came."""


class SeriesChanged(Fact, frozen=True, kw_only=True, tag=True):
    """Several visits of a series were booked or called off at once. `key` is the series.

    `weeks` lie between two of them when it has just been booked, 0 when not.
    """

    c: str
    owner_id: str
    weeks: int = 0
