"""Files that mean harm: refused or made harmless, and the next one is taken as if nothing had been."""

import asyncio
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from pawline.chat import Chat, Uploads
from pawline.chat.uploads import UploadView
from pawline.people import Actor
from pawline.platform.db import Database
from pawline.platform.files import Files
from tests.chat.conftest import Shop, read_back
from tests.chat.recordings import clip, picture, sent, tone

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
PAGE = b"<!DOCTYPE html><html><body><script>alert(document.cookie)</script></body></html>"


@pytest.fixture
def db(sqlite_db: Database) -> Database:
    """The files are what is tried here, so one engine is enough."""
    return sqlite_db


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


@pytest.fixture
def uploads(chat: Chat, files: Files) -> Uploads:
    return Uploads(chat.db, chat.clock, chat.ids, files)


async def refused(uploads: Uploads, who: Actor, kind: str, content: bytes, name: str = "") -> str:
    """The code of the refusal; fails when it was taken."""
    kept = await sent(uploads, who, kind, content, name)
    assert kept.state == "refused", kept
    assert kept.error is not None
    return kept.error.code


# What does something when it is opened

ACTIVE = {
    "windows program": b"MZ\x90\x00" + bytes(200),
    "linux program": b"\x7fELF\x02\x01\x01" + bytes(200),
    "mac program": b"\xcf\xfa\xed\xfe" + bytes(200),
    "mac program, fat": b"\xca\xfe\xba\xbe" + bytes(200),
    "java class": b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + bytes(200),
    "android code": b"dex\n035\x00" + bytes(200),
    "web assembly": b"\x00asm\x01\x00\x00\x00" + bytes(50),
    "shell script": b"#!/bin/sh\nrm -rf ~\n",
    "shortcut": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(100),
    "page": PAGE,
    "page after blanks": b"\xef\xbb\xbf \n\t" + PAGE.lower(),
    "page after a comment": b"<!-- hi -->\n" + b" " * 900 + b"<HTML><ScRiPt>",
    "page in utf-16": PAGE.decode().encode("utf-16"),
    "page behind a picture": b"GIF89a/*" + b"\x00" * 20 + b"*/=1;<script>alert(1)</script>",
    "page behind a document": b"%PDF-1.4\n" + PAGE,
    "drawing": SVG,
    "drawing with a header": b'<?xml version="1.0"?>\n<!DOCTYPE svg>\n' + SVG,
    "drawing in utf-16": SVG.decode().encode("utf-16"),
    "style sheet": b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a/>',
}


@pytest.mark.parametrize("what", ACTIVE)
async def test_what_is_active_is_taken_as_nothing(uploads: Uploads, files: Files, a: Shop, what: str) -> None:
    for kind, code in (("file", "file_not_taken"), ("image", "not_an_image"), ("voice", "not_playable")):
        if kind == "image" and what == "page behind a picture":
            continue
        assert await refused(uploads, a.owner, kind, ACTIVE[what], "notes.pdf") == code
    assert await refused(uploads, a.owner, "video", ACTIVE[what]) == "not_playable"
    assert await files.names() == []


PLAIN = {
    "document": b"%PDF-1.7\n" + bytes(100),
    "text": "豆豆吃了两次药。".encode(),
    "table": b"name,weight\nDoudou,7.2\n",
    "archive": b"PK\x03\x04" + bytes(60),
    "bytes": bytes(range(256)),
}


@pytest.mark.parametrize("what", PLAIN)
async def test_what_is_plain_is_a_file_to_be_saved(uploads: Uploads, a: Shop, what: str) -> None:
    kept = await sent(uploads, a.owner, "file", PLAIN[what], f"{what}.bin")
    assert kept.state == "ready"
    shown = await uploads.shelf.open(a.owner, kept.upload_id, "file")
    assert (shown.blob.mime, shown.blob.is_inline) == ("application/octet-stream", False)
    assert shown.disposition.startswith("attachment;")


async def test_an_archive_that_unpacks_to_gigabytes_is_never_unpacked(uploads: Uploads, files: Files, a: Shop) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made, made.open("zeros", "w") as one:
        for _ in range(64):
            one.write(bytes(4 * 1024 * 1024))
    kept = await sent(uploads, a.owner, "file", target.getvalue(), "bomb.zip")
    assert kept.state == "ready"
    assert await read_back(uploads, files, f"{kept.upload_id}-file.bin") == target.getvalue()


