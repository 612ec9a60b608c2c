"""Understands a whole message of an owner: what is wanted, of which pet, when, and what to mind.

Word tables and rules; text that says nothing known is `unknown`. Pure: the same message, moment and
context give the same understanding.
"""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from . import asides, signals
from .needs import Need, needs_in, red_flags_in
from .numerals import zh_number
from .pets_said import PetSaid, pets_in
from .script import fold, has_chinese
from .time_model import TimeMention
from .time_roles import with_roles
from .times import MAX_READ, read_times
from .vocabulary import NEGATION_AFTER, NEGATION_BEFORE, QUESTION_BEFORE, SERVICE_PATTERNS

INTENTS = (
    "book", "reschedule", "cancel", "query_availability", "query_price", "query_hours", "query_status", "add_on",
    "note_special_need", "pet_info", "handoff_human", "medical_emergency", "confirm", "deny", "correct",
    "smalltalk", "unknown",
)  # fmt: skip
TOPICS = {
    "late": signals.LATE,
    "lost": signals.LOST,
    "same_again": signals.SAME_AGAIN,
    "policy": signals.POLICY,
    "waitlist": signals.WAITLIST,
    "address": signals.ADDRESS,
    "phone": signals.PHONE,
    "health": signals.HEALTH,
    "arrived": signals.ARRIVED,
    "refund": asides.REFUND,
    "any_time": asides.ANY_TIME,
    "about": asides.ABOUT,
    "basic": asides.BASIC,
}
"""What a message touches beside the measured intents; `_topics` adds those that take more than a pattern."""


@dataclass(frozen=True, slots=True)
class Context:
    """What was said before: the shop's last line, names known, and whether a time is being agreed on."""

    line: str | None = None
    day: date | None = None
    pet_names: tuple[str, ...] = ()
    groomer_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """A message, understood. `lang` None: too little text to tell."""

    text: str
    intents: tuple[str, ...]
    services: tuple[str, ...] = ()
    services_negated: tuple[str, ...] = ()
    pets: tuple[PetSaid, ...] = ()
    times: tuple[TimeMention, ...] = ()
    needs: tuple[Need, ...] = ()
    red_flags: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    groomer: str | None = None
    lang: str | None = None

    def has(self, *intents: str) -> bool:
        """Whether any of these intents was understood."""
        return any(intent in self.intents for intent in intents)

    @property
    def wanted_times(self) -> tuple[TimeMention, ...]:
        """Times the owner would come at."""
        return tuple(time for time in self.times if time.role in ("when", "new"))


def understand(text: str, ref: datetime, zone: tzinfo, context: Context | None = None) -> Understanding:
    """Reads one message. `ref` is now; `zone` the shop's."""
    context = context or Context()
    text = text[:MAX_READ]
    folded = fold(text)
    lang = _language(folded)
    if not re.search(r"[a-z\u3400-\u9fff]", folded):
        return _wordless(text, folded, ref, zone, context, lang)
    red_flags = red_flags_in(folded)
    if signals.INJECTION.search(folded) and not red_flags:
        return Understanding(text, ("unknown",), lang=lang)
    services, negated = _services(folded)
    is_move = signals.RESCHEDULE.search(folded) is not None
    found = read_times(text, ref, zone, _anchor(context, ref, zone), is_move)
    times = with_roles(found, folded, _local(ref, zone))
    needs = needs_in(folded)
    pets = pets_in(folded, text, context.pet_names)
    read = Understanding(
        text, (), services, negated, pets, times, needs, red_flags, _topics(folded), _groomer(text, context), lang
    )
    return _decided(read, folded, context)


def _local(ref: datetime, zone: tzinfo) -> datetime:
    """The shop's wall clock without its zone."""
    return ref if ref.tzinfo is None else ref.astimezone(zone).replace(tzinfo=None)


def _language(folded: str) -> str | None:
    if has_chinese(folded):
        return "zh"
    return "en" if len(re.findall(r"[a-z]{2,}", folded)) >= 2 else None


def _wordless(text: str, folded: str, ref: datetime, zone: tzinfo, context: Context, lang: str | None) -> Understanding:
    """Digits, signs and emoji: a bare time still answers a question; 👍 is a yes."""
    stripped = folded.strip()
    if signals.CONFIRM.match(stripped) and stripped:
        return Understanding(text, ("confirm",), lang=lang)
    if signals.DENY.match(stripped) and stripped:
        return Understanding(text, ("deny",), lang=lang)
    times = read_times(text, ref, zone, _anchor(context, ref, zone))
    return Understanding(text, ("book",) if times else ("unknown",), times=times, lang=lang)


def _anchor(context: Context, ref: datetime, zone: tzinfo) -> date | None:
    """The day under discussion: named by the dialogue, or said in the shop's last line."""
    if context.day is not None or not context.line:
        return context.day
    for mention in read_times(context.line, ref, zone):
        if mention.has_date and mention.start is not None and mention.grain in ("day", "minute", "hour", "daypart"):
            return mention.start.date()
    return None


