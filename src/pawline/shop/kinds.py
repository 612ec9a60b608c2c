"""The kinds of pets that prices tell apart, and the skills of the trade, with what a shop calls them. Pure.

The codes are those of the pets room, which stands beside this one: a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping

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


def pet_said(species: str | None, size: str | None, coat: str | None) -> Label:
    """A kind of pet in words, as in 狗 · 大型 · 长毛; None is every value, an unknown code stands as it is."""
    named = ((SPECIES, species), (SIZES, size), (COATS, coat))
    parts = [words.get(code, Label(code, code)) for words, code in named if code is not None]
    if not parts:
        return Label("所有毛孩子", "Every pet")
    return Label(" · ".join(one.zh for one in parts), " · ".join(one.en for one in parts))
