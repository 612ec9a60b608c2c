"""Short videos: the pictures stay as they were recorded, in a clean container; a poster is drawn."""

# PyAV's packets are generic without a default that strict mode could follow.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias, cast

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream
from PIL import Image

from pawline.media.pictures import MOST_PIXELS, draw
from pawline.media.refusal import Refusal
from pawline.media.sound import MP4, ONLY_FILES, RATE, aac_stream, sound_of

# 30 seconds, and what a recorder adds before it stops.
MOST_S = Fraction(61, 2)
IN_MP4 = frozenset({"h264", "hevc", "av1", "libdav1d", "vp9"})
IN_WEBM = frozenset({"vp8", "vp9", "av1", "libdav1d"})
# What cameras and older phones write and few browsers play: kept as recorded, to be saved and opened elsewhere.
IN_MOV = frozenset({"mpeg4", "h263", "mjpeg", "prores", "mpeg1video", "mpeg2video"})
MIMES = {"mp4": "video/mp4", "webm": "video/webm", "mov": "video/quicktime"}
WEBM_SOUND = frozenset({"opus", "vorbis"})
WEBM = {"fflags": "+bitexact"}

Some: TypeAlias = "Packet[Any]"
Mux: TypeAlias = Callable[["Packet[Any]"], None]


def keep(source: Path, demuxer: str) -> dict[str, object]:
    """Writes `video.mp4`, `.webm` or `.mov` and the poster's two JPEGs. Places, dates and device names stay behind."""
    picture = _poster(source, demuxer)
    with av.open(str(source), format=demuxer, container_options=ONLY_FILES) as found:
        film = found.streams.video[0]
        kind = _kind(demuxer, found)
        sound = next(iter(found.streams.audio), None) if kind == "mov" else sound_of(found)
        with av.open(f"video.{kind}", "w", format=kind, container_options=WEBM if kind == "webm" else MP4) as made:
            duration = _remux(found, film, sound, made, is_whole=kind != "mp4")
    if duration <= 0:
        raise Refusal("not_playable")
    return {**picture, "mime": MIMES[kind], "duration_ms": round(duration * 1000)}


def _poster(source: Path, demuxer: str) -> dict[str, object]:
    with av.open(str(source), format=demuxer, container_options=ONLY_FILES) as found:
        if not found.streams.video:
            raise Refusal("not_playable")
        film = found.streams.video[0]
        if film.codec_context.name not in IN_MP4 | IN_WEBM | IN_MOV:
            raise Refusal("not_playable")
        if not 0 < film.codec_context.width * film.codec_context.height <= MOST_PIXELS:
            raise Refusal("not_playable")
        film.codec_context.thread_count = 1
        first = next(found.decode(film), None)
    if first is None or first.width * first.height > MOST_PIXELS:
        raise Refusal("not_playable")
    image = cast(Image.Image, first.to_image())
    turned = first.rotation % 360
    if turned:
        image = image.rotate(turned, expand=True)
    w, h = image.size
    draw(image)
    return {"w": w, "h": h, "rotation": turned}


def _kind(demuxer: str, found: InputContainer) -> str:
    """The container it goes into. Raises Refusal for the one that none of them can hold: VP8 with strange sound."""
    codec = found.streams.video[0].codec_context.name
    has_sound = all(one.codec_context.name in WEBM_SOUND for one in found.streams.audio[:1])
    if demuxer == "matroska" and codec in IN_WEBM and has_sound:
        return "webm"
    if codec in IN_MOV:
        return "mov"
    if codec not in IN_MP4:
        raise Refusal("not_playable")
    return "mp4"


def _remux(
    found: InputContainer, film: VideoStream, sound: AudioStream | None, made: OutputContainer, is_whole: bool
) -> Fraction:
    """Copies packets and, unless the sound `is_whole` too, turns what MP4 players do not know into AAC.

    Returns the length in seconds.
    """
    ways: dict[int, Mux] = {film.index: _copied(made, film)}
    finish = None
    if sound is not None and (is_whole or sound.codec_context.name == "aac"):
        ways[sound.index] = _copied(made, sound)
    elif sound is not None:
        ways[sound.index], finish = _as_aac(made, sound)
    packets = _within_limit(found, [one for one in (film, sound) if one is not None])
    _order([one for one in packets if one.stream.index == film.index])
    for packet in packets:
        ways[packet.stream.index](packet)
    if finish is not None:
        finish()
    return _length(packets)


def _within_limit(found: InputContainer, streams: list[Any]) -> list[Some]:
    """Every packet that holds something; a file has at most 50 MB of them."""
    packets: list[Some] = []
    for packet in found.demux(streams):
        if packet.size and packet.pts is not None:
            packets.append(packet)
    if _length(packets) > MOST_S:
        raise Refusal("video_too_long")
    return packets


def _length(packets: list[Some]) -> Fraction:
    """Seconds from the first moment to the last."""
    starts = [cast(int, one.pts) * one.time_base for one in packets]
    lengths = [(one.duration or 0) * one.time_base for one in packets]
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    return max(ends, default=Fraction(0)) - min(starts, default=Fraction(0))


def _order(packets: list[Some]) -> None:
    """Matroska does not say when to decode, MP4 has to: in the order they stand in, never after they are shown."""
    if all(one.dts is not None for one in packets):
        return
    shown = [cast(int, one.pts) for one in packets]
    ahead = max(a - b for a, b in zip(sorted(shown), shown, strict=True))
    for packet, at in zip(packets, sorted(shown), strict=True):
        packet.dts = at - ahead


def _copied(made: OutputContainer, source: VideoStream | AudioStream) -> Mux:
    target = made.add_stream_from_template(source, opaque=True)

    def mux(packet: Some) -> None:
        if packet.dts is None:
            packet.dts = packet.pts
        packet.stream = target
        made.mux(packet)

    return mux


def _as_aac(made: OutputContainer, source: AudioStream) -> tuple[Mux, Callable[[], None]]:
    target, mono = aac_stream(made), AudioResampler("fltp", "mono", RATE)

    def encode(frame: AudioFrame | None) -> None:
        for one in mono.resample(frame):
            made.mux(target.encode(one))

    def mux(packet: Some) -> None:
        for frame in source.codec_context.decode(packet):
            encode(frame)

    def finish() -> None:
        encode(None)
        made.mux(target.encode(None))

    return mux, finish
