"""`pawline backup` and `pawline restore`: an installation in one file, taken while it serves."""

import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from pawline.platform.config import Config
from pawline.platform.db.migrate import head, revision
from pawline.platform.db.schema import installation
from pawline.platform.db.sqlite import open_sqlite
from pawline.platform.errors import PawlineError

DATABASE = "pawline.db"
FILES = "files"
SECRETS = ("secret.key",)
MARKERS = ("demo",)
PAGES_AT_ONCE = 2_000

Tell = Callable[[str], None]


class NothingToBackUp(PawlineError):
    """The data folder holds no database."""

    code = "nothing_to_back_up"
    zh = "这个数据目录里没有门店：{folder}，没有什么可备份的。"
    en = "There is no shop in {folder}, so there is nothing to back up."


class FileExists(PawlineError):
    """A backup never overwrites another."""

    code = "file_exists"
    zh = "{file} 已经存在，换个名字，或先把它移走。"
    en = "{file} is there already: choose another name, or move it away."


class ShopIsThere(PawlineError):
    """A restore never overwrites a shop."""

    code = "shop_is_there"
    zh = "{folder} 里已经有门店了。请恢复到一个空目录（PAWLINE_DATA），确认无误后再换过去。"
    en = "There is a shop in {folder} already. Restore into an empty folder (PAWLINE_DATA), look, then switch."


class NotABackup(PawlineError):
    """The file was not written by `pawline backup`, or is damaged."""

    code = "not_a_backup"
    zh = "{file} 不是 pawline 的备份，或者已经损坏。什么都没有改动。"
    en = "{file} is not a backup of pawline's, or it is damaged. Nothing was changed."


def back_up(config: Config, target: Path, tell: Tell) -> int:
    """Writes the installation to a new file of mode 600 while it serves; returns the file's size in bytes.

    The database is copied first and the pictures after it: a picture is stored before the message that shows it,
    so every picture that the copy knows is among them. Raises NothingToBackUp, FileExists.
    """
    database = config.data_dir / DATABASE
    if not database.exists():
        raise NothingToBackUp(folder=str(config.data_dir))
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise FileExists(file=str(target)) from None
    with os.fdopen(handle, "wb") as raw, tempfile.TemporaryDirectory(prefix="pawline-backup-") as folder:
        copy = Path(folder) / DATABASE
        _copy_database(database, copy, tell)
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=3) as archive:
            archive.add(copy, DATABASE)
            for name in (*SECRETS, *MARKERS, FILES):
                if (config.data_dir / name).exists():
                    archive.add(config.data_dir / name, name)
        raw.flush()
        os.fsync(raw.fileno())
    return target.stat().st_size


def _copy_database(source: Path, target: Path, tell: Tell) -> None:
    """SQLite's own online copy: a moment of the database, however much is written meanwhile."""

    def progress(_status: int, left: int, total: int) -> None:
        tell(f"{100 * (total - left) // max(1, total)} %")

    reader = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    writer = sqlite3.connect(target)
    try:
        # In one step, so that writers beside it do not make it begin again.
        reader.execute("BEGIN")
        reader.backup(writer, pages=-1, progress=progress)
    finally:
        writer.close()
        reader.close()


def restore(config: Config, source: Path, new_epoch: str, tell: Tell) -> None:
    """Puts a backup into an empty data folder, as a new epoch of its logs.

    Clients that know the old epoch throw away what they have seen, read anew, and send what was not
    acknowledged. Raises ShopIsThere, NotABackup; then the folder is as it was.
    """
    folder = config.data_dir
    if any((folder / name).exists() for name in (DATABASE, FILES, *SECRETS, *MARKERS)):
        raise ShopIsThere(folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder) as unpacked:
        place = Path(unpacked)
        _unpack(source, place)
        tell("checked")
        _renew(place / DATABASE, source, new_epoch)
        # The database last: a restore that was cut off is not taken for a shop.
        for name in (*SECRETS, *MARKERS, FILES, DATABASE):
            if (place / name).exists():
                (place / name).rename(folder / name)


def _unpack(source: Path, place: Path) -> None:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(place, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise NotABackup(file=str(source)) from error
    if not (place / DATABASE).is_file():
        raise NotABackup(file=str(source))


def _renew(database: Path, source: Path, new_epoch: str) -> None:
    engine = open_sqlite(f"sqlite:///{database}")
    try:
        with engine.connect() as connection:
            is_whole = connection.execute(sa.text("PRAGMA integrity_check")).scalar() == "ok"
            found = revision(connection)
            if not is_whole or found is None or found > head():
                raise NotABackup(file=str(source))
            connection.execute(installation.update().values(epoch=new_epoch))
            connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
    except DatabaseError as error:
        raise NotABackup(file=str(source)) from error
    finally:
        engine.dispose()


__all__ = ["FileExists", "NotABackup", "NothingToBackUp", "ShopIsThere", "back_up", "restore"]
