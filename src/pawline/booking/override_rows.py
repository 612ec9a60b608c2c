"""The SQL of overrides: bookings that were put where the rules of the shop say no."""

from __future__ import annotations

import sqlalchemy as sa

from pawline.platform.db import Tx

from .model import Booking, Span
from .store import booking, find_many


def decided_in(tx: Tx, shop_id: str, span: Span, before: tuple[int, str] | None, limit: int) -> list[Booking]:
    """Those that were decided within a span, the newest first; `before` is moment and id of the one they follow.

    A reason is given when a booking is made, and never later: `made_ms` is the moment of the decision.
    """
    where = (booking.c.shop_id == shop_id) & booking.c.anyway_why.is_not(None)
    where &= (booking.c.made_ms >= span.start_ms) & (booking.c.made_ms < span.end_ms)
    if before is not None:
        at_ms, booking_id = before
        where &= (booking.c.made_ms < at_ms) | ((booking.c.made_ms == at_ms) & (booking.c.id < booking_id))
    newest = (booking.c.made_ms.desc(), booking.c.id.desc())
    ids = tx.execute(sa.select(booking.c.id).where(where).order_by(*newest).limit(limit)).scalars()
    found = {one.id: one for one in find_many(tx, shop_id, wanted)} if (wanted := list(ids)) else {}
    return [found[one] for one in wanted]
