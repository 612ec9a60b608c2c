"""A shop with a language model on the loopback, for those who ask for it."""

from collections.abc import AsyncIterator

import pytest

from pawline.people import Passwords, People
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database
from pawline.platform.egress import Egress
from pawline.platform.ids import SeededIds
from pawline.platform.keys import Keys

from .house import Counter
from .loopback_llm import LoopbackLlm, loopback_llm


@pytest.fixture
async def model() -> AsyncIterator[LoopbackLlm]:
    async with loopback_llm() as one:
        yield one


@pytest.fixture
async def opened(
    db: Database, clock: VirtualClock, ids: SeededIds, passwords: Passwords, model: LoopbackLlm
) -> Counter:
    """A shop that may call the model, and has not agreed to it yet."""
    people = People(db, clock, ids, passwords, Keys(b"k" * 32))
    made = Counter(db, clock, ids, people, Egress(hosts=frozenset({model.place})))
    await made.open()
    return made
