"""How bookings and free times are shown: plain typed structs, and their building from rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from pawline.people import people_of, phones_of
from pawline.pets import ConsentAsk, ConsentGate, Gate, PetService, PetView
from pawline.platform.db import Tx
from pawline.shop import Catalogue, Label, Settings, Shop, local_day

from . import deposit_rows, ledger, ride_rows, series_rows, store
from .health import wanted_of
from .model import LIVE, Booking, BookingStatus, PetWish, RequestState, ServiceLine
from .policy import CancelTerms, cancel_terms, still_asks, to_return
from .ride_view import RideView, line_label, ride_view


class GroomerView(msgspec.Struct, frozen=True):
    """Who does it; `is_last`: the one who did this pet the last time."""

    id: str
    name: str
    is_last: bool


class ServiceName(msgspec.Struct, frozen=True):
    """A service by its code and name."""

    code: str
    name: Label


class LineView(msgspec.Struct, frozen=True):
    """One line of the price; `pet_name` says whose it is when several pets come."""

    label: Label
    minutes: int
    price_cents: int
    pet_name: str | None = None


class PolicyView(msgspec.Struct, frozen=True):
    """What cancelling costs; `fee_cents` is the price of cancelling now, for a hold once it is confirmed, and
    `refund_cents` what then comes back of the deposit."""

    free_until_ms: int
    late_percent: int
    is_late: bool
    fee_cents: int
    refund_cents: int = 0


class DepositView(msgspec.Struct, frozen=True):
    """What has to be paid ahead, and what was. `is_agreed`: the owner has said yes and the time waits for it;
    `return_cents` is what has to be given back now that it is off."""

    due_cents: int
    paid_cents: int
    is_agreed: bool
    return_cents: int


class PetPart(msgspec.Struct, frozen=True):
    """One pet's booking of several that come together; `id` and `version` are what cancelling it alone takes, and
    `fee_cents` what that costs now."""

    id: str
    version: int
    status: str
    pet: PetView
    services: list[ServiceName]
    starts_ms: int
    ends_ms: int
    groomer: GroomerView | None
    total_cents: int
    care: list[str]
    visit_stage: str | None
    fee_cents: int


class RequestView(msgspec.Struct, frozen=True):
    """A late request: `state` is asked, granted, refused, or void when it no longer matters; without an answer a rule
    decides at `deadline_ms`."""

    state: str
    why: str
    deadline_ms: int


class SeriesPlace(msgspec.Struct, frozen=True):
    """Which visit of a series it is, from 1, and of how many."""

    id: str
    number: int
    of: int


class BookingView(msgspec.Struct, frozen=True):
    """A booking as its card shows it.

    When several pets come together it is that of the leading one, and `parts` holds each pet's, the leading one first:
    then it begins with the first turn and ends when all are ready, its lines and price are those of all, and it is
    over only when all are. `health` says of a visit to come what the pets' vaccinations lack for it, `consents` of
    a held one what the owner is still asked to agree to. `series` is None for a booking that stands for itself.
    `nights` is None for a visit; of a stay it says for how many (0: a day), and no groomer is named. `starts_ms` is
    when to come; where pets are brought at certain times `begins_ms` is when the first turn begins, None: on coming.
    `rides` are in the lines and the price; `can_ride`: the shop drives, and it is not too late for a change.
    """

    id: str
    version: int
    status: str
    pet: PetView
    services: list[ServiceName]
    starts_ms: int
    ends_ms: int
    groomer: GroomerView | None
    lines: list[LineView]
    total_cents: int
    care: list[str]
    hold_until_ms: int | None
    can_extend: bool
    policy: PolicyView
    owner_name: str
    phone_tail: str | None
    visit_stage: str | None
    parts: list[PetPart] = []
    deposit: DepositView | None = None
    health: list[Label] = []
    request: RequestView | None = None
    consents: list[ConsentAsk] = []
    series: SeriesPlace | None = None
    nights: int | None = None
    begins_ms: int | None = None
    rides: list[RideView] = []
    can_ride: bool = False


class PetTime(msgspec.Struct, frozen=True):
    """When it is one pet's turn, of several that come together."""

    pet_id: str
    pet_name: str
    start_ms: int
    end_ms: int
    groomer: GroomerView | None


class TimeView(msgspec.Struct, frozen=True):
    """A time that may be chosen; one that is not free has no offer id.

    `pets` is empty when one pet comes; for several it says whose turn is when, and `end_ms` is when all are ready.
    `is_drop`: pets are brought at certain times that day, and their turn may begin later than they come.
    """

    offer_id: str
    start_ms: int
    end_ms: int
    groomer: GroomerView | None
    total_cents: int
    is_free: bool
    pets: list[PetTime] = []
    is_drop: bool = False


class DayPrice(msgspec.Struct, frozen=True):
    """What a wish costs when it begins on a certain day, line by line."""

    lines: list[LineView]
    total_cents: int


