"""Lists out of the shop and into it: the same file comes back, all of it goes in or nothing."""

import asyncio
import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from pawline.booking import BookingConfirmed, Entry, NotFree, ServiceLine
from pawline.people import Actor, OwnerArrived, Role, owners_at
from pawline.pets.service import NewNote
from pawline.platform.db import Tx, metadata
from pawline.platform.errors import Forbidden
from pawline.platform.ids import AccountId, DeviceId
from pawline.records import CannotBring, EmptyFile, Kind, Problem, Report
from pawline.records.service import COLUMNS
from pawline.records.sheet import written
from pawline.shop import Catalogue, Label, ServiceChange, Settings, StationKind, StepKind, StepShare, VaccineAsk
from tests.booking.test_caps import limit
from tests.booking.test_stays import board
from tests.booking.world import BATH, GROOM, Side, later
from tests.records.conftest import House

PHONES = ("13900000001", "13900000002")
HEADS = {
    Kind.SERVICES: "项目代码,名称,适合,步骤,价格：体型,分钟,价格（元）",
    Kind.OWNERS: "手机号,称呼,语言",
    Kind.PETS: "手机号,名字,种类,品种,体重（公斤）,注意事项",
    Kind.BOOKINGS: "手机号,毛孩子,开始时间,分钟,项目,美容师,价格（元）,状态",
}


def table(kind: Kind, *lines: str) -> bytes:
    return "\r\n".join([HEADS[kind], *lines]).encode()


async def out(world: House, actor: Actor, kind: Kind) -> bytes:
    return await world.db.read(lambda tx: world.records.export(tx, actor, kind))


async def bring(world: House, actor: Actor, kind: Kind, raw: bytes) -> tuple[int, int, int]:
    looked = await world.records.preview(actor, kind, raw)
    assert looked.problems == []
    done = await world.records.bring(actor, kind, raw)
    assert (done.new, done.changed, done.unchanged) == (looked.new, looked.changed, looked.unchanged)
    assert (looked.is_done, done.is_done) == (False, True)
    return done.new, done.changed, done.unchanged


async def everything(world: House) -> dict[str, list[Any]]:
    """Every row of every table, as text."""

    def read(tx: Tx) -> dict[str, list[Any]]:
        return {one.name: sorted(str(row) for row in tx.execute(one.select())) for one in metadata.sorted_tables}

    return await world.db.read(read)


async def refused(world: House, actor: Actor, kind: Kind, raw: bytes) -> Sequence[Problem]:
    """What is wrong, and that nothing whatever has changed."""
    before = await everything(world)
    looked = await world.records.preview(actor, kind, raw)
    with pytest.raises(CannotBring) as error:
        await world.records.bring(actor, kind, raw)
    report = error.value.data["report"]
    assert isinstance(report, Report)
    assert (report.problems, report.is_done) == (looked.problems, False)
    assert await everything(world) == before
    for one in report.problems:
        assert one.words.zh
        assert one.words.en
        assert "{" not in one.words.zh + one.words.en
    return report.problems


def told(problems: Sequence[Problem]) -> list[tuple[int, str | None, str]]:
    return [(one.line, one.column.zh if one.column else None, one.code) for one in problems]


@pytest.fixture
async def known(world: House, a: Side) -> Side:
    """The first shop, with everything that there is to take out."""
    for owner, phone in ((a.owner, PHONES[0]), (a.other, PHONES[1])):
        await world.knows_phone(owner, phone)
    await world.people.change_me(a.owner, name="=林女士, 小姐", lang="en")
    for text in ("怕吹风机；慢一点", "-2 kg 以上不抱"):
        await world.pets.note_care(a.owner, a.pet, NewNote(kind="other", text=text, severity="alert"))
    dyeing = ServiceChange(
        Label("染色", "Dyeing"), frozenset({"dog", "cat"}), (StepShare(StepKind.STYLE, StationKind.TABLE, 5),),
        before_min=10, after_min=20,
    )  # fmt: skip
    await world.shops.price_list.add_service(a.manager, dyeing, "dye")
    await world.confirmed(a, world.at(a, 15), services=BATH)
    await world.confirmed(a, world.at(a, 9), a.other, services=GROOM)
    held = await world.hold(a, world.at(a, 18, day=later(1)), services=(*BATH, ServiceLine("demat", 2)))
    # The team confirms for the owner, who has not been asked to agree to anything.
    done = await world.bookings.confirm(a.manager, held.id, held.version, world.key())
    await world.knows_phone(a.owner, PHONES[0])
    await world.knows_phone(a.other, PHONES[1])
    world.go_to(a, 20, day=later(1))
    await world.db.write(lambda tx: world.bookings.mark_stage(tx, a.shop.id, done.id, "gone"))
    for one in (await world.db.read(lambda tx: world.bookings.bookings_of(tx, a.manager, a.other.account_id))).past:
        await world.db.write(lambda tx, one=one: world.bookings.mark_stage(tx, a.shop.id, one.id, "no_show"))
    for one in (await world.db.read(lambda tx: world.bookings.bookings_of(tx, a.manager, a.owner.account_id))).past:
        if one.status == "confirmed":
            await world.db.write(lambda tx, one=one: world.bookings.mark_stage(tx, a.shop.id, one.id, "gone"))
    await world.confirmed(a, world.at(a, 9, day=later(3)), services=GROOM)
    await world.confirmed(a, world.at(a, 15, day=later(3)), a.other, services=BATH)
    await world.knows_phone(a.owner, PHONES[0])
    await world.knows_phone(a.other, PHONES[1])
    return a


