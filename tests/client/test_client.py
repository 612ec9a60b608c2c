"""The client against the real server, on virtual time and a network that can be broken."""

import asyncio
import random
import sqlite3
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from pawline.client import Client, FileStore, LineEnded, LineLost, Refused
from pawline.people.store import change_account
from pawline.platform.clock import SystemClock
from pawline.platform.errors import Busy
from tests.faults.virtual import VirtualLoop, run
from tests.faults.world import World


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


@pytest.fixture
def loop() -> Iterator[VirtualLoop]:
    loop = VirtualLoop()
    yield loop
    loop.close()


@pytest.fixture
def world(loop: VirtualLoop, tmp_path: Path) -> World:
    return World(loop, tmp_path, 7)


def story(world: World, work: Coroutine[Any, Any, None]) -> None:
    """Runs a story to its end; the checker has the last word."""

    async def whole() -> None:
        await world.begin()
        try:
            await work
            await world.settle(30)
        finally:
            await world.close()

    run(world.loop, whole(), 3600)
    assert world.broken() == {}


async def until(is_true: Any, step_s: float = 0.05) -> None:
    async with asyncio.timeout(120):
        while not is_true():
            await asyncio.sleep(step_s)


def test_what_is_sent_is_acked_and_heard_in_order(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        ann, ben = await world.client(0, [c]), await world.client(1, [c])
        heard = ben.entries()
        acks = await asyncio.gather(*(ann.send(c, text(f"{i}")) for i in range(20)))
        assert [ack.seq for ack in acks] == list(range(1, 21))
        assert [(await anext(heard)).body["text"] for _ in range(20)] == [f"{i}" for i in range(20)]

    story(world, work())


def test_what_was_written_without_a_line_leaves_when_there_is_one(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        ann = await world.client(0, [c])
        await world.stop_server()
        waiters = [ann.post(c, text(f"{i}")) for i in range(5)]
        await asyncio.sleep(60)
        assert not any(one.done() for one in waiters)
        await world.start_server()
        assert [(await one).seq for one in waiters] == [1, 2, 3, 4, 5]

    story(world, work())


def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_id(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        ann = await world.client(0, [c])
        await until(lambda: ann.is_on)
        assert world.house is not None
        commits = world.house.db.commits
        waiter = ann.post(c, text("once"))
        await until(lambda: world.house and world.house.db.commits > commits, 0.0002)
        world.links.of("0-0")[0].cut_for_client()
        ack = await waiter
        assert (ack.seq, ack.dup) == (1, True)

    story(world, work())


def test_who_is_refused_for_now_at_coming_back_asks_again(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        ann, ben = await world.client(0, [c]), await world.client(1, [c])
        await until(lambda: ann.is_on and ben.is_on)
        assert world.house is not None
        replay, refusals = world.house.chat.replay, iter([Busy(retry_after_ms=500)] * 3)

        async def away(*words: Any) -> Any:
            for busy in refusals:
                raise busy
            return await replay(*words)

        def synced() -> int:
            return sum(one["what"] == "synced" for one in world.diaries[1].book.events)

        await until(synced)
        world.house.chat.replay = away  # type: ignore[method-assign]
        world.links.of("1-1")[0].cut_for_client()
        await until(lambda: synced() == 2)
        assert next(refusals, None) is None

    story(world, work())


def test_half_a_sign_is_refused_before_it_is_kept(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        ann = await world.client(0, [c])
        with pytest.raises(UnicodeEncodeError):
            ann.post(c, text("hi \ud83d"))
        assert ann.is_done
        assert (await ann.send(c, text("whole"))).seq == 1

    story(world, work())


def test_messages_go_by_requests_while_no_socket_opens(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        ann = await world.client(0, [c])

        def refuse(*_: Any) -> Any:
            raise LineLost

        connect, world.links.connect = world.links.connect, refuse  # type: ignore[method-assign]
        world.links.cut_all()
        acks = [await ann.send(c, text(f"{i}")) for i in range(3)]
        assert [ack.seq for ack in acks] == [1, 2, 3]
        assert not ann.is_on
        world.links.connect = connect  # type: ignore[method-assign]

    story(world, work())


def test_who_never_stops_talking_comes_back_to_a_line_all_the_same(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        ann = await world.client(0, [c])
        said = 0

        def say(_: Any = None) -> None:
            nonlocal said
            said += 1
            if said <= 100_000 and not ann.is_on:
                ann.post(c, text(f"{said}")).add_done_callback(say)

        def refuse(*_: Any) -> Any:
            raise LineLost

        connect, world.links.connect = world.links.connect, refuse  # type: ignore[method-assign]
        world.links.cut_all()
        await until(lambda: not ann.is_on)
        for _ in range(4):
            say()
        await until(lambda: world.diaries[0].acked_count > 10)
        world.links.connect = connect  # type: ignore[method-assign]
        async with asyncio.timeout(30):
            await until(lambda: ann.is_on)

    story(world, work())


def test_a_half_open_line_is_left_behind(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        ann, ben = await world.client(0, [c]), await world.client(1, [c])
        await until(lambda: ann.is_on and ben.is_on)
        world.links.of("1-1")[0].stall()
        stalled = world.loop.time()
        await ann.send(c, text("anybody there?"))
        await until(lambda: ben.cursor(c) == 1)
        assert world.loop.time() - stalled < 55

    story(world, work())


def test_an_idle_line_stays(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        ann = await world.client(0, [c])
        await until(lambda: ann.is_on)
        await asyncio.sleep(1800)
        assert sum(one["what"] == "welcome" for one in world.diaries[0].book.events) == 1

    story(world, work())


def test_the_server_leaves_a_half_open_line_within_fifty_seconds(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        clients = [await world.client(0, [c]) for _ in range(8)]
        await until(lambda: all(one.is_on for one in clients))
        for number in range(8):
            await asyncio.sleep(7.3)
            [link] = world.links.of(f"0-{number}")
            link.stall()
            stalled = world.loop.time()
            await until(lambda one=link: one not in world.links.open)
            assert world.loop.time() - stalled < 50

    story(world, work())


def test_a_push_that_was_lost_is_noticed_within_a_beat(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        ann, ben = await world.client(0, [c]), await world.client(1, [c])
        await until(lambda: ann.is_on and ben.is_on)
        assert world.house is not None
        bus = world.house.db.bus
        deliver, bus.deliver = bus.deliver, lambda _topic, _news: None  # type: ignore[method-assign]
        await ann.send(c, text("lost on the way"))
        bus.deliver = deliver  # type: ignore[method-assign]
        await until(lambda: ben.cursor(c) == 1)

    story(world, work())


def test_a_long_absence_is_fetched_in_full(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        ben = await world.client(1, [c])
        await until(lambda: ben.is_on)
        world.links.unreachable.add("1-0")
        world.links.cut_all()
        ann = await world.client(0, [c])
        for i in range(450):
            await ann.send(c, text(f"{i}"))
        world.links.heal()
        await until(lambda: ben.cursor(c) == 450)

    story(world, work())


def test_another_epoch_is_another_log_and_what_is_unsent_goes_there(world: World) -> None:
    """A backup from before the last messages is restored: they are void, and what had no answer is sent once."""

    async def work() -> None:
        [c, _] = world.talks(0)
        ann = await world.client(0, [c])
        await ann.send(c, text("kept"))
        await world.stop_server()
        backup = (world.folder / "pawline.db").read_bytes()
        await world.start_server()
        await ann.send(c, text("void"))
        await world.stop_server()
        waiter = ann.post(c, text("unsent"))
        (world.folder / "pawline.db").write_bytes(backup)
        for rest in ("-wal", "-shm"):
            (world.folder / f"pawline.db{rest}").unlink(missing_ok=True)
        change_epoch(world.folder / "pawline.db")
        await world.start_server()
        assert (await waiter).seq == 2
        await until(lambda: ann.cursor(c) == 2)
        assert [one["what"] for one in world.diaries[0].book.events].count("restarted") == 1

    story(world, work())


def test_a_cursor_ahead_of_the_log_begins_anew(world: World) -> None:
    """The same epoch with fewer entries: somebody put back an old file by hand."""

    async def work() -> None:
        [c, _] = world.talks(0)
        ann = await world.client(0, [c])
        await until(lambda: ann.is_on)
        backup = await copy_now(world)
        await ann.send(c, text("void"))
        await until(lambda: ann.cursor(c) == 1)
        await world.stop_server()
        (world.folder / "pawline.db").write_bytes(backup)
        await world.start_server()
        await until(lambda: ann.cursor(c) == 0)
        assert world.house is not None
        assert world.house.lines.cursor_ahead == 1

    async def whole() -> None:
        await world.begin()
        try:
            await work()
        finally:
            await world.close()

    run(world.loop, whole())
    assert "V1" in world.broken(), "an acknowledged message is gone, and the checker says so"


def test_a_refusal_for_now_is_tried_again_in_order(world: World) -> None:
    """A customer's allowance is 20 at once, then 5 a second: all of 40 arrive, in their order."""

    async def work() -> None:
        [c, _] = world.talks(0)
        assert world.house is not None
        shop_id = (await world.actor(0)).shop_id
        account = world.users[0]["user"]
        await world.house.db.write(lambda tx: change_account(tx, shop_id, account, is_loadtest=False))
        ann, ben = await world.client(0, [c]), await world.client(1, [c])
        await until(lambda: ann.is_on and ben.is_on)
        heard = ben.entries()
        waiters = [ann.post(c, text(f"{i}")) for i in range(40)]
        await asyncio.gather(*waiters)
        assert [(await anext(heard)).body["text"] for _ in range(40)] == [f"{i}" for i in range(40)]

    story(world, work())


def test_a_refusal_for_good_is_told_and_holds_up_nobody(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        ann = await world.client(0, [c])
        bad, good = ann.post(c, text("x" * 9000)), ann.post(c, text("fine"))
        with pytest.raises(Refused) as refused:
            await bad
        assert (refused.value.code, refused.value.temporary) == ("text_too_long", False)
        assert (await good).seq == 1
        assert ann.is_done

    story(world, work())


def test_an_ended_session_ends_the_client_and_keeps_what_is_unsent(world: World, tmp_path: Path) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        store = FileStore(tmp_path / "outbox.db")
        ann = await world.client(0, [c], store=store)
        await until(lambda: ann.is_on)
        assert world.house is not None
        world.links.unreachable.add("0-0")
        world.links.cut_all()
        waiter = ann.post(c, text("unsent"))
        await world.house.people.sign_out(await world.actor(0), world.users[0]["token"])
        world.links.heal()
        with pytest.raises(LineEnded):
            await waiter
        assert [one.body["text"] for one in store.pending()] == ["unsent"]
        store.close()

    story(world, work())


def test_a_program_that_starts_again_sends_what_was_left_once(world: World, tmp_path: Path) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        store = FileStore(tmp_path / "outbox.db")
        ann = await world.client(0, [c], store=store)
        await ann.send(c, text("before"))
        await until(lambda: ann.cursor(c) == 1)
        assert world.house is not None
        commits = world.house.db.commits
        waiter = ann.post(c, text("unknown"))
        await until(lambda: world.house and world.house.db.commits > commits, 0.0002)
        await world.leave(0)
        assert not waiter.done()
        store.close()
        store = FileStore(tmp_path / "outbox.db")
        assert store.cursors() == {c: 1}
        again = await world.client(0, [c], after=store.cursors()[c], store=store)
        await until(lambda: again.is_done and again.cursor(c) == 2)
        assert store.pending() == []

    story(world, work())


def test_a_client_may_be_closed_in_the_moment_its_line_is_lost(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        for number in range(6):
            ann = await world.client(0, [c])
            await until(lambda one=ann: one.is_on)
            world.links.of(f"0-{number}")[0].cut_for_client()
            for _ in range(number):
                await asyncio.sleep(0)
            await asyncio.wait_for(world.leave(number), 5)

    story(world, work())


def test_a_read_mark_is_told_again_after_a_loss(world: World) -> None:
    async def work() -> None:
        [c, _] = world.talks(0)
        ann, ben = await world.client(0, [c]), await world.client(1, [c])
        for i in range(3):
            await ann.send(c, text(f"{i}"))
        await until(lambda: ben.cursor(c) == 3)
        world.links.unreachable.add("1-1")
        world.links.cut_all()
        ben.read(c, 3)
        ben.read(c, 2)
        await asyncio.sleep(5)
        world.links.heal()
        receipts = world.diaries[0].book.events
        await until(lambda: [one["read"] for one in receipts if one["what"] == "receipt"] == [3])

    story(world, work())


def change_epoch(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE installation SET epoch = 'restored'")


async def copy_now(world: World) -> bytes:
    assert world.house is not None
    with world.house.db.engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return (world.folder / "pawline.db").read_bytes()


class Away:
    """No server far and wide."""

    async def connect(self) -> Any:
        raise LineLost


class Impatient(SystemClock):
    """Notes how long somebody would have waited."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)


async def test_everybody_comes_back_at_a_moment_of_their_own() -> None:
    clocks = [Impatient() for _ in range(200)]
    clients = [
        Client(Away(), clock=one, chance=random.Random(seed))  # type: ignore[arg-type]
        for seed, one in enumerate(clocks)
    ]
    running = [asyncio.ensure_future(one.run()) for one in clients]
    while min(len(one.waits) for one in clocks) < 8:
        await asyncio.sleep(0)
    for one in running:
        one.cancel()
    await asyncio.wait(running)
    for tries, longest_s in enumerate((1, 2, 4, 8, 16, 20, 20, 20)):
        waits = sorted(one.waits[tries] for one in clocks)
        # The whole stretch is used, from nothing to the longest: a tenth of it holds about a tenth of them.
        assert waits[0] < 0.1 * longest_s
        assert 0.9 * longest_s < waits[-1] <= longest_s
        assert 60 < sum(wait < longest_s / 2 for wait in waits) < 140


def test_who_says_nothing_is_left_after_ten_seconds(world: World) -> None:
    async def work() -> None:
        link = world.links.connect("silent", "no-token")
        begun = world.loop.time()
        with pytest.raises(LineLost) as left:
            await link.receive()
        assert 10 <= world.loop.time() - begun < 10.5
        assert left.value.close_code == 4004

    story(world, work())
