"""What the assistant answers: prices, hours, progress, worries, and the way to a person.

Never a diagnosis, never a promise that the rooms below did not make.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .facts import DayHours, KnownBooking, Lang, Priced, RideFacts, ShopFacts, VisitNow, Words
from .phrases import EN_LONG_WEEK, ZH_WEEK, day, joined, length, listed, moment, money, pick


def little_price(lang: Lang, pet: str, little: Sequence[str], inside: Priced | None, alone: Priced | None) -> str:
    """A little thing such as nails: what it comes with, and what it costs by itself."""
    zh, en = "", ""
    if inside is not None:
        cost = money(inside.total_cents)
        zh = f"{'、'.join(little)}已经含在{inside.name.zh}里（{pet} {cost}）。"
        en = f"{listed(little).capitalize()} is included in the {inside.name.en.lower()} ({cost} for {pet})."
    if alone is not None:
        cost, time = money(alone.total_cents), length(lang, alone.minutes)
        zh += f"只做这个的话算{alone.name.zh}，{cost}，{time}。"
        en += f" By itself it's a {alone.name.en.lower()}: {cost}, {time}."
    return pick(lang, zh, en.strip())


def price(lang: Lang, pet: str, priced: Priced) -> str:
    """A total with what it holds, and of which day it is when that matters."""
    told = _stay_price(lang, pet, priced) if priced.nights is not None else _visit_price(lang, pet, priced)
    return f"{told}{pick(lang, '', ' ')}{_of_the_day(lang, priced)}".strip()


def rides(lang: Lang, driven: RideFacts) -> str:
    """Where, when and for how much pets are fetched and brought home, and how that is booked."""
    zones = [f"{name.in_(lang)} {money(cents)}" for name, cents in driven.zones]
    ways = [
        pick(lang, f"{zh} {'、'.join(times)}", f"{en} {' or '.join(times)}")
        for zh, en, times in (("来接", "fetching", driven.fetch), ("送回", "bringing home", driven.home)) if times
    ]  # fmt: skip
    told = pick(
        lang,
        f"可以接送，单程{'、'.join(zones)}；{'，'.join(ways)}。",
        f"We do: {listed(zones)} each way; {', '.join(ways)}.",
    )
    return f"{told}{pick(lang, '', ' ')}{ride_on_card(lang)}"


def ride_on_card(lang: Lang) -> str:
    """A ride belongs to a visit."""
    return pick(
        lang,
        "约好时间以后，在卡片上点「要接送吗？」选时间和地址。",
        'Once a time is held, tap "Need a ride?" on its card.',
    )


_DEPENDS_ON = {
    "species": Words("是狗狗还是猫咪", "whether it's a dog or a cat"),
    "size": Words("体型", "size"),
    "coat": Words("毛", "coat"),
}


def price_between(lang: Lang, names: Sequence[str], low_cents: int, high_cents: int, by: Sequence[str]) -> str:
    """A price that depends on what nobody has told yet; what that is, is asked next."""
    parts = [_DEPENDS_ON[one].in_(lang) for one in by]
    between = f"{money(low_cents)}–{money(high_cents)}"
    return pick(
        lang,
        f"{'、'.join(names)} {between}，看{'、'.join(parts)}。",
        f"{' or '.join(names)}: {between}, depending on {listed(parts)}.",
    )


def _of_the_day(lang: Lang, priced: Priced) -> str:
    """What the day makes of the price; nothing when that is nothing."""
    if priced.day is not None and priced.seasons:
        lines = listed([one.in_(lang) for one in priced.seasons]) if lang == "en" else ""
        return pick(
            lang,
            f"这是{day(lang, priced.day)}的价格，已含{'、'.join(one.zh for one in priced.seasons)}。",
            f"That's for {day(lang, priced.day)}, with {lines}.",
        )
    if priced.is_by_day:
        return pick(lang, "有些日子价格不一样，说个日子我给你准价。", "Some days have other prices: tell me which day.")
    return ""


def _visit_price(lang: Lang, pet: str, priced: Priced) -> str:
    inside = [name.in_(lang) for name in priced.includes]
    extra = pick(lang, f"，含{'、'.join(inside)}", f", {listed(inside)} included") if inside else ""
    return pick(
        lang,
        f"{pet}的{priced.name.zh} {money(priced.total_cents)}，{length(lang, priced.minutes)}{extra}。",
        f"{priced.name.en} for {pet} is {money(priced.total_cents)}, {length(lang, priced.minutes)}{extra}.",
    )


def _stay_price(lang: Lang, pet: str, priced: Priced) -> str:
    nights, sum_ = priced.nights, money(priced.total_cents)
    if not nights:
        return pick(lang, f"{pet}的{priced.name.zh} {sum_} 一天。", f"{priced.name.en} for {pet} is {sum_} a day.")
    zh, en = ("一晚", "a night") if nights == 1 else (f"{nights} 晚", f"for {nights} nights")
    return pick(lang, f"{pet}的{priced.name.zh} {sum_} {zh}。", f"{priced.name.en} for {pet} is {sum_} {en}.")


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


def where(lang: Lang, shop: ShopFacts, asks_place: bool, asks_phone: bool) -> str:
    """Where and by which phone, as far as the settings tell; what they do not tell is admitted."""
    parts: list[str] = []
    if shop.address:
        parts.append(pick(lang, f"我们在{shop.address}。", f"We're at {shop.address}."))
    if shop.phone and (asks_phone or not asks_place or not shop.address):
        parts.append(pick(lang, f"电话 {unbroken(shop.phone)}。", f"The phone is {unbroken(shop.phone)}."))
    missing = unset(lang, shop, asks_place, asks_phone)
    if missing:
        zh = f"{'和'.join(missing)}店里还没填，我请店员告诉你。"
        en = f"The {listed(missing)} isn't filled in here yet; I've asked the team to tell you."
        parts.append(pick(lang, zh, en))
    return joined(lang, parts)


def unset(lang: Lang, shop: ShopFacts, asks_place: bool, asks_phone: bool) -> list[str]:
    """What was asked for and the settings do not hold."""
    names = {"address": Words("地址", "address"), "phone": Words("电话", "phone number")}
    is_unset = {"address": asks_place and not shop.address, "phone": asks_phone and not shop.phone}
    return [names[what].in_(lang) for what, is_missing in is_unset.items() if is_missing]


def unbroken(number: str) -> str:
    """A phone number in one piece, whatever spaces it was typed with."""
    return "".join(number.split())


def policy(lang: Lang, shop: ShopFacts) -> str:
    """What cancelling costs, and that moving costs nothing."""
    hours_, percent = shop.cancel_free_hours, shop.late_percent
    return pick(
        lang,
        f"提前 {hours_} 小时以上取消不收费，更晚取消收 {percent}%。改时间不收费。",
        f"Cancelling is free up to {hours_} hours before; after that it costs {percent}%. "
        "Moving to another time is free.",
    )


def refund(lang: Lang, shop: ShopFacts) -> str:
    """The rule there is; money already paid is the team's."""
    asked = pick(lang, "付过的钱怎么退，我请店员跟你说。", "For money already paid, I've asked the team to answer you.")
    return joined(lang, [policy(lang, shop), asked])


