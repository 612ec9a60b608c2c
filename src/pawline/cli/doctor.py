"""`pawline doctor`: what is wrong with a set-up, in plain words."""

import os
import shutil
import socket
import sqlite3
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from pawline.platform.config import BadSetting, Config
from pawline.platform.db.engines import open_engine, ways_of
from pawline.platform.db.migrate import head, revision
from pawline.platform.keys import CODE_SHOWN, FILE
from pawline.platform.outbox import set_aside
from pawline.shop.store import shop
from pawline.shop.team_rows import groomer

OLDEST_POSTGRES = 140_000


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
        _recovery(config),
        _schema(config),
        _bus(config),
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
    path = config.data_dir / FILE
    if not path.exists():
        return Finding("secret key", True, "will be made at the first start")
    is_ok = not stat.S_IMODE(path.stat().st_mode) & 0o077
    return Finding("secret key", is_ok, "only this user can read it" if is_ok else f"run: chmod 600 {path}")


def _recovery(config: Config) -> Finding:
    is_ok = (config.data_dir / CODE_SHOWN).exists() or not (config.data_dir / FILE).exists()
    words = "was shown" if is_ok else "run pawline recovery-code and write it down: without it no backup opens"
    return Finding("recovery code", is_ok, words)


def _is_made(config: Config) -> bool:
    """Whether there is a database to look at: a server's always, a file's after the first start."""
    return not config.is_sqlite or (config.data_dir / "pawline.db").exists()


def _schema(config: Config) -> Finding:
    if not _is_made(config):
        return Finding("database", True, "will be made at the first start")
    engine = open_engine(config.database)
    try:
        with engine.connect() as connection:
            wrong = None if config.is_sqlite else _unfit(connection)
            found = revision(connection)
    except (DBAPIError, sqlite3.Error, OSError) as error:
        return Finding("database", False, f"cannot be opened ({type(error).__name__}): check PAWLINE_DATABASE_URL")
    finally:
        engine.dispose()
    is_ok = found == head()
    words = f"{engine.dialect.name}, schema is current" if is_ok else "run: pawline migrate"
    return Finding("database", is_ok and wrong is None, wrong or words)


def _unfit(connection: sa.Connection) -> str | None:
    """What a PostgreSQL must be: of a version that is still looked after, and able to keep Chinese."""
    version = int(connection.execute(sa.text("SHOW server_version_num")).scalar_one())
    if version < OLDEST_POSTGRES:
        return f"PostgreSQL {version // 10_000} is too old: {OLDEST_POSTGRES // 10_000} or newer is needed"
    encoding = connection.execute(sa.text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        return f"its encoding is {encoding}: create the database with ENCODING 'UTF8'"
    return None


def _bus(config: Config) -> Finding:
    if not config.bus_url:
        words = "none: one process serves" if config.is_sqlite else "none: one process only; more need PAWLINE_BUS_URL"
        return Finding("bus", True, words)
    if config.is_sqlite:
        return Finding("bus", False, "several processes need PostgreSQL as well: unset PAWLINE_BUS_URL")
    found = urlsplit(config.bus_url)
    try:
        socket.create_connection((found.hostname or "127.0.0.1", found.port or 4222), timeout=3).close()
    except OSError as error:
        return Finding("bus", False, f"NATS does not answer ({type(error).__name__}): check PAWLINE_BUS_URL")
    return Finding("bus", True, "NATS answers")


def _facts(config: Config) -> Finding:
    if not _is_made(config):
        return Finding("reactions", True, "nothing has happened yet")
    engine = open_engine(config.database)
    try:
        with engine.connect() as connection:
            rows = connection.execute(sa.select(set_aside.c.follower, set_aside.c.type, set_aside.c.error)).all()
    except DBAPIError:
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
        "desk's booking rules, or let the desk confirm bookings"
    )
    return Finding("text messages", False, words)


def _shops(config: Config) -> list[Finding]:
    """What owners will miss in each shop; nothing before there is one."""
    if not _is_made(config):
        return []
    engine = open_engine(config.database)
    try:
        with engine.connect() as connection:
            return [_shop(connection, row) for row in connection.execute(sa.select(shop)).all()]
    except DBAPIError:
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
    if config.is_sqlite:
        words = "every acknowledgement is synced to disk" if config.is_durable else "unset PAWLINE_SYNCHRONOUS"
        return Finding("durability", config.is_durable, words)
    ways = ways_of(config.database)
    engine = ways.open()
    try:
        with engine.connect() as connection:
            is_ok = ways.is_durable(connection)
    except DBAPIError:
        return Finding("durability", True, "will be looked at when the database answers")
    finally:
        engine.dispose()
    words = "every acknowledgement is synced to disk" if is_ok else "set fsync and full_page_writes of PostgreSQL to on"
    return Finding("durability", is_ok, words)


def _pages(root: Path) -> Finding:
    is_built = (Path(__file__).parents[1] / "static" / "index.html").exists()
    can_build = (root / "web" / "package.json").exists()
    words = "built" if is_built else "not built yet: `pawline serve` builds it" if can_build else "missing: reinstall"
    return Finding("browser app", is_built or can_build, words)


def _address(config: Config) -> Finding:
    try:
        _ = config.port_number
    except BadSetting as error:
        return Finding("address", False, error.sentence("en"))
    is_own = config.host in ("127.0.0.1", "localhost", "::1")
    reached = "only this machine can reach" if is_own else "the network can reach"
    words = (
        f"{reached} {config.host}:{config.port}; phones need a proxy with a certificate in front of it "
        "(docs/ops/serving.md): on a plain address browsers give no microphone (voice messages), no camera and no "
        "service worker (offline page, notices)"
    )
    return Finding("address", True, words)


def _space(config: Config) -> Finding:
    folder = config.data_dir if config.data_dir.is_dir() else Path.cwd()
    free_mb = shutil.disk_usage(folder).free // 2**20
    return Finding("disk", free_mb > 500, f"{free_mb} MB free")
