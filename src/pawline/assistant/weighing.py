"""Weighs the signals of a message: what is wanted, when several things could be."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from . import asides, signals
from .answering import ENDS, agrees, as_answer, leaning
from .script import fold
from .shop_line import Asked, asked_by
from .times_said import moved, told
from .understanding import INTENTS, Context, Understanding

# "Any day will do" asks for nothing.
_SHRUG = re.compile(
    r"随便(?:哪天|哪日|什么时候|几点)|(?:哪天|哪日|什么时候|几点|时间)?(?:都|全)(?:可以|行|得|好|成|ok|方便)"
)


def decided(read: Understanding, folded: str, context: Context, offered: date | None) -> Understanding:
    """The message with what it wants. `offered` is the day the shop's last line named, None for none."""
    if read.red_flags:
        read = replace(read, times=told(read.times))
    if read.red_flags and not (signals.HARM.search(folded) and _is_only_wound(read.red_flags, folded)):
        people = ("handoff_human",) if signals.PERSON.search(folded) and not _is_plain_vet_call(folded) else ()
        return replace(read, intents=("medical_emergency", *people))
    if asks_for_person(folded):
        return replace(read, intents=("handoff_human",), red_flags=())
    if signals.ABUSE.search(folded) and not read.services and not read.times:
        return replace(read, intents=("unknown",), red_flags=(), topics=frozenset[str]())
    read = replace(read, intents=_weighed(read, folded, context, offered), red_flags=())
    if read.has("correct") and _is_wish_taken_back(read, folded):
        return replace(read, times=tuple(replace(one, role="when") for one in read.times))
    if read.has("reschedule"):
        return replace(read, times=moved(read.times))
    is_told = read.intents in (("smalltalk",), ("unknown",)) or (read.has("query_status") and not read.has("book"))
    return replace(read, times=told(read.times)) if is_told else read


_SEVERE = re.compile(
    r"裂开|崩开|开水|热水|热油|油锅|火|肉|骨|肠|止不|不止|不停|一直|喷|很多|大量|好多|眼|叫不|\b(?:won'?t stop|gush\w*|pour\w*|deep|open|lots|heavily|everywhere|eyes?|bone)\b"
)


def _is_only_wound(flags: tuple[str, ...], folded: str) -> bool:
    """A nick by the shop's scissors is a complaint for a person; anything more is an emergency."""
    return set(flags) <= {"bleeding", "trauma"} and _SEVERE.search(folded) is None


def _is_plain_vet_call(folded: str) -> bool:
    return re.search(r"医生|vet\b", folded) is not None and re.search(r"人工|真人|human|person", folded) is None


_JUST_ASKING = re.compile(
    r"(?:你们|你家|您|你|店里|店|这里|这边|家|那|请问|想问一?下|问一?下|是|什么|怎么样?|有|hi|hello|hey|you|guys|please|just|wondering|asking|[^\u3400-\u9fffa-z])*"
)


def asks_for_person(folded: str) -> bool:
    """Whether a message wants a person, in so many words or by complaining of harm."""
    rest = signals.NO_PERSON.sub(" ", signals.TELL_WHEN_DONE.sub(" ", folded))
    return signals.PERSON.search(rest) is not None or complains(folded)


_ELSEWHERE = re.compile(
    r"别(?:家|处|的店|的地方)|其他店|另一家|\b(?:another|other|previous|old|last) (?:groomer|salon|place|shop|vet)\b|\bsomewhere else\b"
)


def complains(folded: str) -> bool:
    """Whether a message complains of harm. To ask for the rule of refunds, and nothing else, is no complaint."""
    if signals.HARM.search(folded) is None:
        return False
    if _ELSEWHERE.search(folded) or (asides.IF.search(folded) and signals.POLICY.search(folded)):
        return False
    rest = asides.REFUND.sub(" ", folded)
    return rest == folded or _JUST_ASKING.fullmatch(rest) is None


_WISHES_WELL = re.compile(
    r"(?:新年|节日?|生日|圣诞|中秋|周末|元旦|春节|虎年|兔年|龙年)(?:快乐|愉快|好呀|吉祥)|恭喜发财|\bhave a (?:\w+ )?(?:day|weekend|evening|one|night)\b|\benjoy (?:your|the)\b|\b(?:happy|merry) (?:new year|christmas|xmas|holidays?|easter|birthday|weekend|friday)\b"
)


