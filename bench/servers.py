"""Servers under measurement: started on loopback, pinned to one core, stopped by their process id."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SERVER_CORE = 0
LOAD_CORE = min(1, (os.cpu_count() or 1) - 1)


@dataclass
class Running:
    """A server that answers. `users` are the accounts made for the load; `engines` the programs it works with, by
    name and process id."""

    name: str
    port: int
    pid: int
    users: list[dict[str, Any]]
    engines: dict[str, int] = field(default_factory=dict[str, int])

    def cpu_s(self) -> float:
        """Processor seconds the server's processes have used so far, all threads; engines apart."""
        return _cpu_s(self.pid)

    def engine_cpu_s(self) -> dict[str, float]:
        """The same of each engine, with all its processes."""
        return {name: _cpu_s(pid) for name, pid in self.engines.items()}

    def send_signal(self, what: int) -> None:
        """To the server's process."""
        os.kill(self.pid, what)

    def rss_kib(self) -> float:
        """Resident memory of the server."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return float(line.split()[1])
        return 0.0


def _cpu_s(pid: int) -> float:
    """A process and those it has begun, ended ones included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    own = sum(int(one) for one in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(_cpu_s(int(child)) for child in children)


def free_port() -> int:
    """A loopback port nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def pawline(
    users: int, groups: int = 0, group_size: int = 0, *, engine: str = "sqlite", workers: int = 1, shops: int = 1,
    **settings: str,
) -> Iterator[Running]:  # fmt: skip
    """The product itself, with accounts for the load spread over `shops`, on a fresh database.

    `engine` is sqlite or postgres (with its commits synced, and NATS beside it); only that takes several workers.
    """
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pawline-bench-"))
        port = free_port()
        environment = dict(os.environ, PAWLINE_DATA=folder, PAWLINE_PORT=str(port), PAWLINE_LOADTEST="1")
        environment |= {"PAWLINE_SKIP_WEB": "1", **settings}
        engines: dict[str, int] = {}
        if engine == "postgres":
            with _everywhere():
                environment |= _engines(stack, engines)
        words = ["--count", str(users), "--groups", str(groups), "--group-size", str(group_size), "--shops", str(shops)]
        made = subprocess.run(
            [sys.executable, "-m", "pawline", "loadtest-users", *words],
            env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        accounts = [json.loads(line) for line in made.stdout.splitlines()]
        words = [sys.executable, "-m", "pawline", "serve", "--workers", str(workers)]
        # Several processes on one core would show nothing but its end.
        cores = (SERVER_CORE,) if engine == "sqlite" else (SERVER_CORE, LOAD_CORE)
        server = stack.enter_context(running("pawline", words, port, environment, accounts, cores=cores))
        server.engines = engines
        yield server


@contextlib.contextmanager
def _everywhere() -> Iterator[None]:
    """What is started here may use every core, although the load has one to itself."""
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {SERVER_CORE, LOAD_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, own)


def _engines(stack: contextlib.ExitStack, engines: dict[str, int]) -> dict[str, str]:
    """Starts PostgreSQL and NATS; returns the settings that name them."""
    from bench.engines import nats, postgres

    database, bus = stack.enter_context(postgres()), stack.enter_context(nats())
    assert bus.process is not None
    engines |= {"postgres": database.pid, "nats": bus.process.pid}
    return {"PAWLINE_DATABASE_URL": database.url(database.create()), "PAWLINE_BUS_URL": bus.url}


@contextlib.contextmanager
def bare(users: int) -> Iterator[Running]:
    """The same socket stack as an echo-and-forward without storage: what the stack itself carries."""
    port = free_port()
    accounts = [
        {"user": str(i), "token": str(i), "conversations": [{"c": str(i // 2), "peers": [str(i ^ 1)]}]}
        for i in range(users)
    ]
    words = [sys.executable, "-m", "bench.bare", str(port)]
    with running("bare", words, port, dict(os.environ), accounts) as server:
        yield server


def answers(port: int) -> bool:
    """Whether one of ours serves there."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1).read()
    except OSError:
        return False
    return True


@contextlib.contextmanager
def running(
    name: str, words: list[str], port: int, environment: dict[str, str], accounts: list[dict[str, Any]],
    is_up: Callable[[int], bool] = answers, cores: Collection[int] = (SERVER_CORE,),
) -> Iterator[Running]:  # fmt: skip
    """Starts a server on its core and stops it in the end. Raises RuntimeError when it does not come up in 30 s."""
    pin = lambda: os.sched_setaffinity(0, cores)  # noqa: E731
    process = subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=pin
    )
    try:
        _wait(port, process, is_up)
        yield Running(name, port, process.pid, accounts)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes], is_up: Callable[[int], bool]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        if is_up(port):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not answer within 30 s")
