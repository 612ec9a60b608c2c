"""What a booking is made of. Pure: dataclasses and enums without behaviour of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

import msgspec

from pawline.platform.ids import AccountId, BookingId, ConversationId, PetId, ShopId
from pawline.shop import Hours, Label, StationKind, StepKind

MINUTE_MS = 60_000

Source = Literal["chat", "web", "desk", "waitlist"]

LARGE = frozenset({"L", "XL"})
# Percent of the listed minutes that most people take.
AS_LISTED = 100
NAMELESS = Label("", "")


class BookingStatus(StrEnum):
    """Where a booking stands. Only held and confirmed ones occupy people and places."""

    HELD = "held"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    DONE = "done"
    NO_SHOW = "no_show"


LIVE = (BookingStatus.HELD, BookingStatus.CONFIRMED)
# A pet that is in the shop cannot be cancelled or moved any more.
NOT_BEGUN = (None, "booked", "confirmed")


class ServiceLine(msgspec.Struct, frozen=True):
    """A service that is wished for, so many times; of a stay by the night it is for so many nights."""

    code: str
    quantity: int = 1


@dataclass(frozen=True)
class Subject:
    """The kind of pet that a price and a place depend on.

    `resource_no` is that of one very pet, which cannot be in two visits at once; None is no one in particular.
    """

    species: str
    size: str | None
    coat: str | None
    resource_no: int | None = None

    @property
    def is_large(self) -> bool:
        """Whether it counts as one of the large ones; a pet of unknown size does not."""
        return self.size in LARGE


@dataclass(frozen=True)
class PriceLine:
    """One line of a price. The lines' sums are the totals, exactly."""

    code: str
    label: Label
    minutes: int
    price_cents: int


@dataclass(frozen=True)
class WorkStep:
    """A step of the visit, how long, and at what kind of place (None: anywhere)."""

    kind: StepKind
    station: StationKind | None
    minutes: int


@dataclass(frozen=True)
class Quote:
    """What a wish costs and takes, before any time is chosen; `pace` is the percent of the listed minutes.

    `before_ms` and `after_ms` are kept free of whoever does it, 0 for none: of several services the longest set-up and
    the longest tidying, at any pace. They are no part of the visit, and no owner hears of them.

    `nights` makes it a stay of so many nights, 0 of a day; None is a visit. How long a stay is in minutes depends on
    when it begins, and is no part of the quote.
    """

    services: tuple[ServiceLine, ...]
    lines: tuple[PriceLine, ...]
    steps: tuple[WorkStep, ...]
    skills: frozenset[str]
    pace: int = AS_LISTED
    before_ms: int = 0
    after_ms: int = 0
    nights: int | None = None
    # The same for those who are quicker or slower: worked out by whoever asks first.
    paced: dict[int, Quote] = field(default_factory=dict[int, "Quote"], init=False, repr=False, compare=False)

    @property
    def is_stay(self) -> bool:
        """Whether the pet stays for it, by the night or the day."""
        return self.nights is not None

    @property
    def minutes(self) -> int:
        """Minutes from drop-off to ready; 0 for a stay."""
        return sum(line.minutes for line in self.lines)

    @property
    def total_cents(self) -> int:
        """The price in cents."""
        return sum(line.price_cents for line in self.lines)


@dataclass(frozen=True, order=True)
class Span:
    """A half-open stretch of time, UTC milliseconds."""

    start_ms: int
    end_ms: int

    def overlaps(self, other: Span) -> bool:
        """Whether both share an instant."""
        return self.start_ms < other.end_ms and other.start_ms < self.end_ms

    def holds(self, other: Span) -> bool:
        """Whether the other lies within this one."""
        return self.start_ms <= other.start_ms and other.end_ms <= self.end_ms


@dataclass(frozen=True)
class Load:
    """How many pets somebody does on a day, and how many of them are large."""

    pets: int = 0
    large: int = 0


@dataclass(frozen=True)
class Caps:
    """How many pets somebody does on a day at most, and how many of them may be large; None is any number."""

    pets: int | None = None
    large: int | None = None


@dataclass(frozen=True)
class Worker:
    """A person on one day. `after_ms` is kept free after each pet; `working` excludes breaks.

    `load` is what comes to them that day already, as far as `caps` limits it; `pace` is the percent of the listed
    minutes that they take.
    """

    resource_no: int
    account_id: AccountId
    skills: frozenset[str]
    working: tuple[Span, ...]
    after_ms: int = 0
    caps: Caps = Caps()
    load: Load = Load()
    pace: int = AS_LISTED


# Whoever is there looks after those that stay.
NOBODY = Worker(0, AccountId(""), frozenset(), ())


@dataclass(frozen=True)
class Place:
    """A station. `after_ms` is kept free after each pet; empty sizes or species take every pet. `name` is what the team
    calls it."""

    resource_no: int
    id: str
    kind: StationKind
    sizes: frozenset[str] = frozenset()
    species: frozenset[str] = frozenset()
    after_ms: int = 0
    name: Label = NAMELESS


