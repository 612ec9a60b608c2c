"""Full text, each engine its own way: FTS5 in SQLite, a `tsvector` in PostgreSQL.

Both get the tokens ready made and only look them up: neither engine's own parser knows what a Chinese word is.
Rows are named by a number.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from pawline.platform.db.tx import Tx


class FullText:
    """An index called `name`, beside the table whose rows it finds."""

    def __init__(self, name: str) -> None:
        self._name = name

    def ddl(self, dialect: str) -> tuple[str, ...]:
        """The statements that make it; run once."""
        if dialect == "sqlite":
            return (f"CREATE VIRTUAL TABLE {self._name} USING fts5(words, detail=none, tokenize='unicode61')",)
        return (
            f"CREATE TABLE {self._name} (no BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
            f"CREATE INDEX ix_{self._name} ON {self._name} USING gin (words)",
        )

    def put(self, tx: Tx, rows: Sequence[tuple[int, set[str]]]) -> None:
        """Row numbers with their tokens, in place of what was there; a row without tokens is not found any more."""
        self.drop(tx, [no for no, words in rows if not words])
        full = [(no, sorted(words)) for no, words in rows if words]
        if not full:
            return
        if tx.dialect == "sqlite":
            statement = sa.text(f"INSERT OR REPLACE INTO {self._name} (rowid, words) VALUES (:no, :words)")  # noqa: S608
            tx.execute(statement, [{"no": no, "words": " ".join(words)} for no, words in full])
        else:
            statement = sa.text(
                f"INSERT INTO {self._name} (no, words) VALUES (:no, array_to_tsvector(CAST(:words AS text[])))"  # noqa: S608
                " ON CONFLICT (no) DO UPDATE SET words = excluded.words"
            )
            tx.execute(statement, [{"no": no, "words": words} for no, words in full])

    def drop(self, tx: Tx, numbers: Sequence[int]) -> None:
        """These rows are not found any more."""
        column = "rowid" if tx.dialect == "sqlite" else "no"
        if numbers:
            tx.execute(sa.text(f"DELETE FROM {self._name} WHERE {column} = :no"), [{"no": no} for no in numbers])  # noqa: S608

    def found(self, tx: Tx, whole: Sequence[str], begun: Sequence[str]) -> sa.TextualSelect:
        """The numbers (`no`) of the rows that hold every token of `whole` and one beginning with each of `begun`."""
        if tx.dialect == "sqlite":
            terms = [f'"{one}"' for one in whole] + [f'"{one}"*' for one in begun]
            text = sa.text(f"SELECT rowid AS no FROM {self._name} WHERE {self._name} MATCH :wanted")  # noqa: S608
            return text.bindparams(wanted=" AND ".join(terms)).columns(sa.column("no", sa.BigInteger))
        terms = [f"'{one}'" for one in whole] + [f"'{one}':*" for one in begun]
        text = sa.text(f"SELECT no FROM {self._name} WHERE words @@ CAST(:wanted AS tsquery)")  # noqa: S608
        return text.bindparams(wanted=" & ".join(terms)).columns(sa.column("no", sa.BigInteger))
