"""A shop's language model: who chooses it, where its key goes, what it may reach, and what a test of it tells."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from pawline.assistant import LanguageModels
from pawline.assistant.errors import BadModel, KeyMissing, ModelNotReady
from pawline.assistant.lm_settings import ModelChange
from pawline.people import Actor, Role
from pawline.platform.config import BadSetting, Config
from pawline.platform.egress import BadAddress, Egress
from pawline.platform.ids import AccountId, DeviceId
from pawline.platform.ports.llm import Endpoint, Line, LlmAway, LlmBusy, LlmFailed, LlmKeyRefused, LlmUnknown
from pawline.platform.ports.llm_openai import OpenAiLlm
from pawline.shop import NewShop
from tests.waiting import until

from .house import Counter
from .loopback_llm import HEAD, LoopbackLlm, hangs, proposes, refuses, says

ON = ModelChange(url="https://api.example/v1", model="m", is_on=True, is_agreed=True, key="sk-secret-1")


@pytest.fixture
def counter(opened: Counter) -> Counter:
    return opened


@pytest.fixture
async def boss(counter: Counter) -> Actor:
    account_id = AccountId(counter.ids.new())
    await counter.db.write(
        lambda tx: counter.people.open_account(
            tx, counter.shop.id, account_id, Role.MANAGER, name="毛老板", login="boss"
        )
    )
    return Actor(counter.shop.id, account_id, "staff", Role.MANAGER, DeviceId("d"))


def of(counter: Counter) -> LanguageModels:
    assert counter.models is not None
    return counter.models


def changed(change: ModelChange, **to: Any) -> ModelChange:
    return msgspec.structs.replace(change, **to)


async def test_a_shop_has_none_until_it_chooses_one(counter: Counter, boss: Actor) -> None:
    view = await of(counter).show(boss)
    assert (view.is_on, view.agreed, view.has_key, view.url) == (False, None, False, "")


async def test_the_key_is_sealed_and_never_read_back(counter: Counter, boss: Actor) -> None:
    view = await of(counter).change(boss, ON)
    assert view.has_key
    assert "secret" not in msgspec.json.encode(view).decode()
    [stored] = await counter.db.read(
        lambda tx: tx.execute(sa.text("SELECT key_sealed FROM language_model")).scalars().all()
    )
    assert stored.startswith("v1.")
    assert "secret" not in stored
    assert "secret" not in repr(Endpoint("u", "m", "secret"))
    kept = await of(counter).change(boss, changed(ON, key=None, day_tokens=5_000))
    assert (kept.has_key, kept.day_tokens) == (True, 5_000)
    assert not (await of(counter).change(boss, changed(ON, key=""))).has_key


async def test_who_agreed_and_when_is_kept_for_one_address(counter: Counter, boss: Actor) -> None:
    first = (await of(counter).change(boss, ON)).agreed
    assert first is not None
    assert (first.by, first.at_ms) == ("毛老板", counter.clock.now_ms())
    counter.clock.advance(60)
    assert (await of(counter).change(boss, changed(ON, model="n", key=None))).agreed == first
    elsewhere = changed(ON, url="https://other.example/v1")
    again = (await of(counter).change(boss, elsewhere)).agreed
    assert again is not None
    assert again.at_ms == first.at_ms + 60_000
    withdrawn = await of(counter).change(boss, changed(elsewhere, is_agreed=False, is_on=False))
    assert (withdrawn.agreed, withdrawn.is_on) == (None, False)


async def test_a_key_goes_to_its_own_address_only(counter: Counter, boss: Actor, model: LoopbackLlm) -> None:
    """Else a manager could have it sent anywhere, and read it there."""
    await of(counter).change(boss, ON)
    elsewhere = changed(ON, url=model.url, key=None)
    with pytest.raises(KeyMissing):
        await of(counter).change(boss, elsewhere)
    with pytest.raises(KeyMissing):
        await of(counter).try_out(boss, elsewhere)
    assert not model.asked
    assert (await of(counter).show(boss)).url == ON.url


@pytest.mark.parametrize("missing", [{"is_agreed": False}, {"url": ""}, {"model": ""}])
async def test_it_is_not_on_before_everything_is_there(counter: Counter, boss: Actor, missing: dict[str, Any]) -> None:
    with pytest.raises(ModelNotReady):
        await of(counter).change(boss, changed(ON, **missing))
    assert not (await of(counter).show(boss)).is_on


@pytest.mark.parametrize(
    "wrong",
    [
        {"patience_s": 1}, {"patience_s": 21}, {"day_tokens": 0}, {"talk_tokens": 10**9}, {"model": "m" * 121},
        {"key": "k" * 500}, {"key": "钥匙"}, {"key": "a b"},
    ],
)  # fmt: skip
async def test_what_is_out_of_bounds_is_refused(counter: Counter, boss: Actor, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadModel):
        await of(counter).change(boss, changed(ON, **wrong))


INSIDE = (
    "http://api.example/v1", "ftp://api.example", "https://127.0.0.1/v1", "https://localhost:9/v1", "https://10.0.0.1/v1",
    "http://169.254.169.254/latest", "https://user:pw@api.example/v1", "https://[::1]:9/v1", "nonsense", "https://",
    "https://2130706433/v1",
)  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
async def test_ones_own_network_is_not_reached(counter: Counter, boss: Actor, url: str) -> None:
    with pytest.raises(BadAddress):
        await of(counter).try_out(boss, changed(ON, url=url))


async def test_only_the_host_that_was_let_in_is(counter: Counter, boss: Actor, model: LoopbackLlm) -> None:
    """The person who runs the installation names host and port; another port of the same host stays shut."""
    model.plays = [proposes(intents=["book"])]
    assert (await of(counter).try_out(boss, changed(ON, url=model.url))).is_able
    with pytest.raises(BadAddress):
        await of(counter).try_out(boss, changed(ON, url=model.url.replace(str(model.port), "1")))


def test_hosts_are_named_in_a_setting() -> None:
    assert Config(models="localhost:11434, 10.0.0.5:8000").model_hosts == {"localhost:11434", "10.0.0.5:8000"}
    assert Config().model_hosts == frozenset()
    with pytest.raises(BadSetting):
        _ = Config(models="http://localhost").model_hosts


async def test_a_test_really_calls_and_sends_nothing_of_owners(
    counter: Counter, boss: Actor, model: LoopbackLlm
) -> None:
    await counter.say("我叫王小明，你好")
    model.plays = [proposes(intents=["book"])]
    tried = await of(counter).try_out(boss, changed(ON, url=model.url, is_on=False, is_agreed=False))
    assert (tried.is_able, tried.tokens) == (True, 900)
    assert "authorization: bearer sk-secret-1" in model.headers[0].lower()
    assert "王小明" not in model.seen
    # It is paid for like everything else, and nothing of it is kept.
    view = await of(counter).show(boss)
    assert (view.spent_tokens, view.url) == (900, "")


async def test_a_model_without_tools_is_told_apart(counter: Counter, boss: Actor, model: LoopbackLlm) -> None:
    model.plays = [says("好的！")]
    assert not (await of(counter).try_out(boss, changed(ON, url=model.url))).is_able


@pytest.mark.parametrize(
    ("status", "refusal"),
    [(401, LlmKeyRefused), (403, LlmKeyRefused), (404, LlmUnknown), (400, LlmUnknown), (429, LlmBusy), (402, LlmBusy)],
)
async def test_why_a_test_failed_is_told(
    counter: Counter, boss: Actor, model: LoopbackLlm, status: int, refusal: type[LlmFailed]
) -> None:
    model.plays = [refuses(status)]
    with pytest.raises(refusal):
        await of(counter).try_out(boss, changed(ON, url=model.url))
    assert len(model.asked) == 1


async def test_a_test_waits_twenty_seconds(counter: Counter, boss: Actor, model: LoopbackLlm) -> None:
    model.plays = [hangs()]

    async def trying() -> None:
        with pytest.raises(LlmAway):
            await of(counter).try_out(boss, changed(ON, url=model.url))

    async with asyncio.TaskGroup() as group:
        group.create_task(trying())
        await until(lambda: model.asked)
        counter.clock.advance(20.1)
    await until(lambda: model.hung_up)


async def test_another_shop_has_its_own(counter: Counter, boss: Actor) -> None:
    await of(counter).change(boss, ON)
    other = await counter.shops.open_shop(NewShop(slug="other", name="别家"))
    theirs = Actor(other.id, AccountId("x"), "staff", Role.MANAGER, DeviceId("d"))
    assert (await of(counter).show(theirs)).url == ""


async def test_the_longest_answer_is_said_by_its_newer_name_where_it_must(model: LoopbackLlm) -> None:
    refusal = {"error": {"message": "Unsupported parameter: use 'max_completion_tokens' instead."}}
    model.plays = [refuses(400, json.dumps(refusal)), says("好")]
    llm, at = OpenAiLlm(Egress(hosts=frozenset({model.place}))), Endpoint(model.url, "m")
    for _ in range(2):
        assert (await llm.ask(at, [Line("user", "你好")], [], 50)).text == "好"
    assert [("max_tokens" in one, "max_completion_tokens" in one) for one in model.asked] == [
        (True, False), (False, True), (False, True),
    ]  # fmt: skip


async def test_pieces_are_heard_as_they_come(model: LoopbackLlm) -> None:
    heard: list[str] = []
    go_on = asyncio.Event()

    async def play(line: Any) -> None:
        await line.raw(HEAD)
        await line.delta(content="好")
        await go_on.wait()
        await line.delta(content="的")
        await line.end()

    model.plays = [play]
    llm = OpenAiLlm(Egress(hosts=frozenset({model.place})))
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(llm.ask(Endpoint(model.url, "m"), [Line("user", "x")], [], 50, heard.append))
        await until(lambda: heard)
        assert not asking.done()
        go_on.set()
    assert (asking.result().text, heard) == ("好的", ["好", "的"])


def test_the_library_calls_nobody_when_it_is_loaded_and_is_loaded_late() -> None:
    """Every event of a socket or another process ends this one."""
    script = """
import sys
import pawline.app
assert "openai" not in sys.modules
def watch(event, args):
    if event.split(".")[0] in {"socket", "subprocess", "urllib", "http"} and event != "socket.__new__":
        raise SystemExit(f"{event} {args}")
sys.addaudithook(watch)
import openai
openai.AsyncOpenAI(api_key="x", base_url="http://127.0.0.1:1/v1")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
