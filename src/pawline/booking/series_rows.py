"""The SQL of series: bookings that were made together for several days."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from pawline.platform.db import Tx

from .model import Booking, BookingStatus
from .store import booking, of_series

_GONE = (BookingStatus.CANCELLED, BookingStatus.NO_SHOW)


def sizes(tx: Tx, shop_id: str, series_ids: Iterable[str]) -> dict[str, int]:
    """How many visits some series were made of, by series."""
    wanted = sorted(set(series_ids))
    if not wanted:
        return {}
    where = (booking.c.shop_id == shop_id) & booking.c.series_id.in_(wanted)
    most = sa.select(booking.c.series_id, sa.func.max(booking.c.series_no).label("many")).where(where)
    return {row.series_id: int(row.many) for row in tx.execute(most.group_by(booking.c.series_id))}


def visits(tx: Tx, shop_id: str, series_id: str) -> list[list[Booking]]:
    """The visits of a series in order of time, each with the bookings of all pets that come, the leading one first.

    A pet that was taken out of a visit is left out of it, as long as somebody else comes.
    """
    every = of_series(tx, shop_id, series_id)
    found: list[list[Booking]] = []
    for number in sorted({one.series_no or 0 for one in every}):
        leads = [one for one in every if one.series_no == number and one.lead_id is None]
        lead = max(leads, key=lambda one: (one.status not in _GONE, any(o.lead_id == one.id for o in every)))
        found.append([lead, *(one for one in every if one.lead_id == lead.id)])
    return sorted(found, key=lambda visit: min(one.starts_ms for one in visit))


def version(tx: Tx, shop_id: str, series_id: str) -> int:
    """Rises with every change of any of its bookings."""
    where = (booking.c.shop_id == shop_id) & (booking.c.series_id == series_id)
    return int(tx.execute(sa.select(sa.func.sum(booking.c.version)).where(where)).scalar_one())
