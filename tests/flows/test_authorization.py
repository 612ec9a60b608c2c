"""Who may do what, generated from the operation registry: a new operation is tested by being there."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

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
        yield Stage(server, tokens, await _things(server), operations_of(web_app(house)))


async def _things(server: Served) -> dict[str, str]:
    house, made = server.house, server.made
    owner_id = made.owners["林女士"]
    boss = Actor(made.shop.id, made.staff["manager"], "staff", Role.MANAGER, "d")  # type: ignore[arg-type]
    board = await house.db.read(lambda tx: house.bookings.bookings_of(tx, boss, owner_id))
    views = [*board.upcoming, *board.past]
    return {
        "c": made.conversations["林女士"],
        "booking_id": views[0].id if views else "0" * 32,
        "pet_id": made.pets["豆豆"],
        "account_id": made.staff["lin"],
        "owner_id": owner_id,
        "upload_id": "0" * 32,
        "token": "no-such-token",
    }


def _path(operation: Operation, things: dict[str, str]) -> str:
    path = operation.path
    for name, value in things.items():
        path = path.replace(f"{{{name}:str}}", value)
    return path.replace("{path:path}", "nothing")


async def _knock(client: httpx.AsyncClient, operation: Operation, stage: Stage, token: str | None) -> httpx.Response:
    headers = {"Idempotency-Key": uuid.uuid4().hex}
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
    "pets.add": {"name": "豆豆", "species": "dog"},
    "people.invite": {"name": "某人", "role": "manager"},
    "visits.advance": {"to": "arrived", "version": 1},
    "visits.add_photo": {"upload_id": "0" * 32},
}
OWN = {"booking.list", "booking.schedule", "desk.inbox", "pets.add", "pets.list", "people.me", "people.change_me"}
OWN |= {"people.sign_out", "people.send_code", "people.verify_phone", "visits.board", "chat.upload"}


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
    async with httpx.AsyncClient(base_url=stage.server.url) as client:
        headers = {"Authorization": f"Bearer {stage.tokens['stranger']}", "Origin": "https://evil.example"}
        answer = await client.post("/api/pets", json={"name": "x", "species": "dog"}, headers=headers)
        assert answer.status_code == 403
