"""A real server on loopback, inside the test's own loop, on the test's own clock."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher

from pawline.app import House, web_app
from pawline.demo import DemoSms, Seeded, seed
from pawline.people import Passwords
from pawline.platform.clock import Clock, SystemClock, VirtualClock
from pawline.platform.config import Config
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import upgrade
from pawline.serve import server_of

PASSWORDS = dict.fromkeys(("manager", "lin", "may", "zhou", "vet"), "demo-password")


@dataclass
class Served:
    """A running server, the house behind it and the demo shop in it."""

    house: House
    made: Seeded
    sms: DemoSms
    url: str

    def client(self, side: str = "owner") -> httpx.AsyncClient:
        """A browser-like client with cookies of its own."""
        return httpx.AsyncClient(base_url=self.url, headers={"x-pawline-side": side}, timeout=10)


def cheap_passwords() -> Passwords:
    """The real hasher at its cheapest."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@asynccontextmanager
async def served(
    folder: Path, *, clock: Clock | None = None, socket: str = "picows", more: Any = None, **settings: str
) -> AsyncIterator[Served]:
    """Starts the demo shop on a free port; stops it at the end."""
    config = Config(data=str(folder), port="0", socket=socket, **settings)
    clock = clock or SystemClock()
    made = await _seeded(config, clock) if settings else await _copied(folder, clock.now())
    sms = DemoSms(clock)
    house = House(config, clock=clock, sms=sms, passwords=cheap_passwords())
    async with _serving(house, [*sms.routes(), *(more or [])]) as url:
        yield Served(house, made, sms, url)


# Two seconds of every test that needs a shop: each hour of a run's clocks is seeded once.
_PATTERNS: dict[datetime, tuple[tempfile.TemporaryDirectory[str], Seeded]] = {}


async def _copied(folder: Path, now: datetime) -> Seeded:
    """The installation as it was made at the full hour, secrets and all."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    if hour not in _PATTERNS:
        kept = tempfile.TemporaryDirectory(prefix="pawline-pattern-")
        _PATTERNS[hour] = kept, await _seeded(Config(data=kept.name, port="0"), VirtualClock(hour))
    kept, made = _PATTERNS[hour]
    shutil.copytree(kept.name, folder, dirs_exist_ok=True)
    return deepcopy(made)


async def _seeded(config: Config, clock: Clock) -> Seeded:
    """A new installation with the demo shop in it."""
    Path(config.data).mkdir(parents=True, exist_ok=True)
    engine = open_engine(config.database)
    upgrade(engine)
    engine.dispose()
    house = House(config, clock=clock, passwords=cheap_passwords())
    await house.db.start()
    made = await seed(house, PASSWORDS)
    await house.db.stop()
    return made


@asynccontextmanager
async def served_again(folder: Path, clock: Clock | None = None, **settings: str) -> AsyncIterator[str]:
    """Starts a server on an installation that is there, on a free port."""
    config = Config(data=str(folder), port="0", **settings)
    async with _serving(House(config, clock=clock, passwords=cheap_passwords()), []) as url:
        yield url


@asynccontextmanager
async def _serving(house: House, more: list[Any]) -> AsyncIterator[str]:
    server = server_of(house, web_app(house, more))
    server.config.load()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(server.serve())
        while not server.started:
            if running.done():
                raise RuntimeError("the server did not start")
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            await running
