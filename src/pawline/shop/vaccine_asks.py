"""Which vaccines a shop asks for before a service. Pure."""

from __future__ import annotations

import msgspec


class VaccineAsk(msgspec.Struct, frozen=True):
    """What a service asks of pets of one species. `is_must`: without them it is not booked; else they are spoken of."""

    service: str
    species: str
    vaccines: tuple[str, ...]
    is_must: bool = False


_DOG = ("rabies", "dog_combination")
_CAT = ("rabies", "cat_triple")

# Where pets stay together for hours nobody comes without; for a bath it is said, and nobody is sent away.
_STANDARD = (
    VaccineAsk("bath", "dog", _DOG),
    VaccineAsk("spa", "dog", _DOG),
    VaccineAsk("groom", "dog", _DOG),
    VaccineAsk("cat_bath", "cat", _CAT),
    VaccineAsk("boarding", "dog", _DOG, is_must=True),
    VaccineAsk("boarding", "cat", _CAT, is_must=True),
    VaccineAsk("daycare", "dog", _DOG, is_must=True),
    VaccineAsk("daycare", "cat", _CAT, is_must=True),
)


def standard_asks() -> tuple[VaccineAsk, ...]:
    """What a shop asks that has not said anything of its own."""
    return _STANDARD
