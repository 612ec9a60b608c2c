"""All SQL of the visits room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from pawline.platform.db import Tx, metadata
from pawline.platform.ids import AccountId, BookingId, ConversationId, PetId, ShopId

from .model import PlannedStage, Stage, Visit, VisitEvent, VisitPhoto

_ID = sa.String(32)

visit = sa.Table(
    "visit",
    metadata,
    sa.Column("booking_id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("c", _ID),
    sa.Column("owner_id", _ID, nullable=False),
    sa.Column("pet_id", _ID, nullable=False),
    sa.Column("groomer_id", _ID, nullable=False),
    sa.Column("stage", sa.String(16), nullable=False),
    sa.Column("resume", sa.String(16), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("starts_ms", sa.BigInteger, nullable=False),
    sa.Column("ends_ms", sa.BigInteger, nullable=False),
    sa.Column("stage_at_ms", sa.BigInteger, nullable=False),
    sa.Column("drift_ms", sa.BigInteger, nullable=False),
    sa.Column("plan", sa.JSON, nullable=False),
    sa.Index("ix_visit_day", "shop_id", "starts_ms"),
    sa.Index("ix_visit_stage", "shop_id", "stage", "starts_ms"),
    sa.Index("ix_visit_owner", "shop_id", "owner_id"),
)

visit_event = sa.Table(
    "visit_event",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("booking_id", _ID, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.Column("by_id", _ID, nullable=False),
    sa.Column("device_id", sa.String(64), nullable=False),
    sa.Column("was", sa.String(16), nullable=False),
    sa.Column("stage", sa.String(16), nullable=False),
    sa.Column("reason", sa.String(200)),
    sa.UniqueConstraint("booking_id", "version"),
)

visit_photo = sa.Table(
    "visit_photo",
    metadata,
    sa.Column("booking_id", _ID, primary_key=True),
    sa.Column("upload_id", _ID, primary_key=True),
    sa.Column("shop_id", _ID, nullable=False),
    sa.Column("caption", sa.String(200), nullable=False),
    sa.Column("stage", sa.String(16), nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.Column("by_id", _ID, nullable=False),
)


def find(tx: Tx, shop_id: str, booking_id: str) -> Visit | None:
    """A visit of a shop with its events."""
    where = (visit.c.shop_id == shop_id) & (visit.c.booking_id == booking_id)
    row = tx.execute(sa.select(visit).where(where)).one_or_none()
    if row is None:
        return None
    return _visit(row, events_of(tx, shop_id, [booking_id])[booking_id])


def on_day(tx: Tx, shop_id: str, start_ms: int, end_ms: int, here: Iterable[str]) -> list[Visit]:
    """Visits that start within a day, and those that began before it, last into it and are in one of the stages `here`,
    or stay on because nobody has fetched them; in order of time, with their events."""
    mine = visit.c.shop_id == shop_id
    begins = sa.select(visit).where(mine, visit.c.starts_ms >= start_ms, visit.c.starts_ms < end_ms)
    lasts = (visit.c.ends_ms >= start_ms) | (visit.c.stage == Stage.STAYING.value)
    older = sa.select(visit).where(mine, visit.c.stage.in_(list(here)), visit.c.starts_ms < start_ms, lasts)
    # Each by an index of its own: asked for at once, they would read every visit there ever was.
    found = [row for one in (begins, older) for row in tx.execute(one)]
    rows = sorted(found, key=lambda row: (row.starts_ms, row.booking_id))
    events = events_of(tx, shop_id, [row.booking_id for row in rows])
    return [_visit(row, events[row.booking_id]) for row in rows]


def running_of(tx: Tx, shop_id: str, owner_ids: Iterable[str], stages: Iterable[str]) -> dict[str, str]:
    """The stage of each owner's visit that is in one of these stages; the latest start wins."""
    where = (
        (visit.c.shop_id == shop_id) & visit.c.owner_id.in_(sorted(set(owner_ids))) & visit.c.stage.in_(list(stages))
    )
    statement = sa.select(visit.c.owner_id, visit.c.stage).where(where).order_by(visit.c.starts_ms)
    return {row.owner_id: row.stage for row in tx.execute(statement)}


def insert(tx: Tx, new: Visit) -> None:
    """Adds a visit."""
    tx.execute(visit.insert().values(booking_id=new.id, shop_id=new.shop_id, **_columns(new)))


