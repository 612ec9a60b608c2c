"""Prosody and ejabberd as Debian packages them, each with its archive of every message, on loopback, without TLS.

Neither syncs its archive before it answers; the product does.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.servers import Running, free_port, running
from bench.xmpp import PASSWORD

PACKAGES = {"prosody": "prosody", "ejabberd": "ejabberdctl"}
SETTINGS = Path(__file__).parent / "settings"


def missing() -> list[str]:
    """Debian packages that are not there; root on Debian gets them by `install`."""
    return [package for package, program in PACKAGES.items() if shutil.which(program) is None]


def install() -> list[str]:
    """Installs what is missing where that may be done; returns what still is."""
    wanted = missing()
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        subprocess.run(["apt-get", "update"], check=False, env=environment, **quiet)
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *wanted], env=environment, **quiet)
    return missing()


@contextlib.contextmanager
def prosody(users: int) -> Iterator[Running]:
    """Prosody with mod_mam in its own files, the faster of its two stores."""
    with tempfile.TemporaryDirectory(prefix="pawline-bench-") as folder:
        port = free_port()
        accounts = Path(folder) / "localhost" / "accounts"
        accounts.mkdir(parents=True)
        for number in range(users):
            (accounts / f"user{number}.dat").write_text(f'return {{ ["password"] = "{PASSWORD}" }};\n')
        environment = dict(os.environ, IMDATA=folder, IMPORT=str(port))
        words = ["prosody", "--config", str(SETTINGS / "prosody.cfg.lua"), "-F"]
        with running("prosody", words, port, environment, [{} for _ in range(users)], _is_open) as server:
            yield server


@contextlib.contextmanager
def ejabberd(users: int) -> Iterator[Running]:
    """ejabberd with mod_mam in Mnesia, the faster of its two stores."""
    with tempfile.TemporaryDirectory(prefix="pawline-bench-") as folder:
        port, api = free_port(), free_port()
        settings = (SETTINGS / "ejabberd.yml").read_text()
        for name, value in (("@PORT@", str(port)), ("@APIPORT@", str(api))):
            settings = settings.replace(name, value)
        (Path(folder) / "ejabberd.yml").write_text(settings)
        environment = dict(
            os.environ,
            HOME=folder,
            EJABBERD_CONFIG_PATH=f"{folder}/ejabberd.yml",
            EJABBERD_LOG_PATH=f"{folder}/ejabberd.log",
            ERL_LIBS="/usr/lib/x86_64-linux-gnu",
        )
        words = [
            "erl",
            "+K",
            "true",
            "+P",
            "250000",
            "-noinput",
            "-mnesia",
            "dir",
            f'"{folder}/data"',
            "-s",
            "ejabberd",
        ]
        with running("ejabberd", words, port, environment, [{} for _ in range(users)], _is_open) as server:
            _register(api, users)
            yield server


def _register(api: int, users: int) -> None:
    _until_open(api)
    for number in range(users):
        asked = json.dumps({"user": f"user{number}", "host": "localhost", "password": PASSWORD}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{api}/api/register", asked)
        request.add_header("Content-Type", "application/json")
        urllib.request.urlopen(request, timeout=10).read()


def _until_open(port: int) -> None:
    for _ in range(300):
        if _is_open(port):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not listen within 30 s")


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


START = {"prosody": prosody, "ejabberd": ejabberd}
