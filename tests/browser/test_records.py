"""The page of lists on the desk, and the links by which calendars are followed on both pages."""

from pathlib import Path

import httpx
import pytest
from icalendar import Calendar
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.browser.test_story import WISH, book
from tests.serving import Served

WRONG = "手机号,称呼,语言\n13900000077,王女士,中文\n12,李女士,中文\n13900000078,张先生,法语\n,赵先生,\n"


async def lists(shop: Served, browser: Browser, size: dict[str, int], lang: str = "zh", theme: str = "light") -> Page:
    desk = await open_page(browser, f"{shop.url}/desk", size, lang, theme)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/settings")
    await desk.get_by_test_id("to-records").click()
    await desk.get_by_test_id("drop-zone").wait_for()
    return desk


async def give(desk: Page, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    await desk.get_by_test_id("pick-file").set_input_files(folder / name)


async def is_narrow(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.parametrize("size", [DESK, PHONE])
async def test_a_wrong_file_says_where_and_a_right_one_goes_in(
    shop: Served, browser: Browser, tmp_path: Path, size: dict[str, int]
) -> None:
    desk = await lists(shop, browser, size)
    await check_axe(desk)
    await give(desk, tmp_path, "pawline-owners.csv", WRONG)
    await expect(desk.get_by_test_id("kind-owners")).to_be_checked()
    report = desk.get_by_test_id("records-report")
    await expect(report).to_contain_text("有 3 处要改")
    rows = desk.get_by_test_id("problem")
    await expect(rows).to_have_count(3)
    for at, (line, column) in enumerate((("第 3 行", "手机号"), ("第 4 行", "语言"), ("第 5 行", "手机号"))):
        await expect(rows.nth(at)).to_contain_text(line)
        await expect(rows.nth(at)).to_contain_text(column)
    await expect(desk.get_by_test_id("bring")).to_have_count(0)
    await check_axe(desk)
    assert await is_narrow(desk)

    # Another list has other columns.
    await desk.get_by_test_id("kind-pets").check(force=True)
    await expect(report).to_contain_text("没有「称呼」这一列")
    await desk.get_by_test_id("another-file").click()
    await give(desk, tmp_path, "客人.csv", "手机号,称呼\n13900000077,王女士\n")
    await desk.get_by_test_id("kind-owners").check(force=True)
    await expect(report).to_contain_text("新增 1")
    await check_axe(desk)
    await desk.get_by_test_id("bring").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("导入好了：新增 1")
    await expect(desk.get_by_test_id("bring")).to_have_count(0)
    await check_axe(desk)
    await desk.get_by_test_id("another-file").click()
    await give(desk, tmp_path, "客人.csv", "手机号,称呼\n13900000077,王女士\n")
    await expect(report).to_contain_text("和店里的一样")

    await desk.get_by_test_id("another-file").click()
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\xff")
    await desk.get_by_test_id("pick-file").set_input_files(tmp_path / "picture.csv")
    await expect(desk.get_by_test_id("file-problem")).to_contain_text("CSV UTF-8")
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_what_goes_out_comes_in_unchanged(shop: Served, browser: Browser, tmp_path: Path) -> None:
    desk = await lists(shop, browser, DESK, "en", "dark")
    for kind in ("services", "owners", "pets", "bookings"):
        async with desk.expect_download() as waiting:
            await desk.get_by_test_id(f"export-{kind}").click()
        file = await waiting.value
        assert file.suggested_filename == f"pawline-{kind}.csv"
        await file.save_as(tmp_path / file.suggested_filename)
        await desk.get_by_test_id("pick-file").set_input_files(tmp_path / file.suggested_filename)
        await expect(desk.get_by_test_id("records-report")).to_contain_text("nothing to import")
        await check_axe(desk)
        await desk.get_by_test_id("another-file").click()
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_staff_follow_their_schedule_and_owners_their_bookings(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await book(owner, shop, WISH, "13800138002")
    await owner.goto(f"{shop.url}/#/pets")
    await owner.get_by_test_id("follow-calendar").click()
    desk = await open_page(browser, f"{shop.url}/desk", PHONE, theme="dark")
    await sign_in(desk, "lin")
    await desk.get_by_test_id("account-menu").click()
    await check_axe(desk)
    await desk.get_by_test_id("my-calendar").click()
    async with httpx.AsyncClient() as program:
        for page in (owner, desk):
            await page.get_by_test_id("feed-make").click()
            link = page.get_by_test_id("feed-link")
            first = await link.input_value()
            await check_axe(page)
            assert Calendar.from_ical((await program.get(first)).text).walk("VEVENT")
            opened = await page.get_by_test_id("feed-open").get_attribute("href")
            assert opened == first.replace("http://", "webcal://")
            await page.get_by_test_id("feed-renew").click()
            await check_axe(page)
            await page.get_by_test_id("feed-sure").click()
            await expect(link).not_to_have_value(first)
            second = await link.input_value()
            assert (await program.get(first)).status_code == 404
            await page.reload()
            await page.get_by_test_id("follow-calendar" if page is owner else "account-menu").click()
            if page is desk:
                await desk.get_by_test_id("my-calendar").click()
            await expect(page.get_by_test_id("feed-since")).to_be_visible()
            await expect(link).to_have_count(0)
            assert (await program.get(second)).status_code == 200
            await page.get_by_test_id("feed-revoke").click()
            await page.get_by_test_id("feed-sure").click()
            await expect(page.get_by_test_id("feed-make")).to_be_visible()
            assert (await program.get(second)).status_code == 404
            assert await is_narrow(page)
            assert page.problems == []  # type: ignore[attr-defined]
