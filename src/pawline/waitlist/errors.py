"""Refusals of the waitlist."""

from __future__ import annotations

from pawline.platform.errors import BadInput, Conflict, NotFound, TooMany


class NoSuchWait(NotFound):
    """There is nobody who waits under this id, for the asker."""

    code = "no_such_wait"
    zh = "没有找到这个候补。"
    en = "That place on the waitlist isn't here."


class WaitOver(Conflict):
    """The wait has ended; `state` tells how."""

    code = "wait_over"
    zh = "这个候补已经结束了，以最新的卡片为准。"
    en = "This wait has ended. The newest card is right."


class BadWindow(BadInput):
    """The days or hours are in the wrong order, have gone by or are beyond the book."""

    code = "bad_window"
    zh = "这段时间等不了：要在今天到 {last} 之间，结束晚于开始。"
    en = "Nobody can wait for that: pick days from today to {last_en}, with an end after the start."


class TooManyWaits(TooMany):
    """One owner waits for a handful of things at once, not more."""

    code = "too_many_waits"
    zh = "已经有 {most} 个候补在等了，先取消一个再加吧。"
    en = "There are {most} waits already. Leave one of them first."


class NoRoomYet(Conflict):
    """Nothing is free within what they wait for."""

    code = "no_room_yet"
    zh = "这段时间里现在还没有空位。"
    en = "Nothing is free in that time yet."


class HoldsAnother(Conflict):
    """The owner's conversation holds another time, which would be lost."""

    code = "holds_another"
    zh = "客人还有一个时间在等他确认，等那个有了结果再发。"
    en = "Another time is waiting for this owner's yes. Offer this one after that."


class NobodyToAsk(Conflict):
    """The owner has no conversation in which the time could be offered."""

    code = "nobody_to_ask"
    zh = "这位客人没在用聊天，打电话问好以后直接新预约。"
    en = "This owner isn't in the chat. Call them, then make the booking."
