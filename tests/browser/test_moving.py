"""A booking is moved by hand: by mouse, by keys and by the menu; why it may not go somewhere, the undo, the news."""

from playwright.async_api import Browser, Locator, Page, expect

from pawline.platform.clock import SystemClock
from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_story import WISH, book
from tests.serving import Served

HOUR_PX = 68


async def schedule_of(shop: Served, browser: Browser) -> tuple[Page, Page, Locator]:
    """The owner's page, the desk's schedule of Tuesday, and the block of the booking that was just made."""
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await book(owner, shop, WISH, "13800138022")
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/schedule")
    await desk.get_by_label("选日期").fill("2026-11-24")
    block = desk.get_by_test_id("schedule-block").filter(has_text="金毛")
    await expect(block).to_be_visible()
    return owner, desk, block


async def lift(desk: Page, block: Locator, dy: float) -> None:
    """Takes the block with the mouse and carries it so many pixels down."""
    await block.scroll_into_view_if_needed()
    box = await block.bounding_box()
    assert box is not None
    x, y = box["x"] + 40, box["y"] + 20
    await desk.mouse.move(x, y)
    await desk.mouse.down()
    await desk.mouse.move(x, y + 4)
    # Where it may go is asked when it is taken.
    async with desk.expect_response(lambda answer: "/spots" in answer.url):
        await desk.mouse.move(x, y + 9)
    for part in range(1, 9):
        await desk.mouse.move(x, y + dy * part / 8)


async def test_a_booking_is_dragged_told_and_undone(shop: Served, browser: Browser, clock: SystemClock) -> None:
    owner, desk, block = await schedule_of(shop, browser)
    await lift(desk, block, -HOUR_PX)
    ghost = desk.get_by_test_id("schedule-ghost")
    await expect(ghost).to_be_visible()
    await desk.mouse.up()
    await expect(desk.get_by_test_id("move-sheet")).to_be_visible()
    await check_axe(desk)
    await desk.get_by_test_id("move-go").click()
    toast = desk.get_by_test_id("toast")
    await expect(toast).to_contain_text("金毛改到 11月24日 周二")
    await expect(block).to_contain_text("14:00–16:00")
    await toast.get_by_test_id("toast-act").click()
    await expect(toast.filter(has_text="回到原来的时间")).to_be_visible()
    await expect(block).to_contain_text("15:00–17:00")
    assert desk.problems == []  # type: ignore[attr-defined]
    await expect(owner.get_by_text("预约改到了")).to_have_count(0)


async def test_a_place_that_will_not_do_says_why_while_it_is_held(shop: Served, browser: Browser) -> None:
    _, desk, block = await schedule_of(shop, browser)
    before = await block.inner_text()
    await lift(desk, block, 7 * HOUR_PX)
    ghost = desk.get_by_test_id("schedule-ghost")
    await expect(ghost).to_contain_text("营业时间")
    await desk.mouse.up()
    await expect(desk.get_by_test_id("toast")).to_contain_text("营业时间")
    await expect(desk.get_by_test_id("move-sheet")).to_have_count(0)
    assert await block.inner_text() == before
    # Escape gives up.
    await lift(desk, block, HOUR_PX)
    await desk.keyboard.press("Escape")
    await expect(ghost).to_have_count(0)
    await desk.mouse.up()
    await expect(desk.get_by_test_id("move-sheet")).to_have_count(0)


async def test_by_keys_and_the_owner_is_told(shop: Served, browser: Browser) -> None:
    owner, desk, block = await schedule_of(shop, browser)
    await block.focus()
    for _ in range(4):
        await desk.keyboard.press("Alt+ArrowUp")
    await expect(desk.get_by_test_id("schedule-ghost")).to_be_visible()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_test_id("move-sheet")).to_be_visible()
    await expect(desk.get_by_test_id("move-go")).to_be_focused()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_test_id("toast")).to_contain_text("金毛改到")
    await expect(owner.get_by_role("log").get_by_text("金毛的预约改到了11月24日周二")).to_be_visible()


async def test_by_the_menu_to_another_day_and_person(shop: Served, browser: Browser) -> None:
    _, desk, block = await schedule_of(shop, browser)
    await block.click()
    await desk.get_by_test_id("block-move").click()
    await desk.get_by_test_id("move-day").fill("2026-11-26")
    await expect(desk.get_by_test_id("move-sheet")).to_contain_text("店休")
    await desk.get_by_test_id("move-day").fill("2026-11-25")
    times = desk.get_by_test_id("move-times").locator("label")
    taken = times.locator("visible=true").and_(desk.locator(".taken")).first
    await taken.click()
    await expect(desk.get_by_test_id("move-why")).not_to_be_empty()
    await expect(desk.get_by_test_id("move-go")).to_be_disabled()
    await check_axe(desk)
    await desk.get_by_test_id("move-times").locator("label:not(.taken)").first.click()
    await desk.get_by_test_id("move-tell").uncheck()
    await desk.get_by_test_id("move-go").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("11月25日 周三")
    await expect(block).to_have_count(0)
