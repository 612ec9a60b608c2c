"""How fast one account may write, over sockets and HTTP together."""

from pawline.chat.errors import TooFast
from pawline.people import Actor
from pawline.platform.clock import Clock
from pawline.platform.web.limits import Bucket, Rate

# Messages a second on average, and at once; an owner also 120 in a minute.
RATES = {"owner": (Rate(5, 20), Rate(2, 120)), "staff": (Rate(20, 60),), "bot": (Rate(50, 100),)}
LOADTEST = Rate(100_000, 100_000)
MOST_ACCOUNTS = 100_000


class Pace:
    """One allowance an account, however many sockets and requests it has."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[str, tuple[Bucket, ...]] = {}

    def take(self, actor: Actor) -> None:
        """Takes one message from the allowance. Raises TooFast with the time to wait."""
        now = self._clock.monotonic()
        buckets = self._buckets.get(actor.account_id)
        if buckets is None:
            if len(self._buckets) >= MOST_ACCOUNTS:
                self._buckets.clear()
            rates = (LOADTEST,) if actor.is_loadtest else RATES[actor.kind]
            buckets = self._buckets[actor.account_id] = tuple(Bucket(rate, now) for rate in rates)
        for bucket in buckets:
            wait_s = bucket.take(now)
            if wait_s:
                raise TooFast(retry_after_ms=int(wait_s * 1000) + 1)
