"""What was booked against the rules is found from the rules: when, by whom, why; on a desk and on a phone."""

from datetime import date

import pytest
from playwright.async_api import Browser, Page, expect

from pawline.booking import Entry, MoveWish, ServiceLine
from pawline.people import Actor, Role
from pawline.platform.ids import AccountId, DeviceId, PetId
from pawline.shop import wall_ms
from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.serving import Served

BATH = (ServiceLine("bath"),)


async def decide(shop: Served, count: int = 0) -> None:
    """Two after closing time, of which one was moved; and `count` more on later evenings."""
    made, house = shop.made, shop.house
    boss = Actor(made.shop.id, AccountId(made.staff["manager"]), "staff", Role.MANAGER, DeviceId("d"))
    lin = AccountId(made.staff["lin"])

    async def enter(pet: str, hour: int, day: date, why: str) -> tuple[str, int]:
        at_ms = wall_ms(day, hour * 60, made.shop.clock_zone)
        c = made.conversations["林女士"] if pet == "豆豆" else None
        entry = Entry(PetId(made.pets[pet]), BATH, at_ms, lin, c, anyway=why)  # type: ignore[arg-type]
        one = await house.bookings.enter(boss, entry, f"{pet}-{at_ms}")
        return one.id, one.version

    booking_id, version = await enter("豆豆", 21, date(2026, 11, 24), "客人第二天赶飞机，只有晚上能来，已经跟小林说好")
    wish = MoveWish(version, wall_ms(date(2026, 12, 2), 15 * 60, made.shop.clock_zone), lin, is_told=False)
    await house.moves.move(boss, booking_id, wish, "move")
    off_id, off_version = await enter("可乐", 6, date(2026, 11, 26), "老客人")
    await house.bookings.cancel(boss, off_id, off_version, "off")
    for number in range(count):
        await enter("可乐", 22, date.fromordinal(date(2026, 12, 4).toordinal() + number), f"第 {number} 次")


async def page_of(browser: Browser, shop: Served, size: dict[str, int], **look: str) -> Page:
    desk = await open_page(browser, f"{shop.url}/desk", size, **look)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/policies")
    await desk.get_by_test_id("to-overrides").click()
    return desk


@pytest.mark.parametrize(("lang", "theme"), [("zh", "light"), ("en", "dark")])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_a_manager_reviews_what_was_decided(
    shop: Served, browser: Browser, size: dict[str, int], lang: str, theme: str
) -> None:
    await decide(shop)
    desk = await page_of(browser, shop, size, lang=lang, theme=theme)
    rows = desk.get_by_test_id("override")
    await expect(rows).to_have_count(2)
    await check_axe(desk)
    assert await desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    said = {
        "zh": ("营业时间以外", "店长 · 11月22日 周日 10:", "后来改到 12月2日 周三 15:00，小林", "已取消"),
        "en": ("Outside opening hours", "店长 · Sun 22 Nov 10:", "Since moved to Wed 2 Dec 15:00, 小林", "Cancelled"),
    }[lang]
    await expect(rows.first).to_contain_text("老客人")
    await expect(rows.first).to_contain_text(said[3])
    await expect(rows.last).to_contain_text("只有晚上能来")
    await expect(rows.last).to_contain_text(said[0])
    await expect(rows.last.get_by_test_id("override-decided")).to_contain_text(said[1])
    await expect(rows.last.get_by_test_id("override-moved")).to_have_text(said[2])
    # Days by which something else was decided.
    await desk.get_by_test_id("overrides-last").fill("2026-11-21")
    await expect(rows).to_have_count(0)
    await expect(desk.get_by_test_id("overrides-none")).to_be_visible()
    await check_axe(desk)
    await desk.get_by_test_id("overrides-last").fill("2026-11-22")
    await rows.last.get_by_role("link").first.click()
    await expect(desk.get_by_test_id("day-name")).to_have_text("12月2日 周三" if lang == "zh" else "Wed 2 Dec")
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_earlier_ones_follow_on_demand(shop: Served, browser: Browser) -> None:
    await decide(shop, 50)
    desk = await page_of(browser, shop, DESK)
    await expect(desk.get_by_test_id("override")).to_have_count(50)
    await desk.get_by_test_id("overrides-more").click()
    await expect(desk.get_by_test_id("override")).to_have_count(52)
    await expect(desk.get_by_test_id("overrides-more")).to_have_count(0)
    assert desk.problems == []  # type: ignore[attr-defined]
