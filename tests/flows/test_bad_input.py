"""What people and programs get wrong over HTTP: a clear answer, nothing lost, nothing changed."""

import io
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from tests.serving import Served, served


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path) as one:
        yield one


@pytest.fixture
async def owner(server: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with server.client() as client:
        (await client.post("/api/owner/session", json={"lang": "zh"})).raise_for_status()
        yield client


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid.uuid4().hex}


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "#888").save(out, kind)
    return out.getvalue()


async def refused(answer: httpx.Response, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["code"] == code
    assert len(error["message"]) > 5
    assert "Traceback" not in answer.text


async def test_a_key_twice_and_nesting_without_end(owner: httpx.AsyncClient) -> None:
    """Parsers differ in which of two values they take: nothing is taken."""
    c = (await owner.get("/api/me")).json()["conversation_id"]
    twice = '{"body":{"type":"text","text":"一"},"body":{"type":"text","text":"二"}}'
    inside = '{"body":{"type":"text","text":"一","text":"二"}}'
    deep, deepest = ('{"body":' * levels + "1" + "}" * levels for levels in (21, 20_000))
    beyond = '{"body":{"reason":""},"kind":"recall","target_seq":9223372036854775808}'
    for body in (twice, inside, deep, deepest, beyond):
        for kind in ("application/json", "text/plain"):
            asked = owner.post(
                f"/api/conversations/{c}/messages", content=body, headers={**key(), "content-type": kind}
            )
            await refused(await asked, 422, "bad_input")
    assert (await owner.get(f"/api/conversations/{c}/entries")).json()["head"] == 0


async def test_a_body_that_is_no_upload_is_short(owner: httpx.AsyncClient) -> None:
    """A large one is not even read: taking it apart would keep everybody waiting."""
    body = b"[" + b"{}," * 100_000 + b"{}]"
    answer = await owner.post("/api/owner/session", content=body, headers={"content-type": "application/json"})
    await refused(answer, 413, "http_413")


async def test_messages(owner: httpx.AsyncClient) -> None:
    c = (await owner.get("/api/me")).json()["conversation_id"]
    path = f"/api/conversations/{c}/messages"
    for body, status, code in (
        ({"type": "text", "text": "  "}, 422, "empty_text"),
        ({"type": "text", "text": "长" * 9000}, 422, "text_too_long"),
        ({"type": "hologram"}, 422, "unknown_kind"),
        ({"type": "card", "card": "booking", "id": "x"}, 422, "unknown_kind"),
        ({"type": "image", "upload_id": "f" * 32}, 404, "no_such_upload"),
    ):
        await refused(await owner.post(path, json={"body": body}, headers=key()), status, code)
    for headers in ({}, {"Idempotency-Key": "x"}, {"Idempotency-Key": "x" * 65}):
        answer = await owner.post(path, json={"body": {"type": "text", "text": "好"}}, headers=headers)
        await refused(answer, 422, "bad_cmid")
        assert "Idempotency-Key" in answer.json()["error"]["message"]
    answer = await owner.post(path, json={"text": "好"}, headers=key())
    await refused(answer, 422, "bad_input")
    assert "`body`" in answer.json()["error"]["data"]["detail"]
    assert (await owner.get(f"/api/conversations/{c}/entries")).json()["head"] == 0


async def test_malformed_requests(owner: httpx.AsyncClient) -> None:
    for content in (b"", b"{", b"[]", b'{"name": 5}', b"\xff\xfe"):
        answer = await owner.post("/api/pets", content=content, headers={"content-type": "application/json"})
        assert answer.status_code in {400, 422}, answer.text
        assert answer.json()["error"]["message"]
    assert (await owner.get("/api/pets")).json()["pets"] == []
    assert (await owner.get("/api/nothing-here")).status_code == 404


async def test_uploads_that_are_no_pictures(owner: httpx.AsyncClient) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for content in (b"", b"not a picture", svg, picture()[:200], b"GIF89a" + b"\x00" * 20):
        await refused(
            await owner.post("/api/uploads", content=content, headers={"content-type": "image/png"}),
            422,
            "not_an_image",
        )
    answer = await owner.post(
        "/api/uploads", content=b"\x00" * (10 * 1024 * 1024 + 5), headers={"content-type": "image/png"}
    )
    assert answer.status_code == 413


async def test_a_picture_is_drawn_anew_without_its_metadata(owner: httpx.AsyncClient) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    out = io.BytesIO()
    Image.new("RGB", (2000, 1000), "#123456").save(out, "JPEG", exif=exif)
    kept = (await owner.post("/api/uploads", content=out.getvalue(), headers={"content-type": "image/jpeg"})).json()
    shown = await owner.get(f"/api/files/{kept['upload_id']}", params={"w": 320})
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["x-content-type-options"] == "nosniff"
    with Image.open(io.BytesIO(shown.content)) as small:
        assert small.width == 320
        assert not small.getexif()
    assert b"secret place" not in shown.content


async def test_codes_and_phones(owner: httpx.AsyncClient, server: Served) -> None:
    await refused(await owner.post("/api/phone/code", json={"phone": "12"}), 422, "not_a_phone")
    assert (await owner.post("/api/phone/code", json={"phone": "13812345678"})).status_code == 200
    for _ in range(6):
        await refused(
            await owner.post("/api/phone/verify", json={"phone": "13812345678", "code": "000000"}), 422, "wrong_code"
        )
    code = "".join(ch for ch in server.sms.sent[0][2] if ch.isdigit())[:6]
    # Five wrong tries spoil the code: the right one no longer opens.
    await refused(await owner.post("/api/phone/verify", json={"phone": "13812345678", "code": code}), 422, "wrong_code")


async def test_a_known_phone_signs_this_device_in_as_that_owner(owner: httpx.AsyncClient, server: Served) -> None:
    guest = (await owner.get("/api/me")).json()
    await owner.post("/api/pets", json={"name": "新来的", "species": "dog"})
    await owner.post("/api/phone/code", json={"phone": "13900000001"})
    code = "".join(ch for ch in server.sms.sent[0][2] if ch.isdigit())[:6]
    known = (await owner.post("/api/phone/verify", json={"phone": "13900000001", "code": code})).json()
    assert known["account_id"] == server.made.owners["林女士"] != guest["account_id"]
    assert known["conversation_id"] == server.made.conversations["林女士"]
    assert {pet["name"] for pet in (await owner.get("/api/pets")).json()["pets"]} == {"豆豆", "年糕", "新来的"}


async def test_passwords_are_not_guessed(server: Served) -> None:
    async with server.client("desk") as desk:
        for _ in range(5):
            await refused(
                await desk.post("/api/staff/session", json={"login": "lin", "password": "wrong"}), 401, "wrong_password"
            )
        await refused(
            await desk.post("/api/staff/session", json={"login": "lin", "password": "demo-password"}),
            429,
            "too_many_tries",
        )


async def test_invitations_and_resets(server: Served) -> None:
    async with server.client("desk") as boss, server.client("desk") as fresh:
        await boss.post("/api/staff/session", json={"login": "manager", "password": "demo-password"})
        link = (await boss.post("/api/people/invitations", json={"name": "小新", "role": "desk"})).json()["link"]
        token = link.rsplit("/", 1)[1]
        assert (await fresh.get(f"/api/invitations/{token}")).json()["kind"] == "join"
        await refused(
            await fresh.post("/api/invitations/accept", json={"token": token, "login": "xin", "password": "short"}),
            422,
            "weak_password",
        )
        joined = await fresh.post(
            "/api/invitations/accept", json={"token": token, "login": "xin", "password": "long enough 1"}
        )
        assert joined.json()["role"] == "desk"
        await refused(await fresh.get(f"/api/invitations/{token}"), 404, "invitation_gone")
        await refused(await fresh.get("/api/people"), 403, "forbidden")
        [mine] = [one for one in (await boss.get("/api/people")).json()["people"] if one["login"] == "xin"]
        reset = (await boss.post(f"/api/people/{mine['id']}/reset")).json()["link"].rsplit("/", 1)[1]
        again = await fresh.post("/api/invitations/accept", json={"token": reset, "password": "another long one"})
        assert again.status_code == 201
        assert (await boss.post(f"/api/people/{mine['id']}/deactivate")).status_code == 204
        assert (await fresh.get("/api/me")).status_code == 401
        [me] = [one for one in (await boss.get("/api/people")).json()["people"] if one["login"] == "manager"]
        await refused(await boss.post(f"/api/people/{me['id']}/deactivate"), 409, "last_manager")
