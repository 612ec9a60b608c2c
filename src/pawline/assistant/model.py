"""What the dialogue remembers, hears and does.

The state is serialisable, so that a restart loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from .facts import Found, KnownBooking, Lang, Offer, Words
from .understand import Understanding

Asking = Literal[
    "pet",
    "kind",
    "size",
    "coat",
    "service",
    "time",
    "nights",
    "which_cancel",
    "cancel",
    "which_move",
    "move",
    "move_time",
    "slots",
    "name",
]
Reason = Literal["asked", "photo", "health", "voice", "unsure", "arrange", "clinic", "lost", "harm", "add_on", "error"]
URGENT = frozenset({"asked", "health", "harm"})
"""Reasons for which a person on duty comes at once, so that the assistant does not talk on."""


class Note(msgspec.Struct, frozen=True):
    """A special need said in passing, with the words it was said in."""

    kind: str
    text: str
    severity: str = "care"


class PetDraft(msgspec.Struct, frozen=True):
    """The pet a wish is about. `id` None: not in the owner's file yet."""

    id: str | None = None
    name: str | None = None
    species: str | None = None
    breed: str | None = None
    breed_name: Words | None = None
    size: str | None = None
    coat: str | None = None
    weight_g: int | None = None
    is_breed_known: bool = False
    """The breed was looked up; what it left open is asked."""
    instead_of: str | None = None
    """The pet of the file that was opened for what its owner takes back."""


class When(msgspec.Struct, frozen=True):
    """The wished time on the shop's wall clock, so without a zone.

    `at` one moment; `day` a whole day; `from_` and `to` bounds, half open.
    All None: nothing was said. `is_vague`: it was read out of something a person would say back.
    """

    day: date | None = None
    at: datetime | None = None
    from_: datetime | None = None
    to: datetime | None = None
    is_vague: bool = False
    is_any: bool = False
    """The owner leaves it to the shop: the nearest free times."""

    @property
    def is_said(self) -> bool:
        """Whether any time was wished."""
        return any(part is not None for part in (self.day, self.at, self.from_, self.to))

    @property
    def one_day(self) -> date | None:
        """The day that it is, None when it is none or may be several."""
        if self.day is not None:
            return self.day
        if self.at is not None:
            return self.at.date()
        if self.from_ is not None and self.to is not None and self.to - self.from_ <= timedelta(days=1):
            return self.from_.date()
        return None

    @property
    def first_day(self) -> date | None:
        """The day that it is, or the first one of several; None when no day was said."""
        if self.one_day is not None or self.from_ is None:
            return self.one_day
        return self.from_.date()


class Wish(msgspec.Struct, frozen=True):
    """What an owner would like, as far as it was said. `codes` None: the service is not settled."""

    pet: PetDraft = PetDraft()
    labels: tuple[str, ...] = ()
    codes: tuple[str, ...] | None = None
    when: When = When()
    groomer_id: str | None = None
    notes: tuple[Note, ...] = ()
    booking_id: str | None = None
    """A booking that is being moved, None for a new one."""
    nights: int | None = None
    """How long a stay by the night is to be, None while nobody said; nothing to visits."""


class Stretch(msgspec.Struct, frozen=True):
    """When what is waited for may begin: the days, both included, and the minutes of the shop's clock, half open."""

    from_day: date
    to_day: date
    from_min: int
    to_min: int

    def holds(self, at: datetime) -> bool:
        """Whether a moment of the shop's clock is one of them."""
        minute = at.hour * 60 + at.minute
        return self.from_day <= at.date() <= self.to_day and self.from_min <= minute < self.to_min


