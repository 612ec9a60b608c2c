"""Pets as a list. A pet is known by its owner's telephone number, its name and its species."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, cast

import msgspec

from pawline.people import Actor, KnownOwner, owners_at, phone_book
from pawline.pets import (
    MOST_PETS,
    CareView,
    NewNote,
    NewPet,
    PetChange,
    PetService,
    PetView,
    Severity,
    TooManyPets,
    breed_named,
)
from pawline.platform.db import Tx
from pawline.platform.ids import PetId
from pawline.shop import COATS, SIZES, SPECIES, Label

from .cells import Cells, plain, said
from .model import Column, Sheet
from .owners_list import PHONE, phone_in
from .plan import Plan
from .wrong import NoSuchOwnerHere, NotBirthday, NotCare, NotWeight, OtherSpecies, TwiceInFile

SEXES: Mapping[str, Label] = {"m": Label("公", "male"), "f": Label("母", "female")}
COLUMNS = (
    PHONE,
    Column("owner", Label("主人", "Owner"), only_tells=True),
    Column("name", Label("名字", "Name"), is_needed=True),
    Column("species", Label("种类", "Species"), is_needed=True),
    Column("breed", Label("品种", "Breed")),
    Column("size", Label("体型", "Size")),
    Column("coat", Label("毛型", "Coat")),
    Column("sex", Label("性别", "Sex")),
    Column("born", Label("出生", "Born")),
    Column("weight_g", Label("体重（公斤）", "Weight (kg)")),
    Column("care", Label("注意事项", "To mind")),
)
_BORN = re.compile(r"([12]\d{3})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月?)|年?)")
_WEIGHT = re.compile(r"(\d{1,3})(?:\.(\d{1,3}))?")
_CARE = re.compile(r"(?:(note|care|alert)(?:/([a-z_]{1,24}))?\s*[:：]\s*)?(.+)")
_NOTE_LIMIT = 200
_OTHER_KIND = "other"
# Both engines take only so many values in one statement.
_AT_ONCE = 500


def out(tx: Tx, actor: Actor, pets: PetService, lang: str) -> list[dict[str, str]]:
    """A line for each pet whose owner's number is known."""
    owners: dict[str, KnownOwner] = {one.id: one for one in phone_book(tx, actor.shop_id)}
    views = pets_of(tx, actor, pets, list(owners))
    lines = [_line(owners[owner_id], pet, lang) for owner_id, found in views.items() for pet in found]
    return sorted(lines, key=lambda line: [line[one.key] for one in COLUMNS])


def pets_of(tx: Tx, actor: Actor, pets: PetService, owner_ids: Sequence[str]) -> dict[str, list[PetView]]:
    """The pets of any number of owners, by owner."""
    found: dict[str, list[PetView]] = {}
    for at in range(0, len(owner_ids), _AT_ONCE):
        found |= pets.pets_of_owners(tx, actor, owner_ids[at : at + _AT_ONCE])
    return found


def _line(owner: KnownOwner, pet: PetView, lang: str) -> dict[str, str]:
    label = pet.breed_label
    return {
        "phone": owner.phone,
        "owner": owner.name.strip(),
        "name": pet.name,
        "species": said(pet.species, SPECIES, lang),
        "breed": (label.en if lang == "en" else label.zh) if label else "",
        "size": said(pet.size, SIZES, lang),
        "coat": said(pet.coat, COATS, lang),
        "sex": said(pet.sex, SEXES, lang),
        "born": pet.born or "",
        "weight_g": f"{pet.weight_g / 1000:.3f}".rstrip("0").rstrip(".") if pet.weight_g else "",
        "care": "\n".join(sorted(_care_said(note) for note in pet.care if note.is_sure)),
    }


def _care_said(note: CareView) -> str:
    kind = f"/{note.kind}" if note.kind != _OTHER_KIND else ""
    return f"{note.severity}{kind}: {' '.join(note.text.split())}"


def planned(tx: Tx, actor: Actor, pets: PetService, sheet: Sheet) -> Plan:
    """What the file would do; what a pet's line leaves empty stays, and care notes are added to those there are."""
    plan = Plan(sheet.problems)
    rows = [Cells(row, COLUMNS, sheet.problems) for row in sheet.rows]
    numbers = {cells.line: phone_in(cells) for cells in rows}
    owners = owners_at(tx, actor.shop_id, {number for number in numbers.values() if number})
    here = pets_of(tx, actor, pets, [one.id for one in owners.values()])
    seen: dict[tuple[str, str, str], int] = {}
    room = Counter({owner_id: MOST_PETS - len(found) for owner_id, found in here.items()})
    for cells in rows:
        line = _Line(cells)
        owner = owners.get(numbers[cells.line])
        if owner is None and numbers[cells.line]:
            cells.wrong("phone", NoSuchOwnerHere(phone=numbers[cells.line]))
        key = (numbers[cells.line], line.name.casefold(), line.species)
        if all(key) and seen.setdefault(key, cells.line) != cells.line:
            cells.wrong("name", TwiceInFile(other=seen[key]))
        if owner is not None and cells.is_well:
            known = line.among(here[owner.id])
            room[owner.id] -= known is None
            if room[owner.id] < 0:
                cells.wrong("name", TooManyPets(most=MOST_PETS))
            _plan(plan, actor, pets, owner, line, known)
    return plan


