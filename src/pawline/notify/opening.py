"""What a new shop gets before anybody writes: the assistant's account."""

from pawline.people import People, Role
from pawline.platform.db import Database, Tx
from pawline.platform.ids import AccountId, ShopId
from pawline.shop import ShopOpened

NAME = "小助手"


def react(db: Database, people: People) -> None:
    """Registers the reaction inside the transaction that opens a shop."""

    def hire_assistant(tx: Tx, fact: ShopOpened) -> None:
        account_id = AccountId(people.ids.new())
        people.open_account(tx, ShopId(fact.shop_id), account_id, Role.BOT, name=NAME)

    db.reacts(ShopOpened, hire_assistant)
