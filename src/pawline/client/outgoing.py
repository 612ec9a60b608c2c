"""The order in which messages leave: one unanswered message a conversation, so that none can overtake another."""

from collections.abc import Iterable, Iterator

from pawline.client.model import Pending

# What a server that names no limit stands for.
IN_FLIGHT = 16


class Outgoing:
    """Messages that wait, by conversation, oldest first. Pure: it decides, others send."""

    def __init__(self, left: Iterable[Pending]) -> None:
        self._waiting: dict[str, dict[str, Pending]] = {}
        self._flying: dict[str, str] = {}
        self._paused: set[str] = set()
        self._most = IN_FLIGHT
        for one in left:
            self.add(one)

    @property
    def is_empty(self) -> bool:
        """Whether everything has been answered."""
        return not self._waiting

    def add(self, message: Pending) -> None:
        """A new message, behind those that wait."""
        self._waiting.setdefault(message.c, {})[message.cmid] = message

    def restart(self, most: int) -> None:
        """Another socket: no answer of the one before will come. `most` messages may be unanswered on it."""
        self._flying.clear()
        self._paused.clear()
        self._most = most

    def next(self) -> Iterator[Pending]:
        """The messages whose turn it is; each is counted as sent."""
        for c, waiting in self._waiting.items():
            if len(self._flying) >= self._most:
                return
            if c not in self._flying and c not in self._paused:
                first = next(iter(waiting.values()))
                self._flying[c] = first.cmid
                yield first

    def oldest(self) -> list[Pending]:
        """The first message of every conversation, whatever is in flight."""
        return [next(iter(waiting.values())) for waiting in self._waiting.values()]

    def answered(self, cmid: str) -> Pending | None:
        """The server has spoken for good; None when the message was not waiting (a second answer)."""
        found = self.find(cmid)
        if found is not None:
            waiting = self._waiting[found.c]
            del waiting[cmid]
            if not waiting:
                del self._waiting[found.c]
            self._land(found)
        return found

    def postpone(self, cmid: str) -> Pending | None:
        """Refused for now: this message and all behind it wait for `go_on`."""
        found = self.find(cmid)
        if found is not None:
            self._land(found)
            self._paused.add(found.c)
        return found

    def go_on(self, c: str) -> None:
        """The pause of a conversation is over."""
        self._paused.discard(c)

    def find(self, cmid: str) -> Pending | None:
        """A waiting message."""
        return next((waiting[cmid] for waiting in self._waiting.values() if cmid in waiting), None)

    def _land(self, message: Pending) -> None:
        if self._flying.get(message.c) == message.cmid:
            del self._flying[message.c]
