"""A groomer calls in sick: the desk lays the day out anew, the owner says yes by one tap, and the booking has moved."""

from datetime import date

from playwright.async_api import Browser, Page, expect

from pawline.people import Actor, Role
from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_story import WISH, book
from tests.serving import Served

TUESDAY = date(2026, 11, 24)


async def broken_day(shop: Served, browser: Browser) -> tuple[Page, Page]:
    """The owner's page with a booking on Tuesday at three, and the desk's page of shifts; the groomer is ill."""
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await book(owner, shop, WISH, "13800138022")
    house = shop.house
    boss = Actor(shop.made.shop.id, shop.made.staff["manager"], "staff", Role.MANAGER, "d")  # type: ignore[arg-type]
    schedule = await house.db.read(lambda tx: house.bookings.schedule(tx, boss, TUESDAY))
    block = next(one for one in schedule.blocks if one.kind == "work" and one.pet and one.pet.name == "金毛")
    await house.shops.roster.change_days(boss, block.column_id, TUESDAY, TUESDAY, None)
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/roster")
    return owner, desk


async def test_a_day_is_laid_out_anew_and_the_owner_says_yes(shop: Served, browser: Browser) -> None:
    owner, desk = await broken_day(shop, browser)
    await desk.get_by_test_id("replan").filter(has_text="24").click()
    await desk.get_by_test_id("replan-search").click()
    move = desk.get_by_test_id("replan-move").filter(has_text="金毛")
    await expect(move).to_contain_text("这天不上班")
    await expect(desk.get_by_test_id("replan-came").filter(has_text="金毛").first).to_be_visible()
    await check_axe(desk)
    await desk.get_by_test_id("replan-before").click()
    await expect(desk.get_by_test_id("replan-goes").filter(has_text="金毛").first).to_be_visible()
    # Left out and taken in again.
    await move.get_by_test_id("replan-pick").uncheck()
    await expect(move).to_have_attribute("data-state", "left_out")
    await expect(desk.get_by_test_id("replan-goes").filter(has_text="金毛")).to_have_count(0)
    await move.get_by_test_id("replan-pick").check()
    await expect(move).to_have_attribute("data-state", "draft")
    card = owner.get_by_test_id("proposal-card")
    await expect(card).to_have_count(0)
    await desk.get_by_test_id("replan-send").click()
    await expect(move.get_by_test_id("replan-state")).to_contain_text("等回复")

    await expect(card).to_have_attribute("data-state", "proposed")
    await check_axe(owner)
    await card.get_by_test_id("proposal-yes").click()
    await expect(card).to_have_attribute("data-state", "applied")
    words = owner.get_by_role("log").get_by_text("好的，金毛11月24日周二 15:00由阿May来做，时间不变。")
    await expect(words).to_be_visible()
    await expect(move.get_by_test_id("replan-state")).to_contain_text("改好了")
    await check_axe(desk)
    for page in (owner, desk):
        assert page.problems == []  # type: ignore[attr-defined]


async def test_an_owner_who_would_rather_speak_reaches_a_person(shop: Served, browser: Browser) -> None:
    owner, desk = await broken_day(shop, browser)
    await desk.goto(f"{shop.url}/desk#/schedule")
    await desk.get_by_label("选日期").fill("2026-11-24")
    await desk.get_by_test_id("replan").click()
    await desk.get_by_test_id("replan-search").click()
    await desk.get_by_test_id("replan-send").click()
    card = owner.get_by_test_id("proposal-card")
    await card.get_by_test_id("proposal-person").click()
    await expect(card).to_have_attribute("data-state", "declined")
    move = desk.get_by_test_id("replan-move").filter(has_text="金毛")
    await expect(move.get_by_test_id("replan-state")).to_contain_text("没同意")
    await expect(move).to_contain_text("再排一次")
    await expect(desk.get_by_test_id("waiting-count")).to_be_visible()


async def test_an_owner_who_picks_another_time_ends_the_question(shop: Served, browser: Browser) -> None:
    owner, desk = await broken_day(shop, browser)
    await desk.get_by_test_id("replan").filter(has_text="24").click()
    await desk.get_by_test_id("replan-search").click()
    await desk.get_by_test_id("replan-send").click()
    card = owner.get_by_test_id("proposal-card")
    await card.get_by_test_id("proposal-other").click()
    dialog = owner.get_by_test_id("move-dialog").locator("visible=true")
    await dialog.get_by_test_id("slot-time").and_(dialog.locator(":enabled")).last.click()
    await expect(card).to_have_attribute("data-state", "stale")
    move = desk.get_by_test_id("replan-move").filter(has_text="金毛")
    await expect(move.get_by_test_id("replan-state")).to_contain_text("没改成")
    await expect(move).to_contain_text("已经有了别的变化")
