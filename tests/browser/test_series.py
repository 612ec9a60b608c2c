"""The same visit every four weeks: looked at and booked at the desk, one card on the phone, called off from one on."""

from datetime import date

from playwright.async_api import Browser, Page, expect

from pawline.people import Actor, Role
from pawline.shop import Label
from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_pets_together import as_owner
from tests.serving import Served


async def pick_first_time(desk: Page) -> None:
    await desk.keyboard.press("n")
    await desk.get_by_test_id("find-pet").fill("豆豆")
    await desk.get_by_test_id("found-pet").first.get_by_role("button").first.click()
    await desk.get_by_test_id("service-bath").click()
    await desk.get_by_test_id("day-2026-11-24").click()
    await desk.get_by_test_id("free-time").last.click()


async def open_series(desk: Page, shop: Served) -> None:
    """The series of six, with a holiday on the day of its second visit."""
    boss = Actor(shop.made.shop.id, shop.made.staff["manager"], "staff", Role.MANAGER, "d")  # type: ignore[arg-type]
    await shop.house.shops.close_on(boss, date(2026, 12, 22), Label("盘点", "Stock-taking"))
    await desk.goto(f"{shop.url}/desk#/schedule")
    await desk.get_by_test_id("new-booking").wait_for()
    await pick_first_time(desk)
    await desk.get_by_test_id("order-series").click()
    await expect(desk.get_by_test_id("series-line")).to_have_count(6)


async def test_a_series_across_a_holiday(shop: Served, browser: Browser) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await open_series(desk, shop)
    second = desk.get_by_test_id("series-line").nth(1)
    await expect(second).to_have_attribute("data-stand", "moved")
    await expect(second.get_by_test_id("series-why")).to_contain_text("店休")
    await check_axe(desk)
    # The last one is left out.
    await desk.get_by_test_id("series-time").last.select_option("")
    await expect(desk.get_by_test_id("series-book")).to_have_text("约这 5 次")
    await desk.get_by_test_id("series-book").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("豆豆的 5 次都约好了")

    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await as_owner(owner, shop, "林女士")
    await expect(owner.get_by_text("豆豆的 5 次预约都定好了").last).to_be_visible()
    card = owner.get_by_test_id("series-card")
    await expect(card.get_by_test_id("series-visit")).to_have_count(5)
    await card.get_by_test_id("series-visit").nth(2).get_by_role("button").first.click()
    await card.get_by_test_id("cancel-booking").click()
    dialog = owner.get_by_test_id("cancel-dialog").last
    await dialog.get_by_test_id("cancel-following").check()
    await expect(dialog.get_by_test_id("cancel-price")).to_contain_text("这 3 次都不收费")
    await check_axe(owner)
    await dialog.get_by_test_id("cancel-yes").click()
    await expect(card.locator("[data-status=cancelled]")).to_have_count(3)
    await expect(card.locator("[data-status=confirmed]")).to_have_count(2)
    await owner.goto(f"{shop.url}/#/pets")
    await expect(owner.get_by_test_id("in-series")).to_have_text("系列第 1/5 次")
    await owner.get_by_test_id("later-visits").click()
    await expect(owner.get_by_test_id("in-series")).to_have_text(["系列第 1/5 次", "系列第 2/5 次"])
    await check_axe(owner)
    assert owner.problems == []  # type: ignore[attr-defined]
    assert desk.problems == []  # type: ignore[attr-defined]