# Two things at once

TAILS = {"page": PAGE, "drawing": SVG, "archive": b"PK\x03\x04" + bytes(40), "script": b"*/alert(1)//"}
BASES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "PNG": ("image", lambda: picture("PNG")),
    "JPEG": ("image", lambda: picture("JPEG")),
    "GIF": ("image", lambda: picture("GIF")),
    "WEBP": ("image", lambda: picture("WEBP")),
    "webm voice": ("voice", lambda: tone("webm", "libopus")),
    "ogg voice": ("voice", lambda: tone("ogg", "libopus")),
    "wav voice": ("voice", lambda: tone("wav", "pcm_s16le")),
    "m4a voice": ("voice", lambda: tone("mp4", "aac")),
    "mp4 video": ("video", clip),
    "webm video": ("video", lambda: clip("webm", "libvpx", "libopus")),
}


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("base", BASES)
async def test_what_hangs_on_behind_does_not_come_along(
    uploads: Uploads, files: Files, a: Shop, base: str, tail: str
) -> None:
    """A picture that is a page as well: either refused, or made anew without the page."""
    kind, make = BASES[base]
    kept = await sent(uploads, a.owner, kind, make() + TAILS[tail])
    for name in await files.names():
        content = await read_back(uploads, files, name)
        assert content is not None
        assert not any(mark in content for mark in (b"<script", b"<svg", b"PK\x03\x04", b"alert(1)"))
    assert kept.state in {"ready", "refused"}
    assert kept.state == "ready" or kind != "image"


@pytest.mark.parametrize("base", BASES)
async def test_what_hides_in_metadata_does_not_come_along(uploads: Uploads, files: Files, a: Shop, base: str) -> None:
    kind, make = BASES[base]
    content = make()
    if base == "JPEG":
        content = content[:2] + b"\xff\xfe" + struct.pack(">H", len(PAGE) + 2) + PAGE + content[2:]
    elif base == "PNG":
        chunk = b"tEXt" + b"Comment\x00" + PAGE
        content = (
            content[:33]
            + struct.pack(">I", len(chunk) - 4)
            + chunk
            + struct.pack(">I", zlib.crc32(chunk))
            + content[33:]
        )
    elif content[4:8] == b"ftyp":
        content += struct.pack(">I", len(PAGE) + 8) + b"free" + PAGE
    kept = await sent(uploads, a.owner, kind, content)
    assert kept.state == "ready"
    for name in await files.names():
        assert PAGE not in (await read_back(uploads, files, name) or b"")


@pytest.mark.parametrize("base", BASES)
async def test_one_kind_is_not_taken_for_another(uploads: Uploads, a: Shop, base: str) -> None:
    kind, make = BASES[base]
    for other, code in (("image", "not_an_image"), ("voice", "not_playable"), ("video", "not_playable")):
        # The sound of a video is a voice message that somebody filmed.
        if other != kind and (kind, other) != ("video", "voice"):
            assert await refused(uploads, a.owner, other, make()) == code


# Less than it says, more than it says

CUTS = (0.02, 0.3, 0.7, 0.9, 0.99)


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("base", BASES)
async def test_a_file_cut_off_is_refused_or_whole_in_itself(
    uploads: Uploads, files: Files, a: Shop, base: str, cut: float
) -> None:
    """The hash is of the part, so only the readers stand between."""
    kind, make = BASES[base]
    content = make()
    kept = await sent(uploads, a.owner, kind, content[: max(1, int(len(content) * cut))])
    await _sound(uploads, files, a.owner, kept)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("base", BASES)
async def test_a_damaged_file_is_refused_or_whole_in_itself(
    uploads: Uploads, files: Files, a: Shop, base: str, seed: int
) -> None:
    kind, make = BASES[base]
    chance = random.Random(f"{base}-{seed}")
    content = bytearray(make())
    for _ in range(chance.choice((1, 4, 40))):
        content[chance.randrange(min(len(content), 2000 if seed % 2 else len(content)))] = chance.randrange(256)
    kept = await sent(uploads, a.owner, kind, bytes(content))
    await _sound(uploads, files, a.owner, kept)


