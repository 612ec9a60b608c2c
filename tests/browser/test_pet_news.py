"""What is noted about a pet after the yes: on the open card, the schedule and the board, without a reload."""

from datetime import date

import pytest
from playwright.async_api import Browser, Page, expect

from pawline.booking import PetWish, SeriesOrder, SeriesStart, ServiceLine, Wish
from pawline.people import Actor, Role
from pawline.pets import NewCondition
from pawline.platform.ids import AccountId, DeviceId, PetId
from pawline.shop import local_day, wall_ms
from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_story import WISH, WISH_EN, book
from tests.serving import Served


async def desk_page(browser: Browser, shop: Served, path: str, size: dict[str, int], **look: str) -> Page:
    desk = await open_page(browser, f"{shop.url}/desk", size, **look)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/{path}")
    return desk


async def whose(shop: Served) -> tuple[Actor, str, str]:
    """The owner who booked last, the pet, and the day of the visit."""
    boss = Actor(shop.made.shop.id, AccountId(shop.made.staff["manager"]), "staff", Role.MANAGER, DeviceId("d"))
    row = (await shop.house.inbox.all(boss)).rows[0]
    owner = Actor(shop.made.shop.id, AccountId(row.owner.id), "owner", Role.OWNER, DeviceId("d"))
    booked = await shop.house.db.read(lambda tx: shop.house.bookings.bookings_of(tx, owner, owner.account_id))
    return owner, row.pets[0].id, local_day(booked.upcoming[0].starts_ms, shop.made.shop.clock_zone).isoformat()


@pytest.mark.parametrize(("lang", "theme"), [("zh", "light"), ("en", "dark")])
async def test_what_is_noted_after_the_yes_is_there_at_once(
    shop: Served, browser: Browser, lang: str, theme: str
) -> None:
    look = {"lang": lang, "theme": theme}
    owner = await open_page(browser, f"{shop.url}/", PHONE, **look)
    await book(owner, shop, WISH if lang == "zh" else WISH_EN, "13800138021")
    actor, pet_id, day = await whose(shop)
    schedule = await desk_page(browser, shop, "schedule", DESK, **look)
    await schedule.locator("input[type=date]").fill(day)
    board = await desk_page(browser, shop, "board", PHONE, **look)
    await board.locator("input[type=date]").fill(day)
    marks = schedule.get_by_test_id("block-mark-health")
    await expect(schedule.get_by_test_id("schedule-block").first).to_be_visible()
    await expect(marks).to_have_count(0)

    view = await shop.house.conditions.note(actor, pet_id, NewCondition(kind="diarrhoea"))
    said = "在拉肚子，等好了再来" if lang == "zh" else "has diarrhoea: please come once that is over"
    await expect(owner.get_by_test_id("card-health")).to_contain_text(said)
    await expect(marks).to_have_count(1)
    await expect(board.get_by_test_id("board-health")).to_contain_text(said)
    await check_axe(schedule)
    await schedule.get_by_test_id("schedule-block").filter(has=marks).click()
    await expect(schedule.get_by_test_id("block-health")).to_contain_text(said)
    for page in (owner, schedule, board):
        await check_axe(page)
    await schedule.goto(f"{shop.url}/desk#/")
    await expect(schedule.get_by_test_id("inbox-row").first).to_contain_text(
        "可能来不了" if lang == "zh" else "in doubt"
    )

    await shop.house.conditions.end(actor, pet_id, view.conditions[0].id)
    await expect(owner.get_by_test_id("card-health")).not_to_contain_text(said)
    await expect(board.get_by_test_id("board-health")).to_have_count(0)
    assert owner.problems == schedule.problems == board.problems == []  # type: ignore[attr-defined]


async def test_a_series_names_the_next_visit_that_it_is_about(shop: Served, browser: Browser) -> None:
    made, house = shop.made, shop.house
    boss = Actor(made.shop.id, AccountId(made.staff["manager"]), "staff", Role.MANAGER, DeviceId("d"))
    pet, bath = PetId(made.pets["豆豆"]), (ServiceLine("bath"),)
    wish = Wish(pet, bath, at_ms=wall_ms(date(2026, 11, 25), 15 * 60, made.shop.clock_zone))
    plan = await house.db.read(lambda tx: house.series.plan(tx, boss, wish, 1, 3))
    starts = tuple(SeriesStart(one.time.start_ms, AccountId(one.time.groomer.id)) for one in plan.lines if one.time)
    await house.series.make(boss, SeriesOrder((PetWish(pet, bath),), 1, starts), "series")
    desk = await desk_page(browser, shop, f"c/{made.conversations['林女士']}", DESK)
    await expect(desk.get_by_test_id("series-card")).to_be_visible()
    await house.conditions.note(boss, pet, NewCondition(kind="diarrhoea", until=date(2026, 12, 3)))
    await expect(desk.get_by_test_id("series-health")).to_contain_text("豆豆在拉肚子，12月4日周五起再来。")
    await check_axe(desk)
    assert desk.problems == []  # type: ignore[attr-defined]
