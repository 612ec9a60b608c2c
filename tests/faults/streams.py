"""What the server said on each socket, before the client mended anything: the promise of `synced`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.faults.history import Event


@dataclass
class _Stream:
    """One conversation on one socket."""

    floor: int
    heard: set[int] = field(default_factory=set[int])
    # Up to here everything has been told; None until the first `synced`.
    told: int | None = None


def holes_of(name: str, events: list[Event], *, may_lose_pushes: bool = False) -> Iterator[str | None]:
    """One answer for each `synced` and each push behind one: None when it is right, else what is wrong.

    By `synced(head)` everything from the cursor to the head has been sent, or a gap said that it is to be fetched;
    from then on each push is known or the next one, unless pushes may be lost: between processes they are hints.
    """
    streams: dict[tuple[Any, str], _Stream] = {}
    for event in events:
        conn = event.get("conn")
        if event["what"] == "resume":
            for c, cursor in event["cursors"].items():
                streams[conn, c] = _Stream(cursor)
        elif event["what"] in {"heard", "gap", "synced"}:
            stream = streams.get((conn, event["c"]))
            if stream is not None:
                where = f"{name}, socket {conn}: {event['c']}"
                yield from _hear(where, stream, event, may_lose_pushes)


def _hear(where: str, stream: _Stream, event: Event, may_lose_pushes: bool) -> Iterator[str | None]:
    if event["what"] == "gap":
        stream.heard.update(range(stream.floor + 1, event["to"] + 1))
    elif event["what"] == "synced":
        missing = sorted(set(range(stream.floor + 1, event["head"] + 1)) - stream.heard)
        yield f"{where} was called synced at {event['head']} without {missing[:10]}" if missing else None
        stream.told = max(event["head"], max(stream.heard, default=0))
    else:
        for seq in event["seqs"]:
            stream.heard.add(seq)
            if stream.told is not None and not may_lose_pushes:
                yield f"{where} was told {seq} after {stream.told}" if seq > stream.told + 1 else None
                stream.told = max(stream.told, seq)
