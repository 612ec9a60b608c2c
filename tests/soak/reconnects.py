"""Everybody loses the line at once and comes back at once, without jitter, while some go on talking."""

import asyncio
from pathlib import Path

from bench.many import allow_files, storm
from bench.servers import Running

from tests.soak.row import Figures
from tests.soak.serving import Server

BACK, MISSED, TALKING = 5000, 10, 20
ALL_BACK_S, LIVE_P99_MS = 30.0, 500.0


def come_back(_number: int, folder: Path, back: int = BACK, missed: int = MISSED) -> Figures:
    """So many clients that have missed so many messages each; the load program has no say in when they come."""
    allow_files(16_384)
    server = Server(folder)
    users = server.make_users(back + TALKING)
    server.start()
    try:
        found = asyncio.run(storm(Running("pawline", server.port, server.pid, users), back, missed))
    finally:
        server.stop()
    assert found.resumed == back
    assert found.seconds <= ALL_BACK_S, f"all were back after {found.seconds:.1f} s"
    assert found.live_p99_ms < LIVE_P99_MS, f"those who talked waited {found.live_p99_ms:.0f} ms"
    return {
        "storms": 1, "came back": found.resumed, "entries": found.entries,
        "longest s": round(found.seconds, 2), "worst live p99 ms": round(found.live_p99_ms, 1),
    }  # fmt: skip
