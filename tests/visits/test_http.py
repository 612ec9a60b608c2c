"""The four rooms over HTTP: the words on the wire, and the refusals as answers."""

from collections.abc import AsyncIterator

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware

from pawline.booking import http as booking_http
from pawline.people import Actor
from pawline.pets import http as pets_http
from pawline.platform.errors import PawlineError
from pawline.platform.web.http import Sessions, guard, refuse, refuse_http
from pawline.shop import catalogue_http, policies_http
from pawline.shop import http as shop_http
from pawline.visits import http as visits_http
from tests.booking.world import Side, World

pytestmark = pytest.mark.asyncio


class NoUploads:
    """Every picture is fine."""

    def attach(self, *_asked: object) -> None:
        return None


@pytest.fixture
async def client(world: World, a: Side, b: Side) -> AsyncIterator[AsyncClient]:
    callers = {"owner": a.owner, "other": a.other, "boss": a.manager, "boss-b": b.manager}

    async def authenticate(token: str) -> Actor | None:
        return callers.get(token)

    app = Litestar(
        route_handlers=[
            *shop_http.routes(world.shops, world.db),
            *catalogue_http.routes(world.shops, world.db),
            *policies_http.routes(world.shops, world.db),
            *pets_http.routes(world.pets, world.db),
            *booking_http.routes(world.bookings, world.db),
            *visits_http.routes(world.visits, NoUploads(), world.db),  # type: ignore[arg-type]
        ],
        middleware=[DefineMiddleware(Sessions)],
        guards=[guard],
        state=State({"authenticate": authenticate, "origins": frozenset()}),
        exception_handlers={PawlineError: refuse, HTTPException: refuse_http},
    )
    assert app.openapi_schema.to_schema()["paths"]
    async with AsyncClient(transport=ASGITransport(app), base_url="http://shop.test") as client:  # type: ignore[arg-type]
        yield client


def by(token: str, key: str = "") -> dict[str, str]:
    return {"authorization": f"Bearer {token}"} | ({"idempotency-key": key} if key else {})


async def test_pets(client: AsyncClient, a: Side) -> None:
    made = await client.post("/api/pets", json={"name": "年糕", "species": "cat", "breed": "英短"}, headers=by("owner"))
    assert (made.status_code, made.json()["breed_label"]["en"]) == (201, "British shorthair")
    pet_id = made.json()["id"]
    changed = await client.patch(f"/api/pets/{pet_id}", json={"weight_g": 4600, "sex": "f"}, headers=by("owner"))
    assert (changed.status_code, changed.json()["weight_g"], changed.json()["coat"]) == (200, 4600, "short")
    listed = await client.get("/api/pets", headers=by("owner"))
    assert {pet["name"] for pet in listed.json()["pets"]} == {"豆豆", "年糕"}
    named = await client.get(f"/api/pets?owner_id={a.owner.account_id}", headers=by("boss"))
    assert len(named.json()["pets"]) == 2
    refused = await client.patch(f"/api/pets/{pet_id}", json={"name": "x"}, headers=by("other"))
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "no_such_pet")
    for bad in ({"name": "", "species": "cat"}, {"name": "x", "species": "bird"}, {"species": "cat"}, []):
        answer = await client.post("/api/pets", json=bad, headers=by("owner"))
        assert answer.status_code == 422, bad


