"""A phone on a network that fails now and then, before the app is held for use without one."""

from playwright.async_api import Browser, Route, expect

from tests.browser.conftest import PHONE
from tests.browser.test_messages import bubble, say
from tests.serving import Served


async def test_a_part_that_could_not_be_fetched_comes_later_styles_and_all(shop: Served, browser: Browser) -> None:
    context = await browser.new_context(viewport=PHONE, locale="zh-CN", service_workers="block")  # type: ignore[arg-type]
    page = await context.new_page()
    failed: list[str] = []

    async def fail_at_first(route: Route) -> None:
        """The first request for each file finds no network."""
        if route.request.url in failed:
            await route.continue_()
        else:
            failed.append(route.request.url)
            await route.abort("internetdisconnected")

    await context.route("**/assets/MessageMenu*", fail_at_first)
    await page.goto(f"{shop.url}/")
    await say(page, "豆豆明天想洗澡")
    await bubble(page, "豆豆明天想洗澡").dispatch_event("contextmenu")
    menu = page.get_by_test_id("message-menu")
    await expect(menu).to_be_visible()
    assert {url.rsplit(".", 1)[1] for url in failed} == {"js", "css"}
    # The sheet lies at the bottom only when its styles are there.
    box = await menu.bounding_box()
    assert box
    assert round(box["y"] + box["height"]) == PHONE["height"]
    await context.close()
