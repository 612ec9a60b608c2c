"""The bus between processes: NATS core carries hints, the database has the truth.

Whoever commits tells its own listeners first, directly; the others hear of it through NATS, all news of a moment in
one message. While NATS is away news stays in its process: sockets find what they missed at the next beat, followers
and jobs at their next look.
"""
# nats-py describes the options of a connection in no type: strict mode sees nothing of them.
# pyright: reportUnknownMemberType=false

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from typing import Any

import msgspec
import nats
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from pawline.platform.bus.codec import Carried, kind_of
from pawline.platform.bus.local import LocalBus

log = logging.getLogger(__name__)

# News that wait to be sent; the oldest are dropped beyond.
MOST_WAITING = 20_000
# Of one NATS message; its own limit is 1 MiB.
MOST_BYTES = 512 * 1024
PING_S = 5
RETRY_S = 0.5


class _Letter(msgspec.Struct, array_like=True):
    """One piece of news and the topics it goes to."""

    topics: list[str]
    news: bytes


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[_Letter]).decode


def _is_ended() -> bool:
    """Whether this task was cancelled: the client takes it for a failed try when that happens while it connects."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


class NatsBus(LocalBus):
    """Tells the listeners of this process at once and those of the others through NATS."""

    def __init__(self, url: str, installation: str, carried: Carried) -> None:
        """`installation` keeps several installations on one NATS apart."""
        super().__init__()
        self._url = url
        self._subject = f"pawline.{installation}"
        self._carried = carried
        self._waiting: deque[tuple[str, Any]] = deque(maxlen=MOST_WAITING)
        self._news = asyncio.Event()
        self._client = Client()

    @property
    def is_whole(self) -> bool:
        """Whether news reaches the other processes."""
        return self._client.is_connected

    def publish(self, news: Sequence[tuple[str, Any]]) -> None:
        super().publish(news)
        self._post(news)

    def tell_others(self, topic: str, news: Any) -> None:
        self._post([(topic, news)])

    def _post(self, news: Sequence[tuple[str, Any]]) -> None:
        if self._client.is_connected:
            self._waiting.extend(news)
            self._news.set()

    async def run(self) -> None:
        """Connects, and carries news until cancelled."""
        self._client = await nats.connect(
            self._url,
            name="pawline",
            no_echo=True,
            max_reconnect_attempts=-1,
            reconnect_time_wait=RETRY_S,
            ping_interval=PING_S,
            max_outstanding_pings=2,
            pending_size=MOST_BYTES * 8,
            error_cb=_note,
            disconnected_cb=_note_loss,
        )
        try:
            await self._client.subscribe(self._subject, cb=self._received)
            while not _is_ended():
                await self._news.wait()
                self._news.clear()
                await self._send()
        finally:
            await self._client.close()

    async def _send(self) -> None:
        waiting = list(self._waiting)
        self._waiting.clear()
        for letters in self._bundles(waiting):
            try:
                await self._client.publish(self._subject, _encode(letters))
            except (NatsError, OSError) as error:
                # Hints: whoever misses them finds out by itself. A piece too large for NATS takes no other with it.
                log.warning("news_lost", extra={"count": len(letters), "cause": type(error).__name__})

    def _bundles(self, waiting: list[tuple[str, Any]]) -> list[list[_Letter]]:
        """The same news for several topics is encoded once; bundles stay below what one message may hold."""
        bundles: list[list[_Letter]] = [[]]
        known: dict[int, _Letter] = {}
        size = 0
        for topic, news in waiting:
            if (letter := known.get(id(news))) is not None and news is not None:
                letter.topics.append(topic)
                continue
            letter = self._letter(topic, news)
            if letter is None:
                continue
            size += len(letter.news)
            if size > MOST_BYTES and bundles[-1]:
                bundles.append([])
                known, size = {}, len(letter.news)
            known[id(news)] = letter
            bundles[-1].append(letter)
        return [one for one in bundles if one]

    def _letter(self, topic: str, news: Any) -> _Letter | None:
        try:
            return _Letter([topic], self._carried[kind_of(topic)].encode(news))
        except (KeyError, TypeError, msgspec.MsgspecError):
            # A bug of ours; the others find out by themselves.
            log.exception("news_without_codec", extra={"kind": kind_of(topic)})
            return None

    async def _received(self, message: Msg) -> None:
        try:
            letters = _decode(message.data)
        except msgspec.MsgspecError:
            log.warning("news_not_understood", extra={"size": len(message.data)})
            return
        for letter in letters:
            self._open(letter)

    def _open(self, letter: _Letter) -> None:
        wanted = [topic for topic in letter.topics if self.has_listeners(topic)]
        if not wanted:
            return
        try:
            news = self._carried[kind_of(wanted[0])].decode(letter.news)
        except (KeyError, msgspec.MsgspecError):
            # A process of another version, for a moment.
            log.warning("news_not_understood", extra={"kind": kind_of(wanted[0])})
            return
        for topic in wanted:
            self.deliver(topic, news)


async def _note(error: Exception) -> None:
    log.warning("bus_error", extra={"cause": type(error).__name__})


async def _note_loss() -> None:
    log.warning("bus_away")
