"""Refusals of the booking room."""

from __future__ import annotations

from pawline.pets import NoSuchPet
from pawline.platform.errors import BadInput, Conflict, NotFound, TooMany

__all__ = [
    "AlreadyExtended",
    "BadAmount",
    "BadRhythm",
    "BookingClosed",
    "ClosedDay",
    "HoldGone",
    "NeedsBath",
    "NoDropOff",
    "NoSuchBooking",
    "NoSuchPet",
    "NoSuchRequest",
    "NotForPet",
    "NotFree",
    "NotInSeries",
    "NothingToReturn",
    "NothingToWaive",
    "OfferGone",
    "OutsideHours",
    "PastTime",
    "PhoneNeeded",
    "RequestMade",
    "RequestOver",
    "SamePetTwice",
    "SeriesRefused",
    "SeriesTooLong",
    "SizeNeeded",
    "SlotTaken",
    "StaleVersion",
    "StillInGrace",
    "TooFarAhead",
    "TooManyHolds",
    "TooManyTogether",
    "TooSoon",
    "UnknownService",
]


class NoSuchBooking(NotFound):
    """There is no such booking for the asker."""

    code = "no_such_booking"
    zh = "没有找到这个预约。"
    en = "That booking isn't here."


class OfferGone(NotFound):
    """The offered time was offered too long ago, or to somebody else."""

    code = "offer_gone"
    zh = "这个时间是之前给的，已经过期了，再选一次吧。"
    en = "That time was offered a while ago. Pick again?"


class TooManyTogether(BadInput):
    """More pets in one visit than are looked after at once."""

    code = "too_many_together"
    zh = "一次最多一起约 {most} 只，其余的另约一次吧。"
    en = "Up to {most} pets can come together. Please book the others separately."


class SamePetTwice(BadInput):
    """One pet twice in a visit."""

    code = "same_pet_twice"
    zh = "同一只毛孩子在这次预约里出现了两次。"
    en = "The same pet is in this visit twice."


class SlotTaken(Conflict):
    """Somebody else has the time; `nearest` holds up to three free ones (TimeView)."""

    code = "slot_taken"
    zh = "慢了一步，{when}刚被约走，换个时间吧。"
    en = "{when_en} has just gone. Would another time work?"


class NotFree(SlotTaken):
    """Why the desk cannot have the time, in words; for a new booking `nearest` holds up to three (DeskTime)."""

    code = "not_free"
    zh = "{why}"
    en = "{why_en}"


class PriceChanged(Conflict):
    """The time costs more than it was offered for, and a move is at once agreed: nothing was changed."""

    code = "price_changed"
    zh = "{when}的价格刚改过：原来 ¥{was}，现在 ¥{now}。还没有改期，看过价格再选。"
    en = "The price of {when_en} has just changed from ¥{was} to ¥{now}. Nothing was moved: look, then choose."


class RideUnfit(Conflict):
    """Nobody can be driven in that window, and why; nothing was changed."""

    code = "ride_unfit"
    zh = "{why}{others}什么都没有改动，先改一下接送。"
    en = "{why_en} {others_en} Nothing was changed: change the ride first."


class NoRides(Conflict):
    """The shop drives nobody."""

    code = "no_rides"
    zh = "店里现在不接送。"
    en = "The shop doesn't fetch or bring pets home."


class NoSuchZone(BadInput):
    """The shop does not drive there (any more)."""

    code = "no_such_zone"
    zh = "这一片不接送，换一片看看。"
    en = "The shop doesn't drive there. Choose another place?"


class TwoRides(BadInput):
    """One way twice."""

    code = "two_rides"
    zh = "同一程接送只能选一个时间。"
    en = "Each way is driven once."


class NoSuchRide(NotFound):
    """There is no such stop here."""

    code = "no_such_ride"
    zh = "没有找到这一站，可能已经取消了。"
    en = "That stop isn't here. It may have been called off."


class HoldGone(Conflict):
    """The hold ended before the yes; `nearest` holds up to three free times (TimeView)."""

    code = "hold_expired"
    zh = "{when}没有继续留着了，再选一个时间吧。"
    en = "{when_en} is no longer held. Pick a time again?"


