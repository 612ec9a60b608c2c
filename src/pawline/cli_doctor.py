"""`pawline doctor`: what is wrong with a set-up, in plain words."""

import os
import shutil
import sqlite3
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from pawline.platform.config import Config
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import head, revision
from pawline.platform.outbox import set_aside
from pawline.shop.store import groomer, shop


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `words` say what to do when it is not fine."""

    what: str
    is_ok: bool
    words: str


def examine(config: Config, root: Path) -> list[Finding]:
    """Looks at everything that a working installation needs; changes nothing."""
    return [
        _python(),
        _folder(config),
        _secret(config),
        _schema(config),
        _facts(config),
        _durable(config),
        _sms(config),
        *_shops(config),
        _pages(root),
        _address(config),
        _space(config),
    ]


def _python() -> Finding:
    is_ok = sys.version_info >= (3, 11)
    return Finding("python", is_ok, f"{sys.version.split()[0]}" + ("" if is_ok else ": 3.11 or newer is needed"))


def _folder(config: Config) -> Finding:
    folder = config.data_dir
    if not folder.is_dir():
        return Finding("data folder", False, f"{folder} is not there yet: `pawline init` or `make run` makes it")
    is_ok = os.access(folder, os.W_OK)
    return Finding("data folder", is_ok, str(folder) if is_ok else f"{folder} cannot be written by this user")


def _secret(config: Config) -> Finding:
    path = config.data_dir / "secret.key"
    if not path.exists():
        return Finding("secret key", True, "will be made at the first start")
    is_ok = not stat.S_IMODE(path.stat().st_mode) & 0o077
    return Finding("secret key", is_ok, "only this user can read it" if is_ok else f"run: chmod 600 {path}")


def _schema(config: Config) -> Finding:
    if config.database.startswith("sqlite") and not (config.data_dir / "pawline.db").exists():
        return Finding("database", True, "will be made at the first start")
    try:
        engine = open_engine(config.database)
        with engine.connect() as connection:
            found = revision(connection)
        engine.dispose()
    except (sqlite3.Error, OSError) as error:
        return Finding("database", False, f"cannot be opened ({type(error).__name__})")
    is_ok = found == head()
    return Finding("database", is_ok, "schema is current" if is_ok else "run: pawline migrate")


def _facts(config: Config) -> Finding:
    if config.database.startswith("sqlite") and not (config.data_dir / "pawline.db").exists():
        return Finding("reactions", True, "nothing has happened yet")
    engine = open_engine(config.database)
    try:
        with engine.connect() as connection:
            rows = connection.execute(sa.select(set_aside.c.follower, set_aside.c.type, set_aside.c.error)).all()
    except OperationalError:
        return Finding("reactions", True, "will be looked at when the schema is current")
    finally:
        engine.dispose()
    words = "; ".join(f"{one.follower} could not take in {one.type} ({one.error})" for one in rows[:5])
    return Finding("reactions", not rows, words or "everything that happened was taken in")


def _sms(config: Config) -> Finding:
    if (config.data_dir / "demo").exists():
        return Finding("text messages", True, "a demo shows them on its own page /demo")
    if config.sms_url:
        return Finding("text messages", True, "sent through PAWLINE_SMS_URL")
    words = (
        "no gateway: owners cannot prove a phone. Set PAWLINE_SMS_URL, or switch off the phone check in the "
        "desk's settings, or let the desk confirm bookings"
    )
    return Finding("text messages", False, words)


def _shops(config: Config) -> list[Finding]:
    """What owners will miss in each shop; nothing before there is one."""
    if not (config.data_dir / "pawline.db").exists():
        return []
    engine = open_engine(config.database)
    try:
        with engine.connect() as connection:
            return [_shop(connection, row) for row in connection.execute(sa.select(shop)).all()]
    except OperationalError:
        return []
    finally:
        engine.dispose()


def _shop(connection: sa.Connection, row: sa.Row[Any]) -> Finding:
    working = sa.select(sa.func.count()).where(groomer.c.shop_id == row.id, groomer.c.is_active)
    missing = {
        "a groomer (invite one on the team page)": connection.execute(working).scalar_one() > 0,
        "an address": bool(row.address),
        "a phone number": bool(row.phone),
        "the emergency clinic": bool(row.emergency_phone),
    }
    lacks = [what for what, is_there in missing.items() if not is_there]
    words = f"{row.name}: " + (f"still needs {', '.join(lacks)}" if lacks else "complete")
    return Finding("shop", not lacks, words)


def _durable(config: Config) -> Finding:
    words = "every acknowledgement is synced to disk" if config.is_durable else "unset PAWLINE_SYNCHRONOUS"
    return Finding("durability", config.is_durable, words)


def _pages(root: Path) -> Finding:
    is_built = (Path(__file__).parent / "static" / "index.html").exists()
    can_build = (root / "web" / "package.json").exists()
    words = "built" if is_built else "not built yet: `pawline serve` builds it" if can_build else "missing: reinstall"
    return Finding("browser app", is_built or can_build, words)


def _address(config: Config) -> Finding:
    if config.host in ("127.0.0.1", "localhost", "::1"):
        return Finding("address", True, f"only this machine can reach {config.host}:{config.port}")
    words = (
        "phones need HTTPS: on a plain address browsers give no service worker, so no offline page; "
        "put a proxy with a certificate in front"
    )
    return Finding("address", True, words)


def _space(config: Config) -> Finding:
    folder = config.data_dir if config.data_dir.is_dir() else Path.cwd()
    free_mb = shutil.disk_usage(folder).free // 2**20
    return Finding("disk", free_mb > 500, f"{free_mb} MB free")
