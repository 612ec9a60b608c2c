"""All SQL of a shop itself, its hours and what it sells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from pawline.platform.db import Tx, metadata
from pawline.platform.ids import ShopId

from .events import ShopChanged
from .model import (
    Catalogue,
    ClosedDate,
    Emergency,
    Label,
    Opening,
    PriceRule,
    Service,
    Settings,
    Shop,
    SoldBy,
    StepShare,
)

_ID = sa.String(32)
_NO = sa.BigInteger().with_variant(sa.Integer, "sqlite")

shop = sa.Table(
    "shop",
    metadata,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("slug", sa.String(40), nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("name_en", sa.String(80), nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("lang", sa.String(2), nullable=False),
    sa.Column("address", sa.String(200), nullable=False),
    sa.Column("phone", sa.String(32), nullable=False),
    sa.Column("emergency_name", sa.String(80), nullable=False),
    sa.Column("emergency_phone", sa.String(32), nullable=False),
    sa.Column("settings", sa.JSON, nullable=False),
    sa.Column("opened_ms", sa.BigInteger, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
)

opening = sa.Table(
    "opening",
    metadata,
    sa.Column("shop_id", _ID, primary_key=True),
    sa.Column("weekday", sa.Integer, primary_key=True),
    sa.Column("opens_min", sa.Integer, nullable=False),
    sa.Column("closes_min", sa.Integer, nullable=False),
)

closed_date = sa.Table(
    "closed_date",
    metadata,
    sa.Column("shop_id", _ID, primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("reason_zh", sa.String(80), nullable=False),
    sa.Column("reason_en", sa.String(80), nullable=False),
)

service = sa.Table(
    "service",
    metadata,
    sa.Column("shop_id", _ID, primary_key=True),
    sa.Column("code", sa.String(32), primary_key=True),
    sa.Column("name_zh", sa.String(40), nullable=False),
    sa.Column("name_en", sa.String(40), nullable=False),
    sa.Column("species", sa.JSON, nullable=False),
    sa.Column("steps", sa.JSON, nullable=False),
    sa.Column("skills", sa.JSON, nullable=False),
    sa.Column("labels", sa.JSON, nullable=False),
    sa.Column("includes", sa.JSON, nullable=False),
    sa.Column("is_extra", sa.Boolean, nullable=False),
    sa.Column("is_bookable", sa.Boolean, nullable=False),
    sa.Column("max_quantity", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("before_min", sa.Integer, nullable=False, server_default="0"),
    sa.Column("after_min", sa.Integer, nullable=False, server_default="0"),
    sa.Column("sold_by", sa.String(8), nullable=False, server_default="visit"),
)

price_rule = sa.Table(
    "price_rule",
    metadata,
    sa.Column("id", _NO, primary_key=True, autoincrement=True),
    sa.Column("shop_id", _ID, nullable=False, index=True),
    sa.Column("service", sa.String(32), nullable=False),
    sa.Column("species", sa.String(8)),
    sa.Column("size", sa.String(4)),
    sa.Column("coat", sa.String(12)),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("price_cents", sa.Integer, nullable=False),
    sa.Column("is_modifier", sa.Boolean, nullable=False),
    sa.Column("label_zh", sa.String(40)),
    sa.Column("label_en", sa.String(40)),
    sa.CheckConstraint("minutes >= 0 AND price_cents >= 0", name="not_negative"),
)


def find(tx: Tx, shop_id: str) -> Shop | None:
    """A shop by its id."""
    row = tx.execute(sa.select(shop).where(shop.c.id == shop_id)).one_or_none()
    return None if row is None else _shop(row)


def find_by_slug(tx: Tx, slug: str) -> Shop | None:
    """A shop by its short name."""
    row = tx.execute(sa.select(shop).where(shop.c.slug == slug)).one_or_none()
    return None if row is None else _shop(row)


def all_shops(tx: Tx) -> list[Shop]:
    """Every shop of the installation, the oldest first."""
    return [_shop(row) for row in tx.execute(sa.select(shop).order_by(shop.c.opened_ms, shop.c.id))]


def _shop(row: sa.Row[Any]) -> Shop:
    emergency = Emergency(row.emergency_name, row.emergency_phone) if row.emergency_phone else None
    return Shop(
        id=ShopId(row.id),
        slug=row.slug,
        name=Label(row.name, row.name_en),
        zone=row.zone,
        lang=row.lang,
        address=row.address,
        phone=row.phone,
        emergency=emergency,
        settings=msgspec.convert(row.settings, Settings),
        version=row.version,
    )


def insert(tx: Tx, new: Shop, opened_ms: int) -> None:
    """Adds a shop."""
    tx.execute(shop.insert().values(id=new.id, opened_ms=opened_ms, **_columns(new)))


def update(tx: Tx, changed: Shop) -> None:
    """Writes all of a shop's own fields."""
    tx.execute(shop.update().where(shop.c.id == changed.id).values(**_columns(changed)))


def note_change(tx: Tx, shop_id: str) -> None:
    """Says that the shop's details, hours, people, places or prices changed: what was remembered of them is old."""
    tx.execute(shop.update().where(shop.c.id == shop_id).values(version=shop.c.version + 1))
    tx.emit(ShopChanged(shop_id=shop_id, key=shop_id))


def _columns(one: Shop) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "name": one.name.zh,
        "name_en": one.name.en,
        "zone": one.zone,
        "lang": one.lang,
        "address": one.address,
        "phone": one.phone,
        "emergency_name": one.emergency.name if one.emergency else "",
        "emergency_phone": one.emergency.phone if one.emergency else "",
        "settings": msgspec.to_builtins(one.settings),
    }


