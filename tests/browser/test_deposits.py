"""A newcomer pays a deposit first: the owner says yes, the desk writes the money down, and it is booked."""

from msgspec.structs import replace
from playwright.async_api import Browser, expect

from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_story import WISH, prove_phone, say
from tests.browser.test_waitlist import boss_of
from tests.serving import Served


async def test_a_newcomer_pays_ahead_and_the_desk_gives_it_back(shop: Served, browser: Browser) -> None:
    boss = boss_of(shop)
    await shop.house.shops.set_settings(
        boss, replace(shop.made.shop.settings, deposit_percent=50, is_deposit_for_new=True)
    )  # fmt: skip
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await say(owner, WISH)
    await owner.get_by_test_id("chip").first.click()
    card = owner.get_by_test_id("booking-card")
    await expect(card.get_by_test_id("deposit")).to_have_text("要先付定金 ¥94，付了才算约好")
    await check_axe(owner)
    await expect(owner.get_by_test_id("confirm-booking")).to_have_text("同意，去付定金")
    await owner.get_by_test_id("confirm-booking").click()
    await prove_phone(owner, shop, "13800138044")
    await expect(card.get_by_test_id("deposit")).to_contain_text("等定金 ¥94")
    await expect(owner.get_by_test_id("confirm-booking")).to_have_count(0)
    log = owner.get_by_role("log")
    await expect(log.get_by_text("定金 ¥94 付给店里，店员收到就约好了。")).to_be_visible()
    await check_axe(owner)

    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    row = desk.get_by_test_id("inbox-row").filter(has_text="金毛").first
    await expect(row).to_contain_text("等定金")
    await row.click()
    step = desk.get_by_test_id("deposit-step").last
    await step.get_by_test_id("deposit-sum").fill("50")
    await check_axe(desk)
    await step.get_by_test_id("deposit-note").click()
    await expect(desk.get_by_test_id("deposit").last).to_have_text("已付 ¥50，还差 ¥44")
    await expect(step.get_by_test_id("deposit-sum")).to_have_value("44")
    await step.get_by_test_id("deposit-note").click()
    await expect(card).to_have_attribute("data-status", "confirmed")
    await expect(row).not_to_contain_text("等定金")
    await expect(card.get_by_test_id("deposit")).to_have_text("已付定金 ¥94，到店再付 ¥94")

    await card.get_by_test_id("cancel-booking").click()
    dialog = owner.get_by_test_id("cancel-dialog").locator("visible=true")
    await expect(dialog).to_contain_text("现在取消不收费。 定金退 ¥94。")
    await dialog.get_by_test_id("cancel-yes").click()
    await expect(card.get_by_test_id("deposit")).to_have_text("要退定金 ¥94")
    await desk.get_by_test_id("deposit-note").last.click()
    await expect(card.get_by_test_id("deposit")).to_have_count(0)
    await check_axe(desk)
    for page in (owner, desk):
        assert page.problems == []  # type: ignore[attr-defined]
