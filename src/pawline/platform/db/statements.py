"""The message path's statements: Core expressions, compiled once to the engine's text.

Running Core one statement at a time costs about eight times the CPU of the driver's own call, and the
message path runs the same handful of statements for every message. No other path may use this.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql.psycopg import dialect as psycopg_dialect


@lru_cache(maxsize=1024)
def prepare_insert(table: sa.Table, columns: tuple[str, ...], rows: int, dialect: str) -> str:
    """The text that inserts several rows in one statement; parameters row by row in the order of `columns`.

    One statement for a batch is one release of the interpreter's lock, instead of one for every row.
    """
    values: list[dict[str, Any]] = [{name: sa.bindparam(f"{name}_{i}") for name in columns} for i in range(rows)]
    return _text(table.insert().values(values), dialect, tuple(f"{n}_{i}" for i in range(rows) for n in columns))


@lru_cache(maxsize=1024)
def prepare_update(table: sa.Table, key: str, columns: tuple[str, ...], rows: int, dialect: str) -> str:
    """The text that updates several rows by their key in one statement; parameters row by row, the key first."""
    names = (key, *columns)
    given = sa.values(*(sa.column(name, table.c[name].type) for name in names), name="given").data(
        [tuple(sa.bindparam(f"{n}_{i}", type_=table.c[n].type) for n in names) for i in range(rows)]
    )
    new = given.cte("given")
    update = table.update().where(table.c[key] == new.c[key]).values({name: new.c[name] for name in columns})
    return _text(update, dialect, tuple(f"{n}_{i}" for i in range(rows) for n in names))


def _text(statement: sa.ClauseElement, dialect: str, order: tuple[str, ...]) -> str:
    compiled = statement.compile(dialect=_engine(dialect))
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
