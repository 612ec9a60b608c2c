"""A manager chooses a language model and tries it; an owner sees its answer in the making, and books by it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from pawline.platform.clock import SystemClock
from pawline.platform.web.build import ensure_web
from tests.assistant.loopback_llm import HEAD, LoopbackLlm, hangs, loopback_llm, proposes, refuses
from tests.browser.conftest import DESK, PHONE, ROOT, check_axe, open_page, sign_in
from tests.browser.test_story import say
from tests.serving import Served, served

MISSED = "麻烦后天下午三点给我家泰迪整整容"
STRAY = "为什么月亮是圆的"


@pytest_asyncio.fixture(loop_scope="session")
async def model() -> AsyncIterator[LoopbackLlm]:
    async with loopback_llm() as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def shop(tmp_path: Path, clock: SystemClock, model: LoopbackLlm) -> AsyncIterator[Served]:
    ensure_web(ROOT)
    async with served(tmp_path, clock=clock, models=model.place) as one:
        yield one


async def choose(desk: Page, model: LoopbackLlm) -> None:
    """Fills the page in, without saving it."""
    await desk.get_by_test_id("model-url").fill(model.url)
    await desk.get_by_test_id("model-name").fill("small-model")
    await desk.get_by_test_id("model-key").fill("sk-secret")


async def test_a_model_is_chosen_tried_and_agreed_to(shop: Served, browser: Browser, model: LoopbackLlm) -> None:
    desk = await open_page(browser, f"{shop.url}/desk", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/settings")
    await expect(desk.get_by_test_id("model-state")).to_have_text("没有打开")
    await desk.get_by_test_id("to-model").click()
    switch = desk.get_by_test_id("model-on")
    await expect(switch).to_be_disabled()
    await expect(switch).to_contain_text("先填好地址")
    await check_axe(desk)

    await choose(desk, model)
    model.plays = [refuses(401)]
    await desk.get_by_test_id("model-test").click()
    await expect(desk.get_by_test_id("model-tried")).to_contain_text("不认这把密钥")
    await check_axe(desk)
    model.plays = [proposes(intents=["book"])]
    await desk.get_by_test_id("model-test").click()
    await expect(desk.get_by_test_id("model-tried")).to_contain_text("通了")
    assert "bearer sk-secret" in model.headers[-1].lower()

    await expect(desk.get_by_test_id("model-host")).to_have_text(model.place)
    await desk.get_by_test_id("model-agree").check()
    await switch.click()
    await desk.get_by_test_id("model-save").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("已保存")
    await expect(desk.get_by_test_id("model-agreed")).to_contain_text("11月22日")
    await expect(desk.get_by_test_id("model-key-hint")).to_contain_text("已加密保存")
    assert "sk-secret" not in await desk.content()

    # Another address has neither the key nor the agreement of this one.
    await desk.get_by_test_id("model-url").fill("https://api.example.com/v1")
    await expect(desk.get_by_test_id("model-agree")).not_to_be_checked()
    await expect(switch).to_have_attribute("aria-checked", "false")
    await desk.get_by_test_id("model-save").click()
    await expect(desk.get_by_role("alert")).to_contain_text("重新填一次密钥")
    await desk.reload()
    await expect(switch).to_have_attribute("aria-checked", "true")
    await desk.goto(f"{shop.url}/desk#/settings")
    await expect(desk.get_by_test_id("model-state")).to_contain_text("已打开：small-model")
    await desk.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await desk.goto(f"{shop.url}/desk#/language-model")
    await check_axe(desk)
    assert not await desk.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert desk.problems == []  # type: ignore[attr-defined]


async def test_an_owner_sees_an_answer_in_the_making(shop: Served, browser: Browser, model: LoopbackLlm) -> None:
    desk = await open_page(browser, f"{shop.url}/desk#/language-model", DESK)
    await sign_in(desk)
    await desk.goto(f"{shop.url}/desk#/language-model")
    await choose(desk, model)
    await desk.get_by_test_id("model-agree").check()
    await desk.get_by_test_id("model-on").click()
    await desk.get_by_test_id("model-save").click()
    await expect(desk.get_by_test_id("toast")).to_contain_text("已保存")

    go_on = asyncio.Event()

    async def play(line: Any) -> None:
        await line.raw(HEAD)
        await line.delta(content="月亮像个大盘子。")
        await go_on.wait()
        await line.delta(content="毛孩子们也爱看它！")
        await line.end()

    owner = await open_page(browser, f"{shop.url}/", PHONE)
    model.plays = [play]
    await say(owner, STRAY)
    draft = owner.get_by_test_id("draft")
    await expect(draft).to_contain_text("月亮像个大盘子。")
    await check_axe(owner)
    go_on.set()
    await expect(owner.get_by_text("月亮像个大盘子。毛孩子们也爱看它！")).to_be_visible()
    await expect(draft).to_have_count(0)

    # Something newer is said: what was in the making goes.
    model.plays = [hangs("月亮真圆。")]
    await say(owner, STRAY)
    await expect(draft).to_contain_text("月亮真圆。")
    times = [{"words": "后天下午三点", "role": "when"}]
    model.plays = [proposes(intents=["book"], services=[{"label": "bath", "words": "整整容"}], times=times)]
    await say(owner, MISSED)
    await expect(draft).to_have_count(0)
    await expect(owner.get_by_text("11月24日").first).to_be_visible()
    assert owner.problems == []  # type: ignore[attr-defined]
