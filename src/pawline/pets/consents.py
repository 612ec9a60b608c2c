"""What can be asked about consents, and done to them: by the shop to its texts, by owners and staff for a pet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec

from pawline.people import Actor, must_manage, people_of
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import Forbidden
from pawline.platform.ids import Ids
from pawline.shop import SPECIES, Label, NotKnownHere, shop_day

from . import consent_rows as rows
from .agreeing import Consent, Signature
from .consent_view import ConsentForm, ConsentsView, ConsentView, SignedView
from .errors import BadConsent, ConsentChanged, NoSuchConsent
from .model import Pet
from .policy import may_agree
from .service import PetService

NAME_LIMIT = 40
TEXT_LIMIT = 1000
OLDEST_YEARS = 30
# More services than any shop has.
MOST_SERVICES = 200
# Of each consent so many of the latest are shown.
MOST_SHOWN = 20
_WHAT = {
    "name": Label("名称", "Name"),
    "text": Label("正文", "Text"),
    "services": Label("哪些项目", "Services"),
    "from_years": Label("年龄", "Age"),
}


class ConsentChange(msgspec.Struct, frozen=True, kw_only=True):
    """All that is said of a consent. Empty services and species: all of them; `from_years` None: any age."""

    name: Label
    text: Label
    services: tuple[str, ...] = ()
    species: tuple[str, ...] = ()
    from_years: int | None = None
    is_must: bool = False
    is_on: bool = False


class Consents:
    """Questions take the caller's transaction, verbs open their own."""

    def __init__(self, db: Database, clock: Clock, ids: Ids, pets: PetService) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._pets = pets

    # Questions

    def of_pet(self, tx: Tx, actor: Actor, pet_id: str) -> ConsentsView:
        """What is asked for a pet and was agreed to; raises NoSuchPet for who may not see the pet."""
        return self._view(tx, actor, self._pets.pet_for(tx, actor, pet_id))

    def forms(self, tx: Tx, actor: Actor) -> list[ConsentForm]:
        """Every consent of the shop, for managers; raises Forbidden."""
        must_manage(actor)
        return [_form(one) for one in rows.current(tx, actor.shop_id)]

    # Verbs

    async def change(self, actor: Actor, code: str, change: ConsentChange) -> ConsentForm:
        """Changes a consent (managers). Other words are another version, which owners are asked for anew.

        Raises Forbidden, NoSuchConsent, BadConsent, NotKnownHere.
        """
        must_manage(actor)
        wanted = _checked(change)

        def work(tx: Tx) -> ConsentForm:
            old = _named(rows.current(tx, actor.shop_id), code)
            fields = {name: getattr(wanted, name) for name in wanted.__struct_fields__}
            new = replace(old, **fields)
            if (new.name, new.text) != (old.name, old.text):
                # The words of before stay readable for who has agreed to them.
                rows.keep(tx, actor.shop_id, old)
                new = replace(new, version=old.version + 1)
            rows.keep(tx, actor.shop_id, new)
            return _form(new)

        return await self._db.write(work)

    async def agree(self, actor: Actor, pet_id: str, code: str, version: int) -> ConsentsView:
        """An owner agrees for a pet, or staff note that the owner did so at the shop. Said twice it is one.

        Raises Forbidden, NoSuchPet, NoSuchConsent, ConsentChanged.
        """

        def work(tx: Tx, pet: Pet) -> None:
            one = _named(rows.current(tx, actor.shop_id), code)
            if not one.is_on:
                raise NoSuchConsent
            if one.version != version:
                raise ConsentChanged
            known = rows.signatures(tx, actor.shop_id, [pet.id])[pet.id]
            if any(each.stands_for(one) for each in known):
                return
            noted_by = actor.account_id if actor.is_staff else None
            now_ms = self._clock.now_ms()
            made = Signature(self._ids.new(), pet.id, one.code, one.version, pet.owner_id, noted_by, now_ms)
            rows.sign(tx, actor.shop_id, one, made)

        return await self._change(actor, pet_id, work)

    async def withdraw(self, actor: Actor, pet_id: str, code: str) -> ConsentsView:
        """Takes an owner's yes back, by the owner or by staff for the owner: it is kept, and counts no longer.

        What is booked stays booked; the next time it is asked anew. Raises Forbidden, NoSuchPet, NoSuchConsent.
        """

        def work(tx: Tx, pet: Pet) -> None:
            _named(rows.current(tx, actor.shop_id), code)
            rows.withdraw(tx, actor.shop_id, pet.id, code, actor.account_id, self._clock.now_ms())

        return await self._change(actor, pet_id, work)

    # How it is done

    async def _change(self, actor: Actor, pet_id: str, work: Callable[[Tx, Pet], None]) -> ConsentsView:
        if not may_agree(actor):
            raise Forbidden

        def change(tx: Tx) -> ConsentsView:
            pet = self._pets.pet_for(tx, actor, pet_id)
            work(tx, pet)
            self._pets.say_changed(tx, actor, pet)
            return self._view(tx, actor, pet)

        return await self._db.write(change)

    def _view(self, tx: Tx, actor: Actor, pet: Pet) -> ConsentsView:
        signed = rows.signatures(tx, actor.shop_id, [pet.id], is_all=True)[pet.id]
        who = {by for one in signed for by in (one.agreed_by, one.noted_by, one.withdrawn_by) if by is not None}
        names = {account_id: one.name for account_id, one in people_of(tx, who).items()}
        today = shop_day(tx, actor.shop_id, self._clock.now_ms())
        found: list[ConsentView] = []
        for versions in rows.versions(tx, actor.shop_id).values():
            own = [one for one in signed if one.code == versions[-1].code]
            if own or (versions[-1].is_on and versions[-1].is_for(pet, today)):
                found.append(_consent_view(versions, own, names))
        return ConsentsView(pet.id, found)


