"""Where a message's microseconds go: the whole server in this process, its sockets replaced by counters.

Each stage is timed by the processor time of its own thread, so waiting costs nothing. What the kernel and the event
loop add for the sockets is not in it; `bench.bare` beside the whole server tells that.
"""

import asyncio
import gc
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.load import BODY
from pawline.app import House
from pawline.chat import State
from pawline.chat.store import change_conversation
from pawline.chat.ws import ChatLine
from pawline.cli.loadtest import loadtest_users
from pawline.people import Passwords
from pawline.platform.config import Config
from pawline.platform.db import Tx
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import upgrade
from pawline.platform.web.picows_socket import Gathered, PicowsPeer
from pawline.platform.web.socket import Knock

HELLO = b'{"t":"hello","d":{"device_id":"stages"}}'
SEND = '{"t":"send","id":1,"c":"%s","d":{"cmid":"%012x-stage-%012d","body":{"type":"text","text":"%s"}}}'


class _Transport:
    """Takes what would be written to a socket."""

    def __init__(self) -> None:
        self.underlying_transport = self

    def write(self, data: bytes) -> None: ...

    def set_write_buffer_limits(self, high: int) -> None: ...

    def get_write_buffer_size(self) -> int:
        return 0

    def disconnect(self) -> None: ...

    def abort(self) -> None: ...


class Stages:
    """Times calls by name."""

    def __init__(self) -> None:
        self.spent_s: dict[str, float] = defaultdict(float)

    def timed(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same call, whose thread's processor time is added up under `name`."""

        def whole(*words: Any) -> Any:
            begun = time.thread_time()
            try:
                return call(*words)
            finally:
                self.spent_s[name] += time.thread_time() - begun

        return whole


async def stages_of(pairs: int, batch: int, batches: int, state: State | None = None) -> dict[str, float]:
    """Microseconds a message by stage, with so many messages in a commit.

    `state` None: between two people; else what owners write to their shop while this one answers.
    """
    with tempfile.TemporaryDirectory(prefix="pawline-bench-") as folder:
        config = Config(data=folder)
        engine = open_engine(config.database)
        upgrade(engine)
        engine.dispose()
        house = House(config, passwords=Passwords())
        async with house.living():
            users = [one async for one in loadtest_users(house, pairs * 2, 0, 0)]
            if state is not None:
                await house.db.write_each(users[::2], partial(_make_owners, state=state))
            return await _measured(house, users, batch, batches)


def _make_owners(tx: Tx, user: dict[str, Any], state: State) -> None:
    c = user["conversations"][0]["c"]
    change_conversation(tx, c, kind="owner", owner_id=user["user"], state=state.value)


async def _measured(house: House, users: list[dict[str, Any]], batch: int, batches: int) -> dict[str, float]:
    stages, gathered = Stages(), Gathered()
    gathered.write = stages.timed("gather", gathered.write)  # type: ignore[method-assign]
    lines = [_line(house, one, gathered) for one in users]
    for one in lines:
        one.received(HELLO)
    async with asyncio.timeout(30):
        while any(one.actor is None for one in lines):
            await asyncio.sleep(0.01)
    back = _time_writer(house.db._writer, stages)
    senders = [(one, user["conversations"][0]["c"]) for one, user in zip(lines, users, strict=True)][::2]
    gc.collect()
    gc.freeze()
    first = batches // 4
    frames = [[_frame(senders, turn * batch + i) for i in range(batch)] for turn in range(first + batches)]
    await _turns(stages, back, frames[:first])
    stages.spent_s.clear()
    own, whole = time.thread_time(), time.process_time()
    await _turns(stages, back, frames[first:])
    own, whole = time.thread_time() - own, time.process_time() - whole
    stages.spent_s["background"] = own - sum(stages.spent_s[name] for name in ("take", "write", "answer", "gather"))
    stages.spent_s["readers"] = whole - own - stages.spent_s["commit"]
    return {name: spent / batch / batches * 1e6 for name, spent in stages.spent_s.items()}


def _line(house: House, user: dict[str, Any], gathered: Gathered) -> ChatLine:
    peer = PicowsPeer(gathered)
    peer.connect(_Transport())  # type: ignore[arg-type]
    return ChatLine(house.lines, Knock("/ws", "", {"authorization": f"Bearer {user['token']}"}), peer)


def _time_writer(writer: Any, stages: Stages) -> asyncio.Event:
    """At the seams between taking, writing, committing and answering; the event tells of each batch that is done."""
    back = asyncio.Event()
    come_back = writer._come_back

    def done() -> None:
        come_back()
        back.set()

    writer._come_back = done
    writer._write_here = stages.timed("write", writer._write_here)
    writer._finish = stages.timed("commit", writer._finish)
    writer._told = stages.timed("answer", writer._told)
    return back


async def _turns(stages: Stages, back: asyncio.Event, turns: list[list[tuple[ChatLine, bytes]]]) -> None:
    take = stages.timed("take", lambda frames: [line.received(frame) for line, frame in frames])
    for frames in turns:
        back.clear()
        take(frames)
        await back.wait()


def _frame(senders: list[tuple[ChatLine, str]], number: int) -> tuple[ChatLine, bytes]:
    line, c = senders[number % len(senders)]
    return line, (SEND % (c, time.time_ns() // 1_000_000, number, BODY)).encode()
