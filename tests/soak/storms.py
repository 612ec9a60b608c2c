"""Fifty want the same hour at once, some asking three times; then the winner says yes and no at once.

Some ask in their conversations, over sockets and HTTP, and the assistant holds the hour for them; the others have it
offered already and tap, at some moment while the assistant is at work.
"""

import asyncio
import random
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import sqlalchemy as sa

from pawline.assistant.reactions import GATHER_MS
from pawline.booking import ServiceLine, Wish
from pawline.booking.claims import claim
from pawline.booking.errors import SlotTaken
from pawline.booking.store import booking
from pawline.people import Actor, Role, system_actor
from pawline.pets import NewPet
from pawline.platform.clock import SystemClock
from pawline.platform.ids import AccountId, ConversationId, PetId
from pawline.shop import (
    Label,
    NewShop,
    NewStation,
    Opening,
    Settings,
    Shift,
    Shop,
    StationKind,
    wall_ms,
)
from tests.faults import checker
from tests.faults.dump import read
from tests.faults.history import Book, gather
from tests.serving import Served, served
from tests.soak.row import Figures
from tests.soak.saying import Line, asked, line_to, post

STORMS, CONTENDERS, SPEAKING = 30, 50, 10
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
# How often one asks: whoever had no answer asks again with the same key.
TIMES = (1, 1, 1, 1, 1, 3)
TUESDAY = date(2026, 11, 24)
WORDS = "11月24日下午三点给豆豆做造型"
ANSWERED_S = 20.0
# About as long as the assistant takes until it holds the hour for the first of them.
WORK_S = 0.6


def storm(number: int, folder: Path, storms: int = STORMS, contenders: int = CONTENDERS) -> Figures:
    """So many storms over the same hour of one shop."""
    return asyncio.run(_stormed(random.Random(number), folder, storms, contenders))


@dataclass
class Contender:
    """An owner with a dog, a conversation, a socket, HTTP, and an offer of the hour."""

    actor: Actor
    c: ConversationId
    line: Line
    http: httpx.AsyncClient
    offer_id: str


async def _stormed(chance: random.Random, folder: Path, storms: int, contenders: int) -> Figures:
    asked = by_word = 0
    async with AsyncExitStack() as stack:
        site = await stack.enter_async_context(served(folder, clock=SystemClock(MONDAY - SystemClock().now())))
        shop = await _open(site)
        crowd = [await _arrive(stack, site, shop) for _ in range(contenders)]
        book = Book("storm")
        book.note(0, "open", account=shop.id)
        for number in range(storms):
            chance.shuffle(crowd)
            times, word = await _one(site, shop, crowd, chance, f"storm-{number:04}", book)
            asked += times
            by_word += word
    verdicts = checker.check(gather([book]), read(str(folder / "pawline.db")))
    assert not checker.broken(verdicts), checker.broken(verdicts)
    assert verdicts["V11"].judged > 2 * storms, "the checker was not told of the bookings"
    return {"storms": storms, "asked": asked, "won by word": by_word, **checker.counts(verdicts)}


async def _open(site: Served) -> Shop:
    """A shop in which one of two groomers can do what everybody wants."""
    house = site.house
    week = tuple(Opening(day, 9 * 60, 21 * 60) for day in range(1, 8))
    # Guests who let go of three holds within an hour are held back: here they win more often than that.
    settings = Settings(holds_per_hour_stranger=100, is_phone_required=False)
    shop = await house.shops.open_shop(NewShop(slug="storm", name="风暴", hours=week, settings=settings))
    manager = system_actor(shop.id)
    for number, skills in enumerate((("bath", "style", "large"), ("bath",))):
        groomer = AccountId(house.ids.new())
        await house.db.write(
            lambda tx, one=groomer: house.people.open_account(
                tx, shop.id, one, Role.GROOMER, name="美容师", login=str(one)
            )
        )
        shifts = [Shift(day, 9 * 60, 21 * 60) for day in range(1, 8)]
        await house.shops.roster.set_groomer(manager, groomer, Label("美容师", "Groomer"), skills, shifts, number)
    for kind in StationKind:
        for _ in range(2):
            await house.shops.roster.add_station(manager, NewStation(kind=kind, name=kind.value, name_en=kind.value))
    return shop


async def _arrive(stack: AsyncExitStack, site: Served, shop: Shop) -> Contender:
    house = site.house
    done = await house.people.arrive(shop.id, "zh")
    found = await house.db.read(lambda tx: house.chat.conversation_of(tx, shop.id, done.actor.account_id))
    assert found is not None
    pet = await house.pets.add_pet(done.actor, NewPet(name="豆豆", species="dog", breed="金毛"))
    at_ms, c = wall_ms(TUESDAY, 15 * 60, shop.clock_zone), ConversationId(found.id)
    view = await house.bookings.offer(done.actor, Wish(PetId(pet.id), (ServiceLine("groom"),), at_ms=at_ms), c)
    offer = next(o.offer_id for times in view.times.values() for o in times if o.start_ms == at_ms and o.is_free)
    line = await line_to(urlsplit(site.url).port or 0, done.token, "phone")
    stack.push_async_callback(line.close)
    headers = {"Authorization": f"Bearer {done.token}"}
    http = await stack.enter_async_context(httpx.AsyncClient(base_url=site.url, headers=headers, timeout=30))
    return Contender(done.actor, c, line, http, offer)