@dataclass(frozen=True)
class Drop:
    """A time of a day at which pets are brought: at most `most` of them, whose turns begin from then on until
    `until_ms`, both included. `seats` are numbers, of which each pet takes one; there may be more of them than room.
    """

    at_ms: int
    until_ms: int
    most: int
    seats: tuple[int, ...]

    def takes(self, start_ms: int) -> bool:
        """Whether the turn of a pet that is brought then may begin at this start."""
        return self.at_ms <= start_ms <= self.until_ms


@dataclass(frozen=True)
class DayPlan:
    """Everything that decides what is free on one day.

    `busy` is by resource number when each is taken, buffers included, or `closed`; `starts` are the instants at which
    a visit may begin. `cats` is by number of a place when cats are there, buffers included, and `airing` when it airs
    after a dog: then a cat cannot be there. After a dog whose time is looked for it airs for `air_ms`, counted from the
    end of the work.

    With `drops` pets are brought at these times only, and the starts are those that one of them takes; without any they
    come when their visit begins.
    """

    hours: Hours
    starts: tuple[int, ...]
    workers: tuple[Worker, ...]
    places: tuple[Place, ...]
    busy: Mapping[int, tuple[Span, ...]] = field(default_factory=dict[int, tuple[Span, ...]])
    closed: Mapping[int, tuple[Span, ...]] = field(default_factory=dict[int, tuple[Span, ...]])
    cats: Mapping[int, tuple[Span, ...]] = field(default_factory=dict[int, tuple[Span, ...]])
    airing: Mapping[int, tuple[Span, ...]] = field(default_factory=dict[int, tuple[Span, ...]])
    air_ms: int = 0
    drops: tuple[Drop, ...] = ()
    # Where a resource has room for how many minutes, as bits of the day, and where a person may work so long: worked
    # out by whoever asks first.
    rooms: dict[tuple[int, ...], int] = field(
        default_factory=dict[tuple[int, ...], int], init=False, repr=False, compare=False
    )
    shifts: dict[tuple[int, ...], int] = field(
        default_factory=dict[tuple[int, ...], int], init=False, repr=False, compare=False
    )


@dataclass(frozen=True)
class PlannedStep:
    """A step with its times and its place."""

    kind: StepKind
    start_ms: int
    end_ms: int
    place_id: str | None


@dataclass(frozen=True)
class Claim:
    """A resource taken for a while, buffers included.

    Of a place, `species` says who is there if that is a dog or a cat; `airs_ms` is how much longer than `end_ms` no cat
    may follow there, 0 for no longer.
    """

    resource_no: int
    start_ms: int
    end_ms: int
    species: str | None = None
    airs_ms: int = 0


class PetWish(msgspec.Struct, frozen=True):
    """What is wished for one pet."""

    pet_id: PetId
    services: tuple[ServiceLine, ...]


@dataclass(frozen=True)
class Wish:
    """What an owner would like. None leaves it open.

    `at_ms` is the wished start; `from_ms` and `to_ms` bound the starts that will do (half open). `also` are the other
    pets that come along, `groomer_id` does all of them.
    """

    pet_id: PetId
    services: tuple[ServiceLine, ...]
    day: date | None = None
    at_ms: int | None = None
    from_ms: int | None = None
    to_ms: int | None = None
    groomer_id: AccountId | None = None
    also: tuple[PetWish, ...] = ()

    @property
    def pets(self) -> tuple[PetWish, ...]:
        """Every pet that comes, the first one first."""
        return (PetWish(self.pet_id, self.services), *self.also)


class PetOffer(msgspec.Struct, frozen=True):
    """One pet's part of an offered time: when it is its turn, with whom, and for how much; a stay is nobody's.

    A price of None was offered before prices were kept. `brought_ms` is when it is brought where that is before its
    turn with others; None is when its turn begins.
    """

    pet_id: PetId
    services: tuple[ServiceLine, ...]
    start_ms: int
    groomer_id: AccountId
    price_cents: int | None = None
    brought_ms: int | None = None


@dataclass(frozen=True)
class Offer:
    """A time that was offered to an owner; it holds nothing and is checked again when chosen.

    `pets` has a part for every pet that comes, the first one leading.
    """

    id: str
    c: ConversationId
    owner_id: AccountId
    pets: tuple[PetOffer, ...]
    expires_ms: int

    @property
    def start_ms(self) -> int:
        """When all of them are to be there."""
        return min(one.start_ms if one.brought_ms is None else one.brought_ms for one in self.pets)


