"""Consents: the shop words them, the owner agrees with the yes to a booking, both see it in the pet's file."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_story import WISH, prove_phone, say
from tests.browser.test_vaccines import is_narrow
from tests.serving import Served


async def set_up(desk: Page, shop: Served) -> None:
    """Whoever books a bath agrees to de-matting, in the shop's own words."""
    await desk.goto(f"{shop.url}/desk#/policies")
    await desk.get_by_test_id("to-consents").click()
    demat = desk.get_by_test_id("consent-demat")
    await expect(demat.get_by_role("switch").first).to_have_attribute("aria-checked", "true")
    await expect(desk.get_by_test_id("consent-photos").get_by_role("switch").first).to_have_attribute(
        "aria-checked", "false"
    )
    await check_axe(desk)
    assert await is_narrow(desk)
    await demat.get_by_test_id("consent-edit").click()
    await demat.get_by_test_id("for-demat").uncheck()
    await demat.get_by_test_id("for-bath").check()
    await demat.get_by_test_id("consent-text-zh").fill("毛结打得紧的只能剃短，剃之前先打电话给你。")
    await expect(demat.get_by_role("status")).to_contain_text("重新同意")
    await check_axe(desk)
    await demat.get_by_test_id("consent-save").click()
    await expect(desk.get_by_test_id("toast").last).to_contain_text("「开结和剃短」改好了")
    await desk.reload()
    await expect(demat).to_contain_text("剃之前先打电话给你")


@pytest.mark.parametrize(("theme", "size"), [("light", DESK), ("dark", PHONE)])
async def test_the_owner_agrees_with_the_yes(
    shop: Served, browser: Browser, theme: str, size: dict[str, int]
) -> None:  # fmt: skip
    desk = await open_page(browser, f"{shop.url}/desk", size, theme=theme)
    await sign_in(desk)
    await set_up(desk, shop)

    owner = await open_page(browser, f"{shop.url}/", PHONE, theme=theme)
    await say(owner, WISH)
    await owner.get_by_test_id("chip").first.click()
    card = owner.get_by_test_id("booking-card")
    asked = card.get_by_test_id("card-consents")
    await expect(asked.get_by_test_id("consent-demat")).to_contain_text("点确认就是同意")
    await expect(asked.get_by_test_id("tick-emergency")).not_to_be_checked()
    await check_axe(owner)
    await asked.get_by_test_id("whole-demat").click()
    await expect(asked).to_contain_text("剃之前先打电话给你")
    await check_axe(owner)
    assert await is_narrow(owner)

    # The shop asks for more while the owner reads: the tap is refused in words, and the next one is enough.
    await desk.get_by_test_id("consent-fleas").get_by_test_id("consent-edit").click()
    await desk.get_by_test_id("consent-fleas").get_by_role("switch").last.click()
    await desk.get_by_test_id("consent-fleas").get_by_test_id("consent-save").click()
    await expect(desk.get_by_test_id("toast").last).to_contain_text("「跳蚤和蜱虫」改好了")
    await desk.get_by_test_id("consent-fleas").get_by_role("switch").first.click()
    await expect(desk.get_by_test_id("toast").last).to_contain_text("「跳蚤和蜱虫」开了")
    await expect(card.get_by_test_id("confirm-booking")).to_have_text("同意并确认")
    await card.get_by_test_id("confirm-booking").press("Enter")
    await expect(card.get_by_role("alert")).to_contain_text("金毛的「跳蚤和蜱虫」")
    await expect(asked.get_by_test_id("consent-fleas")).to_be_visible()
    await check_axe(owner)
    await asked.get_by_test_id("tick-emergency").check()
    await card.get_by_test_id("confirm-booking").click()
    await prove_phone(owner, shop, "13800138021" if theme == "light" else "13800138022")
    await expect(card).to_have_attribute("data-status", "confirmed")
    await expect(card.get_by_test_id("card-consents")).to_have_count(0)

    await owner.goto(f"{shop.url}/#/pets")
    line = owner.get_by_test_id("pet-card").first.get_by_test_id("consents-open")
    await expect(line).to_contain_text("3 份已同意")
    await line.click()
    await check_axe(owner)
    assert await is_narrow(owner)
    vet = owner.get_by_test_id("file-emergency")
    await vet.get_by_test_id("withdraw").click()
    await check_axe(owner)
    await vet.get_by_test_id("withdraw-sure").click()
    await expect(vet).to_contain_text("已撤回")
    await owner.get_by_test_id("consents-close").click()
    await expect(line).to_contain_text("1 份待同意")

    await desk.set_viewport_size(DESK)  # type: ignore[arg-type]
    await desk.goto(f"{shop.url}/desk#/")
    await desk.get_by_test_id("inbox-row").first.click()
    await desk.get_by_test_id("owner-file").get_by_test_id("consents-open").click()
    kept = desk.get_by_test_id("file-emergency")
    await kept.get_by_test_id("agree").click()
    await expect(kept).to_contain_text("已同意")
    await kept.locator("summary").click()
    await expect(kept.get_by_test_id("signed-emergency")).to_have_count(2)
    await expect(kept.get_by_test_id("signed-emergency").first).to_contain_text("当面同意")
    await check_axe(desk)
    assert owner.problems == []  # type: ignore[attr-defined]
    assert desk.problems == []  # type: ignore[attr-defined]
