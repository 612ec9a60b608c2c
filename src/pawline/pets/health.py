"""What a pet has been vaccinated against, how that stands on a day, and what a shop makes of it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import msgspec

from pawline.platform.ids import AccountId, PetId
from pawline.shop import Settings, vaccines_for

from .model import Pet

# What stands in the way: nothing noted, all of it over by then, nobody has seen the booklet, or given too recently.
# And how the pet is for a while, by what the shop does about it: `pets/ailing.py`.
ObstacleKind = Literal["missing", "expired", "unverified", "recent", "said", "vet", "no"]
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


@dataclass(frozen=True)
class Waiver:
    """Staff let a pet come on a day all the same: who, why and when."""

    id: str
    pet_id: PetId
    day: date
    reason: str
    by: AccountId
    at_ms: int


class Obstacle(msgspec.Struct, frozen=True):
    """Something in the way of a pet's visit. `is_must`: the visit is refused; else it is only spoken of.

    `about` is the code of a vaccine, or of a condition. `day` is the last one of protection of what is expired, and the
    first one on which a pet has rested from what is recent, or on which its condition is over; None for the others.
    """

    pet_id: str
    pet_name: str
    kind: ObstacleKind
    about: str
    day: date | None
    is_must: bool


def obstacles(
    pet: Pet, records: Sequence[Vaccine], services: Collection[str], day: date, rules: Settings
) -> list[Obstacle]:
    """What is in the way of a pet's visit on a day, by all that is known of its vaccinations; the worst first."""
    found: list[Obstacle] = []
    if (rest := _resting(records, day, rules.vaccine_wait_days)) is not None:
        back = rested_by(records, rules.vaccine_wait_days)
        found.append(Obstacle(pet.id, pet.name, "recent", rest.kind, back, True))
    for kind, is_must in _asked(rules, pet.species, services).items():
        lack = _lack([one for one in records if one.kind == kind], day, rules)
        if lack is not None:
            found.append(Obstacle(pet.id, pet.name, lack[0], kind, lack[1], is_must))
    return sorted(found, key=lambda one: not one.is_must)


def rested_by(records: Iterable[Vaccine], wait_days: int) -> date:
    """The first day on which a pet has rested from every vaccination; the beginning of time without any."""
    return max((one.given for one in records), default=date.min) + timedelta(days=wait_days)


def _resting(records: Sequence[Vaccine], day: date, wait_days: int) -> Vaccine | None:
    """The latest vaccination that is so recent on a day; whoever wrote it down."""
    recent = [one for one in records if one.given <= day < one.given + timedelta(days=wait_days)]
    return max(recent, key=lambda one: one.given, default=None)


def _asked(rules: Settings, species: str, services: Collection[str]) -> dict[str, bool]:
    """The vaccines that some services ask of a species, in the shop's order; each with whether any of them insists."""
    asks = [one for one in rules.vaccine_asks if one.species == species and one.service in services]
    return {
        kind: any(one.is_must for one in asks if kind in one.vaccines)
        for kind in vaccines_for(species)
        if any(kind in one.vaccines for one in asks)
    }


def _lack(known: Sequence[Vaccine], day: date, rules: Settings) -> tuple[ObstacleKind, date | None] | None:
    """What is wrong with the records of one vaccine on a day; None when one of them protects and counts."""
    valid = [one for one in known if one.protects_on(day)]
    if any(rules.is_unverified_enough or one.verified_by is not None for one in valid):
        return None
    if valid:
        return "unverified", None
    ended = [one.expires for one in known if one.expires < day]
    return ("expired", max(ended)) if ended else ("missing", None)
