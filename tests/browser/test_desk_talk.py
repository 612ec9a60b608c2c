"""What the desk has besides answers: notes, saved replies, hand-overs, who else is looking, and the bell."""

import asyncio
import json

from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, TABLET, check_axe, open_page, sign_in
from tests.browser.test_messages import bubble
from tests.serving import Served
from tests.waiting import LONGEST_S, until


async def owner_with_words(browser: Browser, shop: Served, words: str) -> tuple[Page, str]:
    phone = await open_page(browser, f"{shop.url}/", PHONE)
    await phone.get_by_test_id("composer-input").fill(words)
    await phone.get_by_test_id("composer-send").click()
    await expect(bubble(phone, words)).to_be_visible()
    c = await phone.evaluate("fetch('/api/me').then(answer => answer.json()).then(me => me.conversation_id)")
    return phone, c


async def desk_at(browser: Browser, shop: Served, c: str, login: str = "manager") -> Page:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk, login)
    await desk.goto(f"{shop.url}/desk#/c/{c}")
    await expect(desk.get_by_test_id("take-over")).to_be_visible()
    return desk


async def pressed(desk: Page, *names: str) -> None:
    """That of the filters these, and no others, are chosen."""
    for name in ("all", "waiting", "mine", "assistant"):
        await expect(desk.get_by_test_id(f"filter-{name}")).to_have_attribute(
            "aria-pressed", "true" if name in names else "false"
        )


HIDDEN = """all => all.filter(one => {
  const box = one.getBoundingClientRect(), y = box.top + box.height / 2
  return ![box.left + 2, box.right - 2].every(x => one.contains(document.elementFromPoint(x, y)))
}).map(one => one.outerHTML.slice(0, 80))"""


async def expect_whole(chips: Locator) -> None:
    """Each is there from its left end to its right, nothing over it or cut off, once the page has its new shape."""
    await expect(chips).not_to_have_count(0)
    hidden: list[str] = []
    try:
        async with asyncio.timeout(LONGEST_S):
            while hidden := await chips.evaluate_all(HIDDEN):
                pass
    except TimeoutError:
        raise AssertionError(f"{hidden} at {chips.page.viewport_size}") from None


async def test_the_list_is_narrowed_to_what_one_looks_for(browser: Browser, shop: Served) -> None:
    _, c = await owner_with_words(browser, shop, "转人工")
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await expect(desk.get_by_test_id("filter-waiting")).to_have_text("待接管1")
    await expect(desk.get_by_test_id("filter-mine")).to_have_text("我的0")
    await pressed(desk, "all")
    await desk.get_by_test_id("filter-waiting").click()
    await pressed(desk, "waiting")
    await expect(desk.get_by_test_id("inbox-row")).to_have_count(1)
    await expect(desk.get_by_test_id("found-group")).to_have_count(0)
    await desk.keyboard.press("ArrowRight")
    await expect(desk.get_by_test_id("filter-mine")).to_be_focused()
    await pressed(desk, "mine")
    await expect(desk.get_by_text("你现在没有接待客人。")).to_be_visible()
    await check_axe(desk)
    # It stays while the page is open, also when another room was looked at.
    await desk.goto(f"{shop.url}/desk#/board")
    await expect(desk.get_by_test_id("inbox-search")).to_have_count(0)
    await desk.goto(f"{shop.url}/desk#/c/{c}")
    await pressed(desk, "mine")
    await desk.get_by_test_id("take-over").click()
    await expect(desk.get_by_test_id("filter-mine")).to_have_text("我的1")
    await expect(desk.get_by_test_id("filter-waiting")).to_have_text("待接管0")
    await expect(desk.get_by_test_id("inbox-row")).to_have_count(1)


