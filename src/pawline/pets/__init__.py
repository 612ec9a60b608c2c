"""Pets: who they are, what to mind, how they look, what they were vaccinated against."""

from .breeds import BREEDS, BREEDS_BY_CODE, Breed, breed_in, breed_named
from .errors import (
    BadPet,
    BadVaccineDays,
    BadWaiver,
    HealthGate,
    NoSuchOwner,
    NoSuchPet,
    NoSuchVaccine,
    NotItsVaccine,
    TooManyPets,
    TooManyVaccines,
    VaccineKnown,
    VaccineTextTooLong,
)
from .events import PetAdded, PetChanged
from .gate import Gate
from .health import Obstacle, Vaccine, VaccineStatus, a_year_after, latest, obstacles, status_on
from .model import BreedName, CareNote, CareView, Coat, Pet, PetView, Severity, Sex, Size, Species, size_by_weight
from .reactions import react
from .service import MOST_PETS, NewNote, NewPet, PetChange, PetService
from .vaccines import MOST_VACCINES, NewVaccine, Vaccines
from .view import VaccinesView, VaccineView, pet_view

__all__ = [
    "BREEDS",
    "BREEDS_BY_CODE",
    "MOST_PETS",
    "MOST_VACCINES",
    "BadPet",
    "BadVaccineDays",
    "BadWaiver",
    "Breed",
    "BreedName",
    "CareNote",
    "CareView",
    "Coat",
    "Gate",
    "HealthGate",
    "NewNote",
    "NewPet",
    "NewVaccine",
    "NoSuchOwner",
    "NoSuchPet",
    "NoSuchVaccine",
    "NotItsVaccine",
    "Obstacle",
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
    "TooManyVaccines",
    "Vaccine",
    "VaccineKnown",
    "VaccineStatus",
    "VaccineTextTooLong",
    "VaccineView",
    "Vaccines",
    "VaccinesView",
    "a_year_after",
    "breed_in",
    "breed_named",
    "latest",
    "obstacles",
    "pet_view",
    "react",
    "size_by_weight",
    "status_on",
]