async def test_out_of_one_shop_and_into_an_empty_one(world: House, known: Side, b: Side) -> None:
    await world.shops.set_catalogue(b.manager, Catalogue())
    for kind in Kind:
        first = await out(world, known.manager, kind)
        assert first.count(b"\n") > 2, kind
        new, changed, unchanged = await bring(world, b.manager, kind, first)
        assert (changed, unchanged, new > 0) == (0, 0, True), kind
        assert await out(world, b.manager, kind) == first, kind
        # The same again changes nothing, in either shop.
        before = await everything(world)
        for shop in (b, known):
            assert await bring(world, shop.manager, kind, first) == (0, 0, new), kind
        assert await everything(world) == before, kind


async def test_a_file_in_the_other_language_is_the_same(world: House, known: Side) -> None:
    for kind in Kind:
        english = await out(world, replace(known.manager, lang="en"), kind)
        assert english != await out(world, known.manager, kind)
        new, changed, unchanged = await bring(world, known.manager, kind, english)
        assert (new, changed, unchanged > 0) == (0, 0, True), kind


async def test_programs_compute_nothing_of_it(world: House, known: Side) -> None:
    text = (await out(world, known.manager, Kind.OWNERS)).decode("utf-8-sig")
    assert '"\'=林女士, 小姐"' in text
    assert await bring(world, known.manager, Kind.OWNERS, text.encode("gb18030")) == (0, 0, 2)


async def test_only_managers(world: House, a: Side) -> None:
    for actor in (a.owner, replace(a.manager, role=Role.DESK)):
        for ask in (world.records.preview, world.records.bring):
            with pytest.raises(Forbidden):
                await ask(actor, Kind.OWNERS, table(Kind.OWNERS, "13900000009,甲,"))
        with pytest.raises(Forbidden):
            await out(world, actor, Kind.OWNERS)
        with pytest.raises(Forbidden):
            await world.db.read(lambda tx, actor=actor: world.records.overview(tx, actor))


async def test_a_file_from_before_leaves_what_is_kept_free(world: House, known: Side) -> None:
    """Its lines do not name the minutes around a service; one that says none takes them away."""
    raw = table(Kind.SERVICES, "dye,染色,狗,style@table:5,,60,99")
    assert await bring(world, known.manager, Kind.SERVICES, raw) == (0, 1, 0)
    sold = await world.db.read(lambda tx: world.shops.catalogue(tx, known.shop.id))
    assert (sold.by_code["dye"].before_min, sold.by_code["dye"].after_min) == (10, 20)
    head, line = raw.decode().split("\r\n")
    none = f"{head},准备分钟,收拾分钟\r\n{line},0,".encode()
    assert await bring(world, known.manager, Kind.SERVICES, none) == (0, 1, 0)
    sold = await world.db.read(lambda tx: world.shops.catalogue(tx, known.shop.id))
    assert (sold.by_code["dye"].before_min, sold.by_code["dye"].after_min) == (0, 20)
    far = f"{head},准备分钟\r\n{line},121".encode()
    assert told(await refused(world, known.manager, Kind.SERVICES, far)) == [(2, "准备分钟", "not_whole")]


