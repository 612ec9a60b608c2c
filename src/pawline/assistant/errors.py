"""Refusals of the assistant room."""

from __future__ import annotations

from pawline.platform.errors import BadInput, Conflict


class BadModel(BadInput):
    """A field of the language model's settings is out of bounds; `reason` names it."""

    code = "bad_model"
    zh = "语言模型的设置有一项不对（{reason}），什么都没有改动。"
    en = "One of the language model's settings isn't right ({reason}). Nothing was changed."


class ModelNotReady(Conflict):
    """It can't be on without an address, a model's name and the shop's agreement."""

    code = "model_not_ready"
    zh = "还不能打开：要先填好地址和模型名，并同意文字离开本机。什么都没有改动。"
    en = "It can't be switched on yet: it needs an address, a model's name, and your agreement. Nothing was changed."


class KeyMissing(Conflict):
    """The stored key belongs to another address and stays here."""

    code = "model_key_missing"
    zh = "换了地址，请重新填一次密钥：原来的密钥只给原来的地址用。什么都没有改动。"
    en = (
        "The address is another one, so enter its key: the stored key only goes to its own address. Nothing was "
        "changed."
    )
