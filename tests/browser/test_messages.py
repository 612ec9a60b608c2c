"""What can be done with a message, on both pages at once: answer, react, change, pin, take back."""

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from pawline.people import Actor, Programs, Role
from pawline.platform.ids import AccountId, ConversationId, DeviceId
from tests.browser.conftest import DESK, PHONE, check_axe, kept, open_page, sign_in
from tests.serving import Served


@pytest_asyncio.fixture(loop_scope="session")
async def both(browser: Browser, shop: Served) -> tuple[Page, Page]:
    phone = await open_page(browser, f"{shop.url}/", PHONE)
    await phone.get_by_test_id("composer-input").fill("豆豆明天想洗澡")
    await phone.get_by_test_id("composer-send").click()
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    c = await phone.evaluate("fetch('/api/me').then(answer => answer.json()).then(me => me.conversation_id)")
    await desk.goto(f"{shop.url}/desk#/c/{c}")
    await expect(bubble(desk, "豆豆明天想洗澡")).to_be_visible()
    return phone, desk


def bubble(page: Page, words: str) -> Locator:
    return page.locator(".log .row", has=page.locator(".bubble", has_text=words)).last


async def menu_of(page: Page, words: str) -> Locator:
    await bubble(page, words).click(button="right")
    menu = page.get_by_test_id("message-menu")
    await expect(menu).to_be_visible()
    return menu


async def say(page: Page, words: str) -> None:
    await page.get_by_test_id("composer-input").fill(words)
    await page.get_by_test_id("composer-send").click()
    # What the server has can be asked about.
    await expect(bubble(page, words).locator(".act")).to_be_attached()


async def test_answer_react_change_pin_and_take_back(both: tuple[Page, Page]) -> None:
    phone, desk = both
    # The desk answers that very message; the phone sees what was answered.
    menu = await menu_of(desk, "豆豆明天想洗澡")
    await menu.get_by_test_id("reply").click()
    await expect(desk.get_by_test_id("composer-about")).to_contain_text("豆豆明天想洗澡")
    await say(desk, "明天下午三点有空")
    await expect(bubble(phone, "明天下午三点有空").get_by_test_id("quote")).to_contain_text("豆豆明天想洗澡")
    # A reaction comes and goes.
    await (await menu_of(phone, "明天下午三点有空")).get_by_role("button", name="👍").click()
    await expect(bubble(desk, "明天下午三点有空").get_by_test_id("reactions")).to_contain_text("👍")
    await bubble(phone, "明天下午三点有空").get_by_test_id("reactions").get_by_role("button").click()
    await expect(bubble(desk, "明天下午三点有空").get_by_test_id("reactions")).to_have_count(0)
    # Words are changed where they stand.
    await say(phone, "我周三过来")
    # What was being typed is there again when the rewriting is over.
    await phone.get_by_test_id("composer-input").fill("还有一件事")
    await (await menu_of(phone, "我周三过来")).get_by_test_id("edit").click()
    await expect(phone.get_by_test_id("composer-input")).to_have_value("我周三过来")
    await phone.get_by_test_id("composer-input").fill("我周四过来")
    await phone.get_by_test_id("composer-send").click()
    await expect(phone.get_by_test_id("composer-input")).to_have_value("还有一件事")
    await (await menu_of(phone, "我周四过来")).get_by_test_id("edit").click()
    await expect(phone.get_by_test_id("composer-input")).to_have_value("我周四过来")
    await phone.reload()
    await expect(phone.get_by_test_id("composer-input")).to_have_value("还有一件事")
    await expect(phone.get_by_test_id("composer-about")).to_have_count(0)
    await phone.get_by_test_id("composer-input").fill("")
    await expect(bubble(desk, "我周四过来")).to_contain_text("已修改")
    await expect(desk.locator(".bubble", has_text="我周三过来")).to_have_count(0)
    # What stood there before is for the shop alone.
    await (await menu_of(desk, "我周四过来")).get_by_test_id("earlier").click()
    await expect(desk.get_by_test_id("was")).to_contain_text("我周三过来")
    await check_axe(desk)
    await desk.keyboard.press("Escape")
    assert await (await menu_of(phone, "我周四过来")).get_by_test_id("earlier").count() == 0
    await phone.keyboard.press("Escape")
    # Pinned on both pages, and gone from both.
    await (await menu_of(desk, "明天下午三点有空")).get_by_test_id("pin").click()
    await expect(phone.get_by_test_id("pinned")).to_contain_text("明天下午三点有空")
    await (await menu_of(phone, "明天下午三点有空")).get_by_test_id("pin").click()
    await expect(desk.get_by_test_id("pinned")).to_have_count(0)
    # Taken back: a line stays, the words do not.
    await (await menu_of(phone, "我周四过来")).get_by_test_id("recall").click()
    await expect(phone.get_by_text("你撤回了一条消息")).to_be_visible()
    await expect(desk.locator(".rule", has_text="撤回了一条消息")).to_be_visible()
    await expect(desk.locator(".bubble", has_text="我周四过来")).to_have_count(0)
    await phone.reload()
    await expect(phone.get_by_text("你撤回了一条消息")).to_be_visible()


