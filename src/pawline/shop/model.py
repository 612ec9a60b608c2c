"""What a shop is: its wall clock, its people and places, and what it sells. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from pawline.platform.ids import AccountId, ShopId

from .condition_rules import ConditionRule, standard_rules
from .drop_slots import DropSlot
from .rides import Rides
from .vaccine_asks import VaccineAsk, standard_asks

DAY_MIN = 24 * 60


class Label(msgspec.Struct, frozen=True):
    """A name in both languages."""

    zh: str
    en: str


class Settings(msgspec.Struct, frozen=True, omit_defaults=False):
    """A shop's numbers and rules. Minutes and hours say so in their names.

    `air_out_min` is how long a place airs after a dog before a cat may use it, 0 for not at all.
    A stay by the night begins at `stay_in_h` o'clock or later and is over by `stay_out_h`; until then its place is
    taken.
    `vaccine_wait_days` are those after a vaccination in which a pet rests, 0 for none; `is_unverified_enough`: what an
    owner wrote down counts before the shop has seen the booklet. A service that is not in `vaccine_asks` asks nothing.
    Of a condition that is not in `condition_rules` nothing is said.
    `rides` say where and when the shop fetches pets and brings them home.
    On a weekday that has `drop_slots` pets come for a visit at these times only; on others whenever there is room.
    """

    grid_min: int = 15
    lead_min: int = 60
    horizon_days: int = 60
    offer_min: int = 120
    hold_chat_min: int = 10
    hold_web_min: int = 5
    hold_unpaid_min: int = 15
    hold_extend_min: int = 5
    hold_phone_min: int = 5
    hold_longest_min: int = 30
    holds_per_hour_stranger: int = 3
    cancel_free_h: int = 24
    late_percent: int = 30
    lost_h: int = 4
    deposit_percent: int = 0
    deposit_after_no_shows: int = 2
    late_answer_min: int = 60
    waiver_days: int = 90
    grace_min: int = 30
    staff_buffer_min: int = 0
    air_out_min: int = 15
    wait_offer_min: int = 30
    wait_from_h: int = 8
    wait_to_h: int = 21
    wait_unanswered: int = 3
    stay_in_h: int = 14
    stay_out_h: int = 12
    stay_most_nights: int = 30
    is_phone_required: bool = True
    is_deposit_for_new: bool = False
    vaccine_wait_days: int = 7
    is_unverified_enough: bool = True
    vaccine_asks: tuple[VaccineAsk, ...] = msgspec.field(default_factory=standard_asks)
    condition_rules: tuple[ConditionRule, ...] = msgspec.field(default_factory=standard_rules)
    drop_slots: tuple[DropSlot, ...] = ()
    rides: Rides = msgspec.field(default_factory=Rides)

    def most_of(self, service: Service) -> int:
        """How many of a service can be booked at once; of a stay by the night the nights."""
        return self.stay_most_nights if service.sold_by is SoldBy.NIGHT else service.max_quantity


class StationKind(StrEnum):
    """The places at which a pet is worked on or waits."""

    TUB = "tub"
    BLOWER = "blower"
    BOX = "box"
    TABLE = "table"
    CRATE = "crate"
    # Where a pet sleeps that stays overnight: for stays alone, as the others are for visits.
    KENNEL = "kennel"


class StepKind(StrEnum):
    """The steps of a visit, in the order in which they happen."""

    CHECK = "check"
    BRUSH = "brush"
    SETTLE = "settle"
    BATH = "bath"
    DRY = "dry"
    REST = "rest"
    STYLE = "style"
    FINAL = "final"
    # All that a stay is.
    STAY = "stay"


class SoldBy(StrEnum):
    """What is paid for: a visit that takes its minutes, each night of a stay, or a day at the shop."""

    VISIT = "visit"
    NIGHT = "night"
    DAY = "day"


STEP_ORDER: Mapping[StepKind, int] = {kind: position for position, kind in enumerate(StepKind)}


@dataclass(frozen=True)
class Emergency:
    """The clinic that the health line names."""

    name: str
    phone: str


@dataclass(frozen=True)
class Shop:
    """One shop: who it is, where its clock runs, its numbers.

    `version` grows with every change of its details, hours, people, places or prices.
    """

    id: ShopId
    slug: str
    name: Label
    zone: str
    lang: str
    address: str
    phone: str
    emergency: Emergency | None
    settings: Settings
    version: int = 1

    @property
    def clock_zone(self) -> ZoneInfo:
        """The zone of the shop's wall clock."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True)
