"""Power fails: whatever was written and not synced is gone. What was acknowledged must be there all the same.

The system calls of the server tell what was written to its files since they were last synced; after a kill just that is
wiped out. Nothing less would show a missing sync: the kernel keeps what a killed process has written.
"""

import asyncio
import os
import random
import re
import signal
from collections import defaultdict
from pathlib import Path

from tests.soak.crowd import Conductor, Voice, chatter, voices
from tests.soak.row import Figures
from tests.soak.serving import Server

CUTS, USERS, OUTSTANDING = 5, 12, 4
CALLS = "trace=pwrite64,fdatasync,fsync,ftruncate"
CALL = re.compile(r"^(\d+) +(\w+)\(\d+<([^>]+)>(.*)")
RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)")
RESULT = re.compile(r"= (-?\d+)")


def cut_the_power(number: int, folder: Path, cuts: int = CUTS, synchronous: str = "FULL") -> Figures:
    """A load on an installation that loses power so many times. Needs strace."""
    return asyncio.run(_cut(random.Random(number), folder, cuts, synchronous))


class Traced(Server):
    """A server whose writes and syncs are written down, with so many bytes of what was written."""

    def __init__(self, folder: Path, synchronous: str, calls: str = CALLS, shown: int = 0) -> None:
        super().__init__(folder, PAWLINE_SYNCHRONOUS=synchronous)
        self.trace = folder / "trace.txt"
        self._served = self._words
        self._words = ["strace", "-f", "-y", "-s", str(shown), "-e", calls, "-o", str(self.trace), *self._served]

    def kill(self) -> None:
        """The server itself; the tracer ends with it."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        if self.is_running():
            self._signal(signal.SIGTERM)

    def lose(self) -> int:
        """Wipes out what was not synced; returns how many bytes that were."""
        lost = 0
        for path, ranges in unsynced(self.trace.read_text(errors="replace")).items():
            if path.parent == self.database.parent and path.name.startswith(self.database.name) and path.exists():
                lost += _wipe(path, ranges)
        self.database.with_name(self.database.name + "-shm").unlink(missing_ok=True)
        return lost

    def _signal(self, how: int) -> None:
        assert self._process is not None
        traced = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        os.kill(int(traced[0]), how)
        self._process.wait(40)


def unsynced(trace: str) -> dict[Path, list[tuple[int, int]]]:
    """The stretches (from, to) of each file that were written and of which no sync began after that and ended well."""
    dirty: dict[Path, list[tuple[int, int]]] = defaultdict(list)
    begun: dict[str, tuple[Path, int]] = {}
    for line in trace.splitlines():
        if (call := CALL.match(line)) is not None:
            thread, name, path, rest = call[1], call[2], Path(call[3]), call[4]
            is_whole = "unfinished" not in rest
            if name == "pwrite64":
                size, at = (int(one) for one in re.findall(r", (\d+)", rest)[:2])
                dirty[path].append((at, at + size))
            elif "sync" in name:
                begun[thread] = path, len(dirty[path])
            if is_whole and "sync" in name:
                _synced(dirty, begun.pop(thread), rest)
        elif (back := RESUMED.match(line)) is not None and "sync" in back[2] and back[1] in begun:
            _synced(dirty, begun.pop(back[1]), back[3])
    return {path: ranges for path, ranges in dirty.items() if ranges}


def _synced(dirty: dict[Path, list[tuple[int, int]]], what: tuple[Path, int], rest: str) -> None:
    """What was written before the sync began is safe, if it ended well."""
    path, count = what
    result = RESULT.search(rest)
    if result is not None and int(result[1]) == 0:
        del dirty[path][:count]


def _wipe(path: Path, ranges: list[tuple[int, int]]) -> int:
    size = path.stat().st_size
    with path.open("r+b") as file:
        for start, end in ranges:
            file.seek(start)
            file.write(bytes(max(0, min(end, size) - start)))
    return sum(end - start for start, end in ranges)


async def _answered(everybody: list[Voice], more: int) -> None:
    """Until so many more messages are acknowledged: what nobody was promised proves nothing."""
    before = sum(one.diary.acked_count for one in everybody)
    async with asyncio.timeout(30):
        while sum(one.diary.acked_count for one in everybody) < before + more:
            await asyncio.sleep(0.001)


async def _cut(chance: random.Random, folder: Path, cuts: int, synchronous: str) -> Figures:
    server = Traced(folder, synchronous)
    accounts = server.make_users(USERS)
    await asyncio.to_thread(server.start)
    lost = 0
    try:
        async with voices(server.url, accounts) as everybody:
            conductor = Conductor(everybody)
            for _ in range(cuts):
                talk = asyncio.ensure_future(chatter(everybody, 8, OUTSTANDING))
                await _answered(everybody, chance.randint(50, 500))
                conductor.breaks()
                await asyncio.to_thread(server.kill)
                lost += await asyncio.to_thread(server.lose)
                await asyncio.to_thread(server.start)
                await conductor.healed()
                await talk
            await conductor.settled()
            acked = sum(one.diary.acked_count for one in everybody)
            assert acked > 50 * cuts, "the load was too thin to prove anything"
            return {"cuts": cuts, "acked": acked, "wiped KiB": lost // 1024, **conductor.judge(server.stored)}
    finally:
        await asyncio.to_thread(server.stop)
