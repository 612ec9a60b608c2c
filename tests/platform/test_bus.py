"""News between those who commit and those who listen, inside one process and between several."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from bench.engines import Nats, nats

import pawline
from pawline.app import CARRIED
from pawline.chat.model import Entry, Kind, news_of
from pawline.platform.bus import Bus, LocalBus, carried_as
from pawline.platform.bus.nats import NatsBus
from tests.waiting import until

BARKS = {"bark": carried_as(tuple[str, int]), "ready": carried_as(None), "bytes": carried_as(bytes)}


@dataclass
class Ears:
    """Where one bus tells and another (or the same) is listened to."""

    mouth: Bus
    ear: Bus


@asynccontextmanager
async def connected(server: Nats, installation: str, carried: Any = BARKS) -> AsyncIterator[NatsBus]:
    bus = NatsBus(server.url, installation, carried)
    running = asyncio.ensure_future(bus.run())
    await until(lambda: bus.is_whole)
    yield bus
    running.cancel()
    await asyncio.wait([running])


async def introduce(mouth: Bus, ear: Bus) -> None:
    """Waits until what one says reaches the other."""
    heard: list[Any] = []
    ear.listen("ready", "introduction", heard.append)
    async with asyncio.timeout(10):
        while not heard:
            mouth.publish([("ready", None)])
            await asyncio.sleep(0.01)
    ear.leave("ready", "introduction")


@pytest.fixture(params=["local", "nats"])
async def ears(request: pytest.FixtureRequest) -> AsyncIterator[Ears]:
    if request.param == "local":
        bus = LocalBus()
        yield Ears(bus, bus)
        return
    server: Nats = request.getfixturevalue("nats_server")
    async with connected(server, request.node.name) as mouth, connected(server, request.node.name) as ear:
        await introduce(mouth, ear)
        yield Ears(mouth, ear)


async def test_it_ends_at_whatever_moment_it_is_told_to(nats_server: Nats) -> None:
    """Also in the middle of connecting, where the client takes the cancelling for a failed try."""
    for steps in (*range(0, 40), *range(40, 400, 10)):
        running = asyncio.ensure_future(NatsBus(nats_server.url, "ends", BARKS).run())
        for _ in range(steps):
            await asyncio.sleep(0)
        running.cancel()
        async with asyncio.timeout(10):
            await asyncio.wait([running])


async def test_news_comes_whole_and_in_order(ears: Ears) -> None:
    heard: list[Any] = []
    ears.ear.listen("bark.rex", "me", heard.append)
    ears.ear.listen("bark.tom", "me", lambda _news: heard.append("wrong"))
    for number in range(100):
        ears.mouth.publish([("bark.rex", ("wuff", number))])
    await until(lambda: len(heard) >= 100)
    assert heard == [("wuff", number) for number in range(100)]


async def test_who_has_left_hears_nothing_and_who_fails_hurts_nobody(ears: Ears) -> None:
    heard: list[Any] = []

    def choke(_news: Any) -> None:
        raise RuntimeError

    ears.ear.listen("bark.rex", "choking", choke)
    ears.ear.listen("bark.rex", "gone", lambda _news: heard.append("gone"))
    ears.ear.listen("bark.rex", "me", heard.append)
    ears.ear.leave("bark.rex", "gone")
    ears.ear.leave("bark.rex", "never there")
    ears.mouth.publish([("bark.rex", ("wuff", 1))])
    await until(lambda: heard)
    assert heard == [("wuff", 1)]


async def test_own_listeners_hear_at_once_and_once(ears: Ears) -> None:
    heard: list[Any] = []
    ears.mouth.listen("bark.rex", "me", heard.append)
    ears.mouth.publish([("bark.rex", ("wuff", 1))])
    assert heard == [("wuff", 1)]
    await introduce(ears.mouth, ears.ear)
    assert heard == [("wuff", 1)]


async def test_what_is_said_to_others_is_not_heard_here(nats_server: Nats) -> None:
    async with connected(nats_server, "others") as mouth, connected(nats_server, "others") as ear:
        await introduce(mouth, ear)
        heard: list[str] = []
        mouth.listen("bark.rex", "me", lambda _news: heard.append("here"))
        ear.listen("bark.rex", "me", lambda _news: heard.append("there"))
        mouth.tell_others("bark.rex", ("wuff", 1))
        await until(lambda: heard)
        assert heard == ["there"]


async def test_the_same_news_for_two_topics_and_more_than_one_message_holds(nats_server: Nats) -> None:
    async with connected(nats_server, "big") as mouth, connected(nats_server, "big") as ear:
        await introduce(mouth, ear)
        heard: list[int] = []
        for topic in ("bytes.a", "bytes.b"):
            ear.listen(topic, "me", lambda news: heard.append(len(news)))
        big = [bytes(60_000) for _ in range(40)]
        mouth.publish([(topic, one) for one in big for topic in ("bytes.a", "bytes.b")])
        await until(lambda: len(heard) == 80)
        assert set(heard) == {60_000}


async def test_a_piece_that_is_too_large_takes_no_other_with_it(nats_server: Nats) -> None:
    async with connected(nats_server, "huge") as mouth, connected(nats_server, "huge") as ear:
        await introduce(mouth, ear)
        heard: list[int] = []
        ear.listen("bytes.a", "me", lambda news: heard.append(len(news)))
        mouth.publish([("bytes.a", bytes(size)) for size in (1, 1_100_000, 2)])
        await until(lambda: 2 in heard)
        assert heard == [1, 2]


async def test_another_installation_hears_nothing(nats_server: Nats) -> None:
    async with (
        connected(nats_server, "mine") as mouth,
        connected(nats_server, "theirs") as ear,
        connected(nats_server, "mine") as friend,
    ):
        heard: list[Any] = []
        ear.listen("bark.rex", "me", heard.append)
        friend.listen("bark.rex", "me", lambda _news: heard.append("friend"))
        await introduce(mouth, friend)
        mouth.publish([("bark.rex", ("wuff", 1))])
        await until(lambda: heard)
        assert heard == ["friend"]


async def test_what_nobody_can_read_is_dropped_and_the_rest_goes_on(nats_server: Nats) -> None:
    """A process of another version, a kind without a codec: a hint is lost, nothing else."""
    async with connected(nats_server, "odd") as mouth, connected(nats_server, "odd") as ear:
        await introduce(mouth, ear)
        heard: list[Any] = []
        ear.listen("bark.rex", "me", heard.append)
        ear.listen("meow.tom", "me", heard.append)
        mouth.publish([("meow.tom", 1), ("bark.rex", object()), ("bark.rex", "not a pair"), ("bark.rex", ("wuff", 1))])
        await until(lambda: heard)
        await mouth._client.publish("pawline.odd", b"\xc1 not ours")
        mouth.publish([("bark.rex", ("wuff", 2))])
        await until(lambda: ("wuff", 2) in heard)
        assert heard == [("wuff", 1), ("wuff", 2)]


async def test_nats_away_delays_nobody_and_comes_back() -> None:
    """While it is away publishing neither waits nor fails, own listeners hear, and health can tell."""
    with nats() as server:
        async with connected(server, "away") as mouth, connected(server, "away") as ear:
            await introduce(mouth, ear)
            own: list[Any] = []
            other: list[Any] = []
            mouth.listen("bark.rex", "me", own.append)
            ear.listen("bark.rex", "me", other.append)
            server.stop()
            async with asyncio.timeout(10):
                while mouth.is_whole or ear.is_whole:
                    await asyncio.sleep(0.01)
            for number in range(1000):
                mouth.publish([("bark.rex", ("lost", number))])
            assert len(own) == 1000
            server.start()
            async with asyncio.timeout(10):
                while not (mouth.is_whole and ear.is_whole):
                    await asyncio.sleep(0.01)
            await introduce(mouth, ear)
            mouth.publish([("bark.rex", ("found", 1))])
            async with asyncio.timeout(10):
                while ("found", 1) not in other:
                    await asyncio.sleep(0.01)


def test_every_kind_of_news_has_a_codec() -> None:
    """What the sources publish, by the words in front of the first dot of their topics."""
    said: set[str] = set()
    for path in Path(pawline.__path__[0]).rglob("*.py"):
        for found in re.finditer(r"(?:publish|tell_others)\(\[?\(?f?\"([a-z_]+)", path.read_text()):
            said.add(found.group(1))
    assert {"c", "receipt", "typing", "sessions", "jobs", "line"} <= said
    assert said | {"facts"} == set(CARRIED)


def test_entries_cross_as_they_are() -> None:
    entry = Entry("c1", 1, 1, "m1", "cmid", "s1", "d1", Kind.MESSAGE, {"type": "text", "text": "汪"}, 5)  # type: ignore[arg-type]
    codec = CARRIED["c"]
    here = news_of("c1", (entry,))
    there = codec.decode(codec.encode(here))
    assert (there.c, there.last_seq, there.count, there.frame) == ("c1", 1, 1, here.frame)
    assert msgspec.json.decode(there.frame)["d"]["entries"][0]["body"]["text"] == "汪"
