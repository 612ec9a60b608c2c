"""A server with two shops, the people who knock, and the things that are not theirs."""

import io
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
from msgspec import structs
from PIL import Image
from websockets.asyncio.client import connect

from pawline.app import operations_of, web_app
from pawline.booking import BookingView, PetWish, RideWish, ServiceLine, Wish
from pawline.chat import SendFrame
from pawline.people import Actor, Role
from pawline.pets import NewCondition, NewPet, NewVaccine
from pawline.platform.ids import ConversationId, PetId
from pawline.platform.web.operations import Operation
from pawline.shop import (
    Label,
    NewShop,
    Rides,
    RideWindow,
    RideZone,
    SeasonChange,
    ServiceChange,
    local_day,
    wall_ms,
)
from pawline.waitlist import WaitWish
from tests.serving import Served, served

# From another shop, or an owner of this one who has nothing to do with the things below.
OUTSIDERS = ("stranger", "owner_b", "groomer_b", "boss_b")
HELLO = json.dumps({"t": "hello", "d": {"device_id": "d", "proto_min": 1, "proto_max": 1}})
BEFORE = "before-you-came"
FESTIVAL = SeasonChange(Label("春节", "Spring Festival"), date(2027, 2, 6), date(2027, 2, 20), 20)
ONLY_HERE = ServiceChange(Label("染色", "Dyeing"), frozenset({"dog"}), is_bookable=False)


@dataclass
class Stage:
    """`things`: real objects by the name of a path's parameter; `group`: the same in a group that two have left.

    `others`: what somebody in the shop has that is not of the conversation, the booking or the shop in `things`.
    """

    server: Served
    tokens: dict[str, str]
    operations: list[Operation]
    things: dict[str, str] = field(default_factory=dict[str, str])
    group: dict[str, str] = field(default_factory=dict[str, str])
    others: dict[str, str] = field(default_factory=dict[str, str])

    def socket(self, who: str | None) -> connect:
        """A socket that `who` opens, before its hello."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} if who else {}
        url = self.server.url.replace("http", "ws") + "/ws"
        return connect(url, subprotocols=["pawline.v1"], additional_headers=headers)  # type: ignore[list-item]

    async def last_n(self, things: dict[str, str]) -> int:
        """How many messages the conversation holds."""
        house, made = self.server.house, self.server.made
        found = await house.db.read(lambda tx: house.chat.conversation(tx, made.shop.id, things["c"]))
        assert found is not None
        return found.last_n


@asynccontextmanager
async def staged(folder: Path) -> AsyncIterator[Stage]:
    """Everybody has a session; who was let go had one, and who was shown out of the group was in it."""
    async with served(folder) as server:
        stage = Stage(server, await _tokens(server), operations_of(web_app(server.house)))
        stage.things = await _things(server)
        stage.group = await _group(server, stage)
        stage.others = await _others(server, stage)
        yield stage


async def _tokens(server: Served) -> dict[str, str]:
    house, shop, made = server.house, server.made.shop.id, server.made
    other = (await house.shops.open_shop(NewShop(slug="other", name="另一家"))).id

    def known(tx: Any) -> dict[str, str]:
        insiders = {"owner": made.owners["林女士"], "groomer": made.staff["lin"], "fired": made.staff["may"]}
        insiders["boss"] = made.staff["manager"]
        others = {
            "groomer_b": house.staff.join(tx, other, "groomer", "阿花", Role.GROOMER, "x"),
            "boss_b": house.staff.join(tx, other, "boss", "老板", Role.MANAGER, "x"),
        }
        at = [(who, shop, one) for who, one in insiders.items()] + [(who, other, one) for who, one in others.items()]
        return {who: house.people.open_session(tx, place, one).token for who, place, one in at}

    tokens = await house.db.write(known)
    for who, place in {"stranger": shop, "member": shop, "removed": shop, "left": shop, "owner_b": other}.items():
        tokens[who] = (await house.people.arrive(place, "zh")).token
    await house.staff.deactivate(_boss(server), made.staff["may"])
    return tokens


def _boss(server: Served) -> Actor:
    return Actor(server.made.shop.id, server.made.staff["manager"], "staff", Role.MANAGER, "d")  # type: ignore[arg-type]


async def _picture(server: Served, c: str, cmid: str) -> str:
    picture = io.BytesIO()
    Image.new("RGB", (64, 48)).save(picture, "PNG")
    kept = await server.house.uploads.add(_boss(server), picture.getvalue())
    await server.house.chat.send(_boss(server), c, cmid, {"type": "image", "upload_id": kept.upload_id})
    return kept.upload_id


async def _things(server: Served) -> dict[str, str]:
    """Real objects, which their owner and the shop's own staff do reach (that is asserted)."""
    house, made, boss = server.house, server.made, _boss(server)
    owner_id, c = made.owners["林女士"], made.conversations["林女士"]
    board = await house.db.read(lambda tx: house.bookings.bookings_of(tx, boss, owner_id))
    upload_id = await _picture(server, c, "cmid-0001")
    owner = Actor(made.shop.id, owner_id, "owner", Role.OWNER, "d")  # type: ignore[arg-type]
    assert await house.uploads.show(owner, upload_id, 320)
    tub = (await house.db.read(lambda tx: house.shops.team(tx, made.shop.id))).stations[0].id
    from_ms = house.clock.now_ms() + 86_400_000
    return {
        "c": c,
        "booking_id": [*board.upcoming, *board.past][0].id,
        "pet_id": made.pets["豆豆"],
        "account_id": made.staff["lin"],
        "owner_id": owner_id,
        "upload_id": upload_id,
        "variant": "320",
        # A link is a secret: whoever has it may use it, nobody guesses it.
        "token": "no-such-token",
        "hook_id": (await house.hooks.add(boss, "https://hook.example/x", ["message"]))[0].id,
        "station_id": tub,
        "closure_id": (await house.shops.roster.close_station(boss, tub, from_ms, from_ms + 3_600_000)).id,
        # Both shops have the standard catalogue; this service is in one of them.
        "code": (await house.shops.price_list.add_service(boss, ONLY_HERE)).code,
        "season_id": (await house.shops.season_list.add(boss, FESTIVAL)).id,
        "reply_id": (await house.chat.canned.keep(boss, "park", "门口可以停车")).id,
        "consent": "emergency",
        "condition_id": await _condition(server, owner),
        "vaccine_id": await _vaccine(server, made.pets["豆豆"]),
        **(await _plan(server, board.upcoming[0])),
        "ride_id": await _ride(server, board.upcoming[-1]),
        "wait_id": await _wait(server, owner),
    }