async def test_owners_come_in_and_nobody_hears_of_it(world: House, a: Side, b: Side) -> None:
    arrived: list[str] = []
    world.db.reacts(OwnerArrived, lambda _tx, fact: arrived.append(fact.account_id))
    raw = table(Kind.OWNERS, "+86 139-0000-0007,王先生,", "１３９０００００００８,李女士,英文")
    assert await bring(world, a.manager, Kind.OWNERS, raw) == (2, 0, 0)
    found = await world.db.read(lambda tx: owners_at(tx, a.shop.id, ["13900000007", "13900000008"]))
    assert {one.phone: (one.name, one.lang) for one in found.values()} == {
        "13900000007": ("王先生", "zh"), "13900000008": ("李女士", "en"),
    }  # fmt: skip
    # Each has the conversation that every owner has, in which nothing stands.
    assert set(arrived) == {one.id for one in found.values()}
    changed = table(Kind.OWNERS, "13900000007,王老师,", "13900000008,,", "13900000009,新来的,")
    assert await bring(world, a.manager, Kind.OWNERS, changed) == (1, 1, 1)
    assert await world.db.read(lambda tx: owners_at(tx, b.shop.id, ["13900000007"])) == {}


async def test_owners_that_are_wrong(world: House, a: Side) -> None:
    raw = table(
        Kind.OWNERS,
        "13900000007,甲,",
        ",乙,",
        "123,丙,",
        "13900000007,丁,",
        f"13900000008,{'长' * 41},",
        "13900000010,戊,法语",
    )
    assert told(await refused(world, a.manager, Kind.OWNERS, raw)) == [
        (3, "手机号", "needed"), (4, "手机号", "not_a_phone"), (5, "手机号", "twice_in_file"),
        (6, "称呼", "too_long"), (7, "语言", "not_one_of"),
    ]  # fmt: skip


async def test_what_is_wrong_with_the_table_is_told_with_the_rest(world: House, a: Side) -> None:
    raw = table(Kind.OWNERS, "13900000007,甲,,多了一格", "123,乙,", "13900000008,丙\x07,") + b'\r\n"12'
    assert told(await refused(world, a.manager, Kind.OWNERS, raw)) == [
        (2, None, "too_many_cells"), (3, "手机号", "not_a_phone"), (4, "称呼", "unprintable"),
        (5, None, "broken_quotes"),
    ]  # fmt: skip


async def test_pets_come_in(world: House, a: Side) -> None:
    await world.knows_phone(a.owner, PHONES[0])
    raw = table(
        Kind.PETS, f'{PHONES[0]},年糕,猫,英短,4.5,"怕生\nalert/allergy: 鸡肉过敏"', f"{PHONES[0]},豆豆,dog,,31kg,"
    )
    assert await bring(world, a.manager, Kind.PETS, raw) == (1, 1, 0)
    pets = {one.name: one for one in await world.db.read(
        lambda tx: world.pets.pets_of_owner(tx, a.manager, a.owner.account_id))}  # fmt: skip
    assert (pets["年糕"].breed, pets["年糕"].coat, pets["年糕"].weight_g) == ("british", "short", 4500)
    assert {(one.severity, one.kind, one.text, one.status) for one in pets["年糕"].care} == {
        ("care", "other", "怕生", "confirmed"), ("alert", "allergy", "鸡肉过敏", "confirmed"),
    }  # fmt: skip
    assert pets["豆豆"].weight_g == 31_000
    assert await bring(world, a.manager, Kind.PETS, raw) == (0, 0, 2)


async def test_pets_that_are_wrong(world: House, a: Side) -> None:
    await world.knows_phone(a.owner, PHONES[0])
    mine = PHONES[0]
    raw = table(
        Kind.PETS,
        "13900000099,甲,狗,,,",
        f"{mine},,狗,,,",
        f"{mine},乙,恐龙,,,",
        f"{mine},丙,狗,布偶,,",
        f"{mine},丁,狗,,很重,",
        f"{mine},戊,狗,,,{'长' * 201}",
        f"{mine},己,狗,,,",
        f"{mine},己,狗,,,",
    )
    assert told(await refused(world, a.manager, Kind.PETS, raw)) == [
        (2, "手机号", "no_such_owner_here"), (3, "名字", "needed"), (4, "种类", "not_one_of"),
        (5, "品种", "other_species"), (6, "体重（公斤）", "not_weight"), (7, "注意事项", "not_care"),
        (9, "名字", "twice_in_file"),
    ]  # fmt: skip
    many = table(Kind.PETS, *(f"{mine},第{number}只,狗,,," for number in range(40)))
    assert told(await refused(world, a.manager, Kind.PETS, many)) == [(41, "名字", "too_many_pets")]


