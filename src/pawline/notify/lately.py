"""What is asked at every fact and changes a few times a year: remembered for a moment."""

from collections.abc import Callable
from typing import Generic, TypeVar

from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx

T = TypeVar("T")
KEPT_S = 5.0


class Lately(Generic[T]):
    """The answer to a question, at most five seconds old: another process may have changed it meanwhile."""

    def __init__(self, db: Database, clock: Clock, ask: Callable[[Tx], T]) -> None:
        self._db = db
        self._clock = clock
        self._ask = ask
        self._known: tuple[float, T] | None = None

    async def get(self) -> T:
        """The answer."""
        now = self._clock.monotonic()
        if self._known is None or now - self._known[0] >= KEPT_S:
            self._known = (now, await self._db.read(self._ask))
        return self._known[1]

    def forget(self) -> None:
        """This process has just changed it."""
        self._known = None
