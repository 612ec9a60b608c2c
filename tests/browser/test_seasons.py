"""Prices by date: a manager writes a season down, an owner sees its line before the yes."""

from playwright.async_api import Browser, expect

from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_story import say
from tests.serving import Served

WISH = "我想预约下周二下午三点给我家金毛洗澡"


async def test_a_season_is_written_down_and_stands_on_the_card(shop: Served, browser: Browser) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/catalogue")
    await desk.get_by_test_id("to-seasons").click()
    await expect(desk.get_by_test_id("seasons-none")).to_be_visible()
    await check_axe(desk)

    await desk.get_by_test_id("add-season").click()
    await desk.get_by_test_id("season-name").fill("促销")
    await desk.get_by_test_id("season-first").fill("2026-11-23")
    await desk.get_by_test_id("season-last").fill("2026-11-25")
    await desk.get_by_test_id("season-for-bath").check()
    await expect(desk.get_by_test_id("season-example")).to_have_text("基础洗护（狗 · 小型）¥88 → ¥106")
    await check_axe(desk)
    # What the server refuses is read where it was written.
    await desk.get_by_test_id("season-on-7").check()
    await desk.get_by_test_id("save-season").click()
    await expect(desk.get_by_role("alert")).to_contain_text("一天都用不上")
    await desk.get_by_test_id("season-on-7").uncheck()
    await desk.get_by_test_id("save-season").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("「促销」保存好了")
    row = desk.get_by_test_id("season")
    await expect(row).to_contain_text("2026年11月23日–25日 · 每天")
    await expect(row).to_contain_text("+20%")
    await check_axe(desk)

    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await say(owner, WISH)
    await owner.get_by_test_id("chip").first.click()
    card = owner.get_by_test_id("booking-card")
    await expect(card).to_contain_text("¥226")
    await card.locator("summary").first.click()
    await expect(card).to_contain_text("促销 +20%")

    await row.get_by_test_id("change-season").click()
    await desk.get_by_test_id("season-cheaper").check()
    await desk.get_by_test_id("season-percent").fill("10")
    await desk.get_by_test_id("save-season").click()
    await expect(row).to_contain_text("−10%")
    await row.get_by_test_id("remove-season").click()
    await check_axe(desk)
    await desk.get_by_test_id("remove-season-yes").click()
    await expect(desk.get_by_test_id("seasons-none")).to_be_visible()
    await desk.reload()
    await expect(desk.get_by_test_id("seasons-none")).to_be_visible()
    assert desk.problems == []  # type: ignore[attr-defined]
    assert owner.problems == []  # type: ignore[attr-defined]
