"""Many talk at once, so that several messages share a commit: no ack leaves before the sync that covers its message.

The system calls tell: the bytes that SQLite writes to its log name the messages, and so do the acks. A message is safe
when a sync of the log has ended that began after its bytes were written.
"""

import asyncio
import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.soak.page_cache import CALL, RESULT, RESUMED, Traced
from tests.soak.row import Figures
from tests.soak.saying import line_to
from tests.soak.serving import Server

SENDS, SENDERS, OUTSTANDING = 1000, 8, 4
CALLS = "trace=pwrite64,fdatasync,fsync,write,writev,sendto,sendmsg"
# A whole page of the log, and whatever is told to one socket at once.
SHOWN = 65_536
NAMED = re.compile(r"traced-\d{6}")
ACK = re.compile(r'\{\\"t\\":\\"ack\\"[^{]*\{[^{]*?(traced-\d{6})')


@dataclass
class Told:
    """What the calls say: how many syncs there were, what was acknowledged, and what of it too early."""

    syncs: int = 0
    acked: set[str] = field(default_factory=set[str])
    early: set[str] = field(default_factory=set[str])


def trace_the_acks(number: int, folder: Path, sends: int = SENDS, synchronous: str = "FULL") -> Figures:
    """So many messages by eight senders, each with four under way. Needs strace."""
    told = asyncio.run(_traced(folder, sends, synchronous))
    assert len(told.acked) == sends, f"{len(told.acked)} acks were seen of {sends}"
    assert not told.early, f"{len(told.early)} acks left before the sync of their messages: {sorted(told.early)[:5]}"
    assert told.syncs * 2 < sends, f"{told.syncs} syncs for {sends} messages: hardly any shared a commit"
    return {"acks": sends, "syncs": told.syncs}


async def _traced(folder: Path, sends: int, synchronous: str) -> Told:
    server = Traced(folder, synchronous, CALLS, SHOWN)
    users = server.make_users(SENDERS)
    await asyncio.to_thread(server.start)
    try:
        await asyncio.gather(*(_talk(server, user, range(i, sends, SENDERS)) for i, user in enumerate(users)))
    finally:
        await asyncio.to_thread(server.stop)
    return judged(server.trace.read_text(errors="replace"))


async def _talk(server: Server, user: dict[str, list[dict[str, str]]], numbers: range) -> None:
    """Says what has these numbers, four at a time."""
    line, ahead = await line_to(server.port, str(user["token"]), "traced"), asyncio.Semaphore(OUTSTANDING)

    async def say(number: int) -> None:
        async with ahead:
            await line.send(user["conversations"][0]["c"], f"traced-{number:06}", {"type": "text", "text": "。"})

    await asyncio.gather(*(say(number) for number in numbers))
    await line.close()


def judged(trace: str) -> Told:
    """Goes through the calls in the order in which they were made."""
    told, written, synced = Told(), set[str](), set[str]()
    # By thread: what a call that has not come back yet will have written or synced.
    under_way: dict[str, set[str]] = {}
    for line in trace.splitlines():
        if (call := CALL.match(line)) is not None:
            thread, name, path, rest = call[1], call[2], call[3], call[4]
            if not path.endswith("-wal"):
                _tell(told, rest, synced)
                continue
            under_way[thread] = set(written) if "sync" in name else set(NAMED.findall(rest))
            if "<unfinished" in rest[-20:]:
                continue
        elif (back := RESUMED.match(line)) is not None and back[1] in under_way:
            thread, name, rest = back[1], back[2], back[3]
        else:
            continue
        done, result = under_way.pop(thread), RESULT.search(rest[-20:])
        if "sync" not in name:
            written |= done
        elif result is not None and int(result[1]) == 0:
            synced |= done
            told.syncs += 1
    return told


def _tell(told: Told, rest: str, synced: set[str]) -> None:
    for cmid in ACK.findall(rest):
        if cmid not in told.acked and cmid not in synced:
            told.early.add(cmid)
        told.acked.add(cmid)