def swap(tx: Tx, old: Visit, new: Visit) -> bool:
    """Writes `new` if the stored visit still has the version of `old`; False when it has not."""
    where = (visit.c.booking_id == old.id) & (visit.c.shop_id == old.shop_id) & (visit.c.version == old.version)
    return tx.execute(visit.update().where(where).values(**_columns(new))).rowcount == 1


def of_owner(tx: Tx, shop_id: str, owner_id: str) -> list[str]:
    """The ids of an owner's visits."""
    where = (visit.c.shop_id == shop_id) & (visit.c.owner_id == owner_id)
    return list(tx.execute(sa.select(visit.c.booking_id).where(where)).scalars())


def move_owner(tx: Tx, shop_id: str, booking_id: str, owner_id: str, c: str) -> None:
    """Gives a visit to the owner and the conversation that its booking went to."""
    where = (visit.c.shop_id == shop_id) & (visit.c.booking_id == booking_id)
    tx.execute(visit.update().where(where).values(owner_id=owner_id, c=c or None))


def add_event(tx: Tx, event_id: str, moved: Visit, event: VisitEvent) -> None:
    """Notes the move that made a visit what it is now."""
    tx.execute(
        visit_event.insert().values(
            id=event_id,
            shop_id=moved.shop_id,
            booking_id=moved.id,
            version=moved.version,
            at_ms=event.at_ms,
            by_id=event.by,
            device_id=event.device_id,
            was=event.was.value,
            stage=event.to.value,
            reason=event.reason,
        )
    )


def events_of(tx: Tx, shop_id: str, booking_ids: Iterable[str]) -> dict[str, tuple[VisitEvent, ...]]:
    """The moves of some visits, the oldest first."""
    found: dict[str, list[VisitEvent]] = {one: [] for one in sorted(set(booking_ids))}
    where = (visit_event.c.shop_id == shop_id) & visit_event.c.booking_id.in_(list(found))
    for row in tx.execute(sa.select(visit_event).where(where).order_by(visit_event.c.version)):
        found[row.booking_id].append(
            VisitEvent(row.at_ms, AccountId(row.by_id), row.device_id, Stage(row.was), Stage(row.stage), row.reason)
        )
    return {one: tuple(events) for one, events in found.items()}


def add_photo(tx: Tx, shop_id: str, booking_id: str, photo: VisitPhoto, by: str) -> None:
    """Adds a picture."""
    tx.execute(
        visit_photo.insert().values(
            booking_id=booking_id,
            upload_id=photo.upload_id,
            shop_id=shop_id,
            caption=photo.caption,
            stage=photo.stage.value,
            at_ms=photo.at_ms,
            by_id=by,
        )
    )


def photos_of(tx: Tx, shop_id: str, booking_ids: Iterable[str]) -> dict[str, list[VisitPhoto]]:
    """The pictures of some visits, the oldest first."""
    found: dict[str, list[VisitPhoto]] = {one: [] for one in sorted(set(booking_ids))}
    where = (visit_photo.c.shop_id == shop_id) & visit_photo.c.booking_id.in_(list(found))
    for row in tx.execute(sa.select(visit_photo).where(where).order_by(visit_photo.c.at_ms)):
        found[row.booking_id].append(VisitPhoto(row.upload_id, row.caption, Stage(row.stage), row.at_ms))
    return found


def _columns(one: Visit) -> dict[str, Any]:
    return {
        "c": one.c or None,
        "owner_id": one.owner_id,
        "pet_id": one.pet_id,
        "groomer_id": one.groomer_id,
        "stage": one.stage.value,
        "resume": one.resume.value,
        "version": one.version,
        "starts_ms": one.starts_ms,
        "ends_ms": one.ends_ms,
        "stage_at_ms": one.stage_at_ms,
        "drift_ms": one.drift_ms,
        "plan": msgspec.to_builtins(one.plan),
    }


def _visit(row: sa.Row[Any], events: tuple[VisitEvent, ...]) -> Visit:
    return Visit(
        id=BookingId(row.booking_id),
        shop_id=ShopId(row.shop_id),
        c=ConversationId(row.c or ""),
        owner_id=AccountId(row.owner_id),
        pet_id=PetId(row.pet_id),
        groomer_id=AccountId(row.groomer_id),
        stage=Stage(row.stage),
        resume=Stage(row.resume),
        version=row.version,
        starts_ms=row.starts_ms,
        ends_ms=row.ends_ms,
        stage_at_ms=row.stage_at_ms,
        drift_ms=row.drift_ms,
        plan=msgspec.convert(row.plan, tuple[PlannedStage, ...]),
        events=events,
    )
