"""All SQL of bookings; claims, deposits, series and overrides have their own, offers and answered commands are in
`ledger.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import msgspec
import sqlalchemy as sa

from pawline.platform.db import Tx, metadata
from pawline.platform.ids import AccountId, BookingId, ConversationId, PetId, ShopId
from pawline.shop import Label, StepKind

from .model import (
    LIVE,
    Booking,
    BookingStatus,
    PlannedStep,
    PriceLine,
    ServiceLine,
    Source,
    Span,
)
from .policy import OwnerRecord

# Longer than any shop takes a pet (`stay_most_nights`).
LONGEST_STAY_MS = 100 * 86_400_000
_ID = sa.String(32)
_NO = sa.BigInteger().with_variant(sa.Integer, "sqlite")

booking = sa.Table(
    "booking",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("c", _ID),
    sa.Column("owner_id", _ID, nullable=False),
    sa.Column("pet_id", _ID, nullable=False),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("terms_version", sa.Integer, nullable=False),
    sa.Column("starts_ms", sa.BigInteger, nullable=False),
    sa.Column("ends_ms", sa.BigInteger, nullable=False),
    sa.Column("groomer_id", _ID, nullable=False),
    sa.Column("services", sa.JSON, nullable=False),
    sa.Column("total_cents", sa.Integer, nullable=False),
    sa.Column("hold_until_ms", sa.BigInteger),
    sa.Column("is_extended", sa.Boolean, nullable=False),
    sa.Column("visit_stage", sa.String(16)),
    sa.Column("fee_cents", sa.Integer, nullable=False),
    sa.Column("source", sa.String(8), nullable=False),
    sa.Column("origin", sa.String(64)),
    sa.Column("made_ms", sa.BigInteger, nullable=False),
    sa.Column("lead_id", _ID, index=True),
    sa.Column("card_version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("free_until_ms", sa.BigInteger),
    sa.Column("late_percent", sa.Integer),
    sa.Column("lost_from_ms", sa.BigInteger),
    sa.Column("deposit_cents", sa.Integer, nullable=False, server_default="0"),
    sa.Column("agreed_ms", sa.BigInteger),
    sa.Column("size", sa.String(4)),
    sa.Column("pace", sa.Integer, nullable=False, server_default="100"),
    sa.Column("series_id", _ID, index=True),
    sa.Column("series_no", sa.Integer),
    sa.Column("anyway_why", sa.Text),
    sa.Column("anyway_by", _ID),
    sa.Column("anyway_ms", sa.BigInteger),
    sa.Column("anyway_groomer_id", _ID),
    sa.Column("anyway_rules", sa.String(20), nullable=False, server_default=""),
    sa.Column("nights", sa.Integer),
    sa.Column("begins_ms", sa.BigInteger),
    sa.Index("ix_booking_day", "shop_id", "starts_ms"),
    sa.Index("ix_booking_owner", "shop_id", "owner_id", "starts_ms"),
    sa.Index("ix_booking_pet", "shop_id", "pet_id", "starts_ms"),
    # Every day of the schedule asks for those that last over it, however long ago they began.
    sa.Index(
        "ix_booking_stay",
        "shop_id",
        "starts_ms",
        sqlite_where=sa.text("nights IS NOT NULL"),
        postgresql_where=sa.text("nights IS NOT NULL"),
    ),
    sa.Index(
        "ix_booking_anyway",
        "shop_id",
        "made_ms",
        "id",
        sqlite_where=sa.text("anyway_why IS NOT NULL"),
        postgresql_where=sa.text("anyway_why IS NOT NULL"),
    ),
    # One live hold a conversation, whoever writes; of pets that come together the leading one counts.
    sa.Index(
        "ux_booking_live_hold",
        "shop_id",
        "c",
        unique=True,
        sqlite_where=sa.text("status = 'held' AND lead_id IS NULL"),
        postgresql_where=sa.text("status = 'held' AND lead_id IS NULL"),
    ),
)
_due = sa.Index("ix_booking_hold_until", booking.c.status, booking.c.hold_until_ms)

booking_line = sa.Table(
    "booking_line",
    metadata,
    sa.Column("booking_id", _ID, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("code", sa.String(32), nullable=False),
    sa.Column("label_zh", sa.String(40), nullable=False),
    sa.Column("label_en", sa.String(40), nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("price_cents", sa.Integer, nullable=False),
)

booking_step = sa.Table(
    "booking_step",
    metadata,
    sa.Column("booking_id", _ID, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("place_id", _ID),
    sa.Column("start_ms", sa.BigInteger, nullable=False),
    sa.Column("end_ms", sa.BigInteger, nullable=False),
)


# Bookings


def find(tx: Tx, shop_id: str, booking_id: str) -> Booking | None:
    """A booking of a shop."""
    where = (booking.c.shop_id == shop_id) & (booking.c.id == booking_id)
    row = tx.execute(sa.select(booking).where(where)).one_or_none()
    return None if row is None else _booking(row)


def find_many(tx: Tx, shop_id: str, booking_ids: Iterable[str]) -> list[Booking]:
    """Several bookings of a shop."""
    where = (booking.c.shop_id == shop_id) & booking.c.id.in_(sorted(set(booking_ids)))
    return [_booking(row) for row in tx.execute(sa.select(booking).where(where))]


def live_hold_of(tx: Tx, shop_id: str, c: str) -> Booking | None:
    """The conversation's one hold, also when its time is over and nobody has released it yet."""
    where = (booking.c.shop_id == shop_id) & (booking.c.c == c) & (booking.c.status == "held")
    where &= booking.c.lead_id.is_(None)
    row = tx.execute(sa.select(booking).where(where)).one_or_none()
    return None if row is None else _booking(row)


