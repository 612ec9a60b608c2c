"""Voices, videos and files in both pages, with Chromium's own microphone that beeps."""

import io
import re
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, Route, expect

from pawline.platform.web.build import ensure_web
from tests.browser.conftest import DESK, PHONE, ROOT, check_axe, open_page, sign_in
from tests.browser.test_story import say
from tests.chat.recordings import clip, tone
from tests.platform.test_speech import listening
from tests.serving import Served, served


async def record_voice(page: Page, seconds: float = 1.6) -> None:
    """A tap, some talking, and the tap that sends it."""
    await page.get_by_test_id("voice-record").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("recording")).to_be_visible()
    await page.wait_for_timeout(seconds * 1000)
    await page.get_by_test_id("voice-send").click()


async def attach(page: Page, picker: str, name: str, mime: str, content: bytes) -> None:
    await page.get_by_test_id(picker).set_input_files({"name": name, "mimeType": mime, "buffer": content})


async def comes_true(page: Page, expression: str) -> None:
    """Asked from outside: the page's own policy evaluates no text."""
    for _ in range(100):
        if await page.evaluate(expression):
            return
        await page.wait_for_timeout(100)
    raise AssertionError(expression)


async def desk_of(browser: Browser, shop: Served) -> Page:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    return desk


async def test_a_voice_is_spoken_sent_and_heard(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await record_voice(owner)
    mine = owner.get_by_test_id("voice")
    await expect(mine).to_have_count(1)
    await expect(mine).to_contain_text(re.compile(r"0:0[123]"))
    await expect(owner.get_by_text("已经转给店员来听").first).to_be_visible()
    await expect(owner.get_by_test_id("transcript")).to_have_count(0)
    await check_axe(owner)

    desk = await desk_of(browser, shop)
    row = desk.get_by_test_id("inbox-row").first
    await expect(row).to_contain_text("[语音]")
    await row.click()
    heard = desk.get_by_test_id("voice")
    await expect(heard.get_by_label("未听")).to_be_visible()
    await check_axe(desk)
    await heard.get_by_role("button").first.click()
    await expect(heard.get_by_label("未听")).to_have_count(0)
    await comes_true(desk, "document.querySelector('audio').currentTime > 0.2")
    assert await desk.evaluate("document.querySelector('audio').duration") > 1
    await owner.get_by_test_id("voice-record").focus()
    await owner.keyboard.press("Enter")
    await expect(desk.get_by_text("正在说话")).to_be_visible()
    await owner.get_by_test_id("voice-cancel").click()
    assert owner.problems == desk.problems == []  # type: ignore[attr-defined]


async def test_a_voice_slid_away_or_too_short_is_not_sent(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    button = owner.get_by_test_id("voice-record")
    place = await button.bounding_box()
    assert place is not None
    x, y = place["x"] + 20, place["y"] + 20
    await owner.mouse.move(x, y)
    await owner.mouse.down()
    await owner.wait_for_timeout(1500)
    await owner.mouse.move(x, y - 120)
    await expect(owner.get_by_text("松开取消")).to_be_visible()
    await owner.mouse.up()
    await expect(owner.get_by_test_id("recording")).to_have_count(0)
    await owner.mouse.move(x, y)
    await owner.mouse.down()
    await owner.wait_for_timeout(600)
    await owner.mouse.up()
    await expect(owner.get_by_text("说话时间太短")).to_be_visible()
    await say(owner, "在吗")
    await expect(owner.get_by_test_id("voice")).to_have_count(0)
    await expect(owner.get_by_test_id("sending")).to_have_count(0)


async def test_where_voices_are_written_down_the_words_are_shown_and_answered(tmp_path: Path, browser: Browser) -> None:
    ensure_web(ROOT)
    with listening() as endpoint:
        endpoint.answer = (200, '{"text": "你们几点开门"}'.encode())
        async with served(tmp_path, speech_url=f"http://127.0.0.1:{endpoint.server_port}/v1") as shop:
            owner = await open_page(browser, f"{shop.url}/", PHONE)
            await record_voice(owner)
            await expect(owner.get_by_test_id("transcript")).to_have_text("你们几点开门")
            await expect(owner.get_by_role("log").get_by_text("9:00", exact=False).last).to_be_visible()
            await check_axe(owner)


async def test_a_voice_held_is_sent_when_let_go(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await owner.get_by_test_id("voice-record").hover()
    await owner.mouse.down()
    await owner.wait_for_timeout(1600)
    await owner.mouse.up()
    await expect(owner.get_by_test_id("voice")).to_have_count(1)


async def test_a_video_and_a_file_reach_the_other_side(shop: Served, browser: Browser, tmp_path: Path) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await attach(owner, "pick-media", "豆豆.mp4", "video/mp4", clip(seconds=2))
    await expect(owner.get_by_test_id("video")).to_be_visible()
    await attach(owner, "pick-file", "疫苗本.pdf", "application/pdf", b"%PDF-1.7 rabies 2026")
    await expect(owner.get_by_test_id("file")).to_contain_text("疫苗本.pdf")
    await check_axe(owner)

    desk = await desk_of(browser, shop)
    await desk.get_by_test_id("inbox-row").first.click()
    await desk.get_by_test_id("video").get_by_role("button").first.click()
    await comes_true(desk, "document.querySelector('dialog video')?.currentTime > 0.2")
    await desk.keyboard.press("Escape")
    async with desk.expect_download() as downloading:
        await desk.get_by_test_id("file").click()
    download = await downloading.value
    assert download.suggested_filename == "疫苗本.pdf"
    await download.save_as(tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").read_bytes() == b"%PDF-1.7 rabies 2026"
    assert owner.problems == desk.problems == []  # type: ignore[attr-defined]


async def test_a_video_that_no_browser_plays_can_be_saved(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await attach(owner, "pick-media", "old.mov", "video/quicktime", clip("mov", "mpeg4", "pcm_s16le"))
    await owner.get_by_test_id("video").get_by_role("button").first.click()
    await owner.get_by_test_id("foreign").wait_for()
    async with owner.expect_download() as downloading:
        await owner.get_by_test_id("foreign").get_by_role("link").click()
    assert (await downloading.value).suggested_filename.endswith(".mov")


async def test_an_upload_goes_on_after_a_reload(shop: Served, browser: Browser) -> None:
    """The line goes after the second part; the page is closed; the rest is sent, and one message is there."""
    content = tone("wav", "pcm_s16le", 40)
    sent: list[int] = []
    is_cut = True

    async def cut(route: Route) -> None:
        if route.request.method == "PATCH":
            offset = int(route.request.headers["upload-offset"])
            if is_cut and offset >= 2 * 1024 * 1024:
                await route.abort()
                return
            sent.append(offset)
        await route.continue_()

    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await owner.context.route("**/api/chat/uploads/*", cut)
    await attach(owner, "pick-file", "声音.wav", "audio/wav", content)
    waiting = owner.get_by_test_id("sending")
    await expect(waiting).to_contain_text("没连上店里，连上会接着传")
    await owner.reload()
    await expect(waiting).to_contain_text("没连上店里，连上会接着传")
    is_cut = False
    await expect(owner.get_by_test_id("file")).to_contain_text("声音.wav", timeout=15_000)
    await expect(waiting).to_have_count(0)
    assert sent == [0, 1024 * 1024, 2 * 1024 * 1024, 3 * 1024 * 1024], "no part was sent twice"
    await owner.reload()
    await expect(owner.get_by_test_id("file")).to_have_count(1)


async def test_a_picture_chosen_without_a_network_is_sent_when_there_is_one(shop: Served, browser: Browser) -> None:
    is_cut = True

    async def cut(route: Route) -> None:
        await (route.abort() if is_cut else route.continue_())

    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await owner.context.route("**/api/uploads", cut)
    picture = io.BytesIO()
    Image.new("RGB", (900, 600), "#876").save(picture, "PNG")
    await attach(owner, "pick-media", "豆豆.png", "image/png", picture.getvalue())
    waiting = owner.get_by_test_id("sending")
    for _ in range(2):
        await expect(waiting).to_contain_text("没连上店里，连上会接着传")
        await check_axe(owner)
        await owner.reload()
    is_cut = False
    await expect(owner.locator(".row.mine img")).to_have_count(1, timeout=40_000)
    await expect(waiting).to_have_count(0)
    await owner.reload()
    await expect(owner.locator(".row.mine img")).to_have_count(1)


async def test_a_large_picture_leaves_the_phone_small(shop: Served, browser: Browser) -> None:
    """Resized here: what goes over a train's network is a JPEG of 1600 pixels, without where it was taken."""
    large = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "a phone that tells"
    Image.effect_noise((4000, 3000), 90).convert("RGB").save(large, "JPEG", quality=95, exif=exif)
    phone = await open_page(browser, f"{shop.url}/", PHONE)
    left: list[bytes] = []

    async def note(route: Route) -> None:
        left.append(route.request.post_data_buffer or b"")
        await route.continue_()

    await phone.route("**/api/uploads", note)
    await attach(phone, "pick-media", "large.jpg", "image/jpeg", large.getvalue())
    await expect(phone.locator(".row.mine img")).to_have_count(1)
    [sent] = left
    with Image.open(io.BytesIO(sent)) as seen:
        assert (seen.format, max(seen.size)) == ("JPEG", 1600)
        assert not seen.getexif()
    assert len(sent) < len(large.getvalue()) / 3


async def test_what_is_called_off_or_refused(shop: Served, browser: Browser) -> None:
    owner = await open_page(browser, f"{shop.url}/", PHONE)
    await attach(owner, "pick-file", "setup.exe", "application/octet-stream", b"MZ" + bytes(100))
    await expect(owner.get_by_text("程序和网页文件不能发")).to_be_visible()
    await owner.get_by_role("button", name="删除").click()
    await owner.context.route("**/api/chat/uploads/*", lambda route: route.abort())
    await attach(owner, "pick-file", "大.bin", "application/octet-stream", bytes(3_000_000))
    await owner.get_by_test_id("cancel-upload").click()
    await expect(owner.get_by_test_id("sending")).to_have_count(0)
    await owner.reload()
    await owner.get_by_test_id("composer-input").wait_for()
    await expect(owner.get_by_test_id("sending")).to_have_count(0)
