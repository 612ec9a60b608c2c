"""Which staff have a desk open, as the database knows it; and what becomes of owners whose person is gone."""

from pawline.chat import desk_rows, store
from pawline.chat.model import Conversation
from pawline.chat.owners import Owners
from pawline.people import Actor, Person, people_of, staff_ids
from pawline.platform import jobs
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.jobs import Due, Jobs

RELEASE_JOB = "chat.release"
# A socket says that it is there every minute or so; after this long without, the person is not there.
GONE_MS = 180_000


class Desks:
    """Who is there, and who has gone."""

    def __init__(self, db: Database, clock: Clock, owners: Owners) -> None:
        self._db = db
        self._clock = clock
        self._owners = owners

    def work(self, work: Jobs) -> None:
        """Registers the job that looks after owners whose person has gone."""
        work.work(RELEASE_JOB, self._release)

    async def note(self, actor: Actor) -> None:
        """The member of staff is there at this moment."""
        now_ms = self._clock.now_ms()

        def work(tx: Tx) -> None:
            desk_rows.heard_from(tx, actor.shop_id, actor.account_id, now_ms)
            jobs.schedule(tx, RELEASE_JOB, actor.account_id, actor.shop_id, now_ms + GONE_MS + 1_000)

        await self._db.write(work)

    def here(self, tx: Tx, shop_id: str) -> set[str]:
        """The staff of a shop who have a desk open."""
        return set(desk_rows.at_desk_since(tx, shop_id, self._clock.now_ms() - GONE_MS))

    async def colleagues(self, actor: Actor) -> list[tuple[Person, bool]]:
        """Everybody who works in the actor's shop, and whether they have a desk open."""

        def ask(tx: Tx) -> list[tuple[Person, bool]]:
            here = self.here(tx, actor.shop_id)
            found = people_of(tx, staff_ids(tx, actor.shop_id)).values()
            return [(one, one.id in here) for one in sorted(found, key=lambda one: one.name)]

        return await self._db.read(ask)

    def release_if_gone(self, tx: Tx, found: Conversation) -> bool:
        """Puts an owner who waits for somebody that has gone back into the queue; returns whether it did."""
        if found.assignee_id is None or found.waiting_since_ms is None:
            return False
        if found.assignee_id in self.here(tx, found.shop_id):
            return False
        self._owners.release(tx, found)
        return True

    async def _release(self, due: Due) -> None:
        def work(tx: Tx) -> None:
            for found in store.assigned_to(tx, due.shop_id, due.key):
                self.release_if_gone(tx, found)

        await self._db.write(work)
