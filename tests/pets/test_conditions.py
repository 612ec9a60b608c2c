"""How pets are for a while: what the shop makes of it on a day, who notes it, and who says that it is over."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given as chosen
from hypothesis import strategies as st

from pawline.people import Actor, People, Role
from pawline.pets import (
    BadCondition,
    Condition,
    ConditionKnown,
    Conditions,
    ConditionsView,
    Gate,
    HealthGate,
    NewCondition,
    NewPet,
    NoSuchCondition,
    NoSuchPet,
    Pet,
    PetService,
    ShopMustEnd,
    TooManyConditions,
    Vaccines,
    ailing,
)
from pawline.pets.conditions import MOST_CONDITIONS
from pawline.pets.health_words import words_of
from pawline.platform.clock import VirtualClock
from pawline.platform.db import Database, Tx
from pawline.platform.ids import AccountId, PetId, SeededIds
from pawline.shop import CONDITIONS, ConditionRule, NewShop, Settings, ShopService
from tests.pets.test_vaccines import who

TODAY = date(2026, 11, 22)
DOG = Pet(PetId("p"), AccountId("o"), "豆豆", "dog", None, None, None, None, None, None)
SOME = ("vomiting", "pregnant", "fleas")
LEVELS = ("none", "said", "vet", "no")


def condition(kind: str, since: date, until: date | None = None, *, is_over: bool = False) -> Condition:
    return Condition("c", PetId("p"), kind, since, until, None, AccountId("o"), 1, False, None, 2 if is_over else None)


spans = st.tuples(st.integers(-9, 9), st.none() | st.integers(0, 9))
known = st.lists(
    st.builds(
        lambda kind, span, is_over: condition(
            kind,
            TODAY + timedelta(days=span[0]),
            None if span[1] is None else TODAY + timedelta(days=span[0] + span[1]),
            is_over=is_over,
        ),
        st.sampled_from(SOME),
        spans,
        st.booleans(),
    ),
    max_size=5,
)
rules = st.dictionaries(st.sampled_from(SOME), st.sampled_from(LEVELS))


@chosen(known, rules, st.integers(-12, 24))
def test_what_is_said_is_what_counting_days_says(records: list[Condition], levels: dict[str, str], later: int) -> None:
    day = TODAY + timedelta(days=later)
    settings = Settings(condition_rules=tuple(ConditionRule(k, v) for k, v in levels.items()))  # type: ignore[arg-type]
    found = {one.about: one for one in ailing(DOG, records, day, settings)}

    def days_of(one: Condition) -> set[date]:
        last = one.until or one.since + timedelta(days=60)
        return {one.since + timedelta(days=n) for n in range((last - one.since).days + 1)}

    for kind in SOME:
        here = [one for one in records if one.kind == kind and one.ended_ms is None and day in days_of(one)]
        assert (kind in found) == (bool(here) and levels.get(kind, "none") != "none")
        if kind not in found:
            continue
        one = found[kind]
        assert (one.kind, one.is_must) == (levels[kind], levels[kind] in {"vet", "no"})
        is_open = any(each.until is None for each in here)
        assert one.day == (None if is_open else max(each.until or day for each in here) + timedelta(days=1))
    assert sorted((one.is_must for one in found.values()), reverse=True) == [one.is_must for one in found.values()]


def said(*records: Condition, day: date = TODAY) -> list[tuple[str, str]]:
    return [(one.zh, one.en) for one in words_of(ailing(DOG, records, day, Settings()), day)]


def test_every_condition_has_its_words() -> None:
    until = TODAY + timedelta(days=6)
    assert said(condition("vomiting", TODAY), condition("diarrhoea", TODAY)) == [
        (
            "豆豆在呕吐、在拉肚子，等好了再来。",
            "豆豆 has been vomiting and has diarrhoea: please come once that is over.",
        )
    ]
    assert said(condition("skin", TODAY, until)) == [
        (
            "豆豆有会传染的皮肤病，11月29日周日起再来。",
            "豆豆 has a contagious skin condition: please come from Sun 29 Nov.",
        )
    ]
    assert said(condition("pregnant", TODAY)) == [
        (
            "豆豆怀孕了，先问过医生，再跟店里说一声。",
            "豆豆 is pregnant: please ask your vet first, then have a word with us.",
        )
    ]
    assert (
        said(condition("post_op", TODAY, until))[0][0]
        == "豆豆刚做过手术，先问过医生再跟店里说一声，或者11月29日周日起再来。"
    )
    assert said(condition("fleas", TODAY, until)) == [
        (
            "豆豆身上有跳蚤或蜱虫，来的时候先跟店员说一声。",
            "豆豆 has fleas or ticks: please tell the team when you come in.",
        )
    ]
    assert said(condition("unfinished", TODAY, until), day=until + timedelta(days=1)) == []
    assert {one.condition for one in Settings().condition_rules} == CONDITIONS.keys(), "each has a rule"


@pytest.fixture
async def file(db: Database, clock: VirtualClock, ids: SeededIds, people: People) -> "File":
    shops, pets = ShopService(db, clock, ids), PetService(db, clock, ids)
    a, b = [(await shops.open_shop(NewShop(slug=slug, name=slug))).id for slug in ("a", "b")]
    await db.write(lambda tx: people.open_account(tx, a, AccountId("lin"), Role.DESK, name="小林", login="lin"))
    owner, desk = who(a, "owner", Role.OWNER), who(a, "lin", Role.DESK)
    pet = (await pets.add_pet(owner, NewPet(name="豆豆", species="dog"))).id
    conditions = Conditions(db, clock, ids, pets, shops)
    return File(db, clock, conditions, Vaccines(db, clock, ids, pets), owner, desk, who(b, "desk", Role.DESK), pet)


class File:
    """A pet's file, and those who open it."""

    def __init__(
        self, db: Database, clock: VirtualClock, conditions: Conditions, vaccines: Vaccines, owner: Actor, desk: Actor,
        elsewhere: Actor, pet: PetId,
    ) -> None:  # fmt: skip
        self.db, self.clock, self.conditions, self.vaccines = db, clock, conditions, vaccines
        self.owner, self.desk, self.elsewhere, self.pet = owner, desk, elsewhere, pet

    async def note(self, actor: Actor, kind: str, **more: object) -> ConditionsView:
        return await self.conditions.note(actor, self.pet, NewCondition(kind=kind, **more))  # type: ignore[arg-type]

    async def end(self, actor: Actor, condition_id: str) -> ConditionsView:
        return await self.conditions.end(actor, self.pet, condition_id)

    async def refusal(self, day: date) -> str:
        """Why the pet cannot come on a day; empty when it can."""

        def look(tx: Tx) -> None:
            Gate(tx, self.desk.shop_id, Settings(), [self.pet]).check({self.pet: ["teeth"]}, day)

        try:
            await self.db.read(look)
        except HealthGate as refused:
            return refused.sentence("zh")
        return ""