def of_owner(tx: Tx, shop_id: str, owner_id: str, limit: int = 200) -> list[Booking]:
    """An owner's bookings, the latest first."""
    where = (booking.c.shop_id == shop_id) & (booking.c.owner_id == owner_id)
    statement = sa.select(booking).where(where).order_by(booking.c.starts_ms.desc()).limit(limit)
    return [_booking(row) for row in tx.execute(statement)]


def between(tx: Tx, shop_id: str, span: Span, statuses: Sequence[BookingStatus]) -> list[Booking]:
    """Bookings of these statuses that start within a span."""
    where = (
        (booking.c.shop_id == shop_id)
        & (booking.c.starts_ms >= span.start_ms)
        & (booking.c.starts_ms < span.end_ms)
        & booking.c.status.in_([status.value for status in statuses])
    )
    return [_booking(row) for row in tx.execute(sa.select(booking).where(where).order_by(booking.c.starts_ms))]


def stays_over(tx: Tx, shop_id: str, span: Span, statuses: Sequence[BookingStatus]) -> list[Booking]:
    """Stays of these statuses that have some time in common with a span, the first to be fetched in front."""
    where = (
        (booking.c.shop_id == shop_id)
        & booking.c.nights.is_not(None)
        & (booking.c.starts_ms > span.start_ms - LONGEST_STAY_MS)
        & (booking.c.starts_ms < span.end_ms)
        & (booking.c.ends_ms > span.start_ms)
        & booking.c.status.in_([status.value for status in statuses])
    )
    return [_booking(row) for row in tx.execute(sa.select(booking).where(where).order_by(booking.c.ends_ms))]


def done_by(
    tx: Tx, shop_id: str, groomer_ids: Iterable[str], span: Span, now_ms: int
) -> Sequence[tuple[str, str, int, str | None]]:
    """(booking, groomer, start, the pet's size) of everything that these people do, or have done, within a span.

    What was called off or missed does not count, nor a hold whose time is over.
    """
    is_theirs = (booking.c.shop_id == shop_id) & booking.c.groomer_id.in_(sorted(set(groomer_ids)))
    begins = (booking.c.starts_ms >= span.start_ms) & (booking.c.starts_ms < span.end_ms)
    is_held = (booking.c.status == "held") & (booking.c.hold_until_ms > now_ms)
    counts = booking.c.status.in_([BookingStatus.CONFIRMED.value, BookingStatus.DONE.value]) | is_held
    wanted = sa.select(booking.c.id, booking.c.groomer_id, booking.c.starts_ms, booking.c.size)
    rows = tx.execute(wanted.where(is_theirs & begins & counts)).all()
    return cast(Sequence[tuple[str, str, int, str | None]], rows)


