"""How a pet is shown. Pure."""

from __future__ import annotations

from datetime import date

import msgspec

from pawline.shop import ConditionLevel, Label

from .breeds import BREEDS_BY_CODE
from .health import VaccineStatus
from .model import BreedName, CareView, Look, Pet, PetView

_PLAIN_LOOK: dict[str, Look] = {"dog": "corgi", "cat": "orange", "other": "british"}
_WORST_FIRST = {"alert": 0, "care": 1, "note": 2}


class VerifiedView(msgspec.Struct, frozen=True):
    """Who of the shop has seen the certificate, and when."""

    by: str
    at_ms: int


class VaccineView(msgspec.Struct, frozen=True):
    """A vaccination, with how it stands today; `expires` is the last day on which it protects."""

    id: str
    kind: str
    name: Label
    given: date
    expires: date
    brand: str | None
    batch: str | None
    status: VaccineStatus
    verified: VerifiedView | None


class KindView(msgspec.Struct, frozen=True):
    """A vaccine that such a pet gets, and how the best that is known of it stands today."""

    kind: str
    name: Label
    status: VaccineStatus


class WaiverView(msgspec.Struct, frozen=True):
    """Somebody of the shop let the pet come on a day all the same."""

    day: date
    reason: str
    by: str
    at_ms: int


class VaccinesView(msgspec.Struct, frozen=True):
    """A pet's vaccinations, the latest first. `today` is the shop's; other animals than dogs and cats have no kinds.

    `waivers` are for staff; an owner is shown none.
    """

    pet_id: str
    today: date
    kinds: list[KindView]
    vaccines: list[VaccineView]
    waivers: list[WaiverView]


class ConditionView(msgspec.Struct, frozen=True):
    """How a pet is for a while. `level` is what the shop does about it; `until` None: until somebody says it is over.

    `ended_ms` None: nobody has said so; `is_past`: it counts no more. `may_end`: the reader may say so.
    """

    id: str
    kind: str
    name: Label
    level: ConditionLevel
    since: date
    until: date | None
    words: str | None
    by: str
    is_by_shop: bool
    is_past: bool
    ended_by: str
    ended_ms: int | None
    may_end: bool


class ConditionKindView(msgspec.Struct, frozen=True):
    """A condition that can be noted, and what the shop does about it."""

    kind: str
    name: Label
    level: ConditionLevel


class ConditionsView(msgspec.Struct, frozen=True):
    """A pet's conditions, the latest first, those that are over last. `today` is the shop's."""

    pet_id: str
    today: date
    kinds: list[ConditionKindView]
    conditions: list[ConditionView]


def pet_view(pet: Pet) -> PetView:
    """A pet as a page shows it, with everything to mind: alerts first."""
    breed = BREEDS_BY_CODE.get(pet.breed or "")
    label = breed.name if breed else (BreedName(pet.breed, pet.breed) if pet.breed else None)
    notes = sorted(pet.care, key=lambda note: _WORST_FIRST[note.severity])
    return PetView(
        id=pet.id,
        name=pet.name,
        species=pet.species,
        breed=pet.breed,
        breed_label=label,
        size=pet.size,
        coat=pet.coat,
        sex=pet.sex,
        born=pet.born,
        weight_g=pet.weight_g,
        look=breed.look if breed else _PLAIN_LOOK[pet.species],
        care=[CareView(n.id, n.kind, n.text, n.severity, n.status == "confirmed") for n in notes],
    )
