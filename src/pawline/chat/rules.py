"""What a shop may decide about its conversations."""

from pawline.chat import store
from pawline.people import Actor
from pawline.platform.db import Database, Tx
from pawline.platform.errors import BadInput

RECALL_MIN = 2
# Nobody takes back what was said yesterday: by then it has been acted on.
MOST_RECALL_MIN = 24 * 60
MINUTE_MS = 60_000


def recall_ms(tx: Tx, shop_id: str) -> int:
    """For how long one's own words can be taken back; 0 is never."""
    found = store.recall_min_of(tx, shop_id)
    return (RECALL_MIN if found is None else found) * MINUTE_MS


class Rules:
    """Verbs and questions of a shop's own rules."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def recall_min(self, actor: Actor) -> int:
        """Minutes in which one's own words can be taken back; 0 is never."""
        return await self._db.read(lambda tx: recall_ms(tx, actor.shop_id)) // MINUTE_MS

    async def set_recall_min(self, actor: Actor, minutes: int) -> None:
        """Changes that, for words that were said already too. Raises BadInput for less than 0 or more than a day."""
        if not 0 <= minutes <= MOST_RECALL_MIN:
            raise BadInput("minutes")
        await self._db.write(lambda tx: store.set_recall_min(tx, actor.shop_id, minutes))
