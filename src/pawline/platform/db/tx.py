"""What a verb or a question holds while it works: one transaction."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import msgspec
import sqlalchemy as sa

from pawline.platform.db.vault import Vault
from pawline.platform.db.ways import FactRow, Ways

if TYPE_CHECKING:
    from pawline.platform.outbox import Fact

T = TypeVar("T")
InsideReaction: TypeAlias = "Callable[[Tx, Any], None]"
Params: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Tx:
    """One transaction. Facts and publications collected here leave only if it commits."""

    __slots__ = (
        "_cursor", "_later", "_reactions", "conn", "dialect", "facts", "is_reading", "news", "tale", "vault", "ways",
    )  # fmt: skip

    def __init__(
        self, conn: sa.Connection, reactions: Mapping[type, list[InsideReaction]], ways: Ways, vault: Vault,
        tale: int = 0, *, is_reading: bool = False,
    ) -> None:  # fmt: skip
        # A snapshot of what is committed: what is found in it may be remembered. A writer's own rows may yet be undone.
        self.is_reading = is_reading
        # Changes whenever anything but messages may have been written: what was remembered of rows is then old.
        self.tale = tale
        self.conn = conn
        self.ways = ways
        self.vault = vault
        self.dialect = conn.dialect.name
        self._reactions = reactions
        self._cursor: Any = None
        self._later: list[tuple[str, Sequence[Any] | None]] = []
        self.facts: list[FactRow] = []
        self.news: list[tuple[str, Any]] = []

    def execute(self, statement: sa.Executable, params: Params | None = None) -> sa.CursorResult[Any]:
        """Runs one SQLAlchemy Core statement."""
        if self._later:
            with self.together():
                pass
        return self.conn.execute(statement, params)  # type: ignore[arg-type]

    @property
    def cursor(self) -> Any:
        """The driver's cursor: only for the message path, whose statements are compiled once."""
        if self._later:
            with self.together():
                pass
        return self._own_cursor()

    def later(self, statement: str, values: Sequence[Any] | None = None) -> None:
        """A statement that answers nothing: where each one is a journey, it leaves with the next."""
        if self.ways.writes_in_loop:
            self.cursor.execute(statement, values or ())
        else:
            self._later.append((statement, values))

    @contextmanager
    def together(self) -> Generator[None]:
        """What is executed inside leaves in one journey, where there are journeys.

        What was refused is raised at the end, if not before. Rows are asked for by a cursor for each statement.
        """
        with self.ways.one_journey(self.conn):
            later, self._later = self._later, []
            for statement, values in later:
                self._own_cursor().execute(statement, values)
            yield

    def another_cursor(self) -> Any:
        """For a statement whose rows are asked for after the journey."""
        return self.conn.connection.cursor()

    def undo(self) -> None:
        """Undoes everything; what was to leave later never does."""
        self._later.clear()
        self._own_cursor().execute("ROLLBACK")

    def _own_cursor(self) -> Any:
        if self._cursor is None:
            self._cursor = self.another_cursor()
        return self._cursor

    def be_alone(self) -> None:
        """From here to the commit no verb of another process runs. Verbs always are; people's messages are not."""
        self.ways.be_alone(self.cursor)

    def attempt(self, work: Callable[[], T]) -> T | Exception:
        """Runs a part of the transaction; if it raises, only that part is undone and the exception is returned.

        Raises what made the database undo the whole transaction (SQLite does where its disk is full).
        """
        facts, news = len(self.facts), len(self.news)
        self.later("SAVEPOINT attempt")
        result: T | Exception
        try:
            result = work()
        except Exception as error:
            if not self.ways.is_open(self.conn):
                raise
            self.cursor.execute("ROLLBACK TO attempt")
            del self.facts[facts:], self.news[news:]
            result = error
        self.later("RELEASE attempt")
        return result

    def emit(self, fact: "Fact") -> None:
        """Saves a fact with this transaction and runs the reactions that live inside it."""
        self.facts.append((fact.shop_id, fact.key, type(fact).__name__, msgspec.json.encode(fact).decode()))
        for reaction in self._reactions.get(type(fact), ()):
            reaction(self, fact)

    def publish(self, topic: str, news: Any) -> None:
        """Tells the listeners of `topic` in every process, after the commit. A hint: it may be lost."""
        self.news.append((topic, news))
