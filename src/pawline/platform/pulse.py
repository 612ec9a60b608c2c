"""Whether the event loop stands still: everything else in the process waits for whoever holds it."""

import asyncio

from pawline.platform.clock import Clock

BEAT_S = 0.02


class Pulse:
    """Asks to be called every 20 ms, and notes how late the calls come."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.longest_s = 0.0
        self.total_s = 0.0

    async def run(self) -> None:
        """Until cancelled. What came before the first beat is not counted: starting takes what it takes."""
        while True:
            due = self._clock.monotonic() + BEAT_S
            await asyncio.sleep(BEAT_S)
            late_s = self._clock.monotonic() - due
            self.longest_s = max(self.longest_s, late_s)
            if late_s > BEAT_S:
                self.total_s += late_s
