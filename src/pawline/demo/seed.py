"""Fills an empty installation with the demo shop: its team, places, owners, two weeks of history and a
week of bookings, all through the rooms' own verbs."""

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta

from pawline.app import House
from pawline.booking import Entry, ServiceLine
from pawline.chat import Append, Kind
from pawline.demo.cast import OWNERS, DemoOwner, DemoPet
from pawline.demo.stays import fill_kennels, open_kennels
from pawline.demo.talk import TALKS
from pawline.people import Actor, Role, find_bot, note_phone, system_actor
from pawline.people.store import change_account
from pawline.pets.service import NewNote, NewPet
from pawline.platform.db import Tx
from pawline.platform.errors import PawlineError
from pawline.platform.ids import AccountId, ConversationId, PetId
from pawline.shop import Label, NewShop, Opening, Shift, Shop, local_day, standard_places, wall_ms

DEMO_SHOP = NewShop(
    slug="demo",
    name="毛球宠物·望京店",
    name_en="Fluffball Wangjing",
    address="北京市朝阳区望京西园 1 号（演示地址）",
    phone="010-0000-0000",
    emergency_name="望京宠物急诊（演示）",
    emergency_phone="010-0000-0120",
    hours=tuple(Opening(day, 9 * 60, 21 * 60) for day in (1, 2, 3, 5, 6, 7)),
)
WORKDAYS = (1, 2, 3, 5, 6, 7)
HISTORY_DAYS = 14
AHEAD_DAYS = 7


@dataclass(frozen=True)
class DemoStaff:
    """A member of the demo team. `skills` of None: does not work on pets; `most` is what they do in a day, all pets and
    the large ones, None any number."""

    login: str
    name: str
    role: Role
    title: Label
    skills: tuple[str, ...] | None = None
    break_min: int = 12 * 60
    most: tuple[int | None, int | None] = (None, None)


TEAM = (
    DemoStaff("manager", "店长", Role.MANAGER, Label("店长", "Manager")),
    DemoStaff("lin", "小林", Role.GROOMER, Label("造型师", "Groomer"), ("bath", "style", "cat"), 12 * 60, (8, 3)),
    DemoStaff("may", "阿May", Role.GROOMER, Label("洗护师", "Bather"), ("bath", "cat"), 12 * 60 + 30),
    DemoStaff("zhou", "老周", Role.GROOMER, Label("洗护师", "Bather"), ("bath", "large"), 13 * 60 + 15),
    DemoStaff("vet", "周医生", Role.VET, Label("兽医（周二、周六）", "Vet (Tue, Sat)")),
)
DOG_VISITS = (("bath",), ("groom",), ("bath", "teeth"), ("spa",), ("tidy",))


@dataclass
class Seeded:
    """What was made. `passwords` by login: shown once, stored only as hashes."""

    shop: Shop
    passwords: dict[str, str] = field(default_factory=dict[str, str])
    staff: dict[str, AccountId] = field(default_factory=dict[str, AccountId])
    pets: dict[str, PetId] = field(default_factory=dict[str, PetId])
    owners: dict[str, AccountId] = field(default_factory=dict[str, AccountId])
    conversations: dict[str, ConversationId] = field(default_factory=dict[str, ConversationId])


async def seed(house: House, passwords: dict[str, str] | None = None) -> Seeded:
    """Makes the demo shop. `passwords` fixes them for tests; otherwise they are random."""
    made = Seeded(await house.shops.open_shop(DEMO_SHOP))
    boss = system_actor(made.shop.id)
    for one in TEAM:
        await _hire(house, made, boss, one, (passwords or {}).get(one.login))
    for place in standard_places():
        await house.shops.roster.add_station(boss, place)
    await open_kennels(house, boss)
    for owner in OWNERS:
        await _welcome(house, made, boss, owner)
    await _fill_days(house, made, boss)
    by_pet = {pet.name: made.conversations[owner.name] for owner in OWNERS for pet in owner.pets}
    today = local_day(house.clock.now_ms(), made.shop.clock_zone)
    await fill_kennels(house, boss, made.shop, today, made.pets, by_pet)
    for owner in OWNERS:
        await house.db.write(lambda tx, name=owner.name: _talk(house, made, tx, name))
    return made


