"""What is understood of a message, and what it is understood by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .needs import Need
from .pets_said import PetSaid
from .time_model import TimeMention

INTENTS = (
    "book", "reschedule", "cancel", "query_availability", "query_price", "query_hours", "query_status", "add_on",
    "note_special_need", "pet_info", "handoff_human", "medical_emergency", "confirm", "deny", "correct",
    "smalltalk", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """What was said before: the shop's last line, names known, and whether a time is being agreed on."""

    line: str | None = None
    day: date | None = None
    pet_names: tuple[str, ...] = ()
    groomer_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """A message, understood. `lang` None: too little text to tell."""

    text: str
    intents: tuple[str, ...]
    services: tuple[str, ...] = ()
    services_negated: tuple[str, ...] = ()
    pets: tuple[PetSaid, ...] = ()
    times: tuple[TimeMention, ...] = ()
    needs: tuple[Need, ...] = ()
    red_flags: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    groomer: str | None = None
    lang: str | None = None
    place: int | None = None
    """The place of the time meant among those shown, 1 the first, where it took a second reading to see it."""
    own_words: str | None = None
    """What may be said when nothing else is to be answered: a second reader's words, judged to promise nothing."""

    def has(self, *intents: str) -> bool:
        """Whether any of these intents was understood."""
        return any(intent in self.intents for intent in intents)

    @property
    def wanted_times(self) -> tuple[TimeMention, ...]:
        """Times the owner would come at."""
        return tuple(time for time in self.times if time.role in ("when", "new"))
