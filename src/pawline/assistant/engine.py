"""The world of one turn: what the rooms below know, read once, as the dialogue's plain facts.

Free times and prices cost a question each and depend on what the dialogue finds out, so they are
fetched on demand: asking for one that is not here yet raises `Unknown`, the receptionist fetches it
and lets the (pure) dialogue run again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from pawline import booking, pets, shop
from pawline.people import Actor, people_of
from pawline.platform.db import Tx
from pawline.platform.errors import PawlineError
from pawline.visits import VisitService

from . import store
from .facts import (
    BreedDefault,
    DayHours,
    Found,
    Groomer,
    KnownBooking,
    KnownPet,
    Lang,
    LastTime,
    Priced,
    Ranged,
    RideFacts,
    ServiceOption,
    ShopFacts,
    VisitNow,
    Words,
)
from .model import PetDraft, Wish
from .phrases import STAGES

_NOT_BEGUN = (None, "booked", "confirmed")
_OVER = ("gone", "no_show", "cancelled")
_DAYS_AHEAD = 62


class Unknown(Exception):
    """The dialogue asked for something that has to be fetched first."""

    def __init__(self, what: str, wish: Wish) -> None:
        super().__init__(what)
        self.what = what
        self.wish = wish


@dataclass
class Facts:
    """Everything read in one go for one owner."""

    now: datetime
    lang: Lang
    shop: shop.Shop
    catalogue: shop.Catalogue
    seasons: tuple[shop.Season, ...]
    facts: ShopFacts
    pets: tuple[KnownPet, ...]
    own_paces: Mapping[str, Mapping[str, int]]
    bookings: tuple[KnownBooking, ...]
    visit: VisitNow | None
    last_time: LastTime | None
    groomers: tuple[Groomer, ...]
    hours: Mapping[date, DayHours | None]


@dataclass
class LiveWorld:
    """Answers the dialogue from `Facts` and from what was fetched for this turn."""

    facts: Facts
    found: dict[Wish, Found] = field(default_factory=dict[Wish, Found])
    prices: dict[Wish, Priced | None] = field(default_factory=dict[Wish, Priced | None])
    calling: str | None = None

    @property
    def now(self) -> datetime:
        return self.facts.now

    @property
    def lang(self) -> Lang:
        return self.facts.lang

    def shop(self) -> ShopFacts:
        return self.facts.facts

    def pets(self) -> tuple[KnownPet, ...]:
        return self.facts.pets

    def breed(self, said: str) -> BreedDefault | None:
        known = pets.breed_named(said)
        if known is None:
            return None
        return BreedDefault(known.code, Words(known.name.zh, known.name.en), known.species, known.size, known.coat)

    def size_of(self, weight_g: int) -> str:
        return pets.size_by_weight(weight_g)

    def services(self, label: str, species: str) -> tuple[ServiceOption, ...]:
        sold = self.facts.catalogue.services
        return tuple(_option(one) for one in sold if label in one.labels and species in one.species)

    def service(self, code: str) -> ServiceOption | None:
        one = self.facts.catalogue.by_code.get(code)
        return _option(one) if one else None

    def lines(self, wish: Wish) -> tuple[booking.ServiceLine, ...]:
        """What is wished for, as the booking room counts it: of a stay by the night each night."""
        sold = self.facts.catalogue.by_code
        nights = wish.nights or 1
        return tuple(
            booking.ServiceLine(code, nights if code in sold and sold[code].sold_by is shop.SoldBy.NIGHT else 1)
            for code in wish.codes or ()
        )

    def find(self, wish: Wish) -> Found:
        if wish not in self.found:
            raise Unknown("times", wish)
        return self.found[wish]

    def price(self, wish: Wish) -> Priced | None:
        if not wish.codes:
            return None
        if wish not in self.prices:
            self.prices[wish] = self._priced(wish)
        return self.prices[wish]

    def bookings(self) -> tuple[KnownBooking, ...]:
        return self.facts.bookings

    def visit(self) -> VisitNow | None:
        return self.facts.visit

    def last_time(self) -> LastTime | None:
        return self.facts.last_time

    def groomers(self) -> tuple[Groomer, ...]:
        return self.facts.groomers

    def hours_on(self, day: date) -> DayHours | None:
        return self.facts.hours.get(day)

    def called(self) -> str | None:
        return self.calling

    def _priced(self, wish: Wish) -> Priced | None:
        """The price as the booking room computes it; a refusal (no such service) is no price."""
        lines = self.lines(wish)
        subject = booking.Subject(wish.pet.species or "dog", wish.pet.size, wish.pet.coat)
        try:
            listed = booking.quote(self.facts.catalogue, lines, subject)
        except (
            booking.UnknownService, booking.NotForPet, booking.SizeNeeded, booking.NeedsBath, booking.StaysAlone,
        ):  # fmt: skip
            return None
        quoted = booking.as_it_takes(listed, self.facts.own_paces.get(wish.pet.id or "", {}))
        name = self._named([line.code for line in quoted.services])
        # A stay is priced night by night from its first day on; a visit of which several days are said, as listed.
        day = wish.when.first_day if quoted.is_stay else wish.when.one_day
        priced = quoted if day is None else booking.on_day(quoted, self.facts.seasons, day)
        return Priced(
            name, priced.total_cents, quoted.minutes, self._included(quoted), quoted.nights, day,
            tuple(Words(line.label.zh, line.label.en) for line in priced.lines[len(quoted.lines) :]),
            is_by_day=day is None and self._has_seasons(quoted),
        )  # fmt: skip

    def price_range(self, codes: tuple[str, ...], pet: PetDraft) -> Ranged | None:
        subject = booking.Subject(pet.species or "", pet.size, pet.coat)
        lines = tuple(booking.ServiceLine(code) for code in codes)
        try:
            found = booking.price_range(self.facts.catalogue, lines, subject)
        except PawlineError:
            return None
        return Ranged(self._named(codes), found.low_cents, found.high_cents, found.by)

    def _named(self, codes: Sequence[str]) -> Words:
        names = [self.facts.catalogue.by_code[code].name for code in codes]
        return Words(" + ".join(one.zh for one in names), " + ".join(one.en for one in names))

    def _has_seasons(self, quoted: booking.Quote) -> bool:
        """Whether what is quoted costs more or less on some day to come."""
        ahead = [one for one in self.facts.seasons if one.last >= self.now.date()]
        return any(one.is_for(line.code) for one in ahead for line in quoted.services)

    def _included(self, quoted: booking.Quote) -> tuple[Words, ...]:
        """The little things that come with a bath, by the labels its service answers to."""
        names = {"nail": Words("剪指甲", "nail trim"), "ear": Words("清洁耳朵", "ear cleaning")}
        names |= {"paw": Words("修脚底毛", "paw trim"), "anal_gland": Words("挤肛门腺", "anal glands")}
        codes = {line.code for line in quoted.services}
        codes |= {code for line in quoted.services for code in self.facts.catalogue.by_code[line.code].includes}
        labels = {
            label for code in codes if (one := self.facts.catalogue.by_code.get(code)) and not one.is_extra
            for label in one.labels
        }  # fmt: skip
        return tuple(words for label, words in names.items() if label in labels)


def _option(one: shop.Service) -> ServiceOption:
    return ServiceOption(
        one.code, Words(one.name.zh, one.name.en), one.is_extra, one.is_bookable, one.sold_by.value
    )  # fmt: skip


class FactsReader:
    """Reads `Facts` in one transaction."""

    def __init__(
        self,
        shops: shop.ShopService,
        pet_files: pets.PetService,
        bookings: booking.BookingService,
        visits: VisitService,
    ) -> None:
        self._shops = shops
        self._pets = pet_files
        self._bookings = bookings
        self._visits = visits

    def read(self, tx: Tx, owner: Actor, now_ms: int) -> Facts:
        """Everything about this owner and the shop as it stands now."""
        book = self._bookings.diary(tx, owner.shop_id)
        found = book.shop
        now = shop.local_time(now_ms, found.clock_zone)
        views = self._bookings.bookings_of(tx, owner, owner.account_id)
        hours = self._hours(tx, found, now.date())
        known = self.pets_of(tx, owner)
        return Facts(
            now=now,
            lang=owner.lang,
            shop=found,
            catalogue=book.catalogue,
            seasons=book.seasons,
            facts=self._shop_facts(tx, found, hours, now),
            pets=known,
            own_paces=booking.own_paces(tx, owner.shop_id, [one.id for one in known]),
            bookings=tuple(_booking(one, found) for one in views.upcoming if one.visit_stage in _NOT_BEGUN),
            visit=self._visit(tx, owner, [*views.upcoming, *views.past], found),
            last_time=_last_time(views),
            groomers=_groomers(tx, book.team),
            hours={day: _day_hours(one, found) for day, one in hours.items()},
        )

    def pets_of(self, tx: Tx, owner: Actor) -> tuple[KnownPet, ...]:
        """The owner's pets, the first added first."""
        return tuple(_pet(one) for one in self._pets.pets_of_owner(tx, owner, owner.account_id))

    def _hours(self, tx: Tx, found: shop.Shop, today: date) -> dict[date, shop.Hours | None]:
        days = [today + timedelta(days=n) for n in range(_DAYS_AHEAD)]
        return self._shops.hours_on_days(tx, found, days)

    def _shop_facts(
        self, tx: Tx, found: shop.Shop, hours: Mapping[date, shop.Hours | None], now: datetime
    ) -> ShopFacts:
        week = self._shops.week(tx, found.id)
        usual = next(iter(week.values()), shop.Opening(1, 0, 24 * 60))
        now_ms = int(now.timestamp() * 1000)
        opened = [one for one in hours.values() if one is not None]
        later = next((one.opens_ms for one in opened if one.opens_ms > now_ms), None)
        clinic = found.emergency
        return ShopFacts(
            name=Words(found.name.zh, found.name.en),
            phone=found.phone,
            address=found.address,
            zone=found.clock_zone,
            hours=DayHours(_clock(usual.opens_min), _clock(usual.closes_min)),
            closed_weekdays=tuple(day for day in range(1, 8) if day not in week),
            hold_minutes=found.settings.hold_chat_min,
            cancel_free_hours=found.settings.cancel_free_h,
            late_percent=found.settings.late_percent,
            emergency_name=clinic.name if clinic else None,
            emergency_phone=clinic.phone if clinic else None,
            has_vet=store.has_vet(tx, found.id),
            is_open_now=any(one.opens_ms <= now_ms < one.closes_ms for one in opened),
            next_opening=None if later is None else shop.local_time(later, found.clock_zone),
            rides=_rides(found.settings.rides),
        )

    def _visit(self, tx: Tx, owner: Actor, views: Sequence[booking.BookingView], found: shop.Shop) -> VisitNow | None:
        running = [one for one in views if one.visit_stage not in (*_NOT_BEGUN, *_OVER) and one.status == "confirmed"]
        if not running:
            return None
        view = self._visits.view_for(tx, owner, running[0].id)
        ready = shop.local_time(view.ready_ms, found.clock_zone)
        stage = STAGES.get(view.stage, Words(view.stage, view.stage))
        return VisitNow(view.id, view.pet.name, stage, ready, is_done=view.stage == "ready")


