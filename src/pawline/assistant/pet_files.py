"""What the assistant writes into the files of pets: new files, candidate notes, a name."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from pawline import pets
from pawline.pets import NewNote, NewPet, PetChange, PetService

from . import naming
from .asked import Reply
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
        new = NewPet(
            name=naming.file_name(draft, reply.state.lang)[:NAME_LIMIT],
            species="cat" if draft.species == "cat" else "dog",
            breed=draft.breed or (draft.breed_name.zh[:40] if draft.breed_name else None),
            size=msgspec.convert(draft.size, pets.Size | None),
            coat=msgspec.convert(draft.coat, pets.Coat | None),
            weight_g=draft.weight_g,
        )
        made = await self._pets.add_pet(reply.asked.owner, new)
        await self.note(reply, NoteCare(replace(draft, id=made.id), wish.notes))
        return made.id

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