def _named(known: Sequence[Consent], code: str) -> Consent:
    found = next((one for one in known if one.code == code), None)
    if found is None:
        raise NoSuchConsent
    return found


def _checked(change: ConsentChange) -> ConsentChange:
    """With the spaces around its words taken away; raises BadConsent, NotKnownHere."""
    name = Label(change.name.zh.strip(), change.name.en.strip())
    text = Label(change.text.zh.strip(), change.text.en.strip())
    services, years = change.services, change.from_years
    is_well = {
        "name": all(_is_text(one, NAME_LIMIT) for one in (name.zh, name.en)),
        "text": all(_is_text(one, TEXT_LIMIT) for one in (text.zh, text.en)),
        "services": len(set(services)) == len(services) <= MOST_SERVICES and all(_is_text(one, 32) for one in services),
        "from_years": years is None or 1 <= years <= OLDEST_YEARS,
    }
    for field, is_right in is_well.items():
        if not is_right:
            what = _WHAT[field]
            raise BadConsent(
                field, name=what.zh, name_en=what.en, name_most=NAME_LIMIT, text_most=TEXT_LIMIT, years=OLDEST_YEARS
            )
    for strange in set(change.species) - set(SPECIES):
        raise NotKnownHere("species", strange[:40], Label("宠物种类", "kind of pet"))
    species = tuple(one for one in SPECIES if one in change.species)
    return msgspec.structs.replace(change, name=name, text=text, species=species)


def _is_text(text: str, most: int) -> bool:
    """PostgreSQL keeps no zero character."""
    return 1 <= len(text) <= most and "\x00" not in text


def _form(one: Consent) -> ConsentForm:
    return ConsentForm(
        one.code, one.version, one.name, one.text, list(one.services), list(one.species), one.from_years, one.is_must,
        one.is_on,
    )  # fmt: skip


def _consent_view(versions: Sequence[Consent], own: Sequence[Signature], names: dict[str, str]) -> ConsentView:
    """`own` are the pet's signatures of this consent, the latest first."""
    now, words = versions[-1], {one.version: one for one in versions}
    state = "open"
    if any(one.stands_for(now) for one in own):
        state = "agreed"
    elif any(one.withdrawn_ms is None for one in own):
        state = "changed"
    elif own:
        state = "withdrawn"
    signed = [
        SignedView(
            one.version,
            words[one.version].text,
            names.get(one.agreed_by, ""),
            names.get(one.noted_by, "") if one.noted_by else None,
            one.at_ms,
            names.get(one.withdrawn_by, "") if one.withdrawn_by else None,
            one.withdrawn_ms,
        )
        for one in own[:MOST_SHOWN]
    ]
    return ConsentView(now.code, now.version, now.name, now.text, now.is_must, now.is_on, state, signed)
