"""The message path's statements: Core expressions, compiled once to the engine's text.

Running Core one statement at a time costs about eight times the CPU of the driver's own call, and the
message path runs the same handful of statements for every message. No other path may use this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql.psycopg import dialect as psycopg_dialect

from pawline.platform.db.tx import Tx

LONGEST = 64


def insert_rows(tx: Tx, table: sa.Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Adds several rows in one statement: one release of the interpreter's lock, instead of one for every row."""
    if tx.dialect == "sqlite":
        for part in _parts(rows):
            tx.cursor.execute(_insert(table, columns, len(part)), list(chain.from_iterable(part)))
    else:
        tx.cursor.execute(_insert_arrays(table, columns), _by_column(rows))


def update_rows(tx: Tx, table: sa.Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Changes several rows in one statement; the first of `columns` is the key that they are found by."""
    if tx.dialect == "sqlite":
        for part in _parts(rows):
            tx.cursor.execute(_update(table, columns, len(part)), list(chain.from_iterable(part)))
    else:
        tx.cursor.execute(_update_arrays(table, columns), _by_column(rows))


def _parts(rows: Sequence[tuple[Any, ...]]) -> list[Sequence[tuple[Any, ...]]]:
    """Each length is a statement of its own that stays prepared: long batches go in parts, not in long statements."""
    return [rows[i : i + LONGEST] for i in range(0, len(rows), LONGEST)]


def _by_column(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


@lru_cache(maxsize=1024)
def _insert(table: sa.Table, columns: tuple[str, ...], rows: int) -> str:
    """Parameters row by row in the order of `columns`."""
    values: list[dict[str, Any]] = [{name: sa.bindparam(f"{name}_{i}") for name in columns} for i in range(rows)]
    return _text(table.insert().values(values), tuple(f"{n}_{i}" for i in range(rows) for n in columns))


@lru_cache(maxsize=1024)
def _update(table: sa.Table, columns: tuple[str, ...], rows: int) -> str:
    given = sa.values(*(sa.column(name, table.c[name].type) for name in columns), name="given").data(
        [tuple(sa.bindparam(f"{n}_{i}", type_=table.c[n].type) for n in columns) for i in range(rows)]
    )
    return _text(_changed(table, columns, given.cte("given")), tuple(f"{n}_{i}" for i in range(rows) for n in columns))


@lru_cache(maxsize=64)
def _insert_arrays(table: sa.Table, columns: tuple[str, ...]) -> str:
    """PostgreSQL takes a column's values as an array: one short text for batches of every length."""
    return _of_arrays(table.insert().from_select(list(columns), sa.select(_given(table, columns))))


@lru_cache(maxsize=64)
def _update_arrays(table: sa.Table, columns: tuple[str, ...]) -> str:
    return _of_arrays(_changed(table, columns, _given(table, columns)))


def _of_arrays(statement: sa.ClauseElement) -> str:
    """In the driver's binary spelling (`%b`): as text it would quote every value of an array by itself."""
    return str(statement.compile(dialect=_engine("postgresql"))).replace("%s::", "%b::")


def _given(table: sa.Table, columns: tuple[str, ...]) -> sa.TableValuedAlias:
    arrays = [sa.bindparam(name, type_=sa.ARRAY(table.c[name].type)) for name in columns]
    named = [sa.column(name, table.c[name].type) for name in columns]
    return sa.func.unnest(*arrays).table_valued(*named, name="given").render_derived()


def _changed(table: sa.Table, columns: tuple[str, ...], given: sa.FromClause) -> sa.Update:
    key, *others = columns
    return table.update().where(table.c[key] == given.c[key]).values({name: given.c[name] for name in others})


def _text(statement: sa.ClauseElement, order: tuple[str, ...]) -> str:
    compiled = statement.compile(dialect=_engine("sqlite"))
    assert tuple(getattr(compiled, "positiontup", None) or order) == order, "the engine wants another order"
    return str(compiled)


def _engine(dialect: str) -> sa.Dialect:
    """Parameters by position, in each driver's spelling."""
    return sqlite.dialect(paramstyle="qmark") if dialect == "sqlite" else psycopg_dialect(paramstyle="format")


@dataclass(frozen=True, slots=True)
class Prepared:
    """Engine text and the order of its parameters."""

    text: str
    names: tuple[str, ...]

    def row(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """One row of parameters in the order the text wants them."""
        return tuple(values[name] for name in self.names)


def is_duplicate(error: BaseException) -> bool:
    """Whether the engine refused a row because a unique key is taken: by the name that DB-API (PEP 249) gives it."""
    is_integrity = any(kind.__name__ == "IntegrityError" for kind in type(error).__mro__)
    return is_integrity and "unique" in str(error).lower()


@lru_cache(maxsize=256)
def prepare(statement: sa.ClauseElement, dialect: str) -> Prepared:
    """Compiles a statement whose values are all bind parameters."""
    compiled = statement.compile(dialect=_engine(dialect), compile_kwargs={"render_postcompile": True})
    return Prepared(str(compiled), tuple(getattr(compiled, "positiontup", None) or compiled.params or ()))
