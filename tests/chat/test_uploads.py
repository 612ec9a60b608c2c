"""From an announcement to a message: parts, restarts, allowances, and what is forgotten."""

import asyncio
import hashlib
import os
import shutil
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from pawline.chat import Chat, SendFrame, Uploads, errors
from pawline.chat.errors import (
    DiskFull,
    FileNotTaken,
    NoSuchConversation,
    NoSuchUpload,
    ShopFilesFull,
    TooManyBytes,
    UploadNotReady,
    UploadTooLarge,
    WrongOffset,
)
from pawline.chat.uploads import NewUpload, jobs, spool
from pawline.chat.uploads.kinds import MB, Purpose, State
from pawline.chat.uploads.store import change_upload, upload, upload_named
from pawline.platform.clock import VirtualClock
from pawline.platform.errors import BadInput, PawlineError, TooMany
from pawline.platform.files import Files
from pawline.platform.jobs import Jobs
from tests.chat.conftest import Shop, read_back
from tests.chat.recordings import announced, clip, picture, sent, tone
from tests.waiting import until

NOTE = b"%PDF-1.7 vaccination record" * 50


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


@pytest.fixture
def uploads(chat: Chat, files: Files) -> Uploads:
    return Uploads(chat.db, chat.clock, chat.ids, files)


def restarted(chat: Chat, files: Files) -> Uploads:
    """The same installation in a new process: nothing but the disk and the database is left."""
    return Uploads(chat.db, chat.clock, chat.ids, files)


async def test_a_file_arrives_part_by_part(uploads: Uploads, files: Files, a: Shop) -> None:
    made = await uploads.create(a.owner, announced("file", NOTE, "疫苗本.pdf"))
    assert (made.state, made.offset, made.size) == ("pending", 0, len(NOTE))
    assert await uploads.write(a.owner, made.upload_id, 0, NOTE[:700]) == 700
    assert (await uploads.view(a.owner, made.upload_id)).offset == 700
    assert await uploads.write(a.owner, made.upload_id, 700, NOTE[700:]) == len(NOTE)
    await uploads.maker.settle()
    kept = await uploads.view(a.owner, made.upload_id)
    assert (kept.state, kept.name, kept.mime) == ("ready", "疫苗本.pdf", "application/pdf")
    assert await read_back(uploads, files, f"{made.upload_id}-file.bin") == NOTE


@pytest.mark.parametrize("at", [0, 699, 701, 10_000_000])
async def test_a_part_at_the_wrong_place_is_told_the_right_one(uploads: Uploads, a: Shop, at: int) -> None:
    made = await uploads.create(a.owner, announced("file", NOTE))
    await uploads.write(a.owner, made.upload_id, 0, NOTE[:700])
    with pytest.raises((WrongOffset, UploadTooLarge)) as refused:
        await uploads.write(a.owner, made.upload_id, at, b"x")
    if isinstance(refused.value, WrongOffset):
        assert refused.value.data == {"offset": 700}
    assert (await uploads.view(a.owner, made.upload_id)).offset == 700


async def test_a_last_part_that_comes_again_is_told_that_all_is_there(uploads: Uploads, a: Shop) -> None:
    kept = await sent(uploads, a.owner, "file", NOTE)
    with pytest.raises(WrongOffset) as refused:
        await uploads.write(a.owner, kept.upload_id, 0, NOTE)
    assert refused.value.data == {"offset": len(NOTE)}


async def test_the_same_part_twice_at_once_does_no_harm(uploads: Uploads, a: Shop) -> None:
    made = await uploads.create(a.owner, announced("file", NOTE))
    both = (uploads.write(a.owner, made.upload_id, 0, NOTE) for _ in range(2))
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert len(NOTE) in answers
    await uploads.maker.settle()
    assert (await uploads.view(a.owner, made.upload_id)).state == "ready"


CUTS = [(kind, cut) for kind in ("voice", "video", "image", "file") for cut in range(9)]
SOURCES = {
    "voice": lambda: tone("webm", "libopus"),
    "video": clip,
    "image": lambda: picture("JPEG", 800, 600),
    "file": lambda: NOTE,
}


