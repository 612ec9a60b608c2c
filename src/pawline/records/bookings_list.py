"""Bookings as a list: what has been, and what is ahead. A booking is known by its pet and its start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from zoneinfo import ZoneInfo

from pawline.booking import (
    Booking,
    BookingService,
    BookingStatus,
    Fitting,
    PriceLine,
    Quote,
    ServiceLine,
    Slot,
    SlotTaken,
    Subject,
    booked,
    quote,
)
from pawline.chat import Chat
from pawline.people import Actor, KnownOwner, Person, owners_at, people_of, phone_book
from pawline.pets import PetService, PetView
from pawline.platform.db import Tx
from pawline.platform.errors import PawlineError
from pawline.platform.ids import AccountId, BookingId, ConversationId, Ids, PetId
from pawline.shop import Catalogue, Label, ShopService

from .cells import Cells, cents_said, moment_said, said
from .groomers import Groomers
from .model import Column, Sheet
from .owners_list import PHONE, phone_in
from .pets_list import pets_of
from .plan import Plan
from .wrong import (
    AlreadyOther,
    LiesAhead,
    LiesBehind,
    NoListPrice,
    NoRoom,
    NoSuchOwnerHere,
    NoSuchPetHere,
    NotServices,
    OtherMinutes,
    TwiceInFile,
)

STATUSES: Mapping[str, Label] = {
    BookingStatus.CONFIRMED.value: Label("已确认", "confirmed"),
    BookingStatus.DONE.value: Label("已完成", "done"),
    BookingStatus.NO_SHOW.value: Label("没到店", "missed"),
}
COLUMNS = (
    PHONE,
    Column("owner", Label("主人", "Owner"), only_tells=True),
    Column("pet", Label("毛孩子", "Pet"), is_needed=True),
    Column("start", Label("开始时间", "Start"), is_needed=True),
    Column("minutes", Label("分钟", "Minutes")),
    Column("services", Label("项目", "Services"), is_needed=True),
    Column("services_said", Label("项目名称", "Names of services"), only_tells=True),
    Column("groomer", Label("美容师", "Groomer")),
    Column("price", Label("价格（元）", "Price (yuan)")),
    Column("status", Label("状态", "Status"), is_needed=True),
    Column("anyway_why", Label("不按规矩约的原因", "Why against the rules"), only_tells=True),
    Column("anyway_by", Label("不按规矩约是谁定的", "Decided by"), only_tells=True),
    Column("anyway_at", Label("不按规矩约是什么时候定的", "Decided at"), only_tells=True),
)
_MINUTE_MS = 60_000
_DAY_MIN = 24 * 60
_LABEL_LIMIT = 40
_PART = re.compile(r"(.+?)\s*(?:[×xX*]\s*(\d{1,2}))?")


def out(tx: Tx, actor: Actor, shops: ShopService, pets: PetService, lang: str) -> list[dict[str, str]]:
    """A line for each booking of an owner whose number is known, the earliest first."""
    owners = {one.id: one for one in phone_book(tx, actor.shop_id)}
    views = {pet.id: pet for found in pets_of(tx, actor, pets, list(owners)).values() for pet in found}
    sold, zone = shops.catalogue(tx, actor.shop_id), shops.shop_of(tx, actor.shop_id).clock_zone
    names = Groomers(tx, actor, shops)
    known = [one for one in booked(tx, actor.shop_id) if one.owner_id in owners and one.pet_id in views]
    managers = people_of(tx, {one.anyway_by for one in known if one.anyway_by is not None})
    lines = [
        _line(one, owners[one.owner_id], views[one.pet_id], sold, names, zone, lang) | _override(one, managers, zone)
        for one in known
    ]
    return sorted(lines, key=lambda line: (line["start"], line["phone"], line["pet"], line["services"]))


def _line(
    one: Booking, owner: KnownOwner, pet: PetView, sold: Catalogue, groomers: Groomers, zone: ZoneInfo, lang: str
) -> dict[str, str]:
    return {
        "phone": owner.phone,
        "owner": owner.name.strip(),
        "pet": pet.name,
        "start": moment_said(one.starts_ms, zone),
        "minutes": str((one.turn.end_ms - one.turn.start_ms) // _MINUTE_MS),
        "services": "+".join(f"{s.code}×{s.quantity}" if s.quantity > 1 else s.code for s in one.services),
        "services_said": _named(one.services, sold, lang),
        "groomer": groomers.said(one.groomer_id),
        "price": cents_said(one.total_cents),
        "status": said(one.status.value, STATUSES, lang),
    }


def _override(one: Booking, managers: Mapping[str, Person], zone: ZoneInfo) -> dict[str, str]:
    """Why it is where the rules say no, who said so and when; nothing for a booking by the rules."""
    if one.anyway_why is None:
        return {}
    by = managers.get(one.anyway_by or "")
    return {
        "anyway_why": one.anyway_why,
        "anyway_by": by.name.strip() if by else "",
        "anyway_at": moment_said(one.made_ms, zone),
    }


def _named(services: Sequence[ServiceLine], sold: Catalogue, lang: str) -> str:
    names = [sold.by_code[one.code].name for one in services if one.code in sold.by_code]
    return " + ".join(name.en if lang == "en" else name.zh for name in names)


@dataclass(frozen=True)
class _Line:
    """A booking as a line of the file has it. None is what it leaves open."""

    cells: Cells
    owner: KnownOwner
    pet: PetView
    start_ms: int
    services: tuple[ServiceLine, ...]
    status: BookingStatus
    groomer_id: AccountId | None
    minutes: int | None
    cents: int | None

    @property
    def key(self) -> tuple[str, int]:
        """What a booking is known by."""
        return self.pet.id, self.start_ms


class BookingsList:
    """Reads the file against the book of the shop."""

    def __init__(
        self, tx: Tx, actor: Actor, shops: ShopService, pets: PetService, bookings: BookingService, chat: Chat,
        ids: Ids, now_ms: int, sheet: Sheet,
    ) -> None:  # fmt: skip
        self._actor = actor
        self._bookings = bookings
        self._chat = chat
        self._ids = ids
        self._now_ms = now_ms
        self._fitting = Fitting(tx, shops, actor.shop_id, now_ms)
        self._sold = self._fitting.diary.catalogue
        self._groomers = Groomers(tx, actor, shops)
        self._rows = [Cells(row, COLUMNS, sheet.problems) for row in sheet.rows]
        self._numbers = {cells.line: phone_in(cells) for cells in self._rows}
        self._owners = owners_at(tx, actor.shop_id, {number for number in self._numbers.values() if number})
        self._pets = pets_of(tx, actor, pets, [one.id for one in self._owners.values()])
        self._plan = Plan(sheet.problems)

    def planned(self, tx: Tx) -> Plan:
        """What the file would do: bookings that are here already stay as they are, and one that differs is wrong."""
        lines = [line for cells in self._rows if (line := self._read(cells)) is not None]
        starts = [line.start_ms for line in lines]
        found = booked(tx, self._actor.shop_id, min(starts), max(starts) + 1) if starts else []
        here = {(one.pet_id, one.starts_ms): one for one in found}
        seen: dict[tuple[str, int], int] = {}
        for line in lines:
            first = seen.setdefault(line.key, line.cells.line)
            if first != line.cells.line:
                line.cells.wrong(None, TwiceInFile(other=first))
            elif line.key in here:
                self._compare(line, here[PetId(line.pet.id), line.start_ms])
            else:
                self._add(line)
        return self._plan

    def _read(self, cells: Cells) -> _Line | None:
        """None when the line cannot be understood; then that is noted."""
        number = self._numbers[cells.line]
        owner = self._owners.get(number)
        if number and owner is None:
            cells.wrong("phone", NoSuchOwnerHere(phone=number))
        pet = self._pet(cells, owner)
        start_ms = cells.moment("start", self._fitting.diary.zone)
        services = self._services(cells)
        status = cells.pick("status", STATUSES, needed=True)
        groomer_id = self._groomers.read(cells)
        minutes, cents = cells.whole("minutes", 1, self._longest(services)), cells.cents("price")
        if not cells.is_well or owner is None or pet is None or start_ms is None or status is None:
            return None
        return _Line(cells, owner, pet, start_ms, services, BookingStatus(status), groomer_id, minutes, cents)

    def _pet(self, cells: Cells, owner: KnownOwner | None) -> PetView | None:
        name = cells.text("pet", 40, needed=True)
        if not (name and owner):
            return None
        found = [pet for pet in self._pets[owner.id] if pet.name.casefold() == name.casefold()]
        if len(found) != 1:
            cells.wrong("pet", NoSuchPetHere(phone=owner.phone, pet=name))
        return found[0] if found else None

    def _services(self, cells: Cells) -> tuple[ServiceLine, ...]:
        by_word = {
            word.casefold(): one.code for one in self._sold.services for word in (one.name.en, one.name.zh, one.code)
        }
        settings = self._fitting.diary.settings
        found: list[ServiceLine] = []
        for part in cells.text("services", 400, needed=True).split("+"):
            match = _PART.fullmatch(part.strip())
            code = by_word.get(part.strip().casefold()) or (by_word.get(match[1].casefold()) if match else None)
            count = int(match[2] or 1) if match and part.strip().casefold() not in by_word else 1
            if code is None or not 1 <= count <= settings.most_of(self._sold.by_code[code]):
                if part.strip():
                    cells.wrong("services", NotServices(value=part.strip()[:40], **self._menu()))
                continue
            found.append(ServiceLine(code, count))
        return tuple(found)

    def _longest(self, services: Iterable[ServiceLine]) -> int:
        """The most minutes: a visit is over on its day, a stay after its last night."""
        nights = max((one.quantity for one in services if self._sold.by_code[one.code].is_stay), default=0)
        return _DAY_MIN * (nights + 1)

    def _menu(self) -> dict[str, str]:
        names = [one.name for one in self._sold.services]
        return {"known": "、".join(one.zh for one in names), "known_en": ", ".join(one.en for one in names)}

    def _compare(self, line: _Line, here: Booking) -> None:
        """A booking that is here is changed on the schedule, where everybody hears of it."""
        minutes = (here.turn.end_ms - here.turn.start_ms) // _MINUTE_MS
        status = STATUSES[here.status.value]
        if line.status is not here.status:
            line.cells.wrong("status", AlreadyOther(has=status.zh, has_en=status.en))
        for key, mine, theirs, words in (
            ("services", line.services, here.services, _named(here.services, self._sold, self._actor.lang)),
            ("groomer", line.groomer_id, here.groomer_id, self._groomers.said(here.groomer_id)),
            ("minutes", line.minutes, minutes, str(minutes)),
            ("price", line.cents, here.total_cents, cents_said(here.total_cents)),
        ):
            if mine is not None and mine != theirs:
                line.cells.wrong(key, AlreadyOther(has=words, has_en=words))
        self._plan.unchanged += line.cells.is_well

    def _add(self, line: _Line) -> None:
        is_ahead = line.start_ms > self._now_ms
        if (line.status is BookingStatus.CONFIRMED) is not is_ahead:
            line.cells.wrong("status", LiesAhead() if is_ahead else LiesBehind())
        elif is_ahead:
            self._add_ahead(line)
        else:
            self._add_past(line)

    def _add_ahead(self, line: _Line) -> None:
        kind = Subject(line.pet.species, line.pet.size, line.pet.coat)
        wanted = line.cells.must(partial(quote, self._sold, line.services, kind), {"": "services"})
        slot = wanted and line.cells.must(partial(self._fit, line, kind, wanted), {"": "start"})
        if slot is None:
            return
        minutes = (slot.end_ms - slot.start_ms) // _MINUTE_MS
        if line.minutes not in (None, minutes):
            line.cells.wrong("minutes", OtherMinutes(minutes=minutes))
            return
        self._plan.add(partial(self._write_ahead, line, slot))

    def _fit(self, line: _Line, kind: Subject, wanted: Quote) -> Slot:
        try:
            return self._fitting.fit(line.pet.id, kind, wanted, line.start_ms, line.groomer_id)
        except SlotTaken as refusal:
            raise NoRoom(**refusal.data) from None

    def _write_ahead(self, line: _Line, slot: Slot, tx: Tx) -> None:
        taken, wanted = self._fitting.taken(tx, line.pet.id, slot), slot.quote
        cents = wanted.total_cents if line.cents is None else line.cents
        found = self._chat.conversation_of(tx, self._actor.shop_id, line.owner.id)
        made = self._booking(line, wanted.services, slot.end_ms, slot.worker.account_id, cents, wanted.nights)
        made = replace(
            made, c=found.id if found else ConversationId(""), pace=slot.worker.pace, begins_ms=slot.begins_ms
        )
        self._bookings.bring_in(tx, made, self._lines(made, wanted), taken)

    def _add_past(self, line: _Line) -> None:
        """What was done is kept as it was; the price list is asked only for what the line leaves open."""
        wanted: Quote | None = None
        try:
            wanted = quote(self._sold, line.services, Subject(line.pet.species, line.pet.size, line.pet.coat))
        except PawlineError as refusal:
            key = "minutes" if line.minutes is None else "price"
            if line.minutes is None or line.cents is None:
                line.cells.wrong(key, NoListPrice(why=refusal.sentence("zh"), why_en=refusal.sentence("en")))
                return
        ends_ms = self._fitting.ends_ms(wanted, line.start_ms) if wanted else line.start_ms
        if line.minutes is not None:
            ends_ms = line.start_ms + line.minutes * _MINUTE_MS
        cents = line.cents if line.cents is not None else wanted.total_cents if wanted else 0
        nights = wanted.nights if wanted else None
        made = self._booking(line, line.services, ends_ms, line.groomer_id or AccountId(""), cents, nights)
        lines = self._lines(made, wanted)
        self._plan.add(lambda tx: self._bookings.bring_in(tx, made, lines, None))

    def _lines(self, made: Booking, wanted: Quote | None) -> Sequence[PriceLine]:
        """Those of the price list, if they come to what was agreed; else one for the whole."""
        minutes = (made.turn.end_ms - made.turn.start_ms) // _MINUTE_MS
        listed = 0 if wanted is None else minutes if wanted.is_stay else wanted.minutes
        if wanted and (wanted.total_cents, listed) == (made.total_cents, minutes):
            return wanted.lines
        zh, en = (_named(made.services, self._sold, lang)[:_LABEL_LIMIT] for lang in ("zh", "en"))
        return [PriceLine(made.services[0].code, Label(zh, en), minutes, made.total_cents)]

    def _booking(
        self, line: _Line, services: tuple[ServiceLine, ...], ends_ms: int, groomer_id: AccountId, cents: int,
        nights: int | None,
    ) -> Booking:  # fmt: skip
        stage = {BookingStatus.CONFIRMED: "confirmed", BookingStatus.DONE: "gone"}.get(line.status, "no_show")
        return Booking(
            BookingId(self._ids.new()), self._actor.shop_id, ConversationId(""), line.owner.id, PetId(line.pet.id),
            line.status, 1, 1, line.start_ms, ends_ms, groomer_id, services, cents, None, False, stage, 0, "desk",
            self._now_ms, size=line.pet.size, nights=nights,
        )  # fmt: skip
