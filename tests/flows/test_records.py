"""Lists and calendars over HTTP and on the command line: what the manager, an owner and a calendar program meet."""

import json
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from icalendar import Calendar

from pawline.records.feed_pace import ONE_LINK
from pawline.records.sheet import MOST_BYTES
from tests.serving import Served, served
from tests.test_cli import init, pawline

PHONE = "13900000077"
OWNERS = f"手机号,称呼\n{PHONE},=王女士\n".encode()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path) as one:
        yield one


@asynccontextmanager
async def signed_in(server: Served, login: str) -> AsyncIterator[httpx.AsyncClient]:
    async with server.client("desk") as client:
        who = {"login": login, "password": "demo-password"}
        (await client.post("/api/staff/session", json=who)).raise_for_status()
        yield client


@pytest.fixture
async def boss(server: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with signed_in(server, "manager") as client:
        yield client


async def send(client: httpx.AsyncClient, what: str, kind: str, raw: bytes) -> httpx.Response:
    headers = {"content-type": "text/csv"}
    return await client.post(f"/api/desk/records/{what}", params={"kind": kind}, content=raw, headers=headers)


async def messages(server: Served) -> int:
    """All that stands in any conversation."""

    def count(tx: object) -> int:
        return tx.conn.exec_driver_sql("SELECT count(*) FROM entry").scalar()  # type: ignore[attr-defined]

    return await server.house.db.read(count)


async def test_every_list_goes_out_and_comes_in_unchanged(server: Served, boss: httpx.AsyncClient) -> None:
    told = (await boss.get("/api/desk/records")).json()
    assert told["owners"] > 5
    before = await messages(server)
    for kind in ("services", "owners", "pets", "bookings"):
        answer = await boss.get("/api/desk/records/export", params={"kind": kind})
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        assert f'filename="pawline-{kind}.csv"' in answer.headers["content-disposition"]
        for what in ("preview", "import"):
            report = (await send(boss, what, kind, answer.content)).json()
            assert (report["new"], report["changed"], report["problems"]) == (0, 0, []), (kind, report)
            assert report["unchanged"] == told[kind]
            assert report["is_done"] is (what == "import")
    assert await messages(server) == before


async def test_what_is_brought_in_tells_no_owner(server: Served, boss: httpx.AsyncClient) -> None:
    before = await messages(server)
    assert (await send(boss, "import", "owners", OWNERS)).json()["new"] == 1
    pets = f"手机号,名字,种类,品种\n{PHONE},妹妹,狗,泰迪\n".encode("gb18030")
    assert (await send(boss, "import", "pets", pets)).json()["new"] == 1
    # In a year, on a Tuesday: on Thursdays the demo shop is closed.
    day = server.house.clock.now() + timedelta(days=365)
    day += timedelta(days=(2 - day.isoweekday()) % 7)
    bookings = f"手机号;毛孩子;开始时间;项目;状态\n{PHONE};妹妹;{day:%Y-%m-%d} 10:00;bath;已确认\n".encode()
    assert (await send(boss, "import", "bookings", bookings)).json()["new"] == 1
    assert await messages(server) == before
    view = (await boss.post("/api/desk/pets", json={"text": PHONE})).json()["found"]
    assert [one["pet"]["name"] for one in view] == ["妹妹"]
    # What happens later is told as for any other booking.
    owner_id = view[0]["owner"]["id"]
    [booked] = (await boss.get("/api/bookings", params={"owner_id": owner_id})).json()["upcoming"]
    body = {"version": booked["version"]}
    cancelled = await boss.post(f"/api/bookings/{booked['id']}/cancel", json=body, headers={"Idempotency-Key": "k" * 9})
    assert cancelled.json()["status"] == "cancelled"
    assert await messages(server) == before + 1


async def test_a_wrong_file_is_refused_line_by_line(server: Served, boss: httpx.AsyncClient) -> None:
    raw = f"手机号,称呼\n{PHONE},王女士\n12,李女士\n".encode()
    looked = (await send(boss, "preview", "owners", raw)).json()
    [one] = looked["problems"]
    assert (one["line"], one["column"]["zh"], one["code"]) == (3, "手机号", "not_a_phone")
    refused = await send(boss, "import", "owners", raw)
    assert refused.status_code == 422
    error = refused.json()["error"]
    assert (error["code"], error["message"]) == ("cannot_bring", "文件里有 1 处要改，什么都没有导入。")
    assert error["data"]["report"]["problems"] == looked["problems"]
    assert (await boss.post("/api/desk/pets", json={"text": PHONE})).json()["found"] == []


async def test_files_that_are_none_get_a_sentence(boss: httpx.AsyncClient) -> None:
    head = "手机号\n".encode()
    for raw, status, code in (
        (b"\x89PNG\r\n\x1a\n\x00\xff\xfe", 422, "not_text"),
        (b"PK\x03\x04" + b"\xff" * 100, 422, "not_text"),
        (head, 422, "empty_file"),
        (head + b"1" * MOST_BYTES, 413, "file_too_large"),
        (head + b"1" * 3 * MOST_BYTES, 413, "http_413"),
    ):
        answer = await send(boss, "preview", "owners", raw)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text
        assert answer.json()["error"]["message"]
    for raw in (b"", b"\x00" * 10, head + b'"' * 70_001, head + b'"' + b"x" * 200_000 + b'"', b"=1+1,@x\n1,2"):
        answer = await send(boss, "preview", "owners", raw)
        assert answer.status_code == 200, answer.text
        assert answer.json()["problems"]
    for wrong in ({}, {"kind": "people"}):
        answer = await boss.post("/api/desk/records/preview", params=wrong, content=OWNERS)
        assert answer.status_code == 422
        assert answer.json()["error"]["code"] == "bad_input"


async def test_only_managers_take_lists_out_or_bring_them_in(server: Served) -> None:
    async with signed_in(server, "lin") as desk:
        for answer in (
            await desk.get("/api/desk/records"),
            await desk.get("/api/desk/records/export", params={"kind": "owners"}),
            await send(desk, "preview", "owners", OWNERS),
            await send(desk, "import", "owners", OWNERS),
        ):
            assert answer.status_code == 403


async def test_a_calendar_is_followed_by_its_link_alone(server: Served) -> None:
    async with signed_in(server, "lin") as desk, httpx.AsyncClient(base_url=server.url) as program:
        assert (await desk.get("/api/me/calendar")).json() == {"made_ms": None}
        made = (await desk.post("/api/me/calendar")).json()
        assert (await desk.get("/api/me/calendar")).json() == {"made_ms": made["made_ms"]}
        answer = await program.get(made["link"])
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["referrer-policy"] == "no-referrer"
        calendar = Calendar.from_ical(answer.text)
        assert str(calendar["X-WR-CALNAME"]) == "毛球宠物·望京店 · 小林"
        assert calendar.walk("VEVENT")
        assert not any(phone in answer.text for phone in ("1390000", "1380013"))
        known = {"if-none-match": answer.headers["etag"]}
        again = await program.get(made["link"], headers=known)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])
        assert (await program.head(made["link"])).status_code == 200
        for method in ("POST", "DELETE"):
            assert (await program.request(method, made["link"])).status_code == 405
        assert (await desk.delete("/api/me/calendar")).status_code == 204
        gone, never = await program.get(made["link"]), await program.get("/calendar/never-was.ics")
        assert (gone.status_code, gone.text) == (never.status_code, never.text)
        assert gone.status_code == 404
        for _ in range(int(ONE_LINK.burst) + 1):
            answer = await program.get("/calendar/guess.ics")
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) <= 31


