"""SIGKILL at random moments of a mixed load: whatever was acknowledged is there, once, in order."""

import asyncio
import json
import os
import random
import signal
import sqlite3
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from bench.servers import free_port
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.flows.crash_server import make

ROUNDS = 10
TALKERS, BOOKERS = 6, 4
GONE = (OSError, WebSocketException, httpx.HTTPError, asyncio.TimeoutError, EOFError)


@dataclass
class Owner:
    """One device that survives the server: its session, its outbox, and what it was promised."""

    token: str
    c: str
    acked: dict[str, int] = field(default_factory=dict[str, int])
    unknown: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    confirmed: dict[str, int] = field(default_factory=dict[str, int])
    held: set[str] = field(default_factory=set[str])


@asynccontextmanager
async def running(folder: Path, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    words = [sys.executable, "-m", "tests.flows.crash_server", str(folder), str(port)]
    process = await asyncio.create_subprocess_exec(*words, env=dict(os.environ))
    try:
        async with httpx.AsyncClient() as client:
            for _ in range(1200):
                with suppress(httpx.HTTPError):
                    await client.get(f"http://127.0.0.1:{port}/health")
                    break
                await asyncio.sleep(0.05)
            else:
                raise RuntimeError("the server did not start")
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


async def arrive(port: int) -> Owner:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        answer = await client.post("/api/owner/session", json={"lang": "zh"})
        answer.raise_for_status()
        return Owner(client.cookies["pawline_owner"], answer.json()["conversation_id"])


async def talk(owner: Owner, port: int) -> None:
    """Resends what is unknown, then goes on; every ack is written down."""
    headers = {"Authorization": f"Bearer {owner.token}"}
    with suppress(*GONE):
        async with connect(
            f"ws://127.0.0.1:{port}/ws",
            subprotocols=["pawline.v1"],
            additional_headers=headers,  # type: ignore[list-item]
        ) as line:
            await line.send(json.dumps({"t": "hello", "d": {"device_id": "d", "proto_min": 1, "proto_max": 1}}))
            await asyncio.wait_for(line.recv(), 5)
            while True:
                while len(owner.unknown) < 4:
                    owner.unknown.append((uuid.uuid4().hex, f"消息 {random.random()}"))
                for cmid, words in owner.unknown:
                    body = {"cmid": cmid, "body": {"type": "text", "text": words}}
                    await line.send(json.dumps({"t": "send", "c": owner.c, "d": body}))
                await _collect(owner, line)


async def _collect(owner: Owner, line: Any) -> None:
    wanted = {cmid for cmid, _ in owner.unknown}
    while wanted:
        frame = json.loads(await asyncio.wait_for(line.recv(), 5))
        if frame["t"] == "ack":
            cmid, seq = frame["d"]["cmid"], frame["d"]["seq"]
            assert owner.acked.get(cmid, seq) == seq
            owner.acked[cmid] = seq
            wanted.discard(cmid)
            owner.unknown = [one for one in owner.unknown if one[0] != cmid]
        elif frame["t"] == "err":
            await asyncio.sleep(frame["d"].get("retry_after_ms", 100) / 1000)
            return


async def book(owner: Owner, port: int) -> None:
    """Holds a time and confirms it, twice with the same key."""
    headers = {"Authorization": f"Bearer {owner.token}"}
    with suppress(*GONE):
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
            while True:
                held = await client.post("/test/hold")
                if held.status_code >= 400:
                    await asyncio.sleep(0.05)
                    continue
                view = held.json()
                owner.held.add(view["id"])
                key = {"Idempotency-Key": uuid.uuid4().hex}
                tap = client.post(f"/api/bookings/{view['id']}/confirm", json={"version": view["version"]}, headers=key)
                again = client.post(
                    f"/api/bookings/{view['id']}/confirm", json={"version": view["version"]}, headers=key
                )
                for answer in await asyncio.gather(tap, again):
                    if answer.status_code == 200:
                        owner.confirmed[view["id"]] = answer.json()["version"]


async def _once_booked(owners: list[Owner]) -> None:
    """Until one more time was confirmed, so that every kill falls into a load however slow the machine is."""
    before = sum(len(one.confirmed) for one in owners)
    async with asyncio.timeout(30):
        while sum(len(one.confirmed) for one in owners) == before:
            await asyncio.sleep(0.01)


async def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    await make(tmp_path)
    port = free_port()
    async with running(tmp_path, port):
        owners = [await arrive(port) for _ in range(TALKERS + BOOKERS)]
    random.seed(20261122)
    for _ in range(ROUNDS):
        async with running(tmp_path, port) as process:
            work = [talk(one, port) for one in owners[:TALKERS]] + [book(one, port) for one in owners[TALKERS:]]
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one) for one in work]
                await _once_booked(owners)
                await asyncio.sleep(random.uniform(0, 0.5))
                process.send_signal(signal.SIGKILL)
                await process.wait()
                await asyncio.wait(tasks, timeout=10)
                for task in tasks:
                    task.cancel()
    assert sum(len(one.acked) for one in owners) > 200, "the load was too thin to prove anything"
    check(tmp_path / "pawline.db", owners)


def check(path: Path, owners: list[Owner]) -> None:
    """Acknowledged = stored; seq gapless; no claim overlaps; a card for every booking and none besides."""
    with sqlite3.connect(path) as raw:
        for one in owners:
            rows = raw.execute(
                "SELECT cmid, seq FROM entry JOIN conversation c ON c.no = c_no WHERE c.id = ? ORDER BY seq", (one.c,)
            ).fetchall()
            assert [seq for _, seq in rows] == list(range(1, len(rows) + 1))
            stored = dict(rows)
            assert len(stored) == len(rows)
            for cmid, seq in one.acked.items():
                assert stored.get(cmid) == seq
            for booking_id in one.confirmed:
                [(status,)] = raw.execute("SELECT status FROM booking WHERE id = ?", (booking_id,)).fetchall()
                assert status == "confirmed"
        bookings = {row[0] for row in raw.execute("SELECT id FROM booking WHERE c <> '' AND lead_id IS NULL")}
        cards = {
            row[0][8:] for row in raw.execute("SELECT cmid FROM entry WHERE kind = 'message' AND cmid LIKE 'booking-%'")
        }
        assert cards == bookings
        overlaps = raw.execute(
            "SELECT count(*) FROM claim a JOIN claim b ON a.resource_no = b.resource_no AND a.id < b.id"
            " AND a.active = 1 AND b.active = 1 AND a.start_ms < b.end_ms AND b.start_ms < a.end_ms"
        ).fetchone()
        assert overlaps == (0,)
