"""Cards: what happens to a booking or a visit is an entry of the conversation, in the same transaction.

The first entry of a booking is its card; every later change is a `booking` entry that carries the card
anew, so a phone that has been away gets the truth by reading on.
"""

from typing import TypeAlias

from pawline.booking import (
    BookingCancelled,
    BookingConfirmed,
    BookingDone,
    BookingFact,
    BookingMissed,
    BookingMoved,
    BookingService,
    DepositAsked,
    DepositNoted,
    HoldExpired,
    HoldExtended,
    HoldMade,
    LateAnswered,
    LateAsked,
    LateTakenBack,
    MoveSettled,
    RidesChanged,
    Series,
    SeriesChanged,
    SeriesView,
)
from pawline.chat import Chat, Kind, find_upload
from pawline.notify.pen import BOARD, SCHEDULE, Pen, names_said
from pawline.platform.db import Database, Tx
from pawline.shop import ShopService
from pawline.visits import Stage, VisitAdvanced, VisitPhotoAdded, VisitReplanned, VisitService

BOOKING_FACTS = (
    HoldMade,
    HoldExtended,
    HoldExpired,
    BookingConfirmed,
    BookingMoved,
    BookingCancelled,
    BookingDone,
    BookingMissed,
    MoveSettled,
    RidesChanged,
    DepositAsked,
    DepositNoted,
    LateAsked,
    LateAnswered,
    LateTakenBack,
)
VisitFact: TypeAlias = VisitAdvanced | VisitPhotoAdded | VisitReplanned
READY = {
    "zh": "{pet}收拾得干干净净，可以来接啦～",
    "en": "{pet} is all done and ready to go home.",
}
DEPOSIT = {
    "zh": "好的，{pet}{when}先替你留到 {until}。定金 {deposit} 付给店里，店员收到就约好了。",
    "en": "Good: {pet}, {when}, is held until {until}. Pay the deposit of {deposit} to the shop; it's booked once the "
    "team has it.",
}
LATE_YES = {
    "zh": "好的，{pet}{when}的预约取消了，这次不收费。",
    "en": "All right: {pet}'s visit on {when} is cancelled, and this once it costs nothing.",
}
LATE_NO = {
    "zh": "抱歉，{pet}{when}的预约没法免费取消，预约还在。还是来不了的话，在卡片上点「取消」，或者改个时间。",
    "en": "Sorry, {pet}'s visit on {when} can't be cancelled for nothing; it still stands. Cancel it on the card all "
    "the same, or pick another time.",
}
MOVED = {
    "zh": "{pet}的预约改到了{when}，由{groomer}来做。时间不合适的话，直接在这里告诉我们。",
    "en": "{pet}'s visit is now {when} with {groomer}. If that doesn't suit you, just tell us here.",
}
MADE = {
    "zh": "{pets}的 {n} 次预约都定好了，{every}一次，第一次是{when}。哪次不合适，点卡片上的那一次就能改。",
    "en": "{n} visits for {pets} are booked, {every}, the first one {when}. If one doesn't suit you, tap it on the "
    "card.",
}


