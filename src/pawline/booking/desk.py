"""Booking at the desk: somebody calls or stands at the counter, and is booked while they wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import msgspec

from pawline.chat import Chat
from pawline.people import Actor, Owners, must_be_staff, must_manage, people_of, phones_of
from pawline.pets import NewPet, PetService, PetView
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import PawlineError
from pawline.platform.ids import ConversationId
from pawline.shop import Label, ShopService, wall_ms

from . import own_pace_rows, store
from .desk_offering import MOST_AHEAD, desk_times, nearest_times
from .desk_view import (
    DeskOwner,
    DeskTime,
    DeskTimes,
    FoundPet,
    FoundPets,
    LastVisit,
    MenuItem,
    MenuView,
    WelcomedPet,
)
from .diary import Diary
from .errors import ClosedDay, NotFree, OutsideHours, PastTime, SizeNeeded, SlotTaken, TooFarAhead
from .model import Booking, ServiceLine, Subject, Wish
from .overrides import OverridesView, overrides_in
from .price_range import range_alone
from .pricing import price_alone, quote
from .riding import RideWish
from .service import BookingService, Entry
from .view import BookingView

FOUND = 20


class NewCustomer(msgspec.Struct, frozen=True):
    """Who calls for the first time, and the pet. A phone of None was not told."""

    name: str
    pet: NewPet
    phone: str | None = None


class BookingDesk:
    """What the desk asks while somebody waits; entering itself is `BookingService.enter`."""

    def __init__(
        self, db: Database, clock: Clock, shops: ShopService, pets: PetService, owners: Owners, chat: Chat,
        bookings: BookingService,
    ) -> None:  # fmt: skip
        self._db = db
        self._clock = clock
        self._shops = shops
        self._pets = pets
        self._owners = owners
        self._chat = chat
        self._bookings = bookings

    # Questions

    def find(self, tx: Tx, actor: Actor, text: str) -> FoundPets:
        """Pets and owners by either's name, or by a telephone number or its last four digits; raises Forbidden."""
        must_be_staff(actor)
        wanted = text.strip()
        if not wanted:
            return FoundPets([])
        known = self._known(tx, actor, self._pets.owners_like(tx, actor, wanted, FOUND))
        return FoundPets(sorted(known, key=lambda one: _rank(one, wanted.casefold()))[:FOUND])

    def menu(self, tx: Tx, actor: Actor, pet_id: str) -> MenuView:
        """What can be booked for a pet, with its minutes and price; raises Forbidden, NoSuchPet."""
        must_be_staff(actor)
        pet = self._pets.pet_for(tx, actor, pet_id)
        catalogue, subject = self._shops.catalogue(tx, actor.shop_id), Subject(pet.species, pet.size, pet.coat)
        settings = self._shops.settings_of(tx, actor.shop_id)
        own = own_pace_rows.of_pet(tx, actor.shop_id, pet.id)
        items, needs_size = list[MenuItem](), False
        for service in sorted(catalogue.services, key=lambda one: (one.is_extra, one.position)):
            try:
                line = price_alone(catalogue, service, subject) if service.is_bookable else None
            except SizeNeeded:
                line, needs_size = None, True
            except PawlineError:
                line = None
            if line is not None:
                up_to = range_alone(catalogue, service, subject)
                items.append(
                    MenuItem(
                        service.code, service.name, own.get(service.code, line.minutes), line.minutes, line.price_cents,
                        service.sold_by, service.is_extra, settings.most_of(service), list(service.includes),
                        up_to.high_cents, up_to.high_min, list(up_to.by),
                    )
                )  # fmt: skip
        return MenuView(items, needs_size)

    def times(self, tx: Tx, actor: Actor, wish: Wish) -> DeskTimes:
        """All free starts of a week; raises Forbidden, what `guests` raises, and the refusals of pricing."""
        must_be_staff(actor)
        pets = self._bookings.guests(tx, actor, wish.pets)
        return desk_times(tx, self._bookings.diary(tx, actor.shop_id), wish, pets)

    def start_ms(self, tx: Tx, actor: Actor, day: date, minute: int) -> int:
        """A minute of a day on the shop's clock; raises TooFarAhead for a day that nobody's roster reaches."""
        diary = self._bookings.diary(tx, actor.shop_id)
        if abs(day - diary.today) > MOST_AHEAD:
            raise TooFarAhead(horizon_days=MOST_AHEAD.days)
        return wall_ms(day, minute, diary.zone)

    def overrides(
        self, tx: Tx, actor: Actor, first: date | None, last: date | None, before: str | None
    ) -> OverridesView:
        """What was decided against the rules within some days; without any, in the month up to today.

        `before` is the `more` of the page that it follows. Raises Forbidden, BadInput (days, before).
        """
        must_manage(actor)
        return overrides_in(tx, self._bookings.diary(tx, actor.shop_id), self._pets, first, last, before)

    # Verbs

    async def as_listed(self, actor: Actor, pet_id: str, code: str) -> MenuView:
        """From here on a service takes of this pet what is listed, whatever it took last; raises Forbidden,
        NoSuchPet."""
        must_be_staff(actor)

        def work(tx: Tx) -> MenuView:
            pet = self._pets.pet_for(tx, actor, pet_id)
            own_pace_rows.forget(tx, actor.shop_id, pet.id, [code])
            return self.menu(tx, actor, pet.id)

        return await self._db.write(work)

    async def welcome(self, actor: Actor, new: NewCustomer, key: str) -> WelcomedPet:
        """Writes down an owner and a pet; a known telephone is its owner's, and a pet of that name there is that pet.

        Raises Forbidden, BadPet, BadInput (name), NotAPhone, TooManyPets, KeyReused.
        """
        must_be_staff(actor)
        # First what may be wrong with the pet: an owner who is half written down would be there twice in the end.
        self._pets.check(new.pet)
        lang = await self._db.read(lambda tx: self._shops.shop_of(tx, actor.shop_id).lang)
        met = await self._owners.welcome(actor, new.name, new.phone, key, "en" if lang == "en" else "zh")
        pet_id = await self._db.read(lambda tx: self._pet_named(tx, actor, met.account_id, new.pet))
        if pet_id is None:
            pet_id = (await self._pets.add_pet(actor, new.pet, met.account_id)).id
        known = await self._db.read(lambda tx: self._known(tx, actor, [met.account_id]))
        return WelcomedPet(next(one for one in known if one.pet and one.pet.id == pet_id), met.is_known)

    async def enter(
        self, actor: Actor, wish: Wish, key: str, anyway: str | None = None, rides: tuple[RideWish, ...] = ()
    ) -> BookingView:  # fmt: skip
        """Books the wished start, confirmed at once; its card appears in the owner's conversation, if there is one.

        A groomer of None lets anyone free do it; `anyway` is why the wished one does it where the rules say no, which
        only a manager may say. The same key answers the same again. A refusal for the time's sake holds up to three
        free ones as `nearest`. Raises Forbidden, NoSuchPet, HealthGate, NotFree, PastTime, ClosedDay, OutsideHours,
        KeyReused, those of `choose` for the rides, and the refusals of pricing.
        """
        must_be_staff(actor)
        assert wish.at_ms is not None
        c = await self._db.read(lambda tx: self._conversation(tx, actor, wish.pet_id))
        entry = Entry(
            wish.pet_id, wish.services, wish.at_ms, wish.groomer_id, c, also=wish.also, anyway=anyway, rides=rides
        )  # fmt: skip
        try:
            return await self._bookings.enter(actor, entry, key)
        except (SlotTaken, PastTime, ClosedDay, OutsideHours) as refusal:
            why, near = await self._db.read(lambda tx: self._nearest(tx, actor, wish))
            refusal.data["nearest"] = near
            # Where the rules are waived, theirs is not the reason.
            if isinstance(refusal, SlotTaken) and why is not None and anyway is None:
                raise NotFree(why=why.zh, why_en=why.en, **refusal.data) from refusal
            raise

    # How it is done

    def _conversation(self, tx: Tx, actor: Actor, pet_id: str) -> ConversationId | None:
        owner_id = self._pets.pet_for(tx, actor, pet_id).owner_id
        found = self._chat.conversation_of(tx, actor.shop_id, owner_id)
        return found.id if found is not None else None

    def _nearest(self, tx: Tx, actor: Actor, wish: Wish) -> tuple[Label | None, list[DeskTime]]:
        pets = self._bookings.guests(tx, actor, wish.pets)
        return nearest_times(tx, self._bookings.diary(tx, actor.shop_id), replace(wish, day=None), pets)

    def _pet_named(self, tx: Tx, actor: Actor, owner_id: str, new: NewPet) -> str | None:
        """The owner's pet of this name and kind: asked for twice, it is still one pet."""
        name = new.name.strip().casefold()
        same = [
            one.id
            for one in self._pets.pets_of_owner(tx, actor, owner_id)
            if one.name.casefold() == name and one.species == new.species
        ]
        return same[0] if same else None

    def _known(self, tx: Tx, actor: Actor, owner_ids: Sequence[str]) -> list[FoundPet]:
        """Owners with their pets, a row for each pet; one without a pet has a row as well."""
        pets = self._pets.pets_of_owners(tx, actor, owner_ids)
        ids = [pet.id for views in pets.values() for pet in views]
        names, phones = _names(tx, owner_ids), phones_of(tx, actor.shop_id, owner_ids)
        last = self._last_visits(tx, actor, [pet for views in pets.values() for pet in views])
        ahead = store.next_starts(tx, actor.shop_id, ids, self._clock.now_ms())
        rows: list[FoundPet] = []
        for owner_id, views in pets.items():
            phone = phones.get(owner_id)
            owner = DeskOwner(owner_id, names.get(owner_id, ""), phone[-4:] if phone else None)
            rows += [FoundPet(owner, pet, last.get(pet.id), ahead.get(pet.id)) for pet in views]
            if not views:
                rows.append(FoundPet(owner, None, None, None))
        return rows

    def _last_visits(self, tx: Tx, actor: Actor, pets: Sequence[PetView]) -> dict[str, LastVisit]:
        done = store.last_done(tx, actor.shop_id, [pet.id for pet in pets])
        if not done:
            return {}
        diary = self._bookings.diary(tx, actor.shop_id)
        names = _names(tx, {one.groomer_id for one in done.values()})
        return {pet.id: _last_visit(diary, pet, done[pet.id], names) for pet in pets if pet.id in done}


def _last_visit(diary: Diary, pet: PetView, done: Booking, names: Mapping[str, str]) -> LastVisit:
    works = any(one.account_id == done.groomer_id and one.is_active for one in diary.team.groomers)
    return LastVisit(
        starts_ms=done.starts_ms,
        label=diary.services_said(done.services),
        services=_again(diary, pet, done.services),
        groomer_id=done.groomer_id if works else None,
        groomer_name=names.get(done.groomer_id, ""),
    )


def _again(diary: Diary, pet: PetView, services: Sequence[ServiceLine]) -> list[ServiceLine]:
    """The same services, if the shop still does them for such a pet."""
    subject = Subject(pet.species, pet.size, pet.coat)
    try:
        return list(quote(diary.catalogue, services, subject).services)
    except PawlineError:
        return []


def _names(tx: Tx, account_ids: Iterable[str]) -> dict[str, str]:
    return {account_id: one.name for account_id, one in people_of(tx, account_ids).items()}


def _rank(one: FoundPet, wanted: str) -> tuple[bool, int, str]:
    is_named = one.pet is not None and wanted in one.pet.name.casefold()
    return (not is_named, -(one.last.starts_ms if one.last else 0), one.owner.name)