class RequestState(StrEnum):
    """What became of a late request; void: it was taken back, or the booking has changed since."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    VOID = "void"


@dataclass(frozen=True)
class LateRequest:
    """An owner asks to cancel for nothing though it is too late for that. `card_version` is that of the terms it is
    about. `answered_by` is nobody's account when the rule decided; both are None while there is no answer."""

    booking_id: BookingId
    card_version: int
    owner_id: AccountId
    why: str
    state: RequestState
    deadline_ms: int
    made_ms: int
    answered_ms: int | None = None
    answered_by: str | None = None


@dataclass(frozen=True)
class DeskMove:
    """What a booking was before the desk moved it, to which the undo goes back until `undo_until_ms`: its times and
    places, what it had taken, its groomer with their pace and what that made of its lines, and the version of its
    terms.

    `moved_version` is the booking's version after the move; `is_told`: the owner gets a message about it.
    """

    starts_ms: int
    ends_ms: int
    groomer_id: AccountId
    claims: tuple[Claim, ...]
    steps: tuple[PlannedStep, ...]
    terms_version: int
    moved_version: int
    is_told: bool
    undo_until_ms: int
    free_until_ms: int | None = None
    lost_from_ms: int | None = None
    lines: tuple[PriceLine, ...] = ()
    pace: int = AS_LISTED
    begins_ms: int | None = None


@dataclass(frozen=True)
class Booking:
    """A booking as stored. `terms_version` is the version at which its own time or price last changed.

    Pets that come together have a booking each: the first one leads, and the others name it as `lead_id`. They have one
    card: `card_version` is the version at which time or price of any of them last changed, and a card of that version
    or newer shows what is being confirmed. `size` is the pet's when the booking was last given its time,
    `pace` the percent of the listed minutes that its groomer took then.

    `free_until_ms` and `late_percent` are the terms of cancelling that the owner said yes to; None: it was written down
    before terms were kept, or came from another book, and the shop's present ones count. So is `lost_from_ms`, from
    when on a deposit is lost.

    `deposit_cents` is what has to be paid before a yes counts (0: nothing), `agreed_ms` when the owner said yes to a
    time that waits for it.

    `series_id` is the series that it was booked in, with all pets that come, and `series_no` counts its visits from 1.

    `anyway_why` is why it was put where the rules of the shop say no, by `anyway_by`; `anyway_ms` and
    `anyway_groomer_id` are the start and the person of whom that was said, and `anyway_rules` what was known to be
    against it, by blanks: hours (the shop is closed), shift (the person works at other hours), off (not at all), full
    (has enough to do), start (it begins between two of the shop's starts). Moved elsewhere it is judged as any other.
    The owner sees none of it. It is given when a booking is made, so that `made_ms` is when that was decided.

    `nights` is None for a visit; of a stay it is how many the pet stays, 0 for a day. A stay is nobody's: its
    `groomer_id` is empty.

    `starts_ms` is when the pet is brought. Where pets are brought at certain times `begins_ms` is when its turn begins;
    None: as soon as it is there.
    """

    id: BookingId
    shop_id: ShopId
    c: ConversationId
    owner_id: AccountId
    pet_id: PetId
    status: BookingStatus
    version: int
    terms_version: int
    starts_ms: int
    ends_ms: int
    groomer_id: AccountId
    services: tuple[ServiceLine, ...]
    total_cents: int
    hold_until_ms: int | None
    is_extended: bool
    visit_stage: str | None
    fee_cents: int
    source: Source
    made_ms: int
    lead_id: BookingId | None = None
    card_version: int = 1
    free_until_ms: int | None = None
    late_percent: int | None = None
    lost_from_ms: int | None = None
    deposit_cents: int = 0
    agreed_ms: int | None = None
    size: str | None = None
    pace: int = AS_LISTED
    series_id: str | None = None
    series_no: int | None = None
    anyway_why: str | None = None
    anyway_by: AccountId | None = None
    anyway_ms: int | None = None
    anyway_groomer_id: AccountId | None = None
    anyway_rules: str = ""
    nights: int | None = None
    begins_ms: int | None = None

    @property
    def is_stay(self) -> bool:
        """Whether the pet stays, by the night or the day."""
        return self.nights is not None

    @property
    def turn(self) -> Span:
        """When somebody works on it, or it stays: from the first step to the end of the last."""
        return Span(self.starts_ms if self.begins_ms is None else self.begins_ms, self.ends_ms)

    def is_awaited(self, now_ms: int) -> bool:
        """Whether its pet is still to come, late or not."""
        return self.status in LIVE and self.visit_stage in NOT_BEGUN and self.ends_ms > now_ms

    @property
    def is_anyway(self) -> bool:
        """Whether it stands where it was put against the rules, with whom it was."""
        return (self.anyway_ms, self.anyway_groomer_id) == (self.starts_ms, self.groomer_id)

    @property
    def waived(self) -> frozenset[str]:
        """What was known to be against where it stands."""
        return frozenset(self.anyway_rules.split()) if self.is_anyway else frozenset()
