"""Calendars that are followed, over HTTP."""

from __future__ import annotations

from litestar import Response, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from pawline.platform.clock import Clock
from pawline.platform.db import Database
from pawline.platform.web.http import PUBLIC, SIGNED_IN, Asked, may, network_of
from pawline.records.feed_pace import FeedPace
from pawline.records.feeds import Feeds, FeedView, NewFeed

# No shared cache keeps it; the follower itself may, and asks whether it is still true.
KEPT_BY_FOLLOWER = {"cache-control": "private, no-cache", "x-robots-tag": "noindex", "referrer-policy": "no-referrer"}


def routes(feeds: Feeds, db: Database, clock: Clock) -> list[HTTPRouteHandler]:
    """The routes of one's own link, and of the calendar behind it."""
    pace = FeedPace(clock)

    @get("/api/me/calendar", **may(SIGNED_IN, "records.feed", "Whether one's bookings can be followed by a link"))
    async def mine(request: Asked) -> FeedView:
        return await db.read(lambda tx: feeds.mine(tx, request.user))

    @post(
        "/api/me/calendar",
        status_code=200,
        **may(SIGNED_IN, "records.feed_make", "A new link to follow one's bookings; the old one is void"),
    )
    async def make(request: Asked) -> NewFeed:
        return await feeds.make(request.user)

    @delete("/api/me/calendar", **may(SIGNED_IN, "records.feed_revoke", "The link is void"))
    async def revoke(request: Asked) -> None:
        await feeds.revoke(request.user)

    @get("/calendar/{token:str}", **may(PUBLIC, "records.calendar", "The calendar that a link shows"))
    async def calendar(request: Asked, token: FromPath[str]) -> Response[str]:
        pace.take(network_of(request), token)
        found = await db.read(lambda tx: feeds.read(tx, token, request.headers.get("if-none-match", "")))
        headers = {**KEPT_BY_FOLLOWER, "etag": found.tag}
        if found.text is None:
            return Response("", status_code=304, headers=headers)
        headers["content-disposition"] = 'inline; filename="pawline.ics"'
        return Response(found.text, media_type="text/calendar", headers=headers)

    return [mine, make, revoke, calendar]
