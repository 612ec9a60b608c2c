"""Rides: a manager says where and when, an owner adds one on the card, whoever drives taps the stop."""

from playwright.async_api import Browser, expect

from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_story import say
from tests.serving import Served

WISH = "我想预约下周二下午三点给我家金毛洗澡"


async def test_a_pet_is_fetched_and_brought_home(shop: Served, browser: Browser) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/policies")
    section = desk.get_by_test_id("group-rides")
    await section.get_by_test_id("ride-zone-add").click()
    await section.get_by_test_id("ride-zone-name").fill("望京")
    await section.get_by_test_id("ride-zone-price").fill("25")
    await section.get_by_test_id("ride-add-fetch").click()
    await section.get_by_test_id("ride-add-home").click()
    # What the server refuses is read where it was written.
    await section.get_by_test_id("ride-row-fetch").get_by_test_id("ride-to").fill("08:00")
    await desk.get_by_test_id("save-policies").click()
    await expect(desk.get_by_role("alert")).to_contain_text("周一 9:00–8:00 不能设成接送时间")
    await section.get_by_test_id("ride-row-fetch").get_by_test_id("ride-to").fill("11:00")
    await expect(section.get_by_test_id("example-rides")).to_contain_text(
        "望京每趟 ¥25；09:00–11:00 来接的，最早 11:30 开始做"
    )
    await check_axe(desk)
    await desk.get_by_test_id("save-policies").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("规则改好了")

    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await say(owner, WISH)
    card = owner.get_by_test_id("booking-card")
    await card.get_by_test_id("open-rides").click()
    sheet = owner.get_by_test_id("ride-sheet")
    await sheet.get_by_test_id("ride-fetch-at").check()
    await sheet.get_by_test_id("ride-home-at").check()
    await expect(sheet.get_by_test_id("save-rides")).to_be_disabled()
    await sheet.get_by_test_id("ride-address").fill("望京花园 3 号楼")
    await expect(sheet.get_by_test_id("ride-cost")).to_have_text("加接送一共 ¥238")
    await check_axe(owner)
    await sheet.get_by_test_id("save-rides").click()
    await expect(card.get_by_test_id("card-ride")).to_contain_text(["接 09:00–11:00 · 望京", "送回 17:00–19:00 · 望京"])
    await expect(card).to_contain_text("¥238")
    await check_axe(owner)

    await desk.goto(f"{shop.url}/desk#/schedule?day=2026-11-24")
    await desk.get_by_test_id("open-stops").click()
    stop = desk.get_by_test_id("stop").first
    await expect(stop).to_contain_text("望京花园 3 号楼")
    await check_axe(desk)
    await stop.get_by_test_id("stop-done").click()
    await expect(stop.get_by_test_id("stop-done")).to_have_attribute("aria-pressed", "true")
    await expect(card.get_by_test_id("card-ride").first.locator("svg")).to_have_count(2)
    assert desk.problems == []  # type: ignore[attr-defined]
    assert owner.problems == []  # type: ignore[attr-defined]
