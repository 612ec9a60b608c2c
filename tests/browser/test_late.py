"""Too late to cancel for nothing: the owner asks, the desk answers on the card."""

from playwright.async_api import Browser, expect

from pawline.platform.clock import SystemClock
from tests.browser.conftest import DESK, PHONE, SUNDAY, check_axe, go_to, open_page, sign_in
from tests.browser.test_story import WISH, book
from tests.serving import Served


async def test_an_owner_asks_to_be_let_off_and_is(shop: Served, browser: Browser, clock: SystemClock) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await book(owner, shop, WISH, "13800138055")
    card = owner.get_by_test_id("booking-card")
    go_to(clock, SUNDAY.replace(day=24, hour=9, minute=30))
    await owner.reload()
    await card.get_by_test_id("cancel-booking").click()
    dialog = owner.get_by_test_id("cancel-dialog").locator("visible=true")
    await check_axe(owner)
    await dialog.get_by_test_id("late-ask").click()
    await owner.get_by_test_id("late-why").locator("visible=true").fill("昨晚吐了两次")
    await check_axe(owner)
    await owner.get_by_test_id("late-send").locator("visible=true").click()
    await expect(card.get_by_test_id("late-request")).to_contain_text("10:30 前会有答复，预约先留着")
    # One asks once.
    await card.get_by_test_id("cancel-booking").click()
    await expect(owner.get_by_test_id("cancel-dialog").locator("visible=true")).to_be_visible()
    await expect(owner.get_by_test_id("late-ask")).to_have_count(0)
    await owner.get_by_role("button", name="先不取消").locator("visible=true").click()

    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    row = desk.get_by_test_id("inbox-row").filter(has_text="金毛").first
    await expect(row).to_contain_text("想免费取消")
    await row.click()
    await expect(desk.get_by_test_id("late-request").last).to_contain_text("客人想免费取消：昨晚吐了两次")
    await check_axe(desk)
    await desk.get_by_test_id("late-yes").last.click()
    await expect(card).to_have_attribute("data-status", "cancelled")
    await expect(owner.get_by_role("log").get_by_text("的预约取消了，这次不收费。")).to_be_visible()
    await check_axe(owner)
    for page in (owner, desk):
        assert page.problems == []  # type: ignore[attr-defined]
