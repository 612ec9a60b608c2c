"""What readers found in a shop's book, kept for as long as nothing that it was made of has changed.

Of a shop that is its version, of a day the claims: a claim is never changed but let go, and a new one has a higher
number, so that as many claims with the same sum are the same ones. A day with a hold in it is not kept, since a hold
ends by itself. Only what a reader finds is kept: what a writer sees may yet be undone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from typing import Generic, TypeAlias, TypeVar

from pawline.platform.db import Tx
from pawline.shop import Catalogue, Season, Shop, ShopService, Team

from .model import DayPlan

MOST_SHOPS, MOST_DAYS = 64, 1024
Premises: TypeAlias = tuple[Catalogue, Team, tuple[Season, ...], tuple[int, ...]]
Sign: TypeAlias = tuple[object, ...]
Key = TypeVar("Key")
Found = TypeVar("Found")


class Remembered:
    """Shared by all readers of a process; two that do not know of each other do the same work once more."""

    def __init__(self) -> None:
        self._premises = _Kept[str, Premises](MOST_SHOPS)
        self._days = _Kept[tuple[str, date], DayPlan | None](MOST_DAYS)

    def premises(self, tx: Tx, shops: ShopService, shop: Shop) -> Premises:
        """What the shop sells, who and what is in it, on which days prices are others, and the seats of those that are
        brought at one time."""
        sign = (shop.version,)
        found = self._premises.get(shop.id, sign) if tx.is_reading else None
        if found is not None:
            return found[0]
        made = (
            shops.catalogue(tx, shop.id), shops.team(tx, shop.id), shops.seasons(tx, shop.id), shops.seats(tx, shop.id)
        )  # fmt: skip
        if tx.is_reading:
            self._premises.put(shop.id, sign, made)
        return made

    def catalogue(self, tx: Tx, shops: ShopService, shop: Shop) -> Catalogue:
        """What the shop sells alone: a writer remembers nothing, and reads no more of the shop than it asks for."""
        return self.premises(tx, shops, shop)[0] if tx.is_reading else shops.catalogue(tx, shop.id)

    def days(self, shop_id: str, signs: Mapping[date, Sign | None]) -> dict[date, DayPlan | None]:
        """The days that are known as they are by their signs; one whose sign is None never is."""
        known = {day: self._days.get((shop_id, day), sign) for day, sign in signs.items() if sign is not None}
        return {day: found[0] for day, found in known.items() if found is not None}

    def keep(self, shop_id: str, signs: Mapping[date, Sign | None], plans: Mapping[date, DayPlan | None]) -> None:
        """Remembers days by their signs."""
        for day, plan in plans.items():
            sign = signs.get(day)
            if sign is not None:
                self._days.put((shop_id, day), sign, plan)


class _Kept(Generic[Key, Found]):
    """The newest of what was found, each with the sign that it was found by."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Key, tuple[Sign, Found]] = OrderedDict()

    def get(self, key: Key, sign: Sign) -> tuple[Found] | None:
        """What was found by this sign, in a tuple, since it may be None itself."""
        kept = self._found.get(key)
        return (kept[1],) if kept is not None and kept[0] == sign else None

    def put(self, key: Key, sign: Sign, found: Found) -> None:
        self._found[key] = (sign, found)
        while len(self._found) > self._most:
            self._found.popitem(last=False)
