"""How a pet is shown. Pure."""

from __future__ import annotations

from .breeds import BREEDS_BY_CODE
from .model import BreedName, CareView, Look, Pet, PetView

_PLAIN_LOOK: dict[str, Look] = {"dog": "corgi", "cat": "orange", "other": "british"}
_WORST_FIRST = {"alert": 0, "care": 1, "note": 2}


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
