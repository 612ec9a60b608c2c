"""The client: keeps a line, and puts what is said and heard on it where it belongs."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator
from types import TracebackType
from typing import TypedDict, Unpack

import msgspec

from pawline.client.clock import Clock, SystemClock
from pawline.client.errors import FINAL, LineEnded, LineLost
from pawline.client.hearing import Hearing
from pawline.client.ids import Cmids
from pawline.client.line import Line
from pawline.client.listener import Listener
from pawline.client.model import Ack, Body, Entry, Err, Frame, Heads, Pending, Receipt, Welcome
from pawline.client.outgoing import IN_FLIGHT
from pawline.client.sending import Sending
from pawline.client.store import MemoryStore, Store
from pawline.client.wire import Network

BASE_S = 1.0
# Whoever began the longest wait just before the server came back has caught up within 30 s all the same.
CAP_S = 20.0
# The longest time that a server which leaves may name.
WINDOW_S = 30.0
# From this failed try on, messages go by requests until a socket opens again.
TRIES_BEFORE_REQUESTS = 2


class More(TypedDict, total=False):
    """What a message may have besides its body; as in `Pending`."""

    kind: str
    target_seq: int
    reply_to: int
    mentions: list[str]


_decode = msgspec.json.Decoder(Frame).decode
_LOG_FRAMES = frozenset({"entries", "gap", "synced", "cursor_ahead"})


class Client:
    """One device of one account.

    Use it as `async with Client(Internet(url, token)) as client`. Messages are kept in `store` until the server has
    answered them for good; a program that ends early and starts again with the same store sends them then, once.
    `device_id` None makes up a new one: two clients with the same one displace each other.
    """

    def __init__(
        self,
        network: Network,
        *,
        store: Store | None = None,
        listener: Listener | None = None,
        device_id: str | None = None,
        app: str = "program",
        lang: str = "zh",
        clock: Clock | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self._network = network
        self._listener = listener or Listener()
        self._clock = clock or SystemClock()
        self._chance = chance or random.Random(secrets.randbits(64))
        self._device = {"device_id": device_id or f"{self._chance.getrandbits(64):016x}", "app": app, "lang": lang}
        self._cmids = Cmids(self._clock, self._chance)
        common = (network, store or MemoryStore(), self._listener, self._clock, self._chance)
        self._hearing = Hearing(*common, self._tell)
        self._sending = Sending(*common, self._hearing.expect)
        self._reads: dict[str, int] = {}
        self._inboxes: list[asyncio.Queue[Entry | LineEnded]] = []
        self._line: Line | None = None
        self._tries = 0
        self._ended: LineEnded | None = None
        self._running: asyncio.Task[None] | None = None
        self.me = ""

    async def __aenter__(self) -> "Client":
        self._running = asyncio.ensure_future(self.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._running is not None
        self._running.cancel()
        await asyncio.wait({self._running})
        if not self._running.cancelled() and (failure := self._running.exception()) is not None:
            raise failure

    # What a program asks for

    @property
    def is_on(self) -> bool:
        """Whether the server has welcomed the present socket."""
        return self._line is not None and self._line.is_welcome

    @property
    def is_done(self) -> bool:
        """Whether every message has been answered."""
        return self._sending.is_done

    async def send(self, c: str, body: Body, **more: Unpack[More]) -> Ack:
        """Sends a message and waits, however long, for its acknowledgement.

        Raises Refused when it was refused for good, or LineEnded. Cancelling stops the waiting, not the message.
        """
        return await asyncio.shield(self.post(c, body, **more))

    def post(self, c: str, body: Body, **more: Unpack[More]) -> "asyncio.Future[Ack]":
        """Puts a message into the outbox, where it outlives the line and (with a file) the program; does not wait.

        With `kind` and `target_seq` it changes that entry: edit, recall, reaction. `reply_to` quotes one.
        Raises UnicodeEncodeError for text with half a sign (a lone surrogate): it could not be sent, ever.
        """
        msgspec.json.encode(body)
        return self._sending.post(Pending(self._cmids.new(), c, body, **more))

    async def follow(self, c: str, after: int | None = None) -> None:
        """Hears a conversation from the entry after `after` on: 0 is from its beginning.

        None goes on where this client's store left off, and begins with what is new when it knows nothing.
        Raises LineLost, LineEnded, or Refused when there is no such conversation.
        """
        await self._hearing.follow(c, after)

    def entries(self) -> AsyncIterator[Entry]:
        """What is said in the followed conversations from here on, own messages included. Raises LineEnded."""
        inbox: asyncio.Queue[Entry | LineEnded] = asyncio.Queue()
        self._inboxes.append(inbox)

        async def each() -> AsyncIterator[Entry]:
            while True:
                one = await inbox.get()
                if isinstance(one, LineEnded):
                    raise one
                yield one
                # Only now: a program that dies in between hears it again.
                self._hearing.note(one.c, one.seq)

        return each()

    def read(self, c: str, seq: int) -> None:
        """Everything up to `seq` has been seen. Told again after a loss of the line."""
        if seq > self._reads.get(c, 0):
            self._reads[c] = seq
            if self._line is not None and self._line.is_welcome:
                self._line.say("read", {"seq": seq}, c)

    def typing(self, c: str) -> None:
        """Shows the others that something is being written; lost when the line is down."""
        if self._line is not None and self._line.is_welcome:
            self._line.say("typing", {}, c)

    def cursor(self, c: str) -> int:
        """The last entry heard of a followed conversation; 0 when nothing was."""
        return self._hearing.cursor(c)

    # The life of the line

    async def run(self) -> None:
        """Keeps a line until cancelled or until the server ends it for good."""
        try:
            while self._ended is None:
                try:
                    await self._keep_line()
                except LineLost as lost:
                    _mind_cancelling()
                    await self._come_back(lost)
        finally:
            self._hearing.save()

    async def _keep_line(self) -> None:
        self._listener.line("connecting")
        line = self._line = Line(await self._network.connect(), self._clock)
        line.say("hello", {"proto_min": 1, "proto_max": 1, **self._device})
        try:
            await line.run(lambda frame: self._hear(line, frame))
        finally:
            self._line = None
            self._hearing.end()
            self._sending.end()

    async def _come_back(self, lost: LineLost) -> None:
        if isinstance(lost, LineEnded) or lost.close_code >= FINAL:
            self._end(LineEnded(lost.close_code))
            return
        self._listener.line("off")
        self._tries += 1
        # Full jitter: a restart of the server must not bring everybody back in the same moment.
        longest_s = max(min(WINDOW_S, lost.window_s), min(CAP_S, BASE_S * 2 ** (self._tries - 1)))
        until = self._clock.monotonic() + self._chance.uniform(0, longest_s)
        if self._tries >= TRIES_BEFORE_REQUESTS:
            try:
                await self._sending.post_over_requests(until)
            except LineEnded as ended:
                self._end(ended)
                return
        await self._clock.sleep(max(0.0, until - self._clock.monotonic()))

    def _end(self, ended: LineEnded) -> None:
        self._ended = ended
        self._listener.line("ended")
        self._sending.stop(ended)
        for inbox in self._inboxes:
            inbox.put_nowait(ended)

    def _hear(self, line: Line, raw: bytes) -> None:
        frame = _decode(raw)
        if frame.t == "welcome":
            self._welcome(line, msgspec.json.decode(frame.d, type=Welcome))
        elif frame.t == "beat":
            for c, head in msgspec.json.decode(frame.d, type=Heads).heads.items():
                self._hearing.told(c, head)
        elif frame.t == "ack":
            self._sending.hear_ack(msgspec.json.decode(frame.d, type=Ack))
        elif frame.t == "err":
            self._hear_refusal(frame, msgspec.json.decode(frame.d, type=Err))
        elif frame.t == "receipt":
            self._listener.receipt(msgspec.json.decode(frame.d, type=Receipt))
        elif frame.t in _LOG_FRAMES and frame.c is not None and self._hearing.is_followed(frame.c):
            self._hearing.hear(frame.t, frame.c, frame.d)
        elif frame.t == "ping":
            line.say("pong", {})
        else:
            self._listener.frame(frame.t, frame.c, bytes(frame.d))

    def _hear_refusal(self, frame: Frame, error: Err) -> None:
        if error.cmid is not None:
            self._sending.hear_refusal(error)
        elif error.temporary and frame.c is not None and self._hearing.is_followed(frame.c):
            self._hearing.refused(frame.c, error.retry_after_ms)
        else:
            self._listener.frame(frame.t, frame.c, bytes(frame.d))

    def _welcome(self, line: Line, welcome: Welcome) -> None:
        self._tries = 0
        self.me = welcome.me
        line.is_welcome = True
        self._cmids.set_server_time(welcome.server_time)
        self._listener.line("on")
        self._listener.epoch(welcome.epoch)
        for c in self._hearing.begin(line, welcome.epoch):
            self._reads.pop(c, None)
        for c, seq in self._reads.items():
            line.say("read", {"seq": seq}, c)
        self._sending.begin(line, welcome.limits.get("in_flight", IN_FLIGHT))

    def _tell(self, entry: Entry) -> bool:
        """Whether the entry counts as dealt with at once."""
        for inbox in self._inboxes:
            inbox.put_nowait(entry)
        return not self._inboxes


def _mind_cancelling() -> None:
    """A task group that was failing already when it was cancelled (before Python 3.13) tells only of its failure."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
