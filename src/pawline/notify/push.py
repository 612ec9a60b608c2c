"""Notices to phones and desks whose page is closed: planned from the outbox, told as things stand when they leave."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pawline.chat import Chat, MembersSpoke, MessagesSent, Said, find_member, members_to_tell, said_in, unread_of
from pawline.notify import store
from pawline.notify.lately import Lately
from pawline.notify.words import preview
from pawline.people import Actor, people_of
from pawline.people.store import has_session
from pawline.platform import jobs
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.egress import BadAddress, NotDelivered
from pawline.platform.errors import BadInput
from pawline.platform.ids import Ids
from pawline.platform.jobs import Due, Jobs, Later
from pawline.platform.outbox import Outbox, SavedFact
from pawline.platform.ports.push import Subscription, WebPush, check_keys
from pawline.shop import ShopService

JOB = "push.send"
# Whoever has the page open has read it by then.
WAIT_MS = 3_000
# With pauses that double up to four minutes: more than an hour, longer where the service asks for it.
TRIES = 16
DEVICES = 10


class _Stretch(NamedTuple):
    """What was said in one conversation: from which entry on, and the newest."""

    shop_id: str
    first: int
    newest: Said


class Pushes:
    """One notice a browser and conversation: a newer message replaces the one that still waits."""

    def __init__(self, db: Database, clock: Clock, ids: Ids, chat: Chat, shops: ShopService, port: WebPush) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._chat = chat
        self._shops = shops
        self._port = port
        self._listening = Lately(db, clock, store.subscribed)

    def follow(self, outbox: Outbox, work: Jobs) -> None:
        """Registers with the messages it follows and the job it does."""
        outbox.follow("push", {MessagesSent: self._plan, MembersSpoke: self._plan})
        work.work(JOB, self._send)

    @property
    def public_key(self) -> str:
        """What a browser needs to subscribe."""
        return self._port.public_key

    async def subscribe(self, actor: Actor, wanted: Subscription, has_text: bool) -> None:
        """This browser tells the actor from now on; `has_text`: the notice shows words. Raises BadAddress, BadInput."""
        self._port.check(wanted.endpoint)
        if not check_keys(wanted.p256dh, wanted.auth):
            raise BadInput("keys")
        row = {
            "id": self._ids.new(),
            "shop_id": actor.shop_id,
            "account_id": actor.account_id,
            "device_id": actor.device_id,
            "endpoint": wanted.endpoint,
            "p256dh": wanted.p256dh,
            "auth": wanted.auth,
            "has_text": has_text,
            "created_ms": self._clock.now_ms(),
        }

        def work(tx: Tx) -> None:
            if store.count_subscriptions(tx, actor.account_id, wanted.endpoint) >= DEVICES:
                raise BadInput("devices")
            store.keep_subscription(tx, **row)

        await self._db.write(work)
        self._listening.forget()

    async def unsubscribe(self, actor: Actor, endpoint: str) -> None:
        """This browser is silent from now on."""
        await self._db.write(lambda tx: store.forget_endpoint(tx, actor.account_id, endpoint))

    async def _plan(self, facts: Sequence[SavedFact]) -> None:
        listening = await self._listening.get()
        if not listening:
            return
        latest: dict[str, _Stretch] = {}
        for saved, one in said_in(facts):
            first = latest[one.c].first if one.c in latest else one.seq
            latest[one.c] = _Stretch(saved.shop_id, first, one)
        now_ms = self._clock.now_ms()
        told = await self._db.read(lambda tx: self._told(tx, list(latest.values()), listening, now_ms))
        await self._db.write_each(told, lambda tx, one: self._plan_one(tx, *one, now_ms + WAIT_MS))

    def _told(self, tx: Tx, said: list[_Stretch], listening: set[str], now_ms: int) -> list[tuple[str, str]]:
        """Shop and key of each notice. A group may have hundreds of members: they are found beside the writer."""
        told: list[tuple[str, str]] = []
        for shop_id, first, one in said:
            # Staff are rung when an owner waits; a notice for every message of every owner would be noise.
            who = [member for member in members_to_tell(tx, one, first, now_ms) if member in listening]
            told += [(shop_id, row.id + one.c) for row in store.subscriptions_of(tx, shop_id, who)]
        return told

    def plan(self, tx: Tx, shop_id: str, c: str, account_ids: list[str], due_ms: int) -> None:
        """Notices about a conversation to all devices of these people; one that waits already stands for this as well.

        It says what is unread when it leaves. Put off with each message, it would never leave in a lively talk.
        """
        for row in store.subscriptions_of(tx, shop_id, account_ids):
            self._plan_one(tx, shop_id, row.id + c, due_ms)

    def _plan_one(self, tx: Tx, shop_id: str, key: str, due_ms: int) -> None:
        jobs.schedule_once(tx, JOB, key, shop_id, due_ms, self._clock.now_ms())

    async def _send(self, due: Due) -> None:
        subscription_id, c = due.key[:32], due.key[32:]
        found = await self._db.read(lambda tx: self._notice(tx, due.shop_id, subscription_id, c))
        if found is None or due.tries >= TRIES:
            return
        to, notice, is_urgent = found
        try:
            pushed = await self._port.send(to, notice, c, is_urgent=is_urgent)
        except BadAddress:
            await self._db.write(lambda tx: store.forget_subscription(tx, subscription_id))
            return
        except NotDelivered:
            raise Later from None
        if pushed.is_gone:
            await self._db.write(lambda tx: store.forget_subscription(tx, subscription_id))
        elif pushed.retry_s is not None:
            raise Later(pushed.retry_s)

    def _notice(
        self, tx: Tx, shop_id: str, subscription_id: str, c: str
    ) -> tuple[Subscription, dict[str, Any], bool] | None:
        """What is to be said as things stand now; None when it was read meanwhile, or nobody listens."""
        row = store.find_subscription(tx, subscription_id)
        found = self._chat.conversation(tx, shop_id, c)
        person = people_of(tx, [row.account_id]).get(row.account_id) if row is not None else None
        if row is None or found is None or person is None:
            return None
        if not has_session(tx, row.account_id, row.device_id, self._clock.judged_ms()):
            return None
        is_rung = person.kind == "staff" and found.kind == "owner"
        member = find_member(tx, c, row.account_id)
        if is_rung and found.waiting_since_ms is None:
            return None
        if not is_rung and (member is None or member.to_seq is not None):
            return None
        unread, badge = unread_of(tx, shop_id, row.account_id, c)
        if not is_rung and unread == 0:
            return None
        lang = "en" if self._lang(tx, row) == "en" else "zh"
        shop = self._shops.shop_of(tx, shop_id)
        title = found.title or (shop.name.en if lang == "en" else shop.name.zh)
        body = (
            preview(tx, found, row.account_id, lang)
            if row.has_text
            else ("有新消息" if lang == "zh" else "New message")
        )
        notice = {
            "c": c,
            "title": title,
            "body": body,
            "badge": badge,
            "side": "desk" if person.kind == "staff" else "owner",
        }
        if len(self._shops.shops(tx)) > 1:
            notice["shop"] = shop.slug
        return Subscription(row.endpoint, row.p256dh, row.auth), notice, is_rung

    def _lang(self, tx: Tx, row: Any) -> str:
        from pawline.people import find_account

        found = find_account(tx, row.shop_id, row.account_id)
        return found.lang if found is not None else "zh"
