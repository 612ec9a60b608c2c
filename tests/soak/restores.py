"""A machine is lost under load and its last backup is put on another: everybody goes on with that log."""

import asyncio
import json
import random
from pathlib import Path

from tests.soak.crowd import Conductor, chatter, voices
from tests.soak.row import Figures
from tests.soak.serving import Server

RESTORES, USERS = 3, 10


def restore_a_backup(number: int, folder: Path, restores: int = RESTORES) -> Figures:
    """Backup under load, more load, kill, restore elsewhere, so many times over on the same port."""
    return asyncio.run(_restored(random.Random(number), folder, restores))


async def _restored(chance: random.Random, folder: Path, restores: int) -> Figures:
    (folder / "0").mkdir()
    server = Server(folder / "0")
    accounts = server.make_users(USERS)
    await asyncio.to_thread(server.start)
    try:
        async with voices(server.url, accounts) as everybody:
            conductor = Conductor(everybody)
            code = await asyncio.to_thread(server.run, "recovery-code", "--json")
            (folder / "paper").write_text(json.loads(code)["recovery_code"])
            for turn in range(1, restores + 1):
                talk = asyncio.ensure_future(chatter(everybody, 8, 4))
                await asyncio.sleep(chance.uniform(0.5, 1.5))
                await asyncio.to_thread(server.run, "backup", str(folder / f"{turn}.backup"))
                await asyncio.sleep(chance.uniform(0.2, 1.5))
                await asyncio.to_thread(server.kill)
                server = await asyncio.to_thread(_elsewhere, server, folder, turn)
                await talk
            await conductor.healed()
            await conductor.settled()
            acked = sum(one.diary.acked_count for one in everybody)
            epochs = {
                event["epoch"] for one in everybody for event in one.diary.book.events if event["what"] == "welcome"
            }
            assert len(epochs) == restores + 1, f"{len(epochs)} epochs after {restores} restores"
            return {"restores": restores, "acked": acked, **conductor.judge(server.stored)}
    finally:
        await asyncio.to_thread(server.stop)


def _elsewhere(lost: Server, folder: Path, turn: int) -> Server:
    """Another folder, the same address."""
    (folder / str(turn)).mkdir()
    found = Server(folder / str(turn), PAWLINE_PORT=str(lost.port))
    found.port = lost.port
    found.run("restore", str(folder / f"{turn}.backup"), "--key", str(folder / "paper"))
    found.start()
    return found
