"""Frames that no client would send, on a raw socket: wrong in their meaning, their JSON or their bytes."""

import asyncio
import json
import random
import struct
from pathlib import Path
from typing import Any

from tests.soak.row import Figures
from tests.soak.serving import Server
from tests.soak.sockets import framed, opened

FRAMES = 20_000
# Below the allowance of a socket for what is not a message.
A_LINE = 150
# Far above what is asked of the server (a stall of 0.1 s), yet it says when a machine of ours was simply busy.
STALL_S = 0.1
SECRET = "秘密词-zx9q"
# Stands for so many levels of lists at most: parsers give up in their own ways.
DEEP, MOST_LEVELS = "@deep@", 30_000
EVIL = (None, True, -1, 0, 2**53, 2**53 + 1, 2**64, 1e308, "", "\x00", "é" * 300, [], {}, [[]], {"a": {"b": {}}})
KINDS = ("hello", "ping", "pong", "resume", "send", "read", "delivered", "typing", "watch", "feed", "nonsense", "")
# What a client's frame may begin with; the rest of these bytes is wrong in one way or another.
HEADS = (0x80, 0x00, 0x01, 0x02, 0x82, 0x83, 0x88, 0x89, 0x8A, 0x8F, 0xC1, 0xF1)


def send_nonsense(number: int, folder: Path, frames: int = FRAMES) -> Figures:
    """So many malformed frames; the server answers, closes or ignores, and goes on."""
    return asyncio.run(_sent(random.Random(number), folder, frames))


async def _sent(chance: random.Random, folder: Path, frames: int) -> Figures:
    server = Server(folder)
    users = server.make_users(20)
    await asyncio.to_thread(server.start)
    try:
        taken = lines = 0
        while taken < frames:
            taken += await _one_line(server, chance, chance.choice(users), min(A_LINE, frames - taken))
            lines += 1
            assert lines < 20 + frames / 20, f"{taken} frames over {lines} sockets: the server leaves too early"
        assert server.is_running(), "the server is gone"
        stall_s = await asyncio.to_thread(server.number, "loop_stall_seconds")
        assert stall_s <= STALL_S, f"the loop stood still for {stall_s:.3f} s"
    finally:
        await asyncio.to_thread(server.stop)
    log = server.log.read_text()
    assert SECRET not in log, "the log holds what was said"
    # What nobody has foreseen ends in the log, ours and the library's, with its place.
    failed = [line for line in log.splitlines() if '"trace": ' in line or "Traceback" in line]
    assert not failed, failed[:3]
    return {"frames": taken, "sockets": lines, "longest stall ms": round(stall_s * 1000, 1)}


async def _one_line(server: Server, chance: random.Random, user: dict[str, Any], most: int) -> int:
    """Whole frames that make no sense, then bytes that are no frame. Returns how many frames were taken in.

    The answer to the last one shows that the server has come to all of them; a line that ends before counts as none.
    """
    c = user["conversations"][0]["c"]
    line = await opened(server.port, user["token"])
    try:
        await line.say(b'{"t":"hello","d":{"device_id":"fuzz"}}')
        if not await line.hears(b'"welcome"'):
            return 0
        for _ in range(most):
            line.writer.write(framed(_senseless(chance, c)))
        await line.say(b'{"t":"nonsense","id":"the last one"}')
        if not await line.hears(b'"the last one"'):
            return 0
        line.writer.write(_no_frame(chance, _meant(chance, c)))
        line.writer.write_eof()
        await line.ending(5)
        return most
    except ConnectionError:
        return 0
    finally:
        line.abort()


def _senseless(chance: random.Random, c: str) -> bytes:
    meant = _meant(chance, c)
    return _spoilt(chance, meant) if chance.random() < 0.7 else meant


def _no_frame(chance: random.Random, payload: bytes) -> bytes:
    return (_cut_up if chance.random() < 0.4 else _broken_head)(chance, payload)


def _meant(chance: random.Random, c: str) -> bytes:
    """JSON of the right shape with wrong things in it."""
    data: dict[str, Any] = {
        "cmid": f"cmid-{chance.randrange(10**9):09}", "body": {"type": "text", "text": SECRET * chance.randint(1, 40)},
        "seq": chance.choice(EVIL), "conversations": {c: chance.choice(EVIL)}, "kind": chance.choice(EVIL),
        "target_seq": chance.choice(EVIL), "fseq": chance.choice(EVIL), "mentions": chance.choice(EVIL),
    }  # fmt: skip
    for name in chance.sample(list(data), chance.randint(0, 5)):
        del data[name]
    if "body" in data and chance.random() < 0.3:
        data["body"] = chance.choice([*EVIL, DEEP, {"type": chance.choice(EVIL)}])
    frame: dict[str, Any] = {"t": chance.choice(KINDS), "c": chance.choice([c, c, "x", *EVIL]), "d": data}
    if chance.random() < 0.2:
        frame[chance.choice(["t", "c", "d", "id"])] = chance.choice(EVIL)
    said = json.dumps(frame, ensure_ascii=chance.random() < 0.5)
    levels = chance.randint(1, MOST_LEVELS)
    return said.replace(f'"{DEEP}"', "[" * levels + "]" * levels).encode("utf-8", "surrogatepass")


def _spoilt(chance: random.Random, whole: bytes) -> bytes:
    """A few bytes changed, dropped, doubled or made no UTF-8."""
    text = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text)) if text else 0
        what = chance.randrange(5)
        if what == 0:
            text[at : at + 1] = bytes([chance.randrange(256)])
        elif what == 1:
            del text[at : at + chance.randint(1, 40)]
        elif what == 2:
            text[at:at] = text[at : at + chance.randint(1, 40)]
        elif what == 3:
            text[at:at] = chance.choice([b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\x00"])
        else:
            text[at:at] = chance.choice([b"[" * 200, b'{"t":' * 50, b"1e999", b'"\\ud800"', b"NaN", b"//", b",,"])
    return bytes(text)


def _cut_up(chance: random.Random, payload: bytes) -> bytes:
    """Fragments, now and then without a beginning, without an end, or with a whole frame between them."""
    at = chance.randrange(len(payload))
    first, last = payload[:at], payload[at:]
    pieces = [framed(first, 0x01), framed(b"", 0x00), framed(last, 0x80)]
    if chance.random() < 0.2:
        pieces.insert(1, framed(payload))
    if chance.random() < 0.2:
        pieces.pop(chance.randrange(len(pieces)))
    return b"".join(pieces)


def _broken_head(chance: random.Random, payload: bytes) -> bytes:
    """Opcodes that do not exist, reserved bits, no mask, lengths that are not so."""
    frame = bytearray(framed(payload, chance.choice(HEADS)))
    what = chance.randrange(4)
    if what == 0:
        frame[1] &= 0x7F
    elif what == 1:
        frame[1] = 0x80 | 127
        frame[2:2] = struct.pack("!Q", chance.choice([2**30, 2**63, 70_000]))
    elif what == 2:
        frame = frame[: chance.randint(1, len(frame))]
    return bytes(frame)
