"""Voices, videos and files before the receptionist: on real rooms, with real recordings."""

from __future__ import annotations

from pathlib import Path

import pytest

from pawline.chat import State, Uploads
from pawline.people import Passwords, People
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.files import Files
from pawline.platform.ids import SeededIds
from pawline.platform.keys import Keys
from pawline.platform.ports.speech import SpeechFailed
from tests.chat.recordings import clip, picture, sent, tone

from .house import Counter, texts


class Listener:
    """A provider that hears what the test says it hears; empty: it fails."""

    can_hear = True

    def __init__(self, words: str) -> None:
        self.words = words

    async def transcribe(self, recording: bytes, mime: str) -> str | None:
        assert recording[4:8] == b"ftyp"
        assert mime == "audio/mp4"
        if not self.words:
            raise SpeechFailed
        return self.words


@pytest.fixture
async def counter(sqlite_db: Database, clock: VirtualClock, ids: SeededIds, passwords: Passwords) -> Counter:
    people = People(sqlite_db, clock, ids, passwords, Keys(b"k" * 32))
    made = Counter(sqlite_db, clock, ids, people)
    await made.open()
    return made


async def uploaded(counter: Counter, folder: Path, kind: str, content: bytes, speech: Listener | None = None) -> str:
    uploads = Uploads(counter.db, counter.clock, counter.ids, Files(folder / "files"), speech=speech)
    kept = await sent(uploads, counter.owner, kind, content, "体检.pdf")
    assert kept.state == "ready"
    return kept.upload_id


async def state_of(counter: Counter) -> tuple[State, str | None]:
    found = await counter.db.read(lambda tx: counter.chat.conversation(tx, counter.shop.id, counter.c))
    assert found is not None
    return found.state, found.reason


@pytest.mark.parametrize("speech", [None, Listener("")])
async def test_a_voice_without_words_goes_to_a_person(
    counter: Counter, tmp_path: Path, speech: Listener | None
) -> None:
    upload_id = await uploaded(counter, tmp_path, "voice", tone("webm", "libopus"), speech)
    said = await counter.send({"type": "voice", "upload_id": upload_id})
    assert "已经转给店员来听" in texts(said)
    assert await state_of(counter) == (State.QUEUED, "voice")


async def test_a_voice_that_was_written_down_is_understood(counter: Counter, tmp_path: Path) -> None:
    words = Listener("我想预约下周二下午三点给我家金毛洗澡，顺便做个美容")
    upload_id = await uploaded(counter, tmp_path, "voice", tone("webm", "libopus"), words)
    said = await counter.send({"type": "voice", "upload_id": upload_id})
    assert [chip["id"] for chip in said[0].body["chips"]] == ["service:bath", "service:groom"]
    entries = await counter.db.read(lambda tx: counter.chat.entries_after(tx, counter.c, 0))
    assert next(one for one in entries if one.body["type"] == "voice").body["transcript"] == words.words


@pytest.mark.parametrize(
    ("kind", "words"), [("video", "我看不了视频"), ("file", "我打不开文件"), ("image", "我看不懂图")]
)
async def test_what_cannot_be_read_is_said_so_and_offered_to_a_person(
    counter: Counter, tmp_path: Path, kind: str, words: str
) -> None:
    content = {"video": clip(), "file": b"%PDF-1.7", "image": picture()}[kind]
    upload_id = await uploaded(counter, tmp_path, kind, content)
    said = await counter.send({"type": kind, "upload_id": upload_id})
    assert words in texts(said)
    assert said[0].body["chips"][0]["id"] == "person"


async def test_an_emergency_in_a_caption_is_read(counter: Counter, tmp_path: Path) -> None:
    upload_id = await uploaded(counter, tmp_path, "video", clip())
    said = await counter.send({"type": "video", "upload_id": upload_id, "caption": "狗狗抽搐了怎么办"})
    assert "我看不了视频" not in texts(said)
    assert (await state_of(counter))[1] == "health"
