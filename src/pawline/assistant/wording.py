"""What the assistant says while it books, changes and cancels, in both languages.

Warm, short, concrete: pets by name, "你", full-width signs, half-width figures with a space beside
them; English with contractions, sentence case and 24-hour clocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from .facts import Found, KnownBooking, Lang, Words
from .model import Note, Stretch, When
from .phrases import KINDS, LABELS, day, listed, moment, money, pick, span, stretch_said


def ask_pet(lang: Lang) -> str:
    """Which of several pets."""
    return pick(lang, "这次是哪只毛孩子来？", "Which one is coming this time?")


def ask_kind(lang: Lang) -> str:
    """Dog or cat, and the breed."""
    return pick(lang, "是狗狗还是猫咪，什么品种？", "Is it a dog or a cat, and what breed?")


def ask_size(lang: Lang, pet: str) -> str:
    """The weight of a dog of no known breed."""
    return pick(lang, f"{pet}大概多重？", f"About how heavy is {pet}?")


def ask_coat(lang: Lang, pet: str) -> str:
    """Short or long."""
    return pick(lang, f"{pet}的毛是哪一种？", f"What's {pet}'s coat like?")


def ask_service(lang: Lang, pet: str) -> str:
    """Bath or full groom; the second includes the first."""
    return pick(
        lang,
        f"{pet}这次做基础洗护，还是连剪带洗的造型？",
        f"For {pet}, a basic bath, or a full groom with bath and cut?",
    )


def ask_which_service(lang: Lang, pet: str) -> str:
    """Nothing was said of a service."""
    return pick(lang, f"{pet}这次想做什么？", f"What would you like done for {pet}?")


def ask_time(lang: Lang, pet: str) -> str:
    """When."""
    return pick(lang, f"想什么时候带{pet}来？", f"When would you like to bring {pet} in?")


def ask_nights(lang: Lang, pet: str) -> str:
    """For how many nights."""
    return pick(lang, f"{pet}住几晚？", f"For how many nights would {pet} stay?")


def nights(lang: Lang, many: int) -> str:
    """So many nights."""
    return pick(lang, f"{many} 晚", "1 night" if many == 1 else f"{many} nights")


def stay_alone(lang: Lang, names: Sequence[str]) -> str:
    """What else was wished for comes after the stay."""
    return pick(
        lang,
        f"{'、'.join(names)}要另外约，先把寄养约好，再跟我说就行。",
        f"{listed(names).capitalize()} is booked separately: let's book the stay first, then just tell me.",
    )


def extra_needs_main(lang: Lang, extra: str) -> str:
    """An add-on alone."""
    return pick(lang, f"{extra}是加项，和洗护一起做。", f"The {extra} is an add-on to a bath or groom.")


def included(lang: Lang, names: Sequence[str]) -> str:
    """Little things that a bath holds anyway."""
    return pick(lang, f"{'、'.join(names)}已经包含在里面。", f"{listed(names).capitalize()} is included.")


def several_pets(lang: Lang, pet: str) -> str:
    """One after another."""
    return pick(lang, f"一只一只来，先约{pet}。", f"One at a time, {pet} first.")


def next_pet(lang: Lang, pet: str) -> str:
    """The first one's booking is fixed."""
    return pick(lang, f"接着约{pet}。", f"Now {pet}.")


def proposed(lang: Lang, when: datetime, minutes: int, until: datetime | None = None) -> str:
    """A hold stands; of a stay `until` is when the pet is fetched."""
    if until is not None:
        return pick(
            lang,
            f"{moment(lang, when)} 送来，{moment(lang, until)} 前接走，有空的寄养间，先替你留 {minutes} 分钟。",
            f"There's a kennel from {moment(lang, when)} until {moment(lang, until)}."
            f" I'll hold it for {minutes} minutes.",
        )
    return pick(
        lang,
        f"{moment(lang, when)} 有空位，先替你留 {minutes} 分钟。",
        f"{moment(lang, when)} is free. I'll hold it for {minutes} minutes.",
    )


def slots(lang: Lang, wished: When, found: Found) -> str:
    """Times to choose from, with the reason when a wished one is not to be had."""
    if found.reason is not None:
        return pick(
            lang,
            f"{found.reason.zh.rstrip('。')}，附近这些时间有空，选一个？",
            f"{found.reason.en.rstrip('.')}. These times nearby are free. Which one?",
        )
    said = "" if wished.is_any else span(lang, wished)
    if not said:
        return pick(lang, "这几个时间有空，选一个？", "These times are free. Which one?")
    return pick(lang, f"{said}，这几个时间有空，选一个？", f"{said}: these times are free. Which one?")


def nothing_free(lang: Lang, wished: When, reason: Words | None) -> str:
    """No time at all near the wish."""
    why = reason.in_(lang) if reason else ""
    if why:
        why = why if why.endswith(("。", ".", "？", "?")) else why + pick(lang, "。", ".")
        return why + pick(lang, "附近也没有空位了，换一天看看？", " Nothing nearby either. Would another day work?")
    said = span(lang, wished)
    return pick(lang, f"{said}没有空位了，换一天看看？", f"Nothing is free {said}. Would another day work?")


