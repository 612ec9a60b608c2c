"""What can be done on the waitlist."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import msgspec

from pawline.booking import BookingService, PetWish, Vacancies, Vacancy
from pawline.chat import Chat
from pawline.people import Actor, must_be_staff, phone_of
from pawline.pets import PetService
from pawline.platform import jobs
from pawline.platform.clock import Clock
from pawline.platform.commands import carry_out
from pawline.platform.db import Database, Tx
from pawline.platform.errors import Busy, PawlineError
from pawline.platform.ids import AccountId, ConversationId, Ids
from pawline.shop import NoSuchMate, ShopService, day_said, wall_ms

from . import store
from .errors import BadWindow, NobodyToAsk, NoRoomYet, TooManyWaits, WaitOver
from .keeping import MATCH_JOB, WaitKeeping
from .model import OPEN, Wait, WaitState, Window
from .view import WaitView

Answer = TypeVar("Answer", bound=msgspec.Struct)
MOST_WAITS = 5
# Each pass serves one at least, or is the last.
MOST_PASSES = 50


class WaitWish(msgspec.Struct, frozen=True):
    """What somebody waits for; a groomer of None lets anyone do it."""

    pets: tuple[PetWish, ...]
    from_day: date
    to_day: date
    from_min: int
    to_min: int
    groomer_id: AccountId | None = None

    @property
    def window(self) -> Window:
        """When a visit may begin."""
        return Window(self.from_day, self.to_day, self.from_min, self.to_min)


class Waitlist(WaitKeeping):
    """Questions take the caller's transaction, verbs open their own.

    Every command takes a `key`: the same key with the same request is carried out once.
    """

    def __init__(
        self, db: Database, clock: Clock, ids: Ids, shops: ShopService, pets: PetService, chat: Chat,
        bookings: BookingService, book: Vacancies,
    ) -> None:  # fmt: skip
        super().__init__(db, clock, ids, shops, pets, book)
        self._chat = chat
        self._bookings = bookings

    async def join(self, actor: Actor, wish: WaitWish, key: str) -> WaitView:
        """An owner waits, or the desk notes one who has called.

        Raises BadWindow, TooManyWaits, NoSuchMate, what `guests` of the booking room raises, pricing's refusals.
        """

        def work(tx: Tx) -> WaitView:
            pets = self._bookings.guests(tx, actor, wish.pets)
            self._check_window(tx, actor, wish)
            self._check_groomer(tx, actor, wish)
            for one in wish.pets:
                self._bookings.quote_for(tx, actor, one.pet_id, one.services)
            owner_id = pets[0].owner_id
            # Each holds a time again and again: a stranger has one.
            is_known = actor.is_staff or phone_of(tx, actor.shop_id, owner_id) is not None
            most = MOST_WAITS if is_known else 1
            if len(store.open_of_owner(tx, actor.shop_id, owner_id)) >= most:
                raise TooManyWaits(most=most)
            found = self._chat.conversation_of(tx, actor.shop_id, owner_id)
            new = Wait(
                self._ids.new(), actor.shop_id, found.id if found else ConversationId(""), owner_id, wish.pets,
                wish.groomer_id, wish.window, WaitState.WAITING, 1, self._clock.now_ms(), actor.account_id,
            )  # fmt: skip
            self._begin(tx, new)
            return self._view(tx, new)

        return await carry_out(self._db, self._clock, actor, key, ("join", wish), WaitView, work)

    async def leave(self, actor: Actor, wait_id: str, key: str) -> WaitView:
        """An owner waits no more, or the desk knows so; a time that is held for them is let go.

        Who has left before is answered the same. Raises NoSuchWait, WaitOver.
        """

        def work(tx: Tx) -> WaitView:
            one = self.wait_for(tx, actor, wait_id)
            if one.state is WaitState.LEFT:
                return self._view(tx, one)
            if one.state not in OPEN:
                raise WaitOver(state=one.state.value)
            return self._view(tx, self._end(tx, one, WaitState.LEFT))

        return await carry_out(self._db, self._clock, actor, key, ("leave", wait_id), WaitView, work)

    async def offer(self, actor: Actor, wait_id: str, key: str) -> WaitView:
        """The desk offers the first free time, whoever else waits and at any hour.

        Raises Forbidden, NoSuchWait, WaitOver, NobodyToAsk, NoRoomYet, HoldsAnother.
        """
        must_be_staff(actor)

        def work(tx: Tx) -> WaitView:
            one = self.wait_for(tx, actor, wait_id)
            if one.state is not WaitState.WAITING:
                raise WaitOver(state=one.state.value)
            if not self._reached(tx, one.shop_id, [one]):
                raise NobodyToAsk
            vacancy = self._vacancy(tx, one, None)
            if vacancy is None:
                raise NoRoomYet
            return self._view(tx, self._offer(tx, one, vacancy))

        return await carry_out(self._db, self._clock, actor, key, ("offer", wait_id), WaitView, work)

    async def match(self, shop_id: str) -> None:
        """Offers what is free to those who wait, who came first in front; at night in the morning.

        Each offer is a transaction of its own, in which everything is judged anew.
        """
        if not await self._db.write(lambda tx: self._is_time(tx, shop_id)):
            return
        for _ in range(MOST_PASSES):
            found = await self._db.read(lambda tx: self._candidates(tx, shop_id))
            served = [await self._try(shop_id, wait_id, vacancy) for wait_id, vacancy in found]
            if not any(served):
                return

    # How it is done

    def _check_groomer(self, tx: Tx, actor: Actor, wish: WaitWish) -> None:
        groomers = self._shops.team(tx, actor.shop_id).groomers
        if wish.groomer_id is not None and all(one.account_id != wish.groomer_id for one in groomers):
            raise NoSuchMate

    def _check_window(self, tx: Tx, actor: Actor, wish: WaitWish) -> None:
        shop, window = self._shops.shop_of(tx, actor.shop_id), wish.window
        diary = self._bookings.diary(tx, actor.shop_id)
        is_in_order = window.from_day <= window.to_day and 0 <= window.from_min < window.to_min <= 24 * 60
        is_near = diary.today <= window.from_day and window.to_day <= diary.last_day
        if not is_in_order or not is_near or wall_ms(window.to_day, window.to_min, shop.clock_zone) <= diary.now_ms:
            last = day_said(diary.last_day)
            raise BadWindow(last=last.zh, last_en=last.en)

    def _is_time(self, tx: Tx, shop_id: str) -> bool:
        """Ends what has gone by, and says whether those who wait may be told now."""
        self._close_past(tx, shop_id)
        if not store.has_open(tx, shop_id):
            return False
        self._look_tomorrow(tx, shop_id)
        quiet_until_ms = self._quiet_until(tx, shop_id)
        if quiet_until_ms is not None:
            jobs.schedule(tx, MATCH_JOB, shop_id, shop_id, quiet_until_ms)
        return quiet_until_ms is None

    def _candidates(self, tx: Tx, shop_id: str) -> list[tuple[str, Vacancy]]:
        """Who came first is in front, but who has let a time go by stands behind those who have not."""
        known = store.open_of_shop(tx, shop_id)
        reached = self._reached(tx, shop_id, known)
        every = sorted((one for one in known if one.id in reached), key=lambda one: one.unanswered)
        rooms = self._rooms(tx, shop_id, every, store.offers_of(tx, shop_id, [one.id for one in every]))
        return [(one.id, room) for one, room in zip(every, rooms, strict=True) if room is not None]

    async def _try(self, shop_id: str, wait_id: str, vacancy: Vacancy) -> bool:
        """Whether it was offered; what somebody else has taken meanwhile, or may not be asked now, is left."""

        def work(tx: Tx) -> bool:
            one = store.find(tx, shop_id, wait_id)
            if one is None or one.state is not WaitState.WAITING:
                return False
            again = self._vacancy(tx, one, vacancy)
            if again is None:
                raise NoRoomYet
            self._offer(tx, one, again)
            return True

        try:
            return await self._db.write(work)
        except Busy:
            raise
        except PawlineError:
            return False
