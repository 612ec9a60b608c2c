"""Drop-off times: a manager sets them, an owner chooses one in the chat, the desk sees who comes when."""

from playwright.async_api import Browser, expect

from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_story import say
from tests.serving import Served

WISH = "我想预约下周二下午三点给我家金毛洗澡"


async def test_pets_are_brought_at_two_together(shop: Served, browser: Browser) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/policies")
    section = desk.get_by_test_id("group-drop_offs")
    await expect(section.get_by_test_id("example-drop_offs")).to_contain_text("约几点就几点送来")
    await section.get_by_test_id("drop-add").click()
    # The shop is closed on Thursdays.
    await expect(section.get_by_test_id("drop-day-4")).to_have_attribute("aria-pressed", "false")
    row = section.get_by_test_id("drop-row")
    await row.get_by_test_id("drop-at").fill("08:00")
    await row.get_by_test_id("drop-most").fill("2")
    await expect(section.get_by_test_id("example-drop_offs")).to_contain_text("08:00 最多一起送来 2 只")
    # What the server refuses is read where it was written.
    await desk.get_by_test_id("save-policies").click()
    await expect(desk.get_by_role("alert")).to_contain_text("周一 8:00 不能设成送店时间")
    await row.get_by_test_id("drop-at").fill("14:00")
    await check_axe(desk)
    await desk.get_by_test_id("save-policies").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("规则改好了")

    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await say(owner, WISH)
    await expect(owner.get_by_text("这天只在 14:00 送店").first).to_be_visible()
    await owner.get_by_test_id("slot-time").first.click()
    card = owner.get_by_test_id("booking-card")
    await expect(card.get_by_test_id("card-drop-off")).to_contain_text("14:00 送到")
    await check_axe(owner)

    await desk.goto(f"{shop.url}/desk#/schedule?day=2026-11-24")
    await expect(desk.get_by_test_id("drop")).to_contain_text("14:00 1/2 只")
    await check_axe(desk)
    assert desk.problems == []  # type: ignore[attr-defined]
    assert owner.problems == []  # type: ignore[attr-defined]