_GREETS_ONLY = re.compile(
    r"^(?:hi+ |hey+ |hello )?(?:(?:早上|上午|中午|下午|晚上|晚)好|早安?|早晨|晚安|(?:good )?(?:morning|afternoon|evening|night))(?:呀|啊|哇|哦|哈|老板|大家|all|guys|everyone|there|[^\u3400-\u9fffa-z])*$"
)


def _weighed(read: Understanding, folded: str, context: Context, offered: date | None) -> tuple[str, ...]:
    stripped = folded.strip(ENDS)
    if signals.CONFIRM.match(stripped):
        return ("confirm",)
    if signals.DENY.match(stripped):
        return ("deny",)
    asked = asked_by(context.line)
    is_asking = signals.PRICE.search(folded) is not None or "?" in folded
    if "agree" in asked and not (read.services or is_asking) and agrees(read, folded, offered):
        return ("confirm",)
    if (_WISHES_WELL.search(folded) and not read.services) or (not read.wanted_times and _looks_back(folded)):
        return ("smalltalk",)
    if _GREETS_ONLY.match(folded):
        return ("smalltalk",)
    found = as_answer(_signals_in(read, folded), read, folded, asked)
    if not found:
        found = _implied(read, context, asked)
    if not found and signals.GREETING.search(folded):
        return ("smalltalk",)
    if not found:
        found = leaning(stripped)
    return tuple(intent for intent in INTENTS if intent in found) or ("unknown",)


_SOME_DAY = re.compile(r"改天|改日|下次|以后再|\b(?:another (?:day|time)|some other time)\b")


def _puts_off(read: Understanding, folded: str) -> bool:
    """ "Can't come, another day": called off, with no other day named."""
    is_off = signals.CANCEL.search(folded) is not None and "policy" not in read.topics
    return is_off and _SOME_DAY.search(folded) is not None and len(read.times) < 2


def _takes_another_day(read: Understanding, folded: str) -> bool:
    """ "Can't make tomorrow, would Wednesday do?" """
    is_off = signals.CANCEL.search(folded) is not None and "policy" not in read.topics
    if len(read.times) < 2:
        return False
    return (is_off and signals.AVAILABILITY.search(folded) is not None) or _NO_LONGER.search(folded) is not None


def _wants_another(read: Understanding, folded: str) -> bool:
    """ "这次不剪了 光洗澡": one service is given up for another one."""
    return bool(read.services) and "basic" in read.topics and re.search(r"取消|cancel", folded) is None


def _is_wish_taken_back(read: Understanding, folded: str) -> bool:
    """A wish and then "改下午一点", in messages right after each other: nothing is booked yet that could be moved."""
    first, _, rest = folded.partition("\n")
    is_wish = bool(read.services) and any(time.span[0] < len(first) for time in read.times)
    return is_wish and signals.RESCHEDULE.search(first) is None and signals.RESCHEDULE.search(rest) is not None


_NO_LONGER = re.compile(r"\b(?:doesn'?t|does not|won'?t) (?:work|suit)\b")
_ONLY = re.compile(r"只|就(?:洗|剪|做)|\b(?:only|just)\b")


def _signals_in(read: Understanding, folded: str) -> set[str]:
    found: set[str] = set()
    is_hours = signals.HOURS.search(folded) is not None and not _is_slot_question(folded, read)
    if _puts_off(read, folded):
        found.add("cancel")
    elif _is_wish_taken_back(read, folded):
        found.add("correct")
    elif _takes_another_day(read, folded) or (signals.RESCHEDULE.search(folded) and not signals.CORRECT.search(folded)):
        found.add("reschedule")
    elif signals.CANCEL.search(folded) and not (read.topics & {"policy", "waitlist"} or _wants_another(read, folded)):
        found.add("cancel")
    elif signals.RESCHEDULE.search(folded):
        found.add("reschedule" if len(read.times) > 1 or signals.BOOK.search(folded) is None else "correct")
    if signals.PRICE.search(folded):
        found.add("query_price")
    if is_hours:
        found.add("query_hours")
    if (signals.STATUS.search(folded) or signals.TELL_WHEN_DONE.search(folded)) and not _wants_booking(read, folded):
        found.add("query_status")
    is_choice = read.services and read.services_negated and _ONLY.search(folded)
    if signals.CORRECT.search(folded) and not is_choice and not found & {"reschedule", "cancel"}:
        found.add("correct")
    if found & {"reschedule", "cancel", "query_hours", "query_status"}:
        return found
    return found | _booking_signals(read, folded, found)


