"""What is said: kept before it leaves, in order, answered once."""

import asyncio
import random
from collections.abc import Callable

from pawline.client.clock import Clock
from pawline.client.errors import LineEnded, LineLost, Refused
from pawline.client.line import Line
from pawline.client.listener import Listener
from pawline.client.model import Ack, Err, Pending
from pawline.client.outgoing import Outgoing
from pawline.client.store import Store
from pawline.client.wire import Network

BASE_S = 1.0
CAP_S = 30.0


class Sending:
    """The outbox at work, over a line or over requests."""

    def __init__(
        self, network: Network, store: Store, listener: Listener, clock: Clock, chance: random.Random,
        acked: Callable[[str, int], None],
    ) -> None:  # fmt: skip
        self._network = network
        self._store = store
        self._listener = listener
        self._clock = clock
        self._chance = chance
        self._acked = acked
        self._outgoing = Outgoing(store.pending())
        self._waiters: dict[str, asyncio.Future[Ack]] = {}
        self._refusals: dict[str, int] = {}
        self._line: Line | None = None
        self._ended: LineEnded | None = None

    @property
    def is_done(self) -> bool:
        """Whether everything has been answered."""
        return self._outgoing.is_empty

    def post(self, message: Pending) -> "asyncio.Future[Ack]":
        """Keeps a message, then lets it leave when it is its turn."""
        self._store.keep(message)
        self._listener.kept(message)
        self._outgoing.add(message)
        waiter: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        # A program that does not wait is told by its listener; nothing is left unheard.
        waiter.add_done_callback(lambda done: done.cancelled() or done.exception())
        if self._ended is not None:
            waiter.set_exception(self._ended)
        else:
            self._waiters[message.cmid] = waiter
            self._pump()
        return waiter

    def begin(self, line: Line, most: int) -> None:
        """A welcome: what is unanswered leaves again, in its order. `most` messages may be unanswered."""
        self._line = line
        self._outgoing.restart(most)
        self._pump()

    def end(self) -> None:
        """The line is gone; what was not answered is unknown."""
        self._line = None

    def stop(self, ended: LineEnded) -> None:
        """Nothing will leave any more; it stays in the store."""
        self._ended = ended
        for waiter in self._waiters.values():
            if not waiter.done():
                waiter.set_exception(ended)
        self._waiters.clear()

    def hear_ack(self, ack: Ack) -> None:
        """A message is committed."""
        message = self._outgoing.answered(ack.cmid)
        if message is None:
            return
        self._refusals.pop(message.c, None)
        self._store.forget(ack.cmid)
        self._listener.acked(message, ack)
        waiter = self._waiters.pop(ack.cmid, None)
        if waiter is not None and not waiter.done():
            waiter.set_result(ack)
        self._acked(message.c, ack.seq)
        self._pump()

    def hear_refusal(self, error: Err) -> None:
        """A message was refused: for now (it is tried again) or for good (it is given up)."""
        cmid = error.cmid or ""
        if error.temporary:
            message = self._outgoing.postpone(cmid)
            if message is not None and self._line is not None:
                self._line.spawn(self._pause(message.c, error.retry_after_ms))
        elif (message := self._outgoing.answered(cmid)) is not None:
            self._store.forget(cmid)
            self._listener.refused(message, error.code, error.message)
            waiter = self._waiters.pop(cmid, None)
            if waiter is not None and not waiter.done():
                waiter.set_exception(Refused(error.code, error.message, temporary=False))
            self._pump()

    async def post_over_requests(self, until: float) -> None:
        """While no socket opens: the same messages with the same ids, in the same order. Raises LineEnded.

        Ends at that moment of the monotonic clock, after one message at the least: a program that always has
        something to say would else never look for a socket again, and so hear nothing.
        """
        try:
            while messages := self._outgoing.oldest():
                is_answered = False
                for one in messages:
                    is_answered |= await self._request(one)
                    if self._clock.monotonic() >= until:
                        return
                if not is_answered:
                    return
        except LineEnded:
            raise
        except LineLost:
            return

    async def _request(self, one: Pending) -> bool:
        """Whether the message has its answer for good."""
        try:
            self.hear_ack(await self._network.post(one))
        except Refused as error:
            if error.temporary:
                return False
            self.hear_refusal(Err(error.code, message=error.message, cmid=one.cmid))
        return True

    def _pump(self) -> None:
        if self._line is not None:
            for one in self._outgoing.next():
                self._line.say("send", {"cmid": one.cmid, **one.said}, one.c)

    async def _pause(self, c: str, retry_after_ms: int | None) -> None:
        """As long as the server asks for; where it names no time, longer with each refusal."""
        refusals = self._refusals[c] = self._refusals.get(c, 0) + 1
        backoff_s = self._chance.uniform(BASE_S / 2, min(CAP_S, BASE_S * 2 ** (refusals - 1)))
        await self._clock.sleep(backoff_s if retry_after_ms is None else retry_after_ms / 1000)
        self._outgoing.go_on(c)
        self._pump()
