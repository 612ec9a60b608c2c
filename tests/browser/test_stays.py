"""A dog stays for three nights: asked for in the chat, booked, seen at the desk day by day, and fetched."""

from datetime import timedelta

from playwright.async_api import Browser, Page, expect

from pawline.people import system_actor
from pawline.platform.clock import SystemClock
from pawline.shop import Settings
from tests.browser.conftest import DESK, PHONE, SUNDAY, check_axe, go_to, open_page, sign_in
from tests.browser.test_story import prove_phone, say
from tests.serving import Served


async def _asks_no_vaccines(shop: Served) -> None:
    """What they lack for a stay is told in a story of its own."""
    await shop.house.shops.set_settings(system_actor(shop.made.shop.id), Settings(vaccine_asks=()))


async def _desk(browser: Browser, shop: Served) -> Page:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    return desk


async def test_three_nights_from_the_chat_to_the_way_home(shop: Served, browser: Browser, clock: SystemClock) -> None:
    await _asks_no_vaccines(shop)
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await say(owner, "想给我家泰迪寄养三晚，周五送来")
    card = owner.get_by_test_id("booking-card")
    await expect(card).to_have_attribute("data-status", "held")
    await expect(card).to_contain_text("11月27日 周五 14:00 – 11月30日 周一 12:00")
    await expect(card).to_contain_text("¥240")
    await card.locator("summary").first.click()
    await expect(card).to_contain_text("寄养 · 3 晚")
    await expect(card).not_to_contain_text("0 分钟")
    await check_axe(owner)
    await card.get_by_test_id("confirm-booking").click()
    await prove_phone(owner, shop, "13911112222")
    await expect(card).to_have_attribute("data-status", "confirmed")

    desk = await _desk(browser, shop)
    await desk.goto(f"{shop.url}/desk#/schedule?day=2026-11-27")
    stay = desk.get_by_test_id("stay").filter(has_text="泰迪")
    await expect(stay).to_contain_text("14:00 起送来")
    await check_axe(desk)
    await desk.goto(f"{shop.url}/desk#/schedule?day=2026-11-28")
    await desk.reload()
    await expect(desk.get_by_test_id("stay").filter(has_text="泰迪")).to_contain_text("住到 11月30日 周一")

    go_to(clock, SUNDAY + timedelta(days=5, hours=5))
    await desk.goto(f"{shop.url}/desk#/board")
    await desk.reload()
    mine = desk.get_by_test_id("board-card").filter(has_text="泰迪")
    for stage in ("arrived", "staying"):
        await mine.get_by_test_id("next-stage").click()
        await expect(owner.get_by_test_id("visit-card")).to_have_attribute("data-stage", stage)
    visit = owner.get_by_test_id("visit-card")
    await expect(visit).to_contain_text("泰迪在店里住着")
    await expect(visit).to_contain_text("11月30日 周一 12:00 前来接")
    await check_axe(owner)

    # On the day after it is still on the board.
    go_to(clock, SUNDAY + timedelta(days=7))
    await desk.reload()
    await expect(mine).to_contain_text("11月30日 周一 12:00 前接走")
    await check_axe(desk)
    for stage in ("ready", "gone"):
        await mine.get_by_test_id("next-stage").click()
        await expect(visit).to_have_attribute("data-stage", stage)
    assert owner.problems == []  # type: ignore[attr-defined]
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_the_desk_books_nights_with_a_few_taps(shop: Served, browser: Browser) -> None:
    await _asks_no_vaccines(shop)
    desk = await _desk(browser, shop)
    await desk.goto(f"{shop.url}/desk#/schedule")
    await desk.get_by_test_id("new-booking").click()
    await desk.get_by_test_id("find-pet").fill("雪球")
    await desk.get_by_test_id("find-pet").press("Enter")
    await desk.get_by_test_id("service-boarding").click()
    await desk.get_by_role("button", name="寄养多一份").click()
    await expect(desk.get_by_test_id("order-total")).to_have_text("¥160")
    await desk.get_by_test_id("day-2026-11-24").click()
    # Two nights on is a Thursday, on which the shop is closed.
    await expect(desk.get_by_text("11月26日周四店休，没法来接。")).to_be_visible()
    await desk.get_by_test_id("day-2026-11-25").click()
    await desk.get_by_test_id("free-time").click()
    await expect(desk.get_by_test_id("picked")).to_contain_text("11月25日 周三 14:00 – 11月27日 周五 12:00")
    await check_axe(desk)
    await desk.get_by_test_id("confirm-entry").click()
    await expect(desk.get_by_test_id("stay").filter(has_text="雪球")).to_be_visible()
    assert desk.problems == []  # type: ignore[attr-defined]
