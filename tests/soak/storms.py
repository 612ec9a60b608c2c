"""Fifty want the same hour at once, each asking up to three times; then the winner says yes and no at once."""

import asyncio
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pawline.booking import Wish
from pawline.booking.errors import SlotTaken
from pawline.booking.store import claim
from pawline.people import Passwords, People
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.errors import PawlineError
from pawline.platform.ids import SeededIds
from pawline.platform.keys import Keys
from pawline.shop import Settings, ShopChange
from tests.booking.world import GROOM, World
from tests.conftest import load_every_table
from tests.soak.row import Figures

STORMS, CONTENDERS = 30, 50
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def storm(number: int, folder: Path, storms: int = STORMS, contenders: int = CONTENDERS) -> Figures:
    """So many storms over the same hour of one shop."""
    return asyncio.run(_stormed(random.Random(number), f"sqlite:///{folder / 'storm.db'}", storms, contenders))


async def _stormed(chance: random.Random, url: str, storms: int, contenders: int) -> Figures:
    load_every_table()
    db = Database(url)
    db.create_all()
    await db.start()
    try:
        clock, ids = VirtualClock(MONDAY), SeededIds(chance.getrandbits(32))
        world = World(db, clock, ids, People(db, clock, ids, Passwords(), Keys(b"k" * 32)))
        side = await world.open("storm")
        await world.shops.change_shop(side.manager, ShopChange(is_phone_required=False))
        # Guests who let go of three holds within an hour are held back: here they win more often than that.
        await world.shops.set_settings(side.manager, Settings(holds_per_hour_stranger=100))
        owners = [await world._owner(side.shop.id) for _ in range(contenders)]
        at_ms, asked = world.at(side, 15), 0
        offers = [await _offer(world, owner, pet, at_ms) for owner, pet in owners]
        for number in range(storms):
            asked += await _one(world, owners, offers, chance, f"s{number}")
            clock.advance(36)
        return {"storms": storms, "asked": asked}
    finally:
        await db.stop()


async def _one(world: World, owners: list[Any], offers: list[str], chance: random.Random, tag: str) -> int:
    repeats = [chance.randint(1, 3) for _ in owners]
    asked = [
        world.bookings.hold(owner, offer, f"{tag}-hold")
        for (owner, _), offer, times in zip(owners, offers, repeats, strict=True)
        for _ in range(times)
    ]
    chance.shuffle(asked)
    answers = await asyncio.gather(*asked, return_exceptions=True)
    won = {one.id for one in answers if not isinstance(one, BaseException)}
    others = [one for one in answers if isinstance(one, BaseException)]
    assert len(won) == 1, f"{tag}: {len(won)} have the hour"
    assert all(isinstance(one, SlotTaken) for one in others), {repr(one) for one in others}
    await _yes_and_no(world, owners, next(one for one in answers if not isinstance(one, BaseException)), tag)
    return len(asked)


async def _offer(world: World, owner: Any, pet: Any, at_ms: int) -> str:
    view = await world.bookings.offer(owner, Wish(pet, GROOM, at_ms=at_ms), world.c(owner))
    return next(o.offer_id for times in view.times.values() for o in times if o.start_ms == at_ms and o.is_free)


async def _yes_and_no(world: World, owners: list[Any], held: Any, tag: str) -> None:
    """One of the two counts, and what is taken of the day is what the booking says."""
    [winner] = [owner for owner, _ in owners if await _sees(world, owner, held.id)]
    answers = await asyncio.gather(
        world.bookings.confirm(winner, held.id, held.version, f"{tag}-yes"),
        world.bookings.cancel(winner, held.id, held.version, f"{tag}-no"),
        world.bookings.confirm(winner, held.id, held.version, f"{tag}-yes"),
        return_exceptions=True,
    )
    assert all(isinstance(one, PawlineError) for one in answers if isinstance(one, BaseException)), answers
    now = await world.db.read(lambda tx: world.bookings.view_for(tx, winner, held.id))
    taken = await _taken(world)
    assert (now.status == "confirmed") == (taken > 0), f"{tag}: {now.status} with {taken} claims"
    if now.status == "confirmed":
        await world.bookings.cancel(winner, held.id, now.version, f"{tag}-off")
    assert await _taken(world) == 0, f"{tag}: something is still taken"


async def _sees(world: World, owner: Any, booking_id: str) -> bool:
    try:
        await world.db.read(lambda tx: world.bookings.view_for(tx, owner, booking_id))
    except PawlineError:
        return False
    return True


async def _taken(world: World) -> int:
    counted = sa.select(sa.func.count()).select_from(claim).where(claim.c.active.is_(True))
    return await world.db.read(lambda tx: int(tx.execute(counted).scalar_one()))
