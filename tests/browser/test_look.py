"""Who would rather look opens the week from the chat, walks on and picks a time: it is held, and moved the same way."""

from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import PHONE, check_axe, open_page
from tests.browser.test_story import prove_phone, say
from tests.serving import Served

ASKS = "我想下周二下午给我家金毛做基础洗护"
ASKS_EN = "A basic bath for my golden retriever next Tuesday afternoon"


async def offered(browser: Browser, shop: Served, words: str, **more: str) -> Page:
    """An owner whose chat shows offers."""
    owner = await open_page(browser, f"{shop.url}/", PHONE, **more)
    await say(owner, words)
    await expect(owner.get_by_test_id("slots-card")).to_be_visible()
    return owner


async def test_the_week_is_opened_from_the_chat_and_a_time_in_it_is_held(shop: Served, browser: Browser) -> None:
    owner = await offered(browser, shop, ASKS)
    await owner.get_by_test_id("look-at-week").click()
    sheet = owner.get_by_test_id("look-sheet")
    title = sheet.get_by_test_id("look-title")
    await expect(title).to_have_text("11月23日–29日")
    await expect(sheet).to_contain_text("¥188")
    await expect(sheet.get_by_test_id("week-2026-11-24")).to_have_attribute("data-state", "open")
    await check_axe(owner)
    await sheet.get_by_test_id("look-after").click()
    await expect(title).to_have_text("11月30日–12月6日")
    await sheet.get_by_test_id("look-before").click()
    await expect(title).to_have_text("11月23日–29日")
    await sheet.get_by_test_id("look-before").click()
    await expect(title).to_have_text("11月22日")
    await expect(sheet.get_by_test_id("look-before")).to_be_disabled()
    for _ in range(2):
        await sheet.get_by_test_id("look-after").click()
    await expect(title).to_have_text("11月30日–12月6日")
    await sheet.get_by_test_id("week-2026-12-02").click()
    await expect(title).to_have_text("12月2日 周三")
    await check_axe(owner)
    # By keys: the first time is one Tab away, the arrows walk, Enter takes.
    times = sheet.get_by_test_id("day-time")
    await times.first.focus()
    await owner.keyboard.press("ArrowDown")
    start = (await owner.evaluate("document.activeElement.textContent")).strip()[:5]
    assert start != (await times.first.text_content() or "").strip()[:5]
    await owner.keyboard.press("Enter")
    await expect(sheet).to_have_count(0)
    card = owner.get_by_test_id("booking-card")
    await expect(card).to_have_attribute("data-status", "held")
    await expect(card).to_contain_text(f"12月2日 周三 {start}")
    await expect(owner.get_by_test_id("slots-card")).to_contain_text(f"已选 12月2日 周三 {start}")
    await expect(owner.get_by_test_id("look-at-week")).to_have_count(0)
    await check_axe(owner)
    assert owner.problems == []  # type: ignore[attr-defined]


async def test_a_day_has_all_of_its_times_and_a_booking_is_moved_to_one(shop: Served, browser: Browser) -> None:
    owner = await offered(browser, shop, ASKS_EN, lang="en", theme="dark")
    await owner.get_by_test_id("look-at-day").click()
    sheet = owner.get_by_test_id("look-sheet")
    await expect(sheet.get_by_test_id("look-title")).to_have_text("Tue 24 Nov")
    # More than the card's six, also those in its evening.
    await expect(sheet.get_by_test_id("day-time").nth(6)).to_be_visible()
    await check_axe(owner)
    await sheet.get_by_test_id("day-time").first.click()
    card = owner.get_by_test_id("booking-card")
    await expect(card).to_contain_text("Tue 24 Nov")
    await owner.get_by_test_id("confirm-booking").click()
    await prove_phone(owner, shop, "13800138044")
    await expect(card).to_have_attribute("data-status", "confirmed")
    await owner.get_by_test_id("move-booking").click()
    await owner.get_by_test_id("move-dialog").get_by_test_id("look-at-week").click()
    await check_axe(owner)
    await sheet.get_by_test_id("week-2026-11-27").click()
    await sheet.get_by_test_id("day-time").last.click()
    await expect(sheet).to_have_count(0)
    await expect(owner.get_by_test_id("move-dialog")).not_to_be_visible()
    await expect(card).to_contain_text("Fri 27 Nov")
    await expect(card).to_have_attribute("data-status", "confirmed")
    assert owner.problems == []  # type: ignore[attr-defined]
