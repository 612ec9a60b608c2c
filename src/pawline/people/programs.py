"""Other programs that take part in a shop's conversations, each under a name and a token of its own."""

from pawline.people import store
from pawline.people.model import Actor, Person, Role
from pawline.people.service import People
from pawline.platform.db import Tx
from pawline.platform.errors import BadInput, NotFound
from pawline.platform.ids import AccountId

# A program has nobody who could sign in again; the shop ends its session by removing it.
TOKEN_DAYS = 3650
MOST = 20


class Programs:
    """Verbs about programs. Only managers may; the edges' registry sees to that."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._db = people.db

    async def add(self, actor: Actor, name: str) -> tuple[Person, str]:
        """A new program and its token, which is shown once. Raises BadInput."""
        name = name.strip()
        if not 1 <= len(name) <= 40 or not name.isprintable():
            raise BadInput("name")
        account_id = AccountId(self._people.ids.new())

        def work(tx: Tx) -> tuple[Person, str]:
            if len(store.programs_of(tx, actor.shop_id)) >= MOST:
                raise BadInput("programs")
            self._people.open_account(tx, actor.shop_id, account_id, Role.PROGRAM, name=name)
            token = self._people.open_session(tx, actor.shop_id, account_id, days=TOKEN_DAYS).token
            return store.people_of(tx, [account_id])[account_id], token

        return await self._db.write(work)

    async def all(self, actor: Actor) -> list[Person]:
        """The programs of the actor's shop that may still take part."""
        return await self._db.read(lambda tx: store.programs_of(tx, actor.shop_id))

    async def remove(self, actor: Actor, account_id: str) -> None:
        """Its token is void at once; what it said stays. Raises NotFound."""

        def work(tx: Tx) -> None:
            if all(one.id != account_id for one in store.programs_of(tx, actor.shop_id)):
                raise NotFound
            store.change_account(tx, actor.shop_id, account_id, is_active=False)
            self._people.end_sessions(tx, actor.shop_id, account_id)

        await self._db.write(work)
