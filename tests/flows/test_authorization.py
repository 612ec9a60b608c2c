"""Who may do what, generated from the operation registry: a new operation is tested by being there."""

import asyncio
import io
import json
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from pawline.app import operations_of, web_app
from pawline.people import Actor, Role
from pawline.platform.web.operations import Operation, Who
from pawline.shop import NewShop
from tests.serving import Served, served

# Objects of the demo shop, by the name of the path's parameter; nobody below may reach them.
ALLOWED = {
    Who.PUBLIC: {"nobody", "stranger", "owner_b", "groomer_b"},
    Who.SIGNED_IN: {"stranger", "owner_b", "groomer_b"},
    Who.OWNER: {"stranger", "owner_b"},
    Who.STAFF: {"groomer_b"},
    Who.MANAGER: set[str](),
}


@dataclass
class Stage:
    """A server with two shops, the people who knock, and the things that are not theirs."""

    server: Served
    tokens: dict[str, str]
    things: dict[str, str]
    operations: list[Operation]
    server_n: int


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with served(tmp_path) as server:
        house, made = server.house, server.made
        other = await house.shops.open_shop(NewShop(slug="other", name="另一家"))
        tokens = {
            "stranger": (await house.people.arrive(made.shop.id, "zh")).token,
            "owner_b": (await house.people.arrive(other.id, "zh")).token,
        }

        def hire(tx: Any) -> str:
            joined = house.staff.join(tx, other.id, "groomer", "阿花", Role.GROOMER, "x")
            return house.people.open_session(tx, other.id, joined).token

        tokens["groomer_b"] = await house.db.write(hire)
        things = await _things(server)
        log = await house.db.read(lambda tx: house.chat.conversation(tx, made.shop.id, things["c"]))
        assert log is not None
        yield Stage(server, tokens, things, operations_of(web_app(house)), log.last_n)


async def _things(server: Served) -> dict[str, str]:
    """Real objects, which their owner and the shop's own staff do reach (that is asserted)."""
    house, made = server.house, server.made
    owner_id, c = made.owners["林女士"], made.conversations["林女士"]
    boss = Actor(made.shop.id, made.staff["manager"], "staff", Role.MANAGER, "d")  # type: ignore[arg-type]
    board = await house.db.read(lambda tx: house.bookings.bookings_of(tx, boss, owner_id))
    picture = io.BytesIO()
    Image.new("RGB", (64, 48)).save(picture, "PNG")
    kept = await house.uploads.add(boss, picture.getvalue())
    await house.chat.send(boss, c, "cmid-0001", {"type": "image", "upload_id": kept.upload_id})
    owner = Actor(made.shop.id, owner_id, "owner", Role.OWNER, "d")  # type: ignore[arg-type]
    assert await house.uploads.show(owner, kept.upload_id, 320)
    return {
        "c": c,
        "booking_id": [*board.upcoming, *board.past][0].id,
        "pet_id": made.pets["豆豆"],
        "account_id": made.staff["lin"],
        "owner_id": owner_id,
        "upload_id": kept.upload_id,
        "variant": "320",
        # A link is a secret: whoever has it may use it, nobody guesses it.
        "token": "no-such-token",
        "hook_id": (await house.hooks.add(boss, "https://hook.example/x", ["message"]))[0].id,
        "reply_id": (await house.chat.canned.keep(boss, "park", "门口可以停车")).id,
    }


def _path(operation: Operation, things: dict[str, str]) -> str:
    path = operation.path
    for name, value in things.items():
        path = path.replace(f"{{{name}:str}}", value)
    path = path.replace("{seq:int}", "1")
    return path.replace("{path:path}", "nothing")


async def _knock(
    client: httpx.AsyncClient, operation: Operation, stage: Stage, token: str | None, origin: str | None = None
) -> httpx.Response:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    if origin:
        headers["Origin"] = origin
    client.cookies.clear()
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body = BODIES.get(operation.name, {}) if operation.verb in {"POST", "PATCH"} else None
    return await client.request(operation.verb, _path(operation, stage.things), headers=headers, json=body)


BODIES: dict[str, dict[str, Any]] = {
    "booking.confirm": {"version": 1},
    "booking.cancel": {"version": 1},
    "booking.move": {"version": 1, "offer_id": "0" * 32},
    "chat.send": {"body": {"type": "text", "text": "你好"}},
    "chat.note": {"text": "记一笔"},
    "chat.assign": {"account_id": "0" * 32},
    "chat.set_privacy": {"is_private": True},
    "chat.set_shop_privacy": {"is_private": True},
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
    "pets.add": {"name": "豆豆", "species": "dog"},
    "people.invite": {"name": "某人", "role": "manager"},
    "visits.advance": {"to": "arrived", "version": 1},
    "visits.add_photo": {"upload_id": "0" * 32},
}
OWN = {"booking.list", "booking.schedule", "desk.inbox", "pets.add", "pets.list", "people.me", "people.change_me"}
OWN |= {
    "people.sign_out",
    "people.send_code",
    "people.verify_phone",
    "visits.board",
    "chat.upload",
    "chat.upload_create",
}


async def test_every_operation_admits_only_whom_it_names(stage: Stage) -> None:
    async with httpx.AsyncClient(base_url=stage.server.url) as client:
        for operation in stage.operations:
            if operation.verb in {"FRAME", "WS"} or operation.name == "people.sign_out":
                continue
            for who in ("nobody", "stranger", "owner_b", "groomer_b"):
                answer = await _knock(client, operation, stage, stage.tokens.get(who))
                if who in ALLOWED[operation.who]:
                    assert answer.status_code not in {401, 500} or operation.name == "people.sign_in", operation
                else:
                    assert answer.status_code in {401, 403}, (operation, who, answer.text)
                assert "Traceback" not in answer.text


