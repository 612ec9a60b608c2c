"""The prices of some days: the verbs of seasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pawline.people import Actor, must_manage
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import Ids

from . import season_rows, store
from .errors import NoSuchSeason, NoSuchShop
from .model import Label, local_day
from .seasons import WEEKDAYS, Season, check_room, check_season


@dataclass(frozen=True)
class SeasonChange:
    """All that is said of a season; no English name is the Chinese one, and all weekdays are as good as none."""

    name: Label
    first: date
    last: date
    percent: int
    weekdays: frozenset[int] = frozenset()
    services: frozenset[str] = frozenset()

    def season(self, season_id: str) -> Season:
        """The season that is meant."""
        zh = self.name.zh.strip()
        weekdays = frozenset[int]() if self.weekdays == WEEKDAYS else self.weekdays
        name = Label(zh, self.name.en.strip() or zh)
        return Season(season_id, name, self.first, self.last, self.percent, weekdays, self.services)


class SeasonList:
    """For managers only: each verb raises Forbidden for anybody else. What is held or booked keeps its price."""

    def __init__(self, db: Database, clock: Clock, ids: Ids) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids

    async def add(self, actor: Actor, new: SeasonChange) -> Season:
        """Adds a season; raises TooManySeasons and what `check_season` raises."""
        made = new.season(self._ids.new())

        def work(tx: Tx) -> None:
            check_room(season_rows.seasons(tx, actor.shop_id))
            self._save(tx, actor, made)

        await self._change(actor, work)
        return made

    async def change(self, actor: Actor, season_id: str, change: SeasonChange) -> None:
        """Replaces all that is said of a season; raises NoSuchSeason and what `check_season` raises."""

        def work(tx: Tx) -> None:
            _must_know(tx, actor, season_id)
            self._save(tx, actor, change.season(season_id))

        await self._change(actor, work)

    async def remove(self, actor: Actor, season_id: str) -> None:
        """Takes a season away; raises NoSuchSeason."""

        def work(tx: Tx) -> None:
            _must_know(tx, actor, season_id)
            season_rows.drop_season(tx, actor.shop_id, season_id)

        await self._change(actor, work)

    def _save(self, tx: Tx, actor: Actor, one: Season) -> None:
        shop = store.find(tx, actor.shop_id)
        if shop is None:
            raise NoSuchShop
        check_season(one, store.catalogue(tx, actor.shop_id), local_day(self._clock.now_ms(), shop.clock_zone))
        season_rows.save_season(tx, actor.shop_id, one)

    async def _change(self, actor: Actor, change: Callable[[Tx], None]) -> None:
        must_manage(actor)

        def work(tx: Tx) -> None:
            change(tx)
            store.note_change(tx, actor.shop_id)

        await self._db.write(work)


def _must_know(tx: Tx, actor: Actor, season_id: str) -> None:
    if all(one.id != season_id for one in season_rows.seasons(tx, actor.shop_id)):
        raise NoSuchSeason
