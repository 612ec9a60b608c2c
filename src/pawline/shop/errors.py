"""Refusals of the shop room."""

from __future__ import annotations

from pawline.platform.errors import BadInput, Conflict, NotFound

from .model import Label

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


class BadDropSlot(BadShop):
    """Pets cannot be brought at that time of a weekday: the shop is closed then, or it is there twice."""

    code = "bad_drop_slot"
    zh = "{day} {clock} 不能设成送店时间：要在营业时间里、是整 5 分钟，同一时间只设一次。什么都没有改动。"
    en = (
        "{day_en} {clock} can't be a drop-off time: it lies within the opening hours, on five minutes, and each time "
        "is there once. Nothing was changed."
    )

    def __init__(self, weekday: int, at_min: int) -> None:
        zh, en = WEEKDAYS[weekday - 1]
        hours, minutes = divmod(at_min, 60)
        super().__init__("drop_slots", day=zh, day_en=en, clock=f"{hours}:{minutes:02d}")


class BadRideWindow(BadShop):
    """Nobody can be driven then: the shop is closed, the window ends before it begins, or two of one way overlap."""

    code = "bad_ride_window"
    zh = (
        "{day} {window} 不能设成接送时间：结束要晚于开始、整 5 分钟，关门以后不再出车，同一种接送不能重叠。"
        "什么都没有改动。"
    )
    en = (
        "{day_en} {window} can't be a ride: it ends after it begins, on five minutes, nobody sets out after closing, "
        "and two of one way don't overlap. Nothing was changed."
    )

    def __init__(self, weekday: int, from_min: int, to_min: int) -> None:
        zh, en = WEEKDAYS[weekday - 1]
        window = "–".join(f"{one // 60}:{one % 60:02d}" for one in (from_min, to_min))
        super().__init__("rides", day=zh, day_en=en, window=window)


class BadNumber(BadShop):
    """One of the shop's numbers is out of its bounds; `reason` names the field."""

    code = "bad_number"
    zh = "「{name}」要在 {least} 到 {most} 之间。什么都没有改动。"
    en = "“{name_en}” has to be between {least} and {most}. Nothing was changed."

    def __init__(self, field: str, name: Label, least: int, most: int) -> None:
        super().__init__(field, name=name.zh, name_en=name.en, least=least, most=most)


class NoSuchService(NotFound):
    """The shop has no service with that code."""

    code = "no_such_service"
    zh = "店里没有这个项目，可能刚刚被改过，刷新看看。"
    en = "That service isn't here. It may just have been changed; reload the page."


class ServiceTaken(Conflict):
    """Another service of the shop has the code."""

    code = "service_taken"
    zh = "这个项目代码已经有了，换一个吧。"
    en = "Another service already has that code. Pick another one."


class NotKnownHere(BadInput):
    """A kind of pet, a skill, a word or a service that the shop does not know; `reason` names the field."""

    code = "not_known_here"
    zh = "店里没有「{value}」这个{what}。什么都没有改动。"
    en = "There's no {what_en} “{value}” here. Nothing was changed."

    def __init__(self, field: str, value: str, what: Label) -> None:
        super().__init__(field, value=value, what=what.zh, what_en=what.en)


class NoSteps(BadInput):
    """A main service on sale has no step, so nobody can plan it."""

    code = "no_steps"
    zh = "{service}还没有步骤，排不进日程：至少加一步，或者先不卖。什么都没有改动。"
    en = "{service_en} has no steps, so it can't be planned: add one, or take it off sale. Nothing was changed."


class KennelStays(BadInput):
    """A kennel was to become another kind of place, or another place a kennel."""

    code = "kennel_stays"
    zh = "寄养间不能改成别的台位，别的台位也不能改成寄养间：停用这个，另加一个。什么都没有改动。"
    en = "A kennel can't become another kind of place, nor the other way: retire it and add one. Nothing was changed."


class StayIsNoWork(BadInput):
    """A service sold by the night or the day has steps, skills or an extra's part, or one with steps has a stay's."""

    code = "stay_is_no_work"
    zh = "按晚、按天算的{service}没有步骤、技能和份数，也不能当加项。什么都没有改动。"
    en = "{service_en} is sold by the night or the day: no steps, no skills, no extra. Nothing was changed."


class IncludesItself(BadInput):
    """A service comes with itself, at once or by way of another."""

    code = "includes_itself"
    zh = "{service}包含的项目里又包含了它自己，这样算不出价钱。什么都没有改动。"
    en = "What comes with {service_en} includes {service_en} again, so it has no price. Nothing was changed."


class BadPrice(BadInput):
    """A price below nothing or beyond all measure; amounts are yuan."""

    code = "bad_price"
    zh = "「{pet}」的价格不对：最少 ¥0，最多 ¥{most}。什么都没有改动。"
    en = "“{pet_en}”: the price has to be between ¥0 and ¥{most}. Nothing was changed."

    def __init__(self, pet: Label, most: int) -> None:
        super().__init__("price_cents", pet=pet.zh, pet_en=pet.en, most=most)


class NoMinutes(BadInput):
    """A main service on sale that takes no time, or one that takes more than a day."""

    code = "no_minutes"
    zh = "「{pet}」还没写要做多少分钟：主要项目至少 1 分钟，最多 {most} 分钟。什么都没有改动。"
    en = "“{pet_en}”: say how many minutes it takes, from 1 (main services) to {most}. Nothing was changed."

    def __init__(self, pet: Label, most: int) -> None:
        super().__init__("minutes", pet=pet.zh, pet_en=pet.en, most=most)


class TwoPrices(BadInput):
    """Two price rules speak of the same pet, and neither is more exact."""

    code = "two_prices"
    zh = "「{pet}」对上了两个价格，不知道按哪个算：给它单独填一格，或者去掉一个。什么都没有改动。"
    en = "“{pet_en}”: two prices fit, neither more exact. Fill in its own cell, or remove one. Nothing was changed."

    def __init__(self, pet: Label) -> None:
        super().__init__("prices", pet=pet.zh, pet_en=pet.en)


class NoSuchSeason(NotFound):
    """The shop has no season with that id."""

    code = "no_such_season"
    zh = "没有这个日期价，可能刚刚被删掉了，刷新看看。"
    en = "That season isn't here. It may just have been removed; reload the page."


class TooManySeasons(Conflict):
    """The shop has as many seasons as it can have."""

    code = "too_many_seasons"
    zh = "日期价最多 {most} 个，先删掉不用的。什么都没有改动。"
    en = "There can be {most} seasons at most: remove those that you no longer need. Nothing was changed."


class ZeroPercent(BadInput):
    """A season that changes no price."""

    code = "zero_percent"
    zh = "加减 0% 就是原价：填一个别的数，不要了就删掉。什么都没有改动。"
    en = "0% is the listed price: say another number, or remove the season. Nothing was changed."

    def __init__(self) -> None:
        super().__init__("percent")


class SeasonNever(BadInput):
    """None of a season's days is one of its weekdays."""

    code = "season_never"
    zh = "这些日子里没有选中的星期几，一天都用不上。什么都没有改动。"
    en = "None of those days is a weekday that you chose, so it would never hold. Nothing was changed."

    def __init__(self) -> None:
        super().__init__("weekdays")
