"""SIGKILL cannot show a missing fsync, so the system calls do: every ack comes after a sync of its commit.

One message at a time: between two acks there must be a completed fdatasync. Where many share a commit, each ack must
come after the sync that began when its message was written. Both checks are seen to fail with `synchronous=NORMAL`,
where SQLite does not sync the log at a commit.
"""

import asyncio
import json
import os
import re
import signal
import sqlite3
import sys
from pathlib import Path

import httpx
import pytest
from bench.servers import free_port
from websockets.asyncio.client import connect

from tests.flows.crash_server import make
from tests.flows.test_crash import arrive
from tests.soak.fsync import judged, trace_the_acks
from tests.soak.serving import Server

ACKS = 1000
SYNCED = re.compile(r"f(?:data)?sync(?:\(\d+\)| resumed>\)?)\s*=\s*0")
TRACED = "trace=fdatasync,fsync,write,writev,sendto,sendmsg"


async def traced_acks(folder: Path, synchronous: str, count: int) -> tuple[int, int]:
    """Sends messages one by one; returns how many acks were traced and how many had no sync before them."""
    await make(folder)
    port, trace = free_port(), folder / "trace.txt"
    words = ["strace", "-f", "-s", "48", "-e", TRACED, "-o", str(trace), sys.executable, "-m"]
    words += ["tests.flows.crash_server", str(folder), str(port), synchronous]
    process = await asyncio.create_subprocess_exec(*words, start_new_session=True)
    try:
        await _wait(port)
        await _talk(port, count, folder)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 30)
    return _judge(trace)


async def _wait(port: int) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(600):
            try:
                await client.get(f"http://127.0.0.1:{port}/health")
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
            else:
                return
    raise RuntimeError("the server did not start under strace")


async def _talk(port: int, count: int, folder: Path) -> None:
    owner = await arrive(port)
    with sqlite3.connect(folder / "pawline.db") as raw:
        # A person's allowance of five a second would stretch this to minutes.
        raw.execute("UPDATE account SET is_loadtest = 1")
    headers = {"Authorization": f"Bearer {owner.token}"}
    async with connect(
        f"ws://127.0.0.1:{port}/ws",
        subprotocols=["pawline.v1"],  # type: ignore[list-item]
        additional_headers=headers,
    ) as line:
        await line.send(json.dumps({"t": "hello", "d": {"device_id": "d"}}))
        await asyncio.wait_for(line.recv(), 10)
        sent = 0
        while sent < count:
            body = {"cmid": f"traced-{sent:06}", "body": {"type": "text", "text": "。"}}
            await line.send(json.dumps({"t": "send", "c": owner.c, "d": body}))
            while (frame := json.loads(await asyncio.wait_for(line.recv(), 10)))["t"] not in {"ack", "err"}:
                pass
            if frame["t"] == "err":
                await asyncio.sleep(frame["d"].get("retry_after_ms", 200) / 1000)
            else:
                sent += 1


def _judge(trace: Path) -> tuple[int, int]:
    acks = unsynced = 0
    is_synced = False
    for call in trace.read_text(errors="replace").splitlines():
        if SYNCED.search(call):
            is_synced = True
        elif '{\\"t\\":\\"ack\\"' in call:
            acks += 1
            unsynced += not is_synced
            is_synced = False
    return acks, unsynced


async def test_every_ack_follows_a_sync(tmp_path: Path) -> None:
    acks, unsynced = await traced_acks(tmp_path, "FULL", ACKS)
    assert acks >= ACKS
    assert unsynced == 0


async def test_the_check_fails_without_sync(tmp_path: Path) -> None:
    acks, unsynced = await traced_acks(tmp_path, "NORMAL", 60)
    assert acks >= 60
    assert unsynced > 40


def test_every_ack_of_a_shared_commit_follows_its_sync(tmp_path: Path) -> None:
    figures = trace_the_acks(1, tmp_path, 400)
    assert figures["acks"] == 400


def test_the_check_of_shared_commits_fails_without_sync(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"\d\d acks left before the sync"):
        trace_the_acks(1, tmp_path, 100, "NORMAL")


def test_a_sync_covers_only_what_was_written_before_it_began() -> None:
    """Two share a commit; the third is written while their sync is under way, and acknowledged with them."""
    trace = """7 pwrite64(9</d/p.db-wal>, "traced-000001 traced-000002"..., 100, 0) = 100
7 fdatasync(9</d/p.db-wal> <unfinished ...>
8 pwrite64(9</d/p.db-wal>, "traced-000003"..., 50, 100) = 50
7 <... fdatasync resumed>) = 0
8 sendto(5<socket:[1]>, "{\\"t\\":\\"ack\\",\\"d\\":{\\"cmid\\":\\"traced-000001\\"}}", 40, 0, NULL, 0) = 40
8 sendto(6<socket:[2]>, "{\\"t\\":\\"ack\\",\\"d\\":{\\"cmid\\":\\"traced-000003\\"}}", 40, 0, NULL, 0) = 40
"""
    told = judged(trace)
    assert (told.syncs, told.early) == (1, {"traced-000003"})
    assert told.acked == {"traced-000001", "traced-000003"}


def test_a_server_that_may_lose_what_it_acknowledged_says_so(tmp_path: Path) -> None:
    """At its start, and to whoever asks how it is."""
    server = Server(tmp_path, PAWLINE_SYNCHRONOUS="NORMAL")
    server.run("init", "--name", "毛球", "--manager", "老板")
    server.start()
    try:
        assert "not durable" in server.log.read_text()
        assert any("not durable" in one for one in httpx.get(f"{server.url}/health").json()["problems"])
    finally:
        server.stop()
