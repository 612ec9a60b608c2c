"""Webhooks: other programs are told what happens in the shop, signed, at least once, each call under its own id.

`Pawline-Signature: v1=HEX` is HMAC-SHA256 with the hook's secret over `TIMESTAMP.BODY`, where TIMESTAMP is the
header `Pawline-Timestamp` (seconds). The other side should refuse old timestamps and remember `Pawline-Id`.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from typing import Any

from pawline.booking import BookingConfirmed, BookingFact, BookingMoved, MoveSettled
from pawline.chat import MessagesSent, OwnershipChanged, find_entry
from pawline.notify import store
from pawline.notify.lately import Lately
from pawline.notify.view import HookView
from pawline.people import Actor
from pawline.platform import jobs
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.egress import BadAddress, Egress, NotDelivered
from pawline.platform.errors import BadInput, NotFound
from pawline.platform.ids import Ids
from pawline.platform.jobs import Due, Jobs, Later
from pawline.platform.outbox import Fact, Outbox, SavedFact

JOB = "hook.call"
KINDS = ("message", "ownership", "booking")
MOST = 10
# Retries double from two seconds: the last is about an hour and a half after the first.
TRIES = 12
KEPT_MS = 7 * 86_400_000


class Hooks:
    """The shop's webhooks, and the calls that are due."""

    def __init__(self, db: Database, clock: Clock, ids: Ids, egress: Egress) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._egress = egress
        self._shops = Lately(db, clock, store.shops_with_hooks)

    def follow(self, outbox: Outbox, work: Jobs) -> None:
        """Registers with what it tells of and the job it does."""
        bookings = dict.fromkeys(BookingFact.__subclasses__(), self._plan)
        outbox.follow("hooks", {MessagesSent: self._plan, OwnershipChanged: self._plan, **bookings})
        work.work(JOB, self._call)

    async def add(self, actor: Actor, url: str, kinds: list[str]) -> tuple[HookView, str]:
        """A new webhook and its secret, which is shown once. Raises BadAddress, BadInput."""
        self._egress.check(url)
        if not kinds or not set(kinds) <= set(KINDS):
            raise BadInput("kinds")
        secret, hook_id = secrets.token_urlsafe(32), self._ids.new()
        row: dict[str, Any] = {"id": hook_id, "shop_id": actor.shop_id, "url": url, "secret": secret}
        row |= {"kinds": ",".join(sorted(set(kinds))), "created_ms": self._clock.now_ms()}

        def work(tx: Tx) -> HookView:
            if len(store.hooks_of(tx, actor.shop_id)) >= MOST:
                raise BadInput("hooks")
            store.add_hook(tx, **row)
            return self._views(tx, actor.shop_id)[-1]

        made = await self._db.write(work)
        self._shops.forget()
        return made, secret

    async def all(self, actor: Actor) -> list[HookView]:
        """The shop's webhooks, without their secrets."""
        return await self._db.read(lambda tx: self._views(tx, actor.shop_id))

    async def forget(self, actor: Actor, hook_id: str) -> None:
        """No more calls, those that wait included. Raises NotFound."""

        def work(tx: Tx) -> None:
            if not store.forget_hook(tx, actor.shop_id, hook_id):
                raise NotFound

        await self._db.write(work)

    def _views(self, tx: Tx, shop_id: str) -> list[HookView]:
        rows = store.hooks_of(tx, shop_id)
        return [HookView(r.id, r.url, r.kinds.split(","), r.created_ms, r.last_status, r.last_ms) for r in rows]

    async def _plan(self, facts: Sequence[SavedFact]) -> None:
        shops = await self._shops.get()
        followed = [saved for saved in facts if saved.shop_id in shops]
        if not followed:
            return
        await self._db.write(lambda tx: store.forget_calls(tx, self._clock.now_ms() - KEPT_MS))
        told = [(saved, number, *one) for saved in followed for number, one in enumerate(_told(saved.fact))]
        await self._db.write_each(told, lambda tx, one: self._plan_in(tx, *one))

    def _plan_in(self, tx: Tx, saved: SavedFact, number: int, kind: str, data: dict[str, Any]) -> None:
        now_ms = self._clock.now_ms()
        for row in store.hooks_of(tx, saved.shop_id):
            if kind in row.kinds.split(","):
                call_id = self._ids.new()
                body = {"id": call_id, "kind": kind, "shop_id": saved.shop_id, "at_ms": now_ms, "data": data}
                is_new = store.add_call(
                    tx, id=call_id, shop_id=saved.shop_id, hook_id=row.id, source=f"{saved.id}.{number}",
                    body=json.dumps(body, ensure_ascii=False), created_ms=now_ms,
                )  # fmt: skip
                if is_new:
                    jobs.schedule(tx, JOB, call_id, saved.shop_id, now_ms)

    async def _call(self, due: Due) -> None:
        found = await self._db.read(lambda tx: _call_of(tx, due.key))
        if found is None or due.tries >= TRIES:
            return
        row, body = found
        stamp = str(int(self._clock.now().timestamp()))
        headers = {
            "content-type": "application/json",
            "pawline-id": row.id,
            "pawline-timestamp": stamp,
            "pawline-signature": f"v1={signature(row.secret, stamp, body)}",
        }
        try:
            answered = await self._egress.post(row.url, body.encode(), headers)
        except BadAddress:
            await self._db.write(lambda tx: store.note_call(tx, row.hook_id, 0, self._clock.now_ms()))
            return
        except NotDelivered:
            raise Later from None
        await self._db.write(lambda tx: store.note_call(tx, row.hook_id, answered.status, self._clock.now_ms()))
        if not 200 <= answered.status < 300:
            raise Later(answered.retry_after_s or 0)


def signature(secret: str, stamp: str, body: str) -> str:
    """What the other side computes as well, and compares in constant time."""
    return hmac.new(secret.encode(), f"{stamp}.{body}".encode(), hashlib.sha256).hexdigest()


def _call_of(tx: Tx, call_id: str) -> tuple[Any, str] | None:
    """A call as it stands now: the words of a message are read when they leave, so that none go after a recall."""
    row = store.find_call(tx, call_id)
    if row is None:
        return None
    call = json.loads(row.body)
    if call["kind"] == "message":
        entry = find_entry(tx, call["data"]["c"], call["data"]["seq"])
        if entry is None:
            return None
        call["data"] |= {"body": entry.body, "ts": entry.ts}
    return row, json.dumps(call, ensure_ascii=False)


def _told(fact: Fact) -> list[tuple[str, dict[str, Any]]]:
    """What a fact means to other programs: (kind, data) pairs."""
    if isinstance(fact, MessagesSent):
        # Not MembersSpoke: that is theirs, and the manager who made the hook may not be one of them.
        return [
            ("message", {"c": one.c, "seq": one.seq, "sender": one.sender, "sender_kind": one.sender_kind})
            for one in fact.said
        ]
    if isinstance(fact, OwnershipChanged):
        return [("ownership", {"c": fact.key, "state": fact.state, "assignee_id": fact.assignee_id})]
    if isinstance(fact, BookingMoved | BookingConfirmed) and fact.is_quiet:
        # A move that can still be undone is nobody's news: it is told when it is settled; nor is another book's.
        return []
    if isinstance(fact, BookingFact):
        event = BookingMoved if isinstance(fact, MoveSettled) else type(fact)
        return [("booking", {"event": event.__name__, "booking_id": fact.booking_id, "c": fact.c})]
    return []
