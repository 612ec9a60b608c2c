"""`python -m bench.year [--quick]`: what the desk's questions cost in a shop with a year behind it.

Thirty thousand bookings of three hundred owners in 365 days, at real times on real places, of which some were called
off or missed. Processor time, database reads included, on SQLite in this process. JSON lines on standard output.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bench.booking import Shop, account, book_day, cpu_of, open_shop, tell_share
from bench.report import tell
from pawline.booking import BookingStatus, PlannedStep, claims, store
from pawline.booking.model import Booking, Claim
from pawline.booking.slot import Slot
from pawline.people import Actor, Role
from pawline.pets import NewPet
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId, BookingId, ConversationId, DeviceId, PetId
from pawline.shop import StationKind

YEAR, BOOKINGS, OWNERS, DAY_MS = 365, 30_000, 300, 86_400_000
PLACES = ((StationKind.TUB, 14), (StationKind.BLOWER, 14), (StationKind.TABLE, 14))
BREEDS = ("柯基", "泰迪", "比熊", "金毛", "柴犬", "法斗")
# Of a hundred bookings so many were called off, so many missed.
CALLED_OFF, MISSED = 8, 3


@dataclass
class Family:
    """An owner and the pets."""

    owner_id: AccountId
    pets: list[PetId]


def main() -> None:
    """Builds the year, then asks."""
    parser = argparse.ArgumentParser(prog="bench.year", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a week and a few questions: checks the output only")
    args = parser.parse_args()
    days, asked, owners = (7, 5, 10) if args.quick else (YEAR, 200, OWNERS)
    with tempfile.TemporaryDirectory(prefix="pawline-bench-") as folder:
        asyncio.run(_measure(Path(folder), days, asked, owners))


async def _measure(folder: Path, days: int, asked: int, owners: int) -> None:
    chance = random.Random(1)
    shop = await open_shop(folder, PLACES)
    families = [await _family(shop, chance, number) for number in range(owners)]
    booked = await _live_through(shop, families, chance, days)
    tell("year", "shop", "pawline", "bookings", "1", [booked])
    today = shop.house.clock.now().date()
    wanted = [today - timedelta(days=1 + number % (days - 1)) for number in range(asked)]
    spent = [await cpu_of(shop, lambda tx, d=d: shop.house.bookings.schedule(tx, shop.manager, d)) for d in wanted]
    tell_share("year", "schedule-day", spent)
    spent = [
        await cpu_of(shop, lambda tx, f=chance.choice(families): _file(tx, shop, f)) for _ in range(asked)
    ]  # fmt: skip
    tell_share("year", "owners-bookings", spent)
    await shop.house.db.stop()


def _file(tx: Tx, shop: Shop, family: Family) -> object:
    return shop.house.bookings.bookings_of(tx, shop.manager, family.owner_id)


async def _family(shop: Shop, chance: random.Random, number: int) -> Family:
    owner_id = await account(shop.house, shop.manager, Role.OWNER, f"owner {number}")
    owner = Actor(shop.manager.shop_id, owner_id, "owner", Role.OWNER, DeviceId("bench"))
    pets = [
        await shop.house.pets.add_pet(owner, NewPet(name=f"豆豆{n}", species="dog", breed=chance.choice(BREEDS)))
        for n in range(chance.choice((1, 1, 2)))
    ]
    return Family(owner_id, [PetId(one.id) for one in pets])


async def _live_through(shop: Shop, families: list[Family], chance: random.Random, days: int) -> int:
    """Books a few full days of the future and lays them over the year behind; returns how many bookings it has."""
    first = shop.house.clock.now().date() + timedelta(days=1)
    patterns: list[list[Slot]] = []
    for number in range(5):
        day = first + timedelta(days=number)
        patterns.append((await shop.house.db.read(lambda tx, d=day: book_day(tx, shop, d, chance)))[0])
    a_day = -(-BOOKINGS // YEAR)
    booked = 0
    for back in range(1, days + 1):
        slots = chance.choice(patterns)
        shift_ms = -DAY_MS * (back + patterns.index(slots) + 1)
        taken = sorted(chance.sample(slots, min(a_day, len(slots))), key=lambda one: one.start_ms)
        made = [
            _lived(shop, chance, family, slot, shift_ms)
            for family, slot in zip(_ever(families, chance), taken, strict=False)
        ]
        await shop.house.db.write(lambda tx, made=made: _write(tx, made))
        booked += len(made)
        if back % 50 == 0:
            print(f"{back} of {days} days", file=sys.stderr)
    return booked


def _ever(families: list[Family], chance: random.Random) -> Iterator[Family]:
    while True:
        yield from chance.sample(families, len(families))


def _lived(
    shop: Shop, chance: random.Random, family: Family, slot: Slot, shift_ms: int
) -> tuple[Booking, Slot, list[PlannedStep], list[Claim]]:
    dice = chance.randrange(100)
    status = BookingStatus.DONE
    if dice < CALLED_OFF:
        status = BookingStatus.CANCELLED
    elif dice < CALLED_OFF + MISSED:
        status = BookingStatus.NO_SHOW
    booking = Booking(
        BookingId(shop.house.ids.new()), shop.manager.shop_id, ConversationId(""), family.owner_id,
        chance.choice(family.pets), status, 6, 1, slot.start_ms + shift_ms, slot.end_ms + shift_ms,
        slot.worker.account_id, slot.quote.services, slot.quote.total_cents, None, False,
        "gone" if status is BookingStatus.DONE else None, 0, "chat", slot.start_ms + shift_ms - 5 * DAY_MS,
    )  # fmt: skip
    steps = [
        replace(one, start_ms=one.start_ms + shift_ms, end_ms=one.end_ms + shift_ms) for one in slot.steps
    ]  # fmt: skip
    taken = [
        replace(one, start_ms=one.start_ms + shift_ms, end_ms=one.end_ms + shift_ms) for one in slot.claims
    ]  # fmt: skip
    return booking, slot, steps, taken


def _write(tx: Tx, made: list[tuple[Booking, Slot, list[PlannedStep], list[Claim]]]) -> None:
    for booking, slot, steps, taken in made:
        claims.take(tx, booking.shop_id, booking.id, taken)
        claims.release(tx, booking.id)
        store.insert(tx, booking, None)
        store.set_lines(tx, booking.shop_id, booking.id, slot.quote.lines)
        store.set_steps(tx, booking.shop_id, booking.id, steps)


if __name__ == "__main__":
    main()
