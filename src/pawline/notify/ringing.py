"""When an owner waits for a person and nobody looks: the desks ring, then phones, then whoever is on call."""

from collections.abc import Sequence

import msgspec

from pawline.chat import Chat, Conversation, MessagesSent, OwnershipChanged, Presence, State, said_by_owners
from pawline.notify import store
from pawline.notify.push import Pushes
from pawline.people import Actor, find_account, staff_ids
from pawline.platform import jobs
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import NotFound
from pawline.platform.jobs import Due, Jobs
from pawline.platform.outbox import Outbox, SavedFact
from pawline.shop import ShopService

JOB = "notify.ring"
# The first ring, and then one a minute; after so long the queue itself is what reminds.
FIRST_MS = 20_000
AGAIN_MS = 60_000
LONGEST_MS = 15 * 60_000
# From here on the person on call is rung as well; at once when an animal may be in danger.
ON_CALL_MS = 3 * 60_000
PRESSING = ("health", "harm")
# Who has the conversation on the screen says so with every beat.
LOOKS_S = 60.0
# Then it rings all the same: a screen that was left open looks at nobody.
PATIENT_MS = 2 * 60_000


class Ringing:
    """Follows who waits, and rings until somebody answers."""

    def __init__(self, db: Database, clock: Clock, chat: Chat, shops: ShopService, pushes: Pushes) -> None:
        self._db = db
        self._clock = clock
        self._chat = chat
        self._shops = shops
        self._pushes = pushes
        # Staff who have the conversation of somebody who waits on their screen, and when that was last said.
        self._looking: dict[str, dict[str, float]] = {}

    def follow(self, outbox: Outbox, work: Jobs) -> None:
        """Registers with what it follows and the job it does."""
        outbox.follow("ringing", {OwnershipChanged: self._queued, MessagesSent: self._said})
        work.work(JOB, self._ring)

    async def _queued(self, facts: Sequence[SavedFact]) -> None:
        changed = [saved.fact for saved in facts if isinstance(saved.fact, OwnershipChanged)]
        queued = [one for one in changed if one.state == State.QUEUED]
        await self._db.write_each(queued, self._plan_for)
        for one in queued:
            self._watch(one.key)
        # Somebody else looks after an owner who waits.
        await self._plan_silent({(one.shop_id, one.key) for one in changed if one.state == State.HUMAN})

    def _plan_for(self, tx: Tx, queued: OwnershipChanged) -> None:
        self._plan(tx, queued.shop_id, queued.key, 0 if queued.reason in PRESSING else FIRST_MS)

    async def _said(self, facts: Sequence[SavedFact]) -> None:
        await self._plan_silent({(shop_id, one.c) for shop_id, one in said_by_owners(facts)})

    async def _plan_silent(self, owners: set[tuple[str, str]]) -> None:
        if not owners:
            return
        silent = await self._db.read(lambda tx: [one for one in sorted(owners) if self._is_silent(tx, *one)])
        await self._db.write_each(silent, lambda tx, one: self._plan(tx, *one, FIRST_MS))
        for _, c in silent:
            self._watch(c)

    def _is_silent(self, tx: Tx, shop_id: str, c: str) -> bool:
        """Whether the owner waits for the person they talk to, and no bell is set."""
        if jobs.is_waiting(tx, JOB, c, self._clock.now_ms()):
            return False
        found = self._chat.conversation(tx, shop_id, c)
        return found is not None and found.state is State.HUMAN and found.waiting_since_ms is not None

    def _plan(self, tx: Tx, shop_id: str, c: str, after_ms: int) -> None:
        """Once: who writes again while the bell is set is not waited for longer."""
        now_ms = self._clock.now_ms()
        jobs.schedule_once(tx, JOB, c, shop_id, now_ms + after_ms, now_ms)

    def _watch(self, c: str) -> None:
        """Hears who looks at the conversation from here on. After a restart nobody is known to, and it rings."""
        if c not in self._looking:
            self._looking[c] = {}
            self._db.bus.listen(f"presence.{c}", self, self._see)
        self._db.bus.publish([(f"ask.{c}", "")])

    def _see(self, one: Presence) -> None:
        looking = self._looking.get(one.c)
        if looking is None or one.kind != "staff":
            return
        if one.is_looking:
            looking[one.account_id] = self._clock.monotonic()
        else:
            looking.pop(one.account_id, None)

    def _is_looked_at(self, c: str) -> bool:
        now = self._clock.monotonic()
        return any(now - at < LOOKS_S for at in self._looking.get(c, {}).values())

    async def _ring(self, due: Due) -> None:
        is_looked_at = self._is_looked_at(due.key)
        if not await self._db.write(lambda tx: self._ring_in(tx, due, is_looked_at)):
            self._looking.pop(due.key, None)
            self._db.bus.leave(f"presence.{due.key}", self)

    def _ring_in(self, tx: Tx, due: Due, is_looked_at: bool) -> bool:
        """Rings, or lets somebody who looks answer first; whether there will be another time."""
        found = self._chat.conversation(tx, due.shop_id, due.key)
        if found is None or found.waiting_since_ms is None:
            return False
        self._chat.presence.release_if_gone(tx, found)
        now_ms = self._clock.now_ms()
        waited_ms = now_ms - found.waiting_since_ms
        if is_looked_at and waited_ms < PATIENT_MS:
            jobs.schedule(tx, JOB, due.key, due.shop_id, now_ms + FIRST_MS)
            return True
        frame = msgspec.json.encode({"t": "ring", "c": found.id, "d": {"reason": found.reason, "waited_ms": waited_ms}})
        tx.publish(f"desk.{due.shop_id}", frame)
        self._pushes.plan(tx, due.shop_id, found.id, self._whom(tx, found, waited_ms), now_ms)
        if waited_ms >= LONGEST_MS:
            return False
        jobs.schedule(tx, JOB, due.key, due.shop_id, now_ms + AGAIN_MS)
        return True

    def _whom(self, tx: Tx, found: Conversation, waited_ms: int) -> list[str]:
        """By day the team, or whoever looks after the owner; then, and at night when it presses, the one on call."""
        on_call = store.who_is_on_call(tx, found.shop_id)
        is_pressing = found.reason in PRESSING
        told: set[str] = set()
        if self._is_open(tx, found.shop_id) or (is_pressing and on_call is None):
            told = {found.assignee_id} if found.assignee_id else set(staff_ids(tx, found.shop_id))
        if on_call is not None and (is_pressing or (told and waited_ms >= ON_CALL_MS)):
            told.add(on_call)
        return sorted(told)

    def _is_open(self, tx: Tx, shop_id: str) -> bool:
        shop = self._shops.shop_of(tx, shop_id)
        now = self._clock.now().astimezone(shop.clock_zone)
        hours = self._shops.hours_on(tx, shop, now.date())
        return hours is not None and hours.opens_ms <= now.timestamp() * 1000 < hours.closes_ms

    async def on_call(self, actor: Actor) -> str | None:
        """Who is called when nobody answers; None when nobody was named."""
        return await self._db.read(lambda tx: store.who_is_on_call(tx, actor.shop_id))

    async def put_on_call(self, actor: Actor, account_id: str | None) -> None:
        """Names a member of staff, or nobody. Raises NotFound."""

        def work(tx: Tx) -> None:
            row = find_account(tx, actor.shop_id, account_id) if account_id else None
            if account_id and (row is None or row.kind != "staff" or not row.is_active):
                raise NotFound
            store.put_on_call(tx, actor.shop_id, account_id)

        await self._db.write(work)
