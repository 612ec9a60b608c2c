"""The product as a process that can be killed: `python -m tests.flows.crash_server FOLDER PORT`.

It adds one route that lets a test owner hold a random free time; everything else is the product.
"""

import random
import sys
from datetime import timedelta
from pathlib import Path

from litestar import post

from pawline.app import House, web_app
from pawline.booking import BookingView, ServiceLine, Wish
from pawline.demo import seed
from pawline.people import Actor, system_actor
from pawline.pets.service import NewPet
from pawline.platform.config import Config
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import upgrade
from pawline.platform.ids import PetId
from pawline.platform.log import set_up_logs
from pawline.platform.web.http import OWNER, Asked, may
from pawline.serve import server_of
from pawline.shop import Settings
from tests.serving import PASSWORDS, cheap_passwords

# Bookers have no telephone, and each kill leaves some of their holds behind.
GENEROUS = Settings(is_phone_required=False, holds_per_hour_stranger=100)


async def make(folder: Path, **settings: str) -> Config:
    """An installation with the demo shop, in which no phone is asked for."""
    config = Config(data=str(folder), **settings)
    folder.mkdir(parents=True, exist_ok=True)
    engine = open_engine(config.database)
    upgrade(engine)
    engine.dispose()

    house = House(config, passwords=cheap_passwords())
    await house.db.start()
    made = await seed(house, PASSWORDS)
    await house.shops.set_settings(system_actor(made.shop.id), GENEROUS)
    await house.db.stop()
    return config


def main() -> None:
    """Serves until killed."""
    set_up_logs("WARNING")
    config = Config(data=sys.argv[1], port=sys.argv[2], synchronous=sys.argv[3] if len(sys.argv) > 3 else "FULL")
    house = House(config, passwords=cheap_passwords())

    async def pet_of(actor: Actor) -> PetId:
        owned = await house.db.read(lambda tx: house.pets.pets_of_owner(tx, actor, actor.account_id))
        if owned:
            return owned[0].id
        return PetId((await house.pets.add_pet(actor, NewPet(name="团团", species="dog", breed="金毛"))).id)

    @post("/test/hold", **may(OWNER, "test.hold", "Hold any free time"))
    async def hold(request: Asked) -> BookingView:
        actor = request.user
        # Any day but today: late in the evening today has no time left.
        day = house.clock.now().date() + timedelta(days=random.randint(1, 20))
        wish = Wish(await pet_of(actor), (ServiceLine("bath"),), day=day)
        talk = await house.db.read(lambda tx: house.chat.conversation_of(tx, actor.shop_id, actor.account_id))
        assert talk is not None
        slots = await house.bookings.offer(actor, wish, talk.id)
        free = [one for times in slots.times.values() for one in times if one.is_free]
        return await house.bookings.hold(actor, random.choice(free).offer_id, house.ids.new(), source="chat")

    server_of(house, web_app(house, [hold])).run()


if __name__ == "__main__":
    main()
