"""Pets: who they are, what to mind, how they look, what they were vaccinated against, what was agreed to for them."""

from .agreeing import Agreed, ConsentAsk
from .ailing import Condition, ailing
from .breeds import BREEDS, BREEDS_BY_CODE, Breed, breed_in, breed_named
from .conditions import Conditions, NewCondition
from .consent_gate import ConsentGate
from .consent_view import ConsentForm, ConsentsView, ConsentView
from .consents import ConsentChange, Consents
from .errors import (
    BadCondition,
    BadConsent,
    BadPet,
    BadVaccineDays,
    BadWaiver,
    ConditionKnown,
    ConsentChanged,
    ConsentNeeded,
    HealthGate,
    NoSuchCondition,
    NoSuchConsent,
    NoSuchOwner,
    NoSuchPet,
    NoSuchVaccine,
    NotItsVaccine,
    ShopMustEnd,
    TooManyConditions,
    TooManyPets,
    TooManyVaccines,
    VaccineKnown,
    VaccineTextTooLong,
)
from .events import PetAdded, PetChanged
from .gate import Gate
from .health import Obstacle, Vaccine, VaccineStatus, a_year_after, latest, obstacles, status_on
from .health_words import words_of
from .model import BreedName, CareNote, CareView, Coat, Pet, PetView, Severity, Sex, Size, Species, size_by_weight
from .reactions import react
from .service import MOST_PETS, NewNote, NewPet, PetChange, PetService
from .vaccines import MOST_VACCINES, NewVaccine, Vaccines
from .view import ConditionsView, VaccinesView, VaccineView, pet_view

__all__ = [
    "BREEDS",
    "BREEDS_BY_CODE",
    "MOST_PETS",
    "MOST_VACCINES",
    "Agreed",
    "BadCondition",
    "BadConsent",
    "BadPet",
    "BadVaccineDays",
    "BadWaiver",
    "Breed",
    "BreedName",
    "CareNote",
    "CareView",
    "Coat",
    "Condition",
    "ConditionKnown",
    "Conditions",
    "ConditionsView",
    "ConsentAsk",
    "ConsentChange",
    "ConsentChanged",
    "ConsentForm",
    "ConsentGate",
    "ConsentNeeded",
    "ConsentView",
    "Consents",
    "ConsentsView",
    "Gate",
    "HealthGate",
    "NewCondition",
    "NewNote",
    "NewPet",
    "NewVaccine",
    "NoSuchCondition",
    "NoSuchConsent",
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
    "ShopMustEnd",
    "Size",
    "Species",
    "TooManyConditions",
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
    "ailing",
    "breed_in",
    "breed_named",
    "latest",
    "obstacles",
    "pet_view",
    "react",
    "size_by_weight",
    "status_on",
    "words_of",
]
