"""Nothing is free, so the owner waits; the shop finds room, the owner says yes. And the desk notes one who calls."""

from datetime import date

from playwright.async_api import Browser, Page, expect

from pawline.people import Actor, Role
from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_new_booking import schedule
from tests.browser.test_story import WISH, prove_phone, say
from tests.serving import Served

TUESDAY = date(2026, 11, 24)


def boss_of(shop: Served) -> Actor:
    return Actor(shop.made.shop.id, shop.made.staff["manager"], "staff", Role.MANAGER, "d")  # type: ignore[arg-type]


async def everybody_is_off(shop: Served) -> None:
    for who in shop.made.staff.values():
        team = await shop.house.db.read(lambda tx: shop.house.shops.team(tx, shop.made.shop.id))
        if any(one.account_id == who for one in team.groomers):
            await shop.house.shops.roster.change_days(boss_of(shop), who, TUESDAY, TUESDAY, None)


async def waits(owner: Page) -> None:
    """From a sentence to a place on the waitlist."""
    await say(owner, WISH)
    await owner.get_by_test_id("chip").first.click()
    await owner.get_by_test_id("slots-wait").click()
    sheet = owner.get_by_test_id("wait-sheet")
    await expect(sheet.get_by_test_id("wait-from")).to_have_value("2026-11-24")
    await sheet.get_by_text("下午", exact=True).click()
    await check_axe(owner)
    await sheet.get_by_test_id("wait-join").click()
    card = owner.get_by_test_id("wait-card")
    await expect(card).to_have_attribute("data-state", "waiting")
    await expect(card).to_contain_text("11月24日 周二 · 12:00–18:00 到店")


async def test_who_waits_is_asked_by_the_desk_and_says_yes(shop: Served, browser: Browser) -> None:
    await everybody_is_off(shop)
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await waits(owner)
    await check_axe(owner)
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/schedule")
    row = desk.get_by_test_id("tray-row")
    await expect(row).to_contain_text("还没有空位")
    await shop.house.shops.roster.keep_week(boss_of(shop), shop.made.staff["may"], TUESDAY)
    await desk.reload()
    await check_axe(desk)
    await row.get_by_test_id("tray-offer").click()
    await expect(row).to_have_attribute("data-state", "offered")
    card = owner.get_by_test_id("booking-card")
    await expect(card).to_have_attribute("data-status", "held")
    await expect(owner.get_by_role("log").get_by_text("等到空位了：金毛11月24日周二")).to_be_visible()
    await expect(owner.get_by_test_id("wait-card")).to_have_attribute("data-state", "offered")
    await check_axe(owner)
    await owner.get_by_test_id("confirm-booking").click()
    await prove_phone(owner, shop, "13800138033")
    await expect(card).to_have_attribute("data-status", "confirmed")
    await expect(owner.get_by_test_id("wait-card")).to_have_attribute("data-state", "booked")
    await expect(row).to_have_count(0)
    for page in (owner, desk):
        assert page.problems == []  # type: ignore[attr-defined]


async def test_an_owner_finds_it_among_the_bookings_and_leaves(shop: Served, browser: Browser) -> None:
    await everybody_is_off(shop)
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await waits(owner)
    await owner.goto(f"{shop.url}/#/pets")
    card = owner.get_by_test_id("wait-card").locator("visible=true")
    await expect(card).to_contain_text("排在第一位")
    await check_axe(owner)
    await card.get_by_test_id("wait-leave").click()
    await expect(card).to_have_count(0)
    await owner.goto(f"{shop.url}/#/")
    await expect(owner.get_by_test_id("wait-card")).to_have_attribute("data-state", "left")
    assert owner.problems == []  # type: ignore[attr-defined]


async def test_the_desk_notes_who_calls_and_books_by_hand(shop: Served, browser: Browser) -> None:
    desk = await schedule(browser, shop, DESK)
    await desk.keyboard.press("n")
    await desk.get_by_test_id("find-pet").fill("豆豆")
    await desk.keyboard.press("Enter")
    await desk.get_by_test_id("again").click()
    await desk.get_by_test_id("order-wait").click()
    await desk.get_by_test_id("wait-sheet").get_by_test_id("wait-evening").check(force=True)
    await desk.get_by_test_id("wait-join").click()
    row = desk.get_by_test_id("tray-row")
    await expect(row).to_contain_text("豆豆")
    await expect(row).to_contain_text("18:00 后到店")
    await row.get_by_test_id("tray-off").click()
    await check_axe(desk)
    await desk.get_by_role("button", name="先留着").click()
    await row.get_by_test_id("tray-book").click()
    await expect(desk.get_by_role("dialog").get_by_role("heading", name="豆豆")).to_be_visible()
    await desk.get_by_test_id("free-time").first.click()
    await desk.get_by_test_id("confirm-entry").click()
    await expect(row).to_have_count(0)
    await expect(desk.get_by_test_id("confirm-entry")).to_have_count(0)
    assert desk.problems == []  # type: ignore[attr-defined]