_TRIM_OF = re.compile(r"\b(?:nail|claw|paw)s? $")


def _services(folded: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    wanted: list[tuple[int, str]] = []
    negated: list[str] = []
    medicated = SERVICE_PATTERNS["medicated_bath"].search(folded)
    for label, pattern in SERVICE_PATTERNS.items():
        for match in pattern.finditer(folded):
            if label == "bath" and medicated and medicated.start() <= match.start() < medicated.end():
                continue
            if label == "groom" and _TRIM_OF.search(folded[: match.start()]):
                continue
            if _is_negated(folded, match):
                negated.append(label)
            else:
                wanted.append((match.start(), label))
    order = tuple(dict.fromkeys(label for _, label in sorted(wanted)))
    ruled_out = tuple(dict.fromkeys(label for label in negated if label not in order))
    return _without_shadows(order, folded), ruled_out


def _is_negated(folded: str, match: re.Match[str]) -> bool:
    before = folded[max(0, match.start() - 14) : match.start()]
    negation = NEGATION_BEFORE.search(before)
    if negation and not QUESTION_BEFORE.search(before[: negation.end()].rstrip()):
        return True
    return NEGATION_AFTER.match(folded[match.end() : match.end() + 8]) is not None


def _without_shadows(labels: tuple[str, ...], folded: str) -> tuple[str, ...]:
    """Words inside other words: a "wash" that is a spa, a "trim" that is of nails or paws."""
    kept = list(labels)
    if "shave" in kept and "paw" in kept and "剃毛" not in folded:
        kept.remove("shave")
    if "groom" in kept and "tidy" in kept and not re.search(r"美容|造型|groom", folded):
        kept.remove("groom")
    return tuple(kept)


def _topics(folded: str) -> frozenset[str]:
    found = {name for name, pattern in TOPICS.items() if pattern.search(folded)}
    if asides.leaves_it_to_us(folded):
        found.add("anything")
    if asides.ROBOT.search(folded) and not _asks_for_person(asides.ROBOT.sub(" ", folded)):
        found.add("robot")
    if asides.asks_of_shop(folded):
        found.add("fact")
    return frozenset(found)


def _groomer(text: str, context: Context) -> str | None:
    lowered = text.lower()
    return next((name for name in context.groomer_names if name and name.lower() in lowered), None)


_ENDS = " .,!?~。，！？…"
_ORDINAL = re.compile(
    r"^\s*(?:那|就|要|选|我要|我选|约)?(?:第(?P<zh>[一二三四五六1-6])个|(?:the )?(?P<en>first|second|third|fourth|fifth|sixth)(?: one| time| slot)?)"
    r"(?:时间|吧|就行|可以|好了|呀|啊|please|[ .,!。！])*$"
)
_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}


def ordinal_in(text: str) -> int | None:
    """The place that a short answer names (1 the first); None when it names none."""
    match = _ORDINAL.match(fold(text))
    if match is None:
        return None
    return _PLACES[match["en"]] if match["en"] else int(zh_number(match["zh"]) or 0) or None


# Weighing the signals.


def _decided(read: Understanding, folded: str, context: Context) -> Understanding:
    if read.red_flags and not (signals.HARM.search(folded) and _is_only_wound(read.red_flags)):
        people = ("handoff_human",) if signals.PERSON.search(folded) and not _is_plain_vet_call(folded) else ()
        return replace(read, intents=("medical_emergency", *people))
    if _asks_for_person(folded):
        return replace(read, intents=("handoff_human",), red_flags=())
    if signals.ABUSE.search(folded) and not read.services and not read.times:
        return replace(read, intents=("unknown",), red_flags=(), topics=frozenset[str]())
    return replace(read, intents=_weighed(read, folded, context), red_flags=())


def _is_only_wound(flags: tuple[str, ...]) -> bool:
    """A nick by the shop's scissors is a complaint for a person; anything more is an emergency."""
    return set(flags) <= {"bleeding", "trauma"}


def _is_plain_vet_call(folded: str) -> bool:
    return re.search(r"医生|vet\b", folded) is not None and re.search(r"人工|真人|human|person", folded) is None


_JUST_ASKING = re.compile(
    r"(?:你们|你家|您|你|店里|店|这里|这边|家|那|请问|想问一?下|问一?下|是|什么|怎么样?|有|hi|hello|hey|you|guys|please|just|wondering|asking|[^\u3400-\u9fffa-z])*"
)


def _asks_for_person(folded: str) -> bool:
    return signals.PERSON.search(folded) is not None or complains(folded)


def complains(folded: str) -> bool:
    """Whether a message complains of harm. To ask for the rule of refunds, and nothing else, is no complaint."""
    if signals.HARM.search(folded) is None:
        return False
    rest = asides.REFUND.sub(" ", folded)
    return rest == folded or _JUST_ASKING.fullmatch(rest) is None


