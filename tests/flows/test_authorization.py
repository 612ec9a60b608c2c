"""Who may do what over HTTP, generated from the operation registry: a new operation is tested by being there.

Frames are in `test_authorization_frames.py`.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from pawline.platform.web.operations import Operation, Who
from tests.flows.stage import BEFORE, BODIES, OUTSIDERS, Stage, knock, staged

# Whom the registry lets as far as the room's own policy, of those who knock.
ALLOWED = {
    Who.PUBLIC: {"nobody", *OUTSIDERS},
    Who.SIGNED_IN: set(OUTSIDERS),
    Who.OWNER: {"stranger", "owner_b"},
    Who.STAFF: {"groomer_b", "boss_b"},
    Who.MANAGER: {"boss_b"},
}
# Operations that name no thing in their path. Of the asker's own, or of the asker's shop:
OWN = {
    "assistant.model", "assistant.set_model", "assistant.try_model",
    "booking.find_pets", "booking.overrides", "booking.schedule", "booking.stops", "booking.troubles",
    "booking.welcome",
    "chat.colleagues",
    "chat.keep_reply", "chat.privacy", "chat.recall_rule", "chat.replies", "chat.set_privacy", "chat.set_recall_rule",
    "chat.set_shop_privacy", "chat.shop_privacy", "chat.talks", "chat.upload", "chat.upload_create", "consents.change",
    "consents.forms", "desk.find", "desk.inbox", "desk.on_call", "groups.found", "hooks.add", "hooks.list",
    "people.change_me", "people.invite", "people.me", "people.send_code", "people.sign_out", "people.team",
    "people.verify_phone", "pets.add", "pets.breeds", "planning.day", "planning.make", "programs.add",
    "programs.list", "push.key", "push.subscribe", "push.unsubscribe", "records.export", "records.feed",
    "records.feed_make", "records.feed_revoke", "records.import", "records.overview", "records.preview",
    "shop.catalogue", "shop.change", "shop.close_days", "shop.form", "shop.hours", "shop.open_day", "shop.order",
    "shop.place_add", "shop.policies", "shop.roster", "shop.season_add", "shop.seasons", "shop.service_add",
    "shop.set_hours", "shop.set_policies", "visits.board", "waitlist.tray",
}  # fmt: skip
# They name one in their query or body: by which word, and of which kind.
BY_QUERY = {
    "booking.list": "owner_id",
    "booking.menu": "pet_id",
    "pets.list": "owner_id",
    "chat.search": "c",
    "waitlist.list": "owner_id",
}
BY_BODY = {
    "booking.enter": "pet_id", "booking.enter_anyway": "pet_id", "booking.free": "pet_id",
    "booking.make_series": "pet_id", "booking.plan_series": "pet_id", "booking.ride_choices": "pet_id",
    "booking.week": "pet_id",
    "desk.put_on_call": "account_id", "waitlist.join": "pet_id",
}  # fmt: skip
# They name a second one in their body: by which word, who may touch the first, and how the second is refused.
BESIDE = {
    "chat.assign": ("account_id", "groomer", "no_such_conversation"),
    "booking.move": ("offer_id", "owner", "offer_gone"),
    "booking.desk_move": ("groomer_id", "groomer", "no_such_mate"),
    "visits.add_photo": ("upload_id", "groomer", "no_such_upload"),
    "visits.advance": ("upload_id", "groomer", "no_such_upload"),
}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as one:
        yield one


@pytest.fixture
async def client(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=stage.server.url) as one:
        yield one


def of(stage: Stage, *who: Who) -> list[Operation]:
    """The operations over HTTP that are open to these."""
    return [one for one in stage.operations if one.verb not in {"FRAME", "WS"} and (not who or one.who in who)]


def names_a_thing(operation: Operation) -> bool:
    """Whether its path does; a date is nobody's, and the code of a consent every shop's."""
    return "{" in operation.path.replace("{day:date}", "").replace("{consent:str}", "")


async def test_every_operation_admits_only_whom_it_names(stage: Stage, client: httpx.AsyncClient) -> None:
    """Whom it does admit from elsewhere, it shows nothing of this shop."""
    ours = {one for name, one in stage.things.items() if name.endswith("_id") or name == "c"}
    for operation in of(stage):
        if operation.name == "people.sign_out":
            continue
        for who in ("nobody", *OUTSIDERS):
            answer = await knock(client, operation, stage.things, stage.tokens.get(who))
            if who in ALLOWED[operation.who]:
                assert answer.status_code not in {401, 500} or operation.name == "people.sign_in", operation
            else:
                assert answer.status_code in {401, 403}, (operation, who, answer.text)
            assert "Traceback" not in answer.text
            assert not any(one in answer.text for one in ours), (operation, who)


async def test_nobody_reaches_what_is_not_theirs(stage: Stage, client: httpx.AsyncClient) -> None:
    """Every operation about a thing answers strangers and all of the other shop alike: not here."""
    about = [one for one in of(stage) if names_a_thing(one) and not one.name.startswith("web.")]
    assert len(about) > 15
    for operation in about:
        for who in OUTSIDERS:
            answer = await knock(client, operation, stage.things, stage.tokens[who])
            assert answer.status_code in {403, 404}, (operation, who, answer.status_code, answer.text)


async def test_an_owner_is_no_staff_and_a_groomer_no_manager(stage: Stage, client: httpx.AsyncClient) -> None:
    """Also where it is about their own conversation, booking and pet."""
    for operation in of(stage, Who.STAFF, Who.MANAGER):
        answer = await knock(client, operation, stage.things, stage.tokens["owner"])
        assert answer.status_code == 403, (operation, answer.text)
    managers = of(stage, Who.MANAGER)
    assert len(managers) > 10
    for operation in managers:
        answer = await knock(client, operation, stage.things, stage.tokens["groomer"])
        assert answer.status_code == 403, (operation, answer.text)


async def test_who_has_left_the_group_reaches_nothing_of_it(stage: Stage, client: httpx.AsyncClient) -> None:
    """Not even what they saw while they were in it; and who was shown out does not come back by a link."""
    about = [one for one in of(stage) if any(f"{{{name}:" in one.path for name in ("c", "upload_id"))]
    assert len(about) > 20
    for operation in about:
        for who in ("removed", "left"):
            answer = await knock(client, operation, stage.group, stage.tokens[who])
            assert answer.status_code in {403, 404}, (operation, who, answer.status_code, answer.text)
    join = next(one for one in of(stage) if one.name == "groups.join")
    assert (await knock(client, join, stage.group, stage.tokens["removed"])).status_code == 404
    # Else the above would say nothing.
    for name in ("chat.page", "chat.people", "chat.file", "chat.upload_file", "chat.send"):
        operation = next(one for one in about if one.name == name)
        assert (await knock(client, operation, stage.group, stage.tokens["member"])).status_code == 200, operation


async def test_who_came_later_reads_nothing_from_before(stage: Stage, client: httpx.AsyncClient) -> None:
    """Neither a member nor a colleague, whatever they ask about the group or by the number of what was said."""
    about = [one for one in of(stage) if one.verb == "GET" and any(f"{{{name}:" in one.path for name in ("c", "seq"))]
    assert {"chat.page", "chat.earlier", "chat.pins"} <= {one.name for one in about}
    for operation in about:
        for who in ("member", "groomer"):
            answer = await knock(client, operation, stage.group, stage.tokens[who])
            assert BEFORE not in answer.text, (operation, who)
    # Else the above would say nothing.
    earlier = next(one for one in about if one.name == "chat.earlier")
    assert BEFORE in (await knock(client, earlier, stage.group, stage.tokens["boss"])).text


async def test_who_was_let_go_is_nobody(stage: Stage, client: httpx.AsyncClient) -> None:
    for operation in of(stage, Who.SIGNED_IN, Who.OWNER, Who.STAFF, Who.MANAGER):
        answer = await knock(client, operation, stage.things, stage.tokens["fired"])
        assert answer.status_code == 401, (operation, answer.text)


async def test_a_thing_that_is_named_elsewhere_than_in_the_path(stage: Stage, client: httpx.AsyncClient) -> None:
    """A new operation without a thing in its path belongs into one of the lists above."""
    unnamed = [one for one in of(stage) if not names_a_thing(one) and one.who is not Who.PUBLIC]
    assert {one.name for one in unnamed} == OWN | BY_QUERY.keys() | BY_BODY.keys()
    for operation in unnamed:
        for who in OUTSIDERS if operation.name not in OWN else ():
            answer = await knock(client, operation, stage.things, stage.tokens[who], **_named(operation, stage))
            is_empty = answer.status_code == 200 and not any(answer.json().values())
            assert is_empty or answer.status_code in {403, 404}, (operation, who, answer.status_code, answer.text)


async def test_a_thing_that_is_named_in_a_body_beside_a_path(stage: Stage, client: httpx.AsyncClient) -> None:
    """Who may touch the one may still not pull in the other; a new field of the kind belongs into the table."""
    schema = (await client.get("/openapi/openapi.json")).json()
    found: dict[tuple[str, str], str] = {}
    for path, verbs in schema["paths"].items():
        for verb, asked in verbs.items():
            for name in _ids_in(schema, asked.get("requestBody")) if "{" in path else ():
                found[verb.upper(), path] = name
    operations = {(one.verb, re.sub(r":\w+}", "}", one.path)): one for one in of(stage)}
    assert {operations[place].name: name for place, name in found.items()} == {
        name: field for name, (field, _, _) in BESIDE.items()
    }
    for operation in operations.values():
        if operation.name not in BESIDE:
            continue
        field, who, code = BESIDE[operation.name]
        body = {"json": BODIES[operation.name] | {field: stage.others[field]}}
        answer = await knock(client, operation, stage.things, stage.tokens[who], **body)
        assert answer.status_code == 404, (operation, answer.text)
        assert answer.json()["error"]["code"] == code, (operation, answer.text)


def _ids_in(schema: dict[str, Any], body: Any) -> list[str]:
    """Names of ids among the fields of a request's body."""
    if not body or "application/json" not in body["content"]:
        return []
    shape = body["content"]["application/json"]["schema"]
    if "$ref" in shape:
        shape = schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]]
    return [name for name in shape.get("properties", {}) if name.endswith("_id")]


def _named(operation: Operation, stage: Stage) -> dict[str, Any]:
    if operation.name in BY_BODY:
        name = BY_BODY[operation.name]
        return {"json": BODIES.get(operation.name, {}) | {name: stage.things[name]}}
    name = BY_QUERY[operation.name]
    return {"params": {name: stage.things[name], "q": "门口"}}


async def test_another_sites_page_may_change_nothing(stage: Stage, client: httpx.AsyncClient) -> None:
    unsafe = [one for one in stage.operations if one.verb in {"POST", "PUT", "PATCH", "DELETE"}]
    assert len(unsafe) > 20
    for operation in unsafe:
        answer = await knock(client, operation, stage.things, stage.tokens["stranger"], "https://evil.example")
        assert answer.status_code == 403, operation
        assert answer.json()["error"]["code"] == "forbidden"


async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient) -> None:
    """Refusals and bugs too."""
    for path in ("/", "/api/me", "/api/nothing", "/api/bookings/x", "/health", "/openapi/openapi.json"):
        answer = await client.get(path)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], path
        assert "unsafe-eval" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
