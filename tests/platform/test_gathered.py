"""Frames of one turn are written together; a phone that leaves in that turn takes nothing from the others."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from pawline.platform.web import socket as limits
from pawline.platform.web.picows_socket import WIRE_BYTES, Gathered, PicowsPeer
from pawline.platform.web.socket import QUEUE_BYTES, Close
from tests.waiting import until


class Wire:
    """What the loop's transport does that matters here."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.is_gone = self.is_aborted = False
        self.waiting = 0
        self.fills: Callable[[], None] = lambda: None

    def set_write_buffer_limits(self, *, high: int) -> None:
        assert high == WIRE_BYTES

    def write(self, content: bytes) -> None:
        if self.is_gone:
            raise RuntimeError("the handle is closed")
        self.writes.append(content)
        self.fills()

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def abort(self) -> None:
        self.is_aborted = True


def connected(gathered: Gathered) -> tuple[PicowsPeer, Wire]:
    peer, wire = PicowsPeer(gathered), Wire()
    transport: Any = SimpleNamespace(underlying_transport=wire, disconnect=lambda: None)
    peer.connect(transport)
    return peer, wire


async def test_frames_of_one_turn_are_one_write() -> None:
    peer, wire = connected(Gathered())
    peer.send(b"one")
    peer.send(b"two")
    assert wire.writes == []
    await asyncio.sleep(0)
    assert wire.writes == [b"\x81\x03one\x81\x03two"]


async def test_who_leaves_takes_nothing_from_the_others() -> None:
    gathered = Gathered()
    (gone, gone_wire), (here, here_wire) = connected(gathered), connected(gathered)
    gone.send(b"one")
    here.send(b"two")
    gone_wire.is_gone = True
    gone.mark_closed()
    await asyncio.sleep(0)
    assert here_wire.writes == [b"\x81\x03two"]


async def test_who_does_not_read_is_closed_once() -> None:
    peer, wire = connected(Gathered())
    wire.waiting = WIRE_BYTES + 1
    peer.fill()
    for _ in range(8):
        peer.send(bytes(QUEUE_BYTES // 8))
    peer.close(Close.DRAINING)
    closes = [one for one in wire.writes if one[0] == 0x88]
    assert [int.from_bytes(one[2:4]) for one in closes] == [Close.SLOW_CONSUMER]
    assert wire.writes == closes, "what it does not read is not copied for it"
    assert wire.is_aborted


async def test_one_write_of_more_than_the_queue_is_too_much() -> None:
    peer, wire = connected(Gathered())
    wire.waiting = QUEUE_BYTES + 1
    peer.fill()
    assert wire.is_aborted


async def test_who_reads_slowly_is_behind_and_may_catch_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WRITE_S", 0.05)
    peer, wire = connected(Gathered())
    peer.fill()
    peer.send(bytes(QUEUE_BYTES // 4))
    assert not peer.is_behind
    peer.send(bytes(QUEUE_BYTES // 4))
    assert peer.is_behind
    peer.catch_up()
    assert not peer.is_behind
    peer.fill()
    peer.send(bytes(QUEUE_BYTES // 2 + 1))
    assert peer.is_behind
    assert not wire.is_aborted
    await until(lambda: wire.is_aborted)
    assert wire.writes[-1][2:4] == int(Close.SLOW_CONSUMER).to_bytes(2)


async def test_what_was_kept_goes_on_in_order_and_stops_where_the_wire_is_full_again() -> None:
    peer, wire = connected(Gathered())
    peer.fill()
    sent = [bytes([number]) * 9000 for number in range(12)]
    for frame in sent:
        peer.send(frame)
    wire.fills = peer.fill
    peer.catch_up()
    assert len(wire.writes) == 1
    assert WIRE_BYTES <= len(wire.writes[0]) < 2 * WIRE_BYTES
    wire.fills = lambda: None
    peer.catch_up()
    peer.send(b"last")
    await asyncio.sleep(0)
    framed = b"".join(b"\x81\x7e" + len(one).to_bytes(2) + one for one in sent)
    assert b"".join(wire.writes) == framed + b"\x81\x04last"


async def test_who_is_told_to_leave_is_told_the_rest_first() -> None:
    peer, wire = connected(Gathered())
    peer.fill()
    peer.send(b"one")
    peer.close(Close.DRAINING)
    assert b"".join(wire.writes).startswith(b"\x81\x03one\x88")
    peer.mark_closed()
    peer.catch_up()
    assert len(wire.writes) == 1
