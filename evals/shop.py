"""The shop in which the dialogues happen: the real rooms on SQLite and a virtual clock, one copy for each trial."""

from __future__ import annotations

import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher

from evals.scenario import Booked, HousePet, Scenario, Taken
from pawline.app import House
from pawline.booking import Entry, ServiceLine, claims
from pawline.booking.model import Claim
from pawline.people import Actor, Passwords, Role, note_phone, system_actor
from pawline.pets import NewPet, NewVaccine
from pawline.platform.clock import VirtualClock
from pawline.platform.config import Config
from pawline.platform.db import Tx
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import upgrade
from pawline.platform.ids import AccountId, ConversationId, DeviceId, PetId, SeededIds
from pawline.shop import (
    Label,
    NewShop,
    NewStation,
    Opening,
    ServiceChange,
    Shift,
    StationKind,
    standard_places,
    vaccines_for,
)
from pawline.visits import Advance, Stage

ZONE = ZoneInfo("Asia/Shanghai")
SHOP = NewShop(
    slug="evals",
    name="毛球宠物",
    name_en="Fluffball",
    address="望京西园 1 号",
    phone="010-8888-6666",
    emergency_name="望京宠物急诊",
    emergency_phone="010-5559-0120",
    hours=tuple(Opening(day, 9 * 60, 21 * 60) for day in (1, 2, 3, 5, 6, 7)),
)
"""Closed on Thursdays."""
TEAM = (("小林", ("bath", "style", "cat")), ("阿May", ("bath", "style", "cat")), ("老周", ("bath", "large")))
KENNELS = (("dog", 2), ("cat", 2))
OPENED = datetime(2026, 9, 1, 9, tzinfo=ZONE)
SOMEBODYS = NewPet(name="球球", species="dog", breed="比熊", weight_g=5000)
FAR_AHEAD = datetime(2027, 6, 1, 10, tzinfo=ZONE)


def local_ms(moment: datetime) -> int:
    """A moment of the shop's clock in milliseconds UTC."""
    return int(moment.replace(tzinfo=ZONE).timestamp() * 1000)


@dataclass
class Counter:
    """One trial's shop: its rooms, its clock, one owner in conversation, and the team by name."""

    house: House
    clock: VirtualClock
    manager: Actor
    owner: Actor
    c: ConversationId
    team: dict[str, AccountId]
    pets: dict[str, PetId] = field(default_factory=dict[str, PetId])
    visit_id: str | None = None

    @property
    def now(self) -> datetime:
        """The shop's clock, without a zone."""
        return self.clock.now().astimezone(ZONE).replace(tzinfo=None)

    async def settle(self, seconds: float) -> None:
        """Lets what follows from the last thing happen, and so much time go by."""
        await self.house.outbox.settle()
        self.clock.advance(seconds)
        await self.house.jobs.settle()
        await self.house.outbox.settle()


