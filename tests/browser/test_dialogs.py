"""What opens over a page: nothing that axe finds in it, in both languages and themes, and one Escape leaves it."""

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, TABLET, check_axe, open_page, sign_in
from tests.serving import Served

LOOKS = pytest.mark.parametrize(("lang", "theme"), [("zh", "light"), ("en", "dark")])
WISH = {"zh": "豆豆明天想洗澡", "en": "Doudou would like a bath"}


async def check(page: Page, inside: Locator) -> None:
    """A dialog is open, with that in it; it has no finding and gives way to Escape."""
    await expect(page.locator("dialog[open]")).to_have_count(1)
    await expect(inside.first).to_be_visible()
    await check_axe(page)
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog[open]")).to_have_count(0)


async def say(page: Page, words: str) -> Locator:
    await page.get_by_test_id("composer-input").fill(words)
    await page.get_by_test_id("composer-send").click()
    # What the server has can be asked about.
    mine = page.locator(".log .row.mine:has(.act) .bubble", has_text=words).last
    await expect(mine).to_be_visible()
    return mine


async def open_by(page: Page, *openers: str) -> None:
    for one in openers:
        await page.get_by_test_id(one).first.click()


@LOOKS
async def test_those_of_the_desk(shop: Served, browser: Browser, lang: str, theme: str) -> None:
    phone = await open_page(browser, f"{shop.url}/", PHONE, lang, theme)
    await say(phone, WISH[lang])
    c = await phone.evaluate("fetch('/api/me').then(answer => answer.json()).then(me => me.conversation_id)")
    desk = await open_page(browser, f"{shop.url}/desk", DESK, lang, theme)
    await sign_in(desk)
    await open_by(desk, "account-menu")
    await check(desk, desk.get_by_test_id("sign-out"))
    await open_by(desk, "found-group")
    await check(desk, desk.get_by_test_id("found-title"))
    await open_by(desk, "open-search")
    await desk.get_by_test_id("search-words").fill(WISH[lang])
    await check(desk, desk.get_by_test_id("search-hit"))
    await desk.goto(f"{shop.url}/desk#/c/{c}")
    await open_by(desk, "assign")
    await check(desk, desk.get_by_test_id("colleague"))
    theirs = desk.locator(".log .bubble", has_text=WISH[lang])
    await theirs.click(button="right")
    await check(desk, desk.get_by_test_id("reply"))
    await theirs.click(button="right")
    await open_by(desk, "moderate")
    await check(desk, desk.get_by_test_id("message-menu").get_by_role("button"))
    await desk.set_viewport_size(TABLET)  # type: ignore[arg-type]
    await open_by(desk, "open-file")
    await check(desk, desk.locator("dialog[open] h3"))
    assert desk.problems == []  # type: ignore[attr-defined]


@LOOKS
async def test_invitations(shop: Served, browser: Browser, lang: str, theme: str) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK, lang, theme)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/people")
    await open_by(desk, "deactivate")
    await check(desk, desk.get_by_test_id("deactivate-confirm"))
    await open_by(desk, "invite")
    await check(desk, desk.get_by_test_id("invite-name"))
    await open_by(desk, "invite")
    await desk.get_by_test_id("invite-name").fill("阿杰")
    await open_by(desk, "invite-make")
    link = desk.locator("dialog[open]").get_by_test_id("invite-link")
    await expect(link).to_be_visible()
    where = await link.input_value()
    await check(desk, link)
    await expect(desk.get_by_test_id("made-links")).to_be_visible()
    await check_axe(desk)
    invited = await open_page(browser, where, PHONE, lang, theme)
    await expect(invited.get_by_test_id("join-login")).to_be_visible()
    await check_axe(invited)


@LOOKS
async def test_those_of_a_group(shop: Served, browser: Browser, lang: str, theme: str) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK, lang, theme)
    await sign_in(desk)
    await open_by(desk, "found-group")
    await desk.get_by_test_id("found-title").fill("柯基妈妈群")
    await open_by(desk, "found-submit", "group-info", "make-group-link")
    link = await desk.get_by_test_id("group-link").input_value()
    phone = await open_page(browser, link, PHONE, lang, theme)
    await phone.get_by_test_id("join-name").fill("豆豆家")
    await open_by(phone, "join-submit")
    await expect(phone.get_by_test_id("group")).to_be_visible()
    await expect(desk.get_by_test_id("member")).to_have_count(2)
    await open_by(desk, "manage")
    await check(desk, desk.get_by_test_id("remove"))
    await open_by(phone, "group-info", "leave")
    await check(phone, phone.get_by_test_id("yes-leave"))
    mine = await say(phone, WISH[lang])
    await mine.click(button="right")
    await check(phone, phone.get_by_test_id("recall"))
    assert desk.problems == phone.problems == []  # type: ignore[attr-defined]


@LOOKS
async def test_those_of_a_phone(shop: Served, browser: Browser, lang: str, theme: str) -> None:
    phone = await open_page(browser, f"{shop.url}/", PHONE, lang, theme)
    mine = await say(phone, WISH[lang])
    await open_by(phone, "menu")
    await check(phone, phone.get_by_test_id("theme-switch"))
    await open_by(phone, "menu", "open-search")
    await phone.get_by_test_id("search-words").fill(WISH[lang])
    await check(phone, phone.get_by_test_id("search-hit"))
    await mine.click(button="right")
    await check(phone, phone.get_by_test_id("edit"))
    await phone.context.grant_permissions(["geolocation", "microphone"])
    await phone.context.set_geolocation({"latitude": 31.230416, "longitude": 121.473701})
    panel = phone.get_by_test_id("plus-panel")
    await open_by(phone, "plus")
    await expect(panel).to_be_visible()
    await check_axe(phone)
    for tile, inside in (("stickers", "sticker-thanks"), ("place", "send-place")):
        await open_by(phone, f"plus-{tile}")
        await expect(phone.get_by_test_id(inside)).to_be_visible()
        await check_axe(phone)
        await phone.keyboard.press("Escape")
        await expect(panel).to_have_count(0)
        await open_by(phone, "plus")
    await phone.keyboard.press("Escape")
    await phone.get_by_test_id("voice-record").focus()
    await phone.keyboard.press("Enter")
    await expect(phone.get_by_test_id("recording")).to_be_visible()
    await check_axe(phone)
    await open_by(phone, "voice-cancel")
    await expect(phone.get_by_test_id("recording")).to_have_count(0)
    assert phone.problems == []  # type: ignore[attr-defined]
