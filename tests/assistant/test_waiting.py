"""Waiting for a time: told of beside other times, put on the list in the chat, and never when something is free."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pawline.assistant.model import Stretch, When
from pawline.assistant.phrases import stretch_said
from pawline.assistant.waiting import stretch_of
from pawline.booking import Entry, ServiceLine, claims
from pawline.booking.model import Claim
from pawline.people import People
from pawline.pets import NewPet
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import PetId, SeededIds
from pawline.waitlist import WaitingView

from .house import Counter, cards, texts

TODAY = date(2026, 11, 20)
FRIDAY = date(2026, 11, 27)
DAY_MIN = 24 * 60


@pytest.fixture
async def counter(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> Counter:
    made = Counter(db, clock, ids, people)
    await made.open()
    await made.pets.add_pet(made.owner, NewPet(name="豆豆", species="dog", breed="泰迪"))
    return made


async def waits_of(counter: Counter) -> WaitingView:
    owner = counter.owner
    return await counter.db.read(lambda tx: counter.waitlist.waiting(tx, owner, owner.account_id))


async def fill(counter: Counter, day: date, but_from_h: int = 21) -> None:
    """Somebody else's visit takes both groomers from the opening on."""
    opens, until, far = (
        int(datetime(one.year, one.month, one.day, hour, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)
        for one, hour in ((day, 9), (day, but_from_h), (day + timedelta(days=30), 10))
    )
    other = (await counter.people.arrive(counter.shop.id, "zh")).actor
    pet = await counter.pets.add_pet(
        counter.manager, NewPet(name="球球", species="dog", breed="泰迪"), other.account_id
    )
    far_entry = Entry(PetId(pet.id), (ServiceLine("bath"),), far)
    made = await counter.bookings.enter(counter.manager, far_entry, counter.ids.new())

    def work(tx: Tx) -> None:
        team = counter.shops.team(tx, counter.shop.id).groomers
        claims.take(tx, counter.shop.id, made.id, [Claim(one.resource_no, opens, until) for one in team])

    await counter.db.write(work)


async def test_beside_other_times_the_full_day_may_be_waited_for(counter: Counter) -> None:
    await fill(counter, FRIDAY)
    shown = await counter.say("下周五给豆豆洗澡，基础洗护")
    assert [one.body.get("card", "text") for one in shown] == ["text", "slots", "text"]
    assert shown[-1].body["text"] == "只要11月27日周五的话，有空位出来我告诉你。"
    assert [one["id"] for one in shown[-1].body["chips"]] == ["wait"]
    done = await counter.tap("wait", "有空位通知我")
    assert [one.body.get("card", "text") for one in done] == ["text", "wait"]
    assert "豆豆排上候补了：11月27日周五有空位出来" in texts(done)
    (wait,) = (await waits_of(counter)).waits
    assert (wait.from_day, wait.to_day, wait.from_min, wait.to_min) == ("2026-11-27", "2026-11-27", 0, DAY_MIN)
    assert [one.code for one in wait.pets[0].services] == ["bath"]


async def test_the_card_can_still_be_answered_in_words(counter: Counter) -> None:
    await fill(counter, FRIDAY)
    await counter.say("下周五给豆豆洗澡，基础洗护")
    done = await counter.say("第二个")
    assert cards(done, "booking")
    assert not (await waits_of(counter)).waits


async def test_asked_for_in_words_it_joins_at_once(counter: Counter) -> None:
    await fill(counter, FRIDAY)
    done = await counter.say("下周五豆豆基础洗护，满了的话有人取消叫我")
    assert cards(done, "wait")
    assert len((await waits_of(counter)).waits) == 1


async def test_what_is_missing_is_asked_first(counter: Counter) -> None:
    await fill(counter, FRIDAY)
    asked = await counter.say("下周五有人取消的话通知我")
    assert not cards(asked, "wait")
    done = await counter.tap("service:bath", "基础洗护")
    assert cards(done, "wait")


async def test_who_would_wait_for_what_is_free_is_offered_it(counter: Counter) -> None:
    await fill(counter, FRIDAY, 17)
    done = await counter.say("下周五给豆豆洗澡，基础洗护，没位就排队等位")
    assert cards(done, "slots")
    assert not (await waits_of(counter)).waits


async def test_thanks_behind_it_take_nothing_back(counter: Counter) -> None:
    await fill(counter, FRIDAY)
    done = await counter.say("下周五豆豆基础洗护，有人取消通知我", "谢谢")
    assert cards(done, "wait")
    assert len((await waits_of(counter)).waits) == 1


async def test_a_refusal_is_said(counter: Counter) -> None:
    """A guest without a telephone waits for one thing."""
    for day in (FRIDAY, FRIDAY + timedelta(days=1)):
        await fill(counter, day)
    await counter.say("下周五豆豆基础洗护，有人取消通知我")
    done = await counter.say("下周六豆豆基础洗护，有人取消也通知我")
    assert "已经有 1 个候补在等了" in texts(done)
    assert len((await waits_of(counter)).waits) == 1


async def test_a_move_is_left_to_people(counter: Counter) -> None:
    await fill(counter, FRIDAY)
    held = cards(await counter.say("下周三下午三点给豆豆洗澡，基础洗护"), "booking")[0]["view"]
    await counter.bookings.confirm(counter.manager, held["id"], held["version"], counter.ids.new())
    await counter.say("改到下周五")
    done = await counter.say("周五有空出来通知我")
    assert "让店员通知你" in texts(done)
    assert not (await waits_of(counter)).waits


async def test_in_english(counter: Counter) -> None:
    await fill(counter, FRIDAY)
    await counter.say("a basic bath for 豆豆 next Friday please")
    done = await counter.say("put me on the waitlist")
    assert "is on the waitlist: if a time opens up Fri 27 Nov, I'll hold it for you and ask." in texts(done)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of the shop's clock in November, as wishes hold it: without a zone."""
    return datetime.combine(date(2026, 11, day), time(hour, minute))


AT = at(27, 15)


@pytest.mark.parametrize(
    ("when", "stretch"),
    [
        (When(day=FRIDAY), Stretch(FRIDAY, FRIDAY, 0, DAY_MIN)),
        (When(at=AT), Stretch(FRIDAY, FRIDAY, 14 * 60, 16 * 60)),
        (When(at=at(27, 0, 30)), Stretch(FRIDAY, FRIDAY, 0, 90)),
        (When(at=at(27, 23, 30)), Stretch(FRIDAY, FRIDAY, 22 * 60 + 30, DAY_MIN)),
        (When(from_=AT, to=at(27, 18)), Stretch(FRIDAY, FRIDAY, 15 * 60, 18 * 60)),
        (When(from_=AT, to=at(28)), Stretch(FRIDAY, FRIDAY, 15 * 60, DAY_MIN)),
        (
            When(from_=at(28), to=at(30)),
            Stretch(date(2026, 11, 28), date(2026, 11, 29), 0, DAY_MIN),
        ),
        (When(from_=at(18), to=at(22)), Stretch(TODAY, date(2026, 11, 21), 0, DAY_MIN)),
        (When(is_any=True), Stretch(TODAY, date(2026, 11, 26), 0, DAY_MIN)),
    ],
)
def test_what_is_waited_for(when: When, stretch: Stretch) -> None:
    assert stretch_of(when, TODAY) == stretch


def test_a_stay_is_waited_for_by_the_day() -> None:
    assert stretch_of(When(at=AT), TODAY, is_stay=True) == Stretch(FRIDAY, FRIDAY, 0, DAY_MIN)


def test_a_stretch_is_said_as_it_is() -> None:
    assert stretch_said("zh", Stretch(FRIDAY, FRIDAY, 14 * 60, 16 * 60)) == "11月27日周五 14:00–16:00"
    assert stretch_said("en", Stretch(FRIDAY, FRIDAY, 14 * 60, 16 * 60)) == "Fri 27 Nov, 14:00–16:00"
    assert stretch_said("zh", Stretch(FRIDAY, FRIDAY, 0, DAY_MIN)) == "11月27日周五"
    assert stretch_said("zh", Stretch(FRIDAY, date(2026, 11, 28), 0, DAY_MIN)) == "11月27日周五 – 11月28日周六"
