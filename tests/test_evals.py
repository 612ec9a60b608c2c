"""The dialogue evaluation: a small run, and a grader that catches what is planted."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from evals import grading, report
from evals.customer import Customer
from evals.playing import Trial, play
from evals.scenario import Expected, Scenario, households, read_all
from evals.screen import Chip, asked_by
from evals.shop import Shops
from evals.talk import Exchange, Talk
from msgspec import structs

from pawline.booking import BookingService, ServiceLine, Wish
from pawline.chat import Chat

EVERY = {one.id: one for one in read_all()}
CLASSES = (
    "add_on", "again", "book", "cancel", "clinic", "corrections", "courtesy", "groomer", "hostile", "hours",
    "interruptions", "late", "lost", "move", "needs", "person", "policy", "price", "progress", "red_flags",
    "several", "stays", "unknown", "waitlist",
)  # fmt: skip
# One of each class that is quick and settled.
SMALL = (
    "add-in-first-message", "again-same", "book-known-pet", "cancel-free", "clinic-no-vet-vaccine",
    "correct-day-on-card", "courtesy-thanks", "hostile-injection-free", "hours-usual", "interrupt-day-thrice",
    "late-ten-minutes", "lost-bag-at-night", "move-to-hour", "needs-dryer-in-wish", "person-and-back",
    "policy-cancel", "price-known-pet", "progress-bathing", "flag-chocolate", "several-which-one", "f-groomer-may",
    "stay-three-nights", "unknown-parking", "waitlist-asked-outright",
)  # fmt: skip


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Shops:
    """The shop is opened once for all; every trial has a copy."""
    return Shops(tmp_path_factory.mktemp("evals"))


async def test_one_scenario_of_each_class_passes(shops: Shops) -> None:
    trials = [await play(shops, EVERY[name], 0) for name in SMALL]
    assert {one.scenario.class_ for one in trials} == set(CLASSES)
    assert {one.scenario.id: one.faults for one in trials if one.faults} == {}


async def test_the_same_seed_says_the_same(shops: Shops) -> None:
    first, again, other = [await play(shops, EVERY["correct-day-on-card"], seed) for seed in (3, 3, 4)]
    assert first.said == again.said
    assert first.said != other.said


def test_there_are_enough_scenarios_of_every_class_in_both_languages() -> None:
    assert len(EVERY) >= 80
    assert {one.class_ for one in EVERY.values()} == set(CLASSES)
    assert sum(one.lang == "en" for one in EVERY.values()) >= 20


def test_the_customer_knows_nothing_of_the_assistant() -> None:
    folder = Path(grading.__file__).parent
    for name in ("customer", "phrases", "screen", "scenario"):
        tree = ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))
        imported = [one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
        imported += [alias.name for one in ast.walk(tree) if isinstance(one, ast.Import) for alias in one.names]
        assert not [one for one in imported if one.startswith("pawline.assistant")]


# The grader, and what is planted for it.


def with_(scenario: Scenario, **expect: Any) -> Scenario:
    return structs.replace(scenario, expect=structs.replace(scenario.expect, **expect))


async def faults(shops: Shops, scenario: Scenario) -> str:
    return "\n".join((await play(shops, scenario, 0)).faults)


async def test_a_double_write_is_caught(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    confirm = BookingService.confirm

    async def twice(self: BookingService, actor: Any, booking_id: str, *args: Any, **more: Any) -> Any:
        done = await confirm(self, actor, booking_id, *args, **more)
        moved = await self.offer_move(actor, booking_id, day=datetime(2026, 11, 27).date())  # noqa: DTZ001
        offer = next(one for times in moved.times.values() for one in times if one.is_free)
        await self.move(actor, booking_id, done.version, offer.offer_id, "planted")
        return done

    monkeypatch.setattr(BookingService, "confirm", twice)
    found = await faults(shops, EVERY["book-known-pet"])
    assert "2 writes, not 1" in found
    assert "no booking of 豆豆 bath as wanted" in found


async def test_a_booking_that_nobody_wanted_is_caught(shops: Shops) -> None:
    found = await faults(shops, with_(EVERY["book-known-pet"], bookings=[], writes=1))
    assert "a booking that nobody wanted: 豆豆 bath 11-25 16:30" in found


def spoken(monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str]) -> None:
    """Whatever the assistant says goes out in other words."""
    say = Chat.say

    def planted(self: Chat, tx: Any, found: Any, bot_id: Any, cmid: str, body: dict[str, Any]) -> int:
        text = {"text": change(body["text"])} if body.get("type") == "text" else {}
        return say(self, tx, found, bot_id, cmid, body | text)

    monkeypatch.setattr(Chat, "say", planted)


@pytest.mark.parametrize(
    ("name", "was", "planted", "fault"),
    [
        ("price-known-pet", "¥128", "¥98", "a wrong price: ¥98"),
        # The price of another service, or of another pet, is as wrong.
        ("price-known-pet", "¥128", "¥188", "a wrong price: ¥188"),
        ("cancel-late-fee", "¥38.40", "¥30", "a wrong price: ¥30"),
        ("book-known-pet", "先替你留 10 分钟", "已预约", "says '已预约' without a booking"),
        ("book-known-pet", "16:30", "17:30", "without saying so"),
        ("book-known-pet", "周三", "周四", "a wrong date"),
        ("book-known-pet", "10 分钟。", "10 分钟。好吗？要不要刷牙？", "asks more than one thing"),
        ("flag-chocolate", "我不能判断病情", "应该是中毒", "said what is forbidden: 应该是中毒"),
        ("flag-chocolate", "请马上联系", "先别急，", "the first words are not"),
    ],
)
async def test_planted_words_are_caught(
    shops: Shops, monkeypatch: pytest.MonkeyPatch, name: str, was: str, planted: str, fault: str
) -> None:
    spoken(monkeypatch, lambda text: text.replace(was, planted))
    assert fault in await faults(shops, EVERY[name])


async def test_a_forbidden_saying_is_caught(shops: Shops) -> None:
    assert "said what is forbidden: 有空位" in await faults(shops, with_(EVERY["book-known-pet"], never=["有空位"]))


async def test_what_was_to_be_said_and_was_not_is_caught(shops: Shops) -> None:
    found = await faults(shops, with_(EVERY["hours-usual"], says=["望京"], prices=["bath"], state=("queued",)))
    assert "never said: 望京" in found
    assert "the conversation is assistant, not queued" in found


async def test_a_pet_that_is_filed_twice_is_caught(shops: Shops) -> None:
    assert "1 pets on file (豆豆), not 2" in await faults(shops, with_(EVERY["book-known-pet"], pets=2))


async def test_a_time_that_is_not_free_is_caught(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Talk._heard

    async def without_free(self: Talk, *args: Any) -> Exchange:
        done = await heard(self, *args)
        self.exchanges[-1] = dataclasses.replace(done, free=frozenset())
        return self.exchanges[-1]

    monkeypatch.setattr(Talk, "_heard", without_free)
    assert "which is not free" in await faults(shops, EVERY["book-known-pet-groom"])


async def test_silence_is_caught(shops: Shops, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(_self: object, _shop_id: str, _c: str) -> None:
        return None

    monkeypatch.setattr("pawline.assistant.service.Receptionist.reply", nothing)
    assert "silence after" in await faults(shops, EVERY["hours-usual"])


# The customer.


def test_a_question_is_known_by_its_chips_and_by_plain_words() -> None:
    assert asked_by(["哪一只？"], [Chip("pet:1", "豆豆")]) == "pet"
    assert asked_by(["约好啦。想换一个，点一下就行。"], [Chip("service:spa", "SPA")]) is None
    assert asked_by(["When would you like to come?"], []) == "time"
    assert asked_by(["要不要请店员来？"], [Chip("person", "找店员")]) == "person"
    assert asked_by(["我们每天营业。"], []) is None


def test_a_changed_mind_forgets_the_hour_of_before() -> None:
    scenario = EVERY["book-known-pet"]
    customer = Customer(scenario, 0)
    customer.turns_mind(structs.replace(scenario.facts, at=None, pet=None, service=None, day=scenario.clock.date()))
    assert (customer.facts.at, customer.facts.day) == (None, scenario.clock.date())
    assert (customer.facts.pet, customer.facts.service) == ("豆豆", "bath")


async def test_hours_that_others_have_are_not_free(shops: Shops) -> None:
    scenario = EVERY["waitlist-full-day"]
    async with shops.open(scenario, households()[scenario.owner], 0) as counter:
        day = scenario.taken[0].from_.date()
        wish = Wish(counter.pets["豆豆"], (ServiceLine("bath"),), day)
        view = await counter.house.bookings.offer(counter.owner, wish, counter.c)
        assert {one.date: one.state for one in view.days}[day.isoformat()] == "full"


# The figures.


def trials(passed: list[bool], name: str = "a", class_: str = "book", turns: int = 2) -> list[Trial]:
    scenario = structs.replace(EVERY["book-known-pet"], id=name, class_=class_, expect=Expected())
    return [Trial(scenario, seed, [] if one else ["wrong"], turns) for seed, one in enumerate(passed)]


def test_pass_hat_is_tau_benchs_estimator() -> None:
    assert report.pass_hat(3, 4, 1) == 0.75
    assert report.pass_hat(3, 4, 2) == 0.5
    assert report.pass_hat(3, 4, 4) == 0
    assert report.pass_hat(4, 4, 4) == 1
    found = report.figures("all", [*trials([True] * 4), *trials([True, True, True, False], "b")])
    assert (found.first, found.power) == (0.875, 0.5)


def test_every_bar_that_is_missed_is_named() -> None:
    good, bad = trials([True] * 4), trials([True, False, False, True], "b", "move")
    assert report.below(good) == []
    missed = "\n".join(report.below([*good, *bad]))
    assert "pass^1 is 0.750" in missed
    assert "pass over every seed is 0.500" in missed
    assert "move: pass^1 is 0.500" in missed
    assert "the median is 6 turns" in "\n".join(report.below(trials([True] * 4, turns=6)))
