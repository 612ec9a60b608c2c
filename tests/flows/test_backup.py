"""A backup taken under load, restored elsewhere, is one moment of the shop; the log has a new epoch."""

import asyncio
import io
import json
import shutil
import stat
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from websockets.asyncio.client import connect

from pawline.app import House
from pawline.cli.backup import FileExists, NotABackup, NothingToBackUp, NotOpened, ShopIsThere, back_up, restore
from pawline.people import Actor, Role
from pawline.platform.config import Config
from pawline.platform.keys import recovery_code, secret_of
from tests.serving import Served, cheap_passwords, served, served_again
from tests.waiting import until


def ignore(_words: str) -> None:
    """Nobody watches the progress."""


def owner_of(server: Served) -> tuple[Actor, str]:
    made = server.made
    actor = Actor(made.shop.id, made.owners["林女士"], "owner", Role.OWNER, "d")  # type: ignore[arg-type]
    return replace(actor, is_loadtest=True), made.conversations["林女士"]


async def test_a_backup_under_load_is_one_moment(tmp_path: Path) -> None:
    target = tmp_path / "shop.backup"
    async with served(tmp_path / "old") as server:
        owner, c = owner_of(server)
        picture = io.BytesIO()
        Image.new("RGB", (64, 48)).save(picture, "PNG")
        kept = await server.house.uploads.add(owner, picture.getvalue())
        await server.house.chat.send(owner, c, "cmid-picture", {"type": "image", "upload_id": kept.upload_id})
        acked: list[int] = []

        async def talk() -> None:
            for number in range(100_000):
                ack = await server.house.chat.send(owner, c, f"cmid-{number:06}", {"type": "text", "text": f"{number}"})
                acked.append(ack.seq)

        talking = asyncio.ensure_future(talk())
        await until(lambda: len(acked) > 50)
        before = acked[-1]
        await asyncio.to_thread(back_up, server.house.config, target, ignore)
        after = acked[-1]
        talking.cancel()
        old_epoch, secret = server.house.epoch, server.house.keys.secret
        assert before < after, "it was written to meanwhile"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600

    config = Config(data=str(tmp_path / "new"))
    restore(config, target, "e" * 32, ignore, secret_of(recovery_code(secret)))
    house = House(config, passwords=cheap_passwords())
    await house.db.start()
    try:
        assert (house.epoch, old_epoch != house.epoch) == ("e" * 32, True)
        head = (await house.chat.page(owner, c, limit=1)).head
        assert before <= head <= after
        seqs: list[int] = []
        while len(seqs) < head:
            seqs += [e.seq for e in (await house.chat.page(owner, c, after=len(seqs), limit=100)).entries]
        assert seqs == list(range(1, head + 1))
        assert await house.uploads.show(owner, kept.upload_id, 320)
        # What was acknowledged after the backup is gone with the old machine; the client sends it again.
        again = await house.chat.send(owner, c, "cmid-099999", {"type": "text", "text": "again"})
        assert again.seq == head + 1
        assert (config.data_dir / "secret.key").read_bytes() == (tmp_path / "old" / "secret.key").read_bytes()
    finally:
        await house.db.stop()


async def test_a_client_sees_the_new_epoch(tmp_path: Path) -> None:
    """The welcome names the log's epoch; a token from before the backup still opens the door."""
    async with served(tmp_path / "old") as server:
        signed = await server.house.people.arrive(server.made.shop.id, "zh")
        back_up(server.house.config, tmp_path / "b.tar.gz", ignore)
        first = await welcome(server.url, signed.token)
    (tmp_path / "new").mkdir()
    shutil.copy(tmp_path / "old" / "secret.key", tmp_path / "new")
    restore(Config(data=str(tmp_path / "new")), tmp_path / "b.tar.gz", "f" * 32, ignore)
    async with served_again(tmp_path / "new") as url:
        second = await welcome(url, signed.token)
    assert first["me"] == second["me"]
    assert (first["epoch"] != second["epoch"], second["epoch"]) == (True, "f" * 32)


async def welcome(url: str, token: str) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {token}"}
    async with connect(
        url.replace("http", "ws") + "/ws",
        subprotocols=["pawline.v1"],  # type: ignore[list-item]
        additional_headers=headers,
    ) as line:
        await line.send(json.dumps({"t": "hello", "d": {"device_id": "d"}}))
        return json.loads(await line.recv())["d"]


def test_refusals_change_nothing(tmp_path: Path) -> None:
    empty, target = Config(data=str(tmp_path / "empty")), tmp_path / "b.tar.gz"
    with pytest.raises(NothingToBackUp):
        back_up(empty, target, ignore)
    assert not target.exists()
    target.write_bytes(b"mine")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "pawline.db").write_bytes(b"")
    with pytest.raises(FileExists):
        back_up(Config(data=str(tmp_path / "shop")), target, ignore)
    assert target.read_bytes() == b"mine"
    with pytest.raises(ShopIsThere):
        restore(Config(data=str(tmp_path / "shop")), target, "e", ignore)


@pytest.mark.parametrize("what", ["text", "truncated", "without a database", "a database of something else", "outside"])
def test_what_is_no_backup(tmp_path: Path, what: str) -> None:
    source = tmp_path / "b.tar.gz"
    members = {"pawline.db": b"not a database at all" * 100} if what == "a database of something else" else {"x": b"x"}
    if what == "outside":
        members = {"../outside": b"x", "pawline.db": b"x"}
    with tarfile.open(source, "w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    if what == "text":
        source.write_text("not an archive")
    if what == "truncated":
        source.write_bytes(source.read_bytes()[:40])
    folder = tmp_path / "new"
    with pytest.raises(NotABackup):
        restore(Config(data=str(folder)), source, "e" * 32, ignore)
    assert not folder.exists()
    assert not (tmp_path / "outside").exists()


async def test_only_its_own_key_opens_a_backup_and_no_bit_may_change(tmp_path: Path) -> None:
    target, new = tmp_path / "b.backup", Config(data=str(tmp_path / "new"))
    async with served(tmp_path / "old") as server:
        secret = server.house.keys.secret
        await asyncio.to_thread(back_up, server.house.config, target, ignore)
    for wrong in (None, b"x" * 32):
        with pytest.raises(NotOpened):
            restore(new, target, "e" * 32, ignore, wrong)
    whole = bytearray(target.read_bytes())
    for at in (9, 30, len(whole) // 2, len(whole) - 1):
        changed = bytearray(whole)
        changed[at] ^= 1
        target.write_bytes(changed)
        with pytest.raises((NotABackup, NotOpened)):
            restore(new, target, "e" * 32, ignore, secret)
    target.write_bytes(whole[:-5000])
    with pytest.raises((NotABackup, NotOpened)):
        restore(new, target, "e" * 32, ignore, secret)
    assert not (tmp_path / "new").exists()
    (tmp_path / "new").mkdir()
    with pytest.raises(NotOpened):
        restore(new, target, "e" * 32, ignore, b"x" * 32)
    assert list((tmp_path / "new").iterdir()) == [], "a folder that was there stays"


async def test_a_backup_of_the_first_release_has_its_key_inside(tmp_path: Path) -> None:
    async with served(tmp_path / "old") as server:
        token = (await server.house.people.arrive(server.made.shop.id, "zh")).token
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        for name in ("pawline.db", "secret.key"):
            archive.add(tmp_path / "old" / name, name)
    restore(Config(data=str(tmp_path / "new")), tmp_path / "b.tar.gz", "f" * 32, ignore)
    async with served_again(tmp_path / "new") as url:
        assert (await welcome(url, token))["epoch"] == "f" * 32
