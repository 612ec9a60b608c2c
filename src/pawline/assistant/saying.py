"""Small pieces of every turn: chips, the name a pet is called by, a turn that remembers what it said."""

from __future__ import annotations

import dataclasses

from msgspec.structs import replace

from . import phrases, wording
from .facts import Lang
from .model import Asking, CallPerson, Chip, Dialogue, Effect, JoinWait, PetDraft, Propose, Say, Turn


def said(lang: Lang, pet: PetDraft) -> str:
    """What a pet is called: its name, else its breed."""
    return phrases.your(lang, pet.name, pet.breed_name.in_(lang) if pet.breed_name else None, pet.species)


def called(lang: Lang, pet: PetDraft) -> str:
    """The same among other words: 金毛, where alone it would be 你家金毛."""
    if lang == "en":
        return said(lang, pet)
    kind = phrases.KINDS[pet.species].in_(lang).lower() if pet.species in phrases.KINDS else ""
    return pet.name or (pet.breed_name.in_(lang) if pet.breed_name else kind)


def person_chip(lang: Lang) -> Chip:
    """The way to a person."""
    return Chip("person", wording.chip(lang, "person"))


def turn(state: Dialogue, *effects: Effect) -> Turn:
    """A turn whose state remembers the last line, which the next message is understood with."""
    line = next((text for text in map(_text, reversed(effects)) if text), None)
    return Turn(replace(state, line=line or state.line), effects)


def _text(effect: Effect) -> str | None:
    if isinstance(effect, Say):
        return effect.text
    return effect.said.text if isinstance(effect, Propose | JoinWait) else None


def fresh(state: Dialogue) -> Dialogue:
    """Nothing is arranged any more; what was told of the people called stays told."""
    return Dialogue(lang=state.lang, is_left=state.is_left, is_waiting=state.is_waiting)


def led(first: str, then: Turn) -> Turn:
    """The turn with a sentence before whatever it says first."""
    if not first:
        return then
    effects = list(then.effects)
    for place, effect in enumerate(effects):
        if isinstance(effect, Say):
            effects[place] = dataclasses.replace(effect, text=joined(then.state.lang, first, effect.text))
            break
        if isinstance(effect, Propose | JoinWait):
            words = joined(then.state.lang, first, effect.said.text)
            effects[place] = dataclasses.replace(effect, said=dataclasses.replace(effect.said, text=words))
            break
    return turn(then.state, *effects)


def is_asking(done: Turn) -> bool:
    """Whether a turn already waits for an answer."""
    return any(isinstance(one, Say) and one.is_question for one in done.effects)


def calls(done: Turn) -> bool:
    """Whether a turn brings a person."""
    return any(isinstance(one, CallPerson) for one in done.effects)


def ask(state: Dialogue, asking: Asking, say: Say) -> Turn:
    """A turn that waits for an answer to one thing."""
    return turn(replace(state, asking=asking), say)


def joined(lang: Lang, *sentences: str) -> str:
    """Sentences in a row, spaced as the language does."""
    return phrases.joined(lang, sentences)
