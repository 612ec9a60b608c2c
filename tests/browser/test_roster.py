"""Shifts and places on the desk: days off, a place out of use, and what is booked already."""

from playwright.async_api import Browser, expect

from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_story import WISH, book
from tests.serving import Served


async def test_days_off_say_which_bookings_no_longer_fit(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await book(owner, shop, WISH, "13800138021")
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/people")
    await desk.get_by_test_id("to-roster").click()
    lin = desk.get_by_test_id("mate").filter(has_text="小林")
    await expect(lin).to_contain_text("休")
    await expect(desk.get_by_test_id("troubles")).to_have_count(0)
    await check_axe(desk)

    await lin.get_by_test_id("edit-leave").click()
    await desk.get_by_test_id("leave-first").fill("2026-11-24")
    await desk.get_by_test_id("leave-last").fill("2026-11-25")
    await check_axe(desk)
    await desk.get_by_test_id("save-leave").click()
    await expect(lin.get_by_test_id("leave")).to_have_count(1)
    await expect(desk.get_by_test_id("troubles")).to_contain_text("小林 这段时间不上班")
    await check_axe(desk)
    await desk.goto(f"{shop.url}/desk#/schedule")
    await desk.get_by_label("选日期").fill("2026-11-24")
    await expect(desk.get_by_test_id("block-trouble").first).to_contain_text("不上班")

    await desk.goto(f"{shop.url}/desk#/roster")
    await lin.get_by_test_id("leave").get_by_role("button").click()
    await expect(lin.get_by_test_id("leave")).to_have_count(0)
    await expect(desk.get_by_test_id("troubles")).to_have_count(0)
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_a_week_and_a_place_are_changed(shop: Served, browser: Browser) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/roster")
    may = desk.get_by_test_id("mate").filter(has_text="阿May")
    await may.get_by_test_id("edit-week").click()
    await check_axe(desk)
    await desk.get_by_test_id("end-2").fill("08:00")
    await desk.get_by_test_id("save-week").click()
    await expect(desk.get_by_role("alert")).to_contain_text("周二的班排不了")
    await desk.get_by_test_id("end-2").fill("17:30")
    await desk.get_by_test_id("pets-a-day").fill("8")
    await desk.get_by_test_id("large-a-day").fill("0")
    await desk.get_by_test_id("pace").fill("120")
    await expect(desk.get_by_text("排 72 分钟")).to_be_visible()
    await desk.get_by_test_id("save-week").click()
    await expect(may).to_contain_text("–17:30")
    await expect(may).to_contain_text("一天最多 8 只 · 大型最多 0 只 · 用时 120%")
    await may.get_by_test_id("edit-week").click()
    await desk.get_by_test_id("large-a-day").fill("")
    await desk.get_by_test_id("save-week").click()
    await expect(may).not_to_contain_text("大型最多")
    await expect(may).to_contain_text("一天最多 8 只")

    await desk.get_by_test_id("add-place").click()
    await desk.get_by_test_id("place-name").fill("3 号浴池")
    await check_axe(desk)
    await desk.get_by_test_id("save-place").click()
    tub = desk.get_by_test_id("place").filter(has_text="3 号浴池")
    await tub.get_by_test_id("close-place").click()
    await desk.get_by_test_id("closure-last").fill("2026-11-24")
    await desk.get_by_test_id("closure-reason").fill("漏水")
    await check_axe(desk)
    await desk.get_by_test_id("save-closure").click()
    await expect(tub.get_by_test_id("closure")).to_contain_text("漏水")
    await tub.get_by_test_id("closure").get_by_role("button").click()
    await expect(tub.get_by_test_id("closure")).to_have_count(0)
    await tub.get_by_label("改台位 3 号浴池").click()
    await desk.get_by_test_id("retire-place").click()
    await desk.get_by_test_id("retire-place").click()
    await expect(tub).to_have_count(0)
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_opening_hours_and_a_holiday(shop: Served, browser: Browser) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/roster")
    hours = desk.get_by_test_id("hours")
    await hours.get_by_test_id("edit-hours").click()
    await desk.get_by_test_id("closes-1").fill("08:30")
    await check_axe(desk)
    await desk.get_by_test_id("save-hours").click()
    await expect(desk.get_by_role("alert")).to_contain_text("周一的营业时间不对")
    await desk.get_by_test_id("closes-1").fill("20:30")
    await desk.get_by_test_id("save-hours").click()
    await expect(hours).to_contain_text("09:00–20:30")

    await hours.get_by_test_id("add-closed").click()
    await desk.get_by_test_id("closed-first").fill("2026-11-24")
    await desk.get_by_test_id("closed-last").fill("2026-11-25")
    await desk.get_by_test_id("closed-reason").fill("装修")
    await check_axe(desk)
    await desk.get_by_test_id("save-closed").click()
    await expect(hours.get_by_test_id("closed-day")).to_have_count(2)
    await expect(desk.get_by_test_id("troubles")).to_contain_text("不营业")
    await check_axe(desk)
    for _ in range(2):
        count = await hours.get_by_test_id("closed-day").count()
        await hours.get_by_test_id("closed-day").first.get_by_role("button").click()
        await expect(hours.get_by_test_id("closed-day")).to_have_count(count - 1)
    await expect(desk.get_by_test_id("troubles")).to_have_count(0)
    assert desk.problems == []  # type: ignore[attr-defined]