def late(lang: Lang) -> str:
    """The team hears of it."""
    return pick(lang, "路上慢慢来，我告诉店里。", "No rush, I've told the team.")


def arrived(lang: Lang, shop: ShopFacts) -> str:
    """The owner stands at the door."""
    if not shop.is_open_now:
        return after_hours(lang, shop)
    return pick(lang, "好，我叫店员来迎你。", "Great, I'll tell the team you're here.")


def clinic_none(lang: Lang, names: Sequence[str], shop: ShopFacts) -> str:
    """Clinic services where there is no vet."""
    whom = _clinic(lang, shop)
    return pick(
        lang,
        f"我们店不做{'、'.join(names)}，要找宠物医院{whom}。",
        f"We don't do {listed(names)}. A clinic can help{whom}.",
    )


def clinic_ask(lang: Lang, names: Sequence[str], shop: ShopFacts) -> str:
    """Clinic services are arranged by people."""
    what = pick(lang, f"{'、'.join(names)}由兽医安排。", f"Our vet handles {listed(names)}.")
    return joined(lang, [what, team_asked(lang, shop)])


def arranged_by_people(lang: Lang, names: Sequence[str], shop: ShopFacts) -> str:
    """Boarding and day care."""
    what = pick(
        lang,
        f"{'、'.join(names)}要看笼位和疫苗。",
        f"{listed(names).capitalize()} depends on space and vaccines.",
    )
    return joined(lang, [what, team_asked(lang, shop)])


