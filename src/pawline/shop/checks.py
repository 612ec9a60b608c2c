"""What a shop's numbers may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .condition_rules import ConditionRule
from .drop_slots import DropSlot
from .errors import BadDropSlot, BadHours, BadNumber, BadShift, BadShop, NotKnownHere
from .kinds import CONDITIONS, SPECIES, vaccines_for
from .model import DAY_MIN, Label, Opening, Settings, Shift
from .vaccine_asks import VaccineAsk


@dataclass(frozen=True)
class Bounds:
    """What one number may be, both ends included, and what the shop calls it."""

    least: int
    most: int
    name: Label


def _bounds(least: int, most: int, zh: str, en: str) -> Bounds:
    return Bounds(least, most, Label(zh, en))


# Every number of `Settings`, by its name there.
BOUNDS: Mapping[str, Bounds] = {
    "grid_min": _bounds(5, 120, "隔几分钟一个开始时间", "Minutes between starts"),
    "lead_min": _bounds(0, 14 * DAY_MIN, "至少提前多少分钟约", "Minutes of notice"),
    "horizon_days": _bounds(1, 400, "最多提前多少天约", "Days that can be booked ahead"),
    "offer_min": _bounds(1, DAY_MIN, "给出的时间多少分钟内有效", "Minutes that an offered time is good for"),
    "hold_chat_min": _bounds(1, 120, "聊天里替客人留位多少分钟", "Minutes held in the chat"),
    "hold_web_min": _bounds(1, 120, "别的地方替客人留位多少分钟", "Minutes held from elsewhere"),
    "hold_unpaid_min": _bounds(1, DAY_MIN, "等定金时留位多少分钟", "Minutes held for the deposit"),
    "hold_extend_min": _bounds(1, 120, "客人能再续多少分钟", "Minutes that an owner can add"),
    "hold_phone_min": _bounds(1, 60, "验证手机号时留多少分钟", "Minutes kept for the phone code"),
    "hold_longest_min": _bounds(1, 240, "等验证码最长留到多少分钟", "Minutes that a hold waits for a code in all"),
    "holds_per_hour_stranger": _bounds(1, 100, "没验证手机号的客人一小时留位几次", "Holds an hour without a phone"),
    "cancel_free_h": _bounds(0, 24 * 14, "提前多少小时取消免费", "Hours before which cancelling is free"),
    "late_percent": _bounds(0, 100, "临时取消收百分之几", "Percent for late cancelling"),
    "lost_h": _bounds(0, 24 * 14, "开始前多少小时内取消不退定金", "Hours before which a deposit is lost"),
    "deposit_percent": _bounds(0, 100, "定金收总价的百分之几", "Percent taken as a deposit"),
    "deposit_after_no_shows": _bounds(0, 20, "爽约几次以后要付定金", "No-shows after which a deposit is asked"),
    "late_answer_min": _bounds(5, DAY_MIN, "客人求情多少分钟内回", "Minutes in which a late request is answered"),
    "waiver_days": _bounds(0, 3650, "多少天里自动免一次", "Days in which one is granted by itself"),
    "grace_min": _bounds(0, 240, "晚到多少分钟才算没来", "Minutes until it counts as missed"),
    "staff_buffer_min": _bounds(0, 120, "两单之间歇多少分钟", "Minutes between two pets"),
    "air_out_min": _bounds(0, 120, "狗狗用完多少分钟后猫猫才能用", "Minutes between a dog and a cat at one place"),
    "wait_offer_min": _bounds(5, 240, "等到空位后留位多少分钟", "Minutes held for who has waited"),
    "wait_from_h": _bounds(0, 23, "几点开始通知候补的客人", "The hour from which those who wait are told"),
    "wait_to_h": _bounds(1, 24, "几点以后不再通知", "The hour after which nobody is told"),
    "wait_unanswered": _bounds(1, 20, "连着几次没回复就不再等", "Offers without an answer that end the wait"),
    "stay_in_h": _bounds(0, 23, "寄养几点起可以送来", "The hour from which a stay begins"),
    "stay_out_h": _bounds(1, 24, "寄养最后一天几点前接走", "The hour by which a stay is over"),
    "stay_most_nights": _bounds(1, 90, "一次最多寄养几晚", "Nights of a stay at most"),
    "vaccine_wait_days": _bounds(0, 60, "打完疫苗几天内不接", "Days of rest after a vaccination"),
}
# More services than any shop has, each for three species.
MOST_ASKS = 300


# What a person's numbers may be, by their name there; None is any number.
PERSONAL: Mapping[str, Bounds] = {
    "pets_a_day": _bounds(0, 99, "一天最多做几只", "Pets a day at most"),
    "large_a_day": _bounds(0, 99, "其中大型的最多几只", "Large ones a day at most"),
    "pace_percent": _bounds(50, 200, "用时是价目表的百分之几", "Percent of the listed minutes"),
}


# What the numbers of a service may be, by their name there.
OF_SERVICE: Mapping[str, Bounds] = {
    "before_min": _bounds(0, 120, "做之前准备几分钟", "Minutes to set up"),
    "after_min": _bounds(0, 120, "做之后收拾几分钟", "Minutes to tidy"),
}


# What the numbers of a time at which pets are brought may be, by their name there.
OF_DROP_SLOT: Mapping[str, Bounds] = {
    "most": _bounds(1, 60, "一批最多送来几只", "Pets brought at once at most"),
    "begin_within_min": _bounds(0, 480, "最后一只多少分钟内开始", "Minutes until the last one begins"),
}
# A dozen on each weekday: with more of them they mean nothing.
MOST_DROP_SLOTS = 84
DROP_GRID_MIN = 5


def check_text(field: str, text: str, least: int, most: int) -> None:
    """So many characters, spaces around not counted for the least; raises BadShop."""
    if not least <= len(text.strip()) or len(text) > most:
        raise BadShop(reason=field)


def check_between(field: str, value: int, least: int, most: int) -> None:
    """Both ends included; raises BadShop."""
    if not least <= value <= most:
        raise BadShop(reason=field)


def check_settings(settings: Settings) -> None:
    """Every number and rule of a shop; raises BadNumber, BadShop, NotKnownHere."""
    for field, bounds in BOUNDS.items():
        check_number(field, bounds, getattr(settings, field))
    if settings.wait_to_h <= settings.wait_from_h:
        last = BOUNDS["wait_to_h"]
        raise BadNumber("wait_to_h", last.name, settings.wait_from_h + 1, last.most)
    check_asks(settings.vaccine_asks)
    check_condition_rules(settings.condition_rules)


def check_asks(asks: Sequence[VaccineAsk]) -> None:
    """Each service once for a species, and only vaccines that such a pet gets; raises BadShop, NotKnownHere.

    A service that is no longer sold may stay: it asks nobody.
    """
    if len(asks) > MOST_ASKS or len({(one.service, one.species) for one in asks}) < len(asks):
        raise BadShop(reason="vaccine_asks")
    for one in asks:
        if not 1 <= len(one.service) <= 32 or len(set(one.vaccines)) < len(one.vaccines):
            raise BadShop(reason="vaccine_asks")
        if one.species not in SPECIES:
            raise NotKnownHere("species", one.species[:40], Label("宠物种类", "kind of pet"))
        for strange in set(one.vaccines) - set(vaccines_for(one.species)):
            raise NotKnownHere("vaccines", strange[:40], Label("疫苗", "vaccine"))


def check_condition_rules(rules: Sequence[ConditionRule]) -> None:
    """Each condition once, and only those that there are; raises BadShop, NotKnownHere."""
    codes = [one.condition for one in rules]
    if len(set(codes)) < len(codes):
        raise BadShop(reason="condition_rules")
    for strange in set(codes) - CONDITIONS.keys():
        raise NotKnownHere("condition_rules", strange[:40], Label("身体情况", "condition"))


def check_drop_slots(slots: Sequence[DropSlot], week: Mapping[int, Opening]) -> None:
    """Each time of a weekday once, while the shop is open by its `week`; raises BadShop, BadDropSlot, BadNumber."""
    if len(slots) > MOST_DROP_SLOTS:
        raise BadShop(reason="drop_slots")
    many = Counter((one.weekday, one.at_min) for one in slots)
    for one in slots:
        check_between("weekday", one.weekday, 1, 7)
        hours = week.get(one.weekday)
        is_open = hours is not None and hours.opens_min <= one.at_min < hours.closes_min
        if not is_open or one.at_min % DROP_GRID_MIN or many[one.weekday, one.at_min] > 1:
            raise BadDropSlot(one.weekday, one.at_min)
        for field, bounds in OF_DROP_SLOT.items():
            check_number(field, bounds, getattr(one, field))


def check_personal(**numbers: int | None) -> None:
    """A person's numbers; raises BadNumber."""
    for field, value in numbers.items():
        if value is not None:
            check_number(field, PERSONAL[field], value)


