"""A client that writes down what it says and hears, for the checker."""

import itertools
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from pawline.client import Ack, Entry, Listener, Network, Page, Pending, Wire
from pawline.client.model import Receipt
from tests.faults.history import Book, digest


class Diary(Listener):
    """What one client says and hears."""

    def __init__(self, name: str, account: str, follows: dict[str, int], now: Callable[[], float],
                 folder: Path | None = None) -> None:  # fmt: skip
        self.book = Book(name, folder)
        self.now = now
        self.log_epoch: str | None = None
        self.acked_count = 0
        self.attempts: Counter[str] = Counter()
        self.state = "off"
        self.write("open", account=account, follows=follows)

    def write(self, what: str, **more: Any) -> None:
        """Notes an event at this moment."""
        self.book.note(self.now(), what, **more)

    # What the client tells

    def line(self, state: str) -> None:
        self.state = state
        if state == "ended":
            self.write("ended")

    def epoch(self, epoch: str) -> None:
        self.log_epoch = epoch
        self.write("welcome", epoch=epoch)

    def entry(self, entry: Entry) -> None:
        self.write(
            "entry", c=entry.c, seq=entry.seq, cmid=entry.cmid, sender=entry.sender, kind=entry.kind,
            digest=digest(entry.body), epoch=self.log_epoch,
        )  # fmt: skip

    def restarted(self, c: str) -> None:
        self.write("restarted", c=c)

    def begins(self, c: str, seq: int) -> None:
        self.write("begins", c=c, seq=seq)

    def receipt(self, receipt: Receipt) -> None:
        self.write(
            "receipt", c=receipt.c, account=receipt.account_id, read=receipt.read_seq,
            delivered=receipt.delivered_seq, epoch=self.log_epoch,
        )  # fmt: skip

    def kept(self, message: Pending) -> None:
        self.write("invoke", c=message.c, cmid=message.cmid, digest=digest(message.body))

    def acked(self, message: Pending, ack: Ack) -> None:
        self.acked_count += 1
        self.write("ok", c=message.c, cmid=ack.cmid, seq=ack.seq, msg_id=ack.msg_id, dup=ack.dup, epoch=self.log_epoch)

    def refused(self, message: Pending, code: str, words: str) -> None:
        self.write("fail", c=message.c, cmid=message.cmid, code=code, attempts=self.attempts[message.cmid])


class Recording:
    """A network whose frames are written down as they pass, before the client makes anything of them."""

    def __init__(self, network: Network, diary: Diary) -> None:
        self._network = network
        self._diary = diary
        self._numbers = itertools.count(1)

    async def connect(self) -> Wire:
        return _RecordedWire(await self._network.connect(), self._diary, next(self._numbers))

    async def page(self, c: str, after: int | None, limit: int) -> Page:
        return await self._network.page(c, after, limit)

    async def post(self, message: Pending) -> Ack:
        self._diary.attempts[message.cmid] += 1
        return await self._network.post(message)


class _RecordedWire:
    def __init__(self, wire: Wire, diary: Diary, number: int) -> None:
        self._wire = wire
        self._diary = diary
        self._number = number

    async def send(self, frame: bytes) -> None:
        said = msgspec.json.decode(frame)
        if said["t"] == "resume":
            self._diary.write("resume", conn=self._number, cursors=said["d"]["conversations"])
        elif said["t"] == "send":
            self._diary.attempts[said["d"]["cmid"]] += 1
        elif said["t"] == "typing":
            self._diary.write("ephemeral", token="typing")
        await self._wire.send(frame)

    async def receive(self) -> bytes:
        frame = await self._wire.receive()
        heard = msgspec.json.decode(frame)
        t, c, d = heard["t"], heard.get("c"), heard["d"]
        conn, epoch = self._number, self._diary.log_epoch
        if t in {"entries", "gap"}:
            seqs = [entry["seq"] for entry in d["entries"]]
            if t == "gap":
                self._diary.write("gap", conn=conn, c=c, to=d["to"])
            self._diary.write("heard", conn=conn, c=c, seqs=seqs, epoch=epoch)
        elif t in {"synced", "cursor_ahead"}:
            self._diary.write(t, conn=conn, c=c, head=d["head"])
        return frame

    def abort(self) -> None:
        self._wire.abort()
