"""Two hundred want the last time of an afternoon, by chat, on the page and at the desk: one has it."""

import asyncio
from typing import Any

import sqlalchemy as sa

from pawline.booking import Entry, SlotTaken, Wish
from pawline.booking.claims import claim
from pawline.booking.store import booking
from pawline.pets import NewPet
from pawline.platform.db import Tx
from pawline.platform.ids import ConversationId, PetId
from tests.booking.world import BATH, Side, World

OWNERS, AT_THE_DESK = 140, 60


async def contenders(world: World, side: Side, at_ms: int) -> list[Any]:
    """Who is about to take the time: owners with the offer in hand, colleagues with the pet on the telephone."""
    takes: list[Any] = []
    for number in range(OWNERS + AT_THE_DESK):
        owner, pet_id = await world._owner(side.shop.id)
        if number < OWNERS:
            c = ConversationId(f"c-{owner.account_id}"[:32])
            view = await world.bookings.offer(owner, Wish(pet_id, BATH, at_ms=at_ms), c)
            (offer,) = [one for times in view.times.values() for one in times if one.start_ms == at_ms and one.is_free]
            source = "chat" if number % 2 else "web"
            takes.append(lambda o=owner, i=offer.offer_id, s=source: world.bookings.hold(o, i, world.key(), s))
        else:
            takes.append(lambda p=pet_id: world.bookings.enter(side.manager, Entry(p, BATH, at_ms), world.key()))
    return takes


async def live(world: World) -> tuple[int, int]:
    """Bookings that are held or confirmed, and claims that are active."""

    def ask(tx: Tx) -> tuple[int, int]:
        mine = sa.select(sa.func.count()).select_from(booking).where(booking.c.status.in_(["held", "confirmed"]))
        taken = sa.select(sa.func.count()).select_from(claim).where(claim.c.active.is_(True))
        return tx.execute(mine).scalar_one(), tx.execute(taken).scalar_one()

    return await world.db.read(ask)


async def test_one_of_two_hundred_has_the_last_time(world: World, a: Side) -> None:
    at_ms = world.at(a, 15)
    first = await world.pets.add_pet(a.owner, NewPet(name="先来", species="dog", breed="泰迪"))
    await world.bookings.enter(a.manager, Entry(PetId(first.id), BATH, at_ms, a.groomers[1]), world.key())
    before = await live(world)
    takes = await contenders(world, a, at_ms)
    answers = await asyncio.gather(*(take() for take in takes), return_exceptions=True)
    winners = [one for one in answers if not isinstance(one, BaseException)]
    assert len(winners) == 1
    assert all(isinstance(one, SlotTaken) for one in answers if isinstance(one, BaseException))
    assert (await live(world))[0] == before[0] + 1

    # Nobody said yes: when its time is over nothing of it is left.
    world.clock.advance(3600)
    await world.bookings.expire_due()
    kept = 1 if winners[0].status == "confirmed" else 0
    assert (await live(world))[0] == before[0] + kept
    assert kept or await live(world) == before
