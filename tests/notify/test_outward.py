"""Pushes, rings and webhooks against a real other side, on a whole house with a virtual clock."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from pawline.app import House
from pawline.chat import SendFrame
from pawline.chat.watching import Watching
from pawline.demo import DemoSms, seed
from pawline.people import Actor, Programs, Role
from pawline.pets import NewCondition
from pawline.platform.clock import VirtualClock
from pawline.platform.config import Config
from pawline.platform.db.engines import open_engine
from pawline.platform.db.migrate import upgrade
from pawline.platform.egress import BadAddress, Egress, NotDelivered
from pawline.platform.errors import BadInput, NotFound
from pawline.platform.ids import AccountId, ConversationId, ShopId
from pawline.platform.ports.push import WebPush
from tests.notify.outside import Browser, Outside, outside
from tests.serving import PASSWORDS, cheap_passwords


@dataclass
class Stage:
    """A demo house, its owner, its team, and the world outside."""

    house: House
    world: Outside
    clock: VirtualClock
    owner: Actor
    c: ConversationId
    boss: Actor
    lin: Actor

    async def settle(self) -> None:
        """Everything that is due now happens, and what that brings about."""
        for _ in range(3):
            await self.house.outbox.settle()
            await self.house.jobs.settle()

    async def say(self, who: Actor, words: str, c: str | None = None) -> None:
        self.clock.advance(0.01)
        key = f"said-{self.clock.now_ms()}"
        await self.house.chat.send(who, c or self.c, key, {"type": "text", "text": words})


@pytest.fixture
async def stage(tmp_path: Path, clock: VirtualClock) -> AsyncIterator[Stage]:
    config = Config(data=str(tmp_path), local_calls="1")
    engine = open_engine(config.database)
    upgrade(engine)
    engine.dispose()
    sms = DemoSms(clock)
    house = House(config, clock=clock, sms=sms, passwords=cheap_passwords())
    await house.db.start()
    made = await seed(house, PASSWORDS)

    async def person(account_id: str) -> Actor:
        shop_id, account = ShopId(made.shop.id), AccountId(account_id)
        return (await house.db.write(lambda tx: house.people.open_session(tx, shop_id, account))).actor

    async with outside() as world:
        yield Stage(
            house, world, clock, await person(made.owners["林女士"]), ConversationId(made.conversations["林女士"]),
            await person(made.staff["manager"]), await person(made.staff["lin"]),
        )  # fmt: skip
    await house.db.stop()


async def listen(stage: Stage, who: Actor, path: str, *, has_text: bool = True) -> Browser:
    browser = Browser(stage.world.url(path))
    await stage.house.pushes.subscribe(who, browser.wanted, has_text)
    return browser


def to(stage: Stage, path: str) -> list[Any]:
    return [call for call in stage.world.calls if call.path == path]


async def test_an_owner_is_told_once_for_several_messages(stage: Stage) -> None:
    phone = await listen(stage, stage.owner, "/phone")
    await stage.settle()
    stage.world.calls.clear()
    for words in ("您好", "豆豆洗好了", "可以来接啦"):
        await stage.say(stage.lin, words)
        await stage.settle()
    assert to(stage, "/phone") == []
    stage.clock.advance(4)
    await stage.settle()
    (call,) = to(stage, "/phone")
    notice = phone.read(call)
    assert (notice["c"], notice["body"], notice["side"]) == (stage.c, "可以来接啦", "owner")
    assert notice["badge"] >= 3
    assert call.headers["topic"] == stage.c[:32]
    assert call.headers["content-encoding"] == "aes128gcm"
    _check_signature(call.headers["authorization"], stage.world.url(""))


def _check_signature(header: str, audience: str) -> None:
    """The signature of RFC 8292, checked with the key that the header names."""
    parts = dict(one.strip().split("=", 1) for one in header.removeprefix("vapid ").split(","))
    head, claims, signed = parts["t"].split(".")
    raw = base64.urlsafe_b64decode(signed + "==")
    half = len(raw) // 2
    der = encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))
    point = base64.urlsafe_b64decode(parts["k"] + "==")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    key.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["aud"] == audience


async def test_pushes_are_signed_with_a_key_that_follows_from_the_secret() -> None:
    """So it is one for every process, and the same after a restore, an export and an import."""
    clock, egress = VirtualClock(datetime(2026, 11, 24, tzinfo=UTC)), Egress()
    keys = [
        WebPush(secret, clock, egress, "mailto:x@shop.example").public_key
        for secret in (b"a" * 32, b"a" * 32, b"b" * 32)
    ]
    assert keys[0] == keys[1] != keys[2]
    assert len(base64.urlsafe_b64decode(keys[0] + "==")) == 65


async def test_who_has_read_it_is_not_told(stage: Stage) -> None:
    await listen(stage, stage.owner, "/phone")
    await stage.say(stage.lin, "您好")
    await stage.settle()
    await stage.house.chat.marks.raise_to(stage.owner, stage.c, read=9999)
    stage.clock.advance(4)
    await stage.settle()
    assert to(stage, "/phone") == []


async def test_words_stay_at_home_when_asked(stage: Stage) -> None:
    phone = await listen(stage, stage.owner, "/phone", has_text=False)
    await stage.say(stage.lin, "诊断结果出来了")
    await stage.settle()
    stage.clock.advance(4)
    await stage.settle()
    assert phone.read(to(stage, "/phone")[-1])["body"] == "有新消息"


async def test_a_browser_that_is_gone_is_forgotten_and_a_busy_service_is_tried_again(stage: Stage) -> None:
    await listen(stage, stage.owner, "/gone")
    await stage.say(stage.lin, "您好")
    await stage.settle()
    stage.world.answers = [429, 503, 410]
    for _ in range(3):
        stage.clock.advance(30)
        await stage.settle()
    assert len(to(stage, "/gone")) == 3
    await stage.say(stage.lin, "还在吗")
    await stage.settle()
    stage.clock.advance(60)
    await stage.settle()
    assert len(to(stage, "/gone")) == 3


@pytest.mark.parametrize(
    ("wish", "after_s"),
    [
        ("Retry-After: 90\r\n", 90),
        ("Date: Sun, 22 Nov 2026 02:00:00 GMT\r\nRetry-After: Sun, 22 Nov 2026 02:05:00 GMT\r\n", 300),
        ("Retry-After: 999999\r\n", 3600),
        ("Retry-After: soon\r\n", 2),
        ("Retry-After: Sun, 22 Nov 2026 02:05:00 GMT\r\n", 2),
    ],
)
async def test_a_service_that_asks_for_patience_is_given_it(stage: Stage, wish: str, after_s: int) -> None:
    await listen(stage, stage.owner, "/phone")
    stage.world.answers = [(429, wish)]
    await stage.say(stage.lin, "您好")
    await stage.settle()
    stage.clock.advance(4)
    await stage.settle()
    assert len(to(stage, "/phone")) == 1
    stage.clock.advance(after_s - 1)
    await stage.settle()
    assert len(to(stage, "/phone")) == 1
    stage.clock.advance(1)
    await stage.settle()
    assert len(to(stage, "/phone")) == 2


async def test_a_push_service_may_be_away_for_an_hour(stage: Stage) -> None:
    await listen(stage, stage.owner, "/phone")
    stage.world.answers = [503] * 15
    await stage.say(stage.lin, "您好")
    await stage.settle()
    away_s = 0
    while len(to(stage, "/phone")) < 16:
        stage.clock.advance(60)
        away_s += 60
        await stage.settle()
        assert away_s < 7200
    assert away_s > 3600


async def test_a_muted_group_is_silent(stage: Stage) -> None:
    groups = stage.house.chat.groups
    c = (await groups.found(stage.boss, "金毛妈妈群")).id
    await groups.join(stage.owner, await groups.invite(stage.boss, c, 1, 1))
    await listen(stage, stage.owner, "/phone")
    await stage.house.chat.marks.mute(stage.owner, c, stage.clock.now_ms() + 3_600_000)
    await stage.say(stage.boss, "大家好", c)
    await stage.settle()
    stage.clock.advance(4)
    await stage.settle()
    assert to(stage, "/phone") == []
    stage.clock.advance(3600)
    await stage.say(stage.boss, "还有人吗", c)
    await stage.settle()
    stage.clock.advance(4)
    await stage.settle()
    assert len(to(stage, "/phone")) == 1


async def test_a_mention_is_heard_in_a_muted_group(stage: Stage) -> None:
    groups, chat = stage.house.chat.groups, stage.house.chat
    c = (await groups.found(stage.boss, "金毛妈妈群")).id
    invitation = await groups.invite(stage.boss, c, 2, 1)
    for one, path in ((stage.owner, "/phone"), (stage.lin, "/lin")):
        await groups.join(one, invitation)
        await listen(stage, one, path)
        await chat.marks.mute(one, c, stage.clock.now_ms() + 3_600_000)
    body = {"type": "text", "text": "@毛毛妈 周末来吗"}
    await chat.send_frame(stage.boss, c, SendFrame("mention-0001", body, mentions=[stage.owner.account_id]))
    # What is said right behind it, in the same breath, takes nothing of that back.
    await stage.say(stage.boss, "还有大家", c)
    await stage.settle()
    stage.clock.advance(4)
    await stage.settle()
    assert len(to(stage, "/phone")) == 1
    assert to(stage, "/lin") == []


async def test_subscriptions_must_be_real(stage: Stage) -> None:
    browser = Browser(stage.world.url("/x"))
    for bad in (replace(browser.wanted, p256dh="AAAA"), replace(browser.wanted, auth="AAAA")):
        with pytest.raises(BadInput):
            await stage.house.pushes.subscribe(stage.owner, bad, True)
    await stage.house.pushes.subscribe(stage.owner, browser.wanted, True)
    await stage.house.pushes.unsubscribe(stage.lin, browser.wanted.endpoint)
    await stage.house.pushes.unsubscribe(stage.owner, browser.wanted.endpoint)
    await stage.say(stage.lin, "您好")
    await stage.settle()
    stage.clock.advance(4)
    await stage.settle()
    assert stage.world.calls == []


async def test_who_waits_is_rung_for_until_somebody_answers(stage: Stage) -> None:
    heard: list[dict[str, Any]] = []
    stage.house.db.bus.listen(f"desk.{stage.lin.shop_id}", "test", lambda frame: heard.append(json.loads(frame)))
    desk = await listen(stage, stage.lin, "/desk")
    await listen(stage, stage.boss, "/boss")
    await stage.house.ringing.put_on_call(stage.boss, stage.boss.account_id)
    await stage.house.chat.ask_for_person(stage.owner, stage.c)
    await stage.settle()
    stage.world.calls.clear()

    def rings() -> int:
        return sum(one["t"] == "ring" for one in heard)

    assert rings() == 0
    stage.clock.advance(21)
    await stage.settle()
    assert rings() == 1
    assert desk.read(to(stage, "/desk")[-1])["side"] == "desk"
    stage.clock.advance(61)
    await stage.settle()
    assert rings() == 2
    await stage.say(stage.lin, "来了")
    await stage.settle()
    stage.clock.advance(61)
    await stage.settle()
    assert rings() == 2


async def test_who_is_looked_at_is_rung_for_later_or_when_nobody_looks_any_more(stage: Stage) -> None:
    heard: list[dict[str, Any]] = []
    bus, c = stage.house.db.bus, stage.c
    bus.listen(f"desk.{stage.lin.shop_id}", "test", lambda frame: heard.append(json.loads(frame)))
    desk = Watching(bus, stage.lin, "小林", lambda _one: None)
    found = await stage.house.db.read(lambda tx: stage.house.chat.see(tx, stage.lin, c))

    def rings() -> int:
        return sum(one["t"] == "ring" for one in heard)

    async def later(seconds: float) -> None:
        for _ in range(int(seconds / 5)):
            stage.clock.advance(5)
            desk.ask()
            await stage.settle()

    # Looked at already when the owner begins to wait, and nobody answers.
    desk.watch([found])
    await stage.house.chat.ask_for_person(stage.owner, c)
    await stage.settle()
    await later(115)
    assert rings() == 0
    await later(40)
    assert rings() >= 1, "a screen that was left open looks at nobody"
    await stage.say(stage.lin, "来了")
    await stage.settle()
    heard.clear()
    # Whoever looks away without an answer leaves the owner alone again.
    await stage.house.chat.hand_back(stage.lin, c)
    await stage.house.chat.ask_for_person(stage.owner, c)
    await stage.settle()
    await later(25)
    assert rings() == 0
    desk.watch([])
    await later(20)
    assert rings() == 1
    desk.lost()


async def test_by_day_the_person_on_call_is_rung_after_three_minutes(stage: Stage) -> None:
    await listen(stage, stage.boss, "/boss")
    await stage.house.ringing.put_on_call(stage.lin, stage.boss.account_id)
    await listen(stage, stage.lin, "/lin")
    await stage.house.chat.presence.note(stage.lin)
    await stage.house.chat.ask_for_person(stage.owner, stage.c)
    await stage.settle()
    await stage.house.chat.assign(stage.boss, stage.c, stage.lin.account_id)
    await stage.say(stage.owner, "还在吗")
    await stage.settle()
    stage.world.calls.clear()

    async def later(seconds: int) -> None:
        for _ in range(seconds // 10):
            stage.clock.advance(10)
            # At the desk, or she would be released.
            await stage.house.chat.presence.note(stage.lin)
            await stage.settle()

    await later(170)
    assert to(stage, "/lin")
    assert to(stage, "/boss") == []
    await later(80)
    assert to(stage, "/boss")


async def test_at_night_only_what_presses_rings_the_person_on_call(stage: Stage, clock: VirtualClock) -> None:
    clock.advance(16 * 3600)  # two in the morning
    await listen(stage, stage.boss, "/boss")
    await listen(stage, stage.lin, "/lin")
    await stage.house.ringing.put_on_call(stage.boss, stage.boss.account_id)
    await stage.house.chat.ask_for_person(stage.owner, stage.c, "asked")
    await stage.settle()
    stage.clock.advance(300)
    await stage.settle()
    assert stage.world.calls == []
    await stage.house.chat.ask_for_person(stage.owner, stage.c, "health")
    stage.clock.advance(61)
    await stage.settle()
    assert to(stage, "/boss")
    assert to(stage, "/lin") == []
    with pytest.raises(NotFound):
        await stage.house.ringing.put_on_call(stage.boss, stage.owner.account_id)


async def test_webhooks_are_signed_told_once_and_tried_again(stage: Stage) -> None:
    hooks = stage.house.hooks
    await stage.settle()
    made, secret = await hooks.add(stage.boss, stage.world.url("/hook"), ["message", "booking"])
    stage.world.answers = [500]
    await stage.say(stage.owner, "在吗")
    await stage.settle()
    stage.clock.advance(10)
    await stage.settle()
    first, second = to(stage, "/hook")[:2]
    assert first.body == second.body
    assert first.headers["pawline-id"] == second.headers["pawline-id"] == json.loads(first.body)["id"]
    stamp = second.headers["pawline-timestamp"].encode()
    wanted = hmac.new(secret.encode(), stamp + b"." + second.body, hashlib.sha256).hexdigest()
    assert second.headers["pawline-signature"] == f"v1={wanted}"
    told = json.loads(second.body)
    assert (told["kind"], told["data"]["body"]["text"], told["data"]["sender_kind"]) == ("message", "在吗", "owner")
    (view,) = await hooks.all(stage.boss)
    assert (view.id, view.last_status) == (made.id, 201)
    with pytest.raises(NotFound):
        await hooks.forget(replace(stage.boss, shop_id=ShopId("b" * 32)), made.id)
    await hooks.forget(stage.boss, made.id)
    count = len(stage.world.calls)
    await stage.say(stage.owner, "还在吗")
    await stage.settle()
    assert len(stage.world.calls) == count
    for url, kinds in ((stage.world.url("/x"), ["nonsense"]), (stage.world.url("/x"), [])):
        with pytest.raises(BadInput):
            await hooks.add(stage.boss, url, kinds)


async def test_nothing_of_our_own_network_is_called(stage: Stage) -> None:
    strict = Egress()
    for url in ("http://example.org/x", "ftp://example.org", "https://user@example.org/", "nonsense", "https:///x"):
        with pytest.raises(BadAddress):
            strict.check(url)
    for url in ("https://127.0.0.1/x", "https://[::1]/x", "https://10.1.2.3/x", "https://169.254.169.254/x"):
        with pytest.raises(BadAddress):
            await strict.post(url, b"", {})
    with pytest.raises(BadAddress):
        await strict.post(f"https://localhost:{stage.world.port}/x", b"", {})
    assert stage.world.calls == []
    with pytest.raises(NotDelivered):
        await Egress(is_local=True).post("http://127.0.0.1:1/x", b"", {})


async def test_a_program_takes_part_by_its_token(stage: Stage) -> None:
    programs = Programs(stage.house.people)
    person, token = await programs.add(stage.boss, "进销存")
    actor = await stage.house.people.authenticate(token)
    assert actor is not None
    assert (actor.kind, actor.role) == ("bot", Role.PROGRAM)
    await stage.house.chat.send(actor, stage.c, "bot-0000001", {"type": "text", "text": "到货了"})
    page = await stage.house.chat.page(stage.owner, stage.c, limit=1)
    assert page.entries[0].sender == person.id
    # The shop's own assistant is still found as the assistant.
    bot = await stage.house.db.read(lambda tx: stage.house.chat.see(tx, actor, stage.c))
    assert bot.state != "human"
    stage.clock.advance(400 * 86_400)
    assert await stage.house.people.authenticate(token) is not None
    with pytest.raises(NotFound):
        await programs.remove(replace(stage.boss, shop_id=ShopId("b" * 32)), person.id)
    await programs.remove(stage.boss, person.id)
    assert await stage.house.people.authenticate(token) is None
    assert await programs.all(stage.boss) == []


async def test_a_lively_talk_is_told_as_well(stage: Stage) -> None:
    """A notice that waits stands for what comes meanwhile: put off each time, it would never leave."""
    await listen(stage, stage.owner, "/phone")
    for number in range(10):
        await stage.say(stage.lin, f"第 {number} 句")
        await stage.settle()
        stage.clock.advance(2)
        await stage.settle()
    assert to(stage, "/phone")


@pytest.mark.parametrize("status", [400, 403, 413])
async def test_a_refusal_that_may_be_our_fault_ends_no_subscription(stage: Stage, status: int) -> None:
    await listen(stage, stage.owner, "/phone")
    stage.world.answers = [status]
    for words in ("一", "二"):
        stage.world.calls.clear()
        await stage.say(stage.lin, words)
        await stage.settle()
        stage.clock.advance(60)
        await stage.settle()
        assert to(stage, "/phone")


async def test_who_has_signed_out_or_was_let_go_is_told_nothing(stage: Stage) -> None:
    house = stage.house
    await listen(stage, stage.owner, "/phone")
    await listen(stage, stage.lin, "/desk")
    c = (await house.chat.groups.found(stage.boss, "team")).id
    await house.chat.groups.join(stage.lin, await house.chat.groups.invite(stage.boss, c, 5, 7))

    async def told() -> set[str]:
        stage.world.calls.clear()
        await stage.say(stage.boss, "在吗")
        await stage.say(stage.boss, "开会", c)
        await stage.settle()
        stage.clock.advance(60)
        await stage.settle()
        return {call.path for call in stage.world.calls}

    assert await told() == {"/phone", "/desk"}
    await house.db.write(lambda tx: house.people.end_sessions(tx, stage.owner.shop_id, stage.owner.account_id))
    assert await told() == {"/desk"}
    await house.staff.deactivate(stage.boss, stage.lin.account_id)
    assert await told() == set()


async def test_the_tenth_browser_may_renew_itself(stage: Stage) -> None:
    for number in range(10):
        last = await listen(stage, stage.owner, f"/phone/{number}")
    await stage.house.pushes.subscribe(stage.owner, last.wanted, True)
    with pytest.raises(BadInput):
        await listen(stage, stage.owner, "/phone/11")


async def test_a_hook_hears_no_group_and_nothing_that_was_taken_back(stage: Stage) -> None:
    house = stage.house
    c = (await house.chat.groups.found(stage.lin, "不带老板")).id
    await stage.settle()
    await house.hooks.add(stage.boss, stage.world.url("/hook"), ["message"])
    await stage.say(stage.lin, "老板不在这里", c)
    stage.world.answers = [500] * 3
    await stage.say(stage.owner, "门锁密码 4711")
    await stage.settle()
    assert [b"4711" in call.body for call in to(stage, "/hook")] == [True]
    [said] = [
        one for one in (await house.chat.page(stage.owner, stage.c, limit=100)).entries if "4711" in str(one.body)
    ]
    await house.chat.send_frame(stage.owner, stage.c, SendFrame("recall-0001", {}, "recall", said.seq))
    stage.world.calls.clear()
    for _ in range(6):
        stage.clock.advance(60)
        await stage.settle()
    assert len(to(stage, "/hook")) >= 2
    assert not any(b"4711" in call.body or "老板".encode() in call.body for call in stage.world.calls)


async def test_a_hook_needs_a_port_that_there_is(stage: Stage) -> None:
    with pytest.raises(BadInput):
        await stage.house.hooks.add(stage.boss, "http://x.example:99999/", ["message"])


async def test_what_is_said_while_a_notice_is_on_its_way_is_told_as_well(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = await listen(stage, stage.owner, "/phone")
    port = stage.house.pushes._port
    send, is_going, may_end = port.send, asyncio.Event(), asyncio.Event()

    async def slow(*args: Any, **kwargs: Any) -> Any:
        answer = await send(*args, **kwargs)
        is_going.set()
        await may_end.wait()
        return answer

    monkeypatch.setattr(port, "send", slow)
    await stage.say(stage.lin, "豆豆洗好了")
    await stage.house.outbox.settle()
    stage.clock.advance(4)
    sending = asyncio.ensure_future(stage.house.jobs.settle())
    await is_going.wait()
    await stage.say(stage.lin, "请马上来")
    await stage.house.outbox.settle()
    may_end.set()
    await sending
    stage.clock.advance(4)
    await stage.settle()
    assert phone.read(to(stage, "/phone")[-1])["body"] == "请马上来"


async def test_who_writes_in_the_moment_the_bell_stops_is_rung_for(stage: Stage) -> None:
    rings: list[Any] = []

    def hear(frame: bytes) -> None:
        if json.loads(frame)["t"] == "ring":
            rings.append(frame)

    stage.house.db.bus.listen(f"desk.{stage.lin.shop_id}", "test", hear)
    await stage.house.chat.ask_for_person(stage.owner, stage.c)
    await stage.settle()
    await stage.say(stage.lin, "来了")
    await stage.settle()
    ring = stage.house.ringing._ring

    async def then_the_owner_writes(due: Any) -> None:
        await ring(due)
        await stage.say(stage.owner, "还有一件事")
        await stage.house.outbox.settle()

    stage.house.jobs._workers["notify.ring"] = then_the_owner_writes
    stage.clock.advance(21)
    await stage.house.jobs.settle()
    stage.house.jobs._workers["notify.ring"] = ring
    assert rings == []
    stage.clock.advance(21)
    await stage.settle()
    assert rings


async def test_what_an_owner_notes_about_a_pet_at_night_wakes_nobody(stage: Stage, clock: VirtualClock) -> None:
    """By day the team is rung as for anybody who waits; the card that is drawn anew is no message to its owner."""
    house = stage.house
    pets = await house.db.read(lambda tx: house.pets.pets_of_owner(tx, stage.owner, stage.owner.account_id))
    pet = next(one.id for one in pets if one.name == "豆豆")
    for who, path in ((stage.owner, "/owner"), (stage.lin, "/lin"), (stage.boss, "/boss")):
        await listen(stage, who, path)
    await house.ringing.put_on_call(stage.boss, stage.boss.account_id)
    # The last word is the shop's: nobody has anything to answer.
    await stage.say(stage.lin, "明天见")
    await house.chat.hand_back(stage.lin, stage.c)
    for at, told in (((2026, 11, 22, 15, 30), set[str]()), ((2026, 11, 23, 2, 0), {"/lin", "/boss"})):
        clock.advance((datetime(*at, tzinfo=UTC) - clock.now()).total_seconds())
        for _ in range(2):
            await stage.settle()
            clock.advance(10)
        await stage.settle()
        stage.world.calls.clear()
        (ill, *_) = (await house.conditions.note(stage.owner, pet, NewCondition(kind="diarrhoea"))).conditions
        row = next(one for one in (await house.inbox.all(stage.boss)).rows if one.c == stage.c)
        assert (row.state, row.reason) == ("queued", "unfit")
        for _ in range(20):
            clock.advance(60)
            await stage.settle()
        assert {call.path for call in stage.world.calls} == told
        await house.conditions.end(stage.owner, pet, ill.id)