class Opening:
    """Opening hours of one weekday (1 Monday … 7 Sunday), minutes after the wall clock's midnight."""

    weekday: int
    opens_min: int
    closes_min: int


@dataclass(frozen=True)
class ClosedDate:
    """A day on which the shop stays closed whatever the weekday says."""

    day: date
    reason: Label


@dataclass(frozen=True)
class Hours:
    """The instants between which the shop is open on one day, UTC milliseconds."""

    day: date
    opens_ms: int
    closes_ms: int


@dataclass(frozen=True)
class Shift:
    """One weekday of a person's week; a break of None is no break."""

    weekday: int
    start_min: int
    end_min: int
    break_start_min: int | None = None
    break_end_min: int | None = None


@dataclass(frozen=True)
class ChangedDay:
    """A date on which somebody's week does not hold: other hours, or (`shift` is None) a day off."""

    account_id: AccountId
    day: date
    shift: Shift | None
    reason: str = ""


@dataclass(frozen=True)
class Closure:
    """A stretch in which a place cannot be used, as in a repair; half open, UTC milliseconds."""

    id: str
    station_id: str
    start_ms: int
    end_ms: int
    reason: str = ""


@dataclass(frozen=True)
class Groomer:
    """A person who works on pets, at most so many a day, and so many large ones; None is any number, 0 none at all.

    `pace_percent` is how many percent of the listed minutes they take: 120 is slower, 80 quicker.
    """

    account_id: AccountId
    resource_no: int
    title: Label
    skills: frozenset[str]
    shifts: tuple[Shift, ...]
    is_active: bool = True
    position: int = 0
    pets_a_day: int | None = None
    large_a_day: int | None = None
    pace_percent: int = 100

    def shift_on(self, day: date) -> Shift | None:
        """The shift of the day's weekday; None is a day off."""
        return next((s for s in self.shifts if s.weekday == day.isoweekday()), None)


@dataclass(frozen=True)
class Station:
    """A tub, blower, box, table or crate. Empty sizes or species take every pet."""

    id: str
    resource_no: int
    kind: StationKind
    name: Label
    sizes: frozenset[str] = frozenset()
    species: frozenset[str] = frozenset()
    buffer_min: int = 0
    position: int = 0

    def takes(self, species: str, size: str | None) -> bool:
        """Whether a pet of this kind fits here."""
        if self.species and species not in self.species:
            return False
        return not self.sizes or size is None or size in self.sizes


@dataclass(frozen=True)
class StepShare:
    """A step of a service: where it happens (None: anywhere) and its share of the minutes."""

    kind: StepKind
    station: StationKind | None
    weight: int


@dataclass(frozen=True)
class Service:
    """Something that the shop sells. `includes` are codes that come with it for nothing.

    `before_min` and `after_min` are the minutes that whoever does it is kept free before and after the pet, to set up
    and to tidy; 0 is none. They are the shop's own affair: no owner sees them.
    One that is `sold_by` the night or the day is a stay: it has no steps and takes nobody's time, but a kennel.
    """

    code: str
    name: Label
    species: frozenset[str]
    steps: tuple[StepShare, ...] = ()
    skills: frozenset[str] = frozenset()
    labels: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    is_extra: bool = False
    is_bookable: bool = True
    max_quantity: int = 1
    position: int = 0
    before_min: int = 0
    after_min: int = 0
    sold_by: SoldBy = SoldBy.VISIT

    @property
    def is_stay(self) -> bool:
        """Whether the pet stays for it, by the night or the day."""
        return self.sold_by is not SoldBy.VISIT


