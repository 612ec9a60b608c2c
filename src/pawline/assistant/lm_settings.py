"""A shop's language model: chosen, agreed to, tried and switched off by its managers. The key is never read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import msgspec

from pawline.people import Actor, people_of
from pawline.platform.clock import Clock
from pawline.platform.db import Database, Tx
from pawline.platform.egress import Egress
from pawline.platform.ports.llm import Endpoint, Llm, LlmAway
from pawline.shop import ShopService, local_day

from . import lm_rows, second_tools
from .errors import BadModel, KeyMissing, ModelNotReady
from .lm_rows import ModelSetting
from .proposal import proposal_in
from .second_reader import MOST_TOKENS, within

TEST_S = 20.0
LONGEST_KEY = 400
_TRIAL = "明天下午三点带豆豆来洗个澡"


class TokenBounds(msgspec.Struct, frozen=True):
    """What a number may be, both ends included."""

    least: int
    most: int


BOUNDS = {
    "day_tokens": TokenBounds(1_000, 50_000_000),
    "talk_tokens": TokenBounds(1_000, 5_000_000),
    "patience_s": TokenBounds(2, 20),
}


class ModelChange(msgspec.Struct, frozen=True):
    """All of the settings. `key` None: the stored one stays; empty: none. `is_agreed`: texts may leave the house."""

    url: str
    model: str
    is_on: bool
    is_agreed: bool
    key: str | None = None
    is_for_unsure: bool = False
    day_tokens: int = 200_000
    talk_tokens: int = 30_000
    patience_s: int = 6


class ModelAgreement(msgspec.Struct, frozen=True):
    """Who agreed that texts leave the house, and when."""

    by: str
    at_ms: int


class ModelView(msgspec.Struct, frozen=True):
    """The settings as managers see them, what was spent today, and what the numbers may be."""

    url: str
    model: str
    has_key: bool
    is_on: bool
    is_for_unsure: bool
    agreed: ModelAgreement | None
    day_tokens: int
    talk_tokens: int
    patience_s: int
    spent_tokens: int
    spent_readings: int
    bounds: dict[str, TokenBounds]


class ModelTried(msgspec.Struct, frozen=True):
    """A call that was answered. `is_able`: it proposed in the way that is needed here; `tokens` 0: it did not tell."""

    ms: int
    tokens: int
    is_able: bool


class LanguageModels:
    """Verbs and questions about the language models of all shops."""

    def __init__(self, db: Database, clock: Clock, shops: ShopService, egress: Egress, llm: Llm) -> None:
        self._db = db
        self._clock = clock
        self._shops = shops
        self._egress = egress
        self._llm = llm

    async def show(self, actor: Actor) -> ModelView:
        """The shop's settings."""
        return await self._db.read(lambda tx: self._view(tx, actor.shop_id))

    async def change(self, actor: Actor, change: ModelChange) -> ModelView:
        """Keeps all of the settings. Raises BadModel, BadAddress, ModelNotReady, KeyMissing."""
        change = self._checked(change)
        now_ms = self._clock.now_ms()

        def work(tx: Tx) -> ModelView:
            setting = _changed(tx, actor, lm_rows.setting_of(tx, actor.shop_id), change, now_ms)
            lm_rows.save(tx, actor.shop_id, setting, actor.account_id, now_ms)
            return self._view(tx, actor.shop_id)

        return await self._db.write(work)

    async def try_out(self, actor: Actor, change: ModelChange) -> ModelTried:
        """Calls the model with a sentence of ours; nothing is kept, and no owner's text leaves.

        Raises BadModel, BadAddress, KeyMissing, LlmFailed.
        """
        change = self._checked(change)
        endpoint = await self._db.read(lambda tx: _endpoint(tx, actor.shop_id, change))
        lines = second_tools.trial(_TRIAL)
        began = self._clock.monotonic()
        asking = self._llm.ask(endpoint, lines, second_tools.tools(), MOST_TOKENS)
        answered = await within(self._clock, TEST_S, asking)
        if answered is None:
            raise LlmAway
        proposed = [call for call in answered.calls if call.name == second_tools.PROPOSE]
        is_able = any((found := proposal_in(one.arguments)) and found.intents for one in proposed)
        tokens = answered.tokens or 0
        await self._db.write(lambda tx: lm_rows.add(tx, actor.shop_id, "", self._today(tx, actor.shop_id), tokens))
        return ModelTried(int((self._clock.monotonic() - began) * 1000), tokens, is_able)

    def _checked(self, change: ModelChange) -> ModelChange:
        change = msgspec.structs.replace(
            change, url=change.url.strip().rstrip("/"), model=change.model.strip(),
            key=None if change.key is None else change.key.strip(),
        )  # fmt: skip
        for name, bounds in BOUNDS.items():
            if not bounds.least <= getattr(change, name) <= bounds.most:
                raise BadModel(name)
        if len(change.url) > 500 or len(change.model) > 120 or not change.model.isprintable():
            raise BadModel("model")
        if change.key is not None and (len(change.key) > LONGEST_KEY or not change.key.isascii() or " " in change.key):
            raise BadModel("key")
        if change.url:
            self._egress.check(change.url)
        return change

    def _view(self, tx: Tx, shop_id: str) -> ModelView:
        setting = lm_rows.setting_of(tx, shop_id)
        tokens, readings = lm_rows.spent(tx, shop_id, self._today(tx, shop_id))
        return ModelView(
            url=setting.url,
            model=setting.model,
            has_key=setting.key_sealed is not None,
            is_on=setting.is_on,
            is_for_unsure=setting.is_for_unsure,
            agreed=_agreement(tx, setting),
            day_tokens=setting.day_tokens,
            talk_tokens=setting.talk_tokens,
            patience_s=setting.patience_s,
            spent_tokens=tokens,
            spent_readings=readings,
            bounds=BOUNDS,
        )

    def _today(self, tx: Tx, shop_id: str) -> date:
        return local_day(self._clock.now_ms(), self._shops.shop_of(tx, shop_id).clock_zone)


