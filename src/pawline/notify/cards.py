"""Cards: what happens to a booking or a visit is an entry of the conversation, in the same transaction.

The first entry of a booking is its card; every later change is a `booking` entry that carries the card
anew, so a phone that has been away gets the truth by reading on.
"""

from typing import Any

import msgspec

from pawline.booking import (
    BookingCancelled,
    BookingConfirmed,
    BookingDone,
    BookingFact,
    BookingMissed,
    BookingMoved,
    BookingService,
    HoldExpired,
    HoldExtended,
    HoldMade,
)
from pawline.chat import Append, Chat, Kind, find_by_cmid
from pawline.people import find_bot
from pawline.platform.db import Database, Tx
from pawline.platform.ids import AccountId, ConversationId, ShopId
from pawline.visits import VisitAdvanced, VisitPhotoAdded, VisitService

BOOKING_FACTS = (
    HoldMade,
    HoldExtended,
    HoldExpired,
    BookingConfirmed,
    BookingMoved,
    BookingCancelled,
    BookingDone,
    BookingMissed,
)
SCHEDULE = msgspec.json.encode({"t": "changed", "d": {"what": "schedule"}})
BOARD = msgspec.json.encode({"t": "changed", "d": {"what": "board"}})


class Cards:
    """Keeps the cards of every conversation true."""

    def __init__(self, db: Database, chat: Chat, bookings: BookingService, visits: VisitService) -> None:
        self._chat = chat
        self._bookings = bookings
        self._visits = visits
        for fact in BOOKING_FACTS:
            db.reacts(fact, self.show_booking)
        db.reacts(VisitAdvanced, self.show_visit)
        db.reacts(VisitPhotoAdded, self.show_photo)

    def show_booking(self, tx: Tx, fact: BookingFact) -> None:
        """A booking changed: its card says so, and the desks look again."""
        for frame in (SCHEDULE, BOARD):
            tx.publish(f"desk.{fact.shop_id}", frame)
        if fact.c and not isinstance(fact, BookingDone):
            view = self._bookings.view_of(tx, fact.shop_id, fact.booking_id)
            self._draw(tx, fact.shop_id, fact.c, "booking", fact.booking_id, view.version, view)

    def show_visit(self, tx: Tx, fact: VisitAdvanced) -> None:
        """A stage was reached: the owner's progress card shows it at once."""
        for frame in (SCHEDULE, BOARD):
            tx.publish(f"desk.{fact.shop_id}", frame)
        if fact.c:
            view = self._visits.view_of(tx, fact.shop_id, fact.booking_id)
            self._draw(tx, fact.shop_id, fact.c, "visit", fact.booking_id, view.version, view)

    def show_photo(self, tx: Tx, fact: VisitPhotoAdded) -> None:
        """A photo was taken: on the card, and as a message of the one who took it."""
        tx.publish(f"desk.{fact.shop_id}", BOARD)
        if not fact.c:
            return
        view = self._visits.view_of(tx, fact.shop_id, fact.booking_id)
        self._draw(tx, fact.shop_id, fact.c, "visit", fact.booking_id, view.version, view)

    def _draw(self, tx: Tx, shop_id: str, c: str, card: str, about: str, version: int, view: Any) -> None:
        bot = find_bot(tx, shop_id)
        assert bot is not None, "every shop has an assistant account"
        first = find_by_cmid(tx, c, bot.id, f"{card}-{about}")
        body = {"card": card, "id": about, "version": version, "view": msgspec.to_builtins(view)}
        if first is None:
            self._append(tx, shop_id, c, bot.id, f"{card}-{about}", Kind.MESSAGE, {"type": "card", **body}, None)
        else:
            self._append(tx, shop_id, c, bot.id, f"{card}-{about}-{version}", Kind.BOOKING, body, first.seq)

    def _append(
        self, tx: Tx, shop_id: str, c: str, bot_id: str, cmid: str, kind: Kind, body: dict[str, Any], target: int | None
    ) -> None:
        one = Append(ConversationId(c), ShopId(shop_id), AccountId(bot_id), cmid, kind, body, target)
        self._chat.append(tx, one)
