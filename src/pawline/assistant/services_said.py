"""The services a message asks for, and those it rules out."""

# ruff: noqa: E501  Word patterns read better unbroken.

from __future__ import annotations

import re

from .vocabulary import NEGATION_AFTER, NEGATION_BEFORE, QUESTION_BEFORE, SERVICE_PATTERNS

# What a pet has behind it, which is no wish: "not neutered", "jabs are up to date".
_PET_FACTS = re.compile(
    r"(?:还)?(?:没|未|冇|已经?|做过|做了)(?:有)?(?:做)?(?:过)?绝育(?:过|了|手术)?|绝育(?:过|了(?![吗没么])|好了|完)|(?:疫苗|针)(?:也|都|全|已经|是)*(?:打(?:完|齐|过|全)|齐(?:全)?)了?|(?:打|做)(?:完|过|齐|了)[^,。.!?\s]{0,4}(?:疫苗|针|联)|(?:没|未|冇)(?:有)?(?:打|做)(?:过|完|齐)?(?:疫苗|针)|(?:昨天|前天|上周|上个?月|去年|上次|上回|前几天|前两天|刚刚?|今早)[^,。.!?\s]{0,4}(?:洗|剪|打|做|绝育|驱|剃|美容|寄养)[^,。.!?\s]{0,4}?(?:的|过|完)(?:疫苗|针|澡|虫|美容)?|(?:驱(?:过|完)虫|驱虫(?:做过|做了|过了|已经))|"
    r"\b(?:not|isn'?t|un|is|already|been|was|he'?s|she'?s|fully|all|a) ?(?:yet )?(?:neutered|spayed|vaccinated|fixed|castrated|chipped)\b|\bneutered (?:male|female|boy|girl|tom)\b|\bup to date\b[^.!?]{0,20}\b(?:vaccin\w*|shots|jabs|boosters?)\b|\b(?:vaccin\w*|shots|jabs|boosters?)\b[^.!?]{0,14}\b(?:up to date|done|current)\b|\b(?:had|has had) (?:all )?(?:his|her|their|the)? ?(?:\w+ )?(?:shots|jabs|vaccin\w*)\b"
)
_WISH = re.compile(
    r"做不做|能做|可以做|想(?:做|给|要|带|约|打)|要(?:做|打)|需要|多少|预约|约|安排|什么时候(?:能|可以)|该(?:做|打)|\b(?:need|want|book|due|get|do you|can (?:you|i|we) (?:get|have|book|do)|how much|price|cost|appointment)\b"
)
_NIGHTS = re.compile(r"(?<!白天)寄|住|夜|晚|\b(?:board|night|overnight|kennel)")
_CUTTING = frozenset({"groom", "shave"})
_TRIM_OF = re.compile(r"\b(?:nail|claw|paw)s? $")
_DEMAT = re.compile(
    r"开结|解结|梳结|梳开|解开|去结|梳通|\bde-?mat\w*|\bbrush(?:ed)? out|\b(?:get|take|cut|comb) [^.!?]{0,12}(?:mats|knots|tangles) out|\bremove\b"
)


def services_in(folded: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Labels wanted, in the order of the text, and labels ruled out."""
    wanted: list[tuple[int, str]] = []
    negated: list[str] = []
    if _PET_FACTS.search(folded):
        folded = _PET_FACTS.sub(
            lambda match: match[0] if _wishes_beside(folded, match) else " " * len(match[0]), folded
        )
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


def _wishes_beside(folded: str, fact: re.Match[str]) -> bool:
    """Whether the rest of the message asks for something and names no other service: then the fact is what it asks of."""
    rest = folded[: fact.start()] + " " + folded[fact.end() :]
    others = any(pattern.search(rest) for pattern in SERVICE_PATTERNS.values())
    return _WISH.search(rest) is not None and not others


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
    if "boarding" in kept and "daycare" in kept and not _NIGHTS.search(folded):
        kept.remove("boarding")
    if "demat" in kept and _CUTTING & set(kept) and not _DEMAT.search(folded):
        kept.remove("demat")
    if "groom" in kept and "tidy" in kept and not re.search(r"美容|造型|groom", folded):
        kept.remove("groom")
    return tuple(kept)