def understood(lang: Lang, when: When, pet: str, services: Sequence[str], is_changed: bool) -> str:
    """What was understood so far, said back before the next question."""
    said = "" if when.is_any else span(lang, when)
    what = pick(lang, f"{pet}{'、'.join(services)}", " for ".join(part for part in (listed(services), pet) if part))
    if is_changed:
        return pick(lang, f"好，改成 {said}。", f"OK, {said} instead.")
    if not said:
        return ""
    parts = [part for part in (said, what if services else "") if part]
    return pick(lang, f"{'，'.join(parts)}，好的。", f"{', '.join(parts)}, got it.")


def again(lang: Lang) -> str:
    """The same question once more, in no other words."""
    return pick(lang, "再问一下，", "Just to check:")


def may_be_spa(lang: Lang, basic: str, other: str) -> str:
    """A plain bath was taken; the richer one is a tap away."""
    return pick(
        lang,
        f"先按{basic}留的；想换{other}，点一下就行。",
        f"That's the {basic.lower()}. Prefer the {other.lower()}? Just tap.",
    )


def full_at(lang: Lang, when: datetime) -> str:
    """The wished moment is taken, whatever it is that is taken."""
    return pick(lang, f"{moment(lang, when)} 已经约满了", f"{moment(lang, when)} is fully booked")


def not_at(lang: Lang, when: datetime) -> str:
    """No visit begins at the wished moment."""
    return pick(lang, f"{moment(lang, when)} 排不上", f"{moment(lang, when)} isn't a time we can start at")


def closed_on(lang: Lang, when: date) -> str:
    """A day of rest."""
    return pick(lang, f"{day(lang, when)}店休", f"We're closed on {day(lang, when)}")


def added(lang: Lang, names: Sequence[str]) -> str:
    """Something more for the visit that is being arranged."""
    return pick(lang, f"{'、'.join(names)}加上了。", f"{listed(names).capitalize()} added.")


def now_for(lang: Lang, what: str | Sequence[str]) -> str:
    """Another pet, or another service, than the one on the card."""
    names = [what] if isinstance(what, str) else list(what)
    return pick(lang, f"好，换成{'、'.join(names)}。", f"OK, {listed(names)} instead.")


def just_gone(lang: Lang, when: datetime | None) -> str:
    """Somebody was quicker."""
    if when is None:
        return pick(lang, "慢了一步，刚被约走。", "That has just gone.")
    return pick(lang, f"慢了一步，{moment(lang, when)} 刚被约走。", f"{moment(lang, when)} has just gone.")


def offer_lapsed(lang: Lang) -> str:
    """A slot of an old card."""
    return pick(lang, "刚才的时间放掉了，我再看看。", "That time has been released. Let me look again.")


def confirm_on_card(lang: Lang, booking: KnownBooking) -> str:
    """A typed yes: the card's button is the yes that counts."""
    return pick(
        lang,
        f"{moment(lang, booking.starts)} 还替你留着，点卡片上的「确认预约」就定下来。",
        f"I'm still holding {moment(lang, booking.starts)}. Tap Confirm booking on the card to fix it.",
    )


def already_fixed(lang: Lang, booking: KnownBooking) -> str:
    """From a booking that exists."""
    return pick(
        lang,
        f"{booking.pets.zh} {moment(lang, booking.starts)} 的{booking.services.zh}定好了，到时见。",
        f"{booking.pets.en}'s {booking.services.en} on {moment(lang, booking.starts)} is all set. See you then.",
    )


def noted(lang: Lang, notes: Sequence[Note]) -> str:
    """Special needs said back."""
    texts = [note.text for note in notes]
    return pick(lang, f"记下了：{'、'.join(texts)}。", f"Noted: {'; '.join(texts)}.")


def noted_for_file(lang: Lang) -> str:
    """Where a note goes that belongs to no booking yet."""
    return pick(lang, "店员接待时会看到。", "The team will see it when you visit.")


def pet_noted(lang: Lang, pet: str) -> str:
    """Details of a pet without a wish."""
    return pick(
        lang, f"认识{pet}啦。要约洗护就告诉我时间。", f"Nice to meet {pet}. Tell me a day whenever you'd like a bath."
    )


def groomer_unknown(lang: Lang, name: str) -> str:
    """A name nobody has."""
    return pick(lang, f"店里没有叫{name}的美容师。", f"We don't have a groomer called {name}.")


def not_for_species(lang: Lang, label: str, species: str) -> str:
    """The shop does not sell this for such a pet."""
    name, kind = LABELS[label].in_(lang), KINDS.get(species, Words("这种宠物", "Pet")).in_(lang)
    return pick(lang, f"{kind}的{name}我们店不做。", f"We don't offer {name} for {kind.lower()}s.")


