"""Times in words, on the shop's wall clock: always weekday, date and clock together. Pure."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from pawline.shop import Label, StationKind, day_said, local_time

PLACE_WORDS = {
    StationKind.TUB: Label("浴缸", "The tub"),
    StationKind.BLOWER: Label("吹风", "Drying"),
    StationKind.BOX: Label("烘箱", "The dryer box"),
    StationKind.TABLE: Label("美容台", "The grooming table"),
    StationKind.CRATE: Label("休息笼", "The rest crate"),
    StationKind.KENNEL: Label("寄养间", "The kennel"),
}


def clock_said(instant_ms: int, zone: ZoneInfo) -> str:
    """Hours and minutes, as 15:00."""
    return local_time(instant_ms, zone).strftime("%H:%M")


def when_said(instant_ms: int, zone: ZoneInfo) -> Label:
    """A moment with weekday, date and clock."""
    day, clock = day_said(local_time(instant_ms, zone).date()), clock_said(instant_ms, zone)
    return Label(f"{day.zh} {clock}", f"{day.en}, {clock}")


def when_words(instant_ms: int, zone: ZoneInfo) -> dict[str, str]:
    """The moment as the fields that the refusals' sentences are filled from."""
    said = when_said(instant_ms, zone)
    return {"when": said.zh, "when_en": said.en}
