"""`python -m bench.booking [--quick]`: what the booking engine costs in a shop of twenty that is well booked.

Processor time, database reads included, on SQLite in this process: free times of a fortnight, a week as an owner
looks at it, holding and confirming, a day of the schedule. JSON lines on standard output.
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import msgspec

from bench.report import share_at, tell
from pawline.app import House
from pawline.booking import PetWish, ServiceLine, Wish, claims, store
from pawline.booking.airing import with_claims
from pawline.booking.availability import slots_at
from pawline.booking.diary import Diary
from pawline.booking.model import Booking, BookingStatus, DayPlan
from pawline.booking.slot import Slot
from pawline.booking.together import Part, free_visits
from pawline.people import Actor, Passwords, Role, system_actor
from pawline.people.phones import note_phone
from pawline.pets import NewPet
from pawline.platform.config import Config
from pawline.platform.db import Tx
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import upgrade
from pawline.platform.ids import AccountId, BookingId, ConversationId, DeviceId, PetId
from pawline.shop import Label, NewShop, NewStation, Opening, Settings, Shift, StationKind

GROOMERS, DAYS, FORTNIGHT = 20, 60, 14
# With this chance a start that is free is taken; the rest are gaps.
TAKEN = 0.85
PLACES = ((StationKind.TUB, 4), (StationKind.BLOWER, 4), (StationKind.TABLE, 4))
BATH = (ServiceLine("bath"),)


@dataclass
class Shop:
    """The shop, its manager, and two owners with a pet each."""

    house: House
    manager: Actor
    owners: list[Actor]
    pets: list[PetId]


def main() -> None:
    """Builds the shop once, then measures."""
    parser = argparse.ArgumentParser(prog="bench.booking", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a week and a few questions: checks the output only")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pawline-bench-") as folder:
        days, asked = (FORTNIGHT, 5) if args.quick else (DAYS, 300)
        asyncio.run(_measure(Path(folder), days, asked))


async def _measure(folder: Path, days: int, asked: int) -> None:
    shop = await open_shop(folder)
    booked, full = await fill(shop, days)
    tell("booking", "shop", "pawline", "bookings", "1", [booked])
    tell("booking", "shop", "pawline", "scarcest_places_full", "1", [full])
    for pets in (1, 2):
        spent = [await cpu_of(shop, lambda tx, n=n, p=pets: _fortnight(tx, shop, n, p)) for n in range(asked)]
        tell_share("booking", f"fortnight-{pets}", spent)
    friend = await shop.house.pets.add_pet(shop.owners[0], NewPet(name="咪咪", species="dog", breed="柯基"))
    for pets in ([shop.pets[0]], [shop.pets[0], PetId(friend.id)]):
        spent = [await cpu_of(shop, lambda tx, n=n, some=pets: _week(tx, shop, n, some)) for n in range(asked)]
        tell_share("booking", f"week-{len(pets)}", spent)
    await _confirming(shop, asked)
    spent = [await cpu_of(shop, lambda tx, n=n: _schedule(tx, shop, n, days)) for n in range(asked)]
    tell_share("booking", "schedule-day", spent)
    await shop.house.db.stop()


def tell_share(bench: str, work: str, spent_ms: list[float]) -> None:
    """Half of the questions cost at most the p50, 99 of a hundred the p99."""
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        tell(bench, work, "pawline", name, "ms of processor time", [share_at(spent_ms, share)])


async def cpu_of(shop: Shop, ask: Callable[[Tx], object]) -> float:
    """Milliseconds of the processor that one question takes in its reader's thread."""

    def timed(tx: Tx) -> float:
        begun = time.thread_time()
        ask(tx)
        return (time.thread_time() - begun) * 1000

    return await shop.house.db.read(timed)


def _fortnight(tx: Tx, shop: Shop, number: int, pets: int) -> int:
    """All free starts of a fortnight for a bath (tub, dryer, table), for one pet or for two that come together."""
    diary = _diary(tx, shop)
    days = [diary.today + timedelta(days=1 + number % 30 + n) for n in range(FORTNIGHT)]
    rank: dict[str, tuple[int, ...]] = {one.account_id: (n,) for n, one in enumerate(diary.team.groomers)}
    guests = [shop.house.pets.pet_for(tx, shop.manager, pet_id) for pet_id in shop.pets[:pets]]
    parts = [Part(diary.quote(BATH, pet), diary.subject(pet), rank) for pet in guests]
    plans = diary.plans(days).values()
    return sum(len(free_visits(plan, parts)) for plan in plans if plan is not None)


def _week(tx: Tx, shop: Shop, number: int, pets: Sequence[PetId]) -> bytes:
    """The week that an owner looks at, as it is sent: the question from the account on, and the answer as JSON."""
    day = shop.house.clock.now().date() + timedelta(days=1 + number % 30)
    also = tuple(PetWish(pet_id, BATH) for pet_id in pets[1:])
    view = shop.house.bookings.week(tx, shop.owners[0], Wish(pets[0], BATH, day, also=also))
    return msgspec.json.encode(view)


def _schedule(tx: Tx, shop: Shop, number: int, days: int) -> object:
    day = shop.house.clock.now().date() + timedelta(days=1 + number % (days - 1))
    return shop.house.bookings.schedule(tx, shop.manager, day)