def _agreement(tx: Tx, setting: ModelSetting) -> ModelAgreement | None:
    if setting.agreed_ms is None or setting.agreed_by is None:
        return None
    who = people_of(tx, [setting.agreed_by]).get(setting.agreed_by)
    return ModelAgreement(who.name if who else "", setting.agreed_ms)


def _changed(tx: Tx, actor: Actor, before: ModelSetting, change: ModelChange, now_ms: int) -> ModelSetting:
    """Key and agreement are for one address: another has neither until they are given anew."""
    is_same = _place(before.url) == _place(change.url)
    if change.is_on and not (change.is_agreed and change.url and change.model):
        raise ModelNotReady
    if change.key is None and before.key_sealed is not None and not is_same:
        raise KeyMissing
    setting = replace(
        before, url=change.url, model=change.model, is_on=change.is_on, is_for_unsure=change.is_for_unsure,
        day_tokens=change.day_tokens, talk_tokens=change.talk_tokens, patience_s=change.patience_s,
    )  # fmt: skip
    if change.key is not None:
        setting = lm_rows.with_key(tx, actor.shop_id, setting, change.key)
    if not change.is_agreed:
        return replace(setting, agreed_by=None, agreed_ms=None)
    if is_same and before.agreed_ms is not None:
        return setting
    return replace(setting, agreed_by=actor.account_id, agreed_ms=now_ms)


def _endpoint(tx: Tx, shop_id: str, change: ModelChange) -> Endpoint:
    """With the key that was typed, or the stored one where it belongs."""
    if not change.url or not change.model:
        raise BadModel("url" if not change.url else "model")
    if change.key is not None:
        return Endpoint(change.url, change.model, change.key)
    stored = lm_rows.setting_of(tx, shop_id)
    if stored.key_sealed is None:
        return Endpoint(change.url, change.model)
    if _place(stored.url) != _place(change.url):
        raise KeyMissing
    return replace(lm_rows.endpoint_of(tx, shop_id, stored), url=change.url, model=change.model)


def _place(url: str) -> tuple[str, str]:
    """Scheme, host and port: whom a key is shown to."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
