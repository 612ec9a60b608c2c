"""What owners are asked to agree to before a visit, and what of it still stands open. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from pawline.platform.ids import AccountId, PetId
from pawline.shop import Label

from .model import Pet


@dataclass(frozen=True)
class Consent:
    """A text that owners agree to, at one of its versions.

    It concerns every visit, or those with one of `services`, of pets of one of `species` that are at least
    `from_years` old; empty and None are no limit. `is_must`: an owner's booking is not confirmed without it.
    """

    code: str
    name: Label
    text: Label
    version: int = 1
    services: tuple[str, ...] = ()
    species: tuple[str, ...] = ()
    from_years: int | None = None
    is_must: bool = False
    is_on: bool = False

    def is_for(self, pet: Pet, day: date) -> bool:
        """Whether it may concern a pet on a day, whatever is done; of an unknown age it is not known to be old."""
        if self.species and pet.species not in self.species:
            return False
        return self.from_years is None or is_aged(pet.born, self.from_years, day)

    def concerns(self, pet: Pet, services: Collection[str], day: date) -> bool:
        """Whether it concerns a visit of a pet for some services on a day."""
        return self.is_for(pet, day) and (not self.services or any(code in services for code in self.services))


@dataclass(frozen=True)
class Signature:
    """An owner agreed to a version of a consent for a pet.

    `noted_by` is who of the shop wrote down that it was said there; None: the owner tapped it. One that was withdrawn
    is kept and counts no longer.
    """

    id: str
    pet_id: PetId
    code: str
    version: int
    agreed_by: AccountId
    noted_by: AccountId | None
    at_ms: int
    withdrawn_by: AccountId | None = None
    withdrawn_ms: int | None = None

    def stands_for(self, one: Consent) -> bool:
        """Whether it says yes to a consent as it is worded now."""
        return (self.code, self.version) == (one.code, one.version) and self.withdrawn_ms is None


class ConsentPet(msgspec.Struct, frozen=True):
    """A pet for which something is asked."""

    id: str
    name: str


class ConsentAsk(msgspec.Struct, frozen=True):
    """Something to agree to before a visit, and for which pets; one that is not `is_must` may be left."""

    code: str
    version: int
    name: Label
    text: Label
    is_must: bool
    pets: tuple[ConsentPet, ...]


class Agreed(msgspec.Struct, frozen=True):
    """What an owner says yes to: this version of that consent, for that pet."""

    code: str
    version: int
    pet_id: str


def is_aged(born: str | None, years: int, day: date) -> bool:
    """Whether a pet has so many years on a day. Of 2018 or 2018-05 the first day counts: rather too early."""
    if born is None:
        return False
    year, month, of_month = (int(part) for part in f"{born}-01-01".split("-")[:3])
    return (year + years, month, of_month) <= (day.year, day.month, day.day)


def asks(
    consents: Iterable[Consent],
    wanted: Sequence[tuple[Pet, Collection[str]]],
    signed: Mapping[str, Sequence[Signature]],
    day: date,
) -> list[ConsentAsk]:
    """What is still to be agreed to before some pets come for some services on a day; what is a must first.

    `signed` is by pet.
    """
    found: list[ConsentAsk] = []
    for one in consents:
        pets = tuple(
            ConsentPet(pet.id, pet.name)
            for pet, services in wanted
            if one.is_on
            and one.concerns(pet, services, day)
            and not any(each.stands_for(one) for each in signed.get(pet.id, ()))
        )
        if pets:
            found.append(ConsentAsk(one.code, one.version, one.name, one.text, one.is_must, pets))
    return sorted(found, key=lambda ask: not ask.is_must)


def without(open_asks: Iterable[ConsentAsk], agreed: Collection[Agreed]) -> list[ConsentAsk]:
    """What is left when some of it was agreed to."""
    left = [
        msgspec.structs.replace(
            one, pets=tuple(pet for pet in one.pets if Agreed(one.code, one.version, pet.id) not in agreed)
        )
        for one in open_asks
    ]
    return [one for one in left if one.pets]


def what_is_missing(left: Sequence[ConsentAsk]) -> Label | None:
    """What must be agreed to and for whom, in words; None when nothing must."""
    musts = [one for one in left if one.is_must]
    if not musts:
        return None
    zh = "、".join(f"{'和'.join(pet.name for pet in one.pets)}的「{one.name.zh}」" for one in musts)
    en = " and ".join(f"“{one.name.en}” for {' and '.join(pet.name for pet in one.pets)}" for one in musts)
    return Label(
        f"还差你的同意：{zh}。看一下再点同意，时间还替你留着。",
        f"Please agree to {en} first. The time is still held for you.",
    )