def sure_of_pets(tx: Tx, shop_id: str, pet_ids: Iterable[str], span: Span) -> list[Booking]:
    """The confirmed bookings of some pets that start within a span."""
    where = (booking.c.shop_id == shop_id) & booking.c.pet_id.in_(sorted(set(pet_ids)))
    where &= (booking.c.starts_ms >= span.start_ms) & (booking.c.starts_ms < span.end_ms)
    where &= booking.c.status == BookingStatus.CONFIRMED.value
    return [_booking(row) for row in tx.execute(sa.select(booking).where(where))]


def to_come(tx: Tx, shop_id: str, owner_id: str, now_ms: int) -> list[Booking]:
    """What an owner has held or booked and that is not over by the clock, the next one first."""
    where = (booking.c.shop_id == shop_id) & (booking.c.owner_id == owner_id) & (booking.c.ends_ms > now_ms)
    where &= booking.c.status.in_([status.value for status in LIVE])
    rows = tx.execute(sa.select(booking).where(where).order_by(booking.c.starts_ms, booking.c.id))
    return [_booking(row) for row in rows]


def companions(tx: Tx, shop_id: str, lead_ids: Iterable[str]) -> dict[str, list[Booking]]:
    """Bookings of the pets that come along with some leading ones, by the leading booking, in order of time."""
    where = (booking.c.shop_id == shop_id) & booking.c.lead_id.in_(sorted(set(lead_ids)))
    found: dict[str, list[Booking]] = {}
    for row in tx.execute(sa.select(booking).where(where).order_by(booking.c.starts_ms, booking.c.id)):
        found.setdefault(row.lead_id, []).append(_booking(row))
    return found


def of_series(tx: Tx, shop_id: str, series_id: str) -> list[Booking]:
    """All bookings of a series, those that were called off as well, in order of time."""
    where = (booking.c.shop_id == shop_id) & (booking.c.series_id == series_id)
    rows = tx.execute(sa.select(booking).where(where).order_by(booking.c.starts_ms, booking.c.id))
    return [_booking(row) for row in rows]


def touch(tx: Tx, shop_id: str, booking_id: str, *, has_new_terms: bool) -> None:
    """Raises the version of a leading booking, since one that comes along has changed."""
    where = (booking.c.shop_id == shop_id) & (booking.c.id == booking_id)
    version = booking.c.version + 1
    card = version if has_new_terms else booking.c.card_version
    tx.execute(booking.update().where(where).values(version=version, card_version=card))


def follow_lead(tx: Tx, shop_id: str, was: str, now: str) -> None:
    """Another booking leads those that came along with the one before; it leads itself."""
    where = (booking.c.shop_id == shop_id) & (booking.c.lead_id == was)
    lead = sa.case((booking.c.id == now, None), else_=now)
    tx.execute(booking.update().where(where).values(lead_id=lead))


def of_person(tx: Tx, shop_id: str, account_id: str, span: Span, statuses: Sequence[BookingStatus]) -> list[Booking]:
    """Those that start within a span and that this owner has, or that this member of staff does."""
    where = (
        (booking.c.shop_id == shop_id)
        & (booking.c.starts_ms >= span.start_ms)
        & (booking.c.starts_ms < span.end_ms)
        & booking.c.status.in_([status.value for status in statuses])
        & ((booking.c.owner_id == account_id) | (booking.c.groomer_id == account_id))
    )
    return [_booking(row) for row in tx.execute(sa.select(booking).where(where).order_by(booking.c.starts_ms))]


