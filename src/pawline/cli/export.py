"""`pawline export` and `pawline import`: an installation from one engine to another, or to another machine."""

import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import OperationalError

from pawline.platform import keys
from pawline.platform.config import Config
from pawline.platform.db.copying import Manifest, NotAnExport, copy_in, copy_out
from pawline.platform.db.engines import open_engine
from pawline.platform.errors import PawlineError

# What lies beside the database. Files in a bucket stay there.
BESIDE = (keys.FILE, "demo", "files")
ARCHIVES = (".tar.gz", ".tgz")

Tell = Callable[[str], None]


class TargetExists(PawlineError):
    """An export never overwrites anything."""

    code = "file_exists"
    zh = "{file} 已经存在，换个名字，或先把它移走。"
    en = "{file} is there already: choose another name, or move it away."


class FolderNotEmpty(PawlineError):
    """An import never mixes with what is in the data folder."""

    code = "folder_not_empty"
    zh = "{folder} 里已经有 {name}。请用 PAWLINE_DATA 指到一个空目录。什么都没有改动。"
    en = "There is {name} in {folder} already. Point PAWLINE_DATA at an empty folder. Nothing was changed."


class NothingToExport(PawlineError):
    """There is no database where the settings say."""

    code = "nothing_to_export"
    zh = "这里没有门店可导出：请检查 PAWLINE_DATA 和 PAWLINE_DATABASE_URL。"
    en = "There is no shop to export: check PAWLINE_DATA and PAWLINE_DATABASE_URL."


@dataclass(frozen=True)
class Moved:
    """What was moved. `bytes` is the size of the export."""

    epoch: str
    rows: int
    tables: dict[str, int]
    bytes: int


def export(config: Config, target: Path, tell: Tell, *, has_secret: bool = True) -> Moved:
    """Writes an installation to a new folder or (.tar.gz) file that only this user can read.

    The database as it stands at one moment, then what lies beside it. Raises TargetExists, NothingToExport,
    OldSchema.
    """
    if target.exists():
        raise TargetExists(file=str(target))
    if config.is_sqlite and not (config.data_dir / "pawline.db").exists():
        raise NothingToExport
    is_archive = target.name.endswith(ARCHIVES)
    with tempfile.TemporaryDirectory(prefix=".export-", dir=target.absolute().parent) as name:
        folder = Path(name)
        manifest = _out_of(config, folder, tell)
        for one in BESIDE:
            if has_secret or one != keys.FILE:
                _copy(config.data_dir / one, folder / one)
        if is_archive:
            _pack(folder, target)
        else:
            shutil.copytree(folder, target)
            target.chmod(0o700)
    size = target.stat().st_size if is_archive else sum(one.stat().st_size for one in target.rglob("*"))
    return Moved(manifest.epoch, sum(manifest.tables.values()), manifest.tables, size)


def bring(config: Config, source: Path, tell: Tell, *, new_epoch: str | None = None) -> Moved:
    """Fills an empty database and data folder from an export; `new_epoch` None keeps the log's epoch.

    Raises FolderNotEmpty, NotEmpty, NotAnExport; then nothing was changed.
    """
    for one in BESIDE:
        if (config.data_dir / one).exists() and one != keys.FILE:
            raise FolderNotEmpty(folder=str(config.data_dir), name=one)
    config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _unpacked(source) as folder, tempfile.TemporaryDirectory(prefix=".import-", dir=config.data_dir) as staged:
        if _is_another(config.data_dir / keys.FILE, folder / keys.FILE):
            raise FolderNotEmpty(folder=str(config.data_dir), name=keys.FILE)
        for one in BESIDE:
            _copy(folder / one, Path(staged) / one)
        engine = open_engine(config.database, config.synchronous)
        try:
            manifest = copy_in(engine, folder, tell, new_epoch=new_epoch)
        finally:
            engine.dispose()
        for one in BESIDE:
            if (Path(staged) / one).exists():
                (Path(staged) / one).rename(config.data_dir / one)
    size = source.stat().st_size if source.is_file() else sum(one.stat().st_size for one in source.rglob("*"))
    return Moved(new_epoch or manifest.epoch, sum(manifest.tables.values()), manifest.tables, size)


def _is_another(here: Path, theirs: Path) -> bool:
    """Whether a key lies here that is not the one of the export. The same one may have been laid here before."""
    return here.exists() and not (theirs.exists() and here.read_bytes() == theirs.read_bytes())


def _out_of(config: Config, folder: Path, tell: Tell) -> Manifest:
    engine = open_engine(config.database, config.synchronous)
    try:
        return copy_out(engine, folder, tell)
    except OperationalError as error:
        raise NothingToExport from error
    finally:
        engine.dispose()


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.exists():
        shutil.copy2(source, target)


def _pack(folder: Path, target: Path) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=3) as archive:
            for one in sorted(folder.iterdir()):
                archive.add(one, one.name)
        raw.flush()
        os.fsync(raw.fileno())


@contextmanager
def _unpacked(source: Path) -> Generator[Path]:
    if source.is_dir():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="pawline-import-") as folder:
        try:
            with tarfile.open(source, "r:gz") as archive:
                archive.extractall(folder, filter="data")
        except (tarfile.TarError, OSError, EOFError) as error:
            raise NotAnExport(file=str(source), reason="archive") from error
        yield Path(folder)