async def test_marks_say_how_far_a_message_has_got(both: tuple[Page, Page]) -> None:
    phone, desk = both
    await say(desk, "请问几岁了")
    await expect(bubble(desk, "请问几岁了").get_by_test_id("mark-read")).to_be_visible()
    await say(phone, "三岁")
    await expect(bubble(phone, "三岁").get_by_test_id("mark-read")).to_be_visible()


async def test_the_menu_works_by_keyboard(both: tuple[Page, Page]) -> None:
    _, desk = both
    await bubble(desk, "豆豆明天想洗澡").get_by_role("button", name="这条消息").focus()
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_test_id("message-menu")).to_be_visible()
    await check_axe(desk)
    await desk.keyboard.press("Escape")
    await expect(desk.get_by_test_id("message-menu")).to_have_count(0)


async def test_what_was_said_is_found_on_both_pages(both: tuple[Page, Page]) -> None:
    phone, desk = both
    await say(desk, "门口可以免费停车")
    await expect(bubble(phone, "门口可以免费停车")).to_be_visible()
    await phone.get_by_test_id("menu").click()
    await phone.get_by_test_id("open-search").click()
    await phone.get_by_test_id("search-words").fill("停车")
    await expect(phone.get_by_test_id("search-hit")).to_have_count(1)
    await check_axe(phone)
    await phone.get_by_test_id("search-hit").click()
    await expect(bubble(phone, "门口可以免费停车")).to_be_in_viewport()
    await desk.get_by_test_id("open-search").click()
    await desk.get_by_test_id("search-words").fill("豆豆明天")
    await desk.get_by_test_id("search-hit").click()
    await expect(bubble(desk, "豆豆明天想洗澡")).to_be_in_viewport()


async def test_the_menu_of_a_held_message_stays_when_the_finger_lifts(both: tuple[Page, Page]) -> None:
    phone, _ = both
    words = bubble(phone, "豆豆明天想洗澡").locator(".bubble")
    box = await words.bounding_box()
    assert box is not None
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    raw = await phone.context.new_cdp_session(phone)
    await raw.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    menu = phone.get_by_test_id("message-menu")
    await expect(menu).to_be_visible()
    await raw.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    # What the lifted finger brings about has come when the page answers the next tap.
    await menu.get_by_test_id("pin").click(trial=True)
    await expect(menu).to_be_visible()
    await phone.mouse.click(10, 10)
    await expect(menu).to_have_count(0)


async def test_a_program_appears_under_its_name(both: tuple[Page, Page], shop: Served) -> None:
    boss = Actor(shop.made.shop.id, AccountId(shop.made.staff["manager"]), "staff", Role.MANAGER, DeviceId("d"))
    _, token = await Programs(shop.house.people).add(boss, "进销存")
    program = await shop.house.people.authenticate(token)
    assert program is not None
    c = ConversationId(both[1].url.rsplit("/", 1)[1])
    await shop.house.chat.send(program, c, "cmid-program", {"type": "text", "text": "您订的粮到了"})
    for page in both:
        row = bubble(page, "您订的粮到了")
        await expect(row.locator(".who")).to_have_text("进销存")