async def test_services_come_in(world: House, a: Side) -> None:
    raw = table(
        Kind.SERVICES,
        "bubble,泡泡浴,狗,bath@tub:10+final@table:5,S,50,99",
        "bubble,,,,L,80,149.50",
        "tidy,局修,狗,check:5+style@table:20+final@table:5,,35,66",
    )
    assert await bring(world, a.manager, Kind.SERVICES, raw) == (1, 1, 0)
    sold = await world.db.read(lambda tx: world.shops.catalogue(tx, a.shop.id))
    assert [(one.size, one.minutes, one.price_cents) for one in sold.rules_of("bubble")] == [
        ("S", 50, 9900), ("L", 80, 14950),
    ]  # fmt: skip
    assert [one.price_cents for one in sold.rules_of("tidy")] == [6600]
    assert sold.by_code["bubble"].position > sold.by_code["daycare"].position
    assert sold.rules_of("bath"), "what the file does not name stays"
    assert await bring(world, a.manager, Kind.SERVICES, raw) == (0, 0, 2)


async def test_services_that_are_wrong(world: House, a: Side) -> None:
    raw = table(
        Kind.SERVICES,
        "甲,项目,狗,bath@tub:10,,50,99",
        "one,,狗,bath@tub:10,,50,99",
        "two,二,龙,bath@tub:10,,50,99",
        "three,三,狗,swim:10,,50,99",
        "four,四,狗,,,50,99",
        "five,五,狗,bath@tub:10,,50,",
        "six,六,狗,bath@tub:10,S,50,99",
        "six,六,狗,bath@tub:10,S,60,99",
        "seven,七,狗,bath@tub:10,XXL,50,9.999",
        "seven,七七,,,M,50,88",
        "eight,八,狗,bath@tub:10,,0,88",
    )
    assert told(await refused(world, a.manager, Kind.SERVICES, raw)) == [
        (2, "项目代码", "bad_shop"), (3, "名称", "needed"), (4, "适合", "not_one_of"), (5, "步骤", "not_steps"),
        (6, None, "no_steps"), (7, "价格（元）", "half_a_price"), (8, "价格（元）", "two_prices"),
        (10, "价格（元）", "not_money"), (10, "价格：体型", "not_one_of"), (11, "名称", "other_before"),
        (12, "分钟", "no_minutes"),
    ]  # fmt: skip


@pytest.fixture
async def ready(world: House, a: Side) -> Side:
    """Owners with a number each; it is Sunday the 22nd, ten in the morning."""
    await world.knows_phone(a.owner, PHONES[0])
    await world.knows_phone(a.other, PHONES[1])
    return a


async def test_history_and_what_is_ahead_come_in(world: House, ready: Side) -> None:
    said: list[BookingConfirmed] = []
    world.db.reacts(BookingConfirmed, lambda _tx, fact: said.append(fact))
    raw = table(
        Kind.BOOKINGS,
        f"{PHONES[0]},豆豆,2025/3/4 9:30,,bath,,100,已完成",
        f"{PHONES[0]},豆豆,2025-04-04 09:30,45,局修,,,done",
        f"{PHONES[1]},豆豆,2025-04-04 9:30,,美容造型+开结×2,groomer 0,,没到店",
        f"{PHONES[0]},豆豆,2026-11-24 15:00,,bath,groomer 1,150,已确认",
        f"{PHONES[1]},豆豆,2026年11月24日 9:00,,groom,,,confirmed",
    )
    assert await bring(world, ready.manager, Kind.BOOKINGS, raw) == (5, 0, 0)
    assert await bring(world, ready.manager, Kind.BOOKINGS, raw) == (0, 0, 5)
    mine = await world.db.read(lambda tx: world.bookings.bookings_of(tx, ready.owner, ready.owner.account_id))
    assert [(one.status, one.total_cents, sum(line.price_cents for line in one.lines)) for one in mine.past] == [
        ("done", 9800, 9800), ("done", 10_000, 10_000),
    ]  # fmt: skip
    [ahead] = mine.upcoming
    assert (ahead.starts_ms, ahead.total_cents) == (world.at(ready, 15), 15_000)
    assert ahead.groomer is not None
    assert ahead.groomer.name == "groomer 1"
    # On the board as any other, and the owner is not written to about it.
    assert (await world.db.read(lambda tx: world.visits.visit_for(tx, ready.owner, ahead.id))).stage == "confirmed"
    assert [(one.is_quiet, one.c != "") for one in said] == [(True, True)] * 2
    # The time is taken for everybody else.
    offers = await world.offers(ready, ahead.starts_ms, services=BATH)
    assert not any(one.is_free for times in offers.times.values() for one in times if one.start_ms == ahead.starts_ms)


