"""What lies on the disk tells a thief nothing of telephone numbers and files; and what happens to the key itself."""

import argparse
import hashlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from bench.servers import free_port
from hypothesis import given
from hypothesis import strategies as st

from pawline.app import House
from pawline.chat.uploads.kinds import Purpose
from pawline.chat.uploads.service import NewUpload
from pawline.cli import keeping
from pawline.cli.backup import back_up
from pawline.people import Actor, Role, phone_of
from pawline.platform.config import Config
from pawline.platform.db.vault import Vault
from pawline.platform.keys import BadRecoveryCode, Keys, recovery_code, secret_of
from pawline.platform.sealing import WrongKey
from tests.serving import cheap_passwords, served
from tests.test_cli import init, pawline

PHONE = "13912345678"
MARK = b"the vet wrote this down and nobody else is to read it"


async def test_nothing_on_the_disk_or_in_a_backup_names_a_number_or_shows_a_file(tmp_path: Path) -> None:
    async with served(tmp_path / "data") as server:
        house, made = server.house, server.made
        owner = Actor(made.shop.id, made.owners["林女士"], "owner", Role.OWNER, "d")  # type: ignore[arg-type]
        guest = await house.people.arrive(made.shop.id, "zh")
        await house.phones.send_code(guest.actor, PHONE)
        code = server.sms.sent[0][2]
        digits = "".join(one for one in code if one.isdigit())[:6]
        proved = await house.phones.verify(guest.actor, guest.token, PHONE, digits)
        assert await house.db.read(lambda tx: phone_of(tx, made.shop.id, proved.actor.account_id)) == PHONE
        content = MARK * 4000
        kept = await house.uploads.create(
            owner, NewUpload(Purpose.FILE, len(content), hashlib.sha256(content).hexdigest(), "note.txt")
        )
        await house.uploads.write(owner, kept.upload_id, 0, content)
        assert (await house.uploads.view(owner, kept.upload_id, 10)).state == "ready"
        shown = await house.uploads.shelf.open(owner, kept.upload_id, "file")
        assert b"".join([part async for part in shown.read(0, shown.size)]) == content
        assert b"".join([part async for part in shown.read(70_000, 70_050)]) == content[70_000:70_050]
        back_up(house.config, tmp_path / "data" / "b.backup", lambda _words: None)
        there = {path: path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()}
        assert {"pawline.db", "pawline.db-wal", "b.backup"} <= {path.name for path in there}
        for path, raw in there.items():
            assert PHONE.encode() not in raw, path
            assert MARK not in raw, path
        # That would have been seen: what is said is in the database as it was said.
        assert any("豆豆".encode() in raw for path, raw in there.items() if path.suffix in {".db", ".db-wal"})


@given(st.binary(min_size=32, max_size=32), st.sampled_from(["", " ", "-", "\n"]))
def test_a_code_is_read_however_it_was_written_down(secret: bytes, between: str) -> None:
    code = recovery_code(secret)
    assert secret_of(code.replace(" ", between).lower()) == secret
    assert secret_of(code.replace("O", "0").replace("I", "1")) == secret


@given(st.binary(min_size=32, max_size=32), st.integers(0, 55), st.sampled_from("ABCDEFGH234567"))
def test_a_slip_of_the_pen_is_noticed(secret: bytes, at: int, letter: str) -> None:
    letters = list(recovery_code(secret).replace(" ", ""))
    if letters[at] != letter:
        letters[at] = letter
        with pytest.raises(BadRecoveryCode):
            secret_of("".join(letters))


@pytest.mark.parametrize("code", ["", "x", "A" * 55, "A" * 56, "你好", "9" * 56])
def test_what_is_no_code(code: str) -> None:
    with pytest.raises(BadRecoveryCode):
        secret_of(code)


def house_in(folder: Path) -> House:
    return House(Config(data=str(folder)), passwords=cheap_passwords())


