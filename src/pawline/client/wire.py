"""What carries frames and requests. Tests hand in their own."""

from typing import Protocol

from pawline.client.model import Ack, Page, Pending


class Wire(Protocol):
    """One open socket."""

    async def send(self, frame: bytes) -> None:
        """One text frame. Raises LineLost."""
        ...

    async def receive(self) -> bytes:
        """The next text frame. Raises LineLost with the close code."""
        ...

    def abort(self) -> None:
        """Leaves at once, without waiting for the other end."""
        ...


class Network(Protocol):
    """A way to one server, with somebody's token."""

    async def connect(self) -> Wire:
        """A new socket, before hello. Raises LineLost, or LineEnded when coming back would not help."""
        ...

    async def page(self, c: str, after: int | None, limit: int) -> Page:
        """Entries after a seq, or (None) the newest. Raises LineLost, LineEnded, Refused."""
        ...

    async def post(self, message: Pending) -> Ack:
        """Sends a message without a socket; the same cmid, the same answer. Raises LineLost, LineEnded, Refused."""
        ...
