"""Groups on both pages at once, and what is behind the plus: stickers, places, pet cards."""

from dataclasses import dataclass

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, check_axe, open_page, sign_in
from tests.serving import Served

TITLE = "柯基妈妈群"


def bubble(page: Page, words: str) -> Locator:
    return page.locator(".log .row", has=page.locator(".bubble", has_text=words)).last


async def say(page: Page, words: str) -> None:
    await page.get_by_test_id("composer-input").fill(words)
    await page.get_by_test_id("composer-send").click()


async def name_of(page: Page) -> str:
    return await page.evaluate(
        "fetch('/api/me?side=desk', {headers: {'X-Pawline-Side': 'desk'}}).then(a => a.json()).then(me => me.name)"
    )


@dataclass
class Group:
    """A founder at the desk and an owner on a phone, both in one group."""

    desk: Page
    phone: Page
    link: str


async def found(desk: Page, title: str = TITLE) -> str:
    """Makes a group at the desk; returns a link that lets people in."""
    await desk.get_by_test_id("found-group").click()
    await desk.get_by_test_id("found-title").fill(title)
    await desk.get_by_test_id("found-submit").click()
    await expect(desk.get_by_test_id("group")).to_be_visible()
    await desk.get_by_test_id("group-info").click()
    await desk.get_by_test_id("make-group-link").click()
    return await desk.get_by_test_id("group-link").input_value()


@pytest_asyncio.fixture(loop_scope="session")
async def group(browser: Browser, shop: Served) -> Group:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    link = await found(desk)
    await check_axe(desk)
    await desk.get_by_test_id("close-sheet").click()
    phone = await open_page(browser, link, PHONE)
    await come_in(phone, "豆豆家")
    return Group(desk, phone, link)


async def come_in(phone: Page, name: str) -> None:
    """Somebody new says what the group should call them."""
    await phone.get_by_test_id("join-name").fill(name)
    await check_axe(phone)
    await phone.get_by_test_id("join-submit").click()
    await expect(phone.get_by_role("heading", name=TITLE)).to_be_visible()


async def test_an_owner_comes_in_by_the_link_and_both_talk(group: Group, shop: Served) -> None:
    phone, desk = group.phone, group.desk
    await expect(desk.get_by_test_id("group-members")).to_contain_text("2")
    await expect(desk.locator(".rule", has_text="豆豆家 加入了")).to_be_visible()
    await say(phone, "大家好，我家豆豆三岁")
    await expect(bubble(desk, "我家豆豆三岁")).to_be_visible()
    await say(desk, "欢迎豆豆")
    await expect(bubble(phone, "欢迎豆豆")).to_be_visible()
    # Own words stand on the right, on both pages.
    await expect(phone.locator(".row.mine", has_text="大家好")).to_be_visible()
    await expect(desk.locator(".row.mine", has_text="大家好")).to_have_count(0)
    await check_axe(phone)
    # What was said in a group is found like everything else.
    await shop.house.chat.search.settle()
    await desk.goto(f"{shop.url}/desk#/")
    await desk.get_by_test_id("open-search").click()
    await desk.get_by_test_id("search-words").fill("豆豆三岁")
    await desk.get_by_test_id("search-hit").click()
    await expect(bubble(desk, "我家豆豆三岁")).to_be_in_viewport()


async def test_a_name_after_an_at_is_offered_and_whoever_is_named_sees_it(group: Group) -> None:
    phone, desk = group.phone, group.desk
    name = await name_of(desk)
    await phone.get_by_test_id("composer-input").press_sequentially("请问@")
    await expect(phone.get_by_test_id("mention")).to_contain_text([f"@{name}"])
    await check_axe(phone)
    await phone.keyboard.press("Enter")
    await expect(phone.get_by_test_id("composer-input")).to_have_value(f"请问@{name} ")
    await phone.keyboard.type("几点开门")
    await phone.keyboard.press("Enter")
    await expect(bubble(desk, "几点开门").get_by_test_id("called")).to_be_visible()
    await expect(bubble(phone, "几点开门").get_by_test_id("called")).to_have_count(0)


