"""The door to the solver's child process: one process a plan, with limits and a deadline."""

from __future__ import annotations

import asyncio
import logging

import msgspec

from pawline.platform.children import ask_child, command_of
from pawline.solver.check import faults
from pawline.solver.model import Day, Job, Layout

from .errors import NothingFound

log = logging.getLogger(__name__)

# A day of sixty bookings is done in two seconds; whoever waits longer gets the best of what was found.
SEARCH_S = 4.0
DEADLINE_S = 20.0
# How long one waits while others search.
TURN_S = 30.0
MOST_KIB = 1024
_COMMAND = command_of("pawline.solver")


class Search:
    """Has days laid out elsewhere, one at a time: a search wants both processors."""

    def __init__(self, command: tuple[str, ...] = _COMMAND, deadline_s: float = DEADLINE_S) -> None:
        self._command = command
        self._deadline_s = deadline_s
        self._turn = asyncio.Semaphore(1)

    async def lay_out(self, day: Day) -> Layout:
        """A layout that keeps every rule, judged here again. Raises NothingFound, whatever the child did."""
        job = msgspec.json.encode(Job(day, SEARCH_S))
        try:
            async with asyncio.timeout(TURN_S):
                await self._turn.acquire()
        except TimeoutError:
            raise NothingFound from None
        try:
            line = await ask_child(self._command, job, deadline_s=self._deadline_s, most_kib=MOST_KIB)
        finally:
            self._turn.release()
        try:
            layout = msgspec.json.decode(line, type=Layout)
        except msgspec.DecodeError:
            raise NothingFound from None
        if found := faults(day, layout):
            log.error("layout_refused", extra={"faults": len(found), "visits": len(day.visits)})
            raise NothingFound
        return layout
