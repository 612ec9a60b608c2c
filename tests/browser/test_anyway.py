"""A manager books after closing time, and says why; the schedule shows it, a groomer has no such button."""

from playwright.async_api import Browser, Page, expect

from pawline.people import Actor, Role
from pawline.pets import NewCondition
from pawline.platform.ids import DeviceId
from tests.browser.conftest import DESK, check_axe, open_page, sign_in
from tests.browser.test_new_booking import schedule
from tests.serving import Served


async def late(browser: Browser, shop: Served) -> Page:
    """The sheet is open for a time after closing."""
    desk = await schedule(browser, shop, DESK)
    await desk.keyboard.press("n")
    await desk.get_by_test_id("find-pet").fill("豆豆")
    await desk.keyboard.press("Enter")
    await desk.get_by_test_id("again").click()
    await desk.get_by_test_id("order-anyway").click()
    form = desk.get_by_test_id("anyway-form")
    await form.get_by_test_id("anyway-day").fill("2026-11-24")
    await form.get_by_test_id("anyway-start").fill("20:30")
    return desk


async def test_after_closing_with_a_reason(shop: Served, browser: Browser) -> None:
    desk = await late(browser, shop)
    form = desk.get_by_test_id("anyway-form")
    await expect(form.get_by_test_id("anyway-save")).to_be_disabled()
    await form.get_by_test_id("anyway-why").fill("客人第二天赶飞机")
    await check_axe(desk)
    await form.get_by_test_id("anyway-save").click()
    await expect(form).to_have_count(0)
    await desk.get_by_label("选日期").fill("2026-11-24")
    block = desk.get_by_test_id("schedule-block").filter(has_text="20:30")
    await expect(block.get_by_test_id("block-mark-anyway")).to_be_visible()
    await expect(block.get_by_test_id("block-trouble")).to_have_count(0)
    await block.click()
    await expect(desk.get_by_test_id("block-anyway")).to_contain_text("客人第二天赶飞机")
    await check_axe(desk)
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_who_is_not_well_is_let_in_there_as_well(shop: Served, browser: Browser) -> None:
    boss = Actor(shop.made.shop.id, shop.made.staff["manager"], "staff", Role.MANAGER, DeviceId("d"))
    await shop.house.conditions.note(boss, shop.made.pets["豆豆"], NewCondition(kind="vomiting"))
    desk = await late(browser, shop)
    form = desk.get_by_test_id("anyway-form")
    await form.get_by_test_id("anyway-why").fill("客人第二天赶飞机")
    await form.get_by_test_id("anyway-save").click()
    await expect(form).to_contain_text("豆豆在呕吐")
    await check_axe(desk)
    await form.get_by_test_id("let-why").fill("医生看过了")
    await form.get_by_test_id("let-come").click()
    await expect(form).to_have_count(0)
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_a_groomer_keeps_to_the_rules(shop: Served, browser: Browser) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk, "lin")
    await desk.goto(f"{shop.url}/desk#/schedule")
    await desk.get_by_test_id("new-booking").click()
    await desk.get_by_test_id("find-pet").fill("豆豆")
    await desk.get_by_test_id("again-row").first.click()
    await expect(desk.get_by_test_id("free-time").first).to_be_visible()
    await expect(desk.get_by_test_id("order-anyway")).to_have_count(0)
