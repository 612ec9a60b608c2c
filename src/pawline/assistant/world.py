"""How the dialogue asks: the engine answers, so that every price, time and booking comes from there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from .facts import (
    BreedDefault,
    DayHours,
    Found,
    Groomer,
    KnownBooking,
    KnownPet,
    Lang,
    LastTime,
    Priced,
    Ranged,
    ServiceOption,
    ShopFacts,
    VisitNow,
)
from .model import PetDraft, Wish


class World(Protocol):
    """Questions of the dialogue, answered by the engine from what is stored now."""

    @property
    def now(self) -> datetime:
        """The present moment, aware."""
        ...

    @property
    def lang(self) -> Lang:
        """The owner's language, used until a message shows another."""
        ...

    def shop(self) -> ShopFacts:
        """The shop's settings."""
        ...

    def pets(self) -> tuple[KnownPet, ...]:
        """The owner's pets."""
        ...

    def breed(self, said: str) -> BreedDefault | None:
        """The breed that a name means; None when the shop knows no such breed."""
        ...

    def size_of(self, weight_g: int) -> str:
        """The size band of a dog's weight."""
        ...

    def services(self, label: str, species: str) -> tuple[ServiceOption, ...]:
        """What the shop sells under an owner's word for such a pet; empty when nothing."""
        ...

    def service(self, code: str) -> ServiceOption | None:
        """One service of the catalogue."""
        ...

    def find(self, wish: Wish) -> Found:
        """Free times for a complete wish."""
        ...

    def price(self, wish: Wish) -> Priced | None:
        """The price of a wish; None when a detail that decides it is missing."""
        ...

    def price_range(self, codes: tuple[str, ...], pet: PetDraft) -> Ranged | None:
        """Between what and what the services cost such a pet as listed; None when they are for no such pet."""
        ...

    def bookings(self) -> tuple[KnownBooking, ...]:
        """The owner's held and confirmed bookings to come, soonest first."""
        ...

    def visit(self) -> VisitNow | None:
        """The owner's visit of today."""
        ...

    def last_time(self) -> LastTime | None:
        """The owner's last visit."""
        ...

    def groomers(self) -> tuple[Groomer, ...]:
        """People who can be asked for."""
        ...

    def called(self) -> str | None:
        """Why a person was called who has not written yet; None while nobody is called."""
        ...

    def hours_on(self, day: date) -> DayHours | None:
        """Opening hours of a day; None when closed."""
        ...