class _Line:
    """A pet as a line of the file has it."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.name = cells.text("name", 40, needed=True)
        self.species = cells.pick("species", SPECIES, needed=True) or ""
        typed = {
            "breed": _breed(cells, self.species),
            "size": cells.pick("size", SIZES),
            "coat": cells.pick("coat", COATS),
            "sex": cells.pick("sex", SEXES),
            "born": _born(cells),
            "weight_g": _weight(cells),
        }
        self.facts: dict[str, Any] = {key: value for key, value in typed.items() if value is not None}
        self.notes = _notes(cells)

    def among(self, pets: Sequence[PetView]) -> PetView | None:
        """Which of an owner's pets it is; None for a new one."""
        same = [pet for pet in pets if (pet.name.casefold(), pet.species) == (self.name.casefold(), self.species)]
        return same[0] if same else None


def _breed(cells: Cells, species: str) -> str | None:
    """The code of a breed that is known, else what is written."""
    typed = cells.text("breed", 40)
    found = breed_named(typed) if typed else None
    if found and species and found.species != species:
        cells.wrong("breed", OtherSpecies(value=typed))
    return found.code if found else typed or None


def _born(cells: Cells) -> str | None:
    """A year, or a month or day in it, as spreadsheet programs spell them too."""
    typed = plain(cells.text("born", 20))
    found = _BORN.fullmatch(typed)
    try:
        if found:
            date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
            return "-".join(part.zfill(2) for part in found.groups() if part)
    except ValueError:
        found = None
    if typed:
        cells.wrong("born", NotBirthday(value=typed))
    return None


def _weight(cells: Cells) -> int | None:
    typed = plain(cells.text("weight_g", 20)).casefold().removesuffix("kg").removesuffix("公斤").strip()
    found = _WEIGHT.fullmatch(typed)
    grams = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0")) if found else 0
    if typed and not 10 <= grams <= 200_000:
        cells.wrong("weight_g", NotWeight(value=typed[:40]))
    return grams or None


def _notes(cells: Cells) -> list[NewNote]:
    found: list[NewNote] = []
    for line in cells.text("care", 4000).splitlines():
        if not (text := line.strip()):
            continue
        match = _CARE.fullmatch(text)
        if match is None or len(match[3]) > _NOTE_LIMIT:
            cells.wrong("care", NotCare(value=text[:40], most=_NOTE_LIMIT))
            continue
        severity = cast(Severity, match[1] or "care")
        found.append(NewNote(kind=match[2] or _OTHER_KIND, text=" ".join(match[3].split()), severity=severity))
    return found


def _plan(plan: Plan, actor: Actor, pets: PetService, owner: KnownOwner, line: _Line, known: PetView | None) -> None:
    if known is None:
        new = NewPet(name=line.name, species=cast(Any, line.species), **line.facts)
        line.cells.must(partial(pets.check, new))
        plan.add(partial(_add, actor, pets, owner, new, line.notes))
        return
    facts = {key: value for key, value in line.facts.items() if getattr(known, key) != value}
    there = {(note.kind, " ".join(note.text.split())) for note in known.care}
    notes = [note for note in line.notes if (note.kind, note.text) not in there]
    if not (facts or notes):
        plan.unchanged += 1
        return
    change = msgspec.convert(facts, PetChange)
    line.cells.must(partial(pets.check_change, known, change))
    plan.change(partial(_change, actor, pets, known.id, change if facts else None, notes))


def _add(actor: Actor, pets: PetService, owner: KnownOwner, new: NewPet, notes: Sequence[NewNote], tx: Tx) -> None:
    _change(actor, pets, pets.add_in(tx, actor, new, owner.id), None, notes, tx)


def _change(
    actor: Actor, pets: PetService, pet_id: str, change: PetChange | None, notes: Sequence[NewNote], tx: Tx
) -> None:
    if change is not None:
        pets.change_in(tx, actor, PetId(pet_id), change)
    for note in notes:
        pets.note_in(tx, actor, pet_id, note)
