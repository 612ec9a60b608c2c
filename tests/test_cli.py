"""The command line as the person who hosts a shop meets it."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pawline import __version__
from pawline.platform.keys import BadRecoveryCode, recovery_code, secret_in


def pawline(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs one command on a data folder of its own."""
    settings = {"PAWLINE_DATA": str(folder), "PAWLINE_SKIP_WEB": "1", "LANG": "en_US.UTF-8", **environment}
    return subprocess.run(
        [sys.executable, "-m", "pawline", *words],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )


def init(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return pawline(folder, "init", "--name", "豆豆之家", *more)


def test_init_gives_one_link_and_names_what_is_missing(tmp_path: Path) -> None:
    made = init(tmp_path)
    assert made.returncode == 0, made.stderr
    assert made.stdout.count("/desk#/join/") == 1
    assert "PAWLINE_SMS_URL" in made.stdout
    modes = [stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")]
    assert modes
    assert all(not mode & 0o077 for mode in modes), "owners' data is for this user only"


def test_doctor_names_what_owners_will_miss(tmp_path: Path) -> None:
    init(tmp_path)
    told = pawline(tmp_path, "doctor", "--json")
    found = {one["what"]: one for one in json.loads(told.stdout)}
    assert told.returncode == 1
    assert not found["text messages"]["is_ok"]
    assert not found["shop"]["is_ok"]
    for missing in ("groomer", "address", "phone", "emergency clinic"):
        assert missing in found["shop"]["words"]
    assert found["reactions"]["is_ok"]
    assert found["database"]["is_ok"]


def test_init_refuses_the_folder_of_a_demo(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("ready")
    refused = init(tmp_path)
    assert refused.returncode == 1
    assert "demo" in refused.stderr
    assert not (tmp_path / "pawline.db").exists()


@pytest.mark.parametrize(
    ("words", "right"),
    [
        (("--closed", "x"), "4,7"),
        (("--closed", "8"), "4,7"),
        (("--opens", "25:00"), "21:30"),
        (("--opens", "nine"), "9:00"),
        (("--zone", "Mars/Base"), "Asia/Shanghai"),
        (("--slug", "Not A Slug"), "a-z"),
    ],
)
def test_init_answers_bad_words_in_a_sentence(tmp_path: Path, words: tuple[str, ...], right: str) -> None:
    """With the value that was given, and one that is right."""
    refused = init(tmp_path, *words)
    assert refused.returncode in {1, 2}
    assert "Traceback" not in refused.stderr
    assert words[0] in refused.stderr
    assert words[1] in refused.stderr
    assert right in refused.stderr


def test_hours_that_end_before_they_begin(tmp_path: Path) -> None:
    refused = init(tmp_path, "--opens", "21:00", "--closes", "9:30")
    assert refused.returncode == 1
    assert "21:00–9:30" in refused.stderr
    assert "--opens 9:00" in refused.stderr


def test_a_second_shop_of_the_same_short_name(tmp_path: Path) -> None:
    init(tmp_path)
    refused = init(tmp_path)
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    assert "--slug" in refused.stderr
    assert init(tmp_path, "--slug", "second").returncode == 0


def test_a_login_that_nobody_has_is_named(tmp_path: Path) -> None:
    init(tmp_path)
    refused = pawline(tmp_path, "reset-password", "nobody")
    assert refused.returncode == 1
    assert "shop signs in as nobody" in refused.stderr


def test_the_version_is_told(tmp_path: Path) -> None:
    assert pawline(tmp_path, "--version").stdout == f"pawline {__version__}\n"


def test_a_backup_as_json_and_back(tmp_path: Path) -> None:
    init(tmp_path / "old")
    target = tmp_path / "b.backup"
    told = json.loads(pawline(tmp_path / "old", "backup", str(target), "--json").stdout)
    assert told == {"file": str(target), "bytes": target.stat().st_size}
    new, key = tmp_path / "new", str(tmp_path / "old" / "secret.key")
    for words in (("/nofile",), (str(target), "--key", "/nofile")):
        refused = pawline(new, "restore", *words)
        assert refused.returncode == 1
        assert "/nofile" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert not new.exists()
    assert pawline(new, "restore", str(target), "--key", key).returncode == 0
    assert (new / "pawline.db").exists()


def test_commands_without_a_shop_say_so(tmp_path: Path) -> None:
    refused = pawline(tmp_path, "reset-password", "manager")
    assert refused.returncode == 1
    assert "no shop" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_another_database_is_refused_in_a_sentence(tmp_path: Path) -> None:
    for command in (("doctor",), ("init", "--name", "x"), ("serve",)):
        refused = pawline(tmp_path, *command, PAWLINE_DATABASE_URL="mysql://localhost/pawline")
        assert refused.returncode == 1, command
        assert "SQLite" in refused.stderr
        assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("port", ["99999999", "-1", "http"])
def test_a_port_that_there_is_not_is_refused_in_a_sentence(tmp_path: Path, port: str) -> None:
    refused = pawline(tmp_path, "serve", PAWLINE_PORT=port)
    assert refused.returncode == 1
    assert "PAWLINE_PORT" in refused.stderr
    found = {one["what"]: one for one in json.loads(pawline(tmp_path, "doctor", "--json", PAWLINE_PORT=port).stdout)}
    assert not found["address"]["is_ok"]
    assert "Traceback" not in refused.stderr


def test_the_secret_is_taken_from_its_file_and_from_the_code() -> None:
    secret = bytes(range(32))
    assert secret_in(secret) == secret
    assert secret_in(recovery_code(secret).encode() + b"\n") == secret
    for content in (b"", b"\xff" * 33, b"not the code", secret[:31]):
        with pytest.raises(BadRecoveryCode):
            secret_in(content)


def test_load_accounts_need_the_switch(tmp_path: Path) -> None:
    refused = pawline(tmp_path, "loadtest-users", "--count", "2")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "PAWLINE_LOADTEST=1" in refused.stderr
    made = pawline(
        tmp_path, "loadtest-users", "--count", "4", "--groups", "1", "--group-size", "3", PAWLINE_LOADTEST="1"
    )
    lines = [json.loads(line) for line in made.stdout.splitlines()]
    assert len(lines) == 4
    assert set(lines[0]) == {"user", "device", "token", "conversations", "groups"}
    assert lines[0]["conversations"][0]["peers"] == [lines[1]["user"]]
    assert sum(len(one["groups"]) for one in lines) == 3


def test_a_demo_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    """The marker says that seeding had begun: nothing in there is real."""
    from pawline.cli.demo_shop import SEEDING, forget_unfinished, marker
    from pawline.platform.config import Config

    config = Config(data=str(tmp_path))
    init(tmp_path)
    marker(config).write_text(SEEDING)
    forget_unfinished(config)
    assert not (tmp_path / "pawline.db").exists()
    assert not marker(config).exists()
    init(tmp_path)
    marker(config).write_text("ready")
    forget_unfinished(config)
    assert (tmp_path / "pawline.db").exists()


def test_right_under_the_passwords_they_are_not_spoken_of_as_past(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pawline.cli.demo_shop import mark
    from pawline.cli.serving import say_links
    from pawline.platform.config import Config

    mark(Config(data=str(tmp_path)), "ready")
    for is_new_demo, words in ((True, "passwords above"), (False, "reset-password manager")):
        say_links(Config(data=str(tmp_path)), is_new_demo=is_new_demo)
        told = capsys.readouterr().out
        assert words in told
        assert ("at the first start" in told) is not is_new_demo
