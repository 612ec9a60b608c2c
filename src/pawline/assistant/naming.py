"""The name of a pet that was filed under its breed: asked for once, taken from the answer."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re

from msgspec.structs import replace

from . import courtesies, phrases, wording
from .facts import KnownPet, Lang, Words
from .model import Dialogue, NamePet, NoteCare, PetDraft, Say, Turn
from .saying import joined, turn
from .script import fold
from .understand import Understanding
from .wishes import notes_in
from .world import World

NAMELESS = Words("毛孩子", "Pet")
"""What a pet is filed under of which not even the kind has a word here."""

_LEAD = re.compile(
    r"^(?:哦|嗯|那)?[,， ]*就?(?:我们?家)?(?:它|他|她|狗狗|小狗|猫咪|猫猫|宝贝|毛孩子)?的?(?:大名|小名|名字)?(?:是|就?叫做?|名叫|喊)?"
    r"|^(?:oh,? )?(?:(?:his|her|its|the|their) name(?:'s| is)|(?:he|she|it)(?:'s| is)(?: called| named)?|(?:we )?call (?:him|her|it)|it'?s|named|name is|name:) ?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:吧|呀|啦|呢|哈|谢谢|thanks?|please|[~～!！。.,， ])+$", re.IGNORECASE)
_NAME = re.compile(r"[\u3400-\u9fff]{1,6}|[A-Za-z][A-Za-z'-]{0,14}(?: [A-Za-z'-]{1,14})?")
_CLAUSE = re.compile(r"[,，。;；!！]")
_ASKS = re.compile(r"[?？吗]|什么|怎么|为啥|为什么|\b(?:why|what|who|how)\b")


def is_nameless(pet: KnownPet) -> bool:
    """Whether a pet's file bears its breed or kind where its name should be."""
    words = [NAMELESS, *phrases.KINDS.values(), *([pet.breed] if pet.breed else [])]
    return pet.name.lower() in {one.in_(lang).lower() for one in words for lang in ("zh", "en")}


def file_name(draft: PetDraft, lang: Lang) -> str:
    """A pet without a name is filed under its breed until its owner says more."""
    if draft.name:
        return draft.name
    words = draft.breed_name or phrases.KINDS.get(draft.species or "", NAMELESS)
    return words.in_(lang)


def answered(state: Dialogue, read: Understanding, world: World) -> Turn | None:
    """The turn after the pet's name was asked for; None when something else was said."""
    if state.asking != "name" or state.naming is None:
        return None
    lang = state.lang
    done = replace(state, asking=None, naming=None, unsure=0)
    if read.intents == ("deny",) or "anything" in read.topics:
        return turn(done, Say(courtesies.unnamed(lang)))
    name = name_in(read, world)
    if name is None:
        return None
    pet = replace(done.wish.pet, id=state.naming, name=name)
    if done.wish.pet.id == state.naming:
        done = replace(done, wish=replace(done.wish, pet=pet))
    notes = notes_in(read)
    words = joined(lang, courtesies.named(lang, name), *([wording.noted(lang, notes)] if notes else []))
    kept = (NoteCare(pet, notes),) if notes else ()
    return turn(done, NamePet(state.naming, name), *kept, Say(words))


def _before_needs(read: Understanding) -> str:
    """What comes before "allergic to chicken": the name, or nothing."""
    text = read.text.strip()
    at = [found for note in notes_in(read) if (found := text.find(note.text)) >= 0]
    return _CLAUSE.split(text[: min(at)])[0] if at and _CLAUSE.search(text[: min(at)]) else "" if at else text


def name_in(read: Understanding, world: World) -> str | None:
    """The name that an answer tells; None when it speaks of something else."""
    if read.services or read.times or _ASKS.search(fold(read.text)):
        return None
    known = {pet.name for pet in world.pets()}
    said = next((pet.name for pet in read.pets if pet.name and pet.name not in known), None)
    if said is not None:
        return _TAIL.sub("", said) or said
    if not set(read.intents) <= {"unknown", "pet_info", "note_special_need"}:
        return None
    text = _before_needs(read)
    bare = _TAIL.sub("", _LEAD.sub("", text)).strip()
    is_kind = world.breed(bare) is not None or fold(bare) in {"狗", "猫", "dog", "cat"}
    return bare if _NAME.fullmatch(bare) and not is_kind else None
