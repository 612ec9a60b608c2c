"""Real recordings, made here: what phones and browsers send, and what nobody should."""

import hashlib
import io
import math
import struct
from array import array
from fractions import Fraction
from functools import cache
from typing import Any

import av
from PIL import Image

from pawline.chat import Uploads
from pawline.chat.uploads import NewUpload, UploadView
from pawline.chat.uploads.kinds import Purpose
from pawline.chat.uploads.service import PART_BYTES
from pawline.people import Actor

RATE = 48_000
PLACE = {"location": "+31.2304+121.4737/", "com.apple.quicktime.location.ISO6709": "+31.2304+121.4737/"}


def announced(purpose: str, content: bytes, name: str = "") -> NewUpload:
    return NewUpload(Purpose(purpose), len(content), hashlib.sha256(content).hexdigest(), name=name)


async def sent(
    uploads: Uploads, who: Actor, purpose: str, content: bytes, name: str = "", part: int = PART_BYTES
) -> UploadView:
    """Everything a page does: announce, send part by part, wait for the end."""
    made = await uploads.create(who, announced(purpose, content, name))
    for start in range(0, len(content), part):
        await uploads.write(who, made.upload_id, start, content[start : start + part])
    await uploads.maker.settle()
    return await uploads.view(who, made.upload_id)


@cache
def tone(container: str, codec: str, seconds: float = 1, layout: str = "mono", rate: int = RATE) -> bytes:
    """A tone that swells every second."""
    target = io.BytesIO()
    with av.open(target, "w", format=container) as made:
        _add_tone(made, codec, seconds, layout, rate)
    return target.getvalue()


def _add_tone(made: Any, codec: str, seconds: float, layout: str = "mono", rate: int = RATE) -> Any:
    stream = made.add_stream(codec, rate=rate)
    stream.layout = layout
    channels = 2 if layout == "stereo" else 1
    size = stream.codec_context.frame_size or 1024
    wave = [math.sin(i * 440 * 2 * math.pi / rate) for i in range(rate)]
    for start in range(0, int(seconds * rate), size):
        loud = 0.1 + 0.9 * (start / rate % 1)
        values = array(
            "h", [int(20_000 * loud * wave[(start + i) % rate]) for i in range(size) for _ in range(channels)]
        )
        frame = av.AudioFrame(format="s16", layout=layout, samples=size)
        frame.planes[0].update(values.tobytes())
        frame.rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        made.mux(stream.encode(frame))
    made.mux(stream.encode(None))


@cache
def clip(
    container: str = "mp4", video: str = "libx264", audio: str = "aac", seconds: int = 1, w: int = 320, h: int = 240
) -> bytes:
    """A short video, with the place where it was taken when the container can say so. `audio` empty: silent."""
    target = io.BytesIO()
    options = {"movflags": "+use_metadata_tags"} if container in {"mp4", "mov"} else {}
    with av.open(target, "w", format=container, container_options=options) as made:
        made.metadata.update(PLACE)
        film = made.add_stream(video, rate=24)
        film.width, film.height, film.pix_fmt = w, h, "yuv420p"
        frames = [_frame(i, w, h) for i in range(seconds * 24)]
        packets = [packet for frame in [*frames, None] for packet in film.encode(frame)]
        if audio:
            sound = made.add_stream(audio, rate=RATE)
            sound.layout = "mono"
        made.mux(packets)
        if audio:
            for start in range(0, seconds * RATE, size := sound.codec_context.frame_size or 1024):
                frame = av.AudioFrame(format="s16", layout="mono", samples=size)
                frame.planes[0].update(bytes(size * 2))
                frame.rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
                made.mux(sound.encode(frame))
            made.mux(sound.encode(None))
    return target.getvalue()


def _frame(index: int, w: int, h: int) -> Any:
    frame = av.VideoFrame(w, h, "yuv420p")
    for number, plane in enumerate(frame.planes):
        plane.update(bytes([(index * 5 + number * 40 + 60) % 256]) * plane.buffer_size)
    frame.pts, frame.time_base = index, Fraction(1, 24)
    return frame


def turned(mp4: bytes) -> bytes:
    """The same recording held upright: a quarter turn in its track header."""
    at = mp4.index(b"tkhd") + 4 + 40
    matrix = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    return mp4[:at] + matrix + mp4[at + 36 :]


@cache
def picture(kind: str = "PNG", w: int = 64, h: int = 48, **more: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (w, h), "#E9A157").save(target, kind, **more)
    return target.getvalue()
