"""A pet's vaccinations: written down on the owner's phone, verified at the desk."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_story import WISH, book
from tests.serving import Served


async def write_down(page: Page, kind: str, given: str) -> None:
    await page.get_by_test_id("vaccine-add").click()
    await page.get_by_test_id(f"vaccine-{kind}").check(force=True)
    await page.get_by_test_id("vaccine-given").fill(given)
    await page.get_by_test_id("vaccine-save").click()


async def is_narrow(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_owner_writes_down_and_the_desk_verifies(shop: Served, browser: Browser, theme: str) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE, theme=theme)
    await book(owner, shop, WISH, "13800138007")
    await owner.goto(f"{shop.url}/#/pets")
    card = owner.get_by_test_id("pet-card").first
    await expect(card.get_by_test_id("vaccines-open")).to_contain_text("狂犬疫苗 还没记")
    await card.get_by_test_id("vaccines-open").click()
    await expect(owner.get_by_text("还没有记过")).to_be_visible()
    await check_axe(owner)
    await write_down(owner, "rabies", "2026-11-01")
    await expect(owner.get_by_test_id("vaccine")).to_contain_text("有效到 2027年11月1日")
    # Tomorrow nobody has been vaccinated yet: the field says so before anything is sent.
    await owner.get_by_test_id("vaccine-add").click()
    await owner.get_by_test_id("vaccine-given").fill("2026-11-23")
    await owner.get_by_test_id("vaccine-save").click()
    assert await owner.get_by_test_id("vaccine-given").evaluate("one => !one.validity.valid")
    await check_axe(owner)
    await owner.get_by_test_id("vaccine-given").fill("2025-12-01")
    await owner.get_by_test_id("vaccine-save").click()
    await expect(owner.get_by_test_id("vaccine")).to_have_count(2)
    await check_axe(owner)
    assert await is_narrow(owner)
    await owner.get_by_test_id("vaccines-close").click()
    await expect(card.get_by_test_id("vaccines-open")).to_contain_text("犬联苗 快到期")
    await check_axe(owner)

    desk = await open_page(browser, f"{shop.url}/desk", DESK, theme=theme)
    await sign_in(desk)
    await desk.get_by_test_id("inbox-row").first.click()
    line = desk.get_by_test_id("owner-file").get_by_test_id("vaccines-open")
    await expect(line).to_contain_text("狂犬疫苗 待核对")
    await line.click()
    await desk.get_by_test_id("vaccine-verify").first.click()
    await expect(desk.get_by_test_id("vaccine").first).to_contain_text("看过疫苗本")
    await check_axe(desk)
    await desk.get_by_test_id("vaccines-close").click()
    await expect(line).to_contain_text("狂犬疫苗 已核对")
    await check_axe(desk)

    await owner.reload()
    await card.get_by_test_id("vaccines-open").click()
    await expect(owner.get_by_test_id("vaccine").first).to_contain_text("看过疫苗本")
    await owner.get_by_test_id("vaccine-drop").last.click()
    await owner.get_by_test_id("vaccine-drop-sure").click()
    await expect(owner.get_by_test_id("vaccine")).to_have_count(1)
    assert owner.problems == []  # type: ignore[attr-defined]
    assert desk.problems == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [DESK, PHONE])
async def test_the_shop_says_what_it_asks_for(shop: Served, browser: Browser, size: dict[str, int]) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", size)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/policies")
    bath = desk.get_by_test_id("ask-bath-dog")
    await expect(bath.get_by_test_id("level-said")).to_be_checked()
    await expect(desk.get_by_test_id("ask-boarding-cat").get_by_test_id("level-must")).to_be_checked()
    await check_axe(desk)
    assert await is_narrow(desk)
    await bath.get_by_test_id("level-must").check()
    await bath.get_by_test_id("asks-dog_combination").uncheck()
    await desk.get_by_test_id("ask-spa-dog").get_by_test_id("level-none").check()
    await desk.get_by_test_id("policy-vaccine_wait_days").fill("3")
    await expect(desk.get_by_test_id("example-health")).to_contain_text("3 天后的周二起")
    await desk.get_by_test_id("group-health").get_by_role("switch").click()
    await desk.get_by_test_id("save-policies").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("规则改好了")
    await desk.reload()
    await expect(bath.get_by_test_id("level-must")).to_be_checked()
    await expect(bath.get_by_test_id("asks-dog_combination")).not_to_be_checked()
    await expect(desk.get_by_test_id("ask-spa-dog").get_by_test_id("level-none")).to_be_checked()
    await expect(desk.get_by_test_id("group-health").get_by_role("switch")).to_have_attribute("aria-checked", "false")
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_the_desk_lets_a_pet_come_that_was_just_vaccinated(shop: Served, browser: Browser) -> None:
    """The owner is offered the days after its rest; at the desk somebody says why it may come sooner."""
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await book(owner, shop, WISH, "13800138009")
    await expect(owner.get_by_test_id("card-health").last).to_contain_text("来的时候带上疫苗本")
    await owner.goto(f"{shop.url}/#/pets")
    await owner.get_by_test_id("pet-card").first.get_by_test_id("vaccines-open").click()
    await write_down(owner, "rabies", "2026-11-21")
    await expect(owner.get_by_test_id("vaccine")).to_have_count(1)
    await owner.goto(f"{shop.url}/#/")
    await owner.get_by_test_id("move-booking").last.click()
    sheet = owner.get_by_role("dialog")
    await expect(sheet).to_contain_text("金毛疫苗刚打，建议11月28日周六起再来。")
    await expect(sheet.get_by_test_id("slot-time").first).to_be_visible()
    await check_axe(owner)

    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/schedule")
    await desk.get_by_label("选日期").fill("2026-11-24")
    await desk.get_by_test_id("schedule-block").filter(has_text="金毛").first.click()
    await desk.get_by_test_id("block-move").click()
    await desk.get_by_test_id("move-day").fill("2026-11-25")
    await desk.get_by_test_id("move-times").locator("label:not(.taken)").first.click()
    await desk.get_by_test_id("move-go").click()
    await expect(desk.get_by_test_id("move-sheet")).to_contain_text("金毛疫苗刚打")
    await check_axe(desk)
    await desk.get_by_test_id("let-why").fill("兽医说可以洗")
    await desk.get_by_test_id("let-come").click()
    await expect(desk.get_by_test_id("toast").first).to_contain_text("金毛改到 11月25日 周三")

    await desk.get_by_test_id("new-booking").click()
    await desk.get_by_test_id("find-pet").fill("金毛")
    await desk.get_by_test_id("found-pet").first.click()
    await desk.get_by_test_id("service-tidy").click()
    await desk.get_by_test_id("day-2026-11-24").click()
    await expect(desk.get_by_test_id("day-barred")).to_contain_text("金毛疫苗刚打")
    await desk.get_by_test_id("free-time").first.click()
    await desk.get_by_test_id("confirm-entry").click()
    await check_axe(desk)
    await desk.get_by_test_id("let-why").fill("只剪指甲")
    await desk.get_by_test_id("let-why").press("Enter")
    await expect(desk.get_by_test_id("toast").last).to_contain_text("金毛")

    await desk.goto(f"{shop.url}/desk#/")
    await desk.get_by_test_id("inbox-row").filter(has_text="金毛").first.click()
    await desk.get_by_test_id("owner-file").get_by_test_id("vaccines-open").click()
    await expect(desk.get_by_test_id("waiver")).to_have_count(2)
    await expect(desk.get_by_test_id("waiver").first).to_contain_text("只剪指甲")
    await check_axe(desk)
    assert owner.problems == []  # type: ignore[attr-defined]
    assert desk.problems == []  # type: ignore[attr-defined]
