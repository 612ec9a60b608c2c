"""What a program hears. Every method does nothing until it is overridden; none may wait."""

from pawline.client.model import Ack, Entry, Pending, Receipt


class Listener:
    """Base of listeners."""

    def line(self, state: str) -> None:
        """`connecting`, `on`, `off` (comes back by itself) or `ended` (does not)."""

    def epoch(self, epoch: str) -> None:
        """The log's epoch, at each welcome; another one is another log."""

    def entry(self, entry: Entry) -> None:
        """The next entry of a followed conversation: in order, without holes, each once."""

    def synced(self, c: str, head: int) -> None:
        """The server has sent everything up to `head`."""

    def restarted(self, c: str) -> None:
        """What was applied of this conversation is void: its log begins anew with entry 1."""

    def begins(self, c: str, seq: int) -> None:
        """We came to this conversation late: what lies before `seq` is not for us."""

    def receipt(self, receipt: Receipt) -> None:
        """Somebody has read."""

    def kept(self, message: Pending) -> None:
        """A message is in the outbox and has not left yet."""

    def acked(self, message: Pending, ack: Ack) -> None:
        """A message is committed and synced to disk."""

    def refused(self, message: Pending, code: str, words: str) -> None:
        """A message was refused for good; it is no longer kept."""

    def frame(self, t: str, c: str | None, payload: bytes) -> None:
        """Any other frame, known or not (typing, inbox, what later versions add), as JSON."""
