"""How much may be sent: by a person an hour and a day, and kept by a shop."""

from dataclasses import dataclass

from pawline.chat.errors import ShopFilesFull, TooManyBytes
from pawline.chat.uploads import store
from pawline.chat.uploads.kinds import MB
from pawline.people import Actor
from pawline.platform.db import Tx
from pawline.platform.errors import TooMany

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


@dataclass(frozen=True, slots=True)
class Allowance:
    """`an_hour` uploads and `a_day` bytes."""

    an_hour: int
    a_day: int


OWNER = Allowance(20, 200 * MB)
# A groomer photographs every pet of a day; this only stops a stolen session.
STAFF = Allowance(400, 8192 * MB)


def check(tx: Tx, actor: Actor, size: int, now_ms: int, shop_bytes: int) -> None:
    """Refuses what is more than enough. `shop_bytes` 0 is no limit. Raises TooMany, TooManyBytes, ShopFilesFull."""
    allowed = STAFF if actor.is_staff or actor.is_loadtest else OWNER
    if store.usage_since(tx, actor.shop_id, actor.account_id, now_ms - HOUR_MS).times >= allowed.an_hour:
        raise TooMany(retry_after_ms=HOUR_MS)
    if store.usage_since(tx, actor.shop_id, actor.account_id, now_ms - DAY_MS).size + size > allowed.a_day:
        raise TooManyBytes(most_mb=allowed.a_day // MB, retry_after_ms=HOUR_MS)
    if shop_bytes and store.shop_bytes(tx, actor.shop_id) + size > shop_bytes:
        raise ShopFilesFull
