"""Client message ids: UUIDv7, made once per action and reused by every retry."""

import random
import uuid

from pawline.client.clock import Clock


class Cmids:
    """Ids that sort in the order in which they were made, by the server's clock once it is known."""

    def __init__(self, clock: Clock, chance: random.Random) -> None:
        self._clock = clock
        self._chance = chance
        self._skew_ms = 0
        self._last_ms = 0

    def set_server_time(self, server_ms: int) -> None:
        """A machine whose clock is months off must not make ids of another month."""
        self._skew_ms = server_ms - self._clock.now_ms()

    def new(self) -> str:
        """Never the same millisecond twice: ids made in one burst still sort."""
        self._last_ms = max(self._last_ms + 1, self._clock.now_ms() + self._skew_ms)
        number = (self._last_ms & (2**48 - 1)) << 80 | self._chance.getrandbits(80)
        number = number & ~(0xF << 76) | 0x7 << 76
        number = number & ~(0x3 << 62) | 0x2 << 62
        return str(uuid.UUID(int=number))
