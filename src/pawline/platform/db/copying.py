"""Every table as lines of JSON, out of one engine and into another."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import StatementError

from pawline.platform.db.migrate import head, revision, upgrade
from pawline.platform.db.schema import installation, metadata
from pawline.platform.errors import PawlineError

MANIFEST = "manifest.json"
TABLES = "tables"
ROWS = 1_000
# Which entries the search has taken in: the index itself does not travel, the search makes it anew.
LEFT_OUT = frozenset({"indexed"})

Tell = Callable[[str], None]


class Manifest(msgspec.Struct, frozen=True):
    """What an export holds: the schema's revision, the log's epoch, rows by table."""

    format: int
    revision: str
    epoch: str
    tables: dict[str, int]


class OldSchema(PawlineError):
    """The database is not at this program's schema."""

    code = "old_schema"
    zh = "数据库结构不是这个版本的：请先运行 pawline migrate，再导出。什么都没有改动。"
    en = "The database is not at this version's schema: run pawline migrate first. Nothing was changed."


class NotAnExport(PawlineError):
    """What is to be imported was not written by `pawline export` of this version, or is damaged."""

    code = "not_an_export"
    zh = "{file} 不是这个版本的 pawline 导出的，或者已经损坏（{reason}）。什么都没有改动。"
    en = "{file} is not an export of this version of pawline, or it is damaged ({reason}). Nothing was changed."


class NotEmpty(PawlineError):
    """An import never mixes with what is there."""

    code = "not_empty"
    zh = "目标数据库里已经有数据了（{table}）。请导入到一个空的数据库。什么都没有改动。"
    en = "There is data in the target database already ({table}). Import into an empty one. Nothing was changed."


def copy_out(engine: sa.Engine, folder: Path, tell: Tell) -> Manifest:
    """Writes every table as it stands at one moment, however much is written meanwhile. Raises OldSchema."""
    (folder / TABLES).mkdir()
    with _one_moment(engine) as conn:
        found = revision(conn)
        if found is None or found != head():
            raise OldSchema
        tables = {table.name: _write(conn, table, folder, tell) for table in _tables()}
        epoch = conn.execute(sa.select(installation.c.epoch)).scalar() or ""
    manifest = Manifest(1, found, epoch, tables)
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    return manifest


def copy_in(engine: sa.Engine, folder: Path, tell: Tell, *, new_epoch: str | None = None) -> Manifest:
    """Fills an empty database, all of it or nothing; `new_epoch` None keeps the log's epoch.

    Raises NotAnExport, NotEmpty.
    """
    manifest = _manifest(folder)
    upgrade(engine)
    with _all_or_nothing(engine) as conn:
        _check_empty(conn)
        for table in _tables():
            _read(conn, table, folder, manifest.tables.get(table.name, 0), tell)
        _check_logs(conn, folder)
        if new_epoch is not None:
            conn.execute(installation.update().values(epoch=new_epoch))
        if engine.dialect.name == "postgresql":
            _go_on_counting(conn)
    return manifest


def _tables() -> list[sa.Table]:
    return [table for table in metadata.sorted_tables if table.name not in LEFT_OUT]


@contextmanager
def _one_moment(engine: sa.Engine) -> Generator[sa.Connection]:
    is_shared = engine.dialect.name == "postgresql"
    with engine.connect() as conn:
        conn.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if is_shared else "BEGIN")
        try:
            yield conn
        finally:
            conn.exec_driver_sql("ROLLBACK")


@contextmanager
def _all_or_nothing(engine: sa.Engine) -> Generator[sa.Connection]:
    with engine.connect() as conn:
        conn.exec_driver_sql("BEGIN" if engine.dialect.name == "postgresql" else "BEGIN IMMEDIATE")
        try:
            yield conn
        except BaseException:
            conn.exec_driver_sql("ROLLBACK")
            raise
        conn.exec_driver_sql("COMMIT")


