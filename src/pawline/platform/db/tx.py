"""What a verb or a question holds while it works: one transaction."""

from collections.abc import Callable, Mapping, Sequence
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

    __slots__ = ("_cursor", "_reactions", "conn", "dialect", "facts", "news", "tale", "vault", "ways")

    def __init__(
        self, conn: sa.Connection, reactions: Mapping[type, list[InsideReaction]], ways: Ways, vault: Vault,
        tale: int = 0,
    ) -> None:  # fmt: skip
        # Changes whenever anything but messages may have been written: what was remembered of rows is then old.
        self.tale = tale
        self.conn = conn
        self.ways = ways
        self.vault = vault
        self.dialect = conn.dialect.name
        self._reactions = reactions
        self._cursor: Any = None
        self.facts: list[FactRow] = []
        self.news: list[tuple[str, Any]] = []

    def execute(self, statement: sa.Executable, params: Params | None = None) -> sa.CursorResult[Any]:
        """Runs one SQLAlchemy Core statement."""
        return self.conn.execute(statement, params)  # type: ignore[arg-type]

    @property
    def cursor(self) -> Any:
        """The driver's cursor: only for the message path, whose statements are compiled once."""
        if self._cursor is None:
            self._cursor = self.conn.connection.cursor()
        return self._cursor

    def be_alone(self) -> None:
        """From here to the commit no verb of another process runs. Verbs always are; people's messages are not."""
        self.ways.be_alone(self.cursor)

    def attempt(self, work: Callable[[], T]) -> T | Exception:
        """Runs a part of the transaction; if it raises, only that part is undone and the exception is returned."""
        facts, news = len(self.facts), len(self.news)
        self.cursor.execute("SAVEPOINT attempt")
        try:
            return work()
        except Exception as error:
            self.cursor.execute("ROLLBACK TO attempt")
            del self.facts[facts:], self.news[news:]
            return error
        finally:
            self.cursor.execute("RELEASE attempt")

    def emit(self, fact: "Fact") -> None:
        """Saves a fact with this transaction and runs the reactions that live inside it."""
        self.facts.append((fact.shop_id, fact.key, type(fact).__name__, msgspec.json.encode(fact).decode()))
        for reaction in self._reactions.get(type(fact), ()):
            reaction(self, fact)

    def publish(self, topic: str, news: Any) -> None:
        """Tells the listeners of `topic` in every process, after the commit. A hint: it may be lost."""
        self.news.append((topic, news))
