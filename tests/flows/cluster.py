"""Several processes of one installation, on a PostgreSQL and a NATS of their own."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from bench.engines import Nats, Postgres, nats, postgres
from bench.servers import free_port

from pawline.client import Internet, LineLost, Page, Wire
from pawline.client.model import Ack, Pending
from tests.flows.crash_server import make


@dataclass
class Cluster:
    """The engines, and the processes by their port."""

    folder: Path
    database: Postgres
    bus: Nats
    database_url: str
    processes: dict[int, Process] = field(default_factory=dict[int, Process])

    async def start(self, *words: str, **settings: str) -> int:
        """One more process; returns its port when it answers."""
        port = free_port()
        environment = {
            **os.environ,
            "PAWLINE_DATA": str(self.folder),
            "PAWLINE_PORT": str(port),
            "PAWLINE_DATABASE_URL": self.database_url,
            "PAWLINE_BUS_URL": self.bus.url,
            "PAWLINE_SKIP_WEB": "1",
            **settings,
        }
        log = (self.folder / f"{port}.log").open("ab")
        words = (sys.executable, "-m", "pawline", "serve", *words)
        self.processes[port] = await asyncio.create_subprocess_exec(
            *words, env=environment, stderr=log, stdout=log, stdin=asyncio.subprocess.DEVNULL
        )
        await until_well(port)
        return port

    async def kill(self, port: int) -> None:
        """Without a word."""
        process = self.processes.pop(port)
        process.kill()
        await process.wait()

    async def end(self) -> None:
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                process.terminate()
        for process in self.processes.values():
            await asyncio.wait_for(process.wait(), 40)


async def until_well(port: int) -> None:
    """Waits until the process answers that it is well."""
    async with asyncio.timeout(30), httpx.AsyncClient() as client:
        while True:
            with suppress(httpx.HTTPError):
                if (await client.get(f"http://127.0.0.1:{port}/health")).json()["status"] == "ok":
                    return
            await asyncio.sleep(0.05)


@contextmanager
def engines() -> Iterator[tuple[Postgres, Nats]]:
    """A PostgreSQL that syncs its commits, and a NATS."""
    with postgres() as database, nats() as bus:
        yield database, bus


@asynccontextmanager
async def cluster(folder: Path) -> AsyncIterator[Cluster]:
    """The demo shop on both engines; no process serves yet."""
    with engines() as (database, bus):
        url = database.url(database.create())
        await make(folder, database_url=url)
        one = Cluster(folder, database, bus, url)
        try:
            yield one
        finally:
            await one.end()


class Roaming:
    """A way to whichever process answers, beginning with one of them: what a proxy in front does."""

    def __init__(self, ports: list[int], token: str, first: int = 0) -> None:
        self._ways = [Internet(f"http://127.0.0.1:{port}", token, timeout_s=5) for port in ports]
        self._at = first % len(ports)

    async def connect(self) -> Wire:
        try:
            return await self._ways[self._at].connect()
        except LineLost:
            self._go_on()
            raise

    async def page(self, c: str, after: int | None, limit: int) -> Page:
        try:
            return await self._ways[self._at].page(c, after, limit)
        except LineLost:
            self._go_on()
            raise

    async def post(self, message: Pending) -> Ack:
        try:
            return await self._ways[self._at].post(message)
        except LineLost:
            self._go_on()
            raise

    async def close(self) -> None:
        for way in self._ways:
            await way.close()

    def _go_on(self) -> None:
        self._at = (self._at + 1) % len(self._ways)
