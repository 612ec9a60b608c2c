"""One job: `{"task", "source", "demuxer"}` in, `{"ok": {...}}` or `{"refused": code}` out."""

import json
import sys
from pathlib import Path

from pawline.confine import Limits, confine
from pawline.media.refusal import Refusal

LIMITS = Limits(cpu_s=40, memory_bytes=1536 * 1024 * 1024, file_bytes=80 * 1024 * 1024)


def work(job: dict[str, str]) -> dict[str, object]:
    """Does the job in the working folder. Raises Refusal."""
    source = Path(job["source"])
    if job["task"] == "image":
        from pawline.media import pictures

        return pictures.redraw(source)
    from av.error import FFmpegError

    from pawline.media import film, sound

    try:
        return film.keep(source, job["demuxer"]) if job["task"] == "video" else sound.record(source, job["demuxer"])
    except (FFmpegError, ValueError, EOFError) as error:
        raise Refusal("not_playable") from error


def main() -> int:
    """Reads, confines itself, works, answers."""
    job = json.load(sys.stdin)
    confine(LIMITS)
    try:
        answer: dict[str, object] = {"ok": work(job)}
    except Refusal as refusal:
        answer = {"refused": refusal.code}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