async def test_nobody_reaches_what_is_not_theirs(stage: Stage) -> None:
    """Every operation about a thing answers strangers, other shops' owners and other shops' staff alike: not here."""
    about = [one for one in stage.operations if "{" in one.path and one.verb not in {"FRAME", "WS"}]
    about = [one for one in about if one.name.split(".")[0] not in {"web"}]
    assert len(about) > 15
    async with httpx.AsyncClient(base_url=stage.server.url) as client:
        for operation in about:
            for who in ("stranger", "owner_b", "groomer_b"):
                answer = await _knock(client, operation, stage, stage.tokens[who])
                assert answer.status_code in {403, 404}, (operation, who, answer.status_code, answer.text)


async def test_an_owner_cannot_read_by_naming_another(stage: Stage) -> None:
    async with httpx.AsyncClient(base_url=stage.server.url) as client:
        for path in ("/api/pets", "/api/bookings"):
            for who in ("stranger", "owner_b", "groomer_b"):
                headers = {"Authorization": f"Bearer {stage.tokens[who]}"}
                answer = await client.get(path, params={"owner_id": stage.things["owner_id"]}, headers=headers)
                is_empty = answer.status_code == 200 and not any(answer.json().values())
                assert is_empty or answer.status_code in {403, 404}, (path, who, answer.text)


async def test_another_sites_page_may_change_nothing(stage: Stage) -> None:
    unsafe = [one for one in stage.operations if one.verb in {"POST", "PUT", "PATCH", "DELETE"}]
    assert len(unsafe) > 20
    async with httpx.AsyncClient(base_url=stage.server.url) as client:
        for operation in unsafe:
            answer = await _knock(client, operation, stage, stage.tokens["stranger"], "https://evil.example")
            assert answer.status_code == 403, operation
            assert answer.json()["error"]["code"] == "forbidden"


async def test_every_answer_carries_the_security_headers(stage: Stage) -> None:
    """Refusals and bugs too."""
    async with httpx.AsyncClient(base_url=stage.server.url) as client:
        for path in ("/", "/api/me", "/api/nothing", "/api/bookings/x", "/health", "/openapi/openapi.json"):
            answer = await client.get(path)
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], path
            assert "unsafe-eval" not in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"


async def test_frames_admit_only_whom_they_name_and_reach_nothing_of_others(stage: Stage) -> None:
    """Every frame that names a conversation, sent by nobody, by a stranger and by the other shop."""
    c = stage.things["c"]
    payloads: dict[str, dict[str, Any]] = {
        "send": {"cmid": "cmid-0001", "body": {"type": "text", "text": "你好"}},
        "resume": {"conversations": {c: 0}},
        "read": {"seq": 1},
        "delivered": {"seq": 1},
        "watch": {"conversations": [c]},
        "feed": {"fseq": 0},
    }
    names = [one.path for one in stage.operations if one.verb == "FRAME" and one.who is not Who.PUBLIC]
    assert set(payloads) < set(names)
    for name in names:
        frame = json.dumps({"t": name, "c": c, "d": payloads.get(name, {})})
        async with line(stage, None) as socket:
            await socket.send(frame)
            assert await _close_code(socket) == 4501, name
        for who in ("stranger", "owner_b", "groomer_b"):
            async with line(stage, who) as socket:
                await socket.send(HELLO)
                assert json.loads(await socket.recv())["t"] == "welcome"
                await socket.send(frame)
                await socket.send('{"t":"ping","d":{}}')
                heard = [json.loads(await socket.recv())]
                if heard[0]["t"] == "pong" and name != "typing":  # answered after it was looked up
                    heard.append(json.loads(await socket.recv()))
                refused = [one["d"]["code"] for one in heard if one["t"] == "err"]
                if name == "feed":
                    # For staff, and then only of their own shop.
                    rows = [row for one in heard if one["t"] == "feed" for row in one["d"]["rows"]]
                    assert refused == (["forbidden"] if who != "groomer_b" else [])
                    assert all(row[1] != c for row in rows)
                    continue
                # Typing for others is dropped without a word: nothing was asked.
                assert refused or name == "typing", (name, who, heard)
                assert all(code == "no_such_conversation" for code in refused)
    await asyncio.sleep(0)
    log = await stage.server.house.db.read(
        lambda tx: stage.server.house.chat.conversation(tx, stage.server.made.shop.id, c)
    )
    assert log is not None
    assert log.last_n == stage.server_n


HELLO = json.dumps({"t": "hello", "d": {"device_id": "d", "proto_min": 1, "proto_max": 1}})


def line(stage: Stage, who: str | None):  # type: ignore[no-untyped-def]
    headers = {"Authorization": f"Bearer {stage.tokens[who]}"} if who else {}
    url = stage.server.url.replace("http", "ws") + "/ws"
    return connect(url, subprotocols=["pawline.v1"], additional_headers=headers)  # type: ignore[list-item]


async def _close_code(socket: ClientConnection) -> int:
    try:
        async with asyncio.timeout(5):
            while True:
                await socket.recv()
    except ConnectionClosed as closed:
        assert closed.rcvd is not None
        return closed.rcvd.code
