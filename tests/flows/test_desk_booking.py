"""Somebody calls the shop: what the desk's requests answer, and what the owner sees of it later."""

import re
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from pawline.shop import local_day, wall_ms
from tests.serving import Served, served

CALLER = {"name": "王女士", "phone": "13900000042", "pet": {"name": "妹妹", "species": "dog", "breed": "泰迪"}}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path) as one:
        yield one


@pytest.fixture
async def desk(server: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with server.client("desk") as client:
        who = {"login": "manager", "password": "demo-password"}
        (await client.post("/api/staff/session", json=who)).raise_for_status()
        yield client


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid.uuid4().hex}


async def asked(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> Any:
    answer = await client.post(path, json=body, headers=key())
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


async def free(desk: httpx.AsyncClient, pet_id: str, services: list[dict[str, Any]]) -> list[dict[str, Any]]:
    view = await asked(desk, "/api/desk/times", {"pet_id": pet_id, "services": services})
    return [one for day in view["days"] for one in day["times"]]


async def cards(server: Served, owner_id: str) -> list[dict[str, Any]]:
    """The bodies of the cards in an owner's conversation."""
    house, shop_id = server.house, server.made.shop.id
    c = await house.db.read(lambda tx: house.chat.conversation_of(tx, shop_id, owner_id))
    assert c is not None
    entries = await house.db.read(lambda tx: house.chat.entries_after(tx, c.id, 0))
    return [one.body for one in entries if one.body.get("card") == "booking"]


async def test_a_known_owner_calls(server: Served, desk: httpx.AsyncClient) -> None:
    [row] = [
        one for one in (await asked(desk, "/api/desk/pets", {"text": "豆豆"}))["found"] if one["pet"]["name"] == "豆豆"
    ]
    assert (row["owner"]["name"], row["owner"]["phone_tail"]) == ("林女士", "0001")
    services = row["last"]["services"]
    assert services
    time = (await free(desk, row["pet"]["id"], services))[-1]
    body = {"pet_id": row["pet"]["id"], "services": services, "start_ms": time["start_ms"]}
    before = len(await cards(server, row["owner"]["id"]))
    same = key()
    first, second = [await desk.post("/api/desk/bookings", json=body, headers=same) for _ in range(2)]
    assert (first.status_code, first.json()) == (201, second.json())
    shown = await cards(server, row["owner"]["id"])
    assert len(shown) == before + 1
    assert shown[-1]["view"]["status"] == "confirmed"


async def test_a_new_caller_finds_the_booking_on_the_page(server: Served, desk: httpx.AsyncClient) -> None:
    """The number is proved on the owner's own phone later: the same owner, the same conversation, the card in it."""
    made = await asked(desk, "/api/desk/owners", CALLER)
    assert not made["is_known"]
    pet_id, owner_id = made["found"]["pet"]["id"], made["found"]["owner"]["id"]
    time = (await free(desk, pet_id, [{"code": "bath"}]))[-1]
    body = {"pet_id": pet_id, "services": [{"code": "bath"}], "start_ms": time["start_ms"]}
    booked = await asked(desk, "/api/desk/bookings", body)
    assert [one["id"] for one in await cards(server, owner_id)] == [booked["id"]]

    async with server.client() as phone:
        await asked(phone, "/api/owner/session", {"lang": "zh"})
        await asked(phone, "/api/phone/code", {"phone": CALLER["phone"]})
        code = re.search(r"\d{6}", server.sms.sent[0][2])
        assert code is not None
        await asked(phone, "/api/phone/verify", {"phone": CALLER["phone"], "code": code[0]})
        mine = (await phone.get("/api/bookings")).json()
        assert [one["id"] for one in mine["upcoming"]] == [booked["id"]]
        c = (await phone.get("/api/me")).json()["conversation_id"]
        entries = (await phone.get(f"/api/conversations/{c}/entries")).json()["entries"]
        assert any(one["body"].get("id") == booked["id"] for one in entries)


async def test_breeds_and_a_menu(server: Served, desk: httpx.AsyncClient) -> None:
    breeds = {one["code"]: one for one in (await desk.get("/api/desk/breeds")).json()}
    assert (breeds["poodle"]["name"]["zh"], breeds["poodle"]["size"], breeds["poodle"]["coat"]) == (
        "泰迪",
        "S",
        "curly",
    )
    menu = (await desk.get(f"/api/desk/menu?pet_id={server.made.pets['奶茶']}")).json()
    assert "cat_bath" in {one["code"] for one in menu["items"]}


async def test_bad_requests(server: Served, desk: httpx.AsyncClient) -> None:
    pet, now_ms = server.made.pets["豆豆"], server.house.clock.now_ms()
    zone = server.made.shop.clock_zone
    open_day = next(
        day
        for day in (local_day(now_ms, zone) + timedelta(days=n) for n in range(20, 30))
        if day.isoweekday() in {1, 2}
    )
    at_ms = wall_ms(open_day, 10 * 60, zone)
    bath = [{"code": "bath"}]
    good = {"pet_id": pet, "services": bath, "start_ms": at_ms}
    for changed, status, code in (
        ({"pet_id": "nobody"}, 404, "no_such_pet"),
        ({"pet_id": ""}, 422, None),
        ({"services": []}, 422, None),
        ({"services": bath * 21}, 422, None),
        ({"services": [{"code": "cat_bath"}]}, 422, "not_for_pet"),
        ({"services": [{"code": "teeth"}] * 20}, 201, None),
        ({"start_ms": -1}, 422, None),
        ({"start_ms": 10**18}, 422, None),
        ({"start_ms": "soon"}, 422, None),
        ({"start_ms": now_ms - 86_400_000}, 422, "past_time"),
        ({"start_ms": at_ms + 60_000}, 422, "outside_hours"),
        ({"start_ms": at_ms + 900_000, "groomer_id": "nobody"}, 409, "not_free"),
    ):
        answer = await desk.post("/api/desk/bookings", json=good | changed, headers=key())
        assert answer.status_code == status, (changed, answer.text)
        if code:
            assert answer.json()["error"]["code"] == code, (changed, answer.text)
    taken = await desk.post("/api/desk/bookings", json=good, headers=key())
    error = taken.json()["error"]
    assert (taken.status_code, error["code"]) == (409, "not_free")
    assert "已经有预约了" in error["message"]
    assert len(error["data"]["nearest"]) == 3
    assert (await desk.post("/api/desk/bookings", json=good)).status_code == 422
    for body in ({"pet_id": pet, "services": bath, "day": "someday"}, {"pet_id": pet}, []):
        assert (await desk.post("/api/desk/times", json=body)).status_code == 422
    late = await desk.post("/api/desk/times", json={"pet_id": pet, "services": bath, "day": "9999-12-31"})
    assert late.status_code == 200
    for body in ({}, {"text": ""}, {"text": "长" * 41}):
        assert (await desk.post("/api/desk/pets", json=body)).status_code == 422
    for changed, code in (({"phone": "12"}, "not_a_phone"), ({"name": ""}, "bad_input"), ({"pet": {}}, None)):
        answer = await desk.post("/api/desk/owners", json=CALLER | changed, headers=key())
        assert answer.status_code == 422, changed
        if code:
            assert answer.json()["error"]["code"] == code
