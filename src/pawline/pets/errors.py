"""Refusals of the pets room."""

from __future__ import annotations

from pawline.platform.errors import BadInput, Conflict, NotFound


class NoSuchPet(NotFound):
    """There is no such pet for the asker."""

    code = "no_such_pet"
    zh = "没有找到这只毛孩子，先添加一只吧。"
    en = "That pet isn't here. Add one first?"


class NoSuchOwner(NotFound):
    """A pet belongs to an owner of the shop."""

    code = "no_such_owner"
    zh = "没有找到这位主人。"
    en = "That owner isn't here."


class BadPet(BadInput):
    """A pet's field is out of bounds; `reason` names it."""

    code = "bad_pet"
    zh = "毛孩子的资料有一项不对（{reason}），什么都没有改动。"
    en = "One of the pet's details isn't right ({reason}). Nothing was changed."


class TooManyPets(Conflict):
    """An owner may list a few dozen pets, not more."""

    code = "too_many_pets"
    zh = "一位主人最多登记 {most} 只，多出来的请店员帮忙。"
    en = "One owner can list {most} pets. The team can help with more."