async def test_a_booking_and_its_visit(client: AsyncClient, world: World, a: Side) -> None:
    held = await world.hold(a, world.at(a, 15))
    path = f"/api/bookings/{held.id}"
    asked = await client.post(f"{path}/confirm", json={"version": 1}, headers=by("owner", "k1"))
    assert (asked.status_code, asked.json()["error"]["code"]) == (409, "phone_needed")
    await world.knows_phone(a.owner)
    sure = await client.post(f"{path}/confirm", json={"version": 1}, headers=by("owner", "k1"))
    assert (sure.status_code, sure.json()["status"]) == (200, "confirmed")
    twice = await client.post(f"{path}/confirm", json={"version": 1}, headers=by("owner", "k1"))
    assert twice.json() == sure.json()
    times = (await client.post(f"{path}/times", headers=by("owner"))).json()
    offer = next(t for t in times["times"]["2026-11-24"] if t["start_ms"] == world.at(a, 15, 30))
    body = {"version": sure.json()["version"], "offer_id": offer["offer_id"]}
    moved = (await client.post(f"{path}/move", json=body, headers=by("owner", "k2"))).json()
    stale = await client.post(f"{path}/cancel", json={"version": 1}, headers=by("owner", "k3"))
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "stale_version")
    assert stale.json()["error"]["data"]["version"] == moved["version"]
    lists = (await client.get("/api/bookings", headers=by("owner"))).json()
    assert [one["id"] for one in lists["upcoming"]] == [held.id]
    schedule = (await client.get("/api/desk/schedule?day=2026-11-24", headers=by("boss"))).json()
    assert (schedule["count"], schedule["columns"][0]["kind"]) == (1, "staff")
    board = (await client.get("/api/desk/board?day=2026-11-24", headers=by("boss"))).json()
    tap = {"to": "arrived", "version": board["cards"][0]["version"], "upload_id": "u", "caption": "到啦"}
    visit = await client.post(f"/api/visits/{held.id}/advance", json=tap, headers=by("boss", "k4"))
    assert (visit.status_code, visit.json()["stage"], len(visit.json()["photos"])) == (200, "arrived", 1)
    photo = await client.post(f"/api/visits/{held.id}/photos", json={"upload_id": "v"}, headers=by("boss", "k5"))
    assert len(photo.json()["photos"]) == 2
    progress = await client.get(f"/api/visits/{held.id}", headers=by("owner"))
    assert progress.json() == photo.json()
    file = await client.get(f"{path}/calendar.ics", headers=by("owner"))
    assert file.headers["content-type"] == "text/calendar; charset=utf-8"
    assert file.text.startswith("BEGIN:VCALENDAR")


async def test_strangers_and_nonsense(client: AsyncClient, world: World, a: Side) -> None:
    held = await world.hold(a, world.at(a, 15))
    for who in ("other", "boss-b"):
        for verb, path, body in (
            ("GET", "", None), ("POST", "/times", None), ("GET", "/calendar.ics", None),
            ("POST", "/confirm", {"version": 1}), ("POST", "/extend", {}), ("POST", "/cancel", {"version": 1}),
            ("POST", "/move", {"version": 1, "offer_id": "x"}),
        ):  # fmt: skip
            answer = await client.request(verb, f"/api/bookings/{held.id}{path}", json=body, headers=by(who, "k"))
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_such_booking"), path
    assert (await client.get("/api/bookings")).status_code == 401
    assert (await client.get("/api/desk/schedule", headers=by("owner"))).status_code == 403
    assert (await client.get("/api/desk/schedule?day=someday", headers=by("boss"))).status_code == 422
    for body in ({}, {"version": "one"}, [1]):
        answer = await client.post(f"/api/bookings/{held.id}/confirm", json=body, headers=by("owner", "k"))
        assert answer.status_code == 422
    no_key = await client.post(f"/api/bookings/{held.id}/confirm", json={"version": 1}, headers=by("owner"))
    assert no_key.status_code == 422
    tap = {"to": "dancing", "version": 1}
    wrong = await client.post(f"/api/visits/{held.id}/advance", json=tap, headers=by("boss", "k"))
    assert wrong.status_code == 422


async def test_the_shops_details(client: AsyncClient) -> None:
    assert (await client.get("/api/shop", headers=by("owner"))).status_code == 403
    changed = await client.patch("/api/shop", json={"address": "望京"}, headers=by("boss"))
    assert changed.json()["address"] == "望京"
    other = await client.get("/api/shop", headers=by("boss-b"))
    assert other.json()["address"] == ""
    refused = await client.patch("/api/shop", json={"name": " "}, headers=by("boss"))
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "bad_shop")


