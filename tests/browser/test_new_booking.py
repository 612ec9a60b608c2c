"""Somebody calls: booked at the desk by a few keys, by a finger, and as a new owner."""

import re
import time

from playwright.async_api import Browser, Page, expect

from pawline.booking import own_pace_rows
from pawline.people import system_actor
from pawline.pets import NewPet
from tests.browser.conftest import DESK, PHONE, SUNDAY, check_axe, go_to, open_page, sign_in
from tests.serving import Served

WEDNESDAY = "2026-11-25"


async def schedule(browser: Browser, shop: Served, size: dict[str, int], **look: str) -> Page:
    desk = await open_page(browser, f"{shop.url}/desk", size, **look)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/schedule")
    await desk.get_by_test_id("new-booking").wait_for()
    return desk


async def test_a_known_customer_is_booked_by_keys_alone(shop: Served, browser: Browser) -> None:
    """Type, Enter, Enter (as last time), a time, Enter: the block stands in the day before the call is over."""
    desk = await schedule(browser, shop, DESK)
    began = time.monotonic()
    await desk.keyboard.press("n")
    await expect(desk.get_by_test_id("find-pet")).to_be_focused()
    await desk.keyboard.type("豆豆")
    # Enter may come before the answer does.
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_test_id("again")).to_be_focused()
    await expect(desk.get_by_role("dialog")).to_contain_text("林女士")
    await desk.keyboard.press("Enter")
    times = desk.get_by_test_id("free-time")
    await expect(times.first).to_be_focused()
    await desk.keyboard.press("ArrowRight")
    await expect(times.nth(1)).to_be_focused()
    await desk.keyboard.press("ArrowDown")
    await desk.keyboard.press("ArrowUp")
    await expect(times.nth(1)).to_be_focused()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_test_id("confirm-entry")).to_be_focused()
    picked = await desk.get_by_test_id("picked").inner_text()
    clock = re.search(r"\d\d:\d\d–\d\d:\d\d", picked)
    assert clock is not None
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_test_id("toast")).to_contain_text(f"豆豆约好了：{picked.rsplit(' ', 1)[0]}")
    await expect(desk.get_by_role("dialog")).to_have_count(0)
    await expect(desk.get_by_test_id("schedule-block").filter(has_text=clock[0])).to_contain_text("豆豆")
    assert time.monotonic() - began < 30
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_every_step_is_sound_on_a_phone_and_at_the_desk(shop: Served, browser: Browser) -> None:
    for size, look in ((DESK, {"theme": "dark"}), (PHONE, {"lang": "en"})):
        desk = await schedule(browser, shop, size, **look)
        await check_axe(desk)
        await desk.get_by_test_id("new-booking").click()
        await check_axe(desk)
        await desk.get_by_test_id("find-pet").fill("0001")
        await expect(desk.get_by_test_id("found-pet")).to_have_count(2)
        await check_axe(desk)
        # From the list at once: services and groomer of the last visit.
        await desk.get_by_test_id("again-row").first.click()
        await desk.get_by_test_id("free-time").first.click()
        await desk.locator("summary").click()
        await check_axe(desk)
        await desk.get_by_test_id("back-to-find").click()
        await desk.get_by_test_id("add-owner").click()
        await check_axe(desk)
        assert desk.problems == []  # type: ignore[attr-defined]
        await desk.context.close()


async def test_services_a_person_and_a_day_are_chosen(shop: Served, browser: Browser) -> None:
    desk = await schedule(browser, shop, DESK)
    await desk.get_by_test_id("new-booking").click()
    await desk.get_by_test_id("find-pet").fill("可乐")
    await desk.get_by_test_id("found-pet").first.get_by_role("button").first.click()
    bath, groom, total = (desk.get_by_test_id(name) for name in ("service-bath", "service-groom", "order-total"))
    await bath.click()
    await expect(total).to_have_text("¥88")
    await desk.get_by_test_id("service-teeth").click()
    await expect(total).to_have_text("¥108")
    # A groom brings its bath along.
    await groom.click()
    await expect(bath).to_be_disabled()
    await expect(total).to_have_text("¥258")
    await desk.get_by_test_id("groomer-filter").select_option(label="小林（上次）")
    await desk.get_by_test_id("day-2026-11-26").click()
    await expect(desk.get_by_role("dialog")).to_contain_text("11月26日周四店休。")
    await desk.get_by_test_id(f"day-{WEDNESDAY}").click()
    time = desk.get_by_test_id("free-time").first
    await expect(time).to_contain_text("小林")
    await desk.get_by_test_id("week-after").click()
    await expect(desk.get_by_test_id("day-2026-11-29")).to_have_attribute("aria-pressed", "true")
    await desk.get_by_test_id("week-before").click()
    await desk.get_by_test_id(f"day-{WEDNESDAY}").click()
    await time.click()
    await desk.get_by_test_id("confirm-entry").click()
    await expect(desk.get_by_test_id("day-name")).to_have_text("11月25日 周三")
    await expect(desk.get_by_test_id("schedule-block").filter(has_text="可乐").first).to_be_visible()
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_a_new_owner_is_written_down_and_booked(shop: Served, browser: Browser) -> None:
    desk = await schedule(browser, shop, PHONE)
    await desk.get_by_test_id("new-booking").click()
    await desk.get_by_test_id("find-pet").fill("妹妹")
    await expect(desk.get_by_role("dialog")).to_contain_text("没有找到「妹妹」")
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_test_id("new-pet")).to_have_value("妹妹")
    await desk.get_by_test_id("new-owner").fill("王女士")
    await desk.get_by_test_id("new-phone").fill("12")
    await desk.get_by_test_id("new-breed").fill("泰迪")
    await expect(desk.get_by_test_id("size-S")).to_be_checked()
    await expect(desk.get_by_test_id("new-coat")).to_have_value("curly")
    await desk.get_by_test_id("save-owner").click()
    await expect(desk.get_by_role("alert")).to_contain_text("手机号好像不完整")
    await desk.get_by_test_id("new-phone").fill("139 0000 0042")
    await desk.get_by_test_id("save-owner").click()
    await desk.get_by_test_id("service-bath").click()
    await desk.get_by_test_id("free-time").last.click()
    await desk.get_by_test_id("confirm-entry").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("妹妹约好了")
    await desk.get_by_test_id("new-booking").click()
    await desk.get_by_test_id("find-pet").fill("0042")
    await expect(desk.get_by_test_id("found-pet")).to_contain_text("已约")
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_a_time_that_has_just_gone_names_others(shop: Served, browser: Browser) -> None:
    one, other = [await schedule(browser, shop, DESK) for _ in range(2)]
    for desk in (one, other):
        await desk.get_by_test_id("new-booking").click()
        await desk.get_by_test_id("find-pet").fill("可乐")
        await desk.get_by_test_id("again-row").first.click()
        await desk.get_by_test_id("free-time").first.click()
    await one.get_by_test_id("confirm-entry").click()
    await expect(one.get_by_test_id("toast")).to_contain_text("可乐约好了")
    await other.get_by_test_id("confirm-entry").click()
    await expect(other.get_by_role("alert")).to_contain_text("可乐")
    await expect(other.get_by_role("alert")).to_contain_text("已经有预约了")
    near = other.get_by_test_id("nearest-time")
    await expect(near).to_have_count(3)
    await check_axe(other)
    await near.first.click()
    await expect(other.get_by_test_id("confirm-entry")).to_be_focused()
    await other.keyboard.press("Enter")
    await expect(other.get_by_test_id("toast")).to_contain_text("可乐约好了")