def _groomers(tx: Tx, team: shop.Team) -> tuple[Groomer, ...]:
    active = [one.account_id for one in team.groomers if one.is_active]
    people = people_of(tx, active)
    return tuple(Groomer(one, people[one].name) for one in active if one in people)


def _rides(rides: shop.Rides) -> RideFacts | None:
    """The stretches of all weekdays; on which days which of them is held, the card shows."""
    if not rides.is_on:
        return None
    fetch, home = (
        tuple(sorted({f"{_clock(one.from_min)}–{_clock(one.to_min)}" for one in rides.windows if one.way == way}))
        for way in shop.WAYS
    )
    zones = tuple((Words(one.name, one.name_en or one.name), one.price_cents) for one in rides.zones)
    return RideFacts(zones, fetch, home)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _day_hours(hours: shop.Hours | None, found: shop.Shop) -> DayHours | None:
    if hours is None:
        return None
    opens, closes = (shop.local_time(ms, found.clock_zone) for ms in (hours.opens_ms, hours.closes_ms))
    return DayHours(f"{opens:%H:%M}", "24:00" if closes.date() > opens.date() else f"{closes:%H:%M}")


def _pet(one: pets.Pet) -> KnownPet:
    breed = pets.BREEDS_BY_CODE.get(one.breed or "")
    words = Words(breed.name.zh, breed.name.en) if breed else Words(one.breed, one.breed) if one.breed else None
    return KnownPet(one.id, one.name, one.species, words, breed.code if breed else None, one.size, one.coat)


