"""Pets: who they are, what to mind, how they look."""

from .breeds import BREEDS, BREEDS_BY_CODE, Breed, breed_in, breed_named
from .errors import BadPet, NoSuchOwner, NoSuchPet, TooManyPets
from .events import PetAdded, PetChanged
from .model import BreedName, CareNote, CareView, Coat, Pet, PetView, Severity, Sex, Size, Species, size_by_weight
from .reactions import react
from .service import MOST_PETS, NewNote, NewPet, PetChange, PetService
from .view import pet_view

__all__ = [
    "BREEDS",
    "BREEDS_BY_CODE",
    "MOST_PETS",
    "BadPet",
    "Breed",
    "BreedName",
    "CareNote",
    "CareView",
    "Coat",
    "NewNote",
    "NewPet",
    "NoSuchOwner",
    "NoSuchPet",
    "Pet",
    "PetAdded",
    "PetChange",
    "PetChanged",
    "PetService",
    "PetView",
    "Severity",
    "Sex",
    "Size",
    "Species",
    "TooManyPets",
    "breed_in",
    "breed_named",
    "pet_view",
    "react",
    "size_by_weight",
]
