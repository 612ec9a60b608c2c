"""Facts reach their followers once each, in order, over restarts; a fact that nobody can take in is set aside."""

import asyncio
from collections.abc import Sequence

import sqlalchemy as sa

from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import ShopId
from pawline.platform.outbox import TRIES, Fact, Outbox, Reaction, SavedFact, count_set_aside, follower, set_aside
from pawline.platform.outbox import outbox as facts
from tests.platform.faults import break_table, mend_table
from tests.waiting import until


class BallThrown(Fact):
    """A fact of this test."""

    number: int


class BallLost(Fact):
    """A fact that nobody follows."""


async def throw(db: Database, shop_id: ShopId, *numbers: int) -> None:
    for number in numbers:
        await db.write(lambda tx, n=number: tx.emit(BallThrown(shop_id=shop_id, key="ball", number=n)))
        await db.write(lambda tx: tx.emit(BallLost(shop_id=shop_id, key="ball")))


def dog(seen: list[int], *, chokes_on: set[int] | None = None) -> Reaction:
    async def fetch(facts: Sequence[SavedFact]) -> None:
        for fact in (saved.fact for saved in facts):
            assert isinstance(fact, BallThrown)
            seen.append(fact.number)
            if chokes_on and fact.number in chokes_on:
                raise RuntimeError("choked")

    return fetch


async def test_each_fact_once_and_in_order(db: Database, clock: VirtualClock, shop_a: ShopId) -> None:
    seen: list[int] = []
    outbox = Outbox(db, clock)
    outbox.follow("dog", {BallThrown: dog(seen)})
    await throw(db, shop_a, 1, 2)
    await outbox.settle()
    await throw(db, shop_a, 3)
    await outbox.settle()
    await outbox.settle()
    assert seen == [1, 2, 3]


async def test_neighbours_for_one_reaction_are_told_together(db: Database, clock: VirtualClock, shop_a: ShopId) -> None:
    """Facts that the follower does not know do not come between; another that it knows does."""
    runs: list[list[str]] = []

    async def note(facts: Sequence[SavedFact]) -> None:
        runs.append([type(saved.fact).__name__ for saved in facts])

    async def note_loss(facts: Sequence[SavedFact]) -> None:
        await note(facts)

    outbox = Outbox(db, clock)
    await throw(db, shop_a, 1, 2)
    outbox.follow("one fact", {BallThrown: note})
    await outbox.settle()
    assert runs == [["BallThrown", "BallThrown"]]
    runs.clear()
    outbox.follow("two reactions", {BallThrown: note, BallLost: note_loss})
    await outbox.settle()
    assert runs == [["BallThrown"], ["BallLost"]] * 2
    runs.clear()
    outbox.follow("one reaction", {BallThrown: note, BallLost: note})
    await outbox.settle()
    assert runs == [["BallThrown", "BallLost"] * 2]


async def test_a_follower_remembers_over_a_restart(db: Database, clock: VirtualClock, shop_a: ShopId) -> None:
    first: list[int] = []
    second: list[int] = []
    outbox = Outbox(db, clock)
    outbox.follow("dog", {BallThrown: dog(first)})
    await throw(db, shop_a, 1, 2)
    await outbox.settle()
    await throw(db, shop_a, 3)
    again = Outbox(db, clock)
    again.follow("dog", {BallThrown: dog(second)})
    await again.settle()
    assert (first, second) == ([1, 2], [3])


async def test_a_place_that_is_noted_late_takes_nothing_back(db: Database, clock: VirtualClock, shop_a: ShopId) -> None:
    """A process that has lost the lease notes where it was; the facts in between are not told once more."""
    late, now = Outbox(db, clock), Outbox(db, clock)
    seen: list[int] = []
    for one in (late, now):
        one.follow("dog", {BallThrown: dog(seen)})
    await throw(db, shop_a, 1)
    while await late._turn("dog"):
        pass
    await throw(db, shop_a, 2, 3)
    await now.settle()
    seen.clear()
    await late.remember()
    again = Outbox(db, clock)
    again.follow("dog", {BallThrown: dog(seen)})
    await again.settle()
    assert seen == []


async def test_a_fact_of_an_undone_verb_was_never_there(db: Database, clock: VirtualClock, shop_a: ShopId) -> None:
    seen: list[int] = []
    outbox = Outbox(db, clock)
    outbox.follow("dog", {BallThrown: dog(seen)})

    def fail(tx: object) -> None:
        tx.emit(BallThrown(shop_id=shop_a, key="ball", number=1))  # type: ignore[attr-defined]
        raise ValueError

    result = (await asyncio.gather(db.write(fail), return_exceptions=True))[0]
    await throw(db, shop_a, 2)
    await outbox.settle()
    assert isinstance(result, ValueError)
    assert seen == [2]


