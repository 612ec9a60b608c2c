"""What a browser is given to stay signed in by."""

from pathlib import Path

from tests.serving import served


async def test_a_page_that_is_opened_again_keeps_its_session(tmp_path: Path) -> None:
    async with served(tmp_path) as one, one.client() as browser, one.client("desk") as desk:
        first = await browser.post("/api/owner/session", json={"lang": "zh"})
        token, account_id = browser.cookies["pawline_owner"], first.json()["account_id"]
        for again in (await browser.post("/api/owner/session", json={"lang": "zh"}), await browser.get("/api/me")):
            assert again.json()["account_id"] == account_id
            kept = again.headers["set-cookie"]
            assert kept.startswith(f"pawline_owner={token};")
            assert "Max-Age=15552000" in kept
            assert "HttpOnly" in kept
        await desk.post("/api/staff/session", json={"login": "lin", "password": "demo-password"})
        assert (await desk.get("/api/me")).headers["set-cookie"].startswith("pawline_desk=")


async def test_a_program_is_given_no_cookie(tmp_path: Path) -> None:
    async with served(tmp_path) as one, one.client() as browser, one.client() as program:
        await browser.post("/api/owner/session", json={"lang": "zh"})
        headers = {"authorization": f"Bearer {browser.cookies['pawline_owner']}"}
        answer = await program.get("/api/me", headers=headers)
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
