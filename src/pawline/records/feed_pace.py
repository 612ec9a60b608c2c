"""How often calendars may be asked for: by network, and each by itself. Making one takes milliseconds."""

from __future__ import annotations

from pawline.platform.clock import Clock
from pawline.platform.errors import TooMany
from pawline.platform.keys import fingerprint
from pawline.platform.web.limits import Bucket, Rate

# One network may fetch for many: the services that follow calendars come from few addresses.
NETWORK = Rate(2, 120)
# Programs look every few minutes at the most; somebody who tries things out a little faster.
ONE_LINK = Rate(1 / 30, 20)
MOST_KEPT = 20_000


class FeedPace:
    """One allowance a network and one a link, kept in memory."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[str, Bucket] = {}

    def take(self, network: str | None, secret: str) -> None:
        """Takes one visit; raises TooMany with the time to wait. A network of None is not counted.

        A link that never was is counted like any other, so that the answers tell nothing of which there are.
        """
        now = self._clock.monotonic()
        for about, rate in ((network, NETWORK), (fingerprint(secret), ONE_LINK)):
            wait_s = self._bucket(about, rate, now).take(now) if about else 0.0
            if wait_s:
                raise TooMany(retry_after_ms=int(wait_s * 1000) + 1)

    def _bucket(self, about: str, rate: Rate, now: float) -> Bucket:
        if about not in self._buckets and len(self._buckets) >= MOST_KEPT:
            self._buckets.clear()
        return self._buckets.setdefault(about, Bucket(rate, now))
