"""The disk fills up in the middle of a load: nobody gets a false yes, reading goes on, space brings everything back."""

import asyncio
import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from pawline.client import Pending, Refused
from tests.soak.crowd import Conductor, Voice, chatter, voices
from tests.soak.row import Figures
from tests.soak.serving import Server

SIZE_MIB, USERS, BACK_S = 64, 10, 10.0


def fill_the_disk(_number: int, folder: Path, size_mib: int = SIZE_MIB) -> Figures:
    """A small file system of its own that is filled to the last byte, and emptied again. Needs root, for the mount."""
    with _small_disk(folder / "disk", size_mib) as disk:
        return asyncio.run(_filled(disk))


@contextlib.contextmanager
def _small_disk(folder: Path, size_mib: int) -> Iterator[Path]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_mib}m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


async def _filled(disk: Path) -> Figures:
    server = Server(disk)
    accounts = server.make_users(USERS)
    await asyncio.to_thread(server.start)
    try:
        async with voices(server.url, accounts) as everybody:
            conductor = Conductor(everybody)
            await chatter(everybody, 1.0, 4)
            ballast = disk / "ballast"
            await asyncio.to_thread(_fill, ballast)
            before = _acked(everybody)
            await chatter(everybody, 3.0, 4)
            while_full = _acked(everybody) - before
            await everybody[0].network.page(everybody[0].c, 0, 10)
            await _refused_in_words(everybody[0])
            ballast.unlink()
            begun = time.monotonic()
            await conductor.healed()
            await conductor.settled()
            back_s = time.monotonic() - begun
            assert back_s <= BACK_S, f"it took {back_s:.1f} s to come back"
            assert server.is_running()
            return {
                "fills": 1,
                "acked": _acked(everybody),
                "acked while full": while_full,
                "longest back s": round(back_s, 1),
                **conductor.judge(server.stored),
            }
    finally:
        await asyncio.to_thread(server.stop)


async def _refused_in_words(one: Voice) -> None:
    """What the outbox is told until there is space again; small messages still find room for a while."""
    for number in range(200):
        try:
            await one.network.post(Pending(f"full-{number:08}", one.c, {"type": "text", "text": "满" * 2000}))
        except Refused as refused:
            if refused.code == "storage_full":
                assert refused.temporary
                return
    raise AssertionError("nobody was told that the disk is full")


def _acked(everybody: list[Voice]) -> int:
    return sum(one.diary.acked_count for one in everybody)


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(os.urandom(4096))