@pytest.mark.parametrize(("kind", "cut"), CUTS)
async def test_a_restart_after_any_part_goes_on_from_there(
    chat: Chat, uploads: Uploads, files: Files, a: Shop, kind: str, cut: int
) -> None:
    content = SOURCES[kind]()
    part = -(-len(content) // 8)
    made = await uploads.create(a.owner, announced(kind, content))
    for number in range(cut):
        await uploads.write(a.owner, made.upload_id, number * part, content[number * part : (number + 1) * part])
    again = restarted(chat, files)
    running = asyncio.ensure_future(again.maker.run())
    offset = (await again.view(a.owner, made.upload_id)).offset
    assert offset == min(cut * part, len(content))
    while offset < len(content):
        offset = await again.write(a.owner, made.upload_id, offset, content[offset : offset + part])
    kept = await again.view(a.owner, made.upload_id)
    while kept.state in {"pending", "scanned"}:
        await asyncio.sleep(0)
        kept = await again.view(a.owner, made.upload_id, 5)
    running.cancel()
    assert kept.state == "ready", kept.error


async def test_what_was_judged_is_what_is_kept(uploads: Uploads, files: Files, a: Shop) -> None:
    """Somebody who sends the first part once more, at the moment in which it is judged, changes nothing."""
    made = await uploads.create(a.owner, announced("file", NOTE))
    place = spool.Spool(files.spool)
    late = os.open(files.spool / f"{made.upload_id}.part", os.O_WRONLY | os.O_CREAT)
    await uploads.write(a.owner, made.upload_id, 0, NOTE)
    place.close(made.upload_id)
    with pytest.raises(WrongOffset):
        await place.append(made.upload_id, 0, b"x" * len(NOTE))
    with pytest.raises(WrongOffset):
        place._check(made.upload_id, late, len(NOTE))
    os.close(late)
    place.close(made.upload_id)
    await uploads.maker.settle()
    assert await read_back(uploads, files, f"{made.upload_id}-file.bin") == NOTE
    assert list(files.spool.iterdir()) == []


async def test_an_answer_that_comes_late_takes_nothing_from_who_makes_it(
    uploads: Uploads, a: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest came by another line and is being judged, before the line of the first part looks again."""
    made = await uploads.create(a.owner, announced("file", NOTE))
    append, db = uploads._spool.append, uploads._db

    async def overtaken(upload_id: str, offset: int, content: bytes) -> int:
        done = await append(upload_id, offset, content)
        if offset == 0:
            await uploads.write(a.owner, upload_id, done, NOTE[done:])
            row = await db.read(lambda tx: upload_named(tx, upload_id))
            assert row is not None
            await uploads.maker._scan(row)
            await db.write(lambda tx: change_upload(tx, upload_id, was=(State.PENDING,), state=State.SCANNED.value))
        return done

    monkeypatch.setattr(uploads._spool, "append", overtaken)
    assert await uploads.write(a.owner, made.upload_id, 0, NOTE[:700]) == 700
    await uploads.maker.settle()
    assert (await uploads.view(a.owner, made.upload_id)).state == "ready"


async def test_a_part_that_comes_after_calling_off_leaves_nothing(
    uploads: Uploads, files: Files, a: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await uploads.create(a.owner, announced("file", NOTE))
    append = uploads._spool.append

    async def late(upload_id: str, offset: int, content: bytes) -> int:
        await uploads.call_off(a.owner, upload_id)
        uploads._spool.drop(upload_id)
        return await append(upload_id, offset, content)

    monkeypatch.setattr(uploads._spool, "append", late)
    await uploads.write(a.owner, made.upload_id, 0, NOTE[:700])
    assert list(files.spool.iterdir()) == []


async def test_of_many_who_send_the_same_part_one_writes_it(tmp_path: Path) -> None:
    place, parts = spool.Spool(tmp_path), [bytes([number]) * 50_000 for number in range(8)]
    done = await asyncio.gather(*(place.append("abc", 0, part) for part in parts), return_exceptions=True)
    assert sorted(str(type(one).__name__) for one in done) == ["WrongOffset"] * 7 + ["int"]
    place.close("abc")
    assert place.path("abc").read_bytes() in parts


async def test_a_restart_while_it_is_made_makes_it_anew(chat: Chat, files: Files, a: Shop) -> None:
    class Stopped(BaseException):
        """The process is gone."""

    class DyingFiles(Files):
        async def adopt(self, name: str, source: Path, key: bytes) -> None:
            await super().adopt(name, source, key)
            raise Stopped

    dying = Uploads(chat.db, chat.clock, chat.ids, DyingFiles(files.spool.with_name("files")))
    for kind in ("file", "image"):
        content = SOURCES[kind]()
        made = await dying.create(a.owner, announced(kind, content))
        await dying.write(a.owner, made.upload_id, 0, content)
        with pytest.raises(Stopped):
            await dying.maker.make(made.upload_id)
        assert (await dying.view(a.owner, made.upload_id)).state == "scanned"
        again = restarted(chat, files)
        running = asyncio.ensure_future(again.maker.run())
        await until(lambda made=made: not list(files.spool.glob(f"{made.upload_id}.*")))
        running.cancel()
        assert (await again.view(a.owner, made.upload_id)).state == "ready"


async def test_a_waiting_page_is_told_at_the_end(uploads: Uploads, a: Shop) -> None:
    running = asyncio.ensure_future(uploads.maker.run())
    content = tone("webm", "libopus")
    made = await uploads.create(a.owner, announced("voice", content))
    await uploads.write(a.owner, made.upload_id, 0, content)
    assert (await uploads.view(a.owner, made.upload_id, 20)).state == "ready"
    running.cancel()


def test_an_offset_is_on_the_disk_before_it_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    fsync, pwrite = os.fsync, os.pwrite

    def note_sync(handle: int) -> None:
        done.append("sync")
        fsync(handle)

    def note_write(handle: int, content: bytes, at: int) -> int:
        done.append("write")
        return pwrite(handle, content, at)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "pwrite", note_write)
    place = spool.Spool(tmp_path)
    assert asyncio.run(place.append("a" * 32, 0, b"one")) == 3
    assert done == ["write", "sync", "sync"], "the bytes, then the name"


async def test_a_full_disk_takes_nothing_and_keeps_what_is_there(
    uploads: Uploads, a: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await uploads.create(a.owner, announced("file", NOTE))
    await uploads.write(a.owner, made.upload_id, 0, NOTE[:700])
    usage = namedtuple("usage", "total used free")
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _path: usage(10, 10, 0))
        with pytest.raises(DiskFull) as refused:
            await uploads.write(a.owner, made.upload_id, 700, NOTE[700:])
        assert refused.value.temporary
    await uploads.write(a.owner, made.upload_id, 700, NOTE[700:])
    await uploads.maker.settle()
    assert (await uploads.view(a.owner, made.upload_id)).state == "ready"


async def test_what_arrives_changed_is_refused(uploads: Uploads, files: Files, a: Shop) -> None:
    made = await uploads.create(a.owner, announced("file", NOTE))
    await uploads.write(a.owner, made.upload_id, 0, NOTE[:-1] + b"!")
    await uploads.maker.settle()
    kept = await uploads.view(a.owner, made.upload_id)
    assert (kept.state, kept.error.code if kept.error else "") == ("refused", "wrong_hash")
    assert await files.names() == []


@pytest.mark.parametrize(("kind", "most_mb"), [("image", 10), ("voice", 12), ("video", 50), ("file", 50)])
async def test_each_kind_has_a_largest_size(uploads: Uploads, a: Shop, kind: str, most_mb: int) -> None:
    digest = hashlib.sha256().hexdigest()
    await uploads.create(a.owner, NewUpload(Purpose(kind), most_mb * MB, digest))
    with pytest.raises(UploadTooLarge):
        await uploads.create(a.owner, NewUpload(Purpose(kind), most_mb * MB + 1, digest))


@pytest.mark.parametrize("name", ["a.exe", "b.HTML", "疫苗.pdf.svg", "x.js", "y.apk", "z.lnk. ", "c:\\d\\e.bat"])
async def test_names_that_a_system_runs_are_not_taken(uploads: Uploads, a: Shop, name: str) -> None:
    with pytest.raises(FileNotTaken):
        await uploads.create(a.owner, announced("file", NOTE, name))


# Allowances


async def test_an_owner_has_twenty_an_hour(uploads: Uploads, clock: VirtualClock, a: Shop) -> None:
    asked = (uploads.create(a.owner, announced("file", NOTE)) for _ in range(25))
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(one, TooMany) for one in answers) == 5
    await uploads.create(a.other, announced("file", NOTE))
    clock.advance(3601)
    await uploads.create(a.owner, announced("file", NOTE))


async def test_an_owner_has_two_hundred_megabytes_a_day(uploads: Uploads, clock: VirtualClock, a: Shop) -> None:
    large = NewUpload(Purpose.FILE, 50 * MB, "0" * 64)
    for _ in range(4):
        await uploads.create(a.owner, large)
    clock.advance(3 * 3600)
    with pytest.raises(TooManyBytes):
        await uploads.create(a.owner, announced("file", b"x"))
    clock.advance(21 * 3600 + 1)
    await uploads.create(a.owner, large)


async def test_staff_have_more(uploads: Uploads, a: Shop) -> None:
    for _ in range(30):
        await uploads.create(a.staff, NewUpload(Purpose.FILE, 50 * MB, "0" * 64))


async def test_a_shop_keeps_no_more_than_it_may(chat: Chat, files: Files, a: Shop, b: Shop) -> None:
    small = Uploads(chat.db, chat.clock, chat.ids, files, shop_bytes=2 * len(NOTE))
    first = await sent(small, a.owner, "file", NOTE)
    await sent(small, a.other, "file", NOTE)
    with pytest.raises(ShopFilesFull):
        await small.create(a.staff, announced("file", b"x"))
    await small.create(b.owner, announced("file", NOTE))
    await small.call_off(a.owner, first.upload_id)
    await small.create(a.staff, announced("file", b"x"))


# Who may


async def test_an_upload_on_its_way_is_its_senders_alone(uploads: Uploads, a: Shop, b: Shop) -> None:
    made = await uploads.create(a.owner, announced("file", NOTE))
    for who in (a.other, a.staff, b.owner, b.staff):
        for attempt in (
            uploads.view(who, made.upload_id),
            uploads.write(who, made.upload_id, 0, NOTE),
            uploads.call_off(who, made.upload_id),
            uploads.shelf.open(who, made.upload_id, "file"),
            uploads.shelf.link(who, made.upload_id, "file"),
        ):
            with pytest.raises(NoSuchUpload):
                await attempt


async def test_what_was_sent_is_for_those_who_may_read_it(chat: Chat, uploads: Uploads, a: Shop, b: Shop) -> None:
    kept = await sent(uploads, a.owner, "voice", tone("webm", "libopus"))
    await chat.send(a.owner, a.c, "cmid-0001", {"type": "voice", "upload_id": kept.upload_id})
    for who in (a.owner, a.staff):
        assert (await uploads.shelf.open(who, kept.upload_id, "audio")).size > 1000
    for who in (a.other, b.owner, b.staff):
        with pytest.raises((NoSuchUpload, NoSuchConversation)):
            await uploads.shelf.open(who, kept.upload_id, "audio")
        with pytest.raises((NoSuchUpload, NoSuchConversation)):
            await uploads.shelf.link(who, kept.upload_id, "audio")
    for variant in ("video", "320", "", "../audio", "file"):
        with pytest.raises(NoSuchUpload):
            await uploads.shelf.open(a.owner, kept.upload_id, variant)


async def test_a_message_shows_only_ones_own_ready_upload(chat: Chat, uploads: Uploads, a: Shop, b: Shop) -> None:
    content = tone("webm", "libopus")
    made = await uploads.create(a.owner, announced("voice", content))
    body = {"type": "voice", "upload_id": made.upload_id}
    with pytest.raises(UploadNotReady):
        await chat.send(a.owner, a.c, "cmid-0001", body)
    await uploads.write(a.owner, made.upload_id, 0, content)
    with pytest.raises(UploadNotReady):
        await chat.send(a.owner, a.c, "cmid-0001", body)
    await uploads.maker.settle()
    for who, c in ((a.other, a.other_c), (b.owner, b.c), (a.staff, a.c), (b.staff, b.c)):
        with pytest.raises(NoSuchUpload):
            await chat.send(who, c, "cmid-0002", body)
    for kind in ("image", "video", "file"):
        with pytest.raises(NoSuchUpload):
            await chat.send(a.owner, a.c, "cmid-0003", {"type": kind, "upload_id": made.upload_id})
    assert (await chat.send(a.owner, a.c, "cmid-0001", body)).seq == 1
    refused = await sent(uploads, a.owner, "voice", b"RIFF....WAVE")
    with pytest.raises(NoSuchUpload):
        await chat.send(a.owner, a.c, "cmid-0004", {"type": "voice", "upload_id": refused.upload_id})


CLAIMS = {"duration_ms": 1, "waveform": [1], "w": 9, "h": 9, "name": "x.exe", "size": 1, "mime": "text/html", "x": 1}


async def test_what_a_client_claims_is_replaced_by_what_was_measured(chat: Chat, uploads: Uploads, a: Shop) -> None:
    ids: dict[str, str] = {}
    for number, kind in enumerate(SOURCES):
        kept = await sent(uploads, a.owner, kind, SOURCES[kind](), "体检 报告.pdf")
        ids[kind] = kept.upload_id
        body = {"type": kind, "upload_id": kept.upload_id, "caption": "看", **CLAIMS}
        await chat.send(a.owner, a.c, f"cmid-{number:04}", body)
    bodies = {one.body["type"]: one.body for one in (await chat.page(a.owner, a.c, after=0)).entries}
    voice = bodies["voice"]
    assert set(voice) == {"type", "upload_id", "caption", "duration_ms", "waveform"}
    assert (len(voice["waveform"]), round(voice["duration_ms"], -2)) == (64, 1000)
    film = bodies["video"]
    assert (film["w"], film["h"], film["mime"], round(film["duration_ms"], -2)) == (320, 240, "video/mp4", 1000)
    assert bodies["image"] == {"type": "image", "upload_id": ids["image"], "caption": "看", "w": 800, "h": 600}
    assert bodies["file"] == {
        "type": "file", "upload_id": ids["file"], "caption": "看",
        "name": "体检 报告.pdf", "size": len(NOTE), "mime": "application/pdf",
    }  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"upload_id": 5},
        {"upload_id": None},
        {"upload_id": "x", "caption": 5},
        {"upload_id": "x", "caption": "长" * 501},
    ],
)
@pytest.mark.parametrize("kind", ["voice", "video", "file", "image"])
async def test_bodies_out_of_bounds(chat: Chat, a: Shop, kind: str, body: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        await chat.send(a.owner, a.c, "cmid-0001", {"type": kind, **body})


async def test_a_retry_of_a_voice_is_the_same_message(chat: Chat, uploads: Uploads, a: Shop) -> None:
    kept = await sent(uploads, a.owner, "voice", tone("webm", "libopus"))
    body = {"type": "voice", "upload_id": kept.upload_id}
    first = await chat.send(a.owner, a.c, "cmid-0001", body)
    again = await chat.send(a.owner, a.c, "cmid-0001", body)
    assert (again.seq, again.dup) == (first.seq, True)


# What is forgotten


async def test_what_nothing_shows_is_forgotten_after_a_day(
    chat: Chat, uploads: Uploads, files: Files, clock: VirtualClock, a: Shop
) -> None:
    timers = Jobs(chat.db, clock)
    jobs.work(timers, uploads)
    shown = await sent(uploads, a.owner, "voice", tone("webm", "libopus"))
    await chat.send(a.owner, a.c, "cmid-0001", {"type": "voice", "upload_id": shown.upload_id})
    lost = [(await sent(uploads, a.owner, kind, SOURCES[kind]())).upload_id for kind in SOURCES]
    half = await uploads.create(a.owner, announced("file", NOTE))
    await uploads.write(a.owner, half.upload_id, 0, NOTE[:100])
    clock.advance(24 * 3600 - 60)
    await timers.settle()
    assert len(await files.names()) == 1 + 1 + 3 + 2 + 1
    clock.advance(60)
    await timers.settle()
    assert await files.names() == [f"{shown.upload_id}-audio.m4a"]
    assert list(files.spool.iterdir()) == []
    for upload_id in (*lost, half.upload_id):
        with pytest.raises(NoSuchUpload):
            await uploads.view(a.owner, upload_id)
    assert (await uploads.shelf.open(a.staff, shown.upload_id, "audio")).size


async def test_a_store_out_of_reach_forgets_later(
    chat: Chat, uploads: Uploads, files: Files, clock: VirtualClock, a: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    timers = Jobs(chat.db, clock)
    jobs.work(timers, uploads)
    kept = await sent(uploads, a.owner, "file", NOTE)

    async def unreachable(_name: str) -> None:
        raise OSError("no route")

    with monkeypatch.context() as broken:
        broken.setattr(files, "delete", unreachable)
        clock.advance(24 * 3600)
        await timers.settle()
        with pytest.raises(NoSuchUpload):
            await uploads.view(a.owner, kept.upload_id)
    assert len(await files.names()) == 1
    clock.advance(3600)
    await timers.settle()
    assert await files.names() == []


async def test_an_erased_upload_is_gone_at_once(
    chat: Chat, uploads: Uploads, files: Files, clock: VirtualClock, a: Shop
) -> None:
    """For a message that is taken back: in its transaction."""
    timers = Jobs(chat.db, clock)
    jobs.work(timers, uploads)
    kept = await sent(uploads, a.owner, "video", clip())
    await chat.send(a.owner, a.c, "cmid-0001", {"type": "video", "upload_id": kept.upload_id})
    link = await uploads.shelf.link(a.staff, kept.upload_id, "video")
    token = link.url.rpartition("/")[2]
    assert (await uploads.shelf.follow(token)).size
    await chat.db.write(lambda tx: uploads.erase(tx, a.owner.shop_id, kept.upload_id))
    with pytest.raises(NoSuchUpload):
        await uploads.shelf.open(a.staff, kept.upload_id, "video")
    with pytest.raises(NoSuchUpload):
        await uploads.shelf.follow(token)
    await timers.settle()
    assert await files.names() == []


async def test_called_off_while_it_is_made(chat: Chat, files: Files, clock: VirtualClock, a: Shop) -> None:
    timers = Jobs(chat.db, clock)

    class SlowFiles(Files):
        async def adopt(self, name: str, source: Path, key: bytes) -> None:
            await super().adopt(name, source, key)
            await uploads.call_off(a.owner, upload_id)

    uploads = Uploads(chat.db, chat.clock, chat.ids, SlowFiles(files.spool.with_name("files")))
    jobs.work(timers, uploads)
    upload_id = (await uploads.create(a.owner, announced("file", NOTE))).upload_id
    await uploads.write(a.owner, upload_id, 0, NOTE)
    await uploads.maker.settle()
    await timers.settle()
    assert await files.names() == []
    with pytest.raises(NoSuchUpload):
        await uploads.view(a.owner, upload_id)


# Links


async def test_a_link_works_five_minutes_for_one_thing(
    chat: Chat, uploads: Uploads, clock: VirtualClock, a: Shop
) -> None:
    kept = await sent(uploads, a.owner, "video", clip())
    link = await uploads.shelf.link(a.owner, kept.upload_id, "320")
    assert link.expires_ms - clock.now_ms() == 300_000
    assert link.url.startswith("/files/")
    token = link.url.removeprefix("/files/")
    assert (await uploads.shelf.follow(token)).blob.mime == "image/jpeg"
    upload_id, variant, expires, seal = token.split(".")
    for forged in (
        f"{upload_id}.video.{expires}.{seal}",
        f"{'0' * 32}.{variant}.{expires}.{seal}",
        f"{upload_id}.{variant}.{int(expires) + 1}.{seal}",
        f"{upload_id}.{variant}.{expires}.{'0' * 64}",
        f"{upload_id}.{variant}.{expires}.",
        f"{upload_id}.{variant}.{expires}",
        f"{upload_id}.{variant}.９.{seal}",
        "",
        "....",
        "é.é.1.é",
    ):
        with pytest.raises(NoSuchUpload):
            await uploads.shelf.follow(forged)
    clock.advance(300)
    assert await uploads.shelf.follow(token)
    clock.advance(1)
    with pytest.raises(NoSuchUpload):
        await uploads.shelf.follow(token)


async def test_every_refusal_is_a_sentence_in_both_languages(uploads: Uploads) -> None:
    for one in vars(errors).values():
        if isinstance(one, type) and issubclass(one, PawlineError) and one.__module__ == errors.__name__:
            for lang in ("zh", "en"):
                assert len(one(most_mb=5, offset=7, seconds=3).sentence(lang)) > 5


async def test_who_comes_later_sees_what_was_sent_later(chat: Chat, uploads: Uploads, a: Shop) -> None:
    """A view that begins at an entry begins there for files too."""
    group = (await chat.groups.found(a.staff, "金毛妈妈群")).id
    ids: list[str] = []
    for number in range(2):
        ids.append((await sent(uploads, a.staff, "file", NOTE, f"{number}.pdf")).upload_id)
        await chat.send(a.staff, group, f"cmid-000{number}", {"type": "file", "upload_id": ids[-1]})
        if not number:
            await chat.groups.join(a.owner, await chat.groups.invite(a.staff, group, 1, 7))
    assert (await uploads.shelf.open(a.owner, ids[1], "file")).size == len(NOTE)
    with pytest.raises(NoSuchUpload):
        await uploads.shelf.open(a.owner, ids[0], "file")
    await chat.groups.leave(a.owner, group)
    with pytest.raises(NoSuchConversation):
        await uploads.shelf.open(a.owner, ids[1], "file")


async def test_a_message_taken_back_takes_its_file_along(
    chat: Chat, uploads: Uploads, files: Files, clock: VirtualClock, a: Shop
) -> None:
    timers = Jobs(chat.db, clock)
    jobs.work(timers, uploads)
    kept = await sent(uploads, a.owner, "voice", tone("webm", "libopus"))
    told = await chat.send(a.owner, a.c, "cmid-0001", {"type": "voice", "upload_id": kept.upload_id})
    await chat.send(a.owner, a.c, "cmid-0002", {}, kind="recall", target_seq=told.seq)
    for who in (a.owner, a.staff):
        with pytest.raises(NoSuchUpload):
            await uploads.shelf.open(who, kept.upload_id, "audio")
    await timers.settle()
    assert await files.names() == []


async def test_two_processes_that_make_the_same_upload_leave_it_whole(
    chat: Chat, files: Files, uploads: Uploads, a: Shop
) -> None:
    """The later one finds it ready, and must not take that for a call-off."""
    other = Uploads(chat.db, chat.clock, chat.ids, files)
    content = picture()
    made = await uploads.create(a.owner, announced("image", content))
    await uploads._spool.append(made.upload_id, 0, content)
    drawn, may_go_on = asyncio.Event(), asyncio.Event()
    draw = other.maker._studio.make

    async def draw_slowly(*job: Any) -> Any:
        done = await draw(*job)
        drawn.set()
        await may_go_on.wait()
        return done

    other.maker._studio.make = draw_slowly  # type: ignore[method-assign]
    late = asyncio.ensure_future(other.maker.make(made.upload_id))
    await drawn.wait()
    await uploads.maker.make(made.upload_id)
    may_go_on.set()
    await late
    assert (await uploads.view(a.owner, made.upload_id)).state == "ready"
    shown = await uploads.shelf.open(a.owner, made.upload_id, "320")
    assert [part async for part in shown.read(0, shown.size)]


async def test_a_retry_after_a_recall_is_answered_as_before(chat: Chat, uploads: Uploads, a: Shop) -> None:
    kept = await sent(uploads, a.owner, "image", picture())
    wanted = SendFrame("image-cmid-1", {"type": "image", "upload_id": kept.upload_id})
    first = await chat.send_frame(a.owner, a.c, wanted)
    await chat.send_frame(a.owner, a.c, SendFrame("recall-cmid-1", {}, "recall", first.seq))
    again = await chat.send_frame(a.owner, a.c, wanted)
    assert (again.seq, again.msg_id, again.dup) == (first.seq, first.msg_id, True)
    with pytest.raises(NoSuchUpload):
        await chat.send_frame(a.owner, a.c, SendFrame("image-cmid-2", wanted.body))


async def test_what_is_shown_twice_goes_with_the_last_message_that_shows_it(
    chat: Chat, uploads: Uploads, a: Shop
) -> None:
    kept = await sent(uploads, a.owner, "image", picture())
    body = {"type": "image", "upload_id": kept.upload_id}
    seqs = [(await chat.send_frame(a.owner, a.c, SendFrame(f"image-cmid-{i}", body))).seq for i in range(2)]
    await chat.send_frame(a.owner, a.c, SendFrame("recall-cmid-1", {}, "recall", seqs[0]))
    await uploads.shelf.open(a.owner, kept.upload_id, "320")
    await chat.send_frame(a.owner, a.c, SendFrame("recall-cmid-2", {}, "recall", seqs[1]))
    with pytest.raises(NoSuchUpload):
        await uploads.shelf.open(a.owner, kept.upload_id, "320")


async def test_calling_off_gives_no_allowance_back(chat: Chat, uploads: Uploads, a: Shop, clock: VirtualClock) -> None:
    work = Jobs(chat.db, clock)
    jobs.work(work, uploads)

    async def announce_and_call_off() -> None:
        made = await uploads.create(a.owner, announced("file", NOTE, "a.pdf"))
        await uploads.call_off(a.owner, made.upload_id)
        await work.settle()

    for _ in range(20):
        await announce_and_call_off()
    with pytest.raises(TooMany):
        await announce_and_call_off()
    clock.advance(25 * 3600)
    await work.settle()
    assert await chat.db.read(lambda tx: tx.execute(sa.select(upload.c.id)).all()) == []
