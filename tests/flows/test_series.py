"""A series as the desk's requests answer it, and what the owner's conversation shows of it."""

import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from pawline.people import Actor, Role
from pawline.shop import local_day, wall_ms
from tests.serving import Served, served

BATH = [{"code": "bath"}]


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


async def asked(client: httpx.AsyncClient, path: str, body: dict[str, Any], status: int = 200) -> Any:
    answer = await client.post(path, json=body, headers={"Idempotency-Key": uuid.uuid4().hex})
    assert answer.status_code == status, answer.text
    return answer.json()


def wish(server: Served, **more: Any) -> dict[str, Any]:
    """A bath on a Tuesday beyond the horizon, at ten."""
    zone = server.made.shop.clock_zone
    today = local_day(server.house.clock.now_ms(), zone)
    tuesday = next(day for day in (today + timedelta(days=n) for n in range(80, 90)) if day.isoweekday() == 2)
    start_ms = wall_ms(tuesday, 600, zone)
    return {
        "pet_id": server.made.pets["豆豆"], "services": BATH, "start_ms": start_ms, "weeks": 4, "times": 6, **more
    }  # fmt: skip


async def booked(server: Served, desk: httpx.AsyncClient) -> Any:
    body = wish(server)
    plan = await asked(desk, "/api/desk/series/plan", body)
    assert [one["state"] for one in plan["lines"]] == ["free"] * 6
    visits = [
        {"start_ms": one["time"]["start_ms"], "groomer_id": one["time"]["groomer"]["id"]} for one in plan["lines"]
    ]
    make = {"pet_id": body["pet_id"], "services": BATH, "weeks": 4, "visits": visits}
    return await asked(desk, "/api/desk/series", make, 201)


async def entries(server: Served) -> list[Any]:
    house, c = server.house, server.made.conversations["林女士"]
    return await house.db.read(lambda tx: house.chat.entries_after(tx, c, 0))


def cards(found: list[Any], kind: str) -> list[dict[str, Any]]:
    return [one.body for one in found if one.body.get("card") == kind]


async def test_one_sentence_and_one_card_tell_of_all(server: Served, desk: httpx.AsyncClient) -> None:
    before = await entries(server)
    made = await booked(server, desk)
    after = (await entries(server))[len(before) :]
    said, card = after
    assert said.body["text"].startswith("豆豆的 6 次预约都定好了，每 4 周一次，第一次是")
    assert (card.body["card"], card.body["id"]) == ("series", made["id"])
    assert [one["number"] for one in card.body["view"]["visits"]] == [1, 2, 3, 4, 5, 6]


async def test_the_card_follows_and_a_moved_visit_has_its_own(server: Served, desk: httpx.AsyncClient) -> None:
    made = await booked(server, desk)
    house, shop = server.house, server.made.shop
    owner = Actor(shop.id, server.made.owners["林女士"], "owner", Role.OWNER, "d")  # type: ignore[arg-type]
    second, third, fourth = [one["booking_id"] for one in made["visits"][1:4]]
    own = len(cards(await entries(server), "booking"))
    times = await house.bookings.offer_move(owner, second)
    offer = next(one for day in times.times.values() for one in day if one.is_free)
    await house.bookings.move(owner, second, 1, offer.offer_id, "move")
    await house.bookings.cancel(owner, third, 1, "third")
    shown = await entries(server)
    newest = cards(shown, "series")[-1]["view"]
    assert {one["booking_id"]: one["starts_ms"] for one in newest["visits"]}[second] == offer.start_ms
    assert [one["status"] for one in newest["visits"] if one["booking_id"] == third] == ["cancelled"]
    assert [one["id"] for one in cards(shown, "booking")[own:]] == [second]

    # Three at once are one piece of news.
    series = (await desk.get(f"/api/bookings/{fourth}/series")).json()
    before = len(shown)
    off = await asked(desk, f"/api/bookings/{fourth}/cancel-following", {"version": series["version"]})
    assert [one["status"] for one in off["visits"] if one["starts_ms"] >= made["visits"][3]["starts_ms"]] == [
        "cancelled"
    ] * 3
    (entry,) = (await entries(server))[before:]
    assert (entry.body["card"], entry.body["view"]["version"]) == ("series", off["version"])


async def test_bad_requests(server: Served, desk: httpx.AsyncClient) -> None:
    for changed, status, code in (
        ({"weeks": 0}, 422, "bad_rhythm"),
        ({"weeks": 13, "times": 2}, 422, "bad_rhythm"),
        ({"times": 1}, 422, "bad_rhythm"),
        ({"times": 27, "weeks": 1}, 422, "bad_rhythm"),
        ({"weeks": 12}, 422, "series_too_long"),
        ({"weeks": -1}, 422, "bad_input"),
        ({"weeks": 10**9}, 422, "bad_input"),
        ({"times": "six"}, 422, "bad_input"),
        ({"start_ms": 10**18}, 422, "bad_input"),
        ({"start_ms": 4_102_444_800_000}, 422, "too_far_ahead"),
        ({"services": []}, 422, "bad_input"),
        ({"services": [{"code": "cat_bath"}]}, 422, "not_for_pet"),
        ({"pet_id": "nobody"}, 404, "no_such_pet"),
        ({"groomer_id": "nobody"}, 200, None),
        ({"start_ms": 0}, 200, None),
    ):
        answer = await asked(desk, "/api/desk/series/plan", wish(server) | changed, status)
        assert code is None or answer["error"]["code"] == code, (changed, answer)
    good = wish(server)
    first = good["start_ms"]
    body = {"pet_id": good["pet_id"], "services": BATH, "weeks": 4}
    for starts, status, code in (
        ([], 422, "bad_rhythm"),
        ([first], 422, "bad_rhythm"),
        ([first + n for n in range(27)], 422, "bad_rhythm"),
        ([first] * 101, 422, "bad_input"),
        ([first, first + 86_400_000 * 500], 422, "series_too_long"),
        ([first, first], 409, "series_refused"),
        ([0, first], 422, "series_too_long"),
        ([first, first + 60_000], 409, "series_refused"),
    ):
        visits = [{"start_ms": one} for one in starts]
        answer = await asked(desk, "/api/desk/series", body | {"visits": visits}, status)
        assert answer["error"]["code"] == code, (starts[:2], answer)
    assert (await desk.post("/api/desk/series", json=body | {"visits": []})).status_code == 422
    mine = (await desk.get(f"/api/bookings?owner_id={server.made.owners['林女士']}")).json()
    alone = mine["upcoming"][0]["id"]
    assert (await desk.get(f"/api/bookings/{alone}/series")).json()["error"]["code"] == "not_in_series"
    await asked(desk, f"/api/bookings/{alone}/cancel-following", {"version": 1}, 404)
