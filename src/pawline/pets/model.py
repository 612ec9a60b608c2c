"""A pet, as its owner and the shop know it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

from pawline.platform.ids import AccountId, PetId

Species = Literal["dog", "cat", "other"]
Size = Literal["XS", "S", "M", "L", "XL"]
Coat = Literal["smooth", "double", "long", "curly", "wire", "hairless", "short", "medium"]
Sex = Literal["m", "f"]
Severity = Literal["note", "care", "alert"]
Look = Literal[
    "corgi", "poodle", "golden", "bichon", "schnauzer",
    "british", "ragdoll", "orange", "samoyed", "frenchie",
]  # fmt: skip
NoteStatus = Literal["candidate", "confirmed"]


class BreedName(msgspec.Struct, frozen=True):
    """A breed's name in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class CareNote:
    """Something to mind when handling a pet: a fear, an allergy, an illness.

    A candidate was understood from a message and waits for a person to confirm it.
    """

    id: str
    kind: str
    text: str
    severity: Severity
    status: NoteStatus
    source_msg_id: str | None
    quote: str | None
    author_id: AccountId
    noted_ms: int


@dataclass(frozen=True)
class Pet:
    """One animal. None means not known yet."""

    id: PetId
    owner_id: AccountId
    name: str
    species: Species
    breed: str | None
    size: Size | None
    coat: Coat | None
    sex: Sex | None
    born: str | None
    weight_g: int | None
    care: tuple[CareNote, ...] = ()


class CareView(msgspec.Struct, frozen=True):
    """A care note as a page shows it; one that is not sure was understood from a message and waits for a yes."""

    id: str
    kind: str
    text: str
    severity: Severity
    is_sure: bool


class PetView(msgspec.Struct, frozen=True):
    """A pet as a page or card shows it."""

    id: str
    name: str
    species: Species
    breed: str | None
    breed_label: BreedName | None
    size: Size | None
    coat: Coat | None
    sex: Sex | None
    born: str | None
    weight_g: int | None
    look: Look
    care: list[CareView]


# Upper ends of the size bands in grams; heavier than the last is XL.
_BANDS: tuple[tuple[int, Size], ...] = ((3_000, "XS"), (8_000, "S"), (20_000, "M"), (35_000, "L"))


def size_by_weight(weight_g: int) -> Size:
    """The size band of a dog's weight."""
    for most, size in _BANDS:
        if weight_g <= most:
            return size
    return "XL"
