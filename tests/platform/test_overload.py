"""More than can be done: what counts is refused in words and kept by its sender, what is worth nothing is shed."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from pawline.chat import entrance, log, pace, ws
from pawline.chat.entrance import Entrance
from pawline.chat.lines import REPLAYS
from pawline.people import Actor, Role
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.db import writer as writing
from pawline.platform.errors import Busy
from pawline.platform.ids import AccountId, ConversationId, DeviceId, ShopId
from tests.platform.test_socket import HELLO, close_code, hear, knock, owner, send_frame, welcomed
from tests.serving import Served, served
from tests.waiting import until

START = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
OWNER = Actor(ShopId("s"), AccountId("a"), "owner", Role.OWNER, DeviceId("d"))


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path) as one:
        yield one


@contextmanager
def held_up(db: Database) -> Iterator[asyncio.Task[None]]:
    """A commit that does not come to its end until the block is left."""
    may_go_on = threading.Event()
    task = asyncio.ensure_future(db.write(lambda _tx: may_go_on.wait(10) and None))
    try:
        yield task
    finally:
        may_go_on.set()


async def test_a_slow_commit_puts_messages_off_and_says_so(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "BUSY_S", 0.05)
    answers: list[object] = []
    with held_up(db) as verb:
        await until(lambda: db.delay_s > 0.05)
        with pytest.raises(Busy) as refused:
            db.submit(lambda _tx, items: list(items), 1, lambda *_: answers.append(1))
        assert refused.value.temporary
        assert refused.value.data["retry_after_ms"] == 1000
        # Verbs are asked for one by one and wait their turn.
        later = asyncio.ensure_future(db.write(lambda _tx: "done"))
    await verb
    assert await later == "done"
    await until(lambda: db.delay_s == 0)
    db.submit(lambda _tx, items: list(items), 2, lambda result, _error: answers.append(result))
    await until(lambda: answers == [2])


async def test_typing_is_shed_and_a_message_is_told_to_wait(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "BUSY_S", 0.05)
    monkeypatch.setattr(ws, "SHED_S", 0.05)
    line, c = await welcomed(server)
    told: list[object] = []
    server.house.db.bus.listen(f"typing.{c}", "me", told.append)
    with held_up(server.house.db) as verb:
        await until(lambda: server.house.db.delay_s > 0.05)
        await line.send(json.dumps({"t": "typing", "c": c, "d": {}}))
        await line.send(send_frame(c, "cmid-busy-001", "in a hurry"))
        refused = await hear(line)
        assert refused["t"] == "err"
        assert (refused["d"]["code"], refused["d"]["temporary"], refused["d"]["cmid"]) == (
            "busy",
            True,
            "cmid-busy-001",
        )
        assert refused["d"]["retry_after_ms"] == 1000
    await verb
    # From here on a commit may take as long as it does on a busy machine.
    monkeypatch.undo()
    await until(lambda: server.house.db.delay_s == 0)
    assert told == []
    await line.send(send_frame(c, "cmid-busy-001", "in a hurry"))
    while (frame := await hear(line))["t"] != "ack":
        assert frame["t"] != "err"
    await line.send(json.dumps({"t": "typing", "c": c, "d": {}}))
    await until(lambda: len(told) == 1)


async def test_a_full_house_says_when_to_come_again(tmp_path: Path) -> None:
    async with served(tmp_path, sockets="1") as server:
        line = await knock(server)
        with pytest.raises(InvalidStatus) as refused:
            await knock(server)
        assert refused.value.response.status_code == 503
        assert refused.value.response.headers["Retry-After"] == "2"
        await line.close()
        await until(lambda: server.house.lines.entrance.inside == 0)
        await (await knock(server)).close()


async def test_a_device_that_comes_all_the_time_is_told_to_wait(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entrance, "CONNECTS", entrance.Rate(10 / 60, 2))
    token, _ = await owner(server)
    for _ in range(2):
        line = await knock(server, token)
        await line.send(json.dumps(HELLO))
        assert (await hear(line))["t"] == "welcome"
        await line.close()
    line = await knock(server, token)
    await line.send(json.dumps(HELLO))
    assert await close_code(line) == 4005


def test_handshakes_have_a_pace_and_come_back() -> None:
    clock = VirtualClock(START)
    door = Entrance(clock, 10**6, lambda: False)
    burst = int(entrance.HANDSHAKES.burst)
    assert all(door.may_enter() for _ in range(burst))
    assert not door.may_enter()
    assert door.turned_away == 1
    clock.advance(0.1)
    assert sum(door.may_enter() for _ in range(100)) == int(entrance.HANDSHAKES.per_s * 0.1)


def test_nobody_new_comes_in_while_the_process_leaves() -> None:
    assert not Entrance(VirtualClock(START), 10, lambda: True).may_enter()


def test_a_load_program_is_limited_too_only_later() -> None:

    clock = VirtualClock(START)
    door = Entrance(clock, 10, lambda: False)
    loud = replace(OWNER, is_loadtest=True)
    assert [bool(door.wait_s(OWNER, "one")) for _ in range(21)] == [False] * 20 + [True]
    assert [bool(door.wait_s(loud, "two")) for _ in range(1001)] == [False] * 1000 + [True]
    clock.advance(6)
    assert door.wait_s(OWNER, "one") == 0


@pytest.mark.parametrize("stack", ["picows", "asgi"])
async def test_who_sends_without_end_is_not_read(stack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database does not answer, the messages stay where they are: at the other end of the socket."""
    monkeypatch.setitem(pace.RATES, "owner", (pace.LOADTEST,))
    monkeypatch.setattr(log, "TOGETHER", pace.LOADTEST)
    monkeypatch.setattr(writing, "BUSY_S", 60)
    async with served(tmp_path, socket=stack) as server:
        line, c = await welcomed(server)

        async def flood() -> None:
            for number in range(1, 1501):
                await line.send(send_frame(c, f"cmid-{number:08}", "x" * 7000))

        with held_up(server.house.db) as verb:
            flooding = asyncio.ensure_future(flood())
            mine = next(iter(server.house.lines._by_device.values()))
            assert isinstance(mine, ws.ChatLine)
            await until(lambda: bool(mine._held))
            # Ten megabytes: the system's buffers take some of it, we do not.
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(flooding), 0.5)
            assert mine._in_flight == ws.IN_FLIGHT
            assert sum(map(len, mine._held)) < 300_000
        await verb
        acks = 0
        while acks < 1500:
            frame = await hear(line)
            assert frame["t"] != "err"
            if frame["t"] == "ack":
                acks += 1
                assert frame["d"]["cmid"] == f"cmid-{frame['d']['seq']:08}"
        await flooding


async def test_few_catch_up_at_once_while_the_others_go_on(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody comes back at once: so many replays are under way, the rest waits, and what is said now is taken."""
    lines = [await welcomed(server) for _ in range(REPLAYS + 4)]
    may_go_on, most = asyncio.Event(), 0
    chat, under_way = server.house.chat, 0
    replay = chat.replay

    async def slow(actor: Actor, c: ConversationId, seq: int) -> Any:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await may_go_on.wait()
        under_way -= 1
        return await replay(actor, c, seq)

    monkeypatch.setattr(chat, "replay", slow)
    for line, c in lines:
        await line.send(json.dumps({"t": "resume", "d": {"conversations": {c: 0}}}))
    await until(lambda: under_way == REPLAYS)
    talking, c = await welcomed(server)
    await talking.send(send_frame(c, "cmid-beside-01", "beside them"))
    while (await hear(talking))["t"] != "ack":
        pass
    may_go_on.set()
    for line, _ in lines:
        while (await hear(line))["t"] != "synced":
            pass
    assert most == REPLAYS