def counts_by_owner(tx: Tx, shop_id: str, statuses: Sequence[BookingStatus]) -> dict[str, int]:
    """How many bookings of these statuses each owner has; who has none is left out."""
    where = (booking.c.shop_id == shop_id) & booking.c.status.in_([status.value for status in statuses])
    counts = sa.select(booking.c.owner_id, sa.func.count().label("bookings")).where(where)
    return {row.owner_id: row.bookings for row in tx.execute(counts.group_by(booking.c.owner_id))}


def due_holds(tx: Tx, now_ms: int, shop_id: str | None = None) -> list[Booking]:
    """Holds whose time is over, each by its leading booking; None looks at every shop."""
    where = (booking.c.status == "held") & (booking.c.hold_until_ms <= now_ms) & booking.c.lead_id.is_(None)
    if shop_id is not None:
        where &= booking.c.shop_id == shop_id
    return [_booking(row) for row in tx.execute(sa.select(booking).where(where))]


def holds_since(tx: Tx, shop_id: str, since_ms: int, owner_id: str, origin: str | None) -> int:
    """How many holds that came to nothing (yet) an owner, or anyone in a network, has made since an instant.

    What the waitlist held for them is not of their making.
    """
    who = booking.c.owner_id == owner_id
    if origin is not None:
        who |= booking.c.origin == origin
    where = (booking.c.shop_id == shop_id) & (booking.c.made_ms > since_ms) & who & booking.c.lead_id.is_(None)
    where &= booking.c.status.in_(["held", "expired", "cancelled"]) & (booking.c.source != "waitlist")
    return int(tx.execute(sa.select(sa.func.count()).select_from(booking).where(where)).scalar_one())


def done_before(tx: Tx, shop_id: str, pet_ids: Iterable[str]) -> list[tuple[str, str, int]]:
    """(pet, groomer, start) of the done visits of some pets, the latest first."""
    where = _visits_done(shop_id, pet_ids)
    columns = sa.select(booking.c.pet_id, booking.c.groomer_id, booking.c.starts_ms)
    rows = tx.execute(columns.where(where).order_by(booking.c.starts_ms.desc()))
    return [(row.pet_id, row.groomer_id, row.starts_ms) for row in rows]


def last_done(tx: Tx, shop_id: str, pet_ids: Iterable[str]) -> dict[str, Booking]:
    """The latest done visit of each pet, by pet; one that never came is not in it."""
    where = _visits_done(shop_id, pet_ids)
    latest = sa.func.max(booking.c.starts_ms).label("starts_ms")
    last = sa.select(booking.c.pet_id, latest).where(where).group_by(booking.c.pet_id).subquery()
    same = (last.c.pet_id == booking.c.pet_id) & (last.c.starts_ms == booking.c.starts_ms)
    rows = tx.execute(sa.select(booking).join(last, same).where(where))
    return {row.pet_id: _booking(row) for row in rows}


def _visits_done(shop_id: str, pet_ids: Iterable[str]) -> sa.ColumnElement[bool]:
    """The work that was done on some pets; where they have stayed is another matter."""
    is_done = (booking.c.status == BookingStatus.DONE.value) & booking.c.nights.is_(None)
    return (booking.c.shop_id == shop_id) & booking.c.pet_id.in_(sorted(set(pet_ids))) & is_done


def next_starts(tx: Tx, shop_id: str, pet_ids: Iterable[str], from_ms: int) -> dict[str, int]:
    """When each pet is confirmed to come next, by pet; one that is not is not in it."""
    where = (
        (booking.c.shop_id == shop_id)
        & booking.c.pet_id.in_(sorted(set(pet_ids)))
        & (booking.c.status == BookingStatus.CONFIRMED.value)
        & (booking.c.starts_ms >= from_ms)
    )
    first = sa.select(booking.c.pet_id, sa.func.min(booking.c.starts_ms).label("starts_ms"))
    return {row.pet_id: row.starts_ms for row in tx.execute(first.where(where).group_by(booking.c.pet_id))}


