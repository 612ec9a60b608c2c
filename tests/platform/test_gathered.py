"""Frames of one turn are written together; a phone that leaves in that turn takes nothing from the others."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from pawline.platform.web import socket as limits
from pawline.platform.web.picows_socket import Gathered, PicowsPeer
from pawline.platform.web.socket import QUEUE_BYTES, Close
from tests.waiting import until


class Wire:
    """What the loop's transport does that matters here."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.is_gone = self.is_aborted = False
        self.waiting = 0

    def set_write_buffer_limits(self, *, high: int) -> None:
        assert high == QUEUE_BYTES // 2

    def write(self, content: bytes) -> None:
        if self.is_gone:
            raise RuntimeError("the handle is closed")
        self.writes.append(content)

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
    wire.waiting = QUEUE_BYTES + 1
    peer.fall_behind()
    peer.send(b"one")
    peer.close(Close.DRAINING)
    closes = [one for one in wire.writes if one[0] == 0x88]
    assert [int.from_bytes(one[2:4]) for one in closes] == [Close.SLOW_CONSUMER]
    assert wire.is_aborted


async def test_who_reads_slowly_is_behind_and_may_catch_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WRITE_S", 0.05)
    peer, wire = connected(Gathered())
    assert not peer.is_behind
    peer.fall_behind()
    assert peer.is_behind
    peer.catch_up()
    assert not peer.is_behind
    peer.fall_behind()
    assert not wire.is_aborted
    await until(lambda: wire.is_aborted)
    assert wire.writes[-1][2:4] == int(Close.SLOW_CONSUMER).to_bytes(2)