async def _condition(server: Served, owner: Actor) -> str:
    """Noted by the owner: everybody whose business it is may say that it is over."""
    view = await server.house.conditions.note(owner, server.made.pets["豆豆"], NewCondition(kind="fleas"))
    return view.conditions[0].id


async def _vaccine(server: Served, pet_id: str) -> str:
    view = await server.house.vaccines.note(_boss(server), pet_id, NewVaccine(kind="rabies", given=date(2026, 11, 1)))
    return view.vaccines[0].id


async def _plan(server: Served, booked: BookingView) -> dict[str, str]:
    """A plan for the day of a booking whose groomer has called in sick; its owner has been asked."""
    house, boss = server.house, _boss(server)
    assert booked.groomer is not None
    day = local_day(booked.starts_ms, server.made.shop.clock_zone)
    await house.shops.roster.change_days(boss, booked.groomer.id, day, day, None)
    plan = await house.plans.make(boss, day, {}, uuid.uuid4().hex)
    await house.plans.send(boss, plan.id, uuid.uuid4().hex)
    move = next(one for one in plan.moves if one.booking_id == booked.id)
    return {"plan_id": plan.id, "move_id": move.id}


async def _ride(server: Served, booked: BookingView) -> str:
    """A stop of the day of a booking: who is fetched, before the shop opens."""
    house, boss = server.house, _boss(server)
    day = local_day(booked.starts_ms, server.made.shop.clock_zone)
    known = await house.db.read(lambda tx: house.shops.settings_of(tx, boss.shop_id))
    windows = (RideWindow(day.isoweekday(), "fetch", 7 * 60, 8 * 60),)
    rides = Rides((RideZone("near", "望京", 2000),), windows, 0)
    await house.shops.set_settings(boss, structs.replace(known, rides=rides))
    at_ms = wall_ms(day, 7 * 60, server.made.shop.clock_zone)
    version = (await house.db.read(lambda tx: house.bookings.view_for(tx, boss, booked.id))).version
    wish = RideWish("fetch", at_ms, "near", "望京花园 3 号楼")
    await house.driving.choose(boss, booked.id, version, [wish], uuid.uuid4().hex)
    stops = await house.db.read(lambda tx: house.driving.stops(tx, boss, day))
    return stops.stops[0].id


async def _wait(server: Served, owner: Actor) -> str:
    """What the owner waits for."""
    pets = (PetWish(PetId(server.made.pets["豆豆"]), (ServiceLine("bath"),)),)
    day = local_day(server.house.clock.now_ms(), server.made.shop.clock_zone) + timedelta(days=5)
    wish = WaitWish(pets, day, day, 600, 660)
    return (await server.house.waitlist.join(owner, wish, uuid.uuid4().hex)).id