class Cards(Pen):
    """Keeps the cards of every conversation true."""

    def __init__(
        self, db: Database, chat: Chat, shops: ShopService, bookings: BookingService, series: Series,
        visits: VisitService,
    ) -> None:  # fmt: skip
        super().__init__(chat, shops)
        self._bookings = bookings
        self._series = series
        self._visits = visits
        for fact in BOOKING_FACTS:
            db.reacts(fact, self.show_booking)
        db.reacts(SeriesChanged, self.show_series)
        db.reacts(VisitAdvanced, self.show_visit)
        db.reacts(VisitPhotoAdded, self.show_photo)
        db.reacts(VisitReplanned, self.show_replanned)

    def show_booking(self, tx: Tx, fact: BookingFact) -> None:
        """A booking changed: its card says so, and the desks look again."""
        if isinstance(fact, BookingConfirmed | BookingCancelled) and fact.is_of_many:
            # Many at once are one piece of news; a card that some of them have says so all the same.
            return self._draw_booking(tx, fact, only_anew=True) if fact.c else None
        for frame in (SCHEDULE, BOARD):
            tx.publish(f"desk.{fact.shop_id}", frame)
        if not fact.c or (isinstance(fact, BookingMoved | BookingConfirmed) and fact.is_quiet):
            return
        series_id = self._bookings.booking_of(tx, fact.shop_id, fact.booking_id).series_id
        if series_id is not None:
            self._draw_series(tx, fact.shop_id, fact.c, self._series.series_of(tx, fact.shop_id, series_id))
        # What has been is not news: it is only noted on a card that is there. A visit of a series has a card of its own
        # once it has been moved.
        is_known = series_id is not None and not isinstance(fact, BookingMoved | MoveSettled)
        self._draw_booking(tx, fact, only_anew=is_known or isinstance(fact, BookingDone))
        if isinstance(fact, MoveSettled) and fact.is_told:
            self._tell_moved(tx, fact)
        if isinstance(fact, DepositAsked):
            self._tell_deposit(tx, fact)
        if isinstance(fact, LateAsked):
            self._queue(tx, fact.shop_id, fact.c, "late")
        if isinstance(fact, LateAnswered):
            self._tell_late(tx, fact)
        if isinstance(fact, LateAnswered | LateTakenBack):
            self._unqueue(tx, fact.shop_id, fact.c, "late")
        if isinstance(fact, BookingConfirmed | HoldExpired | BookingCancelled):
            self._unqueue(tx, fact.shop_id, fact.c, "deposit")

    def show_series(self, tx: Tx, fact: SeriesChanged) -> None:
        """Several visits were booked or called off at once: one card has them all, and one sentence tells of them."""
        for frame in (SCHEDULE, BOARD):
            tx.publish(f"desk.{fact.shop_id}", frame)
        if fact.c:
            view = self._series.series_of(tx, fact.shop_id, fact.key)
            if fact.weeks:
                self._tell_made(tx, fact, view)
            self._draw_series(tx, fact.shop_id, fact.c, view)

    def show_visit(self, tx: Tx, fact: VisitAdvanced) -> None:
        """A stage was reached: the owner's progress card shows it at once."""
        for frame in (SCHEDULE, BOARD):
            tx.publish(f"desk.{fact.shop_id}", frame)
        if fact.c:
            self._draw_visit(tx, fact)
            # The booking's card offers nothing that a pet in the shop has no use for.
            self._draw_booking(tx, fact, only_anew=True)
            if fact.stage == Stage.READY:
                self._tell_ready(tx, fact)

    def show_replanned(self, tx: Tx, fact: VisitReplanned) -> None:
        """A visit's plan followed its booking: a progress card that is there shows the new times."""
        if fact.c:
            self._draw_visit(tx, fact, only_anew=True)

    def show_photo(self, tx: Tx, fact: VisitPhotoAdded) -> None:
        """A photo was taken: on the card, and as a message of the one who took it."""
        tx.publish(f"desk.{fact.shop_id}", BOARD)
        if not fact.c:
            return
        self._draw_visit(tx, fact)
        upload = find_upload(tx, fact.shop_id, fact.upload_id)
        if upload is not None:
            body = {"type": "image", "upload_id": upload.id, "w": upload.w, "h": upload.h, "caption": fact.caption}
            cmid = f"photo-{fact.booking_id}-{upload.id}"[:64]
            self._append(tx, fact.shop_id, fact.c, fact.by, cmid, Kind.MESSAGE, body, None)

    def _tell_ready(self, tx: Tx, fact: VisitAdvanced) -> None:
        """The one stage that an owner must hear of: time to come."""
        view = self._visits.view_of(tx, fact.shop_id, fact.booking_id)
        words = READY[self._lang(tx, fact.shop_id, fact.owner_id)].format(pet=view.pet.name)
        self._say(tx, fact.shop_id, fact.c, f"ready-{fact.booking_id}-{fact.version}", words)

    def _tell_moved(self, tx: Tx, fact: MoveSettled) -> None:
        """What the shop itself has changed is said in words, too."""
        view = self._bookings.view_of(tx, fact.shop_id, fact.booking_id)
        lang = self._lang(tx, fact.shop_id, fact.owner_id)
        when = fact.when_en if lang == "en" else fact.when
        words = MOVED[lang].format(pet=view.pet.name, when=when, groomer=view.groomer.name if view.groomer else "")
        self._say(tx, fact.shop_id, fact.c, f"moved-{fact.booking_id}-{fact.version}", words)

    def _tell_deposit(self, tx: Tx, fact: DepositAsked) -> None:
        """Who has to pay is told how long there is, and the team that money is on its way."""
        view = self._bookings.view_of(tx, fact.shop_id, fact.booking_id)
        lang = self._lang(tx, fact.shop_id, fact.owner_id)
        words = DEPOSIT[lang].format(
            pet=view.pet.name,
            when=self._when(tx, fact.shop_id, view.starts_ms, lang),
            until=self._clock(tx, fact.shop_id, fact.hold_until_ms),
            deposit=f"¥{fact.cents / 100:g}",
        )
        self._say(tx, fact.shop_id, fact.c, f"deposit-{fact.booking_id}-{fact.version}", words)
        self._queue(tx, fact.shop_id, fact.c, "deposit")

    def _tell_late(self, tx: Tx, fact: LateAnswered) -> None:
        """The answer in words, whoever gave it."""
        view = self._bookings.view_of(tx, fact.shop_id, fact.booking_id)
        lang = self._lang(tx, fact.shop_id, fact.owner_id)
        when = self._when(tx, fact.shop_id, view.starts_ms, lang)
        words = (LATE_YES if fact.is_granted else LATE_NO)[lang].format(pet=view.pet.name, when=when)
        self._say(tx, fact.shop_id, fact.c, f"late-{fact.booking_id}", words)

    def _tell_made(self, tx: Tx, fact: SeriesChanged, view: SeriesView) -> None:
        lang = self._lang(tx, fact.shop_id, fact.owner_id)
        words = MADE[lang].format(
            pets=names_said([pet.name for pet in view.pets], lang),
            n=len(view.visits),
            every=_every(fact.weeks, lang),
            when=self._when(tx, fact.shop_id, view.visits[0].starts_ms, lang),
        )
        self._say(tx, fact.shop_id, fact.c, f"series-{fact.key}-made", words)

    def _draw_series(self, tx: Tx, shop_id: str, c: str, view: SeriesView) -> None:
        self._draw(tx, shop_id, c, "series", view.id, view.version, view)

    def _draw_booking(self, tx: Tx, fact: BookingFact | VisitAdvanced, *, only_anew: bool) -> None:
        """Pets that come together have one card; one that has just been set apart from them has its own."""
        one = self._bookings.booking_of(tx, fact.shop_id, fact.booking_id)
        others = fact.lead_id if isinstance(fact, BookingFact) else ""
        for about in dict.fromkeys((one.lead_id or one.id, others)):
            if about:
                view = self._bookings.view_of(tx, fact.shop_id, about)
                self._draw(tx, fact.shop_id, fact.c, "booking", about, view.version, view, only_anew=only_anew)

    def _draw_visit(self, tx: Tx, fact: VisitFact, *, only_anew: bool = False) -> None:
        view = self._visits.view_of(tx, fact.shop_id, fact.booking_id)
        self._draw(tx, fact.shop_id, fact.c, "visit", fact.booking_id, view.version, view, only_anew=only_anew)


def _every(weeks: int, lang: str) -> str:
    if lang == "en":
        return "every week" if weeks == 1 else f"every {weeks} weeks"
    return "每周" if weeks == 1 else f"每 {weeks} 周"
