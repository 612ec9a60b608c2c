"""What a page needs to know at the door: who is here, and what shop this is."""

from datetime import datetime

import msgspec

from pawline.chat import Chat
from pawline.people import Actor, people_of, phone_of
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import SignInNeeded
from pawline.shop import Label, Shop, ShopService


class EmergencyCard(msgspec.Struct, frozen=True):
    """The clinic for emergencies, from the shop's settings."""

    name: str
    phone: str


class ShopCard(msgspec.Struct, frozen=True):
    """The shop as everybody may see it. `closed_weekdays`: 1 Monday to 7 Sunday."""

    id: str
    slug: str
    name: Label
    zone: str
    address: str
    phone: str
    opens: str
    closes: str
    is_open_now: bool
    closed_weekdays: list[int]
    emergency: EmergencyCard | None


class Me(msgspec.Struct, frozen=True):
    """Who is signed in on this device. `now_ms` lets a page whose clock is off show the shop's day."""

    now_ms: int
    account_id: str
    kind: str
    role: str
    name: str
    title: str
    lang: str
    phone_tail: str | None
    shop: ShopCard
    conversation_id: str | None
    demo_inbox: str | None
    can: "Can"


class Can(msgspec.Struct, frozen=True):
    """What this installation has beyond what every one has; pages hide controls for the rest."""

    transcripts: bool


class Door:
    """Builds `Me`. `inbox` is the page that shows text messages in a demo, else None."""

    def __init__(self, db: Database, clock: Clock, shops: ShopService, chat: Chat, inbox: str | None, can: Can) -> None:
        self._can = can
        self._db = db
        self._clock = clock
        self._shops = shops
        self._chat = chat
        self._inbox = inbox

    async def me(self, actor: Actor) -> Me:
        """Everything a page asks first."""
        return await self._db.read(lambda tx: self._me(tx, actor))

    def _me(self, tx: Tx, actor: Actor) -> Me:
        person = people_of(tx, [actor.account_id]).get(actor.account_id)
        if person is None:
            raise SignInNeeded
        phone = phone_of(tx, actor.shop_id, actor.account_id)
        c = None if actor.is_staff else self._chat.conversation_of(tx, actor.shop_id, actor.account_id)
        return Me(
            now_ms=self._clock.now_ms(),
            account_id=actor.account_id,
            kind=actor.kind,
            role=actor.role.value,
            name=person.name,
            title=person.title,
            lang=actor.lang,
            phone_tail=phone[-4:] if phone else None,
            shop=self.card(tx, self._shops.shop_of(tx, actor.shop_id)),
            conversation_id=c.id if c is not None else None,
            demo_inbox=self._inbox,
            can=self._can,
        )

    def card(self, tx: Tx, shop: Shop) -> ShopCard:
        """The shop's public face."""
        week = self._shops.week(tx, shop.id)
        now = self._clock.now().astimezone(shop.clock_zone)
        today = week.get(now.isoweekday()) or next(iter(week.values()), None)
        return ShopCard(
            id=shop.id,
            slug=shop.slug,
            name=shop.name,
            zone=shop.zone,
            address=shop.address,
            phone=shop.phone,
            opens=_clock_text(today.opens_min) if today else "",
            closes=_clock_text(today.closes_min) if today else "",
            is_open_now=self._is_open(tx, shop, now),
            closed_weekdays=[day for day in range(1, 8) if day not in week],
            emergency=EmergencyCard(shop.emergency.name, shop.emergency.phone) if shop.emergency else None,
        )

    def _is_open(self, tx: Tx, shop: Shop, now: datetime) -> bool:
        hours = self._shops.hours_on(tx, shop, now.date())
        return hours is not None and hours.opens_ms <= now.timestamp() * 1000 < hours.closes_ms


def _clock_text(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