def _write(conn: sa.Connection, table: sa.Table, folder: Path, tell: Tell) -> int:
    """The names of the columns, then a line a row."""
    count = 0
    encode = msgspec.json.Encoder().encode
    asked = sa.select(table).order_by(*table.primary_key.columns)
    with (folder / TABLES / f"{table.name}.jsonl").open("wb") as file:
        file.write(encode([str(column.name) for column in table.columns]) + b"\n")
        for rows in conn.execute(asked, execution_options={"yield_per": ROWS}).partitions():
            file.writelines(encode(list(row)) + b"\n" for row in rows)
            count += len(rows)
            tell(f"{table.name} {count}")
    return count


def _manifest(folder: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise NotAnExport(file=str(folder), reason="manifest") from error
    if manifest.format != 1 or manifest.revision != head():
        raise NotAnExport(file=str(folder), reason=f"schema {manifest.revision}, wanted {head()}")
    return manifest


def _check_empty(conn: sa.Connection) -> None:
    for table in _tables():
        if conn.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is not None:
            raise NotEmpty(table=table.name)


def _read(conn: sa.Connection, table: sa.Table, folder: Path, wanted: int, tell: Tell) -> None:
    count = 0
    try:
        with (folder / TABLES / f"{table.name}.jsonl").open("rb") as file:
            names: list[str] = msgspec.json.decode(file.readline(), type=list[str])
            for rows in _chunks(file, table, names):
                conn.execute(_plain(table).insert(), rows)
                count += len(rows)
                tell(f"{table.name} {count}/{wanted}")
    except (OSError, ValueError, msgspec.MsgspecError, StatementError) as error:
        raise NotAnExport(file=str(folder), reason=table.name) from error
    if count != wanted:
        raise NotAnExport(file=str(folder), reason=f"{table.name}: {count} of {wanted} rows")


def _chunks(lines: Any, table: sa.Table, names: list[str]) -> Iterator[list[dict[str, Any]]]:
    kinds = tuple(bytes if isinstance(table.c[name].type, sa.LargeBinary) else Any for name in names)
    decode = msgspec.json.Decoder(tuple[kinds]).decode  # type: ignore[valid-type]
    rows: list[dict[str, Any]] = []
    for line in lines:
        rows.append(dict(zip(names, decode(line), strict=True)))
        if len(rows) == ROWS:
            yield rows
            rows = []
    if rows:
        yield rows


def _plain(table: sa.Table) -> sa.TableClause:
    """The table without its defaults, and with nothing (not JSON's null) where nothing was."""
    json = sa.JSON(none_as_null=True)
    kinds = {one.name: json if isinstance(one.type, sa.JSON) else one.type for one in table.columns}
    return sa.table(table.name, *(sa.column(name, kind) for name, kind in kinds.items()))


def _check_logs(conn: sa.Connection, folder: Path) -> None:
    """Every conversation has exactly the entries that its head counts."""
    talk, entry = metadata.tables["conversation"], metadata.tables["entry"]
    counted = sa.select(entry.c.c_no, sa.func.count().label("n"), sa.func.max(entry.c.seq).label("last"))
    found = counted.group_by(entry.c.c_no).subquery()
    count, last = (sa.func.coalesce(one, 0) for one in (found.c.n, found.c.last))
    is_wrong = (count != talk.c.last_seq) | (last != talk.c.last_seq)
    asked = sa.select(talk.c.id).select_from(talk.outerjoin(found, found.c.c_no == talk.c.no)).where(is_wrong).limit(1)
    if (c := conn.execute(asked).scalar()) is not None:
        raise NotAnExport(file=str(folder), reason=f"conversation {c}")


def _go_on_counting(conn: sa.Connection) -> None:
    """PostgreSQL counts beside the table: the next number comes after those that were brought."""
    for table in _tables():
        column = table.autoincrement_column
        if column is None or not isinstance(column.type, sa.Integer):
            continue
        last = conn.execute(sa.select(sa.func.max(column))).scalar()
        sequence = conn.execute(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name))).scalar()
        if last is not None and sequence is not None:
            conn.execute(sa.select(sa.func.setval(sequence, last)))
