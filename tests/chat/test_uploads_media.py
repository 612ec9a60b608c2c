"""What becomes of recordings: real files through the real child process."""

import asyncio
import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import av
import pytest
from PIL import Image

from pawline.chat import Chat, Uploads
from pawline.chat.uploads.kinds import SUFFIXES
from pawline.chat.uploads.studio import Studio
from pawline.media import sound
from pawline.platform.children import ask_child
from pawline.platform.db import Database
from pawline.platform.files import Files
from tests.chat.conftest import Shop, read_back
from tests.chat.recordings import clip, picture, sent, tone, turned


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


VOICES = [
    ("webm", "libopus", "mono"),
    ("webm", "libopus", "stereo"),
    ("ogg", "libopus", "mono"),
    ("mp4", "aac", "mono"),
    ("mp4", "aac", "stereo"),
    ("wav", "pcm_s16le", "mono"),
    ("wav", "pcm_s16le", "stereo"),
]


@pytest.mark.parametrize(("container", "codec", "layout"), VOICES)
async def test_every_voice_becomes_the_same_kind(
    uploads: Uploads, files: Files, a: Shop, container: str, codec: str, layout: str
) -> None:
    """Mono AAC at 48 kHz that may be played while it loads, its length, and 64 bars."""
    kept = await sent(uploads, a.owner, "voice", tone(container, codec, 2, layout))
    assert (kept.state, kept.mime, kept.error) == ("ready", "audio/mp4", None)
    assert kept.duration_ms is not None
    assert abs(kept.duration_ms - 2000) < 60
    assert kept.waveform is not None
    assert len(kept.waveform) == 64
    assert max(kept.waveform) == 100
    assert kept.waveform[1] < 40 < kept.waveform[29], "it swells"
    content = await read_back(uploads, files, f"{kept.upload_id}-audio.m4a")
    assert content is not None
    assert content.index(b"moov") < content.index(b"mdat"), "faststart"
    with av.open(io.BytesIO(content)) as made:
        stream = made.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.channels) == ("aac", 48_000, 1)
        assert 20_000 < (stream.bit_rate or 0) < 80_000
        assert sum(frame.samples for frame in made.decode(audio=0)) >= 95_000


async def test_silence_is_drawn_flat(uploads: Uploads, a: Shop) -> None:
    quiet = bytearray(tone("wav", "pcm_s16le", 1))
    start = quiet.index(b"data") + 8
    quiet[start:] = bytes(len(quiet) - start)
    kept = await sent(uploads, a.owner, "voice", bytes(quiet))
    assert kept.waveform == [0] * 64


@pytest.mark.parametrize(("seconds", "code"), [(60, None), (60.9, None), (63, "voice_too_long")])
async def test_a_voice_has_a_minute(uploads: Uploads, a: Shop, seconds: float, code: str | None) -> None:
    kept = await sent(uploads, a.owner, "voice", tone("wav", "pcm_s16le", seconds, rate=16_000))
    assert (kept.error.code if kept.error else None) == code


VIDEOS = [
    ("mp4", "libx264", "aac", "video/mp4", ["h264", "aac"]),
    ("mov", "libx264", "pcm_s16le", "video/mp4", ["h264", "aac"]),
    ("matroska", "libx264", "libopus", "video/mp4", ["h264", "aac"]),
    ("mp4", "libx264", "", "video/mp4", ["h264"]),
    ("webm", "libvpx", "libopus", "video/webm", ["vp8", "opus"]),
    ("webm", "libvpx-vp9", "libopus", "video/webm", ["vp9", "opus"]),
    ("webm", "libvpx", "", "video/webm", ["vp8"]),
    # What no browser plays stays as it was recorded, sound and all.
    ("mov", "mpeg4", "pcm_s16le", "video/quicktime", ["mpeg4", "pcm_s16le"]),
    ("mp4", "mpeg4", "aac", "video/quicktime", ["mpeg4", "aac"]),
    ("matroska", "mpeg2video", "aac", "video/quicktime", ["mpeg2video", "aac"]),
]