def _is_slot_question(folded: str, read: Understanding) -> bool:
    """ "anything open Wednesday" asks for a slot, not for opening hours."""
    return bool(read.services) and re.search(r"anything|slot|空|appointment|any\b|最早几点", folded) is not None


def _wants_booking(read: Understanding, folded: str) -> bool:
    asks_slot = signals.BOOK.search(folded) is not None and signals.AVAILABILITY.search(folded) is not None
    return asks_slot or (
        bool(read.wanted_times) and bool(read.services) and re.search(r"(?<![对哦])了|done|ready", folded) is None
    )


def _booking_signals(read: Understanding, folded: str, found: set[str]) -> set[str]:
    more: set[str] = set()
    is_subject = bool(read.services or read.times or read.pets or read.topics & {"same_again", "waitlist"})
    is_question = signals.AVAILABILITY.search(_SHRUG.sub(" ", folded)) is not None
    if _HOW_IT_IS_DONE.search(folded) and not read.wanted_times:
        return more
    if "query_price" in found:
        says_book = re.search(r"预约|约(?:个|一|在|明|后|下|周)|订|\bbook\b|\bappointment\b", folded)
        return {"book"} if says_book and read.times else {"query_availability"} if is_question and read.times else set()
    if _is_add_on(read, folded):
        return {"add_on"}
    if not is_question and read.services:
        is_question = _ASKS_OF_US.search(folded) is not None or ("?" in folded and bool(read.wanted_times))
    if "health" in read.topics and not (read.services or read.times):
        is_question = False
    if is_question and _ASKS_SLOT.search(folded):
        more.add("query_availability")
    if is_question and _BOOKS_US.search(folded):
        return {"book"}
    if is_question and (is_subject or signals.BOOK.search(folded)):
        more.add("query_availability")
    elif (read.services and _NEEDS_DOING.search(folded)) or (
        signals.BOOK.search(folded) and (is_subject or re.search(r"约|订|\bbook|\bappointment|\bschedule", folded))
    ):
        more.add("book")
    is_noted = any(need.kind not in _IN_PASSING for need in read.needs)
    if (read.needs and not more and not found and not (read.services and read.wanted_times)) or (
        is_noted and more and "correct" not in found
    ):
        more.add("note_special_need")
    return more


_ASKS_SLOT = re.compile(
    r"(?:有|没)(?:空位|位子|空档|名额)|\b(?:any|have|got)\b[^.?!]{0,20}\b(?:slots?|openings?|appointments?|spots?)\b"
)
_ASKS_OF_US = re.compile(
    r"\b(?:can|could|do|does|will|would|are|r) (?:you|u|ya|y'?all|ur|he|she|they|it|we|i|my \w+)\b|(?:做不做|接不接|能不能|可不可以|有没有|能洗|能剪|能做)"
)
_BOOKS_US = re.compile(
    r"\b(?:can|could|would) (?:you|u|ya) (?:please |pls |plz )?(?:book|schedule|reserve|put|pencil) (?:me|us|him|her|them|my|a|in)\b"
)
_PLAIN_WISH = re.compile(r"(?:洗|剪|剃|修|做|推)(?:个|了|掉)?(?:澡|毛|头)?吧|[就只](?:想|要)?(?:洗|剪|剃|做)个|来个")
_OF_THE_PET = frozenset({"senior", "matting", "untrained"})
_NEEDS_DOING = re.compile(r"\b(?:needs|is due|overdue|due a|could do with|in for a)\b")
_IN_PASSING = frozenset({"senior", "matting", "untrained", "style_wish"})
"""Needs that describe the pet or the wish; beside another wish they are noted without being a matter of their own."""


def _is_add_on(read: Understanding, folded: str) -> bool:
    if not read.services or read.times:
        return False
    if signals.ADD_STRONG.search(folded) and "bath" not in read.services and "groom" not in read.services[:1]:
        return True
    if signals.BOOK.search(folded) or {"bath", "groom"} & set(read.services):
        return False
    return signals.ADD_WEAK.search(folded) is not None


# How the shop works, what a service is like: "how many people hold a cat?"
_HOW_IT_IS_DONE = re.compile(
    r"(?:几|多少)(?:个|位|名)?(?:人|美容师|洗护师|师傅|店员|员工|房间|笼子)|人工|机器(?!人)|怎么(?:洗|剪|吹|做)(?:的|呀|啊)?[? ]*$|是不是要先|(?:要不要|用不用|需不需要|需要)先|安全(?:吗|不|么)|(?:疼|痛|难受)(?:吗|不|么)|"
    r"\bhow many (?:people|groomers|staff|of you|dogs)\b|\bby hand\b|\bis it (?:safe|painful)\b|\bdoes it hurt\b|\bok for (?:dogs?|cats?|puppies|kittens)\b"
)

