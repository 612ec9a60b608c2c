"""The kinds of pets that prices tell apart, skills and vaccines, and what a shop calls them. Pure.

The codes of the kinds are those of the pets room, which stands above this one: a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .model import Label

SPECIES: Mapping[str, Label] = {
    "dog": Label("狗", "Dog"),
    "cat": Label("猫", "Cat"),
    "other": Label("其他宠物", "Other pet"),
}
SIZES: Mapping[str, Label] = {
    "XS": Label("迷你型", "Very small"),
    "S": Label("小型", "Small"),
    "M": Label("中型", "Medium"),
    "L": Label("大型", "Large"),
    "XL": Label("超大型", "Very large"),
}
COATS: Mapping[str, Label] = {
    "short": Label("短毛", "short coat"),
    "smooth": Label("光滑短毛", "smooth coat"),
    "medium": Label("中长毛", "medium coat"),
    "long": Label("长毛", "long coat"),
    "double": Label("双层毛", "double coat"),
    "curly": Label("卷毛", "curly coat"),
    "wire": Label("刚毛", "wire coat"),
    "hairless": Label("无毛", "hairless"),
}
SKILLS = frozenset({"bath", "style", "cat", "large"})


@dataclass(frozen=True)
class VaccineKind:
    """A vaccine that a shop asks for, and the species that get it."""

    name: Label
    species: frozenset[str]


VACCINES: Mapping[str, VaccineKind] = {
    "rabies": VaccineKind(Label("狂犬疫苗", "Rabies"), frozenset({"dog", "cat"})),
    "dog_combination": VaccineKind(Label("犬联苗", "Dog combination"), frozenset({"dog"})),
    "cat_triple": VaccineKind(Label("猫三联", "Cat triple"), frozenset({"cat"})),
}


def vaccines_for(species: str) -> list[str]:
    """The vaccines that such a pet gets, in the shop's order; none for what is neither dog nor cat."""
    return [code for code, one in VACCINES.items() if species in one.species]


def pet_said(species: str | None, size: str | None, coat: str | None) -> Label:
    """A kind of pet in words, as in 狗 · 大型 · 长毛; None is every value, an unknown code stands as it is."""
    named = ((SPECIES, species), (SIZES, size), (COATS, coat))
    parts = [words.get(code, Label(code, code)) for words, code in named if code is not None]
    if not parts:
        return Label("所有毛孩子", "Every pet")
    return Label(" · ".join(one.zh for one in parts), " · ".join(one.en for one in parts))
