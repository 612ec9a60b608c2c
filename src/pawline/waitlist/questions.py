"""What can be asked about the waitlist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pawline.booking import Sought, Vacancies, Vacancy, Wish, services_named
from pawline.people import Actor, have_opened, may_see, must_be_staff, people_of, phones_of
from pawline.pets import PetService
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.errors import PawlineError
from pawline.platform.ids import Ids
from pawline.shop import ShopService

from . import store
from .errors import NoSuchWait
from .model import OfferState, Wait, WaitOffer, WaitState
from .view import OfferedView, RoomView, TrayRow, TrayView, WaitingView, WaitPet, WaitView


class WaitQuestions:
    """Questions take the caller's transaction; the rest of the room builds on them."""

    def __init__(
        self, db: Database, clock: Clock, ids: Ids, shops: ShopService, pets: PetService, book: Vacancies
    ) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._shops = shops
        self._pets = pets
        self._book = book

    def wait_for(self, tx: Tx, actor: Actor, wait_id: str) -> Wait:
        """Somebody who waits, if the asker may know; raises NoSuchWait."""
        found = store.find(tx, actor.shop_id, wait_id)
        if found is None or not may_see(actor, found.owner_id):
            raise NoSuchWait
        return found

    def view_of(self, tx: Tx, shop_id: str, wait_id: str) -> WaitView:
        """The card of somebody who waits, for the shop's own reactions; raises NoSuchWait."""
        found = store.find(tx, shop_id, wait_id)
        if found is None:
            raise NoSuchWait
        return self._view(tx, found)

    def waiting(self, tx: Tx, actor: Actor, owner_id: str) -> WaitingView:
        """What an owner waits for now; raises NoSuchWait for somebody else's."""
        if not may_see(actor, owner_id):
            raise NoSuchWait
        mine = store.open_of_owner(tx, actor.shop_id, owner_id)
        every = store.open_of_shop(tx, actor.shop_id) if mine else []
        return WaitingView(self._views(tx, actor.shop_id, mine), [_ahead(one, every) for one in mine])

    def tray(self, tx: Tx, actor: Actor) -> TrayView:
        """Everybody who waits, with what is free for each now; raises Forbidden."""
        must_be_staff(actor)
        every = store.open_of_shop(tx, actor.shop_id)
        offers = store.offers_of(tx, actor.shop_id, [one.id for one in every])
        rooms = self._rooms(tx, actor.shop_id, every, offers)
        owners = {one.owner_id for one in every}
        people = people_of(tx, owners | {room.groomer_id for room in rooms if room is not None})
        phones = phones_of(tx, actor.shop_id, list(owners))
        names = {account_id: person.name for account_id, person in people.items()}
        views = self._views(tx, actor.shop_id, every, offers)
        reached = self._reached(tx, actor.shop_id, every)
        return TrayView(
            [
                TrayRow(
                    wait=view, c=one.c, is_reached=one.id in reached, owner_id=one.owner_id,
                    owner_name=names.get(one.owner_id, ""),
                    phone_tail=phones[one.owner_id][-4:] if phones.get(one.owner_id) else None,
                    room=_room_view(room, names), turned_down=sum(_is_turned_down(each) for each in offers[one.id]),
                )
                for one, view, room in zip(every, views, rooms, strict=True)
            ]
        )  # fmt: skip

    # For the room's own use

    def _reached(self, tx: Tx, shop_id: str, every: Sequence[Wait]) -> set[str]:
        """Those whose owner has ever opened their page: who has only telephoned reads nothing there."""
        opened = have_opened(tx, shop_id, {one.owner_id for one in every})
        return {one.id for one in every if one.c and one.owner_id in opened}

    def _rooms(
        self, tx: Tx, shop_id: str, every: Sequence[Wait], offers: Mapping[str, Sequence[WaitOffer]]
    ) -> list[Vacancy | None]:
        """The first free time of each who has no offer now, as if the others did not wait."""
        found: list[Vacancy | None] = []
        book = self._book.reader(tx, shop_id)
        for one in every:
            if one.state is not WaitState.WAITING:
                found.append(None)
                continue
            try:
                found.append(book.first_free(sought_by(one, offers[one.id])))
            except PawlineError:
                # The shop no longer does it for such a pet: nothing will be free, and the tray shows who waits.
                found.append(None)
        return found

    def _view(self, tx: Tx, one: Wait) -> WaitView:
        return self._views(tx, one.shop_id, [one])[0]

    def _views(
        self, tx: Tx, shop_id: str, every: Sequence[Wait], offers: Mapping[str, Sequence[WaitOffer]] | None = None
    ) -> list[WaitView]:
        """`offers` are those of all of them, if they are known."""
        if not every:
            return []
        pets = self._pets.views_of(tx, shop_id, [pet.pet_id for one in every for pet in one.pets])
        sold = self._shops.catalogue(tx, shop_id)
        people = people_of(tx, {one.groomer_id for one in every if one.groomer_id is not None})
        if offers is None:
            offers = store.offers_of(tx, shop_id, [one.id for one in every])
        return [
            WaitView(
                id=one.id, version=one.version, state=one.state.value,
                pets=[WaitPet(pets[pet.pet_id], services_named(sold, pet.services)) for pet in one.pets],
                groomer_name=people[one.groomer_id].name if one.groomer_id in people else None,
                from_day=one.window.from_day.isoformat(), to_day=one.window.to_day.isoformat(),
                from_min=one.window.from_min, to_min=one.window.to_min, made_ms=one.made_ms,
                offer=self._offered(tx, offers[one.id]),
            )
            for one in every
        ]  # fmt: skip

    def _offered(self, tx: Tx, offers: Sequence[WaitOffer]) -> OfferedView | None:
        """The time that is held for them now, which may be another one than was offered first."""
        for one in offers:
            if one.state is OfferState.OFFERED:
                held = self._book.booking_of(tx, one.shop_id, one.booking_id)
                return OfferedView(one.booking_id, held.starts_ms, held.hold_until_ms or one.until_ms)
        return None


def sought_by(one: Wait, offers: Sequence[WaitOffer]) -> Sought:
    """What is looked for; what was offered before and not taken is not offered again."""
    first, *also = one.pets
    wish = Wish(first.pet_id, first.services, groomer_id=one.groomer_id, also=tuple(also))
    window = one.window
    return Sought(
        wish, one.c, window.days, window.from_min, window.to_min, frozenset(each.start_ms for each in offers)
    )  # fmt: skip


def _is_turned_down(offer: WaitOffer) -> bool:
    return offer.state in (OfferState.DECLINED, OfferState.LAPSED)


def _room_view(room: Vacancy | None, names: Mapping[str, str]) -> RoomView | None:
    if room is None:
        return None
    return RoomView(room.start_ms, room.end_ms, room.groomer_id, names.get(room.groomer_id, ""))


def _ahead(one: Wait, every: Sequence[Wait]) -> int:
    """How many came before and would take some of the same times."""
    mine = one.window
    return sum(
        other.made_ms < one.made_ms
        and other.owner_id != one.owner_id
        and other.window.from_day <= mine.to_day
        and mine.from_day <= other.window.to_day
        and other.window.from_min < mine.to_min
        and mine.from_min < other.window.to_min
        for other in every
    )
