"""What a language model proposes about a message, and what of it holds: then it is an understanding like any other.

The model names things from closed lists, and shows for each the owner's own words. What these do not hold is dropped:
a phrase that was not said, a label nobody knows, a pet of nobody's, the place of a time that is not shown. It cannot
give a time, a price or an id, and takes away nothing of what the embedded reading has decided. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import Annotated

import msgspec

from . import signals
from .dialogue import context_of
from .model import Dialogue
from .needs import NEED_KINDS, Need
from .pets_said import PetSaid
from .red_flags import RED_FLAGS
from .script import fold
from .time_model import Role, TimeMention
from .time_roles import with_roles
from .times import MAX_READ, read_times
from .times_said import settled
from .understand import TOPICS, anchor_of
from .understanding import INTENTS, Understanding
from .vocabulary import SERVICE_LABELS, Species
from .world import World

Words = Annotated[str, msgspec.Meta(max_length=200)]
Label = Annotated[str, msgspec.Meta(max_length=40)]
_Few = msgspec.Meta(max_length=8)
ROLES: dict[str, Role] = {"when": "when", "old": "old", "new": "new", "not": "not", "info": "info"}
KNOWN_TOPICS = (*TOPICS, "anything", "robot", "fact")
FLAGS = tuple(name for name, _ in RED_FLAGS)
# Decided by the embedded reading: what it has found stays found.
KEPT = ("medical_emergency", "handoff_human")
# "Nothing" beside something.
_EMPTY = ("unknown", "smalltalk")


class SaidService(msgspec.Struct, frozen=True):
    """A service by its label, with the words that mean it. `is_unwanted`: it is ruled out."""

    label: Label
    words: Words
    is_unwanted: bool = False


class SaidTime(msgspec.Struct, frozen=True):
    """A time in the owner's words, and what it is for."""

    words: Words
    role: Label = "when"


class SaidPet(msgspec.Struct, frozen=True):
    """A pet in the owner's words. `place` is its place among the owner's own, 1 the first."""

    words: Words
    place: int | None = None
    name: Words | None = None
    species: Label | None = None
    breed: Words | None = None


class SaidNeed(msgspec.Struct, frozen=True):
    """Something to mind, in the owner's words."""

    kind: Label
    words: Words


class Proposal(msgspec.Struct, frozen=True):
    """All that a model can say about a message. `offer` is the place of a time that is shown, 1 the first."""

    intents: Annotated[list[Label], _Few] = []
    services: Annotated[list[SaidService], _Few] = []
    times: Annotated[list[SaidTime], _Few] = []
    pets: Annotated[list[SaidPet], _Few] = []
    needs: Annotated[list[SaidNeed], _Few] = []
    topics: Annotated[list[Label], _Few] = []
    red_flags: Annotated[list[Label], _Few] = []
    offer: int | None = None


def proposal_in(arguments: str) -> Proposal | None:
    """The proposal that a model has written; None when it is none."""
    try:
        return msgspec.json.decode(arguments, type=Proposal)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


@dataclass(frozen=True)
class Scene:
    """Where the message was said."""

    state: Dialogue
    world: World

    @property
    def zone(self) -> tzinfo:
        """The shop's."""
        return self.world.shop().zone


def held_against(proposal: Proposal, read: Understanding, scene: Scene) -> Understanding | None:
    """The understanding with what holds of a proposal; None when nothing does."""
    said = _Said(read.text)
    services, unwanted = _services(proposal, read, said)
    times = _times(proposal, read, said, scene)
    pets = _pets(proposal, read, said, scene)
    needs = _needs(proposal, read, said)
    flags = tuple(dict.fromkeys((*read.red_flags, *_known(proposal.red_flags, FLAGS))))
    topics = read.topics | set(_known(proposal.topics, KNOWN_TOPICS))
    place = proposal.offer if scene.state.shown and 0 < (proposal.offer or 0) <= len(scene.state.shown) else None
    intents = _intents(proposal, read, flags)
    found = replace(
        read, intents=intents, services=services, services_negated=unwanted, times=times, pets=pets, needs=needs,
        red_flags=flags if "medical_emergency" in intents else read.red_flags, topics=topics, place=place,
    )  # fmt: skip
    is_more = found != read and (set(intents) - set(_EMPTY) or topics != read.topics or place is not None)
    return found if is_more else None


def _intents(proposal: Proposal, read: Understanding, flags: tuple[str, ...]) -> tuple[str, ...]:
    wanted = [one for one in _known(proposal.intents, INTENTS) if one not in _EMPTY]
    if not flags:
        wanted = [one for one in wanted if one != "medical_emergency"]
    kept = [one for one in read.intents if one in KEPT or not wanted]
    return tuple(dict.fromkeys((*kept, *wanted))) or ("unknown",)


def _known(said: Iterable[str], known: Iterable[str]) -> list[str]:
    allowed = set(known)
    return [one for one in dict.fromkeys(said) if one in allowed]


