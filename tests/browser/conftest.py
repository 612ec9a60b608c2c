"""Debian's Chromium, a demo shop on a clock that can be set, and axe."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from pawline.platform.clock import SystemClock
from pawline.platform.web.build import ensure_web
from tests.serving import Served, served

# Generous: a machine may be slow, and what is well does not wait.
expect.set_options(timeout=20_000)

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # A microphone that beeps, and nobody who has to allow it.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
SUNDAY = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PHONE = {"width": 390, "height": 844}
TABLET = {"width": 820, "height": 1180}
DESK = {"width": 1280, "height": 800}
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").resolve()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def clock_at(moment: datetime) -> SystemClock:
    """A running clock that shows `moment` now; set its `offset` to go elsewhere."""
    return SystemClock(moment - SystemClock().now())


def go_to(clock: SystemClock, moment: datetime) -> None:
    """Sets the clock."""
    clock.offset += timedelta(seconds=(moment - clock.now()).total_seconds())


@pytest.fixture
def clock() -> SystemClock:  # type: ignore[override]
    return clock_at(SUNDAY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them in one loop, the browser's."""
    for item in items:
        if item.path.parent == HERE and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(tmp_path: Path, clock: SystemClock) -> AsyncIterator[Served]:
    ensure_web(ROOT)
    async with served(tmp_path, clock=clock) as one:
        yield one


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def running_browser() -> AsyncIterator[Browser]:
    """One for the whole run: a start takes as long as a short test."""
    async with async_playwright() as play:
        one = await play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield one
        await one.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(running_browser: Browser) -> AsyncIterator[Browser]:
    """Without a visitor, before and after."""
    yield running_browser
    for context in running_browser.contexts:
        await context.close()


async def open_page(browser: Browser, url: str, size: dict[str, int], lang: str = "zh", theme: str = "light") -> Page:
    """A fresh visitor. What the page complains of is kept in `page.problems`."""
    context = await browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        locale="en-GB" if lang == "en" else "zh-CN",
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    page = await context.new_page()
    problems: list[str] = []
    page.problems = problems  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: problems.append(str(error)))
    await page.goto(url)
    return page


async def sign_in(page: Page, login: str = "manager") -> None:
    """A member of the demo team signs in at the desk."""
    await page.get_by_test_id("login-name").fill(login)
    await page.get_by_test_id("login-password").fill("demo-password")
    await page.get_by_test_id("login-submit").click()
    await page.get_by_test_id("inbox-row").first.or_(page.locator("nav")).first.wait_for()


async def kept(page: Page) -> None:
    """The worker holds every part of the app by now, also those that were not needed yet."""
    await page.evaluate(
        """() => new Promise((done) => {
          if (navigator.serviceWorker.controller) done()
          else navigator.serviceWorker.addEventListener('controllerchange', () => done(), { once: true })
        })"""
    )


async def check_axe(page: Page) -> None:
    """No finding of WCAG 2.2 AA on the page as it stands."""
    # Evaluated through the debugger, so the page's own content policy stays as it is.
    await page.evaluate(AXE.read_text())
    found: dict[str, Any] = await page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS
    )
    findings = [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]
    assert findings == []
