"""The staff's inbox: one row a conversation, kept live on every desk."""

from functools import partial

import msgspec

from pawline.chat import (
    Chat,
    Conversation,
    Entry,
    Kind,
    State,
    conversations_of_owners,
    conversations_of_shop,
    last_entries,
)
from pawline.people import Actor, Person, people_of, phones_of, system_actor
from pawline.pets import PetService, PetView
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import Busy
from pawline.platform.ids import ShopId
from pawline.platform.tasks import Tasks
from pawline.visits import VisitService

SETTLE_S = 0.05
LONGEST_S = 1.0
ROWS = 200
FOUND = 50


class OwnerCard(msgspec.Struct, frozen=True):
    """An owner as the desk sees one."""

    id: str
    name: str
    phone_tail: str | None


class LastLine(msgspec.Struct, frozen=True):
    """The newest message, or what somebody who waits wrote.

    `text` is empty for a picture or a card; `name` is what a file, a place or a pet is called, or a picture's caption.
    """

    text: str
    name: str
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
    """The inbox: those who wait for a person, the longest first, then the newest."""

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
        # Conversations by shop, and how long the last push of rows took.
        self._changed: dict[str, set[str]] = {}
        self._took_s = 0.0
        self._is_pushing = False
        db.bus.listen("inbox", self, self._on_change)

    async def all(self, actor: Actor) -> InboxView:
        """Every open conversation of the actor's shop."""

        def ask(tx: Tx) -> InboxView:
            return InboxView(self._rows(tx, actor, conversations_of_shop(tx, actor.shop_id, ROWS)))

        return await self._db.read(ask)

    async def find(self, actor: Actor, text: str) -> InboxView:
        """Conversations of owners by their name, a pet's name or the end of their number; also those that are closed.

        The inbox itself has only the newest ones.
        """
        wanted = text.strip()
        if not wanted:
            return InboxView([])

        def ask(tx: Tx) -> InboxView:
            owners = self._pets.owners_like(tx, actor, wanted, FOUND)
            return InboxView(self._rows(tx, actor, conversations_of_owners(tx, actor.shop_id, owners)[:FOUND]))

        return await self._db.read(ask)

    def _rows(self, tx: Tx, actor: Actor, found: list[Conversation]) -> list[InboxRow]:
        """Conversations as rows: one question each for their words, and a few for all together."""
        owners = [one.owner_id or "" for one in found]
        latest = {one.id: last_entries(tx, one.id, Kind.MESSAGE, 20) for one in found}
        senders = [entries[0].sender for entries in latest.values() if entries]
        assignees = [one.assignee_id for one in found if one.assignee_id]
        people = people_of(tx, {*owners, *senders, *assignees})
        phones = phones_of(tx, actor.shop_id, owners)
        pets = self._pets.pets_of_owners(tx, actor, owners)
        stages = self._visits.stages_of(tx, actor.shop_id, owners)
        return [
            _row(one, latest[one.id], people, phones.get(owner), pets[owner], stages.get(owner))
            for one, owner in zip(found, owners, strict=True)
        ]

    def _on_change(self, news: tuple[str, str]) -> None:
        shop_id, c = news
        if not self._db.bus.has_listeners(f"desk.{shop_id}"):
            return
        self._changed.setdefault(shop_id, set()).add(c)
        if not self._is_pushing:
            self._is_pushing = True
            self._tasks.spawn(self._push_all())

    async def _push_all(self) -> None:
        """One reading after the other: a row that was read earlier must not arrive later."""
        try:
            while self._changed:
                # Several changes within a moment become one row; in a busy shop rows take a fifth of the time at most.
                await self._clock.sleep(min(max(SETTLE_S, 4 * self._took_s), LONGEST_S))
                began = self._clock.monotonic()
                for shop_id in list(self._changed):
                    await self._push(shop_id)
                self._took_s = self._clock.monotonic() - began
        finally:
            self._is_pushing = False

    async def _push(self, shop_id: str) -> None:
        changed = self._changed.pop(shop_id)
        try:
            rows = await self._db.read(partial(self._rows_of, shop_id=shop_id, conversations=changed))
        except Busy:
            # Told when the database is back.
            self._changed.setdefault(shop_id, set()).update(changed)
            await self._clock.sleep(LONGEST_S)
            return
        for row in rows:
            frame = msgspec.json.encode({"t": "inbox", "d": {"row": row}})
            self._db.bus.deliver(f"desk.{shop_id}", frame)

    def _rows_of(self, tx: Tx, shop_id: str, conversations: set[str]) -> list[InboxRow]:
        found = [one for c in sorted(conversations) if (one := self._chat.conversation(tx, shop_id, c)) is not None]
        # A closed one as well: desks that show it hear that it is over.
        shown = [one for one in found if one.last_n > 0]
        return self._rows(tx, system_actor(ShopId(shop_id)), shown)


def _row(
    one: Conversation, latest: list[Entry], people: dict[str, Person], phone: str | None, pets: list[PetView],
    visit_stage: str | None,
) -> InboxRow:  # fmt: skip
    owner = people.get(one.owner_id or "")
    assignee = people.get(one.assignee_id) if one.assignee_id else None
    shown = _shown(one, latest)
    return InboxRow(
        c=one.id,
        state=one.state.value,
        epoch=one.epoch,
        owner=OwnerCard(one.owner_id or "", owner.name if owner else "", phone[-4:] if phone else None),
        pets=pets,
        last=_last(shown, people) if shown else None,
        unread=_unanswered(one, latest),
        waiting_since_ms=one.waiting_since_ms,
        reason=one.reason,
        assignee=Assignee(assignee.id, assignee.name) if assignee else None,
        visit_stage=visit_stage,
    )


def _shown(one: Conversation, latest: list[Entry]) -> Entry | None:
    """The newest message; for somebody who waits their own newest words, which say what for."""
    if one.waiting_since_ms is not None:
        own = next((entry for entry in latest if entry.sender == one.owner_id), None)
        if own is not None:
            return own
    return latest[0] if latest else None


def _last(entry: Entry, people: dict[str, Person]) -> LastLine:
    sender, body = people.get(entry.sender), entry.body
    text, name = str(body.get("text", ""))[:120], str(body.get("caption") or body.get("name") or "")[:120]
    return LastLine(text, name, str(body.get("type", "")), entry.ts, sender.kind if sender else "bot")


def _unanswered(one: Conversation, latest: list[Entry]) -> int:
    if one.state not in {State.QUEUED, State.HUMAN} or one.waiting_since_ms is None:
        return 0
    since = one.waiting_since_ms
    return max(1, sum(entry.sender == one.owner_id and entry.ts >= since for entry in latest))
