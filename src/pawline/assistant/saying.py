"""Small pieces of every turn: chips, the name a pet is called by, a turn that remembers what it said."""

from __future__ import annotations

from msgspec.structs import replace

from . import phrases, wording
from .facts import Lang
from .model import Asking, Chip, Dialogue, Effect, PetDraft, Propose, Say, Turn


def said(lang: Lang, pet: PetDraft) -> str:
    """What a pet is called: its name, else its breed."""
    return phrases.your(lang, pet.name, pet.breed_name.in_(lang) if pet.breed_name else None, pet.species)


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
    return effect.said.text if isinstance(effect, Propose) else None


def ask(state: Dialogue, asking: Asking, say: Say) -> Turn:
    """A turn that waits for an answer to one thing."""
    return turn(replace(state, asking=asking), say)


def joined(lang: Lang, *sentences: str) -> str:
    """Sentences in a row, spaced as the language does."""
    return ("" if lang == "zh" else " ").join(sentence.strip() for sentence in sentences if sentence)
