"""`pawline serve --workers N`: several processes on one port, and a small parent that watches them."""

import asyncio
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process

from pawline.platform.config import Config
from pawline.platform.errors import PawlineError

log = logging.getLogger(__name__)

# Which worker this is; set by the parent only.
WORKER = "PAWLINE_WORKER"
# One that lives shorter is started again more and more slowly.
SHORT_LIFE_S = 5.0
LONGEST_PAUSE_S = 10.0
# After the time a worker may take to leave.
GRACE_S = 5.0


class NeedsSharedEngines(PawlineError):
    """Several processes need a database and a bus that several processes can use."""

    code = "needs_shared_engines"
    zh = (
        "多个进程要用 PostgreSQL 和 NATS：请设置 PAWLINE_DATABASE_URL=postgresql://… 和 PAWLINE_BUS_URL=nats://…。"
        "SQLite 只用一个进程（去掉 --workers），什么都没有启动。"
    )
    en = (
        "Several processes need PostgreSQL and NATS: set PAWLINE_DATABASE_URL=postgresql://… and "
        "PAWLINE_BUS_URL=nats://…. With SQLite one process serves (leave --workers out). Nothing was started."
    )


def check_engines(config: Config) -> None:
    """Raises NeedsSharedEngines."""
    if config.is_sqlite or not config.bus_url:
        raise NeedsSharedEngines


def watch_workers(config: Config, count: int) -> int:
    """Keeps `count` workers serving until a signal, then lets them leave; returns the exit code."""
    return asyncio.run(_Parent(config, count).run())


class _Parent:
    def __init__(self, config: Config, count: int) -> None:
        self._longest_s = float(config.drain_s) + GRACE_S
        self._count = count
        self._leaving = asyncio.Event()
        self._failed = False

    async def run(self) -> int:
        loop = asyncio.get_running_loop()
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(one, self._leaving.set)
        async with asyncio.TaskGroup() as group:
            for number in range(1, self._count + 1):
                group.create_task(self._keep(number))
        return 1 if self._failed else 0

    async def _keep(self, number: int) -> None:
        pause_s = 0.5
        while not self._leaving.is_set():
            began = asyncio.get_running_loop().time()
            code = await self._serve(number)
            if self._leaving.is_set():
                return
            lived_s = asyncio.get_running_loop().time() - began
            log.error("worker_ended", extra={"worker": number, "code": code, "lived_s": round(lived_s)})
            pause_s = 0.5 if lived_s > SHORT_LIFE_S else min(LONGEST_PAUSE_S, pause_s * 2)
            await self._wait(pause_s)

    async def _serve(self, number: int) -> int | None:
        """One life of a worker. It holds the other end of a pipe: when this process dies, the worker leaves too."""
        words = [sys.executable, "-m", "pawline", "serve"]
        environment = {**os.environ, WORKER: str(number), "PAWLINE_SKIP_WEB": "1"}
        worker = await asyncio.create_subprocess_exec(*words, env=environment, stdin=PIPE)
        log.info("worker_started", extra={"worker": number, "pid": worker.pid})
        async with asyncio.TaskGroup() as group:
            ending = group.create_task(worker.wait())
            leaving = group.create_task(self._leaving.wait())
            await asyncio.wait({ending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            leaving.cancel()
            if not ending.done():
                await self._let_go(worker)
        return worker.returncode

    async def _let_go(self, worker: Process) -> None:
        worker.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(self._longest_s):
                await worker.wait()
        except TimeoutError:
            log.error("worker_killed", extra={"pid": worker.pid})
            self._failed = True
            worker.kill()

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._leaving.wait()
        except TimeoutError:
            return
