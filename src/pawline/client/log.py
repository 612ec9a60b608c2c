"""The receiver's rule for one conversation: drop what is known, apply what follows, hold what is further ahead.

Pure: no network, no clock.
"""

from collections.abc import Iterable

from pawline.client.model import Entry


class ReceivedLog:
    """How far one conversation has been applied, and what waits for a hole to be filled."""

    def __init__(self, last: int = 0) -> None:
        self.last = last
        # The newest seq anybody has told of; what lies between is missing.
        self.known = last
        self._ahead: dict[int, Entry] = {}

    @property
    def is_behind(self) -> bool:
        """Whether something is missing that the server is known to have."""
        return self.last < self.known

    def receive(self, entries: Iterable[Entry]) -> list[Entry]:
        """Takes entries in any order, any number of times; returns those to apply now, in order."""
        for entry in entries:
            self.tell(entry.seq)
            if entry.seq > self.last:
                self._ahead[entry.seq] = entry
        return self._follow_on()

    def begin_at(self, first: int) -> list[Entry]:
        """Nothing before `first` is for us (we came later); returns what can now be applied."""
        self.last = max(self.last, first - 1)
        self._ahead = {seq: entry for seq, entry in self._ahead.items() if seq > self.last}
        return self._follow_on()

    def _follow_on(self) -> list[Entry]:
        applied: list[Entry] = []
        while (entry := self._ahead.pop(self.last + 1, None)) is not None:
            self.last = entry.seq
            applied.append(entry)
        return applied

    def tell(self, head: int) -> None:
        """There are entries up to `head`."""
        self.known = max(self.known, head)