async def test_a_note_and_a_reply_that_are_being_written_keep_each_other(browser: Browser, shop: Served) -> None:
    phone, c = await owner_with_words(browser, shop, "豆豆明天想洗澡")
    desk = await desk_at(browser, shop, c)
    reply, note = desk.get_by_test_id("composer-input"), desk.get_by_test_id("note-input")
    await reply.fill("您好，明天")
    await desk.get_by_test_id("mode-note").click()
    await note.fill("上次咬过小美")
    await desk.get_by_test_id("mode-reply").click()
    await expect(reply).to_have_value("您好，明天")
    await desk.get_by_test_id("mode-note").click()
    await expect(note).to_have_value("上次咬过小美")
    # Another conversation has its own, and a reload forgets neither.
    await desk.get_by_test_id("inbox-row").last.click()
    await expect(desk).not_to_have_url(f"{shop.url}/desk#/c/{c}")
    await desk.get_by_test_id("mode-note").click()
    await expect(note).to_have_value("")
    await desk.goto(f"{shop.url}/desk#/c/{c}")
    await desk.reload()
    await expect(reply).to_have_value("您好，明天")
    await desk.get_by_test_id("mode-note").click()
    await expect(note).to_have_value("上次咬过小美")
    await desk.get_by_test_id("note-keep").click()
    await expect(desk.get_by_test_id("note")).to_contain_text("上次咬过小美")
    await expect(note).to_have_value("")
    await expect(phone.get_by_text("上次咬过小美")).to_have_count(0)


async def test_on_a_tablet_nothing_is_cut_off(browser: Browser, shop: Served) -> None:
    _, c = await owner_with_words(browser, shop, "转人工")
    boss, _ = await desk_at(browser, shop, c), await desk_at(browser, shop, c, "lin")
    await expect(boss.get_by_test_id("also-here")).to_be_visible()
    await expect(boss.get_by_test_id("owner-here")).to_be_visible()
    for size in (TABLET, PHONE, DESK):
        await boss.set_viewport_size(size)  # type: ignore[arg-type]
        await expect_whole(boss.locator(".chat .head .tag, .chat .head .quiet"))
        if size != PHONE:
            await expect_whole(boss.locator("[data-testid^=filter-], .list .tag"))
    await boss.set_viewport_size(TABLET)  # type: ignore[arg-type]
    await check_axe(boss)


async def test_notes_are_seen_by_colleagues_and_never_by_the_owner(browser: Browser, shop: Served) -> None:
    phone, c = await owner_with_words(browser, shop, "豆豆明天想洗澡")
    boss, lin = await desk_at(browser, shop, c), await desk_at(browser, shop, c, "lin")
    await boss.get_by_test_id("mode-note").click()
    await boss.get_by_test_id("note-input").fill("上次咬过小美，戴嘴套")
    await check_axe(boss)
    await boss.get_by_test_id("note-keep").click()
    for desk in (boss, lin):
        await expect(desk.get_by_test_id("note")).to_contain_text("戴嘴套")
    await expect(lin.get_by_test_id("note")).to_contain_text("店长")
    await phone.reload()
    await expect(bubble(phone, "豆豆明天想洗澡")).to_be_visible()
    await expect(phone.get_by_text("戴嘴套")).to_have_count(0)
    # A note does not take the conversation.
    await expect(lin.get_by_test_id("take-over")).to_be_visible()


async def test_saved_replies_are_found_by_a_slash_and_not_sent_by_it(browser: Browser, shop: Served) -> None:
    phone, c = await owner_with_words(browser, shop, "可以停车吗")
    boss = await desk_at(browser, shop, c)
    await boss.goto(f"{shop.url}/desk#/settings")
    await boss.get_by_test_id("canned-word").fill("/park")
    await boss.get_by_test_id("canned-text").fill("门口就有免费车位，找不到随时打电话。")
    await boss.get_by_test_id("canned-keep").click()
    await expect(boss.get_by_test_id("canned-row").filter(has_text="/park")).to_be_visible()
    await check_axe(boss)
    await boss.goto(f"{shop.url}/desk#/c/{c}")
    await boss.get_by_test_id("composer-input").fill("/pa")
    await expect(boss.get_by_test_id("canned")).to_contain_text("免费车位")
    await boss.get_by_test_id("composer-input").press("Enter")
    await expect(boss.get_by_test_id("composer-input")).to_have_value("门口就有免费车位，找不到随时打电话。")
    await expect(phone.get_by_text("免费车位")).to_have_count(0)
    await boss.get_by_test_id("composer-send").click()
    await expect(bubble(phone, "免费车位")).to_be_visible()


