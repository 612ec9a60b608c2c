"""How browsers, monitors and programs ask: HEAD, addresses that there are not, the language of a refusal."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from pawline.people import Actor, Programs, Role
from tests.serving import Served, served

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
async def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """Serves pages whether or not the browser app is built here."""
    for name in ("index.html", "desk.html", "apidocs/index.html", "app.js"):
        page = tmp_path / "static" / name
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"<title>{name}</title>" + " " * 600)
    monkeypatch.setattr("pawline.app.STATIC", tmp_path / "static")
    async with served(tmp_path / "data") as one:
        yield one


async def test_head_answers_as_get_without_a_body(server: Served) -> None:
    async with server.client() as client:
        for path in ("/", "/desk", "/health", "/nothing"):
            whole, head = await client.get(path), await client.head(path)
            assert whole.status_code == (404 if path == "/nothing" else 200)
            assert (head.status_code, head.content) == (whole.status_code, b""), path
            for name in ("content-type", "content-length", "content-security-policy"):
                assert head.headers[name] == whole.headers[name], (path, name)
        # On the same line, so nothing of the body was left in it.
        assert (await client.get("/health")).json()["status"] == "ok"
        assert (await client.head("/api/me")).status_code == 401
        assert (await client.post("/health")).status_code == 405


async def test_the_charset_is_said_once(server: Served) -> None:
    async with server.client() as client:
        for path in ("/", "/desk", "/apidocs"):
            assert (await client.get(path)).headers["content-type"] == "text/html; charset=utf-8", path
        assert (await client.get("/app.js")).headers["content-type"] == "text/javascript; charset=utf-8"


async def test_a_mistyped_page_is_a_page_for_people_and_json_for_programs(server: Served) -> None:
    async with server.client() as client:
        page = await client.get("/nothing", headers=BROWSER)
        assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert "没有这个页面" in page.text
        assert "There is no such page" in page.text
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        told = await client.get("/nothing")
        assert (told.status_code, told.json()["error"]["code"]) == (404, "not_found")


async def test_a_program_is_refused_in_the_language_that_it_asks_in(server: Served) -> None:
    made = server.made
    boss = Actor(made.shop.id, made.staff["manager"], "staff", Role.MANAGER, "d")  # type: ignore[arg-type]
    _, token = await Programs(server.house.people).add(boss, "进销存")
    path = "/api/conversations/nowhere/messages"
    async with server.client() as client:
        for header, lang in (({"Accept-Language": "en-GB"}, "en"), ({"Accept-Language": "zh-CN"}, "zh")):
            headers = {"Authorization": f"Bearer {token}", **header}
            error = (await client.post(path, json={"body": {}}, headers=headers)).json()["error"]
            assert ("Nothing was sent" in error["message"]) is (lang == "en"), error
        # People have chosen theirs, and keep it whatever the browser says.
        signed = await server.house.people.arrive(made.shop.id, "zh")
        headers = {"Authorization": f"Bearer {signed.token}", "Accept-Language": "en"}
        error = (await client.post(path, json={"body": {}}, headers=headers)).json()["error"]
        assert "Nothing was sent" not in error["message"]
