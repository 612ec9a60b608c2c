"""Refusals of the shop room."""

from __future__ import annotations

from pawline.platform.errors import BadInput, Conflict, NotFound

WEEKDAYS = (
    ("周一", "Monday"), ("周二", "Tuesday"), ("周三", "Wednesday"), ("周四", "Thursday"), ("周五", "Friday"),
    ("周六", "Saturday"), ("周日", "Sunday"),
)  # fmt: skip


class NoSuchShop(NotFound):
    """No shop answers to that id or short name."""

    code = "no_such_shop"
    zh = "没有找到这家店。"
    en = "That shop isn't here."


class SlugTaken(Conflict):
    """Another shop of this installation has the short name."""

    code = "slug_taken"
    zh = "这个店铺短名已经有人用了，换一个吧。"
    en = "Another shop already uses that short name. Pick another one."


class NoSuchMate(NotFound):
    """Nobody who works on pets, and no place, answers to that id here."""

    code = "no_such_mate"
    zh = "店里没有这位同事或这个工位，可能刚刚被改过，刷新看看。"
    en = "That person or place isn't here. It may just have been changed; reload the page."


class BadShift(BadInput):
    """A day of somebody's week cannot be worked like that."""

    code = "bad_shift"
    zh = "{day}的班排不了：下班要晚于上班，休息要在班内，一天最多 24 小时，同一天只排一班。什么都没有改动。"
    en = (
        "{day_en} can't be worked like that: a shift ends after it starts, its break lies within it, a day has "
        "24 hours, and each day has one shift. Nothing was changed."
    )

    def __init__(self, weekday: int) -> None:
        zh, en = WEEKDAYS[weekday - 1]
        super().__init__("shift", weekday=weekday, day=zh, day_en=en)


class BadStretch(BadInput):
    """Days or times that end before they begin, lie in the past, or reach too far."""

    code = "bad_stretch"
    zh = "这段时间不对：结束要晚于开始，不能已经过去，最长 {days} 天。什么都没有改动。"
    en = (
        "That stretch of time doesn't work: it ends after it starts, isn't over yet, and has at most {days} days. "
        "Nothing was changed."
    )


class BadShop(BadInput):
    """A field of the shop is out of bounds; `reason` names it."""

    code = "bad_shop"
    zh = "店铺信息有一项不对（{reason}），什么都没有改动。"
    en = "One of the shop's details isn't right ({reason}). Nothing was changed."


class BadHours(BadShop):
    """The shop cannot be open like that on a weekday."""

    code = "bad_hours"
    zh = "{day}的营业时间不对：关门要晚于开门，一天最多 24 小时。什么都没有改动。"
    en = (
        "The opening hours of {day_en} don't work: the shop closes after it opens, and a day has 24 hours. "
        "Nothing was changed."
    )

    def __init__(self, weekday: int) -> None:
        zh, en = WEEKDAYS[weekday - 1]
        super().__init__("hours", weekday=weekday, day=zh, day_en=en)
