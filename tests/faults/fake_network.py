"""The network between clients and the server of a `World`: it delays, cuts, stalls, and answers late or never."""

import asyncio
import random
from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec

from pawline.app import House
from pawline.chat import SendFrame
from pawline.client import Ack, LineEnded, LineLost, Page, Refused
from pawline.client.model import Pending
from pawline.people import Actor
from pawline.platform.errors import PawlineError
from pawline.platform.web.socket import QUEUE_BYTES, SUBPROTOCOL, Close, Knock, Line
from tests.faults.virtual import VirtualLoop

LATENCY_S = 0.02
CUT = 1006


class Links:
    """Every socket there is, and what is wrong with the network."""

    def __init__(self, loop: VirtualLoop, chance: random.Random) -> None:
        self.loop = loop
        self.chance = chance
        self.open: list[Link] = []
        self.house: House | None = None
        # Seconds that a frame may take at most; how likely a request or its answer is lost.
        self.slowest_s = LATENCY_S
        self.loss = 0.0
        self.unreachable: set[str] = set()
        self.slow: dict[str, float] = {}

    def serve(self, house: House | None) -> None:
        """There is a server, or none."""
        self.house = house

    def heal(self) -> None:
        """The network is as it should be; what was stalled stays so until its ends notice."""
        self.slowest_s, self.loss = LATENCY_S, 0.0
        self.unreachable.clear()
        self.slow.clear()

    def cut_all(self) -> None:
        for link in list(self.open):
            link.cut()

    def of(self, name: str) -> "list[Link]":
        return [link for link in self.open if link.name == name]

    def delay_s(self, name: str) -> float:
        return self.chance.uniform(0.0005, self.slow.get(name, self.slowest_s))

    def connect(self, name: str, token: str) -> "Link":
        if self.house is None or name in self.unreachable:
            raise LineLost
        link = Link(self, name)
        knock = Knock("/ws", "", {"authorization": f"Bearer {token}", "sec-websocket-protocol": SUBPROTOCOL})
        link.line = self.house.answer_socket(knock, link)
        self.open.append(link)
        return link


class _Way:
    """One direction of a socket: everything takes a while, nothing overtakes."""

    def __init__(self, links: Links, name: str) -> None:
        self._links = links
        self._name = name
        self._last = 0.0
        self._waiting: deque[tuple[Callable[..., None], tuple[Any, ...]]] = deque()

    def put(self, arrive: Callable[..., None], *what: Any) -> None:
        self._last = max(self._last, self._links.loop.time() + self._links.delay_s(self._name))
        self._waiting.append((arrive, what))
        # Timers of the same moment fire in any order: each lets the oldest go.
        self._links.loop.call_at(self._last, self._next)

    def _next(self) -> None:
        arrive, what = self._waiting.popleft()
        arrive(*what)


class Link:
    """One socket: to the server a peer, to the client a wire. Frames keep their order, in each direction."""

    def __init__(self, links: Links, name: str) -> None:
        self._links = links
        self.name = name
        self.line: Line | None = None
        self._to_client: asyncio.Queue[bytes | int] = asyncio.Queue()
        self._up, self._down_way = _Way(links, name), _Way(links, name)
        self._is_stalled = False
        self._is_client_gone = self._is_server_gone = False
        self.queued = 0

    # The server's side

    @property
    def is_behind(self) -> bool:
        return self.queued > QUEUE_BYTES // 2

    def send(self, frame: bytes) -> None:
        if self._is_server_gone:
            return
        self.queued += len(frame)
        if self.queued > QUEUE_BYTES:
            self.close(Close.SLOW_CONSUMER)
        else:
            self._down(frame)

    def close(self, code: Close, reason: str = "") -> None:
        if not self._is_server_gone:
            self._down(int(code))
            self._server_lost()

    # The client's side

    async def send_up(self, frame: bytes) -> None:
        if self._is_client_gone:
            raise LineLost
        if not self._is_stalled:
            self._up.put(self._arrive, frame)

    async def receive(self) -> bytes:
        one = await self._to_client.get()
        if isinstance(one, int):
            self._is_client_gone = True
            raise LineLost(one)
        return one

    def abort(self) -> None:
        """The client leaves; the server hears of it, if anything gets through."""
        self._is_client_gone = True
        if not self._is_stalled:
            self._up.put(self._server_lost)

    # Faults

    def cut(self) -> None:
        """Both ends hear of it at once."""
        self._server_lost()
        self._to_client.put_nowait(CUT)

    def cut_for_client(self) -> None:
        """The client hears of it; what it has sent still arrives, and the server's end lives on for a while."""
        self._to_client.put_nowait(CUT)
        self._is_client_gone = True
        self._links.loop.call_later(self._links.chance.uniform(0.1, 70), self._server_lost)

    def stall(self) -> None:
        """Half-open: nothing gets through in either direction, and nobody is told."""
        self._is_stalled = True

    # How it works

    def _arrive(self, frame: bytes) -> None:
        if self.line is not None and not self._is_server_gone and not self._is_stalled:
            self.line.received(frame)

    def _down(self, one: bytes | int) -> None:
        if not self._is_stalled:
            self._down_way.put(self._deliver, one)

    def _deliver(self, one: bytes | int) -> None:
        if not self._is_stalled:
            self.queued -= 0 if isinstance(one, int) else len(one)
            self._to_client.put_nowait(one)

    def _server_lost(self) -> None:
        if not self._is_server_gone:
            self._is_server_gone = True
            self._links.open.remove(self)
            assert self.line is not None
            self.line.lost()


class _ClientEnd:
    """A link as the client sees it."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def send(self, frame: bytes) -> None:
        await self._link.send_up(frame)

    async def receive(self) -> bytes:
        return await self._link.receive()

    def abort(self) -> None:
        self._link.abort()


class FakeNetwork:
    """One client's way to the server: sockets and requests."""

    def __init__(self, links: Links, token: str, name: str) -> None:
        self._links = links
        self._token = token
        self._name = name

    async def connect(self) -> _ClientEnd:
        await asyncio.sleep(self._links.delay_s(self._name))
        return _ClientEnd(self._links.connect(self._name, self._token))

    async def page(self, c: str, after: int | None, limit: int) -> Page:
        return await self._ask(Page, lambda house, actor: house.chat.page(actor, c, after=after, limit=limit))

    async def post(self, message: Pending) -> Ack:
        wanted = SendFrame(message.cmid, **message.said)
        return await self._ask(Ack, lambda house, actor: house.chat.send_frame(actor, message.c, wanted))

    async def _ask(self, kind: Any, work: Any) -> Any:
        """A request that may be lost on the way there, or its answer on the way back."""
        await self._travel()
        house = self._links.house
        actor: Actor | None = await house.people.authenticate(self._token) if house is not None else None
        if house is None or self._links.house is not house:
            raise LineLost
        if actor is None:
            raise LineEnded(4501)
        try:
            answer = await asyncio.wait_for(work(house, actor), 10)
        except TimeoutError as error:
            raise LineLost from error
        except PawlineError as error:
            retry: Any = error.data.get("retry_after_ms")
            raise Refused(error.code, error.sentence("zh"), temporary=error.temporary, retry_after_ms=retry) from error
        await self._travel()
        return msgspec.json.decode(msgspec.json.encode(answer), type=kind)

    async def _travel(self) -> None:
        await asyncio.sleep(self._links.delay_s(self._name))
        if self._links.house is None or self._name in self._links.unreachable:
            raise LineLost
        if self._links.chance.random() < self._links.loss:
            await asyncio.sleep(10)
            raise LineLost
