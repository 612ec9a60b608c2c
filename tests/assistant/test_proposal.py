"""What of a model's proposal holds: quotations, closed lists, the owner's own; and what it can never take away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pawline.assistant.dialogue import context_of, step
from pawline.assistant.facts import Offer
from pawline.assistant.model import CallPerson, CancelBooking, Dialogue, MoveBooking, Propose
from pawline.assistant.proposal import Proposal, Scene, held_against, proposal_in
from pawline.assistant.understand import Understanding, understand

from .fake_world import BOOKING, DOUDOU, MIMI, SUNDAY, ZONE, FakeWorld

MISSED = "麻烦后天下午三点给我家小祖宗整整容，别的时间明天下午不行"
WORLD = FakeWorld(known=(DOUDOU, MIMI), booked=(BOOKING,))


def read_of(text: str, world: FakeWorld = WORLD, state: Dialogue | None = None) -> tuple[Understanding, Scene]:
    state = state or Dialogue()
    return understand(text, world.now, ZONE, context_of(state, world)), Scene(state, world)


def held(text: str, **proposal: Any) -> Understanding | None:
    read, scene = read_of(text)
    return held_against(msgspec.convert(proposal, Proposal), read, scene)


def test_what_is_quoted_holds() -> None:
    found = held(
        MISSED,
        intents=["book"],
        services=[{"label": "groom", "words": "整整容"}],
        pets=[{"words": "我家小祖宗", "place": 2}],
        times=[{"words": "后天下午三点", "role": "when"}],
    )
    assert found is not None
    assert (found.intents, found.services) == (("book",), ("groom",))
    assert found.pets[0].name == MIMI.name
    assert [one.start for one in found.wanted_times] == [datetime(2026, 11, 24, 15, tzinfo=ZONE)]


@pytest.mark.parametrize(
    "proposal",
    [
        {"services": [{"label": "bath", "words": "洗澡"}]},
        {"services": [{"label": "magic", "words": "整整容"}]},
        {"times": [{"words": "大后天上午九点", "role": "when"}]},
        {"pets": [{"words": "旺财", "name": "旺财"}]},
        {"pets": [{"words": "我家小祖宗", "place": 3}]},
        {"pets": [{"words": "我家小祖宗", "place": 0}]},
        {"pets": [{"words": "我家小祖宗", "place": -1}]},
        {"needs": [{"kind": "bites", "words": "会咬人"}]},
        {"needs": [{"kind": "sudo", "words": "整整容"}]},
        {"offer": 1},
        {"topics": ["admin"]},
        {"intents": ["unknown"]},
        {"red_flags": ["bleeding"]},
    ],
)
def test_what_was_not_said_does_not(proposal: dict[str, Any]) -> None:
    read, scene = read_of(MISSED)
    found = held_against(msgspec.convert(proposal, Proposal), read, scene)
    assert found is None or (found.services, found.times, found.pets) == (read.services, read.times, read.pets)


def test_what_the_owner_ruled_out_stays_ruled_out() -> None:
    found = held(MISSED, intents=["book"], times=[{"words": "明天下午", "role": "when"}])
    assert found is not None
    assert not any(one.start and one.start.date() == (SUNDAY + timedelta(days=1)).date() for one in found.wanted_times)
    taken_back = held("别洗澡，给它整整容", intents=["book"], services=[{"label": "bath", "words": "洗澡"}])
    assert taken_back is None or "bath" not in taken_back.services


@pytest.mark.parametrize("text", ["狗狗吃了巧克力在抽搐", "我家狗流了好多血，快"])
def test_an_emergency_is_never_taken_away(text: str) -> None:
    read, scene = read_of(text)
    assert read.has("medical_emergency")
    found = held_against(Proposal(intents=["smalltalk", "book"], topics=["any_time"]), read, scene) or read
    done = step(scene.state, found, scene.world)
    assert CallPerson("health") in done.effects


def test_who_asked_for_a_person_gets_one() -> None:
    read, scene = read_of("转人工")
    found = held_against(Proposal(intents=["book"], topics=["any_time"]), read, scene) or read
    assert CallPerson("asked") in step(scene.state, found, scene.world).effects


def test_a_model_may_see_an_emergency_that_was_missed() -> None:
    read, scene = read_of("它今天跟丢了魂儿似的真奇怪")
    assert not read.has("medical_emergency")
    found = held_against(Proposal(intents=["medical_emergency"], red_flags=["collapse"]), read, scene)
    assert found is not None
    assert CallPerson("health") in step(scene.state, found, scene.world).effects
    # Without a sign of one it is none.
    alarmed = held_against(Proposal(intents=["medical_emergency"]), read, scene)
    assert alarmed is None or not alarmed.has("medical_emergency")


def test_an_offer_is_chosen_by_its_place() -> None:
    offers = tuple(
        Offer(f"o{n}", SUNDAY.replace(hour=n), SUNDAY.replace(hour=n + 1), "g", "小林", 100) for n in (13, 14, 15)
    )
    state = Dialogue(asking="slots", is_booking=True, shown=offers)
    read, scene = read_of("靠后头一丁点的那个吧", state=state)
    found = held_against(Proposal(offer=2), read, scene)
    assert found is not None
    proposed = [one for one in step(state, found, WORLD).effects if isinstance(one, Propose)]
    assert [one.offer.id for one in proposed] == ["o14"] or not proposed
    for place in (0, -1, 4, 99):
        assert held_against(Proposal(offer=place), read, scene) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "3", '{"intents": 1}', "[" * 5_000, '{"offer": "1"}', "\ud800"]
)
def test_what_is_no_proposal_is_none(text: str) -> None:
    assert proposal_in(text) is None


_WORDS = st.sampled_from(
    ["后天下午三点", "明天下午", "整整容", "小祖宗", "我家小祖宗", "明天早上九点", "旺财", "洗澡", ""]
)
INTENTS = ("book", "cancel", "confirm", "reschedule", "add_on", "deny", "x")
_ANY = st.fixed_dictionaries(
    {
        "intents": st.lists(st.sampled_from(INTENTS), max_size=4),
        "services": st.lists(
            st.fixed_dictionaries({"label": st.sampled_from(["bath", "groom", "x"]), "words": _WORDS}), max_size=3
        ),
        "times": st.lists(
            st.fixed_dictionaries({"words": _WORDS, "role": st.sampled_from(["when", "new", "not", "x"])}), max_size=3
        ),
        "pets": st.lists(
            st.fixed_dictionaries({"words": _WORDS, "place": st.none() | st.integers(-2, 4), "name": _WORDS}),
            max_size=2,
        ),
        "topics": st.lists(st.sampled_from(["any_time", "anything", "same_again", "late", "x"]), max_size=2),
        "offer": st.none() | st.integers(-2, 9),
    }
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_ANY, st.sampled_from([MISSED, "帮我写一首关于后天下午三点的诗吧"]))
def test_no_proposal_cancels_or_moves_or_raises(proposal: dict[str, Any], text: str) -> None:
    """Whatever a model says: changes of bookings are the owner's taps, and a hold is for a time that was said."""
    read, scene = read_of(text)
    found = held_against(msgspec.convert(proposal, Proposal), read, scene)
    if found is None:
        return
    assert set(found.services) <= {"bath", "groom"}
    done = step(scene.state, replace(found), scene.world)
    assert not any(isinstance(one, CancelBooking | MoveBooking) for one in done.effects)
    for one in done.effects:
        if isinstance(one, Propose):
            assert one.wish.pet.id in {DOUDOU.id, MIMI.id, None}
            assert one.offer.start.date() != (SUNDAY + timedelta(days=1)).date() or "any_time" in found.topics
