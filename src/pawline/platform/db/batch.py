"""Pieces of work that share a commit, and how they run inside its transaction."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from pawline.platform.db.tx import Tx
from pawline.platform.db.ways import Ways
from pawline.platform.errors import Busy, StorageFull

# Told to whoever meets a disk that is full or a database that is away. Without it clients would wait longer and longer,
# and come back half a minute after everything is well again.
AGAIN_MS = 2000

Answer: TypeAlias = Callable[[Any, BaseException | None], None]
Bulk: TypeAlias = Callable[[Tx, Sequence[Any]], list[Any]]


def awaited() -> tuple[asyncio.Future[Any], Answer]:
    """A future, and the answer that fills it; who no longer waits is not told."""
    future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def answer(result: Any, error: BaseException | None) -> None:
        if future.cancelled():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)

    return future, answer


class Job:
    """One piece of work for the writer: a verb, or an item for a bulk handler."""

    __slots__ = ("answer", "at", "bulk", "error", "is_light", "result", "work")

    def __init__(self, work: Any, bulk: Bulk | None, answer: Answer, is_light: bool = False) -> None:
        self.work = work
        self.bulk = bulk
        self.answer = answer
        self.is_light = is_light
        self.at = 0.0
        self.result: Any = None
        self.error: BaseException | None = None


class Conflict(Exception):
    """Another process was in the way: the transaction is undone and its pieces are tried again."""


def run(tx: Tx, batch: Sequence[Job]) -> None:
    """Runs every piece and notes its result or its refusal. Raises Conflict, and whatever undoes all of them."""
    bulk = batch[0].bulk
    if bulk is not None and all(job.bulk == bulk for job in batch):
        # Items of one handler only: when they fail as a whole there is nothing else to keep, so no savepoint.
        _note_results(tx, batch, bulk(tx, [job.work for job in batch]))
        return
    position = 0
    while position < len(batch):
        end = _end_of_group(batch, position)
        _run_group(tx, batch[position:end])
        position = end


def refuse(batch: Sequence[Job], error: BaseException, ways: Ways) -> None:
    """The commit itself failed (disk full, database away): nobody gets a yes."""
    refusal = StorageFull if ways.is_full(error) else Busy
    for job in batch:
        # What the work returned was not committed: it must not pass for an answer.
        job.result, job.error = None, job.error or refusal(retry_after_ms=AGAIN_MS, cause=type(error).__name__)


def _end_of_group(batch: Sequence[Job], position: int) -> int:
    """Verbs run alone; neighbours that are for the same handler run together."""
    bulk = batch[position].bulk
    end = position + 1
    while bulk is not None and end < len(batch) and batch[end].bulk == bulk:
        end += 1
    return end


def _run_group(tx: Tx, group: Sequence[Job]) -> None:
    bulk = group[0].bulk
    if bulk is None:
        # A verb may have changed what is remembered of rows.
        tx.tale += 1
    results = tx.attempt(lambda: bulk(tx, [job.work for job in group]) if bulk else [group[0].work(tx)])
    if isinstance(results, Exception):
        _raise_conflict(tx, results)
        refused = StorageFull(retry_after_ms=AGAIN_MS) if tx.ways.is_full(results) else results
        for job in group:
            job.result, job.error = None, refused
        return
    _note_results(tx, group, results)


def _note_results(tx: Tx, jobs: Sequence[Job], results: list[Any]) -> None:
    for job, result in zip(jobs, results, strict=True):
        if isinstance(result, Exception):
            _raise_conflict(tx, result)
            job.result, job.error = None, result
        else:
            job.result, job.error = result, None


def _raise_conflict(tx: Tx, error: Exception) -> None:
    """What met another process is nobody's answer."""
    if tx.ways.is_conflict(error):
        raise Conflict from error