def check_of_service(**numbers: int) -> None:
    """The minutes around a service; raises BadNumber."""
    for field, value in numbers.items():
        check_number(field, OF_SERVICE[field], value)


def check_number(field: str, bounds: Bounds, value: int) -> None:
    """Within its bounds, both included; raises BadNumber."""
    if not bounds.least <= value <= bounds.most:
        raise BadNumber(field, bounds.name, bounds.least, bounds.most)


def check_week(hours: Sequence[Opening]) -> None:
    """Opening hours: each weekday once, within its day; raises BadShop, BadHours."""
    if len({one.weekday for one in hours}) != len(hours):
        raise BadShop(reason="weekday")
    for one in hours:
        check_between("weekday", one.weekday, 1, 7)
        if not 0 <= one.opens_min < one.closes_min <= DAY_MIN:
            raise BadHours(one.weekday)


def check_shifts(shifts: Sequence[Shift]) -> None:
    """Somebody's week: each weekday once; raises BadShift."""
    seen: set[int] = set()
    for one in shifts:
        check_shift(one)
        if one.weekday in seen:
            raise BadShift(one.weekday)
        seen.add(one.weekday)


def check_shift(one: Shift) -> None:
    """Within its day, and the break within it; raises BadShift."""
    check_between("weekday", one.weekday, 1, 7)
    has_break = one.break_start_min is not None and one.break_end_min is not None
    is_half = not has_break and (one.break_start_min, one.break_end_min) != (None, None)
    marks = [one.start_min, one.break_start_min, one.break_end_min, one.end_min]
    times = [mark for mark in marks if mark is not None]
    is_in_order = all(a < b for a, b in pairwise(times))
    if is_half or not is_in_order or times[0] < 0 or times[-1] > DAY_MIN:
        raise BadShift(one.weekday)