class DayView(msgspec.Struct, frozen=True):
    """A day of the slots card; `state` is open, full, closed, or barred: the pets' vaccinations do not allow it."""

    date: str
    state: str


class SlotsView(msgspec.Struct, frozen=True):
    """Free times of a few days. `reason` says why the wished time is not among them.

    `pets` is what was asked for, `groomer_id` of whom (None: anyone), and `moving` the booking that would be moved;
    `agreed_cents` is what that costs now, None when none would be. Of a stay `nights` says for how many (0: a day);
    None is a visit.
    """

    days: list[DayView]
    chosen: str
    times: dict[str, list[TimeView]]
    wished_ms: int | None
    reason: Label | None
    pets: list[PetWish] = []
    groomer_id: str | None = None
    moving: str | None = None
    nights: int | None = None
    agreed_cents: int | None = None


class BookingsView(msgspec.Struct, frozen=True):
    """An owner's bookings: those to come, the next first, and those gone by, the latest first."""

    upcoming: list[BookingView]
    past: list[BookingView]


class Showing:
    """What building a view takes besides the booking's own rows."""

    def __init__(self, pets: PetService, catalogue: Catalogue, shop: Shop, now_ms: int) -> None:
        self.pets = pets
        self.catalogue = catalogue
        self.shop = shop
        self.now_ms = now_ms

    @property
    def settings(self) -> Settings:
        """The shop's numbers and rules."""
        return self.shop.settings

    def is_ahead(self, one: Booking) -> bool:
        """Whether a booking's pet is still to come."""
        return one.is_awaited(self.now_ms)


def booking_views(tx: Tx, shop_id: str, bookings: Sequence[Booking], showing: Showing) -> list[BookingView]:
    """Views of some bookings of one shop, in their order, with a handful of queries in all."""
    if not bookings:
        return []
    along = store.companions(tx, shop_id, [one.id for one in bookings])
    book = _Book(tx, shop_id, [*bookings, *(one for others in along.values() for one in others)], showing)
    return [book.view(one, along.get(one.id, [])) for one in bookings]


def last_groomers(tx: Tx, shop_id: str, bookings: Sequence[Booking]) -> dict[str, str | None]:
    """For each booking, who did the same pet the last time before it; None for a first visit."""
    done = store.done_before(tx, shop_id, [one.pet_id for one in bookings])
    return {
        one.id: next((g for pet, g, at_ms in done if pet == one.pet_id and at_ms < one.starts_ms), None)
        for one in bookings
    }