class PastTime(BadInput):
    """The time lies behind."""

    code = "past_time"
    zh = "{when}已经过去了，选一个之后的时间吧。"
    en = "{when_en} has passed. Pick a later time?"


class TooSoon(BadInput):
    """The shop needs notice; `lead_min` tells how many minutes."""

    code = "too_soon"
    zh = "{when}太近了，至少提前 {lead_min} 分钟约。"
    en = "{when_en} is too soon. We need {lead_min} minutes' notice."


class StillInGrace(BadInput):
    """A pet is missing only when the grace after its time is over."""

    code = "still_in_grace"
    zh = "约的是{when}，再等等：过了 {grace_min} 分钟才能记爽约。"
    en = "They were due {when_en}. It counts as missed {grace_min} minutes after that."


class TooFarAhead(BadInput):
    """The book is open for `horizon_days` days only."""

    code = "too_far_ahead"
    zh = "目前只能约 {horizon_days} 天以内的时间。"
    en = "We're taking bookings for the next {horizon_days} days only."


class ClosedDay(BadInput):
    """The shop is closed on that day."""

    code = "closed_day"
    zh = "{day}店休，换一天吧。"
    en = "We're closed on {day_en}. Another day?"


class OutsideHours(BadInput):
    """The visit would not fit the opening hours or the grid."""

    code = "outside_hours"
    zh = "{when}不在可约的时间里，营业时间 {opens}–{closes}。"
    en = "{when_en} isn't bookable. We're open {opens}–{closes}."


class NoDropOff(OutsideHours):
    """On that day pets are brought at certain times, and this is none of them."""

    code = "no_drop_off"
    zh = "{clock} 不是送店时间，{day}的送店时间是 {times}。"
    en = "Pets aren't brought at {clock}. On {day_en} the drop-off times are {times_en}."


class NotTrained(BadInput):
    """The named person does not do that, whatever the rules say."""

    code = "not_trained"
    zh = "这位美容师不会做这个项目，换一位吧。什么都没有改动。"
    en = "That groomer doesn't do this. Pick somebody else. Nothing was changed."


class OverMidnight(BadInput):
    """A visit ends on the day on which it begins."""

    code = "over_midnight"
    zh = "做完就过半夜了，早一点开始吧。什么都没有改动。"
    en = "It would end after midnight. Begin earlier. Nothing was changed."


class UnknownService(BadInput):
    """The shop does not sell that, or not by booking."""

    code = "unknown_service"
    zh = "这个项目暂时不能在线预约，可以请店员帮忙。"
    en = "That can't be booked here. The team can help."


class NotForPet(BadInput):
    """The service is not made for such a pet."""

    code = "not_for_pet"
    zh = "「{service}」不适合这只毛孩子，换一个项目吧。"
    en = "{service_en} isn't meant for this pet. Pick something else?"


class SizeNeeded(BadInput):
    """The price depends on the pet's size, which nobody has told."""

    code = "size_needed"
    zh = "还不知道它的体型，告诉我大概多重就行。"
    en = "I don't know its size yet. Roughly how heavy is it?"


class StaysAlone(BadInput):
    """A stay was wished for together with work on the pet, or with another stay."""

    code = "stays_alone"
    zh = "{service}要单独约，{other}另约一次就好。什么都没有改动。"
    en = "{service_en} is booked by itself: please book {other_en} separately. Nothing was changed."


class TooManyNights(BadInput):
    """A stay is longer than the shop takes."""

    code = "too_many_nights"
    zh = "一次最多寄养 {most} 晚。更久的请直接问店里。什么都没有改动。"
    en = "A stay is {most} nights at most. Ask the shop for a longer one. Nothing was changed."


class StayNotMoved(Conflict):
    """A stay has no place in the day's schedule, so it cannot be moved there."""

    code = "stay_not_moved"
    zh = "寄养请在预约卡片上改期，不能在日程里拖。什么都没有改动。"
    en = "Change a stay's days on its card; it can't be dragged in the schedule. Nothing was changed."


class NeedsBath(BadInput):
    """An extra that only goes with a bath."""

    code = "needs_bath"
    zh = "「{service}」要和洗护一起做，先选一个洗护吧。"
    en = "{service_en} goes with a bath. Pick a bath first?"


