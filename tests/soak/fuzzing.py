"""The reader of frames under a fuzzer that looks for new ways through it (atheris, which is libFuzzer for Python).

`python -m tests.soak.fuzzing CORPUS RUNS SEED` is one search; it prints the figures as JSON.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.soak.row import Figures

RUNS, LONGEST_BYTES = 500_000, 4096
# Of processor time: a machine may be busy with other things.
STALL_S = 0.1
DONE = re.compile(r"DONE\s+cov: (\d+)")
MEANT = (
    b'{"t":"hello","d":{"proto_min":1,"proto_max":1,"device_id":"a"}}',
    b'{"t":"send","id":1,"c":"x","d":{"cmid":"abcdefgh","body":{"type":"text","text":"hi"},"mentions":["a"]}}',
    b'{"t":"send","c":"x","d":{"cmid":"abcdefgh","kind":"edit","target_seq":3,"body":{"type":"text","text":"hi"}}}',
    b'{"t":"send","c":"x","d":{"cmid":"abcdefgh","body":{"type":"location","lat":1.5,"lng":2,"name":"n"}}}',
    b'{"t":"send","c":"x","d":{"cmid":"abcdefgh","kind":"reaction","target_seq":3,"body":{"emoji":"\xf0\x9f\x91\x8d","is_on":true}}}',
    b'{"t":"send","c":"x","d":{"cmid":"abcdefgh","kind":"system","target_seq":3,"body":{"is_on":true}}}',
    b'{"t":"resume","d":{"conversations":{"x":0},"shop_feed":3}}',
    b'{"t":"read","c":"x","d":{"seq":9007199254740992}}',
    b'{"t":"watch","d":{"conversations":["x"]}}',
)
ESCAPED = {number: f"\\x{number:02x}" for number in (*range(32), *range(127, 256), ord('"'), ord("\\"))}
# Pieces that a search puts together; in libFuzzer's dictionary each is a line in quotation marks.
PIECES = (
    '{"', '":', ',"', '"}', "}}", "[", "]", "[[[[[[[[", "null", "true", "1e999", "-1", '"t":', '"c":', '"d":', '"id":',
    '"send"', '"body":{', '"type":"text"', '"type":"pet"', '"type":"choice"', '"type":"image"', '"text":', '"cmid":',
    '"mentions":', '"kind":', '"target_seq":', '"reply_to":', "\\ud800", "\xff", "\x00", "\xef\xbb\xbf",
)  # fmt: skip


def search(number: int, folder: Path, runs: int = RUNS) -> Figures:
    """So many inputs, from frames that are meant to ones that are not, led by what they reach in the code.

    Raises AssertionError with the input that broke something: an error that nobody handles, a key twice or too many
    levels in what was taken in, or a tenth of a second for one frame.
    """
    assert find_spec("atheris"), "the fuzzer is not installed: .venv/bin/pip install -r requirements/fuzz.txt"
    words = [sys.executable, "-m", "tests.soak.fuzzing", str(folder), str(runs), str(number + 1)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-3000:]
    found: dict[str, Any] = json.loads((folder / "figures.json").read_text())
    reached = DONE.search(done.stderr)
    return {"inputs": found["inputs"], "taken as frames": found["taken"], "longest ms": found["longest_ms"],
            "branches reached": int(reached[1]) if reached else 0}  # fmt: skip


def main() -> None:
    """Does not come back: libFuzzer ends the process."""
    import atheris

    folder, runs, seed = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    with atheris.instrument_imports(
        include=["pawline.chat.frames", "pawline.chat.bodies", "pawline.platform.web.strict"]
    ):
        from pawline.chat import frames, service
        from pawline.platform.web import strict
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, frame in enumerate(MEANT):
        (corpus / str(name)).write_bytes(frame)
    pieces = "".join(f'"{one.translate(ESCAPED)}"\n' for one in PIECES)
    (folder / "pieces").write_text(pieces)
    atheris.Setup(
        [sys.argv[0], str(corpus), f"-runs={runs}", f"-seed={seed}", f"-max_len={LONGEST_BYTES}",
         f"-artifact_prefix={folder}/", f"-dict={folder}/pieces"],
        _watched(_reader(frames, service, strict), folder),
    )  # fmt: skip
    atheris.Fuzz()


def _reader(frames: Any, service: Any, strict: Any) -> Callable[[bytes], bool]:
    """What a socket does with what comes in; whether it was a frame."""
    from msgspec import DecodeError

    from pawline.platform.errors import PawlineError

    def read(data: bytes) -> bool:
        try:
            one = frames.parse(data)
            found = frames.payload(one, data) if one.t in frames.FRAMES else None
        except (DecodeError, UnicodeDecodeError):
            return False
        if found is None:
            return False
        # Many frames are taken in without a second reading: none of them may be one that it would have refused.
        strict.judge(data)
        if one.t == "send":
            try:
                service._read(None, "x", found)
            except PawlineError:
                return False
        return True

    return read


def _watched(read: Callable[[bytes], bool], folder: Path) -> Callable[[bytes], None]:
    figures = {"inputs": 0, "taken": 0, "longest_ms": 0.0}

    def one(data: bytes) -> None:
        begun = time.thread_time()
        figures["taken"] += read(data)
        took_s = time.thread_time() - begun
        if took_s > STALL_S:
            raise AssertionError(f"{took_s:.3f} s for one frame")
        figures["longest_ms"] = max(figures["longest_ms"], round(took_s * 1000, 2))
        figures["inputs"] += 1
        if figures["inputs"] % 1000 == 0:
            (folder / "figures.json").write_text(json.dumps(figures))

    return one


if __name__ == "__main__":
    main()
