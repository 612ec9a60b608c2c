"""The checker beside a system that promises less: Prosody, over lines that are lost before the acknowledgement.

What XMPP's clients do then is to send it again (XEP-0198 without resumption). Prosody's archive does not know that it
has a message already, so the checker has to find it there twice; on lines that hold it has to find nothing.
"""

import asyncio
import base64
import random
import re
from pathlib import Path

from bench.peers import install, prosody
from bench.xmpp import BIND, HOST, PASSWORD, SM, STREAM

from tests.faults.dump import Dump, Row, Talk
from tests.faults.history import Book, digest, gather
from tests.faults.log_invariants import v2, v8
from tests.soak.row import Figures

USERS, BATCHES, BATCH, LOST = 8, 40, 5, 0.3
ARCHIVE = b"<iq type='set' id='q%d'><query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'>\
<max>200</max>%b</set></query></iq>"
KEPT = re.compile(rb"<message [^>]*\bid=['\"](said-[^'\"]+)['\"][^>]*>.*?<body>([^<]*)</body>", re.DOTALL)
ACKED = re.compile(rb"<a [^>]*\bh=['\"](\d+)['\"]")
LAST = re.compile(rb"<last>([^<]+)</last>")


def beside_prosody(number: int, _folder: Path) -> Figures:
    """The same load twice: on lines that hold, and on lines of which every third batch is lost."""
    assert not install(), "Debian's packages of the servers to compare with are not there"
    return asyncio.run(_both(random.Random(number)))


async def _both(chance: random.Random) -> Figures:
    steady = await _tried(chance, 0)
    lossy = await _tried(chance, LOST)
    assert steady["found twice"] == 0, "the checker finds what is not there"
    assert lossy["found twice"] > 0, "the checker does not find what is there"
    return {
        f"{name}, {way}": value
        for way, found in (("steady", steady), ("lossy", lossy))
        for name, value in found.items()
    }


async def _tried(chance: random.Random, lost: float) -> Figures:
    with prosody(USERS) as server:
        users = [_Talker(server.port, number, chance) for number in range(USERS)]
        await asyncio.gather(*(one.talk(lost) for one in users))
        dump = Dump()
        for one in users:
            await one.archived(dump)
    twice, unknown = v2(gather([]), dump), v8(gather([one.book for one in users]), dump)
    found = len(dump.rows) - len({row.cmid for row in dump.rows})
    assert bool(twice.findings) == bool(found), "the checker and a plain count disagree"
    return {
        "said": sum(one.said for one in users), "lines lost": sum(one.lost for one in users),
        "archived": len(dump.rows), "found twice": found, "judged": twice.judged + unknown.judged,
    }  # fmt: skip


class _Talker:
    """An account that says things to its neighbour, and again whatever was not acknowledged."""

    def __init__(self, port: int, number: int, chance: random.Random) -> None:
        self.book = Book(str(number))
        self.said = self.lost = 0
        self._port, self._number, self._chance = port, number, chance
        self._to = number ^ 1
        self._waiting: list[str] = []
        self._acked = 0
        self.book.note(0, "open", account=self._name(number), follows={})

    async def talk(self, lost: float) -> None:
        reader, writer = await self._open()
        for _ in range(BATCHES):
            for _ in range(BATCH):
                self.said += 1
                cmid = f"said-{self._number}-{self.said:05}"
                self.book.note(self.said, "invoke", c=self._c(), cmid=cmid, digest=digest(cmid))
                self._waiting.append(cmid)
                writer.write(self._stanza(cmid))
            writer.write(b"<r xmlns='%b'/>" % SM)
            await writer.drain()
            if self._chance.random() < lost:
                await asyncio.sleep(self._chance.uniform(0, 0.01))
                writer.transport.abort()
                self.lost += 1
                reader, writer = await self._open()
                for cmid in self._waiting:
                    writer.write(self._stanza(cmid))
                writer.write(b"<r xmlns='%b'/>" % SM)
            await self._acknowledged(reader)
        writer.close()

    async def archived(self, dump: Dump) -> None:
        """Adds what the archive holds of this account's own messages, in its order."""
        reader, writer = await self._open()
        after, page, rows = b"", 0, list[Row]()
        while True:
            page += 1
            writer.write(ARCHIVE % (page, after))
            heard = await _until(reader, re.compile(rb"<iq [^>]*id=['\"]q%d['\"].*?</iq>" % page, re.DOTALL))
            for cmid, body in KEPT.findall(heard):
                if cmid.decode().split("-")[1] == str(self._number):
                    seq = len(rows) + 1
                    rows.append(
                        Row(
                            self._c(),
                            seq,
                            seq,
                            "",
                            cmid.decode(),
                            self._name(self._number),
                            "message",
                            digest(body.decode()),
                        )
                    )
            last = LAST.search(heard)
            if last is None or b"complete='true'" in heard or b'complete="true"' in heard:
                break
            after = b"<after>%b</after>" % last[1]
        writer.close()
        dump.rows += rows
        dump.talks[self._c()] = Talk(self._c(), "", "direct", len(rows))

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        secret = base64.b64encode(b"\0user%d\0%b" % (self._number, PASSWORD.encode()))
        steps = (
            (b"<?xml version='1.0'?>" + STREAM % HOST, rb"</stream:features>"),
            (b"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%b</auth>" % secret, rb"<success"),
            (b"<?xml version='1.0'?>" + STREAM % HOST, rb"</stream:features>"),
            (BIND, rb"</iq>"),
            (b"<enable xmlns='%b'/>" % SM, rb"<enabled"),
        )
        for said, answer in steps:
            writer.write(said)
            await _until(reader, re.compile(answer))
        self._acked = 0
        return reader, writer

    async def _acknowledged(self, reader: asyncio.StreamReader) -> None:
        """Until the server has taken everything that waits on this line."""
        wanted = self._acked + len(self._waiting)
        while self._acked < wanted:
            self._acked = int(ACKED.findall(await _until(reader, ACKED))[-1])
        self._waiting.clear()

    def _stanza(self, cmid: str) -> bytes:
        return f"<message type='chat' to='{self._name(self._to)}' id='{cmid}'><body>{cmid}</body></message>".encode()

    def _c(self) -> str:
        return f"of {self._number}"

    @staticmethod
    def _name(number: int) -> str:
        return f"user{number}@{HOST.decode()}"


async def _until(reader: asyncio.StreamReader, mark: re.Pattern[bytes]) -> bytes:
    heard = b""
    async with asyncio.timeout(20):
        while not mark.search(heard):
            more = await reader.read(65_536)
            assert more, f"the line ended behind {heard[-200:]!r}"
            heard += more
    return heard
