"""Services, prices and the shop's numbers on the desk: what a manager changes, an owner is offered next."""

from playwright.async_api import Browser, expect

from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_story import say
from tests.serving import Served

WISH = "我想预约下周二下午三点给我家金毛洗澡"


async def test_another_price_is_what_an_owner_is_offered_next(shop: Served, browser: Browser) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/settings")
    await desk.get_by_test_id("to-catalogue").click()
    await desk.get_by_test_id("service").filter(has_text="基础洗护").click()
    prices = desk.get_by_test_id("price-form")
    large = prices.get_by_test_id("price-L-dog/*")
    await expect(large).to_have_value("188")
    await check_axe(desk)

    await large.fill("-1")
    await prices.get_by_test_id("save-prices").click()
    assert not await large.evaluate("one => one.checkValidity()")
    await large.fill("199")
    await prices.get_by_test_id("add-charge").click()
    charge = prices.get_by_test_id("charge").last
    await charge.get_by_test_id("charge-name").fill("双层毛加价")
    await charge.get_by_test_id("charge-coat").select_option("double")
    await charge.get_by_test_id("charge-price").fill("20.5")
    await check_axe(desk)
    await prices.get_by_test_id("save-prices").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("基础洗护的价格改好了")
    await desk.reload()
    await expect(large).to_have_value("199")
    await expect(prices.get_by_test_id("charge")).to_have_count(2)

    # A golden retriever is large and has a double coat.
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await say(owner, WISH)
    await owner.get_by_test_id("chip").first.click()
    await expect(owner.get_by_test_id("booking-card")).to_contain_text("¥219.50")
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_a_service_is_added_and_says_what_it_lacks(shop: Served, browser: Browser) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/catalogue")
    await desk.get_by_test_id("add-service").click()
    await desk.get_by_test_id("new-name").fill("泡泡浴")
    await desk.get_by_test_id("new-like").select_option("bath")
    await check_axe(desk)
    await desk.get_by_test_id("save-new").click()
    row = desk.get_by_test_id("service").filter(has_text="泡泡浴")
    await expect(row).to_contain_text("没上架")

    # Nobody is asked to fill in everything at once, but leaving says what would be lost.
    await desk.get_by_test_id("price-any-dog/*").fill("99")
    await desk.get_by_test_id("minutes-any-dog/*").fill("50")
    await desk.get_by_test_id("service").filter(has_text="局修").click()
    await check_axe(desk)
    await desk.get_by_role("dialog").get_by_role("button", name="留下来").click()
    await desk.get_by_test_id("save-prices").click()
    await expect(row).to_contain_text("¥99 · 50 分钟")

    details = desk.get_by_test_id("service-form")
    await details.get_by_test_id("on-sale").click()
    for skill in ("cat", "large"):
        await details.get_by_test_id(f"skill-{skill}").check()
    await details.get_by_test_id("save-service").click()
    await expect(desk.get_by_test_id("service-warning")).to_contain_text("没人能做")
    await expect(row).to_contain_text("没人会做")
    await check_axe(desk)
    for _ in range(5):
        await details.get_by_test_id("drop-step").first.click()
    await details.get_by_test_id("save-service").click()
    await expect(details.get_by_role("alert")).to_contain_text("泡泡浴还没有步骤")
    await details.get_by_test_id("add-step").click()
    await details.get_by_test_id("save-service").click()
    await expect(details.get_by_role("alert")).to_have_count(0)
    await expect(details.get_by_test_id("step")).to_have_count(1)

    names = desk.get_by_test_id("service").locator("b")
    last = await names.all_text_contents()
    await desk.get_by_test_id("move-up").click()
    await expect(names).not_to_have_text(last)
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_what_is_kept_free_around_a_service_is_the_shops_own_affair(shop: Served, browser: Browser) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/catalogue")
    await desk.get_by_test_id("service").filter(has_text="基础洗护").click()
    details = desk.get_by_test_id("service-form")
    before, after = details.get_by_test_id("before-min"), details.get_by_test_id("after-min")
    await expect(before).to_have_value("0")
    await before.fill("121")
    await details.get_by_test_id("save-service").click()
    assert not await before.evaluate("one => one.checkValidity()")
    await before.fill("10")
    await after.fill("20")
    await details.get_by_test_id("save-service").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("基础洗护保存好了")
    await desk.reload()
    await expect(before).to_have_value("10")
    await expect(after).to_have_value("20")
    await check_axe(desk)

    # A bath of two hours for a large dog stays one: the card says nothing else.
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await say(owner, WISH)
    await owner.get_by_test_id("chip").first.click()
    card = owner.get_by_test_id("booking-card")
    await expect(card).to_contain_text("¥188")
    await expect(card).not_to_contain_text("准备")
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_the_list_and_the_table_on_a_phone(shop: Served, browser: Browser) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", PHONE)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/catalogue")
    await desk.get_by_test_id("service").filter(has_text="猫洗护").click()
    await expect(desk.get_by_test_id("service").first).to_be_hidden()
    await desk.get_by_test_id("by-size").click()
    await expect(desk.get_by_test_id("price-row")).to_have_count(6)
    await desk.get_by_test_id("add-column").select_option("cat/medium")
    await desk.get_by_test_id("minutes-S-cat/medium").fill("120")
    await check_axe(desk)
    assert await desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await desk.get_by_role("link", name="全部项目").click()
    await desk.get_by_test_id("leave-go").click()
    await expect(desk.get_by_test_id("service").first).to_be_visible()
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_the_numbers_say_what_they_come_to(shop: Served, browser: Browser) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/settings")
    await desk.get_by_test_id("to-policies").click()
    example = desk.get_by_test_id("example-cancelling")
    await expect(example).to_contain_text("周六 14:00 的预约，周五 14:00 前取消免费，之后收 30%")
    await check_axe(desk)
    await desk.get_by_test_id("policy-cancel_free_h").fill("48")
    await expect(example).to_contain_text("周四 14:00 前取消免费")
    await desk.get_by_test_id("policy-late_percent").fill("101")
    await expect(example).to_contain_text("先把上面的数字填好")
    await expect(desk.get_by_test_id("example-buffers")).to_contain_text("猫猫 11:15 起能用")
    await desk.get_by_test_id("policy-air_out_min").fill("30")
    await expect(desk.get_by_test_id("example-buffers")).to_contain_text("猫猫 11:30 起能用")
    await desk.get_by_test_id("save-policies").click()
    assert not await desk.get_by_test_id("policy-late_percent").evaluate("one => one.checkValidity()")
    await desk.get_by_test_id("policy-late_percent").fill("50")
    await desk.get_by_test_id("group-phone").get_by_role("switch").click()
    await expect(desk.get_by_test_id("example-phone")).to_contain_text("不用手机号")
    await desk.get_by_test_id("save-policies").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("规则改好了")
    await desk.reload()
    await expect(example).to_contain_text("周四 14:00 前取消免费，之后收 50%")
    await check_axe(desk)
    assert desk.problems == []  # type: ignore[attr-defined]