async def test_a_bad_fact_is_tried_again_then_set_aside(db: Database, clock: VirtualClock, shop_a: ShopId) -> None:
    """It is found by telling its run one by one; those after it wait and then come; the other follower never waits."""
    dogs: list[int] = []
    cats: list[int] = []
    outbox = Outbox(db, clock)
    outbox.follow("dog", {BallThrown: dog(dogs, chokes_on={2})})
    outbox.follow("cat", {BallThrown: dog(cats)})
    await throw(db, shop_a, 1, 2, 3)
    running = asyncio.ensure_future(outbox.settle())
    await until(lambda: running.done(), clock, 5)
    assert dogs == [1, 2, 1, *[2] * TRIES, 3]
    assert cats == [1, 2, 3]
    row = (await db.read(lambda tx: tx.execute(sa.select(set_aside)).all()))[0]
    assert (row.follower, row.shop_id, row.type, row.error) == ("dog", shop_a, "BallThrown", "RuntimeError")
    assert await db.read(count_set_aside) == 1


async def test_a_passing_failure_leaves_nothing_behind(db: Database, clock: VirtualClock, shop_a: ShopId) -> None:
    chokes = {1}
    seen: list[int] = []
    outbox = Outbox(db, clock)
    outbox.follow("dog", {BallThrown: dog(seen, chokes_on=chokes)})
    await throw(db, shop_a, 1, 2)
    running = asyncio.ensure_future(outbox.settle())
    await until(lambda: len(seen) >= 2, clock, 5)
    chokes.clear()
    await until(lambda: running.done(), clock, 5)
    assert seen[-2:] == [1, 2]
    assert await db.read(count_set_aside) == 0


async def test_a_disk_that_takes_nothing_delays_facts_and_loses_none(
    db: Database, clock: VirtualClock, shop_a: ShopId
) -> None:
    """The follower cannot note how far it came; it goes on, and notes it when the disk takes writes again."""
    seen: list[int] = []
    outbox = Outbox(db, clock)
    outbox.follow("dog", {BallThrown: dog(seen)})
    await throw(db, shop_a, 1)
    await break_table(db, "INSERT ON follower")
    running = asyncio.ensure_future(outbox.run())
    await until(lambda: seen == [1], clock, 1)
    for _ in range(50):
        clock.advance(1)
        await asyncio.sleep(0)
    await mend_table(db)
    await throw(db, shop_a, 2)
    await until(lambda: seen == [1, 2], clock, 1)

    def is_noted(tx: Tx) -> bool:
        return (
            tx.execute(sa.select(follower.c.seen_id)).scalar()
            == tx.execute(sa.select(sa.func.max(facts.c.id))).scalar()
        )

    while not await db.read(is_noted):
        clock.advance(1)
    assert not running.done()
    running.cancel()
    again = Outbox(db, clock)
    again.follow("dog", {BallThrown: dog(seen)})
    await again.settle()
    assert seen == [1, 2]


async def test_another_process_may_write_beside_the_server(
    database_url: str, db: Database, clock: VirtualClock, shop_a: ShopId
) -> None:
    """A command like `pawline init` numbers its facts from the same database."""
    seen: list[int] = []
    outbox = Outbox(db, clock)
    outbox.follow("dog", {BallThrown: dog(seen)})
    await throw(db, shop_a, 1)
    other = Database(database_url)
    await other.start()
    await throw(other, shop_a, 2)
    await other.stop()
    await throw(db, shop_a, 3)
    await outbox.settle()
    assert seen == [1, 2, 3]


async def test_a_slow_follower_gets_to_the_end_by_what_the_fast_one_has_read(
    db: Database, clock: VirtualClock, shop_a: ShopId
) -> None:
    fast: list[int] = []
    slow: list[int] = []
    may_go_on = asyncio.Event()

    async def fetch_slowly(facts: Sequence[SavedFact]) -> None:
        await may_go_on.wait()
        await dog(slow)(facts)

    outbox = Outbox(db, clock)
    outbox.follow("fast", {BallThrown: dog(fast)})
    outbox.follow("slow", {BallThrown: fetch_slowly})
    async with asyncio.TaskGroup() as group:
        running = group.create_task(outbox.run())
        for number in range(1, 5):
            await throw(db, shop_a, number)
            await until(lambda number=number: fast[-1:] == [number])
        may_go_on.set()
        await until(lambda: slow == [1, 2, 3, 4])
        running.cancel()