def ask_cancel(lang: Lang, booking: KnownBooking) -> str:
    """The cost is said before."""
    what = pick(
        lang,
        f"{moment(lang, booking.starts)} {booking.pets.zh}的{booking.services.zh}",
        f"{booking.pets.en}'s {booking.services.en} on {moment(lang, booking.starts)}",
    )
    fee = money(booking.fee_cents)
    cost = (
        pick(lang, "现在取消不收费。", " It's free to cancel now.")
        if not booking.fee_cents
        else pick(lang, f"现在取消要付 {fee}。", f" Cancelling now costs {fee}.")
    )
    return pick(lang, f"{what}，{cost}要取消吗？", f"{what}.{cost} Cancel it?")


def ask_which_booking(lang: Lang) -> str:
    """Several bookings."""
    return pick(lang, "是哪一个预约？", "Which booking is it?")


def no_booking(lang: Lang) -> str:
    """Nothing to change."""
    return pick(lang, "你这边现在没有要来的预约。", "You don't have a booking coming up.")


def cancelled(lang: Lang, booking: KnownBooking) -> str:
    """The engine cancelled it."""
    return pick(
        lang,
        f"{moment(lang, booking.starts)} 取消了，下次想来随时说。",
        f"{moment(lang, booking.starts)} is cancelled. Come back any time.",
    )


def kept(lang: Lang) -> str:
    """No change."""
    return pick(lang, "好，保持不变。", "OK, nothing changes.")


def ask_move(lang: Lang, booking: KnownBooking, to: datetime, total_cents: int) -> str:
    """The move needs a yes, also to the price when that is another then."""
    asked = pick(
        lang,
        f"{booking.pets.zh}的{booking.services.zh}改到 {moment(lang, to)}，可以吗？",
        f"Move {booking.pets.en}'s {booking.services.en} to {moment(lang, to)}?",
    )
    if booking.total_cents in (None, total_cents):
        return asked
    now, was = money(total_cents), money(booking.total_cents)
    return pick(lang, f"{asked}那天合计 {now}，原来是 {was}。", f"{asked} It's {now} then, instead of {was}.")


def ask_move_time(lang: Lang, booking: KnownBooking) -> str:
    """To when."""
    return pick(
        lang,
        f"{moment(lang, booking.starts)} {booking.pets.zh}的{booking.services.zh}，想改到什么时候？",
        f"{booking.pets.en}'s {booking.services.en} on {moment(lang, booking.starts)}: when would suit you better?",
    )


def moved(lang: Lang, booking: KnownBooking) -> str:
    """The engine moved it."""
    return pick(
        lang,
        f"改到 {moment(lang, booking.starts)} 了，原来的时间已经放开。",
        f"Moved to {moment(lang, booking.starts)}. The old time is released.",
    )


def let_go(lang: Lang) -> str:
    """The owner does not want what was offered."""
    return pick(lang, "好，先不约。想好时间再告诉我。", "OK, not now. Tell me when a time suits you.")


CHIPS = {
    "person": Words("找店员", "Get the team"),
    "keep": Words("不取消", "Keep it"),
    "stay": Words("不改", "Leave as is"),
    "book": Words("预约", "Book"),
    "price": Words("看看价格", "Prices"),
    "wait": Words("有空位通知我", "Tell me if one opens"),
    "yes_cancel": Words("取消预约", "Cancel booking"),
    "yes_move": Words("改到这个时间", "Move it"),
    "tomorrow_am": Words("明天上午", "Tomorrow morning"),
    "tomorrow_pm": Words("明天下午", "Tomorrow afternoon"),
    "weekend": Words("这周末", "This weekend"),
    "new_pet": Words("另一只", "Another pet"),
    "service:bath": Words("基础洗护", "Basic bath"),
    "service:groom": Words("造型", "Full groom"),
}


def chip(lang: Lang, name: str) -> str:
    """A chip's label."""
    return CHIPS[name].in_(lang)


def no_time_in(lang: Lang, when: When) -> str:
    """The wished stretch is full; other times of those days are not."""
    return pick(lang, f"{span(lang, when)} 没有空位", f"Nothing is free {span(lang, when)}")


def may_wait(lang: Lang, when: When) -> str:
    """Beside other times: the full day may be waited for."""
    said = day(lang, when.one_day) if when.one_day else ""
    return pick(
        lang, f"只要{said}的话，有空位出来我告诉你。", f"If it has to be {said}, I'll tell you when a time opens up."
    )


def waits(lang: Lang, pet: str, stretch: Stretch) -> str:
    """On the list; its card shows the same."""
    said = stretch_said(lang, stretch)
    return pick(
        lang,
        f"好，{pet}排上候补了：{said}有空位出来，我先替你留着，再来问你。",
        f"OK, {pet} is on the waitlist: if a time opens up {said}, I'll hold it for you and ask.",
    )