async def test_one_escape_leaves_a_filled_search(both: tuple[Page, Page]) -> None:
    phone, desk = both
    await say(desk, "门口可以免费停车")
    await expect(bubble(phone, "门口可以免费停车")).to_be_visible()
    await phone.get_by_test_id("menu").click()
    for page, who in ((phone, "店长"), (desk, "我")):
        await page.get_by_test_id("open-search").click()
        await page.get_by_test_id("search-words").fill("停车")
        await expect(page.get_by_test_id("search-hit")).to_contain_text(who)
        await page.keyboard.press("Escape")
        await expect(page.locator("dialog[open]")).to_have_count(0)
    # The list behind it is not narrowed by the same key twice either.
    await desk.get_by_test_id("inbox-search").fill("没有这个人")
    await expect(desk.get_by_test_id("inbox-row")).to_have_count(0)
    await desk.keyboard.press("Escape")
    await expect(desk.get_by_test_id("inbox-row").first).to_be_visible()


async def test_messages_of_one_sender_stand_closer_together(both: tuple[Page, Page]) -> None:
    words = ("豆豆明天想洗澡", "您好，我是店长", "明天下午三点可以吗")
    for one in words[1:]:
        await say(both[1], one)
    # A mark under the bubble before would stand between them for a moment.
    await expect(bubble(both[1], words[2]).get_by_test_id("mark-read")).to_be_visible()
    for page in both:
        for one in words:
            await expect(bubble(page, one)).to_be_visible()
        tops, ends = [], []
        for one in words:
            box = await page.locator(".bubble", has_text=one).bounding_box()
            assert box is not None
            tops.append(box["y"])
            ends.append(box["y"] + box["height"])
        assert 5 <= tops[2] - ends[1] <= 8
        assert tops[1] - ends[0] >= 14


async def test_the_way_to_the_newest_leaves_when_everything_is_seen(both: tuple[Page, Page]) -> None:
    phone, _ = both
    for number in range(6):
        await say(phone, f"第 {number} 句话")
    await phone.set_viewport_size({"width": 390, "height": 520})
    jump = phone.get_by_role("button", name="回到最新消息")
    await phone.locator(".log .list").hover()
    await phone.mouse.wheel(0, -4000)
    await expect(jump).to_be_visible()
    await phone.set_viewport_size({"width": 390, "height": 2400})
    await expect(jump).to_have_count(0)


async def test_a_change_that_waits_for_the_network_is_seen_on_its_message(both: tuple[Page, Page]) -> None:
    phone, desk = both
    await say(phone, "我周三过来")
    await kept(phone)
    await phone.context.set_offline(True)
    await (await menu_of(phone, "我周三过来")).get_by_test_id("edit").click()
    await phone.get_by_test_id("composer-input").fill("我周四过来")
    await phone.get_by_test_id("composer-send").click()
    await expect(bubble(phone, "我周四过来")).to_contain_text("正在发送")
    await expect(bubble(desk, "我周三过来")).to_be_visible()
    await phone.context.set_offline(False)
    await expect(bubble(desk, "我周四过来")).to_contain_text("已修改")
    await expect(bubble(phone, "我周四过来")).to_contain_text("已修改")
    await expect(bubble(phone, "我周四过来")).not_to_contain_text("正在发送")


async def test_the_shop_decides_for_how_long_words_can_be_taken_back(both: tuple[Page, Page], shop: Served) -> None:
    phone, desk = both
    at = desk.url
    await desk.goto(f"{shop.url}/desk#/settings")
    await desk.get_by_test_id("shop-recall").select_option("0")
    await expect(desk.get_by_test_id("toast")).to_be_visible()
    await check_axe(desk)
    await desk.goto(at)
    # A page learns of it when it comes back.
    await phone.reload()
    await say(phone, "发错了")
    assert await (await menu_of(phone, "发错了")).get_by_test_id("recall").count() == 0
    await phone.keyboard.press("Escape")
    await say(desk, "好的")
    await desk.reload()
    menu = await menu_of(desk, "好的")
    await menu.get_by_test_id("moderate").click()
    await menu.get_by_role("button", name="发错了").click()
    await expect(phone.locator(".rule", has_text="撤回了一条消息")).to_be_visible()
