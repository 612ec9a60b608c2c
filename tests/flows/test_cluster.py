"""Three processes on PostgreSQL and NATS: one is killed and NATS is restarted under load, and nothing is lost."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from pawline.client import Client
from pawline.platform.config import driver_url
from tests.faults.checker import broken, check, report
from tests.faults.diary import Diary, Recording
from tests.faults.dump import read
from tests.faults.history import CONDUCTOR, Book, gather
from tests.flows.cluster import Cluster, Roaming, cluster, until_well

OWNERS = 6
LOAD_S = 9.0


@pytest.fixture
async def three(tmp_path: Path) -> AsyncIterator[tuple[Cluster, list[int]]]:
    async with cluster(tmp_path) as one:
        # The first has the lease of the background work.
        yield one, [await one.start() for _ in range(3)]


async def arrive(port: int) -> tuple[str, str, str]:
    """A new owner: token, account and conversation."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        answer = await client.post("/api/owner/session", json={"lang": "zh"})
        answer.raise_for_status()
        me = (await client.get("/api/me")).json()
        return client.cookies["pawline_owner"], str(me["account_id"]), answer.json()["conversation_id"]


async def sign_in(port: int) -> tuple[str, str]:
    """A member of staff: token and account."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers={"x-pawline-side": "desk"}) as client:
        answer = await client.post("/api/staff/session", json={"login": "lin", "password": "demo-password"})
        answer.raise_for_status()
        return next(iter(client.cookies.values())), str((await client.get("/api/me")).json()["account_id"])


class Crowd:
    """Clients that write down what they say and hear."""

    def __init__(self, stack: AsyncExitStack, ports: list[int]) -> None:
        self._stack = stack
        self._ports = ports
        self.now = asyncio.get_running_loop().time
        self.diaries: list[Diary] = []
        self.clients: list[Client] = []
        self.conductor = Book(CONDUCTOR)

    async def join(self, name: str, token: str, account: str, follows: list[str], first: int) -> Client:
        diary = Diary(name, account, dict.fromkeys(follows, 0), self.now)
        network = Roaming(self._ports, token, first)
        self._stack.push_async_callback(network.close)
        client = Client(Recording(network, diary), listener=diary, device_id=name)
        await self._stack.enter_async_context(client)
        for c in follows:
            await client.follow(c, 0)
        self.diaries.append(diary)
        self.clients.append(client)
        return client

    async def talk(self, client: Client, conversations: list[str], until: float) -> None:
        """Four unanswered messages at a time, a little slower than the pace that owners are allowed."""
        number = 0
        while self.now() < until:
            waiting = [
                client.post(
                    conversations[(number + i) % len(conversations)], {"type": "text", "text": f"话 {number + i}"}
                )
                for i in range(4)
            ]
            number += 4
            await asyncio.wait(waiting, timeout=20)
            await asyncio.sleep(0.7)

    async def settle(self, heads: dict[str, int]) -> None:
        """Everybody has everything, within half a minute."""
        self.conductor.note(self.now(), "heal", heads=heads)
        async with asyncio.timeout(45):
            while not all(
                client.is_done and all(client.cursor(c) >= heads[c] for c in diary.book.events[0]["follows"])
                for client, diary in zip(self.clients, self.diaries, strict=True)
            ):
                await asyncio.sleep(0.1)
        # The assistant may say something more after this.
        self.conductor.note(self.now(), "settled", heads=heads)


async def heads_of(url: str) -> dict[str, int]:
    with psycopg.connect(url) as raw:
        return dict(raw.execute("SELECT id, last_seq FROM conversation WHERE last_seq > 0").fetchall())


async def trouble(one: Cluster, ports: list[int]) -> None:
    """The process with the background work dies; NATS is away for two seconds; backends of PostgreSQL end."""
    await asyncio.sleep(2)
    await one.kill(ports[0])
    await asyncio.sleep(1.5)
    one.bus.stop()
    await asyncio.sleep(2)
    one.bus.start()
    await asyncio.sleep(1)
    one.database.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pawline' AND random() < 0.5"
    )


async def test_nothing_is_lost_and_everybody_converges(three: tuple[Cluster, list[int]]) -> None:
    one, ports = three
    async with AsyncExitStack() as stack:
        crowd = Crowd(stack, ports)
        owners = [await arrive(ports[i % 3]) for i in range(OWNERS)]
        talks = [c for _, _, c in owners]
        works: list[Any] = []
        until = crowd.now() + LOAD_S
        for i, (token, account, c) in enumerate(owners):
            speaking = await crowd.join(f"owner{i}", token, account, [c], first=i)
            await crowd.join(f"owner{i}-tablet", token, account, [c], first=i + 1)
            works.append(crowd.talk(speaking, [c], until))
        token, account = await sign_in(ports[1])
        desk = await crowd.join("desk", token, account, talks, first=1)
        works.append(crowd.talk(desk, talks[:3], until))
        await asyncio.gather(*works, trouble(one, ports))
        heads = await heads_of(one.database_url)
        await crowd.settle({c: heads[c] for c in talks})
        assert sum(diary.acked_count for diary in crowd.diaries) > 100
    # Between processes a push is a hint that may be lost or come late; what is called synced is complete all the same.
    books = [crowd.conductor, *(d.book for d in crowd.diaries)]
    verdicts = check(gather(books, may_lose_pushes=True), read(driver_url(one.database_url)))
    assert broken(verdicts) == {}, report(verdicts)
    assert all(verdicts[name].judged for name in ("V1", "V2", "V3", "V4", "V5", "V6", "V7", "V13"))


async def test_the_assistant_goes_on_when_its_process_is_gone(three: tuple[Cluster, list[int]]) -> None:
    one, ports = three
    token, account, c = await arrive(ports[2])
    async with AsyncExitStack() as stack:
        crowd = Crowd(stack, ports[1:])
        owner = await crowd.join("owner", token, account, [c], first=1)
        await owner.send(c, {"type": "text", "text": "你们几点开门？"})
        await heard(owner, c, 2)
        await one.kill(ports[0])
        await owner.send(c, {"type": "text", "text": "地址在哪里？"})
        before = owner.cursor(c)
        await heard(owner, c, before + 1)


async def heard(client: Client, c: str, seq: int) -> None:
    async with asyncio.timeout(20):
        while client.cursor(c) < seq:
            await asyncio.sleep(0.05)


async def test_sessions_and_devices_are_the_same_everywhere(three: tuple[Cluster, list[int]]) -> None:
    """Signing out at one process ends the socket at another; the newer socket of a device displaces the older."""
    _, ports = three
    token, account, c = await arrive(ports[0])
    async with AsyncExitStack() as stack:
        crowd = Crowd(stack, ports)
        first = await crowd.join("phone", token, account, [c], first=0)
        await until_state(crowd.diaries[0], "on")
        await crowd.join("phone", token, account, [c], first=1)
        await until_state(crowd.diaries[1], "on")
        await until_state(crowd.diaries[0], "ended")
        assert not first.is_on
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{ports[2]}", headers={"Authorization": f"Bearer {token}"}
        ) as client:
            (await client.delete("/api/session")).raise_for_status()
        await until_state(crowd.diaries[1], "ended")


async def until_state(diary: Diary, state: str) -> None:
    async with asyncio.timeout(10):
        while diary.state != state:
            await asyncio.sleep(0.01)


async def test_workers_share_a_port_and_are_started_again(tmp_path: Path) -> None:
    """Two behind one port: one is killed and comes again, then both leave at a signal, and nothing is left behind."""
    async with cluster(tmp_path) as one:
        port = await one.start("--workers", "2", PAWLINE_DRAIN_S="6")
        workers = await children(one.processes[port].pid, 2)
        os.kill(workers[0], signal.SIGKILL)
        again = await children(one.processes[port].pid, 2, but=workers[0])
        assert workers[1] in again
        await until_well(port)
        token, account, c = await arrive(port)
        async with AsyncExitStack() as stack:
            crowd = Crowd(stack, [port])
            client = await crowd.join("owner", token, account, [c], first=0)
            assert (await client.send(c, {"type": "text", "text": "在吗"})).seq == 1
            one.processes[port].send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(one.processes[port].wait(), 12) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in again)


async def test_workers_leave_when_their_parent_is_gone(tmp_path: Path) -> None:
    async with cluster(tmp_path) as one:
        port = await one.start("--workers", "2")
        workers = await children(one.processes[port].pid, 2)
        await one.kill(port)
        async with asyncio.timeout(15):
            while any(is_running(pid) for pid in workers):
                await asyncio.sleep(0.05)


async def children(parent: int, count: int, but: int = 0) -> list[int]:
    """The workers of a parent, when there are so many."""
    async with asyncio.timeout(15):
        while True:
            found = [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
            if len(found) == count and but not in found:
                return found
            await asyncio.sleep(0.05)


def is_running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()
