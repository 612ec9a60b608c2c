"""All sockets of this process, and what they share."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from http.cookies import CookieError, SimpleCookie
from typing import Any, Protocol
from urllib.parse import parse_qs

import msgspec

from pawline.chat.entrance import Entrance
from pawline.chat.feed import Feed
from pawline.chat.service import Chat
from pawline.people import Actor, LiveSession
from pawline.platform.tasks import Tasks
from pawline.platform.web.http import cookie_of
from pawline.platform.web.socket import Knock

SOCKETS_AN_ACCOUNT = 10
# So many may come back elsewhere within a second and nobody notices; a house with more takes longer to leave.
DRAINED_A_SECOND = 50
DRAIN_STEP_S = 0.1
ANSWERED_S = 3.0
REPLAYS = 8


class Joined(msgspec.Struct, frozen=True):
    """A device has opened a socket at another process."""

    device: str
    at_ms: int


class Displaceable(Protocol):
    """A socket that can be told that a newer one has come."""

    actor: Actor | None

    def displace(self) -> None: ...

    def drain(self, window_ms: int) -> None: ...


class Lines:
    """Sockets by device, allowances by account."""

    def __init__(
        self, chat: Chat, session_of: Callable[[str], Awaitable[LiveSession | None]], tasks: Tasks, entrance: Entrance
    ) -> None:
        self.chat = chat
        self.entrance = entrance
        # Catching up reads much: what is asked live stands behind a few of these, not behind all.
        self.replays = asyncio.Semaphore(REPLAYS)
        self.session_of = session_of
        self._tasks = tasks
        self.feed = Feed(chat.db, chat.clock, tasks)
        self._by_device: dict[str, Displaceable] = {}
        self._joined_ms: dict[str, int] = {}
        self._by_account: dict[str, dict[str, Displaceable]] = {}
        self.cursor_ahead = 0
        chat.db.bus.listen("line", self, self._joined_elsewhere)

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

    def join(self, line: Displaceable, device: str) -> None:
        """One live socket a device, a few an account: a newer one displaces the older, or the oldest."""
        assert line.actor is not None
        older = self._by_device.pop(device, None)
        self._by_device[device] = line
        devices = self._by_account.setdefault(line.actor.account_id, {})
        devices.pop(device, None)
        devices[device] = line
        if older is None and len(devices) > SOCKETS_AN_ACCOUNT:
            older = next(iter(devices.values()))
        if older is not None and older is not line:
            older.displace()
        self._joined_ms[device] = self.chat.clock.now_ms()
        self.chat.db.bus.tell_others("line", Joined(device, self._joined_ms[device]))

    def _joined_elsewhere(self, news: Joined) -> None:
        older = self._by_device.get(news.device)
        # News that was held up may be of a socket from before this one.
        if older is not None and news.at_ms >= self._joined_ms[news.device]:
            older.displace()

    def leave(self, line: Displaceable, device: str) -> None:
        """Forgets a socket, unless a newer one has taken its place."""
        if self._by_device.get(device) is not line:
            return
        del self._by_device[device], self._joined_ms[device]
        assert line.actor is not None
        devices = self._by_account[line.actor.account_id]
        del devices[device]
        if not devices:
            del self._by_account[line.actor.account_id]

    async def drain(self, longest_s: float, is_hurried: Callable[[], bool] = lambda: False) -> None:
        """Asks every socket to go elsewhere, spread over a time that grows with their number up to `longest_s`.

        Each is told the same window, over which it chooses a moment to come back. Ends when everybody has gone, or
        `ANSWERED_S` after the last was asked: whoever still waits for an ack is asked behind it.
        """
        leaving = list(self._by_device.items())
        window_s = min(longest_s, len(leaving) / DRAINED_A_SECOND)
        steps = max(1, round(window_s / DRAIN_STEP_S))
        for step in range(steps):
            for _, line in leaving[step::steps]:
                line.drain(round(window_s * 1000))
            if step < steps - 1 and not is_hurried():
                await self.chat.clock.sleep(DRAIN_STEP_S)
        for _ in range(round(ANSWERED_S / DRAIN_STEP_S)):
            if is_hurried() or not any(self._by_device.get(device) is line for device, line in leaving):
                return
            await self.chat.clock.sleep(DRAIN_STEP_S)

    def token_of(self, knock: Knock) -> str | None:
        """The session token a knock brings: a bearer header, or the cookie of the asking page."""
        header = knock.headers.get("authorization", "")
        if header.startswith("Bearer "):
            return header[7:]
        asked = parse_qs(knock.query)
        name = cookie_of(asked.get("side", ["owner"])[0], asked.get("shop", [""])[0])
        try:
            cookie = SimpleCookie(knock.headers.get("cookie", "")).get(name)
        except CookieError:
            return None
        return cookie.value if cookie is not None else None