async def test_bookings_of_another_book_are_not_judged_by_vaccines(world: House, ready: Side) -> None:
    """They were promised elsewhere; the owner's next wish is judged as any other."""
    must = (VaccineAsk("bath", "dog", ("rabies",), is_must=True),)
    await world.shops.set_settings(ready.manager, Settings(vaccine_asks=must))
    raw = table(Kind.BOOKINGS, f"{PHONES[0]},豆豆,2026-11-24 15:00,,bath,,150,已确认")
    assert await bring(world, ready.manager, Kind.BOOKINGS, raw) == (1, 0, 0)
    offers = await world.offers(ready, world.at(ready, 10), services=BATH)
    assert {one.state for one in offers.days} == {"barred", "closed"}


async def test_what_was_decided_against_the_rules_is_told_and_not_read_back(world: House, ready: Side) -> None:
    boss = Actor(ready.shop.id, AccountId(world.ids.new()), "staff", Role.MANAGER, DeviceId("d"))
    await world.db.write(
        lambda tx: world.people.open_account(tx, boss.shop_id, boss.account_id, Role.MANAGER, name="王店长")
    )
    late = Entry(ready.pet, BATH, world.at(ready, 20), ready.groomers[0], anyway="=客人赶飞机")
    await world.bookings.enter(boss, late, world.key())
    await world.bookings.enter(boss, replace(late, start_ms=world.at(ready, 10, day=later(1))), world.key())
    raw = await out(world, boss, Kind.BOOKINGS)
    lines = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    columns = ("不按规矩约的原因", "不按规矩约是谁定的", "不按规矩约是什么时候定的")
    assert [tuple(line[one] for one in columns) for line in lines] == [
        ("'=客人赶飞机", "王店长", "2026-11-22 10:00"),
        ("", "", ""),
    ]
    # What only tells is not read: the same file again changes nothing, whatever stands there.
    changed = raw.replace("王店长".encode(), "别人".encode())
    assert await bring(world, ready.manager, Kind.BOOKINGS, changed) == (0, 0, 2)
    assert await out(world, boss, Kind.BOOKINGS) == raw


async def test_one_that_overlaps_is_named_and_nothing_goes_in(world: House, ready: Side) -> None:
    await world.confirmed(ready, world.at(ready, 9), services=GROOM, groomer_id=ready.groomers[0])
    await world.knows_phone(ready.owner, PHONES[0])
    raw = table(
        Kind.BOOKINGS,
        f"{PHONES[0]},豆豆,2025-03-04 9:30,,bath,,100,已完成",
        f"{PHONES[0]},豆豆,2026-11-24 10:30,,tidy,,,已确认",
        f"{PHONES[1]},豆豆,2026-11-24 11:00,,tidy,groomer 0,,已确认",
        f"{PHONES[1]},豆豆,2026-11-25 15:00,,groom,groomer 0,,已确认",
        f"{PHONES[0]},豆豆,2026-11-25 16:00,,groom,groomer 0,,已确认",
        f"{PHONES[1]},豆豆,2026-11-25 15:30,,bath,,,已确认",
    )
    assert told(await refused(world, ready.manager, Kind.BOOKINGS, raw)) == [
        (3, "开始时间", "no_room"), (4, "开始时间", "no_room"), (6, "开始时间", "no_room"), (7, "开始时间", "no_room"),
    ]  # fmt: skip


