"""How a pet is for a while: noted on the owner's phone, seen at the desk, and what becomes of its bookings."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_story import WISH, book
from tests.browser.test_vaccines import is_narrow
from tests.serving import Served


async def note(page: Page, kind: str, until: str = "", words: str = "") -> None:
    await page.get_by_test_id("condition-add").click()
    await page.get_by_test_id(f"note-{kind}").check(force=True)
    await page.get_by_test_id("condition-until").fill(until)
    await page.get_by_test_id("condition-words").fill(words)
    await check_axe(page)
    assert await is_narrow(page)
    await page.get_by_test_id("condition-save").click()
    await expect(page.get_by_test_id(f"condition-{kind}")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_who_is_not_well_waits_until_that_is_over(shop: Served, browser: Browser, theme: str) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE, theme=theme)
    await book(owner, shop, WISH, "13800138021")
    await owner.goto(f"{shop.url}/#/pets")
    line = owner.get_by_test_id("pet-card").first.get_by_test_id("conditions-open")
    await expect(line).to_contain_text("没有要注意的")
    await line.click()
    await check_axe(owner)
    await note(owner, "vomiting", words="昨晚吐了两次")
    await expect(owner.get_by_test_id("condition-vomiting")).to_contain_text("好了再约")
    await check_axe(owner)
    await owner.get_by_test_id("conditions-close").click()
    await expect(line).to_contain_text("呕吐")
    await owner.goto(f"{shop.url}/#/")
    await owner.get_by_test_id("move-booking").last.click()
    await expect(owner.get_by_role("dialog")).to_contain_text("金毛在呕吐，等好了再来。")
    await check_axe(owner)

    desk = await open_page(browser, f"{shop.url}/desk", DESK, theme=theme)
    await sign_in(desk)
    await desk.get_by_test_id("inbox-row").first.click()
    file = desk.get_by_test_id("owner-file").get_by_test_id("conditions-open")
    await expect(file).to_contain_text("呕吐")
    await file.click()
    await expect(desk.get_by_test_id("condition-vomiting")).to_contain_text("昨晚吐了两次")
    await note(desk, "skin", until="2026-12-01")
    await desk.get_by_test_id("condition-vomiting").get_by_test_id("condition-over").click()
    await expect(desk.get_by_test_id("condition-vomiting")).to_have_count(0)
    await desk.get_by_text("以前的").click()
    await expect(desk.get_by_test_id("condition-past")).to_contain_text("说好了")
    await check_axe(desk)

    # What the shop has seen, only the shop says to be over.
    await owner.goto(f"{shop.url}/#/pets")
    await line.click()
    await expect(owner.get_by_test_id("condition-skin")).to_contain_text("好了跟店员说一声")
    await expect(owner.get_by_test_id("condition-over")).to_have_count(0)
    await owner.get_by_test_id("conditions-close").click()
    await owner.goto(f"{shop.url}/#/")
    await owner.get_by_test_id("move-booking").last.click()
    await expect(owner.get_by_role("dialog")).to_contain_text("12月2日周三起再来")
    await expect(owner.get_by_test_id("slot-time").first).to_be_visible()
    assert owner.problems == []  # type: ignore[attr-defined]
    assert desk.problems == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [DESK, PHONE])
async def test_the_shop_says_what_it_does(shop: Served, browser: Browser, size: dict[str, int]) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", size)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/policies")
    await expect(desk.get_by_test_id("rule-pregnant")).to_have_value("vet")
    await check_axe(desk)
    assert await is_narrow(desk)
    await desk.get_by_test_id("rule-pregnant").select_option("no")
    await desk.get_by_test_id("rule-fleas").select_option("none")
    await desk.get_by_test_id("save-policies").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("规则改好了")
    await desk.reload()
    await expect(desk.get_by_test_id("rule-pregnant")).to_have_value("no")
    await expect(desk.get_by_test_id("rule-fleas")).to_have_value("none")
    assert desk.problems == []  # type: ignore[attr-defined]
