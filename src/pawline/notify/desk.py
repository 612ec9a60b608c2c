"""The file of an owner, as the desk opens it beside the conversation."""

import msgspec

from pawline.booking import BookingService, BookingView
from pawline.notify.inbox import OwnerCard
from pawline.people import Actor, find_account, phone_of
from pawline.pets import PetService, PetView
from pawline.platform.db import Database, Tx
from pawline.platform.errors import NotFound


class OwnerFile(msgspec.Struct, frozen=True):
    """An owner, the pets, what is booked and what has been. `phone` is whole: the desk must be able to call."""

    owner: OwnerCard
    phone: str | None
    since_ms: int
    pets: list[PetView]
    upcoming: list[BookingView]
    past: list[BookingView]


class OwnerFiles:
    """Files of owners; staff of the same shop only."""

    def __init__(self, db: Database, pets: PetService, bookings: BookingService) -> None:
        self._db = db
        self._pets = pets
        self._bookings = bookings

    async def file(self, actor: Actor, owner_id: str) -> OwnerFile:
        """The file. Raises NotFound for anybody who is not an owner of this shop."""
        return await self._db.read(lambda tx: self._file(tx, actor, owner_id))

    def _file(self, tx: Tx, actor: Actor, owner_id: str) -> OwnerFile:
        row = find_account(tx, actor.shop_id, owner_id)
        if row is None or row.kind != "owner":
            raise NotFound
        phone = phone_of(tx, actor.shop_id, owner_id)
        booked = self._bookings.bookings_of(tx, actor, owner_id)
        return OwnerFile(
            owner=OwnerCard(owner_id, row.name, phone[-4:] if phone else None),
            phone=phone,
            since_ms=row.created_ms,
            pets=self._pets.pets_of_owners(tx, actor, [owner_id])[owner_id],
            upcoming=booked.upcoming,
            past=booked.past,
        )