async def _confirming(shop: Shop, count: int) -> None:
    """Hold and confirm, one after another, as an owner does it."""
    bookings, owner, house = shop.house.bookings, shop.owners[0], shop.house
    c = ConversationId("")
    made, begun = 0, time.perf_counter()
    for number in range(count):
        day = house.clock.now().date() + timedelta(days=1 + number % 50)
        view = await bookings.offer(owner, Wish(shop.pets[0], BATH, day=day), c)
        free = [one for times in view.times.values() for one in times if one.is_free]
        if not free:
            continue
        held = await bookings.hold(owner, random.choice(free).offer_id, house.ids.new())
        sure = await bookings.confirm(owner, held.id, held.version, house.ids.new())
        await bookings.cancel(owner, sure.id, sure.version, house.ids.new())
        made += 1
    tell(
        "booking", "offer-hold-confirm-cancel", "pawline", "rate", "bookings/s", [made / (time.perf_counter() - begun)]
    )


def _diary(tx: Tx, shop: Shop) -> Diary:
    return shop.house.bookings.diary(tx, shop.manager.shop_id)


async def open_shop(folder: Path, places: Sequence[tuple[StationKind, int]] = PLACES) -> Shop:
    """Twenty people who bathe, these places, and two owners with a pet each."""
    config = Config(data=str(folder))
    engine = open_engine(config.database)
    upgrade(engine)
    engine.dispose()
    house = House(config, passwords=Passwords())
    await house.db.start()
    week = tuple(Opening(day, 9 * 60, 21 * 60) for day in range(1, 8))
    settings = Settings(holds_per_hour_stranger=100, horizon_days=90)
    made = await house.shops.open_shop(NewShop(slug="twenty", name="二十人店", hours=week, settings=settings))
    manager = system_actor(made.id)
    shifts = [Shift(day, 9 * 60, 21 * 60, 12 * 60, 13 * 60) for day in range(1, 8)]
    for number in range(GROOMERS):
        account_id = await account(house, manager, Role.GROOMER, f"groomer-{number}")
        await house.shops.roster.set_groomer(manager, account_id, Label("美容师", "Groomer"), ("bath",), shifts, number)
    for kind, count in places:
        for number in range(count):
            place = NewStation(kind=kind, name=f"{kind.value} {number}", name_en=f"{kind.value} {number}", buffer_min=5)
            await house.shops.roster.add_station(manager, place)
    shop = Shop(house, manager, [], [])
    for number in range(2):
        account_id = await account(house, manager, Role.OWNER, f"owner-{number}")
        owner = Actor(made.id, account_id, "owner", Role.OWNER, DeviceId("bench"))
        phone = f"1390000000{number}"
        await house.db.write(lambda tx, o=owner, p=phone: note_phone(tx, o.shop_id, o.account_id, p, 1))
        shop.owners.append(owner)
        pet = await house.pets.add_pet(owner, NewPet(name="豆豆", species="dog", breed="柯基"))
        shop.pets.append(PetId(pet.id))
    return shop


async def account(house: House, manager: Actor, role: Role, name: str) -> AccountId:
    """Opens an account."""
    account_id = AccountId(house.ids.new())
    await house.db.write(
        lambda tx: house.people.open_account(tx, manager.shop_id, account_id, role, name=name, login=account_id)
    )
    return account_id


async def fill(shop: Shop, days: int) -> tuple[int, float]:
    """Books each day with gaps here and there; how many bookings, and how full the scarcest places are."""
    chance, booked, shares = random.Random(1), 0, list[float]()
    for number in range(1, days + 1):
        day = shop.house.clock.now().date() + timedelta(days=number)
        slots, share = await shop.house.db.read(lambda tx, day=day: book_day(tx, shop, day, chance))
        await shop.house.db.write(lambda tx, slots=slots: _write(tx, shop, slots))
        booked += len(slots)
        shares.append(share)
    return booked, sum(shares) / days


def book_day(tx: Tx, shop: Shop, day: date, chance: random.Random) -> tuple[list[Slot], float]:
    """A well booked day, and how full the scarcest places are."""
    diary = _diary(tx, shop)
    pet = shop.house.pets.pet_for(tx, shop.manager, shop.pets[1])
    plan = diary.plans([day])[day]
    assert plan is not None
    quote, subject = diary.quote(BATH, pet), replace(diary.subject(pet), resource_no=None)
    slots: list[Slot] = []
    # From morning to evening, leaving gaps: at random starts a day is in pieces long before it is full.
    for start_ms in plan.starts:
        while chance.random() < TAKEN and (ways := slots_at(plan, quote, subject, start_ms)):
            slots.append(chance.choice(ways))
            plan = with_claims(plan, slots[-1].claims)
    return slots, _share(plan)


def _share(plan: DayPlan) -> float:
    """How much of the day the busiest kind of place is taken."""
    taken_ms = {kind: 0 for kind, _ in PLACES}
    for place in plan.places:
        taken_ms[place.kind] += sum(span.end_ms - span.start_ms for span in plan.busy.get(place.resource_no, ()))
    return max(taken_ms[kind] / count for kind, count in PLACES) / (plan.hours.closes_ms - plan.hours.opens_ms)


def _write(tx: Tx, shop: Shop, slots: list[Slot]) -> None:
    # They belong to the second owner, whose pet itself is not claimed: it could not be in so many places.
    for slot in slots:
        made = Booking(
            BookingId(shop.house.ids.new()), shop.manager.shop_id, ConversationId(""), shop.owners[1].account_id,
            shop.pets[1],
            BookingStatus.CONFIRMED, 1, 1, slot.start_ms, slot.end_ms, slot.worker.account_id, slot.quote.services,
            slot.quote.total_cents, None, False, "confirmed", 0, "desk", 1,
        )  # fmt: skip
        claims.take(tx, made.shop_id, made.id, slot.claims)
        store.insert(tx, made, None)
        store.set_lines(tx, made.shop_id, made.id, slot.quote.lines)
        store.set_steps(tx, made.shop_id, made.id, slot.steps)


if __name__ == "__main__":
    main()
