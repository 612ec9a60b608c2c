"""The pets room over HTTP: an owner's own pets; staff name the owner."""

from datetime import date

import msgspec
from litestar import get, patch, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from pawline.pets.breeds import BREEDS
from pawline.pets.model import BreedName, Coat, PetView, Size, Species
from pawline.pets.service import NewPet, PetChange, PetService
from pawline.pets.vaccines import NewVaccine, Vaccines
from pawline.pets.view import VaccinesView, pet_view
from pawline.platform.db import Database
from pawline.platform.web.http import SIGNED_IN, STAFF, Asked, OwnerId, may


class PetsAnswer(msgspec.Struct):
    """An owner's pets, the first added first."""

    pets: list[PetView]


class BreedView(msgspec.Struct):
    """A breed and what is assumed of it; None: too varied to assume."""

    code: str
    name: BreedName
    species: Species
    size: Size | None
    coat: Coat | None


class Waiving(msgspec.Struct):
    """On which day a pet may come all the same, and why."""

    day: date
    reason: str


KNOWN_BREEDS = [BreedView(one.code, one.name, one.species, one.size, one.coat) for one in BREEDS]


def routes(pets: PetService, db: Database) -> list[HTTPRouteHandler]:
    """The room's routes. `owner_id` is for staff; an owner's own is the default."""

    @get("/api/pets", **may(SIGNED_IN, "pets.list", "An owner's pets"))
    async def list_pets(request: Asked, owner: OwnerId = None) -> PetsAnswer:
        asked_for = owner or request.user.account_id
        found = await db.read(lambda tx: pets.pets_of_owner(tx, request.user, asked_for))
        return PetsAnswer([pet_view(pet) for pet in found])

    @post("/api/pets", **may(SIGNED_IN, "pets.add", "Add a pet"))
    async def add(request: Asked, data: JSONBody[NewPet], owner: OwnerId = None) -> PetView:
        return await pets.add_pet(request.user, data, owner)

    @patch("/api/pets/{pet_id:str}", **may(SIGNED_IN, "pets.change", "Change what is known of a pet"))
    async def change(request: Asked, pet_id: FromPath[str], data: JSONBody[PetChange]) -> PetView:
        return await pets.change_pet(request.user, pet_id, data)

    @post(
        "/api/pets/{pet_id:str}/care/{note_id:str}/confirm",
        status_code=200,
        **may(SIGNED_IN, "pets.confirm_note", "Say that a care note is right"),
    )
    async def confirm_note(request: Asked, pet_id: FromPath[str], note_id: FromPath[str]) -> PetView:
        return await pets.confirm_note(request.user, pet_id, note_id)

    @post(
        "/api/pets/{pet_id:str}/care/{note_id:str}/drop",
        status_code=200,
        **may(SIGNED_IN, "pets.drop_note", "Remove a care note"),
    )
    async def drop_note(request: Asked, pet_id: FromPath[str], note_id: FromPath[str]) -> PetView:
        return await pets.drop_note(request.user, pet_id, note_id)

    @get("/api/desk/breeds", **may(STAFF, "pets.breeds", "The breeds, and what is assumed of each"))
    async def breeds() -> list[BreedView]:
        return KNOWN_BREEDS

    return [list_pets, add, change, confirm_note, drop_note, breeds]


def vaccine_routes(vaccines: Vaccines, db: Database) -> list[HTTPRouteHandler]:
    """The routes of a pet's vaccinations; each answers with all of them."""
    one = "/api/pets/{pet_id:str}/vaccines/{vaccine_id:str}"

    @get("/api/pets/{pet_id:str}/vaccines", **may(SIGNED_IN, "pets.vaccines", "A pet's vaccinations"))
    async def show(request: Asked, pet_id: FromPath[str]) -> VaccinesView:
        return await db.read(lambda tx: vaccines.of_pet(tx, request.user, pet_id))

    @post(
        "/api/pets/{pet_id:str}/vaccines",
        status_code=200,
        **may(SIGNED_IN, "pets.note_vaccine", "Write a vaccination down"),
    )
    async def note(request: Asked, pet_id: FromPath[str], data: JSONBody[NewVaccine]) -> VaccinesView:
        return await vaccines.note(request.user, pet_id, data)

    @put(one, **may(SIGNED_IN, "pets.change_vaccine", "Correct a vaccination"))
    async def change(
        request: Asked, pet_id: FromPath[str], vaccine_id: FromPath[str], data: JSONBody[NewVaccine]
    ) -> VaccinesView:
        return await vaccines.change(request.user, pet_id, vaccine_id, data)

    @post(f"{one}/drop", status_code=200, **may(SIGNED_IN, "pets.drop_vaccine", "Remove a vaccination"))
    async def drop(request: Asked, pet_id: FromPath[str], vaccine_id: FromPath[str]) -> VaccinesView:
        return await vaccines.drop(request.user, pet_id, vaccine_id)

    @post(f"{one}/verify", status_code=200, **may(STAFF, "pets.verify_vaccine", "Say that the certificate was seen"))
    async def verify(request: Asked, pet_id: FromPath[str], vaccine_id: FromPath[str]) -> VaccinesView:
        return await vaccines.verify(request.user, pet_id, vaccine_id, is_seen=True)

    @post(f"{one}/unverify", status_code=200, **may(STAFF, "pets.unverify_vaccine", "Take that back"))
    async def unverify(request: Asked, pet_id: FromPath[str], vaccine_id: FromPath[str]) -> VaccinesView:
        return await vaccines.verify(request.user, pet_id, vaccine_id, is_seen=False)

    @post(
        "/api/pets/{pet_id:str}/waivers",
        status_code=200,
        **may(STAFF, "pets.waive", "Let a pet come on a day, whatever its vaccinations"),
    )
    async def waive(request: Asked, pet_id: FromPath[str], data: JSONBody[Waiving]) -> VaccinesView:
        return await vaccines.waive(request.user, pet_id, data.day, data.reason)

    return [show, note, change, drop, verify, unverify, waive]
