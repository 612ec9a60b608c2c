"""Between a dog and a cat a place airs: in the rule, in the database of either engine, in everything that is booked."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config as AlembicConfig
from bench.engines import Postgres
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pawline.booking import (
    Entry,
    MoveWish,
    NotFree,
    PetWish,
    Series,
    ServiceLine,
    SlotTaken,
    Wish,
    claims,
    clock_said,
)
from pawline.booking.airing import clash
from pawline.booking.availability import free_starts
from pawline.booking.desk_offering import desk_times
from pawline.booking.model import MINUTE_MS, Claim
from pawline.booking.overlap import SPECIES_NO
from pawline.people import Actor
from pawline.pets import NewPet
from pawline.platform.config import driver_url
from pawline.platform.db import Tx
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import SCRIPTS, upgrade
from pawline.platform.ids import PetId
from pawline.shop import Label, NewStation, PriceRule, ServiceChange, StationKind, StepKind, StepShare
from tests.booking.world import TUESDAY, EveryOwnersChat, Side, World, later

DOG, CAT = SPECIES_NO["dog"], SPECIES_NO["cat"]
INSERT = (
    "INSERT INTO claim (shop_id, booking_id, resource_no, start_ms, end_ms, active, species, airs_ms)"
    " VALUES ('a', 'x', {}, {}, {}, {}, {}, {})"
)


def said(
    no: int, start_ms: int, end_ms: int, species: int | None = None, airs_ms: int = 0, active: str = "true"
) -> str:
    return INSERT.format(no, start_ms, end_ms, active, "NULL" if species is None else species, airs_ms)


# The database, past all of our code


class Raw:
    """Two connections of one database that know nothing of each other."""

    def __init__(self, one: Any, other: Any) -> None:
        self.one, self.other = one, other

    def take(self, *what: Any, by: Any = None, **more: Any) -> None:
        (by or self.one).execute(said(*what, **more))

    def is_refused(self, text: str) -> bool:
        """Whether the second connection is refused because of the air."""
        try:
            self.other.execute(text)
        except (sqlite3.IntegrityError, psycopg.errors.ExclusionViolation) as refusal:
            assert "claim_airing" in str(refusal)
            return True
        return False


@pytest.fixture(params=["sqlite", "postgresql"])
def raw(request: pytest.FixtureRequest) -> Iterator[Raw]:
    if request.param == "postgresql":
        url = request.getfixturevalue("emptied_postgres_url")
        with psycopg.connect(url, autocommit=True) as one, psycopg.connect(url, autocommit=True) as other:
            yield Raw(one, other)
        return
    file = request.getfixturevalue("sqlite_file")
    open_one = partial(sqlite3.connect, file, isolation_level=None, timeout=5, check_same_thread=False)
    with closing(open_one()) as one, closing(open_one()) as other:
        yield Raw(one, other)


def test_a_cat_is_refused_while_it_airs_after_a_dog(raw: Raw) -> None:
    raw.take(1, 100, 200, DOG, 50)
    for start, end in ((200, 210), (249, 300), (230, 240)):
        assert raw.is_refused(said(1, start, end, CAT)), (start, end)
    assert not raw.is_refused(said(1, 250, 300, CAT))
    assert not raw.is_refused(said(2, 200, 300, CAT)), "another place"
    assert not raw.is_refused(said(1, 50, 100, CAT)), "before the dog"


def test_a_dog_is_refused_before_a_cat_that_was_there_first(raw: Raw) -> None:
    raw.take(1, 200, 300, CAT)
    assert raw.is_refused(said(1, 100, 200, DOG, 50))
    assert raw.is_refused(said(1, 100, 151, DOG, 50))
    assert not raw.is_refused(said(1, 100, 150, DOG, 50))
    assert not raw.is_refused(said(1, 300, 400, DOG, 50)), "after the cat"


def test_nobody_else_minds(raw: Raw) -> None:
    raw.take(1, 100, 200, DOG, 50)
    assert not raw.is_refused(said(1, 200, 220, DOG, 50))
    assert not raw.is_refused(said(1, 220, 230)), "somebody of whom it does not matter"
    raw.take(2, 100, 200, CAT)
    assert not raw.is_refused(said(2, 200, 300, CAT))
    raw.take(3, 100, 200, DOG, 0)
    assert not raw.is_refused(said(3, 200, 300, CAT)), "turned off"
    raw.take(4, 100, 200, DOG, 50, active="false")
    assert not raw.is_refused(said(4, 200, 300, CAT)), "let go of"


def test_what_changes_is_refused_as_what_is_new(raw: Raw) -> None:
    raw.take(1, 100, 200, DOG, 0)
    raw.take(1, 200, 300, CAT)
    raw.take(1, 400, 500, DOG, 50)
    raw.take(1, 500, 520, CAT, active="false")
    raw.take(1, 520, 600)
    raw.take(2, 505, 600, CAT)
    for change in (
        "airs_ms = 1 WHERE start_ms = 100",
        "active = true WHERE start_ms = 500",
        f"species = {CAT} WHERE start_ms = 520",
        "resource_no = 1, end_ms = 520 WHERE resource_no = 2",
    ):
        assert raw.is_refused(f"UPDATE claim SET {change}"), change
    assert not raw.is_refused("UPDATE claim SET airs_ms = 20 WHERE start_ms = 400")
    assert not raw.is_refused(f"UPDATE claim SET species = {CAT} WHERE start_ms = 520")


@pytest.mark.parametrize("how", ["OR REPLACE", "OR IGNORE", "OR FAIL"])
def test_no_way_to_insert_gets_around_it_on_sqlite(sqlite_file: Path, how: str) -> None:
    with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as one:
        one.execute(said(1, 100, 200, DOG, 50))
        with pytest.raises(sqlite3.IntegrityError, match="claim_airing"):
            one.execute(said(1, 200, 300, CAT).replace("INSERT", f"INSERT {how}", 1))
        # Longer than anybody's air-out may be: what still airs is looked for no farther back.
        with pytest.raises(sqlite3.IntegrityError, match="claim_airing"):
            one.execute(said(2, 100, 200, DOG, 7_200_001).replace("INSERT", f"INSERT {how}", 1))
        one.execute(said(2, 100, 200, DOG, 7_200_000))
        with pytest.raises(sqlite3.IntegrityError, match="claim_airing"):
            one.execute(said(2, 7_200_100, 7_200_300, CAT).replace("INSERT", f"INSERT {how}", 1))


def test_a_dog_and_a_cat_at_the_same_moment(raw: Raw) -> None:
    """Each of the two connections is quick by turns; of each pair one is refused, and never both are in."""
    refused: list[str] = []
    ready = threading.Barrier(2)

    def take(connection: Any, species: int, shift_ms: int, airs_ms: int) -> None:
        ready.wait()
        for number in range(100):
            begin = number * 1000 + shift_ms
            try:
                connection.execute(said(1, begin, begin + 100, species, airs_ms))
            except (
                sqlite3.IntegrityError, psycopg.errors.ExclusionViolation, psycopg.errors.DeadlockDetected,
            ) as refusal:  # fmt: skip
                refused.append(str(refusal))

    threads = [
        threading.Thread(target=take, args=(raw.one, DOG, 0, 50)),
        threading.Thread(target=take, args=(raw.other, CAT, 120, 0)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = raw.one.execute("SELECT start_ms / 1000 FROM claim").fetchall()
    assert len(kept) + len(refused) == 200
    assert len({number for (number,) in kept}) == len(kept), "never a dog and a cat"


@st.composite
def some_claims(draw: st.DrawFn) -> list[Claim]:
    found: list[Claim] = []
    for _ in range(draw(st.integers(2, 8))):
        start = draw(st.integers(0, 30))
        species = draw(st.sampled_from(("dog", "cat", None)))
        airs = draw(st.integers(0, 6)) if species == "dog" else 0
        found.append(Claim(draw(st.integers(1, 2)), start, start + draw(st.integers(1, 8)), species, airs))
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some_claims())
def test_the_database_refuses_what_the_rule_refuses(raw: Raw, wanted: list[Claim]) -> None:
    raw.one.execute("DELETE FROM claim")
    taken: list[Claim] = []
    for one in wanted:
        number = SPECIES_NO.get(one.species or "")
        text = said(one.resource_no, one.start_ms, one.end_ms, number, one.airs_ms)
        try:
            raw.one.execute(text)
            is_in = True
        except (sqlite3.IntegrityError, psycopg.errors.ExclusionViolation):
            is_in = False
        assert is_in is not any(clash(one, other) for other in taken), (one, taken)
        taken += [one] if is_in else []


# What was booked before there was such a rule


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.db'}"
    server: Postgres = request.getfixturevalue("postgres_server")
    return driver_url(server.url(server.create()))


def test_what_is_booked_stays_and_airs_as_long_as_it_can(old_url: str) -> None:
    engine = open_engine(old_url)
    minute = MINUTE_MS
    before = [
        # Number of the place, from, to with its five minutes, who, whether it is live.
        (1, 0, 35, "dog", True), (1, 35, 65, "dog", True), (1, 70, 100, "cat", True), (1, 100, 130, "dog", True),
        (1, 130, 160, "cat", True), (1, 170, 190, "rabbit", True), (1, 200, 230, "dog", False),
        (2, 0, 30, "dog", True), (9, 0, 30, "dog", True),
    ]  # fmt: skip
    with engine.connect() as connection:
        config = AlembicConfig()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0016")
        for number, buffer_min in ((1, 5), (2, 20)):
            _insert(connection, "station", id=f"s{number}", resource_no=number, buffer_min=buffer_min)
        for number, (place, start, end, who, is_live) in enumerate(before):
            _insert(connection, "pet", id=f"p{number}", species=who if who in ("dog", "cat") else "other")
            _insert(connection, "booking", id=f"b{number}", pet_id=f"p{number}")
            _insert(
                connection, "claim", booking_id=f"b{number}", resource_no=place, start_ms=start * minute,
                end_ms=end * minute, active=is_live,
            )  # fmt: skip
        connection.commit()
    assert upgrade(engine)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT booking_id, species, airs_ms FROM claim").all()
    engine.dispose()
    assert {row[0]: (row[1], row[2] // minute) for row in rows} == {
        # After the first comes another dog, and the cat late enough; before the second cat there is no time left.
        "b0": (DOG, 10), "b1": (DOG, 5), "b2": (CAT, 0), "b3": (DOG, 0), "b4": (CAT, 0), "b5": (None, 0),
        "b6": (None, 0), "b7": (DOG, 0), "b8": (None, 0),
    }  # fmt: skip


def _insert(connection: Any, table: str, **known: Any) -> None:
    """A row of the schema of then: what is not named is filled in as its column wants it."""
    found = sa.Table(table, sa.MetaData(), autoload_with=connection)
    row = dict(known)
    for column in found.columns:
        if column.name in row or column.nullable or column.server_default is not None:
            continue
        if column.primary_key and column.name == "id":
            continue
        row[column.name] = _any(column.type)
    connection.execute(found.insert().values(**row))


def _any(kind: Any) -> Any:
    if isinstance(kind, sa.JSON):
        return []
    return False if isinstance(kind, sa.Boolean) else 0 if isinstance(kind, sa.Integer) else "x"


# Everything that is booked


@pytest.fixture
async def side(world: World) -> Side:
    """A shop with one dryer box, in which dogs and cats are dried for half an hour by anybody; starts every five
    minutes, and five minutes to make the box ready."""
    return await open_box(world, "box")


async def open_box(world: World, slug: str, **settings: object) -> Side:
    side = await world.open(slug, grid_min=5, lead_min=0, is_phone_required=False, **settings)
    box = NewStation(kind=StationKind.BOX, name="1 号烘箱", name_en="Box 1", sizes=(), buffer_min=5)
    await world.shops.roster.add_station(side.manager, box)
    for species in ("dog", "cat", "other"):
        step = StepShare(StepKind.DRY, StationKind.BOX, 1)
        change = ServiceChange(Label(species, species), frozenset({species}), (step,), frozenset({"bath"}))
        await world.shops.price_list.add_service(side.manager, change, f"dry_{species}")
        await world.shops.price_list.set_prices(side.manager, f"dry_{species}", [PriceRule("", 30, 100, species)])
    return side


async def pet_of(world: World, side: Side, species: str, name: str = "咪咪", owner: Actor | None = None) -> PetId:
    breed = {"dog": "柯基", "cat": "英短", "other": "垂耳兔"}[species]
    return PetId((await world.pets.add_pet(owner or side.owner, NewPet(name=name, species=species, breed=breed))).id)


def dry(species: str) -> tuple[ServiceLine, ...]:
    return (ServiceLine(f"dry_{species}"),)


async def enter(world: World, side: Side, species: str, at_ms: int, pet: PetId | None = None):  # type: ignore[no-untyped-def]
    pet = pet or await pet_of(world, side, species)
    return await world.bookings.enter(side.manager, Entry(pet, dry(species), at_ms), world.key())


async def free(world: World, side: Side, pet: PetId, species: str) -> set[str]:
    """The clock of every free start of the day."""

    def look(tx: Tx) -> set[str]:
        diary = world.bookings.diary(tx, side.shop.id)
        one = world.pets.pet_for(tx, side.manager, pet)
        rank = {groomer: (n,) for n, groomer in enumerate(side.groomers)}
        found = free_starts(diary.open_plan(TUESDAY), diary.quote(dry(species), one), diary.subject(one), rank)
        return {clock_said(start.start_ms, diary.zone) for start in found}

    return await world.db.read(look)


async def test_a_cat_comes_when_the_air_is_good_and_a_dog_at_once(world: World, side: Side) -> None:
    await enter(world, side, "dog", world.at(side, 14))
    dog, cat, rabbit = [await pet_of(world, side, one) for one in ("dog", "cat", "other")]
    for pet, species, first in ((dog, "dog", "14:35"), (rabbit, "other", "14:35"), (cat, "cat", "14:45")):
        found = await free(world, side, pet, species)
        assert min(one for one in found if one > "14:00") == first, species
        assert max(one for one in found if one < "14:00") == "13:25", species
    with pytest.raises(SlotTaken):
        await enter(world, side, "cat", world.at(side, 14, 40), cat)
    booked = await enter(world, side, "cat", world.at(side, 14, 45), cat)
    taken = await world.db.read(lambda tx: claims.of_bookings(tx, side.shop.id, [booked.id]))
    assert {(one.species, one.airs_ms) for one in taken[booked.id]} == {(None, 0), ("cat", 0)}


async def test_a_dog_leaves_in_time_for_a_cat_that_was_booked_first(world: World, side: Side) -> None:
    await enter(world, side, "cat", world.at(side, 15))
    dog, cat = await pet_of(world, side, "dog"), await pet_of(world, side, "cat")
    for pet, species, last in ((dog, "dog", "14:15"), (cat, "cat", "14:25")):
        found = await free(world, side, pet, species)
        assert max(one for one in found if one < "15:00") == last, species
        assert min(one for one in found if one > "15:00") == "15:35", "after a cat nobody waits"
    with pytest.raises(SlotTaken):
        await enter(world, side, "dog", world.at(side, 14, 20), dog)
    booked = await enter(world, side, "dog", world.at(side, 14, 15), dog)
    taken = await world.db.read(lambda tx: claims.of_bookings(tx, side.shop.id, [booked.id]))
    assert {(one.species, one.airs_ms) for one in taken[booked.id]} == {(None, 0), ("dog", 10 * MINUTE_MS)}


@pytest.mark.parametrize(("minutes", "first"), [(0, "14:35"), (5, "14:35"), (30, "15:00")])
async def test_the_shop_says_how_long(world: World, minutes: int, first: str) -> None:
    side = await open_box(world, "own", air_out_min=minutes)
    await enter(world, side, "dog", world.at(side, 14))
    found = await free(world, side, await pet_of(world, side, "cat"), "cat")
    assert min(one for one in found if one > "14:00") == first


async def test_who_is_later_with_a_hold_is_told(world: World, side: Side) -> None:
    """Both were offered what was free then."""
    cat = await pet_of(world, side, "cat")
    first = await world.offer_at(side, world.at(side, 14), side.other, services=dry("dog"))
    wish = Wish(cat, dry("cat"), at_ms=world.at(side, 14, 40))
    offered = await world.bookings.offer(side.owner, wish, world.c(side.owner))
    mine = next(one for ones in offered.times.values() for one in ones if one.start_ms == wish.at_ms)
    await world.bookings.hold(side.other, first.offer_id, world.key())
    with pytest.raises(SlotTaken):
        await world.bookings.hold(side.owner, mine.offer_id, world.key())
    # A hold that has run out stands in nobody's way.
    world.clock.advance(11 * 60)
    await world.bookings.hold(side.owner, mine.offer_id, world.key())


async def test_the_desk_reads_why_and_no_owner_does(world: World, side: Side) -> None:
    await enter(world, side, "dog", world.at(side, 14))
    cat, dog = await pet_of(world, side, "cat"), await pet_of(world, side, "dog")
    await enter(world, side, "cat", world.at(side, 17))

    async def why(pet: PetId, species: str, at_ms: int) -> tuple[Label | None, Label | None]:
        wish = Wish(pet, dry(species), at_ms=at_ms)

        def ask(tx: Tx) -> Label | None:
            diary = world.bookings.diary(tx, side.shop.id)
            return desk_times(tx, diary, wish, [world.pets.pet_for(tx, side.manager, pet)]).reason

        seen = await world.bookings.offer(side.owner, wish, world.c(side.owner))
        return await world.db.read(ask), seen.reason

    taken = Label("烘箱 14:40–15:10 已满。", "The dryer box is taken 14:40–15:10.")
    airs = Label("1 号烘箱 14:30–14:45 给狗狗用完要通风。", "Box 1 airs 14:30–14:45 after a dog.")
    assert await why(cat, "cat", world.at(side, 14, 40)) == (airs, taken)
    desk, owner = await why(dog, "dog", world.at(side, 16, 20))
    assert desk == Label(
        "1 号烘箱 17:00 有猫猫要用，狗狗用完要通风 15 分钟。",
        "Box 1 is for a cat at 17:00, and airs for 15 min after a dog.",
    )
    assert owner == Label("烘箱 16:20–16:50 已满。", "The dryer box is taken 16:20–16:50.")
    # What is really taken is said as before.
    assert (await why(cat, "cat", world.at(side, 14)))[0] == Label(
        "烘箱 14:00–14:30 已满。", "The dryer box is taken 14:00–14:30."
    )


async def test_the_desk_moves_nobody_into_bad_air(world: World, side: Side) -> None:
    await enter(world, side, "dog", world.at(side, 14))
    cat = await enter(world, side, "cat", world.at(side, 18))

    async def move(booking, at_ms: int):  # type: ignore[no-untyped-def]
        wish = MoveWish(booking.version, at_ms, booking.groomer.id, False)
        return await world.moves.move(side.manager, booking.id, wish, world.key())

    with pytest.raises(NotFree) as refused:
        await move(cat, world.at(side, 14, 40))
    assert refused.value.data["why"] == "1 号烘箱 14:30–14:45 给狗狗用完要通风。"
    moved = (await move(cat, world.at(side, 14, 45))).booking
    dog = await enter(world, side, "dog", world.at(side, 18))
    with pytest.raises(NotFree):
        await move(dog, world.at(side, 14, 10))
    # Undone, the old time would be too soon after the dog that came meanwhile.
    with pytest.raises(SlotTaken):
        await world.moves.undo(side.manager, moved.id, moved.version, world.key())


async def test_an_undo_takes_the_air_again(world: World, side: Side) -> None:
    dog = await enter(world, side, "dog", world.at(side, 14))
    before = await world.db.read(lambda tx: claims.of_bookings(tx, side.shop.id, [dog.id]))
    wish = MoveWish(dog.version, world.at(side, 16), dog.groomer.id, False)
    moved = await world.moves.move(side.manager, dog.id, wish, world.key())
    await world.moves.undo(side.manager, dog.id, moved.booking.version, world.key())
    assert await world.db.read(lambda tx: claims.of_bookings(tx, side.shop.id, [dog.id])) == before
    assert "14:40" not in await free(world, side, await pet_of(world, side, "cat"), "cat")


async def test_who_walks_in_waits_as_well(world: World, side: Side) -> None:
    await enter(world, side, "dog", world.at(side, 14))
    cat = await pet_of(world, side, "cat")
    world.go_to(side, 14, 42)
    with pytest.raises(SlotTaken):
        await enter(world, side, "cat", world.at(side, 14, 40), cat)
    world.go_to(side, 14, 47)
    assert (await enter(world, side, "cat", world.at(side, 14, 45), cat)).starts_ms < world.clock.now_ms()


async def test_a_series_goes_around_it(world: World, side: Side) -> None:
    await enter(world, side, "dog", world.at(side, 14, day=later(7)))
    cat = await pet_of(world, side, "cat")
    series = Series(world.db, world.clock, world.ids, world.shops, world.pets, EveryOwnersChat())  # type: ignore[arg-type]
    wish = Wish(cat, dry("cat"), at_ms=world.at(side, 14, 40))
    view = await world.db.read(lambda tx: series.plan(tx, side.manager, wish, 1, 2))
    assert [(one.state, one.why and one.why.zh) for one in view.lines] == [
        ("free", None), ("moved", "1 号烘箱 14:30–14:45 给狗狗用完要通风。"),
    ]  # fmt: skip
    assert view.lines[1].time is not None
    assert view.lines[1].time.start_ms == world.at(side, 14, 45, day=later(7))


async def test_a_dog_and_a_cat_of_one_owner_are_kept_apart(world: World, side: Side) -> None:
    dog, cat = await pet_of(world, side, "dog"), await pet_of(world, side, "cat")
    for hour, first, other in ((10, dog, cat), (13, cat, dog)):
        kinds = {dog: "dog", cat: "cat"}
        entry = Entry(
            first, dry(kinds[first]), world.at(side, hour), also=(PetWish(other, dry(kinds[other])),)
        )  # fmt: skip
        made = await world.bookings.enter(side.manager, entry, world.key())
        turns = {one.pet.id: one for one in made.parts}
        if turns[dog].starts_ms < turns[cat].starts_ms:
            assert turns[cat].starts_ms - turns[dog].ends_ms >= 15 * MINUTE_MS
        else:
            # The way that is ready first: the cat before, and nobody waits for air.
            assert turns[dog].starts_ms - turns[cat].ends_ms == 5 * MINUTE_MS


async def test_the_databases_refusal_is_answered_in_words(world: World, side: Side) -> None:
    """A cat that gets past every look at the day."""
    dog = await enter(world, side, "dog", world.at(side, 14))
    taken = (await world.db.read(lambda tx: claims.of_bookings(tx, side.shop.id, [dog.id])))[dog.id]
    box = next(one for one in taken if one.species == "dog")
    late = Claim(box.resource_no, box.end_ms, box.end_ms + 30 * MINUTE_MS, "cat")
    with pytest.raises(claims.Overlap):
        await world.db.write(lambda tx: claims.take(tx, side.shop.id, "x", [late]))
    found = await world.db.read(lambda tx: claims.holders(tx, side.shop.id, [late]))
    assert found == {dog.id}
    for free in (Claim(late.resource_no, box.end_ms + box.airs_ms, late.end_ms, "cat"),
                 Claim(late.resource_no, late.start_ms, late.end_ms, "dog", 1)):  # fmt: skip
        assert await world.db.read(lambda tx, one=free: claims.holders(tx, side.shop.id, [one])) == set()