async def test_services_and_prices(client: AsyncClient, world: World, a: Side) -> None:
    at = "/api/desk/catalogue"
    assert (await client.get(at, headers=by("owner"))).status_code == 403
    before = (await client.get(at, headers=by("boss"))).json()
    bath, cat_bath, boarding = (next(one for one in before["services"] if one["code"] == code)
                                for code in ("bath", "cat_bath", "boarding"))  # fmt: skip
    assert bath["steps"][2] == {"kind": "bath", "station": "tub", "weight": 15}
    assert (bath["is_undone"], bath["lacks"], bath["unpriced"]) == (False, [], [])
    price = {"species": "dog", "size": None, "coat": None, "minutes": 45, "price_cents": 7700}
    charge = {**price, "minutes": 10, "price_cents": 500, "coat": "long", "label": {"zh": "长毛加时", "en": ""}}
    body = {"prices": [price], "charges": [charge]}
    after = (await client.put(f"{at}/bath/prices", json=body, headers=by("boss"))).json()
    assert after["services"][0]["prices"] == [price]
    assert after["services"][0]["charges"] == [{**charge, "label": {"zh": "长毛加时", "en": "长毛加时"}}]
    new = {"name": "鱼缸浴", "species": ["dog", "cat"], "skills": ["large", "style"], "code": "tank",
           "steps": [{"kind": "dry", "station": "box", "weight": 1}]}  # fmt: skip
    added = (await client.post(at, json=new, headers=by("boss"))).json()["services"][-1]
    assert added["code"] == "tank"
    assert (added["is_undone"], added["lacks"], added["unpriced"]) == (True, ["box"], ["dog", "cat"])
    changed = {**new, "name": "大鱼缸浴", "skills": []}
    await client.put(f"{at}/tank", json=changed, headers=by("boss"))
    await client.put(f"{at}-order", json={"codes": ["tank"]}, headers=by("boss"))
    first = (await client.get(at, headers=by("boss"))).json()["services"][0]
    assert (first["name"]["zh"], first["is_undone"]) == ("大鱼缸浴", False)
    for path, nonsense, status, code in (
        ("/bath/prices", {"prices": [{**price, "price_cents": -1}]}, 422, "bad_price"),
        ("/bath/prices", {"prices": [{**price, "size": "XXL"}]}, 422, "not_known_here"),
        ("/nowhere/prices", body, 404, "no_such_service"),
        ("/tank", {**new, "steps": []}, 422, "no_steps"),
        ("/tank", {**new, "steps": [{"kind": "bath", "station": "sea", "weight": 1}]}, 422, "bad_input"),
    ):
        refused = await client.put(f"{at}{path}", json=nonsense, headers=by("boss"))
        assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)
    theirs = (await client.get(at, headers=by("boss-b"))).json()
    assert theirs == before, "the other shop's list is as it was"
    assert (cat_bath["is_undone"], boarding["is_bookable"]) == (False, False)


async def test_the_shops_numbers(client: AsyncClient) -> None:
    at = "/api/desk/policies"
    assert (await client.get(at, headers=by("owner"))).status_code == 403
    view = (await client.get(at, headers=by("boss"))).json()
    assert view["values"]["cancel_free_h"] == 24
    assert {**view["bounds"]["late_percent"], "name": ""} == {"least": 0, "most": 100, "name": ""}
    wanted = {**view["values"], "cancel_free_h": 48, "is_phone_required": False}
    assert (await client.put(at, json=wanted, headers=by("boss"))).json()["values"] == wanted
    refused = await client.put(at, json={**wanted, "late_percent": 101}, headers=by("boss"))
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "bad_number")
    assert "0 到 100" in refused.json()["error"]["message"]
    assert (await client.get(at, headers=by("boss"))).json()["values"] == wanted
    assert (await client.get(at, headers=by("boss-b"))).json()["values"]["cancel_free_h"] == 24
