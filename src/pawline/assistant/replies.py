"""What the assistant answers: prices, hours, progress, worries, and the way to a person.

Never a diagnosis, never a promise that the rooms below did not make.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .facts import DayHours, Lang, Priced, ShopFacts, VisitNow, Words
from .phrases import EN_LONG_WEEK, ZH_WEEK, day, length, listed, moment, money, pick


def price(lang: Lang, pet: str, priced: Priced) -> str:
    """A total with what it holds."""
    inside = [name.in_(lang) for name in priced.includes]
    extra = pick(lang, f"，含{'、'.join(inside)}", f", {listed(inside)} included") if inside else ""
    return pick(
        lang,
        f"{pet}的{priced.name.zh} {money(priced.total_cents)}，{length(lang, priced.minutes)}{extra}。",
        f"{priced.name.en} for {pet} is {money(priced.total_cents)}, {length(lang, priced.minutes)}{extra}.",
    )


def hours(lang: Lang, shop: ShopFacts) -> str:
    """Usual hours."""
    closed = shop.closed_weekdays
    zh = "、".join(f"周{ZH_WEEK[number - 1]}" for number in closed)
    en = listed([f"{EN_LONG_WEEK[number - 1]}s" for number in closed])
    open_ = f"{shop.hours.opens}–{shop.hours.closes}"
    if not closed:
        return pick(lang, f"我们每天 {open_} 营业。", f"We're open every day, {open_}.")
    return pick(lang, f"我们 {open_} 营业，{zh}休息。", f"We're open {open_}, closed on {en}.")


def hours_on(lang: Lang, when: date, found: DayHours | None) -> str:
    """Hours of one day."""
    if found is None:
        return pick(lang, f"{day(lang, when)}我们休息。", f"We're closed on {day(lang, when)}.")
    open_ = f"{found.opens}–{found.closes}"
    return pick(lang, f"{day(lang, when)} {open_} 营业。", f"We're open {open_} on {day(lang, when)}.")


def status(lang: Lang, visit: VisitNow) -> str:
    """Where a visit stands."""
    if visit.is_done:
        return pick(lang, f"{visit.pet_name}好了，可以来接。", f"{visit.pet_name} is ready to be picked up.")
    if visit.ready is None:
        return pick(lang, f"{visit.pet_name}现在：{visit.stage.zh}。", f"{visit.pet_name} now: {visit.stage.en}.")
    return pick(
        lang,
        f"{visit.pet_name}现在：{visit.stage.zh}，预计 {moment(lang, visit.ready)} 可以接。",
        f"{visit.pet_name} now: {visit.stage.en}. Should be ready {moment(lang, visit.ready)}.",
    )


def no_visit(lang: Lang) -> str:
    """Nobody is here today."""
    return pick(lang, "今天没有你家毛孩子在店里的记录。", "None of your pets is with us right now.")


def address(lang: Lang, shop: ShopFacts) -> str:
    """Where and by which phone."""
    zh = "，".join(part for part in (shop.address, f"电话 {shop.phone}" if shop.phone else "") if part)
    en = ", ".join(part for part in (shop.address, f"phone {shop.phone}" if shop.phone else "") if part)
    return pick(lang, f"我们在{zh}。" if shop.address else f"{zh}。", f"We're at {en}." if shop.address else f"{en}.")


def policy(lang: Lang, shop: ShopFacts) -> str:
    """What cancelling costs."""
    return pick(
        lang,
        f"提前 {shop.cancel_free_hours} 小时以上取消或改时间不收费，更晚收 {shop.late_percent}%。",
        f"Changes are free up to {shop.cancel_free_hours} hours before; later ones cost {shop.late_percent}%.",
    )


def late(lang: Lang) -> str:
    """The team hears of it."""
    return pick(lang, "路上慢慢来，我告诉店里。", "No rush, I've told the team.")


def arrived(lang: Lang, shop: ShopFacts) -> str:
    """The owner stands at the door."""
    if not shop.is_open_now:
        return _after_hours(lang, shop)
    return pick(lang, "好，我叫店员来迎你。", "Great, I'll tell the team you're here.")


def clinic_none(lang: Lang, names: Sequence[str], shop: ShopFacts) -> str:
    """Clinic services where there is no vet."""
    whom = _clinic(lang, shop)
    return pick(
        lang,
        f"我们店不做{'、'.join(names)}，要找宠物医院{whom}。",
        f"We don't do {listed(names)}. A clinic can help{whom}.",
    )


def clinic_ask(lang: Lang, names: Sequence[str]) -> str:
    """Clinic services are arranged by people."""
    return pick(
        lang, f"{'、'.join(names)}由兽医安排，我请店员来接。", f"Our vet handles {listed(names)}. I've asked the team."
    )


def arranged_by_people(lang: Lang, names: Sequence[str]) -> str:
    """Boarding and day care."""
    return pick(
        lang,
        f"{'、'.join(names)}要看笼位和疫苗，我请店员来接。",
        f"{listed(names).capitalize()} depends on space and vaccines. I've asked the team.",
    )


def not_sold(lang: Lang, names: Sequence[str]) -> str:
    """The shop has no such thing."""
    return pick(lang, f"我们店没有{'、'.join(names)}。", f"We don't offer {listed(names)}.")


def _clinic(lang: Lang, shop: ShopFacts) -> str:
    if not shop.emergency_phone:
        return ""
    name = shop.emergency_name or pick(lang, "附近的医院", "the clinic nearby")
    return pick(lang, f"，可以问{name} {shop.emergency_phone}", f": try {name}, {shop.emergency_phone}")


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
    "trauma": Words("先尽量别挪动它，用平板托着走。", "Move your pet as little as you can, on something flat."),
}


def emergency(lang: Lang, flags: Sequence[str], shop: ShopFacts) -> str:
    """The nearest action, the clinic, a person. Never a diagnosis."""
    first = next((_FIRST[flag].in_(lang) for flag in _FIRST if flag in flags), "")
    gap = "" if lang == "zh" or not first else " "
    return (
        pick(lang, "请马上去宠物医院。", "Go to a vet clinic right now. ").strip()
        + (" " if lang == "en" else "")
        + first
        + gap
        + _emergency_clinic(lang, shop)
        + pick(lang, "我不能判断病情，已经叫店员来帮你。", "I can't judge symptoms; I've called the team to help you.")
    )


def _emergency_clinic(lang: Lang, shop: ShopFacts) -> str:
    if not shop.emergency_phone:
        return ""
    name = shop.emergency_name or pick(lang, "急诊", "Emergency clinic")
    return pick(lang, f"{name}电话 {shop.emergency_phone}。", f"{name}: {shop.emergency_phone}. ")


def health(lang: Lang, shop: ShopFacts) -> str:
    """A worry that is no emergency."""
    clinic = _emergency_clinic(lang, shop).strip()
    return pick(
        lang,
        f"我不能判断病情。{clinic}要不要请店员来看看？",
        f"I can't judge symptoms. {clinic + ' ' if clinic else ''}Shall I ask the team?",
    )


def calling_person(lang: Lang, shop: ShopFacts) -> str:
    """The queue, with an honest time."""
    if shop.is_open_now:
        return pick(lang, "好，请店员来接，稍等一下。", "OK, I've asked the team. They'll be with you shortly.")
    return _after_hours(lang, shop)


def _after_hours(lang: Lang, shop: ShopFacts) -> str:
    if shop.next_opening is None:
        return pick(
            lang,
            "现在店里没人，留言我转给店员了，看到就回。",
            "Nobody is in right now. I've passed it on; the team will answer.",
        )
    when = moment(lang, shop.next_opening)
    return pick(
        lang,
        f"现在店里没人，已经留给店员，{when} 开门就回你。",
        f"Nobody is in right now. The team will answer when we open, {when}.",
    )


def sorry_harm(lang: Lang, shop: ShopFacts) -> str:
    """A complaint: no argument, a person."""
    who = (
        pick(lang, "我马上请店长来处理。", "I've asked the manager to step in.")
        if shop.is_open_now
        else _after_hours(lang, shop)
    )
    return pick(lang, f"对不起，让你和毛孩子受委屈了。{who}", f"I'm sorry this happened. {who}")


def unsure(lang: Lang) -> str:
    """Not understood, the first time."""
    return pick(
        lang,
        "这个我不确定。可以帮你约洗护、改时间、查进度，或者找店员。",
        "I'm not sure about this one. I can book, change a time, check progress, or get the team.",
    )


def handed_over(lang: Lang, shop: ShopFacts) -> str:
    """Not understood again."""
    if not shop.is_open_now:
        return pick(lang, "这个我拿不准。", "I'm not sure about this one. ") + _after_hours(lang, shop)
    return pick(lang, "这个我拿不准，已经请店员来看。", "I'm not sure about this one. I've asked the team.")


def unreadable(lang: Lang, kind: str) -> str:
    """Voice and pictures."""
    if kind == "voice":
        return pick(
            lang,
            "语音我听不了，打字告诉我，或者请店员来听？",
            "I can't listen to voice messages. Type it, or shall I get the team?",
        )
    if kind == "photo":
        return pick(
            lang,
            "图片收到了，我看不懂图，要请店员来看吗？",
            "I have your picture but can't read pictures. Shall I get the team?",
        )
    return pick(lang, "这个我打不开，要请店员来看吗？", "I can't open this one. Shall I get the team?")


def lost(lang: Lang) -> str:
    """Things left behind."""
    return pick(lang, "我请店员找找看。", "I've asked the team to look for it.")


def waitlist(lang: Lang) -> str:
    """People keep the list."""
    return pick(lang, "有空出来的位置，让店员通知你。", "I've asked the team to tell you when something opens.")


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


def failed(lang: Lang) -> str:
    """The assistant broke; a person takes over."""
    return pick(
        lang,
        "我这边卡住了，你的话都在，已经请店员来接。",
        "I got stuck. Your messages are safe, and I've asked the team.",
    )


def not_our_kind(lang: Lang) -> str:
    """Rabbits and birds: people decide."""
    return pick(
        lang,
        "我们平时只接狗狗和猫咪，要请店员看看能不能做吗？",
        "We usually look after dogs and cats. Shall I ask the team?",
    )