async def test_slow_mode_gives_the_words_back(group: Group) -> None:
    phone, desk = group.phone, group.desk
    await desk.get_by_test_id("group-info").click()
    await desk.get_by_test_id("slow").select_option("300")
    await expect(phone.locator(".rule", has_text="慢速模式")).to_be_visible()
    await say(phone, "第一条")
    await expect(bubble(desk, "第一条")).to_be_visible()
    await say(phone, "第二条也想说")
    await expect(phone.locator(".notice")).to_contain_text("慢速模式")
    await expect(phone.get_by_test_id("composer-input")).to_have_value("第二条也想说")
    await expect(bubble(phone, "第二条也想说")).to_have_count(0)
    # What was given back is a draft: it is there after a reload, and not in the group.
    await phone.reload()
    await expect(phone.get_by_test_id("composer-input")).to_have_value("第二条也想说")
    await expect(bubble(desk, "第二条也想说")).to_have_count(0)


async def test_whoever_is_removed_is_out_on_the_spot(group: Group, shop: Served) -> None:
    phone, desk = group.phone, group.desk
    await say(phone, "最后一句")
    await expect(bubble(desk, "最后一句")).to_be_visible()
    await desk.get_by_test_id("group-info").click()
    await desk.get_by_test_id("manage").click()
    await desk.get_by_test_id("remove").click()
    await desk.get_by_test_id("yes-remove").click()
    await expect(phone.get_by_text("你已不在「柯基妈妈群」里了")).to_be_visible()
    await expect(phone).to_have_url(f"{shop.url}/#/talks")
    await expect(phone.get_by_test_id("talk")).to_have_count(1)
    await expect(desk.get_by_test_id("member")).to_have_count(1)
    await desk.get_by_test_id("close-sheet").click()
    # The link that let them in does so no more.
    await phone.goto(group.link)
    await phone.reload()
    await expect(phone.get_by_role("alert")).to_be_visible()
    await check_axe(phone)


async def test_the_list_counts_what_is_unread_and_a_group_can_be_left(group: Group, shop: Served) -> None:
    phone, desk = group.phone, group.desk
    await phone.goto(f"{shop.url}/#/me")
    await say(desk, "周末有遛狗活动")
    await expect(phone.get_by_test_id("groups-unread")).to_contain_text("1")
    await phone.get_by_test_id("open-talks").click()
    await expect(phone.get_by_test_id("talk")).to_have_count(2)
    await check_axe(phone)
    await phone.get_by_test_id("talk").filter(has_text=TITLE).click()
    await expect(bubble(phone, "遛狗活动")).to_be_visible()
    await phone.get_by_test_id("group-info").click()
    await phone.get_by_test_id("mute").click()
    await expect(phone.get_by_test_id("mute")).to_have_attribute("aria-checked", "true")
    await check_axe(phone)
    await phone.get_by_test_id("leave").click()
    await phone.get_by_test_id("yes-leave").click()
    await expect(phone.get_by_test_id("talk")).to_have_count(1)
    await expect(phone.get_by_test_id("groups-unread")).to_have_count(0)
    await expect(desk.get_by_test_id("group-members")).to_contain_text("1")


async def test_stickers_places_and_pet_cards_reach_the_others(browser: Browser, group: Group) -> None:
    phone, desk = group.phone, group.desk
    await phone.evaluate(
        "fetch('/api/pets', {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Pawline-Side': 'owner'},"
        " body: JSON.stringify({name: '豆豆', species: 'dog', breed: '柯基'})})"
    )
    await phone.get_by_test_id("plus").click()
    await check_axe(phone)
    await phone.get_by_test_id("plus-stickers").click()
    assert await phone.locator("[data-testid^=sticker-]").count() >= 12
    await check_axe(phone)
    await phone.get_by_test_id("sticker-thanks").click()
    await expect(desk.locator(".log [data-sticker=thanks]")).to_be_visible()
    await expect(phone.get_by_test_id("plus-panel")).to_have_count(0)
    await phone.get_by_test_id("plus").click()
    await phone.get_by_test_id("plus-pets").click()
    await phone.get_by_test_id("send-pet").click()
    await expect(desk.get_by_test_id("pet-message")).to_contain_text("豆豆")
    await expect(phone.get_by_test_id("pet-message")).to_contain_text("柯基")
    await phone.context.grant_permissions(["geolocation"])
    await phone.context.set_geolocation({"latitude": 31.230416, "longitude": 121.473701})
    await phone.get_by_test_id("plus").click()
    await phone.get_by_test_id("plus-place").click()
    await phone.get_by_role("textbox", name="这里叫什么").fill("人民广场")
    await phone.get_by_test_id("send-place").click()
    await expect(desk.get_by_test_id("place")).to_contain_text("人民广场")
    # Opened by a tap only: the page asks nobody for a map.
    assert "121.4737" in (await desk.get_by_test_id("place").get_attribute("href") or "")
    await check_axe(phone)
    await check_axe(desk)
