"""Who may come in while there is much to do: a house that takes everybody at once serves nobody."""

from collections.abc import Callable

from pawline.people import Actor
from pawline.platform.clock import Clock
from pawline.platform.web.limits import Bucket, Rate

# Handshakes of one process: what a restart brings back at once, then what signing in and catching up can bear.
HANDSHAKES = Rate(500, 5000)
# Sockets of one device. A page that is opened and closed again, or a phone in a lift, stays below this.
CONNECTS = Rate(10 / 60, 20)
LOADTEST = Rate(100, 1000)
MOST_DEVICES = 50_000


class Entrance:
    """Counts sockets from their handshake on, also those that have not said who they are."""

    def __init__(self, clock: Clock, most: int, is_leaving: Callable[[], bool]) -> None:
        self._clock = clock
        self._most = most
        self._is_leaving = is_leaving
        self._handshakes = Bucket(HANDSHAKES, clock.monotonic())
        self._devices: dict[str, Bucket] = {}
        self.inside = 0
        self.turned_away = 0

    def may_enter(self) -> bool:
        """Whether one more socket may open now; who may not comes again a little later."""
        if self._is_leaving():
            return False
        if self.inside >= self._most or self._handshakes.take(self._clock.monotonic()):
            self.turned_away += 1
            return False
        return True

    def wait_s(self, actor: Actor, device: str) -> float:
        """Seconds that a device which comes too often has to wait; 0 for all others."""
        now = self._clock.monotonic()
        bucket = self._devices.get(device)
        if bucket is None:
            if len(self._devices) >= MOST_DEVICES:
                self._devices.clear()
            bucket = self._devices[device] = Bucket(LOADTEST if actor.is_loadtest else CONNECTS, now)
        return bucket.take(now)
