"""What the rooms below tell the dialogue: plain facts, read when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Literal

import msgspec

Lang = Literal["zh", "en"]


class Words(msgspec.Struct, frozen=True):
    """A text in both languages."""

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """The text in one language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class KnownPet:
    """A pet of this owner. `breed` is its label for people, None when unknown."""

    id: str
    name: str
    species: str
    breed: Words | None = None
    breed_code: str | None = None
    size: str | None = None
    coat: str | None = None


@dataclass(frozen=True)
class BreedDefault:
    """What a first quote may assume of a breed; size and coat None must be asked."""

    code: str
    name: Words
    species: str
    size: str | None
    coat: str | None


@dataclass(frozen=True)
class ServiceOption:
    """A service of the catalogue that an owner's word may mean."""

    code: str
    name: Words
    is_extra: bool = False
    is_bookable: bool = True
    sold_by: Literal["visit", "night", "day"] = "visit"


class Offer(msgspec.Struct, frozen=True):
    """A free time, remembered by the engine under its id until it lapses."""

    id: str
    start: datetime
    end: datetime
    groomer_id: str
    groomer_name: str
    total_cents: int


@dataclass(frozen=True)
class Found:
    """What the calendar says to a wish. `exact`: the wished moment is free.

    Otherwise `near` are the nearest or matching times (few, in order), `reason` says why the wished
    one cannot be, None when no moment was wished. `is_barred`: it is about the pet, and other times would not help.
    `is_full`: on the wished days all is taken, and what is given back would help.
    """

    exact: Offer | None = None
    near: tuple[Offer, ...] = ()
    reason: Words | None = None
    is_barred: bool = False
    is_full: bool = False


@dataclass(frozen=True)
class Priced:
    """A price with what it holds. Minutes from drop-off to ready; `nights` is None for a visit, 0 for a day's stay.

    `day` is the day of which it is the price, None: as listed. Of a day `seasons` are the lines that are for its sake;
    else `is_by_day` says that some day to come costs more or less.
    """

    name: Words
    total_cents: int
    minutes: int
    includes: tuple[Words, ...] = ()
    nights: int | None = None
    day: date | None = None
    seasons: tuple[Words, ...] = ()
    is_by_day: bool = False


@dataclass(frozen=True)
class Ranged:
    """Between what and what a price lies for a pet that is not known well enough. `by` names what it depends on and
    nobody has told: species, size, coat."""

    name: Words
    low_cents: int
    high_cents: int
    by: tuple[str, ...]


@dataclass(frozen=True)
class KnownBooking:
    """A booking that is held or confirmed and not over."""

    id: str
    version: int
    is_held: bool
    starts: datetime
    pet_id: str
    pet_name: str
    services: Words
    codes: tuple[str, ...] = ()
    groomer_id: str | None = None
    fee_cents: int = 0
    """What cancelling now would cost."""
    also: tuple[str, ...] = ()
    """The names of the pets that come along."""
    nights: int | None = None
    total_cents: int | None = None
    """What it costs; None when that is not known."""

    @property
    def pets(self) -> Words:
        """Who comes, by name."""
        names = (self.pet_name, *self.also)
        return Words("、".join(names), " and ".join(names))


@dataclass(frozen=True)
class VisitNow:
    """A visit going on today. `ready` None: not yet told."""

    booking_id: str
    pet_name: str
    stage: Words
    ready: datetime | None
    is_done: bool = False


@dataclass(frozen=True)
class LastTime:
    """The owner's last visit, for "same as last time": one that is over, or else `is_to_come`."""

    pet_id: str
    codes: tuple[str, ...]
    groomer_id: str | None
    is_to_come: bool = False


@dataclass(frozen=True)
class Groomer:
    """Somebody who can be asked for by name."""

    id: str
    name: str


@dataclass(frozen=True)
class DayHours:
    """Opening hours of one day as wall-clock text, 09:00."""

    opens: str
    closes: str


@dataclass(frozen=True)
class RideFacts:
    """Where the shop fetches pets and brings them home, with the cents of one way; when, as wall-clock stretches."""

    zones: tuple[tuple[Words, int], ...]
    fetch: tuple[str, ...]
    home: tuple[str, ...]


@dataclass(frozen=True)
class ShopFacts:
    """What the shop's settings say. Weekdays count from 1, Monday."""

    name: Words
    phone: str
    address: str
    zone: tzinfo
    hours: DayHours
    closed_weekdays: tuple[int, ...]
    hold_minutes: int
    cancel_free_hours: int
    late_percent: int
    emergency_name: str | None = None
    emergency_phone: str | None = None
    has_vet: bool = False
    is_open_now: bool = True
    next_opening: datetime | None = None
    rides: RideFacts | None = None
    """None: the shop does not drive."""
