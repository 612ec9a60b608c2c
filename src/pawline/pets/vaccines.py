"""What can be asked about a pet's vaccinations, and done to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import msgspec

from pawline.people import Actor, people_of
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import Forbidden
from pawline.platform.ids import Ids
from pawline.shop import VACCINES, shop_day, vaccines_for

from . import vaccine_rows as rows
from . import waiver_rows
from .errors import (
    BadVaccineDays,
    BadWaiver,
    NoSuchVaccine,
    NotItsVaccine,
    TooManyVaccines,
    VaccineKnown,
    VaccineTextTooLong,
)
from .health import Vaccine, Waiver, a_year_after, latest, status_on
from .model import Pet
from .policy import may_verify
from .service import PetService
from .view import KindView, VaccinesView, VaccineView, VerifiedView, WaiverView

# A pet gets two or three a year.
MOST_VACCINES = 100
TEXT_LIMIT = 40
LONGEST_YEARS = 5
REASON_LIMIT = 200
MOST_AHEAD_DAYS = 730
OLDEST_YEARS = 40


class NewVaccine(msgspec.Struct, frozen=True, kw_only=True):
    """A vaccination as it is in the certificate. Without `expires` it lasts a year; brand and batch may stay open."""

    kind: str
    given: date
    expires: date | None = None
    brand: str | None = None
    batch: str | None = None


class Vaccines:
    """Questions take the caller's transaction, verbs open their own. Every verb answers with all of the pet's."""

    def __init__(self, db: Database, clock: Clock, ids: Ids, pets: PetService) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._pets = pets

    # Questions

    def of_pet(self, tx: Tx, actor: Actor, pet_id: str) -> VaccinesView:
        """A pet's vaccinations as they stand today; raises NoSuchPet for who may not see the pet."""
        return self._view(tx, self._pets.pet_for(tx, actor, pet_id), actor)

    # Verbs

    async def note(self, actor: Actor, pet_id: str, new: NewVaccine) -> VaccinesView:
        """Writes a vaccination down, by the owner or the shop; nobody has verified it yet. The same one twice is one.

        Raises NoSuchPet, NotItsVaccine, BadVaccineDays, VaccineTextTooLong, VaccineKnown, TooManyVaccines.
        """

        def work(tx: Tx, pet: Pet, known: Sequence[Vaccine]) -> bool:
            made = self._made(tx, actor, pet, new, self._ids.new())
            same = _like(known, made)
            if same is not None:
                if _facts(same) != _facts(made):
                    raise VaccineKnown
                return False
            if len(known) >= MOST_VACCINES:
                raise TooManyVaccines(most=MOST_VACCINES)
            rows.insert(tx, actor.shop_id, made)
            return True

        return await self._change(actor, pet_id, work)

    async def change(self, actor: Actor, pet_id: str, vaccine_id: str, new: NewVaccine) -> VaccinesView:
        """Corrects a vaccination. What was verified was another one, so it has to be verified anew.

        Raises NoSuchPet, NoSuchVaccine, NotItsVaccine, BadVaccineDays, VaccineTextTooLong, VaccineKnown.
        """

        def work(tx: Tx, pet: Pet, known: Sequence[Vaccine]) -> bool:
            old = _named(known, vaccine_id)
            made = self._made(tx, actor, pet, new, old.id)
            if _facts(made) == _facts(old):
                return False
            same = _like(known, made)
            if same is not None and same.id != old.id:
                raise VaccineKnown
            rows.update(tx, actor.shop_id, made)
            return True

        return await self._change(actor, pet_id, work)

    async def verify(self, actor: Actor, pet_id: str, vaccine_id: str, *, is_seen: bool) -> VaccinesView:
        """Staff have seen the certificate, or take that back; raises Forbidden, NoSuchPet, NoSuchVaccine."""
        if not may_verify(actor):
            raise Forbidden

        def work(tx: Tx, _pet: Pet, known: Sequence[Vaccine]) -> bool:
            old = _named(known, vaccine_id)
            if is_seen == (old.verified_by is not None):
                return False
            by, at_ms = (actor.account_id, self._clock.now_ms()) if is_seen else (None, None)
            rows.update(tx, actor.shop_id, replace(old, verified_by=by, verified_ms=at_ms))
            return True

        return await self._change(actor, pet_id, work)

    async def drop(self, actor: Actor, pet_id: str, vaccine_id: str) -> VaccinesView:
        """Takes a vaccination out of the file; raises NoSuchPet, NoSuchVaccine."""

        def work(tx: Tx, _pet: Pet, known: Sequence[Vaccine]) -> bool:
            rows.delete(tx, actor.shop_id, _named(known, vaccine_id).id)
            return True

        return await self._change(actor, pet_id, work)

    async def waive(self, actor: Actor, pet_id: str, day: date, reason: str) -> VaccinesView:
        """Staff let a pet come on a day, whatever its vaccinations; who, why and when is kept.

        Raises Forbidden, NoSuchPet, BadWaiver.
        """
        if not may_verify(actor):
            raise Forbidden
        why = reason.strip()

        def work(tx: Tx, pet: Pet, _known: Sequence[Vaccine]) -> bool:
            now_ms = self._clock.now_ms()
            ahead = (day - shop_day(tx, actor.shop_id, now_ms)).days
            if not (1 <= len(why) <= REASON_LIMIT and 0 <= ahead <= MOST_AHEAD_DAYS):
                raise BadWaiver(most=REASON_LIMIT, days=MOST_AHEAD_DAYS)
            made = Waiver(self._ids.new(), pet.id, day, why, actor.account_id, now_ms)
            known = waiver_rows.of_pet(tx, actor.shop_id, pet.id)
            # A second tap is no second decision.
            if any((one.day, one.reason, one.by) == (made.day, made.reason, made.by) for one in known):
                return False
            waiver_rows.insert(tx, actor.shop_id, made)
            return True

        return await self._change(actor, pet_id, work)

    # How it is done

    async def _change(
        self, actor: Actor, pet_id: str, work: Callable[[Tx, Pet, Sequence[Vaccine]], bool]
    ) -> VaccinesView:
        """`work` says whether anything is another now."""

        def change(tx: Tx) -> VaccinesView:
            pet = self._pets.pet_for(tx, actor, pet_id)
            if work(tx, pet, rows.of_pets(tx, actor.shop_id, [pet.id])[pet.id]):
                self._pets.say_changed(tx, actor, pet)
            return self._view(tx, pet, actor)

        return await self._db.write(change)

    def _made(self, tx: Tx, actor: Actor, pet: Pet, new: NewVaccine, vaccine_id: str) -> Vaccine:
        if new.kind not in vaccines_for(pet.species):
            raise NotItsVaccine
        today = shop_day(tx, actor.shop_id, self._clock.now_ms())
        expires = _checked_end(new, today)
        return Vaccine(
            vaccine_id, pet.id, new.kind, new.given, expires, _text(new.brand), _text(new.batch),
            actor.account_id, self._clock.now_ms(),
        )  # fmt: skip

    def _view(self, tx: Tx, pet: Pet, actor: Actor) -> VaccinesView:
        known = rows.of_pets(tx, actor.shop_id, [pet.id])[pet.id]
        today = shop_day(tx, actor.shop_id, self._clock.now_ms())
        # Why somebody was let through is said among colleagues.
        waivers = waiver_rows.of_pet(tx, actor.shop_id, pet.id) if actor.is_staff else []
        people = people_of(tx, _verifiers(known) | {one.by for one in waivers})
        names = {account_id: one.name for account_id, one in people.items()}
        return VaccinesView(
            pet.id,
            today,
            [_kind_view(kind, known, today) for kind in vaccines_for(pet.species)],
            [_vaccine_view(one, today, names) for one in known],
            [WaiverView(one.day, one.reason, names.get(one.by, ""), one.at_ms) for one in waivers],
        )


