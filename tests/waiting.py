"""Waiting in tests: on the virtual clock, and never for ever."""

import asyncio
from collections.abc import Callable

from pawline.platform.clock import VirtualClock

LONGEST_S = 20


async def until(is_true: Callable[[], object], clock: VirtualClock | None = None, step_s: float = 1.0) -> None:
    """Lets other tasks run, and the virtual clock go on by steps, until the condition holds."""
    async with asyncio.timeout(LONGEST_S):
        while not is_true():
            await asyncio.sleep(0)
            if clock is not None:
                clock.advance(step_s)
