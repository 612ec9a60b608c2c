"""What a socket is to the rooms, whichever stack carries it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol, TypeAlias

SUBPROTOCOL = "pawline.v1"
FRAME_BYTES = 64 * 1024
QUEUE_BYTES = 256 * 1024
# Who has more than half of that waiting for so long does not read.
WRITE_S = 10.0
PATH = "/ws"


class Close(IntEnum):
    """Why we close. Below 4500 the client comes back by itself; from 4500 on it does not."""

    DRAINING = 4001
    SLOW_CONSUMER = 4002
    NO_HEARTBEAT = 4003
    RESYNC = 4004
    RATE_LIMITED = 4005
    INTERNAL = 4007
    OVERLOADED = 4008
    UNAUTHORISED = 4501
    BAD_FRAME = 4502
    VERSION = 4503
    TOO_LARGE = 4504
    DISPLACED = 4507


@dataclass(frozen=True, slots=True)
class Knock:
    """A request for a socket. Header names are lower case."""

    path: str
    query: str
    headers: Mapping[str, str]


class Peer(Protocol):
    """The other end of a socket. Sending never waits; a peer that does not read is closed instead."""

    @property
    def is_behind(self) -> bool:
        """Whether more than half of what may wait for it does: then what is worth nothing later is not sent."""
        ...

    def send(self, frame: bytes) -> None:
        """Queues one text frame; nothing happens after the close."""
        ...

    def pause(self) -> None:
        """Reads no more from the socket: the other end waits as TCP lets it. A few frames may still come."""
        ...

    def go_on(self) -> None:
        """Reads again."""
        ...

    def close(self, code: Close, reason: str = "") -> None:
        """Closes with a code; further sends are dropped."""
        ...


class Line(Protocol):
    """Our side of one socket."""

    def received(self, frame: bytes) -> None:
        """One whole text frame; must not wait."""
        ...

    def lost(self) -> None:
        """The socket is gone; called once."""
        ...


Answering: TypeAlias = Callable[[Knock, Peer], Line]


# Told to whoever finds no room: seconds until it is worth another try.
COME_AGAIN_S = 2


def is_welcome(knock: Knock, is_allowed: Callable[[str, str], bool], may_enter: Callable[[], bool]) -> int:
    """The HTTP status for a knock: 101 when the socket may open, else why not; 503 is for now only."""
    if knock.path != PATH:
        return 404
    offered = [one.strip() for one in knock.headers.get("sec-websocket-protocol", "").split(",")]
    if SUBPROTOCOL not in offered:
        return 426
    origin = knock.headers.get("origin")
    if origin is not None and not is_allowed(origin, knock.headers.get("host", "")):
        return 403
    return 101 if may_enter() else 503