@pytest.mark.asyncio
async def test_an_owner_notes_and_ends_what_is_theirs(file: File) -> None:
    view = await file.note(file.owner, "vomiting", words=" 昨晚吐了两次 ")
    [one] = view.conditions
    assert (one.kind, one.level, one.since, one.until, one.words) == ("vomiting", "no", TODAY, None, "昨晚吐了两次")
    assert (one.is_by_shop, one.is_past, one.may_end) == (False, False, True)
    assert await file.refusal(TODAY) == "豆豆在呕吐，等好了再来。"
    assert await file.refusal(TODAY - timedelta(days=1)) == ""
    assert (await file.note(file.owner, "vomiting", words="昨晚吐了两次")).conditions == view.conditions, "a second tap"
    ended = (await file.end(file.owner, one.id)).conditions
    assert (ended[0].is_past, ended[0].ended_ms) == (True, file.clock.now_ms())
    assert await file.refusal(TODAY) == ""
    file.clock.advance(60)
    assert (await file.end(file.owner, one.id)).conditions == ended, "once more changes nothing"
    await file.note(file.owner, "vomiting")
    assert await file.refusal(TODAY), "it came back"


@pytest.mark.asyncio
async def test_what_the_shop_has_seen_only_the_shop_says_to_be_over(file: File) -> None:
    until = TODAY + timedelta(days=6)
    [one] = (await file.note(file.desk, "skin", until=until)).conditions
    assert (one.by, one.is_by_shop) == ("小林", True)
    shown = await file.db.read(lambda tx: file.conditions.of_pet(tx, file.owner, file.pet))
    assert [each.may_end for each in shown.conditions] == [False]
    with pytest.raises(ShopMustEnd):
        await file.end(file.owner, one.id)
    assert await file.refusal(until) == "豆豆有会传染的皮肤病，11月29日周日起再来。"
    assert await file.refusal(until + timedelta(days=1)) == ""
    assert (await file.end(file.desk, one.id)).conditions[0].ended_by == "小林"
    assert await file.refusal(until) == ""


