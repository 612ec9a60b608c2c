"""The owner's page of the release before, still open on a phone, talks with the server of today."""

import mimetypes
import os
import signal
import subprocess
import zipfile
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

import pytest
from bench.servers import free_port
from playwright.async_api import Browser, Page, Route, async_playwright, expect

from pawline.platform.web.build import ensure_web, find_node
from tests.browser.conftest import DESK, FLAGS, PHONE, ROOT, open_page, sign_in
from tests.browser.test_story import WISH, say
from tests.flows.crash_server import make
from tests.flows.test_crash import running

# The browser app's own source as it was released.
OLD = Path(__file__).with_name("web-0.1.0.zip")
# Kinds of messages, and changes of the first one, which that release does not know.
NEWER = (
    {"body": {"type": "sticker", "sticker": "thanks"}},
    {"body": {"type": "location", "lat": 31.2304, "lng": 121.4737, "name": "店门口"}},
    {"kind": "reaction", "target_seq": 1, "body": {"emoji": "👍", "is_on": True}},
    {"kind": "system", "target_seq": 1, "body": {"type": "pin", "is_on": True}},
)
SEND = """([c, key, message]) => fetch(`/api/conversations/${c}/messages?side=desk`, {
  method: 'POST', body: JSON.stringify(message),
  headers: { 'content-type': 'application/json', 'idempotency-key': key, 'x-pawline-side': 'desk' },
}).then(async answer => answer.ok ? '' : await answer.text())"""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    # Files that the test hands to a page come from no address, and such a page may not go to one of this machine.
    flags = [*FLAGS, "--disable-features=LocalNetworkAccessChecks"]
    async with async_playwright() as play:
        one = await play.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        yield one
        await one.close()


@cache
def old_pages() -> dict[str, bytes]:
    """Every file of the old app by its path, built with the packages that are installed."""
    ensure_web(ROOT)
    node = find_node()
    assert node is not None
    web = Path(mkdtemp(prefix="pawline-old-"))
    with zipfile.ZipFile(OLD) as source:
        source.extractall(web)
    os.symlink(ROOT / "web/node_modules", web / "node_modules")
    words = [node.node, "node_modules/vite/bin/vite.js", "build", "--outDir", "out", "--emptyOutDir"]
    done = subprocess.run(words, cwd=web, env=node.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    out = web / "out"
    return {f"/{one.relative_to(out).as_posix()}": one.read_bytes() for one in out.rglob("*") if one.is_file()}


async def open_old(browser: Browser, url: str) -> Page:
    """A visitor whose phone still has the old pages; everything else they ask is answered by the server."""
    pages = old_pages()

    async def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        path = "/index.html" if path == "/" else path
        if path not in pages:
            await route.continue_()
            return
        await route.fulfill(body=pages[path], content_type=mimetypes.guess_type(path)[0] or "text/plain")

    context = await browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        locale="zh-CN",
        service_workers="block",
    )
    await context.route("**/*", answer)
    page = await context.new_page()
    page.problems = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.problems.append(str(error)))  # type: ignore[attr-defined]
    await page.goto(f"{url}/")
    return page


async def test_a_page_of_the_release_before_goes_on(tmp_path: Path, browser: Browser) -> None:
    await make(tmp_path)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with running(tmp_path, port) as process:
        owner = await open_old(browser, url)
        log = owner.get_by_role("log")
        await say(owner, WISH)
        await owner.get_by_test_id("chip").first.click()
        card = owner.get_by_test_id("booking-card")
        await owner.get_by_test_id("confirm-booking").click()
        await expect(card).to_have_attribute("data-status", "confirmed")
        desk = await open_page(browser, f"{url}/desk", DESK)
        await sign_in(desk)
        await desk.get_by_test_id("inbox-row").first.click()
        await say(desk, "您好，我是小林")
        await expect(log.get_by_text("您好，我是小林")).to_be_visible()
        c = await owner.evaluate("fetch('/api/me').then(answer => answer.json()).then(me => me.conversation_id)")
        for number, message in enumerate(NEWER):
            assert await desk.evaluate(SEND, [c, f"newer-{number:08}", message]) == ""
        await expect(log.get_by_text("新版本才能看的消息")).to_have_count(2)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    await say(owner, "断网的时候写的")
    async with running(tmp_path, port):
        await expect(desk.get_by_role("log").get_by_text("断网的时候写的")).to_be_visible(timeout=40_000)
        await expect(log.get_by_text("断网的时候写的")).to_have_count(1)
        await say(desk, "看到了")
        await expect(log.get_by_text("看到了")).to_be_visible(timeout=40_000)
        await owner.reload()
        await expect(log.get_by_text("断网的时候写的")).to_have_count(1)
        await expect(card).to_have_attribute("data-status", "confirmed")
    assert owner.problems == []  # type: ignore[attr-defined]