async def _group(server: Served, stage: Stage) -> dict[str, str]:
    """A group with a picture from the time when all three were in it, and a link that is still good.

    What was said and changed before anybody came holds the mark `BEFORE`, under the number `seq`.
    """
    house, boss = server.house, _boss(server)
    c = (await house.chat.groups.found(boss, "金毛妈妈群")).id
    said = await house.chat.send(boss, c, "cmid-0003", {"type": "text", "text": BEFORE})
    change = SendFrame("cmid-0004", {"type": "text", "text": f"{BEFORE}!"}, "edit", said.seq)
    await house.chat.send_frame(boss, c, change)
    link = await house.chat.groups.invite(boss, c, 10, 1)
    actors: dict[str, Actor] = {}
    for who in ("member", "removed", "left", "groomer"):
        found = await house.people.authenticate(stage.tokens[who])
        assert found is not None
        actors[who] = found
        await house.chat.groups.join(found, link)
    upload_id = await _picture(server, c, "cmid-0002")
    for one in actors.values():
        assert await house.uploads.show(one, upload_id, 320)
    await house.chat.groups.remove(boss, c, actors["removed"].account_id)
    await house.chat.groups.leave(actors["left"], c)
    group = {"c": c, "upload_id": upload_id, "variant": "320", "account_id": actors["member"].account_id}
    return group | {"token": link, "seq": str(said.seq)}


async def _others(server: Served, stage: Stage) -> dict[str, str]:
    """A colleague of the other shop, a picture that its sender has shown to nobody, a time offered to a stranger."""
    house = server.house
    stranger, boss_b = [await house.people.authenticate(stage.tokens[who]) for who in ("stranger", "boss_b")]
    assert stranger is not None
    assert boss_b is not None
    picture = io.BytesIO()
    Image.new("RGB", (64, 48)).save(picture, "PNG")
    kept = await house.uploads.add(stranger, picture.getvalue())
    pet = await house.pets.add_pet(stranger, NewPet(name="旺财", species="dog", breed="柯基"))
    found = await house.db.read(lambda tx: house.chat.conversation_of(tx, stranger.shop_id, stranger.account_id))
    assert found is not None
    view = await house.bookings.offer(stranger, Wish(PetId(pet.id), (ServiceLine("bath"),)), ConversationId(found.id))
    offer = next(one for times in view.times.values() for one in times if one.is_free)
    away = boss_b.account_id
    return {"account_id": away, "groomer_id": away, "upload_id": kept.upload_id, "offer_id": offer.offer_id}


async def knock(
    client: httpx.AsyncClient,
    operation: Operation,
    things: dict[str, str],
    token: str | None,
    origin: str | None = None,
    **more: Any,
) -> httpx.Response:
    """Asks for an operation about the things, with a body that would do."""
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    if origin:
        headers["Origin"] = origin
    client.cookies.clear()
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body = BODIES.get(operation.name, {}) if operation.verb in {"POST", "PUT", "PATCH"} else None
    if body and "groomer_id" in body:
        body = body | {"groomer_id": things.get("account_id", body["groomer_id"])}
    return await client.request(operation.verb, _path(operation, things), headers=headers, **{"json": body} | more)


def _path(operation: Operation, things: dict[str, str]) -> str:
    path = operation.path
    for name, value in things.items():
        path = path.replace(f"{{{name}:str}}", value)
    return (
        path.replace("{seq:int}", things.get("seq", "1"))
        .replace("{day:date}", "2026-12-24")
        .replace("{path:path}", "nothing")
    )