def _weighed(read: Understanding, folded: str, context: Context) -> tuple[str, ...]:
    stripped = folded.strip(_ENDS)
    if signals.CONFIRM.match(stripped):
        return ("confirm",)
    if signals.DENY.match(stripped):
        return ("deny",)
    found = _signals_in(read, folded)
    if not found:
        found = _implied(read, context)
    if not found and signals.GREETING.search(folded):
        return ("smalltalk",)
    if not found:
        found = _leaning(stripped)
    return tuple(intent for intent in INTENTS if intent in found) or ("unknown",)


def _signals_in(read: Understanding, folded: str) -> set[str]:
    found: set[str] = set()
    is_hours = signals.HOURS.search(folded) is not None and not _is_slot_question(folded, read)
    if signals.RESCHEDULE.search(folded) and not signals.CORRECT.search(folded):
        found.add("reschedule")
    elif signals.CANCEL.search(folded) and "policy" not in read.topics:
        found.add("cancel")
    elif signals.RESCHEDULE.search(folded):
        found.add("reschedule" if len(read.times) > 1 or signals.BOOK.search(folded) is None else "correct")
    if signals.PRICE.search(folded):
        found.add("query_price")
    if is_hours:
        found.add("query_hours")
    if signals.STATUS.search(folded) and not _wants_booking(read, folded):
        found.add("query_status")
    if signals.CORRECT.search(folded) and not found & {"reschedule", "cancel"}:
        found.add("correct")
    if found & {"reschedule", "cancel", "query_hours", "query_status"}:
        return found
    return found | _booking_signals(read, folded, found)


def _is_slot_question(folded: str, read: Understanding) -> bool:
    """ "anything open Wednesday" asks for a slot, not for opening hours."""
    return bool(read.services) and re.search(r"anything|slot|空|appointment|any\b", folded) is not None


def _wants_booking(read: Understanding, folded: str) -> bool:
    asks_slot = signals.BOOK.search(folded) is not None and signals.AVAILABILITY.search(folded) is not None
    return asks_slot or (
        bool(read.wanted_times) and bool(read.services) and re.search(r"了|done|ready", folded) is None
    )


def _booking_signals(read: Understanding, folded: str, found: set[str]) -> set[str]:
    more: set[str] = set()
    is_subject = bool(read.services or read.times or read.pets or read.topics & {"same_again", "waitlist"})
    is_question = signals.AVAILABILITY.search(folded) is not None
    if "query_price" in found:
        says_book = re.search(r"预约|约(?:个|一|在|明|后|下|周)|订|\bbook\b|\bappointment\b", folded)
        return {"book"} if says_book and read.times else {"query_availability"} if is_question and read.times else set()
    if _is_add_on(read, folded):
        return {"add_on"}
    if is_question and (is_subject or signals.BOOK.search(folded)):
        more.add("query_availability")
    elif signals.BOOK.search(folded) and (is_subject or re.search(r"约|订|\bbook|\bappointment|\bschedule", folded)):
        more.add("book")
    if (read.needs and not more and not found and not (read.services and read.wanted_times)) or (
        read.needs and more and "correct" not in found
    ):
        more.add("note_special_need")
    return more


def _is_add_on(read: Understanding, folded: str) -> bool:
    if not read.services or read.times:
        return False
    if signals.ADD_STRONG.search(folded) and "bath" not in read.services and "groom" not in read.services[:1]:
        return True
    if signals.BOOK.search(folded) or {"bath", "groom"} & set(read.services):
        return False
    return signals.ADD_WEAK.search(folded) is not None


# A question about a service that asks for no slot: an honest "I don't know" beats a booking.
_QUESTION = re.compile(
    r"(?:吗|么|嘛|呢|咩)[? ~。]*$|\?\s*$|多久|为什么|怎么|区别|差别|什么不同|带什么|准备什么|\bdifference\b|^(?:is|are|does|do|will|why|what|how)\b"
)


def _implied(read: Understanding, context: Context) -> set[str]:
    """Nothing was asked in so many words: a service or a time alone is a wish, a pet alone tells of it."""
    if read.services and not (read.needs and not read.wanted_times):
        return set() if _QUESTION.search(fold(read.text)) and not read.wanted_times else {"book"}
    if read.needs:
        return {"note_special_need"}
    if "health" in read.topics:
        return set()
    if read.wanted_times:
        return {"book"}
    if read.services_negated:
        return {"deny"}
    if "same_again" in read.topics:
        return {"book"}
    told = [
        pet for pet in read.pets if pet.breed or pet.name or pet.weight or pet.age or pet.size or pet.coat or pet.sex
    ]
    if told or (read.pets and context.line):
        return {"pet_info"}
    return set()


def _leaning(stripped: str) -> set[str]:
    """A yes or no at the head of a longer sentence that says nothing else."""
    head = re.split(r"[ ,。,.!、~]", stripped, maxsplit=1)[0]
    if len(stripped) > 24:
        return set()
    if signals.CONFIRM.match(head) and head:
        return {"confirm"}
    return {"deny"} if head and signals.DENY.match(head) else set()
