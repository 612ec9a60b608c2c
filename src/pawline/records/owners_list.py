"""Owners as a list. An owner is known by the telephone number: whoever has none is not in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import cast

from pawline.people import Actor, KnownOwner, Lang, Owners, clean, owners_at, phone_book
from pawline.platform.db import Tx
from pawline.shop import Label

from .cells import Cells, plain, said
from .model import Column, Sheet
from .plan import Plan
from .wrong import TwiceInFile

PHONE = Column("phone", Label("手机号", "Phone"), is_needed=True)
LANGS: Mapping[str, Label] = {"zh": Label("中文", "Chinese"), "en": Label("英文", "English")}
COLUMNS = (PHONE, Column("name", Label("称呼", "Name")), Column("lang", Label("语言", "Language")))


def out(tx: Tx, shop_id: str, lang: str) -> list[dict[str, str]]:
    """A line for each owner whose number is known, by number."""
    return [
        {"phone": one.phone, "name": one.name.strip(), "lang": said(one.lang, LANGS, lang)}
        for one in phone_book(tx, shop_id)
    ]


def phone_in(cells: Cells) -> str:
    """The number of a line as it is kept; empty when it is none."""
    typed = plain(cells.text("phone", 40, needed=True))
    return (cells.must(partial(clean, typed), {"": "phone"}) or "") if typed else ""


def planned(tx: Tx, actor: Actor, owners: Owners, sheet: Sheet, lang: Lang) -> Plan:
    """What the file would do; what an owner's line leaves empty stays, and a new one has the language of the shop."""
    plan = Plan(sheet.problems)
    rows = [Cells(row, COLUMNS, sheet.problems) for row in sheet.rows]
    numbers = {cells.line: phone_in(cells) for cells in rows}
    known = owners_at(tx, actor.shop_id, {number for number in numbers.values() if number})
    seen: dict[str, int] = {}
    for cells in rows:
        number = numbers[cells.line]
        name, spoken = cells.text("name", 40), cast(Lang | None, cells.pick("lang", LANGS))
        if number and seen.setdefault(number, cells.line) != cells.line:
            cells.wrong("phone", TwiceInFile(other=seen[number]))
        if cells.is_well:
            here = known.get(number)
            line = KnownOwner(actor.account_id, number, name, spoken or (here.lang if here else lang))
            _plan(plan, actor, owners, here, line)
    return plan


def _plan(plan: Plan, actor: Actor, owners: Owners, known: KnownOwner | None, line: KnownOwner) -> None:
    """`line` is the owner as the file has it; who it is, only the shop knows."""
    if known is None:
        plan.add(partial(_open, actor, owners, line))
        return
    name = line.name or known.name
    if (name, line.lang) == (known.name, known.lang):
        plan.unchanged += 1
    else:
        plan.change(lambda tx: owners.change_in(tx, actor, known.id, name, line.lang))


def _open(actor: Actor, owners: Owners, line: KnownOwner, tx: Tx) -> None:
    owners.open_in(tx, actor, line.name, line.phone, line.lang)
