"""A loop that stands still is noticed."""

import asyncio
import time

from pawline.platform.clock import SystemClock
from pawline.platform.pulse import Pulse
from tests.waiting import until

STALL_S = 0.2


async def test_a_loop_that_stands_still_is_noticed() -> None:
    pulse = Pulse(SystemClock())
    async with asyncio.TaskGroup() as group:
        running = group.create_task(pulse.run())
        await asyncio.sleep(0)
        before_s = pulse.longest_s
        time.sleep(STALL_S)
        await until(lambda: pulse.longest_s > before_s + STALL_S / 2)
        running.cancel()
    assert pulse.longest_s >= STALL_S - 0.02
    assert pulse.total_s >= pulse.longest_s
