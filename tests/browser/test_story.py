"""The main job, through both pages: a stranger books, the shop sees it, the day comes, the pet goes home."""

import io
from datetime import datetime

from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from pawline.platform.clock import SystemClock
from tests.browser.conftest import DESK, PHONE, SUNDAY, check_axe, go_to, open_page, sign_in
from tests.serving import Served

WISH = "我想预约下周二下午三点给我家金毛洗澡，顺便做个美容"
WISH_EN = "I'd like to book a bath for my golden retriever next Tuesday at 3pm, and maybe a haircut"


async def say(page: Page, words: str) -> None:
    await page.get_by_test_id("composer-input").fill(words)
    await page.get_by_test_id("composer-send").click()


async def prove_phone(page: Page, shop: Served, number: str) -> None:
    # The card is still on its way into view: a key finds its place, a pointer may not.
    await page.get_by_test_id("phone-input").fill(number)
    await page.get_by_test_id("phone-input").press("Enter")
    await page.get_by_test_id("code-input").wait_for()
    _, sent_to, text = shop.sms.sent[0]
    assert sent_to == number
    code = "".join(ch for ch in text if ch.isdigit())[:6]
    await page.get_by_test_id("code-input").fill(code)
    await page.get_by_test_id("code-input").press("Enter")


async def book(page: Page, shop: Served, wish: str, number: str) -> None:
    """From a sentence to a confirmed booking."""
    await say(page, wish)
    chips = page.get_by_test_id("chip")
    await expect(chips).to_have_count(2)
    await chips.first.click()
    card = page.get_by_test_id("booking-card")
    await expect(card).to_have_attribute("data-status", "held")
    await expect(card).to_contain_text("15:00")
    await expect(card).to_contain_text("¥188")
    await page.get_by_test_id("confirm-booking").click()
    await prove_phone(page, shop, number)
    await expect(card).to_have_attribute("data-status", "confirmed")


async def test_a_stranger_books_and_the_shop_lives_the_visit(
    shop: Served, browser: Browser, clock: SystemClock
) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)

    await book(owner, shop, WISH, "13800138000")
    card = owner.get_by_test_id("booking-card")
    await expect(card).to_contain_text("11月24日 周二 15:00–17:00")
    await check_axe(owner)

    # The desk sees the conversation, takes it over, answers and hands it back.
    row = desk.get_by_test_id("inbox-row").filter(has_text="金毛").first
    await row.click()
    await expect(desk.get_by_test_id("booking-card").last).to_have_attribute("data-status", "confirmed")
    await desk.get_by_test_id("take-over").click()
    await say(desk, "您好，我是店长，周二见！")
    await expect(owner.get_by_role("log").get_by_text("您好，我是店长，周二见！")).to_be_visible()
    await say(owner, "好的，几点开门？")
    await expect(desk.get_by_role("log").get_by_text("好的，几点开门？")).to_be_visible()
    await owner.wait_for_timeout(1500)
    await expect(owner.get_by_role("log").get_by_text("9:00", exact=False)).to_have_count(0)
    await check_axe(desk)
    await desk.get_by_test_id("hand-back").click()
    await say(owner, "那我再问一句，几点开门？")
    await expect(owner.get_by_role("log").get_by_text("9:00", exact=False).last).to_be_visible()

    # The day comes.
    go_to(clock, SUNDAY.replace(day=24, hour=14, minute=58))
    await desk.goto(f"{shop.url}/desk#/schedule")
    await desk.reload()
    await expect(desk.get_by_test_id("schedule-block").filter(has_text="金毛").first).to_be_visible()
    await check_axe(desk)
    await desk.goto(f"{shop.url}/desk#/board")
    mine = desk.get_by_test_id("board-card").filter(has_text="金毛")
    visit = owner.get_by_test_id("visit-card")
    await mine.get_by_test_id("next-stage").click()
    await expect(visit).to_have_attribute("data-stage", "arrived")
    await check_axe(desk)
    await photo(desk, mine)
    await expect(visit.locator("img")).to_have_count(1)
    for _ in range(12):
        stage = await visit.get_attribute("data-stage")
        if stage == "gone":
            break
        go_to(clock, clock.now() + (SUNDAY.replace(minute=10) - SUNDAY))
        await mine.get_by_test_id("next-stage").click()
        await expect(visit).not_to_have_attribute("data-stage", stage or "")
    await expect(visit).to_have_attribute("data-stage", "gone")
    await check_axe(owner)
    assert owner.problems == []  # type: ignore[attr-defined]
    assert desk.problems == []  # type: ignore[attr-defined]


async def photo(desk: Page, card: Locator, picture: bytes = b"") -> None:
    """Sends one from the board; a plain coloured one when `picture` is empty."""
    if not picture:
        plain = io.BytesIO()
        Image.new("RGB", (640, 480), "#E9A157").save(plain, "JPEG")
        picture = plain.getvalue()
    file = {"name": "dog.jpg", "mimeType": "image/jpeg", "buffer": picture}
    await card.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    await desk.get_by_test_id("photo-send").click()


async def test_the_same_in_english_and_dark_then_move_and_cancel(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE, lang="en", theme="dark")
    await book(owner, shop, WISH_EN, "13800138001")
    card = owner.get_by_test_id("booking-card")
    await expect(card).to_contain_text("Tue 24 Nov, 15:00–17:00")
    await check_axe(owner)

    await owner.get_by_test_id("move-booking").click()
    await owner.locator("dialog[open]").get_by_test_id("slot-time").and_(owner.locator(":enabled")).first.click()
    await expect(card).not_to_contain_text("15:00–17:00")
    await expect(card).to_have_attribute("data-status", "confirmed")

    await owner.get_by_test_id("cancel-booking").click()
    await owner.get_by_test_id("cancel-yes").click()
    await expect(card).to_have_attribute("data-status", "cancelled")
    assert owner.problems == []  # type: ignore[attr-defined]


async def test_language_and_theme_switch_on_the_owners_page(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await expect(owner.get_by_role("heading", level=1)).to_have_text("毛球宠物·望京店")
    await owner.get_by_test_id("menu").click()
    await owner.get_by_test_id("lang-switch").click()
    await expect(owner.get_by_role("heading", level=1)).to_have_text("Fluffball Wangjing")
    await owner.get_by_test_id("theme-switch").select_option("dark")
    await check_axe(owner)
    for page in ("pets", "me"):
        await owner.goto(f"{shop.url}/#/{page}")
        await owner.get_by_role("heading", level=1).wait_for()
        await check_axe(owner)


async def test_a_picture_gets_one_honest_sentence_and_the_choice_of_a_person(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await owner.get_by_test_id("composer-input").wait_for()
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "#4A9BE0").save(picture, "PNG")
    file = {"name": "spot.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    await owner.get_by_test_id("pick-media").set_input_files(file)
    await expect(owner.get_by_role("log").locator("img")).to_have_count(1)
    await expect(owner.get_by_test_id("chip").first).to_be_visible()


def test_the_story_begins_on_a_sunday() -> None:
    assert SUNDAY.isoweekday() == 7
    assert isinstance(SUNDAY, datetime)
