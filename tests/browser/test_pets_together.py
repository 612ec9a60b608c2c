"""Two pets of one owner: booked at the desk as one visit, one card on the phone, one of them stays at home."""

from playwright.async_api import Browser, Page, expect

from pawline.platform.db import Tx
from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.serving import Served


async def as_owner(page: Page, shop: Served, name: str) -> None:
    """The phone of an owner who is known."""
    house, account_id = shop.house, shop.made.owners[name]

    def work(tx: Tx) -> str:
        return house.people.open_session(tx, shop.made.shop.id, account_id).token

    # The page's own first session must have come, or its cookie would take the place of this one.
    await page.get_by_test_id("composer-input").wait_for()
    token = await house.db.write(work)
    await page.context.add_cookies([{"name": "pawline_owner", "value": token, "url": shop.url}])
    await page.reload()


async def book_both(desk: Page) -> None:
    await desk.keyboard.press("n")
    await desk.get_by_test_id("find-pet").fill("豆豆")
    await desk.get_by_test_id("found-pet").first.get_by_role("button").first.click()
    await desk.get_by_test_id("service-bath").click()
    await desk.locator("[data-testid^=bring-]").first.click()
    along = desk.get_by_test_id("along")
    await along.get_by_test_id("service-cat_bath").click()
    await desk.get_by_test_id("free-time").first.click()


async def test_two_pets_come_together(shop: Served, browser: Browser) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/schedule")
    await desk.get_by_test_id("new-booking").wait_for()
    await book_both(desk)
    await expect(desk.get_by_test_id("picked")).to_contain_text("豆豆")
    await expect(desk.get_by_test_id("picked")).to_contain_text("年糕")
    await check_axe(desk)
    await desk.get_by_test_id("confirm-entry").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("豆豆和年糕约好了")

    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await as_owner(owner, shop, "林女士")
    card = owner.get_by_test_id("booking-card").last
    await expect(card).to_contain_text("豆豆和年糕")
    await expect(card.get_by_test_id("pet-part")).to_have_count(2)
    await check_axe(owner)

    await card.get_by_test_id("stay-home").last.click()
    await expect(owner.get_by_test_id("cancel-dialog").last).to_contain_text("其他的照常：豆豆")
    await owner.get_by_test_id("cancel-yes").last.click()
    both = owner.get_by_test_id("booking-card")
    await expect(both.filter(has_text="已取消").last).to_contain_text("年糕")
    await expect(both.filter(has_text="约好啦").last).to_contain_text("豆豆")
    await expect(owner.get_by_test_id("pet-part")).to_have_count(0)
    assert owner.problems == []  # type: ignore[attr-defined]
    assert desk.problems == []  # type: ignore[attr-defined]
