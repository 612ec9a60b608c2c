"""What can be asked about pets, and done to their files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import msgspec

from pawline.people import Actor, find_account, may_see, owners_called
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import Forbidden
from pawline.platform.ids import AccountId, Ids, PetId

from . import store
from .breeds import BREEDS_BY_CODE, breed_named
from .errors import BadPet, NoSuchOwner, NoSuchPet, TooManyPets
from .events import PetAdded, PetChanged
from .model import CareNote, Coat, Pet, PetView, Severity, Sex, Size, Species, size_by_weight
from .policy import may_confirm_notes
from .view import pet_view

MOST_PETS = 40
NAME_LIMIT = 40
_BORN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class NewPet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """A pet to add. `breed` may be a code or a name; size and coat default to the breed's."""

    name: str
    species: Species
    breed: str | None = None
    size: Size | None = None
    coat: Coat | None = None
    sex: Sex | None = None
    born: str | None = None
    weight_g: int | None = None


class PetChange(msgspec.Struct, frozen=True, kw_only=True):
    """Fields to change; what is UNSET stays, None forgets."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    species: Species | msgspec.UnsetType = msgspec.UNSET
    breed: str | msgspec.UnsetType | None = msgspec.UNSET
    size: Size | msgspec.UnsetType | None = msgspec.UNSET
    coat: Coat | msgspec.UnsetType | None = msgspec.UNSET
    sex: Sex | msgspec.UnsetType | None = msgspec.UNSET
    born: str | msgspec.UnsetType | None = msgspec.UNSET
    weight_g: int | msgspec.UnsetType | None = msgspec.UNSET


class NewNote(msgspec.Struct, frozen=True, kw_only=True):
    """A care note to add; source and quote say from which message it was understood."""

    kind: str
    text: str
    severity: Severity = "care"
    source_msg_id: str | None = None
    quote: str | None = None


class PetService:
    """Questions take the caller's transaction, verbs open their own."""

    def __init__(self, db: Database, clock: Clock, ids: Ids) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids

    # Questions

    def pets_of_owner(self, tx: Tx, actor: Actor, owner_id: str) -> list[Pet]:
        """An owner's pets, the first added first; raises NoSuchPet for somebody else's."""
        if not may_see(actor, owner_id):
            raise NoSuchPet
        return store.of_owners(tx, actor.shop_id, [owner_id])

    def pets_of_owners(self, tx: Tx, actor: Actor, owner_ids: Sequence[str]) -> dict[str, list[PetView]]:
        """Views of the pets of several owners, by owner; raises NoSuchPet for somebody else's."""
        if not all(may_see(actor, owner_id) for owner_id in owner_ids):
            raise NoSuchPet
        found: dict[str, list[PetView]] = {owner_id: [] for owner_id in owner_ids}
        for pet in store.of_owners(tx, actor.shop_id, list(found)):
            found[pet.owner_id].append(pet_view(pet))
        return found

    def owners_like(self, tx: Tx, actor: Actor, text: str, limit: int) -> list[str]:
        """Owners whom the text may mean: by their name or a pet's, or the end of their number; each once.

        At most `limit` of each way. Raises NoSuchPet for who is not on staff.
        """
        if not actor.is_staff:
            raise NoSuchPet
        called = owners_called(tx, actor.shop_id, text, limit)
        return list(dict.fromkeys([*called, *store.owners_of_named(tx, actor.shop_id, text, limit)]))

    def pet_for(self, tx: Tx, actor: Actor, pet_id: str) -> Pet:
        """A pet that the asker may see; raises NoSuchPet."""
        found = store.find(tx, actor.shop_id, pet_id)
        if found is None or not may_see(actor, found.owner_id):
            raise NoSuchPet
        return found

    def views_of(self, tx: Tx, shop_id: str, pet_ids: Iterable[str]) -> dict[str, PetView]:
        """Views of pets whose ids come from another room's own rows (no asker's permission is judged)."""
        return {pet_id: pet_view(pet) for pet_id, pet in store.find_many(tx, shop_id, pet_ids).items()}

    def care_of(self, tx: Tx, shop_id: str, pet_ids: Iterable[str]) -> dict[str, list[str]]:
        """What to mind while working on each pet, also what the assistant understood and nobody has confirmed yet."""
        found = store.find_many(tx, shop_id, pet_ids)
        return {pet_id: [note.text for note in pet.care if note.severity != "note"] for pet_id, pet in found.items()}

    def check(self, new: NewPet) -> None:
        """Whether such a pet could be added, before anything else is done for it; raises BadPet."""
        _made(new, PetId(""), AccountId(""))

    def check_change(self, pet: PetView, change: PetChange) -> None:
        """Whether a pet could be changed so; raises BadPet."""
        fields = {name: getattr(pet, name) for name in change.__struct_fields__}
        _checked(_changed(Pet(PetId(pet.id), AccountId(""), **fields), change))

    def owners_with_pets(self, tx: Tx, shop_id: str) -> dict[str, int]:
        """Owners who have pets, and how many (for the shop's own lists)."""
        return store.owners_with_pets(tx, shop_id)

    # Verbs

    async def add_pet(self, actor: Actor, new: NewPet, owner_id: str | None = None) -> PetView:
        """Adds a pet to the asker, or by staff and the assistant to an owner.

        Raises BadPet, TooManyPets, NoSuchOwner, Forbidden.
        """
        owner = AccountId(owner_id or actor.account_id)
        if actor.kind == "owner" and owner != actor.account_id:
            raise Forbidden
        made = _made(new, PetId(self._ids.new()), owner)

        def work(tx: Tx) -> PetView:
            if actor.kind != "owner":
                row = find_account(tx, actor.shop_id, owner)
                if row is None or row.kind != "owner":
                    raise NoSuchOwner
            if store.count_of(tx, actor.shop_id, owner) >= MOST_PETS:
                raise TooManyPets(most=MOST_PETS)
            return pet_view(self._add(tx, actor, made))

        return await self._db.write(work)

    async def change_pet(self, actor: Actor, pet_id: str, change: PetChange) -> PetView:
        """Changes a pet's facts; a new breed fills what is not known. Raises NoSuchPet, BadPet."""
        return await self._db.write(lambda tx: pet_view(self.change_in(tx, actor, pet_id, change)))

    async def note_care(self, actor: Actor, pet_id: str, new: NewNote) -> PetView:
        """Adds a care note: confirmed when a person writes it, a candidate when a program does.

        Raises NoSuchPet, BadPet.
        """
        if not 1 <= len(new.text.strip()) <= 200 or not 1 <= len(new.kind) <= 24:
            raise BadPet(reason="care")
        return await self._db.write(lambda tx: pet_view(self.note_in(tx, actor, pet_id, new)))

    async def confirm_note(self, actor: Actor, pet_id: str, note_id: str) -> PetView:
        """A person confirms what a program understood; raises NoSuchPet, Forbidden."""
        return await self._settle_note(actor, pet_id, note_id, is_true=True)

    async def drop_note(self, actor: Actor, pet_id: str, note_id: str) -> PetView:
        """A person removes a note; raises NoSuchPet, Forbidden."""
        return await self._settle_note(actor, pet_id, note_id, is_true=False)

    # Borrowed writes, for rooms above and for reactions: inside the caller's transaction

    def add_in(self, tx: Tx, actor: Actor, new: NewPet, owner_id: AccountId) -> PetId:
        """A pet of an owner of this shop, who has room for it (`MOST_PETS`); raises BadPet."""
        return self._add(tx, actor, _made(new, PetId(self._ids.new()), owner_id)).id

    def change_in(self, tx: Tx, actor: Actor, pet_id: str, change: PetChange) -> Pet:
        """Changes a pet's facts; raises NoSuchPet, BadPet."""
        changed = _checked(_changed(self.pet_for(tx, actor, pet_id), change))
        store.update(tx, actor.shop_id, changed)
        self.say_changed(tx, actor, changed)
        return changed

    def note_in(self, tx: Tx, actor: Actor, pet_id: str, new: NewNote) -> Pet:
        """Adds a care note that is not there yet; raises NoSuchPet."""
        pet, note = self.pet_for(tx, actor, pet_id), self._note(actor, new)
        if any(known.kind == note.kind and known.text == note.text for known in pet.care):
            return pet
        store.insert_note(tx, actor.shop_id, pet_id, note)
        self.say_changed(tx, actor, pet)
        return replace(pet, care=(*pet.care, note))

    def follow_owner(self, tx: Tx, shop_id: str, was: str, now: str) -> None:
        """A guest turned out to be a known owner: the pets move along (for this room's reaction)."""
        store.move_owner(tx, shop_id, was, now)

    def say_changed(self, tx: Tx, actor: Actor, pet: Pet) -> None:
        """Tells whoever shows the pet that something in its file is another now."""
        is_by_owner = actor.kind == "owner"
        tx.emit(
            PetChanged(
                shop_id=actor.shop_id, key=pet.owner_id, pet_id=pet.id, owner_id=pet.owner_id, is_by_owner=is_by_owner
            )
        )  # fmt: skip

    def _add(self, tx: Tx, actor: Actor, made: Pet) -> Pet:
        store.insert(tx, actor.shop_id, made, self._clock.now_ms())
        tx.emit(PetAdded(shop_id=actor.shop_id, key=made.owner_id, pet_id=made.id, owner_id=made.owner_id))
        return made

    async def _settle_note(self, actor: Actor, pet_id: str, note_id: str, is_true: bool) -> PetView:
        if not may_confirm_notes(actor):
            raise Forbidden

        def work(tx: Tx) -> PetView:
            self.pet_for(tx, actor, pet_id)
            settle = store.confirm_note if is_true else store.drop_note
            settle(tx, actor.shop_id, pet_id, note_id)
            pet = self.pet_for(tx, actor, pet_id)
            self.say_changed(tx, actor, pet)
            return pet_view(pet)

        return await self._db.write(work)

    def _note(self, actor: Actor, new: NewNote) -> CareNote:
        return CareNote(
            id=self._ids.new(),
            kind=new.kind,
            text=new.text.strip(),
            severity=new.severity,
            status="confirmed" if may_confirm_notes(actor) else "candidate",
            source_msg_id=new.source_msg_id,
            quote=new.quote[:300] if new.quote else None,
            author_id=actor.account_id,
            noted_ms=self._clock.now_ms(),
        )