async def test_who_walks_in_begins_now(shop: Served, browser: Browser, clock) -> None:  # type: ignore[no-untyped-def]
    go_to(clock, SUNDAY.replace(hour=17, minute=38))
    desk = await schedule(browser, shop, DESK)
    await desk.get_by_test_id("new-booking").click()
    await desk.get_by_test_id("find-pet").fill("灰灰")
    await desk.get_by_test_id("again-row").first.click()
    await desk.get_by_test_id("groomer-filter").select_option(label="谁都行")
    now = desk.get_by_test_id("free-time").filter(has_text="现在")
    await now.click()
    await expect(desk.get_by_test_id("picked")).to_contain_text("17:30–")
    await desk.get_by_test_id("confirm-entry").click()
    await expect(desk.get_by_test_id("schedule-block").filter(has_text="灰灰").first).to_be_visible()


async def test_the_letter_is_a_letter_while_somebody_writes(shop: Served, browser: Browser) -> None:
    desk = await schedule(browser, shop, DESK)
    await desk.get_by_label("选日期").focus()
    await desk.keyboard.press("n")
    await expect(desk.get_by_role("dialog")).to_have_count(0)
    await desk.get_by_test_id("new-booking").focus()
    await desk.keyboard.press("n")
    await desk.get_by_test_id("find-pet").fill("n")
    await desk.keyboard.press("n")
    await expect(desk.get_by_test_id("find-pet")).to_have_value("nn")
    await desk.keyboard.press("Escape")
    await desk.keyboard.press("Escape")
    await expect(desk.get_by_role("dialog")).to_have_count(0)


async def test_a_pet_that_took_longer_is_given_longer_until_the_desk_says_otherwise(
    shop: Served, browser: Browser
) -> None:
    house, made = shop.house, shop.made
    await house.db.write(lambda tx: own_pace_rows.keep(tx, made.shop.id, made.pets["豆豆"], {"bath": 115}))
    desk = await schedule(browser, shop, PHONE)
    await desk.get_by_test_id("new-booking").click()
    await desk.get_by_test_id("find-pet").fill("豆豆")
    await desk.get_by_test_id("found-pet").first.click()
    bath = desk.get_by_test_id("service-bath")
    await bath.click()
    said = desk.get_by_test_id("own-pace")
    await expect(said).to_contain_text("用得久一些，这次按 115 分钟排（价目 90 分钟）")
    await expect(bath).to_contain_text("115 分钟 · ¥128")
    await check_axe(desk)
    await desk.get_by_test_id("as-listed-bath").click()
    await expect(said).to_have_count(0)
    await expect(bath).to_contain_text("90 分钟 · ¥128")


async def test_a_coat_that_nobody_knows_makes_a_price_a_range_and_says_why(shop: Served, browser: Browser) -> None:
    house, made = shop.house, shop.made
    mutt = NewPet(name="来福", species="dog", size="M")
    await house.pets.add_pet(system_actor(made.shop.id), mutt, made.owners["林女士"])
    desk = await schedule(browser, shop, DESK, theme="dark")
    await desk.get_by_test_id("new-booking").click()
    await desk.get_by_test_id("find-pet").fill("来福")
    await desk.get_by_test_id("found-pet").first.click()
    bath = desk.get_by_test_id("service-bath")
    await expect(bath).to_contain_text("90–120 分钟 · ¥128–¥158")
    await expect(desk.get_by_test_id("service-groom")).to_contain_text("150 分钟 · ¥298")
    await bath.click()
    await expect(desk.get_by_test_id("unsure-price")).to_contain_text("还不知道来福的毛型")
    await check_axe(desk)