def _checked_end(new: NewVaccine, today: date) -> date:
    """The last day on which it protects; raises BadVaccineDays for days that no certificate holds."""
    if not today.year - OLDEST_YEARS <= new.given.year <= today.year or new.given > today:
        raise BadVaccineDays(years=LONGEST_YEARS)
    expires = new.expires or a_year_after(new.given)
    if not new.given < expires or expires.year - new.given.year > LONGEST_YEARS:
        raise BadVaccineDays(years=LONGEST_YEARS)
    return expires


def _text(said: str | None) -> str | None:
    kept = (said or "").strip()
    if len(kept) > TEXT_LIMIT:
        raise VaccineTextTooLong(most=TEXT_LIMIT)
    return kept or None


def _named(known: Sequence[Vaccine], vaccine_id: str) -> Vaccine:
    found = next((one for one in known if one.id == vaccine_id), None)
    if found is None:
        raise NoSuchVaccine
    return found


def _like(known: Sequence[Vaccine], made: Vaccine) -> Vaccine | None:
    """The same vaccine, given on the same day: there is one of that."""
    return next((one for one in known if (one.kind, one.given) == (made.kind, made.given)), None)


def _facts(one: Vaccine) -> tuple[object, ...]:
    return (one.kind, one.given, one.expires, one.brand, one.batch)


def _verifiers(known: Sequence[Vaccine]) -> set[str]:
    return {one.verified_by for one in known if one.verified_by is not None}


def _kind_view(kind: str, known: Sequence[Vaccine], today: date) -> KindView:
    best = latest(known, kind)
    return KindView(kind, VACCINES[kind].name, "missing" if best is None else status_on(best, today))


def _vaccine_view(one: Vaccine, today: date, names: dict[str, str]) -> VaccineView:
    verified = None
    if one.verified_by is not None and one.verified_ms is not None:
        verified = VerifiedView(names.get(one.verified_by, ""), one.verified_ms)
    name = VACCINES[one.kind].name
    return VaccineView(
        one.id, one.kind, name, one.given, one.expires, one.brand, one.batch, status_on(one, today), verified
    )  # fmt: skip
