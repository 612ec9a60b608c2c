"""The staff's inbox: one row a conversation, kept live on every desk."""

import msgspec

from pawline.chat import Chat, Conversation, Entry, Kind, State, conversations_of_shop, last_entries
from pawline.people import Actor, Person, people_of, phone_of, system_actor
from pawline.pets import PetService, PetView
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import ShopId
from pawline.platform.tasks import Tasks
from pawline.visits import VisitService

SETTLE_S = 0.05
ROWS = 200


class OwnerCard(msgspec.Struct, frozen=True):
    """An owner as the desk sees one."""

    id: str
    name: str
    phone_tail: str | None


class LastLine(msgspec.Struct, frozen=True):
    """The newest message. `text` is empty for a picture or a card: the page has words for those."""

    text: str
    kind: str
    ts: int
    sender_kind: str


class Assignee(msgspec.Struct, frozen=True):
    """Who looks after a conversation."""

    id: str
    name: str


class InboxRow(msgspec.Struct, frozen=True):
    """A conversation in the inbox. `unread` counts the owner's messages that nobody has answered."""

    c: str
    state: str
    epoch: int
    owner: OwnerCard
    pets: list[PetView]
    last: LastLine | None
    unread: int
    waiting_since_ms: int | None
    reason: str | None
    assignee: Assignee | None
    visit_stage: str | None


class InboxView(msgspec.Struct, frozen=True):
    """The inbox, newest first."""

    rows: list[InboxRow]


class Inbox:
    """Builds rows, and pushes those that change."""

    def __init__(
        self, db: Database, clock: Clock, chat: Chat, pets: PetService, visits: VisitService, tasks: Tasks
    ) -> None:
        self._db = db
        self._clock = clock
        self._chat = chat
        self._pets = pets
        self._visits = visits
        self._tasks = tasks
        self._changed: dict[str, str] = {}
        db.bus.listen("inbox", self, self._on_change)

    async def all(self, actor: Actor) -> InboxView:
        """Every open conversation of the actor's shop."""

        def ask(tx: Tx) -> InboxView:
            found = conversations_of_shop(tx, actor.shop_id, ROWS)
            return InboxView([self.row(tx, actor, one) for one in found])

        return await self._db.read(ask)

    def row(self, tx: Tx, actor: Actor, one: Conversation) -> InboxRow:
        """One conversation as a row."""
        owner_id = one.owner_id or ""
        latest = last_entries(tx, one.id, Kind.MESSAGE, 20)
        wanted = [owner_id, *([one.assignee_id] if one.assignee_id else []), *(e.sender for e in latest[:1])]
        people = people_of(tx, wanted)
        phone = phone_of(tx, one.shop_id, owner_id)
        owner = people.get(owner_id)
        assignee = people.get(one.assignee_id) if one.assignee_id else None
        return InboxRow(
            c=one.id,
            state=one.state.value,
            epoch=one.epoch,
            owner=OwnerCard(owner_id, owner.name if owner else "", phone[-4:] if phone else None),
            pets=self._pets.pets_of_owners(tx, actor, [owner_id])[owner_id],
            last=_last(latest[0], people) if latest else None,
            unread=_unanswered(one, latest),
            waiting_since_ms=one.waiting_since_ms,
            reason=one.reason,
            assignee=Assignee(assignee.id, assignee.name) if assignee else None,
            visit_stage=self._visits.running_stage(tx, one.shop_id, owner_id),
        )

    def _on_change(self, news: tuple[str, str]) -> None:
        shop_id, c = news
        is_first = not self._changed
        self._changed[c] = shop_id
        if is_first:
            self._tasks.spawn(self._push())

    async def _push(self) -> None:
        # Several changes within a moment become one row.
        await self._clock.sleep(SETTLE_S)
        changed, self._changed = self._changed, {}
        for c, shop_id in changed.items():
            row = await self._db.read(lambda tx, c=c, shop_id=shop_id: self._row_of(tx, shop_id, c))
            if row is not None:
                frame = msgspec.json.encode({"t": "inbox", "d": {"row": row}})
                self._db.bus.deliver(f"desk.{shop_id}", frame)

    def _row_of(self, tx: Tx, shop_id: str, c: str) -> InboxRow | None:
        found = self._chat.conversation(tx, shop_id, c)
        if found is None or found.state is State.CLOSED or found.last_n == 0:
            return None
        return self.row(tx, system_actor(ShopId(shop_id)), found)


def _last(entry: Entry, people: dict[str, Person]) -> LastLine:
    sender = people.get(entry.sender)
    kind = str(entry.body.get("type", ""))
    return LastLine(str(entry.body.get("text", ""))[:120], kind, entry.ts, sender.kind if sender else "bot")


def _unanswered(one: Conversation, latest: list[Entry]) -> int:
    if one.state not in {State.QUEUED, State.HUMAN} or one.waiting_since_ms is None:
        return 0
    since = one.waiting_since_ms
    return max(1, sum(entry.sender == one.owner_id and entry.ts >= since for entry in latest))