@pytest.mark.parametrize(("container", "video", "audio", "mime", "codecs"), VIDEOS)
async def test_a_video_is_kept_without_its_place(
    uploads: Uploads, files: Files, a: Shop, container: str, video: str, audio: str, mime: str, codecs: list[str]
) -> None:
    source = clip(container, video, audio)
    kept = await sent(uploads, a.owner, "video", source)
    assert (kept.state, kept.mime, kept.w, kept.h) == ("ready", mime, 320, 240)
    assert kept.duration_ms is not None
    assert abs(kept.duration_ms - 1000) < 60
    content = await read_back(uploads, files, f"{kept.upload_id}-video.{SUFFIXES[mime]}")
    poster = await read_back(uploads, files, f"{kept.upload_id}-320.jpg")
    assert content is not None
    assert poster is not None
    assert b"31.2304" not in content
    assert b"Lavf62" not in content
    with av.open(io.BytesIO(content)) as made:
        assert [one.codec_context.name for one in made.streams] == codecs
        assert sum(1 for _ in made.decode(video=0)) == 24, "no picture is lost"
    with Image.open(io.BytesIO(poster)) as drawn:
        assert drawn.size == (320, 240)
        assert not drawn.getexif()
    if mime == "video/mp4":
        assert content.index(b"moov") < content.index(b"mdat"), "faststart"


def test_the_sources_do_say_where_they_were_taken() -> None:
    """So that the test above can fail."""
    assert b"31.2304" in clip("mov", "libx264", "pcm_s16le")
    assert b"31.2304" in clip("mp4")
    assert b"31.2304" in clip("webm", "libvpx", "libopus")


async def test_a_video_held_upright_is_upright(uploads: Uploads, files: Files, a: Shop) -> None:
    kept = await sent(uploads, a.owner, "video", turned(clip()))
    assert (kept.w, kept.h) == (240, 320)
    poster = await read_back(uploads, files, f"{kept.upload_id}-320.jpg")
    content = await read_back(uploads, files, f"{kept.upload_id}-video.mp4")
    assert poster is not None
    assert content is not None
    with Image.open(io.BytesIO(poster)) as drawn:
        assert drawn.size == (240, 320)
    with av.open(io.BytesIO(content)) as made:
        assert next(made.decode(video=0)).rotation % 360 in (90, 270), "players still turn it"


@pytest.mark.parametrize(("seconds", "code"), [(30, None), (32, "video_too_long")])
async def test_a_video_has_half_a_minute(uploads: Uploads, a: Shop, seconds: int, code: str | None) -> None:
    kept = await sent(uploads, a.owner, "video", clip(seconds=seconds, audio="", w=64, h=64))
    assert (kept.error.code if kept.error else None) == code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_a_picture_in_each_size(uploads: Uploads, files: Files, a: Shop, kind: str) -> None:
    kept = await sent(uploads, a.owner, "image", picture(kind, 2000, 1000))
    assert (kept.state, kept.w, kept.h) == ("ready", 1280, 640)
    for width in (320, 1280):
        content = await read_back(uploads, files, f"{kept.upload_id}-{width}.jpg")
        assert content is not None
        with Image.open(io.BytesIO(content)) as drawn:
            assert (drawn.format, drawn.size) == ("JPEG", (width, width // 2))


async def test_a_moving_picture_keeps_its_first(uploads: Uploads, files: Files, a: Shop) -> None:
    target = io.BytesIO()
    frames = [Image.new("RGB", (64, 48), one) for one in ("#FF0000", "#0000FF", "#00FF00")]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], duration=100)
    kept = await sent(uploads, a.owner, "image", target.getvalue())
    content = await read_back(uploads, files, f"{kept.upload_id}-320.jpg")
    assert content is not None
    with Image.open(io.BytesIO(content)) as drawn:
        red, _, blue = drawn.convert("RGB").getpixel((30, 20))  # type: ignore[misc]
        assert red > 200 > 60 > blue


def test_only_the_native_encoder_makes_sound(tmp_path: Path) -> None:
    """Wheels of PyAV carry GPL encoders; the one place that opens an encoder takes none of them."""
    folder = Path(sound.__file__).parent
    opened = [
        line.strip() for path in folder.glob("*.py") for line in path.read_text().splitlines() if "add_stream(" in line
    ]
    assert opened == ['stream = made.add_stream("aac", rate=RATE)']
    with av.open(str(tmp_path / "x.m4a"), "w", format="mp4") as made:
        assert sound.aac_stream(made).codec_context.codec.long_name == "AAC (Advanced Audio Coding)"


