"""The kinds of pets that prices tell apart, skills, vaccines and conditions, and what a shop calls them. Pure.

The codes of the kinds are those of the pets room, which stands above this one: a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .model import Label, SoldBy

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
SOLD_BY: Mapping[str, Label] = {
    SoldBy.VISIT: Label("按次", "By the visit"),
    SoldBy.NIGHT: Label("按晚", "By the night"),
    SoldBy.DAY: Label("按天", "By the day"),
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


@dataclass(frozen=True)
class ConditionKind:
    """How a pet can be for a while that a shop has a rule for; `said` follows its name in a sentence."""

    name: Label
    said: Label


CONDITIONS: Mapping[str, ConditionKind] = {
    "vomiting": ConditionKind(Label("呕吐", "Vomiting"), Label("在呕吐", "has been vomiting")),
    "diarrhoea": ConditionKind(Label("拉肚子", "Diarrhoea"), Label("在拉肚子", "has diarrhoea")),
    "skin": ConditionKind(
        Label("会传染的皮肤病", "Contagious skin"), Label("有会传染的皮肤病", "has a contagious skin condition")
    ),
    "fleas": ConditionKind(Label("跳蚤、蜱虫", "Fleas or ticks"), Label("身上有跳蚤或蜱虫", "has fleas or ticks")),
    "pregnant": ConditionKind(Label("怀孕", "Pregnant"), Label("怀孕了", "is pregnant")),
    "post_op": ConditionKind(Label("刚做过手术", "After surgery"), Label("刚做过手术", "has just had surgery")),
    "unfinished": ConditionKind(
        Label("幼宠疫苗没打全", "First vaccinations unfinished"),
        Label("疫苗还没打全", "hasn't had all the first vaccinations"),
    ),
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
