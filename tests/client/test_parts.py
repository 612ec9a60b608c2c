"""The pure parts: the receiver's rule, the order of messages, ids, and what is kept in a file."""

import random
import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawline.client import Entry, FileStore, MemoryStore, Pending, ReceivedLog, Store
from pawline.client.ids import Cmids
from pawline.client.outgoing import Outgoing
from pawline.platform.clock import VirtualClock
from tests.faults.virtual import LoopClock, VirtualLoop


@given(st.integers(0, 5), st.lists(st.lists(st.integers(1, 30), max_size=6), max_size=30))
def test_whatever_comes_is_applied_in_order_and_once(start: int, batches: list[list[int]]) -> None:
    log = ReceivedLog(start)
    applied = [entry.seq for batch in batches for entry in log.receive(Entry("c", seq) for seq in batch)]
    assert applied == list(range(start + 1, start + 1 + len(applied)))
    heard = {seq for batch in batches for seq in batch if seq > start}
    assert set(applied) <= heard
    assert log.is_behind == bool(heard - set(applied))
    assert log.last + 1 not in heard


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["ack", "later", "cut"])), max_size=40))
def test_one_message_a_conversation_is_under_way_and_none_overtakes(steps: list[tuple[str, str]]) -> None:
    outgoing = Outgoing(Pending(f"{c}{i}", c, {}) for i in range(9) for c in "abc")
    left: list[str] = [one.cmid for one in outgoing.next()]
    answered: list[str] = []
    for c, what in steps:
        flying = [cmid for cmid in left if cmid[0] == c]
        assert len(flying) <= 1
        if what == "cut":
            outgoing.restart(16)
            left = [one.cmid for one in outgoing.next()]
        elif flying:
            left.remove(flying[0])
            if what == "ack":
                outgoing.answered(flying[0])
                answered.append(flying[0])
            else:
                outgoing.postpone(flying[0])
                outgoing.go_on(c)
            left += [one.cmid for one in outgoing.next()]
    for c in "abc":
        mine = [cmid for cmid in answered if cmid[0] == c]
        assert mine == [f"{c}{i}" for i in range(len(mine))]


def test_no_more_are_under_way_than_the_server_allows() -> None:
    outgoing = Outgoing(Pending(f"m{i}", f"c{i}", {}) for i in range(9))
    outgoing.restart(4)
    assert len(list(outgoing.next())) == 4
    assert list(outgoing.next()) == []
    outgoing.answered("m0")
    assert [one.cmid for one in outgoing.next()] == ["m4"]


def test_ids_sort_and_follow_the_servers_clock(clock: VirtualClock) -> None:
    cmids = Cmids(clock, random.Random(1))
    cmids.set_server_time(clock.now_ms() + 86_400_000)
    made = [cmids.new() for _ in range(1000)]
    assert made == sorted(set(made))
    first = uuid.UUID(made[0])
    assert (first.version, first.variant) == (7, uuid.RFC_4122)
    assert first.int >> 80 == clock.now_ms() + 86_400_000


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_a_store_keeps_the_order(kind: str, tmp_path: Path) -> None:
    store: Store = MemoryStore() if kind == "memory" else FileStore(tmp_path / "s.db")
    made = [Pending(f"cmid-{i}", "c", {"type": "text", "text": f"你好 {i}"}) for i in (3, 1, 2)]
    made[2] = Pending("cmid-2", "c", {"type": "text", "text": "改"}, kind="edit", target_seq=4)
    for one in made:
        store.keep(one)
    store.forget("cmid-1")
    store.save("e", {"c": 7, "d": 1})
    store.save("e", {"c": 8})
    if isinstance(store, FileStore):
        store.close()
        store = FileStore(tmp_path / "s.db")
    assert store.pending() == [made[0], made[2]]
    assert (store.cursors(), store.epoch()) == ({"c": 8, "d": 1}, "e")


def test_a_clock_on_the_virtual_loop_jumps_without_its_monotonic_side() -> None:
    loop = VirtualLoop()
    clock = LoopClock(loop)
    before = clock.now_ms(), clock.monotonic()
    clock.jump_ms = -86_400_000
    loop.run_until_complete(clock.sleep(3600))
    assert (clock.now_ms() - before[0], clock.monotonic() - before[1]) == (3_600_000 - 86_400_000, pytest.approx(3600))
    loop.close()