def owners_seen(tx: Tx, shop_id: str, owner_ids: Iterable[str], before_ms: int) -> set[str]:
    """Owners with a done booking that started before an instant."""
    where = (
        (booking.c.shop_id == shop_id)
        & booking.c.owner_id.in_(sorted(set(owner_ids)))
        & (booking.c.status == BookingStatus.DONE.value)
        & (booking.c.starts_ms < before_ms)
    )
    return set(tx.execute(sa.select(booking.c.owner_id).where(where).distinct()).scalars())


def record_of(tx: Tx, shop_id: str, owner_id: str) -> OwnerRecord:
    """How often an owner has come, and how often not."""
    where = (booking.c.shop_id == shop_id) & (booking.c.owner_id == owner_id)
    # Pets that come together, or stay away together, are one visit.
    visits = sa.func.count(sa.distinct(sa.func.coalesce(booking.c.lead_id, booking.c.id)))
    counts = sa.select(booking.c.status, visits.label("many")).where(where).group_by(booking.c.status)
    many = {row.status: int(row.many) for row in tx.execute(counts)}
    return OwnerRecord(many.get(BookingStatus.DONE.value, 0), many.get(BookingStatus.NO_SHOW.value, 0))


def insert(tx: Tx, new: Booking, origin: str | None) -> None:
    """Adds a booking without its lines, steps and claims."""
    tx.execute(booking.insert().values(id=new.id, shop_id=new.shop_id, origin=origin, **_columns(new)))


def swap(tx: Tx, old: Booking, new: Booking) -> bool:
    """Writes `new` if the stored booking still is `old` in version and status; False when it is not."""
    where = (
        (booking.c.id == old.id)
        & (booking.c.shop_id == old.shop_id)
        & (booking.c.version == old.version)
        & (booking.c.status == old.status.value)
    )
    return tx.execute(booking.update().where(where).values(**_columns(new))).rowcount == 1


def move_owner(tx: Tx, shop_id: str, old: str, new: str) -> None:
    """Gives a guest's bookings to the owner who turned out to be the same person."""
    where = (booking.c.shop_id == shop_id) & (booking.c.owner_id == old)
    tx.execute(booking.update().where(where).values(owner_id=new))


def move_conversation(tx: Tx, shop_id: str, old: str, new: str) -> None:
    """Attaches the bookings of one conversation to another."""
    where = (booking.c.shop_id == shop_id) & (booking.c.c == old)
    tx.execute(booking.update().where(where).values(c=new))


def _columns(one: Booking) -> dict[str, Any]:
    return {
        "c": one.c or None,
        "owner_id": one.owner_id,
        "pet_id": one.pet_id,
        "status": one.status.value,
        "version": one.version,
        "terms_version": one.terms_version,
        "starts_ms": one.starts_ms,
        "ends_ms": one.ends_ms,
        "groomer_id": one.groomer_id,
        "services": msgspec.to_builtins(one.services),
        "total_cents": one.total_cents,
        "hold_until_ms": one.hold_until_ms,
        "is_extended": one.is_extended,
        "visit_stage": one.visit_stage,
        "fee_cents": one.fee_cents,
        "source": one.source,
        "made_ms": one.made_ms,
        "lead_id": one.lead_id,
        "card_version": one.card_version,
        "free_until_ms": one.free_until_ms,
        "late_percent": one.late_percent,
        "lost_from_ms": one.lost_from_ms,
        "deposit_cents": one.deposit_cents,
        "agreed_ms": one.agreed_ms,
        "size": one.size,
        "pace": one.pace,
        "series_id": one.series_id,
        "series_no": one.series_no,
        "anyway_why": one.anyway_why,
        "anyway_by": one.anyway_by,
        "anyway_ms": one.anyway_ms,
        "anyway_groomer_id": one.anyway_groomer_id,
        "anyway_rules": one.anyway_rules,
        "nights": one.nights,
        "begins_ms": one.begins_ms,
    }


