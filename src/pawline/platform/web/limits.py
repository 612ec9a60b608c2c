"""Token buckets: how fast somebody, or all in one place together, may do something."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_s` on average, `burst` at once."""

    per_s: float
    burst: float


class Bucket:
    """An allowance. Time is monotonic seconds."""

    __slots__ = ("_at", "_left", "_rate")

    def __init__(self, rate: Rate, now: float) -> None:
        self._rate = rate
        self._left = rate.burst
        self._at = now

    def take(self, now: float) -> float:
        """Takes one; returns 0.0, or the seconds until there is one again."""
        self._left = min(self._rate.burst, self._left + (now - self._at) * self._rate.per_s)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0.0
        return (1 - self._left) / self._rate.per_s

    def give_back(self) -> None:
        """What one was taken for did not come about."""
        self._left = min(self._rate.burst, self._left + 1)
