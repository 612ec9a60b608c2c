"""An installation of the first release, with a shop in it, goes on after an upgrade; and after a move to PostgreSQL."""

import sqlite3
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
import sqlalchemy as sa
from bench.engines import Postgres

from pawline.app import House
from pawline.chat import MessagesSent
from pawline.people import phones_of
from pawline.platform.clock import VirtualClock
from pawline.platform.config import Config
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import head, revision, upgrade
from pawline.platform.outbox import SavedFact
from pawline.platform.outbox import outbox as facts
from tests.serving import served_again
from tests.test_cli import pawline

# Written by the first release itself: the demo shop with three days of bookings, another shop, two guests who talked.
OLD = Path(__file__).with_name("0001.sql")
# The first guest's session, and the conversation: three messages, an answer, a person who took over and wrote.
GUEST = "A9paGglDUjVf7s23lXp_3XijqPOT5knxChkUyNvs60Q"
SAID = ["豆豆要洗澡 0", "豆豆要洗澡 1", "豆豆要洗澡 2"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder as the first release left it."""
    folder = tmp_path / "old"
    folder.mkdir()
    with sqlite3.connect(folder / "pawline.db") as raw:
        raw.executescript(OLD.read_text())
    return folder


def numbers(folder: Path) -> list[tuple[str, str, str]]:
    """Telephone numbers as the first release wrote them: shop, account, number."""
    with sqlite3.connect(folder / "pawline.db") as raw:
        return raw.execute("SELECT shop_id, id, phone_tag FROM account WHERE phone_tag IS NOT NULL").fetchall()


async def look_around(url: str) -> None:
    """The guest reads and writes on, staff sign in with the old password, the diary has its bookings."""
    async with httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {GUEST}"}) as guest:
        me = (await guest.get("/api/me")).raise_for_status().json()
        c = me["conversation_id"]
        page = (await guest.get(f"/api/conversations/{c}/entries")).raise_for_status().json()
        assert [one["seq"] for one in page["entries"]] == list(range(1, page["head"] + 1))
        assert [one["body"].get("text") for one in page["entries"]][:3] == SAID
        body = {"body": {"type": "text", "text": "升级以后"}}
        again = await guest.post(
            f"/api/conversations/{c}/messages",
            json={"body": {"type": "text", "text": SAID[0]}},
            headers={"Idempotency-Key": "cmid-0-0000"},
        )
        assert (again.json()["seq"], again.json()["dup"]) == (1, True)
        new = await guest.post(f"/api/conversations/{c}/messages", json=body, headers={"Idempotency-Key": "cmid-new-1"})
        assert new.raise_for_status().json()["seq"] == page["head"] + 1
    async with httpx.AsyncClient(base_url=url, headers={"x-pawline-side": "desk"}) as desk:
        who = {"login": "lin", "password": "old-password", "shop": "demo"}
        (await desk.post("/api/staff/session", json=who)).raise_for_status()
        rows = (await desk.get("/api/desk/inbox")).raise_for_status().json()["rows"]
        assert c in {row["c"] for row in rows}
        board = (await desk.get("/api/desk/board", params={"day": "2026-11-22"})).raise_for_status()
        assert "16ca0b9b48fa806ee48229d1a5debdf9" in {card["id"] for card in board.json()["cards"]}


def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Shanghai")))


async def test_on_sqlite(folder: Path) -> None:
    engine = open_engine(Config(data=str(folder)).database)
    with engine.connect() as connection:
        assert revision(connection) == "0001"
    assert upgrade(engine)
    with engine.connect() as connection:
        assert revision(connection) == head()
        unread = connection.execute(sa.select(facts).where(facts.c.id > 65).order_by(facts.c.id)).all()
    engine.dispose()
    # What the assistant had not come to when the first release stopped.
    (_, words) = [SavedFact(row.id, row.shop_id, row.type, row.body).fact for row in unread]
    assert isinstance(words, MessagesSent)
    assert [(one.seq, one.sender_kind) for one in words.said] == [(6, "staff")]
    before = numbers(folder)
    assert before
    async with served_again(folder, clock()) as url:
        await look_around(url)
    house = House(Config(data=str(folder)))
    await house.db.start()
    [shop_id] = {shop_id for shop_id, _, _ in before}
    known = await house.db.read(lambda tx: phones_of(tx, shop_id, [account_id for _, account_id, _ in before]))
    await house.db.stop()
    assert known == {account_id: number for _, account_id, number in before}
    for path in folder.glob("pawline.db*"):
        assert not [number for _, _, number in before if number.encode() in path.read_bytes()], path


async def test_moved_to_postgresql(folder: Path, tmp_path: Path, postgres_server: Postgres) -> None:
    early = pawline(folder, "export", str(tmp_path / "moved.tar.gz"))
    assert (early.returncode, "pawline migrate" in early.stderr) == (1, True)
    assert not (tmp_path / "moved.tar.gz").exists()
    assert pawline(folder, "migrate").returncode == 0
    assert pawline(folder, "export", str(tmp_path / "moved.tar.gz")).returncode == 0
    url = postgres_server.url(postgres_server.create())
    told = pawline(tmp_path / "new", "import", str(tmp_path / "moved.tar.gz"), PAWLINE_DATABASE_URL=url)
    assert told.returncode == 0, told.stderr
    async with served_again(tmp_path / "new", clock(), database_url=url) as address:
        await look_around(address)
