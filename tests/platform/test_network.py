"""Whose limit it is: the address that a trusted proxy tells, and nobody's when it tells none."""

from pathlib import Path

import sqlalchemy as sa

from pawline.people.store import account
from tests.serving import served


async def test_the_network_of_a_guest(tmp_path: Path) -> None:
    found: list[str | None] = []
    async with served(tmp_path) as server:
        for told in ("1.2.3.4", "2001:4860:1:2::1", "2001:4860:1:2::99", "10.0.0.7", "nonsense", None):
            headers = {} if told is None else {"x-forwarded-for": told}
            async with server.client() as client:
                answer = await client.post("/api/owner/session", json={"lang": "zh"}, headers=headers)
            mine = sa.select(account.c.origin).where(account.c.id == answer.json()["account_id"])
            found.append(await server.house.db.read(lambda tx, mine=mine: tx.execute(mine).scalar_one()))
    plain, first, second, private, nonsense, none = found
    assert none is nonsense is private is None
    assert first is not None
    assert first == second
    assert plain not in (None, first)


async def test_too_many_guests_are_told_so(tmp_path: Path) -> None:
    async with served(tmp_path) as server, server.client() as client:
        codes: list[int] = []
        for _ in range(61):
            client.cookies.clear()
            answer = await client.post(
                "/api/owner/session", json={"lang": "zh"}, headers={"x-forwarded-for": "1.2.3.4"}
            )
            codes.append(answer.status_code)
        assert codes == [201] * 60 + [429]
        assert answer.json()["error"]["code"] == "too_many_arrivals"
        assert answer.headers["retry-after"] == "3600"