def confined(code: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Python in the child's confinement."""
    source = f"from pawline.confine import confine\nfrom pawline.media.__main__ import LIMITS\nconfine(LIMITS)\n{code}"
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), **more}
    return subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, env=environment, timeout=60)


def test_the_child_has_little_memory() -> None:
    assert "MemoryError" in confined("x = bytearray(2 * 1024**3)").stderr


def test_the_child_writes_no_large_files(tmp_path: Path) -> None:
    ended = confined(f"open({str(tmp_path / 'x')!r}, 'wb').write(bytes(90 * 1024**2))")
    assert ended.returncode != 0
    assert (tmp_path / "x").stat().st_size <= 80 * 1024**2


def test_the_child_opens_few_files() -> None:
    assert "Too many open files" in confined("x = [open('/dev/null') for _ in range(200)]").stderr


def test_the_child_has_no_network() -> None:
    """Where the system lets a process leave the network; elsewhere the readers open files only."""
    code = "import socket\ns = socket.socket(); s.settimeout(2)\nprint(s.connect_ex(('127.0.0.1', 9)))"
    open_code = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30).stdout.strip()
    assert open_code == "111", "refused: there is a network here"
    assert confined(code).stdout.strip() == "101", "unreachable: the child has none"


async def test_a_child_that_hangs_is_ended_and_refuses_one_file(
    chat: Chat, files: Files, a: Shop, tmp_path: Path
) -> None:
    mark = tmp_path / "pid"
    code = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    slow = Uploads(chat.db, chat.clock, chat.ids, files, studio=Studio((sys.executable, "-c", code), 0.5))
    kept = await sent(slow, a.owner, "voice", tone("wav", "pcm_s16le"))
    assert kept.error is not None
    assert kept.error.code == "not_playable"
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


BAD_CHILDREN = {
    "dies": "import os; os.kill(os.getpid(), 9)",
    "fails": "raise SystemExit(3)",
    "says nothing": "pass",
    "says nonsense": "print('{')",
    "says too much": "print('x' * 200_000)",
    "claims without making": 'print(\'{"ok":{"duration_ms":1000}}\')',
    "measures wildly": 'print(\'{"ok":{"duration_ms":-5}}\')',
    "answers and dies": "import os; print('{\"ok\":{}}', flush=True); os.kill(os.getpid(), 11)",
    "points elsewhere": "import os; os.symlink('/etc/passwd', 'audio.m4a'); print('{\"ok\":{\"duration_ms\":1}}')",
}


@pytest.mark.parametrize("how", BAD_CHILDREN)
async def test_whatever_the_child_does_refuses_one_file(chat: Chat, files: Files, a: Shop, how: str) -> None:
    studio = Studio((sys.executable, "-c", BAD_CHILDREN[how]), 10)
    bad = Uploads(chat.db, chat.clock, chat.ids, files, studio=studio)
    kept = await sent(bad, a.owner, "voice", tone("wav", "pcm_s16le"))
    assert (kept.state, kept.error.code if kept.error else "") == ("refused", "not_playable")
    assert await files.names() == []
    good = Uploads(chat.db, chat.clock, chat.ids, files)
    assert (await sent(good, a.owner, "voice", tone("wav", "pcm_s16le"))).state == "ready"


def test_the_child_gets_none_of_our_environment(tmp_path: Path) -> None:
    """Keys of a bucket stay here."""
    code = "import os, json, sys; sys.stdout.write(json.dumps(dict(os.environ)))"

    async def look() -> dict[str, str]:
        os.environ["AWS_SECRET_ACCESS_KEY"] = "secret"
        try:
            line = await ask_child((sys.executable, "-c", code), b"", deadline_s=10, folder=str(tmp_path))
        finally:
            del os.environ["AWS_SECRET_ACCESS_KEY"]
        return json.loads(line)

    assert set(asyncio.run(look())) <= {"PYTHONPATH", "PATH", "LANG", "LC_CTYPE"}


async def test_nothing_is_left_of_the_work(uploads: Uploads, files: Files, a: Shop) -> None:
    await sent(uploads, a.owner, "video", clip())
    await sent(uploads, a.owner, "voice", b"RIFF....WAVE" + bytes(100))
    assert list(files.spool.iterdir()) == []
    for name in await files.names():
        path = files.spool.parent / "files" / name[:2] / name
        assert stat.S_ISREG(path.lstat().st_mode)