class PhoneNeeded(Conflict):
    """The shop wants a phone number before it confirms. The hold was lengthened to `hold_until_ms`."""

    code = "phone_needed"
    zh = "留个手机号，这个时间就是你的了。"
    en = "Leave a phone number and this time is yours."


class StaleVersion(Conflict):
    """The card shows an older state; `version` is the newest."""

    code = "stale_version"
    zh = "这张卡片是旧的，请看最新的一张。"
    en = "This card is out of date. Look at the newest one."


class BookingClosed(Conflict):
    """The booking is over or under way; `status` tells."""

    code = "booking_closed"
    zh = "这个预约现在不能改了，有需要请直接和店里说。"
    en = "This booking can't be changed any more. Tell the team if you need something."


class BadAmount(BadInput):
    """A deposit of nothing, less than nothing, or more than anybody pays."""

    code = "bad_amount"
    zh = "金额不对，填实际收到的数。"
    en = "That amount can't be right. Enter what was paid."


class NothingToReturn(Conflict):
    """Nothing was paid for it, all of it is owed, or it was given back before."""

    code = "nothing_to_return"
    zh = "这个预约没有要退的定金。"
    en = "There is no deposit to give back for this booking."


class NothingToWaive(Conflict):
    """Cancelling costs nothing as it is, so there is nothing to ask for."""

    code = "nothing_to_waive"
    zh = "现在取消本来就不收费，直接取消就好。"
    en = "Cancelling costs nothing as it is: just cancel."


class RequestMade(Conflict):
    """One asks once for a booking."""

    code = "request_made"
    zh = "这个预约已经问过店里了。"
    en = "The shop has been asked about this booking already."


class NoSuchRequest(NotFound):
    """Nobody has asked anything about the booking."""

    code = "no_such_request"
    zh = "客人没有问过这个预约。"
    en = "Nothing was asked about this booking."


class RequestOver(Conflict):
    """It was answered before, or the booking is over."""

    code = "request_over"
    zh = "这个请求已经有结果了，看最新的卡片。"
    en = "This request has its answer already. See the newest card."


class StillHeld(Conflict):
    """The owner has not said yes to the time; only they can choose another."""

    code = "still_held"
    zh = "客人还没确认这个时间，等确认了再改。"
    en = "The owner hasn't said yes to this time yet. It can be moved once they have."


class UndoOver(Conflict):
    """A move can be undone for a few seconds only, and only the last one."""

    code = "undo_over"
    zh = "现在不能撤销这次改动了，要改的话再移一次。"
    en = "It's too late to undo that move. Move it once more instead."


class AlreadyExtended(Conflict):
    """A hold is lengthened once."""

    code = "already_extended"
    zh = "已经多留过一次了，尽快确认就好。"
    en = "It was already held longer once. Confirm soon to keep it."


class TooManyHolds(TooMany):
    """Holds without a known phone are few an hour."""

    code = "too_many_holds"
    zh = "这一小时里留过好几个时间了，留个手机号或请店员帮忙吧。"
    en = "Several times were held this hour. Leave a phone number, or ask the team."


class BadRhythm(BadInput):
    """Too often, too seldom, too many or too few visits for a series."""

    code = "bad_rhythm"
    zh = "系列预约每隔 1–{weeks} 周一次，一共 {least}–{most} 次，改一下再看。"
    en = "A series is every 1–{weeks} weeks, {least}–{most} times. Change it and look again."


class SeriesTooLong(BadInput):
    """A series that would last longer than a year; `most` visits fit into one."""

    code = "series_too_long"
    zh = "系列最长一年：每隔 {weeks} 周的话，最多 {most} 次。"
    en = "A series lasts a year at most: with {weeks} weeks in between that is {most} times."


class SeriesRefused(Conflict):
    """One visit of a series cannot be had, so none was booked; `line` says how it stands now (SeriesLine)."""

    code = "series_refused"
    zh = "第 {number} 次（{when}）约不了：{why}一次都没有约，改好这一次再约。"
    en = "Visit {number} ({when_en}) can't be booked: {why_en} Nothing was booked. Change that one and book again."


class NotInSeries(NotFound):
    """The booking stands for itself."""

    code = "not_in_series"
    zh = "这个预约不在系列里，单独取消就好。"
    en = "That booking isn't part of a series. Cancel it by itself."