def _made(new: NewPet, pet_id: PetId, owner: AccountId) -> Pet:
    pet = Pet(
        pet_id, owner, new.name.strip(), new.species, new.breed, new.size, new.coat, new.sex,
        new.born, new.weight_g,
    )  # fmt: skip
    return _checked(_filled(pet))


def _changed(pet: Pet, change: PetChange) -> Pet:
    wanted = {
        field: value for field in change.__struct_fields__ if (value := getattr(change, field)) is not msgspec.UNSET
    }
    changed = replace(pet, **wanted)
    return _filled(replace(changed, name=changed.name.strip()))


def _filled(pet: Pet) -> Pet:
    """Fills size and coat from weight and breed where the owner has not said."""
    breed = breed_named(pet.breed) if pet.breed else None
    size = pet.size
    if size is None and pet.species == "dog":
        size = size_by_weight(pet.weight_g) if pet.weight_g else (breed.size if breed else None)
    coat = pet.coat or (breed.coat if breed else None)
    return replace(pet, breed=breed.code if breed else pet.breed, size=size, coat=coat)


def _checked(pet: Pet) -> Pet:
    if not 1 <= len(pet.name) <= NAME_LIMIT:
        raise BadPet(reason="name")
    if pet.breed is not None and not 1 <= len(pet.breed) <= 40:
        raise BadPet(reason="breed")
    known = BREEDS_BY_CODE.get(pet.breed or "")
    if known is not None and known.species != pet.species:
        raise BadPet(reason="breed")
    if pet.weight_g is not None and not 10 <= pet.weight_g <= 200_000:
        raise BadPet(reason="weight_g")
    if pet.born is not None and not _is_birthday(pet.born):
        raise BadPet(reason="born")
    return pet


def _is_birthday(text: str) -> bool:
    if not _BORN.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True
