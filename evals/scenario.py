"""What a scenario holds, as its file says it: one TOML file for each class of dialogue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import msgspec

FOLDER = Path(__file__).parent / "scenarios"
HOUSEHOLDS = Path(__file__).parent / "households.toml"
# What is said, one of several: a text, or several short messages in a row.
Sayings = list[str | list[str]]


class HousePet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pet that the shop knows; `is_vaccinated` against all that a stay asks."""

    name: str
    species: Literal["dog", "cat"]
    breed: str
    weight_g: int
    is_vaccinated: bool = True


class Booked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A visit in the shop's book before the talk; one that lies behind was done. `stage` is where it stands."""

    pet: str
    services: list[str]
    at: datetime
    groomer: str | None = None
    stage: str | None = None
    nights: int | None = None


class Taken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hours that other people have booked, from and to on the shop's clock; without `who` everybody's."""

    from_: datetime = msgspec.field(name="from")
    to: datetime
    who: list[str] = []


class Facts(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the customer knows and wants. None: does not know, or does not mind.

    `pet` is the name of a pet that the shop knows, `name` one that a new pet would be called. `at` is one moment,
    `day` with `part` (morning, afternoon, evening) or `after` and `before` (hours) is a stretch.
    `does` is what a question with a yes is answered with: cancel, move, keep.
    """

    pet: str | None = None
    name: str | None = None
    kind: str | None = None
    breed: str | None = None
    weight: float | None = None
    size: str | None = None
    coat: str | None = None
    service: str | None = None
    extra: str | None = None
    day: date | None = None
    at: datetime | None = None
    part: Literal["morning", "afternoon", "evening"] | None = None
    after: int | None = None
    before: int | None = None
    groomer: str | None = None
    need: str | None = None
    nights: int | None = None
    does: Literal["book", "cancel", "move", "keep", "ask", "nothing"] = "book"
    which: str | None = None
    wants_person: bool = False

    @property
    def on(self) -> date | None:
        """The wished day."""
        return self.at.date() if self.at is not None else self.day


class Then(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that happens, once, in its place. `on` is what it waits for:

    `quiet` (nothing is left to answer), `card` (a held time is shown), `slots`, `asked` (anything is asked),
    `asked.time` and so on, `booked`. `becomes` changes the customer's mind. `shop` is what people of the shop do:
    `takes`, `back`, `says …`, `stage …`. `after_min` lets time go by first. `tap` presses a chip by
    the beginning of its id.
    """

    on: str = "quiet"
    say: Sayings = []
    becomes: Facts | None = None
    shop: str | None = None
    after_min: float = 0
    tap: str | None = None


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A booking as it has to stand in the database at the end. What is left out does not matter."""

    pet: str
    services: list[str]
    at: datetime | None = None
    from_: datetime | None = msgspec.field(name="from", default=None)
    to: datetime | None = None
    groomer: str | None = None
    nights: int | None = None


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How it has to end. `writes` counts bookings made, moved and called off; None: one for each booking wanted.

    `bookings` are all that are to come. `state` is who speaks at the end, `reason` why a person was called. `care`
    are patterns, each to be found among the notes of the pets. `says` and `never` are patterns of what the shop says;
    `first` is one for its very first message. `prices` are codes of services whose price (for the first pet wanted)
    has to be said, several in one as `bath+teeth`. `pets` are the files at the end, None: those that the shop had
    and one for each new pet booked. `turns` is the most that the customer may need.
    """

    bookings: list[Wanted] = []
    writes: int | None = None
    holds: int = 0
    state: tuple[str, ...] = ("assistant", "new")
    reason: list[str] | None = None
    care: list[str] = []
    no_care: bool = False
    says: list[str] = []
    never: list[str] = []
    first: str | None = None
    prices: list[str] = []
    priced_pet: str | None = None
    pets: int | None = None
    turns: int = 12
    waits: int | None = None


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One customer with one matter. `owner` names a household, `style` the words that the customer uses."""

    id: str
    lang: Literal["zh", "en"]
    clock: datetime
    opens: Sayings
    expect: Expected
    about: str = ""
    owner: str = "stranger"
    style: str = ""
    facts: Facts = Facts()
    has: list[Booked] = []
    taken: list[Taken] = []
    then: list[Then] = []
    has_vet: bool = False
    class_: str = ""

    @property
    def words(self) -> str:
        """The file of words of this customer."""
        return self.style or self.lang


class ScenarioFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of one class."""

    about: str
    scenario: list[Scenario]


class Households(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who the shop knows."""

    household: dict[str, list[HousePet]]


def read_all(folder: Path = FOLDER) -> list[Scenario]:
    """Every scenario, its class being the name of its file. Raises msgspec.ValidationError, ValueError."""
    found: list[Scenario] = []
    for path in sorted(folder.glob("*.toml")):
        read = msgspec.toml.decode(path.read_bytes(), type=ScenarioFile)
        found += [msgspec.structs.replace(one, class_=path.stem) for one in read.scenario]
    _check_ids(found)
    return found


def _check_ids(scenarios: Iterable[Scenario]) -> None:
    seen: set[str] = set()
    for one in scenarios:
        if one.id in seen:
            raise ValueError(f"two scenarios are called {one.id}")
        seen.add(one.id)


def households() -> dict[str, list[HousePet]]:
    """The pets of every household, by its name."""
    return msgspec.toml.decode(HOUSEHOLDS.read_bytes(), type=Households).household
