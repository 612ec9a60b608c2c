"""The checker's own proof: each of ten bugs is put in, and found by the invariant that is about it.

The same stories without the bugs pass, so it is the bug that is found and not the story.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pawline.app import House
from pawline.booking import ServiceLine, Wish
from pawline.demo import seed
from pawline.people import Actor, Role
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId
from tests.faults import bugs
from tests.faults.bugs import FlakyDatabase
from tests.faults.inline import InlineDatabase
from tests.faults.virtual import VirtualLoop, run
from tests.faults.world import World
from tests.serving import PASSWORDS

Story = Callable[[World], Awaitable[None]]


async def until(is_true: Callable[[], object], step_s: float = 0.05) -> None:
    async with asyncio.timeout(120):
        while not is_true():
            await asyncio.sleep(step_s)


async def two_who_talk(world: World) -> tuple[str, list[Any]]:
    [c, _] = world.talks(0)
    clients = [await world.client(0, [c]), await world.client(1, [c])]
    await until(lambda: all(one.is_on for one in clients))
    return c, clients


async def commits_fail(world: World) -> None:
    """Much is said at once while one commit in four fails."""
    c = world.talks(0)[1]
    clients = [await world.client(number, [c]) for number in range(4)]
    await until(lambda: all(one.is_on for one in clients))
    assert world.house is not None
    world.house.db.fail()  # type: ignore[attr-defined]
    for i in range(20):
        for one in clients:
            one.post(c, {"type": "text", "text": f"{i}"})
        await asyncio.sleep(0.2)
    world.house.db.ways.is_failing = False


async def an_ack_is_lost_in_a_restart(world: World) -> None:
    c, clients = await two_who_talk(world)
    assert world.house is not None
    commits = world.house.db.commits
    clients[0].post(c, {"type": "text", "text": "once"})
    await until(lambda: world.house and world.house.db.commits > commits, 0.0002)
    await world.stop_server()
    await world.start_server()
    await until(lambda: clients[0].is_done)


async def everybody_at_once(world: World) -> None:
    c = world.talks(0)[1]
    clients = [await world.client(number, [c]) for number in range(4)]
    await until(lambda: all(one.is_on for one in clients))
    for i in range(15):
        for one in clients:
            one.post(c, {"type": "text", "text": f"{i}"})
    await until(lambda: all(one.is_done for one in clients))


async def coming_back_all_the_time(world: World) -> None:
    """Three talk, the fourth loses its line again and again."""
    c = world.talks(0)[1]
    clients = [await world.client(number, [c]) for number in range(4)]
    for i in range(150):
        for one in clients[:3]:
            one.post(c, {"type": "text", "text": f"{i}"})
        if i % 5 == 0:
            for link in world.links.of("3-3"):
                link.cut()
        await asyncio.sleep(0.1)


async def a_slow_reader(world: World) -> None:
    c, clients = await two_who_talk(world)
    world.links.slow["1-1"] = 3.0
    for i in range(100):
        clients[0].post(c, {"type": "text", "text": f"{i} " + "长" * 100})
    await until(lambda: clients[0].is_done)


async def a_mark_from_the_future(world: World) -> None:
    c, clients = await two_who_talk(world)
    await clients[0].send(c, {"type": "text", "text": "one"})
    clients[1].read(c, 1_000_000)
    await asyncio.sleep(5)


async def somebody_is_shown_out(world: World) -> None:
    c = world.talks(0)[1]
    clients = [await world.client(number, [c]) for number in range(3)]
    for one in clients:
        await one.send(c, {"type": "text", "text": "here"})
    assert world.house is not None
    chat = world.house.chat
    actor, gone = await world.actor(0), AccountId(world.users[2]["user"])

    def show_out(tx: Tx) -> None:
        chat.groups._show_out(tx, actor, c, gone, "removed")

    await chat.db.write(show_out)
    clients[2].post(c, {"type": "text", "text": "still here?"})
    await clients[0].send(c, {"type": "text", "text": "without them"})
    await asyncio.sleep(5)


async def two_want_the_same_time(world: World) -> None:
    assert world.house is not None
    house = world.house
    made = await seed(house, PASSWORDS)
    names = list(made.conversations)[:3]
    owners = [Actor(made.shop.id, made.owners[one], "owner", Role.OWNER, "d") for one in names]  # type: ignore[arg-type]
    offers: list[str] = []
    for one, name in zip(owners, names, strict=True):
        [pet, *_] = await house.db.read(partial(house.pets.pets_of_owner, actor=one, owner_id=one.account_id))
        slots = await house.bookings.offer(one, Wish(pet.id, (ServiceLine("bath"),)), made.conversations[name])
        offers.append(next(t.offer_id for times in slots.times.values() for t in times if t.is_free))
    holds = [
        house.bookings.hold(one, offer, f"key-{i}") for i, (one, offer) in enumerate(zip(owners, offers, strict=True))
    ]
    answers = await asyncio.gather(*holds, return_exceptions=True)
    assert any(not isinstance(one, BaseException) for one in answers), answers


def found(
    tmp_path: Path, story: Story, house: type[House] = House, database: type[InlineDatabase] = FlakyDatabase
) -> set[str]:
    """The invariants that a story breaks."""
    loop = VirtualLoop()
    world = World(loop, tmp_path, 11, house=house, database=database)

    async def whole() -> None:
        await world.begin()
        try:
            await story(world)
            await world.settle(40)
        finally:
            await world.close()

    run(loop, whole(), 3600)
    loop.close()
    return world.broken()


CASES: list[tuple[Any, Story, str]] = [
    (bugs.AckBeforeCommit, commits_fail, "V1"),
    (bugs.DedupeInMemory, an_ack_is_lost_in_a_restart, "V2"),
    (bugs.MaxPlusOne, everybody_at_once, "V3"),
    (bugs.BroadcastBeforeCommit, commits_fail, "V7"),
    (bugs.FetchBeforeSubscribe, coming_back_all_the_time, "V5"),
    (bugs.ResumeOffByOne, coming_back_all_the_time, "V5"),
    (bugs.DropWithoutClose, a_slow_reader, "V5"),
    (bugs.MarkNotClamped, a_mark_from_the_future, "V10"),
    (bugs.MembershipCached, somebody_is_shown_out, "V9"),
    (bugs.CheckOutsideTheTransaction, two_want_the_same_time, "V11"),
]


@pytest.mark.parametrize(("bug", "story", "invariant"), CASES, ids=lambda one: getattr(one, "__name__", one))
def test_the_bug_is_found(tmp_path: Path, bug: Any, story: Story, invariant: str) -> None:
    house, database = (bug, FlakyDatabase) if issubclass(bug, House) else (House, bug)
    assert invariant in found(tmp_path, story, house, database)


@pytest.mark.parametrize("story", dict.fromkeys(story for _, story, _ in CASES), ids=lambda one: one.__name__)
def test_without_a_bug_nothing_is_found(tmp_path: Path, story: Story) -> None:
    assert found(tmp_path, story) == {}
