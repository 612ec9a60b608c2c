"""What a bus is to everybody else, whichever carries it."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol


class Bus(Protocol):
    """News by topic: `kind`, or `kind.about` such as `c.ID`. Never waits, never fails its caller."""

    @property
    def is_whole(self) -> bool:
        """Whether news reaches every process; without it everybody finds out a little later."""
        ...

    async def run(self) -> None:
        """Carries news between processes until cancelled."""
        ...

    def listen(self, topic: str, who: object, listener: Callable[[Any], None]) -> None:
        """Adds or replaces `who`'s listener."""
        ...

    def leave(self, topic: str, who: object) -> None:
        """Removes `who`; unknown ones are fine."""
        ...

    def has_listeners(self, topic: str) -> bool:
        """Whether anybody in this process listens to the topic."""
        ...

    def deliver(self, topic: str, news: Any) -> None:
        """Tells the listeners in this process."""
        ...

    def publish(self, news: Sequence[tuple[str, Any]]) -> None:
        """Tells the listeners in every process, those in this one at once; all news of a commit together."""
        ...

    def tell_others(self, topic: str, news: Any) -> None:
        """Tells the listeners in every other process."""
        ...