def add_by_people(lang: Lang, names: Sequence[str], booking: KnownBooking, shop: ShopFacts) -> str:
    """An add-on to a visit that is booked."""
    what = pick(
        lang,
        f"{moment(lang, booking.starts)} 那次加{'、'.join(names)}，时长和价格要店员来改。",
        f"Adding {listed(names)} to {moment(lang, booking.starts)} changes its length and price, so the team does it.",
    )
    return joined(lang, [what, team_asked(lang, shop)])


def nights_by_people(lang: Lang, shop: ShopFacts) -> str:
    """More or fewer nights of a stay that is booked."""
    return joined(
        lang, [pick(lang, "加几晚、少几晚要店员来改。", "The team changes how many nights."), team_asked(lang, shop)]
    )


def not_sold(lang: Lang, names: Sequence[str]) -> str:
    """The shop has no such thing."""
    return pick(lang, f"我们店没有{'、'.join(names)}。", f"We don't offer {listed(names)}.")


def _clinic(lang: Lang, shop: ShopFacts) -> str:
    if not shop.emergency_phone:
        return ""
    name = shop.emergency_name or pick(lang, "附近的医院", "the clinic nearby")
    number = unbroken(shop.emergency_phone)
    return pick(lang, f"，可以问{name}（{number}）", f": try {name} ({number})")


def calling_person(lang: Lang, shop: ShopFacts) -> str:
    """The queue, with an honest time."""
    if shop.is_open_now:
        return pick(lang, "好，请店员来接，稍等一下。", "OK, I've asked the team. They'll be with you shortly.")
    return after_hours(lang, shop)


def team_asked(lang: Lang, shop: ShopFacts) -> str:
    """A person is asked for something; nobody is promised at once when nobody is in."""
    return pick(lang, "我请店员来接。", "I've asked the team.") if shop.is_open_now else after_hours(lang, shop)


def after_hours(lang: Lang, shop: ShopFacts) -> str:
    """Nobody is in, and when somebody will be."""
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
        else after_hours(lang, shop)
    )
    return pick(lang, f"对不起，让你和毛孩子受委屈了。{who}", f"I'm sorry this happened. {who}")


def voice(lang: Lang, shop: ShopFacts) -> str:
    """A recording that nobody has written down: a person listens."""
    kept = pick(
        lang,
        "语音收到了，我还听不懂语音，已经转给店员来听。急的话打字告诉我，我马上看。",
        "I have your voice message but can't listen yet, so I've passed it to the team. If it's urgent, type it to me.",
    )
    return kept if shop.is_open_now else joined(lang, [kept, after_hours(lang, shop)])


def unreadable(lang: Lang, kind: str) -> str:
    """Pictures, videos and files."""
    if kind == "photo":
        return pick(
            lang,
            "图片收到了，我看不懂图，要请店员来看吗？",
            "I have your picture but can't read pictures. Shall I get the team?",
        )
    if kind == "video":
        return pick(
            lang,
            "视频收到了，我看不了视频，要请店员来看吗？",
            "I have your video but can't watch videos. Shall I get the team?",
        )
    if kind == "file":
        return pick(
            lang,
            "文件收到了，我打不开文件，要请店员来看吗？",
            "I have your file but can't open files. Shall I get the team?",
        )
    return pick(lang, "这个我打不开，要请店员来看吗？", "I can't open this one. Shall I get the team?")


def lost(lang: Lang, shop: ShopFacts) -> str:
    """Things left behind."""
    asked = pick(lang, "我请店员找找看。", "I've asked the team to look for it.")
    return asked if shop.is_open_now else joined(lang, [asked, after_hours(lang, shop)])


def waitlist(lang: Lang) -> str:
    """People keep the list."""
    return pick(lang, "有空出来的位置，让店员通知你。", "I've asked the team to tell you when something opens.")


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
