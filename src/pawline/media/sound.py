"""Sound: into mono AAC by FFmpeg's own encoder, and into the 64 bars that a bubble shows."""

# PyAV's packets are generic without a default that strict mode could follow.
# pyright: reportUnknownMemberType=false

from array import array
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, pairwise
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer

from pawline.media.refusal import Refusal

RATE = 48_000
BITS_PER_S = 48_000
# A recording that was stopped at the limit is a moment longer than the limit.
MOST_S = 61
BARS = 64
_BAR_RATE = 8_000
# Quieter than this is silence: noise is not drawn as if it were speech.
_QUIETEST = 800

DECODERS = frozenset({"opus", "vorbis", "aac", "mp3", "mp3float"})
ONLY_FILES = {"protocol_whitelist": "file"}
MP4 = {"movflags": "+faststart", "fflags": "+bitexact"}


def record(source: Path, demuxer: str) -> dict[str, object]:
    """Writes `audio.m4a`, mono at 48 kHz, metadata gone."""
    with av.open(str(source), format=demuxer, container_options=ONLY_FILES) as found:
        voice = sound_of(found)
        if voice is None:
            raise Refusal("not_playable")
        ear = Ear()
        with av.open("audio.m4a", "w", format="mp4", container_options=MP4) as made:
            samples = sum(_encoded(found, voice, aac_stream(made), made, ear))
    if samples == 0:
        raise Refusal("not_playable")
    return {"duration_ms": samples * 1000 // RATE, "waveform": ear.bars()}


def _encoded(
    found: InputContainer, voice: AudioStream, target: AudioStream, made: OutputContainer, ear: "Ear"
) -> Iterator[int]:
    """Encodes frame by frame; yields the samples of each."""
    mono, done = AudioResampler("fltp", "mono", RATE), 0
    for frame in chain(found.decode(voice), (None,)):
        for one in mono.resample(frame):
            done += one.samples
            if done > MOST_S * RATE:
                raise Refusal("voice_too_long")
            # A frame that needed no change still counts in its file's own unit of time.
            one.pts, one.time_base = done - one.samples, Fraction(1, RATE)
            ear.hear(one)
            made.mux(target.encode(one))
            yield one.samples
    made.mux(target.encode(None))


def sound_of(found: InputContainer) -> AudioStream | None:
    """The first sound that may be decoded, or None when there is no sound. Raises Refusal."""
    if not found.streams.audio:
        return None
    stream = found.streams.audio[0]
    name = stream.codec_context.name
    if name not in DECODERS and not name.startswith("pcm_"):
        raise Refusal("not_playable")
    return stream


def aac_stream(made: OutputContainer) -> AudioStream:
    """A new AAC stream. FFmpeg's own encoder and no other: wheels of PyAV carry GPL ones that we must not use."""
    stream = made.add_stream("aac", rate=RATE)
    coder = stream.codec_context
    assert coder.codec.name == "aac", coder.codec.name
    coder.layout = "mono"
    coder.bit_rate = BITS_PER_S
    return stream


class Ear:
    """Listens along at a low rate, for the bars."""

    def __init__(self) -> None:
        self._low = AudioResampler("s16", "mono", _BAR_RATE)
        self._heard = array("h")

    def hear(self, frame: AudioFrame) -> None:
        """Takes in the next frame."""
        for one in self._low.resample(frame):
            self._heard.frombytes(bytes(one.planes[0])[: one.samples * 2])

    def bars(self) -> list[int]:
        """64 heights from 0 to 100: the peak of each stretch, the loudest being 100."""
        total = len(self._heard)
        edges = [total * i // BARS for i in range(BARS + 1)]
        stretches = [self._heard[a:b] for a, b in pairwise(edges)]
        peaks = [max(max(one), -min(one)) if one else 0 for one in stretches]
        loudest = max(_QUIETEST, *peaks)
        return [round(100 * peak / loudest) for peak in peaks]
