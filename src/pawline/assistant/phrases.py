"""Words that every sentence is made of: dates, money, sizes, services, stages, what a pet is called.

A time is a date, a weekday and a clock, once: 11月24日周二 15:00; Tue 24 Nov, 15:00.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from .facts import Lang, Words
from .model import Stretch, When

ZH_WEEK = "一二三四五六日"
_EN_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EN_LONG_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIZES = {
    "XS": Words("3 公斤以内", "Up to 3 kg"),
    "S": Words("3–8 公斤", "3–8 kg"),
    "M": Words("8–20 公斤", "8–20 kg"),
    "L": Words("20–35 公斤", "20–35 kg"),
    "XL": Words("35 公斤以上", "Over 35 kg"),
}
COATS = {
    "smooth": Words("短毛", "Short"),
    "double": Words("双层厚毛", "Thick double coat"),
    "long": Words("长毛", "Long"),
    "curly": Words("卷毛", "Curly"),
}
CAT_COATS = {"short": Words("短毛", "Short"), "long": Words("长毛", "Long")}
KINDS = {"dog": Words("狗狗", "Dog"), "cat": Words("猫咪", "Cat")}
LABELS = {
    "bath": Words("洗护", "bath"),
    "groom": Words("美容造型", "full groom"),
    "shave": Words("剃毛", "shave-down"),
    "nail": Words("剪指甲", "nail trim"),
    "anal_gland": Words("挤肛门腺", "anal gland care"),
    "ear": Words("清洁耳朵", "ear cleaning"),
    "teeth": Words("刷牙", "teeth brushing"),
    "paw": Words("修脚底毛", "paw trim"),
    "demat": Words("开结", "de-matting"),
    "medicated_bath": Words("药浴", "medicated bath"),
    "deworm": Words("驱虫", "deworming"),
    "vaccine": Words("疫苗", "vaccination"),
    "neuter": Words("绝育", "neutering"),
    "stitch_removal": Words("拆线", "stitch removal"),
    "checkup": Words("体检看诊", "check-ups"),
    "boarding": Words("寄养", "boarding"),
    "daycare": Words("日托", "day care"),
    "pickup": Words("接送", "pick-up"),
    "spa": Words("精洗 SPA", "spa bath"),
    "tidy": Words("局修", "tidy"),
    "deshed": Words("去底毛", "de-shed"),
}
STAGES = {
    "arrived": Words("已到店", "checked in"),
    "checking": Words("检查中", "intake check"),
    "brushing": Words("洗前梳理", "brushing"),
    "bathing": Words("洗澡中", "bathing"),
    "drying": Words("吹干中", "drying"),
    "resting": Words("休息", "resting"),
    "staying": Words("寄养", "staying with us"),
    "styling": Words("美容造型中", "styling"),
    "final": Words("最后检查和拍照", "final check"),
    "ready": Words("可以接了", "ready"),
    "waiting_owner": Words("等你确认", "waiting for your word"),
    "paused": Words("先歇一歇", "taking a break"),
    "to_vet": Words("去看兽医", "on the way to the vet"),
}


def pick(lang: Lang, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


def day(lang: Lang, when: date) -> str:
    """11月24日周二, Tue 24 Nov."""
    week = when.weekday()
    return pick(
        lang,
        f"{when.month}月{when.day}日周{ZH_WEEK[week]}",
        f"{_EN_WEEK[week]} {when.day} {_EN_MONTHS[when.month - 1]}",
    )


def moment(lang: Lang, when: datetime) -> str:
    """11月24日周二 15:00; Tue 24 Nov, 15:00."""
    return f"{day(lang, when.date())}{pick(lang, ' ', ', ')}{when:%H:%M}"


def money(cents: int) -> str:
    """¥268; fractions only where there are some."""
    return f"¥{cents // 100}" if cents % 100 == 0 else f"¥{cents / 100:.2f}"


def length(lang: Lang, minutes: int) -> str:
    """约 2 小时, about 2 hours."""
    hours, rest = divmod(minutes, 60)
    if rest == 0 and hours:
        return pick(lang, f"约 {hours} 小时", f"about {hours} hour{'s' if hours > 1 else ''}")
    if hours and rest == 30:
        return pick(lang, f"约 {hours} 个半小时", f"about {hours}½ hours")
    return pick(lang, f"约 {minutes} 分钟", f"about {minutes} minutes")


def span(lang: Lang, when: When) -> str:
    """A wished stretch as it was understood: 11月24日周二 08:00–12:00."""
    if when.at is not None:
        return moment(lang, when.at)
    if when.from_ is not None and when.to is not None:
        return _bounded(lang, when.from_, when.to)
    if when.from_ is not None:
        return moment(lang, when.from_) + pick(lang, " 以后", " or later")
    if when.to is not None:
        return moment(lang, when.to) + pick(lang, " 以前", " or earlier")
    return day(lang, when.day) if when.day else ""


def stretch_said(lang: Lang, stretch: Stretch) -> str:
    """When what is waited for may begin: 11月28日周六; 11月28日周六 13:00–18:00; 11月28日周六 – 11月29日周日."""
    days = [day(lang, one) for one in dict.fromkeys((stretch.from_day, stretch.to_day))]
    hours = f"{_clock_of(stretch.from_min)}–{_clock_of(stretch.to_min)}"
    is_whole = stretch.to_min - stretch.from_min >= 24 * 60
    return " – ".join(days) if is_whole else pick(lang, f"{days[0]} {hours}", f"{days[0]}, {hours}")


def _clock_of(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _bounded(lang: Lang, start: datetime, end: datetime) -> str:
    if start.date() == end.date():
        if not start.hour and not start.minute:
            return moment(lang, end) + pick(lang, " 以前", " or earlier")
        return f"{moment(lang, start)}–{end:%H:%M}"
    last = end.date() if end.hour or end.minute else date.fromordinal(end.date().toordinal() - 1)
    if last == start.date():
        return day(lang, last) if not start.hour else moment(lang, start) + pick(lang, " 以后", " or later")
    return f"{day(lang, start.date())}{pick(lang, ' 到 ', ' to ')}{day(lang, last)}"


def your(lang: Lang, name: str | None, breed: str | None, species: str | None) -> str:
    """A pet without a name is called by its breed: 你家金毛, your golden retriever."""
    if name:
        return name
    kind = breed or (KINDS[species].in_(lang).lower() if species in KINDS else pick(lang, "毛孩子", "pet"))
    return pick(lang, f"你家{kind}", f"your {kind[:1].lower() + kind[1:]}")


def listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def joined(lang: Lang, sentences: Sequence[str]) -> str:
    """Sentences in a row, spaced as the language does."""
    return ("" if lang == "zh" else " ").join(sentence.strip() for sentence in sentences if sentence.strip())