def _booking(row: sa.Row[Any]) -> Booking:
    return Booking(
        id=BookingId(row.id),
        shop_id=ShopId(row.shop_id),
        c=ConversationId(row.c or ""),
        owner_id=AccountId(row.owner_id),
        pet_id=PetId(row.pet_id),
        status=BookingStatus(row.status),
        version=row.version,
        terms_version=row.terms_version,
        starts_ms=row.starts_ms,
        ends_ms=row.ends_ms,
        groomer_id=AccountId(row.groomer_id),
        services=msgspec.convert(row.services, tuple[ServiceLine, ...]),
        total_cents=row.total_cents,
        hold_until_ms=row.hold_until_ms,
        is_extended=row.is_extended,
        visit_stage=row.visit_stage,
        fee_cents=row.fee_cents,
        source=cast(Source, row.source),
        made_ms=row.made_ms,
        lead_id=BookingId(row.lead_id) if row.lead_id else None,
        card_version=row.card_version,
        free_until_ms=row.free_until_ms,
        late_percent=row.late_percent,
        lost_from_ms=row.lost_from_ms,
        deposit_cents=row.deposit_cents,
        agreed_ms=row.agreed_ms,
        size=row.size,
        pace=row.pace,
        series_id=row.series_id,
        series_no=row.series_no,
        anyway_why=row.anyway_why,
        anyway_by=AccountId(row.anyway_by) if row.anyway_by else None,
        anyway_ms=row.anyway_ms,
        anyway_groomer_id=AccountId(row.anyway_groomer_id) if row.anyway_groomer_id else None,
        anyway_rules=row.anyway_rules,
        nights=row.nights,
        begins_ms=row.begins_ms,
    )


# Lines, steps and claims


def set_lines(tx: Tx, shop_id: str, booking_id: str, lines: Sequence[PriceLine]) -> None:
    """Replaces a booking's price lines."""
    tx.execute(booking_line.delete().where(booking_line.c.booking_id == booking_id))
    rows = [
        {
            "booking_id": booking_id,
            "position": position,
            "shop_id": shop_id,
            "code": line.code,
            "label_zh": line.label.zh,
            "label_en": line.label.en,
            "minutes": line.minutes,
            "price_cents": line.price_cents,
        }
        for position, line in enumerate(lines)
    ]
    tx.execute(booking_line.insert(), rows)


def lines_of(tx: Tx, shop_id: str, booking_ids: Iterable[str]) -> dict[str, list[PriceLine]]:
    """Price lines by booking."""
    wanted = sorted(set(booking_ids))
    found: dict[str, list[PriceLine]] = {one: [] for one in wanted}
    where = (booking_line.c.shop_id == shop_id) & booking_line.c.booking_id.in_(wanted)
    for row in tx.execute(sa.select(booking_line).where(where).order_by(booking_line.c.position)):
        label = Label(row.label_zh, row.label_en)
        found[row.booking_id].append(PriceLine(row.code, label, row.minutes, row.price_cents))
    return found


def set_steps(tx: Tx, shop_id: str, booking_id: str, steps: Sequence[PlannedStep]) -> None:
    """Replaces a booking's planned steps."""
    tx.execute(booking_step.delete().where(booking_step.c.booking_id == booking_id))
    rows = [
        {
            "booking_id": booking_id,
            "position": position,
            "shop_id": shop_id,
            "kind": step.kind.value,
            "place_id": step.place_id,
            "start_ms": step.start_ms,
            "end_ms": step.end_ms,
        }
        for position, step in enumerate(steps)
    ]
    if rows:
        tx.execute(booking_step.insert(), rows)


def steps_of(tx: Tx, shop_id: str, booking_ids: Iterable[str]) -> dict[str, list[PlannedStep]]:
    """Planned steps by booking."""
    wanted = sorted(set(booking_ids))
    found: dict[str, list[PlannedStep]] = {one: [] for one in wanted}
    where = (booking_step.c.shop_id == shop_id) & booking_step.c.booking_id.in_(wanted)
    for row in tx.execute(sa.select(booking_step).where(where).order_by(booking_step.c.position)):
        step = PlannedStep(StepKind(row.kind), row.start_ms, row.end_ms, row.place_id)
        found[row.booking_id].append(step)
    return found
