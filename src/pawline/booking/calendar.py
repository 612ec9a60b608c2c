"""Bookings as a calendar file (RFC 5545): one to be kept, or many to be followed. Pure."""
# The library's properties are looked up by name, which strict mode cannot follow.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unicodedata import category

from icalendar import Calendar, Event, vDuration, vText

from pawline.shop import Shop

from .view import BookingView

# How often programs that follow a calendar should look again.
REFRESH = timedelta(hours=1)

_STATUS = {"confirmed": "CONFIRMED", "done": "CONFIRMED", "held": "TENTATIVE"}


@dataclass(frozen=True)
class CalendarEntry:
    """A booking as it stands in a calendar; `about` is what stands below it, empty for nothing."""

    id: str
    version: int
    status: str
    starts_ms: int
    ends_ms: int
    title: str
    place: str
    about: str = ""


def calendar_file(view: BookingView, shop: Shop, lang: str, now_ms: int) -> str:
    """One event with a stable id: importing it again after a move changes the same entry.

    Several pets are one event, with an id of its own: a calendar that is followed has one for each of them.
    """
    parts = view.parts or [view]
    services = [s.name.en if lang == "en" else s.name.zh for part in parts for s in part.services]
    pets = "、".join(part.pet.name for part in parts)
    entry = CalendarEntry(
        f"{view.id}-all" if view.parts else view.id, view.version, view.status, view.starts_ms, view.ends_ms,
        titled(pets, list(dict.fromkeys(services))), place_of(shop, lang),
    )  # fmt: skip
    return calendar_text([entry], now_ms)


def calendar_text(entries: Sequence[CalendarEntry], now_ms: int, name: str | None = None) -> str:
    """A calendar of these events as they are at `now_ms`; one with a name is followed, and says how often to look."""
    calendar = Calendar()
    calendar.add("prodid", "-//Pawline//Booking//EN")
    calendar.add("version", "2.0")
    if name is not None:
        calendar.add("name", vText(_clean(name)))
        calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        # What programs read that do not know the two above (RFC 7986).
        calendar.add("x-wr-calname", vText(_clean(name)))
        calendar.add("x-published-ttl", vDuration(REFRESH))
    for entry in entries:
        calendar.add_component(_event(entry, now_ms))
    return calendar.to_ical().decode()


def titled(pet_name: str, services: Sequence[str]) -> str:
    """What an event is called."""
    return f"{pet_name} · {' + '.join(services)}" if services else pet_name


def place_of(shop: Shop, lang: str) -> str:
    """Where it is: the shop and its address."""
    return ", ".join(part for part in (shop.name.en if lang == "en" else shop.name.zh, shop.address) if part)


def _event(entry: CalendarEntry, now_ms: int) -> Event:
    event = Event()
    event.add("uid", f"{entry.id}@pawline")
    event.add("sequence", entry.version)
    event.add("dtstamp", _instant(now_ms))
    event.add("dtstart", _instant(entry.starts_ms))
    event.add("dtend", _instant(entry.ends_ms))
    event.add("status", _STATUS.get(entry.status, "CANCELLED"))
    event.add("summary", _clean(entry.title))
    event.add("location", _clean(entry.place))
    if entry.about:
        event.add("description", _clean(entry.about))
    return event


def _instant(instant_ms: int) -> datetime:
    return datetime.fromtimestamp(instant_ms // 1000, tz=UTC)


def _clean(text: str) -> str:
    """The format has no place for control characters, and readers stumble over them."""
    return "".join(one for one in text if one == "\n" or category(one) != "Cc")
