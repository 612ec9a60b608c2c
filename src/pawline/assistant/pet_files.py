"""What the assistant writes into the files of pets: new files, candidate notes, a name."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from pawline import pets
from pawline.pets import NewNote, NewPet, PetChange, PetService

from . import naming
from .asked import Reply
from .facts import KnownPet
from .hearing import text_of
from .model import Dialogue, NamePet, NoteCare, PetDraft, Wish
from .needs import Severity

NAME_LIMIT = 40


class PetFiles:
    """Opens and fills files of pets on behalf of a reply."""

    def __init__(self, pet_files: PetService) -> None:
        self._pets = pet_files

    async def make(self, reply: Reply, wish: Wish) -> str:
        """A new file with what was said of the pet before it had one."""
        draft = wish.pet
        new = _described(draft, reply)
        made = await self._pets.add_pet(reply.asked.owner, new)
        await self.note(reply, NoteCare(replace(draft, id=made.id), wish.notes))
        return made.id

    async def put_right(self, reply: Reply, pet_id: str, wish: Wish) -> None:
        """The same file with what is true of the pet in place of what was said wrongly."""
        true = _described(wish.pet, reply)
        change = PetChange(
            name=true.name, breed=true.breed, size=true.size, coat=true.coat, weight_g=true.weight_g
        )  # fmt: skip
        await self._pets.change_pet(reply.asked.owner, pet_id, change)

    async def note(self, reply: Reply, wanted: NoteCare) -> None:
        """Candidate notes with the owner's words, for a person's yes."""
        if wanted.pet.id is None:
            return
        last = reply.asked.entries[-1]
        for note in wanted.notes:
            severity = msgspec.convert(note.severity, Severity)
            quote = text_of(last.body)[:300] or None
            new = NewNote(
                kind=note.kind, text=note.text[:200], severity=severity, source_msg_id=last.msg_id, quote=quote
            )
            await self._pets.note_care(reply.asked.bot, wanted.pet.id, new)

    async def name(self, reply: Reply, wanted: NamePet) -> None:
        """The name its owner told replaces the breed that stood in its place."""
        await self._pets.change_pet(reply.asked.owner, wanted.pet_id, PetChange(name=wanted.name[:NAME_LIMIT]))


def _described(draft: PetDraft, reply: Reply) -> NewPet:
    return NewPet(
        name=naming.file_name(draft, reply.state.lang)[:NAME_LIMIT],
        species="cat" if draft.species == "cat" else "dog",
        breed=draft.breed or (draft.breed_name.zh[:40] if draft.breed_name else None),
        size=msgspec.convert(draft.size, pets.Size | None),
        coat=msgspec.convert(draft.coat, pets.Coat | None),
        weight_g=draft.weight_g,
    )


def mistaken_file(reply: Reply, wish: Wish) -> KnownPet | None:
    """The file that was opened for a description which its owner takes back; None when the pet has a name by now, is
    booked, or its owner has been here."""
    facts = reply.world.facts
    wrong = next((one for one in facts.pets if one.id == wish.pet.instead_of), None)
    if wrong is None or not naming.is_nameless(wrong):
        return None
    is_booked = any(not one.is_held for one in facts.bookings if one.pet_id == wrong.id)
    # Whoever has had a pet here may well have two: nothing of theirs is written over.
    has_been_here = facts.last_time is not None and not facts.last_time.is_to_come
    return None if is_booked or has_been_here else wrong


def is_same(name: str, draft: PetDraft, state: Dialogue) -> bool:
    """Whether a file of this name is the described pet's."""
    return name == naming.file_name(draft, state.lang)


def with_file(reply: Reply) -> Dialogue:
    """The state with the id of the file that was opened for its pet."""
    state = reply.state
    draft = state.wish.pet
    if draft.id is not None or draft.species is None:
        return state
    known = next((one for one in reply.world.facts.pets if is_same(one.name, draft, state)), None)
    if known is None or known.species != draft.species:
        return state
    return replace(state, wish=replace(state.wish, pet=replace(draft, id=known.id)))