async def test_bookings_that_are_wrong(world: House, ready: Side) -> None:
    here = await world.confirmed(ready, world.at(ready, 15), services=BATH, groomer_id=ready.groomers[0])
    await world.knows_phone(ready.owner, PHONES[0])
    assert here.total_cents == 18_800
    one, start = f"{PHONES[0]},豆豆", "2026-11-24 15:00"
    raw = table(
        Kind.BOOKINGS,
        "13900000099,豆豆,2025-03-04 9:30,,bath,,,已完成",
        f"{PHONES[0]},没有它,2025-03-04 9:30,,bath,,,已完成",
        f"{one},昨天,,bath,,,已完成",
        f"{one},2025-02-30 9:30,,bath,,,已完成",
        f"{one},2025-03-04 9:30,,游泳,,,已完成",
        f"{one},2025-03-05 9:30,,bath,小明,,已完成",
        f"{one},2025-03-06 9:30,,bath,,,已确认",
        f"{one},2026-12-01 9:30,,bath,,,已完成",
        f"{one},2025-03-08 9:30,,猫洗护,,88,已完成",
        f"{one},2026-11-26 9:30,,bath,,,已确认",
        f"{one},2026-11-27 9:35,,bath,,,已确认",
        f"{one},2026-11-27 9:30,45,bath,,,已确认",
        f"{one},2026-11-27 12:00,,猫洗护,,,已确认",
        f"{one},{start},,groom,groomer 1,1,已确认",
        f"{one},2025-03-09 9:30,,bath,,,已完成",
        f"{one},2025-03-09 9:30,,bath,,,已完成",
        f"{one},2025-03-10 9:30,,bath,,,",
    )
    assert told(await refused(world, ready.manager, Kind.BOOKINGS, raw)) == [
        (2, "手机号", "no_such_owner_here"), (3, "毛孩子", "no_such_pet_here"), (4, "开始时间", "not_moment"),
        (5, "开始时间", "not_moment"), (6, "项目", "not_services"), (7, "美容师", "no_such_groomer"),
        (8, "状态", "lies_behind"), (9, "状态", "lies_ahead"), (10, "分钟", "no_list_price"),
        (11, "开始时间", "closed_day"), (12, "开始时间", "outside_hours"), (13, "分钟", "other_minutes"),
        (14, "项目", "not_for_pet"), (15, "项目", "already_other"), (15, "美容师", "already_other"),
        (15, "价格（元）", "already_other"), (17, None, "twice_in_file"), (18, "状态", "needed"),
    ]  # fmt: skip


async def test_stays_go_out_and_in_and_a_file_does_not_fill_a_kennel_twice(world: House, ready: Side) -> None:
    await world.shops.set_settings(ready.manager, Settings(vaccine_asks=()))
    await board(world, ready, "dog")
    lines = [
        f"{PHONES[0]},豆豆,2026-11-27 14:00,,boarding×2,,,已确认",
        f"{PHONES[1]},豆豆,2026-11-29 14:00,,寄养×3,,180,已确认",
        f"{PHONES[0]},豆豆,2025-03-04 14:00,,寄养×3,,,已完成",
    ]
    taken = f"{PHONES[1]},豆豆,2026-11-28 14:00,,寄养,,,已确认"
    problems = await refused(world, ready.manager, Kind.BOOKINGS, table(Kind.BOOKINGS, *lines, taken))
    assert told(problems) == [(5, "开始时间", "no_room")]
    assert await bring(world, ready.manager, Kind.BOOKINGS, table(Kind.BOOKINGS, *lines)) == (3, 0, 0)
    views = await world.db.read(lambda tx: world.bookings.bookings_of(tx, ready.owner, ready.owner.account_id))
    ahead, past = views.upcoming[0], views.past[0]
    assert (ahead.nights, ahead.ends_ms, ahead.groomer) == (2, world.at(ready, 12, day=later(5)), None)
    assert (past.nights, past.total_cents) == (3, 24000)
    raw = await out(world, ready.manager, Kind.BOOKINGS)
    assert await bring(world, ready.manager, Kind.BOOKINGS, raw) == (0, 0, 3)


async def test_a_file_does_not_fill_a_day_beyond_what_people_do(world: House, ready: Side) -> None:
    for who in range(2):
        await limit(world, ready, who, 1)
    lines = [f"{PHONES[0]},豆豆,2026-11-27 {clock},,bath,,,已确认" for clock in ("9:30", "14:30", "17:30")]
    problems = await refused(world, ready.manager, Kind.BOOKINGS, table(Kind.BOOKINGS, *lines))
    assert told(problems) == [(4, "开始时间", "no_room")]
    assert (await world.records.bring(ready.manager, Kind.BOOKINGS, table(Kind.BOOKINGS, *lines[:2]))).new == 2