async def test_two_desks_see_each_other_and_hand_over(browser: Browser, shop: Served) -> None:
    _, c = await owner_with_words(browser, shop, "想约周六")
    boss, lin = await desk_at(browser, shop, c), await desk_at(browser, shop, c, "lin")
    await expect(boss.get_by_test_id("also-here")).to_contain_text("小林 也在看")
    await expect(lin.get_by_test_id("also-here")).to_contain_text("店长 也在看")
    await expect(boss.get_by_test_id("owner-here")).to_be_visible()
    await lin.goto(f"{shop.url}/desk#/board")
    await expect(boss.get_by_test_id("also-here")).to_have_count(0)
    await boss.get_by_test_id("assign").click()
    await boss.get_by_test_id("colleague").filter(has_text="小林").click()
    await expect(boss.get_by_test_id("conversation-state")).to_contain_text("小林")
    # Whoever answers now takes it from her, and is told so before.
    await expect(boss.locator(".hint")).to_contain_text("小林正在接待")
    await lin.goto(f"{shop.url}/desk#/c/{c}")
    await expect(lin.get_by_test_id("hand-back")).to_be_visible()
    # To the owner they are one shop; its people see who of them wrote what.
    await lin.get_by_test_id("composer-input").fill("周六三点可以")
    await lin.get_by_test_id("composer-send").click()
    await expect(bubble(boss, "周六三点可以").get_by_test_id("written-by")).to_have_text("小林")
    await expect(bubble(lin, "周六三点可以")).to_be_visible()
    await expect(lin.get_by_test_id("written-by")).to_have_count(0)


async def test_the_desk_rings(browser: Browser, shop: Served) -> None:
    _, c = await owner_with_words(browser, shop, "有人吗")
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    topic = f"desk.{shop.made.shop.id}"
    await until(lambda: shop.house.db.bus.has_listeners(topic))
    frame = {"t": "ring", "c": c, "d": {"reason": "asked", "waited_ms": 180_000}}
    shop.house.db.bus.deliver(topic, json.dumps(frame).encode())
    await expect(desk.get_by_text("有客人等了 3 分钟")).to_be_visible()
    # Whoever opens the conversation, in whatever way, is told no more.
    await desk.goto(f"{shop.url}/desk#/c/{c}")
    await expect(bubble(desk, "有人吗")).to_be_visible()
    assert await desk.get_by_text("有客人等了 3 分钟").count() == 0
    # In front of it nothing rings; another one does, and leads there.
    await desk.bring_to_front()
    _, other = await owner_with_words(browser, shop, "还有我")
    for one, waited in ((c, 240_000), (other, 300_000)):
        frame = {"t": "ring", "c": one, "d": {"reason": "asked", "waited_ms": waited}}
        shop.house.db.bus.deliver(topic, json.dumps(frame).encode())
    await expect(desk.get_by_text("有客人等了 5 分钟")).to_be_visible()
    assert await desk.get_by_text("有客人等了 4 分钟").count() == 0
    # On a tablet too the sentence covers none of the conversation's buttons.
    for size in (TABLET, DESK):
        await desk.set_viewport_size(size)  # type: ignore[arg-type]
        await expect_whole(desk.locator(".chat .head button:visible, .chat .composer button:visible"))
    await desk.get_by_role("button", name="去看看").click()
    await expect(bubble(desk, "还有我")).to_be_visible()


async def test_a_push_is_shown_and_opens_its_conversation(browser: Browser, shop: Served) -> None:
    context = await browser.new_context(viewport=DESK, permissions=["notifications"])  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(f"{shop.url}/")
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    debugger = await context.new_cdp_session(page)
    found: list[str] = []
    debugger.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    await debugger.send("ServiceWorker.enable")
    await until(lambda: found)
    notice = {"c": "c1", "title": "毛球宠物", "body": "豆豆洗好了", "badge": 1, "side": "owner"}
    asked = "navigator.serviceWorker.ready.then(one => one.getNotifications()).then(all => all.map(one => one.body))"
    for body in ("豆豆洗好了", "可以来接啦"):
        push = {"origin": shop.url, "registrationId": found[-1], "data": json.dumps(notice | {"body": body})}
        await debugger.send("ServiceWorker.deliverPushMessage", push)
        # The worker takes several at once, in no order: the next comes when this one is there.
        await page.wait_for_function(f"{asked}.then(all => all.includes('{body}'))")
    # One conversation, one notice: the newer takes the place of the older, which the browser does in its own time.
    await page.wait_for_function(f"{asked}.then(all => all.join() === '可以来接啦')")
    await context.close()
