"""Calendars that are followed by a secret link: one of each member of staff, one of each owner."""

from __future__ import annotations

import hashlib
import secrets

import msgspec

from pawline.booking import CalendarEntry, agenda_of, calendar_text
from pawline.people import Actor, find_account, people_of
from pawline.pets import PetService
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.keys import fingerprint
from pawline.shop import Shop, ShopService

from . import store
from .errors import NoSuchFeed
from .model import Feed, FeedText
from .policy import must_be_a_person

SECRET_BYTES = 24
SUFFIX = ".ics"


class FeedView(msgspec.Struct, frozen=True):
    """Since when one's calendar can be followed; None: it cannot. The link itself is shown once, when it is made."""

    made_ms: int | None


class NewFeed(msgspec.Struct, frozen=True):
    """A link that was just made, as a path of this server. Whoever has it sees the bookings."""

    link: str
    made_ms: int


class Feeds:
    """Questions take the caller's transaction, verbs open their own."""

    def __init__(self, db: Database, clock: Clock, shops: ShopService, pets: PetService) -> None:
        self._db = db
        self._clock = clock
        self._shops = shops
        self._pets = pets

    # Questions

    def mine(self, tx: Tx, actor: Actor) -> FeedView:
        """Whether the asker has a link; raises Forbidden for programs."""
        must_be_a_person(actor)
        found = store.feed_of(tx, actor.shop_id, actor.account_id)
        return FeedView(found.made_ms if found else None)

    def read(self, tx: Tx, secret: str, known: str = "") -> FeedText:
        """The calendar behind a link; its text is None when the follower knows it already (`known`: If-None-Match).

        Raises NoSuchFeed for a link that never was, is void, or belongs to somebody who has left.
        """
        feed = store.feed_by_token(tx, fingerprint(secret.removesuffix(SUFFIX)))
        row = find_account(tx, feed.shop_id, feed.account_id) if feed else None
        if feed is None or row is None or not row.is_active:
            raise NoSuchFeed
        shop, now_ms = self._shops.shop_of(tx, feed.shop_id), self._clock.now_ms()
        who = people_of(tx, [feed.account_id])[feed.account_id]
        entries = agenda_of(tx, self._shops, self._pets, feed.shop_id, who, row.lang, now_ms)
        name = _name(shop, who.name if who.kind == "staff" else "", row.lang)
        tag = _tag(name, entries)
        return FeedText(tag, None if tag in _tags(known) else calendar_text(entries, now_ms, name))

    # Verbs

    async def make(self, actor: Actor) -> NewFeed:
        """A new link; the one before is void. Raises Forbidden for programs."""
        must_be_a_person(actor)
        secret, feed = secrets.token_urlsafe(SECRET_BYTES), self._feed(actor)
        await self._db.write(lambda tx: store.keep_feed(tx, feed, fingerprint(secret)))
        return NewFeed(f"/calendar/{secret}{SUFFIX}", feed.made_ms)

    async def revoke(self, actor: Actor) -> None:
        """Whoever follows sees nothing any more; nothing happens where there is no link."""
        await self._db.write(lambda tx: store.drop_feed(tx, actor.shop_id, actor.account_id))

    # Borrowed write, for this room's reaction

    def forget_guest(self, tx: Tx, shop_id: str, was: str) -> None:
        """A guest turned out to be a known owner: whoever had the guest's link sees nothing of that owner."""
        store.drop_feed(tx, shop_id, was)

    def _feed(self, actor: Actor) -> Feed:
        return Feed(actor.shop_id, actor.account_id, self._clock.now_ms())


def _name(shop: Shop, person: str, lang: str) -> str:
    """What the calendar is called in somebody's list of calendars."""
    shop_name = shop.name.en if lang == "en" else shop.name.zh
    return f"{shop_name} · {person}" if person else shop_name


def _tag(name: str, entries: list[CalendarEntry]) -> str:
    """Weak: the text also says when it was written, which is no change."""
    return f'W/"{hashlib.sha256(msgspec.json.encode((name, entries))).hexdigest()[:32]}"'


def _tags(known: str) -> set[str]:
    """The tags of a header; a proxy may have made a weak one strong."""
    named = [one.strip().removeprefix("W/") for one in known.split(",")]
    return {f"W/{one}" for one in named}