async def _hire(house: House, made: Seeded, boss: Actor, one: DemoStaff, password: str | None) -> None:
    password = password or secrets.token_urlsafe(9)
    stored = await house.people.passwords.hash(password)

    def join(tx: Tx) -> AccountId:
        return house.staff.join(tx, made.shop.id, one.login, one.name, one.role, stored, one.title.zh)

    account_id = await house.db.write(join)
    made.passwords[one.login] = password
    made.staff[one.login] = account_id
    if one.skills is not None:
        shifts = [Shift(day, 9 * 60, 21 * 60, one.break_min, one.break_min + 45) for day in WORKDAYS]
        pets, large = one.most
        await house.shops.roster.set_groomer(
            boss, account_id, one.title, one.skills, shifts, len(made.staff), pets_a_day=pets, large_a_day=large
        )


async def _welcome(house: House, made: Seeded, boss: Actor, owner: DemoOwner) -> None:
    arrived = await house.people.arrive(made.shop.id, "zh")
    account_id = arrived.actor.account_id

    def introduce(tx: Tx) -> ConversationId:
        now_ms = house.clock.now_ms()
        change_account(tx, made.shop.id, account_id, name=owner.name)
        note_phone(tx, made.shop.id, account_id, owner.phone, now_ms)
        found = house.chat.conversation_of(tx, made.shop.id, account_id)
        assert found is not None
        return found.id

    made.owners[owner.name] = account_id
    made.conversations[owner.name] = await house.db.write(introduce)
    for pet in owner.pets:
        made.pets[pet.name] = await _add_pet(house, boss, account_id, pet)


def _talk(house: House, made: Seeded, tx: Tx, name: str) -> None:
    bot = find_bot(tx, made.shop.id)
    assert bot is not None
    speakers = {"owner": made.owners[name], "assistant": AccountId(bot.id), "lin": made.staff["lin"]}
    for number, (who, words) in enumerate(TALKS.get(name, ())):
        body = {"type": "text", "text": words}
        cmid = f"demo-talk-{number}"
        one = Append(made.conversations[name], made.shop.id, speakers[who], cmid, Kind.MESSAGE, body)
        house.chat.append(tx, one)


async def _add_pet(house: House, boss: Actor, owner_id: AccountId, pet: DemoPet) -> PetId:
    new = NewPet(
        name=pet.name,
        species=pet.species,
        breed=pet.breed,
        sex=pet.sex,
        born=pet.born,
        weight_g=pet.weight_g,  # type: ignore[arg-type]
    )
    view = await house.pets.add_pet(boss, new, owner_id)
    for kind, text, severity in pet.care:
        await house.pets.note_care(boss, view.id, NewNote(kind=kind, text=text, severity=severity))  # type: ignore[arg-type]
    return PetId(view.id)


async def _fill_days(house: House, made: Seeded, boss: Actor) -> None:
    today = local_day(house.clock.now_ms(), made.shop.clock_zone)
    pets = [(pet, owner.name) for owner in OWNERS for pet in owner.pets]
    turn = 0
    for offset in range(-HISTORY_DAYS, AHEAD_DAYS + 1):
        day = today + timedelta(days=offset)
        if day.isoweekday() not in WORKDAYS:
            continue
        for minute in (9 * 60 + 30, 15 * 60) if offset else (10 * 60, 13 * 60 + 45, 16 * 60):
            pet, owner_name = pets[turn % len(pets)]
            turn += 1
            await _book(house, made, boss, pet, owner_name, day, minute, turn)


async def _book(
    house: House, made: Seeded, boss: Actor, pet: DemoPet, owner_name: str, day: date, minute: int, turn: int
) -> None:
    codes = ("cat_bath",) if pet.species == "cat" else DOG_VISITS[turn % len(DOG_VISITS)]
    start_ms = wall_ms(day, minute, made.shop.clock_zone)
    is_done = start_ms + 4 * 3_600_000 < house.clock.now_ms()
    if not is_done and start_ms < house.clock.now_ms():
        return
    entry = Entry(
        made.pets[pet.name],
        tuple(ServiceLine(code) for code in codes),
        start_ms,
        c=made.conversations[owner_name] if not is_done else ConversationId(""),
        is_done=is_done,
    )
    try:
        await house.bookings.enter(boss, entry, f"demo-{turn}")
    except PawlineError:
        # The day is full at this time: a demo needs no booking more.
        return
