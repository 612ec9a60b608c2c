"""`make screenshots`: PNGs of a committed list of populated screens, both widths, light and dark.

They are left in `screenshots-out/`; the few that the README shows are copied to `docs/pictures/`.
"""

import asyncio
import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from pawline.platform.web.build import ensure_web
from tests.browser.conftest import DESK, FLAGS, PHONE, ROOT, SUNDAY, clock_at, go_to, open_page, sign_in
from tests.browser.test_story import WISH, WISH_EN, book, photo, say
from tests.serving import Served, served

OUT = ROOT / "screenshots-out"
PICTURES = ROOT / "docs" / "pictures"
SHOWN = {
    "owner-card-zh-light-390": "owner-chat.png",
    "owner-visit-zh-light-390": "owner-visit.png",
    "owner-card-en-dark-390": "owner-chat-dark-en.png",
    "owner-pets-zh-light-390": "owner-pets.png",
    "desk-inbox-zh-light-1280": "desk-inbox.png",
    "desk-schedule-zh-light-1280": "desk-schedule.png",
    "desk-board-zh-light-1280": "desk-board.png",
}


async def shoot(page: Page, name: str) -> None:
    """The page at its own width and at the other one."""
    await page.wait_for_timeout(600)
    # What was said about a tap would stand over the page.
    await expect(page.get_by_test_id("toast")).to_have_count(0)
    first = page.viewport_size
    assert first is not None
    for size in (first, DESK if first == PHONE else PHONE):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await page.wait_for_timeout(400)
        await page.screenshot(path=OUT / f"{name}-{size['width']}.png")
    await page.set_viewport_size(first)
    sys.stdout.write(f"{name}\n")


async def drawn(portrait: Locator) -> bytes:
    """A photo for the demo: the pet's portrait, as large as a page."""
    await portrait.evaluate(
        "one => { Object.assign(one.style, {position: 'fixed', inset: 0, height: '292px', zIndex: 99});"
        " Object.assign(one.firstElementChild.style, {width: '280px', height: '280px'}) }"
    )
    return await portrait.screenshot(type="jpeg", quality=90)


async def one_look(shop: Served, browser: Browser, clock, lang: str, theme: str, number: str) -> None:  # type: ignore[no-untyped-def]
    """Every screen in one language and theme."""
    look = f"{lang}-{theme}"
    go_to(clock, SUNDAY)
    owner = await open_page(browser, f"{shop.url}/", PHONE, lang, theme)
    desk = await open_page(browser, f"{shop.url}/desk", DESK, lang, theme)
    await owner.get_by_test_id("composer-input").wait_for()
    await shoot(owner, f"owner-hello-{look}")
    await shoot(desk, f"desk-sign-in-{look}")
    await sign_in(desk)
    await book(owner, shop, WISH_EN if lang == "en" else WISH, number)
    await shoot(owner, f"owner-card-{look}")
    second = {"en": "Thursday afternoon for my poodle, a bath", "zh": "另外周六下午给泰迪洗澡，他怕吹风机"}
    await say(owner, second[lang])
    await owner.wait_for_timeout(2500)
    await shoot(owner, f"owner-second-{look}")
    for page in ("pets", "me"):
        await owner.goto(f"{shop.url}/#/{page}")
        await shoot(owner, f"owner-{page}-{look}")
    await owner.goto(f"{shop.url}/#/pets")
    snapshot = await drawn(owner.get_by_test_id("pet-card").first.locator(".art"))
    await owner.goto(f"{shop.url}/#/")
    await desk.get_by_test_id("inbox-row").first.click()
    await shoot(desk, f"desk-inbox-{look}")
    go_to(clock, SUNDAY.replace(day=24, hour=14, minute=58))
    await desk.goto(f"{shop.url}/desk#/board")
    await desk.reload()
    mine = desk.get_by_test_id("board-card").filter(has_text="Golden" if lang == "en" else "金毛").first
    for _ in range(4):
        await mine.get_by_test_id("next-stage").click()
        await desk.wait_for_timeout(500)
    await photo(desk, mine, snapshot)
    await shoot(desk, f"desk-board-{look}")
    await desk.goto(f"{shop.url}/desk#/schedule")
    await shoot(desk, f"desk-schedule-{look}")
    await desk.get_by_test_id("new-booking").click()
    await desk.get_by_test_id("find-pet").fill("林")
    await desk.get_by_test_id("again-row").first.click()
    await desk.get_by_test_id("free-time").nth(2).click()
    await shoot(desk, f"desk-new-booking-{look}")
    for page in ("people", "roster", "catalogue", "policies", "records", "settings", "language-model"):
        await desk.goto(f"{shop.url}/desk#/{page}")
        await shoot(desk, f"desk-{page}-{look}")
    await owner.reload()
    await owner.get_by_test_id("visit-card").last.wait_for()
    await shoot(owner, f"owner-visit-{look}")


def keep(picture: Path, shown: Path) -> None:
    """Flat drawings look the same in 256 colours, and a clone stays small."""
    with Image.open(picture) as one:
        one.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(shown, optimize=True)


async def main() -> None:
    """Takes every picture."""
    ensure_web(ROOT)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    PICTURES.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for number, (lang, theme) in enumerate(product(("zh", "en"), ("light", "dark"))):
            with tempfile.TemporaryDirectory() as folder:
                clock = clock_at(SUNDAY)
                async with served(Path(folder), clock=clock) as shop:
                    await one_look(shop, browser, clock, lang, theme, f"1380013800{number}")
        await browser.close()
    for name, shown in SHOWN.items():
        keep(OUT / f"{name}.png", PICTURES / shown)


if __name__ == "__main__":
    asyncio.run(main())
