"""What managers have decided against the rules of the shop, to be looked at afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

import msgspec

from pawline.people import Person, people_of
from pawline.pets import PetService, PetView
from pawline.platform.db import Tx
from pawline.platform.errors import BadInput
from pawline.shop import Label, wall_ms

from . import override_rows
from .diary import Diary
from .model import Booking, Span

PAGE = 50
# What is asked for without a day: the month up to today.
USUAL = timedelta(days=29)
LONGEST = timedelta(days=366)
FARTHEST = timedelta(days=3660)
# The shop is closed, the person works at other hours, is off, has enough to do; or it begins between two starts.
Rule = Literal["hours", "shift", "off", "full", "start"]


class OverrideView(msgspec.Struct, frozen=True):
    """A booking that was put where the rules say no: who said so, when, why, and which rules were against it.

    `start_ms` and `groomer_name` are what was decided, `starts_ms` and `now_groomer_name` where it stands today;
    `is_moved`: these differ. `against` is empty for what was decided before the rules were noted, and for a pet
    whose own turn is by the rules when it comes with one whose is not. `c` is empty for an owner without a
    conversation.
    """

    booking_id: str
    c: str
    at_ms: int
    by: str
    why: str
    against: list[Rule]
    start_ms: int
    groomer_name: str
    pet: PetView | None
    owner_name: str
    services: Label
    status: str
    starts_ms: int
    now_groomer_name: str
    is_moved: bool


class OverridesView(msgspec.Struct, frozen=True):
    """Overrides by the moment of their decision, the newest first, from `first` to `last`, both days included.

    `more` asks for those that follow; None: there are none.
    """

    first: date
    last: date
    overrides: list[OverrideView]
    more: str | None


def overrides_in(
    tx: Tx, diary: Diary, pets: PetService, first: date | None, last: date | None, before: str | None
) -> OverridesView:
    """The decisions of some days of the shop's calendar, a page of them; raises BadInput (days, before)."""
    until = last or max(diary.today, first or diary.today)
    # A calendar has an end, and no shop was there ten years ago.
    if abs(until - diary.today) > FARTHEST or not timedelta(0) <= until - (first or until) <= LONGEST:
        raise BadInput("days")
    since = first or until - USUAL
    span = Span(wall_ms(since, 0, diary.zone), wall_ms(until + timedelta(days=1), 0, diary.zone))
    found = override_rows.decided_in(tx, diary.shop.id, span, _read(before), PAGE + 1)
    page = found[:PAGE]
    views = pets.views_of(tx, diary.shop.id, [one.pet_id for one in page])
    who = {name for one in page for name in (one.owner_id, one.groomer_id, one.anyway_by, one.anyway_groomer_id)}
    names = people_of(tx, {one for one in who if one is not None})
    shown = [_view(diary, one, views.get(one.pet_id), names) for one in page]
    return OverridesView(since, until, shown, _mark(page[-1]) if len(found) > PAGE else None)


def _view(diary: Diary, one: Booking, pet: PetView | None, names: Mapping[str, Person]) -> OverrideView:
    def name(account_id: str | None) -> str:
        return names[account_id].name if account_id is not None and account_id in names else ""

    return OverrideView(
        booking_id=one.id,
        c=one.c,
        at_ms=one.made_ms,
        by=name(one.anyway_by),
        why=one.anyway_why or "",
        against=msgspec.convert(one.anyway_rules.split(), list[Rule]),
        start_ms=one.starts_ms if one.anyway_ms is None else one.anyway_ms,
        groomer_name=name(one.anyway_groomer_id or one.groomer_id),
        pet=pet,
        owner_name=name(one.owner_id),
        services=diary.services_said(one.services),
        status=one.status.value,
        starts_ms=one.starts_ms,
        now_groomer_name=name(one.groomer_id),
        is_moved=not one.is_anyway,
    )


def _mark(one: Booking) -> str:
    return f"{one.made_ms}-{one.id}"


def _read(before: str | None) -> tuple[int, str] | None:
    if before is None:
        return None
    at_ms, _, booking_id = before.partition("-")
    if not (at_ms.isascii() and at_ms.isdigit() and len(at_ms) <= 15 and booking_id):
        raise BadInput("before")
    return int(at_ms), booking_id
