"""The server is killed under both pages: they say so, come back by themselves, and show the truth."""

import signal
from pathlib import Path

from bench.servers import free_port
from playwright.async_api import Browser, expect

from pawline.platform.web.build import ensure_web
from tests.browser.conftest import DESK, PHONE, ROOT, open_page, sign_in
from tests.flows.crash_server import make
from tests.flows.test_crash import running


async def test_both_pages_come_back(tmp_path: Path, browser: Browser) -> None:
    ensure_web(ROOT)
    await make(tmp_path)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with running(tmp_path, port) as process:
        owner = await open_page(browser, f"{url}/", PHONE)
        desk = await open_page(browser, f"{url}/desk", DESK)
        await sign_in(desk)
        await owner.get_by_test_id("composer-input").fill("转人工")
        await owner.get_by_test_id("composer-send").click()
        await expect(owner.get_by_role("log").get_by_text("转人工", exact=True)).to_be_visible()
        await desk.get_by_test_id("inbox-row").filter(has_text="转人工").first.click()
        process.send_signal(signal.SIGKILL)
        await process.wait()
    await expect(owner.get_by_test_id("connection-line")).to_be_visible(timeout=15_000)
    # Written while nobody listens: kept, shown as on its way, sent once when the server is back.
    await owner.get_by_test_id("composer-input").fill("断网的时候写的")
    await owner.get_by_test_id("composer-send").click()
    await expect(owner.get_by_role("log").get_by_text("断网的时候写的")).to_be_visible()
    async with running(tmp_path, port):
        await expect(owner.get_by_test_id("connection-line")).to_have_count(0, timeout=40_000)
        said = desk.get_by_role("log").get_by_text("断网的时候写的")
        await expect(said).to_be_visible(timeout=40_000)
        await desk.get_by_test_id("composer-input").fill("看到了")
        await desk.get_by_test_id("composer-send").click()
        await expect(owner.get_by_role("log").get_by_text("看到了")).to_be_visible(timeout=15_000)
        await owner.reload()
        await expect(owner.get_by_role("log").get_by_text("断网的时候写的")).to_have_count(1)
        await expect(owner.get_by_role("log").get_by_text("看到了")).to_have_count(1)
