"""Red flags and worries: the emergency clinic, the nearest action, a person. Never a diagnosis."""

from __future__ import annotations

from collections.abc import Sequence

from .facts import Lang, ShopFacts, Words
from .phrases import joined, moment, pick
from .replies import unbroken

_MOST_ACTIONS = 2
_FIRST = {
    "breathing": Words(
        "先让它侧躺、脖子伸直，别喂水喂食。", "Lay your pet on its side with the neck straight. No food or water."
    ),
    "poison": Words(
        "先别催吐，把剩下的东西和包装带上。", "Don't make your pet vomit. Take what's left and the packaging along."
    ),
    "bleeding": Words("先用干净的布压住出血的地方。", "Press a clean cloth on any wound."),
    "seizure": Words(
        "先移开周围硬物，别按住它，别碰嘴。", "Clear hard things away. Don't hold your pet down or touch its mouth."
    ),
    "heatstroke": Words(
        "先移到阴凉处，用常温水打湿脚和肚子。",
        "Move your pet to the shade and wet the paws and belly with cool, not icy, water.",
    ),
    "burn": Words(
        "先用常温清水冲烫到的地方，别涂任何东西。", "Run cool, not icy, water over the burn. Put nothing on it."
    ),
    "trauma": Words("先尽量别挪动它，用平板托着走。", "Move your pet as little as you can, on something flat."),
}


def emergency(lang: Lang, flags: Sequence[str], shop: ShopFacts) -> str:
    """The clinic first, then what to do on the way, then who hears of it and when."""
    actions = [_FIRST[flag].in_(lang) for flag in _FIRST if flag in flags][:_MOST_ACTIONS]
    return joined(lang, [_go_now(lang, shop), *actions, _who_hears(lang, shop)])


def _go_now(lang: Lang, shop: ShopFacts) -> str:
    if not shop.emergency_phone:
        return pick(lang, "请马上联系最近的动物急诊。", "Call the nearest emergency vet right now.")
    clinic = _clinic(lang, shop)
    return pick(lang, f"请马上联系{clinic}，带它去医院。", f"Call {clinic} right now and go there.")


def _clinic(lang: Lang, shop: ShopFacts) -> str:
    """Name and number together, the number in one piece so that a phone can dial it."""
    name = shop.emergency_name or pick(lang, "动物急诊", "the emergency vet")
    return f"{name}{pick(lang, '（', ' (')}{unbroken(shop.emergency_phone or '')}{pick(lang, '）', ')')}"


def _who_hears(lang: Lang, shop: ShopFacts) -> str:
    """Nobody is promised who is not there."""
    if shop.is_open_now:
        return pick(
            lang, "我不能判断病情，已经叫店员来帮你。", "I can't judge symptoms; I've called the team to help you."
        )
    if shop.next_opening is None:
        return pick(
            lang,
            "我不能判断病情；现在店里没人，你的消息会在店里响铃。",
            "I can't judge symptoms. Nobody is in right now; your message rings the shop.",
        )
    when = moment(lang, shop.next_opening)
    return pick(
        lang,
        f"我不能判断病情；现在店里没人，{when} 才开门，你的消息会在店里响铃，先别等店里。",
        f"I can't judge symptoms. Nobody is in until {when}; your message rings the shop, but don't wait for us.",
    )


def health(lang: Lang, shop: ShopFacts) -> str:
    """A worry that is no emergency."""
    clinic = _clinic(lang, shop) if shop.emergency_phone else ""
    where = pick(lang, f"要紧的话联系{clinic}。", f"If it's urgent, call {clinic}.") if clinic else ""
    sorry = pick(lang, "我不能判断病情。", "I can't judge symptoms.")
    return joined(lang, [sorry, where, pick(lang, "要不要请店员来看看？", "Shall I ask the team?")])
