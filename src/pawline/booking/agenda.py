"""Who comes when, as somebody's calendar follows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from pawline.people import Person, people_of
from pawline.pets import PetService, PetView
from pawline.platform.db import Tx
from pawline.shop import ShopService, wall_ms

from . import store
from .calendar import CalendarEntry, place_of, titled
from .diary import DAY_MS, Diary
from .model import Booking, BookingStatus, Span

BACK_DAYS = 30
# A booking that was called off is said to be, so that calendars take it out; then it is left out.
CALLED_OFF_DAYS = 7
_ALWAYS_MS = 1 << 53
_SHOWN = (BookingStatus.CONFIRMED, BookingStatus.DONE, BookingStatus.CANCELLED, BookingStatus.NO_SHOW)
_GONE = (BookingStatus.CANCELLED, BookingStatus.NO_SHOW)


def agenda_of(
    tx: Tx, shops: ShopService, pets: PetService, shop_id: str, who: Person, lang: str, now_ms: int
) -> list[CalendarEntry]:
    """What an owner has booked, or what somebody of the staff has to do; the earliest first.

    From 30 days ago on: an owner's as far as it goes, the staff's as far as the book is open. It leaves the house, so
    no telephone number and nothing of a pet's health is in it.
    """
    diary = Diary(tx, shops, shop_id, now_ms)
    found = [one for one in store.of_person(tx, shop_id, who.id, _span(diary, who), _SHOWN) if _is_shown(one, now_ms)]
    views = pets.views_of(tx, shop_id, [one.pet_id for one in found])
    others = people_of(tx, {_other(one, who) for one in found})
    return [_entry(diary, one, who, lang, views.get(one.pet_id), others) for one in found]


def _span(diary: Diary, who: Person) -> Span:
    open_until_ms = wall_ms(diary.last_day + timedelta(days=1), 0, diary.zone)
    return Span(diary.now_ms - BACK_DAYS * DAY_MS, open_until_ms if who.kind == "staff" else _ALWAYS_MS)


def _is_shown(one: Booking, now_ms: int) -> bool:
    return one.status not in _GONE or one.starts_ms > now_ms - CALLED_OFF_DAYS * DAY_MS


def _other(one: Booking, who: Person) -> str:
    return one.owner_id if who.kind == "staff" else one.groomer_id


def _entry(
    diary: Diary, one: Booking, who: Person, lang: str, pet: PetView | None, others: dict[str, Person]
) -> CalendarEntry:
    other = others.get(_other(one, who))
    return CalendarEntry(
        one.id, one.version, one.status.value, one.starts_ms, one.ends_ms,
        titled(pet.name if pet else "", _services(diary, one, lang)), place_of(diary.shop, lang),
        _about(other.name if other else "", who, lang),
    )  # fmt: skip


def _services(diary: Diary, one: Booking, lang: str) -> Sequence[str]:
    said = diary.services_said(one.services)
    return [text] if (text := said.en if lang == "en" else said.zh) else []


def _about(name: str, who: Person, lang: str) -> str:
    if not name:
        return ""
    if who.kind == "staff":
        return f"Owner: {name}" if lang == "en" else f"客人：{name}"
    return f"With {name}" if lang == "en" else f"美容师：{name}"
