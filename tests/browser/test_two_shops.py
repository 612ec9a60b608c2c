"""Two shops in one installation, one phone and one desk browser for both: neither knows of the other."""

from playwright.async_api import Browser, BrowserContext, Page, expect

from pawline.people import Role
from pawline.shop import NewShop
from tests.browser.conftest import DESK, PHONE, open_page
from tests.browser.test_story import say
from tests.serving import Served

PASSWORD = "demo-password"


async def open_second(shop: Served) -> None:
    """A second shop with a manager of the same login name."""
    house = shop.house
    made = await house.shops.open_shop(NewShop(slug="second", name="另一家宠物店", name_en="The other shop"))
    token = await house.db.write(lambda tx: house.staff.invite_in(tx, made.id, "店长乙", Role.MANAGER))
    await house.staff.accept(token, PASSWORD, "manager", None)


async def tab(context: BrowserContext, url: str) -> Page:
    page = await context.new_page()
    await page.goto(url)
    return page


async def enter(page: Page) -> None:
    await page.get_by_test_id("login-name").fill("manager")
    await page.get_by_test_id("login-password").fill(PASSWORD)
    await page.get_by_test_id("login-submit").click()
    await page.locator("nav").first.wait_for()


async def test_one_phone_and_one_desk_for_two_shops(shop: Served, browser: Browser) -> None:
    await open_second(shop)
    first = await open_page(browser, f"{shop.url}/", PHONE)
    second = await tab(first.context, f"{shop.url}/s/second")
    await say(first, "第一家在吗")
    await say(second, "第二家在吗")
    for page, own, other in ((first, "第一家在吗", "第二家在吗"), (second, "第二家在吗", "第一家在吗")):
        await expect(page.get_by_text(own)).to_be_visible()
        await expect(page.get_by_text(other)).to_have_count(0)

    desk_a = await open_page(browser, f"{shop.url}/desk", DESK)
    await enter(desk_a)
    desk_b = await tab(desk_a.context, f"{shop.url}/desk?shop=second")
    await enter(desk_b)
    for desk, own, other in ((desk_a, "第一家在吗", "第二家在吗"), (desk_b, "第二家在吗", "第一家在吗")):
        await desk.reload()
        # The row shows what was said last; the search finds nothing else either.
        rows = desk.get_by_test_id("inbox-row")
        await expect(rows.first).to_be_visible()
        await rows.first.click()
        await expect(desk.get_by_text(own).first).to_be_visible()
        await expect(desk.get_by_text(other)).to_have_count(0)

    # Coming back later: each address still knows its own guest.
    for page, own in ((first, "第一家在吗"), (second, "第二家在吗")):
        await page.reload()
        await expect(page.get_by_text(own)).to_be_visible()
    names = {cookie["name"] for cookie in await first.context.cookies()}
    assert names == {"pawline_owner", "pawline_owner_second"}
