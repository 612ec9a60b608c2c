"""Child processes: one job on the standard input, one line on the standard output, a deadline."""

import asyncio
import logging
import os
import sys
from contextlib import suppress
from pathlib import Path

import pawline

log = logging.getLogger(__name__)

_ROOT = str(Path(pawline.__file__).parents[1])
_KIB = 1024


def command_of(module: str) -> tuple[str, ...]:
    """How a module of the house is started as a program of its own."""
    return (sys.executable, "-s", "-P", "-m", module)


async def ask_child(
    command: tuple[str, ...], job: bytes, *, deadline_s: float, folder: str | None = None, most_kib: int = 64
) -> bytes:
    """The line that the child answers, of at most so many KiB; nothing when it failed, said too much or was late.

    It works in `folder` (None: the root, where it can write nothing) and never outlives this call.
    """
    # Nothing of our environment goes along: no keys, no proxies.
    environment = {"PYTHONPATH": _ROOT, "PATH": os.defpath, "LANG": "C.UTF-8"}
    child = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        cwd=folder or "/", env=environment, start_new_session=True, limit=most_kib * _KIB,
    )  # fmt: skip
    try:
        async with asyncio.timeout(deadline_s):
            return await _converse(child, job)
    except (TimeoutError, ValueError, ConnectionError) as error:
        log.warning("child_refused", extra={"program": command[-1], "why": type(error).__name__})
        return b""
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


async def _converse(child: asyncio.subprocess.Process, job: bytes) -> bytes:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(job)
    with suppress(ConnectionError):
        # Who answers without having read everything may be gone: its line and its code tell whether that was well.
        await child.stdin.drain()
    child.stdin.close()
    line = await child.stdout.readline()
    code = await child.wait()
    if code != 0:
        log.warning("child_failed", extra={"exit": code})
        return b""
    return line
