"""When the shop is open, over HTTP: for managers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import msgspec
from litestar import delete, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.web.http import MANAGER, Asked, may
from pawline.shop.model import Label, Opening, local_day
from pawline.shop.service import ShopService

AHEAD_DAYS = 400

Week = Annotated[tuple[Opening, ...], msgspec.Meta(max_length=7)]
Reason = Annotated[str, msgspec.Meta(max_length=40)]


class ClosedDay(msgspec.Struct, frozen=True):
    """A day on which the shop stays closed, and why."""

    day: date
    reason: Label


class HoursView(msgspec.Struct, frozen=True):
    """The week, a missing weekday being closed, and the closed days ahead."""

    week: list[Opening]
    closed: list[ClosedDay]


class HoursPut(msgspec.Struct):
    """The whole week anew."""

    week: Week


class ClosedDays(msgspec.Struct):
    """Days to close on, both included. The reason is shown to owners; it may be left out."""

    first: date
    last: date
    reason: Reason = ""
    reason_en: Reason = ""


def routes(shops: ShopService, db: Database, clock: Clock) -> list[HTTPRouteHandler]:
    """The routes of opening hours and holidays."""

    async def shown(request: Asked) -> HoursView:
        def ask(tx: Tx) -> HoursView:
            shop_id = request.user.shop_id
            today = local_day(clock.now_ms(), shops.shop_of(tx, shop_id).clock_zone)
            closed = shops.closed_dates(tx, shop_id, today, today + timedelta(days=AHEAD_DAYS))
            week = shops.week(tx, shop_id)
            return HoursView(
                [week[one] for one in sorted(week)], [ClosedDay(d, closed[d].reason) for d in sorted(closed)]
            )

        return await db.read(ask)

    @get("/api/shop/hours", **may(MANAGER, "shop.hours", "Opening hours and closed days"))
    async def show(request: Asked) -> HoursView:
        return await shown(request)

    @put("/api/shop/hours", **may(MANAGER, "shop.set_hours", "Change the opening hours"))
    async def change(request: Asked, data: JSONBody[HoursPut]) -> HoursView:
        await shops.set_hours(request.user, data.week)
        return await shown(request)

    @post("/api/shop/closed-days", **may(MANAGER, "shop.close_days", "Close on some days"))
    async def close(request: Asked, data: JSONBody[ClosedDays]) -> HoursView:
        reason = Label(data.reason.strip(), data.reason_en.strip() or data.reason.strip())
        await shops.close_on(request.user, data.first, reason, data.last)
        return await shown(request)

    @delete(
        "/api/shop/closed-days/{day:date}",
        status_code=200,
        **may(MANAGER, "shop.open_day", "Open on a day after all"),
    )
    async def reopen(request: Asked, day: FromPath[date]) -> HoursView:
        await shops.open_on(request.user, day)
        return await shown(request)

    return [show, change, close, reopen]
