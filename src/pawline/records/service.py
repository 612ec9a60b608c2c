"""Taking the shop's lists out, and bringing some in: a file is looked at as a whole, and goes in as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from pawline.booking import BookingService, owners_booked
from pawline.chat import Chat
from pawline.people import Actor, Lang, Owners, must_manage, phone_book
from pawline.pets import PetService
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import Ids
from pawline.shop import ShopService

from . import bookings_list, owners_list, pets_list, services_list
from .bookings_list import BookingsList
from .errors import CannotBring
from .model import Column, Kind, Overview, Report, Sheet
from .plan import Plan
from .sheet import taken_apart, written

COLUMNS: dict[Kind, Sequence[Column]] = {
    Kind.SERVICES: services_list.COLUMNS,
    Kind.OWNERS: owners_list.COLUMNS,
    Kind.PETS: pets_list.COLUMNS,
    Kind.BOOKINGS: bookings_list.COLUMNS,
}


class Records:
    """For managers only: everything here raises Forbidden for anybody else."""

    def __init__(
        self, db: Database, clock: Clock, ids: Ids, shops: ShopService, pets: PetService, owners: Owners, chat: Chat,
        bookings: BookingService,
    ) -> None:  # fmt: skip
        self._db = db
        self._clock = clock
        self._ids = ids
        self._shops = shops
        self._pets = pets
        self._owners = owners
        self._chat = chat
        self._bookings = bookings

    # Questions

    def overview(self, tx: Tx, actor: Actor) -> Overview:
        """How long each list is."""
        must_manage(actor)
        known = {one.id for one in phone_book(tx, actor.shop_id)}
        pets, bookings = self._pets.owners_with_pets(tx, actor.shop_id), owners_booked(tx, actor.shop_id)
        return Overview(
            services=len(self._shops.catalogue(tx, actor.shop_id).services),
            owners=len(known),
            pets=sum(count for owner_id, count in pets.items() if owner_id in known),
            bookings=sum(count for owner_id, count in bookings.items() if owner_id in known),
            left_out=len(pets.keys() - known),
        )

    def export(self, tx: Tx, actor: Actor, kind: Kind) -> bytes:
        """A list as a file for spreadsheet programs, in the asker's language."""
        must_manage(actor)
        return written(COLUMNS[kind], self._lines(tx, actor, kind), actor.lang)

    async def preview(self, actor: Actor, kind: Kind, raw: bytes) -> Report:
        """What a file would do, and everything that is wrong with it; nothing is changed.

        Raises FileTooLarge, NotText, EmptyFile.
        """
        must_manage(actor)
        return (await self._looked_at(actor, kind, raw))[1].report(kind, is_done=False)

    # Verb

    async def bring(self, actor: Actor, kind: Kind, raw: bytes) -> Report:
        """Brings a file in, the whole of it or nothing; the same file again changes nothing. Owners are not told.

        Raises CannotBring with everything that is wrong, FileTooLarge, NotText, EmptyFile.
        """
        must_manage(actor)
        # Looked at beside the writer: a file that is wrong keeps nobody's message waiting.
        sheet, plan = await self._looked_at(actor, kind, raw)
        _refuse_wrong(kind, plan)

        def work(tx: Tx) -> Report:
            # What nobody wants any more stands in no line's way.
            self._bookings.release_due(tx, actor.shop_id)
            sure = self._plan(tx, actor, kind, sheet)
            _refuse_wrong(kind, sure)
            for write in sure.writes:
                write(tx)
            return sure.report(kind, is_done=True)

        return await self._db.write(work)

    # How it is done

    async def _looked_at(self, actor: Actor, kind: Kind, raw: bytes) -> tuple[Sheet, Plan]:
        sheet = await asyncio.to_thread(taken_apart, raw, COLUMNS[kind])
        # Without its head nothing below can be understood.
        if not sheet.rows:
            return sheet, Plan(sheet.problems)
        return sheet, await self._db.read(lambda tx: self._plan(tx, actor, kind, sheet))

    def _plan(self, tx: Tx, actor: Actor, kind: Kind, sheet: Sheet) -> Plan:
        """Found out anew by who writes: something may have changed since."""
        fresh = Sheet(sheet.rows, [*sheet.problems])
        match kind:
            case Kind.SERVICES:
                return services_list.planned(tx, actor, self._shops, fresh)
            case Kind.OWNERS:
                spoken: Lang = "en" if self._shops.shop_of(tx, actor.shop_id).lang == "en" else "zh"
                return owners_list.planned(tx, actor, self._owners, fresh, spoken)
            case Kind.PETS:
                return pets_list.planned(tx, actor, self._pets, fresh)
            case Kind.BOOKINGS:
                book = BookingsList(
                    tx, actor, self._shops, self._pets, self._bookings, self._chat, self._ids, self._clock.now_ms(),
                    fresh,
                )  # fmt: skip
                return book.planned(tx)

    def _lines(self, tx: Tx, actor: Actor, kind: Kind) -> list[dict[str, str]]:
        shops, pets, shop_id, lang = self._shops, self._pets, actor.shop_id, actor.lang
        lists = {
            Kind.SERVICES: partial(services_list.out, tx, shops, shop_id, lang),
            Kind.OWNERS: partial(owners_list.out, tx, shop_id, lang),
            Kind.PETS: partial(pets_list.out, tx, actor, pets, lang),
            Kind.BOOKINGS: partial(bookings_list.out, tx, actor, shops, pets, lang),
        }
        return lists[kind]()


def _refuse_wrong(kind: Kind, plan: Plan) -> None:
    if plan.problems:
        raise CannotBring(plan.report(kind, is_done=False))
