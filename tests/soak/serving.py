"""The real server as a process of its own, which a round may kill, starve or block."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from bench.servers import answers, free_port

from pawline.platform.config import driver_url


class Server:
    """One installation in a folder. Start it as often as you kill it; its log is kept in `log`."""

    def __init__(self, folder: Path, *, workers: int = 1, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "server.log"
        environment = {"PAWLINE_DATA": str(folder / "data"), "PAWLINE_PORT": str(self.port)}
        environment |= {"PAWLINE_LOADTEST": "1", "PAWLINE_SKIP_WEB": "1", **settings}
        self._environment = dict(os.environ) | environment
        self._words = [sys.executable, "-m", "pawline", "serve", "--workers", str(workers)]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        return self.folder / "data" / "pawline.db"

    @property
    def stored(self) -> str:
        """The database as the checker is told of it."""
        url = self._environment.get("PAWLINE_DATABASE_URL")
        return driver_url(url) if url else str(self.database)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def make_users(self, count: int, groups: int = 0, group_size: int = 0) -> list[dict[str, Any]]:
        """Accounts with conversations and tokens, before the server is started."""
        words = ["--count", str(count), "--groups", str(groups), "--group-size", str(group_size)]
        return [json.loads(line) for line in self.run("loadtest-users", *words).splitlines()]

    def run(self, *words: str) -> str:
        """One of the product's commands on this installation; what it printed. Raises when it fails."""
        made = subprocess.run(
            [sys.executable, "-m", "pawline", *words],
            env=self._environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return made.stdout

    def start(self) -> None:
        """Returns when it answers. Raises RuntimeError when it does not within 30 s."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(self._words, env=self._environment, stdout=log, stderr=log)
        for _ in range(300):
            if answers(self.port):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the server did not start: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """Without a word of warning."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Politely, as an administrator would."""
        self._end(signal.SIGTERM)

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def number(self, name: str) -> float:
        """One of its `/metrics`."""
        text = urllib.request.urlopen(f"{self.url}/metrics", timeout=10).read().decode()
        line = next(line for line in text.splitlines() if line.startswith(f"pawline_{name} "))
        return float(line.split()[1])

    def _end(self, how: int) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            try:
                self._process.wait(40)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
