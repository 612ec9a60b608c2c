"""The message path's statements: Core expressions, compiled once to the engine's text.

Running Core one statement at a time costs about eight times the CPU of the driver's own call, and the
message path runs the same handful of statements for every message. No other path may use this.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


@dataclass(frozen=True, slots=True)
class Prepared:
    """Engine text and the order of its parameters."""

    text: str
    names: tuple[str, ...]

    def row(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """One row of parameters in the order the text wants them."""
        return tuple(values[name] for name in self.names)


@lru_cache(maxsize=256)
def prepare(statement: sa.ClauseElement, dialect: str) -> Prepared:
    """Compiles a statement whose values are all bind parameters."""
    engine = sqlite.dialect(paramstyle="qmark") if dialect == "sqlite" else postgresql.dialect()
    compiled = statement.compile(dialect=engine, compile_kwargs={"render_postcompile": True})
    return Prepared(str(compiled), tuple(getattr(compiled, "positiontup", None) or compiled.params or ()))
