"""The bus inside one process: a table of listeners by topic."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

log = logging.getLogger(__name__)

Listener: TypeAlias = Callable[[Any], None]


class LocalBus:
    """Delivers news to whoever listens to its topic, in the order of the commits. Never waits."""

    def __init__(self) -> None:
        self._listeners: dict[str, dict[object, Listener]] = {}

    @property
    def is_whole(self) -> bool:
        """One process hears everything."""
        return True

    async def run(self) -> None:
        """Nothing has to be carried anywhere; ends only when it is cancelled."""
        await asyncio.Event().wait()

    def listen(self, topic: str, who: object, listener: Listener) -> None:
        """Adds or replaces `who`'s listener."""
        self._listeners.setdefault(topic, {})[who] = listener

    def leave(self, topic: str, who: object) -> None:
        """Removes `who`; unknown ones are fine."""
        listeners = self._listeners.get(topic)
        if listeners is not None:
            listeners.pop(who, None)
            if not listeners:
                del self._listeners[topic]

    def publish(self, news: Sequence[tuple[str, Any]]) -> None:
        """Tells what one commit has brought to everybody, in every process."""
        for topic, one in news:
            self.deliver(topic, one)

    def tell_others(self, topic: str, news: Any) -> None:
        """Tells the listeners in other processes only: there are none."""

    def has_listeners(self, topic: str) -> bool:
        """Whether anybody in this process listens to the topic."""
        return topic in self._listeners

    def deliver(self, topic: str, news: Any) -> None:
        """Calls every listener of the topic in this process; one that fails does not hurt the others."""
        for listener in list(self._listeners.get(topic, {}).values()):
            try:
                listener(news)
            except Exception:
                log.exception("listener_failed", extra={"topic": topic.split(".", 1)[0]})