async def test_thousands_of_problems_are_told_in_part(world: House, a: Side) -> None:
    raw = table(Kind.OWNERS, *("123,甲," for _ in range(1000)))
    report = await world.records.preview(a.manager, Kind.OWNERS, raw)
    assert (len(report.problems), report.more) == (200, 800)


async def test_how_long_the_lists_are(world: House, known: Side, b: Side) -> None:
    told = await world.db.read(lambda tx: world.records.overview(tx, known.manager))
    assert (told.owners, told.pets, told.bookings, told.left_out) == (2, 2, 5, 0)
    other = await world.db.read(lambda tx: world.records.overview(tx, b.manager))
    assert (other.owners, other.pets, other.bookings, other.left_out) == (0, 0, 0, 2)


async def test_what_fails_in_the_middle_leaves_nothing_behind(world: House, ready: Side) -> None:
    raw = table(
        Kind.BOOKINGS,
        f"{PHONES[0]},豆豆,2025-03-04 9:30,,bath,,100,已完成",
        f"{PHONES[0]},豆豆,2026-11-24 15:00,,bath,,,已确认",
        f"{PHONES[0]},豆豆,2026-11-25 15:00,,bath,,,已确认",
    )
    confirmed: list[str] = []

    def fail(_tx: Tx, fact: BookingConfirmed) -> None:
        confirmed.append(fact.booking_id)
        if len(confirmed) == 2:
            raise NotFree(why="…", why_en="…")

    world.db.reacts(BookingConfirmed, fail)
    before = await everything(world)
    with pytest.raises(NotFree):
        await world.records.bring(ready.manager, Kind.BOOKINGS, raw)
    assert len(confirmed) == 2
    assert await everything(world) == before


async def test_the_same_file_by_two_at_once_goes_in_once(world: House, a: Side) -> None:
    raw = table(Kind.OWNERS, "13900000007,王先生,", "13900000008,李女士,")
    done = await asyncio.gather(*(world.records.bring(a.manager, Kind.OWNERS, raw) for _ in range(3)))
    assert sorted((one.new, one.unchanged) for one in done) == [(0, 2), (0, 2), (2, 0)]


NASTY = (
    "", " ", "0", "-1", "1e9", "٣", "１２", "²", "99999999999999999999", "1" * 500, "=1+1", "'", "''=", "豆豆",
    "豆豆\n豆豆", "2026-11-24 15:00", "2026-11-24 25:00", "9999-12-31 23:59", "0000-00-00 00:00",
    "2026-11-24 15:00:00", "bath", "BATH", "bath×99", "bath+", "+", "×", "bath@tub:99999", "bath@moon:1",
    "check:0", "alert/" + "k" * 30 + ": x", "alert:", "{zh}", "{0}", "%s", "<script>", "狗", "dog", "XXL",
    "¥1,000.5", "1.999", "-0.01", "+8613900000001", "13900000001", "+1", "是", "maybe", "已完成", "已确认",
    "\u202e反", "👨‍👩‍👧", "e\u0301" * 30, "groomer 0", "2020-13", "2020.5.1", "0.001", "200.001kg",
)  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
async def test_whatever_stands_in_the_cells_is_an_answer(sqlite_world: House, kind: Kind) -> None:
    """Every nasty thing in every column, beside cells that are well and beside others that are not."""
    a = await sqlite_world.open("shop-a")
    for owner, phone in ((a.owner, PHONES[0]), (a.other, PHONES[1])):
        await sqlite_world.knows_phone(owner, phone)
    chance = Random(7)
    good = {
        "phone": PHONES[0], "name": "豆豆", "species": "狗", "pet": "豆豆", "start": "2026-11-24 15:00", "code": "bath",
        "services": "bath", "status": "已确认",
    }  # fmt: skip
    columns = COLUMNS[kind]
    rows = [{**good, one.key: text} for one in columns for text in NASTY]
    rows += [{one.key: chance.choice(NASTY) for one in columns} for _ in range(400)]
    for at in range(0, len(rows), 50):
        for lines in (rows[at : at + 50], rows[at : at + 1]):
            raw = written(columns, lines, "zh")
            try:
                report = await sqlite_world.records.preview(a.manager, kind, raw)
            except EmptyFile:
                continue
            for one in report.problems:
                assert one.words.zh
                assert one.words.en
            if not report.problems:
                assert (await sqlite_world.records.bring(a.manager, kind, raw)).is_done