async def _one(
    site: Served, shop: Shop, crowd: list[Contender], chance: random.Random, tag: str, book: Book
) -> tuple[int, int]:
    """How often was asked, and whether somebody who asked by word won."""
    speaking, tapping = crowd[:SPEAKING], crowd[SPEAKING:]
    said = await asyncio.gather(*(_say(one, chance, tag) for one in speaking))
    await asyncio.sleep(GATHER_MS / 1000 + chance.uniform(0, WORK_S))
    taps = [one for one in tapping for _ in range(chance.choice(TIMES))]
    chance.shuffle(taps)
    answers = await asyncio.gather(
        *(site.house.bookings.hold(one.actor, one.offer_id, f"{tag}-hold") for one in taps), return_exceptions=True
    )
    async with asyncio.timeout(ANSWERED_S):
        for one, (seq, _) in zip(speaking, said, strict=True):
            await _answered(site, one, seq)
    refused = {type(one) for one in answers if isinstance(one, BaseException)}
    assert refused <= {SlotTaken}, f"{tag}: {refused}"
    held = await _held(site, shop)
    assert len(held) == 1, f"{tag}: {len(held)} have the hour"
    for one, answer in zip(taps, answers, strict=True):
        if not isinstance(answer, BaseException):
            key = f"{one.actor.account_id} {tag}"
            book.note(0, "action", key=key, slot=tag, is_ok=True, booking=answer.id, version=answer.version)
    book.note(0, "action", key=f"{tag} word", slot=tag, is_ok=True, booking=held[0].id)
    told = {one.id for one in answers if not isinstance(one, BaseException)}
    assert told <= {held[0].id}, f"{tag}: somebody was told that they have it"
    winner = next(one for one in crowd if one.actor.account_id == held[0].owner_id)
    await _yes_and_no(site, winner, held[0].id, held[0].version, tag)
    return sum(times for _, times in said) + len(taps), int(winner in speaking)


async def _say(one: Contender, chance: random.Random, tag: str) -> tuple[int, int]:
    """The message's seq, and how often it was sent: at once, over both ways, as the same message."""
    body, times = {"type": "text", "text": WORDS}, chance.choice(TIMES)
    ways = [post(one.http, one.c, tag, body) if chance.random() < 0.5 else one.line.send(one.c, tag, body)
            for _ in range(times)]  # fmt: skip
    answers = set(await asyncio.gather(*ways))
    assert len(answers) == 1, f"{tag} was answered in several ways: {answers}"
    return answers.pop()[1], times


async def _answered(site: Served, one: Contender, seq: int) -> None:
    chat = site.house.chat
    while not any(
        entry.kind == "message" and entry.sender != one.actor.account_id
        for entry in await site.house.db.read(lambda tx: chat.entries_after(tx, one.c, seq))
    ):
        await asyncio.sleep(0.05)


async def _held(site: Served, shop: Shop) -> list[Any]:
    wanted = sa.select(booking.c.id, booking.c.owner_id, booking.c.version)
    wanted = wanted.where(booking.c.shop_id == shop.id, booking.c.status == "held")
    return await site.house.db.read(lambda tx: list(tx.execute(wanted).all()))


async def _yes_and_no(site: Served, winner: Contender, booking_id: str, version: int, tag: str) -> None:
    """One of the two counts, and what is taken of the day is what the booking says."""

    async def ask(verb: str, key: str) -> int:
        path = f"/api/bookings/{booking_id}/{verb}"
        return (await asked(winner.http, path, {"version": version}, f"{tag}-{key}")).status_code

    answers = await asyncio.gather(ask("confirm", "yes"), ask("cancel", "no"), ask("confirm", "yes"))
    assert all(code < 500 for code in answers), f"{tag}: {answers}"
    now = await _booking(site, winner, booking_id)
    taken = await _taken(site, booking_id)
    assert (now.status == "confirmed") == (taken > 0), f"{tag}: {now.status} with {taken} claims"
    if now.status == "confirmed":
        await site.house.bookings.cancel(winner.actor, booking_id, now.version, f"{tag}-off")
    assert await _taken(site, booking_id) == 0, f"{tag}: something is still taken"


async def _booking(site: Served, winner: Contender, booking_id: str) -> Any:
    return await site.house.db.read(lambda tx: site.house.bookings.view_for(tx, winner.actor, booking_id))


async def _taken(site: Served, booking_id: str) -> int:
    counted = sa.select(sa.func.count()).select_from(claim)
    counted = counted.where(claim.c.booking_id == booking_id, claim.c.active.is_(True))
    return await site.house.db.read(lambda tx: int(tx.execute(counted).scalar_one()))