# A question about a service that asks for no slot: an honest "I don't know" beats a booking.
_QUESTION = re.compile(
    r"(?:吗|么|嘛|呢|咩)[? ~。]*$|\?\s*$|多久|为什么|怎么|区别|差别|什么不同|带什么|准备什么|\bdifference\b|^(?:is|are|does|do|will|why|what|how)\b"
)


def _implied(read: Understanding, context: Context, asked: frozenset[Asked]) -> set[str]:
    """Nothing was asked in so many words: a service or a time alone is a wish, a pet alone tells of it."""
    folded = fold(read.text)
    if read.services and not read.wanted_times and _looks_back(folded):
        return {"smalltalk"}
    is_noted = any(need.kind not in _OF_THE_PET for need in read.needs)
    is_wish = read.services and _PLAIN_WISH.search(folded)
    if is_wish or (read.services and not (is_noted and not read.wanted_times)):
        asks = _QUESTION.search(folded) or _HOW_IT_IS_DONE.search(folded)
        return set() if asks and not read.wanted_times else {"book"}
    if read.needs and not (read.pets and not is_noted):
        return {"note_special_need"}
    if "health" in read.topics:
        return set()
    if read.wanted_times and (asked & {"when", "agree"} or _is_about_time(read, folded)):
        return {"book"}
    if "when" in asked and read.times:
        return {"book"}
    if read.services_negated:
        return {"deny"}
    if "same_again" in read.topics:
        return {"book"}
    told = [
        pet for pet in read.pets if pet.breed or pet.name or pet.weight or pet.age or pet.size or pet.coat or pet.sex
    ]
    if (told or (read.pets and context.line)) and not _QUESTION.search(folded):
        return {"pet_info"}
    return set()


_PRAISE_OF_PAST = re.compile(
    r"(?:洗|剪|做|弄|吹|修)(?:得|完|的|出来|好)|上次|\b(?:looks?|looked|saw|after|smells?|turned out|did|came out|loves? (?:his|her)|(?:great|good|lovely|amazing|fab\w*|brilliant) (?:job|groom|cut|haircut|trim))\b"
)
_LAUGHS = re.compile(
    r"哈哈|嘻嘻|笑死|好看|漂亮|香|可爱|谢|棒|满意|喜欢|\b(?:haha\w*|lol|lmao|thank\w*|thx|love\w*|gorgeous|handsome|beautiful|stunning|adorable|cute|amazing|great job)\b"
)


def _looks_back(folded: str) -> bool:
    """Praise or a laugh about a visit that is over."""
    is_praise = _LAUGHS.search(folded) is not None and _PRAISE_OF_PAST.search(folded) is not None
    return is_praise and "?" not in folded and (signals.BOOK.search(folded) or _MINDS.search(folded)) is None


_MINDS = re.compile(
    r"轻|小心|别|不要|注意|过敏|红|肿|痒|这次|下次|再|\b(?:gentle|careful|please|pls|next time|this time|itch\w*|red|sore|rash)\b"
)


_FILLERS = re.compile(
    r"[^\u3400-\u9fffa-z]|可以|有空|方便|左右|以后|之后|之前|或者|应该|大概|的话|我们?|就|都|吧|呢|也|行|那|约|好|的|来|去|到|过|带|它|他|她|能|要|想|在|还是|比较|最好|时候|再|先|嘅|啦|喇|呀|哈|哦"
)
_ASKS_ELSE = re.compile(
    r"(?:吗|么|没|咩|没有)[? ~。]*$|[?]\s*$|什么|怎么|^(?:is|are|does|do|will|why|what|how|who|did)\b"
)


_IS_PAST = re.compile(r"\b(?:had|was|did|were|got)\b")


def _is_about_time(read: Understanding, folded: str) -> bool:
    """Whether a message that names a time says little else; "did the shares rise today" names one as well."""
    rest = folded
    for time in read.times:
        rest = rest[: time.span[0]] + " " * (time.span[1] - time.span[0]) + rest[time.span[1] :]
    if _IS_PAST.search(folded):
        return False
    words = len(re.findall(r"[a-z']+", rest))
    signs = len(re.findall(r"[\u3400-\u9fff]", _FILLERS.sub("", rest)))
    return signs <= 6 and words <= 8 and (_ASKS_ELSE.search(folded) is None or (signs <= 2 and words <= 2))
