"""`pawline backup` and `pawline restore`: an installation in one sealed file, taken while it serves.

The installation's secret seals it and is not inside: whoever finds the file reads nothing. The secret is in the data
folder, and on paper as the recovery code.
"""

import gzip
import io
import os
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from pawline.cli.export import bring, export
from pawline.platform import keys
from pawline.platform.config import Config
from pawline.platform.db.copying import MANIFEST
from pawline.platform.db.migrate import head, revision
from pawline.platform.db.schema import installation
from pawline.platform.db.sqlite import open_sqlite
from pawline.platform.errors import PawlineError
from pawline.platform.keys import Keys, write_secret
from pawline.platform.sealed_files import CHUNK, MAGIC, SealedReader, SealedWriter
from pawline.platform.sealing import Damaged, derived

DATABASE = "pawline.db"
FILES = "files"
# The stream that the archive is sealed as.
SEALED_AS = "backup"
GZIP = b"\x1f\x8b"
MARKERS = ("demo",)

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


class NoSuchFile(PawlineError):
    """What was named is no file, or not this user's to read."""

    code = "no_such_file"
    zh = "没有 {file} 这个文件，或者当前用户读不了它。请检查路径和权限。什么都没有改动。"
    en = "There is no file {file} that this user can read: check the path and its rights. Nothing was changed."


class NotABackup(PawlineError):
    """The file was not written by `pawline backup`, or is damaged."""

    code = "not_a_backup"
    zh = "{file} 不是 pawline 的备份，或者已经损坏。什么都没有改动。"
    en = "{file} is not a backup of pawline's, or it is damaged. Nothing was changed."


class NotOpened(PawlineError):
    """The backup is another installation's, or the recovery code is."""

    code = "backup_not_opened"
    zh = "这个密钥或恢复码打不开 {file}：可能是另一个安装的，也可能文件已损坏。什么都没有改动。"
    en = (
        "This key or recovery code does not open {file}: it is another installation's, or damaged. Nothing was changed."
    )


def back_up(config: Config, target: Path, tell: Tell) -> int:
    """Writes the installation to a new sealed file of mode 600 while it serves; returns the file's size in bytes.

    The database is copied first and the files after it: a file is stored before the message that shows it, so every
    file that the copy knows is among them. Raises NothingToBackUp, FileExists, and on PostgreSQL what `export` does.
    """
    if config.is_sqlite and not (config.data_dir / DATABASE).exists():
        raise NothingToBackUp(folder=str(config.data_dir))
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise FileExists(file=str(target)) from None
    try:
        with os.fdopen(handle, "wb") as raw, tempfile.TemporaryDirectory(prefix="pawline-backup-") as folder:
            _pack(_members(config, Path(folder), tell), raw, _sealing(Keys.of_folder(config.data_dir).secret))
            raw.flush()
            os.fsync(raw.fileno())
    except BaseException:
        target.unlink()
        raise
    return target.stat().st_size


def _members(config: Config, folder: Path, tell: Tell) -> list[Path]:
    """What goes in: a copy of the database, or every table of it, then what lies beside it."""
    if not config.is_sqlite:
        export(config, folder / "all", tell, has_secret=False)
        return sorted((folder / "all").iterdir())
    _copy_database(config.data_dir / DATABASE, folder / DATABASE, tell)
    beside = [config.data_dir / name for name in (*MARKERS, FILES)]
    return [folder / DATABASE, *(one for one in beside if one.exists())]


def _pack(members: list[Path], raw: BinaryIO, key: bytes) -> None:
    with (
        SealedWriter(raw, key, SEALED_AS) as sealed,
        gzip.GzipFile(fileobj=sealed, mode="wb", compresslevel=3) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for one in members:
            archive.add(one, one.name)


def _sealing(secret: bytes) -> bytes:
    return derived(secret, "backup")


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


def restore(config: Config, source: Path, new_epoch: str, tell: Tell, secret: bytes | None = None) -> None:
    """Puts a backup into an empty data folder, as a new epoch of its logs.

    `secret` None takes the `secret.key` that was laid into the folder before. Clients that know the old epoch throw
    away what they have seen, read anew, and send what was not acknowledged. Raises NoSuchFile, ShopIsThere,
    NotABackup, NotOpened; then the folder is as it was.
    """
    check_readable(source)
    folder = config.data_dir
    if any((folder / name).exists() for name in (DATABASE, FILES, *MARKERS)):
        raise ShopIsThere(folder=str(folder))
    if secret is None and (folder / keys.FILE).exists():
        secret = (folder / keys.FILE).read_bytes()
    with _made(folder), tempfile.TemporaryDirectory(prefix=".restore-", dir=folder) as unpacked:
        place = Path(unpacked)
        _unpack(source, place, secret)
        tell("checked")
        inside = place / keys.FILE
        if inside.exists() and secret not in (None, inside.read_bytes()):
            raise ShopIsThere(folder=str(folder))
        if secret is not None and not inside.exists():
            write_secret(inside, secret)
        _put(config, place, source, new_epoch, tell)


def check_readable(file: Path) -> None:
    """Raises NoSuchFile."""
    if not file.is_file() or not os.access(file, os.R_OK):
        raise NoSuchFile(file=str(file))


@contextmanager
def _made(folder: Path) -> Generator[None, None, None]:
    """The folder is there; one that was not before goes again when nothing came of it."""
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        yield
    except BaseException:
        if is_new:
            # What a database elsewhere was filled with stays.
            with suppress(OSError):
                folder.rmdir()
        raise


def _put(config: Config, place: Path, source: Path, new_epoch: str, tell: Tell) -> None:
    folder = config.data_dir
    if not config.is_sqlite:
        bring(config, place, tell, new_epoch=new_epoch)
        return
    _renew(place / DATABASE, source, new_epoch)
    # The database last: a restore that was cut off is not taken for a shop.
    for name in (keys.FILE, *MARKERS, FILES, DATABASE):
        if (place / name).exists():
            (place / name).rename(folder / name)


def _unpack(source: Path, place: Path, secret: bytes | None) -> None:
    try:
        with (
            source.open("rb") as raw,
            _packed(raw, source, secret) as packed,
            tarfile.open(fileobj=packed, mode="r|") as archive,
        ):
            archive.extractall(place, filter="data")
            # To the very end, so that nothing was cut off or changed there either.
            while packed.read(CHUNK):
                pass
    except (tarfile.TarError, OSError, EOFError, zlib.error, Damaged) as error:
        raise NotABackup(file=str(source)) from error
    if not (place / DATABASE).is_file() and not (place / MANIFEST).is_file():
        raise NotABackup(file=str(source))


def _packed(raw: BinaryIO, source: Path, secret: bytes | None) -> gzip.GzipFile:
    """The archive below the seal; one of an earlier version has none, and its secret inside."""
    begins = raw.read(len(MAGIC))
    raw.seek(0)
    if begins.startswith(GZIP):
        return gzip.GzipFile(fileobj=raw)
    if begins != MAGIC:
        raise NotABackup(file=str(source))
    if secret is None:
        raise NotOpened(file=str(source))
    try:
        sealed = io.BufferedReader(SealedReader(raw, _sealing(secret), SEALED_AS))
        sealed.peek()
    except Damaged as error:
        raise NotOpened(file=str(source)) from error
    return gzip.GzipFile(fileobj=sealed)


def is_sealed(source: Path) -> bool:
    """Whether a secret is needed to restore it."""
    with source.open("rb") as raw:
        return raw.read(len(MAGIC)) == MAGIC


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
