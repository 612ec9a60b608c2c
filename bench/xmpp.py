"""The same load for XMPP servers: a message is outstanding until its sender's server has acknowledged it (XEP-0198)
and the other side has it, as with the product."""

import asyncio
import base64
import re
import time
from typing import Any

from bench.load import BODY, CMID, Crowd
from bench.servers import Running

PASSWORD = "loadtest"
STREAM = b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='%b' version='1.0'>"
BIND = b"<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>load</resource></bind></iq>"
SM = b"urn:xmpp:sm:3"
# Everything a server says that matters here; what is between the tags does not.
TAGS = re.compile(
    rb"<message [^>]*?\bid=['\"]([^'\"]{%d})['\"][^>]*>|<a [^>]*?\bh=['\"](\d+)['\"][^>]*>|<(r|enabled) [^>]*>" % CMID
)
HOST = b"localhost"


class XmppDevice(asyncio.Protocol):
    """One connected account of a pair."""

    def __init__(self, crowd: "XmppCrowd", number: int) -> None:
        self._crowd = crowd
        self._number = number
        self._transport: Any = None
        self._rest = b""
        self._heard = 0
        self._sent = 0
        # Ids in the order they were sent: an ack says how many of them were taken.
        self._waiting: list[bytes] = []
        self._acked = 0
        self._open = asyncio.get_running_loop().create_future()
        self.ready: asyncio.Future[None] = self._open
        self._steps = [
            (b"</stream:features>", b"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%b</auth>"
             % base64.b64encode(b"\0user%d\0%b" % (number, PASSWORD.encode()))),
            (b"<success", b"<?xml version='1.0'?>" + STREAM % HOST),
            (b"</stream:features>", BIND),
            (b"</iq>", b"<presence/><enable xmlns='%b'/>" % SM),
        ]  # fmt: skip
        peer = b"user%d@%b" % (number ^ 1, HOST)
        self._before = b"<message type='chat' to='%b' id='" % peer
        self._after = b"'><body>%b</body></message><r xmlns='%b'/>" % (BODY.encode(), SM)
        self.half_done: dict[bytes, int] = {}

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        transport.write(b"<?xml version='1.0'?>" + STREAM % HOST)

    def say(self) -> None:
        """Sends the next message."""
        self._sent += 1
        cmid = b"%012x-%08d-%012d" % (time.time_ns() // 1_000_000, self._number, self._sent)
        self._crowd.begun[cmid] = time.perf_counter()
        self.half_done[cmid] = 2
        self._waiting.append(cmid)
        self._transport.write(b"%b%b%b" % (self._before, cmid, self._after))

    def data_received(self, data: bytes) -> None:
        self._rest += data
        if self._steps:
            self._sign_in()
            return
        end = 0
        for tag in TAGS.finditer(self._rest):
            end = tag.end()
            self._take(tag)
        self._rest = self._rest[max(end, self._rest.rfind(b"<")) :]

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(f"left while signing in: {self._rest[-200:]!r}"))

    def _sign_in(self) -> None:
        mark, answer = self._steps[0]
        if b"<failure" in self._rest:
            raise ConnectionError(self._rest[-200:])
        if mark in self._rest:
            self._steps.pop(0)
            self._rest = b""
            self._transport.write(answer)

    def _take(self, tag: re.Match[bytes]) -> None:
        cmid, acked, word = tag.groups()
        if cmid is not None:
            self._heard += 1
            self._crowd.arrived(self, cmid, False)
        elif acked is not None:
            count = int(acked) - self._acked
            self._acked += count
            done, self._waiting = self._waiting[:count], self._waiting[count:]
            for one in done:
                self._crowd.arrived(self, one, True)
        elif word == b"r":
            self._transport.write(b"<a xmlns='%b' h='%d'/>" % (SM, self._heard))
        elif not self.ready.done():
            self.ready.set_result(None)

    def close(self) -> None:
        """Ends the connection."""
        self._transport.abort()


class XmppCrowd(Crowd):
    """All connected accounts of an XMPP server."""

    async def connect(self, server: Running) -> None:
        loop = asyncio.get_running_loop()
        for number in range(len(server.users)):
            device = XmppDevice(self, number)
            await loop.create_connection(lambda device=device: device, "127.0.0.1", server.port)
            await device.ready
            self.devices.append(device)
