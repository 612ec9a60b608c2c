"""Free times are searched with one reader of the database left for everybody else.

A search for one pet takes milliseconds; for four in an empty shop it takes seconds, and anybody may ask for it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from pawline.people import Actor
from pawline.platform.db import Database, Tx
from pawline.platform.errors import Busy

T = TypeVar("T")
# Of one account under way or waiting: somebody who steps through the weeks is quicker than the answers, twice or so.
MOST = 3
AGAIN_MS = 1000


class Looking:
    """The searches of one process."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._turns = asyncio.Semaphore(max(1, db.ways.readers - 1))
        self._under_way: Counter[str] = Counter()

    async def look(self, actor: Actor, question: Callable[[Tx], T]) -> T:
        """Runs a question when it is its turn. Raises Busy for an account that has too many under way."""
        who = actor.account_id
        if self._under_way[who] >= MOST:
            raise Busy(retry_after_ms=AGAIN_MS)
        self._under_way[who] += 1
        try:
            async with self._turns:
                return await self._db.read(question)
        finally:
            self._under_way[who] -= 1
            if not self._under_way[who]:
                del self._under_way[who]