def _booking(view: booking.BookingView, found: shop.Shop) -> KnownBooking:
    return KnownBooking(
        id=view.id,
        version=view.version,
        is_held=view.status == "held",
        starts=shop.local_time(view.starts_ms, found.clock_zone),
        pet_id=view.pet.id,
        pet_name=view.pet.name,
        services=Words(
            " + ".join(one.name.zh for one in view.services), " + ".join(one.name.en for one in view.services)
        ),
        codes=tuple(one.code for one in view.services),
        groomer_id=view.groomer.id if view.groomer else None,
        fee_cents=view.policy.fee_cents,
        also=tuple(one.pet.name for one in view.parts[1:]),
        nights=view.nights,
        total_cents=view.total_cents,
    )


def _last_time(views: booking.BookingsView) -> LastTime | None:
    # "Like last time" is said of work; a stay has its own days.
    done = [one for one in views.past if one.status == "done" and one.nights is None]
    every = done or [one for one in views.upcoming if one.nights is None]
    if not every:
        return None
    last = every[0]
    codes, groomer_id = tuple(one.code for one in last.services), last.groomer.id if last.groomer else None
    return LastTime(last.pet.id, codes, groomer_id, is_to_come=not done)


def known_after(view: booking.BookingView, facts: Facts) -> KnownBooking:
    """A booking after the engine changed it: pet and services stay, time and version are new. One that was cancelled is
    held if it had not been more than that."""
    old = next(one for one in facts.bookings if one.id == view.id)
    starts = shop.local_time(view.starts_ms, facts.shop.clock_zone)
    is_held = old.is_held if view.status == "cancelled" else view.status == "held"
    return replace(old, version=view.version, is_held=is_held, starts=starts, nights=view.nights)