class _Book:
    """What some bookings are shown with, read once."""

    def __init__(self, tx: Tx, shop_id: str, bookings: Sequence[Booking], showing: Showing) -> None:
        pet_ids = [one.pet_id for one in bookings]
        self._showing = showing
        self._lines = store.lines_of(tx, shop_id, [one.id for one in bookings])
        self._rides = ride_rows.of_bookings(tx, shop_id, [one.id for one in bookings])
        self._asked = ledger.requests_for(tx, shop_id, [one.id for one in bookings])
        self._paid = deposit_rows.paid_for(tx, shop_id, [one.id for one in bookings])
        self._pets = showing.pets.views_of(tx, shop_id, pet_ids)
        self._care = showing.pets.care_of(tx, shop_id, pet_ids)
        people = people_of(tx, {one.groomer_id for one in bookings} | {one.owner_id for one in bookings})
        self._names = {account_id: person.name for account_id, person in people.items()}
        self._phones = phones_of(tx, shop_id, [one.owner_id for one in bookings])
        self._last = last_groomers(tx, shop_id, bookings)
        self._sizes = series_rows.sizes(tx, shop_id, [one.series_id for one in bookings if one.series_id])
        ahead = [one.pet_id for one in bookings if showing.is_ahead(one)]
        self._gate = Gate(tx, shop_id, showing.settings, ahead) if ahead else None
        held = [one.pet_id for one in bookings if showing.is_ahead(one) and one.status is BookingStatus.HELD]
        self._consents = ConsentGate(tx, shop_id, held) if held else None

    def view(self, one: Booking, along: Sequence[Booking]) -> BookingView:
        """`along` are the bookings of those that come along."""
        every = [one, *along]
        status = _status(every)
        held = status is BookingStatus.HELD
        ahead = [each for each in every if self._showing.is_ahead(each)]
        phone, rides = self._phones.get(one.owner_id), self._rides.get(one.id, [])
        return BookingView(
            id=one.id,
            version=one.version,
            status=status.value,
            pet=self._pets[one.pet_id],
            services=self._services(one),
            starts_ms=min(each.starts_ms for each in every),
            ends_ms=max(each.ends_ms for each in every),
            groomer=self._groomer(one),
            lines=[
                *(line for each in every for line in self._priced(each, is_named=bool(along))),
                *(LineView(line_label(ride), 0, ride.price_cents) for ride in rides),
            ],
            total_cents=sum(each.total_cents for each in every) + sum(ride.price_cents for ride in rides),
            care=self._care[one.pet_id],
            hold_until_ms=one.hold_until_ms if held else None,
            can_extend=held and not one.is_extended,
            policy=self._policy(every),
            owner_name=self._names.get(one.owner_id, ""),
            phone_tail=phone[-4:] if phone else None,
            visit_stage=one.visit_stage,
            parts=[self._part(each) for each in every] if along else [],
            deposit=self._deposit(every),
            request=self._request(one),
            health=self._health(ahead),
            consents=self._asks(ahead),
            series=self._series(one),
            nights=one.nights,
            begins_ms=min((each.begins_ms for each in every if each.begins_ms is not None), default=None),
            rides=[ride_view(ride) for ride in rides],
            can_ride=self._showing.settings.rides.is_on and bool(ahead),
        )

    def _series(self, one: Booking) -> SeriesPlace | None:
        if one.series_id is None or one.series_no is None:
            return None
        return SeriesPlace(one.series_id, one.series_no, self._sizes[one.series_id])

    def _health(self, ahead: Sequence[Booking]) -> list[Label]:
        if not ahead or self._gate is None:
            return []
        day = local_day(min(one.starts_ms for one in ahead), self._showing.shop.clock_zone)
        return self._gate.words(wanted_of(ahead), day)

    def _asks(self, ahead: Sequence[Booking]) -> list[ConsentAsk]:
        if not ahead or self._consents is None or ahead[0].status is not BookingStatus.HELD:
            return []
        day = local_day(min(one.starts_ms for one in ahead), self._showing.shop.clock_zone)
        return self._consents.asks(wanted_of(ahead), day)

    def _part(self, one: Booking) -> PetPart:
        return PetPart(
            id=one.id,
            version=one.version,
            status=one.status.value,
            pet=self._pets[one.pet_id],
            services=self._services(one),
            starts_ms=one.starts_ms,
            ends_ms=one.ends_ms,
            groomer=self._groomer(one),
            total_cents=one.total_cents,
            care=self._care[one.pet_id],
            visit_stage=one.visit_stage,
            fee_cents=self._terms(one).fee_cents,
        )

    def _priced(self, one: Booking, *, is_named: bool) -> list[LineView]:
        name = self._pets[one.pet_id].name if is_named else None
        return [LineView(line.label, line.minutes, line.price_cents, name) for line in self._lines[one.id]]

    def _services(self, one: Booking) -> list[ServiceName]:
        return services_named(self._showing.catalogue, one.services)

    def _groomer(self, one: Booking) -> GroomerView | None:
        if one.is_stay:
            return None
        return GroomerView(one.groomer_id, self._names.get(one.groomer_id, ""), one.groomer_id == self._last[one.id])

    def _policy(self, every: Sequence[Booking]) -> PolicyView:
        """Cancelling calls off all of them: free until the first one's time, and the fees add up."""
        terms = {one.id: self._terms(one) for one in every}
        first = min(terms.values(), key=lambda one: one.free_until_ms)
        fee_cents = sum(one.fee_cents for one in terms.values())
        refund_cents = sum(max(0, self._paid[one.id] - terms[one.id].fee_cents) for one in every)
        return PolicyView(first.free_until_ms, first.late_percent, first.is_late, fee_cents, refund_cents)

    def _terms(self, one: Booking) -> CancelTerms:
        return cancel_terms(one, self._showing.settings, self._showing.now_ms, self._paid[one.id])

    def _request(self, one: Booking) -> RequestView | None:
        asked = self._asked.get(one.id)
        if asked is None:
            return None
        is_void = asked.state is RequestState.ASKED and not still_asks(asked, one)
        return RequestView(RequestState.VOID if is_void else asked.state, asked.why, asked.deadline_ms)

    def _deposit(self, every: Sequence[Booking]) -> DepositView | None:
        due_cents, paid_cents = sum(one.deposit_cents for one in every), sum(self._paid[one.id] for one in every)
        if not due_cents and not paid_cents:
            return None
        back = sum(to_return(one, self._paid[one.id]) for one in every)
        is_agreed = every[0].status is BookingStatus.HELD and every[0].agreed_ms is not None
        return DepositView(due_cents, paid_cents, is_agreed, back)


def _status(every: Sequence[Booking]) -> BookingStatus:
    """That of the leading pet, or of one that is still to come or in the shop."""
    lead = every[0].status
    return lead if lead in LIVE else next((one.status for one in every if one.status in LIVE), lead)


def services_named(catalogue: Catalogue, services: Iterable[ServiceLine]) -> list[ServiceName]:
    """What is done, by the names of today; what is no longer sold by its code."""
    sold = catalogue.by_code
    return [
        ServiceName(one.code, sold[one.code].name if one.code in sold else Label(one.code, one.code))
        for one in services
    ]  # fmt: skip
