"""All sockets of this process, and what they share."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from http.cookies import CookieError, SimpleCookie
from typing import Any, Protocol
from urllib.parse import parse_qs

from pawline.chat.service import Chat
from pawline.people import Actor
from pawline.platform.tasks import Tasks
from pawline.platform.web.http import SIDES
from pawline.platform.web.limits import Bucket, Rate
from pawline.platform.web.socket import Knock


class Displaceable(Protocol):
    """A socket that can be told that a newer one has come."""

    def displace(self) -> None: ...


class Lines:
    """Sockets by device, allowances by account."""

    def __init__(self, chat: Chat, authenticate: Callable[[str], Awaitable[Actor | None]], tasks: Tasks) -> None:
        self.chat = chat
        self.authenticate = authenticate
        self._tasks = tasks
        self._by_device: dict[str, Displaceable] = {}
        self._buckets: dict[str, Bucket] = {}
        self.cursor_ahead = 0

    @property
    def count(self) -> int:
        """How many devices are connected."""
        return len(self._by_device)

    def now(self) -> float:
        """Monotonic seconds."""
        return self.chat.clock.monotonic()

    def later(self, seconds: float, call: Callable[[], None]) -> asyncio.TimerHandle:
        """A timer on the event loop."""
        return asyncio.get_running_loop().call_later(seconds, call)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Short work of a socket, owned by the application's task group."""
        self._tasks.spawn(work)

    def bucket(self, account_id: str, rate: Rate) -> Bucket:
        """One allowance an account, however many sockets it has."""
        if len(self._buckets) > 100_000:
            self._buckets.clear()
        return self._buckets.setdefault(account_id, Bucket(rate, self.now()))

    def join(self, line: Displaceable, device: str) -> None:
        """One live socket a device: a newer one displaces the older."""
        older = self._by_device.get(device)
        self._by_device[device] = line
        if older is not None and older is not line:
            older.displace()

    def leave(self, line: Displaceable, device: str) -> None:
        """Forgets a socket, unless a newer one has taken its place."""
        if self._by_device.get(device) is line:
            del self._by_device[device]

    def token_of(self, knock: Knock) -> str | None:
        """The session token a knock brings: a bearer header, or the cookie of the asking page."""
        header = knock.headers.get("authorization", "")
        if header.startswith("Bearer "):
            return header[7:]
        side = parse_qs(knock.query).get("side", ["owner"])[0]
        try:
            cookie = SimpleCookie(knock.headers.get("cookie", "")).get(SIDES.get(side, SIDES["owner"]))
        except CookieError:
            return None
        return cookie.value if cookie is not None else None