class Shops:
    """Makes a shop once for each kind, and copies it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0

    @asynccontextmanager
    async def open(self, scenario: Scenario, pets: list[HousePet], seed: int) -> AsyncGenerator[Counter, None]:
        """The shop as the scenario begins; it is thrown away at the end."""
        template = await self._template(scenario.has_vet)
        self._number += 1
        folder = self._folder / f"trial-{self._number}"
        shutil.copytree(template, folder)
        clock = VirtualClock(OPENED)
        house = _house(folder, clock, seed)
        await house.db.start()
        try:
            yield await _welcome(house, clock, scenario, pets)
        finally:
            await house.db.stop()
            shutil.rmtree(folder, ignore_errors=True)

    async def _template(self, has_vet: bool) -> Path:
        folder = self._folder / ("clinic" if has_vet else "plain")
        if not folder.exists():
            folder.mkdir(parents=True)
            await _open_shop(folder, has_vet)
        return folder


def _house(folder: Path, clock: VirtualClock, seed: int) -> House:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    config = Config(data=str(folder), synchronous="OFF")
    return House(config, clock=clock, ids=SeededIds(seed), passwords=passwords)


async def _open_shop(folder: Path, has_vet: bool) -> None:
    engine = open_engine(Config(data=str(folder)).database)
    upgrade(engine)
    engine.dispose()
    house = _house(folder, VirtualClock(OPENED), 1)
    await house.db.start()
    shop = await house.shops.open_shop(SHOP)
    boss = system_actor(shop.id)
    for number, (name, skills) in enumerate(TEAM):
        account_id = await house.db.write(
            lambda tx, n=number, name=name: house.staff.join(tx, shop.id, f"groomer{n}", name, Role.GROOMER, "-")
        )
        shifts = [Shift(day, 9 * 60, 21 * 60) for day in range(1, 8)]
        await house.shops.roster.set_groomer(boss, account_id, Label("美容师", "Groomer"), skills, shifts, number)
    await house.db.write(lambda tx: house.staff.join(tx, shop.id, "boss", "店长", Role.MANAGER, "-"))
    if has_vet:
        await house.db.write(lambda tx: house.staff.join(tx, shop.id, "vet", "周医生", Role.VET, "-"))
    for place in standard_places():
        await house.shops.roster.add_station(boss, place)
    await _open_kennels(house, boss)
    await house.db.stop()


async def _open_kennels(house: House, boss: Actor) -> None:
    for species, many in KENNELS:
        for number in range(1, many + 1):
            name = f"{species} {number}"
            place = NewStation(kind=StationKind.KENNEL, name=name, name_en=name, species=(species,))
            await house.shops.roster.add_station(boss, place)
    sold = await house.db.read(lambda tx: house.shops.catalogue(tx, boss.shop_id))
    for one in sold.services:
        if one.is_stay:
            change = replace(ServiceChange.of(one), is_bookable=True)
            await house.shops.price_list.change_service(boss, one.code, change)


async def _welcome(house: House, clock: VirtualClock, scenario: Scenario, pets: list[HousePet]) -> Counter:
    shop = await house.shop_named(None)
    team = await house.db.read(lambda tx: house.shops.team(tx, shop.id))
    clock.advance((scenario.clock.replace(tzinfo=ZONE) - clock.now()).total_seconds())
    await house.jobs.settle()
    counter = await _arrive(house, clock, scenario.lang)
    counter.team = {name: one.account_id for (name, _), one in zip(TEAM, team.groomers, strict=True)}
    for pet in pets:
        await _add(counter, pet)
    for one in scenario.has:
        await _book(counter, one)
    for taken in scenario.taken:
        await _take(counter, taken)
    await counter.settle(1)
    return counter


async def _arrive(house: House, clock: VirtualClock, lang: str) -> Counter:
    shop = await house.shop_named(None)
    arrived = (await house.people.arrive(shop.id, "en" if lang == "en" else "zh")).actor

    def introduce(tx: Tx) -> ConversationId:
        # Whoever writes from this device has shown the shop a phone.
        note_phone(tx, shop.id, arrived.account_id, "13900000001", clock.now_ms())
        found = house.chat.conversation_of(tx, shop.id, arrived.account_id)
        assert found is not None
        return found.id

    c = await house.db.write(introduce)
    return Counter(house, clock, system_actor(shop.id), arrived, c, {})


async def _add(counter: Counter, pet: HousePet) -> None:
    new = NewPet(name=pet.name, species=pet.species, breed=pet.breed, weight_g=pet.weight_g)
    made = await counter.house.pets.add_pet(counter.manager, new, counter.owner.account_id)
    counter.pets[pet.name] = PetId(made.id)
    if pet.is_vaccinated:
        for kind in vaccines_for(pet.species):
            vaccine = NewVaccine(kind=kind, given=counter.now.date() - timedelta(days=120))
            await counter.house.vaccines.note(counter.manager, PetId(made.id), vaccine)


async def _book(counter: Counter, one: Booked) -> None:
    lines = tuple(ServiceLine(code, one.nights or 1) for code in one.services)
    is_done = one.at < counter.now - timedelta(hours=4) and one.stage is None
    entry = Entry(
        counter.pets[one.pet], lines, local_ms(one.at),
        groomer_id=counter.team[one.groomer] if one.groomer else None, c=counter.c, is_done=is_done,
    )  # fmt: skip
    if one.stage is None:
        await counter.house.bookings.enter(counter.manager, entry, counter.house.ids.new())
        return
    await _under_way(counter, entry, one)


async def _under_way(counter: Counter, entry: Entry, one: Booked) -> None:
    """A visit of today that stands at a stage: it was entered before it began."""
    begun = counter.now
    counter.clock.advance((one.at - begun).total_seconds() - 60)
    made = await counter.house.bookings.enter(counter.manager, entry, counter.house.ids.new())
    counter.clock.advance((begun - counter.now).total_seconds())
    await counter.settle(0)
    counter.visit_id = made.id
    await advance(counter, one.stage or "arrived")


async def advance(counter: Counter, stage: str) -> None:
    """The team's tap on the board."""
    assert counter.visit_id is not None
    shown = await counter.house.db.read(
        lambda tx: counter.house.visits.view_of(tx, counter.owner.shop_id, counter.visit_id or "")
    )
    tap = Advance(to=Stage(stage), version=shown.version, reason="-")
    await counter.house.visits.advance(counter.manager, counter.visit_id, tap, counter.house.ids.new())


async def _take(counter: Counter, taken: Taken) -> None:
    """Somebody else's visit, of which only what it takes matters here: the hours of the team."""
    house, span = counter.house, (local_ms(taken.from_), local_ms(taken.to))
    names = taken.who or list(counter.team)
    other = (await house.people.arrive(counter.manager.shop_id, "zh")).actor
    pet = await house.pets.add_pet(counter.manager, SOMEBODYS, other.account_id)
    far = Entry(PetId(pet.id), (ServiceLine("bath"),), local_ms(FAR_AHEAD))
    made = await house.bookings.enter(counter.manager, far, house.ids.new())

    def work(tx: Tx) -> None:
        numbers = {one.account_id: one.resource_no for one in house.shops.team(tx, counter.manager.shop_id).groomers}
        wanted = [Claim(numbers[counter.team[name]], *span) for name in names]
        claims.take(tx, counter.manager.shop_id, made.id, wanted)

    await house.db.write(work)


def staff_of(counter: Counter, name: str) -> Actor:
    """One of the team at the desk."""
    return Actor(counter.owner.shop_id, counter.team[name], "staff", Role.GROOMER, DeviceId("desk"))
