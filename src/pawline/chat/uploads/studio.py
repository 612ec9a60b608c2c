"""The door to the media child process: one process a file, with limits and a deadline."""

import asyncio
import logging
import os
import sys
from pathlib import Path
from typing import Annotated

import msgspec

import pawline
from pawline.chat.errors import REFUSALS, NotAnImage, NotPlayable
from pawline.chat.uploads.kinds import Purpose

log = logging.getLogger(__name__)

AT_ONCE = 2
DEADLINE_S = 60
_ROOT = str(Path(pawline.__file__).parents[1])
_COMMAND = (sys.executable, "-s", "-P", "-m", "pawline.media")

Pixels = Annotated[int, msgspec.Meta(ge=1, le=100_000)]


class Made(msgspec.Struct, frozen=True):
    """What the child measured. It read a stranger's file, so its answer is checked like a stranger's."""

    mime: Annotated[str, msgspec.Meta(pattern=r"^(video/(mp4|webm|quicktime))?$")] = ""
    w: Pixels | None = None
    h: Pixels | None = None
    duration_ms: Annotated[int, msgspec.Meta(ge=0, le=120_000)] | None = None
    waveform: Annotated[list[Annotated[int, msgspec.Meta(ge=0, le=100)]], msgspec.Meta(max_length=64)] | None = None


class Answer(msgspec.Struct, frozen=True):
    """What the child said: how it went, or why not."""

    ok: Made | None = None
    refused: str | None = None


class Studio:
    """Has files drawn, recoded and measured elsewhere, at most two at a time."""

    def __init__(self, command: tuple[str, ...] = _COMMAND, deadline_s: float = DEADLINE_S) -> None:
        self._command = command
        self._deadline_s = deadline_s
        self._places = asyncio.Semaphore(AT_ONCE)

    async def make(self, purpose: Purpose, source: Path, demuxer: str, folder: str) -> Made:
        """Leaves the results in the folder. Raises the refusal of the file, whatever the child did."""
        job = {"task": purpose.value, "source": str(source), "demuxer": demuxer}
        async with self._places:
            line = await self._run(msgspec.json.encode(job), folder)
        try:
            answer = msgspec.json.decode(line, type=Answer)
        except msgspec.DecodeError:
            answer = Answer()
        if answer.ok is not None:
            return answer.ok
        fallback = NotAnImage if purpose is Purpose.IMAGE else NotPlayable
        raise REFUSALS.get(answer.refused or "", fallback)

    async def _run(self, job: bytes, folder: str) -> bytes:
        # Nothing of our environment goes along: no keys, no proxies.
        environment = {"PYTHONPATH": _ROOT, "PATH": os.defpath, "LANG": "C.UTF-8"}
        child = await asyncio.create_subprocess_exec(
            *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, cwd=folder, env=environment, start_new_session=True,
        )  # fmt: skip
        try:
            async with asyncio.timeout(self._deadline_s):
                return await _converse(child, job)
        except (TimeoutError, ValueError, ConnectionError) as error:
            log.warning("media_refused", extra={"why": type(error).__name__})
            return b""
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()


async def _converse(child: asyncio.subprocess.Process, job: bytes) -> bytes:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(job)
    child.stdin.close()
    # One line of at most 64 KiB, asyncio's own limit.
    line = await child.stdout.readline()
    code = await child.wait()
    if code != 0:
        log.warning("media_child_failed", extra={"exit": code})
        return b""
    return line
