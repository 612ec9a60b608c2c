"""Random schedules: what clients do and what befalls them, in any order; the checker judges how it ends.

    python -m tests.faults.schedules COUNT SEED

runs that many schedules from that seed (printed with every failure), to look at one again.
"""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from pawline.client import FileStore, MemoryStore, Store
from pawline.platform.db import Tx
from pawline.platform.ids import AccountId
from tests.faults.virtual import VirtualLoop, run
from tests.faults.world import World

STEPS = 25
PHASES = (Phase.explicit, Phase.generate)
USERS = 4
MOST_CLIENTS = 7
who = st.integers(0, MOST_CLIENTS - 1)


class Schedule(RuleBasedStateMachine):
    """Four accounts in pairs and in a group, up to seven devices, one server that may be killed."""

    counted = 0
    house: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.loop = VirtualLoop()
        asyncio.set_event_loop(self.loop)
        self.folder = Path(tempfile.mkdtemp(prefix="pawline-schedule-"))
        more = {} if self.house is None else {"house": self.house}
        self.world = World(self.loop, self.folder / "data", 0, **more)
        self.stores: list[Store] = []
        self.is_removed = False
        type(self).counted += 1

    def _do(self, work: Any) -> Any:
        return run(self.loop, work, 3600)

    @initialize(chance=st.integers(0, 2**32))
    def begin(self, chance: int) -> None:
        self.world.chance.seed(chance)
        self._do(self._begin())

    async def _begin(self) -> None:
        await self.world.begin(USERS)
        for number in range(USERS):
            await self._open(number)

    async def _open(self, number: int, store: Store | None = None, after: int = 0) -> None:
        store = store or MemoryStore()
        self.stores.append(store)
        await self.world.client(number, self.world.talks(number), after, store=store)

    def _links(self, device: int) -> list[Any]:
        return self.world.links.of(self._name(device))

    def _name(self, device: int) -> str:
        return self.world.diaries[device % len(self.world.diaries)].book.name

    # What people do

    @rule(device=who, is_group=st.booleans(), count=st.integers(1, 6))
    def say(self, device: int, is_group: bool, count: int) -> None:
        number = device % len(self.world.clients)
        c = self.world.talks(self._account(number))[is_group]
        if self.world.diaries[number].state != "gone":
            self._do(self._say(number, c, count))

    @rule(is_group=st.booleans())
    def say_all_at_once(self, is_group: bool) -> None:
        """Several messages of a conversation reach the server in one commit only when several people write."""
        self._do(self._say_all(is_group))

    async def _say_all(self, is_group: bool) -> None:
        for number in range(len(self.world.clients)):
            if self.world.diaries[number].state != "gone":
                await self._say(number, self.world.talks(self._account(number))[is_group], 1)

    async def _say(self, number: int, c: str, count: int) -> None:
        for i in range(count):
            self.world.clients[number].post(c, {"type": "text", "text": f"{number}.{i}"})

    def _account(self, number: int) -> int:
        return int(self.world.diaries[number].book.name.split("-")[0])

    @rule(device=who, ahead=st.integers(-2, 5))
    def read(self, device: int, ahead: int) -> None:
        number = device % len(self.world.clients)
        client, c = self.world.clients[number], self.world.talks(self._account(number))[0]
        client.read(c, max(0, client.cursor(c) + ahead))
        client.typing(c)

    @rule(seconds=st.sampled_from([0.003, 0.02, 0.3, 2.0, 11.0, 50.0]))
    def wait(self, seconds: float) -> None:
        self._do(asyncio.sleep(seconds))

    @precondition(lambda self: len(self.world.clients) < MOST_CLIENTS)
    @rule(number=st.integers(0, USERS - 1))
    def come_with_another_device(self, number: int) -> None:
        self._do(self._open(number))

    @precondition(lambda self: len(self.world.clients) < MOST_CLIENTS)
    @rule(device=who)
    def start_the_program_again(self, device: int) -> None:
        """It ends in the middle of whatever it did; what it had not said is in its store."""
        number = device % len(self.world.clients)
        if self.world.diaries[number].state not in {"gone", "ended"}:
            self._do(self._again(number))

    async def _again(self, number: int) -> None:
        await self.world.leave(number)
        kept = self.stores[number]
        if isinstance(kept, FileStore):
            kept.close()
        left = MemoryStore()
        for one in kept.pending():
            left.keep(one)
        await self._open(self._account(number), left)

    @precondition(lambda self: not self.is_removed and self.world.house is not None)
    @rule()
    def show_the_last_one_out(self) -> None:
        self.is_removed = True
        self._do(self._show_out())

    async def _show_out(self) -> None:
        house = self.world.house
        assert house is not None
        actor, gone = await self.world.actor(0), AccountId(self.world.users[USERS - 1]["user"])
        c = self.world.talks(0)[1]

        def work(tx: Tx) -> None:
            house.chat.groups._show_out(tx, actor, c, gone, "removed")

        await house.db.write(work)

    # What befalls them

    @rule(device=who, how=st.sampled_from(["cut", "cut_for_client", "stall"]))
    def lose_the_line(self, device: int, how: str) -> None:
        for link in self._links(device):
            getattr(link, how)()

    @rule(device=who, seconds=st.sampled_from([0.5, 5.0]))
    def slow_down(self, device: int, seconds: float) -> None:
        self.world.links.slow[self._name(device)] = seconds

    @rule(device=who)
    def lose_the_network(self, device: int) -> None:
        self.world.links.unreachable.add(self._name(device))
        for link in self._links(device):
            link.cut_for_client()

    @rule(loss=st.sampled_from([0.0, 0.3]))
    def lose_requests(self, loss: float) -> None:
        self.world.links.loss = loss

    @rule()
    def mend_the_network(self) -> None:
        self.world.links.heal()

    @precondition(lambda self: self.world.house is not None)
    @rule(crash=st.booleans())
    def stop(self, crash: bool) -> None:
        self._do(self.world.stop_server(crash=crash))

    @precondition(lambda self: self.world.house is None)
    @rule()
    def start(self) -> None:
        self._do(self.world.start_server())

    def teardown(self) -> None:
        try:
            if self.world.users:
                self._do(self._end())
                broken = self.world.broken()
                assert not broken, broken
        finally:
            self.loop.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    async def _end(self) -> None:
        await self.world.settle()
        await self.world.close()


def run_schedules(count: int, number: int, kind: type[Schedule] = Schedule) -> int:
    """Runs schedules from a seed and returns how many; a failure is shrunk to its shortest form and raised."""
    print(f"seed {number}", flush=True)
    checked = settings(
        max_examples=count, stateful_step_count=STEPS, deadline=None, database=None, print_blob=True,
        suppress_health_check=list(HealthCheck), phases=PHASES,
    )  # fmt: skip
    before = kind.counted
    run_state_machine_as_test(seed(number)(kind), settings=checked)
    return kind.counted - before


if __name__ == "__main__":
    print(run_schedules(int(sys.argv[1]), int(sys.argv[2])), "schedules hold")
