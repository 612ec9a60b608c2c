"""What a pet has been vaccinated against, and how that stands on a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pawline.platform.ids import AccountId, PetId

# Of one record; a kind without any record is `missing`.
VaccineStatus = Literal["missing", "expired", "expiring", "unverified", "verified"]

EXPIRING = timedelta(days=30)


@dataclass(frozen=True)
class Vaccine:
    """One vaccination. It protects from `given` to `expires`, both days included.

    `kind` is a code of the shop's list. `verified_by` is who of the shop has seen the certificate; None: nobody yet.
    """

    id: str
    pet_id: PetId
    kind: str
    given: date
    expires: date
    brand: str | None
    batch: str | None
    noted_by: AccountId
    noted_ms: int
    verified_by: AccountId | None = None
    verified_ms: int | None = None

    def protects_on(self, day: date) -> bool:
        """Whether it is valid on a day."""
        return self.given <= day <= self.expires


def status_on(one: Vaccine, day: date) -> VaccineStatus:
    """How a record stands on a day: what ends within 30 days says so, whether or not the shop has verified it."""
    if one.expires < day:
        return "expired"
    if one.expires <= day + EXPIRING:
        return "expiring"
    return "unverified" if one.verified_by is None else "verified"


def latest(records: Iterable[Vaccine], kind: str) -> Vaccine | None:
    """The record of a kind that lasts longest, a verified one before another; None when there is none."""
    known = [one for one in records if one.kind == kind]
    return max(known, key=lambda one: (one.expires, one.verified_by is not None, one.given), default=None)


def a_year_after(day: date) -> date:
    """When a vaccination ends of which nothing else is known; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
