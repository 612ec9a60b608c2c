"""The database itself refuses overlapping claims, past all of our code."""

import itertools
import re
import sqlite3
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest

INSERT = (
    "INSERT {} INTO claim (shop_id, booking_id, resource_no, start_ms, end_ms, active)"
    " VALUES ('{}', 'x', {}, {}, {}, {})"
)


@pytest.fixture
def two(sqlite_file: Path) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    one, other = (sqlite3.connect(sqlite_file, isolation_level=None, timeout=5) for _ in range(2))
    return one, other


def claims(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    return connection.execute("SELECT start_ms, end_ms FROM claim WHERE active ORDER BY 1").fetchall()


@pytest.mark.parametrize("how", ["", "OR REPLACE", "OR IGNORE", "OR ABORT", "OR FAIL"])
@pytest.mark.parametrize("span", [(10, 20), (5, 11), (19, 30), (12, 13), (0, 99)])
@pytest.mark.parametrize("shop", ["a", "b"])
def test_an_overlap_is_refused(
    two: tuple[sqlite3.Connection, sqlite3.Connection], how: str, span: tuple[int, int], shop: str
) -> None:
    one, other = two
    one.execute(INSERT.format("", "a", 1, 10, 20, 1))
    with pytest.raises(sqlite3.IntegrityError, match="claim_overlap"):
        other.execute(INSERT.format(how, shop, 1, *span, 1))
    assert claims(one) == [(10, 20)]


@pytest.mark.parametrize("how", ["", "OR REPLACE", "OR IGNORE"])
def test_becoming_active_or_longer_is_refused(two: tuple[sqlite3.Connection, sqlite3.Connection], how: str) -> None:
    one, other = two
    one.execute(INSERT.format("", "a", 1, 10, 20, 1))
    one.execute(INSERT.format("", "a", 1, 15, 25, 0))
    one.execute(INSERT.format("", "a", 1, 20, 30, 1))
    one.execute(INSERT.format("", "a", 2, 10, 30, 1))
    for change in ("active = 1 WHERE start_ms = 15", "end_ms = 21 WHERE start_ms = 10 AND resource_no = 1",
                   "resource_no = 1 WHERE resource_no = 2", "start_ms = 19 WHERE start_ms = 20"):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError, match="claim_overlap"):
            other.execute(f"UPDATE {how} claim SET {change}")
    other.execute("UPDATE claim SET end_ms = 18 WHERE start_ms = 10 AND resource_no = 1")
    assert claims(one) == [(10, 18), (10, 30), (20, 30)]


def test_a_claim_is_active_or_not(two: tuple[sqlite3.Connection, sqlite3.Connection]) -> None:
    """Only so are those that are active found without a look at those that are over."""
    one, _ = two
    one.execute(INSERT.format("", "a", 1, 10, 20, 0))
    for change in (INSERT.format("", "a", 1, 30, 40, 2), "UPDATE claim SET active = 2"):
        with pytest.raises(sqlite3.IntegrityError, match="claim_overlap"):
            one.execute(change)
    assert claims(one) == []


def test_what_is_over_is_not_read(two: tuple[sqlite3.Connection, sqlite3.Connection]) -> None:
    """Each trigger finds by the index what ends later than the new claim begins: a year of claims costs nothing."""
    one, _ = two
    asked = [
        question
        for (text,) in one.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'claim'")
        for question in re.findall(r"EXISTS \((.*?)\n  \);", text, re.DOTALL)
    ]
    assert len(asked) == 4
    for question in asked:
        plan = one.execute(f"EXPLAIN QUERY PLAN {re.sub(r'(NEW|OLD)[.][a-z_]+', '1', question)}").fetchall()
        assert "ix_claim_busy (resource_no=? AND active=? AND end_ms>?)" in str(plan)


def test_what_has_no_length_is_refused(two: tuple[sqlite3.Connection, sqlite3.Connection]) -> None:
    for start, end in ((10, 10), (20, 10)):
        with pytest.raises(sqlite3.IntegrityError):
            two[0].execute(INSERT.format("", "a", 1, start, end, 1))


def test_neighbours_and_other_resources_are_fine(two: tuple[sqlite3.Connection, sqlite3.Connection]) -> None:
    one, other = two
    one.execute(INSERT.format("", "a", 1, 10, 20, 1))
    other.execute(INSERT.format("", "a", 1, 20, 30, 1))
    other.execute(INSERT.format("", "a", 2, 10, 20, 1))
    assert len(claims(one)) == 3


def test_two_connections_at_the_same_moment(sqlite_file: Path) -> None:
    refused: list[str] = []
    ready = threading.Barrier(2)

    def take() -> None:
        connection = sqlite3.connect(sqlite_file, isolation_level=None, timeout=10)
        ready.wait()
        for number in range(200):
            try:
                connection.execute(INSERT.format("", "a", 1, number * 10, number * 10 + 15, 1))
            except sqlite3.IntegrityError as refusal:
                refused.append(str(refusal))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = claims(sqlite3.connect(sqlite_file))
    assert len(kept) + len(refused) == 400
    assert all(earlier[1] <= later[0] for earlier, later in itertools.pairwise(kept))


@pytest.fixture
def two_of_postgres(emptied_postgres_url: str) -> Iterator[tuple[psycopg.Connection, psycopg.Connection]]:
    open_one = partial(psycopg.connect, emptied_postgres_url, autocommit=True)
    with open_one() as one, open_one() as other:
        yield one, other


def claim(connection: psycopg.Connection, shop: str, resource_no: int, start_ms: int, end_ms: int) -> None:
    connection.execute(INSERT.format("", shop, resource_no, start_ms, end_ms, "true"))  # type: ignore[arg-type]


@pytest.mark.parametrize("span", [(10, 20), (5, 11), (19, 30), (12, 13), (0, 99)])
@pytest.mark.parametrize("shop", ["a", "b"])
def test_postgresql_refuses_an_overlap(
    two_of_postgres: tuple[psycopg.Connection, psycopg.Connection], shop: str, span: tuple[int, int]
) -> None:
    one, other = two_of_postgres
    claim(one, "a", 1, 10, 20)
    with pytest.raises(psycopg.errors.ExclusionViolation, match="claim_overlap"):
        claim(other, shop, 1, *span)
    claim(other, shop, 1, 20, 30)
    claim(other, shop, 2, 10, 20)
    with pytest.raises(psycopg.errors.ExclusionViolation, match="claim_overlap"):
        other.execute("UPDATE claim SET end_ms = 21 WHERE start_ms = 10 AND resource_no = 1")


def test_two_connections_of_postgresql_at_the_same_moment(emptied_postgres_url: str) -> None:
    """Neither sees what the other has not committed yet: the second waits for the first, then is refused."""
    refused: list[str] = []
    ready = threading.Barrier(2)

    def take() -> None:
        with psycopg.connect(emptied_postgres_url, autocommit=True) as connection:
            ready.wait()
            for number in range(200):
                try:
                    claim(connection, "a", 1, number * 10, number * 10 + 15)
                except (psycopg.errors.ExclusionViolation, psycopg.errors.DeadlockDetected) as refusal:
                    # Both may have written before either looked: then one of them is chosen to give way.
                    refused.append(str(refusal))

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with psycopg.connect(emptied_postgres_url) as connection:
        kept = connection.execute("SELECT start_ms, end_ms FROM claim WHERE active ORDER BY 1").fetchall()
    assert len(kept) + len(refused) == 400
    assert all(earlier[1] <= later[0] for earlier, later in itertools.pairwise(kept))