BODIES: dict[str, dict[str, Any]] = {
    # An address of one's own network, which nobody has let in: the test calls nothing.
    "assistant.set_model": {"url": "", "model": "", "is_on": False, "is_agreed": False},
    "assistant.try_model": {"url": "https://127.0.0.1:9/v1", "model": "m", "is_on": False, "is_agreed": False},
    "booking.confirm": {"version": 1},
    "booking.cancel": {"version": 1},
    "booking.enter": {"pet_id": "0" * 32, "services": [{"code": "bath"}], "start_ms": 1_900_000_000_000},
    "booking.cancel_following": {"version": 1},
    "booking.plan_series": {
        "pet_id": "0" * 32, "services": [{"code": "bath"}], "start_ms": 1_800_000_000_000, "weeks": 4, "times": 3,
    },
    "booking.make_series": {
        "pet_id": "0" * 32, "services": [{"code": "bath"}], "weeks": 4,
        "visits": [{"start_ms": 1_800_000_000_000}, {"start_ms": 1_802_419_200_000}],
    },
    "booking.set_rides": {"version": 1, "rides": []},
    "booking.ride_choices": {"pet_id": "0" * 32, "start_ms": 1_800_000_000_000, "end_ms": 1_800_003_600_000},
    "booking.stop_done": {"is_done": True},
    "booking.find_pets": {"text": "豆豆"},
    "booking.free": {"pet_id": "0" * 32, "services": [{"code": "bath"}]},
    "booking.enter_anyway": {
        "pet_id": "0" * 32, "services": [{"code": "bath"}], "day": "2026-11-24", "start_min": 1290,
        "groomer_id": "0" * 32, "why": "赶飞机",
    },
    "booking.week": {"pet_id": "0" * 32, "services": [{"code": "bath"}]},
    "booking.welcome": {"name": "王女士", "pet": {"name": "妹妹", "species": "dog"}},
    "booking.move": {"version": 1, "offer_id": "0" * 32},
    "booking.undo_move": {"version": 1},
    "booking.ask_late": {"version": 1},
    "booking.answer_late": {"is_yes": True},
    "booking.deposit": {"cents": 100, "way": "cash"},
    "booking.deposit_back": {"way": "cash"},
    "booking.desk_move": {"version": 1, "start_ms": 0, "groomer_id": "0" * 32, "is_told": True},
    "chat.send": {"body": {"type": "text", "text": "你好"}},
    "chat.note": {"text": "记一笔"},
    "chat.assign": {"account_id": "0" * 32},
    "chat.set_privacy": {"is_private": True},
    "chat.set_shop_privacy": {"is_private": True},
    "chat.set_recall_rule": {"minutes": 5},
    "chat.keep_reply": {"word": "park", "text": "门口可以停车"},
    "push.subscribe": {"endpoint": "https://push.example/x", "keys": {"p256dh": "AAAA", "auth": "AAAA"}},
    "push.unsubscribe": {"endpoint": "https://push.example/x"},
    "hooks.add": {"url": "https://hook.example/x", "kinds": ["message"]},
    "programs.add": {"name": "进销存"},
    "groups.found": {"title": "金毛妈妈群"},
    "groups.change": {"title": "改名"},
    "groups.set_role": {"role": "keeper"},
    "groups.silence": {"minutes": 5},
    "chat.upload_create": {"purpose": "file", "size": 1, "sha256": "0" * 64},
    "planning.make": {"day": "2026-12-24"},
    "planning.choose": {"is_in": True},
    "planning.answer": {"version": 1, "is_yes": True},
    "consents.agree": {"version": 1},
    "consents.change": {
        "name": {"zh": "送医", "en": "Vet"}, "text": {"zh": "送医院", "en": "To the vet"}, "is_on": True,
    },
    "pets.add": {"name": "豆豆", "species": "dog"},
    "pets.waive": {"day": "2026-12-24", "reason": "医生说可以"},
    "pets.note_condition": {"kind": "pregnant"},
    "pets.note_vaccine": {"kind": "rabies", "given": "2026-11-01"},
    "pets.change_vaccine": {"kind": "rabies", "given": "2026-11-02"},
    "people.invite": {"name": "某人", "role": "manager"},
    "shop.person": {"skills": ["bath"], "shifts": []},
    "shop.order": {"codes": []},
    "shop.prices": {"prices": [], "charges": []},
    "shop.service": {"name": "洗护", "species": ["dog"], "is_bookable": False},
    "shop.service_add": {"name": "洗护", "species": ["dog"], "is_bookable": False},
    "shop.set_hours": {"week": [{"weekday": 1, "opens_min": 540, "closes_min": 1080}]},
    "shop.close_days": {"first": "2026-12-24", "last": "2026-12-24"},
    "booking.as_listed": {"code": "bath"},
    "shop.season": {"name": "春节", "first": "2027-02-06", "last": "2027-02-20", "percent": 20},
    "shop.season_add": {"name": "春节", "first": "2027-02-06", "last": "2027-02-20", "percent": 20},
    "shop.days": {"first": "2026-12-24", "last": "2026-12-24"},
    "shop.place": {"kind": "tub", "name": "浴池"},
    "shop.place_add": {"kind": "tub", "name": "浴池"},
    "shop.close_place": {"first": "2026-12-24", "start_min": 540, "last": "2026-12-24", "end_min": 600},
    "visits.advance": {"to": "arrived", "version": 1},
    "visits.add_photo": {"upload_id": "0" * 32},
    "waitlist.join": {
        "pet_id": "0" * 32, "services": [{"code": "bath"}], "from_day": "2026-12-24", "to_day": "2026-12-24",
    },
}  # fmt: skip
