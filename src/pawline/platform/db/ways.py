"""What each engine does its own way. Everything else is one text for both."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import sqlalchemy as sa

if TYPE_CHECKING:
    from pawline.platform.db.tx import Tx

# (shop, key, type, body) of a fact that waits for its number.
FactRow: TypeAlias = tuple[str, str, str, str]


class Horizon(Protocol):
    """How far one follower may read."""

    def within(self, conn: sa.Connection, seen: int, rows: Sequence[sa.Row[Any]]) -> Sequence[sa.Row[Any]]:
        """The rows, in order of `id` and all above `seen`, below which no other can appear any more."""
        ...


class Leases(Protocol):
    """What only one process at a time may do."""

    async def hold(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Runs `work` while this process has the lease; gets in line again when it is lost. Until cancelled."""
        ...

    def close(self) -> None:
        """Lets go of everything."""
        ...


class Ways(Protocol):
    """An engine's own words."""

    name: str
    # Whether other processes write at the same time: then nothing may be remembered between transactions, and
    # people's messages are committed apart from verbs.
    is_shared: bool
    # Whether statements are quick calls inside this process, which the event loop may make itself.
    writes_in_loop: bool
    readers: int

    def open(self) -> sa.Engine:
        """An engine whose driver never opens a transaction by itself."""
        ...

    def prepare_writer(self, cursor: Any) -> None:
        """Makes a new connection the writer's."""
        ...

    def one_journey(self, conn: sa.Connection) -> AbstractContextManager[Any]:
        """What the driver's cursors execute inside is sent at once, where the engine is somewhere else."""
        ...

    def begin(self, tx: "Tx", *, is_alone: bool, waits: bool) -> None:
        """Begins a writing transaction; `is_alone`: no verb of any other process runs until its end.

        `waits`: for those who hold what it needs, some seconds; else that is an error at once.
        """
        ...

    def be_alone(self, cursor: Any) -> None:
        """From here to the end of the transaction no verb of any other process runs."""
        ...

    def prepare_reader(self, cursor: Any) -> None:
        """Makes a new connection one that only reads."""
        ...

    def begin_reading(self, cursor: Any) -> None:
        """Begins a transaction that sees one moment."""
        ...

    def has_changed(self, tx: "Tx") -> bool:
        """Whether anybody else may have written since this was last asked."""
        ...

    def save_facts(self, tx: "Tx") -> None:
        """Stores the transaction's facts under rising numbers."""
        ...

    def horizon(self) -> Horizon:
        """A new follower's horizon."""
        ...

    def leases(self, engine: sa.Engine) -> Leases:
        """The leases of this process."""
        ...

    def is_open(self, conn: sa.Connection) -> bool:
        """Whether the connection has a transaction to undo."""
        ...

    def is_conflict(self, error: BaseException) -> bool:
        """Whether two processes got in each other's way: the same work may succeed when tried again."""
        ...

    def is_full(self, error: BaseException) -> bool:
        """Whether the disk has no room for what was to be written."""
        ...

    def is_lost(self, error: BaseException) -> bool:
        """Whether the connection to the database is gone."""
        ...

    def is_durable(self, conn: sa.Connection) -> bool:
        """Whether a commit survives a power cut."""
        ...