@dataclass(frozen=True)
class PriceRule:
    """Minutes and price of a service for a kind of pet; None matches every value. Of a stay it is the price of one
    night, or of the day, and the minutes say nothing.

    A modifier adds to the matching base rule and is a line of its own.
    """

    service: str
    minutes: int
    price_cents: int
    species: str | None = None
    size: str | None = None
    coat: str | None = None
    is_modifier: bool = False
    label: Label | None = None

    def matches(self, species: str, size: str | None, coat: str | None) -> bool:
        """Whether this rule speaks of such a pet."""
        wanted = ((self.species, species), (self.size, size), (self.coat, coat))
        return all(mine is None or mine == theirs for mine, theirs in wanted)

    @property
    def exactness(self) -> int:
        """How many properties this rule names; the most exact rule wins."""
        return sum(value is not None for value in (self.species, self.size, self.coat))


@dataclass(frozen=True)
class Catalogue:
    """Everything that a shop sells."""

    services: tuple[Service, ...] = ()
    rules: tuple[PriceRule, ...] = ()
    by_code: Mapping[str, Service] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {service.code: service for service in self.services})

    def for_label(self, label: str, species: str) -> tuple[Service, ...]:
        """Bookable services that an owner may mean by an assistant's label (bath, groom, teeth …)."""
        return tuple(s for s in self.services if s.is_bookable and label in s.labels and species in s.species)

    def rules_of(self, code: str) -> tuple[PriceRule, ...]:
        """The price rules of one service."""
        return tuple(rule for rule in self.rules if rule.service == code)


@dataclass(frozen=True)
class Team:
    """The people and places of a shop."""

    groomers: tuple[Groomer, ...]
    stations: tuple[Station, ...]

    def can_do(self, service: Service) -> bool:
        """Whether somebody who works here has every skill that it needs; a stay needs none."""
        return service.is_stay or any(
            one.is_active and one.shifts and service.skills <= one.skills for one in self.groomers
        )

    def lacks(self, service: Service) -> list[StationKind]:
        """The kinds of places that it needs and of which there is none."""
        here = {one.kind for one in self.stations}
        needed = {step.station for step in service.steps if step.station is not None}
        return sorted((needed | {StationKind.KENNEL} if service.is_stay else needed) - here)

    def skills_known(self, sold: Catalogue) -> frozenset[str]:
        """Every skill that a person has here or a service asks for."""
        return frozenset[str]().union(*(one.skills for one in (*self.groomers, *sold.services)))


@lru_cache(maxsize=8192)
def wall_ms(day: date, minute: int, zone: ZoneInfo) -> int:
    """The instant of a wall-clock minute; `minute` may be 1440 (the next midnight).

    A minute that the clock skips in spring means the instant as far after midnight as its name says;
    one that happens twice in autumn means the first.
    """
    extra, inside = divmod(minute, DAY_MIN)
    local = datetime.combine(day + timedelta(days=extra), time(inside // 60, inside % 60), tzinfo=zone)
    return int(local.timestamp()) * 1000


def local_day(instant_ms: int, zone: ZoneInfo) -> date:
    """The shop's calendar day of an instant."""
    return local_time(instant_ms, zone).date()


def local_time(instant_ms: int, zone: ZoneInfo) -> datetime:
    """An instant on the shop's wall clock."""
    return datetime.fromtimestamp(instant_ms / 1000, tz=UTC).astimezone(zone)


@lru_cache(maxsize=1024)
def grid_starts(hours: Hours, grid_min: int, zone: ZoneInfo) -> tuple[int, ...]:
    """Every instant of the opening hours at which the wall clock shows a multiple of the grid.

    An hour that happens twice is offered twice; one that the clock skips, never. Remembered, because every question
    about free times asks it for each of its days.
    """
    found: set[int] = set()
    for minute in range(0, DAY_MIN, grid_min):
        found.update(_instants_of(hours.day, minute, zone))
    return tuple(sorted(start for start in found if hours.opens_ms <= start < hours.closes_ms))


def _instants_of(day: date, minute: int, zone: ZoneInfo) -> list[int]:
    wall = datetime.combine(day, time(minute // 60, minute % 60))
    found: list[int] = []
    for fold in (0, 1):
        instant_ms = int(wall.replace(tzinfo=zone, fold=fold).timestamp()) * 1000
        if local_time(instant_ms, zone).replace(tzinfo=None, fold=0) == wall:
            found.append(instant_ms)
    return found
