"""Sockets that fall silent without a goodbye: left within fifty seconds, and nobody is shown as present any more."""

import asyncio
from pathlib import Path

from tests.soak.row import Figures
from tests.soak.serving import Server
from tests.soak.sockets import opened

SOCKETS = 500
LEFT_S = 50.0


def fall_silent(_number: int, folder: Path, sockets: int = SOCKETS) -> Figures:
    """So many sockets that say hello and nothing more."""
    return asyncio.run(_silent(folder, sockets))


async def _silent(folder: Path, sockets: int) -> Figures:
    server = Server(folder)
    users = server.make_users(sockets + sockets % 2)
    await asyncio.to_thread(server.start)
    try:
        lines = [await opened(server.port, one["token"]) for one in users[:sockets]]
        for number, line in enumerate(lines):
            await line.say(b'{"t":"hello","d":{"device_id":"silent%d"}}' % number)
        ends = await asyncio.gather(*(line.ending(LEFT_S + 15) for line in lines))
        longest_s = max(seconds for _, seconds in ends)
        assert longest_s <= LEFT_S, f"one was kept for {longest_s:.1f} s"
        assert {code for code, _ in ends} == {4003}, {code for code, _ in ends}
        left = await asyncio.to_thread(server.number, "connections")
        assert left == 0, f"{left} are still counted"
        return {"sockets": sockets, "longest s": round(longest_s, 1)}
    finally:
        await asyncio.to_thread(server.stop)