class Dialogue(msgspec.Struct, frozen=True):
    """Where a conversation stands. `unsure` counts messages in a row that were not understood."""

    lang: Lang = "zh"
    wish: Wish = Wish()
    asking: Asking | None = None
    is_booking: bool = False
    is_proposed: bool = False
    """A hold was shown for this wish."""
    shown: tuple[Offer, ...] = ()
    """The times of the slots card shown last, while its wish stands."""
    asked_cents: int | None = None
    """What a move was said to cost when its yes was asked for."""
    unsure: int = 0
    line: str | None = None
    """What the assistant said last."""
    is_assumed: bool = False
    """The plain bath was taken for a "bath" that may have been another; asked once, beside the proposal."""
    is_pricing: bool = False
    """A price was asked that waits for what it depends on."""
    naming: str | None = None
    """The pet whose name was asked for."""
    is_left: bool = False
    """The owner knows that what is not understood waits for the person called."""
    is_waiting: bool = False
    """The owner asked for a person, or needs one, while somebody was called already."""
    may_wait: bool = False
    """When nothing is free for the wish, its owner waits for a time."""
    others: tuple[str, ...] = ()
    """Pets of the owner's file that were wished for as well, and come after this one."""


@dataclass(frozen=True)
class Choice:
    """A tapped chip or slot: its id, its text, and the text understood."""

    id: str
    text: str
    read: Understanding


@dataclass(frozen=True)
class Unreadable:
    """A message of a kind the assistant cannot read."""

    kind: Literal["voice", "photo", "video", "file", "other"]


@dataclass(frozen=True)
class HoldFailed:
    """A proposal could not be held; `found` are the times left. Said by the engine, never by an owner."""

    found: Found
    code: str = "taken"


@dataclass(frozen=True)
class Cancelled:
    """The engine cancelled the booking."""

    booking: KnownBooking


@dataclass(frozen=True)
class Moved:
    """The engine moved the booking; `booking` stands at its new time."""

    booking: KnownBooking


@dataclass(frozen=True)
class Fixed:
    """The booking of a pet is confirmed for a day, and others of its household wait for theirs."""

    day: date


@dataclass(frozen=True)
class Refused:
    """The engine refused a cancellation or a move; `why` is fit to be shown."""

    why: Words


Heard = Understanding | Choice | Unreadable | HoldFailed | Cancelled | Moved | Fixed | Refused


@dataclass(frozen=True)
class Chip:
    """A tappable answer."""

    id: str
    label: str


@dataclass(frozen=True)
class Say:
    """A message. `is_question`: it waits for an answer."""

    text: str
    chips: tuple[Chip, ...] = ()
    is_question: bool = False


@dataclass(frozen=True)
class ShowSlots:
    """A slots card for the wish (or for moving `booking_id`)."""

    wish: Wish
    offers: tuple[Offer, ...]
    reason: Words | None
    booking_id: str | None = None


@dataclass(frozen=True)
class Propose:
    """Hold this offer and show its booking card; `said` goes out only when the hold stands."""

    wish: Wish
    offer: Offer
    said: Say


@dataclass(frozen=True)
class JoinWait:
    """Put the wish on the waitlist; `said` goes out with its card. A refusal is answered with Refused."""

    wish: Wish
    stretch: Stretch
    said: Say


@dataclass(frozen=True)
class CallPerson:
    """The conversation goes to the staff's queue."""

    reason: Reason


@dataclass(frozen=True)
class NoteCare:
    """Candidate notes for a pet's file, with the owner's words."""

    pet: PetDraft
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class NamePet:
    """A pet filed under its breed gets the name its owner told."""

    pet_id: str
    name: str


@dataclass(frozen=True)
class CancelBooking:
    """Cancel, as the owner's tap said. Answered with Cancelled or Refused."""

    booking_id: str
    version: int


@dataclass(frozen=True)
class MoveBooking:
    """Move to this offer, as the owner's tap said. Answered with Moved or Refused."""

    booking_id: str
    version: int
    offer: Offer


@dataclass(frozen=True)
class ShowBooking:
    """Show the card of a booking again."""

    booking_id: str


Effect = (
    Say | ShowSlots | Propose | JoinWait | CallPerson | NoteCare | NamePet | CancelBooking | MoveBooking | ShowBooking
)


@dataclass(frozen=True)
class Turn:
    """The next state and what to do, in order; at most one of the sayings is a question."""

    state: Dialogue
    effects: tuple[Effect, ...] = ()
    is_put_off: bool = False
    """Left to the person who is coming: should the word come back to us first, it is answered then."""
    is_missed: bool = False
    """The message was not understood: a second reading may find more in it."""
