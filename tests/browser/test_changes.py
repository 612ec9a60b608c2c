"""What people change after the first yes: another time, a name, a note; and what staff do for them."""

from playwright.async_api import Browser, Locator, Page, expect

from pawline.platform.clock import SystemClock
from tests.browser.conftest import DESK, PHONE, SUNDAY, check_axe, go_to, open_page, sign_in
from tests.browser.test_story import WISH, book, photo, say
from tests.browser.test_two_shops import enter, open_second
from tests.serving import Served


def free_times(where: Page | Locator) -> Locator:
    """The times that can be tapped."""
    return where.locator("[data-testid=slot-time]:enabled")


async def test_a_side_question_leaves_the_times_usable(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await say(owner, "下周二给金毛洗澡，基础洗护")
    card = owner.get_by_test_id("slots-card")
    await expect(card).to_have_count(1)
    await say(owner, "你们几点开门？")
    await expect(owner.get_by_role("log").get_by_text("9:00", exact=False).last).to_be_visible()
    await free_times(owner).first.click()
    await expect(owner.get_by_test_id("booking-card")).to_have_attribute("data-status", "held")
    await expect(card.first).to_contain_text("已选")
    await expect(free_times(owner)).to_have_count(0)


async def test_the_pets_page_moves_names_and_cancels(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await book(owner, shop, WISH, "13800138011")
    await say(owner, "他怕吹风机")
    await expect(owner.get_by_role("log").get_by_text("怕吹风机", exact=False).nth(1)).to_be_visible()
    await owner.goto(f"{shop.url}/#/pets")
    booked = owner.get_by_test_id("next-booking")
    await expect(booked).to_contain_text("15:00")

    note = owner.get_by_test_id("unsure-note")
    await expect(note).to_contain_text("怕吹风机")
    await check_axe(owner)
    await note.get_by_test_id("note-right").click()
    await expect(note).to_have_count(0)
    await expect(owner.get_by_test_id("pet-card")).to_contain_text("怕吹风机")

    await owner.get_by_test_id("give-name").click()
    await owner.get_by_test_id("pet-name").fill("豆包")
    await owner.get_by_test_id("pet-name-save").click()
    await expect(owner.get_by_role("heading", name="豆包")).to_be_visible()

    await owner.get_by_test_id("next-move").click()
    dialog = owner.get_by_test_id("move-dialog")
    await expect(dialog.get_by_test_id("booked-now")).to_contain_text("11月24日 周二 15:00")
    await check_axe(owner)
    await free_times(owner).first.click()
    await expect(dialog).to_be_hidden()
    await expect(booked).not_to_contain_text("15:00 –")
    await owner.get_by_test_id("next-cancel").click()
    await expect(owner.locator("dialog[open]")).to_contain_text("现在取消不收费")
    await check_axe(owner)
    await owner.get_by_test_id("cancel-yes").click()
    await expect(booked).to_have_count(0)
    assert owner.problems == []  # type: ignore[attr-defined]


async def test_a_wrong_code_is_read_where_it_was_typed(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await say(owner, WISH)
    await owner.get_by_test_id("chip").first.click()
    await owner.get_by_test_id("confirm-booking").click()
    await owner.get_by_test_id("phone-input").fill("13800138012")
    await owner.get_by_test_id("phone-input").press("Enter")
    await owner.get_by_test_id("code-input").fill("000000")
    # By key: the card has just grown, and a click aims at where the button was.
    await owner.get_by_test_id("code-input").press("Enter")
    await expect(owner.get_by_role("alert")).to_be_in_viewport(ratio=1)


async def test_staff_finish_a_booking_for_an_owner_without_a_phone(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await say(owner, WISH)
    await owner.get_by_test_id("chip").first.click()
    await expect(owner.get_by_test_id("booking-card")).to_have_attribute("data-status", "held")
    await desk.get_by_test_id("inbox-row").filter(has_text="金毛").first.click()
    card = desk.get_by_test_id("booking-card").last
    await expect(card.get_by_test_id("confirm-booking")).to_have_text("替客人确认")
    await card.get_by_test_id("confirm-booking").click()
    await expect(card).to_have_attribute("data-status", "confirmed")
    await expect(owner.get_by_test_id("booking-card")).to_have_attribute("data-status", "confirmed")
    await expect(desk.get_by_test_id("owner-file")).to_contain_text("已确认")
    await card.get_by_test_id("move-booking").click()
    await check_axe(desk)
    await free_times(desk.get_by_test_id("move-dialog")).first.click()
    await expect(owner.get_by_test_id("booking-card")).not_to_contain_text("15:00–17:00")
    await desk.get_by_test_id("take-over").click()
    await expect(owner.get_by_test_id("header-status")).to_contain_text("在和你聊")
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_a_wrong_tap_on_the_board_is_taken_back(shop: Served, browser: Browser, clock: SystemClock) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await book(owner, shop, WISH, "13800138013")
    go_to(clock, SUNDAY.replace(day=24, hour=14, minute=58))
    await desk.goto(f"{shop.url}/desk#/board")
    await desk.reload()
    column = desk.locator("section[data-stage=confirmed]")
    mine = desk.get_by_test_id("board-card").filter(has_text="金毛")
    await expect(column.get_by_test_id("board-card").filter(has_text="金毛")).to_have_count(1)
    await mine.get_by_test_id("next-stage").click()
    await expect(desk.locator("section[data-stage=arrived]")).to_have_count(1)
    await expect(owner.get_by_test_id("cancel-booking")).to_have_count(0)
    await check_axe(desk)
    await desk.get_by_test_id("toast-act").click()
    await expect(column.get_by_test_id("board-card").filter(has_text="金毛")).to_have_count(1)
    await mine.get_by_test_id("next-stage").click()
    await expect(desk.locator("section[data-stage=arrived]")).to_have_count(1)
    await photo(desk, mine)
    await expect(owner.get_by_test_id("visit-card").locator("img")).to_have_count(1)
    await expect(desk.get_by_test_id("toast").filter(has_text="正在发照片")).to_have_count(0)


async def test_a_shop_without_groomers_is_led_to_the_team(shop: Served, browser: Browser) -> None:
    await open_second(shop)
    desk = await open_page(browser, f"{shop.url}/desk?shop=second", DESK)
    await enter(desk)
    await desk.goto(f"{shop.url}/desk?shop=second#/schedule")
    await expect(desk.get_by_test_id("no-groomer")).to_be_visible()
    await check_axe(desk)
    await desk.get_by_test_id("no-groomer").get_by_role("link").click()
    await desk.get_by_test_id("invite").click()
    await desk.get_by_test_id("invite-name").fill("小王")
    await desk.get_by_test_id("invite-make").click()
    await desk.get_by_test_id("copy-link").wait_for()
    link = await desk.get_by_test_id("invite-link").input_value()
    await check_axe(desk)
    await desk.keyboard.press("Escape")
    await expect(desk.get_by_test_id("made-links").get_by_test_id("invite-link")).to_have_value(link)
    await check_axe(desk)