def openings(tx: Tx, shop_id: str) -> dict[int, Opening]:
    """Opening hours by weekday; a missing weekday is closed."""
    rows = tx.execute(sa.select(opening).where(opening.c.shop_id == shop_id))
    return {row.weekday: Opening(row.weekday, row.opens_min, row.closes_min) for row in rows}


def set_openings(tx: Tx, shop_id: str, hours: Sequence[Opening]) -> None:
    """Replaces the week."""
    tx.execute(opening.delete().where(opening.c.shop_id == shop_id))
    rows = [{"shop_id": shop_id, **_plain(one)} for one in hours]
    if rows:
        tx.execute(opening.insert(), rows)


def closed_dates(tx: Tx, shop_id: str, first: date, last: date) -> dict[date, ClosedDate]:
    """Closed dates between two days, both included."""
    within = closed_date.c.day.between(first.isoformat(), last.isoformat())
    rows = tx.execute(sa.select(closed_date).where(closed_date.c.shop_id == shop_id, within))
    found = [ClosedDate(date.fromisoformat(r.day), Label(r.reason_zh, r.reason_en)) for r in rows]
    return {one.day: one for one in found}


def close_date(tx: Tx, shop_id: str, one: ClosedDate) -> None:
    """Closes a day, or changes why."""
    reopen_date(tx, shop_id, one.day)
    tx.execute(
        closed_date.insert().values(
            shop_id=shop_id, day=one.day.isoformat(), reason_zh=one.reason.zh, reason_en=one.reason.en
        )
    )


def reopen_date(tx: Tx, shop_id: str, day: date) -> None:
    """Forgets that a day is closed."""
    tx.execute(closed_date.delete().where(closed_date.c.shop_id == shop_id, closed_date.c.day == day.isoformat()))


def catalogue(tx: Tx, shop_id: str) -> Catalogue:
    """Everything that the shop sells."""
    in_order = sa.select(service).where(service.c.shop_id == shop_id).order_by(service.c.position)
    rules = sa.select(price_rule).where(price_rule.c.shop_id == shop_id).order_by(price_rule.c.id)
    return Catalogue(
        tuple(_service(row) for row in tx.execute(in_order)), tuple(_rule(row) for row in tx.execute(rules))
    )


def _service(row: sa.Row[Any]) -> Service:
    return Service(
        code=row.code,
        name=Label(row.name_zh, row.name_en),
        species=frozenset(row.species),
        steps=msgspec.convert(row.steps, tuple[StepShare, ...]),
        skills=frozenset(row.skills),
        labels=tuple(row.labels),
        includes=tuple(row.includes),
        is_extra=row.is_extra,
        is_bookable=row.is_bookable,
        max_quantity=row.max_quantity,
        position=row.position,
        before_min=row.before_min,
        after_min=row.after_min,
        sold_by=SoldBy(row.sold_by),
    )


def _rule(row: sa.Row[Any]) -> PriceRule:
    label = None if row.label_zh is None else Label(row.label_zh, row.label_en or row.label_zh)
    return PriceRule(row.service, row.minutes, row.price_cents, row.species, row.size, row.coat, row.is_modifier, label)


def set_catalogue(tx: Tx, shop_id: str, wanted: Catalogue) -> None:
    """Replaces everything that the shop sells."""
    tx.execute(service.delete().where(service.c.shop_id == shop_id))
    tx.execute(price_rule.delete().where(price_rule.c.shop_id == shop_id))
    if wanted.services:
        tx.execute(service.insert(), [_service_row(shop_id, one) for one in wanted.services])
    if wanted.rules:
        tx.execute(price_rule.insert(), [_rule_row(shop_id, one) for one in wanted.rules])


def save_service(tx: Tx, shop_id: str, one: Service) -> None:
    """Adds a service, or writes all that is said of one; its prices stay."""
    tx.execute(service.delete().where(service.c.shop_id == shop_id, service.c.code == one.code))
    tx.execute(service.insert().values(**_service_row(shop_id, one)))


def set_prices(tx: Tx, shop_id: str, code: str, rules: Sequence[PriceRule]) -> None:
    """Replaces every price rule of one service."""
    tx.execute(price_rule.delete().where(price_rule.c.shop_id == shop_id, price_rule.c.service == code))
    if rules:
        tx.execute(price_rule.insert(), [_rule_row(shop_id, one) for one in rules])


def _service_row(shop_id: str, one: Service) -> dict[str, Any]:
    return {
        "shop_id": shop_id,
        "code": one.code,
        "name_zh": one.name.zh,
        "name_en": one.name.en,
        "species": sorted(one.species),
        "steps": msgspec.to_builtins(one.steps),
        "skills": sorted(one.skills),
        "labels": list(one.labels),
        "includes": list(one.includes),
        "is_extra": one.is_extra,
        "is_bookable": one.is_bookable,
        "max_quantity": one.max_quantity,
        "position": one.position,
        "before_min": one.before_min,
        "after_min": one.after_min,
        "sold_by": one.sold_by.value,
    }


def _rule_row(shop_id: str, one: PriceRule) -> dict[str, Any]:
    return {
        "shop_id": shop_id,
        "service": one.service,
        "species": one.species,
        "size": one.size,
        "coat": one.coat,
        "minutes": one.minutes,
        "price_cents": one.price_cents,
        "is_modifier": one.is_modifier,
        "label_zh": one.label.zh if one.label else None,
        "label_en": one.label.en if one.label else None,
    }


def _plain(one: Opening) -> dict[str, int]:
    return {"weekday": one.weekday, "opens_min": one.opens_min, "closes_min": one.closes_min}
