"""A booking as a calendar file (RFC 5545). Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from pawline.shop import Shop

from .view import BookingView


def calendar_file(view: BookingView, shop: Shop, lang: str, now_ms: int) -> str:
    """One event with a stable id: importing it again after a move changes the same entry."""
    names = [s.name.en if lang == "en" else s.name.zh for s in view.services]
    shop_name = shop.name.en if lang == "en" else shop.name.zh
    status = {"confirmed": "CONFIRMED", "cancelled": "CANCELLED"}.get(view.status, "TENTATIVE")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pawline//Booking//EN",
        "BEGIN:VEVENT",
        f"UID:{view.id}@pawline",
        f"SEQUENCE:{view.version}",
        f"DTSTAMP:{_stamp(now_ms)}",
        f"DTSTART:{_stamp(view.starts_ms)}",
        f"DTEND:{_stamp(view.ends_ms)}",
        f"STATUS:{status}",
        f"SUMMARY:{_text(f'{view.pet.name} · ' + ' + '.join(names))}",
        f"LOCATION:{_text(', '.join(part for part in (shop_name, shop.address) if part))}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _stamp(instant_ms: int) -> str:
    return datetime.fromtimestamp(instant_ms / 1000, tz=UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines are at most 75 octets; a character is never cut in two."""
    parts: list[str] = [""]
    for character in line:
        if len((parts[-1] + character).encode()) > 73:
            parts.append("")
        parts[-1] += character
    return "\r\n ".join(parts)
