"""Refusals of the shop room."""

from __future__ import annotations

from pawline.platform.errors import BadInput, Conflict, NotFound


class NoSuchShop(NotFound):
    """No shop answers to that id or short name."""

    code = "no_such_shop"
    zh = "没有找到这家店。"
    en = "That shop isn't here."


class SlugTaken(Conflict):
    """Another shop of this installation has the short name."""

    code = "slug_taken"
    zh = "这个店铺短名已经有人用了，换一个吧。"
    en = "Another shop already uses that short name. Pick another one."


class BadShop(BadInput):
    """A field of the shop is out of bounds; `reason` names it."""

    code = "bad_shop"
    zh = "店铺信息有一项不对（{reason}），什么都没有改动。"
    en = "One of the shop's details isn't right ({reason}). Nothing was changed."