async def _sound(uploads: Uploads, files: Files, who: Actor, kept: UploadView) -> None:
    """Ready and readable, or refused and without a trace."""
    if kept.state == "refused":
        assert kept.error is not None
        assert await files.names() == []
        return
    assert kept.state == "ready"
    for name in await files.names():
        content = await read_back(uploads, files, name)
        assert content
        if name.endswith(".jpg"):
            with Image.open(io.BytesIO(content)) as drawn:
                drawn.load()


def png_of(w: int, h: int, data: bytes = b"") -> bytes:
    """A PNG that says it is so large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data or zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


BOMBS = {
    "a few pixels too many": (lambda: png_of(10_001, 5_000), "image_too_large"),
    "a hundred gigapixels": (lambda: png_of(2**18, 2**18), "image_too_large"),
    "no width": (lambda: png_of(0, 100), "not_an_image"),
    "the largest numbers": (lambda: png_of(2**31 - 1, 2**31 - 1), "image_too_large"),
    "small and full of zeros": (lambda: png_of(7_000, 7_000, zlib.compress(bytes(7_001 * 3 * 7_000), 9)), None),
    "gif of a large canvas": (
        lambda: b"GIF89a\xff\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02L\x01\x00;",
        "image_too_large",
    ),
}


@pytest.mark.parametrize("what", BOMBS)
async def test_pictures_that_would_fill_the_memory(uploads: Uploads, a: Shop, what: str) -> None:
    make, code = BOMBS[what]
    kept = await sent(uploads, a.owner, "image", make())
    assert (kept.error.code if kept.error else None) == code


async def test_a_text_chunk_that_unpacks_to_much(uploads: Uploads, a: Shop) -> None:
    body = b"zTXt" + b"c\x00\x00" + zlib.compress(bytes(200 * 1024 * 1024), 9)
    source = picture("PNG")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    kept = await sent(uploads, a.owner, "image", source[:33] + chunk + source[33:])
    assert kept.state in {"ready", "refused"}


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


REACHING = {
    "playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:9/x\n",
    "playlist of local files": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "list to be joined": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "dash": b'<?xml version="1.0"?><MPD><BaseURL>file:///etc/</BaseURL></MPD>',
    "sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
    "playlist in a movie": box(b"ftyp", b"isom\x00\x00\x02\x00isom") + b"#EXTM3U\nfile:///etc/passwd\n",
    "reference movie": box(b"ftyp", b"qt  \x00\x00\x02\x00qt  ")
    + box(b"moov", box(b"rmra", box(b"rmda", box(b"rdrf", bytes(4) + b"url \x00\x00\x00\x11file:///etc/passwd")))),
    "endless boxes": box(b"ftyp", b"isom\x00\x00\x02\x00isom") + b"\x00\x00\x00\x00moov" * 500,
    "boxes in boxes": box(b"ftyp", b"isom\x00\x00\x02\x00isom") + b"\x00\x0f\xff\xffmoov" * 5_000,
    "matroska without end": b"\x1aE\xdf\xa3" + b"\xff" * 2_000,
    "ogg without a page": b"OggS" + bytes(3_000),
    "wav of no rate": b"RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00" + bytes(400),
    "wav of many channels": b"RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00\x01\x00\xff\xff" + b"\xff" * 400,
}


@pytest.mark.parametrize("what", REACHING)
async def test_recordings_that_reach_for_other_things(uploads: Uploads, files: Files, a: Shop, what: str) -> None:
    for kind in ("voice", "video"):
        assert await refused(uploads, a.owner, kind, REACHING[what]) == "not_playable"
    assert await files.names() == []


async def test_the_next_file_is_taken_as_if_nothing_had_been(uploads: Uploads, a: Shop) -> None:
    hostile = [sent(uploads, a.staff, "voice", one) for one in REACHING.values()]
    hostile += [sent(uploads, a.staff, "image", make()) for make, code in BOMBS.values() if code]
    await asyncio.gather(*hostile)
    assert (await sent(uploads, a.owner, "voice", tone("webm", "libopus"))).state == "ready"