@pytest.mark.asyncio
async def test_what_is_noted_anew_takes_the_place_of_what_was_noted(file: File) -> None:
    await file.note(file.owner, "skin", since=TODAY + timedelta(days=300))
    view = await file.note(file.owner, "skin")
    assert [(one.since, one.is_past) for one in view.conditions] == [
        (TODAY, False), (TODAY + timedelta(days=300), True),
    ]  # fmt: skip
    # The shop sees the same: from now on it is the shop's to say that it is over.
    view = await file.note(file.desk, "skin")
    assert (view.conditions[0].is_by_shop, view.conditions[0].is_past) == (True, False)
    assert sum(not one.is_past for one in view.conditions) == 1
    with pytest.raises(ShopMustEnd):
        await file.end(file.owner, view.conditions[0].id)
    with pytest.raises(ConditionKnown):
        await file.note(file.owner, "skin", until=TODAY)
    assert (await file.note(file.desk, "skin")).conditions == view.conditions, "a second tap"
    corrected = await file.note(file.desk, "skin", until=TODAY + timedelta(days=2))
    assert corrected.conditions[0].until == TODAY + timedelta(days=2)


@pytest.mark.asyncio
async def test_a_full_file_keeps_no_one_of_the_shop_from_noting(file: File) -> None:
    for _ in range(MOST_CONDITIONS):
        [one, *_] = (await file.note(file.owner, "fleas")).conditions
        await file.end(file.owner, one.id)
    with pytest.raises(TooManyConditions):
        await file.note(file.owner, "fleas")
    await file.note(file.desk, "vomiting")
    assert await file.refusal(TODAY)


@pytest.mark.asyncio
async def test_nobody_lets_come_what_was_noted_later(file: File) -> None:
    await file.note(file.owner, "pregnant")
    file.clock.advance(60)
    await file.vaccines.waive(file.desk, file.pet, TODAY, "医生说可以洗")
    assert await file.refusal(TODAY) == ""
    file.clock.advance(60)
    await file.note(file.owner, "vomiting")
    assert await file.refusal(TODAY) == "豆豆在呕吐，等好了再来。"
    file.clock.advance(60)
    await file.vaccines.waive(file.desk, file.pet, TODAY, "已经不吐了")
    assert await file.refusal(TODAY) == ""


@pytest.mark.asyncio
async def test_staff_let_a_pet_come_as_they_do_with_vaccines(file: File) -> None:
    await file.note(file.owner, "pregnant")
    assert "先问过医生" in await file.refusal(TODAY)
    await file.vaccines.waive(file.desk, file.pet, TODAY, "医生说可以洗")
    assert await file.refusal(TODAY) == ""
    assert await file.refusal(TODAY + timedelta(days=1)), "only that day"


@pytest.mark.asyncio
async def test_what_cannot_be_changes_nothing(file: File) -> None:
    day, far = TODAY + timedelta(days=1), TODAY + timedelta(days=366)
    for bad in (
        NewCondition(kind="sad"),
        NewCondition(kind="skin", since=day, until=TODAY),
        NewCondition(kind="skin", until=TODAY - timedelta(days=1)),
        NewCondition(kind="skin", since=far),
        NewCondition(kind="skin", since=TODAY - timedelta(days=366)),
        NewCondition(kind="skin", until=far),
        NewCondition(kind="skin", words="长" * 201),
    ):
        with pytest.raises(BadCondition):
            await file.conditions.note(file.owner, file.pet, bad)
    with pytest.raises(NoSuchCondition):
        await file.end(file.desk, "nothing")
    [one] = (await file.note(file.owner, "fleas")).conditions
    stranger = replace(file.owner, account_id=AccountId("stranger"))
    for nobody in (stranger, file.elsewhere):
        with pytest.raises(NoSuchPet):
            await file.note(nobody, "skin")
        with pytest.raises(NoSuchPet):
            await file.end(nobody, one.id)
        with pytest.raises(NoSuchPet):
            await file.db.read(lambda tx, nobody=nobody: file.conditions.of_pet(tx, nobody, file.pet))
    assert [each.kind for each in (await file.end(file.owner, one.id)).conditions] == ["fleas"]


@pytest.mark.asyncio
async def test_what_is_over_by_its_day_can_be_noted_anew(file: File) -> None:
    await file.note(file.owner, "post_op", since=TODAY - timedelta(days=9), until=TODAY - timedelta(days=1))
    view = await file.note(file.owner, "post_op", until=TODAY + timedelta(days=3))
    assert [one.is_past for one in view.conditions] == [False, True], "what is over stands last"
