"""`python -m bench.turn [--quick]`: what one turn of the assistant costs in the well booked shop of twenty.

Processor time of the whole process from a message that is there to its answer that is written: the message understood,
what the house knows of the owner read, free times looked for, a time held, card and words in the log. No model takes
part.
JSON lines on standard output.
"""

import argparse
import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.booking import DAYS, FORTNIGHT, Shop, fill, open_shop, tell_share
from pawline.assistant import warm
from pawline.people import Actor
from pawline.pets import NewPet
from pawline.platform.db import Tx
from pawline.platform.ids import ConversationId

# What each turn has to do, and messages that make it do so; a turn that holds a time is followed by one that lets go.
WORKS = {
    "small-talk": ("你们几点开门", "谢谢啦", "are you open on Sunday?"),
    "price": ("柯基洗澡多少钱", "how much is a bath for my corgi", "豆豆洗个澡要多少呀"),
    "offer": ("豆豆{day}想洗澡", "{day}下午给豆豆洗澡有空吗", "a bath for 豆豆 some time {en} please"),
    "hold": ("{day}上午十点给豆豆洗澡", "豆豆{day}下午三点洗澡", "bath for 豆豆 {en} at 4pm please"),
    "let-go": ("算了先不约", "取消吧", "no thanks, not now"),
}
DAYS_SAID = (
    ("后天", "the day after tomorrow"), ("大后天", "in 3 days"),
    ("下周三", "next Wednesday"), ("下周五", "next Friday"),
)  # fmt: skip


@dataclass
class Talk:
    """An owner in conversation with the shop."""

    shop: Shop
    owner: Actor
    c: ConversationId

    async def turn(self, text: str) -> float:
        """Says something; milliseconds of the processor that its answer takes."""
        house = self.shop.house
        await house.chat.send(self.owner, self.c, house.ids.new(), {"type": "text", "text": text})
        await house.outbox.settle()
        begun = time.process_time()
        asked = await house.receptionist.asked(self.owner.shop_id, self.c)
        assert asked is not None
        await house.receptionist.answer(asked)
        spent = time.process_time() - begun
        await house.outbox.settle()
        return spent * 1000


def main() -> None:
    """Builds the shop once, then measures."""
    parser = argparse.ArgumentParser(prog="bench.turn", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a week and a few turns: checks the output only")
    args = parser.parse_args()
    warm()
    with tempfile.TemporaryDirectory(prefix="pawline-bench-") as folder:
        days, turns = (FORTNIGHT, 3) if args.quick else (DAYS, 300)
        asyncio.run(_measure(Path(folder), days, turns))


async def _measure(folder: Path, days: int, turns: int) -> None:
    shop = await open_shop(folder)
    await fill(shop, days)
    spent: dict[str, list[float]] = {work: [] for work in WORKS}
    talk = await _arrive(shop)
    for number in range(turns):
        # Nobody says so much in a minute.
        talk = talk if number % 2 else await _arrive(shop)
        zh, en = DAYS_SAID[number % len(DAYS_SAID)]
        for work, texts in WORKS.items():
            spent[work].append(await talk.turn(texts[number % len(texts)].format(day=zh, en=en)))
    for work, every in spent.items():
        tell_share("turn", work, every)
    tell_share("turn", "all", [one for every in spent.values() for one in every])
    await shop.house.db.stop()


async def _arrive(shop: Shop) -> Talk:
    house, shop_id = shop.house, shop.manager.shop_id
    owner = (await house.people.arrive(shop_id, "zh")).actor
    await house.pets.add_pet(owner, NewPet(name="豆豆", species="dog", breed="柯基"))

    def look(tx: Tx) -> ConversationId:
        found = house.chat.conversation_of(tx, shop_id, owner.account_id)
        assert found is not None
        return found.id

    return Talk(shop, owner, await house.db.read(look))


if __name__ == "__main__":
    main()
