"""Owners who write what nobody would: random signs, and real messages torn, doubled and mixed. The assistant neither
breaks nor books."""

import asyncio
import json
import logging
import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from evals.reading import SETS
from evals.scenario import Expected, Scenario
from evals.shop import Counter, Shops

from pawline.booking import BookingConfirmed
from pawline.chat import State
from pawline.people import Actor
from pawline.platform.db import Tx
from tests.soak.row import Figures

MESSAGES, A_TALK = 1_000, 25
ODD = "\u200b\u200f\u202e\u0301\ufeff\x07😀👨‍👩‍👧🏳️‍🌈ﷺ𝔘㊙０９¥½′″－～…"
# Four bytes each at most, as many as are taken in.
LONGEST = 2_048
BEGINS = datetime.fromisoformat("2026-12-14T09:30")


def babble(number: int, folder: Path, messages: int = MESSAGES) -> Figures:
    """So many messages in talks of some length, each answered by the real house on a virtual clock."""
    # The shop itself was made with the seed 1.
    return asyncio.run(_babbled(random.Random(number), folder, messages, number + 2))


def real_messages() -> list[str]:
    """What owners really write, to be torn."""
    lines = (line for path in sorted(SETS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines())
    return [json.loads(line)["text"] for line in lines if line]


def torn(chance: random.Random, real: list[str]) -> str:
    """One message, never empty and never more than is taken in."""
    text = chance.choice(real) if chance.random() < 0.85 else _random_signs(chance)
    for _ in range(chance.randrange(4)):
        text = chance.choice(TEARS)(chance, text, real)
    return text[:LONGEST].strip() or "？"


def _random_signs(chance: random.Random) -> str:
    ranges = ((0x20, 0x7E), (0x4E00, 0x9FA5), (0x3040, 0x30FF), (0x1F300, 0x1FAFF), (0xA0, 0xD7FF), (0xE000, 0x10FFFF))
    low, high = chance.choice(ranges)
    return "".join(chr(chance.randint(low, high)) for _ in range(chance.randint(1, 60)))


def _cut(chance: random.Random, text: str, _real: list[str]) -> str:
    start = chance.randrange(len(text) + 1)
    return text[:start] + text[start + chance.randint(1, 6) :]


def _doubled(chance: random.Random, text: str, _real: list[str]) -> str:
    return text * chance.choice((2, 3, 40))


def _mixed(chance: random.Random, text: str, real: list[str]) -> str:
    other = chance.choice(real)
    return text[: chance.randrange(len(text) + 1)] + other[chance.randrange(len(other) + 1) :]


def _strewn(chance: random.Random, text: str, _real: list[str]) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + "".join(chance.choices(ODD, k=chance.randint(1, 5))) + text[at:]


def _shaken(chance: random.Random, text: str, _real: list[str]) -> str:
    signs = list(text)
    chance.shuffle(signs)
    return "".join(signs)


def _numbered(chance: random.Random, text: str, _real: list[str]) -> str:
    """Every figure another one, up to what no calendar holds."""
    return "".join(str(chance.randrange(10**9)) if one.isdigit() and chance.random() < 0.5 else one for one in text)


TEARS = (_cut, _doubled, _mixed, _strewn, _shaken, _numbered)


class _Failures(logging.Handler):
    """Keeps what the assistant logs when it breaks: owners only see that a person was called."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(self.format(record))


async def _babbled(chance: random.Random, folder: Path, messages: int, seed: int) -> Figures:
    failures, booked, real = _Failures(), list[str](), real_messages()
    log = logging.getLogger("pawline.assistant")
    log.addHandler(failures)
    scenario = Scenario(id="babble", lang="zh", clock=BEGINS, opens=[], expect=Expected())
    figures = {"messages": 0.0, "answered": 0.0, "handed over": 0.0}
    try:
        async with Shops(folder).open(scenario, [], seed) as counter:
            counter.house.db.reacts(BookingConfirmed, lambda _tx, fact: booked.append(fact.booking_id))
            for many in _talks(messages):
                said = [torn(chance, real) for _ in range(many)]
                await _talk(counter, chance, said, figures)
                assert not failures.seen, f"{failures.seen[0]} after {said}"
                assert not booked, f"booked without a yes: {said}"
    finally:
        log.removeHandler(failures)
    return figures


def _talks(messages: int) -> Iterator[int]:
    for start in range(0, messages, A_TALK):
        yield min(A_TALK, messages - start)


async def _talk(counter: Counter, chance: random.Random, said: list[str], figures: Figures) -> None:
    """One stranger; sometimes several messages in one breath."""
    house = counter.house
    arrived = (await house.people.arrive(counter.manager.shop_id, chance.choice(("zh", "en")))).actor
    c = await house.db.read(lambda tx: _conversation(tx, counter, arrived))
    for text in said:
        await house.chat.send(arrived, c, house.ids.new(), {"type": "text", "text": text})
        figures["messages"] += 1
        if chance.random() < 0.8:
            await counter.settle(0.9)
    await counter.settle(0.9)
    found = await house.db.read(lambda tx: house.chat.conversation(tx, arrived.shop_id, c))
    assert found is not None
    figures["answered"] += found.last_seq - len(said)
    figures["handed over"] += found.state is State.QUEUED


def _conversation(tx: Tx, counter: Counter, owner: Actor) -> str:
    found = counter.house.chat.conversation_of(tx, owner.shop_id, owner.account_id)
    assert found is not None
    return found.id
