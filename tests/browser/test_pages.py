"""Every page in both languages and themes on populated states; the API page; opening without a network."""

import asyncio

import pytest
from playwright.async_api import Browser, Route, expect

from pawline.platform.clock import SystemClock
from tests.browser.conftest import DESK, PHONE, SUNDAY, check_axe, go_to, kept, open_page, sign_in
from tests.browser.test_story import WISH, WISH_EN, book
from tests.serving import Served


@pytest.mark.parametrize(("lang", "theme"), [("zh", "light"), ("en", "dark")])
async def test_every_page_is_accessible(
    shop: Served, browser: Browser, clock: SystemClock, lang: str, theme: str
) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE, lang, theme)
    desk = await open_page(browser, f"{shop.url}/desk", DESK, lang, theme)
    await check_axe(desk)
    await sign_in(desk)
    await book(owner, shop, WISH_EN if lang == "en" else WISH, "13800138002")
    await check_axe(owner)
    await desk.get_by_test_id("inbox-row").first.click()
    await expect(desk.get_by_test_id("booking-card").first).to_be_visible()
    await check_axe(desk)
    go_to(clock, SUNDAY.replace(day=24, hour=14, minute=58))
    for page in ("schedule", "board", "people", "catalogue", "policies", "records", "settings", "language-model"):
        await desk.goto(f"{shop.url}/desk#/{page}")
        await desk.get_by_role("heading", level=1).first.wait_for()
        await desk.wait_for_timeout(300)
        await check_axe(desk)
    for page in ("pets", "me"):
        await owner.goto(f"{shop.url}/#/{page}")
        await owner.get_by_role("heading", level=1).wait_for()
        await check_axe(owner)
    for page, size in ((owner, {"width": 320, "height": 640}), (desk, PHONE)):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide
    assert owner.problems == []  # type: ignore[attr-defined]
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_switches_have_room(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/#/me", PHONE)
    await expect(owner.get_by_test_id("privacy-switch")).to_be_visible()
    above = "all => all.map(one => one.firstElementChild.getBoundingClientRect().top - one.getBoundingClientRect().top)"
    assert min(await owner.get_by_role("switch").evaluate_all(above)) >= 10


async def test_the_api_page_loads_everything_from_here(shop: Served, browser: Browser) -> None:
    hosts: set[str] = set()
    page = await open_page(browser, "about:blank", DESK)
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    await page.goto(f"{shop.url}/apidocs")
    await expect(page.get_by_text("/api/owner/session").first).to_be_visible()
    assert {host for host in hosts if host} == {shop.url.split("/")[2]}


@pytest.mark.parametrize(("path", "field"), [("/", "composer-input"), ("/desk", "login-name")])
async def test_pages_install_and_open_without_a_network(shop: Served, browser: Browser, path: str, field: str) -> None:
    page = await open_page(browser, f"{shop.url}{path}", PHONE)
    await page.get_by_test_id(field).wait_for()
    manifest = await page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then(r => r.json())")
    assert manifest["start_url"] == path
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
    await kept(page)
    await page.context.set_offline(True)
    await page.reload()
    await expect(page.locator("#app > *").first).to_be_visible()
    if path == "/":
        await expect(page.get_by_test_id(field)).to_be_visible()
    await page.context.set_offline(False)


async def test_what_is_typed_stays_when_the_server_answers_meanwhile(browser: Browser, shop: Served) -> None:
    page = await open_page(browser, f"{shop.url}/", PHONE)
    await page.get_by_test_id("composer-input").wait_for()
    typed = asyncio.Event()

    async def late(route: Route) -> None:
        await typed.wait()
        await route.continue_()

    await page.route("**/api/owner/session", late)
    await page.get_by_role("link", name="我", exact=True).click()
    await page.get_by_test_id("my-name").fill("林女士")
    async with page.expect_response("**/api/owner/session"):
        typed.set()
    await page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    await expect(page.get_by_test_id("my-name")).to_have_value("林女士")


async def test_a_name_is_given_on_the_page_of_ones_own(browser: Browser, shop: Served) -> None:
    page = await open_page(browser, f"{shop.url}/#/me", PHONE)
    await page.get_by_test_id("my-name").fill("林女士")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("记住了")).to_be_visible()
    await page.reload()
    await expect(page.get_by_test_id("my-name")).to_have_value("林女士")
    await check_axe(page)


@pytest.mark.parametrize(("lang", "words"), [("zh", "没有端到端加密"), ("en", "no end-to-end encryption")])
async def test_an_owner_is_told_who_reads_what_they_write(
    browser: Browser, shop: Served, lang: str, words: str
) -> None:
    page = await open_page(browser, f"{shop.url}/#/me", PHONE, lang)
    await page.get_by_test_id("privacy-notice").locator("summary").click()
    await expect(page.get_by_test_id("privacy-notice")).to_contain_text(words)
    await check_axe(page)