def _services(proposal: Proposal, read: Understanding, said: _Said) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Wanted and ruled out; what the embedded reading has ruled out stays so."""
    shown = [one for one in proposal.services if one.label in SERVICE_LABELS and said.place_of(one.words)]
    unwanted = {one.label for one in shown if one.is_unwanted} | set(read.services_negated)
    wanted = (*(one.label for one in shown if not one.is_unwanted), *read.services)
    kept = tuple(one for one in dict.fromkeys(wanted) if one not in unwanted)
    return kept, tuple(one for one in SERVICE_LABELS if one in unwanted)


def _needs(proposal: Proposal, read: Understanding, said: _Said) -> tuple[Need, ...]:
    more = [
        Need(one.kind, said.quoted(one.words), NEED_KINDS[one.kind])
        for one in proposal.needs
        if one.kind in NEED_KINDS and said.place_of(one.words)
    ]
    known = {need.text for need in read.needs}
    return (*read.needs, *(need for need in more if need.text not in known))


# Times.


def _times(proposal: Proposal, read: Understanding, said: _Said, scene: Scene) -> tuple[TimeMention, ...]:
    """The phrases resolved by our own reading, in the place where they stand in the whole message.

    A message that meant nothing had its times put aside; now that it means something they count.
    """
    whole = _whole(read, scene)
    known = whole if proposal.intents and read.intents[0] in _EMPTY else read.times
    found = [place for one in proposal.times if (place := _placed(one, said)) is not None]
    times = dict.fromkeys(time for span, role in found for time in _resolved(span, role, whole, read, scene))
    return settled(tuple(sorted(times, key=lambda time: time.span)), fold(read.text)) or known


def _placed(one: SaidTime, said: _Said) -> tuple[tuple[int, int], Role] | None:
    span, role = said.place_of(one.words), ROLES.get(one.role)
    return None if span is None or role is None else (span, role)


def _whole(read: Understanding, scene: Scene) -> tuple[TimeMention, ...]:
    """The times of the message as they are read without knowing what it wants."""
    folded, now = fold(read.text), scene.world.now
    is_move = signals.RESCHEDULE.search(folded) is not None
    times = read_times(read.text, now, scene.zone, _anchor(scene), is_move)
    return settled(with_roles(times, folded, now.astimezone(scene.zone).replace(tzinfo=None)), folded)


def _resolved(
    span: tuple[int, int], role: Role, whole: tuple[TimeMention, ...], read: Understanding, scene: Scene
) -> list[TimeMention]:
    """A phrase is read where it stands: half of a time is the whole of it, and what was ruled out stays so."""
    around = [time for time in whole if time.span[0] < span[1] and span[0] < time.span[1]]
    if around:
        return [time if time.role in ("not", "old", "info") else replace(time, role=role) for time in around]
    words = read.text[span[0] : span[1]]
    alone = read_times(words, scene.world.now, scene.zone, _anchor(scene))
    moved = [replace(time, span=(time.span[0] + span[0], time.span[1] + span[0]), role=role) for time in alone]
    return [time if not _is_over(time, scene) else replace(time, role="info") for time in moved]


def _anchor(scene: Scene) -> date | None:
    return anchor_of(context_of(scene.state, scene.world), scene.world.now, scene.zone)


def _is_over(time: TimeMention, scene: Scene) -> bool:
    last = time.end or time.start
    return last is not None and last <= scene.world.now and time.grain != "open"


# Pets.


def _pets(proposal: Proposal, read: Understanding, said: _Said, scene: Scene) -> tuple[PetSaid, ...]:
    found = [pet for one in proposal.pets if (pet := _pet(one, said, scene)) is not None]
    if not found:
        return read.pets
    known = read.pets[0] if read.pets else PetSaid()
    first = replace(known, **{name: value for name, value in _told(found[0]).items() if getattr(known, name) is None})
    return (first, *(read.pets[1:] or found[1:]))


def _told(pet: PetSaid) -> dict[str, str]:
    return {name: value for name in ("species", "breed", "breed_name", "name") if (value := getattr(pet, name))}


def _pet(one: SaidPet, said: _Said, scene: Scene) -> PetSaid | None:
    if said.place_of(one.words) is None:
        return None
    own = scene.world.pets()
    if one.place is not None:
        if not 0 < one.place <= len(own):
            return None
        pet = own[one.place - 1]
        return PetSaid(species="cat" if pet.species == "cat" else "dog", name=pet.name)
    breed = said.quoted(one.breed) if one.breed and said.place_of(one.breed) else None
    known = scene.world.breed(breed) if breed else None
    species: Species | None = "cat" if one.species == "cat" else "dog" if one.species == "dog" else None
    if known is not None:
        species = "cat" if known.species == "cat" else "dog"
    name = said.quoted(one.name) if one.name and len(one.name) <= 20 and said.place_of(one.name) else None
    pet = PetSaid(
        species=species, breed=breed if known else None, breed_name=known.name.zh if known else None, name=name
    )
    return None if pet.is_empty else pet


# Words.


class _Said:
    """The owner's message, in which phrases are looked up: in one writing, and however they are spaced."""

    def __init__(self, text: str) -> None:
        self._text = text[:MAX_READ]
        self._folded = fold(self._text)

    def place_of(self, words: str) -> tuple[int, int] | None:
        """Where the words stand; None when they were not said."""
        pieces = [re.escape(one) for one in fold(words).split()]
        if not pieces:
            return None
        found = re.search(r"\s+".join(pieces), self._folded)
        return found.span() if found else None

    def quoted(self, words: str) -> str:
        """The words as their owner wrote them."""
        first, last = self.place_of(words) or (0, 0)
        return self._text[first:last]