def test_lists_on_the_command_line(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "owners.csv"
    init(data)
    file.write_bytes(OWNERS)
    dry = pawline(data, "import-csv", "owners", str(file), "--dry-run")
    assert (dry.returncode, dry.stdout) == (0, "dry run: 1 new, 0 changed, 0 unchanged\n"), dry.stderr
    for new, unchanged in ((1, 0), (0, 1)):
        told = json.loads(pawline(data, "import-csv", "owners", str(file), "--json").stdout)
        assert (told["new"], told["unchanged"], told["is_done"]) == (new, unchanged, True)
    out = tmp_path / "out.csv"
    done = pawline(data, "export-csv", "owners", str(out), LANG="zh_CN.UTF-8")
    assert done.returncode == 0, done.stderr
    assert out.read_text("utf-8-sig") == f"手机号,称呼,语言\n{PHONE},'=王女士,中文\n"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    again = pawline(data, "export-csv", "owners", str(out))
    assert (again.returncode, "is there already" in again.stderr) == (1, True)
    assert pawline(data, "export-csv", "services", "-").stdout.startswith("\ufeffCode,")


def test_a_wrong_file_on_the_command_line(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "owners.csv"
    init(data)
    file.write_text("phone,age\n12,3\n")
    for words in ((), ("--dry-run",)):
        told = pawline(data, "import-csv", "owners", str(file), *words)
        assert told.returncode == 1
        assert told.stdout == (
            "line 1: There is no column “age”. The columns are: Phone, Name, Language.\nNothing was imported.\n"
        )
    gone = pawline(data, "import-csv", "owners", str(tmp_path / "none.csv"))
    assert (gone.returncode, "Traceback" in gone.stderr, "none.csv" in gone.stderr) == (1, False, True)
    assert pawline(data, "import-csv", "owners", str(file), "--shop", "nowhere").returncode == 1
