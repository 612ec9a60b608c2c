"""Reads many texts for a measurement: JSON lines in, JSON lines out (`pawline eval`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from .bilingual import warm
from .time_model import TimeMention
from .times import read_times
from .understand import Context, Understanding, understand

DEFAULT_ZONE = "Asia/Shanghai"


class TimeLine(msgspec.Struct):
    """One text to read; `ref` is local ISO time."""

    id: str
    text: str
    ref: str
    lang: str = ""
    tz: str = DEFAULT_ZONE


class TimeAnswer(msgspec.Struct):
    """Both None: the text holds no time. `end` None alone: an instant, or open."""

    id: str
    start: str | None
    end: str | None


def evaluate_time(lines: Iterable[str]) -> Iterator[str]:
    """Answers each line {"id","text","ref","lang"} with {"id","start","end"}; blank lines are skipped.

    Raises msgspec.DecodeError or ValueError for a line that is not of this form.
    """
    warm()
    for line in lines:
        if line.strip():
            asked = msgspec.json.decode(line, type=TimeLine)
            found = read_times(asked.text, datetime.fromisoformat(asked.ref), ZoneInfo(asked.tz))
            yield msgspec.json.encode(_answer(asked.id, main_mention(found))).decode()


def main_mention(found: Iterable[TimeMention]) -> TimeMention | None:
    """The mention that says most: a range before a moment, a dated one before a bare clock, then the first."""
    return max(found, key=_weight, default=None)


def _weight(mention: TimeMention) -> tuple[int, int]:
    precise = mention.grain in ("minute", "hour", "range", "open", "daypart")
    return (2 if mention.grain in ("range", "open") else 0) + mention.has_date + precise, -mention.span[0]


def _answer(asked_id: str, mention: TimeMention | None) -> TimeAnswer:
    if mention is None:
        return TimeAnswer(asked_id, None, None)
    return TimeAnswer(asked_id, local_iso(mention.start), local_iso(mention.end))


def local_iso(moment: datetime | None) -> str | None:
    """Wall-clock ISO time without the zone's offset."""
    return None if moment is None else moment.replace(tzinfo=None).isoformat()


class MessageLine(msgspec.Struct):
    """One message to understand; `context` is the shop's previous line."""

    id: str
    text: str
    ref: str
    lang: str = ""
    context: str | None = None
    tz: str = DEFAULT_ZONE


class TimeSaid(msgspec.Struct):
    """A time with what it is for."""

    start: str | None
    end: str | None
    role: str


class PetAnswer(msgspec.Struct, omit_defaults=True):
    """A pet as said; absent keys were not said."""

    species: str | None = None
    breed: str | None = None
    size: str | None = None
    age: str | None = None
    weight: str | None = None
    name: str | None = None
    sex: str | None = None


class MessageAnswer(msgspec.Struct):
    """What was understood of a message, in the measured labels."""

    id: str
    intents: list[str]
    services: list[str]
    times: list[TimeSaid]
    pets: list[PetAnswer]
    special_needs: list[str]
    services_negated: list[str]


# Labels that this house understands more finely than the measured set.
_COARSE = {"spa": "bath", "tidy": "groom", "deshed": "groom"}


def evaluate_messages(lines: Iterable[str]) -> Iterator[str]:
    """Answers each line {"id","text","ref","lang","context"} with what was understood; blank lines are skipped.

    Raises msgspec.DecodeError or ValueError for a line that is not of this form.
    """
    warm()
    for line in lines:
        if line.strip():
            asked = msgspec.json.decode(line, type=MessageLine)
            read = understand(
                asked.text, datetime.fromisoformat(asked.ref), ZoneInfo(asked.tz), Context(line=asked.context)
            )
            yield msgspec.json.encode(_message_answer(asked.id, read)).decode()


def _message_answer(asked_id: str, read: Understanding) -> MessageAnswer:
    return MessageAnswer(
        asked_id,
        list(read.intents),
        _coarse(read.services),
        [TimeSaid(local_iso(time.start), local_iso(time.end), time.role) for time in read.times],
        [PetAnswer(pet.species, pet.breed, pet.size, pet.age, pet.weight, pet.name, pet.sex) for pet in read.pets],
        [need.text for need in read.needs] or list(read.red_flags),
        _coarse(read.services_negated),
    )


def _coarse(labels: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(_COARSE.get(label, label) for label in labels))