async def test_a_missing_or_foreign_key_is_said_and_none_is_made(tmp_path: Path) -> None:
    async with served(tmp_path / "data"):
        pass
    key = tmp_path / "data" / "secret.key"
    right = key.read_bytes()
    key.unlink()
    with pytest.raises(WrongKey):
        house_in(tmp_path / "data")
    assert not key.exists()
    key.write_bytes(b"x" * 32)
    with pytest.raises(WrongKey):
        house_in(tmp_path / "data")
    assert key.read_bytes() == b"x" * 32
    key.write_bytes(right)
    house_in(tmp_path / "data").db.engine.dispose()


async def test_another_key_opens_everything_from_then_on(tmp_path: Path) -> None:
    async with served(tmp_path / "data") as server:
        shop_id, owner = server.made.shop.id, server.made.owners["林女士"]
        known = await server.house.db.read(lambda tx: phone_of(tx, shop_id, owner))
    data = tmp_path / "data"
    before = (data / "secret.key").read_bytes()
    shutil.copytree(data, tmp_path / "cut off")
    told = pawline(data, "new-key", "--json")
    assert told.returncode == 0, told.stderr
    after = (data / "secret.key").read_bytes()
    assert secret_of(json.loads(told.stdout)["recovery_code"]) == after != before
    # The machine stopped between the database and the name of the new key.
    shutil.copy(data / "pawline.db", tmp_path / "cut off" / "pawline.db")
    (tmp_path / "cut off" / "secret.key.new").write_bytes(after)
    for folder in (data, tmp_path / "cut off"):
        house = house_in(folder)
        await house.db.start()
        assert await house.db.read(lambda tx: phone_of(tx, shop_id, owner)) == known
        await house.db.stop()
        assert (folder / "secret.key").read_bytes() == after
        assert not (folder / "secret.key.new").exists()


def test_the_paper_restores_a_shop_elsewhere(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    init(old)
    assert "recovery-code" in pawline(old, "doctor").stdout
    code = pawline(old, "recovery-code").stdout.strip().splitlines()[0].strip()
    assert "FIX  recovery code" not in pawline(old, "doctor").stdout
    assert pawline(old, "backup", str(tmp_path / "b.backup")).returncode == 0
    (tmp_path / "paper").write_text("A" * 56)
    refused = pawline(new, "restore", str(tmp_path / "b.backup"), "--key", str(tmp_path / "paper"))
    assert refused.returncode == 1
    assert "Nothing was changed" in refused.stderr
    (tmp_path / "paper").write_text(code.lower())
    done = pawline(new, "restore", str(tmp_path / "b.backup"), "--key", str(tmp_path / "paper"))
    assert done.returncode == 0, done.stderr
    assert (new / "secret.key").read_bytes() == (old / "secret.key").read_bytes()
    with sqlite3.connect(new / "pawline.db") as raw:
        assert raw.execute("SELECT count(*) FROM shop").fetchone() == (1,)


async def test_a_change_of_keys_that_was_cut_off_may_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(tmp_path / "data"):
        pass
    config, told = Config(data=str(tmp_path / "data"), port=str(free_port())), argparse.Namespace(json=True)
    with monkeypatch.context() as cut:
        cut.setattr(Vault, "rewrap", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            keeping.run_new_key(told, config)
    house_in(tmp_path / "data").db.engine.dispose()
    assert keeping.run_new_key(told, config) == 0
    house_in(tmp_path / "data").db.engine.dispose()


async def test_the_key_of_a_running_server_is_not_changed(tmp_path: Path) -> None:
    async with served(tmp_path / "data") as server:
        config = Config(data=str(tmp_path / "data"), port=server.url.rsplit(":", 1)[1])
        before = (tmp_path / "data" / "secret.key").read_bytes()
        with pytest.raises(keeping.StillServing):
            keeping.run_new_key(argparse.Namespace(json=True), config)
        assert (tmp_path / "data" / "secret.key").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"half of one"])
def test_a_key_that_is_not_whole_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret.key").write_bytes(content)
    with pytest.raises(WrongKey):
        Keys.of_folder(tmp_path)
