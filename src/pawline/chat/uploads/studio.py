"""The door to the media child process: one process a file, with limits and a deadline."""

import asyncio
from pathlib import Path
from typing import Annotated

import msgspec

from pawline.chat.errors import REFUSALS, NotAnImage, NotPlayable
from pawline.chat.uploads.kinds import Purpose
from pawline.platform.children import ask_child, command_of

AT_ONCE = 2
DEADLINE_S = 60
_COMMAND = command_of("pawline.media")

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
            line = await ask_child(self._command, msgspec.json.encode(job), deadline_s=self._deadline_s, folder=folder)
        try:
            answer = msgspec.json.decode(line, type=Answer)
        except msgspec.DecodeError:
            answer = Answer()
        if answer.ok is not None:
            return answer.ok
        fallback = NotAnImage if purpose is Purpose.IMAGE else NotPlayable
        raise REFUSALS.get(answer.refused or "", fallback)
