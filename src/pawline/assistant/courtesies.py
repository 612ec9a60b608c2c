"""What the assistant says beside the matter: courtesies, what it did not understand, who it is, what it chose."""

from __future__ import annotations

from .facts import KnownBooking, Lang, ShopFacts
from .phrases import joined, moment, pick
from .replies import after_hours


def smalltalk(lang: Lang, is_thanks: bool) -> str:
    """Thanks and greetings."""
    if is_thanks:
        return pick(lang, "不客气，随时叫我。", "You're welcome. I'm here any time.")
    return pick(
        lang,
        "在呢。要约洗护、改时间还是看进度，直接说就行。",
        "Hi there. Book, change a time or check progress, just say so.",
    )


def nothing_open(lang: Lang) -> str:
    """A yes or a no to nothing."""
    return pick(
        lang, "好。要约洗护或者查进度，直接告诉我。", "OK. Tell me whenever you'd like to book or check progress."
    )


def unsure(lang: Lang) -> str:
    """Not understood, the first time."""
    return pick(
        lang,
        "这个我不确定。可以帮你约洗护、改时间、查进度，或者找店员。",
        "I'm not sure about this one. I can book, change a time, check progress, or get the team.",
    )


def unsure_again(lang: Lang) -> str:
    """Not understood, the second time."""
    return pick(
        lang,
        "还是没太明白。换个说法再说一次，或者点一下找店员？",
        "I still don't follow. Try other words, or tap to get the team?",
    )


def handed_over(lang: Lang, shop: ShopFacts) -> str:
    """Not understood again and again."""
    if not shop.is_open_now:
        return joined(lang, [pick(lang, "这个我拿不准。", "I'm not sure about this one."), after_hours(lang, shop)])
    return pick(lang, "这个我拿不准，已经请店员来看。", "I'm not sure about this one. I've asked the team.")


def missed(lang: Lang) -> str:
    """Not understood while something was asked: the question follows once more."""
    return pick(lang, "没太听懂这句。", "I didn't quite get that.")


def missed_again(lang: Lang) -> str:
    """The same, a second time."""
    return pick(lang, "还是没听懂，换个说法说说看。", "Sorry, still not clear to me. Try other words, or tap one.")


def missed_with_card(lang: Lang, held: KnownBooking) -> str:
    """Not understood while a held booking waits for its yes."""
    when = moment(lang, held.starts)
    return pick(
        lang,
        f"这句没太听懂。{when} 还替你留着，点卡片上的「确认预约」就定下来，要改也直接说。",
        f"I didn't quite get that. {when} is still held: tap Confirm booking on the card, or tell me what to change.",
    )


def what_would_you_like(lang: Lang) -> str:
    """Emoji, or letters struck at random."""
    return pick(
        lang,
        "我在呢，想给毛孩子约洗护，还是问问价格？",
        "I'm here. Would you like to book a visit, or ask about prices?",
    )


def still_here(lang: Lang) -> str:
    """The same, a second time."""
    return pick(lang, "点一下想做的，或者打几个字给我。", "Tap what you'd like, or type me a few words.")


def left(lang: Lang) -> str:
    """Not understood while a person is called: said once."""
    return pick(lang, "这句我也留给店员了。", "I've left this one for the team too.")


def not_known(lang: Lang, shop: ShopFacts) -> str:
    """Something about the shop that no setting tells."""
    if shop.is_open_now:
        return pick(
            lang, "这个我不清楚，记给店员了，让店员答你。", "I don't know that one, so I've left it for the team."
        )
    sorry = pick(lang, "这个我不清楚。", "I don't know that one.")
    return joined(lang, [sorry, after_hours(lang, shop)])


def robot(lang: Lang, shop: ShopFacts) -> str:
    """Who is speaking, honestly."""
    name = shop.name.in_(lang)
    return pick(
        lang,
        f"我是{name}的小助手，是个程序，约洗护、问价、查进度都可以找我。想跟真人说，随时说「转人工」。",
        f"I'm {name}'s assistant, a program. I can book, tell prices and check progress. "
        "For a person, just say so any time.",
    )


# What was chosen for an owner who left the choice to us.


def chose_pet(lang: Lang, name: str) -> str:
    """One of several pets."""
    return pick(lang, f"那先约{name}。", f"Then {name} first.")


def chose(lang: Lang, name: str) -> str:
    """A service, or a kind of coat."""
    return pick(lang, f"那先按{name}来。", f"Then {name[:1].lower() + name[1:]} it is.")


def chose_size(lang: Lang, size: str) -> str:
    """A size nobody knew."""
    return pick(lang, f"那先按 {size}算，到店称一下就准了。", f"Then I'll reckon with {size}; we'll weigh at the shop.")


def chose_nearest(lang: Lang) -> str:
    """Times."""
    return pick(lang, "那我挑最近有空的。", "Then I'll take the nearest free times.")


def chose_first(lang: Lang) -> str:
    """One of the times shown."""
    return pick(lang, "那就帮你选最近的。", "Then I'll take the nearest one.")


# The name of a pet that was filed under its breed.


def ask_name(lang: Lang) -> str:
    """After the first booking."""
    return pick(lang, "对了，怎么称呼毛孩子？", "By the way, what's your pet's name?")


def named(lang: Lang, name: str) -> str:
    """The name is kept."""
    return pick(lang, f"记住啦，{name}，到时见。", f"Lovely name. See you then, {name}!")


def unnamed(lang: Lang) -> str:
    """No name was told."""
    return pick(lang, "好，那就先这样，到时见。", "That's fine. See you then.")
