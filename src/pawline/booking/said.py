"""Times in words, on the shop's wall clock: always weekday, date and clock together. Pure."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from pawline.shop import Label, StationKind, local_time

_ZH_DAYS = "一二三四五六日"
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

PLACE_WORDS = {
    StationKind.TUB: Label("浴缸", "The tub"),
    StationKind.BLOWER: Label("吹风", "Drying"),
    StationKind.BOX: Label("烘箱", "The dryer box"),
    StationKind.TABLE: Label("美容台", "The grooming table"),
    StationKind.CRATE: Label("休息笼", "The rest crate"),
}


def clock_said(instant_ms: int, zone: ZoneInfo) -> str:
    """Hours and minutes, as 15:00."""
    return local_time(instant_ms, zone).strftime("%H:%M")


def day_said(day: date) -> Label:
    """A day with its weekday: 11月24日周二, Tue 24 Nov."""
    weekday = day.isoweekday() - 1
    return Label(
        f"{day.month}月{day.day}日周{_ZH_DAYS[weekday]}",
        f"{_EN_DAYS[weekday]} {day.day} {_EN_MONTHS[day.month - 1]}",
    )


def when_said(instant_ms: int, zone: ZoneInfo) -> Label:
    """A moment with weekday, date and clock."""
    day, clock = day_said(local_time(instant_ms, zone).date()), clock_said(instant_ms, zone)
    return Label(f"{day.zh} {clock}", f"{day.en}, {clock}")


def when_words(instant_ms: int, zone: ZoneInfo) -> dict[str, str]:
    """The moment as the fields that the refusals' sentences are filled from."""
    said = when_said(instant_ms, zone)
    return {"when": said.zh, "when_en": said.en}
