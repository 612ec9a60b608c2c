"""An upgrade without a break: of two processes behind one address one leaves, comes back, and then the other does."""

import asyncio
import os
import signal
import time
from pathlib import Path

from bench.engines import Postgres, nats, postgres
from bench.report import share_at
from bench.servers import Running

from tests.soak.crowd import Conductor, Voice, chatter, voices
from tests.soak.row import Figures
from tests.soak.serving import Server

USERS, OUTSTANDING = 200, 2
# A process has fifty sockets a second to let go, then its last commits, then the other one starts.
LEFT_S, BACK_S = 30.0, 30.0
MOST_DATABASE = 0.8
LISTENING = "0A"


def roll(_number: int, folder: Path, users: int = USERS) -> Figures:
    """So many clients who go on talking while both processes are replaced, one after the other."""
    with postgres() as database, nats() as bus:
        settings = {"PAWLINE_DATABASE_URL": database.url(database.create()), "PAWLINE_BUS_URL": bus.url}
        return asyncio.run(_rolled(Server(folder, workers=2, **settings), database, users))


async def _rolled(server: Server, database: Postgres, users: int) -> Figures:
    accounts = server.make_users(users)
    await asyncio.to_thread(server.start)
    try:
        async with voices(server.url, accounts) as everybody:
            conductor = Conductor(everybody)
            talk = asyncio.ensure_future(chatter(everybody, 3600, OUTSTANDING))
            await asyncio.sleep(2)
            watch = Running("pawline", server.port, server.pid, [], {"postgres": database.pid})
            begun, used_s = time.monotonic(), watch.engine_cpu_s()["postgres"]
            longest_s = 0.0
            for pid in _workers(server):
                longest_s = max(longest_s, await _replace(server, pid))
                await asyncio.sleep(2)
            share = (watch.engine_cpu_s()["postgres"] - used_s) / (time.monotonic() - begun)
            talk.cancel()
            await conductor.healed()
            await conductor.settled()
            p99_ms = share_at(_waits_ms(everybody), 0.99)
            lines = sum(event["what"] == "welcome" for one in everybody for event in one.diary.book.events)
            assert lines >= 2 * users, "nobody had to move"
            assert share < MOST_DATABASE, f"PostgreSQL used {share:.0%} of a core"
            # What both processes tell of one conversation may cross on its way.
            found = conductor.judge(server.stored, may_lose_pushes=True)
            return {
                "processes replaced": 2, "lines": lines, "longest replacing s": round(longest_s, 1),
                "acked": sum(one.diary.acked_count for one in everybody), "p99 ms": round(p99_ms, 1),
                "PostgreSQL % of a core": round(100 * share), **found,
            }  # fmt: skip
    finally:
        await asyncio.to_thread(server.stop)


async def _replace(server: Server, pid: int) -> float:
    """Lets one process leave; returns how long until another one serves in its place."""
    begun = time.monotonic()
    os.kill(pid, signal.SIGTERM)
    async with asyncio.timeout(LEFT_S):
        while pid in _workers(server):
            await asyncio.sleep(0.1)
    async with asyncio.timeout(BACK_S):
        while await asyncio.to_thread(_doors, server.port) < 2:
            await asyncio.sleep(0.1)
    return time.monotonic() - begun


def _workers(server: Server) -> list[int]:
    return [int(one) for one in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]


def _doors(port: int) -> int:
    """How many processes take connections on a port (see proc(5), /proc/net/tcp)."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[3] == LISTENING and row[1].endswith(f":{port:04X}") for row in rows)


def _waits_ms(everybody: list[Voice]) -> list[float]:
    """From the moment that a message was written to its acknowledgement, moves to another process included."""
    waits: list[float] = []
    for one in everybody:
        begun = {event["cmid"]: event["at"] for event in one.diary.book.events if event["what"] == "invoke"}
        acked = (event for event in one.diary.book.events if event["what"] == "ok")
        waits += [(event["at"] - begun[event["cmid"]]) * 1000 for event in acked]
    return waits
